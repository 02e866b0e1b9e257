"""What was heard and not yet taken: bounded, so that a slow taker never holds up the reader."""

from __future__ import annotations

import asyncio
from collections import deque

from bot.connectors import Link
from bot.messages import ChatMessage, Event


class Inbox:
    """A queue that drops its oldest message when full and counts it in `link.dropped`.

    Deletions and our own echoes are dropped last: without them a removed question would be answered.
    """

    def __init__(self, size: int, link: Link) -> None:
        self._events: deque[Event] = deque()
        self._size = size
        self._link = link
        self._wake = asyncio.Event()
        self._closed = False

    def put(self, event: Event) -> None:
        """Add an event; make room for it if there is none."""
        if len(self._events) >= self._size:
            self._drop_one()
        self._events.append(event)
        self._link.waiting = len(self._events)
        self._wake.set()

    async def get(self) -> Event | None:
        """Return the oldest event, or None once all are taken and no more will come."""
        while not self._events:
            if self._closed:
                return None
            self._wake.clear()
            await self._wake.wait()
        event = self._events.popleft()
        self._link.waiting = len(self._events)
        return event

    def close(self) -> None:
        """Say that no more will come."""
        self._closed = True
        self._wake.set()

    def _drop_one(self) -> None:
        self._link.dropped += 1
        for place, event in enumerate(self._events):
            if isinstance(event, ChatMessage) and not event.is_own:
                del self._events[place]
                return
        self._events.popleft()
