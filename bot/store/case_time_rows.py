"""What time, the screen and viewers do to cases in the database."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from bot.escalation import State
from bot.store.escalation_rows import COMES_BACK, GOES_ON, OPEN, coming_to

LAPSED = "state='claimed' and claim_until<=:now"
GIVEN_UP = (
    "state='waiting' and claim_until<=:now and not exists (select 1 from outbox o"
    " where o.escalation_id=escalation.id and o.kind='staff' and o.state in ('pending', 'sending'))"
)
"""The viewer did not come back; not while what they would come back to is still on its way."""


def _slept(shown: Sequence[str]) -> str:
    skus = "".join(f" or snooze_sku=:sku{n}" for n in range(len(shown)))
    return f"state='snoozed' and (snooze_until<=:now{skus})"


def _given(room: str, now: float, shown: Sequence[str]) -> dict[str, object]:
    return {"room": room, "now": now, **{f"sku{n}": sku for n, sku in enumerate(shown)}}


def is_due(db: sqlite3.Connection, room: str, now: float, shown: Sequence[str]) -> bool:
    """Whether `pass_time` has anything to do."""
    row = db.execute(
        f"select 1 from escalation where room=:room and {OPEN} and (({LAPSED}) or ({GIVEN_UP}) or ({_slept(shown)}))"
        " limit 1",
        _given(room, now, shown),
    ).fetchone()
    return row is not None


def pass_time(db: sqlite3.Connection, room: str, now: float, shown: Sequence[str]) -> int:
    """Return lapsed claims at their age, close what nobody came back to, wake what slept; how many went a step."""
    given = _given(room, now, shown)
    of_room = f"where room=:room and {OPEN}"
    returned = db.execute(
        f"update escalation set state='new', claimed_by=null, claim_until=null, {GOES_ON}"
        f" {of_room} and {LAPSED} and {coming_to(State.NEW)}",
        given,
    )
    done = db.execute(
        f"update escalation set state='resolved', resolved_by=claimed_by, resolved_at=:now, resolution='answered',"
        f" claim_until=null, {GOES_ON} {of_room} and {GIVEN_UP} and {coming_to(State.RESOLVED)}",
        given,
    )
    woken = db.execute(f"update escalation set {COMES_BACK} {of_room} and {_slept(shown)}", given)
    return returned.rowcount + done.rowcount + woken.rowcount


WARN_AT = 0.75
"""The share of the time for a first answer after which the desk is warned."""
RUNS = "first_reply_at is null and paused_at is null"
NO_DEADLINE = "due_at is null and first_reply_at is null"
TO_WARN = f"{RUNS} and warned_at is null and due_at + paused_s - (due_at - opened_at) * {1 - WARN_AT} <= :now"
BROKEN = f"{RUNS} and breached_at is null and due_at + paused_s <= :now"


def has_deadlines(db: sqlite3.Connection, room: str, now: float) -> bool:
    """Whether `keep_deadlines` has anything to do."""
    row = db.execute(
        f"select 1 from escalation where room=:room and {OPEN}"
        f" and (({NO_DEADLINE}) or ({TO_WARN}) or ({BROKEN})) limit 1",
        {"room": room, "now": now},
    ).fetchone()
    return row is not None


def keep_deadlines(db: sqlite3.Connection, room: str, first_answer_s: float, now: float) -> int:
    """Set when first answers are due, warn, and mark each broken one once; returns how many broke just now."""
    given = {"room": room, "now": now, "within": first_answer_s}
    of_room = f"where room=:room and {OPEN}"
    db.execute(
        f"update escalation set due_at=opened_at+:within, version=version+1 {of_room} and {NO_DEADLINE}", given
    )
    db.execute(f"update escalation set warned_at=:now, version=version+1 {of_room} and {TO_WARN}", given)
    broken = db.execute(f"update escalation set breached_at=:now, version=version+1 {of_room} and {BROKEN}", given)
    return broken.rowcount


def heard_from(db: sqlite3.Connection, room: str, viewer_id: str, now: float) -> bool:
    """Wake what slept until this viewer's next word."""
    woken = db.execute(
        f"update escalation set {COMES_BACK} where room=:room and state='snoozed' and exists"
        " (select 1 from message m where m.escalation_id=escalation.id and m.viewer_id=:viewer)",
        {"room": room, "viewer": viewer_id, "now": now},
    )
    return woken.rowcount > 0
