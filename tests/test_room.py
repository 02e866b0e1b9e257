"""The life of one room, on the real store, with a platform that does as the test says."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot import room as room_module
from bot.faq.match import Match, Matcher
from bot.faq.vectors import Vector
from bot.knowledge import Knowledge, Rules
from bot.languages import same
from bot.messages import Outcome, SendResult
from bot.problems import LoginRefused
from bot.room import Room
from bot.store import Store, open_store
from bot.store.records import Balance, HeardMessage
from tests.fakes import (
    FAQ,
    ROOM,
    START,
    Clock,
    ScriptedConnector,
    Shop,
    knowledge_of,
    room_of,
    running,
    settled,
    until,
)
from tests.staff import reply


@dataclass
class Show:
    """A room on the air."""

    url: str
    store: Store
    feed: ScriptedConnector
    now: Clock
    shop: Shop
    room: Room

    async def settled(self, heard: int) -> None:
        await settled(self.store, self.feed, heard)

    async def of(self, message_id: str) -> HeardMessage:
        (heard,) = await self.store.recent_messages(ROOM, 10, only=[message_id])
        return heard

    async def balance(self) -> Balance:
        (balance,) = await self.store.balance(ROOM)
        return balance

    async def claimed(self, case: int, seconds: float = 300) -> None:
        until = self.now() + timedelta(seconds=seconds)
        assert (await self.store.cases.claim(case, "kim", until, self.now())).won

    async def restarted(self) -> None:
        """Start the program again on the same file."""
        await self.store.close()
        self.store = await open_store(self.url)
        said, self.feed = self.feed.said, ScriptedConnector()
        self.feed.said = said
        self.room = room_of(self.store, self.feed, self.now, self.shop)


@pytest.fixture
async def show(tmp_path: Path) -> AsyncIterator[Show]:
    url = f"sqlite:///{tmp_path}/shop.db"
    store, feed, now, shop = await open_store(url), ScriptedConnector(), Clock(), Shop()
    show = Show(url, store, feed, now, shop, room_of(store, feed, now, shop))
    yield show
    for balance in await show.store.balance():
        assert (balance.unexplained, balance.doubled) == (0, 0)
    await show.store.close()


async def test_every_message_has_one_outcome_and_a_reason(show: Show) -> None:
    async with running(show.room):
        show.feed.says("when do you ship", "ann")
        show.feed.says("can you recommend a face mask", "ben")
        show.feed.says("i want my money back", "cat")
        show.feed.says("do you deliver to the moon", "dan")
        show.feed.says("lalala", "eve")
        show.feed.says("welcome all", "host", staff=True)
        await show.settled(6)
    balance = await show.balance()
    assert (balance.heard, balance.answered, balance.suggested, balance.escalated, balance.ignored) == (6, 1, 1, 2, 2)
    assert show.room.heard == 6
    heard = await show.store.recent_messages(ROOM, 10)
    assert all(h.reason for h in heard)
    assert set(show.feed.texts) == {
        "@Ann Within 48 hours.",
        "@Ben You could look at “Face mask” (link 1), $12.5, in stock now.",
    }


async def test_redelivered_messages_are_answered_once(show: Show) -> None:
    async with running(show.room):
        message = show.feed.says("when do you ship")
        show.feed.hears(message)
        show.feed.hears(replace(message))
        await show.settled(1)
        show.feed.hears(message)
        show.feed.says("lalala", "ben")
        await show.settled(2)
    assert show.feed.texts == ["@Ann Within 48 hours."]
    assert show.room.heard == 2


async def test_a_redelivery_after_a_restart_is_not_answered_again(show: Show) -> None:
    async with running(show.room):
        message = show.feed.says("when do you ship")
        await show.settled(1)
    await show.restarted()
    async with running(show.room):
        show.feed.hears(message)
        show.feed.says("lalala", "ben")
        await show.settled(2)
    assert not show.feed.sent


async def test_the_same_question_while_the_answer_waits_is_one_reply(show: Show) -> None:
    show.feed.link.state = "waiting"
    async with running(show.room):
        show.feed.says("when do you ship", "ann")
        show.feed.says("how long until you ship", "ben")
        await until(lambda: show.room.heard == 2)
        while (await show.balance()).merged < 1:
            await asyncio.sleep(0.005)
        show.feed.link.state = "connected"
        await show.settled(2)
    assert show.feed.texts == ["@Ann @Ben Within 48 hours."]


async def test_the_product_on_screen(show: Show) -> None:
    async with running(show.room):
        show.feed.shows("A102")
        show.feed.says("how much is this one", "ann")
        await show.settled(1)
        show.feed.shows("A101")
        show.feed.says("how much is this one", "ben")
        await show.settled(2)
        show.feed.shows(None)
        show.feed.says("how much is this one", "cat")
        await show.settled(3)
    assert show.feed.texts == ["@Ann Cleanser is $9.", "@Ben Face mask is $12.5."]
    (case,) = await show.store.cases.several()
    assert case.askers[0].viewer.id == "cat"


async def test_each_question_keeps_what_was_on_screen_when_it_was_heard(show: Show) -> None:
    """All in one breath: the screen changes between two lines that are taken together."""
    show.feed.shows("A102")
    show.feed.says("does this one sting in the eyes", "ann")
    show.feed.shows("A101")
    show.feed.says("i want my money back for this one", "ben")
    show.feed.shows(None)
    show.feed.says("i want my money back", "cat")
    async with running(show.room):
        await show.settled(3)
    await show.restarted()
    cases = {case.askers[0].viewer.id: case for case in await show.store.cases.several()}
    assert {who: case.on_screen for who, case in cases.items()} == {"ann": "A102", "ben": "A101", "cat": ""}


# stumbling


class Stumbling(Matcher):
    """Falls over one word."""

    def match(self, message: str, vector: Vector | None = None) -> Match:
        """Fall over "banana"."""
        if "banana" in message:
            raise RuntimeError("slipped")
        return super().match(message, vector)


async def test_a_message_the_program_stumbles_over_goes_to_a_person(
    show: Show, caplog: pytest.LogCaptureFixture
) -> None:
    known = knowledge_of()
    show.shop.knowledge = Knowledge(known.faq, Stumbling(known.faq), known.catalog, known.handover)
    async with running(show.room):
        odd = show.feed.says("do you ship a banana", "ann")
        show.feed.says("when do you ship", "ben")
        await show.settled(2)
    assert (await show.of(odd.id)).reason == "the bot stumbled over this message"
    assert show.feed.texts == ["@Ben Within 48 hours."]
    assert "could not decide" in caplog.text


async def test_a_product_question_the_program_stumbles_over_goes_to_a_person(
    show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def stumble(*_: object) -> None:
        raise RuntimeError("slipped")

    monkeypatch.setattr(type(show.room.advisor), "advise", stumble)
    async with running(show.room):
        odd = show.feed.says("can you recommend a face mask")
        await show.settled(1)
    assert (await show.of(odd.id)).outcome is Outcome.ESCALATE


async def test_an_answer_the_guard_stops_goes_to_a_person_as_a_draft(show: Show) -> None:
    show.shop.knowledge = knowledge_of(FAQ.replace("Free from 59.", "Add my WeChat abc12345 and pay me there."))
    async with running(show.room):
        show.feed.says("is shipping free")
        await show.settled(1)
    assert not show.feed.sent
    (case,) = await show.store.cases.several()
    assert case.reason.startswith("the guard stopped the answer")
    assert "WeChat" in case.draft


# too much at once


async def test_above_the_mark_only_lines_that_ask_nothing_are_shed(
    show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room_module, "SHED_ABOVE", 10)
    monkeypatch.setattr(room_module, "TAKE_AT_ONCE", 5)
    show.room.mode = "suggest-only"
    for i in range(60):
        show.feed.says("lalala" if i % 2 else "do you deliver to the moon?", f"v{i}")
    async with running(show.room):
        await show.settled(60)
    balance = await show.balance()
    assert balance.shed > 0
    assert balance.shed + balance.ignored == 30
    assert balance.escalated + balance.merged == 30
    (reason,) = balance.reasons["shed"]
    assert "asks nothing" in reason


async def test_too_many_product_questions_at_once_become_one_case_that_all_join(show: Show) -> None:
    for i in range(40):
        show.feed.says(f"recommend a face mask for aunt {i}", f"v{i}")
    async with running(show.room):
        await show.settled(40)
    balance = await show.balance()
    crowded = "too many product questions at once"
    assert balance.reasons["escalate"][crowded] == 1
    assert balance.reasons["merge"][crowded] >= 10
    (case,) = [case for case in await show.store.cases.several() if case.reason == crowded]
    assert len(case.askers) == 1 + balance.reasons["merge"][crowded]


# stopping and starting


async def test_what_was_heard_is_finished_before_it_stops(show: Show) -> None:
    answer = show.feed.held()
    async with running(show.room) as stop:
        show.feed.says("when do you ship")
        await until(lambda: show.feed.under_way == 1)
        stop.set()
        await asyncio.sleep(0.1)  # time in which a hasty stop would have cut the send off
        show.feed.says("is shipping free", "ben")
        await until(lambda: not show.feed.unheard)
        answer.set_result(SendResult("sent", "p1"))
    balance = await show.balance()
    assert (balance.answered, balance.uncertain, balance.in_flight) == (1, 0, 1)
    assert not show.feed.listening
    await show.restarted()
    async with running(show.room):
        await show.settled(2)
    assert show.feed.texts == ["@Ben Free from 59."], "what was said while it stopped was kept"


async def test_the_grace_time_is_all_it_waits(show: Show, caplog: pytest.LogCaptureFixture) -> None:
    _ = show.feed.held()
    async with running(show.room, grace_s=0.1) as stop:
        show.feed.says("when do you ship")
        await until(lambda: show.feed.under_way == 1)
        stop.set()
    assert (await show.balance()).uncertain == 1
    assert "stopped with work left" in caplog.text


async def test_a_reply_that_could_not_leave_in_time_leaves_after_the_next_start(show: Show) -> None:
    show.feed.link.state = "waiting"
    async with running(show.room, grace_s=0.1):
        show.feed.says("when do you ship")
        await until(lambda: show.room.heard == 1)
        while not await show.store.next_replies(ROOM):
            await asyncio.sleep(0.002)
    await show.restarted()
    async with running(show.room):
        await show.settled(1)
    assert show.feed.texts == ["@Ann Within 48 hours."]


async def test_what_a_crash_left_undecided_is_decided_at_the_next_start(show: Show) -> None:
    await show.store.claim(show.feed.says("when do you ship", "ann"), show.now())
    await show.store.claim(show.feed.says("can you recommend a face mask", "ben"), show.now())
    await show.store.claim(show.feed.says("lalala", "cat"), show.now())
    await show.restarted()
    show.now.move(10)
    async with running(show.room):
        await show.settled(3)
    balance = await show.balance()
    assert (balance.answered, balance.suggested, balance.ignored) == (1, 1, 1)


async def test_what_a_crash_left_undecided_for_too_long_goes_to_a_person(show: Show) -> None:
    await show.store.claim(show.feed.says("when do you ship", "ann"), show.now())
    await show.store.claim(show.feed.says("lalala", "cat"), show.now())
    await show.restarted()
    show.now.move(46)
    async with running(show.room):
        await show.settled(2)
        later = show.feed.says("how long until you ship", "ben", at=show.now())
        await show.settled(3)
    first, second = (await show.store.cases.several(open_only=False), await show.of(later.id))
    assert [(case.reason, case.draft) for case in first] == [("asked while the bot was down", "Within 48 hours.")]
    assert second.outcome is Outcome.ANSWER, "what waits for a person is not taken for a reply that waits"


async def test_what_a_crash_caught_in_mid_send_goes_to_a_person(show: Show) -> None:
    _ = show.feed.held()
    task = asyncio.create_task(show.room.run(asyncio.Event(), 1))
    show.feed.says("when do you ship")
    await until(lambda: show.feed.under_way == 1)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await show.restarted()
    async with running(show.room):
        await show.settled(1)
    assert not show.feed.sent
    assert (await show.balance()).uncertain == 1


# the platform


async def test_a_refused_login_ends_the_listening_only(show: Show, caplog: pytest.LogCaptureFixture) -> None:
    async with running(show.room):
        show.feed.says("do you deliver to the moon")
        await show.settled(1)
        show.feed.hears(LoginRefused(ROOM, same("The token has expired."), same("Make a new one.")))
        await until(lambda: show.feed.link.state == "refused")
        assert show.feed.link.detail == "The token has expired. Make a new one."
        show.feed.link.state = "connected"
        (case,) = await show.store.cases.several()
        await reply(show.store, case.id, "It is grey.", show.now())
        await until(lambda: show.feed.texts == ["@Ann It is grey."])
    assert "login refused" in caplog.text


async def test_our_own_reply_seen_again_confirms_and_is_not_judged(show: Show) -> None:
    show.feed.script.append(SendResult("unknown", reason="no answer"))
    async with running(show.room):
        show.feed.says("when do you ship")
        await show.settled(1)
        assert (await show.balance()).uncertain == 1
        show.feed.echoes(show.feed.sent[0])
        show.feed.says("lalala", "ben")
        await show.settled(2)
    balance = await show.balance()
    assert (balance.heard, balance.uncertain) == (2, 0)


# moderators


async def test_a_deletion_that_comes_before_its_message(show: Show) -> None:
    async with running(show.room):
        show.feed.deletes("m9")
        message = show.feed.says("when do you ship", message_id="m9")
        await show.settled(1)
    assert (await show.of(message.id)).reason == "deleted by a moderator"
    assert not show.feed.sent


@pytest.mark.parametrize("whose", ["ann", None])
async def test_lines_in_line_when_their_viewer_is_sent_off_are_not_answered(show: Show, whose: str | None) -> None:
    """Of a viewer who was sent off, or of a cleared room: what was said before, not what is said after."""
    show.feed.link.state = "waiting"
    before = show.feed.says("when do you ship", "ann")
    show.feed.deletes(viewer=whose)
    after = show.feed.says("is shipping free", "ann")
    async with running(show.room, grace_s=0.1):
        await until(lambda: show.room.heard == 2)
        while not await show.store.next_replies(ROOM):
            await asyncio.sleep(0.002)
        show.feed.link.state = "connected"
        await show.settled(2)
    assert (await show.of(before.id)).reason == "deleted by a moderator"
    assert (await show.of(after.id)).outcome is Outcome.ANSWER


# staff


@pytest.mark.parametrize(("mode", "reason"), [("suggest-only", "suggest-only"), ("silent", "silent")])
async def test_a_switched_room_does_not_speak(show: Show, mode: str, reason: str) -> None:
    async with running(show.room):
        show.feed.says("when do you ship", "ann")
        await show.settled(1)
        show.room.mode = "silent" if mode == "silent" else "suggest-only"
        show.feed.says("is shipping free", "ann")
        show.feed.says("can you recommend a face mask", "ben")
        await show.settled(3)
        show.room.mode = "auto"
        show.now.move(30)
        show.feed.says("when do you ship", "cat")
        await show.settled(4)
    assert show.feed.texts == ["@Ann Within 48 hours.", "@Cat Within 48 hours."]
    cases = await show.store.cases.several()
    # In silence only the wish for a product is for people: the FAQ has the other answer.
    silent = mode == "silent"
    assert sorted(case.reason for case in cases) == [f"the room is on {reason}"] * (1 if silent else 2)
    assert ("Free from 59." in {case.draft for case in cases}) is not silent


async def test_what_a_viewer_says_whom_a_person_looks_after_goes_to_that_person(show: Show) -> None:
    async with running(show.room):
        show.feed.says("do you deliver to the moon", "ann")
        await show.settled(1)
        (case,) = await show.store.cases.several()
        await show.claimed(case.id)
        await until(lambda: show.room.memory.held == {"ann": case.id})
        show.feed.says("when do you ship", "ann")
        show.feed.says("is shipping free", "ben")
        await show.settled(3)
    assert show.feed.texts == ["@Ben Free from 59."]
    found = await show.store.cases.one(case.id)
    assert found is not None
    assert [asker.text for asker in found.askers] == ["do you deliver to the moon", "when do you ship"]


async def test_a_claim_that_runs_out_is_noticed_in_a_busy_room_too(
    show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room_module, "LOOK_EVERY_S", 0.1)
    async with running(show.room):
        show.feed.says("do you deliver to the moon", "ann")
        await show.settled(1)
        (case,) = await show.store.cases.several()
        await show.claimed(case.id, seconds=60)
        await until(lambda: bool(show.room.memory.held))
        show.now.move(61)
        async with asyncio.timeout(10):
            while show.room.memory.held:
                show.store.hints.ring(f"messages:{ROOM}")  # as every message does
                await asyncio.sleep(0.01)


async def test_the_same_hard_question_joins_the_open_case_also_after_a_restart(show: Show) -> None:
    async with running(show.room):
        show.feed.says("do you deliver to the moon", "ann")
        show.feed.says("i want my money back", "cat")
        await show.settled(2)
        show.feed.says("do you deliver to the moon?", "ben")
        await show.settled(3)
    await show.restarted()
    async with running(show.room):
        show.feed.says("do you deliver to the moon", "dan", message_id="m10")
        await show.settled(4)
    assert (await show.balance()).merged == 2
    cases = await show.store.cases.several()
    assert [len(case.askers) for case in cases] == [1, 3]


async def test_the_room_goes_on_when_one_message_cannot_be_kept(
    show: Show, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    claim = type(show.store).claim

    async def full(self: Store, message: object, now: object) -> bool:
        if getattr(message, "id", "") == "m1":
            raise OSError("disk full")
        return await claim(self, message, now)  # type: ignore[arg-type]

    monkeypatch.setattr(type(show.store), "claim", full)
    with caplog.at_level(logging.ERROR):
        async with running(show.room):
            show.feed.says("when do you ship", "ann")
            show.feed.says("is shipping free", "ben")
            await show.settled(1)
    assert show.feed.texts == ["@Ben Free from 59."]
    assert "m1 could not be claimed: disk full" in caplog.text


def test_a_room_has_the_rules_of_its_mode() -> None:
    room = room_of(None, ScriptedConnector(), lambda: START, Shop())  # type: ignore[arg-type]
    room.mode, room.chosen = "silent", Rules(zone="Europe/Berlin")
    assert (room.rules.mode, room.rules.zone) == ("silent", "Europe/Berlin")


@pytest.mark.parametrize("step", ["claim", "record"])
async def test_what_the_store_does_not_take_at_once_is_tried_again(
    show: Show, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    real, failures = getattr(show.store, step), [sqlite3.OperationalError("database is locked")]

    async def failing(*args: object) -> object:
        if failures:
            raise failures.pop()
        return await real(*args)

    monkeypatch.setattr(show.store, step, failing)
    async with running(show.room):
        show.feed.says("when do you ship")
        await until(lambda: bool(show.feed.sent))
        await show.settled(1)
    assert show.feed.texts == ["@Ann Within 48 hours."]
    assert (await show.balance()).answered == 1
