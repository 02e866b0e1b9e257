"""The embedded store's record of what staff did."""

from __future__ import annotations

from collections.abc import Sequence

from bot.store import act_rows
from bot.store.acts import Act, Wanted
from bot.store.threads import Threads


class SqliteActs:
    """Fulfils `Acts`."""

    def __init__(self, threads: Threads) -> None:
        self._threads = threads

    async def several(self, wanted: Wanted = Wanted(), limit: int = 200) -> Sequence[Act]:  # noqa: B008
        return await self._threads.read(act_rows.several, wanted, limit)

    async def names(self) -> tuple[Sequence[str], Sequence[str]]:
        return await self._threads.read(act_rows.names)
