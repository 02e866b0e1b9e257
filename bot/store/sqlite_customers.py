"""The embedded store's customers."""

from __future__ import annotations

from datetime import datetime

from bot.store import customer_rows
from bot.store.threads import Threads


class SqliteCustomers:
    """Fulfils `Customers`."""

    def __init__(self, threads: Threads) -> None:
        self._threads = threads

    async def link(self, platform: str, viewer_id: str, customer_id: str, grade: str, now: datetime) -> None:
        await self._threads.write(
            ("customers",), customer_rows.link, platform, viewer_id, customer_id, grade, now.timestamp()
        )

    async def of_viewer(self, platform: str, viewer_id: str) -> str | None:
        return await self._threads.read(customer_rows.customer_of, platform, viewer_id)
