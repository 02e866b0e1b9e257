"""Messages in the database: claimed, decided, deleted, read back."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import replace

from bot import reasons
from bot.cues.relevance import asks_nothing
from bot.customers.codes import MASK
from bot.guard import masked
from bot.messages import (
    JOIN,
    Acknowledge,
    Answer,
    ChatMessage,
    Clarify,
    Decision,
    Deletion,
    Escalate,
    Ignore,
    Merge,
    Outcome,
    Scored,
    Suggest,
    Urgency,
    Viewer,
    outcome_of,
)
from bot.store import (
    case_time_rows,
    escalation_rows,
    model_rows,
    outbox_rows,
    said_rows,
    speaking_rows,
    told_again_rows,
    wish_rows,
)
from bot.store.records import Decided, Delivery, HeardMessage, Recorded
from bot.store.said import Said, Stage
from bot.store.times import when

MESSAGE = "room, id, viewer_id, viewer_name, text, sent_at, reply_to, on_screen"


def claim(db: sqlite3.Connection, message: ChatMessage, now: float) -> bool:
    """The claim is this insert: of two, one finds the key taken."""
    row = (
        message.room,
        message.id,
        message.viewer.id,
        message.viewer.name,
        message.text,
        message.sent_at.timestamp(),
        message.reply_to,
        message.on_screen or "",
        now,
    )
    inserted = db.execute(
        f"insert into message ({MESSAGE}, received_at) values (?,?,?,?,?,?,?,?,?) on conflict (room, id) do nothing",
        row,
    )
    return inserted.rowcount == 1


def record(db: sqlite3.Connection, decided: Decided, now: float) -> Recorded:
    """Write a decision with all that follows from it."""
    message = decided.message
    row = db.execute(
        "select outcome, reason, deleted_at, received_at from message where room=? and id=?",
        (message.room, message.id),
    ).fetchone()
    if row is None:
        raise LookupError(f"{message.room}/{message.id} was never claimed")
    if row["outcome"] is not None:
        return Recorded(Outcome(row["outcome"]), row["reason"], fresh=False)
    decision = decided.decision
    if isinstance(decision, Acknowledge):
        decision = _acknowledged(db, decided, decision, now)
    if row["deleted_at"] is not None:
        decision = Ignore(reasons.DELETED)
    elif not isinstance(decided.decision, Acknowledge) and (
        isinstance(decision, Answer | Clarify | Suggest | Escalate)
        or (isinstance(decision, Merge) and (decision.into_message is not None or decision.again))
    ):
        decision = _as_things_are(db, decided, decision, row["received_at"], now)
    speaks_up = row["deleted_at"] is None and not asks_nothing(message.text)
    woke = speaks_up and case_time_rows.heard_from(db, message.room, message.viewer.id, now)
    recorded, merged_into = _carry_out(db, decided, decision, now)
    model_rows.count(db, message.room, decided.counted, now)
    if isinstance(decided.decision, Escalate) and decided.decision.stopped:
        _keep_stopped(db, message, decided.decision, now)
    if decided.against is not None:
        _count_against(db, message, *decided.against, now)
    best, runner_up = decision.best, decision.runner_up
    db.execute(
        "update message set outcome=?, reason=?, entry=?, score=?, runner_up=?, runner_up_score=?,"
        " decided_at=?, into_message=?, escalation_id=coalesce(?, escalation_id), note=? where room=? and id=?",
        (
            recorded.outcome,
            recorded.reason,
            *_scored(best),
            *_scored(runner_up),
            now,
            merged_into,
            recorded.escalation_id,
            json.dumps(decided.note, ensure_ascii=False, default=str) if decided.note else "{}",
            message.room,
            message.id,
        ),
    )
    return replace(recorded, woke=woke)


def _acknowledged(
    db: sqlite3.Connection, decided: Decided, decision: Acknowledge, now: float
) -> Acknowledge | Ignore | Escalate | Merge:
    """Do what the viewer asked for; what is said of it depends on who may speak in the room now."""
    message = decided.message
    wish_rows.do(db, decision.wish, decided.platform, message.viewer.id, now)
    case = escalation_rows.held_by_person(db, message.room, message.viewer.id, now)
    quiet = decision.quiet or speaking_rows.unspoken(db, message.room)
    if case is None and not quiet:
        return decision
    if not decision.case:
        why = reasons.LOOKED_AFTER if case is not None else quiet
        return Ignore(reasons.BOTH.format(why=decision.reason, besides=why))
    # Nothing may be said, but staff have something to do.
    return (
        Merge(decision.case, into_escalation=case)
        if case is not None
        else Escalate(decision.case, draft=decision.text)
    )


def _as_things_are(
    db: sqlite3.Connection, decided: Decided, decision: Decision, heard: float, now: float
) -> Decision:
    """Return what becomes of a reply: a person may have taken over meanwhile, the room or the shelf have changed."""
    room, viewer = decided.message.room, decided.message.viewer.id
    case = escalation_rows.held_by_person(db, room, viewer, now)
    if case is None and decided.took_time:
        case = escalation_rows.taken_since(db, room, viewer, heard)
    if case is not None:
        urgent = isinstance(decision, Escalate) and decision.urgency is Urgency.HIGH
        return Merge(
            reasons.LOOKED_AFTER,
            into_escalation=case,
            cues=decision.cues if isinstance(decision, Escalate | Merge) else (),
            urgency=Urgency.HIGH if urgent else Urgency.NORMAL,
            why=decision.reason if urgent else "",
        )
    if decided.draft is None:
        return decision
    reason = speaking_rows.unspoken(db, room, suggests=isinstance(decision, Suggest)) or decided.still()
    if not reason:
        return decision
    if speaking_rows.mode_off_auto(db, room) == "silent" and (
        isinstance(decision, Answer) or (isinstance(decision, Merge) and decision.own)
    ):
        return Ignore(reasons.ROOM_SILENT, decision.best, decision.runner_up)
    return Escalate(reason, draft=decided.draft.text, best=decision.best, runner_up=decision.runner_up)


def _keep_stopped(db: sqlite3.Connection, message: ChatMessage, stopped: Escalate, now: float) -> None:
    """Keep an answer that the guard stopped, in the commit that hands the question to a person."""
    entry = stopped.best.entry if stopped.best is not None and stopped.worded_by == "shop" else ""
    said_rows.keep(
        db, Said(when(now), message.room, Stage.DECIDED, stopped.worded_by, masked(stopped.draft), stopped.stopped,
                 message_id=message.id, entry=entry),
    )  # fmt: skip


def _count_against(db: sqlite3.Connection, message: ChatMessage, answered: str, entry: str, now: float) -> None:
    """Keep that the viewer said of an answer that it was not what they asked."""
    for one in entry.split(JOIN):
        db.execute(
            "insert into correction (room, message_id, entry, by, at) values (?,?,?,'viewer',?)"
            " on conflict (room, message_id, entry) do nothing",
            (message.room, answered, one, now),
        )


def _scored(scored: Scored | None) -> tuple[str, float | None]:
    return (scored.entry, scored.score) if scored else ("", None)


def _carry_out(
    db: sqlite3.Connection, decided: Decided, decision: Decision, now: float
) -> tuple[Recorded, str | None]:
    """Insert what the decision needs; returns what was recorded and the message merged into."""
    message = decided.message
    outcome = decided.outcome or outcome_of(decision)
    match decision:
        case Answer() | Clarify() | Suggest():
            if decided.draft is None:
                if decided.outcome is None:
                    raise ValueError(f"{outcome} without a draft")
                return Recorded(outcome, decision.reason), None
            row_id = outbox_rows.insert(db, message, decided.draft, now)
            return Recorded(outcome, decision.reason, outbox_id=row_id), None
        case Acknowledge():
            if decided.draft is None:
                raise ValueError(f"{outcome} without a draft")
            row_id = outbox_rows.insert(db, message, decided.draft, now)
            todo = (
                escalation_rows.open_case(db, message.room, decision.case, Urgency.NORMAL, "", now)
                if decision.case
                else None
            )
            return Recorded(outcome, decision.reason, outbox_id=row_id, escalation_id=todo), None
        case Escalate():
            case_id = escalation_rows.open_case(
                db, message.room, decision.reason, decision.urgency, decision.draft, now, decision.subject
            )
            escalation_rows.note_mood(db, case_id, decision.cues)
            for earlier in decision.earlier:
                # What the viewer said before is part of the question, unless it is in a case of its own.
                db.execute(
                    "update message set escalation_id=?"
                    " where room=? and id=? and viewer_id=? and escalation_id is null",
                    (case_id, message.room, earlier, message.viewer.id),
                )
            return Recorded(outcome, decision.reason, escalation_id=case_id), None
        case Merge():
            return _merge(db, decided, decision, now)
        case Ignore():
            return Recorded(outcome, decision.reason), None
        case _:
            raise ValueError("the model's choice must be made before it is recorded")


def _merge(db: sqlite3.Connection, decided: Decided, decision: Merge, now: float) -> tuple[Recorded, str | None]:
    """Add one more asker to a case or to a reply that has not left; each has its way out when it is too late."""
    message, case_id, other = decided.message, decision.into_escalation, decision.into_message
    if case_id is not None:
        again = decision.again if not speaking_rows.unspoken(db, message.room) else ""
        if again and (line := told_again_rows.tell(db, message, case_id, again, now)) is not None:
            with_ = None if line.message_id == message.id else line.message_id
            return Recorded(Outcome.MERGE, decision.reason, line.id, case_id), with_
        reason = reasons.WITH_STAFF if decision.again else decision.reason
        if decision.alone and escalation_rows.holds_others(db, case_id, message.viewer.id):
            return _of_its_own(db, decided, decision, decision.why, now)
        if (joined := escalation_rows.join(db, case_id, now, comes_back=not asks_nothing(message.text))) is not None:
            escalation_rows.note_mood(db, joined, decision.cues)
            if decision.urgency is Urgency.HIGH:
                escalation_rows.make_urgent(db, joined, decision.why)
            if escalation_rows.is_held(db, joined, now):
                # Whoever joins is looked after too: nothing of the bot's may reach them any more.
                outbox_rows.withdraw_for_viewers(db, message.room, [message.viewer.id], joined, now)
            return Recorded(Outcome.MERGE, reason, escalation_id=joined), None
        # The case was closed meanwhile: the question deserves one of its own.
        return _of_its_own(db, decided, decision, decision.why or reasons.AFTER_CLOSING, now)
    if other is None or decided.draft is None:
        raise ValueError("a merge into a message needs the message and a draft to fall back on")
    if outbox_rows.add_mention(db, message.room, other, message.viewer.name, decided.draft.send_by.timestamp()):
        return Recorded(Outcome.MERGE, decision.reason), other
    # That reply left without this viewer's name: this one gets its own.
    row_id = outbox_rows.insert(db, message, decided.draft, now)
    return Recorded(Outcome.ANSWER, reasons.SAME_JUST_LEFT, outbox_id=row_id), None


def _of_its_own(
    db: sqlite3.Connection, decided: Decided, decision: Merge, reason: str, now: float
) -> tuple[Recorded, None]:
    """Open a case for a line that was to join another one, as urgent as the line is."""
    case_id = escalation_rows.open_case(db, decided.message.room, reason, decision.urgency, "", now)
    escalation_rows.note_mood(db, case_id, decision.cues)
    return Recorded(Outcome.ESCALATE, reason, escalation_id=case_id), None


def read_message(row: sqlite3.Row) -> ChatMessage:
    """Read a message back."""
    return ChatMessage(
        room=row["room"],
        id=row["id"],
        viewer=Viewer(row["viewer_id"], row["viewer_name"]),
        text=row["text"],
        sent_at=when(row["sent_at"]),
        reply_to=row["reply_to"],
        on_screen=row["on_screen"] or None,
        # The code itself was tried when it was heard and is kept nowhere.
        code="" if MASK in row["text"] else None,
    )


def undecided(db: sqlite3.Connection, room: str) -> list[ChatMessage]:
    """What was claimed and has no outcome yet."""
    rows = db.execute(
        f"select {MESSAGE} from message where room=? and outcome is null order by received_at, id", (room,)
    )
    return [read_message(row) for row in rows.fetchall()]


def delete(db: sqlite3.Connection, deletion: Deletion, now: float) -> int:
    """Mark messages as deleted and withdraw replies to them that have not left."""
    where, args = "room=?", [deletion.room]
    if deletion.message_id is not None:
        where, args = where + " and id=?", [*args, deletion.message_id]
    elif deletion.viewer_id is not None:
        where, args = where + " and viewer_id=?", [*args, deletion.viewer_id]
    # Older ones have long been answered; a sweep of a whole evening would only block the writer.
    where, bounds = where + " and received_at > ? and deleted_at is null", [*args, now - 900]
    ids = [row["id"] for row in db.execute(f"select id from message where {where}", bounds).fetchall()]
    for message_id in ids:
        db.execute("update message set deleted_at=? where room=? and id=?", (now, deletion.room, message_id))
    return sum(outbox_rows.withdraw_deleted(db, deletion.room, message_id, now) for message_id in ids)


def recent(db: sqlite3.Connection, room: str | None, limit: int, only: Iterable[str] = ()) -> list[HeardMessage]:
    """The newest messages, oldest of them first."""
    where, args = [], []
    if room is not None:
        where, args = ["m.room=?"], [room]
    ids = list(only)
    if ids:
        where.append(f"m.id in ({','.join('?' * len(ids))})")
        args += ids
    rows = db.execute(
        "select m.*, o.text as reply, o.entry as answered_by, o.state as delivery, o.reason as delivery_reason"
        " from message m"
        " left join outbox o on o.room=m.room and o.message_id=m.id and o.kind<>'staff'"
        f" {'where ' + ' and '.join(where) if where else ''} order by m.received_at desc limit ?",
        [*args, limit],
    ).fetchall()
    return [_heard(row) for row in reversed(rows)]


def _heard(row: sqlite3.Row) -> HeardMessage:
    return HeardMessage(
        message=read_message(row),
        received_at=when(row["received_at"]),
        outcome=Outcome(row["outcome"]) if row["outcome"] else None,
        reason=row["reason"],
        entry=row["entry"],
        score=row["score"],
        runner_up=row["runner_up"],
        runner_up_score=row["runner_up_score"],
        reply=row["reply"] or "",
        escalation_id=row["escalation_id"],
        answered_by=row["answered_by"] or "",
        delivery=Delivery(row["delivery"]) if row["delivery"] else None,
        delivery_reason=row["delivery_reason"] or "",
    )
