"""Hints that something changed. They wake; they promise nothing: every listener also looks by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


class Listening:
    """One listener's pile of topics since it last looked; repeated topics fall together."""

    def __init__(self) -> None:
        self._topics: set[str] = set()
        self._woken = asyncio.Event()

    def put(self, topic: str) -> None:
        """Add a topic and wake the listener."""
        self._topics.add(topic)
        self._woken.set()

    async def topics(self, timeout: float) -> frozenset[str]:
        """Wait for topics, at most `timeout` seconds; empty when nothing came."""
        try:
            async with asyncio.timeout(timeout):
                await self._woken.wait()
        except TimeoutError:
            return frozenset()
        self._woken.clear()
        taken, self._topics = frozenset(self._topics), set()
        return taken


class Hints:
    """Where the store says, after a commit, what it touched: `messages`, `escalations`, `outbox:ROOM`, …"""

    def __init__(self) -> None:
        self._listeners: set[Listening] = set()

    @contextmanager
    def listen(self) -> Iterator[Listening]:
        """Listen for as long as the block lasts."""
        listening = Listening()
        self._listeners.add(listening)
        try:
            yield listening
        finally:
            self._listeners.discard(listening)

    def ring(self, *topics: str) -> None:
        """Tell every listener. Called on the event loop."""
        for listening in self._listeners:
            for topic in topics:
                listening.put(topic)
