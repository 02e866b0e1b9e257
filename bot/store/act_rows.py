"""The record of acts in the database. Rows are added and read; only forgetting a person takes any out."""

from __future__ import annotations

import sqlite3

from bot.store.acts import Act, Wanted
from bot.store.times import when


def add(
    db: sqlite3.Connection, by: str, what: str, target: str, detail: str, now: float, was: str = "", became: str = ""
) -> None:
    """Append an act."""
    db.execute(
        "insert into audit (at, actor, action, target, detail, was, became) values (?,?,?,?,?,?,?)",
        (now, by, what, target, detail, was, became),
    )


def several(db: sqlite3.Connection, wanted: Wanted, limit: int) -> list[Act]:
    """Acts, newest first."""
    where, args = ["1=1"], []
    conditions: list[tuple[str, str | float]] = [
        ("actor=?", wanted.by),
        ("action=?", wanted.what),
        ("target=?", wanted.target),
        ("at>=?", wanted.since.timestamp() if wanted.since else 0),
        ("at<?", wanted.until.timestamp() if wanted.until else 0),
        ("id<?", wanted.below),
    ]
    for condition, value in conditions:
        if value:
            where.append(condition)
            args.append(value)
    rows = db.execute(f"select * from audit where {' and '.join(where)} order by id desc limit ?", [*args, limit])
    return [
        Act(r["id"], when(r["at"]), r["actor"], r["action"], r["target"], r["detail"], r["was"], r["became"])
        for r in rows.fetchall()
    ]


def names(db: sqlite3.Connection) -> tuple[list[str], list[str]]:
    """Everybody who did something, and everything that was done."""
    people = [row[0] for row in db.execute("select distinct actor from audit order by actor").fetchall()]
    acts = [row[0] for row in db.execute("select distinct action from audit order by action").fetchall()]
    return people, acts
