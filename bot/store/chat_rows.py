"""Chat that has been kept long enough: its words go, what became of it stays."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from bot.escalation import OPEN
from bot.store import escalation_rows

Place = tuple[str, float, str]
"""A room, when a message was heard there, and its id."""
BEGINNING: Place = ("", 0.0, "")

# Who is still waited for needs the words; what was never decided is not over.
_DONE = (
    "text<>'' and outcome is not null and not exists (select 1 from escalation e where e.id=message.escalation_id"
    f" and e.state in ({','.join(repr(str(state)) for state in sorted(OPEN))}))"
)


def old(db: sqlite3.Connection, after: Place, before: float, at_once: int) -> Sequence[Place]:
    """The next messages of a room, or of the rooms after it, whose words are too old."""
    room, heard, message_id = after
    rows = db.execute(
        "select room, received_at, id from message where room=?1 and received_at>=?2 and received_at<?4"
        f" and (received_at, id)>(?2, ?3) and {_DONE} order by received_at, id limit ?5",
        (room, heard, message_id, before, at_once),
    ).fetchall()
    if rows:
        return [(row["room"], row["received_at"], row["id"]) for row in rows]
    following = db.execute("select min(room) from message where room>?", (room,)).fetchone()[0]
    return old(db, (following, 0.0, ""), before, at_once) if following is not None else []


def let_go(db: sqlite3.Connection, places: Sequence[Place]) -> int:
    """Delete the words of some messages; how many. Outcome, reason and counts stay."""
    gone = 0
    for room, _, message_id in places:
        done = db.execute(
            f"update message set text='' where room=? and id=? and {_DONE} returning escalation_id",
            (room, message_id),
        ).fetchall()
        gone += len(done)
        for row in done:
            escalation_rows.touch(db, row["escalation_id"])
    return gone
