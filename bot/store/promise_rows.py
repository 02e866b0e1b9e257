"""Promises in the database: who was told that a person will answer, and what became of it."""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime

from bot import reasons
from bot.escalation.promises import ANSWER_HOLDS, ONCE_IN, SLIPS_WITHIN, TOO_OLD, Answered, becomes
from bot.messages import ReplyKind
from bot.store import escalation_rows
from bot.store.promises import Holds, Kind, Notice, Owed
from bot.store.records import OutboxRow
from bot.store.times import when

ABOUT_ALL = "promise:"
"""How the message id of a notice begins: it answers no message, and none is answered by it."""

UNHELD = "e.state='new' and e.first_reply_at is null"
"""Nobody looks after the case; once somebody does, they speak for themselves."""

_NEVER_TOLD = f"""
select m.*, e.id as case_id, e.mood from message m join escalation e on e.id=m.escalation_id
where m.room=:room and e.{escalation_rows.OPEN} and {UNHELD} and e.reason<>'{reasons.PERSONAL_DATA}'
and m.deleted_at is null and m.received_at>:now-{TOO_OLD.total_seconds()}
and (m.outcome='escalate' or (m.outcome='merge' and m.reason='{reasons.WITH_STAFF}'))
and not exists (select 1 from promise p where p.room=m.room and p.viewer_id=m.viewer_id
    and (p.case_id=e.id or p.made_at>:now-{ONCE_IN.total_seconds()}))
and not exists (select 1 from outbox o where o.room=m.room and o.message_id=m.id and o.kind<>'staff'
    and o.state<>'withdrawn')
order by m.received_at, m.id
"""
_SLIPPED = f"""
select m.*, e.id as case_id, e.mood from promise p join escalation e on e.id=p.case_id
join message m on m.room=p.room and m.id=p.message_id
join outbox o on o.id=p.made_by and o.state in ('sending', 'sent', 'uncertain')
where p.room=:room and p.slipped_at is null and {UNHELD} and m.deleted_at is null
and max(coalesce(e.due_at, 0), p.made_at+:first) between :now-{SLIPS_WITHIN.total_seconds()} and :now
order by p.made_at, p.id
"""


def owed(db: sqlite3.Connection, room: str, kind: Kind, first_answer_s: float, now: float) -> list[Owed]:
    """Who waits and was not told yet, each once."""
    asked = _NEVER_TOLD if kind == "made" else _SLIPPED
    found: dict[str, Owed] = {}
    rows = db.execute(asked, {"room": room, "now": now, "first": first_answer_s}).fetchall()
    held = escalation_rows.held_viewers(db, room, now) if rows else {}
    for row in rows:
        if row["viewer_id"] in held:
            continue  # whoever talks with them in another case speaks for themselves
        one = Owed(row["case_id"], row["viewer_id"], row["viewer_name"], row["id"], row["text"], bool(row["mood"]))
        found.setdefault(one.viewer_id, one)
    return list(found.values())


def tell(db: sqlite3.Connection, notice: Notice, now: float) -> int | None:
    """Put one line about several cases in the outbox; whom it names is asked again when it leaves.

    None where the room was switched off auto meanwhile.
    """
    first = db.execute("select coalesce(max(id), 0) + 1 as n from outbox").fetchone()["n"]
    cursor = db.execute(
        "insert into outbox (room, message_id, viewer_id, kind, nonce, text, mentions, reply_to, state,"
        " created_at, send_by) select ?,?,'',?,?,?,?,null,'pending',?,?"
        " where not exists (select 1 from room where name=? and mode<>'auto')",
        (
            notice.room,
            f"{ABOUT_ALL}{first}",
            ReplyKind.NOTICE,
            f"notice-{len(notice.room)}-{notice.room}-{first}",
            notice.text,
            json.dumps([one.name for one in notice.to], ensure_ascii=False),
            now,
            notice.send_by.timestamp(),
            notice.room,
        ),
    )
    if not cursor.rowcount:
        return None
    row_id = int(cursor.lastrowid or 0)
    for one in notice.to:
        if notice.kind == "made":
            db.execute(
                "insert into promise (room, viewer_id, case_id, message_id, made_at, made_by) values (?,?,?,?,?,?)",
                (notice.room, one.viewer_id, one.case_id, one.message_id, now, row_id),
            )
        else:
            db.execute(
                "update promise set slipped_at=?, slipped_by=? where room=? and viewer_id=? and case_id=?",
                (now, row_id, notice.room, one.viewer_id, one.case_id),
            )
    return row_id


def named_now(db: sqlite3.Connection, row: OutboxRow, now: float) -> tuple[str, ...]:
    """Return whom a notice still concerns when it leaves: whose case nobody has taken or answered meanwhile."""
    waiting = db.execute(
        "select m.viewer_id, m.viewer_name from promise p join escalation e on e.id=p.case_id"
        " join message m on m.room=p.room and m.id=p.message_id"
        f" where (p.made_by=:row or p.slipped_by=:row) and {UNHELD} and m.deleted_at is null order by p.id",
        {"row": row.id},
    ).fetchall()
    held = escalation_rows.held_viewers(db, row.room, now)
    return tuple(dict.fromkeys(one["viewer_name"] for one in waiting if one["viewer_id"] not in held))


_KEPT = """
select p.id, p.viewer_id, p.case_id, m.viewer_name, m.text as asked, o.id as said, o.text, o.sent_at,
    (select max(b.received_at) from message b where b.room=p.room and b.viewer_id=p.viewer_id
        and b.received_at<=o.sent_at) as before,
    (select min(s.received_at) from message s where s.room=p.room and s.viewer_id=p.viewer_id
        and s.received_at>o.sent_at) as since,
    (select s.id from message s where s.room=p.room and s.viewer_id=p.viewer_id
        and s.received_at>o.sent_at order by s.received_at limit 1) as back
from promise p join message m on m.room=p.room and m.id=p.message_id
join outbox o on o.id=(select max(l.id) from outbox l where l.escalation_id=p.case_id and l.kind='staff'
    and l.state='sent' and l.nonce not like '%-again-%')
where p.room=? and p.done_at is null and p.made_at>?
"""


def kept(db: sqlite3.Connection, room: str, now: datetime) -> list[tuple[sqlite3.Row, str]]:
    """Promises that were kept, with what is left to do; those that wait for nothing but time are left out."""
    since = (now - 2 * ANSWER_HOLDS).timestamp()
    found = []
    for row in db.execute(_KEPT, (room, since)).fetchall():
        seen_since = when(row["since"]) if row["since"] is not None else None
        answered = Answered(when(row["sent_at"]), when(row["before"] or 0), seen_since)
        if (what := becomes(answered, now)) != "wait":
            found.append((row, what))
    return found


def tell_again(db: sqlite3.Connection, room: str, now: datetime, holds: Holds) -> int:
    """Say an answer that still holds once more to who had left and is back, unless a person talks with them now."""
    told = 0
    for row, what in kept(db, room, now):
        db.execute("update promise set done_at=? where id=?", (now.timestamp(), row["id"]))
        if what != "again" or not holds(row["text"], row["asked"]):
            continue
        if not escalation_rows.held_by_person(db, room, row["viewer_id"], now.timestamp()):
            told += _say_again(db, row, now)
    return told


def _say_again(db: sqlite3.Connection, row: sqlite3.Row, now: datetime) -> int:
    """Add a line for one viewer to the reply that answered their case."""
    escalation_rows.touch(db, row["case_id"])
    return db.execute(
        "insert into outbox (room, message_id, viewer_id, kind, nonce, text, mentions, reply_to, state,"
        " created_at, send_by, escalation_id, by, reply_mark, place, corrects)"
        " select room, :back, :viewer, kind, nonce || '-again-' || :id, text, :names, :back, 'pending',"
        " :now, :now + send_by - created_at, escalation_id, by,"
        " coalesce(nullif(reply_mark, ''), nonce), :place, corrects from outbox where id=:said"
        " on conflict (nonce) do nothing",
        {
            "back": row["back"],
            "viewer": row["viewer_id"],
            "id": row["id"],
            "names": json.dumps([row["viewer_name"]], ensure_ascii=False),
            "now": now.timestamp(),
            "said": row["said"],
            "place": 1,
        },
    ).rowcount
