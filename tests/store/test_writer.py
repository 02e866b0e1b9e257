"""Durable, one process at a time, and adding up whatever happens in whatever order."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from bot.messages import Deletion, Escalate, Ignore, Merge, ReplyKind, SendResult, SendStatus, Suggest
from bot.problems import StoreClosed, StoreInUse
from bot.store import (
    case_time_rows,
    escalation_rows,
    message_rows,
    on_air_rows,
    open_store,
    outbox_rows,
    promise_rows,
    told_again_rows,
    withdrawn_rows,
)
from bot.store.schema import migrations
from tests.store.conftest import ROOM, START, Evening, Opener, adds_up


async def test_a_bad_write_fails_alone(evening: Evening) -> None:
    """Writes that wait together share a commit; the one that cannot be done takes nothing with it."""
    good = [evening.message(f"good {i}") for i in range(30)]
    bad = evening.message("never claimed")
    claims = await asyncio.gather(
        *(evening.store.claim(message, evening.now) for message in good[:15]),
        evening.answered(bad),
        *(evening.store.claim(message, evening.now) for message in good[15:]),
        return_exceptions=True,
    )
    assert [claim for claim in claims if claim is True] == [True] * 30
    assert isinstance(claims[15], LookupError)
    assert len(await evening.store.undecided(ROOM)) == 30


async def test_closing_commits_what_was_handed_in(evening: Evening) -> None:
    async with asyncio.TaskGroup() as tasks:
        claims = [tasks.create_task(evening.store.claim(evening.message(), evening.now)) for _ in range(200)]
        await asyncio.sleep(0)  # every task has handed its claim in
        await evening.store.close()
    assert all(claim.result() for claim in claims)
    evening.store = await evening.open()
    assert len(await evening.store.undecided(ROOM)) == 200


async def test_a_caller_that_gives_up_does_not_take_its_write_back(evening: Evening) -> None:
    task = asyncio.ensure_future(evening.store.claim(evening.message("m1"), evening.now))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not await evening.store.claim(evening.message("m1"), evening.now)


async def test_more_writes_than_may_wait_when_it_closes(open_one: Opener) -> None:
    """Each one is kept or refused; none of the callers waits for ever."""
    store = await open_one()
    evening = Evening(open_one, store)
    claims = [asyncio.ensure_future(store.claim(evening.message(), evening.now)) for _ in range(5_500)]
    await asyncio.sleep(0)
    await store.close()
    async with asyncio.timeout(20):
        results = await asyncio.gather(*claims, return_exceptions=True)
    kept = sum(result is True for result in results)
    assert kept >= 5_000
    assert all(result is True or isinstance(result, StoreClosed) for result in results)
    evening.store = await evening.open()
    assert len(await evening.store.undecided(ROOM)) == kept
    await evening.store.close()


async def test_nothing_is_written_after_closing(open_one: Opener) -> None:
    store = await open_one()
    await store.close()
    await store.close()
    with pytest.raises(StoreClosed):
        await store.claim(Evening(open_one, store).message(), Evening(open_one, store).now)


async def test_reading_beside_a_writer(evening: Evening) -> None:
    """Readers see whole commits, and nobody waits for the other for long."""
    seen: list[int] = []

    async def read() -> None:
        while True:
            for balance in await evening.store.balance():
                adds_up(balance)
                seen.append(balance.heard)

    reading = asyncio.ensure_future(read())
    for _ in range(40):
        await asyncio.gather(*(evening.asked(viewer=f"v{i}") for i in range(5)))
    reading.cancel()
    await asyncio.gather(reading, return_exceptions=True)
    assert seen == sorted(seen)
    assert len(seen) > 3
    assert (await evening.balance()).heard == 200


# one process

HOLD = """
import asyncio, sys
from bot.store import open_store

async def hold():
    store = await open_store(sys.argv[1])
    print("held", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    await store.close()

asyncio.run(hold())
"""


async def test_a_second_process_on_the_same_file_is_refused(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/shop.db"
    with subprocess.Popen(  # noqa: ASYNC220 - a few lines over pipes, nothing else runs here
        [sys.executable, "-c", HOLD, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(StoreInUse, match="another Roomhand is running on this store"):
            await open_store(url)
        beside = await open_store(url, read_only=True)
        assert list(await beside.balance()) == []
        await beside.close()
        other.communicate("that was all\n", timeout=20)
    mine = await open_store(url)
    with pytest.raises(StoreInUse):
        await open_store(url)
    await mine.close()


async def test_a_store_opened_for_reading_takes_no_writes(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/shop.db"
    await (await open_store(url)).close()
    store = await open_store(url, read_only=True)
    with pytest.raises(StoreClosed, match="reading only"):
        await store.set_room_mode("studio", "auto", "kim", Evening(lambda: open_store(url), store).now)
    await store.close()


# quick, however long the season

EVERY_MESSAGE: dict[str, Callable[[sqlite3.Connection], object]] = {
    "who is held": lambda db: escalation_rows.held_by_person(db, ROOM, "ann", 1.0),
    "all who are held": lambda db: escalation_rows.held_viewers(db, ROOM, 1.0),
    "who slept until their next word": lambda db: case_time_rows.heard_from(db, ROOM, "ann", 1.0),
    "what is due": lambda db: case_time_rows.is_due(db, ROOM, 1.0, ["grey"]),
    "what became due": lambda db: case_time_rows.pass_time(db, ROOM, 1.0, ["grey"]),
    "open questions": lambda db: escalation_rows.open_questions(db, ROOM, 1.0),
    "open cases": lambda db: escalation_rows.several(db, [ROOM], True, 10),
    "replies that wait": lambda db: outbox_rows.pending(db, ROOM, 10),
    "start": lambda db: outbox_rows.start_sending(db, 1, 1.0),
    "interrupted": lambda db: outbox_rows.park_interrupted(db, ROOM, 1.0),
    "takeover": lambda db: outbox_rows.withdraw_for_viewers(db, ROOM, ["ann"], 1, 1.0),
    "one more name": lambda db: outbox_rows.add_mention(db, ROOM, "m1", "Ben", 1.0),
    "undecided": lambda db: message_rows.undecided(db, ROOM),
    "deletion": lambda db: message_rows.delete(db, Deletion(ROOM, viewer_id="ann"), 1.0),
    "expiry": lambda db: outbox_rows.expire(db, outbox_rows.pending(db, ROOM, 1)[0], "late", 1.0),
    "who is named with an answer told again": lambda db: told_again_rows.named_now(
        db, outbox_rows.pending(db, ROOM, 1)[0], 1.0
    ),
    "all is left to people": lambda db: withdrawn_rows.for_people(db, ROOM, 1.0),
    "switched off": lambda db: withdrawn_rows.for_mode(db, ROOM, "silent", 1.0),
    "the host has answered": lambda db: on_air_rows.leave_unsaid(db, ROOM, ["ship"]),
    "promises that were kept": lambda db: promise_rows.kept(db, ROOM, START),
    "who is owed a promise": lambda db: promise_rows.owed(db, ROOM, "made", 45.0, 1.0),
}
WAITS = (
    "insert into outbox (room, message_id, viewer_id, kind, nonce, text, mentions, state, created_at, send_by, entry)"
    " values (?, 'm1', 'ann', 'faq', 'n1', 'yes', '[]', 'pending', 0, 9, 'ship')"
)


@pytest.mark.parametrize("asked", sorted(EVERY_MESSAGE))
def test_what_is_asked_for_every_message_reads_no_history(asked: str) -> None:
    """SQLite's own: each of these finds its few rows by an index that holds only what is open."""
    db = sqlite3.connect(":memory:", isolation_level=None)
    db.row_factory = sqlite3.Row
    migrations.apply(Database(db, execute_plugins=False))
    db.execute(WAITS, (ROOM,))
    statements: list[str] = []
    db.set_trace_callback(statements.append)
    EVERY_MESSAGE[asked](db)
    db.set_trace_callback(None)
    plans = [row["detail"] for sql in statements for row in db.execute(f"explain query plan {sql}").fetchall()]
    db.close()
    assert plans
    for plan in plans:
        assert not plan.startswith("SCAN") or plan == "SCAN CONSTANT ROW", plan
        assert not plan.endswith("outbox_by_message (room=?)"), plan
        assert not plan.endswith("PRIMARY KEY (room=?)"), plan
        assert not plan.endswith("message_by_time (room=? AND received_at<?)"), plan


# whatever happens, it adds up

VIEWERS = ("ann", "ben", "cat")
RESULTS: dict[str, SendResult] = {
    "sent": SendResult("sent", "p1"),
    "refused": SendResult("refused", reason="no"),
    "later": SendResult("refused", reason="too fast", retry_after=1),
    "much later": SendResult("refused", reason="too fast", retry_after=100),
    "unknown": SendResult("unknown", reason="no answer"),
}
ONE_OF_SIX = st.integers(0, 5)
STEP = st.one_of(
    st.tuples(st.just("hear"), st.sampled_from(VIEWERS)),
    st.tuples(st.just("answer"), ONE_OF_SIX),
    st.tuples(st.just("suggest"), ONE_OF_SIX),
    st.tuples(st.just("escalate"), ONE_OF_SIX),
    st.tuples(st.just("ignore"), ONE_OF_SIX),
    st.tuples(st.just("merge into message"), ONE_OF_SIX, ONE_OF_SIX),
    st.tuples(st.just("merge into case"), ONE_OF_SIX, ONE_OF_SIX),
    st.tuples(st.just("start"), ONE_OF_SIX),
    st.tuples(st.just("settle"), ONE_OF_SIX, st.sampled_from(sorted(RESULTS))),
    st.tuples(st.just("expire"), ONE_OF_SIX),
    st.tuples(st.just("echo"), ONE_OF_SIX),
    st.tuples(st.just("delete message"), ONE_OF_SIX),
    st.tuples(st.just("delete viewer"), st.sampled_from(VIEWERS)),
    st.tuples(st.just("clear"), st.none()),
    st.tuples(st.just("claim"), ONE_OF_SIX, st.sampled_from(("kim", "lee"))),
    st.tuples(st.just("release"), ONE_OF_SIX, st.sampled_from(("kim", "lee"))),
    st.tuples(st.just("reply"), ONE_OF_SIX, st.sampled_from(("kim", "lee"))),
    st.tuples(st.just("resolve"), ONE_OF_SIX, st.sampled_from(("kim", "lee"))),
    st.tuples(st.just("wait"), st.sampled_from((1, 20, 400))),
    st.tuples(st.just("crash"), st.none()),
)


DECIDE = ("answer", "suggest", "escalate", "ignore", "merge into message", "merge into case")
DELIVER = ("start", "settle", "expire", "echo")
DELETE = ("delete message", "delete viewer", "clear")


class AnyEvening(Evening):
    """Does one step after the other; a step that is not possible now does nothing."""

    def __init__(self, open_one: Opener, store: Any) -> None:
        super().__init__(open_one, store)
        self.heard_so_far: list[Any] = []
        self.rows: list[Any] = []
        self.left: dict[str, int] = {}
        self.attempts: set[tuple[str, int]] = set()

    def one(self, of: list[Any], which: int) -> Any:
        return of[-1 - which % len(of)]

    async def do(self, step: tuple[Any, ...]) -> None:
        kind, which, *more = step
        if kind == "hear":
            self.heard_so_far.append(await self.heard(viewer=which))
        elif kind == "wait":
            self.later(which)
        elif kind == "crash":
            await self.reopen()
            await self.store.park_interrupted(ROOM, self.now)
        elif kind in DECIDE:
            if self.heard_so_far:
                await self.decide(kind, self.one(self.heard_so_far, which), *more)
        elif kind in DELIVER:
            await self.deliver(kind, which, *more)
        elif kind in DELETE:
            await self.delete(kind, which)
        else:
            await self.work(kind, which, *more)

    async def delete(self, kind: str, which: Any) -> None:
        if kind == "clear":
            await self.store.delete(Deletion(ROOM), self.now)
        elif kind == "delete viewer":
            await self.store.delete(Deletion(ROOM, viewer_id=which), self.now)
        elif self.heard_so_far:
            message = self.one(self.heard_so_far, which)
            await self.store.delete(Deletion(ROOM, message_id=message.id), self.now)

    async def decide(self, kind: str, message: Any, other: int = 0) -> None:
        match kind:
            case "answer":
                await self.answered(message)
            case "suggest":
                await self.decided(message, Suggest("fits"), self.draft("Look", ReplyKind.SUGGESTION))
            case "escalate":
                await self.decided(message, Escalate("hard"))
            case "ignore":
                await self.decided(message, Ignore("small talk"))
            case "merge into message":
                into = self.one(self.heard_so_far, other)
                if into.id != message.id:
                    await self.decided(message, Merge("same", into_message=into.id), self.draft())
            case _:
                if cases := await self.store.cases.several(open_only=False):
                    case = self.one(list(cases), other)
                    await self.decided(message, Merge("same", into_escalation=case.id))

    async def deliver(self, kind: str, which: int, result: str = "") -> None:
        if kind in ("start", "expire"):
            if waiting := await self.waiting():
                row = self.one(waiting, which)
                if kind == "expire":
                    await self.store.expire_reply(row, "too late", self.now)
                elif (started := await self.store.start_sending(row.id, self.now)) is not None:
                    # Between two tries of one reply the platform must have said that it did not take the first.
                    assert self.left.get(started.nonce, 0) == 0, "sent twice"
                    self.left[started.nonce] = 1
                    self.rows.append(started)
        elif self.rows:
            row = self.one(self.rows, which)
            if kind == "echo":
                await self.store.confirm(self.echo(row, f"p-{row.id}"), self.now)
                self.left[row.nonce] = 1
            elif (row.nonce, row.attempt) not in self.attempts:
                self.attempts.add((row.nonce, row.attempt))
                await self.store.settle(row, RESULTS[result], self.now)
                if result == "later":
                    self.left[row.nonce] = 0

    async def work(self, kind: str, which: int, by: str) -> None:
        cases = list(await self.store.cases.several(open_only=False))
        if not cases:
            return
        case = self.one(cases, which).id
        match kind:
            case "claim":
                await self.claimed(case, by)
            case "release":
                await self.store.cases.release(case, by, self.now)
            case "reply":
                await self.replied(case, by=by, once=f"{by}-{which}")
            case _:
                await self.store.cases.resolve(case, by, "done", self.now)


@given(steps=st.lists(STEP, min_size=5, max_size=30))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_whatever_happens_in_whatever_order_it_adds_up(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[Any, ...]]
) -> None:
    folder = tmp_path_factory.mktemp("evening")

    async def live() -> None:
        async def open_one() -> Any:
            return await open_store(f"sqlite:///{folder}/roomhand.db")

        evening = AnyEvening(open_one, await open_one())
        try:
            for step in steps:
                await evening.do(step)
                for balance in await evening.store.balance():
                    adds_up(balance)
                    assert balance.heard == len(evening.heard_so_far)
                assert_nobody_held_is_about_to_be_answered(
                    await evening.waiting(), await evening.store.cases.held_viewers(ROOM, evening.now)
                )
        finally:
            await evening.store.close()

    asyncio.run(live())


def assert_nobody_held_is_about_to_be_answered(waiting: list[Any], held: dict[str, int]) -> None:
    """A person who has taken over silences the bot for that viewer."""
    assert not [row for row in waiting if row.kind is not ReplyKind.STAFF and row.viewer_id in held]


def test_the_results_a_platform_may_give_are_all_tried() -> None:
    tried: set[SendStatus] = {result.status for result in RESULTS.values()}
    assert tried == {"sent", "refused", "unknown"}
