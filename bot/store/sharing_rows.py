"""Who shares one reply, in SQL: the message it is for and those that were merged into it."""

from __future__ import annotations

_MERGED = "select id from message where room=?1 and into_message=?2"
MERGED = f"room=?1 and id in ({_MERGED})"
"""Of a room and a message: those that were merged into it. Asked for anything else than its id, SQLite would rather
read all messages of the room, in the store's writer."""
SHARING = f"room=?1 and id in (select ?2 union all {_MERGED})"
"""Those and the message itself."""
WITHOUT_CASE = f"{SHARING} and (id=?2 or escalation_id is null)"
"""The same, without those merged into it that are in a case by now."""
