"""Calls of the model in the database: booked with a guess, settled with what they were; and what became of drafts."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from bot.spending import ROOMS_WINDOW, VIEWERS_WINDOW, Call, CameTo, Limits, Spent, Use, forbidden

KEPT_S = 40 * 86_400
"""Seconds a call is kept; who asked is personal, and nobody needs it longer."""
HOUR_S = 3_600


def book(db: sqlite3.Connection, call: Call, limits: Limits) -> int | str:
    """Book a call with its guess, unless a limit forbids it: then return which."""
    at = call.at.timestamp()
    db.execute("delete from model_call where at < ?", (at - KEPT_S,))
    day = db.execute(
        "select count(*) as n, coalesce(sum(tokens), 0) as tokens, coalesce(sum(money), 0.0) as money"
        " from model_call where at >= ?",
        (call.day_began.timestamp(),),
    ).fetchone()
    of_viewer = _count(db, "room=? and viewer_id=? and first=1 and at>?", call.room, call.viewer,
                       at - VIEWERS_WINDOW.total_seconds())  # fmt: skip
    of_room = _count(db, "room=? and at>?", call.room, at - ROOMS_WINDOW.total_seconds())
    if why := forbidden(call, limits, Spent(day["n"], day["tokens"], day["money"]), of_viewer, of_room):
        return why
    cursor = db.execute(
        "insert into model_call (room, viewer_id, at, provider, prompt, first, tokens, money)"
        " values (?,?,?,?,?,?,?,?)",
        (call.room, call.viewer, at, call.provider, call.prompt, int(call.first), call.tokens, call.money),
    )
    return int(cursor.lastrowid or 0)


def _count(db: sqlite3.Connection, where: str, *args: str | float) -> int:
    return int(db.execute(f"select count(*) as n from model_call where {where}", args).fetchone()["n"])


def settle(db: sqlite3.Connection, number: int, came_to: CameTo) -> None:
    """Replace the guess by what it was."""
    db.execute(
        "update model_call set outcome=?, ms=?, model=?, tokens=coalesce(?, tokens), money=coalesce(?, money)"
        " where id=?",
        (came_to.outcome, came_to.ms, came_to.model, came_to.tokens, came_to.money, number),
    )


def count(db: sqlite3.Connection, room: str, counted: Iterable[str], now: float) -> None:
    """Count what became of a draft, in the hour."""
    for what in counted:
        db.execute(
            "insert into model_count (room, hour, what, n) values (?,?,?,1)"
            " on conflict (room, hour, what) do update set n=n+1",
            (room, int(now // HOUR_S), what),
        )


def use(db: sqlite3.Connection, room: str | None, since: float) -> Use:
    """What the model was asked since then, in a room or in all."""
    of_room, args = ("and room=?", [room]) if room is not None else ("", [])
    calls = db.execute(
        f"select outcome, provider, ms, tokens, money from model_call where at>=? {of_room}", [since, *args]
    ).fetchall()
    counts: dict[str, int] = {}
    took: dict[str, list[float]] = {}
    for row in calls:
        counts[row["outcome"] or "under way"] = counts.get(row["outcome"] or "under way", 0) + 1
        if row["outcome"] == "answered":
            took.setdefault(row["provider"], []).append(row["ms"])
    verdicts = db.execute(
        f"select what, sum(n) as n from model_count where hour>=? {of_room} group by what order by what",
        [int(since // HOUR_S), *args],
    ).fetchall()
    return Use(
        counts,
        sum(row["tokens"] for row in calls),
        sum(row["money"] for row in calls),
        {provider: _middle_and_tail(sorted(ms)) for provider, ms in took.items()},
        {row["what"]: row["n"] for row in verdicts},
    )


def _middle_and_tail(inorder: list[float]) -> tuple[float, float]:
    return inorder[len(inorder) // 2], inorder[min(len(inorder) - 1, int(0.95 * len(inorder)))]
