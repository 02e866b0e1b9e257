"""What a store does with cases. Every step is one conditional update: of two at the same instant exactly one wins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.escalation import Escalation
from bot.escalation.on_air import OnAir
from bot.store.records import Claimed


class Cases(Protocol):
    """The queue. What is refused is no step of `escalation.STEPS`, or somebody else holds the case."""

    # looking

    async def several(
        self, *, rooms: Iterable[str] | None = None, open_only: bool = True, limit: int = 200
    ) -> Sequence[Escalation]:
        """Return cases, urgent first, then oldest first; snoozed ones after the others."""
        ...

    async def one(self, case_id: int) -> Escalation | None:
        """Return one case with its askers, replies and notes."""
        ...

    async def by_number(self, case_ids: Iterable[int]) -> Sequence[Escalation]:
        """Return these cases, in any order; those that are not there are left out."""
        ...

    async def versions(self, others: Iterable[int], limit: int) -> tuple[Sequence[int], Mapping[int, int]]:
        """Return the open cases' numbers, in the order of `several`, and the version of each and of these others.

        Whatever of a case differs, its version does: what was read once need not be read again.
        """
        ...

    async def held_viewers(self, room: str, now: datetime) -> dict[str, int]:
        """Return viewer id → case id for viewers whose case a person holds."""
        ...

    async def open_questions(self, room: str, since: datetime) -> Sequence[tuple[str, int, datetime]]:
        """Return what is asked in every open case since then, the case, and when it was opened."""
        ...

    # holding

    async def claim(self, case_id: int, by: str, until: datetime, now: datetime) -> Claimed:
        """Take a case, or renew one's own. Withdraws the bot's waiting replies to its viewers."""
        ...

    async def renew(self, case_id: int, by: str, until: datetime, now: datetime) -> bool:
        """Keep a case that one holds for longer; False when it is somebody else's by now, or nobody's."""
        ...

    async def release(self, case_id: int, by: str, now: datetime) -> bool:
        """Give a case back to the queue, at its age; False when it was not held by `by`."""
        ...

    async def assign(
        self, case_id: int, to: str, by: str, until: datetime, now: datetime, *, anyones: bool = False
    ) -> bool:
        """Hand a case to a colleague, who holds it from then on; `anyones`: even one that somebody else holds."""
        ...

    async def keep_unsent(self, case_id: int, by: str, text: str, now: datetime) -> bool:
        """Keep what somebody has written and not sent, for whoever opens the case next."""
        ...

    async def note(self, case_id: int, by: str, text: str, now: datetime) -> bool:
        """Write something down for colleagues; False when there is no such case."""
        ...

    # answering

    async def wait(self, case_id: int, by: str, until: datetime, now: datetime) -> bool:
        """Wait for the viewer's next word, holding the case."""
        ...

    # putting aside, closing

    async def snooze(
        self, case_id: int, by: str, now: datetime, *, until: datetime | None = None, sku: str = ""
    ) -> bool:
        """Put a case aside until a time or until a product comes on screen, whichever is first."""
        ...

    async def wake(self, case_id: int, now: datetime) -> bool:
        """Bring a snoozed case back, at its age; False when it is not snoozed."""
        ...

    async def resolve(self, case_id: int, by: str, resolution: str, now: datetime) -> bool:
        """Close a case; False when somebody else holds it or it is closed already."""
        ...

    async def on_air(self, case_id: int, by: str, at: datetime, now: datetime) -> bool:
        """Close a case that the host answered; withdraws what staff were about to say."""
        ...

    async def hand(self, case_id: int, by: str, now: datetime, *, back: bool = False) -> bool:
        """Put a case before the host, who may answer it whoever holds it; or take it `back` from there."""
        ...

    async def questions(self, case_id: int) -> Sequence[str]:
        """Return what was asked in a case, each wording once; not what else its viewers said."""
        ...

    async def answered_on_air(self, room: str, since: datetime) -> Sequence[OnAir]:
        """Return what the host has answered since then, with what was asked."""
        ...

    async def leave_unsaid(self, room: str, entries: Iterable[str]) -> Sequence[str]:
        """Withdraw answers of the bot that say what the host has said; return the messages they were for."""
        ...

    async def merge(self, case_id: int, into: int, by: str, now: datetime) -> bool:
        """Move everybody who asks in a case into another open one of the same room."""
        ...

    async def expire(self, room: str, by: str, now: datetime) -> int:
        """Close every open case of a room whose show is over; return how many."""
        ...

    # what time does

    async def pass_time(self, room: str, now: datetime, shown: Iterable[str] = ()) -> int:
        """Do what has become due: return lapsed claims, close what nobody came back to, wake what slept.

        `shown`: products that came on screen meanwhile. Returns how many cases went a step.
        """
        ...

    async def keep_deadlines(self, room: str, first_answer_s: float, now: datetime) -> int:
        """Set when first answers are due, warn before, and mark what is late; returns how many became late.

        Each is counted once, whoever looks: however many programs do.
        """
        ...
