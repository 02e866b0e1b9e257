"""Answers that were taken back, in the database, and the viewers who had got them."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from bot import reasons
from bot.catalog.entries import ProductEntry
from bot.faq.worth import ids_of
from bot.messages import Urgency
from bot.store import case_rows, escalation_rows, reply_rows
from bot.store.learning_rows import ENTRY
from bot.store.recalls import Correction, Got, Recall, Told
from bot.store.replies import Saying
from bot.store.reply_rows import Named
from bot.store.times import when

A_DAY_S, STILL_S = 86_400.0, 3_600.0
JUST_BEFORE_S = 600.0
CORRECTED = "corrected"
"""How a case of a correction ends."""


def add(db: sqlite3.Connection, entry: str, mark: str, answer: str, by: str, why: str, now: float) -> bool:
    """Keep that an answer is said no more, once; and let staff not send it from a draft either."""
    added = db.execute(
        "insert into faq_recall (entry, mark, answer, by, why, at) values (?,?,?,?,?,?) on conflict do nothing",
        (entry, mark, answer, by, why, now),
    )
    if added.rowcount:
        for case_id in _drafted_from(db, entry):
            db.execute("update escalation set draft='', version=version+1 where id=?", (case_id,))
    return added.rowcount == 1


def _drafted_from(db: sqlite3.Connection, entry: str) -> set[int]:
    rows = db.execute(
        "select e.id, m.entry from escalation e join message m on m.escalation_id=e.id"
        f" where e.{escalation_rows.OPEN} and e.draft<>'' and m.entry<>''"
    ).fetchall()
    return {row["id"] for row in rows if entry in ids_of(row["entry"])}


def end(db: sqlite3.Connection, entry: str, by: str, now: float) -> bool:
    """Let an entry say again whatever of it was taken back."""
    ended = db.execute(
        "update faq_recall set over_at=?, over_by=? where entry=? and over_at is null", (now, by, entry)
    )
    return ended.rowcount > 0


def several(db: sqlite3.Connection, in_force: bool) -> list[Recall]:
    """All of them, the newest first."""
    rows = db.execute(
        f"select * from faq_recall{' where over_at is null' if in_force else ''} order by id desc"
    ).fetchall()
    return [
        Recall(
            row["id"], row["entry"], row["mark"], row["answer"], row["by"], row["why"], when(row["at"]),
            row["over_by"], _when(row["over_at"]), row["told_by"], _when(row["told_at"]),
        )
        for row in rows
    ]  # fmt: skip


def _when(stamp: float | None) -> datetime | None:
    return when(stamp) if stamp is not None else None


_GOT = f"""
select m.room, m.id, m.viewer_id, m.viewer_name, m.text as asked, m.escalation_id, o.state, o.sent_at,
    {ENTRY} as said, coalesce((select s.text from said s where s.room=o.room and s.message_id=o.message_id
        and s.stage='left' and s.rules='' order by s.id desc limit 1), o.text) as read
from outbox o join message m on m.room=o.room and (m.id=o.message_id or m.into_message=o.message_id)
where o.kind='faq' and o.state in ('sending', 'sent', 'uncertain') and o.sent_at>=? and m.deleted_at is null
order by o.id desc, m.received_at desc, m.id desc
"""


def got(db: sqlite3.Connection, entry: str, since: float) -> list[Got]:
    """Who got an entry's answer since then, the last first, each viewer of a room once."""
    found: dict[tuple[str, str], Got] = {}
    for row in db.execute(_GOT, (since,)).fetchall():
        if entry in ids_of(row["said"]):
            one = Got(
                row["room"], row["id"], row["viewer_id"], row["viewer_name"], row["asked"], when(row["sent_at"]),
                row["read"], row["state"] == "sent", row["escalation_id"],
            )  # fmt: skip
            found.setdefault((one.room, one.viewer_id), one)
    return list(found.values())


def correct(db: sqlite3.Connection, correction: Correction) -> dict[str, int]:
    """Tell all who got it and are in no case; by room, the case in which that stands and which is closed at once.

    Nobody claims it: the bot goes on answering these viewers what else they ask.
    """
    row = db.execute("select * from faq_recall where id=?", (correction.recall,)).fetchone()
    if row is None:
        return {}
    since = correction.since.timestamp() if correction.since is not None else 0.0
    by_room: dict[str, list[Got]] = {}
    for one in reversed(got(db, row["entry"], since)):
        if one.case_id is None:
            by_room.setdefault(one.room, []).append(one)
    cases = {room: _tell(db, room, some, correction) for room, some in by_room.items()}
    if cases:
        told = (correction.now.timestamp(), correction.by, correction.recall)
        db.execute("update faq_recall set told_at=?, told_by=? where id=?", told)
    return cases


def _tell(db: sqlite3.Connection, room: str, some: list[Got], correction: Correction) -> int:
    now = correction.now
    case_id = escalation_rows.open_case(db, room, reasons.CORRECTING, Urgency.HIGH, correction.text, now.timestamp())
    for one in some:
        db.execute("update message set escalation_id=? where room=? and id=?", (case_id, room, one.message_id))
    split = correction.split(room)
    until = correction.send_by
    saying = Saying(case_id, correction.by, correction.text, "recall", split, until, until, until, now)
    people = [Named(one.message_id, one.viewer_id, one.name) for one in some]
    reply_rows.put(db, room, people, people[0], saying)
    case_rows.resolve(db, case_id, correction.by, CORRECTED, now.timestamp())
    return case_id


_BEGAN = """
select max(at) as began from (
    select received_at as at, lag(received_at) over (order by received_at) as before from message where received_at>?
) as lines where before is null or at-before>?
"""


def show_began(db: sqlite3.Connection, now: float) -> datetime | None:
    """When the rooms began to talk after they were last still for an hour."""
    return _when(db.execute(_BEGAN, (now - A_DAY_S, STILL_S)).fetchone()["began"])


_TOLD = f"""
select distinct o.id, o.sent_at, {ENTRY} as said, o.text from message c
join message m on m.room=c.room and m.viewer_id=c.viewer_id
    and m.received_at between c.received_at-? and c.received_at
join outbox o on o.room=m.room and o.message_id=coalesce(m.into_message, m.id)
where c.escalation_id=? and o.kind='faq' and o.state in ('sending', 'sent', 'uncertain') order by o.id desc limit 20
"""


def told_before(db: sqlite3.Connection, case_id: int) -> list[Told]:
    """What entries of the FAQ told the viewers of a case shortly before they asked, the last first, each once."""
    found: dict[str, Told] = {}
    for row in db.execute(_TOLD, (JUST_BEFORE_S, case_id)).fetchall():
        for entry in ids_of(row["said"]):
            if ProductEntry.of(entry) is None:
                found.setdefault(entry, Told(entry, row["text"], when(row["sent_at"])))
    return list(found.values())
