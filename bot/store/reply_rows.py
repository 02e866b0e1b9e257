"""Replies of staff in the database: one click, its lines in the outbox, who was named in them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from bot import reasons
from bot.escalation.mentions import speakable
from bot.messages import ReplyKind
from bot.store import case_rows, escalation_rows
from bot.store.records import Claimed
from bot.store.replies import Saying, To, Undone
from bot.store.reply_line_rows import MARK


class Named(NamedTuple):
    """Somebody whom a reply may name."""

    message_id: str
    viewer_id: str
    name: str


def say(db: sqlite3.Connection, saying: Saying) -> Claimed:
    """Put staff's answer in the outbox, a line for each batch of names; replying claims."""
    case_id, now = saying.case_id, saying.now.timestamp()
    said = db.execute(f"select 1 from outbox where {MARK}=? and by=?", (saying.mark, saying.by)).fetchone()
    if said is not None:
        return Claimed(True, escalation_rows.one(db, case_id))  # whatever became of the case since stays so
    claimed = case_rows.claim(db, case_id, saying.by, saying.until.timestamp(), now)
    if not claimed.won or claimed.escalation is None or not claimed.escalation.askers:
        return Claimed(False, claimed.escalation)
    for other in saying.joining:
        case_rows.merge(db, other, case_id, saying.by, now)
    if saying.corrects:
        _withdraw_rest(db, case_id, saying.corrects)
    first = claimed.escalation.askers[0]
    alone = Named(first.message_id, first.viewer.id, first.viewer.name)
    put(db, claimed.escalation.room, _addressed(db, case_id, saying.to, saying.corrects), alone, saying)
    case_rows.wait(db, case_id, saying.by, saying.waits_until.timestamp(), now)
    return Claimed(True, escalation_rows.one(db, case_id))


def put(db: sqlite3.Connection, room: str, people: Sequence[Named], alone: Named, saying: Saying) -> None:
    """Put all lines of a reply in the outbox, for these people; `alone` stands for all where nobody is named."""
    by_name: dict[str, Named] = {}
    for one in people:
        by_name.setdefault(one.name, one)
    for number, names in enumerate(saying.split(list(by_name))):
        insert(db, room, by_name.get(names[0], alone) if names else alone, names, saying, number)
    db.execute(
        "update escalation set first_reply_at=coalesce(first_reply_at, ?), unsent='', unsent_by='' where id=?",
        (saying.now.timestamp(), saying.case_id),
    )


def insert(
    db: sqlite3.Connection, room: str, first: Named, names: Sequence[str], saying: Saying, number: int
) -> None:
    """Put one line of a reply in the outbox; its nonce comes from case, click and place."""
    db.execute(
        "insert into outbox (room, message_id, viewer_id, kind, nonce, text, mentions, reply_to, state,"
        " created_at, send_by, not_before, escalation_id, by, reply_mark, place, corrects)"
        " values (?,?,?,?,?,?,?,?,'pending',?,?,?,?,?,?,?,?) on conflict (nonce) do nothing",
        (
            room,
            first.message_id,
            first.viewer_id,
            ReplyKind.STAFF,
            f"{saying.mark}-{number}",
            saying.text,
            json.dumps(names, ensure_ascii=False),
            first.message_id,
            saying.now.timestamp(),
            saying.send_by.timestamp(),
            saying.not_before.timestamp() if saying.not_before is not None else None,
            saying.case_id,
            saying.by,
            saying.mark,
            number,
            saying.corrects,
        ),
    )


def addressed(
    db: sqlite3.Connection, case_id: int, to: To, corrects: str = "", joining: Sequence[int] = ()
) -> list[str]:
    """Whom a reply would name now."""
    return list(dict.fromkeys(one.name for one in _addressed(db, case_id, to, corrects, joining)))


def _addressed(
    db: sqlite3.Connection, case_id: int, to: To, corrects: str, joining: Sequence[int] = ()
) -> list[Named]:
    if to == "room":
        return []
    asked = _askers(db, [case_id, *joining])
    if corrects:
        rows = db.execute(
            f"select mentions from outbox where escalation_id=? and {MARK}=?", (case_id, corrects)
        ).fetchall()
        told = {speakable(name) for row in rows for name in json.loads(row["mentions"])}
        return [one for one in asked if speakable(one.name) in told]
    if to == "missed":
        reached = _reached(db, case_id)
        return [one for one in asked if speakable(one.name) not in reached]
    return asked


def _askers(db: sqlite3.Connection, cases: Sequence[int]) -> list[Named]:
    """Everybody who asks, once, in the order in which they did; not those whose lines were all removed."""
    marks = ",".join("?" * len(cases))
    rows = db.execute(
        f"select id, viewer_id, viewer_name from message where escalation_id in ({marks}) and deleted_at is null"
        f" order by {escalation_rows.OPENER_FIRST}",
        cases,
    ).fetchall()
    found: dict[str, Named] = {}
    for row in rows:
        found.setdefault(row["viewer_id"], Named(row["id"], row["viewer_id"], row["viewer_name"]))
    return list(found.values())


def _reached(db: sqlite3.Connection, case_id: int) -> set[str]:
    """The names in lines of staff that were said or are about to be."""
    rows = db.execute(
        "select mentions from outbox where escalation_id=? and kind='staff'"
        " and state in ('pending', 'sending', 'sent')",
        (case_id,),
    ).fetchall()
    return {speakable(name) for row in rows for name in json.loads(row["mentions"])}


def _withdraw_rest(db: sqlite3.Connection, case_id: int, mark: str) -> None:
    db.execute(
        f"update outbox set state='withdrawn', reason=? where escalation_id=? and {MARK}=? and state='pending'",
        (reasons.CORRECTED_FIRST, case_id, mark),
    )


def undo(db: sqlite3.Connection, mark: str, by: str, until: float, now: float) -> Undone | None:
    """Take a reply back as long as nothing of it has left; the case is in hand again, if nobody else has it."""
    changed = db.execute(
        "update outbox set state='withdrawn', reason=?1 where reply_mark=?2 and by=?3 and state='pending'"
        # Asked once, of the reply and not of each line: the lines that this withdraws must not count.
        " and not exists (select 1 from outbox o where o.reply_mark=?2 and (o.state<>'pending' or o.attempt>0))",
        (reasons.TAKEN_BACK, mark, by),
    )
    row = db.execute("select * from outbox where reply_mark=? order by id limit 1", (mark,)).fetchone()
    if not changed.rowcount or row is None:
        return None
    # It was no answer, so the first answer is still owed.
    db.execute(
        "update escalation set version=version+1, first_reply_at=(select min(created_at) from outbox"
        " where escalation_id=?1 and kind='staff' and state<>'withdrawn') where id=?1",
        (row["escalation_id"],),
    )
    claimed = case_rows.claim(db, row["escalation_id"], by, until, now)
    return Undone(row["text"], row["corrects"], claimed)
