"""When a provider is asked and when it is left alone: a breaker, and how long its answers take. `now` comes in."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from bot.languages import NOTHING, Both

IN_A_ROW = 5
SHARE, AMONG, WITHIN_S = 0.5, 20, 30.0
"""It opens at this many failures in a row, or at this share of at least so many calls within so many seconds."""
FIRST_REST_S, LONGEST_REST_S = 15.0, 300.0
"""The first rest; each probe that fails doubles it."""

REMEMBERED = 100
"""Answers whose time is remembered."""
ENOUGH = 10
"""Answers after which their times say something."""
HEDGE_AT_LEAST_S = 1.2
TAIL = 0.9


@dataclass(slots=True)
class Breaker:
    """The health of one model at one provider, as far as our calls tell."""

    barred: Both = NOTHING
    """Why nobody asks it until the settings change: key, account, money."""
    _failed: int = 0
    _lately: deque[tuple[float, bool]] = field(default_factory=deque)
    _closed_until: float | None = None
    _rest_s: float = FIRST_REST_S
    _probing: bool = False

    def state(self, now: float) -> str:
        """Return `closed` (it is asked), `open` (it rests), `half-open` (one call tries) or `barred`."""
        if self.barred:
            return "barred"
        if self._closed_until is None:
            return "closed"
        return "open" if now < self._closed_until else "half-open"

    def take(self, now: float) -> bool:
        """Return whether a call may be made now; of a half-open one only a single probe may."""
        match self.state(now):
            case "closed":
                return True
            case "half-open" if not self._probing:
                self._probing = True
                return True
        return False

    def note_answer(self, now: float) -> None:
        """Learn that it answered."""
        self._note(now, well=True)
        self._failed, self._closed_until, self._probing, self._rest_s = 0, None, False, FIRST_REST_S

    def note_failure(self, now: float) -> None:
        """Learn that it failed."""
        self._note(now, well=False)
        self._failed += 1
        was_probe, self._probing = self._probing, False
        if was_probe:
            self._rest_s = min(self._rest_s * 2, LONGEST_REST_S)
        failures = sum(not well for _, well in self._lately)
        too_many = len(self._lately) >= AMONG and failures >= SHARE * len(self._lately)
        if was_probe or self._failed >= IN_A_ROW or too_many:
            self._closed_until = now + self._rest_s

    def note_nothing(self) -> None:
        """Learn that a call was given up, or refused for its text: that tells nothing of health."""
        self._probing = False

    def rest(self, until: float) -> None:
        """Leave it alone until then: it said so."""
        self._closed_until = max(self._closed_until or until, until)

    def bar(self, why: Both) -> None:
        """Leave it alone until the settings change."""
        self.barred, self._probing = why, False

    def _note(self, now: float, *, well: bool) -> None:
        self._lately.append((now, well))
        while self._lately and self._lately[0][0] <= now - WITHIN_S:
            self._lately.popleft()
        if len(self._lately) > REMEMBERED:
            self._lately.popleft()


@dataclass(slots=True)
class Times:
    """How long a provider's answers took lately."""

    _seconds: deque[float] = field(default_factory=lambda: deque(maxlen=REMEMBERED))

    def note(self, seconds: float) -> None:
        """Remember one answer."""
        self._seconds.append(seconds)

    def patience(self) -> float | None:
        """Return the seconds after which an answer is unusually late; None while nothing is known."""
        if len(self._seconds) < ENOUGH:
            return None
        inorder = sorted(self._seconds)
        return max(HEDGE_AT_LEAST_S, inorder[int(TAIL * len(inorder))])
