"""The embedded store's record of what was said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.store import said_rows
from bot.store.said import Said
from bot.store.threads import Threads


class SqliteSaid:
    """Fulfils `SaidRecords`."""

    def __init__(self, threads: Threads) -> None:
        self._threads = threads

    async def keep(self, said: Said) -> None:
        await self._threads.write((), said_rows.keep, said)

    async def since(
        self,
        since: datetime,
        *,
        room: str | None = None,
        stopped: bool = False,
        ai: bool = False,
        limit: int = 10_000,
    ) -> Sequence[Said]:
        return await self._threads.read(said_rows.since, since.timestamp(), room, stopped, ai)

    async def forget(self, before: datetime) -> int:
        return await self._threads.write((), said_rows.forget, before.timestamp())
