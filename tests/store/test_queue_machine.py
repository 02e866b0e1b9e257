"""The queue under two colleagues and an admin who do anything at any moment, while claims run out and crashes come.

After every step, whatever it was: no case is lost, none is hidden from all, each went only where a step leads, a
viewer is silenced exactly while a person holds one of their cases, and no click is said twice.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.escalation import OPEN, STEPS, Escalation, State, may_go
from bot.messages import Answer, ChatMessage, Escalate, Ignore, Merge, ReplyKind, Scored, SendResult
from bot.store import Store, open_store
from bot.store.records import OutboxRow, Recorded
from tests.staff import saying
from tests.store.conftest import ROOM, Evening

T = TypeVar("T")

STAFF = ("kim", "lee")
ADMIN = "ada"
VIEWERS = ("ann", "ben", "cat")
WHICH = st.integers(0, 4)
WHO = st.sampled_from(STAFF)
RESULTS = {
    "sent": SendResult("sent", "p1"),
    "refused": SendResult("refused", reason="no"),
    "later": SendResult("refused", reason="too fast", retry_after=1),
    "unknown": SendResult("unknown", reason="no answer"),
}
CLAIM_S, WAITING_S = 45, 180
CLOSED_STAY = frozenset({State.RESOLVED, State.EXPIRED})
SILENT = "a person is looking after this viewer"


class Queue(RuleBasedStateMachine):
    """One room's queue in a real file, and what must be true of it."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = Path(tempfile.mkdtemp(prefix="queue-"))
        self.starts = 0
        self.evening: Evening
        self.seen: dict[int, Escalation] = {}
        """Every case as it was after the step before."""
        self.asked: dict[str, int] = {}
        """Message → the case it went to."""
        self.unsent: dict[int, str] = {}
        self.clicks: list[tuple[int, str, str]] = []
        self.left: list[OutboxRow] = []
        self.out: set[str] = set()
        """What was handed to the platform and not surely refused."""
        self.steps = 1
        """How many steps the last act may have been, one after the other."""
        self.failed_to_arrive = False

    def run(self, doing: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(doing)

    async def _open(self) -> Store:
        return await open_store(f"sqlite:///{self.folder}/{self.starts}/kept.db")

    @initialize()
    def begin(self) -> None:
        async def evening() -> Evening:
            return Evening(self._open, await self._open())

        self.evening = self.run(evening())

    def teardown(self) -> None:
        try:
            self._nothing_is_stuck()
        finally:
            self.run(self.evening.store.close())
            self.runner.close()
            shutil.rmtree(self.folder)

    @property
    def cases(self) -> Any:
        return self.evening.store.cases

    def case(self, which: int) -> Escalation:
        return list(self.seen.values())[-1 - which % len(self.seen)]

    def holder(self, case: int) -> str | None:
        return self.seen[case].holder(self.evening.now)

    def now_read(self, case: int) -> Escalation:
        found: Escalation = self.run(self.cases.one(case))
        return found

    def held(self) -> dict[str, int]:
        found: dict[str, int] = self.run(self.cases.held_viewers(ROOM, self.evening.now))
        return found

    # viewers

    @rule(viewer=st.sampled_from(VIEWERS))
    def ask_a_person(self, viewer: str) -> None:
        self._heard(viewer, Escalate("hard"))

    @rule(viewer=st.sampled_from(VIEWERS))
    def ask_the_bot(self, viewer: str) -> None:
        silenced = viewer in self.held()
        recorded = self._heard(viewer, Answer("ship", "48 h", "sure", Scored("ship", 1.0)))
        assert (recorded.outbox_id is None) is silenced
        assert (recorded.reason == SILENT) is silenced

    @rule(viewer=st.sampled_from(VIEWERS))
    def say_something(self, viewer: str) -> None:
        self._heard(viewer, Ignore("small talk"))

    @precondition(lambda self: self.seen)
    @rule(viewer=st.sampled_from(VIEWERS), which=WHICH)
    def ask_the_same(self, viewer: str, which: int) -> None:
        into = self.case(which)
        waited = into.state is State.WAITING and into.holder(self.evening.now)
        self._heard(viewer, Merge("the same", into_escalation=into.id))
        if waited:
            now = self.now_read(into.id)
            assert (now.state, now.claimed_by) == (State.CLAIMED, waited)

    def _heard(self, viewer: str, decision: Any) -> Recorded:
        async def hear() -> tuple[ChatMessage, Recorded]:
            message = await self.evening.heard(viewer=viewer)
            draft = self.evening.draft() if isinstance(decision, Answer) else None
            return message, await self.evening.decided(message, decision, draft)

        message, recorded = self.run(hear())
        if recorded.escalation_id is not None:
            self.asked[message.id] = recorded.escalation_id
        self.steps = 1
        return recorded

    # staff

    @precondition(lambda self: self.seen)
    @rule(which=WHICH, who=WHO)
    def claim(self, which: int, who: str) -> None:
        case = self.case(which)
        may = case.state is not State.MERGED and self.holder(case.id) in (None, who)
        assert self.run(self.evening.claimed(case.id, who, CLAIM_S)) is may

    @precondition(lambda self: self.seen)
    @rule(which=WHICH)
    def claim_at_the_same_instant(self, which: int) -> None:
        case = self.case(which)
        before = self.holder(case.id)

        async def both() -> list[bool]:
            return list(await asyncio.gather(*(self.evening.claimed(case.id, who, CLAIM_S) for who in STAFF)))

        won = [who for who, mine in zip(STAFF, self.run(both()), strict=True) if mine]
        if case.state is State.MERGED or before == ADMIN:
            assert not won
        else:
            assert len(won) == 1
            assert before in (None, won[0])

    @precondition(lambda self: self.seen)
    @rule(which=WHICH, who=WHO)
    def give_back_or_renew(self, which: int, who: str) -> None:
        case = self.case(which)
        mine = case.state is State.CLAIMED and self.holder(case.id) == who
        assert self.run(self.cases.renew(case.id, who, self.evening.in_(CLAIM_S), self.evening.now)) is mine
        self.run(self.cases.release(case.id, who, self.evening.now))

    @precondition(lambda self: self.seen)
    @rule(which=WHICH, to=WHO, by=st.sampled_from((*STAFF, ADMIN)))
    def hand_over(self, which: int, to: str, by: str) -> None:
        case, admin = self.case(which), by == ADMIN
        may = case.state in OPEN and (admin or self.holder(case.id) in (None, by))
        until = self.evening.in_(CLAIM_S)
        assert self.run(self.cases.assign(case.id, to, by, until, self.evening.now, anyones=admin)) is may

    @precondition(lambda self: self.seen)
    @rule(which=WHICH, who=WHO, text=st.sampled_from(("", "half a sen", "tence")))
    def leave_unsent(self, which: int, who: str, text: str) -> None:
        case = self.case(which)
        if self.run(self.cases.keep_unsent(case.id, who, text, self.evening.now)):
            self.unsent[case.id] = text

    @precondition(lambda self: self.seen)
    @rule(which=WHICH, who=WHO, once=st.sampled_from(("1", "2")), kept_back=st.booleans())
    def reply(self, which: int, who: str, once: str, kept_back: bool) -> None:
        case = self.case(which)
        again = (case.id, who, once) in self.clicks
        click = saying(case.id, "Here you are", self.evening.now, by=who, once=f"{who}-{once}",
                       held_s=3 if kept_back else 0)  # fmt: skip
        done = self.run(self.evening.store.replies.say(click))
        if again:
            assert done.won
        elif done.won:
            self.clicks.append((case.id, who, once))
            self.unsent.pop(case.id, None)
            now = self.now_read(case.id)
            assert (now.state, now.claimed_by) == (State.WAITING, who)
        self.steps = 2

    @precondition(lambda self: self.clicks)
    @rule(which=WHICH)
    def take_it_back(self, which: int) -> None:
        case, who, once = self.clicks[-1 - which % len(self.clicks)]
        mark, until = f"staff-{case}-{who}-{once}", self.evening.in_(CLAIM_S)
        undone = self.run(self.evening.store.replies.undo(mark, who, until, self.evening.now))
        assert undone is None or not any(nonce.startswith(f"{mark}-") for nonce in self.out)

    @precondition(lambda self: self.seen)
    @rule(which=WHICH, who=WHO, until=st.sampled_from((30, 600, None)))
    def put_aside(self, which: int, who: str, until: int | None) -> None:
        when = self.evening.in_(until) if until else None
        sku = "" if until else "A101"
        self.run(self.cases.snooze(self.case(which).id, who, self.evening.now, until=when, sku=sku))

    @precondition(lambda self: self.seen)
    @rule(which=WHICH, who=WHO, how=st.sampled_from(("resolve", "on air", "wake", "wait", "note")))
    def do(self, which: int, who: str, how: str) -> None:
        case, now = self.case(which), self.evening.now
        match how:
            case "resolve":
                self.run(self.cases.resolve(case.id, who, "done", now))
            case "on air":
                self.run(self.cases.on_air(case.id, who, now, now))
            case "wake":
                self.run(self.cases.wake(case.id, now))
            case "wait":
                self.run(self.cases.wait(case.id, who, self.evening.in_(WAITING_S), now))
            case _:
                assert self.run(self.cases.note(case.id, who, "call back", now))

    @precondition(lambda self: len(self.seen) > 1)
    @rule(which=WHICH, into=WHICH, who=WHO)
    def merge(self, which: int, into: int, who: str) -> None:
        gone, other = self.case(which), self.case(into)
        may = gone.id != other.id and {gone.state, other.state} <= OPEN and self.holder(gone.id) in (None, who)
        assert self.run(self.cases.merge(gone.id, other.id, who, self.evening.now)) is may
        if may:
            written = self.unsent.pop(gone.id, "")
            if not self.unsent.get(other.id):
                self.unsent[other.id] = written

    @rule()
    def end_the_show(self) -> None:
        self.run(self.cases.expire(ROOM, "kim", self.evening.now))

    # what happens by itself

    @rule(seconds=st.sampled_from((1, 20, CLAIM_S, WAITING_S, 700)))
    def let_time_go_by(self, seconds: int) -> None:
        self.evening.later(seconds)

    @rule(shown=st.sampled_from(((), ("B202",), ("A101",))))
    def see_what_is_due(self, shown: tuple[str, ...]) -> None:
        self.run(self.cases.pass_time(ROOM, self.evening.now, shown))
        assert not self.run(self.cases.pass_time(ROOM, self.evening.now, shown))
        for case in self.seen.values():
            assert self.now_read(case.id).state is self._becomes(case, shown)

    def _becomes(self, case: Escalation, shown: tuple[str, ...]) -> State:
        now = self.evening.now
        lapsed = case.claim_until is not None and case.claim_until <= now
        on_its_way = any(line.state in ("pending", "sending") for reply in case.replies for line in reply.lines)
        match case.state:
            case State.CLAIMED if lapsed:
                return State.NEW
            case State.WAITING if lapsed and not on_its_way:
                return State.RESOLVED
            case State.SNOOZED if case.snooze_sku in shown or (case.snooze_until and case.snooze_until <= now):
                return State.NEW
        return case.state

    @rule(which=WHICH)
    def let_a_reply_leave(self, which: int) -> None:
        async def leave() -> OutboxRow | None:
            waiting = await self.evening.waiting()
            row = waiting[which % len(waiting)] if waiting else None
            return await self.evening.store.start_sending(row.id, self.evening.now) if row is not None else None

        row = self.run(leave())
        if row is not None:
            assert row.nonce not in self.out, "sent twice"
            self.out.add(row.nonce)
            self.left.append(row)

    @precondition(lambda self: self.left)
    @rule(how=st.sampled_from(sorted(RESULTS)))
    def hear_what_became_of_it(self, how: str) -> None:
        row = self.left.pop(0)
        self.run(self.evening.store.settle(row, RESULTS[how], self.evening.now))
        self.failed_to_arrive = how != "sent"
        if how == "later":
            self.out.discard(row.nonce)

    @rule()
    def give_up_what_comes_too_late(self) -> None:
        for row in self.run(self.evening.waiting()):
            if row.send_by <= self.evening.now:
                self.run(self.evening.store.expire_reply(row, "too late", self.evening.now))
                self.failed_to_arrive = True

    @rule(killed=st.booleans())
    def start_again(self, killed: bool) -> None:
        old, folder = self.evening.store, self.folder / str(self.starts)
        self.starts += 1
        if killed:
            # What is on the disk at this moment is what a killed process leaves behind.
            shutil.copytree(folder, self.folder / str(self.starts))
            self.run(old.close())
        else:
            self.run(old.close())
            shutil.copytree(folder, self.folder / str(self.starts))

        async def start() -> None:
            self.evening.store = await self._open()
            await self.evening.store.park_interrupted(ROOM, self.evening.now)

        self.run(start())
        self.failed_to_arrive = True
        self.left.clear()

    # what must be true

    @invariant()
    def it_all_holds(self) -> None:
        if not hasattr(self, "evening"):
            return
        now = self.evening.now
        found = {case.id: case for case in self.run(self.cases.several(open_only=False, limit=1_000))}
        assert self.seen.keys() <= found.keys(), "a case was lost"
        for case_id, before in self.seen.items():
            self._went_where_a_step_leads(before, found[case_id])
        shown = {case.id for case in self.run(self.cases.several(limit=1_000))}
        assert shown == {case.id for case in found.values() if case.state in OPEN}, "an open case is hidden"
        for case in found.values():
            assert case.unsent == self.unsent.get(case.id, ""), "what was written is gone"
            for reply in case.replies:
                named = [name for line in reply.lines for name in line.names]
                assert len(named) == len(set(named)), "one click named somebody twice"
        self._askers_are_where_they_went(found)
        held = {asker.viewer.id for case in found.values() if case.holder(now) for asker in case.askers}
        assert self.held().keys() == held
        waiting = self.run(self.evening.waiting())
        assert not [row for row in waiting if row.kind is not ReplyKind.STAFF and row.viewer_id in held]
        self.run(self.evening.balance()) if self.asked else None
        self.seen, self.steps, self.failed_to_arrive = found, 1, False

    def _went_where_a_step_leads(self, before: Escalation, after: Escalation) -> None:
        assert after.opened_at <= before.opened_at, "a case became younger"
        assert after.version >= before.version
        if before.state is after.state:
            return
        assert after.version > before.version, "pages would not see it"
        ways = STEPS[before.state] if self.steps > 1 else {before.state}
        assert may_go(before.state, after.state) or any(may_go(way, after.state) for way in ways), (before, after)
        if before.state in CLOSED_STAY and after.state is State.NEW:
            assert self.failed_to_arrive, "a closed case came back by itself"

    def _askers_are_where_they_went(self, found: dict[int, Escalation]) -> None:
        for message_id, case_id in self.asked.items():
            into = found[case_id].merged_into
            case = found[into if into is not None else case_id]
            assert case.state is not State.MERGED
            assert message_id in [asker.message_id for asker in case.askers], "an asker was lost"

    def _nothing_is_stuck(self) -> None:
        """However it ended: an hour later nobody holds anything and whoever comes can take what is open."""
        if not hasattr(self, "evening"):
            return
        self.evening.later(3_600)
        for case in self.run(self.cases.several(limit=1_000)):
            assert case.holder(self.evening.now) is None
            assert self.run(self.evening.claimed(case.id, "max"))


TestQueue = Queue.TestCase
TestQueue.settings = settings(max_examples=25, stateful_step_count=30)
