"""An answer of staff that is said to one more asker, in the database: a further line of that reply."""

from __future__ import annotations

import json
import sqlite3
from typing import NamedTuple

from bot import reasons
from bot.escalation.mentions import MOST_MENTIONS, uncorrected
from bot.messages import ChatMessage
from bot.store import escalation_rows
from bot.store.records import OutboxRow
from bot.store.reply_line_rows import MARK
from bot.store.sharing_rows import SHARING

AGAIN = "-again-to-"
"""In the nonce of such a line. Whoever had left and is back gets one with `-again-` and a number."""
WORTH_S = 60.0
"""Seconds after which such a line would come when its asker has long gone on."""
JUST_BEFORE_S = 6.0
"""Within so many seconds of such a line the next one waits, so that several who ask are named in it."""

_STILL_SAID = f"""
select o.*, {MARK} as mark from outbox o join escalation e on e.id=o.escalation_id
where o.escalation_id=:case and o.kind='staff' and {MARK}=:mark and o.state='sent'
and e.state in ('waiting', 'resolved')
and not exists (select 1 from outbox l where l.escalation_id=:case and l.kind='staff' and l.corrects=:mark
    and l.state<>'withdrawn')
order by o.id limit 1
"""


class Line(NamedTuple):
    """A line in the outbox, and the message it is for; others who ask meanwhile are named in it."""

    id: int
    message_id: str


def tell(db: sqlite3.Connection, message: ChatMessage, case_id: int, mark: str, now: float) -> Line | None:
    """Say a reply of staff to one more asker.

    None where it was corrected or the case was taken up meanwhile, and in a room that is off auto.
    """
    reply = db.execute(_STILL_SAID, {"case": case_id, "mark": mark}).fetchone()
    if reply is None:
        return None
    escalation_rows.touch(db, case_id)
    lines = f"room=:room and escalation_id=:case and {MARK}=:mark and instr(nonce, '{AGAIN}')>0"
    given = {"room": message.room, "case": case_id, "mark": mark, "now": now}
    waits = db.execute(
        f"select * from outbox where {lines} and state='pending' order by id limit 1", given
    ).fetchone()
    if waits is not None and len(names := json.loads(waits["mentions"])) < MOST_MENTIONS:
        named = json.dumps(list(dict.fromkeys([*names, message.viewer.name])), ensure_ascii=False)
        db.execute("update outbox set mentions=?, send_by=? where id=?", (named, now + WORTH_S, waits["id"]))
        return Line(waits["id"], waits["message_id"])
    left = db.execute(f"select max(sent_at) as at from outbox where {lines}", given).fetchone()["at"]
    cursor = db.execute(
        "insert into outbox (room, message_id, viewer_id, kind, nonce, text, mentions, reply_to, state, created_at,"
        " send_by, not_before, escalation_id, by, reply_mark, place, corrects)"
        " values (?,?,?,'staff',?,?,?,?,'pending',?,?,?,?,?,?,1,?) on conflict (nonce) do nothing",
        (
            message.room, message.id, message.viewer.id, f"{reply['nonce']}{AGAIN}{message.id}",
            uncorrected(reply["text"]), json.dumps([message.viewer.name], ensure_ascii=False), message.id, now,
            now + WORTH_S, left + JUST_BEFORE_S if left is not None and now - left < JUST_BEFORE_S else None,
            case_id, reply["by"], reply["mark"], reply["corrects"],
        ),
    )  # fmt: skip
    return Line(int(cursor.lastrowid or 0), message.id)


def is_again(row: OutboxRow) -> bool:
    """Whether a line says a reply to somebody who asked later."""
    return AGAIN in row.nonce


def named_now(db: sqlite3.Connection, row: OutboxRow, now: float) -> tuple[str, ...]:
    """Return whom such a line may name when it leaves: not who was removed, nor whom a person looks after by now."""
    names: list[str] = []
    for asker in db.execute(*_askers(row)).fetchall():
        held = escalation_rows.held_by_person(db, row.room, asker["viewer_id"], now)
        if asker["deleted_at"] is not None:
            became: tuple[str, str, int | None] = ("ignore", reasons.DELETED, None)
        elif held is not None:
            became = ("merge", reasons.TOOK_OVER, held)
        else:
            names.append(asker["viewer_name"])
            continue
        db.execute(
            "update message set outcome=?, reason=?, escalation_id=? where room=? and id=?",
            (*became, row.room, asker["id"]),
        )
        escalation_rows.touch(db, held)
    return tuple(dict.fromkeys(names))[:MOST_MENTIONS]


def missed(db: sqlite3.Connection, row: OutboxRow, reason: str) -> None:
    """Let those whom such a line did not reach count as others who ask: whoever takes the case looks after them."""
    if is_again(row):
        for asker in db.execute(*_askers(row)).fetchall():
            db.execute("update message set reason=? where room=? and id=?", (reason, row.room, asker["id"]))


def _askers(row: OutboxRow) -> tuple[str, tuple[object, ...]]:
    return (
        f"select id, viewer_id, viewer_name, deleted_at from message where {SHARING}"
        f" and reason='{reasons.JUST_ANSWERED}' order by id<>?2, received_at",
        (row.room, row.message_id),
    )
