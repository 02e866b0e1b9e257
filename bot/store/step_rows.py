"""The steps of rooms, in the database: one row a change, the last one of a room says how it stands."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from bot.escalation.steps import Change, Standing, Step
from bot.store import withdrawn_rows
from bot.store.times import when


def standing(db: sqlite3.Connection, room: str) -> Standing:
    """How a room stands."""
    row = db.execute("select * from step where room=? order by id desc limit 1", (room,)).fetchone()
    if row is None:
        return Standing()
    chosen, since = _time(row["chosen_at"]), _time(row["since"])
    return Standing(
        Step(row["hand"]), row["hand_by"], chosen, Step(row["own"]), row["own_why"], since, again=row["again"]
    )  # fmt: skip


def take(db: sqlite3.Connection, change: Change, standing: Standing) -> list[str]:
    """Log a change; returns the messages whose replies were withdrawn."""
    db.execute(
        "insert into step (room, at, was, step, why, by, hand, hand_by, chosen_at, own, own_why, since, again)"
        " values (?,?,?,?,?,?,?,?,?,?,?,?,?)",
        (
            change.room,
            change.at.timestamp(),
            change.was,
            change.step,
            change.why,
            change.by,
            standing.hand,
            standing.by,
            standing.chosen.timestamp() if standing.chosen is not None else None,
            standing.own,
            standing.why,
            standing.since.timestamp() if standing.since is not None else None,
            standing.again,
        ),
    )
    if change.step is not Step.PEOPLE_ONLY:
        return []
    return withdrawn_rows.for_people(db, change.room, change.at.timestamp())


def changes(db: sqlite3.Connection, room: str, limit: int, since: datetime | None) -> list[Change]:
    """The last changes."""
    after = since.timestamp() if since is not None else 0.0
    rows = db.execute(
        "select * from step where (?='' or room=?) and at>? order by id desc limit ?", (room, room, after, limit)
    )
    return [
        Change(r["room"], when(r["at"]), Step(r["was"]), Step(r["step"]), r["why"], r["by"]) for r in rows.fetchall()
    ]


def step_of(db: sqlite3.Connection, room: str) -> Step:
    """The step a room is on."""
    row = db.execute("select step from step where room=? order by id desc limit 1", (room,)).fetchone()
    return Step(row["step"]) if row is not None else Step.NORMAL


def _time(seconds: float | None) -> datetime | None:
    return when(seconds) if seconds is not None else None
