"""What a store keeps of promises: who was told that a person will answer, and whether that was kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol, TypeAlias

Holds: TypeAlias = Callable[[str, str], bool]
"""Of what staff said and what it answered: whether it may be said again later."""
Kind: TypeAlias = Literal["made", "slipped"]


@dataclass(frozen=True, slots=True)
class Owed:
    """Somebody who is to be told something about their case."""

    case_id: int
    viewer_id: str
    name: str
    message_id: str
    """The question they asked."""
    text: str
    angry: bool = False
    """Somebody in the case sounds angry."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A line that tells several of them."""

    room: str
    kind: Kind
    text: str
    to: tuple[Owed, ...]
    send_by: datetime


class Promises(Protocol):
    """Promises to viewers that a person will answer."""

    async def owed(self, room: str, kind: Kind, first_answer: timedelta, now: datetime) -> Sequence[Owed]:
        """Return who waits unheld and was not told yet, the longest first."""
        ...

    async def tell(self, notice: Notice, now: datetime) -> int | None:
        """Put a notice in the outbox and keep who was told; None when nobody is owed it any more."""
        ...

    async def tell_again(self, room: str, now: datetime, holds: Holds) -> int:
        """Say answers that still hold once more, by name, to who had left and is back; return how many."""
        ...
