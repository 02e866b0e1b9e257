"""What a room makes of the queue: whom people look after and what they told them; and what becomes due in it."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.escalation import Escalation
from bot.escalation.on_air import OnAir
from bot.escalation.staff_answers import StaffAnswer, answer_of, viewers_told
from bot.faq.match import NEAR
from bot.knowledge import Knowledge, Rules
from bot.memory import RoomMemory
from bot.messages import ReplyKind
from bot.product_questions.which import products_named
from bot.store import Store
from bot.store.records import Delivery, OutboxRow

log = logging.getLogger(__name__)

SHOW = timedelta(hours=12)
"""No show is longer: what was opened before is nobody's question any more."""
MOST_ANSWERS = 40
"""Answers of staff that are kept for those who ask later, the newest; each question is compared with all of them."""
MOST_RECALLED = 50
"""Cases read again after a start, the newest."""
LOOKED_BACK, REMEMBERED_FOR = 500, timedelta(minutes=2)
"""Messages looked back at after a start, and how old they may be."""


@dataclass(slots=True)
class LookingAfter:
    """The queue as one room follows it. The commit checks again whom people look after; this saves work."""

    room: str
    store: Store
    memory: RoomMemory
    knowledge: Callable[[], Knowledge]
    now: Callable[[], datetime]
    _shown: dict[str, None] = field(default_factory=dict)
    """Products that came on screen and may wake a snoozed case."""
    _on_air: dict[int, OnAir] = field(default_factory=dict)
    """What the host answered lately, by case, with the entries that answer the same."""
    _answers: dict[int, StaffAnswer] = field(default_factory=dict)
    """What people answered lately, by case."""
    _replied: dict[int, None] = field(default_factory=dict)
    """Cases to which a reply of staff has left."""

    def note_shown(self, sku: str | None) -> None:
        """Remember that a product came on screen."""
        if sku is not None:
            self._shown[sku] = None

    def note_left(self, row: OutboxRow, now: datetime | None) -> None:
        """Remember that a reply no longer waits; `now` when it is on its way."""
        self.memory.note_left(row.message_id, now)
        if row.kind is ReplyKind.STAFF and row.escalation_id is not None and now is not None:
            self._replied[row.escalation_id] = None

    async def remember(self) -> None:
        """Remember what viewers said just before a restart: they may be about to answer what we asked them."""
        since, heard = self.now() - REMEMBERED_FOR, await self.store.recent_messages(self.room, LOOKED_BACK)
        await self.recall(one.escalation_id for one in heard if one.escalation_id is not None)
        for one in heard:
            if one.outcome is not None and one.message.sent_at > since:
                self.memory.recall(one.message, one.outcome, one.entry, one.runner_up, one.escalation_id)

    async def look(self, rules: Rules) -> None:
        """See whom people look after, what they told them, which questions wait, what the host has answered."""
        await self._pass_time(rules.first_answer)
        replied, self._replied = list(self._replied), {}
        await self.recall(replied, recalled=self._recalled())
        self._keep_answers(rules.answer_again)
        self.memory.held = await self.store.cases.held_viewers(self.room, self.now())
        known = self.memory.cases()
        questions = await self.store.cases.open_questions(self.room, self.now() - SHOW)
        # What was opened while the store was read may not be in what it told.
        fresh = self.memory.cases() - known
        self.memory.forget_cases(fresh | {case_id for _, case_id, _ in questions})
        self.memory.know_cases(questions)
        await self._hear_host(rules.on_air)

    async def _hear_host(self, within: timedelta) -> None:
        """Learn what the host has just answered, and take back what the bot was about to say of it."""
        lately = await self.store.cases.answered_on_air(self.room, self.now() - within)
        known, self._on_air = self._on_air, {}
        for one in lately:
            before = known.get(one.case)
            self._on_air[one.case] = before if before is not None and before.at == one.at else self._matched(one)
        self.memory.on_air = tuple(self._on_air.values())
        entries = {entry for case, one in self._on_air.items() if case not in known for entry in one.entries}
        for message_id in await self.store.cases.leave_unsaid(self.room, sorted(entries)):
            self.memory.note_left(message_id)

    def _matched(self, one: OnAir) -> OnAir:
        matches = [self.knowledge().matcher.match(question) for question in one.questions]
        return one.known_by({match.best.entry for match in matches if match.sure and match.best is not None})

    async def _pass_time(self, first_answer: timedelta) -> None:
        shown = tuple(self._shown)
        try:
            await self.store.cases.pass_time(self.room, self.now(), shown)
            late = await self.store.cases.keep_deadlines(self.room, first_answer.total_seconds(), self.now())
        except (sqlite3.Error, OSError) as error:
            # Everybody reads from the times that a claim ran out; it is tried again with the next look.
            log.error("room %s: what is due in the queue could not be done: %s", self.room, error)
        else:
            self._shown = {sku: None for sku in self._shown if sku not in shown}
            if late:
                log.warning("room %s: first answers late: %d", self.room, late)

    async def recall(self, cases: Iterable[int], recalled: Collection[str] = ()) -> None:
        """Remember what staff said in these cases: the bot does not say the same, and tells it who asks again.

        `recalled` are entries whose answer was recalled already when staff said it.
        """
        for case_id in list(dict.fromkeys(cases))[-MOST_RECALLED:]:
            case = await self.store.cases.one(case_id)
            if case is not None and case.merged_into is not None:
                case = await self.store.cases.one(case.merged_into)
            if case is None:
                continue
            questions = await self.store.cases.questions(case.id)
            self._note_told(case, questions)
            self._note_answer(case, questions, recalled)
            if any(line.state == Delivery.SENDING for reply in case.replies for line in reply.lines):
                self._replied[case.id] = None  # what becomes of it is seen with the next look

    def _note_told(self, case: Escalation, questions: Sequence[str]) -> None:
        for reply in case.replies:
            asked = viewers_told(case, reply, questions)
            products = products_named(reply.text, self.knowledge().catalog) if asked else ()
            for viewer, lines in asked.items():
                self.memory.note_told(viewer, lines, reply.text, reply.at)
                self.memory.note_shown(viewer, products, reply.at)

    def _recalled(self) -> frozenset[str]:
        entries = self.knowledge().faq.entries.values()
        return frozenset(entry.id for entry in entries if entry.recalled is not None)

    def _note_answer(self, case: Escalation, questions: Sequence[str], recalled: Collection[str]) -> None:
        """Remember the answer of a case for those who ask later; or no more, where it is another one by now."""
        answer, before = answer_of(case, questions), self._answers.pop(case.id, None)
        if answer is None:
            return
        if before is not None and before.mark == answer.mark:
            recalled = before.recalled_before  # said to one more viewer, which makes it no newer
        matches = [self.knowledge().matcher.match(question) for question in questions]
        near = {match.best.entry for match in matches if match.best is not None and match.best.score >= NEAR}
        self._answers[case.id] = answer.known_by(near, near & set(recalled))

    def _keep_answers(self, within: timedelta) -> None:
        lately = {case: one for case, one in self._answers.items() if self.now() - one.at < within}
        self._answers = dict(list(lately.items())[-MOST_ANSWERS:])
        self.memory.staff_answers = tuple(reversed(self._answers.values()))
