"""What becomes of a case after the first claim: it waits, sleeps, is merged or handed over, and ends."""

from __future__ import annotations

import asyncio

import pytest

from bot.escalation import Escalation, State
from bot.messages import Merge, Outcome, SendResult, Urgency
from tests.store.conftest import ROOM, Evening


async def found(evening: Evening, case: int) -> Escalation:
    """Return a case that is there."""
    one = await evening.store.cases.one(case)
    assert one is not None
    return one


async def state(evening: Evening, case: int) -> State:
    """Return where a case stands."""
    return (await found(evening, case)).state


async def held(evening: Evening) -> dict[str, int]:
    """Return whom people look after."""
    return await evening.store.cases.held_viewers(ROOM, evening.now)


# claims are leases


async def test_a_claim_that_ran_out_brings_the_case_back_at_its_age_with_what_was_written(evening: Evening) -> None:
    case = await evening.case()
    opened = evening.now
    await evening.claimed(case, "kim", seconds=45)
    assert await evening.store.cases.keep_unsent(case, "kim", "It is on its", evening.later(44))
    assert await evening.store.cases.pass_time(ROOM, evening.now) == 0
    assert await evening.store.cases.pass_time(ROOM, evening.later(1)) == 1
    one = await found(evening, case)
    assert (one.state, one.claimed_by, one.opened_at) == (State.NEW, None, opened)
    assert (one.unsent, one.unsent_by) == ("It is on its", "kim")
    assert await evening.claimed(case, "lee")
    assert (await found(evening, case)).unsent == "It is on its"


async def test_what_was_written_is_gone_when_the_case_is_answered(evening: Evening) -> None:
    case = await evening.case()
    await evening.store.cases.keep_unsent(case, "kim", "It is on its", evening.now)
    await evening.replied(case, by="lee")
    assert (await found(evening, case)).unsent == ""


async def test_what_was_written_does_not_reach_a_case_that_somebody_else_took(evening: Evening) -> None:
    case = await evening.case()
    await evening.claimed(case, "lee")
    assert not await evening.store.cases.keep_unsent(case, "kim", "mine", evening.now)
    assert (await found(evening, case)).unsent == ""


async def test_a_claim_is_renewed_while_it_holds_and_never_shortened(evening: Evening) -> None:
    case = await evening.case()
    await evening.claimed(case, "kim", seconds=45)
    assert await evening.store.cases.renew(case, "kim", evening.in_(10), evening.now)
    assert (await found(evening, case)).claim_until == evening.in_(45)
    assert not await evening.store.cases.renew(case, "lee", evening.in_(90), evening.now)
    evening.later(45)
    assert not await evening.store.cases.renew(case, "kim", evening.in_(45), evening.now)


async def test_having_it_in_front_does_not_wait_longer_for_the_viewer(evening: Evening) -> None:
    case = await evening.case()
    await evening.replied(case, by="kim")
    assert not await evening.store.cases.renew(case, "kim", evening.in_(600), evening.now)
    assert (await found(evening, case)).claim_until == evening.in_(180)


# waiting for the viewer


async def test_a_reply_waits_for_the_viewer_and_whoever_wrote_it_keeps_the_case(evening: Evening) -> None:
    case = await evening.case(viewer="ann")
    await evening.replied(case, by="kim")
    one = await found(evening, case)
    assert (one.state, one.holder(evening.now), one.first_reply_at) == (State.WAITING, "kim", evening.now)
    assert await held(evening) == {"ann": case}
    assert not await evening.claimed(case, "lee")


async def test_the_viewers_next_word_brings_the_case_back_to_its_holder(evening: Evening) -> None:
    case = await evening.case(viewer="ann")
    await evening.claimed(case, "kim", seconds=45)
    await evening.replied(case, by="kim")
    await evening.sent()
    evening.later(100)
    await evening.joined_case(case, viewer="ann")
    one = await found(evening, case)
    assert (one.state, one.holder(evening.now)) == (State.CLAIMED, "kim")
    assert one.paused_s == 100
    assert one.claim_until is not None
    assert one.claim_until > evening.now


async def test_a_word_that_comes_when_nobody_waits_any_more_finds_the_case_free(evening: Evening) -> None:
    case = await evening.case(viewer="ann")
    opened = evening.now
    await evening.replied(case)
    await evening.sent()
    evening.later(180)
    await evening.joined_case(case, viewer="ann")
    one = await found(evening, case)
    assert (one.state, one.claimed_by, one.opened_at) == (State.NEW, None, opened)


async def test_a_viewer_who_does_not_come_back_was_answered(evening: Evening) -> None:
    case = await evening.case(viewer="ann")
    await evening.replied(case, by="kim")
    await evening.sent()
    assert await evening.store.cases.pass_time(ROOM, evening.later(180)) == 1
    one = await found(evening, case)
    assert (one.state, one.resolved_by, one.resolution) == (State.RESOLVED, "kim", "answered")
    assert await held(evening) == {}


async def test_nobody_was_answered_while_the_reply_is_still_on_its_way(evening: Evening) -> None:
    case = await evening.case()
    await evening.replied(case)
    assert await evening.store.cases.pass_time(ROOM, evening.later(180)) == 0
    assert case in [one.id for one in await evening.store.cases.several()]
    await evening.sent()
    assert await evening.store.cases.pass_time(ROOM, evening.now) == 1


async def test_a_reply_that_did_not_arrive_brings_the_case_back_to_whoever_wrote_it(evening: Evening) -> None:
    case = await evening.case()
    await evening.claimed(case, "kim", seconds=45)
    await evening.replied(case, by="kim")
    await evening.store.settle(await evening.leaving(), SendResult("refused", reason="no"), evening.now)
    one = await found(evening, case)
    assert (one.state, one.holder(evening.now), one.urgency) == (State.CLAIMED, "kim", Urgency.HIGH)


@pytest.mark.parametrize("by", ["kim", "lee"])
async def test_only_the_holder_waits(evening: Evening, by: str) -> None:
    case = await evening.case()
    await evening.claimed(case, "kim")
    assert await evening.store.cases.wait(case, by, evening.in_(60), evening.now) is (by == "kim")


# put aside


async def test_a_snoozed_case_is_nobodys_and_comes_back_by_time_at_its_age(evening: Evening) -> None:
    case = await evening.case(viewer="ann")
    opened = evening.now
    await evening.claimed(case, "kim")
    assert await evening.store.cases.snooze(case, "kim", evening.later(5), until=evening.in_(60))
    assert await held(evening) == {}
    assert [one.id for one in await evening.store.cases.several()] == [case]
    assert await evening.store.cases.pass_time(ROOM, evening.later(59)) == 0
    assert await evening.store.cases.pass_time(ROOM, evening.later(1)) == 1
    one = await found(evening, case)
    assert (one.state, one.opened_at, one.snooze_until, one.paused_s) == (State.NEW, opened, None, 60)


async def test_a_case_snoozed_for_a_product_wakes_when_it_is_shown(evening: Evening) -> None:
    case = await evening.case()
    await evening.store.cases.snooze(case, "kim", evening.now, sku="A101")
    assert await evening.store.cases.pass_time(ROOM, evening.now, ["B202"]) == 0
    assert await evening.store.cases.pass_time("other", evening.now, ["A101"]) == 0
    assert await evening.store.cases.pass_time(ROOM, evening.now, ["B202", "A101"]) == 1
    assert await state(evening, case) is State.NEW


async def test_a_snoozed_case_wakes_when_its_viewer_says_anything(evening: Evening) -> None:
    case = await evening.case(viewer="ann")
    await evening.store.cases.snooze(case, "kim", evening.now, until=evening.in_(600))
    await evening.ignored(await evening.heard(viewer="ben"))
    assert await state(evening, case) is State.SNOOZED
    with evening.store.hints.listen() as hints:
        await evening.ignored(await evening.heard(viewer="ann"))
        assert "escalations" in await hints.topics(1)
    assert await state(evening, case) is State.NEW


@pytest.mark.parametrize("thanks", ["谢谢", "好的，谢谢亲！", "哈哈哈", "👍👍", "ok thank you so much", "知道了"])
async def test_thanks_and_laughter_wake_nobody_and_leave_it_the_viewers_turn(evening: Evening, thanks: str) -> None:
    asleep, answered = await evening.case(viewer="ann"), await evening.case(viewer="ben")
    await evening.store.cases.snooze(asleep, "kim", evening.now, until=evening.in_(600))
    await evening.replied(answered, by="kim")
    await evening.ignored(await evening.heard(text=thanks, viewer="ann"))
    joined = Merge("a person is looking after this viewer", into_escalation=answered)
    recorded = await evening.decided(await evening.heard(viewer="ben", text=thanks), joined)
    assert await state(evening, asleep) is State.SNOOZED
    assert await state(evening, answered) is State.WAITING
    assert recorded.escalation_id == answered  # kept in the case all the same
    assert [asker.text for asker in (await found(evening, answered)).askers][-1] == thanks


async def test_somebody_who_asks_the_same_wakes_a_snoozed_case(evening: Evening) -> None:
    case = await evening.case(viewer="ann")
    await evening.store.cases.snooze(case, "kim", evening.now, until=evening.in_(600))
    await evening.joined_case(case, viewer="ben")
    one = await found(evening, case)
    assert (one.state, one.people) == (State.NEW, 2)


async def test_a_snoozed_case_is_woken_claimed_or_closed_by_hand(evening: Evening) -> None:
    case = await evening.case()
    assert not await evening.store.cases.wake(case, evening.now)
    await evening.store.cases.snooze(case, "kim", evening.now, until=evening.in_(600))
    assert await evening.store.cases.wake(case, evening.now)
    await evening.store.cases.snooze(case, "kim", evening.now, until=evening.in_(600))
    assert await evening.claimed(case, "lee")
    assert (await found(evening, case)).snooze_until is None
    assert not await evening.store.cases.snooze(case, "kim", evening.now, until=evening.in_(600))
    await evening.store.cases.release(case, "lee", evening.now)
    await evening.store.cases.snooze(case, "kim", evening.now, sku="A101")
    assert await evening.store.cases.resolve(case, "lee", "done", evening.now)


# closed otherwise


async def test_what_the_host_answered_is_closed_and_staff_do_not_say_it_again(evening: Evening) -> None:
    case = await evening.case(viewer="ann")
    await evening.replied(case, by="kim")
    said_at = evening.now
    assert not await evening.store.cases.on_air(case, "lee", said_at, evening.now)
    assert await evening.store.cases.on_air(case, "kim", said_at, evening.later(3))
    one = await found(evening, case)
    assert (one.state, one.on_air_at, one.resolved_by) == (State.ON_AIR, said_at, "kim")
    assert not await evening.waiting()
    assert not await evening.store.cases.several()
    assert await held(evening) == {}


async def test_what_fails_to_arrive_after_the_host_answered_bothers_nobody(evening: Evening) -> None:
    case = await evening.case()
    await evening.replied(case, by="kim")
    row = await evening.leaving()
    await evening.store.cases.on_air(case, "kim", evening.now, evening.now)
    await evening.store.settle(row, SendResult("refused", reason="no"), evening.now)
    assert await state(evening, case) is State.ON_AIR


async def test_when_the_show_is_over_every_open_case_of_its_room_is_kept_as_expired(evening: Evening) -> None:
    free, mine, answered, done = [await evening.case(viewer=who) for who in ("ann", "ben", "cat", "dan")]
    asleep = await evening.case(viewer="eve")
    await evening.claimed(mine)
    await evening.replied(answered)
    await evening.store.cases.snooze(asleep, "kim", evening.now, sku="A101")
    await evening.store.cases.resolve(done, "kim", "answered", evening.now)
    assert await evening.store.cases.expire("other", "lee", evening.now) == 0
    assert await evening.store.cases.expire(ROOM, "lee", evening.now) == 4
    for case in (free, mine, answered, asleep):
        one = await found(evening, case)
        assert (one.state, one.resolved_by) == (State.EXPIRED, "lee")
    assert await state(evening, done) is State.RESOLVED
    assert await held(evening) == {}
    assert await evening.claimed(free, "lee")


# merged


async def test_askers_replies_and_notes_move_into_the_other_case(evening: Evening) -> None:
    old = await evening.case("m1", viewer="ann")
    opened = evening.now
    evening.later(10)
    other = await evening.case("m2", viewer="ben", urgency=Urgency.HIGH)
    await evening.store.cases.note(other, "kim", "called the warehouse", evening.now)
    assert await evening.store.cases.merge(old, other, "kim", evening.now)
    one, gone = await found(evening, other), await found(evening, old)
    assert [asker.message_id for asker in one.askers] == ["m1", "m2"]
    assert (one.opened_at, one.urgency, one.notes[0].text) == (opened, Urgency.HIGH, "called the warehouse")
    assert (gone.state, gone.merged_into, gone.askers) == (State.MERGED, other, ())
    assert [open_.id for open_ in await evening.store.cases.several()] == [other]


async def test_whoever_asks_what_was_merged_joins_the_case_it_went_to(evening: Evening) -> None:
    first, second, third = [await evening.case(viewer=who) for who in ("ann", "ben", "cat")]
    await evening.store.cases.merge(first, second, "kim", evening.now)
    await evening.store.cases.merge(second, third, "kim", evening.now)
    assert (await found(evening, first)).merged_into == third
    recorded = await evening.joined_case(first, viewer="dan")
    assert (recorded.outcome, recorded.escalation_id) == (Outcome.MERGE, third)
    questions = await evening.store.cases.open_questions(ROOM, evening.in_(-60))
    assert {case for _, case, _ in questions} == {third}


async def test_whose_case_is_merged_into_a_held_one_is_looked_after_from_then_on(evening: Evening) -> None:
    mine, anns = await evening.case(viewer="ben"), await evening.case(viewer="ann")
    await evening.asked(viewer="ann")
    await evening.claimed(mine, "kim")
    assert await evening.store.cases.merge(anns, mine, "lee", evening.now)
    assert await held(evening) == {"ann": mine, "ben": mine}
    assert not await evening.waiting()


async def test_who_joins_a_held_case_hears_nothing_more_of_the_bot(evening: Evening) -> None:
    case = await evening.case(viewer="ann")
    await evening.claimed(case, "kim")
    pending = await evening.asked(viewer="ben")
    await evening.joined_case(case, viewer="ben")
    assert not await evening.waiting()
    assert (await evening.of(pending.id)).escalation_id == case


async def test_one_more_question_wakes_a_case_that_waited(evening: Evening) -> None:
    waits, other = await evening.case(viewer="ann"), await evening.case(viewer="ben")
    await evening.replied(waits, by="kim")
    await evening.store.cases.merge(other, waits, "lee", evening.now)
    assert await state(evening, waits) is State.CLAIMED


async def test_a_reply_that_was_on_its_way_speaks_for_the_case_it_is_in_now(evening: Evening) -> None:
    mine, other = await evening.case(viewer="ann"), await evening.case(viewer="ben")
    await evening.replied(mine, by="kim")
    row = await evening.leaving()
    await evening.store.cases.merge(mine, other, "kim", evening.now)
    await evening.store.settle(row, SendResult("unknown"), evening.now)
    assert (await found(evening, other)).urgency is Urgency.HIGH
    assert await state(evening, mine) is State.MERGED


async def test_what_cannot_be_merged(evening: Evening) -> None:
    one, two, closed = [await evening.case(viewer=who) for who in ("ann", "ben", "cat")]
    await evening.store.cases.resolve(closed, "kim", "done", evening.now)
    await evening.claimed(two, "kim")
    for case, into, by in ((one, one, "kim"), (one, closed, "kim"), (one, 99, "kim"), (two, one, "lee")):
        assert not await evening.store.cases.merge(case, into, by, evening.now)
    assert len(await evening.store.cases.several()) == 2


async def test_two_who_merge_each_into_the_other_leave_one_open(evening: Evening) -> None:
    one, two = await evening.case(viewer="ann"), await evening.case(viewer="ben")
    done = await asyncio.gather(
        evening.store.cases.merge(one, two, "kim", evening.now),
        evening.store.cases.merge(two, one, "lee", evening.now),
    )
    assert sorted(done) == [False, True]
    (left,) = await evening.store.cases.several()
    assert left.people == 2


# handed over


async def test_a_case_handed_over_is_the_colleagues_at_once(evening: Evening) -> None:
    case = await evening.case(viewer="ann")
    await evening.claimed(case, "kim")
    assert await evening.store.cases.assign(case, "lee", "kim", evening.in_(45), evening.now)
    one = await found(evening, case)
    assert (one.holder(evening.now), one.assigned_to) == ("lee", "lee")
    assert await held(evening) == {"ann": case}
    await evening.store.cases.pass_time(ROOM, evening.later(45))
    one = await found(evening, case)
    assert (one.state, one.assigned_to) == (State.NEW, "lee")
    assert await evening.claimed(case, "max")
    assert (await found(evening, case)).assigned_to == ""


async def test_what_somebody_else_holds_is_handed_over_by_an_admin_only(evening: Evening) -> None:
    case = await evening.case()
    await evening.claimed(case, "kim")
    cases = evening.store.cases
    assert not await cases.assign(case, "lee", "max", evening.in_(45), evening.now)
    assert await cases.assign(case, "lee", "max", evening.in_(45), evening.now, anyones=True)
    assert (await found(evening, case)).holder(evening.now) == "lee"


async def test_a_snoozed_case_sleeps_on_when_it_is_handed_over(evening: Evening) -> None:
    case = await evening.case()
    await evening.store.cases.snooze(case, "kim", evening.now, sku="A101")
    assert await evening.store.cases.assign(case, "lee", "kim", evening.in_(45), evening.now)
    one = await found(evening, case)
    assert (one.state, one.assigned_to, one.claimed_by) == (State.SNOOZED, "lee", None)


async def test_notes_stay_in_the_order_they_were_written(evening: Evening) -> None:
    case = await evening.case()
    assert await evening.store.cases.note(case, "kim", "first", evening.now)
    assert await evening.store.cases.note(case, "lee", "second", evening.later(1))
    assert [(note.by, note.text) for note in (await found(evening, case)).notes] == [
        ("kim", "first"),
        ("lee", "second"),
    ]
    assert not await evening.store.cases.note(99, "kim", "where", evening.now)
