"""Calls of shops' systems in the database: each is heard once, and so is each refund."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

from bot.purchases import NEVER, Order, OrderCall, Refund
from bot.store import order_rows
from bot.store.records import ImportReport

KEPT_S = 30 * 86_400.0
"""Longer than any shop's system delivers a call again."""


def hear(db: sqlite3.Connection, call: OrderCall, now: float) -> ImportReport | None:
    """Take in a call; None when it was heard before."""
    db.execute("delete from order_call where at < ?", (now - KEPT_S,))
    if not _first(db, call.source, f"call {call.id}", now):
        return None
    for refund_id in call.refunds_told:
        _first(db, call.source, f"refund {refund_id}", now)
    orders = [*call.orders]
    if call.refund is not None and (of := _order_of(db, call.source, call.refund)) is not None:
        if not _first(db, call.source, f"refund {call.refund.id}", now):
            return ImportReport()
        orders.append(_with_refund(of, call.refund))
    return order_rows.save(db, orders)


def _first(db: sqlite3.Connection, source: str, what: str, now: float) -> bool:
    done = db.execute("insert or ignore into order_call values (?,?,?)", (source, what, now))
    return done.rowcount == 1


def _order_of(db: sqlite3.Connection, source: str, refund: Refund) -> Order | None:
    """The order a refund belongs to; None when no call has told of it, and then its own call will name the refund."""
    for line in refund.lines:
        found = db.execute(
            "select order_id from order_line where source=? and sub_order=? limit 1", (source, line)
        ).fetchone()
        if found is not None:
            return order_rows.one(db, (source, found["order_id"]))
    return None


def _with_refund(order: Order, refund: Refund) -> Order:
    lines = tuple(
        replace(line, refunded=min(line.paid, line.refunded + refund.lines[line.sub_order]))
        for line in order.lines
        if line.sub_order in refund.lines
    )
    return Order(
        order.order_id, "", NEVER, lines, "", "", order.refunded + refund.amount, order.source, as_of=refund.at
    )
