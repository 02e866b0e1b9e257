"""The steps of rooms: logged with who and why, the last one counts, and what may not be said goes to people."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot import reasons
from bot.customers.wishes import Wish
from bot.escalation.steps import Change, Evidence, Standing, Step
from bot.messages import (
    Acknowledge,
    Answer,
    Decision,
    Escalate,
    Merge,
    Outcome,
    ReplyKind,
    Scored,
    SendResult,
    Suggest,
)
from bot.store.promises import Notice, Owed
from bot.store.records import Decided, Delivery
from tests.store.conftest import ROOM, Evening, answer

PEOPLE = Step.PEOPLE_ONLY


async def stepped(evening: Evening, step: Step, by: str = "kim", room: str = ROOM) -> list[str]:
    before = await evening.store.steps.standing(room)
    after = before.by_hand(step, by, evening.now)
    change = Change(room, evening.now, before.step, after.step, "", by)
    return list(await evening.store.steps.take(change, after))


async def test_a_room_stands_normal_until_a_step_is_taken_and_after_a_restart_as_it_stood(evening: Evening) -> None:
    assert await evening.store.steps.standing(ROOM) == Standing()
    held = Standing().by_hand(Step.FAQ_ONLY, "kim", evening.now)
    await evening.store.steps.take(Change(ROOM, evening.now, Step.NORMAL, held.step, "", "kim"), held)
    lower = held.judged(Evidence(wrong=4, answered=9), evening.later(300))
    await evening.store.steps.take(Change(ROOM, evening.now, held.step, lower.step, lower.why), lower)
    store = await evening.reopen()
    stands = await store.steps.standing(ROOM)
    assert (stands.hand, stands.by, stands.own) == (Step.FAQ_ONLY, "kim", PEOPLE)
    assert (stands.why, stands.since, stands.chosen) == (lower.why, lower.since, held.chosen)
    assert await store.steps.standing("another") == Standing()


async def test_every_change_is_logged_with_when_who_and_why(evening: Evening) -> None:
    await stepped(evening, PEOPLE)
    up = evening.later(60)
    await stepped(evening, Step.NORMAL, "lee")
    await stepped(evening, Step.FAQ_ONLY, room="another")
    newest, oldest = await evening.store.steps.changes(ROOM)
    assert oldest == Change(ROOM, up - timedelta(seconds=60), Step.NORMAL, PEOPLE, "", "kim")
    assert newest == Change(ROOM, up, PEOPLE, Step.NORMAL, "", "lee")
    assert [c.room for c in await evening.store.steps.changes()] == ["another", ROOM, ROOM]
    assert await evening.store.steps.changes(ROOM, 1) == [newest]
    assert await evening.store.steps.changes(ROOM, since=up) == []


async def test_what_waits_goes_to_people_with_its_draft_and_everybody_who_shared_it(evening: Evening) -> None:
    first = await evening.asked(viewer="ann")
    await evening.joined(first, viewer="ben")
    withdrawn = await stepped(evening, PEOPLE)
    assert withdrawn == [first.id]
    assert not await evening.waiting()
    (case,) = await evening.store.cases.several()
    assert (case.reason, case.draft, case.people) == (reasons.PEOPLE_ONLY, "within 48 hours", 2)
    assert (await evening.of(first)).outcome is Outcome.ESCALATE
    # Who asks for the same answer from now on joins them, however they put it.
    questions = await evening.store.cases.open_questions(ROOM, evening.now - timedelta(hours=1))
    assert [question for question, _, _ in questions] == ["faq:ship::en"]
    assert (await evening.balance()).unexplained == 0


async def test_the_faq_only_leaves_what_waits_as_it_is(evening: Evening) -> None:
    await evening.asked()
    assert await stepped(evening, Step.FAQ_ONLY) == []
    assert (await evening.only_reply()).state is Delivery.PENDING


async def test_what_is_on_its_way_and_what_staff_wrote_still_leaves(evening: Evening) -> None:
    asked = await evening.asked()
    leaving = await evening.leaving()
    case = await evening.case(viewer="cat")
    await evening.replied(case)
    assert await stepped(evening, PEOPLE) == []
    assert [row.kind for row in await evening.waiting()] == [ReplyKind.STAFF]
    await evening.store.settle(leaving, SendResult("sent", "p1"), evening.now)
    assert (await evening.of(asked)).outcome is Outcome.ANSWER


async def test_viewers_are_still_told_that_a_person_will_answer(evening: Evening) -> None:
    case = await evening.case(viewer="ann")
    await evening.store.promises.tell(
        Notice(
            ROOM,
            "made",
            "Got it, a person will answer you.",
            (Owed(case, "ann", "Ann", "said-1", "?"),),
            evening.in_(30),
        ),
        evening.now,
    )
    await stepped(evening, PEOPLE)
    assert [row.kind for row in await evening.waiting()] == [ReplyKind.NOTICE]


async def test_who_was_about_to_get_an_answer_is_promised_a_person(evening: Evening) -> None:
    await evening.asked(viewer="ann")
    await stepped(evening, PEOPLE)
    owed = await evening.store.promises.owed(ROOM, "made", timedelta(seconds=45), evening.now)
    assert [one.viewer_id for one in owed] == ["ann"]


SUGGESTS = Suggest("asks for a product")


@pytest.mark.parametrize(
    ("step", "decision", "reason"),
    [
        (PEOPLE, answer(), reasons.PEOPLE_ONLY),
        (PEOPLE, SUGGESTS, reasons.PEOPLE_ONLY),
        (Step.FAQ_ONLY, SUGGESTS, reasons.FAQ_ONLY),
        (Step.FAQ_ONLY, answer(), ""),
    ],
)
async def test_what_was_decided_just_before_a_step_is_judged_again_in_the_commit(
    evening: Evening, step: Step, decision: Decision, reason: str
) -> None:
    message = await evening.heard()
    await stepped(evening, step)
    recorded = await evening.decided(message, decision, evening.draft())
    assert bool(await evening.waiting()) is not bool(reason)
    if reason:
        assert (recorded.outcome, recorded.reason) == (Outcome.ESCALATE, reason)
        (case,) = await evening.store.cases.several()
        assert case.draft == "within 48 hours"


async def test_a_shared_answer_decided_just_before_is_a_persons_too(evening: Evening) -> None:
    first = await evening.asked(viewer="ann")
    second = await evening.heard(viewer="ben")
    await stepped(evening, PEOPLE)
    own = Answer("ship", "within 48 hours", "in the FAQ's own words", Scored("ship", 1.0))
    merge = Merge("the same answer waits", into_message=first.id, own=own)
    recorded = await evening.store.record(Decided(second, merge, evening.now, evening.draft()))
    assert recorded.outcome is Outcome.ESCALATE
    assert not await evening.waiting()


async def test_what_a_viewer_wishes_about_themselves_is_done_without_a_word(evening: Evening) -> None:
    message = await evening.heard(text="do not recommend me things")
    await stepped(evening, PEOPLE)
    wish = Acknowledge(Wish.LEAVE_ALONE, "Done.", "wants no suggestions")
    recorded = await evening.decided(message, wish, evening.draft("Done.", ReplyKind.NOTICE))
    assert recorded.outcome is Outcome.IGNORE
    assert not await evening.waiting()


async def test_in_another_room_nothing_changes(evening: Evening) -> None:
    message = await evening.heard(room="another")
    await stepped(evening, PEOPLE)
    await evening.decided(message, answer(), evening.draft())
    assert await evening.waiting("another")


async def test_an_escalation_needs_no_step(evening: Evening) -> None:
    message = await evening.heard()
    await stepped(evening, PEOPLE)
    recorded = await evening.decided(message, Escalate("no sure answer"))
    assert (recorded.outcome, recorded.reason) == (Outcome.ESCALATE, "no sure answer")


@pytest.mark.parametrize("by", ["step", "mode"])
async def test_what_the_platform_puts_off_while_the_room_is_left_to_people_is_theirs(
    evening: Evening, by: str
) -> None:
    asked = await evening.asked()
    leaving = await evening.leaving()
    if by == "step":
        await stepped(evening, PEOPLE)
    else:
        await evening.store.set_room_mode(ROOM, "suggest-only", "kim", evening.now)
    await evening.store.settle(leaving, SendResult("refused", reason="slow down", retry_after=2.0), evening.now)
    assert await evening.waiting() == []
    assert (await evening.of(asked)).outcome is Outcome.ESCALATE
    (case,) = await evening.store.cases.several()
    assert case.draft == "within 48 hours"
