"""The life of one room: hear, claim, decide, record; and the tasks around it."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import assert_never

from bot import reasons
from bot.connectors import Connector
from bot.customers.codes import without_code
from bot.decide import decide, guarded, still_so
from bot.decide.followups import correction
from bot.deletions import Deletions
from bot.escalation.steps import Sign
from bot.faq.vectors import Vector
from bot.knowledge import Knowledge, Mode, Moment, Rules
from bot.meaning import Meaning
from bot.memory import RoomMemory
from bot.messages import (
    Answer,
    ChatMessage,
    Choose,
    Clarify,
    Decision,
    Deletion,
    Escalate,
    Event,
    Ignore,
    Merge,
    OnScreen,
    Outcome,
    Suggest,
    Urgency,
)
from bot.problems import LoginRefused
from bot.room.advice import AT_ONCE, Advice, given_up
from bot.room.advise import Advisor, Note
from bot.room.claiming import claimed, in_their_moment
from bot.room.drafting import drafted
from bot.room.line import Waiting
from bot.room.looking_after import LookingAfter
from bot.room.outbox import Outbox
from bot.room.stepping import Stepping
from bot.store import Store
from bot.store.records import Decided, Recorded
from bot.text import looks_like_question

log = logging.getLogger(__name__)

HEARD_AT_MOST = 2_000
"""Events that may wait between the connector and the judgement; then the connector has to wait."""
SHED_ABOVE = 500
"""With more than this many waiting, lines that ask nothing are shed unread."""
TAKE_AT_ONCE = 32
"""Messages claimed and decided in one go; more gain nothing and keep the outbox and the line waiting."""
LOOK_EVERY_S = 2.0


@dataclass(slots=True)
class Room:
    """One room, from its connector to its outbox."""

    name: str
    platform: str
    connector: Connector
    store: Store
    knowledge: Callable[[], Knowledge]
    advisor: Advisor
    stepping: Stepping
    now: Callable[[], datetime]
    mode: Mode = "auto"
    chosen: Rules = field(default_factory=Rules)
    """What the shop chose for this room; the mode and the step it is on are put in."""
    reply_within: timedelta = timedelta(seconds=45)
    memory: RoomMemory = field(default_factory=RoomMemory)
    meaning: Meaning | None = None
    """Says what a message means, where that is switched on."""
    heard: int = 0
    """Messages claimed since the start."""
    outbox: Outbox = field(init=False)
    _waiting: asyncio.Queue[ChatMessage | OnScreen] = field(init=False)
    _advice: Advice = field(init=False)
    _queue: LookingAfter = field(init=False)
    _crowd: int | None = None
    """The case that takes the questions which found no room in the line."""
    _deletions: Deletions = field(default_factory=Deletions)
    _put: int = 0
    _taken: int = 0
    _busy: int = 0
    _stopping: bool = False
    _put_at_stop: int = 0
    _against: dict[str, tuple[str, str]] = field(default_factory=dict)
    """By message, the answer that it says was wrong; until it is recorded."""
    _unclaimed: list[ChatMessage] = field(default_factory=list)
    _unrecorded: list[ChatMessage] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._queue = LookingAfter(self.name, self.store, self.memory, self.knowledge, self.now)
        self.outbox = Outbox(self.name, self.connector, self.store, self.knowledge, self.now, self._queue.note_left,
                             label=self.chosen.ai_label)  # fmt: skip
        self._waiting = asyncio.Queue(HEARD_AT_MOST)
        self._advice = Advice(self._advised, self._instead, self._keep)
        self.stepping.lowered = self._lowered

    @property
    def rules(self) -> Rules:
        """What the shop chose for this room, with the mode staff switched to and the step it is on."""
        return self.chosen.now(self.mode, self.stepping.step)

    async def run(self, stop: asyncio.Event, grace_s: float) -> None:
        """Live until `stop`, then finish what was heard within the grace time."""
        parked = await self.store.park_interrupted(self.name, self.now())
        if parked:
            log.warning("room %s: %d replies were on their way when it stopped; staff decide", self.name, parked)
        await self.stepping.begin()
        await self._look_at_queue()
        await self._queue.remember()
        left_over = await self.store.undecided(self.name)
        async with asyncio.TaskGroup() as tasks:
            listening = tasks.create_task(self._listen(), name=f"{self.name}: listen")
            working = [
                tasks.create_task(self._judge(left_over), name=f"{self.name}: judge"),
                tasks.create_task(self.outbox.run(), name=f"{self.name}: outbox"),
                tasks.create_task(self._follow_queue(), name=f"{self.name}: queue"),
            ]
            working += [
                tasks.create_task(self._advice.work(), name=f"{self.name}: advise {i}") for i in range(AT_ONCE)
            ]
            await stop.wait()
            # 1. What is said from now on is kept for the next start; the line stays open for our last replies.
            self._stopping, self._put_at_stop = True, self._put + self.connector.link.waiting
            try:
                async with asyncio.timeout(grace_s):  # 2. finish what was heard, then send it
                    await self._finished()
            except TimeoutError:
                log.warning("room %s: stopped with work left; it is kept and goes on at the next start", self.name)
            for task in (listening, *working):  # 3. the rest waits in the store
                task.cancel()

    async def _finished(self) -> None:
        while not (
            self._waiting.empty()
            and not self.connector.link.waiting
            and self._advice.idle
            and not self._busy
            and await self.outbox.empty()
        ):
            await asyncio.sleep(0.02)

    # hear

    async def _listen(self) -> None:
        """Take what the connector hears. A refused login ends the listening, not the room."""
        try:
            async with aclosing(self.connector.events()) as events:
                async for event in events:
                    await self._hear(event)
        except LoginRefused as refused:
            self.connector.link.become("refused", self.now(), refused.said)
            log.error("%s", refused)

    async def _hear(self, event: Event) -> None:
        match event:
            case ChatMessage(is_own=True):
                await self.store.confirm(event, self.now())
            case ChatMessage() | OnScreen():
                # Before anything else looks at it: a one-time code is nobody's to read.
                await self._waiting.put(without_code(event) if isinstance(event, ChatMessage) else event)
                self._put += 1
            case Deletion():
                self._deletions.note(event, self._put)
                await self.store.delete(event, self.now())
                await self._advice.deleted(event)
            case _:
                assert_never(event)

    # claim, decide, record

    async def _judge(self, left_over: Sequence[ChatMessage]) -> None:
        for message in left_over:
            await self._settle([(message, self._decide_again(message))])
        while True:
            events = [await self._waiting.get()]
            self._busy += 1
            try:
                while len(events) < TAKE_AT_ONCE and not self._waiting.empty():
                    events.append(self._waiting.get_nowait())
                await self._take(events)
            finally:
                self._busy -= 1

    async def _take(self, events: Sequence[ChatMessage | OnScreen]) -> None:
        """Claim a handful together, decide them in order, record them together."""
        now = self.now()
        events = in_their_moment(events, self.memory.on_screen)
        messages = [event for event in events if isinstance(event, ChatMessage)]
        vectors = asyncio.gather(*(self._vector(m) for m in messages))
        claims = await claimed(self.store, self.platform, messages, now)
        meant = dict(zip((m.id for m in messages), await vectors, strict=True))
        decided: list[tuple[ChatMessage, Decision | Outcome]] = []
        for event in events:
            self._taken += 1
            if isinstance(event, OnScreen):
                self.memory.shows(event.sku, now)
                self._queue.note_shown(event.sku)
                self.store.hints.ring("rooms")
                continue
            ours = next(claims)
            if isinstance(ours, BaseException):
                log.error("room %s: %s could not be claimed: %s", self.name, event.id, ours)
                self._unclaimed.append(event)
            elif ours:
                self.heard += 1
                if self._stopping and self._taken > self._put_at_stop:
                    continue  # kept; decided at the next start
                silent = ours if isinstance(ours, Ignore) else None
                decided.append((event, silent or self._decide(event, meant[event.id])))
        await self._settle(decided)

    async def _vector(self, message: ChatMessage) -> Vector | None:
        """Return what a message means, if that could matter and is known in time."""
        return await self.meaning.of_message(message.text, self.knowledge().matcher) if self.meaning else None

    def _decide(self, message: ChatMessage, vector: Vector | None = None) -> Decision | Outcome:
        """Decide one message. A message the program stumbles over goes to a person."""
        now = self.now()
        if self._waiting.qsize() > SHED_ABOVE and not looks_like_question(message.text):
            return Outcome.SHED
        try:
            if self._deletions.removed(message, self._taken):
                return Ignore(reasons.DELETED)
            decision = guarded(
                decide(message, self.knowledge(), self.memory, self.rules, now, vector), self.knowledge()
            )
        except Exception:  # one odd message must not stop the room
            log.exception("room %s: could not decide %s", self.name, message.id)
            self.stepping.note(Sign.STUMBLED, message.viewer.id)
            return Escalate(reasons.STUMBLED, Urgency.NORMAL)
        self._note(message, decision, now)
        return decision

    def _note(self, message: ChatMessage, decision: Decision, now: datetime, *, late: bool = False) -> None:
        """Remember what was decided before it is recorded: the next message is decided before that."""
        wrong = correction(message, self.memory, now)
        if wrong is not None and wrong.entry and not isinstance(decision, Ignore):
            self._against[message.id] = (wrong.message_id, wrong.entry)
        self.stepping.note_decided(message, decision, corrects=message.id in self._against)
        self.memory.note_decided(message, decision, now, late=late)
        if isinstance(decision, Answer):
            self.memory.note_waiting(decision, message.id)

    def _decide_again(self, message: ChatMessage) -> Decision | Outcome:
        """Decide what a crash left behind; too late for the bot means a person, not silence."""
        decision = self._decide(message)
        late = self.now() - message.sent_at > self.reply_within
        if late and isinstance(decision, Answer | Clarify | Suggest | Choose):
            draft = decision.text if isinstance(decision, Answer) else ""
            self.memory.note_left(message.id)
            return Escalate(reasons.WAS_DOWN, Urgency.NORMAL, draft, decision.best, decision.runner_up)
        return decision

    async def _settle(self, decided: Sequence[tuple[ChatMessage, Decision | Outcome]]) -> None:
        """Record decisions in one go; product questions first get their advice, elsewhere."""
        ready: list[Decided] = []
        for message, decision in decided:
            if isinstance(decision, Suggest | Choose):
                for old, why in self._advice.put(Waiting(message, decision, self.now())):
                    self.stepping.note_pushed_out(why)
                    ready.append(self._instead(old, why))
                    if self._crowd is None:  # the first of a crowd opens the case that the others join
                        await self._keep(ready.pop())
            else:
                ready.append(self._ready(message, decision))
        recorded = await asyncio.gather(*(self.store.record(d) for d in ready), return_exceptions=True)
        for one, result in zip(ready, recorded, strict=True):
            if isinstance(result, BaseException):
                self._not_recorded(one.message, result)
            else:
                self._remember(one, result)

    def _ready(self, message: ChatMessage, decision: Decision | Outcome) -> Decided:
        now = self.now()
        if isinstance(decision, Outcome):
            reason = reasons.TOO_MUCH.format(n=SHED_ABOVE)
            return Decided(message, Ignore(reason), now, outcome=decision)
        draft = drafted(decision, now, self.reply_within, self.chosen.together)
        against = self._against.get(message.id)
        return Decided(message, decision, now, draft=draft, against=against, platform=self.platform)

    def _remember(self, decided: Decided, recorded: Recorded) -> None:
        self._against.pop(decided.message.id, None)
        if decided.decision.reason == reasons.CROWDED and recorded.escalation_id is not None:
            self._crowd = recorded.escalation_id
        elif recorded.escalation_id is not None:
            self.memory.note_turn_case(decided.message, recorded.escalation_id)
            if recorded.outcome is Outcome.ESCALATE:
                made = decided.decision
                asked = made.subject or made.asked if isinstance(made, Escalate) else ""
                asked, viewer = asked or decided.message.text, decided.message.viewer.id
                self.memory.note_case(asked, recorded.escalation_id, self.now(), viewer)
        if recorded.outbox_id is None:
            self.memory.note_left(decided.message.id)
        elif isinstance(decided.decision, Merge) and decided.decision.own is not None:
            # The shared reply had left or was withdrawn: from now on others join this one.
            self.memory.note_waiting(decided.decision.own, decided.message.id)

    def _not_recorded(self, message: ChatMessage, error: BaseException) -> None:
        """Remember what the store did not take; it is decided again once it does."""
        log.error("room %s: %s could not be recorded: %s", self.name, message.id, error)
        self.memory.note_left(message.id)
        self.memory.forget_decided(message)
        if not isinstance(error, LookupError):  # deleted with its viewer meanwhile: there is nothing to record
            self._unrecorded.append(message)

    async def _try_again(self) -> None:
        """Claim and record what the store would not take before."""
        unclaimed, self._unclaimed = self._unclaimed, []
        unrecorded, self._unrecorded = self._unrecorded, []
        if unclaimed:
            await self._take(unclaimed)
        for message in unrecorded:
            await self._settle([(message, self._decide_again(message))])

    # suggestions

    async def _advised(self, waiting: Waiting) -> Decided:
        message, decision, note = waiting.message, waiting.decision, Note()
        matcher = self.knowledge().matcher
        try:
            decided: Decision = decision
            if isinstance(decision, Choose):
                decided, note = await self.advisor.choose(message, decision, self.memory, self.rules, waiting.since)
                decided = guarded(still_so(message, decided, self._moment()), self.knowledge())
            if isinstance(decided, Suggest):
                advised = await self.advisor.advise(message, decided, self.memory, self.rules, waiting.since)
                if (edited := self.advisor.answered_now(message, self.memory, self.rules, matcher)) is None:
                    return advised
                decided = edited
            self._note(message, decided, self.now(), late=True)
            ready = self._ready(message, decided)
            return replace(ready, note=note.said, counted=tuple(note.counted), took_time=True)
        except Exception:  # one odd question must not stop the room
            log.exception("room %s: could not advise on %s", self.name, message.id)
            self.stepping.note(Sign.STUMBLED, message.viewer.id)
            return Decided(message, Escalate(reasons.STUMBLED), self.now())

    def _moment(self) -> Moment:
        return Moment(self.knowledge(), self.memory, self.rules, self.now())

    def _instead(self, waiting: Waiting, why: str) -> Decided:
        """Return what becomes of a question that no model is asked about any more."""
        message, decision, now = waiting.message, waiting.decision, self.now()
        if isinstance(decision, Suggest):
            return Decided(message, given_up(waiting, why, self._crowd, self._moment()), now, took_time=True)
        otherwise = still_so(message, decision.otherwise, self._moment())
        self._note(message, otherwise, now, late=True)
        return replace(self._ready(message, otherwise), took_time=True)

    async def _keep(self, decided: Decided) -> None:
        """Record one decision that took its time."""
        try:
            recorded = await self.store.record(decided)
        except (sqlite3.Error, OSError, LookupError) as error:
            self._not_recorded(decided.message, error)
        else:
            self._remember(decided, recorded)

    # the queue

    async def _follow_queue(self) -> None:
        """Follow the queue: whom people look after, what they said, what is due."""
        loop = asyncio.get_running_loop()
        with self.store.hints.listen() as hints:
            while True:
                await self._try_again()
                await self._look_at_queue()
                look_at = loop.time() + LOOK_EVERY_S
                # Not only at hints: a claim runs out without one, and a busy room rings all the time.
                while (left := look_at - loop.time()) > 0:
                    if {"escalations", "rooms"} & await hints.topics(left):
                        break

    async def _look_at_queue(self) -> None:
        await self._queue.look(self.rules)
        await self._advice.taken_over(self.memory.held)
        await self.stepping.look()

    async def _lowered(self, withdrawn: Iterable[str]) -> None:
        """Let go of what a step further down leaves to people; who asks the same now joins those cases."""
        for message_id in withdrawn:
            self.memory.note_left(message_id)
        await self._queue.look(self.rules)  # whoever asks the same now joins the cases that were opened
        await self._advice.all_given_up(self.rules.unsuggested)
