"""The embedded store's promises."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.store import promise_rows
from bot.store.promises import Holds, Kind, Notice, Owed
from bot.store.threads import Threads


class SqlitePromises:
    """Fulfils `Promises`."""

    def __init__(self, threads: Threads) -> None:
        self._threads = threads

    async def owed(self, room: str, kind: Kind, first_answer: timedelta, now: datetime) -> Sequence[Owed]:
        return await self._threads.read(promise_rows.owed, room, kind, first_answer.total_seconds(), now.timestamp())

    async def tell(self, notice: Notice, now: datetime) -> int | None:
        row_id = await self._threads.write((), promise_rows.tell, notice, now.timestamp())
        if row_id is not None:
            self._threads.hints.ring(f"outbox:{notice.room}")
        return row_id

    async def tell_again(self, room: str, now: datetime, holds: Holds) -> int:
        if not await self._threads.read(promise_rows.kept, room, now):
            return 0  # looked at every other second, so a look must cost no disk
        told = await self._threads.write((), promise_rows.tell_again, room, now, holds)
        if told:
            self._threads.hints.ring(f"outbox:{room}", "escalations")
        return told
