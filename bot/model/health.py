"""How the model's providers are doing, and what is left of the day's budget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.languages import Both
from bot.spending import Limits


@dataclass(frozen=True, slots=True)
class Fault:
    """The last time a provider failed."""

    at: datetime
    provider: str
    what: Both


@dataclass(frozen=True, slots=True)
class ModelHealth:
    """The model at one moment."""

    providers: Sequence[tuple[str, str]]
    """Each with its breaker's word: closed, open, half-open or barred."""
    calls: int
    """Made today, like tokens and money."""
    tokens: int
    money: float
    limits: Limits
    fault: Fault | None = None
    shadow: bool = False
    """What it writes is judged and not sent."""

    @property
    def asked(self) -> bool:
        """Whether any provider may be asked now."""
        return any(word in ("closed", "half-open") for _, word in self.providers)

    @property
    def used_up(self) -> float:
        """The share of the day's budget that is gone, of whichever limit is nearest."""
        limits = self.limits
        shares = [self.calls / limits.calls_per_day if limits.calls_per_day else 1.0]
        shares += [self.tokens / limits.tokens_per_day] if limits.tokens_per_day else []
        shares += [self.money / limits.money_per_day] if limits.money_per_day else []
        return max(shares)
