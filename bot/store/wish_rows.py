"""What viewers ask for about themselves, done in the database in the commit that records it."""

from __future__ import annotations

import sqlite3

from bot.customers.wishes import Wish
from bot.store import customer_rows, person_rows
from bot.store.customer_rows import VIEWER


def do(db: sqlite3.Connection, wish: str, platform: str, viewer_id: str, now: float) -> None:
    """Do what can be done at once; the rest is a case for staff."""
    match Wish(wish):
        case Wish.UNLINK:
            customer_rows.unlink(db, platform, viewer_id, VIEWER, now)
        case Wish.LEAVE_ALONE:
            person_rows.leave_alone(db, platform, viewer_id, now)
        case Wish.SUGGEST_AGAIN:
            person_rows.suggest_again(db, platform, viewer_id)
        case Wish.LINK | Wish.SHOW | Wish.DELETE:
            pass  # a code was tried when it was heard
