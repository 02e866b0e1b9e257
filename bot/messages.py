"""What is said in a room, and what Roomhand decides about it.

Plain values without I/O. Everything else in the program is about making, judging or moving these.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal, TypeAlias

MAX_TEXT = 1000
"""Characters of one chat message that are read; the rest is cut. No platform here allows more."""

MAX_NAME = 64
"""Characters of a viewer's name that are kept."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody in the room. Only `id` identifies; names are decoration and can be anybody's."""

    id: str
    name: str = ""
    is_staff: bool = False
    """Host or moderator of the room: heard, never answered by the bot."""
    is_bot: bool = False


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """One line of chat as the platform delivered it, bounded but not yet normalised."""

    room: str
    id: str
    """The platform's id; with `room` the key by which a message is claimed once."""
    viewer: Viewer
    text: str
    sent_at: datetime
    """When the platform says it was written, or when it was received if the platform does not say."""
    reply_to: str | None = None
    """Id of the message this one answers, where the platform threads replies."""
    is_own: bool = False
    """Written by the bot itself and seen back on the feed (an echo)."""
    is_history: bool = False
    """Written before we joined; never answered."""
    nonce: str | None = None
    """Of an echo, where the platform hands our own mark back."""
    code: str | None = field(default=None, repr=False)
    """The one-time code that was typed; the text no longer holds it."""
    on_screen: str | None = None
    """The product that was on screen when it was heard; None where none was, or nobody knows."""


@dataclass(frozen=True, slots=True)
class Deletion:
    """A moderator removed messages: one of them, all of one viewer's, or everything."""

    room: str
    message_id: str | None = None
    viewer_id: str | None = None

    def covers(self, message_id: str, viewer_id: str) -> bool:
        """Return whether this deletion removed that viewer's message."""
        if self.message_id is not None:
            return self.message_id == message_id
        return self.viewer_id is None or self.viewer_id == viewer_id


@dataclass(frozen=True, slots=True)
class OnScreen:
    """The host shows another product; None when nothing is shown."""

    room: str
    sku: str | None


Event: TypeAlias = ChatMessage | Deletion | OnScreen
"""What a connector hears."""


JOIN = "+"
"""Stands between the ids of two entries that one reply answers with; no id can hold it."""


class ReplyKind(StrEnum):
    """Where an outgoing text came from."""

    FAQ = "faq"
    CLARIFY = "clarify"
    SUGGESTION = "suggestion"
    STAFF = "staff"
    NOTICE = "notice"
    """A sentence anybody may get, about what they asked for about themselves."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One text on its way into the room."""

    room: str
    text: str
    """As the room will see it, names included."""
    nonce: str
    """Derived from the message and the kind, never from the attempt: the same reply keeps its nonce."""
    reply_to: str | None = None


SendStatus: TypeAlias = Literal["sent", "refused", "unknown"]


@dataclass(frozen=True, slots=True)
class SendResult:
    """What became of a send. `unknown` is a real third state: the room may or may not have seen it."""

    status: SendStatus
    platform_id: str | None = None
    reason: str = ""
    retry_after: float | None = None
    """Seconds after which the same text may be tried again; set only where the platform refused for pace."""


class Urgency(StrEnum):
    """How soon a person should look."""

    NORMAL = "normal"
    HIGH = "high"


class Sign(StrEnum):
    """What kind of thing speaks for anger."""

    ANGRY = "angry"
    CROSS = "cross"
    SOUNDS = "sounds"
    TROUBLE = "trouble"
    MARKS = "marks"
    CAPITALS = "capitals"
    STRETCHED = "stretched"
    AGAIN = "again"
    WAITED = "waited"


@dataclass(frozen=True, slots=True)
class Cue:
    """One thing that speaks for anger, and the very words it was seen in."""

    sign: Sign
    seen: str = ""
    """Words of the line; of `again` how often it was said, of `waited` how many minutes."""


# The decision about one message: a closed set. Each carries the reason a person can read.


@dataclass(frozen=True, slots=True)
class Scored:
    """An FAQ entry and how well it fits, from 0 to 1."""

    entry: str
    score: float


@dataclass(frozen=True, slots=True)
class Ignore:
    """Nothing is owed."""

    reason: str
    best: Scored | None = None
    runner_up: Scored | None = None
    cues: tuple[Cue, ...] = ()
    """Why the viewer seems angry; empty when they do not."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The FAQ answers, word for word, or the catalogue."""

    entry: str
    """The entry's id, `product:…` where the catalogue answers; of two questions both ids, joined by "+"."""
    text: str
    """With its variables filled."""
    reason: str
    best: Scored
    runner_up: Scored | None = None
    on_screen: str | None = None
    """The product it speaks of, where it speaks of the one on screen."""
    wording: str = "0"
    """Which of the entry's wordings it is, from 0; joined as the ids are."""
    may_wait: bool = False
    """Others are asking the same just now: a few seconds' patience lets one reply name them all."""


@dataclass(frozen=True, slots=True)
class Clarify:
    """Two entries fit about as well: ask the viewer which one is meant."""

    text: str
    options: tuple[str, ...]
    """The entries offered, in the order in which they are numbered."""
    reason: str
    best: Scored | None = None
    runner_up: Scored | None = None


@dataclass(frozen=True, slots=True)
class Suggest:
    """A product question: rank products, let the model phrase, check the draft."""

    reason: str
    best: Scored | None = None
    runner_up: Scored | None = None
    instead_of: str = ""
    """The product that something like is asked for."""


@dataclass(frozen=True, slots=True)
class Escalate:
    """A person answers this."""

    reason: str
    urgency: Urgency = Urgency.NORMAL
    draft: str = ""
    """What the bot would have said, for staff to use or not."""
    best: Scored | None = None
    runner_up: Scored | None = None
    asked: str = ""
    """The question staff have to answer, where this message says less than that: "那多久?", "neither"."""
    earlier: tuple[str, ...] = ()
    """Ids of the viewer's earlier messages that belong to the case."""
    subject: str = ""
    """What is asked of which product, however it is put: all who ask it join one case."""
    stopped: tuple[str, ...] = ()
    """Rules by which the guard stopped the draft."""
    worded_by: Literal["shop", "template"] = "shop"
    """Whose words the draft is: the FAQ's, or a ready sentence about a product."""
    cues: tuple[Cue, ...] = ()
    """Why the viewer seems angry; empty when they do not."""


@dataclass(frozen=True, slots=True)
class Choose:
    """Nobody is sure: the model may choose one of the nearest entries, or none."""

    options: tuple[str, ...]
    """The entries it is offered."""
    answerable: frozenset[str]
    """Those of them that may be answered with if it chooses them; chosen otherwise, one is a draft for staff."""
    otherwise: Clarify | Escalate | Merge
    """What is done when it chooses none of these, or fails."""
    reason: str
    best: Scored | None = None
    runner_up: Scored | None = None
    ranked: tuple[Scored, ...] = ()


@dataclass(frozen=True, slots=True)
class Merge:
    """The same question is already on its way: one more asker.

    Into another message's reply that has not left yet, into an open escalation, or into one that was just answered.
    """

    reason: str
    into_message: str | None = None
    into_escalation: int | None = None
    own: Answer | None = None
    """The reply of its own, should the shared one have left by then."""
    again: str = ""
    """The mark of staff's reply in that escalation, which is said to this viewer as well; the case is not woken."""
    urgency: Urgency = Urgency.NORMAL
    """How urgent the escalation is from now on; that is raised by it, never lowered."""
    why: str = ""
    """Why a person must look at this line, for the escalation it joins or, should that be closed by then, opens."""
    alone: bool = False
    """Join it only if nobody else is in it: what many ask is no place for one viewer's complaint."""
    best: Scored | None = None
    runner_up: Scored | None = None
    cues: tuple[Cue, ...] = ()
    """Why the viewer seems angry; empty when they do not."""


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """A viewer asked for something about themselves: it is done, and answered with a sentence anybody may get."""

    wish: str
    """One of `wishes.Wish`."""
    text: str
    reason: str
    case: str = ""
    """Why staff have to do something about it as well; empty when nothing is left to do."""
    quiet: str = ""
    """Why the room is told nothing; empty when it is."""
    best: Scored | None = None
    runner_up: Scored | None = None


Decision: TypeAlias = Ignore | Answer | Acknowledge | Clarify | Suggest | Choose | Escalate | Merge


class Outcome(StrEnum):
    """The one thing that became of a message; `heard` = all of these together + in flight."""

    ANSWER = "answer"
    CLARIFY = "clarify"
    SUGGEST = "suggest"
    ESCALATE = "escalate"
    MERGE = "merge"
    IGNORE = "ignore"
    SHED = "shed"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Explanation:
    """What was done with a message and why, for the room page, the console and the log."""

    room: str
    message_id: str
    outcome: Outcome | None
    """None while it is in flight."""
    reason: str
    best: Scored | None = None
    runner_up: Scored | None = None
    reply: str = ""


def outcome_of(decision: Decision) -> Outcome:
    """Return the word under which a decision is counted."""
    match decision:
        case Ignore():
            return Outcome.IGNORE
        case Answer():
            return Outcome.ANSWER
        case Acknowledge(quiet=quiet):
            return Outcome.IGNORE if quiet else Outcome.ANSWER
        case Clarify():
            return Outcome.CLARIFY
        case Choose():
            return outcome_of(decision.otherwise)
        case Suggest():
            return Outcome.SUGGEST
        case Escalate():
            return Outcome.ESCALATE
        case Merge():
            return Outcome.MERGE


def bounded(text: str, limit: int) -> str:
    """Cut text from strangers to `limit` characters and drop what no screen should see.

    Control characters and lone surrogates (which no database or socket takes) become spaces.
    """
    cut = text[: limit * 2]  # a bound on work before the loop below
    clean = "".join(" " if (ord(c) < 32 or ord(c) == 127 or 0xD800 <= ord(c) <= 0xDFFF) else c for c in cut)
    return clean[:limit].strip()
