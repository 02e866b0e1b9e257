"""How fast: reconnect delays and the platform's limits on speaking. `now` and chance come in as arguments."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field


@dataclass(slots=True)
class Backoff:
    """Delays between tries: full jitter under a doubling cap.

    Reset only after a useful message: a server that accepts and closes must not be stormed.
    """

    first: float = 0.5
    longest: float = 60.0
    _tries: int = 0

    def delay(self, chance: float) -> float:
        """Return the seconds to wait before the next try; `chance` is uniform in 0 to 1."""
        cap = min(self.longest, self.first * 2.0**self._tries)
        self._tries = min(self._tries + 1, 30)
        # Never under a twentieth of the cap: zero would be a busy loop.
        return max(cap / 20, cap * chance)

    def reset(self) -> None:
        """Start over, after something useful was heard."""
        self._tries = 0


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `count` messages in any `seconds`."""

    count: int
    seconds: float


@dataclass(slots=True)
class Pace:
    """A sliding window over what was sent.

    Platforms do not say when their own counters refill, so only a window that remembers each send is safe.
    """

    limits: tuple[Limit, ...] = ()
    _sent: deque[float] = field(default_factory=deque)
    _closed_until: float = 0.0

    def delay(self, now: float, lines: int = 1) -> float:
        """Return the seconds until `lines` more messages may go, 0 if at once."""
        wait = max(0.0, self._closed_until - now)
        for limit in self.limits:
            # More lines than the limit allows at all go when the window is empty.
            room = max(0, limit.count - lines)
            recent = [t for t in self._sent if t > now - limit.seconds]
            if len(recent) > room:
                wait = max(wait, recent[len(recent) - room - 1] + limit.seconds - now)
        return wait

    def spend(self, now: float, lines: int = 1) -> None:
        """Record that `lines` messages went out."""
        self._sent.extend([now] * lines)
        longest = max((limit.seconds for limit in self.limits), default=0.0)
        while self._sent and self._sent[0] <= now - longest:
            self._sent.popleft()

    def close(self, until: float) -> None:
        """Send nothing before `until`: the platform said so."""
        self._closed_until = max(self._closed_until, until)
