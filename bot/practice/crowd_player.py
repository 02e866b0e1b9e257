"""Plays the sample crowd: what viewers say and what the host shows, at the speed somebody chose."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from itertools import count

from bot.sample.crowd import HostShows, Line, Step

SHORTEST = 0.01
"""Seconds between two steps at least, so that a script without pauses cannot hold the loop."""


class CrowdPlayer:
    """Goes through one round after the other."""

    def __init__(
        self,
        round_of: Callable[[int], Sequence[Step]],
        say: Callable[[Line], None],
        show: Callable[[HostShows], None],
        speed: float = 1.0,
    ) -> None:
        self._round_of = round_of
        self._say = say
        self._show = show
        self._speed = speed
        self._turned = asyncio.Event()

    @property
    def speed(self) -> float:
        """How many times faster than written; 0 is a pause."""
        return self._speed

    @speed.setter
    def speed(self, speed: float) -> None:
        self._speed = speed
        self._turned.set()

    async def play(self) -> None:
        """Play until cancelled or until there is a round without steps."""
        for n in count():
            steps = self._round_of(n)
            if not steps:
                return
            for step in steps:
                await self._wait(max(SHORTEST, step.after))
                match step:
                    case Line():
                        self._say(step)
                    case HostShows():
                        self._show(step)

    async def _wait(self, left: float) -> None:
        """Let that much of the script's own time pass, however often the speed changes meanwhile."""
        loop = asyncio.get_running_loop()
        while left > 0:
            self._turned.clear()
            speed, began = self._speed, loop.time()
            try:
                async with asyncio.timeout(left / speed if speed > 0 else None):
                    await self._turned.wait()
            except TimeoutError:
                return
            left -= (loop.time() - began) * speed
