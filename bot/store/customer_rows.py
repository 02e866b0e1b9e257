"""Which viewer is which customer, in the database: links, claims and conflicts, and what is one person."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence

from bot import reasons
from bot.customers.links import Claim, Conflict, Grade, Link, Settlement, Verdict, judged, shown_customer
from bot.languages import NOTHING, Both
from bot.messages import Urgency
from bot.store import act_rows, case_rows, escalation_rows
from bot.store.customer_records import LinkClaim
from bot.store.times import when

VIEWER = "viewer"
"""In whose name a link is made or ended that the viewer asked for in chat."""


def audit(db: sqlite3.Connection, /, by: str, act: str, customer_id: str, now: float, **more: object) -> None:
    """Keep who did what to a customer's links; `person_rows.forget` finds it again by what it names."""
    act_rows.add(db, by, f"customers {act}", customer_id, json.dumps(more, ensure_ascii=False), now)


def viewer_key(platform: str, viewer_id: str) -> str:
    """Return a viewer's key in one piece."""
    return f"{platform}/{viewer_id}"


def link_of(db: sqlite3.Connection, platform: str, viewer_id: str) -> Link | None:
    """The viewer's link."""
    row = db.execute("select * from link where platform=? and viewer_id=?", (platform, viewer_id)).fetchone()
    return _link(row) if row is not None else None


def _link(row: sqlite3.Row) -> Link:
    return Link(
        row["platform"], row["viewer_id"], row["customer_id"], Grade(row["grade"]), when(row["at"]), row["by"]
    )


def person_of(db: sqlite3.Connection, customer_id: str) -> str:
    """The customer id under which a person is known who has several."""
    row = db.execute("select person from same_customer where customer_id=?", (customer_id,)).fetchone()
    return row["person"] if row is not None else customer_id


def ids_of(db: sqlite3.Connection, customer_id: str) -> tuple[str, ...]:
    """All customer ids of a person, the one they are known by first."""
    person = person_of(db, customer_id)
    rows = db.execute("select customer_id from same_customer where person=? order by customer_id", (person,))
    return (person, *(row["customer_id"] for row in rows.fetchall()))


def links_of(db: sqlite3.Connection, customer_id: str) -> list[Link]:
    """Every viewer who is this person."""
    ids = ids_of(db, customer_id)
    rows = db.execute(
        f"select * from link where customer_id in ({','.join('?' * len(ids))}) order by platform, viewer_id", ids
    )
    return [_link(row) for row in rows.fetchall()]


def linked(db: sqlite3.Connection) -> tuple[int, int]:
    """How many viewers are linked, and to how many customers."""
    row = db.execute("select count(*), count(distinct customer_id) from link").fetchone()
    return row[0], row[1]


def claim(
    db: sqlite3.Connection,
    platform: str,
    viewer_id: str,
    customer_id: str,
    grade: str,
    by: str,
    room: str,
    now: float,
) -> LinkClaim:
    """Link a viewer to a customer, or open a conflict that somebody decides; then nothing changes until they do."""
    customer_id = person_of(db, customer_id)
    own = link_of(db, platform, viewer_id)
    found = judged(own, links_of(db, customer_id), customer_id, Grade(grade))
    if found.verdict is Verdict.CONFLICT:
        conflict = _open_conflict(db, platform, viewer_id, customer_id, found.grade, found.why, room, by, now)
        return LinkClaim(found.verdict, found.why, conflict)
    if own is None or own.grade is not found.grade:
        write_link(db, platform, viewer_id, customer_id, found.grade, by, now)
        audit(db, by, "link", customer_id, now, viewer=viewer_key(platform, viewer_id), grade=found.grade)
    return LinkClaim(found.verdict)


def write_link(
    db: sqlite3.Connection, platform: str, viewer_id: str, customer_id: str, grade: str, by: str, now: float
) -> None:
    """Write a link, whatever was there before."""
    db.execute(
        "insert into link (platform, viewer_id, customer_id, grade, at, by) values (?,?,?,?,?,?)"
        " on conflict (platform, viewer_id) do update set customer_id=excluded.customer_id, grade=excluded.grade,"
        " at=excluded.at, by=excluded.by",
        (platform, viewer_id, customer_id, grade, now, by),
    )


def unlink(db: sqlite3.Connection, platform: str, viewer_id: str, by: str, now: float) -> str | None:
    """End a viewer's link; the customer they were linked to, or None."""
    row = db.execute(
        "delete from link where platform=? and viewer_id=? returning customer_id, grade", (platform, viewer_id)
    ).fetchone()
    if row is None:
        return None
    audit(db, by, "unlink", row["customer_id"], now, viewer=viewer_key(platform, viewer_id), grade=row["grade"])
    return str(row["customer_id"])


# conflicts


def _open_conflict(
    db: sqlite3.Connection,
    platform: str,
    viewer_id: str,
    customer_id: str,
    grade: Grade,
    why: str,
    room: str,
    by: str,
    now: float,
) -> int:
    """Keep a claim for somebody to decide, with a case in the room's queue; the same claim again is the same one."""
    open_ = db.execute(
        "select id, case_id from link_conflict where platform=? and viewer_id=? and customer_id=?"
        " and settled is null",
        (platform, viewer_id, customer_id),
    ).fetchone()
    if open_ is not None:
        escalation_rows.touch(db, open_["case_id"])
        return int(open_["id"])
    number = db.execute(
        "insert into link_conflict (platform, viewer_id, customer_id, grade, why, opened_at) values (?,?,?,?,?,?)",
        (platform, viewer_id, customer_id, grade, why, now),
    ).lastrowid
    key = viewer_key(platform, viewer_id)
    if room:
        reason = reasons.CLAIMS_BUYER.format(
            viewer=key, customer=shown_customer(customer_id), grade=grade.value, claim=why, number=number
        )
        case_id = escalation_rows.open_case(db, room, reason, Urgency.NORMAL, "", now)
        db.execute("update link_conflict set case_id=? where id=?", (case_id, number))
    audit(db, by, "conflict", customer_id, now, viewer=key, grade=grade, conflict=number)
    return int(number or 0)


def conflicts(db: sqlite3.Connection, number: int | None = None) -> list[Conflict]:
    """The open conflicts, oldest first; or one of them."""
    rows = db.execute(
        "select * from link_conflict where settled is null and (?1 is null or id=?1) order by opened_at, id",
        (number,),
    ).fetchall()
    return [
        Conflict(
            row["id"],
            row["platform"],
            row["viewer_id"],
            row["customer_id"],
            Grade(row["grade"]),
            row["why"],
            when(row["opened_at"]),
            row["case_id"],
        )
        for row in rows
    ]


def settle(db: sqlite3.Connection, number: int, settlement: str, by: str, now: float) -> Both:
    """Decide a conflict; an empty text when done, else why it cannot be."""
    found = conflicts(db, number)
    if not found:
        return Both("it is not open", "它已不是待处理状态")
    one = found[0]
    if problem := _carry_out(db, one, Settlement(settlement), by, now):
        return problem
    db.execute(
        "update link_conflict set settled=?, settled_by=?, settled_at=? where id=?", (settlement, by, now, number)
    )
    audit(db, by, f"resolve: {settlement}", one.customer_id, now,
          viewer=viewer_key(one.platform, one.viewer_id), conflict=number)  # fmt: skip
    if one.case_id is not None:
        case_rows.resolve(db, one.case_id, by, f"conflict: {settlement}", now)
    return NOTHING


def claim_of(db: sqlite3.Connection, case_id: int, rooms: Mapping[str, str]) -> Claim | None:
    """The open conflict a case is about, with the names of those it concerns."""
    one = next((found for found in conflicts(db) if found.case_id == case_id), None)
    if one is None:
        return None
    own = link_of(db, one.platform, one.viewer_id)
    held = [
        link
        for link in links_of(db, one.customer_id)
        if (link.platform, link.viewer_id) != (one.platform, one.viewer_id)
    ]
    return Claim(
        one,
        _called(db, one.platform, one.viewer_id, rooms),
        person_of(db, own.customer_id) if own is not None else "",
        person_of(db, one.customer_id),
        tuple(_called(db, link.platform, link.viewer_id, rooms) for link in held),
    )


def _called(db: sqlite3.Connection, platform: str, viewer_id: str, rooms: Mapping[str, str]) -> str:
    """The name a viewer last had in a room of their platform; their id where they said nothing."""
    theirs = [room for room, of in rooms.items() if of == platform]
    row = db.execute(
        f"select viewer_name from message where viewer_id=? and room in ({','.join('?' * len(theirs))})"
        " and viewer_name<>'' order by received_at desc limit 1",
        (viewer_id, *theirs),
    ).fetchone()
    return str(row["viewer_name"]) if row is not None else viewer_id


def _carry_out(db: sqlite3.Connection, one: Conflict, settlement: Settlement, by: str, now: float) -> Both:
    own = link_of(db, one.platform, one.viewer_id)
    match settlement:
        case Settlement.KEEP:
            return NOTHING
        case Settlement.ALSO:
            if own is not None and own.customer_id != person_of(db, one.customer_id):
                return Both(
                    f"the viewer is linked to {own.customer_id}; a viewer is one customer: move or merge",
                    f"该观众已关联 {own.customer_id}，一个观众只能是一个顾客；请选 move 或 merge",
                )
            _grant(db, one, by, now)
        case Settlement.MOVE:
            for other in links_of(db, one.customer_id):
                unlink(db, other.platform, other.viewer_id, by, now)
            _grant(db, one, by, now)
        case Settlement.MERGE:
            if own is None:
                return Both(
                    "the viewer is linked to nobody; there is nothing to merge: also or move",
                    "该观众没有关联任何顾客，无从合并；请选 also 或 move",
                )
            return merge(db, one.customer_id, own.customer_id, by, now)
    return NOTHING


def _grant(db: sqlite3.Connection, one: Conflict, by: str, now: float) -> None:
    write_link(db, one.platform, one.viewer_id, person_of(db, one.customer_id), one.grade, by, now)
    audit(db, by, "link", one.customer_id, now, viewer=viewer_key(one.platform, one.viewer_id), grade=one.grade)


# several ids, one person


def merge(db: sqlite3.Connection, customer_id: str, into: str, by: str, now: float) -> Both:
    """Take two customers for one person; an empty text when done. Their orders stay as they came."""
    ids, into = ids_of(db, customer_id), person_of(db, into)
    if into in ids:
        return Both("they are one person already", "两者已经是同一个人")
    for one in ids:
        db.execute(
            "insert into same_customer (customer_id, person) values (?,?)"
            " on conflict (customer_id) do update set person=excluded.person",
            (one, into),
        )
    for link in links_of(db, into):
        if link.customer_id != into:
            write_link(db, link.platform, link.viewer_id, into, link.grade, link.by, link.at.timestamp())
    audit(db, by, "merge", into, now, customer=customer_id)
    return NOTHING


def split(db: sqlite3.Connection, customer_id: str, by: str, now: float) -> Both:
    """Take a customer out of the person they were merged into; links stay with that person."""
    row = db.execute("delete from same_customer where customer_id=? returning person", (customer_id,)).fetchone()
    if row is None:
        return Both("this customer was not merged into another", "该顾客并没有合并到别人")
    audit(db, by, "split", row["person"], now, customer=customer_id)
    return NOTHING


def all_persons(db: sqlite3.Connection) -> Sequence[tuple[str, str]]:
    """Every customer id that was merged, with the person it belongs to."""
    return [(row[0], row[1]) for row in db.execute("select customer_id, person from same_customer").fetchall()]
