"""The wall's numbers in the database: one condition a number, for the count and for the list behind it."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from bot.escalation import Escalation
from bot.messages import ChatMessage, Outcome, Viewer
from bot.reasons import HOST_ANSWERED, MODEL_CHOSE, TOO_MUCH
from bot.store import escalation_rows
from bot.store.records import HeardMessage
from bot.store.said import Said, Stage
from bot.store.said_rows import read
from bot.store.times import when
from bot.store.wall import CasesAsked, Kind, Load, MessagesAsked, Picked, Room

OPEN = escalation_rows.OPEN
REWORDED_S = 600.0
"""Seconds in which what staff say next counts as what was stopped, in other words."""

NEEDED = (
    "(m.outcome in ('answer', 'clarify', 'suggest', 'escalate', 'merge', 'expired')"
    f" or m.reason='{HOST_ANSWERED}'"
    f" or (m.outcome='shed' and m.reason not like '{TOO_MUCH.partition(':')[0]}%'))"
)
"""Chatter needs no answer, be it ignored or shed; what is not decided yet is not counted yet."""
# Each name is looked up by the index: reading every message for its room would take as long as there are messages.
NAMES = """
with recursive names(room) as (
    select min(room) from message
    union all
    select (select min(room) from message where room>names.room) from names where names.room is not null
)
select room from names where room is not null
"""
REPLIED = (
    "exists (select 1 from outbox o where o.escalation_id=e.id and o.kind='staff'"
    " and o.state in ('pending', 'sending', 'sent'))"
)
# What was merged into a message shares its fate: the same answer names both.
KIND = f"""case
    when m.reason='{HOST_ANSWERED}' then 'on air'
    when coalesce(t.outcome, m.outcome)='answer' and coalesce(t.entry, m.entry) like 'product:%' then 'catalogue'
    when coalesce(t.outcome, m.outcome)='answer' and coalesce(t.reason, m.reason) like '{MODEL_CHOSE}%' then 'chosen'
    when coalesce(t.outcome, m.outcome)='answer' and coalesce(t.entry, m.entry)='' then 'wish'
    when coalesce(t.outcome, m.outcome)='answer' then 'faq'
    when coalesce(t.outcome, m.outcome)='suggest' then 'suggestion'
    when coalesce(t.outcome, m.outcome)='clarify' then 'asked back'
    when e.state='on air' then 'on air'
    when e.id is not null and {REPLIED} then 'staff'
    when e.{OPEN} then 'waits'
    when e.state='resolved' then 'closed'
    else 'lost' end"""
JOINS = """
left join message t on t.room=m.room and t.id=m.into_message
left join escalation e on e.id=coalesce(m.escalation_id, t.escalation_id)"""

PICKED: Mapping[Picked, str] = {
    "open": f"e.{OPEN} and (:by='' or e.claimed_by=:by)",
    "broken": "e.breached_at>=:since and (:by='' or e.claimed_by=:by or e.resolved_by=:by)",
    "held": "e.state in ('claimed', 'waiting') and e.claim_until>:now and (:by='' or e.claimed_by=:by)",
    "done": "e.state in ('resolved', 'on air') and e.resolved_at>=:since and (:by='' or e.resolved_by=:by)",
    "replied": (
        "e.first_reply_at>=:since and (:by='' or (select o.by from outbox o where o.escalation_id=e.id"
        " and o.kind='staff' order by o.id limit 1)=:by)"
    ),
    "on air": "e.state='on air' and e.resolved_at>=:since and (:by='' or e.resolved_by=:by)",
    "all": "(e.opened_at>=:since or e.resolved_at>=:since) and (:by='' or e.claimed_by=:by or e.resolved_by=:by)",
}
STOPPED = f"""
select s.*, case when s.stage='{Stage.REPLY}' then exists (
        select 1 from outbox o where o.room=s.room and o.kind='staff' and o.by=s.by
        and o.created_at>=s.at and o.created_at<=s.at+{REWORDED_S} and o.state in ('pending', 'sending', 'sent'))
    else exists (
        select 1 from message m join outbox o on o.escalation_id=m.escalation_id and o.kind='staff'
        where m.room=s.room and m.id=s.message_id and o.state in ('pending', 'sending', 'sent')) end as reworded
from said s where s.at>=? and s.rules<>'' and (?='' or s.room=?)
"""


def rooms(db: sqlite3.Connection, since: float, now: float) -> list[Room]:
    """Every room's numbers, without what became of its messages."""
    return [_room(db, name, since, now) for name in _names(db)]


def _names(db: sqlite3.Connection) -> list[str]:
    return sorted(row["room"] for row in db.execute(NAMES).fetchall())


def _room(db: sqlite3.Connection, name: str, since: float, now: float) -> Room:
    given = {"room": name, "since": since, "now": now, "by": ""}
    waiting = db.execute(f"select count(*) as n from escalation e where e.room=:room and {PICKED['open']}", given)
    oldest = db.execute(
        f"select id, opened_at from escalation where room=? and {OPEN} order by opened_at, id limit 1", (name,)
    ).fetchone()
    broken = db.execute(f"select count(*) as n from escalation e where e.room=:room and {PICKED['broken']}", given)
    firsts = db.execute(
        f"select {FIRST_S} as s from escalation e where e.room=:room and {PICKED['replied']}", given
    ).fetchall()
    stopped = db.execute(STOPPED, (since, name, name)).fetchall()
    return Room(
        name,
        waiting.fetchone()["n"],
        when(oldest["opened_at"]) if oldest is not None else None,
        oldest["id"] if oldest is not None else None,
        broken.fetchone()["n"],
        first_answers=[row["s"] for row in firsts],
        stopped=len(stopped),
        reworded=sum(row["reworded"] for row in stopped),
    )


def kinds(db: sqlite3.Connection, since: float) -> dict[str, dict[Kind, int]]:
    """By room, what became of messages that needed an answer."""
    return {name: _kinds(db, name, since) for name in _names(db)}


def _kinds(db: sqlite3.Connection, room: str, since: float) -> dict[Kind, int]:
    rows = db.execute(
        f"select {KIND} as kind, count(*) as n from message m {JOINS}"
        f" where m.room=? and m.received_at>=? and {NEEDED} group by 1",
        (room, since),
    )
    return {row["kind"]: row["n"] for row in rows.fetchall()}


FIRST_S = "max(0, e.first_reply_at-e.opened_at)"


def load(db: sqlite3.Connection, since: float, now: float) -> list[Load]:
    """Everybody's cases."""
    given = {"since": since, "now": now, "by": ""}
    held = _by(db, f"select e.claimed_by as name, count(*) as n from escalation e where {PICKED['held']}", given)
    done = _by(db, f"select e.resolved_by as name, count(*) as n from escalation e where {PICKED['done']}", given)
    firsts: dict[str, list[float]] = {}
    for row in db.execute(
        f"select {FIRST_S} as s, (select o.by from outbox o where o.escalation_id=e.id and o.kind='staff'"
        f" order by o.id limit 1) as name from escalation e where {PICKED['replied']}",
        given,
    ).fetchall():
        firsts.setdefault(row["name"] or "", []).append(row["s"])
    names = sorted((held.keys() | done.keys() | firsts.keys()) - {"", "roomhand"})
    return [Load(name, held.get(name, 0), done.get(name, 0), firsts.get(name, ())) for name in names]


def _by(db: sqlite3.Connection, select: str, given: Mapping[str, object]) -> dict[str, int]:
    return {row["name"] or "": row["n"] for row in db.execute(f"{select} group by 1", given).fetchall()}


def cases(db: sqlite3.Connection, asked: CasesAsked, now: float, limit: int) -> list[Escalation]:
    """Cases, the newest first."""
    given = {
        "since": asked.since.timestamp() if asked.since else 0.0,
        "now": now,
        "by": asked.by,
        "room": asked.room,
        "below": asked.below,
        "limit": limit,
    }
    ids = db.execute(
        f"select e.id from escalation e where {PICKED[asked.picked]} and (:room='' or e.room=:room)"
        " and (:below=0 or e.id<:below) order by e.id desc limit :limit",
        given,
    ).fetchall()
    found = (escalation_rows.one(db, row["id"]) for row in ids)
    return [case for case in found if case is not None]


def messages(db: sqlite3.Connection, asked: MessagesAsked, limit: int) -> list[tuple[HeardMessage, Kind]]:
    """Messages that needed an answer, the newest first."""
    at, room, number = asked.before or (0.0, "", "")
    kinds = {f"kind{n}": kind for n, kind in enumerate(asked.kinds)}
    marks = ", ".join(f":{name}" for name in kinds)
    rows = db.execute(
        f"""select * from (
            select m.*, {KIND} as kind, coalesce(m.escalation_id, t.escalation_id) as case_id,
                (select o.text from outbox o where o.room=m.room and o.message_id=coalesce(t.id, m.id)
                 and o.kind<>'staff' and o.state not in ('withdrawn','refused','expired')
                 order by o.id limit 1) as reply
            from message m {JOINS}
            where m.received_at>=:since and (:room='' or m.room=:room) and {NEEDED}
                and (:at=0 or (m.received_at, m.room, m.id)<(:at, :at_room, :at_id))
        ) where kind in ({marks}) order by received_at desc, room desc, id desc limit :limit""",
        {"since": asked.since.timestamp(), "room": asked.room, "at": at, "at_room": room, "at_id": number,
         "limit": limit, **kinds},
    )  # fmt: skip
    return [(_heard(row), row["kind"]) for row in rows.fetchall()]


def _heard(row: sqlite3.Row) -> HeardMessage:
    viewer = Viewer(row["viewer_id"], row["viewer_name"])
    message = ChatMessage(row["room"], row["id"], viewer, row["text"], when(row["sent_at"]),
                          on_screen=row["on_screen"] or None)  # fmt: skip
    return HeardMessage(
        message, when(row["received_at"]), Outcome(row["outcome"]), row["reason"], row["entry"], row["score"],
        reply=row["reply"] or "", escalation_id=row["case_id"],
    )  # fmt: skip


def stopped(db: sqlite3.Connection, since: float, room: str, limit: int) -> list[tuple[Said, bool]]:
    """What the guard stopped, the newest first."""
    rows = db.execute(f"{STOPPED} order by s.at desc limit ?", (since, room, room, limit)).fetchall()
    return [(read(row), bool(row["reworded"])) for row in rows]
