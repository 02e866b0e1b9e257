"""What the host has just answered before the camera: nobody says it again for a while."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.escalation.one_question import one_question
from bot.messages import JOIN


@dataclass(frozen=True, slots=True)
class OnAir:
    """A case that the host answered, and what was asked in it."""

    case: int
    at: datetime
    """On the show's clock."""
    questions: tuple[str, ...]
    """In the viewers' words."""
    subject: str = ""
    """What the case is about, where it has that: one question about one product."""
    entries: frozenset[str] = frozenset()
    """Those of the FAQ that surely answer one of the questions."""

    def known_by(self, entries: Collection[str]) -> OnAir:
        """Return it with the entries that answer the same."""
        return replace(self, entries=frozenset(entries))

    def answers(self, text: str, subject: str, entry: str, within: timedelta, now: datetime) -> bool:
        """Return whether the host has just answered this: the same words, the same subject, or the same entry."""
        if now - self.at >= within:
            return False
        if subject and subject == self.subject:
            return True
        if entry and not self.entries.isdisjoint(entry.split(JOIN)):
            return True
        return any(one_question(one, text) for one in self.questions)
