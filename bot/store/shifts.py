"""Who of the staff is away, and what one shift leaves to the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class HandOver:
    """What somebody wrote down for whoever comes next."""

    id: int
    by: str
    text: str
    at: datetime
    read_by: tuple[str, ...] = ()


class Shifts(Protocol):
    """Being there, being away, handing over."""

    async def away(self) -> Mapping[str, datetime]:
        """Return who is away, and since when."""
        ...

    async def leave(self, name: str, now: datetime) -> None:
        """Be away from now on; whoever is already stays it since then."""
        ...

    async def come_back(self, name: str) -> bool:
        """Be there again; False for somebody who was not away."""
        ...

    async def hand_over(self, by: str, text: str, now: datetime) -> int:
        """Keep a note for the next shift and return its number; what is older than a week goes."""
        ...

    async def latest(self) -> HandOver | None:
        """Return the last note."""
        ...

    async def read(self, hand_over: int, name: str, now: datetime) -> None:
        """Remember that somebody has read a note."""
        ...
