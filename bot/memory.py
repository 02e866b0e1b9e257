"""What a room has just seen: who said what, which questions wait where, what was suggested to whom."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

from bot.messages import Answer, ChatMessage
from bot.text import normalise

K = TypeVar("K")
V = TypeVar("V")

REMEMBERED = 2_000
"""Sayings and questions a room remembers; the oldest go first."""


@dataclass(slots=True)
class RoomMemory:
    """What a room has just seen. Read by `decide`, written by the room after each decision."""

    on_screen: str | None = None
    held: Mapping[str, int] = field(default_factory=dict)
    """Viewer id → case, for viewers whom a person looks after."""
    _said: OrderedDict[tuple[str, str], tuple[datetime, str]] = field(default_factory=OrderedDict)
    _asked: OrderedDict[str, tuple[int, datetime]] = field(default_factory=OrderedDict)
    _waiting: OrderedDict[tuple[str, str], str] = field(default_factory=OrderedDict)
    _shown: OrderedDict[tuple[str, str], datetime] = field(default_factory=OrderedDict)

    def note_said(self, message: ChatMessage, now: datetime) -> None:
        """Remember that this viewer said this."""
        _remember(self._said, (message.viewer.id, normalise(message.text)), (now, message.id))

    def said_before(self, message: ChatMessage, within: timedelta, now: datetime) -> bool:
        """Return whether the viewer said the same just before."""
        said = self._said.get((message.viewer.id, normalise(message.text)))
        # Not the message itself, which is decided a second time where the first could not be recorded.
        return said is not None and said[1] != message.id and now - said[0] < within

    def note_case(self, question: str, case_id: int, now: datetime) -> None:
        """Remember which case a question went to."""
        _remember(self._asked, normalise(question), (case_id, now))

    def case_of(self, question: str, within: timedelta, now: datetime) -> int | None:
        """Return the case the same question went to a while ago."""
        found = self._asked.get(normalise(question))
        return found[0] if found is not None and now - found[1] < within else None

    def forget_cases(self, still_open: frozenset[int]) -> None:
        """Forget questions whose case is closed."""
        for question in [q for q, (case_id, _) in self._asked.items() if case_id not in still_open]:
            del self._asked[question]

    def know_cases(self, cases: Iterable[tuple[str, int, datetime]]) -> None:
        """Learn open cases from the store: question, case, when it was opened."""
        for question, case_id, at in cases:
            if normalise(question) not in self._asked:
                self.note_case(question, case_id, at)

    def note_waiting(self, answer: Answer, message_id: str) -> None:
        """Remember that an answer is in the outbox, so that others who ask are named in it."""
        _remember(self._waiting, (answer.entry, answer.text), message_id)

    def waiting(self, answer: Answer) -> str | None:
        """Return the message whose reply, in these very words, waits in the outbox."""
        return self._waiting.get((answer.entry, answer.text))

    def note_left(self, message_id: str) -> None:
        """Remember that a reply is no longer waiting."""
        for words in [w for w, m in self._waiting.items() if m == message_id]:
            del self._waiting[words]

    def note_shown(self, viewer_id: str, skus: tuple[str, ...], now: datetime) -> None:
        """Remember what was suggested to a viewer."""
        for sku in skus:
            _remember(self._shown, (viewer_id, sku), now)

    def shown_to(self, viewer_id: str, within: timedelta, now: datetime) -> frozenset[str]:
        """Return the products suggested to a viewer lately."""
        return frozenset(sku for (who, sku), at in self._shown.items() if who == viewer_id and now - at < within)


def _remember(pile: OrderedDict[K, V], key: K, value: V) -> None:
    pile[key] = value
    pile.move_to_end(key)
    if len(pile) > REMEMBERED:
        pile.popitem(last=False)
