"""Which viewer is which customer, in the database."""

from __future__ import annotations

import sqlite3


def link(db: sqlite3.Connection, platform: str, viewer_id: str, customer_id: str, grade: str, now: float) -> None:
    """Link a viewer to a customer."""
    db.execute(
        "insert into link values (?,?,?,?,?) on conflict (platform, viewer_id) do update set"
        " customer_id=excluded.customer_id, grade=excluded.grade, at=excluded.at",
        (platform, viewer_id, customer_id, grade, now),
    )


def customer_of(db: sqlite3.Connection, platform: str, viewer_id: str) -> str | None:
    """The linked customer."""
    row = db.execute(
        "select customer_id from link where platform=? and viewer_id=?", (platform, viewer_id)
    ).fetchone()
    return row["customer_id"] if row is not None else None
