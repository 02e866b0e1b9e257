"""What the host answers before the camera, in the database: put before them, answered, said by nobody else."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from bot import reasons
from bot.escalation import State
from bot.escalation.on_air import OnAir
from bot.store.case_rows import CLOSED, FREE_OR_OWN
from bot.store.escalation_rows import OPEN, OPENER_FIRST, coming_to
from bot.store.outbox_rows import WAITING
from bot.store.sharing_rows import WITHOUT_CASE
from bot.store.times import when

MOST_QUESTIONS = 20
"""Different wordings of one question that are compared."""

ASKED = f"m.outcome='escalate' or m.reason='{reasons.WITH_STAFF}'"
"""Lines of a case that put its question; others joined it because of who said them."""


def hand(db: sqlite3.Connection, case_id: int, by: str, now: float, back: bool) -> bool:
    """Put an open case before the host, or take it back; only a case that nobody else holds."""
    changed = db.execute(
        "update escalation set handed_at=case when :back then null else :now end,"
        " handed_by=case when :back then '' else :by end, version=version+1"
        f" where id=:id and {OPEN} and {FREE_OR_OWN} and (handed_at is null)<>:back",
        {"id": case_id, "by": by, "now": now, "back": int(back)},
    )
    return changed.rowcount == 1


def answered(db: sqlite3.Connection, case_id: int, by: str, at: float, now: float) -> bool:
    """Close a case that the host answered: one's own, a free one, or any that was put before the host."""
    changed = db.execute(
        f"update escalation set state='on air', on_air_at=:at, resolution='answered on air', {CLOSED}"
        f" where id=:id and {coming_to(State.ON_AIR)} and (handed_at is not null or {FREE_OR_OWN})",
        {"id": case_id, "by": by, "at": at, "now": now},
    )
    if changed.rowcount:
        db.execute(
            "update outbox set state='withdrawn', reason=?"
            " where escalation_id=? and kind='staff' and state='pending'",
            (reasons.HOST_ANSWERED, case_id),
        )
    return changed.rowcount == 1


def lately(db: sqlite3.Connection, room: str, since: float) -> list[OnAir]:
    """What the host has answered since then, with what was asked in each case."""
    cases = db.execute(
        "select id, on_air_at, subject from escalation where room=? and on_air_at>? and on_air_at is not null"
        " and state='on air' order by on_air_at",
        (room, since),
    ).fetchall()
    return [OnAir(case["id"], when(case["on_air_at"]), questions(db, case["id"]), case["subject"]) for case in cases]


def questions(db: sqlite3.Connection, case_id: int) -> tuple[str, ...]:
    """What was asked in a case, each wording once."""
    asked = db.execute(
        f"select text from message m where escalation_id=? and ({ASKED}) order by {OPENER_FIRST}", (case_id,)
    ).fetchall()
    return tuple(dict.fromkeys(row["text"] for row in asked))[:MOST_QUESTIONS]


def leave_unsaid(db: sqlite3.Connection, room: str, entries: Sequence[str]) -> list[str]:
    """Withdraw the bot's answers that say what the host has said; return the messages they were for."""
    marks = ",".join("?" * len(entries))
    gone = db.execute(
        f"update outbox set state='withdrawn', reason=? where room=? and {WAITING} and state='pending' and kind='faq'"
        f" and entry in ({marks}) returning message_id",
        (reasons.HOST_ANSWERED, room, *entries),
    ).fetchall()
    for row in gone:
        db.execute(
            f"update message set outcome='ignore', reason=?3 where {WITHOUT_CASE}",
            (room, row["message_id"], reasons.HOST_ANSWERED),
        )
    return [row["message_id"] for row in gone]
