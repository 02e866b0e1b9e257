"""The time for a first answer: set, warned of, broken once, and standing still while nobody can answer."""

from __future__ import annotations

import asyncio

from bot.escalation import Escalation
from bot.messages import Cue, Merge, Sign, Urgency
from tests.store.conftest import ROOM, Evening


async def looked(evening: Evening, case: int) -> tuple[int, Escalation]:
    """Let the room look at its deadlines; return how many broke, and the case."""
    broken = await evening.store.cases.keep_deadlines(ROOM, 40, evening.now)
    one = await evening.store.cases.one(case)
    assert one is not None
    return broken, one


async def test_a_first_answer_is_warned_of_and_then_late_and_counted_once(evening: Evening) -> None:
    case = await evening.case()
    broken, one = await looked(evening, case)
    assert (broken, one.deadline, one.urgency) == (0, "calm", Urgency.NORMAL)
    assert one.due_at is not None
    assert (one.due_at - one.opened_at).total_seconds() == 40
    evening.later(29)
    assert (await looked(evening, case))[1].deadline == "calm"
    evening.later(1)
    assert (await looked(evening, case))[1].deadline == "warn"
    evening.later(9)
    assert (await looked(evening, case))[0] == 0
    evening.later(1)
    broken, one = await looked(evening, case)
    assert (broken, one.deadline, one.urgency, one.breached_at) == (1, "broken", Urgency.NORMAL, evening.now)
    late_since = one.breached_at
    evening.later(60)
    broken, one = await looked(evening, case)
    assert (broken, one.breached_at) == (0, late_since)


async def test_what_is_answered_in_time_is_never_late(evening: Evening) -> None:
    case = await evening.case()
    await looked(evening, case)
    evening.later(20)
    await evening.replied(case, by="kim")
    evening.later(100)
    broken, one = await looked(evening, case)
    assert (broken, one.deadline, one.breached_at) == (0, "", None)


async def test_the_clock_stands_still_while_a_case_sleeps(evening: Evening) -> None:
    case = await evening.case()
    await looked(evening, case)
    evening.later(10)
    assert await evening.store.cases.snooze(case, "kim", evening.now, sku="A101")
    evening.later(300)
    assert (await looked(evening, case))[0] == 0
    assert await evening.store.cases.wake(case, evening.now)
    evening.later(29)
    broken, one = await looked(evening, case)
    assert (broken, one.deadline) == (0, "warn")
    evening.later(1)
    assert (await looked(evening, case))[0] == 1


async def test_a_closed_case_has_no_deadline(evening: Evening) -> None:
    case = await evening.case()
    await looked(evening, case)
    await evening.store.cases.resolve(case, "kim", "no answer needed", evening.now)
    evening.later(100)
    broken, one = await looked(evening, case)
    assert (broken, one.deadline) == (0, "")


async def test_several_who_look_at_the_same_instant_count_it_once(evening: Evening) -> None:
    cases = [await evening.case() for _ in range(3)]
    await looked(evening, cases[0])
    evening.later(41)
    looks = (evening.store.cases.keep_deadlines(ROOM, 40, evening.now) for _ in range(8))
    assert sum(await asyncio.gather(*looks)) == 3


async def test_another_room_is_left_alone(evening: Evening) -> None:
    case = await evening.case()
    await looked(evening, case)
    evening.later(41)
    assert await evening.store.cases.keep_deadlines("other", 40, evening.now) == 0
    assert (await looked(evening, case))[0] == 1


async def test_an_angry_line_makes_its_case_urgent_and_the_words_are_kept_with_it(evening: Evening) -> None:
    case = await evening.case()
    cues = (Cue(Sign.ANGRY, "什么破店"), Cue(Sign.MARKS, "!!!"))
    again = await evening.heard(viewer="ben")
    await evening.decided(again, Merge("more", into_escalation=case, cues=cues))
    one = await evening.store.cases.one(case)
    assert one is not None
    assert (one.urgency, one.cues) == (Urgency.HIGH, cues)
    await evening.store.customers.forget("", [("practice", "ben")], {ROOM: "practice"}, "kim", evening.now)
    one = await evening.store.cases.one(case)
    assert one is not None
    assert one.cues == ()
