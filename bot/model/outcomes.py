"""What a call to a model comes to: an answer, or one kind of failure. Every failure is a normal outcome."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.languages import Both
from bot.problems import RoomhandError


class Failure(StrEnum):
    """Why there is no answer."""

    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"
    BROKEN = "broken"
    """The service answered with a 5xx."""
    TOO_FAST = "too-fast"
    """A 429: it wants to be left alone for a while."""
    NONSENSE = "nonsense"
    """A 200 that is no answer: a page, an error, no choice in it."""
    EMPTY = "empty"
    REFUSED = "refused"
    """The service will not speak about this text; it is well otherwise."""
    BARRED = "barred"
    """Key, account or model name are wrong, or the money is gone: only a person can change that."""
    RESTING = "resting"
    """Nobody was asked: every provider is given a rest, or there is none."""
    BUSY = "busy"
    """Nobody was asked: no place was free in time."""
    BUDGET = "budget"
    """Nobody was asked: a budget is used up."""
    UNSOUND = "unsound"
    """An answer came, and it breaks a rule."""


HURTS = frozenset({Failure.TIMEOUT, Failure.UNREACHABLE, Failure.BROKEN, Failure.TOO_FAST, Failure.NONSENSE,
                   Failure.EMPTY})  # fmt: skip
"""What a breaker counts. Neither refused content nor an unsound answer says anything about the service's health."""


class ModelFailed(RoomhandError):
    """There is nothing usable; a sentence of the shop's own, or a person, takes its place."""

    def __init__(self, kind: Failure, what: Both, *, rest_s: float | None = None) -> None:
        super().__init__(what)
        self.kind = kind
        self.rest_s = rest_s
        """Seconds the service asked to be left alone."""


@dataclass(frozen=True, slots=True)
class Completion:
    """What a model wrote, and what it took."""

    text: str
    finish: str
    model: str = ""
    """As the service names it."""
    prompt_tokens: int = 0
    answer_tokens: int = 0
    cached_tokens: int = 0
    provider: str = ""
    ms: float = 0.0

    @property
    def tokens(self) -> int:
        """All tokens that are paid for; 0 where the service does not say."""
        return self.prompt_tokens + self.answer_tokens


@dataclass(frozen=True, slots=True)
class Question:
    """One call: two messages, and the shape that the answer must have."""

    messages: tuple[Mapping[str, str], ...]
    schema: Mapping[str, Any]
    temperature: float = 0.2
    max_tokens: int = 160
    model: str = ""
    """A model the prompt's file names, for the first provider; nothing for each provider's own."""

    @property
    def guess(self) -> int:
        """Tokens this may take at most, guessed: two thirds for a Chinese character, a quarter for others."""
        text = "".join(message["content"] for message in self.messages)
        wide = sum(char > "\u2e7f" for char in text)
        return wide * 2 // 3 + (len(text) - wide) // 4 + 20 + self.max_tokens
