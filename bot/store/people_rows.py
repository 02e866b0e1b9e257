"""Customers, orders, links, staff and their sessions in the database."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime

from bot.customers import NEVER_COUNTED, Bought, History, Order
from bot.store import outbox_rows
from bot.store.records import ImportReport, StaffMember

COUNTED = (
    f"o.status not in ({','.join(repr(s) for s in sorted(NEVER_COUNTED))})"
    # Sums of binary fractions: less than a tenth of a cent kept is nothing kept.
    " and (select sum(cast(paid as real)) from order_line x where x.order_id=o.order_id)"
    " - cast(o.refunded as real) > 0.001"
)
"""The condition under which an order counts; the same as `Order.counts`."""


def import_orders(db: sqlite3.Connection, orders: Sequence[Order]) -> ImportReport:
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


def link(db: sqlite3.Connection, platform: str, viewer_id: str, customer_id: str, grade: str, now: float) -> None:
    """Link a viewer to a customer."""
    db.execute(
        "insert into link values (?,?,?,?,?) on conflict (platform, viewer_id) do update set"
        " customer_id=excluded.customer_id, grade=excluded.grade, at=excluded.at",
        (platform, viewer_id, customer_id, grade, now),
    )


def customer_of(db: sqlite3.Connection, platform: str, viewer_id: str) -> str | None:
    """The linked customer."""
    row = db.execute(
        "select customer_id from link where platform=? and viewer_id=?", (platform, viewer_id)
    ).fetchone()
    return row["customer_id"] if row is not None else None


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


def _member(row: sqlite3.Row) -> StaffMember:
    return StaffMember(row["id"], row["name"], row["role"], bool(row["password_hash"]))


def add_staff(db: sqlite3.Connection, name: str, role: str, password_hash: str, now: float) -> StaffMember | None:
    """Add an account unless the name is taken."""
    row = db.execute(
        "insert into staff (name, role, password_hash, created_at) values (?,?,?,?)"
        " on conflict (name) do nothing returning *",
        (name, role, password_hash, now),
    ).fetchone()
    return _member(row) if row is not None else None


def staff_named(db: sqlite3.Connection, name: str) -> tuple[StaffMember, str] | None:
    """An account and its password hash."""
    row = db.execute("select * from staff where name=?", (name,)).fetchone()
    return (_member(row), row["password_hash"]) if row is not None else None


def set_password(db: sqlite3.Connection, staff_id: int, password_hash: str) -> None:
    """Change a password."""
    db.execute("update staff set password_hash=? where id=?", (password_hash, staff_id))


def all_staff(db: sqlite3.Connection) -> list[StaffMember]:
    """Every account, by name."""
    return [_member(row) for row in db.execute("select * from staff order by name").fetchall()]


def add_invitation(db: sqlite3.Connection, token_hash: str, role: str, expires: float) -> None:
    """Keep a one-time link."""
    db.execute("insert into invitation values (?,?,?,null)", (token_hash, role, expires))


def use_invitation(db: sqlite3.Connection, token_hash: str, now: float) -> str | None:
    """Use a one-time link up."""
    row = db.execute(
        "update invitation set used_at=? where token_hash=? and used_at is null and expires_at>? returning role",
        (now, token_hash, now),
    ).fetchone()
    return row["role"] if row is not None else None


def add_session(db: sqlite3.Connection, token_hash: str, staff_id: int, now: float) -> None:
    """Keep a signed-in browser."""
    db.execute("insert into session values (?,?,?,?)", (token_hash, staff_id, now, now))


def session(
    db: sqlite3.Connection, token_hash: str, now: float, idle_s: float, longest_s: float
) -> StaffMember | None:
    """Whose session this is, if it still runs."""
    row = db.execute(
        "select s.*, t.seen_at from session t join staff s on s.id=t.staff_id"
        " where t.token_hash=? and t.seen_at>? and t.created_at>?",
        (token_hash, now - idle_s, now - longest_s),
    ).fetchone()
    return _member(row) if row is not None else None


def refresh_session(db: sqlite3.Connection, token_hash: str, now: float) -> None:
    """Keep a session fresh; a write a minute is enough."""
    db.execute("update session set seen_at=? where token_hash=? and seen_at<?", (now, token_hash, now - 60))


def end_sessions(db: sqlite3.Connection, token_hash: str | None, staff_id: int | None) -> None:
    """End one session or all of one person's."""
    db.execute("delete from session where token_hash=? or staff_id=?", (token_hash, staff_id))


def audit(db: sqlite3.Connection, actor: str, action: str, target: str, detail: str, now: float) -> None:
    """Append to the record."""
    db.execute(
        "insert into audit (at, actor, action, target, detail) values (?,?,?,?,?)",
        (now, actor, action, target, detail),
    )


def room_modes(db: sqlite3.Connection) -> dict[str, str]:
    """The modes staff chose."""
    return {row["name"]: row["mode"] for row in db.execute("select name, mode from room").fetchall()}


def set_room_mode(db: sqlite3.Connection, room: str, mode: str, by: str, now: float) -> None:
    """Switch a room."""
    db.execute(
        "insert into room values (?,?,?,?) on conflict (name) do update set mode=excluded.mode,"
        " by=excluded.by, at=excluded.at",
        (room, mode, by, now),
    )
    if mode != "auto":
        outbox_rows.withdraw_for_mode(db, room, mode, now)
