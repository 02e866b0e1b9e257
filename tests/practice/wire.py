"""A plain client of the practice room: a page or the bot without a browser or a connector."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from bot.catalog import Catalog, Product
from bot.practice.server import PracticeRoom

MASK = Product("A101", "玻尿酸面膜", stock=3, link_no=1)
SOAP = Product("A102", "洁面乳")
CATALOG = Catalog({"A101": MASK, "A102": SOAP})

Frame = dict[str, Any]


class Wire:
    """A plain client: says what it is told, keeps what it hears."""

    def __init__(self, ws: aiohttp.ClientWebSocketResponse) -> None:
        self.ws = ws
        self.heard: list[Frame] = []
        self._unread: list[Frame] = []

    async def give(self, **frame: object) -> None:
        await self.ws.send_json(frame)

    async def next(self, kind: str, wanted: Callable[[Frame], bool] = lambda _: True) -> Frame:
        """Return the next frame of this type; those before it are passed over."""
        async with asyncio.timeout(20):
            while True:
                frame = self._unread.pop(0) if self._unread else await self._read()
                if frame["type"] == kind and wanted(frame):
                    return frame

    async def sit(self, **hello: object) -> None:
        """Say hello and wait until the room has noticed."""
        await self.give(type="hello", **hello)
        self._unread.append(await self._read())

    async def _read(self) -> Frame:
        frame: Frame = json.loads(await self.ws.receive_str())
        self.heard.append(frame)
        return frame

    async def closed(self) -> int | None:
        async with asyncio.timeout(20):
            while not self.ws.closed:
                await self.ws.receive()
        return self.ws.close_code


@asynccontextmanager
async def wire(url: str, path: str, headers: dict[str, str]) -> AsyncIterator[Wire]:
    async with aiohttp.ClientSession() as session, session.ws_connect(url + path, headers=headers) as ws:
        yield Wire(ws)


@asynccontextmanager
async def page(room: PracticeRoom, viewer: str = "abcdef123456", name: str = "小美") -> AsyncIterator[Wire]:
    async with wire(room.url, "ws", {"Origin": room.url.rstrip("/")}) as sitting:
        await sitting.sit(viewer=viewer, name=name)
        yield sitting


@asynccontextmanager
async def bot(room: PracticeRoom, **hello: object) -> AsyncIterator[Wire]:
    async with wire(room.url, "bot", {"Authorization": f"Bearer {room.token}"}) as sitting:
        await sitting.sit(**hello)
        yield sitting


def quiet_room(**options: Any) -> PracticeRoom:
    return PracticeRoom(lambda: CATALOG, **options)
