"""The embedded store's orders."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.purchases import History, Order
from bot.store import order_rows
from bot.store.records import ImportReport
from bot.store.threads import Threads

IMPORT_BATCH = 200
"""Orders written in one go; more would hold up the room's own writes."""


class SqliteOrders:
    """Fulfils `Orders`."""

    def __init__(self, threads: Threads) -> None:
        self._threads = threads

    async def save(self, orders: Sequence[Order]) -> ImportReport:
        new = updated = unchanged = 0
        for start in range(0, len(orders), IMPORT_BATCH):
            some = orders[start : start + IMPORT_BATCH]
            part = await self._threads.write(("customers",), order_rows.save, some)
            new, updated, unchanged = new + part.new, updated + part.updated, unchanged + part.unchanged
        return ImportReport(new, updated, unchanged, len({order.customer_id for order in orders}))

    async def history(self, customer_id: str) -> History | None:
        return await self._threads.read(order_rows.history, customer_id)

    async def bought_since(self, since: datetime) -> dict[str, int]:
        return await self._threads.read(order_rows.bought_since, since.timestamp())
