"""Suggestions that a room has read, with why they were chosen."""

from __future__ import annotations

import json
import sqlite3

from bot.store.records import SuggestionSent
from bot.store.times import when


def sent(db: sqlite3.Connection, since: float) -> list[SuggestionSent]:
    """Return the suggestions that left since then, oldest first."""
    rows = db.execute(
        "select o.room, o.viewer_id, o.skus, o.sent_at, m.note from outbox o"
        " join message m on m.room=o.room and m.id=o.message_id"
        " where o.kind='suggestion' and o.state='sent' and o.sent_at>=? and o.skus<>'' order by o.sent_at, o.id",
        (since,),
    )
    found: list[SuggestionSent] = []
    for row in rows.fetchall():
        note = json.loads(row["note"])
        sku = row["skus"].split(",")[0]
        reason = next((said[2] for said in note.get("ranked", ()) if said[0] == sku), "")
        found.append(
            SuggestionSent(
                row["room"], row["viewer_id"], sku, reason, bool(note.get("held_out")), when(row["sent_at"])
            )
        )
    return found
