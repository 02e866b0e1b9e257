"""The embedded store's drafts from cases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.store import lesson_rows
from bot.store.lessons import Stands, Taught
from bot.store.threads import Threads


class SqliteLessons:
    """Fulfils `Lessons`."""

    def __init__(self, threads: Threads) -> None:
        self._threads = threads

    async def keep(self, taught: Taught) -> int:
        return await self._threads.write(("lessons",), lesson_rows.keep, taught)

    async def several(self, stands: Stands, limit: int = 100) -> Sequence[Taught]:
        return await self._threads.read(lesson_rows.several, stands, limit)

    async def proposed(self) -> int:
        return await self._threads.read(lesson_rows.proposed)

    async def one(self, number: int) -> Taught | None:
        return await self._threads.read(lesson_rows.one, number)

    async def of_entry(self, entry: str) -> Sequence[Taught]:
        return await self._threads.read(lesson_rows.of_entry, entry)

    async def decide(
        self, number: int, stands: Stands, by: str, now: datetime, *, entry: str = "", path: str = ""
    ) -> bool:
        return await self._threads.write(
            ("lessons",), lesson_rows.decide, number, stands, by, now.timestamp(), entry, path
        )
