"""The record of what staff do: who, when, what, on what, and how it was before. It is only ever added to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Act:
    """Something somebody did at the console, over the API or by a command."""

    id: int
    at: datetime
    by: str
    what: str
    target: str
    """On what: `case 7`, a room, an entry, a setting."""
    detail: str = ""
    was: str = ""
    became: str = ""
    """How it was before and after, where the act changed a value."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which acts are asked for; what is empty asks for all."""

    by: str = ""
    what: str = ""
    target: str = ""
    since: datetime | None = None
    until: datetime | None = None
    """Not included."""
    below: int = 0
    """Only acts numbered lower: the next page."""


class Acts(Protocol):
    """Reading the record back."""

    async def several(self, wanted: Wanted = Wanted(), limit: int = 200) -> Sequence[Act]:
        """Return acts, newest first."""
        ...

    async def names(self) -> tuple[Sequence[str], Sequence[str]]:
        """Return everybody who did something, and everything that was done, in order."""
        ...
