"""A person takes over, answers, is done: the bot is silent meanwhile and knows afterwards what was said."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.escalation import Escalation, State
from bot.messages import OnScreen, Outcome, SendResult
from bot.store import open_store
from tests.fakes import ROOM, Clock, ScriptedConnector, Shop, room_of, running, until
from tests.staff import reply
from tests.test_room import Show


class Desk(Show):
    """A room and somebody who looks after it."""

    async def only_case(self) -> Escalation:
        (case,) = await self.store.cases.several()
        return case

    async def replied(self, text: str, *, resolves: bool = False) -> int:
        """Answer the one open case and wait until the room has read it."""
        case = await self.only_case()
        await reply(self.store, case.id, text, self.now())
        if resolves:
            await self.store.cases.resolve(case.id, "kim", "answered", self.now())
        async with asyncio.timeout(20):
            while await self.how_it_went(case.id) in ("pending", "sending"):
                await asyncio.sleep(0.005)
        return case.id

    async def how_it_went(self, case: int) -> str:
        """Return what became of the last reply."""
        found = await self.store.cases.one(case)
        assert found is not None
        return found.replies[-1].state

    async def looked(self) -> None:
        """Let the room look at its queue, as it does every other second."""
        await self.room._look_at_queue()


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    url = f"sqlite:///{tmp_path}/shop.db"
    store, feed, now, shop = await open_store(url), ScriptedConnector(), Clock(), Shop()
    desk = Desk(url, store, feed, now, shop, room_of(store, feed, now, shop))
    yield desk
    for balance in await desk.store.balance():
        assert (balance.unexplained, balance.doubled) == (0, 0)
    await desk.store.close()


async def test_while_a_case_waits_for_its_viewer_their_next_line_is_the_persons(desk: Desk) -> None:
    async with running(desk.room):
        desk.feed.says("do you deliver to the moon", "ann")
        await desk.settled(1)
        case = await desk.replied("Only to the station.")
        await until(lambda: desk.room.memory.held == {"ann": case})
        desk.feed.says("when do you ship", "ann")
        await desk.settled(2)
        found = await desk.only_case()
        assert (found.state, found.holder(desk.now())) == (State.CLAIMED, "kim")
    assert desk.feed.texts == ["@Ann Only to the station."]


async def test_when_the_viewer_does_not_come_back_the_case_ends_and_the_bot_speaks_again(desk: Desk) -> None:
    async with running(desk.room):
        desk.feed.says("do you deliver to the moon", "ann")
        await desk.settled(1)
        case = await desk.replied("Only to the station.")
        desk.now.move(181)
        await desk.looked()
        found = await desk.store.cases.one(case)
        assert found is not None
        assert found.state is State.RESOLVED
        desk.feed.says("when do you ship", "ann")
        await desk.settled(2)
    assert desk.feed.texts == ["@Ann Only to the station.", "@Ann Within 48 hours."]


@pytest.mark.parametrize("restarts", [False, True])
async def test_what_a_person_answered_the_bot_does_not_answer_otherwise(desk: Desk, restarts: bool) -> None:
    async with running(desk.room):
        desk.feed.says("do you deliver to the moon", "ann")
        await desk.settled(1)
        await desk.claimed((await desk.only_case()).id)
        await until(lambda: bool(desk.room.memory.held))
        desk.feed.says("when do you ship", "ann")
        await desk.settled(2)
        await desk.replied("For you: today!", resolves=True)
        await desk.looked()
        if not restarts:
            await asks_again(desk)
    if restarts:
        await desk.restarted()
        async with running(desk.room):
            await asks_again(desk)


async def asks_again(desk: Desk) -> None:
    """Let Ann ask what a person answered, and Ben, whom nobody told anything."""
    desk.now.move(100)
    desk.feed.says("when do you ship", "ann", message_id="m10")
    desk.feed.says("when do you ship", "ben", message_id="m11")
    await desk.settled(4)
    assert [text for text in desk.feed.texts if "48" in text] == ["@Ben Within 48 hours."]
    found = await desk.only_case()
    assert (found.reason, found.draft) == ("asks on after what staff said", "Within 48 hours.")


async def test_whoever_asks_again_before_reading_the_persons_answer_gets_no_second_one(desk: Desk) -> None:
    async with running(desk.room):
        desk.feed.says("when do you ship", "ann")
        await desk.settled(1)
        desk.now.move(90)
        desk.feed.says("do you deliver to the moon", "ann")
        await desk.settled(2)
        await desk.claimed((await desk.only_case()).id)
        await until(lambda: bool(desk.room.memory.held))
        desk.feed.says("is shipping free", "ann")
        await desk.settled(3)
        await desk.replied("Always, for you.", resolves=True)
        await desk.looked()
        desk.now.move(5)
        desk.feed.says("shipping is free?", "ann", message_id="m10")
        await desk.settled(4)
    heard = await desk.of("m10")
    assert (heard.outcome, heard.reason) == (Outcome.IGNORE, "staff told the viewer a moment ago")
    assert desk.feed.texts[1:] == ["@Ann Always, for you."]


async def test_a_reply_that_was_refused_told_nobody_anything(desk: Desk) -> None:
    async with running(desk.room):
        desk.feed.says("do you deliver to the moon", "ann")
        await desk.settled(1)
        desk.feed.script.append(SendResult("refused", reason="no"))
        case = await desk.replied("Ships today.")
        await desk.looked()
        assert desk.room.memory.told("ann", timedelta(minutes=10), desk.now()) == ()
        found = await desk.store.cases.one(case)
        assert found is not None
        assert found.holder(desk.now()) == "kim"


async def test_a_product_that_staff_named_is_not_suggested_again(desk: Desk) -> None:
    async with running(desk.room):
        desk.feed.says("do you deliver to the moon", "ann")
        await desk.settled(1)
        await desk.replied("Take the Face mask.", resolves=True)
        await until(lambda: desk.room.memory.shown_to("ann", timedelta(minutes=5), desk.now()) != frozenset())
    shown = desk.room.memory.shown_to("ann", timedelta(minutes=5), desk.now())
    assert [desk.shop().catalog[sku].title for sku in shown] == ["Face mask"]


async def test_a_case_snoozed_for_a_product_wakes_when_the_host_shows_it(desk: Desk) -> None:
    async with running(desk.room):
        desk.feed.says("do you deliver to the moon", "ann")
        await desk.settled(1)
        case = await desk.only_case()
        sku = next(iter(desk.shop().catalog))
        await desk.store.cases.snooze(case.id, "kim", desk.now(), sku=sku)
        desk.feed.hears(OnScreen(ROOM, None))
        desk.feed.hears(OnScreen(ROOM, sku))
        await until(lambda: desk.room.memory.on_screen == sku)
        await desk.looked()
        assert (await desk.only_case()).state is State.NEW


async def test_stopping_the_room_expires_nothing(desk: Desk) -> None:
    async with running(desk.room):
        desk.feed.says("do you deliver to the moon", "ann")
        await desk.settled(1)
    await desk.restarted()
    async with running(desk.room):
        assert (await desk.only_case()).state is State.NEW


async def test_a_case_opened_while_the_room_looks_at_its_queue_is_not_forgotten(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = desk.store.cases.open_questions

    async def slowly(room: str, since: datetime) -> Sequence[tuple[str, int, datetime]]:
        questions = await told(room, since)
        desk.room.memory.note_case("when do you open", 7, desk.now())  # opened after the store was read
        return questions

    monkeypatch.setattr(type(desk.store.cases), "open_questions", lambda _, room, since: slowly(room, since))
    await desk.looked()
    assert desk.room.memory.case_of("when do you open", timedelta(minutes=10), desk.now()) == 7
    monkeypatch.undo()
    await desk.looked()
    assert desk.room.memory.case_of("when do you open", timedelta(minutes=10), desk.now()) is None
