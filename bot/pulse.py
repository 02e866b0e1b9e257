"""How late the event loop is: what waits for it waits that long, and so does everybody in the room."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field

EVERY_S = 0.5
KEPT = 120
"""Looks remembered: a minute."""


@dataclass(slots=True)
class Pulse:
    """Measures how much later than asked the loop comes round."""

    _late_ms: deque[float] = field(default_factory=lambda: deque(maxlen=KEPT))

    @property
    def latest_ms(self) -> float:
        """How late it was just now."""
        return self._late_ms[-1] if self._late_ms else 0.0

    @property
    def worst_ms(self) -> float:
        """How late it was at worst in the last minute."""
        return max(self._late_ms, default=0.0)

    def late(self, ms: float) -> int:
        """Return how often in the last minute it came later than this."""
        return sum(late > ms for late in self._late_ms)

    def note(self, late_ms: float) -> None:
        """Remember one look."""
        self._late_ms.append(max(0.0, late_ms))

    async def run(self) -> None:
        """Measure until cancelled."""
        clock = asyncio.get_running_loop().time
        while True:
            asked = clock()
            await asyncio.sleep(EVERY_S)
            self.note((clock() - asked - EVERY_S) * 1000)
