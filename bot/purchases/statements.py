"""Several statements about one order become one: whatever order the files come in, the newest state wins.

A statement is an `Order` as one file or call tells it. They are joined by parts, each part taken from the newest
statement that has it: the state of the order, its buyer, its amount, and each of its lines. Newest is what is
furthest on an order's way, then what was said later; what was given back stays given back. So an old file brought in
again changes nothing. Joining is commutative, associative and idempotent, which a property test holds it to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from decimal import Decimal
from operator import attrgetter

from bot.purchases import NEVER, RANKS, Order, OrderLine

_FACTS = attrgetter(*(f.name for f in fields(Order) if f.name not in ("as_of", "lines")))
_LINE_FACTS = attrgetter(*(f.name for f in fields(OrderLine) if f.name != "as_of"))


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one order: its newest state, and since when its buyer and its amount are known."""

    order: Order
    customer_as_of: datetime = NEVER
    amount_as_of: datetime = NEVER

    @classmethod
    def of(cls, order: Order) -> Known:
        """Return what one statement tells."""
        as_of, lines = order.as_of, keyed(order.lines)
        return cls(
            order if lines == order.lines else replace(order, lines=lines),
            as_of if order.customer_id else NEVER,
            as_of if order.amount is not None else NEVER,
        )


def keyed(lines: Sequence[OrderLine]) -> tuple[OrderLine, ...]:
    """Give each line its key and sort them: the sub-order's id, else the product and which line of it this is."""
    if len(lines) > 1 and not all(line.sub_order for line in lines):
        lines = tuple(sorted(lines, key=_content))
    done: dict[str, OrderLine] = {}
    for line in lines:
        base = base_key(line)
        numbered = bool(line.key) and line.key != base and not line.sub_order
        key, n = line.key if numbered else base, 1
        # A sub-order that comes twice is one; a product without sub-order may be bought in two sizes.
        while key in done and not (numbered or line.sub_order):
            n += 1
            key = f"{base}#{n}"
        one = line if line.key == key else replace(line, key=key)
        done[key] = _newer_line(done[key], one) if key in done else one
    return _sorted(done)


def base_key(line: OrderLine) -> str:
    """Return the key of a line that has no like in its order."""
    return line.sub_order or line.product or line.sku


def join(known: Known, said: Known) -> Known:
    """Join what is known of an order with what is said of it now."""
    a, b = known.order, said.order
    state = b if _state(b) > _state(a) else a
    buyer = max((known.customer_as_of, a.customer_id), (said.customer_as_of, b.customer_id), key=_told)
    amount = max((known.amount_as_of, a.amount), (said.amount_as_of, b.amount), key=_worth)
    refunded = max(a.refunded, b.refunded)
    lines = _joined(a.lines, b.lines)
    order = replace(state, customer_id=buyer[1], amount=amount[1], refunded=refunded, lines=lines)
    return Known(order, buyer[0], amount[0])


def same(known: Known, said: Known) -> bool:
    """Return whether nothing is said but what is known."""
    a, b = known.order, said.order
    return (
        _FACTS(a) == _FACTS(b)
        and len(a.lines) == len(b.lines)
        and all(_LINE_FACTS(x) == _LINE_FACTS(y) for x, y in zip(a.lines, b.lines, strict=True))
    )


def is_older(said: Order, known: Order) -> bool:
    """Return whether a statement tells a state of the order, or of a line, that is past."""
    if said.status and (RANKS[said.status], said.refunded) < (RANKS[known.status], known.refunded):
        return True
    lines = {line.key: line for line in known.lines}
    return any(
        line.key in lines
        and (RANKS[line.status], line.refunded) < (RANKS[lines[line.key].status], lines[line.key].refunded)
        for line in said.lines
    )


def _joined(a: tuple[OrderLine, ...], b: tuple[OrderLine, ...]) -> tuple[OrderLine, ...]:
    if a == b or not b:
        return a
    lines = {line.key: line for line in a}
    for line in b:
        lines[line.key] = _newer_line(lines[line.key], line) if line.key in lines else line
    return _sorted(lines)


def _sorted(lines: dict[str, OrderLine]) -> tuple[OrderLine, ...]:
    # A file with sub-orders knows more than one with products; both name the same lines.
    known = [key for key, line in lines.items() if line.sub_order] or lines
    return tuple(lines[key] for key in sorted(known))


def _newer_line(known: OrderLine, said: OrderLine) -> OrderLine:
    # At the same version the sku and category just looked up in the catalogue are the better ones.
    newer = said if _version(said) >= _version(known) else known
    refunded = max(known.refunded, said.refunded)
    return newer if newer.refunded == refunded else replace(newer, refunded=refunded)


def _state(order: Order) -> tuple[int, datetime, datetime, datetime, str, str]:
    """What makes one statement of an order's state newer than another; the end only makes the choice certain."""
    return RANKS[order.status], order.as_of, order.paid_at, order.created_at, order.currency, order.status


def _version(line: OrderLine) -> tuple[int, datetime, object]:
    return RANKS[line.status], line.as_of, _content(line)


def _content(line: OrderLine) -> tuple[str, int, Decimal, str, bool, bool, str, str]:
    return (
        line.product or line.sku,
        line.quantity,
        line.paid,
        line.title,
        line.gift,
        line.priced,
        line.status,
        line.sub_order,
    )


def _told(buyer: tuple[datetime, str]) -> tuple[bool, datetime, str]:
    return bool(buyer[1]), *buyer


def _worth(amount: tuple[datetime, Decimal | None]) -> tuple[bool, datetime, Decimal]:
    return amount[1] is not None, amount[0], amount[1] or Decimal(0)
