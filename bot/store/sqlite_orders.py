"""The embedded store's orders."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from datetime import datetime

from bot.purchases import History, Order, OrderCall, OrderChange
from bot.store import call_rows, order_rows
from bot.store.records import ImportReport, OrderMark, SoldLine
from bot.store.threads import Threads
from bot.store.times import when

IMPORT_BATCH = 250
"""Orders written in one go; more would hold up the room's own writes."""


class SqliteOrders:
    """Fulfils `Orders`."""

    def __init__(self, threads: Threads) -> None:
        self._threads = threads
        self._listeners: list[Callable[[Sequence[OrderChange]], None]] = []

    async def save(self, orders: Sequence[Order], *, replace: bool = False) -> ImportReport:
        report = ImportReport()
        for start in range(0, len(orders), IMPORT_BATCH):
            some = orders[start : start + IMPORT_BATCH]
            part = await self._threads.write(("customers",), order_rows.save, some, replace=replace)
            self._tell(part.changes)
            report = report.and_then(part)
        return report

    async def hear(self, call: OrderCall, now: datetime) -> ImportReport | None:
        report = await self._threads.write(("customers",), call_rows.hear, call, now.timestamp())
        if report is not None:
            self._tell(report.changes)
        return report

    async def compare(self, orders: Sequence[Order], *, replace: bool = False) -> ImportReport:
        report = ImportReport()
        for start in range(0, len(orders), IMPORT_BATCH):
            some = orders[start : start + IMPORT_BATCH]
            report = report.and_then(await self._threads.read(order_rows.save, some, replace=replace, write=False))
        return report

    def listen(self, tell: Callable[[Sequence[OrderChange]], None]) -> None:
        self._listeners.append(tell)

    def _tell(self, changes: Sequence[OrderChange]) -> None:
        if changes:
            for tell in self._listeners:
                tell(changes)

    async def get(self, source: str, order_id: str) -> Order | None:
        return await self._threads.read(order_rows.one, (source, order_id))

    async def of_customer(self, customer_id: str) -> Sequence[Order]:
        return await self._threads.read(order_rows.of_customer, customer_id)

    async def every(self, *, changed_after: int = 0, at_once: int = 2_000) -> AsyncGenerator[Sequence[Order], None]:
        place: tuple[float, str, str] | None = order_rows.BEGINNING
        while place is not None:
            orders, place = await self._threads.read(order_rows.page, place, at_once, changed_after)
            if orders:
                yield orders

    async def sold(self, *, at_once: int = 10_000) -> AsyncGenerator[Sequence[SoldLine], None]:
        place: tuple[float, str, str, str] | None = (*order_rows.BEGINNING, "")
        while place is not None:
            lines, place = await self._threads.read(order_rows.sold_page, place, at_once)
            if lines:
                yield lines

    async def mark(self) -> OrderMark:
        return await self._threads.read(order_rows.mark)

    async def updated_since(self, mark: OrderMark) -> bool:
        now = await self.mark()
        return now.removed != mark.removed or await self._threads.read(order_rows.updated_since, mark.changed)

    async def forget(self, customer_id: str) -> Sequence[Order]:
        orders = await self._threads.write(("customers",), order_rows.forget, customer_id)
        self._tell([OrderChange(order, None) for order in orders])
        return orders

    async def sweep(self, before: datetime) -> int:
        gone = 0
        while swept := await self._threads.write(("customers",), order_rows.sweep, before.timestamp(), IMPORT_BATCH):
            gone += len(swept)
            self._tell([OrderChange(order, None) for order in swept])
        return gone

    async def since(self) -> datetime | None:
        found = await self._threads.read(order_rows.since)
        return None if found is None else when(found)

    async def history(self, customer_id: str) -> History | None:
        return await self._threads.read(order_rows.history, customer_id)

    async def bought_by(self, customer_ids: Sequence[str]) -> Mapping[str, Sequence[tuple[float, str]]]:
        return await self._threads.read(order_rows.bought_by, customer_ids)
