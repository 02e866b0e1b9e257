"""Cases in the database: opened, joined, come back, read. What staff do to them is in `case_rows`."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime

from bot import reasons
from bot.escalation import Asker, Escalation, Note, StaffReply, State, may_go
from bot.messages import Cue, Sign, Urgency, Viewer
from bot.store import reply_line_rows
from bot.store.times import when

OPENER_FIRST = "outcome='merge', received_at, id"
"""The question that opened the case heads it, whatever joined it and was said before."""

MOST_ASKERS = 200
"""Askers read with one case; the count is right beyond it, the list is not needed."""


READ_AT_ONCE = 500
"""Question marks in one statement; SQLite allows some thousands, PostgreSQL more."""

LONGEST_REASON = 300
"""Characters of a case's reason from which on nothing is put before it."""

LOOKED_BACK_S = 7_200.0
"""Seconds a viewer's case may be old when a person takes it."""

OPEN = "state in ('new', 'claimed', 'waiting', 'snoozed')"
"""Word for word the condition of the index `escalation_open`: SQLite uses it only for a query that repeats it."""

NOT_LATE = f"m.reason<>'{reasons.JUST_ANSWERED}'"
"""Whoever asked later and got the answer that was there already is not looked after by the person who gave it."""

HELD = "state in ('claimed', 'waiting') and claim_until>:now"
"""A person looks after the case now."""

GOES_ON = "version=version+1, paused_s=paused_s+coalesce(:now - paused_at, 0), paused_at=null"
"""The clock of the first answer runs, and pages see that something changed."""

COMES_BACK = (
    "state=case when state='claimed' or (state='waiting' and claim_until>:now) then 'claimed' else 'new' end,"
    " claimed_by=case when state='claimed' or (state='waiting' and claim_until>:now) then claimed_by end,"
    " claim_until=case when state='claimed' then claim_until"
    " when state='waiting' and claim_until>:now then :now + lease_s end,"
    f" snooze_until=null, snooze_sku='', {GOES_ON}"
)
"""It is staff's turn again: whoever waited with the case has it for as long as a claim lasts, else it is free."""


NOW_IN = "coalesce((select merged_into from escalation where id=:id), :id)"
"""The case itself, or the one it was merged into."""


def coming_to(to: State) -> str:
    """The condition for cases that may go to a state."""
    states = ", ".join(f"'{state}'" for state in State if may_go(state, to))
    return f"state in ({states})"


def open_case(
    db: sqlite3.Connection, room: str, reason: str, urgency: str, draft: str, now: float, subject: str = ""
) -> int:
    """Put a case in the queue."""
    cursor = db.execute(
        "insert into escalation (room, state, reason, urgency, draft, opened_at, subject) values (?,'new',?,?,?,?,?)",
        (room, reason, urgency, draft, now, subject),
    )
    return int(cursor.lastrowid or 0)


def join(db: sqlite3.Connection, case_id: int, now: float, *, comes_back: bool = True) -> int | None:
    """Count one more line; return the case it joined (it may have been merged), None when that is closed.

    What asks nothing does not bring the case back: `comes_back` is false then.
    """
    change = COMES_BACK if comes_back else "version=version+1"
    joined = db.execute(
        f"update escalation set {change} where id={NOW_IN} and {OPEN} returning id", {"id": case_id, "now": now}
    ).fetchone()
    return joined["id"] if joined is not None else None


def note_mood(db: sqlite3.Connection, case_id: int | None, cues: Sequence[Cue]) -> None:
    """Keep why a viewer of a case seems angry: the newest cues; such a case is urgent."""
    if cues:
        db.execute(
            f"update escalation set mood=:mood, urgency='high', version=version+1 where id={NOW_IN}",
            {"id": case_id, "mood": json.dumps([[cue.sign, cue.seen] for cue in cues], ensure_ascii=False)},
        )


def make_urgent(db: sqlite3.Connection, case_id: int, why: str) -> None:
    """Raise a case to urgent and put why before the reason it has; nothing of that is lost, nothing said twice."""
    had = db.execute(f"select reason from escalation where id={NOW_IN}", {"id": case_id}).fetchone()["reason"]
    known = not why or why in had or len(had) > LONGEST_REASON
    reason = had if known else reasons.BOTH.format(why=why, besides=had)
    db.execute(
        f"update escalation set urgency='high', reason=:reason, version=version+1 where id={NOW_IN}",
        {"id": case_id, "reason": reason},
    )


def holds_others(db: sqlite3.Connection, case_id: int, viewer_id: str) -> bool:
    """Whether anybody but this viewer asks in a case."""
    found = db.execute(
        f"select 1 from message where escalation_id={NOW_IN} and viewer_id<>:viewer limit 1",
        {"id": case_id, "viewer": viewer_id},
    ).fetchone()
    return found is not None


def touch(db: sqlite3.Connection, case_id: int | None) -> None:
    """Let pages see that something about the case changed."""
    if case_id is not None:
        db.execute(f"update escalation set version=version+1 where id={NOW_IN}", {"id": case_id})


def reopen(db: sqlite3.Connection, case_id: int, reason: str, now: float) -> None:
    """Put a case back in front of people because its reply did not arrive; not where the host has answered."""
    db.execute(
        f"update escalation set {COMES_BACK}, reason=:reason, urgency='high'"
        f" where id={NOW_IN} and (state='new' or {coming_to(State.NEW)})",
        {"id": case_id, "reason": reason, "now": now},
    )


def close_unclaimed(db: sqlite3.Connection, case_id: int, message_id: str, resolution: str, now: float) -> None:
    """Close a message's case that no person has touched and nobody else joined."""
    db.execute(
        "update escalation set state='resolved', version=version+1, resolved_by='roomhand', resolved_at=?,"
        " resolution=? where id=? and state='new' and not exists (select 1 from message m where"
        " m.escalation_id=escalation.id and m.id<>? and (m.into_message is null or m.into_message<>?))",
        (now, resolution, case_id, message_id, message_id),
    )


def is_held(db: sqlite3.Connection, case_id: int, now: float) -> bool:
    """Whether a person looks after a case now."""
    held = db.execute(f"select 1 from escalation where id=:id and {HELD}", {"id": case_id, "now": now}).fetchone()
    return held is not None


def held_by_person(db: sqlite3.Connection, room: str, viewer_id: str, now: float) -> int | None:
    """The case in which a person looks after this viewer now."""
    row = db.execute(
        "select escalation.id from escalation join message m on m.escalation_id=escalation.id"
        f" where escalation.room=:room and {OPEN} and {HELD} and m.viewer_id=:viewer and {NOT_LATE} limit 1",
        {"room": room, "now": now, "viewer": viewer_id},
    ).fetchone()
    return row["id"] if row is not None else None


def taken_since(db: sqlite3.Connection, room: str, viewer_id: str, since: float) -> int | None:
    """The case of this viewer that a person has taken since then, whether they hold it still or are done with it."""
    row = db.execute(
        "select e.id from escalation e join message m on m.escalation_id=e.id"
        f" where m.room=? and m.viewer_id=? and m.received_at>? and e.claimed_at>=? and {NOT_LATE} limit 1",
        (room, viewer_id, since - LOOKED_BACK_S, since),
    ).fetchone()
    return row["id"] if row is not None else None


def held_viewers(db: sqlite3.Connection, room: str, now: float) -> dict[str, int]:
    """Every viewer whom a person looks after now, with the case."""
    rows = db.execute(
        "select m.viewer_id, escalation.id from escalation join message m on m.escalation_id=escalation.id"
        f" where escalation.room=:room and {OPEN} and {HELD} and {NOT_LATE}",
        {"room": room, "now": now},
    )
    return {row["viewer_id"]: row["id"] for row in rows.fetchall()}


def open_questions(db: sqlite3.Connection, room: str, since: float) -> list[tuple[str, int, datetime]]:
    """Subject or first words of every case opened since then and still open, its number, and when it was opened.

    Of a case that others were merged into, what was asked in those as well.
    """
    rows = db.execute(
        "select e.id, e.opened_at, coalesce(nullif(e.subject, ''),"
        " (select m.text from message m where m.escalation_id=e.id"
        f" order by {OPENER_FIRST} limit 1)) as text from escalation e"
        f" where e.room=:room and e.{OPEN} and e.opened_at>:since"
        " union select e.id, e.opened_at, gone.subject"
        " from escalation e join escalation gone on gone.merged_into=e.id"
        f" where e.room=:room and e.{OPEN} and e.opened_at>:since"
        " union select e.id, e.opened_at, m.text from escalation e join escalation gone on gone.merged_into=e.id"
        " join message m on m.escalation_id=e.id and m.outcome='escalate'"
        f" where e.room=:room and e.{OPEN} and e.opened_at>:since"
        " order by 1",
        {"room": room, "since": since},
    )
    return [(row["text"], row["id"], when(row["opened_at"])) for row in rows.fetchall() if row["text"]]


IN_ORDER = "state='snoozed', urgency='high' desc, opened_at, id"
"""Urgent first, then oldest first; snoozed ones after the others."""


def one(db: sqlite3.Connection, case_id: int) -> Escalation | None:
    """Read one case whole."""
    found = by_number(db, [case_id])
    return found[0] if found else None


def by_number(db: sqlite3.Connection, case_ids: Iterable[int]) -> list[Escalation]:
    """Read these cases whole; those that are not there are left out."""
    found: list[Escalation] = []
    for some in _parts(case_ids):
        found += _read(db, db.execute(f"select * from escalation where id in ({_marks(some)})", some).fetchall())
    return found


def several(db: sqlite3.Connection, rooms: Iterable[str] | None, open_only: bool, limit: int) -> list[Escalation]:
    """Read cases, urgent first, then oldest first; snoozed ones after the others."""
    where: list[str] = []
    args: list[str | int] = []
    if rooms is not None:
        names = list(rooms)
        where.append(f"room in ({_marks(names)})")
        args += names
    if open_only:
        where.append(OPEN)
    rows = db.execute(
        f"select * from escalation {'where ' + ' and '.join(where) if where else ''} order by {IN_ORDER} limit ?",
        [*args, limit],
    ).fetchall()
    return _read(db, rows)


def versions(db: sqlite3.Connection, others: Iterable[int], limit: int) -> tuple[list[int], dict[int, int]]:
    """The numbers of the open cases, in the order of `several`, and the version of each and of these others."""
    rows = db.execute(f"select id, version from escalation where {OPEN} order by {IN_ORDER} limit ?", (limit,))
    found = {row["id"]: row["version"] for row in rows.fetchall()}
    in_order = list(found)
    for some in _parts(case_id for case_id in others if case_id not in found):
        rows = db.execute(f"select id, version from escalation where id in ({_marks(some)})", some)
        found |= {row["id"]: row["version"] for row in rows.fetchall()}
    return in_order, found


def _parts(case_ids: Iterable[int]) -> Iterator[list[int]]:
    every = list(case_ids)
    for first in range(0, len(every), READ_AT_ONCE):
        yield every[first : first + READ_AT_ONCE]


def _marks(values: Collection[object]) -> str:
    return ",".join("?" * len(values))


def _read(db: sqlite3.Connection, rows: list[sqlite3.Row]) -> list[Escalation]:
    """Read who asked, what was replied and what was noted for all of them together."""
    askers: dict[int, list[Asker]] = {row["id"]: [] for row in rows}
    replies: dict[int, tuple[StaffReply, ...]] = {}
    notes: dict[int, list[Note]] = {row["id"]: [] for row in rows}
    for some in _parts(askers):
        marks = _marks(some)
        for a in db.execute(
            "select escalation_id, id, viewer_id, viewer_name, text, received_at, on_screen"
            " from (select *, row_number() over"
            f" (partition by escalation_id order by {OPENER_FIRST}) as nth from message"
            f" where escalation_id in ({marks})) as ranked where nth<=? order by escalation_id, nth",
            [*some, MOST_ASKERS],
        ).fetchall():
            viewer = Viewer(a["viewer_id"], a["viewer_name"])
            askers[a["escalation_id"]].append(
                Asker(a["id"], viewer, a["text"], when(a["received_at"]), a["on_screen"])
            )
        replies |= reply_line_rows.of_cases(db, some)
        for n in db.execute(f"select * from case_note where case_id in ({marks}) order by id", some).fetchall():
            notes[n["case_id"]].append(Note(n["by"], n["text"], when(n["at"])))
    return [_case(row, askers[row["id"]], replies.get(row["id"], ()), notes[row["id"]]) for row in rows]


def _case(row: sqlite3.Row, askers: list[Asker], replies: tuple[StaffReply, ...], notes: list[Note]) -> Escalation:
    return Escalation(
        id=row["id"],
        room=row["room"],
        state=State(row["state"]),
        reason=row["reason"],
        urgency=Urgency(row["urgency"]),
        draft=row["draft"],
        opened_at=when(row["opened_at"]),
        version=row["version"],
        subject=row["subject"],
        claimed_by=row["claimed_by"],
        claim_until=_when(row["claim_until"]),
        resolved_by=row["resolved_by"],
        resolved_at=_when(row["resolved_at"]),
        resolution=row["resolution"],
        assigned_to=row["assigned_to"],
        due_at=_when(row["due_at"]),
        first_reply_at=_when(row["first_reply_at"]),
        warned_at=_when(row["warned_at"]),
        breached_at=_when(row["breached_at"]),
        paused_at=_when(row["paused_at"]),
        paused_s=row["paused_s"],
        snooze_until=_when(row["snooze_until"]),
        cues=tuple(Cue(Sign(sign), seen) for sign, seen in json.loads(row["mood"] or "[]")),
        snooze_sku=row["snooze_sku"],
        merged_into=row["merged_into"],
        handed_at=_when(row["handed_at"]),
        handed_by=row["handed_by"],
        on_air_at=_when(row["on_air_at"]),
        unsent=row["unsent"],
        unsent_by=row["unsent_by"],
        notes=tuple(notes),
        askers=tuple(askers),
        replies=replies,
    )


def _when(stamp: float | None) -> datetime | None:
    return when(stamp) if stamp is not None else None
