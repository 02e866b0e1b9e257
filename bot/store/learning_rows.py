"""Learning in the database: what was asked in vain, how entries fared, who vouched for them, what was settled."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable

from bot import reasons
from bot.customers.wishes import CASES
from bot.faq.learn import Miss
from bot.faq.worth import AFTER_S, Drafted, Given, Marked, Record, Verified, ids_of
from bot.messages import JOIN
from bot.store.learned import Answered, Settled
from bot.store.times import when
from bot.text import normalise

ABOUT_THEMSELVES = ",".join(f"'{reason}'" for reason in CASES.values())
MISSED = f"""
m.deleted_at is null and m.reason not in ({ABOUT_THEMSELVES})
 and (m.outcome='escalate' or (m.outcome='merge' and m.escalation_id is not null)
 or (m.outcome='ignore' and m.reason='{reasons.NOT_FOR_SHOP}')
 or (m.outcome='clarify' and not exists (select 1 from message a where a.room=m.room and a.viewer_id=m.viewer_id
     and a.received_at>m.received_at and a.received_at<=m.received_at+{AFTER_S} and a.outcome='answer')))
"""

TWO_VIEWERS = 2

BY_FAQ = "o.room=m.room and o.kind='faq' and o.message_id"
ENTRY = "coalesce(nullif(o.entry, ''), m.entry)"
"""The entry that answered: the reply knows it best; the message knows the one that came nearest."""


def misses(db: sqlite3.Connection, room: str | None, since: float, limit: int) -> list[Miss]:
    """What the FAQ did not answer, and what somebody called wrong; the newest, oldest of them first."""
    replies, wrong = _staff_replies(db, since), _called_wrong(db)
    rows = db.execute(
        "select m.*, coalesce(e.draft, '') as draft from message m left join escalation e on e.id=m.escalation_id"
        " where m.text<>'' and m.received_at>=? and (? is null or m.room=?) and"
        f" (({MISSED}) or exists (select 1 from correction c where c.room=m.room and c.message_id=m.id))"
        " order by m.received_at desc, m.id desc limit ?",
        (since, room, room, limit),
    ).fetchall()
    found = [_miss(row, replies, wrong.get((row["room"], row["id"]), "")) for row in reversed(rows)]
    return [miss for miss in found if miss.wrong or miss.outcome != "answer"]


def _called_wrong(db: sqlite3.Connection) -> dict[tuple[str, str], str]:
    """The entries that were called wrong, by the message they answered; of one that two answered, both.

    One viewer may be mistaken, or may ask on with "no, …": their word counts once another says so of the same words.
    """
    rows = db.execute(
        "select c.room, c.message_id, c.entry, c.by, m.text from correction c"
        " join message m on m.room=c.room and m.id=c.message_id order by c.at, c.entry"
    ).fetchall()
    said = Counter((row["entry"], normalise(row["text"])) for row in rows)
    found: dict[tuple[str, str], str] = {}
    for row in rows:
        if row["by"] == "viewer" and said[row["entry"], normalise(row["text"])] < TWO_VIEWERS:
            continue
        key = (row["room"], row["message_id"])
        found[key] = f"{found[key]}{JOIN}{row['entry']}" if key in found else row["entry"]
    return found


def _staff_replies(db: sqlite3.Connection, since: float) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = db.execute(
        "select escalation_id, text from outbox where kind='staff' and state not in ('withdrawn', 'refused')"
        " and created_at>=? order by id",
        (since,),
    )
    for row in rows.fetchall():
        found[row["escalation_id"]].append(row["text"])
    return found


def _miss(row: sqlite3.Row, replies: dict[int, list[str]], wrong: str) -> Miss:
    # Whoever a person looks after may say anything to their case; only the question that it is about was answered.
    aside = row["outcome"] == "merge" and row["reason"].startswith("a person")
    return Miss(
        text=row["text"],
        viewer=f"{row['room']}\n{row['viewer_id']}",
        at=when(row["received_at"]),
        outcome=row["outcome"] or "",
        entry=next(iter(ids_of(row["entry"])), ""),
        score=row["score"] or 0.0,
        draft="" if aside else row["draft"],
        replies=() if aside else tuple(replies.get(row["escalation_id"], ())),
        wrong=wrong,
    )


def entry_record(db: sqlite3.Connection, since: float) -> Record:
    """How entries fared: who got them and who had to ask on, what was called wrong, what staff made of drafts."""
    given = db.execute(
        f"select m.room, m.viewer_id, m.received_at, {ENTRY} as entry from message m"
        f" left join outbox o on {BY_FAQ}=m.id where m.received_at>=? and m.outcome='answer'"
        # What a viewer asked about themselves was answered by no entry, and speaks against none.
        f" and {ENTRY}<>''"
        " union all"
        " select m.room, m.viewer_id, m.received_at, coalesce(nullif(o.entry, ''), t.entry) from message m"
        " join message t on t.room=m.room and t.id=m.into_message"
        f" left join outbox o on {BY_FAQ}=t.id"
        " where m.received_at>=? and m.outcome='merge' and m.escalation_id is null and t.outcome='answer'"
        " union all"
        " select m.room, m.viewer_id, m.received_at, '' from message m where m.received_at>=?"
        " and (m.outcome='escalate' or (m.outcome='merge' and m.escalation_id is not null))"
        " order by 3",
        (since, since, since),
    )
    marked = db.execute("select entry, at from correction where at>=? order by at", (since,))
    return Record(
        [Given(row["room"], row["viewer_id"], when(row["received_at"]), row["entry"]) for row in given.fetchall()],
        [Marked(row["entry"], when(row["at"])) for row in marked.fetchall()],
        _drafted(db, since),
    )


def _drafted(db: sqlite3.Connection, since: float) -> list[Drafted]:
    replies = _staff_replies(db, since)
    rows = db.execute(
        "select m.entry, e.draft, e.id from message m join escalation e on e.id=m.escalation_id"
        " where m.received_at>=? and m.outcome='escalate' and m.entry<>'' and e.draft<>''",
        (since,),
    )
    return [
        Drafted(row["entry"], row["draft"], tuple(replies[row["id"]]))
        for row in rows.fetchall()
        if row["id"] in replies
    ]


def answered_by(db: sqlite3.Connection, entry: str, limit: int) -> list[Answered]:
    """The last questions an entry answered, newest first."""
    either = "like ? escape '!'"  # of "a+b" each may be meant
    pattern = f"%+{entry.replace('_', '!_')}+%"
    rows = db.execute(
        "select m.*, coalesce(o.text, '') as reply, coalesce(c.by, '') as wrong_by from message m"
        f" left join outbox o on {BY_FAQ}=m.id"
        f" left join correction c on c.room=m.room and c.message_id=m.id and '+' || c.entry || '+' {either}"
        f" where m.outcome='answer' and '+' || {ENTRY} || '+' {either} and m.deleted_at is null"
        " order by m.received_at desc limit ?",
        (pattern, pattern, limit),
    )
    return [
        Answered(
            row["room"], row["id"], row["viewer_name"] or row["viewer_id"], row["text"], when(row["received_at"]),
            row["reply"], row["wrong_by"],
        )
        for row in rows.fetchall()
    ]  # fmt: skip


def mark_wrong(db: sqlite3.Connection, room: str, message_id: str, entry: str, by: str, now: float) -> bool:
    """Hold an answer against its entry; False when the entry did not answer that message."""
    row = db.execute(
        f"select {ENTRY} as entry from message m left join outbox o on {BY_FAQ}=m.id"
        " where m.room=? and m.id=? and m.outcome='answer'",
        (room, message_id),
    ).fetchone()
    if row is None or entry not in ids_of(row["entry"]):
        return False
    db.execute(
        "insert into correction (room, message_id, entry, by, at) values (?,?,?,?,?) on conflict do nothing",
        (room, message_id, entry, by, now),
    )
    return True


def verify(db: sqlite3.Connection, read: Iterable[Verified]) -> None:
    """Keep who vouches for entries; the last one counts."""
    for one in read:
        db.execute(
            "insert into entry_verified (entry, fingerprint, by, at) values (?,?,?,?) on conflict (entry)"
            " do update set fingerprint=excluded.fingerprint, by=excluded.by, at=excluded.at",
            (one.entry, one.fingerprint, one.by, one.at.timestamp()),
        )


def verified(db: sqlite3.Connection) -> dict[str, Verified]:
    """Who vouched last for which entry."""
    rows = db.execute("select * from entry_verified").fetchall()
    return {row["entry"]: Verified(row["entry"], row["fingerprint"], row["by"], when(row["at"])) for row in rows}


def settle(db: sqlite3.Connection, settled: Settled) -> int:
    """Remember questions as settled; return the number under which that can be taken back."""
    cursor = db.execute(
        "insert into miss_act (what, entry, by, at, change) values (?,?,?,?,?)",
        (
            settled.what,
            settled.entry,
            settled.by,
            settled.at.timestamp(),
            json.dumps(dict(settled.change), ensure_ascii=False),
        ),
    )
    act_id = int(cursor.lastrowid or 0)
    for question in settled.questions:
        db.execute(
            "insert into miss_done (question, act_id) values (?,?) on conflict (question)"
            " do update set act_id=excluded.act_id",
            (question, act_id),
        )
    return act_id


def settled(db: sqlite3.Connection) -> dict[str, str]:
    """What was done about each settled question."""
    rows = db.execute("select d.question, a.what from miss_done d join miss_act a on a.id=d.act_id")
    return {row["question"]: row["what"] for row in rows.fetchall()}


def last_settled(db: sqlite3.Connection) -> Settled | None:
    """The last act that was not taken back."""
    row = db.execute("select * from miss_act order by id desc limit 1").fetchone()
    if row is None:
        return None
    questions = db.execute("select question from miss_done where act_id=? order by question", (row["id"],))
    return Settled(
        row["what"],
        row["entry"],
        row["by"],
        when(row["at"]),
        tuple(found["question"] for found in questions.fetchall()),
        json.loads(row["change"]),
        row["id"],
    )


def unsettle(db: sqlite3.Connection, act_id: int) -> bool:
    """Forget an act, so that its questions are proposed again; False when it was forgotten already."""
    db.execute("delete from miss_done where act_id=?", (act_id,))
    return db.execute("delete from miss_act where id=?", (act_id,)).rowcount == 1
