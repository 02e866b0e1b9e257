"""The embedded store's replies of staff."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.store import reply_rows
from bot.store.records import Claimed
from bot.store.replies import Saying, To, Undone
from bot.store.threads import Threads


class SqliteReplies:
    """Fulfils `Replies`."""

    def __init__(self, threads: Threads) -> None:
        self._threads = threads

    async def say(self, saying: Saying) -> Claimed:
        claimed = await self._threads.write(("escalations",), reply_rows.say, saying)
        if claimed.won and claimed.escalation is not None:
            self._threads.hints.ring(f"outbox:{claimed.escalation.room}")
        return claimed

    async def addressed(self, case_id: int, to: To, corrects: str = "", joining: Sequence[int] = ()) -> Sequence[str]:
        return await self._threads.read(reply_rows.addressed, case_id, to, corrects, joining)

    async def undo(self, mark: str, by: str, until: datetime, now: datetime) -> Undone | None:
        return await self._threads.write(
            ("escalations",), reply_rows.undo, mark, by, until.timestamp(), now.timestamp()
        )
