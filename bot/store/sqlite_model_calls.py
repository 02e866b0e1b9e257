"""The embedded store's books of the model."""

from __future__ import annotations

from datetime import datetime

from bot.spending import Call, CameTo, Limits, Use
from bot.store import model_rows
from bot.store.threads import Threads


class SqliteModelCalls:
    """Fulfils `ModelCalls`."""

    def __init__(self, threads: Threads) -> None:
        self._threads = threads

    async def book_call(self, call: Call, limits: Limits) -> int | str:
        return await self._threads.write((), model_rows.book, call, limits)

    async def settle_call(self, number: int, came_to: CameTo) -> None:
        await self._threads.write((), model_rows.settle, number, came_to)

    async def use(self, room: str | None, since: datetime) -> Use:
        return await self._threads.read(model_rows.use, room, since.timestamp())
