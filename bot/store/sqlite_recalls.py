"""The embedded store's answers that were taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.store import recall_rows
from bot.store.recalls import Correction, Got, Recall, Told
from bot.store.threads import Threads


class SqliteRecalls:
    """Fulfils `Recalls`."""

    def __init__(self, threads: Threads) -> None:
        self._threads = threads

    async def add(self, entry: str, mark: str, answer: str, by: str, why: str, now: datetime) -> bool:
        return await self._threads.write(("files",), recall_rows.add, entry, mark, answer, by, why, now.timestamp())

    async def end(self, entry: str, by: str, now: datetime) -> bool:
        return await self._threads.write(("files",), recall_rows.end, entry, by, now.timestamp())

    async def several(self, *, in_force: bool = False) -> Sequence[Recall]:
        return await self._threads.read(recall_rows.several, in_force)

    async def got(self, entry: str, since: datetime | None = None) -> Sequence[Got]:
        return await self._threads.read(recall_rows.got, entry, since.timestamp() if since is not None else 0.0)

    async def told_before(self, case_id: int) -> Sequence[Told]:
        return await self._threads.read(recall_rows.told_before, case_id)

    async def correct(self, correction: Correction) -> Sequence[int]:
        cases = await self._threads.write(("escalations",), recall_rows.correct, correction)
        self._threads.hints.ring(*(f"outbox:{room}" for room in cases))
        return tuple(cases.values())

    async def show_began(self, now: datetime) -> datetime | None:
        return await self._threads.read(recall_rows.show_began, now.timestamp())
