"""The rows of one order become one order; one bad row keeps back its whole order, and only that."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.languages import Both
from bot.orders.rows import Rejected, Said, Terms
from bot.orders.shapes import Shape
from bot.purchases import NEVER, NEVER_COUNTED, NOTHING, RANKS, Order, OrderLine

OPEN_AT_ONCE = 20_000
"""Orders whose rows may still come. Exports keep an order's rows together; a row that comes later than this is joined
with its order in the store."""

_ALIVE = frozenset(RANKS) - NEVER_COUNTED
_WAITS = frozenset({"unpaid", "deposit"})


@dataclass(slots=True)
class _Open:
    """An order while its rows come in."""

    line_number: int
    customer_id: str = ""
    currency: str = ""
    masked: bool = False
    rows: list[Said] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Gathering:
    """Rows in, orders out."""

    shape: Shape
    terms: Terms
    twice: int = 0
    """Rows that were there word for word before."""
    masked: int = 0
    """Orders whose buyer the platform made unrecognisable."""
    dead: Counter[str] = field(default_factory=Counter)
    """Orders that can never count, by state."""
    _open: OrderedDict[str, _Open] = field(default_factory=OrderedDict)
    _bad: dict[str, int] = field(default_factory=dict)
    """Orders that are kept back, and the line that is to blame."""

    def take(self, said: Said, line_number: int, cells: Sequence[str]) -> Iterator[Order]:
        """Take a row in; yield orders that are surely whole. Raises `Rejected` when the row contradicts its order."""
        order = self._open.get(said.order_id)
        if order is None:
            order = self._open[said.order_id] = _Open(line_number)
        mark = hash(tuple(cells))
        if mark in order.seen:
            self.twice += 1
            return
        order.seen.add(mark)
        if said.customer_id and order.customer_id and said.customer_id != order.customer_id:
            self.keep_back(said.order_id, line_number)
            raise Rejected(
                Both(f"order {said.order_id[:40]} has two buyers.", f"订单 {said.order_id[:40]} 有两个买家。"),
                Both(f"See line {order.line_number}.", f"见第 {order.line_number} 行。"),
            )
        if said.currency and order.currency and said.currency != order.currency:
            self.keep_back(said.order_id, line_number)
            raise Rejected(
                Both(f"order {said.order_id[:40]} has two currencies.", f"订单 {said.order_id[:40]} 有两种币种。"),
                Both(f"See line {order.line_number}.", f"见第 {order.line_number} 行。"),
            )
        order.customer_id = order.customer_id or said.customer_id
        order.currency = order.currency or said.currency
        order.masked = order.masked or said.masked
        order.rows.append(said)
        if len(self._open) > OPEN_AT_ONCE:
            yield from self._close(OPEN_AT_ONCE // 2)

    def keep_back(self, order_id: str, line_number: int) -> None:
        """Let nothing of this order through."""
        self._bad.setdefault(order_id, line_number)

    def rest(self) -> Iterator[Order]:
        """Yield what is left."""
        yield from self._close(0)

    def _close(self, leave: int) -> Iterator[Order]:
        while len(self._open) > leave:
            order_id, rows = self._open.popitem(last=False)
            if order_id not in self._bad and rows.rows:
                yield self._made(order_id, rows)

    def _made(self, order_id: str, rows: _Open) -> Order:
        head = _head(rows.rows, self.shape)
        lines = tuple(said.line for said in rows.rows if said.line is not None)
        self._count(rows, head[0], lines)
        status, paid_at, created_at = head
        if any(said.excluded for said in rows.rows):
            status = "excluded"
        currency = rows.currency or self.shape.currency or self.terms.currency
        if not self.shape.head or (self.shape.follow and not any(said.status for said in rows.rows)):
            status, paid_at, created_at, currency = "", NEVER, NEVER, ""
        return Order(
            order_id, rows.customer_id, paid_at, lines, currency, status,
            max((said.refund for said in rows.rows), default=NOTHING), self.shape.source, created_at,
            max((said.amount for said in rows.rows if said.amount is not None), default=None), self.terms.as_of,
        )  # fmt: skip

    def _count(self, rows: _Open, status: str, lines: Sequence[OrderLine]) -> None:
        self.masked += rows.masked and not rows.customer_id
        if any(said.excluded for said in rows.rows):
            self.dead["marked as brushing"] += 1
        elif status in NEVER_COUNTED and status:
            self.dead[status] += 1
        elif lines and all(line.status for line in lines):
            self.dead[lines[0].status] += 1
        elif lines and all(line.gift for line in lines) and not any(said.amount for said in rows.rows):
            self.dead["gifts only"] += 1


def _head(rows: Sequence[Said], shape: Shape) -> tuple[str, datetime, datetime]:
    """The order's own state and times.

    Where each line has its state the order has only been paid or not: a closed line must not close its order.
    """
    told = [said for said in rows if said.status or said.paid_at > NEVER or said.created_at > NEVER] or rows[:1]
    if shape.order_status:
        best = max(told, key=lambda said: (RANKS[said.status], said.paid_at, said.created_at))
        return best.status or "paid", best.paid_at, best.created_at
    return max(
        ((_alive(said), said.paid_at, said.created_at) for said in told), key=lambda h: (RANKS[h[0]], h[1], h[2])
    )


def _alive(said: Said) -> str:
    if said.status in _ALIVE or said.status in _WAITS:
        return said.status
    if not said.status or said.paid_at > NEVER:
        return "paid"
    return "unpaid"
