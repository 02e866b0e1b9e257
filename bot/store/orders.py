"""What a store keeps of orders."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.purchases import History, Order, OrderCall, OrderChange
from bot.store.records import ImportReport, OrderMark, SoldLine


class Orders(Protocol):
    """The orders of the shop's customers, each in its newest state."""

    async def save(self, orders: Sequence[Order], *, replace: bool = False) -> ImportReport:
        """Insert orders or join them with what is known; the same ones twice, or older ones later, change nothing.

        Of two statements about one order the newest state holds (`bot/purchases/statements.py`). `replace` forgets
        what was known of these orders first: for corrections that go back on an order's way. The report's
        `changes` say what became of each order that is not as it was.
        """
        ...

    async def hear(self, call: OrderCall, now: datetime) -> ImportReport | None:
        """Take in what a shop's system told in one call; None for a call that was heard before.

        The call is remembered in the same commit, and each refund in it is counted once, however it comes.
        """
        ...

    async def compare(self, orders: Sequence[Order], *, replace: bool = False) -> ImportReport:
        """Return what `save` would do; write nothing."""
        ...

    def listen(self, tell: Callable[[Sequence[OrderChange]], None]) -> None:
        """Tell of every change right after its commit, on the event loop: saved, forgotten and swept orders."""
        ...

    async def get(self, source: str, order_id: str) -> Order | None:
        """Return one order, if it is known."""
        ...

    async def of_customer(self, customer_id: str) -> Sequence[Order]:
        """Return all orders of a customer, also those that do not count, oldest first."""
        ...

    def every(self, *, changed_after: int = 0, at_once: int = 2_000) -> AsyncGenerator[Sequence[Order], None]:
        """Yield all orders by payment time, some at a time; only those changed after a mark, if one is given."""
        ...

    def sold(self, *, at_once: int = 10_000) -> AsyncGenerator[Sequence[SoldLine], None]:
        """Yield all lines that were bought and kept, by payment time, some at a time: what a rebuild learns from."""
        ...

    async def mark(self) -> OrderMark:
        """Return how far the orders have changed; with the same mark nothing has."""
        ...

    async def updated_since(self, mark: OrderMark) -> bool:
        """Return whether an order known at this mark was changed or deleted since; new ones do not matter."""
        ...

    async def forget(self, customer_id: str) -> Sequence[Order]:
        """Delete a customer's orders and return what they were."""
        ...

    async def sweep(self, before: datetime) -> int:
        """Delete orders that were made, paid and last told of before this; return how many."""
        ...

    async def since(self) -> datetime | None:
        """Return when the oldest order that is known was paid; None when there is none."""
        ...

    async def history(self, customer_id: str) -> History | None:
        """Return what a customer bought; None for an unknown customer."""
        ...

    async def bought_by(self, customer_ids: Sequence[str]) -> Mapping[str, Sequence[tuple[float, str]]]:
        """Return when (unix seconds) each of these customers bought and kept which sku."""
        ...
