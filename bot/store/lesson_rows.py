"""Drafts from cases in the database."""

from __future__ import annotations

import json
import sqlite3

from bot.store.lessons import Stands, Taught
from bot.store.times import when


def keep(db: sqlite3.Connection, taught: Taught) -> int:
    """Insert a draft."""
    cursor = db.execute(
        "insert into lesson (case_id, by, at, stands, into_entry, fields, decided_by, decided_at, entry, path)"
        " values (?,?,?,?,?,?,?,?,?,?)",
        (
            taught.case,
            taught.by,
            taught.at.timestamp(),
            taught.stands,
            taught.into,
            json.dumps(dict(taught.fields), ensure_ascii=False),
            taught.decided_by,
            taught.decided_at.timestamp() if taught.decided_at is not None else None,
            taught.entry,
            taught.path,
        ),
    )
    return int(cursor.lastrowid or 0)


def several(db: sqlite3.Connection, stands: Stands, limit: int) -> list[Taught]:
    """The newest that stand so, the oldest of them first."""
    rows = db.execute("select * from lesson where stands=? order by id desc limit ?", (stands, limit)).fetchall()
    return [_read(row) for row in reversed(rows)]


def proposed(db: sqlite3.Connection) -> int:
    """How many wait for an approval."""
    return int(db.execute("select count(*) from lesson where stands='proposed'").fetchone()[0])


def one(db: sqlite3.Connection, number: int) -> Taught | None:
    """One draft."""
    row = db.execute("select * from lesson where id=?", (number,)).fetchone()
    return _read(row) if row is not None else None


def of_entry(db: sqlite3.Connection, entry: str) -> list[Taught]:
    """What an entry was taught."""
    rows = db.execute(
        "select * from lesson where entry=? and stands='approved' order by id desc limit 20", (entry,)
    ).fetchall()
    return [_read(row) for row in rows]


def decide(db: sqlite3.Connection, number: int, stands: Stands, by: str, now: float, entry: str, path: str) -> bool:
    """Decide what is proposed; viewers' words need not be kept twice from then on."""
    changed = db.execute(
        "update lesson set stands=?, decided_by=?, decided_at=?, entry=?, path=?, fields='{}'"
        " where id=? and stands='proposed'",
        (stands, by, now, entry, path, number),
    )
    return changed.rowcount == 1


def forget(db: sqlite3.Connection, case_id: int) -> None:
    """Forget what was proposed from a case, whose viewers' words it holds; the case can be taught again."""
    db.execute("delete from lesson where case_id=? and stands='proposed'", (case_id,))


def let_go(db: sqlite3.Connection, before: float) -> None:
    """Delete what nobody has approved for as long as words of chat are kept."""
    db.execute("delete from lesson where stands='proposed' and at<?", (before,))


def _read(row: sqlite3.Row) -> Taught:
    return Taught(
        id=row["id"],
        case=row["case_id"],
        by=row["by"],
        at=when(row["at"]),
        stands=Stands(row["stands"]),
        into=row["into_entry"],
        fields=json.loads(row["fields"]),
        decided_by=row["decided_by"],
        decided_at=when(row["decided_at"]) if row["decided_at"] is not None else None,
        entry=row["entry"],
        path=row["path"],
    )
