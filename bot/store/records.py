"""What the store hands out and takes in: plain values, the same for every database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from bot.escalation import Escalation
from bot.messages import ChatMessage, Decision, Outcome, ReplyKind
from bot.purchases import OrderChange


class Delivery(StrEnum):
    """Where a reply stands in the outbox."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"
    UNCERTAIN = "uncertain"
    """Handed to the platform, never acknowledged: staff look, nobody sends it again."""
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Draft:
    """A reply on its way into the outbox."""

    kind: ReplyKind
    text: str
    """Without names; those are put in front when it is sent."""
    send_by: datetime
    """Later than this it would only surprise the room."""
    skus: tuple[str, ...] = ()
    entry: str = ""
    wording: str = "0"
    not_before: datetime | None = None
    """Kept back until then, so that others who ask the same can be named in it."""
    say: str = ""
    """Of a suggestion, the reason in the model's words."""


@dataclass(frozen=True, slots=True)
class Decided:
    """One message with its decision, ready for the one commit that records it."""

    message: ChatMessage
    decision: Decision
    at: datetime
    draft: Draft | None = None
    """Set for answers and suggestions."""
    outcome: Outcome | None = None
    """Overrides the decision's own word: `shed` and `expired` are not decisions of `decide`."""
    against: tuple[str, str] | None = None
    """Message id and entry of an answer that its viewer says was wrong."""
    platform: str = ""
    """Where the viewer's id is theirs; needed for what they ask about themselves."""
    note: Mapping[str, Any] = field(default_factory=dict)
    """For the record: model, prompt and version, reason codes, milliseconds."""
    took_time: bool = False
    """A model or a line was waited for: a person may have come and gone meanwhile."""
    still: Callable[[], str] = lambda: ""
    """Asked inside the commit: why the reply no longer holds, such as a product that was sold out meanwhile."""
    counted: tuple[str, ...] = ()
    """What became of the model's draft, for the counters."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What the commit made of it; differs from the decision when a person took over meanwhile."""

    outcome: Outcome
    reason: str
    outbox_id: int | None = None
    escalation_id: int | None = None
    fresh: bool = True
    """False when the message had its outcome already."""
    woke: bool = False
    """A case of the viewer had been put aside until their next word."""


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One reply in the outbox."""

    id: int
    room: str
    message_id: str
    viewer_id: str
    kind: ReplyKind
    nonce: str
    text: str
    mentions: tuple[str, ...]
    reply_to: str | None
    state: Delivery
    attempt: int
    created_at: datetime
    send_by: datetime
    not_before: datetime | None
    escalation_id: int | None
    skus: tuple[str, ...] = ()
    entry: str = ""
    wording: str = "0"
    say: str = ""


@dataclass(frozen=True, slots=True)
class HeardMessage:
    """A message of the log with its outcome, for the console and the room page."""

    message: ChatMessage
    received_at: datetime
    outcome: Outcome | None
    reason: str
    entry: str = ""
    score: float | None = None
    runner_up: str = ""
    runner_up_score: float | None = None
    reply: str = ""
    escalation_id: int | None = None
    answered_by: str = ""
    """The entries whose answer the reply was."""
    delivery: Delivery | None = None
    """Where the reply stands; None where there is none."""
    delivery_reason: str = ""
    """Why it was withdrawn, refused or given up, or is not surely there."""

    @property
    def unsaid(self) -> bool:
        """Whether there was a reply that the room never read."""
        return self.delivery in (Delivery.WITHDRAWN, Delivery.REFUSED, Delivery.EXPIRED)


@dataclass(frozen=True, slots=True)
class Sending:
    """What became of a reply that was handed to the platform."""

    state: Delivery
    at: datetime
    reason: str = ""
    seen: bool = False
    """It was seen back on the feed."""


@dataclass(frozen=True, slots=True)
class Balance:
    """The closing balance of one room: everything heard, and what became of it."""

    room: str
    heard: int = 0
    answered: int = 0
    clarified: int = 0
    suggested: int = 0
    escalated: int = 0
    merged: int = 0
    on_air: int = 0
    """Answered by the host: those of cases closed so, and who asked the same a moment later."""
    ignored: int = 0
    shed: int = 0
    expired: int = 0
    in_flight: int = 0
    unexplained: int = 0
    """An outcome without its evidence: an answer without its reply, a case that is not there. Always 0."""
    doubled: int = 0
    """Messages with more than one reply of the bot that left. Always 0."""
    uncertain: int = 0
    reasons: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """For each outcome word, how many for which reason."""


@dataclass(frozen=True, slots=True)
class StaffMember:
    """Somebody who works at the console."""

    id: int
    name: str
    role: str
    has_password: bool = False


@dataclass(frozen=True, slots=True)
class Claimed:
    """The answer to a claim: the case, and whether it is ours now."""

    won: bool
    escalation: Escalation | None
    """None when there is no such case."""


NEW, UPDATED, UNCHANGED, OLDER, KEPT_OUT = "n", "u", "=", "o", "x"


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import of orders did."""

    outcomes: str = ""
    """What became of each order, in their order: a letter each. `OLDER`: it tells a state that is past;
    `KEPT_OUT`: its buyer was deleted."""
    changes: tuple[OrderChange, ...] = ()

    @property
    def new(self) -> int:
        """Orders nobody knew of."""
        return self.outcomes.count(NEW)

    @property
    def updated(self) -> int:
        """Known orders that are not as they were."""
        return self.outcomes.count(UPDATED)

    @property
    def unchanged(self) -> int:
        """Orders that were known just so."""
        return self.outcomes.count(UNCHANGED)

    @property
    def older(self) -> int:
        """Orders told of in a state that is past."""
        return self.outcomes.count(OLDER)

    def and_then(self, part: ImportReport) -> ImportReport:
        """Return both as one."""
        return ImportReport(self.outcomes + part.outcomes, self.changes + part.changes)


@dataclass(frozen=True, slots=True)
class OrderMark:
    """How far the orders have changed: it only grows."""

    changed: int
    """Writes of orders so far."""
    removed: int
    """Deletions so far."""


@dataclass(frozen=True, slots=True)
class SuggestionSent:
    """A suggestion that a room has read."""

    room: str
    viewer_id: str
    sku: str
    reason: str
    """The code of why it was chosen; empty where the record does not say."""
    held_out: bool
    """The viewer was one of those who get what sells."""
    at: datetime


class SoldLine(NamedTuple):
    """One line that was bought and kept; a bare tuple, since a rebuild reads a million."""

    customer_id: str
    """Empty for an unknown buyer."""
    paid_at: float
    """Unix seconds."""
    sku: str
    source: str
    order_id: str
    key: str
    """Which line of its order it is."""

    @property
    def order(self) -> tuple[str, str]:
        """`Order.id`."""
        return self.source, self.order_id
