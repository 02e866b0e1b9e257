"""What a store keeps of texts on their way into a room: who worded each, and what the guard said of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.guard import Author, Verdict, masked


class Stage(StrEnum):
    """Where a text was judged."""

    DECIDED = "decided"
    """It was about to be decided on; a person got the question instead."""
    REPLY = "reply"
    """Staff wrote it and were refused."""
    LEFT = "left"
    """It went to the platform, or was stopped right before."""
    CORRECTED = "corrected"
    """An answer that left was called wrong."""
    RECALLED = "recalled"
    """An answer of the FAQ that may not be said any more."""


@dataclass(frozen=True, slots=True)
class Said:
    """One judged text. Personal data and the names of viewers are not in it."""

    at: datetime
    room: str
    stage: Stage
    author: Author
    text: str
    rules: tuple[str, ...] = ()
    """By which it was stopped; none where it was said."""
    rewrite: str = ""
    by: str = ""
    """Whose act it was, where it was a person's."""
    message_id: str = ""
    entry: str = ""
    ai: str = ""
    """The words in it that a language model wrote."""

    @property
    def allowed(self) -> bool:
        """Whether the guard let it pass."""
        return not self.rules


def said_of(verdict: Verdict, at: datetime, room: str, stage: Stage, *, by: str = "", message_id: str = "",
            entry: str = "", ai: str = "") -> Said:  # fmt: skip
    """Return what is kept of a verdict."""
    text = masked(verdict.text)
    return Said(at, room, stage, verdict.by, text, verdict.rules, verdict.rewrite, by, message_id, entry, masked(ai))


class SaidRecords(Protocol):
    """The record of what was said, kept for years: longer than the chat itself needs to be."""

    async def keep(self, said: Said) -> None:
        """Add one text."""
        ...

    async def since(
        self,
        since: datetime,
        *,
        room: str | None = None,
        stopped: bool = False,
        ai: bool = False,
        limit: int = 10_000,
    ) -> Sequence[Said]:
        """Return what was judged since then, oldest first: all of it, what was stopped, or what a model worded."""
        ...

    async def forget(self, before: datetime) -> int:
        """Delete what is older; return how many texts."""
        ...
