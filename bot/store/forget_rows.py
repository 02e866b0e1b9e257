"""Deleting a person from the database, so that it reads as if they had never been there.

What others share with them (a reply that names both, a case both asked in) stays, without them in it.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from bot import reasons
from bot.store import escalation_rows, kept_out_rows, lesson_rows, outbox_rows, person_rows, shift_rows
from bot.store.customer_rows import viewer_key
from bot.store.person_rows import Key

SHORTEST_NAME = 2
"""A name shorter than this would be cut out of ordinary words."""


def forget(
    db: sqlite3.Connection, ids: Sequence[str], viewers: Sequence[Key], rooms: Mapping[str, str], now: float, by: str
) -> dict[str, int]:
    """Delete everything of these customer ids and viewers but their orders; how many rows of what."""
    gone: Counter[str] = Counter()
    _forget_conflicts(db, ids, viewers)
    for platform, viewer_id in viewers:
        where, others = person_rows.their_rooms(platform, rooms)
        gone["message"] += _forget_chat(db, viewer_id, where, others)
        # What a call cost stays in the books; who asked does not.
        db.execute(f"update model_call set viewer_id='' where viewer_id=? {where}", (viewer_id, *others))
        for table in ("link", "left_alone", "link_try", "link_conflict"):
            gone[table] += _delete(db, table, "platform=? and viewer_id=?", (platform, viewer_id))
    marks = ",".join("?" * len(ids))
    for table in ("link", "link_code", "consent", "tier_history", "link_conflict"):
        gone[table] += _delete(db, table, f"customer_id in ({marks})", ids)
    gone["same_customer"] += _delete(
        db, "same_customer", f"customer_id in ({marks}) or person in ({marks})", [*ids, *ids]
    )
    keys = [viewer_key(*viewer) for viewer in viewers]
    _forget_choices(db, ids, rooms)
    gone["link_code"] += db.execute(
        f"update link_code set used_by='' where used_by in ({','.join('?' * len(keys))})", keys
    ).rowcount
    gone["audit"] += _forget_audit(db, [*ids, *keys])
    kept_out_rows.keep_out(db, ids, now)
    # That it happened, when and by whom; not to whom.
    db.execute(
        "insert into audit (at, actor, action, target, detail) values (?,?,'customers forget','','')", (now, by)
    )
    return {table: rows for table, rows in sorted(gone.items()) if rows}


def _forget_conflicts(db: sqlite3.Connection, ids: Sequence[str], viewers: Sequence[Key]) -> None:
    """Take the person out of the queue: the case of a conflict names them."""
    for row in db.execute("select * from link_conflict where case_id is not null").fetchall():
        if row["customer_id"] not in ids and (row["platform"], row["viewer_id"]) not in viewers:
            continue
        case_id = row["case_id"]
        talked = db.execute(
            "select 1 from message where escalation_id=?1 and outcome in ('escalate', 'merge')"
            " union all select 1 from outbox where escalation_id=?1",
            (case_id,),
        ).fetchone()
        db.execute("delete from audit where target=?", (f"case {case_id}",))
        if talked is None:
            db.execute("update message set escalation_id=null where escalation_id=?", (case_id,))
            _delete_case(db, case_id)
        else:
            # Others said more in it than the claim.
            db.execute(
                "update escalation set reason=?, version=version+1 where id=?", (reasons.CLAIM_OF_DELETED, case_id)
            )


def _forget_choices(db: sqlite3.Connection, ids: Sequence[str], rooms: Mapping[str, str]) -> None:
    """Forget why products were chosen for viewers who were once linked to them: it was their orders that chose."""
    linked = db.execute(
        "select distinct case when json_valid(detail) then json_extract(detail, '$.viewer') end as viewer from audit"
        f" where action like 'customers %' and target in ({','.join('?' * len(ids))})",
        tuple(ids),
    ).fetchall()
    for row in linked:
        platform, _, viewer_id = (row["viewer"] or "").partition("/")
        where, others = person_rows.their_rooms(platform, rooms)
        db.execute(
            "update message set note='{}', reason=case when instr(reason, '; chosen by ')"
            " then substr(reason, 1, instr(reason, '; chosen by ') - 1) else reason end"
            f" where viewer_id=? and note like '%\"ranked\"%' {where}",
            (viewer_id, *others),
        )


def _delete(db: sqlite3.Connection, table: str, where: str, args: Sequence[str]) -> int:
    return db.execute(f"delete from {table} where {where}", tuple(args)).rowcount


def _forget_audit(db: sqlite3.Connection, names: Sequence[str]) -> int:
    marks = ",".join("?" * len(names))
    named = f"exists (select 1 from json_each(detail) j where j.value in ({marks}))"
    return db.execute(
        f"delete from audit where action like 'customers %' and (target in ({marks})"
        f" or case when json_valid(detail) then {named} else 0 end)",
        [*names, *names],
    ).rowcount


# chat


def _forget_chat(db: sqlite3.Connection, viewer_id: str, where: str, rooms: Sequence[str]) -> int:
    """Delete what a viewer said and what was said to them."""
    _forget_promises(db, viewer_id, where, rooms)
    said = db.execute(
        f"select room, id, viewer_name, into_message, escalation_id from message where viewer_id=? {where}",
        (viewer_id, *rooms),
    ).fetchall()
    for row in said:
        room, message_id, name = row["room"], row["id"], row["viewer_name"]
        if row["into_message"] is not None:
            _unname(db, "room=? and message_id=?", (room, row["into_message"]), name)
        _leave_reply(db, room, message_id, viewer_id, name)
        if row["escalation_id"] is not None:
            lesson_rows.forget(db, row["escalation_id"])
            _leave_case(db, room, row["escalation_id"], message_id, viewer_id, name)
        db.execute("delete from correction where room=? and message_id=?", (room, message_id))
        db.execute("delete from audit where action='faq wrong' and detail=?", (f"{room} {message_id}",))
        # What the shop said is kept for years, as the law asks; to whom is not.
        cut = name if len(name) >= SHORTEST_NAME else ""
        if cut:
            shift_rows.unname(db, cut)
        db.execute(
            "update said set message_id='', text=case when ?1='' then text else replace(text, ?1, '＊＊') end"
            " where room=?2 and message_id=?3",
            (cut, room, message_id),
        )
        db.execute("delete from message where room=? and id=?", (room, message_id))
    return len(said)


def _forget_promises(db: sqlite3.Connection, viewer_id: str, where: str, rooms: Sequence[str]) -> None:
    """Take a viewer out of the lines that promised them an answer; a line that was nobody else's is deleted."""
    promises = f"from promise where viewer_id=? {where}"
    told = db.execute(f"select made_by, slipped_by, room, message_id {promises}", (viewer_id, *rooms)).fetchall()
    for row in told:
        asked = db.execute(
            "select viewer_name from message where room=? and id=?", (row["room"], row["message_id"])
        ).fetchone()
        for line in filter(None, (row["made_by"], row["slipped_by"])):
            _unname(db, "id=?", (line,), asked["viewer_name"] if asked is not None else "")
            db.execute("delete from outbox where id=? and mentions='[]'", (line,))
    db.execute(f"delete {promises}", (viewer_id, *rooms))


def _leave_reply(db: sqlite3.Connection, room: str, message_id: str, viewer_id: str, name: str) -> None:
    """Give a reply that others share to the first of them; delete one that is nobody else's."""
    others = db.execute(
        "select id, viewer_id from message where room=? and into_message=? and viewer_id<>? order by received_at, id",
        (room, message_id, viewer_id),
    ).fetchall()
    reply = "room=? and message_id=? and kind<>'staff'"
    if not others:
        db.execute(f"delete from outbox where {reply}", (room, message_id))
        return
    first = others[0]["id"]
    _unname(db, reply, (room, message_id), name)
    moved = db.execute(
        f"update outbox set message_id=?, viewer_id=?, reply_to=?, nonce=? where {reply}",
        (first, others[0]["viewer_id"], first, outbox_rows.nonce_of(room, first), room, message_id),
    )
    db.execute("update message set into_message=? where room=? and into_message=?", (first, room, message_id))
    db.execute("update message set into_message=null where room=? and id=?", (room, first))
    if moved.rowcount:
        db.execute(
            "update message set outcome=(select outcome from message where room=?1 and id=?2)"
            " where room=?1 and id=?3",
            (room, message_id, first),
        )


def _leave_case(db: sqlite3.Connection, room: str, case_id: int, message_id: str, viewer_id: str, name: str) -> None:
    """Take a viewer out of a case that others are in; delete one that is nobody else's."""
    other = db.execute(
        "select id, viewer_id, outcome from message where escalation_id=? and viewer_id<>? order by received_at, id",
        (case_id, viewer_id),
    ).fetchone()
    if other is None:
        db.execute("delete from outbox where escalation_id=?", (case_id,))
        db.execute("update link_conflict set case_id=null where case_id=?", (case_id,))
        _delete_case(db, case_id)
        return
    _unname(db, "escalation_id=?", (case_id,), name)
    if len(name) >= SHORTEST_NAME:
        db.execute("update audit set detail=replace(detail, ?, '＊＊') where target=?", (name, f"case {case_id}"))
        db.execute("update case_note set text=replace(text, ?, '＊＊') where case_id=?", (name, case_id))
        db.execute("update escalation set unsent=replace(unsent, ?, '＊＊') where id=?", (name, case_id))
    db.execute(
        "update outbox set message_id=?, viewer_id=?, reply_to=? where escalation_id=? and room=? and message_id=?",
        (other["id"], other["viewer_id"], other["id"], case_id, room, message_id),
    )
    db.execute("update escalation set mood='' where id=?", (case_id,))  # it may be how they sounded
    escalation_rows.touch(db, case_id)
    opener = db.execute("select 1 from message where escalation_id=? and outcome='escalate' and viewer_id<>?",
                        (case_id, viewer_id)).fetchone()  # fmt: skip
    if opener is None and other["outcome"] == "merge":
        db.execute("update message set outcome='escalate' where room=? and id=?", (room, other["id"]))


def _delete_case(db: sqlite3.Connection, case_id: int) -> None:
    """Delete a case with its notes, and what is left of cases that were merged into it."""
    cases = db.execute("select id from escalation where ?1 in (id, merged_into)", (case_id,)).fetchall()
    for row in cases:
        db.execute("delete from case_note where case_id=?", (row["id"],))
        db.execute("delete from audit where target=?", (f"case {row['id']}",))
        db.execute("delete from escalation where id=?", (row["id"],))


def _unname(db: sqlite3.Connection, where: str, args: Iterable[object], name: str) -> None:
    """Take a name out of replies: from whom they mention, and from what staff wrote."""
    for row in db.execute(f"select id, mentions, text from outbox where {where}", tuple(args)).fetchall():
        text = row["text"].replace(name, "＊＊") if len(name) >= SHORTEST_NAME else row["text"]
        mentions = person_rows.names_of(db, row["mentions"], [name])
        db.execute("update outbox set mentions=?, text=? where id=?", (mentions, text, row["id"]))
