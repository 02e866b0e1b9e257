"""The queue: whose case it is, who answered, and that two people never both win."""

from __future__ import annotations

import asyncio

from bot import reasons
from bot.escalation import State
from bot.messages import Outcome, Urgency
from tests.store.conftest import ROOM, Evening


async def test_urgent_cases_come_first_then_the_oldest(evening: Evening) -> None:
    old = await evening.case(viewer="ann")
    evening.later(1)
    new = await evening.case(viewer="ben")
    evening.later(1)
    urgent = await evening.case(viewer="cat", urgency=Urgency.HIGH)
    assert [case.id for case in await evening.store.cases.several()] == [urgent, old, new]
    assert [case.id for case in await evening.store.cases.several(limit=1)] == [urgent]
    assert [case.id for case in await evening.store.cases.several(rooms=["other"])] == []
    assert len(await evening.store.cases.several(rooms=[ROOM, "other"])) == 3


async def test_a_case_has_its_question_reason_and_draft(evening: Evening) -> None:
    case = await evening.store.cases.one(await evening.case("m1"))
    assert case is not None
    assert (case.room, case.state, case.reason, case.draft) == (ROOM, State.NEW, "no sure answer", "perhaps this")
    assert (case.askers[0].message_id, case.askers[0].text) == ("m1", "when do you ship")
    assert case.opened_at == evening.now
    assert await evening.store.cases.one(99) is None


async def test_of_two_people_who_claim_at_the_same_instant_one_wins(evening: Evening) -> None:
    case = await evening.case()
    people = ("kim", "lee", "max", "pat")
    won = await asyncio.gather(*(evening.claimed(case, by) for by in people))
    assert won.count(True) == 1
    found = await evening.store.cases.one(case)
    assert found is not None
    assert found.holder(evening.now) == people[won.index(True)]


async def test_whoever_loses_sees_who_has_it(evening: Evening) -> None:
    case = await evening.case()
    await evening.claimed(case, "kim")
    lost = await evening.store.cases.claim(case, "lee", evening.in_(300), evening.now)
    assert not lost.won
    assert lost.escalation is not None
    assert lost.escalation.claimed_by == "kim"


async def test_claiming_ones_own_case_again_renews_it(evening: Evening) -> None:
    case = await evening.case()
    await evening.claimed(case, seconds=60)
    evening.later(50)
    assert await evening.claimed(case, seconds=60)
    evening.later(50)
    found = await evening.store.cases.one(case)
    assert found is not None
    assert found.holder(evening.now) == "kim"


async def test_a_claim_that_ran_out_can_be_taken(evening: Evening) -> None:
    case = await evening.case()
    await evening.claimed(case, "kim", seconds=60)
    assert not await evening.claimed(case, "lee")
    evening.later(60)
    assert await evening.claimed(case, "lee")
    assert not await evening.replied(case, by="kim")


async def test_claiming_what_is_not_there(evening: Evening) -> None:
    claimed = await evening.store.cases.claim(99, "kim", evening.in_(300), evening.now)
    assert (claimed.won, claimed.escalation) == (False, None)


async def test_a_claim_withdraws_what_the_bot_was_about_to_say(evening: Evening) -> None:
    case = await evening.case(viewer="ann")
    question = await evening.asked(viewer="ann")
    await evening.joined(question, "bens", viewer="ben")
    await evening.asked("cats", viewer="cat")
    assert await evening.claimed(case)
    assert [row.message_id for row in await evening.waiting()] == ["cats"]
    heard = await evening.of(question.id)
    assert (heard.outcome, heard.escalation_id) == (Outcome.MERGE, case)
    # Ben only asked the same: what staff tell Ann is not for him, his question gets a case of its own.
    bens = await evening.of("bens")
    assert bens.outcome is Outcome.ESCALATE
    assert bens.escalation_id not in (None, case)


async def test_a_claim_leaves_what_staff_said_alone(evening: Evening) -> None:
    case = await evening.case(viewer="ann")
    await evening.replied(case, by="kim")
    assert await evening.claimed(case, "kim")
    assert len(await evening.waiting()) == 1


async def test_a_released_case_is_free_and_keeps_its_age(evening: Evening) -> None:
    case = await evening.case()
    opened = evening.now
    await evening.claimed(case, "kim")
    assert not await evening.store.cases.release(case, "lee", evening.later(5))
    assert await evening.store.cases.release(case, "kim", evening.now)
    assert not await evening.store.cases.release(case, "kim", evening.now)
    assert await evening.claimed(case, "lee")
    found = await evening.store.cases.one(case)
    assert found is not None
    assert found.opened_at == opened
    assert (await evening.store.cases.held_viewers(ROOM, evening.now)) == {"ann": case}


# answering


async def test_staffs_answer_goes_to_all_who_asked(evening: Evening) -> None:
    case = await evening.case(viewer="ann")
    await evening.joined_case(case, viewer="ben")
    assert await evening.replied(case, "It is on its way")
    row = await evening.only_reply()
    assert (row.text, row.mentions, row.escalation_id) == ("It is on its way", ("Ann", "Ben"), case)
    found = await evening.store.cases.one(case)
    assert found is not None
    assert (found.claimed_by, found.replies[0].by, found.replies[0].state) == ("kim", "kim", "pending")


async def test_a_second_click_is_the_same_reply(evening: Evening) -> None:
    case = await evening.case()
    clicks = await asyncio.gather(*(evening.replied(case, once="click-1") for _ in range(3)))
    assert clicks == [True, True, True]
    assert len(await evening.waiting()) == 1
    await evening.sent()
    assert await evening.replied(case, once="click-1")
    assert not await evening.waiting()


async def test_another_click_is_another_reply(evening: Evening) -> None:
    case = await evening.case()
    await evening.replied(case, "One moment", once="click-1")
    await evening.replied(case, "Here it is", once="click-2")
    assert [row.text for row in await evening.waiting()] == ["One moment", "Here it is"]


async def test_a_second_click_that_comes_after_the_case_was_closed_does_not_open_it(evening: Evening) -> None:
    case = await evening.case()
    await evening.replied(case, once="click-1")
    await evening.store.cases.resolve(case, "kim", "answered", evening.now)
    assert await evening.replied(case, once="click-1")
    found = await evening.store.cases.one(case)
    assert found is not None
    assert found.state is State.RESOLVED


async def test_who_does_not_hold_a_case_cannot_answer_it(evening: Evening) -> None:
    case = await evening.case()
    await evening.claimed(case, "kim")
    assert not await evening.replied(case, by="lee")
    assert not await evening.waiting()


# closing


async def test_a_free_case_is_closed_by_anybody_and_a_held_one_by_its_holder(evening: Evening) -> None:
    free, held = await evening.case(viewer="ann"), await evening.case(viewer="ben")
    await evening.claimed(held, "kim")
    assert await evening.store.cases.resolve(free, "lee", "nothing to do", evening.now)
    assert not await evening.store.cases.resolve(held, "lee", "mine now", evening.now)
    assert await evening.store.cases.resolve(held, "kim", "told him", evening.now)
    assert not await evening.store.cases.resolve(held, "kim", "again", evening.now)
    assert not await evening.store.cases.several()
    (first, second) = await evening.store.cases.several(open_only=False)
    assert (first.resolved_by, first.resolution) == ("lee", "nothing to do")
    assert (second.resolved_by, second.resolved_at) == ("kim", evening.now)


async def test_a_case_whose_claim_ran_out_is_closed_by_anybody(evening: Evening) -> None:
    case = await evening.case()
    await evening.claimed(case, "kim", seconds=10)
    evening.later(10)
    assert await evening.store.cases.resolve(case, "lee", "done", evening.now)


async def test_a_closed_case_frees_its_viewers_and_can_be_taken_up_again(evening: Evening) -> None:
    case = await evening.case()
    await evening.claimed(case, "kim")
    await evening.store.cases.resolve(case, "kim", "done", evening.now)
    assert await evening.store.cases.held_viewers(ROOM, evening.now) == {}
    assert await evening.claimed(case, "lee")
    assert await evening.store.cases.held_viewers(ROOM, evening.now) == {"ann": case}


async def test_every_change_shows_in_the_version(evening: Evening) -> None:
    case = await evening.case()
    versions = []

    async def note() -> None:
        found = await evening.store.cases.one(case)
        assert found is not None
        versions.append(found.version)

    await note()
    await evening.joined_case(case)
    await note()
    await evening.replied(case)
    await note()
    await evening.sent()
    await note()
    await evening.store.cases.resolve(case, "kim", "done", evening.now)
    await note()
    assert versions == sorted(set(versions))


async def test_who_waits_is_told_of_a_new_case(evening: Evening) -> None:
    with evening.store.hints.listen() as hints:
        await evening.case()
        assert "escalations" in await hints.topics(1)
        await evening.replied(1)
        assert f"outbox:{ROOM}" in await hints.topics(1)


async def test_what_a_room_was_about_to_say_is_left_unsaid_when_it_is_switched_to_silence(evening: Evening) -> None:
    question = await evening.asked(viewer="ann")
    await evening.store.set_room_mode(ROOM, "silent", "kim", evening.now)
    assert not await evening.waiting()
    heard = await evening.of(question.id)
    assert (heard.outcome, heard.reason) == (Outcome.IGNORE, reasons.ROOM_SILENT)
    assert not await evening.store.cases.several()
    assert (await evening.balance()).unexplained == 0


async def test_a_room_switched_off_auto_says_nothing_more_and_staff_get_the_drafts(evening: Evening) -> None:
    question = await evening.asked(viewer="ann")
    await evening.store.set_room_mode(ROOM, "suggest-only", "kim", evening.now)
    assert not await evening.waiting()
    heard = await evening.of(question.id)
    assert heard.outcome is Outcome.ESCALATE
    (case,) = await evening.store.cases.several()
    assert case.draft
    assert (await evening.balance()).unexplained == 0
