"""What a room has just seen: who said what and got what, which questions wait where, what was suggested to whom."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TypeVar

from bot.catalog.entries import products_in
from bot.escalation.on_air import OnAir
from bot.escalation.staff_answers import StaffAnswer
from bot.messages import (
    JOIN,
    Acknowledge,
    Answer,
    ChatMessage,
    Clarify,
    Decision,
    Escalate,
    Ignore,
    Merge,
    Outcome,
    outcome_of,
)  # fmt: skip
from bot.text import normalise

K = TypeVar("K")
V = TypeVar("V")

TOLD_KEPT = 4
"""Replies of staff that are remembered of each viewer."""
AGAIN_WITHIN = timedelta(minutes=10)
"""Within this time the same again is another try at the same thing."""
REMEMBERED = 2_000
"""Sayings and questions a room remembers; the oldest go first."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What a viewer said last, and what came of it."""

    message_id: str
    text: str
    at: datetime
    outcome: Outcome
    entry: str = ""
    """The entry that answered."""
    case: int | None = None
    again: bool = False
    """What a person had told others was said to them at once."""
    before: Turn | None = None
    """What they had said before that, should this one have to be decided again."""
    about: tuple[str, ...] = ()
    """The products it was about, where the answer or the case names them."""


@dataclass(frozen=True, slots=True)
class Got:
    """An answer a viewer got, and for which question."""

    at: datetime
    asked: ChatMessage
    text: str
    """What was said; an answer that was edited since is another one."""
    reply_to: str | None
    """The message whose reply brought it: their own, or one they were named with."""
    times: int = 1
    """How often they got it, each time soon after the one before."""
    wording: str = ""
    """Which of the entry's wordings it was."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a person told a viewer, and what the viewer had asked."""

    at: datetime
    questions: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class AskedBack:
    """A question of ours that a viewer may answer with a number."""

    message_id: str
    question: str
    """What the viewer had asked."""
    options: tuple[str, ...]
    at: datetime
    answered_by: str = ""
    """The message that answered it."""


@dataclass(slots=True)
class RoomMemory:
    """What a room has just seen. Read by `decide`, written by the room after each decision."""

    on_screen: str | None = None
    held: Mapping[str, int] = field(default_factory=dict)
    """Viewer id → case, for viewers whom a person looks after."""
    on_air: Sequence[OnAir] = ()
    """What the host answered lately."""
    staff_answers: Sequence[StaffAnswer] = ()
    """What people answered lately, the newest first."""
    screen_since: datetime | None = None
    """Since when `on_screen` is there; None while nobody knows."""
    _said: OrderedDict[tuple[str, str], tuple[datetime, str, int]] = field(default_factory=OrderedDict)
    _angry: OrderedDict[str, datetime] = field(default_factory=OrderedDict)
    _asked: OrderedDict[str, tuple[int, datetime]] = field(default_factory=OrderedDict)
    _own_cases: OrderedDict[tuple[str, str], tuple[int, datetime]] = field(default_factory=OrderedDict)
    _waiting: OrderedDict[tuple[str, str], tuple[str, str | None]] = field(default_factory=OrderedDict)
    _shown: OrderedDict[tuple[str, str], datetime] = field(default_factory=OrderedDict)
    _turns: OrderedDict[str, Turn] = field(default_factory=OrderedDict)
    _got: OrderedDict[tuple[str, str, str | None], Got] = field(default_factory=OrderedDict)
    _told: OrderedDict[str, tuple[Told, ...]] = field(default_factory=OrderedDict)
    _asked_back: OrderedDict[str, AskedBack] = field(default_factory=OrderedDict)
    _left: OrderedDict[tuple[str, str | None], datetime] = field(default_factory=OrderedDict)
    _times: OrderedDict[str, int] = field(default_factory=OrderedDict)
    _read: OrderedDict[str, datetime] = field(default_factory=OrderedDict)

    def shows(self, sku: str | None, now: datetime) -> None:
        """Remember what the host shows."""
        if sku != self.on_screen or self.screen_since is None:
            self.on_screen, self.screen_since = sku, now

    def note_said(self, message: ChatMessage, now: datetime) -> None:
        """Remember that this viewer said this."""
        key = (message.viewer.id, normalise(message.text))
        said = self._said.get(key)
        times = 1
        if said is not None and now - said[0] < AGAIN_WITHIN:
            times = said[2] + (said[1] != message.id)
        _remember(self._said, key, (now, message.id, times))

    def times_before(self, message: ChatMessage, now: datetime) -> int:
        """Return how often the viewer has said the same before, each time soon after the one before."""
        said = self._said.get((message.viewer.id, normalise(message.text)))
        if said is None or now - said[0] >= AGAIN_WITHIN:
            return 0
        return said[2] - (said[1] == message.id)

    def angry_lately(self, viewer_id: str, within: timedelta, now: datetime) -> bool:
        """Return whether a viewer sounded angry a while ago."""
        at = self._angry.get(viewer_id)
        return at is not None and now - at < within

    def said_before(self, message: ChatMessage, within: timedelta, now: datetime) -> bool:
        """Return whether the viewer said the same just before."""
        said = self._said.get((message.viewer.id, normalise(message.text)))
        # Not the message itself, which is decided a second time where the first could not be recorded.
        return said is not None and said[1] != message.id and now - said[0] < within

    def note_decided(self, message: ChatMessage, decision: Decision, now: datetime, *, late: bool = False) -> None:
        """Remember what a viewer said and what came of it; `late` when they may have said more since."""
        viewer, outcome = message.viewer.id, outcome_of(decision)
        if isinstance(decision, Acknowledge):
            outcome = Outcome.IGNORE  # it asks nothing that a later line could lean on or find wrong
        self.note_said(message, now)
        if isinstance(decision, Ignore | Escalate | Merge) and decision.cues:
            _remember(self._angry, viewer, now)
        # Who shares another's reply gets the answer as well.
        answer = decision if isinstance(decision, Answer) else decision.own if isinstance(decision, Merge) else None
        entry, shown = (answer.entry, answer.on_screen) if answer is not None else ("", None)
        outcome = Outcome.ANSWER if answer is not None else outcome
        reply_to = decision.into_message if isinstance(decision, Merge) else message.id
        last = self._turns.get(viewer)
        if last is None or last.message_id == message.id or not late:
            before = last.before if last is not None and last.message_id == message.id else last
            if before is not None:
                before = replace(before, before=None)
            about = _products(answer, decision)
            again = isinstance(decision, Merge) and bool(decision.again)
            turn = Turn(message.id, message.text, now, outcome, entry, again=again, before=before, about=about)
            _remember(self._turns, viewer, turn)
        waiting = self._asked_back.get(viewer)
        if isinstance(decision, Clarify):
            _remember(self._asked_back, viewer, AskedBack(message.id, message.text, decision.options, now))
        elif waiting is not None and not waiting.answered_by and outcome is not Outcome.IGNORE:
            self._asked_back[viewer] = replace(waiting, answered_by=message.id)
        for part in entry.split(JOIN) if entry else ():
            for product in {shown, None} if JOIN in entry else {shown}:
                before_this = self._got.get((viewer, part, product))
                times = 1
                said, wording = (answer.text, answer.wording) if answer is not None else ("", "")
                if before_this is not None and now - before_this.at < AGAIN_WITHIN:
                    # Another text of the same wording: the shop says something else by now.
                    same = before_this.wording != wording or before_this.text == said
                    times = before_this.times * same + (before_this.asked.id != message.id or not same)
                _remember(self._got, (viewer, part, product), Got(now, message, said, reply_to, times, wording))

    def forget_decided(self, message: ChatMessage) -> None:
        """Take back what was remembered of a decision that could not be recorded."""
        viewer = message.viewer.id
        turn, waiting = self._turns.get(viewer), self._asked_back.get(viewer)
        if turn is not None and turn.message_id == message.id:
            if turn.before is not None:
                self._turns[viewer] = turn.before
            else:
                del self._turns[viewer]
        if waiting is not None and waiting.message_id == message.id:
            del self._asked_back[viewer]
        elif waiting is not None and waiting.answered_by == message.id:
            self._asked_back[viewer] = replace(waiting, answered_by="")

    def recall(self, message: ChatMessage, outcome: Outcome, entry: str, runner_up: str, case: int | None) -> None:
        """Remember what the store kept of a message, as if it had been decided just now: after a restart."""
        viewer, at = message.viewer.id, message.sent_at
        answered = entry if outcome is Outcome.ANSWER else ""
        turn = Turn(message.id, message.text, at, outcome, answered, case, about=products_in([answered]))
        _remember(self._turns, viewer, turn)
        if outcome is Outcome.ESCALATE and case is not None:
            _remember(self._own_cases, (viewer, normalise(message.text)), (case, at))
        waiting = self._asked_back.get(viewer)
        if outcome is Outcome.CLARIFY and entry and runner_up:
            _remember(self._asked_back, viewer, AskedBack(message.id, message.text, (entry, runner_up), at))
        elif waiting is not None and outcome is not Outcome.IGNORE:
            self._asked_back[viewer] = replace(waiting, answered_by=message.id)

    def note_turn_case(self, message: ChatMessage, case_id: int) -> None:
        """Remember which case the viewer's last message went to."""
        turn = self._turns.get(message.viewer.id)
        if turn is not None and turn.message_id == message.id:
            self._turns[message.viewer.id] = replace(turn, case=case_id)

    def last_turn(self, viewer_id: str, within: timedelta, now: datetime) -> Turn | None:
        """Return what the viewer said last, if it was not long ago."""
        turn = self._turns.get(viewer_id)
        return turn if turn is not None and now - turn.at < within else None

    def got(
        self, message: ChatMessage, entry: str, on_screen: str | None, within: timedelta, now: datetime
    ) -> Got | None:
        """Return how the viewer got this entry's answer lately, about the same product."""
        got = self._got.get((message.viewer.id, entry, on_screen))
        # Not for the message itself, which is decided a second time where the first could not be recorded.
        if got is None or got.asked.id == message.id or now - got.at >= within:
            return None
        return got

    def note_told(self, viewer_id: str, questions: tuple[str, ...], text: str, at: datetime) -> None:
        """Remember what a person told a viewer; the last few are kept, each once."""
        before = [told for told in self._told.get(viewer_id, ()) if (told.at, told.text) != (at, text)]
        _remember(self._told, viewer_id, (*before, Told(at, questions, text))[-TOLD_KEPT:])

    def told(self, viewer_id: str, within: timedelta, now: datetime) -> tuple[Told, ...]:
        """Return what people told a viewer lately, the newest first."""
        return tuple(told for told in reversed(self._told.get(viewer_id, ())) if now - told.at < within)

    def times_got(self, message: ChatMessage, entry: str, now: datetime) -> int:
        """Return how often the viewer got this entry's answer before, each time soon after the one before."""
        got = self._got.get((message.viewer.id, entry, None))
        if got is None or now - got.at >= AGAIN_WITHIN:
            return 0
        return got.times - (got.asked.id == message.id)

    def answered_at(self, message: ChatMessage, now: datetime) -> datetime | None:
        """Return when this viewer's same question was answered last, if that was a while ago at most."""
        plain, viewer_id = normalise(message.text), message.viewer.id
        mine = (
            got for (viewer, _, _), got in self._got.items() if viewer == viewer_id and now - got.at < AGAIN_WITHIN
        )
        return max((got.at for got in mine if normalise(got.asked.text) == plain), default=None)

    def asked_back(self, viewer_id: str, within: timedelta, now: datetime) -> AskedBack | None:
        """Return what we asked a viewer back lately, answered or not."""
        found = self._asked_back.get(viewer_id)
        return found if found is not None and now - found.at < within else None

    def just_said(self, entry: str, on_screen: str | None, within: timedelta, now: datetime) -> bool:
        """Return whether a reply with this entry, about the same product, left a moment ago."""
        left = self._left.get((entry, on_screen))
        return left is not None and now - left < within

    def times_said(self, entry: str) -> int:
        """Return how often replies with this entry left: its wordings go by turns."""
        return self._times.get(entry, 0)

    def note_case(self, question: str, case_id: int, now: datetime, viewer_id: str = "") -> None:
        """Remember which case a question went to, and whose it was."""
        _remember(self._asked, normalise(question), (case_id, now))
        if viewer_id:
            _remember(self._own_cases, (viewer_id, normalise(question)), (case_id, now))

    def case_of(
        self, question: str, within: timedelta, now: datetime, viewer_id: str = "", since: datetime | None = None
    ) -> int | None:
        """Return the case the same question went to a while ago; the viewer's own, however long it has been open.

        With `since` only a case of that time or later: what was asked before was asked of something else.
        """
        plain = normalise(question)
        own, other = self._own_cases.get((viewer_id, plain)), self._asked.get(plain)
        if own is not None and (since is None or own[1] >= since):
            return own[0]
        if other is None or now - other[1] >= within or (since is not None and other[1] < since):
            return None
        return other[0]

    def own_case(self, viewer_id: str) -> int | None:
        """Return the case that a viewer opened last, as long as it is not known to be closed."""
        return next((case for (who, _), (case, _) in reversed(self._own_cases.items()) if who == viewer_id), None)

    def cases(self) -> frozenset[int]:
        """Return the cases that questions are remembered of."""
        return frozenset(case_id for case_id, _ in (*self._asked.values(), *self._own_cases.values()))

    def forget_cases(self, still_open: frozenset[int]) -> None:
        """Forget questions whose case is closed."""
        for question in [q for q, (case_id, _) in self._asked.items() if case_id not in still_open]:
            del self._asked[question]
        for mine in [mine for mine, (case_id, _) in self._own_cases.items() if case_id not in still_open]:
            del self._own_cases[mine]

    def know_cases(self, cases: Iterable[tuple[str, int, datetime]]) -> None:
        """Learn open cases from the store: question, case, when it was opened."""
        for question, case_id, at in cases:
            known = self._asked.get(normalise(question))
            if known is None or known[1] < at:
                self.note_case(question, case_id, at)

    def note_waiting(self, answer: Answer, message_id: str) -> None:
        """Remember that an answer is in the outbox, so that others who ask are named in it."""
        _remember(self._waiting, (answer.entry, answer.text), (message_id, answer.on_screen))

    def waiting(self, answer: Answer) -> str | None:
        """Return the message whose reply, in these very words, waits in the outbox."""
        found = self._waiting.get((answer.entry, answer.text))
        return found[0] if found is not None else None

    def note_left(self, message_id: str, now: datetime | None = None) -> None:
        """Remember that a reply is no longer waiting; `now` when it is on its way, None when it was withdrawn."""
        for (entry, text), (_, on_screen) in [(w, m) for w, m in self._waiting.items() if m[0] == message_id]:
            del self._waiting[entry, text]
            if now is not None:
                _remember(self._left, (entry, on_screen), now)
                _remember(self._times, entry, self.times_said(entry) + 1)
        if now is None:
            # Nobody read it: whoever asks again has not had it.
            for key in [key for key, got in self._got.items() if message_id in (got.asked.id, got.reply_to)]:
                del self._got[key]

    def forget_viewer(self, viewer_id: str) -> None:
        """Forget everything a viewer said and got: they were deleted."""
        for key in [key for key in self._said if key[0] == viewer_id]:
            del self._said[key]
        for got in [key for key in self._got if key[0] == viewer_id]:
            del self._got[got]
        for shown in [key for key in self._shown if key[0] == viewer_id]:
            del self._shown[shown]
        for mine in [key for key in self._own_cases if key[0] == viewer_id]:
            del self._own_cases[mine]
        self._turns.pop(viewer_id, None)
        self._angry.pop(viewer_id, None)
        self._asked_back.pop(viewer_id, None)
        self._told.pop(viewer_id, None)

    def note_read(self, text: str, now: datetime) -> None:
        """Remember a sentence that the room reads."""
        _remember(self._read, text, now)

    def read_lately(self, text: str, within: timedelta, now: datetime) -> bool:
        """Return whether the room has read this very sentence lately."""
        at = self._read.get(text)
        return at is not None and now - at < within

    def note_shown(self, viewer_id: str, skus: tuple[str, ...], now: datetime) -> None:
        """Remember what was suggested to a viewer."""
        for sku in skus:
            _remember(self._shown, (viewer_id, sku), now)

    def last_shown(self, viewer_id: str, within: timedelta, now: datetime) -> str | None:
        """Return the product suggested to a viewer last, if it was not long ago."""
        lately = (sku for (who, sku), at in reversed(self._shown.items()) if who == viewer_id and now - at < within)
        return next(lately, None)

    def shown_to(self, viewer_id: str, within: timedelta, now: datetime) -> frozenset[str]:
        """Return the products suggested to a viewer lately."""
        return frozenset(sku for (who, sku), at in self._shown.items() if who == viewer_id and now - at < within)


def _products(answer: Answer | None, decision: Decision) -> tuple[str, ...]:
    """Return the products a decision is about, where it says so."""
    if answer is not None:
        shown = (answer.on_screen,) if answer.on_screen is not None else ()
        return products_in([answer.entry]) or shown
    return products_in([decision.subject]) if isinstance(decision, Escalate) else ()


def _remember(pile: OrderedDict[K, V], key: K, value: V) -> None:
    pile[key] = value
    pile.move_to_end(key)
    if len(pile) > REMEMBERED:
        pile.popitem(last=False)
