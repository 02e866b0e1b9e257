"""When a source that fails is left in peace, so that no message waits for it in vain."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from bot.languages import NOTHING, Both
from bot.pacing import Backoff

IN_A_ROW = 5
FIRST_S = 1.0
LONGEST_S = 60.0


@dataclass(slots=True)
class Rest:
    """Counts failures in a row; from the fifth on each is followed by a longer rest."""

    why: Both = NOTHING
    """What the last failure was; "" when the last try was good."""
    since: datetime | None = None
    _in_a_row: int = 0
    _until: float = 0.0
    _growing: Backoff = field(default_factory=lambda: Backoff(FIRST_S, LONGEST_S))

    @property
    def wary(self) -> bool:
        """Whether it has failed so often that one try at a time is enough."""
        return self._in_a_row >= IN_A_ROW

    def over(self, at: float) -> bool:
        """Return whether it may be asked at this time of the loop's clock."""
        return at >= self._until

    def failed(self, why: Both, at: float, now: datetime) -> None:
        """Count a failure; `at` is the loop's clock, `now` what staff read."""
        self._in_a_row += 1
        self.why, self.since = why, self.since or now
        # Those under way when a rest began fail too; they must not make it longer.
        if self.wary and self.over(at):
            self._until = at + self._growing.delay(1.0)

    def good(self) -> None:
        """Forget the failures."""
        self.why, self.since, self._in_a_row, self._until = NOTHING, None, 0, 0.0
        self._growing.reset()
