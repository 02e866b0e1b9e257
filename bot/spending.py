"""What may be spent on the model: booked before each call, settled after it, kept over a restart.

A call that is cut off may be billed all the same, so its booking stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

VIEWERS_WINDOW = timedelta(minutes=10)
ROOMS_WINDOW = timedelta(minutes=1)
SOFT = 0.8
"""From this share of a day's budget on, the model is kept for what no ready sentence can do."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What the shop allows."""

    calls_per_day: int = 2_000
    tokens_per_day: int = 0
    """0: no limit."""
    money_per_day: float = 0.0
    calls_per_viewer: int = 3
    """Questions of one viewer in ten minutes."""
    calls_per_minute: int = 30
    """Of one room."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call that is about to be made."""

    room: str
    viewer: str
    at: datetime
    day_began: datetime
    provider: str
    prompt: str
    """Name, version and hash."""
    tokens: int
    """Guessed, at most."""
    money: float
    first: bool = True
    """Not the second call for one question: a viewer pays for the question once."""
    casual: bool = False
    """A sentence of the shop's own would do as well."""


@dataclass(frozen=True, slots=True)
class Spent:
    """What a day has come to so far."""

    calls: int = 0
    tokens: int = 0
    money: float = 0.0


@dataclass(frozen=True, slots=True)
class CameTo:
    """What became of a call."""

    outcome: str
    """`answered`, `cancelled` or a `Failure`."""
    ms: float = 0.0
    tokens: int | None = None
    """As the service says; None leaves the guess."""
    money: float | None = None
    model: str = ""


@dataclass(frozen=True, slots=True)
class Use:
    """What the model was asked in a time, what that came to and what it cost."""

    calls: Mapping[str, int] = field(default_factory=dict)
    """By what became of them."""
    tokens: int = 0
    money: float = 0.0
    ms: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    """By provider, the milliseconds of an answer: the median and the 95th percentile."""
    verdicts: Mapping[str, int] = field(default_factory=dict)
    """How often each rule stopped a draft, and what became of the questions."""


class Ledger(Protocol):
    """Where calls are booked. Each method is atomic."""

    async def book_call(self, call: Call, limits: Limits) -> int | str:
        """Book a call with its guess; returns its number, or which limit forbids it."""
        ...

    async def settle_call(self, number: int, came_to: CameTo) -> None:
        """Replace the guess by what it was."""
        ...


def forbidden(call: Call, limits: Limits, today: Spent, of_viewer: int, of_room: int) -> str:
    """Return which limit a call would break, or nothing. The counts are without it."""
    if call.first and of_viewer >= limits.calls_per_viewer:
        return f"the viewer asked the model {of_viewer} times in 10 minutes"
    if of_room >= limits.calls_per_minute:
        return f"the room asked the model {of_room} times this minute"
    share = SOFT if call.casual else 1.0
    for what, limit, would_be in (
        ("calls", limits.calls_per_day, today.calls + 1),
        ("tokens", limits.tokens_per_day or None, today.tokens + call.tokens),
        ("money", limits.money_per_day or None, today.money + call.money),
    ):
        if limit is not None and would_be > limit * share:
            used_up = "used up" if would_be > limit else "nearly used up"
            return f"the day's budget of {what} is {used_up}"
    return ""


@dataclass(slots=True)
class Notebook:
    """Fulfils `Ledger` in memory: for what is only tried out."""

    calls: list[tuple[Call, CameTo | None]] = field(default_factory=list)

    async def book_call(self, call: Call, limits: Limits) -> int | str:
        today = [self._spent(one) for one in self.calls if one[0].at >= call.day_began]
        why = forbidden(
            call,
            limits,
            Spent(len(today), sum(s.tokens for s in today), sum(s.money for s in today)),
            self._lately(call, VIEWERS_WINDOW, viewer=True),
            self._lately(call, ROOMS_WINDOW),
        )
        if why:
            return why
        self.calls.append((call, None))
        return len(self.calls)

    async def settle_call(self, number: int, came_to: CameTo) -> None:
        self.calls[number - 1] = (self.calls[number - 1][0], came_to)

    def _spent(self, one: tuple[Call, CameTo | None]) -> Spent:
        call, came_to = one
        tokens = came_to.tokens if came_to is not None and came_to.tokens is not None else call.tokens
        money = came_to.money if came_to is not None and came_to.money is not None else call.money
        return Spent(1, tokens, money)

    def _lately(self, call: Call, window: timedelta, *, viewer: bool = False) -> int:
        return sum(
            one.room == call.room
            and one.at > call.at - window
            and (not viewer or (one.viewer == call.viewer and one.first))
            for one, _ in self.calls
        )
