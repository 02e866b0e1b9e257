"""Who is away and what shifts leave each other, in the database."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from bot.store.shifts import HandOver
from bot.store.times import when

KEPT_S = 7 * 86_400
"""Seconds a note is kept: it names viewers now and then, and the next shift has long read it."""


def away(db: sqlite3.Connection) -> dict[str, datetime]:
    """Who is away, since when."""
    return {row["name"]: when(row["since"]) for row in db.execute("select name, since from away").fetchall()}


def leave(db: sqlite3.Connection, name: str, now: float) -> None:
    """Be away."""
    db.execute("insert into away values (?,?) on conflict (name) do nothing", (name, now))


def come_back(db: sqlite3.Connection, name: str) -> bool:
    """Be there again."""
    return db.execute("delete from away where name=?", (name,)).rowcount == 1


def hand_over(db: sqlite3.Connection, by: str, text: str, now: float) -> int:
    """Keep a note; drop old ones."""
    db.execute(
        "delete from hand_over_read where hand_over_id in (select id from hand_over where at<?)", (now - KEPT_S,)
    )
    db.execute("delete from hand_over where at<?", (now - KEPT_S,))
    cursor = db.execute("insert into hand_over (by, text, at) values (?,?,?)", (by, text, now))
    return int(cursor.lastrowid or 0)


def latest(db: sqlite3.Connection) -> HandOver | None:
    """The last note, with who has read it."""
    row = db.execute("select id, by, text, at from hand_over order by id desc limit 1").fetchone()
    if row is None:
        return None
    readers = db.execute("select name from hand_over_read where hand_over_id=? order by at, name", (row["id"],))
    return HandOver(row["id"], row["by"], row["text"], when(row["at"]), tuple(r["name"] for r in readers.fetchall()))


def read(db: sqlite3.Connection, hand_over: int, name: str, now: float) -> None:
    """Remember a reader."""
    db.execute(
        "insert into hand_over_read (hand_over_id, name, at) select id, ?, ? from hand_over where id=?"
        " on conflict (hand_over_id, name) do nothing",
        (name, now, hand_over),
    )


def unname(db: sqlite3.Connection, name: str) -> None:
    """Take a viewer's name out of every note."""
    db.execute("update hand_over set text=replace(text, ?, '＊＊')", (name,))
