"""Texts that were judged, in the database."""

from __future__ import annotations

import sqlite3

from bot.guard import Author
from bot.store.said import Said, Stage
from bot.store.times import when

_COLUMNS = "at, room, stage, author, text, rules, rewrite, by, message_id, entry, ai"
MOST = 100_000
"""Records read at once."""
# An answer that was called wrong is a record of its own: what was said, of which entry, and who said so.
_CORRECTED = f"""
select c.at, c.room, '{Stage.CORRECTED}' as stage, 'shop' as author, coalesce(o.text, '') as text, '' as rules,
    '' as rewrite, c.by, c.message_id, c.entry, '' as ai
from correction c left join outbox o on o.room = c.room and o.message_id = c.message_id and o.kind <> 'staff'
"""


def keep(db: sqlite3.Connection, said: Said) -> None:
    """Add one text."""
    db.execute(
        f"insert into said ({_COLUMNS}) values (?,?,?,?,?,?,?,?,?,?,?)",
        (
            said.at.timestamp(),
            said.room,
            said.stage,
            said.author,
            said.text,
            ",".join(said.rules),
            said.rewrite,
            said.by,
            said.message_id,
            said.entry,
            said.ai,
        ),
    )


def since(db: sqlite3.Connection, since: float, room: str | None, stopped: bool, ai: bool) -> list[Said]:
    """What was judged since then, oldest first."""
    rows = db.execute(
        f"select * from (select {_COLUMNS} from said union all {_CORRECTED})"
        " where at >= ?1 and (?2 is null or room = ?2) and (not ?3 or rules <> '') and (not ?4 or author = 'model')"
        " order by at limit ?5",
        (since, room, stopped, ai, MOST),
    ).fetchall()
    return [read(row) for row in rows]


def forget(db: sqlite3.Connection, before: float) -> int:
    """Delete what is older."""
    return db.execute("delete from said where at < ?", (before,)).rowcount


def read(row: sqlite3.Row) -> Said:
    """Read one text."""
    author: Author = row["author"]
    rules = tuple(rule for rule in row["rules"].split(",") if rule)
    return Said(
        when(row["at"]), row["room"], Stage(row["stage"]), author, row["text"], rules, row["rewrite"], row["by"],
        row["message_id"], row["entry"], row["ai"],
    )  # fmt: skip
