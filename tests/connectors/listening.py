"""Somebody who takes what a connector yields, beside a test."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

import pytest

from bot.connectors.irc import IrcConnector
from bot.messages import ChatMessage, Deletion, Event, Reply
from bot.problems import LoginRefused


class Listener:
    """What a connector has yielded so far."""

    def __init__(self, connector: IrcConnector) -> None:
        self.connector = connector
        self.events: list[Event] = []
        self.refused: LoginRefused | None = None

    @property
    def messages(self) -> list[ChatMessage]:
        """The chat, oldest first."""
        return [event for event in self.events if isinstance(event, ChatMessage)]

    @property
    def deletions(self) -> list[Deletion]:
        """What moderators took away."""
        return [event for event in self.events if isinstance(event, Deletion)]

    async def until(self, holds: Callable[[], bool], timeout: float = 20.0) -> None:
        """Wait until something holds."""
        try:
            async with asyncio.timeout(timeout):
                while not holds():
                    await asyncio.sleep(0.01)
        except TimeoutError:
            pytest.fail(f"not within {timeout} s; {self.connector.link}; heard {self.events[-5:]}")

    async def heard(self, words: str, count: int = 1) -> ChatMessage:
        """Return the message with these words; wait for it."""

        def found() -> list[ChatMessage]:
            return [message for message in self.messages if words in message.text]

        await self.until(lambda: len(found()) >= count)
        return found()[0]

    async def connected(self, reconnects: int = 0) -> None:
        """Wait until the connector is in the room, after so many reconnects."""
        link = self.connector.link
        await self.until(lambda: link.state == "connected" and link.reconnects >= reconnects)

    async def stopped(self) -> LoginRefused:
        """Wait until the connector gives up; return why."""
        await self.until(lambda: self.refused is not None)
        assert self.refused is not None
        return self.refused

    async def take(self) -> None:
        """Take events until the connector ends."""
        try:
            async with contextlib.aclosing(self.connector.events()) as events:
                async for event in events:
                    self.events.append(event)
        except LoginRefused as refused:
            self.refused = refused


@contextlib.asynccontextmanager
async def listening(connector: IrcConnector) -> AsyncIterator[Listener]:
    """Listen to a connector for as long as the block lasts."""
    listener = Listener(connector)
    # Owned, but not by a TaskGroup, which would wrap a test's failure into a group of one.
    task = asyncio.get_running_loop().create_task(listener.take(), name="listener")
    try:
        yield listener
    finally:
        task.cancel()
        await asyncio.wait([task])
    if not task.cancelled():
        task.result()


def reply(text: str, nonce: str = "n1", reply_to: str | None = None) -> Reply:
    """Return a reply to the room."""
    return Reply("room", text, nonce, reply_to)
