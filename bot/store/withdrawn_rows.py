"""What a room's program was about to say and may not any more: withdrawn, and given to people."""

from __future__ import annotations

import sqlite3

from bot import reasons
from bot.catalog.entries import subject_said
from bot.messages import ReplyKind, Urgency
from bot.store import escalation_rows, outbox_rows
from bot.store.sharing_rows import WITHOUT_CASE
from bot.text import language_of


def for_mode(db: sqlite3.Connection, room: str, mode: str, now: float) -> None:
    """Give what the bot was about to say to staff: the room was switched off auto."""
    reason = reasons.SWITCHED.format(mode=mode)
    for row in _withdrawn(db, room, reason):
        if row["kind"] == ReplyKind.NOTICE:
            outbox_rows.leave_unsaid(db, room, row["message_id"], reason)
        elif mode == "silent" and row["kind"] == ReplyKind.FAQ:
            db.execute(
                f"update message set outcome='ignore', reason=?3 where {WITHOUT_CASE}",
                (room, row["message_id"], reasons.ROOM_SILENT),
            )
        else:
            _hand_to_people(db, room, row, reason, now)


def for_people(db: sqlite3.Connection, room: str, now: float) -> list[str]:
    """Give what the program was about to say to people, but what tells viewers that a person will answer."""
    rows = _withdrawn(db, room, reasons.PEOPLE_ONLY, but=ReplyKind.NOTICE)
    for row in rows:
        _hand_to_people(db, room, row, reasons.PEOPLE_ONLY, now)
    return [row["message_id"] for row in rows]


def _withdrawn(db: sqlite3.Connection, room: str, reason: str, but: str = "") -> list[sqlite3.Row]:
    """Withdraw what waits and no person wrote."""
    return db.execute(
        "update outbox set state='withdrawn', reason=? where room=?"
        f" and {outbox_rows.WAITING} and state='pending' and kind<>'staff' and kind<>? returning *",
        (reason, room, but),
    ).fetchall()


def _hand_to_people(db: sqlite3.Connection, room: str, row: sqlite3.Row, reason: str, now: float) -> None:
    """Open a case for all who were to read a reply that was withdrawn, with it as the draft."""
    subject = subject_said(row["entry"], row["wording"], row["skus"], language_of(row["text"]))
    case_id = escalation_rows.open_case(db, room, reason, Urgency.NORMAL, row["text"], now, subject)
    db.execute(
        f"update message set outcome='escalate', reason=?3, escalation_id=?4 where {WITHOUT_CASE}",
        (room, row["message_id"], reason, case_id),
    )
