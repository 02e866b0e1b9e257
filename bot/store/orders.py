"""What a store keeps of orders."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.purchases import History, Order
from bot.store.records import ImportReport


class Orders(Protocol):
    """The orders of the shop's customers, each in its newest state."""

    async def save(self, orders: Sequence[Order]) -> ImportReport:
        """Insert or update orders; the same file twice changes nothing."""
        ...

    async def history(self, customer_id: str) -> History | None:
        """Return what a customer bought; None for an unknown customer."""
        ...

    async def bought_since(self, since: datetime) -> dict[str, int]:
        """Return how many customers bought each sku since then."""
        ...
