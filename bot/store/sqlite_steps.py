"""The embedded store's steps of rooms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.escalation.steps import Change, Standing
from bot.store import step_rows
from bot.store.threads import Threads


class SqliteSteps:
    """Fulfils `Steps`."""

    def __init__(self, threads: Threads) -> None:
        self._threads = threads

    async def standing(self, room: str) -> Standing:
        return await self._threads.read(step_rows.standing, room)

    async def take(self, change: Change, standing: Standing) -> Sequence[str]:
        topics = ("rooms", "escalations", f"messages:{change.room}")
        return await self._threads.write(topics, step_rows.take, change, standing)

    async def changes(self, room: str = "", limit: int = 50, since: datetime | None = None) -> Sequence[Change]:
        return await self._threads.read(step_rows.changes, room, limit, since)
