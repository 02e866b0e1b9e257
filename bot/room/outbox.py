"""The outbox: replies leave one after the other, paced, in time, and never twice.

A reply is marked as on its way, durably, before it is handed to the platform. Whatever was on its way when
a crash came is given to staff, not sent again.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot import reasons
from bot.catalog.sentences import sentence, spoken
from bot.connectors import Connector
from bot.decide.answering import filled, templates
from bot.escalation.mentions import LONGEST_NAME, named
from bot.faq.entries import variables
from bot.guard import Author, Verdict
from bot.knowledge import Knowledge
from bot.messages import Reply, ReplyKind, SendResult
from bot.store import Store
from bot.store.hints import Listening
from bot.store.records import OutboxRow
from bot.store.said import Stage, said_of
from bot.text import language_of

log = logging.getLogger(__name__)

LOOK_EVERY_S = 1.0
"""Hints wake the outbox; this is for those that got lost."""

BATCH = 16


@dataclass(slots=True)
class Outbox:
    """Sends the replies of one room."""

    room: str
    connector: Connector
    store: Store
    knowledge: Callable[[], Knowledge]
    now: Callable[[], datetime]
    left: Callable[[OutboxRow, datetime | None], None] = lambda row, now: None
    """Told of each reply that no longer waits, and when it went on its way, if it did."""
    clock: Callable[[], float] = field(default=time.monotonic)
    label: str = ""
    """Put in front of what a model worded."""
    _under_way: set[int] = field(default_factory=set)

    async def run(self) -> None:
        """Send until cancelled."""
        with self.store.hints.listen() as hints:
            async with asyncio.TaskGroup() as sends:
                while True:
                    wait = await self.send_waiting(sends)
                    await self._rest(hints, wait)

    async def _rest(self, hints: Listening, wait: float | None) -> None:
        # Also while something waits for its time: another reply may go at once.
        loop_until = self.clock() + (LOOK_EVERY_S if wait is None else min(wait, LOOK_EVERY_S))
        while (left := loop_until - self.clock()) > 0:
            topics = await hints.topics(left)
            if f"outbox:{self.room}" in topics:
                return

    async def send_waiting(self, sends: asyncio.TaskGroup) -> float | None:
        """Set off what may go now; returns seconds to wait before the next look, None to wait for a hint.

        Each send is a task of its own: one whose answer is slow holds up its place, not those behind it.
        """
        if len(self._under_way) >= self.connector.together:
            return None  # whichever comes back first rings
        busy = frozenset(self._under_way)
        rows = await self.store.next_replies(self.room, BATCH + len(busy))
        wait: float | None = None
        for row in rows:
            if row.id in busy:
                continue
            now = self.now()
            if row.send_by <= now:
                await self._give_up(row, reasons.TOO_LATE, now)
            elif row.not_before is not None and row.not_before > now:
                wait = _sooner(wait, (row.not_before - now).total_seconds())
            elif self.connector.link.state != "connected":
                return 0.2
            else:
                text = self.worded(row)
                lines = self.connector.lines(text)
                delay = self.connector.pace.delay(self.clock(), lines)
                if delay > 0:
                    wait = _sooner(wait, delay)
                    break  # in order: nobody overtakes but staff, who are first already
                self.connector.pace.spend(self.clock(), lines)
                self._under_way.add(row.id)
                sends.create_task(self._send_one(row), name=f"{self.room}: send {row.id}")
                if len(self._under_way) >= self.connector.together:
                    return None
        return 0.0 if len(rows) >= BATCH and wait is None else wait

    async def _give_up(self, row: OutboxRow, reason: str, now: datetime) -> None:
        await self.store.expire_reply(row, reason, now)
        self.left(row, None)

    async def _send_one(self, row: OutboxRow) -> None:
        try:
            await self._send(row)
        finally:
            self._under_way.discard(row.id)
            self.store.hints.ring(f"outbox:{self.room}")

    async def _send(self, row: OutboxRow) -> None:
        """Send one reply and record what became of it."""
        now = self.now()
        started = await self.store.start_sending(row.id, now)
        self.left(row, now if started is not None else None)
        if started is None:
            return  # withdrawn while it waited
        row = started
        text, verdict = self.worded(row), self.judged(row)
        stopped = reasons.GUARD_STOPPED_IT.format(finding=verdict.reasons[0]) if verdict.findings else ""
        if stale := self._stale(row) or stopped:
            await self._settle(row, SendResult("refused", reason=stale), verdict)
            return
        reply = Reply(self.room, text, row.nonce, row.reply_to)
        try:
            result = await self.connector.send(reply)
        except asyncio.CancelledError:
            # Handed over or not, nobody can tell any more.
            unknown = SendResult("unknown", reason=reasons.STOPPED_SENDING)
            await asyncio.shield(self._settle(row, unknown, verdict))
            raise
        if result.status != "sent":
            log.warning("room %s: reply to %s %s: %s", self.room, row.message_id, result.status, result.reason)
        if result.retry_after:
            self.connector.pace.close(self.clock() + result.retry_after)
        await asyncio.shield(self._settle(row, result, verdict))

    async def _settle(self, row: OutboxRow, result: SendResult, verdict: Verdict) -> None:
        """Record what became of a reply, and what was said or stopped; both in one go of the store's writer."""
        now = self.now()
        settled = self.store.settle(row, result, now)
        if result.status == "refused" and verdict.allowed:
            await settled  # nobody saw it
            return
        kept = said_of(verdict, now, self.room, Stage.LEFT, message_id=row.message_id, entry=row.entry, ai=row.say)
        await asyncio.gather(settled, self.store.said.keep(kept))

    def worded(self, row: OutboxRow) -> str:
        """Return the text as the room will see it: names first, prices as they are now."""
        return named(self._text(row), row.mentions)

    def _text(self, row: OutboxRow) -> str:
        """Return the text without names; a model's words are labelled where the shop wants that."""
        text = row.text
        if row.kind is ReplyKind.FAQ and (written := self._templates(row)):
            return filled(" ".join(written), self.knowledge().catalog, _on_screen(row)) or row.text
        if row.kind is ReplyKind.SUGGESTION and row.skus and (product := self.knowledge().catalog.get(row.skus[0])):
            language, turn = spoken(row.wording) or (language_of(row.text), 0)
            text = sentence(product, language, turn, row.say)
        return f"{self.label}{text}" if row.say else text

    def _templates(self, row: OutboxRow) -> list[str] | None:
        return templates(row.entry, row.wording, self.knowledge().faq, self.knowledge().catalog)

    def _stale(self, row: OutboxRow) -> str:
        """Return why a reply must not go out any more; what held when it was decided may not hold now."""
        catalog = self.knowledge().catalog
        if row.kind is ReplyKind.FAQ and row.entry:
            answers = self._templates(row)
            if answers is None:
                return reasons.ANSWERED_NO_MORE
            for written, _ in variables(" ".join(answers)):
                if filled(written, catalog, _on_screen(row)) is None:
                    return reasons.FILLS_NO_MORE.format(variable=written)
        if row.kind is ReplyKind.SUGGESTION:
            for sku in row.skus:
                product = catalog.get(sku)
                if product is None or not product.available:
                    return reasons.SOLD_OUT.format(sku=sku)
        return ""

    def judged(self, row: OutboxRow) -> Verdict:
        """Return what the guard says of a reply; the names in front of it were judged one by one."""
        knowledge = self.knowledge()
        about = [knowledge.catalog[sku] for sku in row.skus if sku in knowledge.catalog]
        return knowledge.guard.verdict(self._text(row), _author(row), about)

    async def empty(self) -> bool:
        """Return whether nothing waits or is on its way any more."""
        return not self._under_way and not await self.store.next_replies(self.room, 1)


def _author(row: OutboxRow) -> Author:
    """Return who worded a reply."""
    match row.kind:
        case ReplyKind.FAQ | ReplyKind.CLARIFY:
            return "shop"
        case ReplyKind.STAFF:
            return "staff"
        case ReplyKind.NOTICE:
            return "template"
        case ReplyKind.SUGGESTION:
            return "model" if row.say else "template"


def in_one_line(connector: Connector, label: str, text: str) -> bool:
    """Return whether the platform takes a text with the longest name before it in one message, counted in its way."""
    return connector.lines(f"@{'名' * LONGEST_NAME} {label}{text}") <= 1


def _on_screen(row: OutboxRow) -> str | None:
    """Return the product a FAQ reply speaks of as the one on screen."""
    return row.skus[0] if row.skus else None


def _sooner(a: float | None, b: float) -> float:
    return b if a is None else min(a, b)
