"""What a store keeps of answers that staff took back: which, why, who had got them, and that these were told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.store.replies import Split


@dataclass(frozen=True, slots=True)
class Recall:
    """An answer that was taken back."""

    id: int
    entry: str
    mark: str
    """Of the answer as it was; another answer of the same entry is not meant."""
    answer: str
    """All its wordings, a line each."""
    by: str
    why: str
    at: datetime
    over_by: str = ""
    """Who let it be said again."""
    over_at: datetime | None = None
    told_by: str = ""
    """Who sent the last correction to those who had got it."""
    told_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Got:
    """A viewer who read an answer of the FAQ, or may have."""

    room: str
    message_id: str
    viewer_id: str
    name: str
    asked: str
    at: datetime
    """When it was said."""
    read: str
    """The answer as the room read it."""
    sure: bool = True
    """Whether it surely arrived."""
    case_id: int | None = None
    """The case that their question is in, where a person has it or had it."""


@dataclass(frozen=True, slots=True)
class Told:
    """What an entry of the FAQ told a viewer of a case before they asked."""

    entry: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Correction:
    """What those who got a wrong answer are told."""

    recall: int
    by: str
    text: str
    since: datetime | None
    """Who got it before that is not told."""
    split: Callable[[str], Split]
    """A room to what makes lines of names."""
    send_by: datetime
    now: datetime


class Recalls(Protocol):
    """Answers that were taken back."""

    async def add(self, entry: str, mark: str, answer: str, by: str, why: str, now: datetime) -> bool:
        """Keep that an answer is said no more; False when it was so already."""
        ...

    async def end(self, entry: str, by: str, now: datetime) -> bool:
        """Let an entry say again what was taken back; False when nothing was."""
        ...

    async def several(self, *, in_force: bool = False) -> Sequence[Recall]:
        """Return them, the newest first; `in_force`: only answers that may not be said."""
        ...

    async def got(self, entry: str, since: datetime | None = None) -> Sequence[Got]:
        """Return who got an entry's answer, the last first, each viewer of a room once."""
        ...

    async def told_before(self, case_id: int) -> Sequence[Told]:
        """Return what the FAQ told the viewers of a case shortly before they asked, the last first."""
        ...

    async def correct(self, correction: Correction) -> Sequence[int]:
        """Tell all who got it and are in no case, in lines of a closed case for each room; return the cases."""
        ...

    async def show_began(self, now: datetime) -> datetime | None:
        """Return when the rooms began to talk after they were last still for an hour; None when nothing was said."""
        ...
