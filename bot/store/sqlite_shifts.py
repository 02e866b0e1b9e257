"""The embedded store's shifts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.store import shift_rows
from bot.store.shifts import HandOver
from bot.store.threads import Threads

CHANGED = ("shifts",)


class SqliteShifts:
    """Fulfils `Shifts`."""

    def __init__(self, threads: Threads) -> None:
        self._threads = threads

    async def away(self) -> Mapping[str, datetime]:
        return await self._threads.read(shift_rows.away)

    async def leave(self, name: str, now: datetime) -> None:
        await self._threads.write(CHANGED, shift_rows.leave, name, now.timestamp())

    async def come_back(self, name: str) -> bool:
        return await self._threads.write(CHANGED, shift_rows.come_back, name)

    async def hand_over(self, by: str, text: str, now: datetime) -> int:
        return await self._threads.write(CHANGED, shift_rows.hand_over, by, text, now.timestamp())

    async def latest(self) -> HandOver | None:
        return await self._threads.read(shift_rows.latest)

    async def read(self, hand_over: int, name: str, now: datetime) -> None:
        await self._threads.write((), shift_rows.read, hand_over, name, now.timestamp())
