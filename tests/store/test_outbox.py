"""Replies: one at most, late never, and what became of each is known or given to a person."""

from __future__ import annotations

import asyncio

from bot.messages import Outcome, SendResult
from bot.store.records import Delivery
from tests.store.conftest import ROOM, Evening


async def test_staffs_replies_come_first_then_the_oldest(evening: Evening) -> None:
    await evening.asked("a1")
    await evening.asked("b1", viewer="ben")
    case = await evening.case("c1", viewer="cat")
    await evening.replied(case)
    assert [row.message_id for row in await evening.waiting()] == ["c1", "a1", "b1"]
    assert len(await evening.store.next_replies(ROOM, 2)) == 2


async def test_a_reply_is_started_once(evening: Evening) -> None:
    await evening.asked()
    row = await evening.only_reply()
    started = await asyncio.gather(*(evening.store.start_sending(row.id, evening.now) for _ in range(5)))
    assert [s is not None for s in started].count(True) == 1


async def test_a_withdrawn_reply_does_not_start(evening: Evening) -> None:
    case = await evening.case(viewer="ann")
    await evening.asked(viewer="ann")
    row = await evening.only_reply()
    await evening.claimed(case)
    assert await evening.store.start_sending(row.id, evening.now) is None


async def test_a_sent_reply_is_an_answer(evening: Evening) -> None:
    message = await evening.asked()
    assert (await evening.balance()).in_flight == 1
    await evening.sent()
    balance = await evening.balance()
    assert (balance.answered, balance.in_flight) == (1, 0)
    assert (await evening.of(message)).reply == "within 48 hours"


async def test_a_refused_reply_goes_to_a_person_with_its_text_and_all_who_asked(evening: Evening) -> None:
    first = await evening.asked(viewer="ann")
    await evening.joined(first, viewer="ben")
    row = await evening.leaving()
    await evening.store.settle(row, SendResult("refused", reason="slow mode"), evening.now)
    (case,) = await evening.store.cases.several()
    assert case.reason == "the reply was not sent: slow mode"
    assert case.draft == "within 48 hours"
    assert [asker.viewer.id for asker in case.askers] == ["ann", "ben"]
    balance = await evening.balance()
    assert (balance.escalated, balance.merged, balance.in_flight) == (1, 1, 0)


async def test_a_reply_of_unknown_fate_goes_to_a_person_and_is_not_sent_again(evening: Evening) -> None:
    message = await evening.asked()
    row = await evening.leaving()
    await evening.store.settle(row, SendResult("unknown", reason="no answer"), evening.now)
    assert not await evening.waiting()
    assert (await evening.of(message)).outcome is Outcome.ESCALATE
    (case,) = await evening.store.cases.several()
    assert case.reason == "the reply may not have been seen: no answer"
    assert (await evening.balance()).uncertain == 1


async def test_a_reply_the_platform_puts_off_waits_and_tries_again(evening: Evening) -> None:
    await evening.asked()
    row = await evening.leaving()
    await evening.store.settle(row, SendResult("refused", reason="too fast", retry_after=3), evening.now)
    again = await evening.only_reply()
    assert (again.not_before, again.attempt) == (evening.in_(3), 1)
    assert again.nonce == row.nonce
    assert not await evening.store.cases.several()


async def test_a_reply_put_off_beyond_its_time_goes_to_a_person(evening: Evening) -> None:
    await evening.asked()
    row = await evening.leaving()
    await evening.store.settle(row, SendResult("refused", reason="too fast", retry_after=46), evening.now)
    assert not await evening.waiting()
    assert len(await evening.store.cases.several()) == 1


async def test_a_reply_is_tried_ever_more_patiently_and_not_for_ever(evening: Evening) -> None:
    await evening.asked()
    waits: list[float] = []
    while waiting := await evening.waiting():
        if (again := waiting[0].not_before) is not None:
            waits.append((again - evening.now).total_seconds())
            evening.now = again
        row = await evening.leaving()
        await evening.store.settle(row, SendResult("refused", reason="too fast", retry_after=1), evening.now)
    assert waits == sorted(waits)
    assert 5 <= len(waits) <= 12  # in the 45 s a reply is worth saying
    assert len(await evening.store.cases.several()) == 1


async def test_an_older_attempt_can_no_longer_speak(evening: Evening) -> None:
    await evening.asked()
    old = await evening.leaving()
    await evening.store.settle(old, SendResult("refused", reason="too fast", retry_after=0.1), evening.now)
    await evening.leaving()
    await evening.store.settle(old, SendResult("unknown", reason="late news"), evening.now)
    assert (await evening.balance()).in_flight == 1
    assert not await evening.store.cases.several()


async def test_a_reply_that_waited_too_long_expires_with_all_who_asked(evening: Evening) -> None:
    first = await evening.asked(viewer="ann")
    await evening.joined(first, viewer="ben")
    await evening.store.expire_reply(await evening.only_reply(), "it would have come too late", evening.later(46))
    assert not await evening.waiting()
    balance = await evening.balance()
    assert (balance.expired, balance.reasons) == (2, {"expired": {"it would have come too late": 2}})


async def test_a_reply_that_left_meanwhile_does_not_expire(evening: Evening) -> None:
    await evening.asked()
    row = await evening.sent()
    await evening.store.expire_reply(row, "too late", evening.now)
    assert (await evening.balance()).answered == 1


async def test_a_staff_reply_that_does_not_arrive_puts_its_case_back_in_front_of_people(evening: Evening) -> None:
    case = await evening.case()
    await evening.replied(case)
    await evening.store.cases.resolve(case, "kim", "answered", evening.now)
    row = await evening.leaving()
    await evening.store.settle(row, SendResult("refused", reason="banned word"), evening.now)
    found = await evening.store.cases.one(case)
    assert found is not None
    assert (found.state, found.urgency, found.claimed_by) == ("new", "high", None)
    assert found.reason == "the reply was not sent: banned word"
    assert [reply.state for reply in found.replies] == [Delivery.REFUSED]


async def test_a_staff_reply_that_expires_puts_its_case_back_too(evening: Evening) -> None:
    case = await evening.case()
    await evening.replied(case)
    await evening.store.expire_reply(await evening.only_reply(), "too late", evening.later(61))
    found = await evening.store.cases.one(case)
    assert found is not None
    assert found.reason == "the reply was not sent: too late"


# takeover and second tries


async def test_a_takeover_while_the_reply_is_on_its_way_stops_a_second_try(evening: Evening) -> None:
    case = await evening.case(viewer="ann")
    message = await evening.asked(viewer="ann")
    row = await evening.leaving()
    await evening.claimed(case)
    await evening.store.settle(row, SendResult("refused", reason="too fast", retry_after=1), evening.now)
    assert not await evening.waiting()
    heard = await evening.of(message)
    assert (heard.outcome, heard.escalation_id) == (Outcome.MERGE, case)


# echoes


async def test_an_echo_confirms_an_uncertain_reply_and_closes_its_case(evening: Evening) -> None:
    await evening.asked()
    row = await evening.leaving()
    await evening.store.settle(row, SendResult("unknown", reason="no answer"), evening.now)
    assert await evening.store.confirm(evening.echo(row), evening.now)
    assert not await evening.store.cases.several()
    assert (await evening.balance()).uncertain == 0


async def test_an_echo_leaves_a_case_alone_that_a_person_has_taken(evening: Evening) -> None:
    await evening.asked()
    row = await evening.leaving()
    await evening.store.settle(row, SendResult("unknown", reason="no answer"), evening.now)
    (case,) = await evening.store.cases.several()
    await evening.claimed(case.id)
    await evening.store.confirm(evening.echo(row), evening.now)
    found = await evening.store.cases.one(case.id)
    assert found is not None
    assert found.state == "claimed"


async def test_an_echo_seen_before_the_answer_got_lost_counts(evening: Evening) -> None:
    """The room saw it: that no acknowledgement came makes nothing uncertain."""
    await evening.asked()
    row = await evening.leaving()
    assert await evening.store.confirm(evening.echo(row), evening.now)
    await evening.store.settle(row, SendResult("unknown", reason="no answer"), evening.now)
    assert not await evening.store.cases.several()
    balance = await evening.balance()
    assert (balance.answered, balance.uncertain) == (1, 0)


async def test_a_reply_seen_in_the_room_is_not_tried_again(evening: Evening) -> None:
    await evening.asked()
    row = await evening.leaving()
    await evening.store.settle(row, SendResult("refused", reason="too fast", retry_after=1), evening.now)
    await evening.store.confirm(evening.echo(row), evening.now)
    assert not await evening.waiting()
    assert (await evening.balance()).answered == 1


async def test_an_echo_without_our_mark_is_known_by_the_platforms_id(evening: Evening) -> None:
    await evening.asked()
    row = await evening.sent("p77")
    assert await evening.store.confirm(evening.echo(row, "p77", with_nonce=False), evening.now)
    assert not await evening.store.confirm(evening.echo(row, "p78", with_nonce=False), evening.now)


async def test_a_line_of_ours_that_nobody_knows_confirms_nothing(evening: Evening) -> None:
    await evening.asked()
    row = await evening.leaving()
    stranger = evening.echo(row, "p9", with_nonce=False)
    assert not await evening.store.confirm(stranger, evening.now)


# crashes


async def test_replies_a_crash_caught_in_mid_send_go_to_a_person(evening: Evening) -> None:
    message = await evening.asked()
    await evening.leaving()
    store = await evening.reopen()
    assert await store.park_interrupted(ROOM, evening.now) == 1
    assert await store.park_interrupted(ROOM, evening.now) == 0
    assert not await evening.waiting()
    (case,) = await store.cases.several()
    assert case.reason == "the reply may not have been seen: stopped while it was being sent"
    assert (await evening.of(message)).outcome is Outcome.ESCALATE


async def test_other_rooms_replies_are_not_parked(evening: Evening) -> None:
    await evening.asked()
    await evening.leaving()
    assert await evening.store.park_interrupted("other", evening.now) == 0


async def test_a_waiting_reply_still_waits_after_a_restart(evening: Evening) -> None:
    message = await evening.asked()
    await evening.reopen()
    assert (await evening.only_reply()).message_id == message.id
