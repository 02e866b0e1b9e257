"""What was bought: orders in their newest state, and what they say of one customer.

An order is a main order: what the buyer paid in one go, with its sub-orders as lines. What counts is said here and
nowhere else: `Order.counts` (it is one of the customer's F orders), `Order.net` (what it adds to M, in the order's
currency), `Order.bought` (the lines that were paid and kept: what says something about taste). The buyer may be
unknown (`customer_id` empty): the order then counts for what sells, never for a person. Several statements about one
order are joined in `bot/purchases/statements.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""Stands for a time that nobody told."""

RANKS = {
    "": -1,
    "unpaid": 0,
    "deposit": 1,
    "paid": 2,
    "shipped": 3,
    "finished": 4,
    "refunded": 5,
    "closed": 6,
    "cancelled": 6,
    "excluded": 7,
}
"""The states of an order and of a line, and how far each is on an order's way, which no shop goes backwards.

`deposit`: only the deposit is paid. `excluded`: staff marked it as no real order (brushing). Empty, of a line: as
its order; of an order: nothing but its lines is known yet.
"""
STATUSES = tuple(status for status in RANKS if status)
NEVER_COUNTED = frozenset({"", "unpaid", "deposit", "closed", "cancelled", "refunded", "excluded"})
_LINE_DEAD = NEVER_COUNTED - {""}
NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One product in an order."""

    sku: str
    """The catalogue's, where the product was found there; else the source's own code or product id."""
    quantity: int
    paid: Decimal
    """What the buyer paid for the whole line, in the order's currency."""
    title: str = ""
    category: str = ""
    sub_order: str = ""
    """The source's id of the sub-order, where it has one."""
    status: str = ""
    """One of `STATUSES`; empty: as the order's."""
    refunded: Decimal = NOTHING
    """What was given back of this line; all of it by `status` refunded too."""
    gift: bool = False
    priced: bool = True
    """False where the source names no amount: it was bought all the same, `paid` is 0."""
    product: str = ""
    """The source's own code for the product, where that is not the sku."""
    key: str = ""
    """Which line of its order it is; `statements.keyed` fills it."""
    as_of: datetime = NEVER
    """When the source said so."""

    @property
    def given_back(self) -> Decimal:
        """What of the line the buyer has again."""
        return self.paid if self.status in _LINE_DEAD else min(self.refunded, self.paid)

    @property
    def counts(self) -> bool:
        """Whether the product was paid and kept; asked of a line of an order that counts."""
        if self.status in _LINE_DEAD or self.gift:
            return False
        return not self.priced or self.paid > self.refunded


@dataclass(frozen=True, slots=True)
class Order:
    """One main order of one customer in its newest known state."""

    order_id: str
    """The source's id of the main order; unique together with `source`."""
    customer_id: str
    """Empty when the source tells no usable buyer id. Names of platforms come as `taobao:NAME`, so that two shops'
    buyers of one name stay two."""
    paid_at: datetime
    """When it was paid; `NEVER` as long as that is not known, and then it does not count."""
    lines: tuple[OrderLine, ...]
    """May be empty: some files know the sum only."""
    currency: str = "CNY"
    status: str = "paid"
    """One of `STATUSES`."""
    refunded: Decimal = NOTHING
    """What was given back of the order as a whole, where the source says it so."""
    source: str = "generic"
    """Whose order it is: `taobao`, `douyin`, `shopify`, `generic`, …"""
    created_at: datetime = NEVER
    amount: Decimal | None = None
    """What the buyer paid for the main order, freight included; None where only the lines have amounts."""
    as_of: datetime = NEVER
    """When the source said so: of two statements in the same state the later one holds."""

    @property
    def id(self) -> tuple[str, str]:
        """Source and order id: what no two orders share."""
        return self.source, self.order_id

    @property
    def paid(self) -> Decimal:
        """What the buyer paid, before anything was given back."""
        if self.amount is not None:
            return self.amount
        return sum((line.paid for line in self.lines if not line.gift), NOTHING)

    @property
    def net(self) -> Decimal:
        """What the buyer paid and did not get back: the order's part of M; never below 0."""
        return self.standing[0]

    @property
    def counts(self) -> bool:
        """Whether it is a counted order: paid, not closed, and something of it was kept. One order is one in F."""
        return self.standing[1]

    @property
    def standing(self) -> tuple[Decimal, bool]:
        """Both `net` and `counts`, for who needs both of many."""
        if self.status in NEVER_COUNTED:
            return NOTHING, False
        back = sum([line.given_back for line in self.lines], NOTHING)
        net = max(NOTHING, self.paid - max(self.refunded, back))
        if self.paid_at <= NEVER or (self.lines and all(line.status in _LINE_DEAD for line in self.lines)):
            return net, False
        unpriced = self.amount is None and any(not line.priced and line.counts for line in self.lines)
        return net, unpriced or net > 0

    @property
    def bought(self) -> tuple[OrderLine, ...]:
        """The lines that say what the buyer likes; none of an order that does not count."""
        return tuple(line for line in self.lines if line.counts) if self.counts else ()


@dataclass(frozen=True, slots=True)
class OrderChange:
    """What one write did to an order: unlearn `before`, learn `after`."""

    before: Order | None
    """None: it is new."""
    after: Order | None
    """None: it was deleted."""


@dataclass(frozen=True, slots=True)
class Refund:
    """Money given back, told without its order: the lines say which order it is."""

    id: str
    amount: Decimal
    lines: Mapping[str, Decimal]
    """Sub-order to what was given back of it."""
    at: datetime


@dataclass(frozen=True, slots=True)
class OrderCall:
    """One call."""

    source: str
    id: str
    """The same again is the same call, delivered twice."""
    orders: tuple[Order, ...] = ()
    refund: Refund | None = None
    refunds_told: tuple[str, ...] = ()
    """Refunds that the orders' own sums contain already."""


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
            if order.customer_id == customer_id
            for line in order.bought
        ]
        return cls(customer_id, tuple(sorted(bought, key=lambda b: (b.at, b.sku))))
