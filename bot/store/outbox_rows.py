"""Replies in the database, from decided to seen in the room."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace

from bot import reasons
from bot.escalation.mentions import MOST_MENTIONS
from bot.messages import ChatMessage, ReplyKind, SendResult, Urgency
from bot.store import escalation_rows, promise_rows, told_again_rows
from bot.store.records import Delivery, Draft, OutboxRow, Sending
from bot.store.sharing_rows import MERGED, SHARING
from bot.store.times import when

MOST_PATIENCE = 10
"""Times the platform's own waiting time that a reply waits at most between two tries."""

APART_S = 2.0
"""Against what the bot says, each further line of a staff reply counts as so many seconds younger."""

WAITING = "state in ('pending', 'sending')"
"""Word for word the condition of the index `outbox_waiting`: SQLite uses it only for a query that repeats it."""


def insert(db: sqlite3.Connection, message: ChatMessage, draft: Draft, now: float) -> int:
    """Put the bot's reply to a message in the outbox. Its nonce comes from the message, never the attempt."""
    cursor = db.execute(
        "insert into outbox (room, message_id, viewer_id, kind, nonce, text, mentions, reply_to, state,"
        " created_at, send_by, entry, skus, wording, not_before, say)"
        " values (?,?,?,?,?,?,?,?,'pending',?,?,?,?,?,?,?)",
        (
            message.room,
            message.id,
            message.viewer.id,
            draft.kind,
            nonce_of(message.room, message.id),
            draft.text,
            json.dumps([message.viewer.name], ensure_ascii=False),
            message.id,
            now,
            draft.send_by.timestamp(),
            draft.entry,
            ",".join(draft.skus),
            draft.wording,
            draft.not_before.timestamp() if draft.not_before is not None else None,
            draft.say,
        ),
    )
    return int(cursor.lastrowid or 0)


def nonce_of(room: str, message_id: str) -> str:
    """Return the mark of the bot's reply to a message: the same however often it is tried."""
    # The length keeps apart rooms and ids that run together: "live" with "2-5", "live-2" with "5".
    return f"bot-{len(room)}-{room}-{message_id}"


def add_mention(db: sqlite3.Connection, room: str, message_id: str, name: str, send_by: float) -> bool:
    """Name one more asker in a reply of the bot that has not left; False when it has."""
    row = db.execute(
        "select id, mentions from outbox where room=? and message_id=? and state='pending' and kind<>'staff'",
        (room, message_id),
    ).fetchone()
    if row is None:
        return False
    names = json.loads(row["mentions"])
    if name not in names:
        if len(names) >= MOST_MENTIONS:
            return False
        names.append(name)
    # The one who asked last may wait as long as anybody.
    db.execute(
        "update outbox set mentions=?, send_by=max(send_by, ?) where id=?",
        (json.dumps(names, ensure_ascii=False), send_by, row["id"]),
    )
    return True


def read(row: sqlite3.Row) -> OutboxRow:
    """Read one row."""
    return OutboxRow(
        id=row["id"],
        room=row["room"],
        message_id=row["message_id"],
        viewer_id=row["viewer_id"],
        kind=ReplyKind(row["kind"]),
        nonce=row["nonce"],
        text=row["text"],
        mentions=tuple(json.loads(row["mentions"])),
        reply_to=row["reply_to"],
        state=Delivery(row["state"]),
        attempt=row["attempt"],
        created_at=when(row["created_at"]),
        send_by=when(row["send_by"]),
        not_before=when(row["not_before"]) if row["not_before"] is not None else None,
        escalation_id=row["escalation_id"],
        skus=tuple(sku for sku in row["skus"].split(",") if sku),
        entry=row["entry"],
        wording=row["wording"],
        say=row["say"],
    )


def pending(db: sqlite3.Connection, room: str, limit: int) -> list[OutboxRow]:
    """Replies that wait: what staff say first; the further lines of a long reply share the way with the bot's."""
    found: list[list[sqlite3.Row]] = [
        db.execute(
            f"select * from outbox where room=? and {WAITING} and state='pending' and {whose} order by id limit ?",
            (room, limit),
        ).fetchall()
        # By turns: sorting a long backlog would take longer.
        for whose in ("kind='staff' and place=0", "kind='staff' and place>0", "kind<>'staff'")
    ]
    first, further, bots = found
    shared = sorted([*further, *bots], key=lambda row: row["created_at"] + row["place"] * APART_S)
    return [read(row) for row in (*first, *shared)[:limit]]


def start_sending(db: sqlite3.Connection, row_id: int, now: float) -> OutboxRow | None:
    """Commit that a reply is on its way before it leaves, so that a crash cannot send it again."""
    row = db.execute(
        "update outbox set state='sending', attempt=attempt+1, sent_at=? where id=? and state='pending' returning *",
        (now, row_id),
    ).fetchone()
    if row is None:
        return None
    reply = read(row)
    escalation_rows.touch(db, reply.escalation_id)
    names_now, why = None, reasons.PROMISE_KEPT_FIRST
    if reply.message_id.startswith(promise_rows.ABOUT_ALL):
        names_now = promise_rows.named_now(db, reply, now)
    elif told_again_rows.is_again(reply):
        names_now, why = told_again_rows.named_now(db, reply, now), reasons.NOBODY_LEFT
    if names_now is not None:
        if not names_now:
            db.execute("update outbox set state='withdrawn', reason=? where id=?", (why, row_id))
            return None
        return replace(reply, mentions=names_now)
    if reply.kind is ReplyKind.STAFF:
        return reply
    return replace(reply, mentions=_named_now(db, reply, now))


def _named_now(db: sqlite3.Connection, row: OutboxRow, now: float) -> tuple[str, ...]:
    """Return whom a reply may name: not who was removed, nor whom a person looks after, since they asked."""
    names: list[str] = []
    askers = db.execute(
        f"select id, viewer_id, viewer_name, deleted_at from message where {SHARING} order by id<>?2, received_at",
        (row.room, row.message_id),
    ).fetchall()
    for asker in askers:
        if asker["deleted_at"] is not None:
            update: tuple[str, str, int | None] = ("ignore", reasons.DELETED, None)
        elif case_id := escalation_rows.held_by_person(db, row.room, asker["viewer_id"], now):
            update = ("merge", reasons.TOOK_OVER, case_id)
        else:
            if asker["viewer_name"] not in names:
                names.append(asker["viewer_name"])
            continue
        if asker["id"] != row.message_id:
            db.execute(
                "update message set outcome=?, reason=?, escalation_id=? where room=? and id=?",
                (*update, row.room, asker["id"]),
            )
            escalation_rows.touch(db, update[2])
    return tuple(names[:MOST_MENTIONS])


def settle(db: sqlite3.Connection, row: OutboxRow, result: SendResult, now: float) -> None:
    """Record what became of one attempt; an older attempt can no longer speak."""
    mine = "id=? and attempt=? and state='sending'"
    escalation_rows.touch(db, row.escalation_id)
    if result.status == "sent":
        db.execute(
            f"update outbox set state='sent', platform_id=?, sent_at=? where {mine}",
            (result.platform_id, now, row.id, row.attempt),
        )
        return
    if result.status == "refused" and result.retry_after is not None:
        # Not now, but soon: try again for as long as it is still worth saying, and ever more patiently.
        again = now + result.retry_after * min(row.attempt, MOST_PATIENCE)
        if again <= row.send_by.timestamp():
            put_off = db.execute(
                f"update outbox set state='pending', not_before=?, reason=? where {mine}",
                (again, result.reason, row.id, row.attempt),
            )
            if put_off.rowcount and row.kind is not ReplyKind.STAFF:
                _withdraw_if_overtaken(db, row, now)
            return
    state = Delivery.REFUSED if result.status == "refused" else Delivery.UNCERTAIN
    changed = db.execute(
        f"update outbox set state=?, reason=? where {mine}", (state, result.reason, row.id, row.attempt)
    )
    if changed.rowcount:
        _hand_over(db, row, state, result.reason, now)


def _withdraw_if_overtaken(db: sqlite3.Connection, row: OutboxRow, now: float) -> None:
    """Do what a deletion or a claim could not do while the reply was on its way."""
    deleted = db.execute(
        "select 1 from message where room=? and id=? and deleted_at is not null", (row.room, row.message_id)
    ).fetchone()
    if deleted is not None:
        withdraw_deleted(db, row.room, row.message_id, now)
    elif (case_id := escalation_rows.held_by_person(db, row.room, row.viewer_id, now)) is not None:
        withdraw_for_viewers(db, row.room, [row.viewer_id], case_id, now)


WHY = {
    Delivery.REFUSED: reasons.NOT_SENT,
    Delivery.UNCERTAIN: reasons.MAYBE_UNSEEN,
}


WHY_IN_DETAIL = {Delivery.REFUSED: reasons.NOT_SENT_WHY, Delivery.UNCERTAIN: reasons.MAYBE_UNSEEN_WHY}


def _hand_over(db: sqlite3.Connection, row: OutboxRow, state: Delivery, detail: str, now: float) -> None:
    """Give a reply that did not surely arrive to a person."""
    reason = WHY_IN_DETAIL[state].format(why=detail) if detail else WHY[state]
    if row.escalation_id is not None:
        told_again_rows.missed(db, row, WHY[state])
        escalation_rows.reopen(db, row.escalation_id, reason, now)
        return
    if row.kind is ReplyKind.NOTICE:
        leave_unsaid(db, row.room, row.message_id, WHY[state])
        return
    case_id = escalation_rows.open_case(db, row.room, reason, Urgency.NORMAL, row.text, now)
    db.execute(
        "update message set outcome='escalate', reason=?, escalation_id=? where room=? and id=?",
        (WHY[state], case_id, row.room, row.message_id),
    )
    db.execute(f"update message set escalation_id=?3 where {MERGED}", (row.room, row.message_id, case_id))
    db.execute("update outbox set escalation_id=? where id=?", (case_id, row.id))


def leave_unsaid(db: sqlite3.Connection, room: str, message_id: str, reason: str) -> None:
    """Let go of the sentence about something that was done all the same: it is no question for a person."""
    db.execute(
        "update message set outcome='ignore', reason=reason || '; ' || ? where room=? and id=?",
        (reason, room, message_id),
    )


def withdraw_deleted(db: sqlite3.Connection, room: str, message_id: str, now: float) -> bool:
    """Withdraw the reply to a deleted message; whoever shared it, and was not deleted too, gets a case."""
    changed = db.execute(
        "update outbox set state='withdrawn', reason=? where room=? and message_id=? and state='pending'"
        " and kind<>'staff'",
        (reasons.DELETED, room, message_id),
    )
    if not changed.rowcount:
        return False
    db.execute(
        f"update message set outcome='ignore', reason=?3 where {SHARING}"
        " and (id=?2 or (escalation_id is null and deleted_at is not null))",
        (room, message_id, reasons.DELETED),
    )
    _rehouse_merged(db, room, message_id, reasons.SHARED_DELETED, now)
    return True


def _rehouse_merged(
    db: sqlite3.Connection, room: str, message_id: str, reason: str, now: float, draft: str = ""
) -> None:
    """Open a case for askers whose reply was withdrawn with the message they were merged into."""
    orphans = f"{MERGED} and escalation_id is null and deleted_at is null"
    if db.execute(f"select 1 from message where {orphans} limit 1", (room, message_id)).fetchone() is not None:
        case_id = escalation_rows.open_case(db, room, reason, Urgency.NORMAL, draft, now)
        db.execute(
            f"update message set outcome='escalate', reason=?3, escalation_id=?4 where {orphans}",
            (room, message_id, reason, case_id),
        )


def expire(db: sqlite3.Connection, row: OutboxRow, reason: str, now: float) -> None:
    """Give up on a reply that would come too late."""
    changed = db.execute(
        "update outbox set state='expired', reason=? where id=? and state='pending'", (reason, row.id)
    )
    if not changed.rowcount:
        return
    if row.escalation_id is not None:
        escalation_rows.touch(db, row.escalation_id)
        told_again_rows.missed(db, row, reason)
        escalation_rows.reopen(db, row.escalation_id, reasons.NOT_SENT_WHY.format(why=reason), now)
        return
    db.execute(f"update message set outcome='expired', reason=?3 where {SHARING}", (row.room, row.message_id, reason))


def withdraw_for_viewers(db: sqlite3.Connection, room: str, viewers: list[str], case_id: int, now: float) -> None:
    """Withdraw what the bot was about to say to viewers whom a person now looks after."""
    for viewer in viewers:
        rows = db.execute(
            "update outbox set state='withdrawn', reason=? where room=? and viewer_id=?"
            f" and {WAITING} and state='pending' and kind<>'staff' returning message_id, text",
            (reasons.TOOK_OVER, room, viewer),
        ).fetchall()
        for row in rows:
            db.execute(
                f"update message set outcome='merge', reason=?3, escalation_id=?4 where {SHARING}"
                " and (id=?2 or viewer_id=?5)",
                (room, row["message_id"], reasons.TOOK_OVER, case_id, viewer),
            )
            escalation_rows.touch(db, case_id)
            # Strangers who shared the question must not read what staff tell this viewer.
            _rehouse_merged(db, room, row["message_id"], reasons.SHARED_TAKEN, now, row["text"])


def confirm(db: sqlite3.Connection, echo: ChatMessage, now: float) -> tuple[bool, bool]:
    """Find the reply an echo belongs to, by nonce, else by the platform's id; and whether it tells anything new."""
    if echo.nonce is not None:
        found = db.execute("select * from outbox where nonce=?", (echo.nonce,)).fetchone()
    else:
        found = db.execute("select * from outbox where room=? and platform_id=?", (echo.room, echo.id)).fetchone()
    if found is None:
        return False, False
    # Seen is sent, whatever the platform's answer was or will be: it is neither doubtful nor tried again.
    news = found["state"] in (Delivery.PENDING, Delivery.SENDING, Delivery.UNCERTAIN)
    db.execute(
        "update outbox set confirmed_at=?, platform_id=?, state=? where id=?",
        (now, echo.id, Delivery.SENT if news else found["state"], found["id"]),
    )
    if found["state"] == Delivery.UNCERTAIN and found["escalation_id"] is not None:
        if found["kind"] == ReplyKind.STAFF:
            escalation_rows.touch(db, found["escalation_id"])
        else:
            # No person need look any more, unless one already does.
            escalation_rows.close_unclaimed(
                db, found["escalation_id"], found["message_id"], "seen in the room after all", now
            )
    return True, news and found["escalation_id"] is not None


def park_interrupted(db: sqlite3.Connection, room: str, now: float) -> int:
    """Hand replies caught in mid-send to staff: whether the room saw them, nobody here can know."""
    rows = db.execute(f"select * from outbox where room=? and {WAITING} and state='sending'", (room,)).fetchall()
    for row in rows:
        reply = read(row)
        settle(db, reply, SendResult("unknown", reason=reasons.STOPPED_SENDING), now)
    return len(rows)


def sendings(db: sqlite3.Connection) -> dict[str, Sending]:
    """By room, what became of the last reply that was handed to the platform."""
    rows = db.execute(
        "select o.room, o.state, coalesce(o.sent_at, o.created_at) as at, o.reason, o.confirmed_at from outbox o"
        " join (select room, max(id) as id from outbox where state in ('sent','refused','uncertain') group by room) l"
        " on l.id=o.id"
    )
    return {
        r["room"]: Sending(Delivery(r["state"]), when(r["at"]), r["reason"], r["confirmed_at"] is not None)
        for r in rows.fetchall()
    }
