"""The embedded store's cases."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Concatenate, ParamSpec, TypeVar

from bot.escalation import Escalation
from bot.escalation.on_air import OnAir
from bot.store import case_rows, case_time_rows, escalation_rows, on_air_rows
from bot.store.records import Claimed
from bot.store.threads import Threads

P = ParamSpec("P")
T = TypeVar("T")

CHANGED = ("escalations",)


class SqliteCases:
    """Fulfils `Cases`."""

    def __init__(self, threads: Threads) -> None:
        self._threads = threads

    async def _write(
        self, do: Callable[Concatenate[sqlite3.Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Do a step; pages hear of it where there was one."""
        done = await self._threads.write((), do, *args, **kwargs)
        if done:
            self._threads.hints.ring(*CHANGED)
        return done

    # looking

    async def several(
        self, *, rooms: Iterable[str] | None = None, open_only: bool = True, limit: int = 200
    ) -> Sequence[Escalation]:
        return await self._threads.read(escalation_rows.several, rooms, open_only, limit)

    async def one(self, case_id: int) -> Escalation | None:
        return await self._threads.read(escalation_rows.one, case_id)

    async def by_number(self, case_ids: Iterable[int]) -> Sequence[Escalation]:
        return await self._threads.read(escalation_rows.by_number, case_ids)

    async def versions(self, others: Iterable[int], limit: int) -> tuple[Sequence[int], Mapping[int, int]]:
        return await self._threads.read(escalation_rows.versions, others, limit)

    async def held_viewers(self, room: str, now: datetime) -> dict[str, int]:
        return await self._threads.read(escalation_rows.held_viewers, room, now.timestamp())

    async def open_questions(self, room: str, since: datetime) -> Sequence[tuple[str, int, datetime]]:
        return await self._threads.read(escalation_rows.open_questions, room, since.timestamp())

    # holding

    async def claim(self, case_id: int, by: str, until: datetime, now: datetime) -> Claimed:
        return await self._threads.write(CHANGED, case_rows.claim, case_id, by, until.timestamp(), now.timestamp())

    async def renew(self, case_id: int, by: str, until: datetime, now: datetime) -> bool:
        # Nothing that others see changes, so nobody is woken.
        return await self._threads.write((), case_rows.renew, case_id, by, until.timestamp(), now.timestamp())

    async def release(self, case_id: int, by: str, now: datetime) -> bool:
        return await self._write(case_rows.release, case_id, by, now.timestamp())

    async def assign(
        self, case_id: int, to: str, by: str, until: datetime, now: datetime, *, anyones: bool = False
    ) -> bool:
        return await self._write(case_rows.assign, case_id, to, by, until.timestamp(), now.timestamp(), anyones)

    async def keep_unsent(self, case_id: int, by: str, text: str, now: datetime) -> bool:
        return await self._write(case_rows.keep_unsent, case_id, by, text, now.timestamp())

    async def note(self, case_id: int, by: str, text: str, now: datetime) -> bool:
        return await self._write(case_rows.note, case_id, by, text, now.timestamp())

    # answering

    async def wait(self, case_id: int, by: str, until: datetime, now: datetime) -> bool:
        return await self._write(case_rows.wait, case_id, by, until.timestamp(), now.timestamp())

    # putting aside, closing

    async def snooze(
        self, case_id: int, by: str, now: datetime, *, until: datetime | None = None, sku: str = ""
    ) -> bool:
        stamp = until.timestamp() if until is not None else None
        return await self._write(case_rows.snooze, case_id, by, now.timestamp(), stamp, sku)

    async def wake(self, case_id: int, now: datetime) -> bool:
        return await self._write(case_rows.wake, case_id, now.timestamp())

    async def resolve(self, case_id: int, by: str, resolution: str, now: datetime) -> bool:
        return await self._write(case_rows.resolve, case_id, by, resolution, now.timestamp())

    async def on_air(self, case_id: int, by: str, at: datetime, now: datetime) -> bool:
        return await self._write(on_air_rows.answered, case_id, by, at.timestamp(), now.timestamp())

    async def hand(self, case_id: int, by: str, now: datetime, *, back: bool = False) -> bool:
        return await self._write(on_air_rows.hand, case_id, by, now.timestamp(), back)

    async def questions(self, case_id: int) -> Sequence[str]:
        return await self._threads.read(on_air_rows.questions, case_id)

    async def answered_on_air(self, room: str, since: datetime) -> Sequence[OnAir]:
        return await self._threads.read(on_air_rows.lately, room, since.timestamp())

    async def leave_unsaid(self, room: str, entries: Iterable[str]) -> Sequence[str]:
        every = list(entries)
        return await self._threads.write((), on_air_rows.leave_unsaid, room, every) if every else ()

    async def merge(self, case_id: int, into: int, by: str, now: datetime) -> bool:
        return await self._write(case_rows.merge, case_id, into, by, now.timestamp())

    async def expire(self, room: str, by: str, now: datetime) -> int:
        return await self._write(case_rows.expire, room, by, now.timestamp())

    # what time does

    async def keep_deadlines(self, room: str, first_answer_s: float, now: datetime) -> int:
        if not await self._threads.read(case_time_rows.has_deadlines, room, now.timestamp()):
            return 0
        # A warning is as much news to pages as a broken deadline, which alone is counted.
        return await self._threads.write(
            CHANGED, case_time_rows.keep_deadlines, room, first_answer_s, now.timestamp()
        )

    async def pass_time(self, room: str, now: datetime, shown: Iterable[str] = ()) -> int:
        came = list(shown)
        if not await self._threads.read(case_time_rows.is_due, room, now.timestamp(), came):
            return 0  # looked at every other second, so a look must cost no disk
        return await self._write(case_time_rows.pass_time, room, now.timestamp(), came)
