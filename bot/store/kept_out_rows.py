"""Who was deleted, as keyed hashes and nothing else: so that an old file does not bring them back."""

from __future__ import annotations

import hashlib
import hmac
import sqlite3
from collections.abc import Iterable


def keep_out(db: sqlite3.Connection, ids: Iterable[str], now: float) -> None:
    """Let no order of these customer ids in from now on."""
    key = _key(db)
    db.executemany("insert or ignore into kept_out values (?,?)", [(_hash(key, one), now) for one in ids])


def readmit(db: sqlite3.Connection, customer_id: str) -> bool:
    """Let a customer's orders in again; whether they were kept out."""
    return db.execute("delete from kept_out where hash=?", (_hash(_key(db), customer_id),)).rowcount == 1


def kept_out(db: sqlite3.Connection, ids: Iterable[str]) -> frozenset[str]:
    """Those of some customer ids whose orders stay out."""
    asked = {one for one in ids if one}
    if not asked or db.execute("select 1 from kept_out limit 1").fetchone() is None:
        return frozenset()
    key = _key(db)
    found = (one for one in asked if db.execute("select 1 from kept_out where hash=?", (_hash(key, one),)).fetchone())
    return frozenset(found)


def _key(db: sqlite3.Connection) -> bytes:
    return bytes(db.execute("select secret from kept_out_key").fetchone()[0])


def _hash(key: bytes, customer_id: str) -> str:
    return hmac.new(key, customer_id.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
