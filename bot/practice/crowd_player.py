"""Plays the sample crowd: what viewers say and what the host shows, at the speed somebody chose."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from bot.sample.crowd import HostShows, Line

SHORTEST = 0.01
"""Seconds between two steps at least, so that a script without pauses cannot hold the loop."""


class CrowdPlayer:
    """Goes through a script again and again."""

    def __init__(
        self,
        script: Sequence[Line | HostShows],
        say: Callable[[Line], None],
        show: Callable[[HostShows], None],
        speed: float = 1.0,
    ) -> None:
        self._script = tuple(script)
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
        """Play until cancelled; a script without steps is over at once."""
        while self._script:
            for step in self._script:
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
