"""Being asked to stop: the first time in order, the second time at once."""

from __future__ import annotations

import asyncio
import os
import signal


class signals:  # noqa: N801 - reads as a verb phrase: with _signals(stop)
    """The first SIGTERM or Ctrl+C stops in order; a second one stops at once."""

    def __init__(self, stop: asyncio.Event) -> None:
        self._stop = stop

    def __enter__(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self._asked)

    def _asked(self) -> None:
        if self._stop.is_set():
            # Nothing is lost: what is decided is committed, what is not will be decided at the next start.
            os._exit(1)
        self._stop.set()

    def __exit__(self, *_: object) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)
