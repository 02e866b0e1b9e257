"""What the lead's wall counts, and the cases and messages behind each number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from statistics import median
from typing import Literal, Protocol, TypeAlias, get_args

from bot.escalation import Escalation
from bot.store.records import HeardMessage
from bot.store.said import Said

Kind: TypeAlias = Literal[
    "faq", "catalogue", "suggestion", "chosen", "wish", "staff", "on air", "asked back", "waits", "closed", "lost"
]
"""What became of a message that needed an answer: each is of exactly one kind."""
KINDS: tuple[Kind, ...] = get_args(Kind)
BOTS: tuple[Kind, ...] = ("faq", "catalogue", "suggestion", "chosen", "wish")
ANSWERED: tuple[Kind, ...] = (*BOTS, "staff", "on air")

Picked: TypeAlias = Literal["open", "broken", "held", "done", "replied", "on air", "all"]
"""Which cases: open now; whose deadline was broken, held by somebody now; done, first answered, on air since then."""
PICKED: tuple[Picked, ...] = get_args(Picked)


@dataclass(frozen=True, slots=True)
class Room:
    """One room's numbers, or those of all together."""

    name: str
    open: int = 0
    oldest: datetime | None = None
    """When the oldest open case was opened."""
    oldest_case: int | None = None
    broken: int = 0
    """Cases whose deadline was broken since then."""
    kinds: Mapping[Kind, int] = field(default_factory=dict)
    first_answers: Sequence[float] = ()
    """Seconds to staff's first answer, of every case that got it since then."""
    stopped: int = 0
    """Texts of the bot or of staff that the guard stopped."""
    reworded: int = 0
    """Of these, where staff then said it in other words: perhaps a false alarm."""

    @property
    def needed(self) -> int:
        """Messages that needed an answer."""
        return sum(self.kinds.values())

    @property
    def share(self) -> float | None:
        """The bot's share of them; None where nothing needed one."""
        return sum(self.kinds.get(kind, 0) for kind in BOTS) / self.needed if self.needed else None

    @property
    def first_answer_s(self) -> float | None:
        """The median of the seconds to staff's first answer."""
        return median(self.first_answers) if self.first_answers else None

    def and_(self, other: Room) -> Room:
        """Return both as one."""
        oldest = min((room for room in (self, other) if room.oldest), key=_oldest, default=self)
        return Room(
            self.name,
            self.open + other.open,
            oldest.oldest,
            oldest.oldest_case,
            self.broken + other.broken,
            {kind: self.kinds.get(kind, 0) + other.kinds.get(kind, 0) for kind in KINDS},
            [*self.first_answers, *other.first_answers],
            self.stopped + other.stopped,
            self.reworded + other.reworded,
        )


def _oldest(room: Room) -> datetime:
    assert room.oldest is not None  # noqa: S101  only such rooms are compared
    return room.oldest


def together(rooms: Sequence[Room], kinds: Mapping[str, Mapping[Kind, int]]) -> list[Room]:
    """Return the rooms in which anything is open, was heard or was stopped, with what became of messages."""
    whole = (replace(room, kinds=kinds.get(room.name, {})) for room in rooms)
    return [room for room in whole if room.open or room.broken or room.needed or room.stopped]


@dataclass(frozen=True, slots=True)
class Load:
    """What one person has in hand and has done."""

    name: str
    held: int = 0
    done: int = 0
    first_answers: Sequence[float] = ()

    @property
    def first_answer_s(self) -> float | None:
        """The median of the seconds to their first answers."""
        return median(self.first_answers) if self.first_answers else None


@dataclass(frozen=True, slots=True)
class CasesAsked:
    """Which cases are asked for; what is empty asks for all."""

    picked: Picked = "open"
    since: datetime | None = None
    room: str = ""
    by: str = ""
    """Who holds them, or closed them, or answered first: as it is picked."""
    below: int = 0
    """Only cases numbered lower: the next page."""


@dataclass(frozen=True, slots=True)
class MessagesAsked:
    """Which messages are asked for."""

    since: datetime
    kinds: tuple[Kind, ...] = KINDS
    room: str = ""
    before: tuple[float, str, str] | None = None
    """Time, room and id of the last one on the page before."""


class Wall(Protocol):
    """The lead's numbers, always of what the store holds now."""

    async def rooms(self, since: datetime, now: datetime) -> Sequence[Room]:
        """Return every room with its cases and what was stopped: quick, however much was heard."""
        ...

    async def kinds(self, since: datetime) -> Mapping[str, Mapping[Kind, int]]:
        """Return by room what became of messages that needed an answer: reads every message since then."""
        ...

    async def load(self, since: datetime, now: datetime) -> Sequence[Load]:
        """Return everybody who holds a case now or did one since then."""
        ...

    async def cases(self, asked: CasesAsked, now: datetime, limit: int = 100) -> Sequence[Escalation]:
        """Return cases, the newest first."""
        ...

    async def messages(self, asked: MessagesAsked, limit: int = 100) -> Sequence[tuple[HeardMessage, Kind]]:
        """Return messages that needed an answer with what became of each, the newest first."""
        ...

    async def stopped(self, since: datetime, room: str = "", limit: int = 1_000) -> Sequence[tuple[Said, bool]]:
        """Return what the guard stopped, the newest first, and whether staff then said it in other words."""
        ...
