"""What staff do to cases in the database. Every step is one conditional update, so that two can never both win."""

from __future__ import annotations

import sqlite3

from bot.escalation import State
from bot.store import outbox_rows
from bot.store.escalation_rows import COMES_BACK, GOES_ON, HELD, OPEN, coming_to, is_held, join, one, touch
from bot.store.records import Claimed

FREE_OR_OWN = "(state not in ('claimed', 'waiting') or claimed_by=:by or claim_until<=:now)"
"""Nobody else holds the case."""

STANDS_STILL = "version=version+1, paused_at=coalesce(paused_at, :now)"
"""The clock of the first answer stands: it is not staff's turn."""

NOT_SNOOZED = "snooze_until=null, snooze_sku=''"

CLOSED = f"claim_until=null, {NOT_SNOOZED}, resolved_by=:by, resolved_at=:now, {GOES_ON}"


def claim(db: sqlite3.Connection, case_id: int, by: str, until: float, now: float) -> Claimed:
    """Take a case if nobody holds it (or renew one's own)."""
    changed = db.execute(
        "update escalation set state='claimed', claimed_by=:by, claim_until=:until, claimed_at=:now,"
        " lease_s=:until - :now, assigned_to=case assigned_to when :by then :by else '' end,"
        f" {NOT_SNOOZED}, {GOES_ON}"
        f" where id=:id and {coming_to(State.CLAIMED)} and {FREE_OR_OWN}",
        {"id": case_id, "by": by, "until": until, "now": now},
    )
    if changed.rowcount:
        _silence_bot(db, case_id, now)
    return Claimed(bool(changed.rowcount), one(db, case_id))


def _silence_bot(db: sqlite3.Connection, case_id: int, now: float) -> None:
    """Withdraw what the bot was about to say to the viewers of a case that a person holds."""
    room = db.execute("select room from escalation where id=?", (case_id,)).fetchone()["room"]
    asked = db.execute("select distinct viewer_id from message where escalation_id=?", (case_id,)).fetchall()
    outbox_rows.withdraw_for_viewers(db, room, [row["viewer_id"] for row in asked], case_id, now)


def renew(db: sqlite3.Connection, case_id: int, by: str, until: float, now: float) -> bool:
    """Let a claim that still holds last longer, never shorter. Waiting for a viewer ends when it ends."""
    changed = db.execute(
        "update escalation set claim_until=max(claim_until, :until), version=version+1"
        f" where id=:id and state='claimed' and {HELD} and claimed_by=:by",
        {"id": case_id, "by": by, "until": until, "now": now},
    )
    return changed.rowcount == 1


def release(db: sqlite3.Connection, case_id: int, by: str, now: float) -> bool:
    """Give a case back; it keeps its age."""
    changed = db.execute(
        f"update escalation set state='new', claimed_by=null, claim_until=null, {GOES_ON}"
        " where id=:id and state in ('claimed', 'waiting') and claimed_by=:by",
        {"id": case_id, "by": by, "now": now},
    )
    return changed.rowcount == 1


def assign(db: sqlite3.Connection, case_id: int, to: str, by: str, until: float, now: float, anyones: bool) -> bool:
    """Give a case to a colleague: one that is free or one's own, or anyone's.

    They hold it at once, so that the bot stays silent in between; a snoozed one sleeps on, marked as theirs.
    """
    whose = "1" if anyones else FREE_OR_OWN
    given = {"id": case_id, "to": to, "by": by, "until": until, "now": now}
    changed = db.execute(
        "update escalation set state='claimed', claimed_by=:to, claim_until=:until, claimed_at=:now,"
        f" lease_s=:until - :now, assigned_to=:to, {GOES_ON}"
        f" where id=:id and {OPEN} and state<>'snoozed' and {coming_to(State.CLAIMED)} and {whose}",
        given,
    )
    if changed.rowcount:
        _silence_bot(db, case_id, now)
        return True
    asleep = db.execute(
        "update escalation set assigned_to=:to, version=version+1 where id=:id and state='snoozed'", given
    )
    return asleep.rowcount == 1


def keep_unsent(db: sqlite3.Connection, case_id: int, by: str, text: str, now: float) -> bool:
    """Keep what was written and not sent, unless somebody else is at the case by now; nothing lets go of it."""
    changed = db.execute(
        "update escalation set unsent=:text, unsent_by=case :text when '' then '' else :by end, version=version+1"
        f" where id=:id and {OPEN} and {FREE_OR_OWN} and unsent<>:text",
        {"id": case_id, "by": by, "text": text, "now": now},
    )
    return changed.rowcount == 1


def note(db: sqlite3.Connection, case_id: int, by: str, text: str, now: float) -> bool:
    """Write something down about a case, wherever it stands."""
    added = db.execute(
        "insert into case_note (case_id, by, text, at) select id, ?, ?, ? from escalation where id=?",
        (by, text, now, case_id),
    )
    touch(db, case_id)
    return added.rowcount == 1


# answering


def wait(db: sqlite3.Connection, case_id: int, by: str, until: float, now: float) -> bool:
    """Let a case that one holds wait for the viewer."""
    changed = db.execute(
        f"update escalation set state='waiting', claim_until=:until, {STANDS_STILL}"
        f" where id=:id and {coming_to(State.WAITING)} and {HELD} and claimed_by=:by",
        {"id": case_id, "by": by, "until": until, "now": now},
    )
    return changed.rowcount == 1


# putting aside, closing


def snooze(db: sqlite3.Connection, case_id: int, by: str, now: float, until: float | None, sku: str) -> bool:
    """Put a case aside; nobody holds it meanwhile."""
    changed = db.execute(
        "update escalation set state='snoozed', claimed_by=null, claim_until=null, snooze_until=:until,"
        f" snooze_sku=:sku, {STANDS_STILL} where id=:id and {coming_to(State.SNOOZED)} and {FREE_OR_OWN}",
        {"id": case_id, "by": by, "until": until, "sku": sku, "now": now},
    )
    return changed.rowcount == 1


def wake(db: sqlite3.Connection, case_id: int, now: float) -> bool:
    """Bring a snoozed case back at its age."""
    changed = db.execute(
        f"update escalation set {COMES_BACK} where id=:id and state='snoozed'", {"id": case_id, "now": now}
    )
    return changed.rowcount == 1


def resolve(db: sqlite3.Connection, case_id: int, by: str, resolution: str, now: float) -> bool:
    """Close a case that is free or one's own."""
    changed = db.execute(
        f"update escalation set state='resolved', resolution=:resolution, {CLOSED}"
        f" where id=:id and {coming_to(State.RESOLVED)} and {FREE_OR_OWN}",
        {"id": case_id, "by": by, "resolution": resolution, "now": now},
    )
    return changed.rowcount == 1


def merge(db: sqlite3.Connection, case_id: int, into: int, by: str, now: float) -> bool:
    """Move askers, replies and notes of a case into another; what is left of it points there."""
    ids = {"id": case_id, "into": into, "by": by, "now": now}
    changed = db.execute(
        f"update escalation set state='merged', merged_into=:into, resolution='merged', {CLOSED}"
        f" where id=:id and id<>:into and {coming_to(State.MERGED)} and {FREE_OR_OWN} and exists"
        f" (select 1 from escalation t where t.id=:into and t.room=escalation.room and t.{OPEN})",
        ids,
    )
    if not changed.rowcount:
        return False
    for table, column in (
        ("message", "escalation_id"),
        ("outbox", "escalation_id"),
        ("case_note", "case_id"),
        ("lesson", "case_id"),
        ("link_conflict", "case_id"),
        ("promise", "case_id"),
    ):
        db.execute(f"update {table} set {column}=:into where {column}=:id", ids)
    db.execute("update escalation set merged_into=:into, version=version+1 where merged_into=:id", ids)
    _take_over(db, case_id, into)
    join(db, into, now)
    if is_held(db, into, now):
        _silence_bot(db, into, now)
    return True


def _take_over(db: sqlite3.Connection, case_id: int, into: int) -> None:
    """Let a case be as old and as urgent as what was merged into it, with its draft where there was none."""
    db.execute(
        "update escalation set opened_at=min(escalation.opened_at, gone.opened_at),"
        " due_at=coalesce(min(escalation.due_at, gone.due_at), escalation.due_at, gone.due_at),"
        " urgency=case when 'high' in (escalation.urgency, gone.urgency) then 'high' else 'normal' end,"
        " draft=case escalation.draft when '' then gone.draft else escalation.draft end,"
        " unsent_by=case escalation.unsent when '' then gone.unsent_by else escalation.unsent_by end,"
        " unsent=case escalation.unsent when '' then gone.unsent else escalation.unsent end"
        " from escalation gone where escalation.id=? and gone.id=?",
        (into, case_id),
    )
    # What is left holds nothing of anybody: whoever is forgotten is forgotten in the other case.
    db.execute("update escalation set draft='', unsent='', unsent_by='' where id=?", (case_id,))


def expire(db: sqlite3.Connection, room: str, by: str, now: float) -> int:
    """Close every open case of a room, held or not: the show is over."""
    return db.execute(
        f"update escalation set state='expired', resolution='the show ended', {CLOSED}"
        f" where room=:room and {OPEN} and {coming_to(State.EXPIRED)}",
        {"room": room, "by": by, "now": now},
    ).rowcount
