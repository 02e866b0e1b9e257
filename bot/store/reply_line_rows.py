"""What staff said to a case, read from the outbox: each reply with its lines."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from bot.escalation import UNSURE, ReplyLine, StaffReply
from bot.store.records import Delivery
from bot.store.times import when

MARK = "coalesce(nullif(reply_mark, ''), nonce)"
"""What tells one reply from another; a reply of before there were lines is its own."""

_BY_PROGRESS = (*UNSURE, Delivery.SENDING, Delivery.PENDING, Delivery.SENT, Delivery.WITHDRAWN)


def of_cases(db: sqlite3.Connection, case_ids: Sequence[int]) -> dict[int, tuple[StaffReply, ...]]:
    """What staff said to each of these cases, oldest first, each with its lines."""
    rows = db.execute(
        f"select *, {MARK} as mark from outbox where escalation_id in ({','.join('?' * len(case_ids))})"
        " and kind='staff' order by id",
        [*case_ids],
    ).fetchall()
    by_case: dict[int, dict[str, list[sqlite3.Row]]] = {}
    for row in rows:
        by_case.setdefault(row["escalation_id"], {}).setdefault(row["mark"], []).append(row)
    return {case: tuple(_read(mark, lines) for mark, lines in by_mark.items()) for case, by_mark in by_case.items()}


def _read(mark: str, rows: Sequence[sqlite3.Row]) -> StaffReply:
    lines = tuple(
        ReplyLine(
            tuple(json.loads(row["mentions"])), row["state"], row["reason"],
            when(row["not_before"]) if row["not_before"] is not None else None,
        )
        for row in rows
    )  # fmt: skip
    first = rows[0]
    state = min((line.state for line in lines), key=_BY_PROGRESS.index)
    return StaffReply(first["by"], first["text"], when(first["created_at"]), state, mark, first["corrects"], lines)
