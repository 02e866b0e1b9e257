"""Orders in the database: each in its newest state, with what counts of it worked out when it is written."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from bot.purchases import NEVER, Bought, History, Order, OrderChange, OrderLine, statements
from bot.purchases.statements import Known
from bot.store import kept_out_rows
from bot.store.records import KEPT_OUT, NEW, OLDER, UNCHANGED, UPDATED, ImportReport, OrderMark, SoldLine
from bot.store.times import when

Id = tuple[str, str]

_IN = "o.source=? and o.order_id in (select value from json_each(?))"


def save(
    db: sqlite3.Connection, orders: Sequence[Order], *, replace: bool = False, write: bool = True
) -> ImportReport:
    """Join orders with what is known of them, unless `replace`; without `write` only say what it would do."""
    said: dict[Id, Known] = {}
    deleted = kept_out_rows.kept_out(db, (order.customer_id for order in orders))
    for order in orders:
        if order.customer_id in deleted:
            continue
        one = Known.of(order)
        said[order.id] = statements.join(said[order.id], one) if order.id in said else one
    known = _known(db, said)
    changes: list[OrderChange] = []
    writing: list[tuple[Known, int | None]] = []
    became: dict[Id, str] = {}
    said_again: list[Known] = []
    for id_, new in said.items():
        before, added = known.get(id_, (None, None))
        if before is not None and statements.same(before, new):
            became[id_] = UNCHANGED
            if new.order.as_of > before.order.as_of:
                said_again.append(new)
            continue
        after = new if before is None or replace else statements.join(before, new)
        if before is not None and statements.same(before, after):
            became[id_] = OLDER if statements.is_older(new.order, before.order) else UNCHANGED
            if after != before:
                said_again.append(after)
            continue
        became[id_] = UPDATED if before else NEW
        changes.append(OrderChange(before.order if before else None, after.order))
        writing.append((after, added))
    if write and writing:
        _write(db, writing)
    if write:
        _say_again(db, said_again)
    outcomes = (KEPT_OUT if order.customer_id in deleted else became[order.id] for order in orders)
    return ImportReport("".join(outcomes), tuple(changes))


def _write(db: sqlite3.Connection, writing: Sequence[tuple[Known, int | None]]) -> None:
    (changed,) = db.execute("update order_mark set changed=changed+1 returning changed").fetchone()
    heads: list[tuple[object, ...]] = []
    lines: list[tuple[object, ...]] = []
    for known, added in writing:
        net, counts = known.order.standing
        heads.append(_head(known, net, counts, added or changed, changed))
        lines += _lines(known.order, counts)
    rewritten = [known.order.id for known, added in writing if added is not None]
    db.executemany("delete from order_line where source=? and order_id=?", rewritten)
    db.executemany(f"insert or replace into customer_order values ({','.join('?' * 16)})", heads)
    db.executemany(f"insert into order_line values ({','.join('?' * 16)})", lines)


def _say_again(db: sqlite3.Connection, known: Sequence[Known]) -> None:
    """Note that orders were said once more, later; nothing else of them is new."""
    heads = [
        (k.order.as_of.timestamp(), k.customer_as_of.timestamp(), k.amount_as_of.timestamp(), *k.order.id)
        for k in known
    ]
    db.executemany(
        "update customer_order set as_of=max(as_of, ?), customer_as_of=max(customer_as_of, ?),"
        " amount_as_of=max(amount_as_of, ?) where source=? and order_id=?",
        heads,
    )
    lines = [(line.as_of.timestamp(), *k.order.id, line.key) for k in known for line in k.order.lines]
    db.executemany("update order_line set as_of=max(as_of, ?) where source=? and order_id=? and key=?", lines)


def _head(known: Known, net: Decimal, counts: bool, added: int, changed: int) -> tuple[object, ...]:
    order = known.order
    return (
        order.source,
        order.order_id,
        order.customer_id,
        known.customer_as_of.timestamp(),
        order.paid_at.timestamp(),
        order.created_at.timestamp(),
        order.currency,
        order.status,
        str(order.refunded),
        order.as_of.timestamp(),
        None if order.amount is None else str(order.amount),
        known.amount_as_of.timestamp(),
        str(net),
        counts,
        added,
        changed,
    )


def _lines(order: Order, counts: bool) -> Iterator[tuple[object, ...]]:
    for line in order.lines:
        yield (
            order.source,
            order.order_id,
            line.key,
            line.sub_order,
            line.product,
            line.sku,
            line.quantity,
            str(line.paid),
            str(line.refunded),
            line.title,
            line.category,
            line.status,
            line.gift,
            line.priced,
            line.as_of.timestamp(),
            counts and line.counts,
        )


def _known(db: sqlite3.Connection, ids: Iterable[Id]) -> dict[Id, tuple[Known, int]]:
    """What is known of these orders, each with the mark under which it was first written."""
    by_source: dict[str, list[str]] = {}
    for source, order_id in ids:
        by_source.setdefault(source, []).append(order_id)
    known: dict[Id, tuple[Known, int]] = {}
    for source, order_ids in by_source.items():
        where = (source, json.dumps(order_ids))
        heads = db.execute(f"select o.* from customer_order o where {_IN}", where).fetchall()
        if heads:
            lines = db.execute(f"select o.* from order_line o where {_IN} order by o.key", where).fetchall()
            known |= {(k.order.source, k.order.order_id): (k, added) for k, added in _built(heads, lines)}
    return known


def _built(heads: Iterable[Any], lines: Iterable[Any]) -> Iterator[tuple[Known, int]]:
    of: dict[Id, list[OrderLine]] = {}
    for row in lines:
        of.setdefault((row["source"], row["order_id"]), []).append(_line(row))
    for row in heads:
        order = _order(row, tuple(of.get((row["source"], row["order_id"]), ())))
        yield Known(order, when(row["customer_as_of"]), when(row["amount_as_of"])), row["added"]


def _order(row: Any, lines: tuple[OrderLine, ...]) -> Order:
    return Order(
        order_id=row["order_id"],
        customer_id=row["customer_id"],
        paid_at=when(row["paid_at"]),
        lines=lines,
        currency=row["currency"],
        status=row["status"],
        refunded=Decimal(row["refunded"]),
        source=row["source"],
        created_at=when(row["created_at"]),
        amount=None if row["amount"] is None else Decimal(row["amount"]),
        as_of=when(row["as_of"]),
    )


def _line(row: Any) -> OrderLine:
    return OrderLine(
        sku=row["sku"],
        quantity=row["quantity"],
        paid=Decimal(row["paid"]),
        title=row["title"],
        category=row["category"],
        sub_order=row["sub_order"],
        status=row["status"],
        refunded=Decimal(row["refunded"]),
        gift=bool(row["gift"]),
        priced=bool(row["priced"]),
        product=row["product"],
        key=row["key"],
        as_of=when(row["as_of"]),
    )


# reading


def of_customer(db: sqlite3.Connection, customer_id: str) -> Sequence[Order]:
    """All orders of a customer, also those that do not count, oldest first."""
    if not customer_id:
        return ()
    heads = db.execute(
        "select * from customer_order where customer_id=? and customer_id <> '' order by paid_at, source, order_id",
        (customer_id,),
    ).fetchall()
    lines = db.execute(
        "select l.* from customer_order o join order_line l using (source, order_id)"
        " where o.customer_id=? and o.customer_id <> '' order by l.key",
        (customer_id,),
    ).fetchall()
    return tuple(known.order for known, _ in _built(heads, lines))


def one(db: sqlite3.Connection, id_: Id) -> Order | None:
    """One order, if it is known."""
    found = _known(db, [id_]).get(id_)
    return found[0].order if found is not None else None


def page(
    db: sqlite3.Connection, after: tuple[float, str, str], limit: int, changed_after: int
) -> tuple[Sequence[Order], tuple[float, str, str] | None]:
    """Some orders by payment time, and where the next page begins; None after the last."""
    heads = db.execute(
        "select * from customer_order where (paid_at, source, order_id) > (?,?,?) and changed > ?"
        " order by paid_at, source, order_id limit ?",
        (*after, changed_after, limit),
    ).fetchall()
    if not heads:
        return (), None
    by_source: dict[str, list[str]] = {}
    for row in heads:
        by_source.setdefault(row["source"], []).append(row["order_id"])
    lines = [
        line
        for source, ids in by_source.items()
        for line in db.execute(
            f"select o.* from order_line o where {_IN} order by o.key", (source, json.dumps(ids))
        ).fetchall()
    ]
    last = heads[-1]
    following = (last["paid_at"], last["source"], last["order_id"]) if len(heads) == limit else None
    return tuple(known.order for known, _ in _built(heads, lines)), following


def sold_page(
    db: sqlite3.Connection, after: tuple[float, str, str, str], limit: int
) -> tuple[Sequence[SoldLine], tuple[float, str, str, str] | None]:
    """Some lines that were bought and kept by known buyers and unknown ones, by payment time."""
    cursor = db.cursor()
    cursor.row_factory = None  # a million rows: a tuple is as good as a row
    rows = cursor.execute(
        "select o.customer_id, o.paid_at, l.sku, l.source, l.order_id, l.key"
        " from customer_order o join order_line l using (source, order_id)"
        " where (o.paid_at, o.source, o.order_id) >= (?,?,?) and (o.paid_at, o.source, o.order_id, l.key) > (?,?,?,?)"
        " and l.counted order by o.paid_at, o.source, o.order_id, l.key limit ?",
        (*after[:3], *after, limit),
    ).fetchall()
    lines = tuple(map(SoldLine._make, rows))
    last = lines[-1] if len(lines) == limit else None
    return lines, None if last is None else (last.paid_at, *last.order, last.key)


def mark(db: sqlite3.Connection) -> OrderMark:
    """How far the orders have changed."""
    return OrderMark(*db.execute("select changed, removed from order_mark").fetchone())


def updated_since(db: sqlite3.Connection, changed: int) -> bool:
    """Whether an order that was there at this mark has changed since."""
    found = db.execute("select 1 from customer_order where changed > ? and added <= ? limit 1", (changed, changed))
    return found.fetchone() is not None


def forget(db: sqlite3.Connection, customer_id: str) -> Sequence[Order]:
    """Delete a customer's orders and return what they were."""
    orders = of_customer(db, customer_id)
    if orders:
        ids = [order.id for order in orders]
        db.executemany("delete from order_line where source=? and order_id=?", ids)
        db.executemany("delete from customer_order where source=? and order_id=?", ids)
        db.execute("update order_mark set removed=removed+1")
    return orders


def sweep(db: sqlite3.Connection, before: float, limit: int) -> Sequence[Order]:
    """Delete some orders whose newest time is before this, and return what they were."""
    heads = db.execute(
        "select * from customer_order where paid_at < ? and created_at < ? and as_of < ?"
        " order by paid_at, source, order_id limit ?",
        (before, before, before, limit),
    ).fetchall()
    ids = [(row["source"], row["order_id"]) for row in heads]
    orders = tuple(known.order for known, _ in _known(db, ids).values())
    if ids:
        db.executemany("delete from order_line where source=? and order_id=?", ids)
        db.executemany("delete from customer_order where source=? and order_id=?", ids)
        db.execute("update order_mark set removed=removed+1")
    return orders


def history(db: sqlite3.Connection, customer_id: str) -> History | None:
    """What a customer bought in orders that count, oldest first."""
    if not customer_id:
        return None
    known = db.execute(
        "select 1 from customer_order where customer_id=? and customer_id <> '' limit 1", (customer_id,)
    ).fetchone()
    if known is None:
        return None
    rows = db.execute(
        "select l.sku, o.paid_at, l.quantity from customer_order o join order_line l using (source, order_id)"
        " where o.customer_id=? and o.customer_id <> '' and l.counted order by o.paid_at, l.sku",
        (customer_id,),
    ).fetchall()
    bought = tuple(Bought(r["sku"], datetime.fromtimestamp(r["paid_at"], UTC), r["quantity"]) for r in rows)
    return History(customer_id, bought)


def since(db: sqlite3.Connection) -> float | None:
    """When the oldest order was paid."""
    (found,) = db.execute("select min(paid_at) from customer_order where paid_at > 0").fetchone()
    return found if found is None else float(found)


def bought_by(db: sqlite3.Connection, customer_ids: Sequence[str]) -> dict[str, list[tuple[float, str]]]:
    """When each of these customers bought and kept which product."""
    rows = db.execute(
        "select o.customer_id, o.paid_at, l.sku from customer_order o join order_line l using (source, order_id)"
        " where o.customer_id in (select value from json_each(?)) and o.customer_id <> '' and l.counted",
        (json.dumps(list(customer_ids)),),
    )
    found: dict[str, list[tuple[float, str]]] = {}
    for customer, at, sku in rows:
        found.setdefault(customer, []).append((at, sku))
    return found


BEGINNING = (NEVER.timestamp() - 1, "", "")
"""Where a reading of all orders begins."""
