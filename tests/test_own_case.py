"""A viewer who waits for a person and calls for one, or complains, is in one case: through the real room."""

from __future__ import annotations

from bot.messages import Urgency
from tests.fakes import running
from tests.test_room import Show, show

__all__ = ["show"]  # the fixture


async def test_who_waits_and_calls_for_a_person_is_in_one_case_that_becomes_urgent(show: Show) -> None:
    async with running(show.room):
        show.feed.says("do you deliver to the moon", "ann")
        await show.settled(1)
        show.feed.says("a real person please", "ann")
        await show.settled(2)
    (case,) = await show.store.cases.several()
    assert [asker.text for asker in case.askers] == ["do you deliver to the moon", "a real person please"]
    assert case.urgency is Urgency.HIGH
    assert case.reason.startswith("asks for a person (“a real person”); ")


async def test_it_is_one_case_also_when_the_program_was_started_again_in_between(show: Show) -> None:
    async with running(show.room):
        show.feed.says("do you deliver to the moon", "ann")
        await show.settled(1)
    await show.restarted()
    async with running(show.room):
        show.feed.says("i want my money back", "ann")
        await show.settled(2)
    (case,) = await show.store.cases.several()
    assert (case.urgency, case.people) == (Urgency.HIGH, 1)


async def test_another_viewers_call_is_a_case_of_their_own(show: Show) -> None:
    async with running(show.room):
        show.feed.says("do you deliver to the moon", "ann")
        await show.settled(1)
        show.feed.says("a real person please", "ben")
        await show.settled(2)
    assert [case.urgency for case in await show.store.cases.several()] == [Urgency.HIGH, Urgency.NORMAL]


async def test_who_is_looked_after_and_calls_for_a_person_makes_that_case_urgent(show: Show) -> None:
    async with running(show.room):
        show.feed.says("do you deliver to the moon", "ann")
        await show.settled(1)
        (case,) = await show.store.cases.several()
        await show.claimed(case.id)
        show.store.hints.ring("escalations")
        show.feed.says("a real person please", "ann")
        await show.settled(2)
    (case,) = await show.store.cases.several()
    assert case.urgency is Urgency.HIGH
