"""Escalations: one case in the queue, its states and the steps allowed between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

from bot.messages import Cue, Urgency, Viewer


class State(StrEnum):
    """Where a case stands."""

    NEW = "new"
    CLAIMED = "claimed"
    """Somebody is at it."""
    WAITING = "waiting"
    """Staff replied and it is the viewer's turn; whoever replied keeps it."""
    SNOOZED = "snoozed"
    """Put aside until a time, a product or a word of the viewer."""
    RESOLVED = "resolved"
    ON_AIR = "on air"
    """The host answered it before the camera."""
    MERGED = "merged"
    """Its askers are in another case now."""
    EXPIRED = "expired"
    """The show ended before anyone answered; kept for the report."""


OPEN = frozenset({State.NEW, State.CLAIMED, State.WAITING, State.SNOOZED})
"""What somebody still has to do something about."""

HELD = frozenset({State.CLAIMED, State.WAITING})
"""A person looks after the viewers, and the bot is silent for them."""

_ENDS = frozenset({State.RESOLVED, State.ON_AIR, State.MERGED, State.EXPIRED})

STEPS: Mapping[State, frozenset[State]] = {
    State.NEW: frozenset({State.CLAIMED, State.SNOOZED}) | _ENDS,
    State.CLAIMED: frozenset({State.NEW, State.CLAIMED, State.WAITING, State.SNOOZED}) | _ENDS,
    State.WAITING: frozenset({State.NEW, State.CLAIMED, State.WAITING, State.SNOOZED}) | _ENDS,
    State.SNOOZED: frozenset({State.NEW, State.CLAIMED, State.SNOOZED}) | _ENDS,
    State.RESOLVED: frozenset({State.NEW, State.CLAIMED}),
    State.ON_AIR: frozenset({State.CLAIMED}),
    State.EXPIRED: frozenset({State.NEW, State.CLAIMED}),
    State.MERGED: frozenset(),
}
"""From each state, the states a case may go to.

A closed case may be taken up again, and comes back by itself when a reply to it did not arrive. A merged one is
nothing any more but a pointer to the other.
"""


def may_go(now: State, to: State) -> bool:
    """Return whether a case may go from one state to the other."""
    return to in STEPS[now]


@dataclass(frozen=True, slots=True)
class Terms:
    """What a room grants its staff and viewers, in seconds."""

    claim_s: float = 45
    """A claim lasts this long unless it is renewed: by typing, by the case being in front, by an act."""
    first_answer_s: float = 45
    """How long viewers may have to wait for staff's first answer."""
    waiting_s: float = 180
    """How long a viewer has to come back after staff's reply; then the case is done."""


@dataclass(frozen=True, slots=True)
class Asker:
    """One message of a case: the first one, or one merged into it."""

    message_id: str
    viewer: Viewer
    text: str
    at: datetime
    on_screen: str = ""
    """The product that was on screen then; empty where none was, or nobody knows."""


@dataclass(frozen=True, slots=True)
class Escalation:
    """One case: a question that a person answers, with everybody who asked it."""

    id: int
    room: str
    state: State
    reason: str
    urgency: Urgency
    draft: str
    """What the bot would have said, ready to edit; empty when it had nothing."""
    opened_at: datetime
    version: int
    """Grows with every change, so that a page can tell whether what it shows is still true."""
    claimed_by: str | None = None
    claim_until: datetime | None = None
    resolved_by: str | None = None
    resolved_at: datetime | None = None
    resolution: str = ""
    assigned_to: str = ""
    """Whom somebody gave it to; a mark, which keeps nobody else away."""
    due_at: datetime | None = None
    first_reply_at: datetime | None = None
    warned_at: datetime | None = None
    breached_at: datetime | None = None
    """When the deadline of the first answer was broken."""
    paused_at: datetime | None = None
    """Since when the clock of the first answer stands still."""
    paused_s: float = 0
    """Seconds it stood still before that."""
    snooze_until: datetime | None = None
    snooze_sku: str = ""
    merged_into: int | None = None
    handed_at: datetime | None = None
    """When it was put before the host."""
    handed_by: str = ""
    on_air_at: datetime | None = None
    """The host's answer, on the show's clock."""
    unsent: str = ""
    """What somebody had written when their claim ran out or they left."""
    unsent_by: str = ""
    cues: tuple[Cue, ...] = ()
    """Why a viewer of it seems angry, and the words in which that was seen."""
    subject: str = ""
    """What is asked of which product, where that is known; see `product_entries`."""
    notes: tuple[Note, ...] = ()
    askers: tuple[Asker, ...] = ()
    replies: tuple[StaffReply, ...] = ()

    @property
    def answer_by(self) -> datetime | None:
        """When the first answer is due, the time its clock stood still added; None when none is."""
        if self.due_at is None or self.first_reply_at is not None or self.state not in OPEN:
            return None
        return self.due_at + timedelta(seconds=self.paused_s)

    @property
    def deadline(self) -> Literal["", "calm", "warn", "broken"]:
        """How the first answer stands: in time, three quarters gone, too late; empty when none is due any more."""
        if self.answer_by is None:
            return ""
        if self.breached_at is not None:
            return "broken"
        return "calm" if self.warned_at is None or self.paused_at is not None else "warn"

    @property
    def people(self) -> int:
        """How many viewers ask; one who asks on is still one."""
        return len({asker.viewer.id for asker in self.askers})

    @property
    def question(self) -> str:
        """What is asked, in the words of the first viewer; of several lines the first and the last."""
        lines = [asker.text for asker in self.askers if asker.viewer.id == self.askers[0].viewer.id]
        return " · ".join(dict.fromkeys([lines[0], lines[-1]])) if lines else self.reason

    @property
    def on_screen(self) -> str:
        """The product that was on screen when it was asked first; empty where none was, or nobody knows."""
        return self.askers[0].on_screen if self.askers else ""

    def holder(self, now: datetime) -> str | None:
        """Return who holds the case now; a claim that ran out holds nothing."""
        live = self.state in HELD and self.claim_until is not None and self.claim_until > now
        return self.claimed_by if live else None


@dataclass(frozen=True, slots=True)
class ReplyLine:
    """One line of a staff reply: whom it names and what became of it."""

    names: tuple[str, ...]
    state: str
    """The outbox's word: pending, sending, sent, refused, uncertain, expired, withdrawn."""
    reason: str = ""
    undo_until: datetime | None = None
    """Until then it is kept back, so that it can be taken back."""


UNSURE = ("refused", "uncertain", "expired")
"""States of a line that those it names have not surely read."""


@dataclass(frozen=True, slots=True)
class StaffReply:
    """What staff said to a case and what became of it."""

    by: str
    text: str
    at: datetime
    state: str
    """The outbox's word for the whole: the worst of its lines, else the least advanced."""
    mark: str = ""
    """Of this one click, shared by all lines of the reply."""
    corrects: str = ""
    """The mark of the reply that this one corrects."""
    lines: tuple[ReplyLine, ...] = ()

    @property
    def people(self) -> int:
        """How many are named in it."""
        return sum(len(line.names) for line in self.lines)

    @property
    def missed(self) -> tuple[ReplyLine, ...]:
        """The lines that did not surely arrive."""
        return tuple(line for line in self.lines if line.state in UNSURE)

    @property
    def can_be_undone(self) -> bool:
        """Whether nothing of it has left."""
        return bool(self.lines) and all(line.state == "pending" for line in self.lines)

    @property
    def undo_until(self) -> datetime | None:
        """Until when it is kept back."""
        return next((line.undo_until for line in self.lines if line.undo_until is not None), None)


@dataclass(frozen=True, slots=True)
class Note:
    """What staff wrote down about a case for each other; no viewer ever reads it."""

    by: str
    text: str
    at: datetime
