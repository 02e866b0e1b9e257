"""The host answers before the camera: nobody says it again for a while, and the balance knows."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot import reasons
from bot.escalation import State
from bot.escalation.on_air import OnAir
from bot.messages import Outcome
from tests.fakes import START, running, until
from tests.staff import saying
from tests.test_room import Show, show

__all__ = ["show"]  # the fixture

WITHIN = timedelta(seconds=180)


@pytest.mark.parametrize(
    ("text", "subject", "entry", "same"),
    [
        ("Do you deliver to the moon?", "", "", True),
        ("do you deliver to moon", "", "", True),
        ("do you deliver to mars by boat", "", "", False),
        ("don't you deliver to the moon", "", "", False),
        ("whatever words", "A101/size", "", True),
        ("whatever words", "A102/size", "", False),
        ("whatever words", "", "ship-when", True),
        ("whatever words", "", "returns+ship-when", True),
        ("whatever words", "", "returns", False),
    ],
)
def test_a_question_is_the_hosts_by_its_words_its_subject_or_its_entry(
    text: str, subject: str, entry: str, same: bool
) -> None:
    said = OnAir(1, START, ("do you deliver to the moon",), "A101/size", frozenset({"ship-when"}))
    assert said.answers(text, subject, entry, WITHIN, START) is same
    assert not said.answers(text, subject, entry, WITHIN, START + WITHIN)


async def asked(show: Show, heard: int, text: str, viewer: str) -> tuple[Outcome | None, str]:
    """Let a viewer ask; return what became of it."""
    message = show.feed.says(text, viewer)
    await show.settled(heard)
    one = await show.of(message.id)
    return one.outcome, one.reason


async def test_who_asks_what_the_host_has_just_answered_gets_no_second_answer(show: Show) -> None:
    async with running(show.room):
        await asked(show, 1, "do you deliver to the moon", "ann")
        (case,) = await show.store.cases.several()
        await show.store.cases.on_air(case.id, "kim", show.now(), show.now())
        await until(lambda: bool(show.room.memory.on_air))
        assert await asked(show, 2, "Do you deliver to the moon??", "ben") == (Outcome.IGNORE, reasons.HOST_ANSWERED)
        # What is for people is never a duplicate, and another question is none either.
        assert (await asked(show, 3, "do you deliver to the moon or i want my money back", "cat"))[
            0
        ] is Outcome.ESCALATE
        assert (await asked(show, 4, "do you have a shop in Paris", "dan"))[0] is Outcome.ESCALATE
        show.now.move(181)
        await show.room._look_at_queue()
        assert (await asked(show, 5, "do you deliver to the moon", "eve"))[0] is Outcome.ESCALATE
    assert show.feed.texts == []
    balance = await show.balance()
    assert (balance.heard, balance.on_air, balance.escalated, balance.ignored) == (5, 2, 3, 0)
    assert balance.reasons["on air"][reasons.HOST_ANSWERED] == 1


async def test_what_the_bot_is_about_to_say_of_it_is_taken_back(show: Show) -> None:
    show.room.mode = "suggest-only"
    async with running(show.room):
        await asked(show, 1, "when do you ship", "ann")  # the FAQ knows; in this room people say it
        (case,) = await show.store.cases.several()
        show.room.mode = "auto"
        show.feed.link.become("waiting", show.now(), "the line is gone for a moment")
        message = show.feed.says("when do you ship", "ben")
        await until(lambda: show.room.heard == 2)
        while not await show.store.next_replies(show.feed.room, 5):
            await show.room._look_at_queue()
        await show.store.cases.on_air(case.id, "kim", show.now(), show.now())
        async with asyncio.timeout(5):  # the room may be in the middle of a look of its own
            while await show.store.next_replies(show.feed.room, 5):
                await show.room._look_at_queue()
        one = await show.of(message.id)
        assert (one.outcome, one.reason) == (Outcome.IGNORE, reasons.HOST_ANSWERED)
        show.feed.link.become("connected", show.now())
        show.now.move(400)
        await show.room._look_at_queue()
        assert (await asked(show, 3, "when do you ship", "ben"))[0] is Outcome.ANSWER
    assert len(show.feed.texts) == 1


async def test_where_a_parcel_is_no_host_answers_for_everybody(show: Show) -> None:
    async with running(show.room):
        await asked(show, 1, "我的快递到哪了", "ann")
        (case,) = await show.store.cases.several()
        await show.store.cases.on_air(case.id, "kim", show.now(), show.now())
        await until(lambda: bool(show.room.memory.on_air))
        assert (await asked(show, 2, "我的快递到哪了", "ben"))[0] is Outcome.ESCALATE


async def test_a_case_before_the_host_is_closed_by_whoever_sees_the_host_answer(show: Show) -> None:
    async with running(show.room):
        await asked(show, 1, "do you deliver to the moon", "ann")
        (case,) = await show.store.cases.several()
        assert await show.store.cases.hand(case.id, "kim", show.now())
        assert not await show.store.cases.hand(case.id, "kim", show.now())
        await show.claimed(case.id)
        assert not await show.store.cases.hand(case.id, "lee", show.now(), back=True)
        await show.store.replies.say(saying(case.id, "Only to the station.", show.now(), held_s=30))
        assert await show.store.cases.on_air(case.id, "camera", show.now(), show.now())
    found = await show.store.cases.one(case.id)
    assert found is not None
    assert (found.state, found.replies[0].state, found.replies[0].lines[0].reason) == (
        State.ON_AIR,
        "withdrawn",
        reasons.HOST_ANSWERED,
    )
    assert show.feed.texts == []
    # Taken up again it is staff's, and nobody is told any more that the host has said it.
    await show.claimed(case.id)
    assert await show.store.cases.answered_on_air(show.feed.room, START) == []


async def test_what_is_taken_back_from_the_host_is_the_desks_again(show: Show) -> None:
    async with running(show.room):
        await asked(show, 1, "do you deliver to the moon", "ann")
        (case,) = await show.store.cases.several()
        await show.store.cases.hand(case.id, "kim", show.now())
        assert await show.store.cases.hand(case.id, "lee", show.now(), back=True)
    (case,) = await show.store.cases.several()
    assert (case.handed_at, case.handed_by) == (None, "")
