"""What was bought: orders in their newest state, and what they say of one customer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One product in an order."""

    sku: str
    quantity: int
    paid: Decimal
    """What the buyer paid for the whole line, in the order's currency."""
    title: str = ""
    category: str = ""


NEVER_COUNTED = frozenset({"closed", "cancelled", "unpaid", "refunded"})


@dataclass(frozen=True, slots=True)
class Order:
    """One order of one customer in its newest known state."""

    order_id: str
    customer_id: str
    paid_at: datetime
    lines: tuple[OrderLine, ...]
    currency: str = "CNY"
    status: str = "paid"
    """`paid`, `closed`, `cancelled`, `unpaid` or `refunded`."""
    refunded: Decimal = Decimal(0)

    @property
    def counts(self) -> bool:
        """Whether it says anything about taste or spend: paid, and not wholly given back."""
        paid = sum((line.paid for line in self.lines), Decimal(0))
        return self.status not in NEVER_COUNTED and paid - self.refunded > 0


@dataclass(frozen=True, slots=True)
class Bought:
    """One product a customer bought on one day."""

    sku: str
    at: datetime
    quantity: int = 1


@dataclass(frozen=True, slots=True)
class History:
    """What one customer bought, oldest first. Chooses what is suggested; is never spoken of."""

    customer_id: str
    bought: tuple[Bought, ...] = ()

    @classmethod
    def of(cls, customer_id: str, orders: Iterable[Order]) -> History:
        """Build a history from counted orders."""
        bought = [
            Bought(line.sku, order.paid_at, line.quantity)
            for order in orders
            if order.counts and order.customer_id == customer_id
            for line in order.lines
        ]
        return cls(customer_id, tuple(sorted(bought, key=lambda b: (b.at, b.sku))))
