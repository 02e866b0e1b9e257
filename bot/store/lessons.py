"""What cases taught the FAQ: who proposed it, who approved it, and which entry came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class Stands(StrEnum):
    """How a lesson stands."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Taught:
    """A draft for the FAQ that came from a case."""

    case: int
    by: str
    at: datetime
    stands: Stands = Stands.PROPOSED
    into: str = ""
    """The entry that gets more ways of asking; empty for a new one."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """What was typed, by the fields of the form; nothing once it is decided."""
    decided_by: str = ""
    decided_at: datetime | None = None
    entry: str = ""
    """The entry that came of it."""
    path: str = ""
    id: int = 0


class Lessons(Protocol):
    """Drafts from cases."""

    async def keep(self, taught: Taught) -> int:
        """Keep a draft, proposed or approved at once; return its number."""
        ...

    async def several(self, stands: Stands, limit: int = 100) -> Sequence[Taught]:
        """Return the newest that stand so, the oldest of them first."""
        ...

    async def proposed(self) -> int:
        """Return how many wait for an approval."""
        ...

    async def one(self, number: int) -> Taught | None:
        """Return one."""
        ...

    async def of_entry(self, entry: str) -> Sequence[Taught]:
        """Return what an entry was taught, the latest first."""
        ...

    async def decide(
        self, number: int, stands: Stands, by: str, now: datetime, *, entry: str = "", path: str = ""
    ) -> bool:
        """Approve or decline what is proposed; False when somebody has decided already."""
        ...
