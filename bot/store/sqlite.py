"""The embedded store: one SQLite file, one writer thread, readers apart.

The `*_rows` modules hold the SQL as functions of a connection; the classes here and in `sqlite_*` decide only
which thread runs them and which hints ring afterwards.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import ParamSpec, TypeVar

from bot.faq.learn import Miss
from bot.faq.worth import Record, Verified
from bot.messages import ChatMessage, Deletion, SendResult
from bot.store import (
    act_rows,
    balance_rows,
    chat_rows,
    faq_rows,
    learning_rows,
    lesson_rows,
    message_rows,
    outbox_rows,
    speaking_rows,
    staff_rows,
    suggestion_rows,
)
from bot.store.acts import Acts
from bot.store.cases import Cases
from bot.store.customers import Customers
from bot.store.faq_records import Asked, FaqTrial, FaqVersion
from bot.store.health import StoreHealth
from bot.store.learned import Answered, Settled
from bot.store.lessons import Lessons
from bot.store.lock import FileLock
from bot.store.model_calls import ModelCalls
from bot.store.orders import Orders
from bot.store.promises import Promises
from bot.store.recalls import Recalls
from bot.store.records import (
    Balance,
    Decided,
    HeardMessage,
    OutboxRow,
    Recorded,
    Sending,
    StaffMember,
    SuggestionSent,
)
from bot.store.replies import Replies
from bot.store.said import SaidRecords
from bot.store.shifts import Shifts
from bot.store.sqlite_acts import SqliteActs
from bot.store.sqlite_cases import SqliteCases
from bot.store.sqlite_customers import SqliteCustomers
from bot.store.sqlite_lessons import SqliteLessons
from bot.store.sqlite_model_calls import SqliteModelCalls
from bot.store.sqlite_orders import SqliteOrders
from bot.store.sqlite_promises import SqlitePromises
from bot.store.sqlite_recalls import SqliteRecalls
from bot.store.sqlite_replies import SqliteReplies
from bot.store.sqlite_said import SqliteSaid
from bot.store.sqlite_shifts import SqliteShifts
from bot.store.sqlite_steps import SqliteSteps
from bot.store.sqlite_wall import SqliteWall
from bot.store.steps import Steps
from bot.store.threads import Threads, nothing
from bot.store.wall import Wall
from bot.store.writer import Writer

AT_ONCE = 500
"""Messages whose words go in one write; more would hold up the room's own."""
P = ParamSpec("P")
T = TypeVar("T")

SLOW_COUNT_S = 0.05


class SqliteStore:
    """Fulfils `Store` with one file."""

    def __init__(self, path: Path, writer: Writer | None, lock: FileLock | None) -> None:
        self.path = path
        self._threads = Threads(path, writer)
        self.hints = self._threads.hints
        self.cases: Cases = SqliteCases(self._threads)
        self.orders: Orders = SqliteOrders(self._threads)
        self.customers: Customers = SqliteCustomers(self._threads, self.orders)
        self.model_calls: ModelCalls = SqliteModelCalls(self._threads)
        self.said: SaidRecords = SqliteSaid(self._threads)
        self.replies: Replies = SqliteReplies(self._threads)
        self.promises: Promises = SqlitePromises(self._threads)
        self.recalls: Recalls = SqliteRecalls(self._threads)
        self.shifts: Shifts = SqliteShifts(self._threads)
        self.steps: Steps = SqliteSteps(self._threads)
        self.lessons: Lessons = SqliteLessons(self._threads)
        self.acts: Acts = SqliteActs(self._threads)
        self.wall: Wall = SqliteWall(self._threads)
        self._lock = lock
        self._counted: dict[str | None, tuple[float, Sequence[Balance]]] = {}

    @classmethod
    async def open(cls, path: Path, *, read_only: bool = False) -> SqliteStore:
        """Open the file. Raises `StoreInUse`, and what SQLite raises for a broken file."""
        if read_only:
            return cls(path, None, None)
        await asyncio.to_thread(path.parent.mkdir, parents=True, exist_ok=True)
        lock = FileLock(path)
        lock.take()
        writer = Writer(path)
        try:
            await writer.open()
        except BaseException:
            lock.free()
            raise
        return cls(path, writer, lock)

    async def health(self) -> StoreHealth:
        return await self._threads.health()

    async def beat(self) -> None:
        await self._threads.write((), nothing)

    async def sendings(self) -> Mapping[str, Sending]:
        return await self._threads.read(outbox_rows.sendings)

    async def close(self) -> None:
        """Commit what was handed in, then close every connection."""
        await self._threads.close()
        if self._lock is not None:
            self._lock.free()

    # the way of a message

    async def claim(self, message: ChatMessage, now: datetime) -> bool:
        return await self._threads.write((), message_rows.claim, message, now.timestamp())

    async def record(self, decided: Decided) -> Recorded:
        room = decided.message.room
        recorded = await self._threads.write(
            (f"messages:{room}",), message_rows.record, decided, decided.at.timestamp()
        )
        if recorded.outbox_id is not None:
            self.hints.ring(f"outbox:{room}")
        if recorded.escalation_id is not None or recorded.woke:
            self.hints.ring("escalations")
        return recorded

    async def undecided(self, room: str) -> Sequence[ChatMessage]:
        return await self._threads.read(message_rows.undecided, room)

    async def delete(self, deletion: Deletion, now: datetime) -> int:
        topics = (f"messages:{deletion.room}", "escalations")
        return await self._threads.write(topics, message_rows.delete, deletion, now.timestamp())

    # the outbox

    async def next_replies(self, room: str, limit: int = 20) -> Sequence[OutboxRow]:
        return await self._threads.read(outbox_rows.pending, room, limit)

    async def start_sending(self, row_id: int, now: datetime) -> OutboxRow | None:
        return await self._threads.write((), outbox_rows.start_sending, row_id, now.timestamp())

    async def settle(self, row: OutboxRow, result: SendResult, now: datetime) -> None:
        topics: tuple[str, ...] = (f"messages:{row.room}",)
        if result.status != "sent" or row.escalation_id is not None:
            topics = (*topics, "escalations")
        await self._threads.write(topics, speaking_rows.settle, row, result, now.timestamp())

    async def expire_reply(self, row: OutboxRow, reason: str, now: datetime) -> None:
        topics = (f"messages:{row.room}", "escalations")
        await self._threads.write(topics, outbox_rows.expire, row, reason, now.timestamp())

    async def confirm(self, echo: ChatMessage, now: datetime) -> bool:
        known, of_a_case = await self._threads.write((), outbox_rows.confirm, echo, now.timestamp())
        if of_a_case:
            self.hints.ring(f"messages:{echo.room}", "escalations")
        return known

    async def park_interrupted(self, room: str, now: datetime) -> int:
        topics = (f"messages:{room}", "escalations")
        return await self._threads.write(topics, outbox_rows.park_interrupted, room, now.timestamp())

    # reading back

    async def recent_messages(
        self, room: str | None, limit: int, *, only: Iterable[str] = ()
    ) -> Sequence[HeardMessage]:
        return await self._threads.read(message_rows.recent, room, limit, only)

    async def forget_words(self, before: datetime) -> int:
        gone, place = 0, chat_rows.BEGINNING
        while some := await self._threads.read(chat_rows.old, place, before.timestamp(), AT_ONCE):
            gone += await self._threads.write((), chat_rows.let_go, some)
            place = some[-1]
        await self._threads.write((), lesson_rows.let_go, before.timestamp())
        return gone

    async def balance(self, room: str | None = None) -> Sequence[Balance]:
        kept = self._counted.get(room)
        if kept is not None and time.monotonic() < kept[0]:
            return kept[1]
        balances, took = await self._threads.read(balance_rows.timed, room)
        if took > SLOW_COUNT_S:
            # Counting a long season takes a while, and several pages ask for it each second.
            self._counted[room] = (time.monotonic() + 10 * took, balances)
        return balances

    async def suggestions_sent(self, since: datetime) -> Sequence[SuggestionSent]:
        return await self._threads.read(suggestion_rows.sent, since.timestamp())

    # learning from the evening

    async def misses(self, room: str | None, since: datetime, limit: int = 5_000) -> Sequence[Miss]:
        return await self._threads.read(learning_rows.misses, room, since.timestamp(), limit)

    async def entry_record(self, since: datetime) -> Record:
        return await self._threads.read(learning_rows.entry_record, since.timestamp())

    async def answered_by(self, entry: str, limit: int = 30) -> Sequence[Answered]:
        return await self._threads.read(learning_rows.answered_by, entry, limit)

    async def mark_wrong(self, room: str, message_id: str, entry: str, by: str, now: datetime) -> bool:
        return await self._threads.write((), learning_rows.mark_wrong, room, message_id, entry, by, now.timestamp())

    async def verify(self, read: Sequence[Verified]) -> None:
        await self._threads.write((), learning_rows.verify, read)

    async def verified(self) -> dict[str, Verified]:
        return await self._threads.read(learning_rows.verified)

    async def settle_misses(self, settled: Settled) -> int:
        return await self._threads.write((), learning_rows.settle, settled)

    async def settled_misses(self) -> dict[str, str]:
        return await self._threads.read(learning_rows.settled)

    async def last_settled(self) -> Settled | None:
        return await self._threads.read(learning_rows.last_settled)

    async def unsettle(self, act_id: int) -> bool:
        return await self._threads.write((), learning_rows.unsettle, act_id)

    # the FAQ

    async def asked(self, limit: int = 500, *, only: Iterable[str] = ()) -> Sequence[Asked]:
        return await self._threads.read(faq_rows.asked, limit, only)

    async def keep_faq_version(self, files: Mapping[str, str], by: str, what: str, now: datetime) -> int | None:
        return await self._threads.write(("files",), faq_rows.keep_version, files, by, what, now.timestamp())

    async def faq_versions(self) -> Sequence[FaqVersion]:
        return await self._threads.read(faq_rows.versions)

    async def faq_version(self, version_id: int | None = None) -> FaqVersion | None:
        return await self._threads.read(faq_rows.version, version_id)

    async def start_faq_trial(self, trial: FaqTrial) -> None:
        await self._threads.write(("files",), faq_rows.start_trial, trial)

    async def stop_faq_trials(self, *, room: str | None = None, folder: str | None = None) -> int:
        return await self._threads.write(("files",), faq_rows.stop_trials, room, folder)

    async def faq_trials(self) -> Sequence[FaqTrial]:
        return await self._threads.read(faq_rows.trials)

    # rooms, staff

    async def room_modes(self) -> dict[str, str]:
        return await self._threads.read(staff_rows.room_modes)

    async def set_room_mode(self, room: str, mode: str, by: str, now: datetime) -> None:
        topics = ("rooms", "escalations", f"messages:{room}")
        await self._threads.write(topics, staff_rows.set_room_mode, room, mode, by, now.timestamp())

    async def add_staff(self, name: str, role: str, password_hash: str, now: datetime) -> StaffMember | None:
        return await self._threads.write(("staff",), staff_rows.add_staff, name, role, password_hash, now.timestamp())

    async def staff_named(self, name: str) -> tuple[StaffMember, str] | None:
        return await self._threads.read(staff_rows.staff_named, name)

    async def set_password(self, staff_id: int, password_hash: str) -> None:
        await self._threads.write(("staff",), staff_rows.set_password, staff_id, password_hash)

    async def remove_staff(self, staff_id: int) -> bool:
        return await self._threads.write(("staff",), staff_rows.remove_staff, staff_id)

    async def all_staff(self) -> Sequence[StaffMember]:
        return await self._threads.read(staff_rows.all_staff)

    async def add_invitation(self, token_hash: str, role: str, expires: datetime) -> None:
        await self._threads.write((), staff_rows.add_invitation, token_hash, role, expires.timestamp())

    async def use_invitation(self, token_hash: str, now: datetime) -> str | None:
        return await self._threads.write((), staff_rows.use_invitation, token_hash, now.timestamp())

    async def add_session(self, token_hash: str, staff_id: int, now: datetime) -> None:
        await self._threads.write((), staff_rows.add_session, token_hash, staff_id, now.timestamp())

    async def session(self, token_hash: str, now: datetime, idle_s: float, longest_s: float) -> StaffMember | None:
        found = await self._threads.read(staff_rows.session, token_hash, now.timestamp(), idle_s, longest_s)
        if found is None:
            return None
        member, stale = found
        if stale:  # a write waits for whatever else is being committed, and every key asks for a session
            await self._threads.write((), staff_rows.refresh_session, token_hash, now.timestamp())
        return member

    async def end_sessions(self, *, token_hash: str | None = None, staff_id: int | None = None) -> None:
        await self._threads.write((), staff_rows.end_sessions, token_hash, staff_id)

    async def audit(
        self, actor: str, action: str, target: str, detail: str, now: datetime, *, was: str = "", became: str = ""
    ) -> None:
        at = now.timestamp()
        await self._threads.write(("acts",), act_rows.add, actor, action, target, detail, at, was, became)
