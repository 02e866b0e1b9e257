"""Orders in the database, and what they say of customers and products."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime

from bot.purchases import NEVER_COUNTED, Bought, History, Order
from bot.store.records import ImportReport

COUNTED = (
    f"o.status not in ({','.join(repr(s) for s in sorted(NEVER_COUNTED))})"
    # Sums of binary fractions: less than a tenth of a cent kept is nothing kept.
    " and (select sum(cast(paid as real)) from order_line x where x.order_id=o.order_id)"
    " - cast(o.refunded as real) > 0.001"
)
"""The condition under which an order counts; the same as `Order.counts`."""


def save(db: sqlite3.Connection, orders: Sequence[Order]) -> ImportReport:
    """Insert or replace orders; an order that is already there word for word is left alone."""
    new = updated = unchanged = 0
    for order in orders:
        head = (
            order.order_id,
            order.customer_id,
            order.paid_at.timestamp(),
            order.currency,
            order.status,
            str(order.refunded),
        )
        lines = [
            (order.order_id, n, line.sku, line.quantity, str(line.paid), line.title, line.category)
            for n, line in enumerate(order.lines)
        ]
        old = db.execute("select * from customer_order where order_id=?", (order.order_id,)).fetchone()
        if old is not None:
            old_lines = db.execute(
                "select * from order_line where order_id=? order by line", (order.order_id,)
            ).fetchall()
            if tuple(old) == head and [tuple(line) for line in old_lines] == lines:
                unchanged += 1
                continue
            db.execute("delete from customer_order where order_id=?", (order.order_id,))
            db.execute("delete from order_line where order_id=?", (order.order_id,))
            updated += 1
        else:
            new += 1
        db.execute("insert into customer_order values (?,?,?,?,?,?)", head)
        db.executemany("insert into order_line values (?,?,?,?,?,?,?)", lines)
    return ImportReport(new, updated, unchanged, len({order.customer_id for order in orders}))


def history(db: sqlite3.Connection, customer_id: str) -> History | None:
    """What a customer bought in orders that count, oldest first."""
    known = db.execute("select 1 from customer_order where customer_id=? limit 1", (customer_id,)).fetchone()
    if known is None:
        return None
    rows = db.execute(
        f"select l.sku, o.paid_at, l.quantity from customer_order o join order_line l using (order_id)"
        f" where o.customer_id=? and {COUNTED} order by o.paid_at, l.sku",
        (customer_id,),
    ).fetchall()
    bought = tuple(Bought(r["sku"], datetime.fromtimestamp(r["paid_at"], UTC), r["quantity"]) for r in rows)
    return History(customer_id, bought)


def bought_since(db: sqlite3.Connection, since: float) -> dict[str, int]:
    """How many customers bought each product since then."""
    rows = db.execute(
        f"select l.sku, count(distinct o.customer_id) as n from customer_order o join order_line l"
        f" using (order_id) where o.paid_at>? and {COUNTED} group by l.sku",
        (since,),
    )
    return {row["sku"]: row["n"] for row in rows.fetchall()}
