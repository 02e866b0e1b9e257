"""Whether a room's program may say anything now, in the database; what it may not say goes to people."""

from __future__ import annotations

import sqlite3

from bot import reasons
from bot.escalation.steps import Step
from bot.messages import ReplyKind, SendResult
from bot.store import outbox_rows, step_rows, withdrawn_rows
from bot.store.records import OutboxRow


def unspoken(db: sqlite3.Connection, room: str, *, suggests: bool = False) -> str:
    """Return why the program answers, or suggests, nothing in a room now; empty where it does."""
    if mode := mode_off_auto(db, room):
        return reasons.ROOM_IS_ON.format(mode=mode)
    step = step_rows.step_of(db, room)
    if step is Step.PEOPLE_ONLY:
        return reasons.PEOPLE_ONLY
    return reasons.FAQ_ONLY if suggests and step is Step.FAQ_ONLY else ""


def mode_off_auto(db: sqlite3.Connection, room: str) -> str:
    """Return the mode staff switched a room to; empty where it is on auto."""
    row = db.execute("select mode from room where name=? and mode<>'auto'", (room,)).fetchone()
    return row["mode"] if row is not None else ""


def settle(db: sqlite3.Connection, row: OutboxRow, result: SendResult, now: float) -> None:
    """Record what became of one attempt; nothing waits for another in a room that was left to people meanwhile."""
    outbox_rows.settle(db, row, result, now)
    if result.retry_after is None or row.kind is ReplyKind.STAFF:
        return
    # It was on its way when the room was switched, where nothing could withdraw it.
    if mode := mode_off_auto(db, row.room):
        withdrawn_rows.for_mode(db, row.room, mode, now)
    elif step_rows.step_of(db, row.room) is Step.PEOPLE_ONLY:
        withdrawn_rows.for_people(db, row.room, now)
