"""One-time codes in the database: only their hashes, used once, a few tries a viewer."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from bot.customers.codes import TRIES, TRIES_WITHIN
from bot.customers.links import Grade, Verdict, not_a_key
from bot.messages import ChatMessage
from bot.store import customer_rows, message_rows
from bot.store.customer_records import CodeHeard
from bot.store.customer_rows import VIEWER, viewer_key


def salt(db: sqlite3.Connection) -> bytes:
    """What this store's codes are hashed with."""
    return bytes(db.execute("select salt from link_salt").fetchone()[0])


def add(
    db: sqlite3.Connection,
    customer_id: str,
    order: tuple[str, str],
    hashes: Iterable[str],
    expires: float,
    by: str,
    now: float,
) -> int:
    """Keep codes that are about to be handed out; codes long over go."""
    db.execute("delete from link_code where expires_at < ?", (now - 30 * 86_400,))
    rows = [(one, customer_id, *order, by, now, expires) for one in hashes]
    db.executemany(
        "insert into link_code (hash, customer_id, source, order_id, by, made_at, expires_at) values (?,?,?,?,?,?,?)",
        rows,
    )
    customer_rows.audit(db, by, "code", customer_id, now, codes=len(rows))
    return len(rows)


def too_many_tries(db: sqlite3.Connection, platform: str, viewer_id: str, now: float) -> bool:
    """Whether the viewer has typed as many codes as one may, right or wrong."""
    tried = db.execute(
        "select count(*) from link_try where platform=? and viewer_id=? and at > ?",
        (platform, viewer_id, now - TRIES_WITHIN.total_seconds()),
    ).fetchone()[0]
    return int(tried) >= TRIES


def hear(
    db: sqlite3.Connection, message: ChatMessage, platform: str, code_hash: str, now: float
) -> tuple[CodeHeard, tuple[str, str, str] | None]:
    """Claim a message and try its code, in one go; also the order that is known to be somebody's from now on.

    What it comes to is told to nobody but staff: the room learns no more than that a code was typed.
    """
    if not message_rows.claim(db, message, now):
        return CodeHeard(fresh=False), None
    if message.is_history or message.viewer.is_staff or message.viewer.is_bot:
        return CodeHeard(fresh=True), None
    viewer = message.viewer.id
    if too_many_tries(db, platform, viewer, now):
        # Nothing is looked at for this viewer, but the whole room has read the code: it is good for nobody now.
        db.execute("update link_code set used_at=?, used_by='' where hash=? and used_at is null", (now, code_hash))
        return CodeHeard(fresh=True, hushed=True), None
    db.execute("delete from link_try where at <= ?", (now - TRIES_WITHIN.total_seconds(),))
    db.execute("insert into link_try (platform, viewer_id, at) values (?,?,?)", (platform, viewer, now))
    row = db.execute(
        "update link_code set used_at=?, used_by=? where hash=? and used_at is null and expires_at > ? returning *",
        (now, viewer_key(platform, viewer), code_hash, now),
    ).fetchone()
    # Where nobody can be linked it is used up all the same: the whole room has read it.
    if row is None or not_a_key(platform, viewer):
        return CodeHeard(fresh=True), None
    return CodeHeard(fresh=True), _redeem(db, message, platform, row, now)


def _redeem(
    db: sqlite3.Connection, message: ChatMessage, platform: str, code: sqlite3.Row, now: float
) -> tuple[str, str, str] | None:
    """Do what a good code is for."""
    viewer, customer_id = message.viewer.id, code["customer_id"]
    order = (code["source"], code["order_id"])
    if not customer_id:
        # The order's file named no buyer: the code is what tells whose it is.
        own = customer_rows.link_of(db, platform, viewer)
        customer_id = _buyer_of(db, order) or (own.customer_id if own is not None else f"order:{order[0]}:{order[1]}")
    found = customer_rows.claim(db, platform, viewer, customer_id, Grade.CODE, VIEWER, message.room, now)
    if found.conflict is not None:
        db.execute(
            "update message set escalation_id=(select case_id from link_conflict where id=?) where room=? and id=?",
            (found.conflict, message.room, message.id),
        )
    if found.verdict is Verdict.CONFLICT or code["customer_id"]:
        return None
    return (*order, customer_id)


def _buyer_of(db: sqlite3.Connection, order: tuple[str, str]) -> str:
    row = db.execute("select customer_id from customer_order where source=? and order_id=?", order).fetchone()
    return str(row["customer_id"]) if row is not None else ""
