"""The embedded store's numbers for the lead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.escalation import Escalation
from bot.store import wall_rows
from bot.store.records import HeardMessage
from bot.store.said import Said
from bot.store.threads import Threads
from bot.store.wall import CasesAsked, Kind, Load, MessagesAsked, Room


class SqliteWall:
    """Fulfils `Wall`."""

    def __init__(self, threads: Threads) -> None:
        self._threads = threads

    async def rooms(self, since: datetime, now: datetime) -> Sequence[Room]:
        return await self._threads.read(wall_rows.rooms, since.timestamp(), now.timestamp())

    async def kinds(self, since: datetime) -> Mapping[str, Mapping[Kind, int]]:
        return await self._threads.read(wall_rows.kinds, since.timestamp())

    async def load(self, since: datetime, now: datetime) -> Sequence[Load]:
        return await self._threads.read(wall_rows.load, since.timestamp(), now.timestamp())

    async def cases(self, asked: CasesAsked, now: datetime, limit: int = 100) -> Sequence[Escalation]:
        return await self._threads.read(wall_rows.cases, asked, now.timestamp(), limit)

    async def messages(self, asked: MessagesAsked, limit: int = 100) -> Sequence[tuple[HeardMessage, Kind]]:
        return await self._threads.read(wall_rows.messages, asked, limit)

    async def stopped(self, since: datetime, room: str = "", limit: int = 1_000) -> Sequence[tuple[Said, bool]]:
        return await self._threads.read(wall_rows.stopped, since.timestamp(), room, limit)
