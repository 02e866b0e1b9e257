"""One WebSocket in the practice room: a page or the bot."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from aiohttp import WSCloseCode, WSMsgType, web

from bot.practice.protocol import MAX_FRAME

WAITING_FRAMES = 512
"""Frames that may wait for a slow reader before it is dropped."""

GOODBYE_SECONDS = 0.1


class Seat:
    """Somebody connected. Giving never waits: who does not read in time loses the seat."""

    def __init__(self, ws: web.WebSocketResponse, transport: asyncio.Transport) -> None:
        self.ws = ws
        self._transport = transport
        self._frames: asyncio.Queue[str] = asyncio.Queue(WAITING_FRAMES)

    @classmethod
    async def take(cls, request: web.Request) -> Seat:
        """Answer the upgrade."""
        ws = web.WebSocketResponse(timeout=GOODBYE_SECONDS, heartbeat=20.0, max_msg_size=MAX_FRAME, compress=False)
        await ws.prepare(request)
        if request.transport is None:
            raise ConnectionResetError("gone before it sat down")
        return cls(ws, request.transport)

    def give(self, frame: str) -> None:
        """Pass a frame on."""
        try:
            self._frames.put_nowait(frame)
        except asyncio.QueueFull:
            self.drop()

    def drop(self) -> None:
        """Cut the line without a word."""
        self._transport.abort()

    async def close(self, code: int = WSCloseCode.GOING_AWAY, why: str = "") -> None:
        """Say goodbye, and do not wait long for an answer."""
        await self.ws.close(code=code, message=why.encode())

    async def first(self, seconds: float) -> str | None:
        """Return the first thing said, None when nothing is said in that time."""
        try:
            async with asyncio.timeout(seconds):
                return await self._next()
        except TimeoutError:
            return None

    async def attend(self, obey: Callable[[str], None]) -> None:
        """Obey what is said and write what is given, until the line is closed."""
        async with asyncio.TaskGroup() as tasks:
            writing = tasks.create_task(self._write(), name="practice: write to a seat")
            while (text := await self._next()) is not None:
                obey(text)
            writing.cancel()

    async def _next(self) -> str | None:
        """Return the next text, nothing for what is not text, or None when the line is closed."""
        message = await self.ws.receive()
        if message.type is WSMsgType.TEXT:
            return str(message.data)
        return "" if message.type is WSMsgType.BINARY else None

    async def _write(self) -> None:
        try:
            while True:
                await self.ws.send_str(await self._frames.get())
        except ConnectionResetError:
            return
