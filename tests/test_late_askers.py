"""Who comes late to a question that a person has answered: told by name, once, and only while it is true."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot import reasons
from bot.escalation import State
from bot.escalation.steps import Change, Standing, Step
from bot.faq.recalls import mark, without_recalled
from bot.messages import Outcome, SendResult
from bot.store import open_store
from tests.fakes import CATALOG, Clock, ScriptedConnector, Shop, room_of, running, until
from tests.staff import reply, saying
from tests.test_looking_after import Desk

MOON = "do you deliver to the moon"
MASK = "is the face mask fine for a flight"
THIS = "is this one fine for a flight"


class Late(Desk):
    """A desk whose one question was asked by Ann and answered by Kim."""

    async def answered(self, question: str = MOON, text: str = "Only to the station.") -> int:
        self.feed.says(question, "ann")
        await self.settled(self.feed.said)
        case = await self.replied(text)
        await until(lambda: bool(self.room.memory.staff_answers))
        self.now.move(60)
        return case

    async def asks(self, question: str, viewer: str = "ben") -> tuple[Outcome | None, str]:
        """Let somebody ask; return what became of it."""
        message = self.feed.says(question, viewer, at=self.now())
        await self.settled(self.feed.said)
        one = await self.of(message.id)
        return one.outcome, one.reason

    async def is_told(self, question: str = MOON, viewer: str = "ben") -> bool:
        return await self.asks(question, viewer) == (Outcome.MERGE, reasons.JUST_ANSWERED)


@pytest.fixture
async def late(tmp_path: Path) -> AsyncIterator[Late]:
    url = f"sqlite:///{tmp_path}/shop.db"
    store, feed, now, shop = await open_store(url), ScriptedConnector(), Clock(), Shop()
    late = Late(url, store, feed, now, shop, room_of(store, feed, now, shop))
    yield late
    for balance in await late.store.balance():
        assert (balance.unexplained, balance.doubled) == (0, 0)
    await late.store.close()


async def test_who_comes_late_reads_the_answer_and_the_case_sleeps_on(late: Late) -> None:
    async with running(late.room):
        case = await late.answered()
        assert await late.is_told("Do you deliver to the moon??")
        await until(lambda: late.feed.texts[-1] == "@Ben Only to the station.")
        found = await late.only_case()
        assert (found.id, found.state, found.people) == (case, State.WAITING, 2)
        assert [line.names for line in found.replies[0].lines] == [("Ann",), ("Ben",)]
        # Nobody looks after Ben: the bot goes on answering him.
        assert (await late.asks("when do you ship"))[0] is Outcome.ANSWER
        assert late.room.memory.held == {"ann": case}


async def test_several_who_come_late_share_a_line_and_each_is_told_once(late: Late) -> None:
    async with running(late.room):
        await late.answered()
        assert await late.is_told(viewer="ben")
        await until(lambda: late.feed.texts[-1] == "@Ben Only to the station.")
        assert await late.is_told(viewer="cat")
        assert await late.is_told(viewer="dan")
        late.now.move(6)
        await until(lambda: late.feed.texts[-1] == "@Cat @Dan Only to the station.")
        await until(lambda: late.room.memory.staff_answers[0].told >= {"ben", "cat", "dan"})
        late.now.move(70)
        assert await late.asks(MOON, "cat") == (Outcome.MERGE, reasons.WITH_STAFF)


async def test_who_got_it_late_and_says_it_is_not_what_they_meant_comes_to_a_person(late: Late) -> None:
    async with running(late.room):
        case = await late.answered()
        await late.store.cases.resolve(case, "kim", "answered", late.now())
        await until(lambda: not late.room.memory.held)
        assert await late.is_told()
        assert await late.asks("that's not what i asked") == (Outcome.ESCALATE, reasons.NOT_MEANT)


async def test_after_a_restart_it_is_known_what_was_answered(late: Late) -> None:
    async with running(late.room):
        await late.answered()
    await late.restarted()
    async with running(late.room):
        await until(lambda: bool(late.room.memory.staff_answers))
        assert await late.is_told()
        await until(lambda: late.feed.texts == ["@Ben Only to the station."])


async def test_after_a_while_it_is_a_question_for_a_person_again_and_the_shop_may_want_it_always(late: Late) -> None:
    async with running(late.room):
        case = await late.answered()
        late.room.chosen = replace(late.room.chosen, answer_again=timedelta())
        assert await late.asks(MOON, "ben") == (Outcome.MERGE, reasons.WITH_STAFF)
        late.room.chosen = replace(late.room.chosen, answer_again=timedelta(minutes=10))
        await late.store.cases.resolve(case, "kim", "answered", late.now())
        await until(lambda: not late.room.memory.held)
        late.now.move(541)
        assert (await late.asks(MOON, "cat"))[0] is Outcome.ESCALATE


@pytest.mark.parametrize(
    "catalog", [CATALOG.replace("12.50", "15"), CATALOG.replace(",320,", ",0,"), CATALOG.replace("A101", "A109")]
)
async def test_a_price_or_stock_that_changed_is_said_to_nobody_any_more(late: Late, catalog: str) -> None:
    async with running(late.room):
        price = late.shop.knowledge.catalog["A101"].price_text
        await late.answered(MASK, f"Yes, the face mask is, in stock for {price}.")
        assert await late.is_told(MASK)
        late.shop.now_sells(catalog)
        assert not await late.is_told(MASK, "cat")


async def test_this_one_is_what_was_on_screen_then(late: Late) -> None:
    async with running(late.room):
        late.feed.shows("A101")
        await until(lambda: late.room.memory.on_screen == "A101")
        await late.answered(THIS, "Yes, take it on board.")
        assert await late.is_told(THIS)
        late.feed.shows("A102")
        await until(lambda: late.room.memory.on_screen == "A102")
        assert not await late.is_told(THIS, "cat")


async def test_where_nobody_knows_the_screen_this_one_is_a_persons(late: Late) -> None:
    async with running(late.room):
        await late.answered(THIS, "Yes, take it on board.")
        assert not await late.is_told(THIS)


async def test_what_was_said_before_a_recall_is_said_to_nobody_and_what_comes_after_it_is(late: Late) -> None:
    question = "when do you ship to the moon"
    async with running(late.room):
        faq = late.shop.knowledge.faq
        case = await late.answered(question, "Two days, as everywhere.")
        assert late.room.memory.staff_answers[0].entries == {"ship"}
        recalled = without_recalled(faq, {("ship", mark(faq.entries["ship"]))})
        late.shop.knowledge = replace(late.shop.knowledge, faq=recalled)
        assert not await late.is_told(question)
        await late.store.replies.say(saying(case, "Only in spring.", late.now(), once="2"))
        await until(lambda: bool(late.room.memory.staff_answers[0].recalled_before))
        assert await late.is_told(question, "cat")


async def test_off_auto_the_answer_is_a_draft_or_nothing(late: Late) -> None:
    async with running(late.room):
        case = await late.answered()
        await late.store.cases.resolve(case, "kim", "answered", late.now())
        await until(lambda: not late.room.memory.held)
        late.room.mode = "suggest-only"
        assert (await late.asks(MOON, "ben"))[0] is Outcome.ESCALATE
        assert (await late.only_case()).draft == "Only to the station."
        late.room.mode = "silent"
        assert await late.asks(MOON, "cat") == (Outcome.MERGE, reasons.WITH_STAFF)
    assert late.feed.texts == ["@Ann Only to the station."]


async def test_in_a_room_left_to_people_what_they_said_is_the_draft(late: Late) -> None:
    async with running(late.room):
        case = await late.answered()
        await late.store.cases.resolve(case, "kim", "answered", late.now())
        await until(lambda: not late.room.memory.held)
        await late.room.stepping.choose(Step.PEOPLE_ONLY, "kim")
        assert (await late.asks(MOON, "ben"))[0] is Outcome.ESCALATE
        assert (await late.only_case()).draft == "Only to the station."
    assert late.feed.texts == ["@Ann Only to the station."]


async def test_a_room_left_to_people_in_this_moment_says_nothing(late: Late) -> None:
    async with running(late.room):
        await late.answered()
        stands = Standing().by_hand(Step.PEOPLE_ONLY, "kim", late.now())
        change = Change(late.feed.room, late.now(), Step.NORMAL, stands.step, "", "kim")
        await late.store.steps.take(change, stands)  # the room has not heard of it yet
        assert await late.asks(MOON) == (Outcome.MERGE, reasons.WITH_STAFF)


async def test_a_room_that_is_switched_in_this_moment_says_nothing(late: Late) -> None:
    async with running(late.room):
        await late.answered()
        await late.store.set_room_mode(
            late.feed.room, "silent", "kim", late.now()
        )  # the room has not heard of it yet
        assert await late.asks(MOON) == (Outcome.MERGE, reasons.WITH_STAFF)


async def test_whose_question_was_deleted_while_the_line_waited_is_not_named(late: Late) -> None:
    async with running(late.room):
        await late.answered()
        late.feed.link.state = "waiting"
        assert await late.is_told(viewer="ben")
        assert await late.is_told(viewer="cat")
        late.feed.deletes(viewer="ben")
        await until(lambda: not late.feed.unheard)
        late.feed.link.state = "connected"
        await until(lambda: len(late.feed.texts) == 2)
        assert late.feed.texts[-1] == "@Cat Only to the station."


async def test_whom_a_person_looks_after_by_now_is_told_nothing_by_the_program(late: Late) -> None:
    async with running(late.room):
        await late.answered()
        late.feed.link.state = "waiting"
        assert await late.is_told(viewer="ben")
        await late.asks("i want my money back", "ben")
        other = max(found.id for found in await late.store.cases.several())
        await late.claimed(other)
        late.feed.link.state = "connected"
        async with asyncio.timeout(20):
            while not await late.room.outbox.empty():
                await asyncio.sleep(0.005)
        assert late.feed.texts == ["@Ann Only to the station."]


async def test_a_line_that_did_not_arrive_brings_the_case_back_with_who_missed_it(late: Late) -> None:
    async with running(late.room):
        await late.answered()
        late.feed.script.append(SendResult("refused", reason="too many lines"))
        late.feed.says(MOON, "ben", at=late.now())
        await until(lambda: len(late.feed.texts) == 2)
        async with asyncio.timeout(20):
            while (found := await late.only_case()).state is not State.CLAIMED:
                await asyncio.sleep(0.005)
        assert [line.names for line in found.replies[0].missed] == [("Ben",)]
        await late.looked()
        assert found.holder(late.now()) == "kim"
        assert set(late.room.memory.held) == {"ann", "ben"}


async def test_who_is_forgotten_leaves_the_line_that_named_them(late: Late) -> None:
    async with running(late.room):
        await late.answered()
        assert await late.is_told()
        await until(lambda: len(late.feed.texts) == 2)
    await late.store.customers.forget("", [("scripted", "ben")], {late.feed.room: "scripted"}, "kim", late.now())
    found = await late.only_case()
    assert all("Ben" not in line.names for answer in found.replies for line in answer.lines)
    assert found.people == 1


async def test_a_correction_reaches_who_came_late_as_well(late: Late) -> None:
    async with running(late.room):
        case = await late.answered()
        assert await late.is_told()
        await until(lambda: len(late.feed.texts) == 2)
        found = await late.only_case()
        wrong = found.replies[0].mark
        fix = saying(case, "Correction: Not even to the station.", late.now(), once="2", corrects=wrong)
        await late.store.replies.say(fix)
        await until(lambda: len(late.feed.texts) == 3)
        assert late.feed.texts[-1] == "@Ann @Ben Correction: Not even to the station."
        await until(lambda: late.room.memory.staff_answers[0].text == "Not even to the station.")
        late.now.move(70)
        assert await late.is_told(viewer="cat")
        await until(lambda: late.feed.texts[-1] == "@Cat Not even to the station.")


async def test_one_viewers_own_matter_is_never_told_to_another(late: Late) -> None:
    async with running(late.room):
        late.feed.says("where is my parcel", "ann")
        await late.settled(1)
        await reply(late.store, (await late.only_case()).id, "It comes tomorrow.", late.now())
        await until(lambda: bool(late.feed.texts))
        await late.looked()
        late.now.move(60)
        assert not await late.is_told("where is my parcel")
