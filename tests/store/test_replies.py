"""What staff say reaches everybody who asked, once; it can be taken back before it leaves, and corrected after."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.escalation import State
from bot.escalation.mentions import Batches
from bot.messages import Deletion, SendResult
from bot.store.records import Delivery, OutboxRow
from bot.store.replies import Saying
from tests.staff import saying
from tests.store.conftest import ROOM, Evening

TEXT = "48 小时内发货。"


def said(evening: Evening, case: int, text: str = TEXT, *, once: str = "click-1", **more: Any) -> Saying:
    return saying(case, text, evening.now, once=once, **more)


async def crowd(evening: Evening, people: int) -> int:
    """Open a case that so many ask."""
    case = await evening.case(viewer="v0")
    for n in range(1, people):
        evening.later(0.01)
        await evening.joined_case(case, viewer=f"v{n}")
    return case


def names(rows: Sequence[OutboxRow]) -> list[str]:
    return [name for row in rows for name in row.mentions]


async def sent_all(evening: Evening, result: SendResult | None = None) -> list[OutboxRow]:
    """Let everything leave that waits."""
    rows = [
        await evening.store.start_sending(row.id, evening.now) for row in await evening.store.next_replies(ROOM, 99)
    ]
    left = [row for row in rows if row is not None]
    for row in left:
        await evening.store.settle(row, result or SendResult("sent", f"p{row.id}"), evening.now)
    return left


async def test_37_askers_are_named_once_each_in_five_lines(evening: Evening) -> None:
    case = await crowd(evening, 37)
    assert (await evening.store.replies.say(said(evening, case))).won
    rows = await evening.store.next_replies(ROOM, 99)
    assert [len(row.mentions) for row in rows] == [8, 8, 8, 8, 5]
    assert names(rows) == [f"V{n}" for n in range(37)]
    assert [row.nonce for row in rows] == [f"staff-{case}-click-1-{n}" for n in range(5)]
    assert len({row.message_id for row in rows}) == 5  # each line answers the first whom it names
    await evening.balance()


async def test_many_more_askers_than_a_case_shows_are_all_reached(evening: Evening) -> None:
    case = await crowd(evening, 230)
    await evening.store.replies.say(said(evening, case))
    rows = await evening.store.next_replies(ROOM, 99)
    assert names(rows) == [f"V{n}" for n in range(230)]


async def test_a_second_click_says_nothing_twice(evening: Evening) -> None:
    case = await crowd(evening, 20)
    both = await asyncio.gather(*(evening.store.replies.say(said(evening, case)) for _ in range(2)))
    assert [claimed.won for claimed in both] == [True, True]
    assert len(await evening.waiting()) == 3


async def test_who_asks_twice_is_named_once_and_who_was_removed_is_not(evening: Evening) -> None:
    case = await evening.case("q1", viewer="ann")
    await evening.joined_case(case, "q2", viewer="ann")
    await evening.joined_case(case, "q3", viewer="ben")
    await evening.store.delete(Deletion(ROOM, "q3"), evening.now)
    await evening.store.replies.say(said(evening, case))
    assert names(await evening.waiting()) == ["Ann"]


async def test_one_line_for_the_whole_room(evening: Evening) -> None:
    case = await crowd(evening, 20)
    await evening.store.replies.say(said(evening, case, to="room"))
    assert [row.mentions for row in await evening.waiting()] == [()]


async def test_the_bot_goes_on_answering_between_the_lines_of_a_long_reply(evening: Evening) -> None:
    case = await crowd(evening, 40)
    await evening.store.replies.say(said(evening, case))
    evening.later(3)
    await evening.asked(viewer="zoe")
    kinds = [row.kind.value for row in await evening.waiting()]
    assert kinds == ["staff", "staff", "faq", "staff", "staff", "staff"]


async def test_a_line_that_did_not_arrive_is_shown_by_name_and_can_be_sent_to_those_alone(evening: Evening) -> None:
    case = await crowd(evening, 10)
    await evening.store.replies.say(said(evening, case))
    first, second = await evening.waiting()
    for row, result in ((first, SendResult("sent", "p1")), (second, SendResult("refused", reason="too long"))):
        started = await evening.store.start_sending(row.id, evening.now)
        assert started is not None
        await evening.store.settle(started, result, evening.now)
    found = await evening.store.cases.one(case)
    assert found is not None
    (reply,) = found.replies
    assert (reply.people, reply.state) == (10, "refused")
    assert [(line.names, line.reason) for line in reply.missed] == [(("V8", "V9"), "too long")]
    assert await evening.store.replies.addressed(case, "missed") == ["V8", "V9"]
    await evening.store.replies.say(said(evening, case, once="click-2", to="missed"))
    assert names(await evening.waiting()) == ["V8", "V9"]


# taken back


async def test_a_reply_is_taken_back_before_it_leaves(evening: Evening) -> None:
    case = await crowd(evening, 10)
    mark = said(evening, case).mark
    await evening.store.replies.say(said(evening, case, held_s=3))
    await evening.store.cases.resolve(case, "kim", "answered", evening.now)
    undone = await evening.store.replies.undo(mark, "kim", evening.in_(300), evening.now)
    assert undone is not None
    assert undone.text == TEXT
    assert undone.claimed.escalation is not None
    assert undone.claimed.escalation.state is State.CLAIMED
    assert await evening.waiting() == []
    assert await evening.store.replies.undo(mark, "kim", evening.in_(300), evening.now) is None


async def test_nobody_takes_back_what_has_left_or_is_not_theirs(evening: Evening) -> None:
    case = await crowd(evening, 10)
    mark = said(evening, case).mark
    await evening.store.replies.say(said(evening, case))
    assert await evening.store.replies.undo(mark, "tom", evening.in_(300), evening.now) is None
    await evening.store.start_sending((await evening.waiting())[0].id, evening.now)
    assert await evening.store.replies.undo(mark, "kim", evening.in_(300), evening.now) is None
    assert len(await evening.waiting()) == 1


async def test_of_sending_and_taking_back_at_one_instant_one_wins(evening: Evening) -> None:
    for n in range(10):
        case = await evening.case(viewer=f"x{n}")
        await evening.store.replies.say(said(evening, case))
        row = await evening.only_reply()
        mark = said(evening, case).mark
        started, undone = await asyncio.gather(
            evening.store.start_sending(row.id, evening.now),
            evening.store.replies.undo(mark, "kim", evening.in_(300), evening.now),
        )
        assert (started is None) != (undone is None)
        if started is not None:
            await evening.store.settle(started, SendResult("sent", "p1"), evening.now)


# corrected


async def test_a_correction_goes_to_the_same_people_and_the_record_keeps_both(evening: Evening) -> None:
    case = await crowd(evening, 10)
    wrong = said(evening, case)
    await evening.store.replies.say(wrong)
    await sent_all(evening)
    await evening.joined_case(case, viewer="late")
    right = said(evening, case, "更正：24 小时内发货。", once="click-2", corrects=wrong.mark)
    await evening.store.replies.say(right)
    assert names(await evening.waiting()) == [f"V{n}" for n in range(10)]
    found = await evening.store.cases.one(case)
    assert found is not None
    assert [(reply.text, reply.corrects) for reply in found.replies] == [(TEXT, ""), (right.text, wrong.mark)]


async def test_what_still_waits_of_a_wrong_reply_is_not_said_any_more(evening: Evening) -> None:
    case = await crowd(evening, 10)
    wrong = said(evening, case)
    await evening.store.replies.say(wrong)
    row = await evening.store.start_sending((await evening.waiting())[0].id, evening.now)
    assert row is not None
    await evening.store.settle(row, SendResult("sent", "p1"), evening.now)
    await evening.store.replies.say(said(evening, case, "更正：明天发", once="2", corrects=wrong.mark))
    waiting = await evening.waiting()
    assert {row.text for row in waiting} == {"更正：明天发"}
    assert names(waiting) == [f"V{n}" for n in range(10)]
    found = await evening.store.cases.one(case)
    assert found is not None
    assert [line.state for line in found.replies[0].lines] == [Delivery.SENT, Delivery.WITHDRAWN]


async def test_lines_are_made_of_whoever_has_asked_at_the_commit(evening: Evening) -> None:
    case = await crowd(evening, 2)
    seen: list[list[str]] = []

    def split(names: Sequence[str]) -> Batches:
        seen.append(list(names))
        return (tuple(names),)

    prepared = replace(said(evening, case), split=split)
    await evening.joined_case(case, viewer="v2")
    await evening.store.replies.say(prepared)
    assert seen == [["V0", "V1", "V2"]]


async def test_a_reply_of_an_older_version_is_one_reply_with_one_line(evening: Evening) -> None:
    case = await crowd(evening, 2)
    await evening.replied(case)
    found = await evening.store.cases.one(case)
    assert found is not None
    assert [(reply.text, len(reply.lines)) for reply in found.replies] == [("Here you are", 1)]


async def test_held_lines_leave_after_their_time(evening: Evening) -> None:
    case = await crowd(evening, 2)
    await evening.store.replies.say(said(evening, case, held_s=3))
    row = await evening.only_reply()
    assert row.not_before == evening.now + timedelta(seconds=3)
    assert json.dumps(row.mentions) == '["V0", "V1"]'
