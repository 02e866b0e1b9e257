"""What became of all that was heard, counted in the database."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Sequence

from bot import reasons
from bot.store.records import Balance

COUNTS = f"""
select m.room, case
        when e.state = 'on air' and m.outcome in ('escalate', 'merge') then 'on air'
        when m.reason = '{reasons.HOST_ANSWERED}' then 'on air'
        else m.outcome end as outcome, m.reason, o.state, count(*) as n,
    sum(case
        when m.outcome in ('answer', 'clarify', 'suggest')
            then o.state is null or o.state not in ('pending', 'sending', 'sent')
        when m.outcome = 'escalate' then e.id is null
        when m.outcome = 'merge' then e.id is null and t.id is null
        when m.outcome in ('ignore', 'shed', 'expired') then m.reason = ''
        else m.outcome is not null
    end) as unexplained
from message m
left join outbox o on o.room = m.room and o.message_id = m.id and o.kind<>'staff'
left join escalation e on e.id = m.escalation_id
left join message t on t.room = m.room and t.id = m.into_message
where (?1 is null or m.room = ?1)
group by 1, 2, 3, 4
"""

DOUBLED = """
select room, sum(n > 1) as doubled from (
    select room, message_id, count(*) as n from outbox
    where kind<>'staff' and state in ('sending', 'sent', 'uncertain')
    group by room, message_id
) where (?1 is null or room = ?1) group by room
"""

FIELDS = {
    "answer": "answered",
    "clarify": "clarified",
    "suggest": "suggested",
    "escalate": "escalated",
    "merge": "merged",
    "on air": "on_air",
    "ignore": "ignored",
    "shed": "shed",
    "expired": "expired",
}


def timed(db: sqlite3.Connection, room: str | None) -> tuple[Sequence[Balance], float]:
    """Count, and tell how many seconds the counting itself took, not what it waited for on a busy machine."""
    began = time.thread_time()
    return balance(db, room), time.thread_time() - began


def balance(db: sqlite3.Connection, room: str | None) -> Sequence[Balance]:
    """Count every message once, under what became of it."""
    doubled = {row["room"]: row["doubled"] or 0 for row in db.execute(DOUBLED, (room,)).fetchall()}
    uncertain = dict(db.execute("select room, count(*) from outbox where state='uncertain' group by room").fetchall())
    counts: dict[str, dict[str, int]] = {}
    why: dict[str, dict[str, dict[str, int]]] = {}
    for row in db.execute(COUNTS, (room,)).fetchall():
        of_room = counts.setdefault(row["room"], {})
        waiting = row["outcome"] is None or (
            row["outcome"] in ("answer", "clarify", "suggest") and row["state"] in ("pending", "sending")
        )
        field = "in_flight" if waiting else FIELDS.get(row["outcome"], "unexplained")
        good = row["n"] - row["unexplained"]
        for name, n in (("heard", row["n"]), (field, good), ("unexplained", row["unexplained"])):
            of_room[name] = of_room.get(name, 0) + n
        if not waiting:
            by_reason = why.setdefault(row["room"], {}).setdefault(row["outcome"], {})
            by_reason[row["reason"]] = by_reason.get(row["reason"], 0) + row["n"]
    return [
        Balance(
            room=name,
            **of_room,
            doubled=doubled.get(name, 0),
            uncertain=uncertain.get(name, 0),
            reasons=why.get(name, {}),
        )
        for name, of_room in sorted(counts.items())
    ]
