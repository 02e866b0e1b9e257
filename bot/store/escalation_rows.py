"""Cases in the database. Every step is one conditional update, so that two people can never both win."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from datetime import datetime

from bot.escalation import Asker, Escalation, State
from bot.mentions import MOST_MENTIONS
from bot.messages import Urgency, Viewer
from bot.store import outbox_rows, reply_rows
from bot.store.records import Claimed
from bot.store.times import when

OPENER_FIRST = "outcome='merge', received_at, id"
"""The question that opened the case heads it, whatever joined it and was said before."""

MOST_ASKERS = 200
"""Askers read with one case; the count is right beyond it, the list is not needed."""


LOOKED_BACK_S = 7_200.0
"""Seconds a viewer's case may be old when a person takes it."""

OPEN = "state in ('new', 'claimed')"
"""Word for word the condition of the index `escalation_open`: SQLite uses it only for a query that repeats it."""


def open_case(
    db: sqlite3.Connection, room: str, reason: str, urgency: str, draft: str, now: float, subject: str = ""
) -> int:
    """Put a case in the queue."""
    cursor = db.execute(
        "insert into escalation (room, state, reason, urgency, draft, opened_at, subject) values (?,'new',?,?,?,?,?)",
        (room, reason, urgency, draft, now, subject),
    )
    return int(cursor.lastrowid or 0)


def add_asker(db: sqlite3.Connection, case_id: int) -> bool:
    """Count one more asker; False when the case is closed."""
    changed = db.execute(
        "update escalation set version=version+1 where id=? and state in ('new', 'claimed')", (case_id,)
    )
    return changed.rowcount == 1


def touch(db: sqlite3.Connection, case_id: int | None) -> None:
    """Let pages see that something about the case changed."""
    if case_id is not None:
        db.execute("update escalation set version=version+1 where id=?", (case_id,))


def reopen(db: sqlite3.Connection, case_id: int, reason: str) -> None:
    """Put a case back in front of people because its reply did not arrive."""
    db.execute(
        "update escalation set version=version+1, reason=?, urgency='high',"
        " state=case when state in ('resolved','expired') then 'new' else state end,"
        " claimed_by=case when state in ('resolved','expired') then null else claimed_by end where id=?",
        (reason, case_id),
    )


def close_unclaimed(db: sqlite3.Connection, case_id: int, message_id: str, resolution: str, now: float) -> None:
    """Close a message's case that no person has touched and nobody else joined."""
    db.execute(
        "update escalation set state='resolved', version=version+1, resolved_by='roomhand', resolved_at=?,"
        " resolution=? where id=? and state='new' and not exists (select 1 from message m where"
        " m.escalation_id=escalation.id and m.id<>? and (m.into_message is null or m.into_message<>?))",
        (now, resolution, case_id, message_id, message_id),
    )


def held_by_person(db: sqlite3.Connection, room: str, viewer_id: str, now: float) -> int | None:
    """The case in which a person looks after this viewer now."""
    row = db.execute(
        "select e.id from escalation e join message m on m.escalation_id=e.id"
        f" where e.room=? and e.{OPEN} and e.state='claimed' and e.claim_until>? and m.viewer_id=? limit 1",
        (room, now, viewer_id),
    ).fetchone()
    return row["id"] if row is not None else None


def taken_since(db: sqlite3.Connection, room: str, viewer_id: str, since: float) -> int | None:
    """The case of this viewer that a person has taken since then, whether they hold it still or are done with it."""
    row = db.execute(
        "select e.id from escalation e join message m on m.escalation_id=e.id"
        " where m.room=? and m.viewer_id=? and m.received_at>? and e.claimed_at>=? limit 1",
        (room, viewer_id, since - LOOKED_BACK_S, since),
    ).fetchone()
    return row["id"] if row is not None else None


def held_viewers(db: sqlite3.Connection, room: str, now: float) -> dict[str, int]:
    """Every viewer whom a person looks after now, with the case."""
    rows = db.execute(
        "select m.viewer_id, e.id from escalation e join message m on m.escalation_id=e.id"
        f" where e.room=? and e.{OPEN} and e.state='claimed' and e.claim_until>?",
        (room, now),
    )
    return {row["viewer_id"]: row["id"] for row in rows.fetchall()}


def open_questions(db: sqlite3.Connection, room: str, since: float) -> list[tuple[str, int, datetime]]:
    """Subject or first words of every case opened since then and still open, its number, and when it was opened."""
    rows = db.execute(
        "select e.id, e.opened_at, coalesce(nullif(e.subject, ''),"
        " (select m.text from message m where m.escalation_id=e.id"
        f" order by {OPENER_FIRST} limit 1)) as text from escalation e"
        " where e.room=? and e.state in ('new','claimed') and e.opened_at>?",
        (room, since),
    )
    return [(row["text"], row["id"], when(row["opened_at"])) for row in rows.fetchall() if row["text"]]


def claim(db: sqlite3.Connection, case_id: int, by: str, until: float, now: float) -> Claimed:
    """Take a case if nobody holds it (or renew one's own)."""
    changed = db.execute(
        "update escalation set state='claimed', claimed_by=?, claim_until=?, claimed_at=?, version=version+1"
        " where id=? and (state in ('new','resolved','expired') or claimed_by=? or claim_until<=?)",
        (by, until, now, case_id, by, now),
    )
    if changed.rowcount:
        room = db.execute("select room from escalation where id=?", (case_id,)).fetchone()["room"]
        viewers = [
            row["viewer_id"]
            for row in db.execute(
                "select distinct viewer_id from message where escalation_id=?", (case_id,)
            ).fetchall()
        ]
        outbox_rows.withdraw_for_viewers(db, room, viewers, case_id, now)
    return Claimed(bool(changed.rowcount), one(db, case_id))


def release(db: sqlite3.Connection, case_id: int, by: str) -> bool:
    """Give a case back; it keeps its age."""
    changed = db.execute(
        "update escalation set state='new', claimed_by=null, claim_until=null, version=version+1"
        " where id=? and state='claimed' and claimed_by=?",
        (case_id, by),
    )
    return changed.rowcount == 1


def resolve(db: sqlite3.Connection, case_id: int, by: str, resolution: str, now: float) -> bool:
    """Close a case that is free or one's own."""
    changed = db.execute(
        "update escalation set state='resolved', resolved_by=?, resolved_at=?, resolution=?,"
        " version=version+1 where id=? and (state='new' or (state='claimed' and (claimed_by=? or claim_until<=?)))",
        (by, now, resolution, case_id, by, now),
    )
    return changed.rowcount == 1


def reply(
    db: sqlite3.Connection,
    case_id: int,
    by: str,
    text: str,
    once: str,
    send_by: float,
    until: float,
    now: float,
) -> Claimed:
    """Put staff's answer in the outbox; replying claims. The same `once` is the same click."""
    nonce = f"staff-{case_id}-{once}"
    if db.execute("select 1 from outbox where nonce=? and by=?", (nonce, by)).fetchone() is not None:
        return Claimed(True, one(db, case_id))  # said already; whatever became of the case since stays so
    claimed = claim(db, case_id, by, until, now)
    if not claimed.won or claimed.escalation is None or not claimed.escalation.askers:
        return Claimed(False, claimed.escalation)
    askers = claimed.escalation.askers
    names = _to_name(db, case_id, [asker.viewer.name for asker in askers])
    db.execute(
        "insert into outbox (room, message_id, viewer_id, kind, nonce, text, mentions, reply_to, state,"
        " created_at, send_by, escalation_id, by) values (?,?,?,'staff',?,?,?,?,'pending',?,?,?,?)"
        " on conflict (nonce) do nothing",
        (
            claimed.escalation.room,
            askers[0].message_id,
            askers[0].viewer.id,
            nonce,
            text,
            json.dumps(names, ensure_ascii=False),
            askers[0].message_id,
            now,
            send_by,
            case_id,
            by,
        ),
    )
    return Claimed(True, one(db, case_id))


def _to_name(db: sqlite3.Connection, case_id: int, names: list[str]) -> list[str]:
    """Choose whom a reply names: first who was not named yet, for no line can name everybody."""
    said = db.execute("select mentions from outbox where escalation_id=? and kind='staff'", (case_id,)).fetchall()
    named = {name for row in said for name in json.loads(row["mentions"])}
    fresh = [name for name in dict.fromkeys(names) if name not in named]
    return (fresh or list(dict.fromkeys(names)))[:MOST_MENTIONS]


def one(db: sqlite3.Connection, case_id: int) -> Escalation | None:
    """Read one case whole."""
    row = db.execute("select * from escalation where id=?", (case_id,)).fetchone()
    return _read(db, row) if row is not None else None


def several(db: sqlite3.Connection, rooms: Iterable[str] | None, open_only: bool, limit: int) -> list[Escalation]:
    """Read cases, urgent first, then oldest first."""
    where: list[str] = []
    args: list[str | int] = []
    if rooms is not None:
        names = list(rooms)
        where.append(f"room in ({','.join('?' * len(names))})")
        args += names
    if open_only:
        where.append(OPEN)
    rows = db.execute(
        f"select * from escalation {'where ' + ' and '.join(where) if where else ''}"
        " order by urgency='high' desc, opened_at, id limit ?",
        [*args, limit],
    ).fetchall()
    return [_read(db, row) for row in rows]


def _read(db: sqlite3.Connection, row: sqlite3.Row) -> Escalation:
    askers = db.execute(
        "select id, viewer_id, viewer_name, text, received_at from message where escalation_id=?"
        f" order by {OPENER_FIRST} limit ?",
        (row["id"], MOST_ASKERS),
    ).fetchall()
    return Escalation(
        id=row["id"],
        room=row["room"],
        state=State(row["state"]),
        reason=row["reason"],
        urgency=Urgency(row["urgency"]),
        draft=row["draft"],
        opened_at=when(row["opened_at"]),
        version=row["version"],
        claimed_by=row["claimed_by"],
        claim_until=when(row["claim_until"]) if row["claim_until"] is not None else None,
        resolved_by=row["resolved_by"],
        resolved_at=when(row["resolved_at"]) if row["resolved_at"] is not None else None,
        resolution=row["resolution"],
        askers=tuple(
            Asker(a["id"], Viewer(a["viewer_id"], a["viewer_name"]), a["text"], when(a["received_at"]))
            for a in askers
        ),
        replies=reply_rows.of_case(db, row["id"]),
    )
