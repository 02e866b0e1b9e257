"""The FAQ in the database: its versions, drafts on trial, and what was asked of it."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Iterable, Mapping

from bot import reasons
from bot.customers.wishes import CASES, DONE
from bot.messages import ReplyKind
from bot.store.faq_records import Asked, FaqTrial, FaqVersion
from bot.store.times import when
from bot.text import looks_like_question

VERSIONS_KEPT = 50
READ_AT_ONCE = 500
NOT_QUESTIONS = (reasons.HOST, reasons.ANOTHER_BOT, reasons.OUR_OWN, *DONE.values(), *CASES.values())
"""Reasons that say it was no viewer who asked, or nothing that an FAQ could answer."""


def keep_version(db: sqlite3.Connection, files: Mapping[str, str], by: str, what: str, now: float) -> int | None:
    """Keep the FAQ's text as a version; None when it is the newest one's already."""
    text = json.dumps(dict(sorted(files.items())), ensure_ascii=False).encode("utf-8", "surrogatepass")
    mark = hashlib.sha256(text).hexdigest()
    newest = db.execute("select hash from faq_version order by id desc limit 1").fetchone()
    if newest is not None and newest["hash"] == mark:
        return None
    added = db.execute(
        "insert into faq_version (at, by, what, hash, files) values (?,?,?,?,?)",
        (now, by, what, mark, zlib.compress(text)),
    ).lastrowid
    db.execute(
        "delete from faq_version where id not in (select id from faq_version order by id desc limit ?)",
        (VERSIONS_KEPT,),
    )
    return added


def versions(db: sqlite3.Connection) -> list[FaqVersion]:
    """All versions, the newest first, without their files."""
    rows = db.execute("select id, at, by, what from faq_version order by id desc").fetchall()
    return [FaqVersion(row["id"], when(row["at"]), row["by"], row["what"]) for row in rows]


def version(db: sqlite3.Connection, version_id: int | None) -> FaqVersion | None:
    """One version with its files; the newest when none is named."""
    row = db.execute(
        "select * from faq_version where ?1 is null or id = ?1 order by id desc limit 1", (version_id,)
    ).fetchone()
    if row is None:
        return None
    files = json.loads(zlib.decompress(row["files"]).decode("utf-8", "surrogatepass"))
    return FaqVersion(row["id"], when(row["at"]), row["by"], row["what"], files)


def start_trial(db: sqlite3.Connection, trial: FaqTrial) -> None:
    """Let a room try a draft, in place of one it tried before."""
    db.execute(
        "insert into faq_trial (room, folder, by, at) values (?,?,?,?) on conflict (room)"
        " do update set folder=excluded.folder, by=excluded.by, at=excluded.at",
        (trial.room, trial.folder, trial.by, trial.at.timestamp()),
    )


def stop_trials(db: sqlite3.Connection, room: str | None, folder: str | None) -> int:
    """End the trials of a room or of a folder, or all of them; how many there were."""
    return db.execute(
        "delete from faq_trial where (?1 is null or room = ?1) and (?2 is null or folder = ?2)", (room, folder)
    ).rowcount


def trials(db: sqlite3.Connection) -> list[FaqTrial]:
    """Every room that tries a draft."""
    rows = db.execute("select room, folder, by, at from faq_trial order by room").fetchall()
    return [FaqTrial(row["room"], row["folder"], row["by"], when(row["at"])) for row in rows]


ASKED = f"""
select m.*, o.skus, o.entry as said from message m
left join outbox o on o.room = m.room and o.message_id = m.id and o.kind = '{ReplyKind.FAQ}'
"""


def asked(db: sqlite3.Connection, limit: int, only: Iterable[str] = ()) -> list[Asked]:
    """The newest questions of viewers, newest first; or the newest messages with these ids."""
    ids = list(only)
    if ids:
        marks = ",".join("?" * len(ids))
        rows = db.execute(f"{ASKED} where m.id in ({marks}) order by m.received_at", ids).fetchall()
        return [_asked(row) for row in rows]
    found: list[Asked] = []
    rows_of = db.execute(
        f"{ASKED} where m.reason not in ({','.join('?' * len(NOT_QUESTIONS))}) and m.deleted_at is null"
        " order by m.received_at desc",
        NOT_QUESTIONS,
    )
    while len(found) < limit and (rows := rows_of.fetchmany(READ_AT_ONCE)):
        found += [_asked(row) for row in rows if _is_question(row)]
    return found[:limit]


def _is_question(row: sqlite3.Row) -> bool:
    return row["outcome"] not in (None, "ignore", "shed") or looks_like_question(row["text"])


def _asked(row: sqlite3.Row) -> Asked:
    outcome = row["outcome"] or ""
    if outcome == "merge":
        # Into a reply: it was answered; into a case: a person has it.
        outcome = "answer" if row["into_message"] else "escalate"
    skus = row["skus"] or ""
    return Asked(
        room=row["room"],
        id=row["id"],
        viewer_id=row["viewer_id"],
        text=row["text"],
        at=when(row["sent_at"]),
        outcome=outcome,
        entry=row["said"] or row["entry"],
        on_screen=skus.split(",")[0] or None,
    )
