"""Whoever waits for a person and then calls for one is in one case, and it becomes urgent; nothing is lost by it."""

from __future__ import annotations

from bot import reasons
from bot.escalation import Escalation
from bot.messages import Cue, Escalate, Merge, Outcome, Sign, Urgency
from tests.store.conftest import Evening

WHY = "asks for a person (“转人工”)"


def calls(case: int, *, alone: bool = True) -> Merge:
    return Merge(WHY, into_escalation=case, urgency=Urgency.HIGH, why=WHY, alone=alone)


async def the(evening: Evening, case: int) -> Escalation:
    found = await evening.store.cases.one(case)
    assert found is not None
    return found


async def test_a_case_becomes_urgent_and_keeps_both_reasons(evening: Evening) -> None:
    case = await evening.case(viewer="ann")
    joined = await evening.decided(await evening.heard(text="转人工", viewer="ann"), calls(case))
    assert (joined.outcome, joined.escalation_id) == (Outcome.MERGE, case)
    found = await the(evening, case)
    assert found.urgency is Urgency.HIGH
    assert found.reason == f"{WHY}; no sure answer"
    assert [asker.text for asker in found.askers] == ["when do you ship", "转人工"]
    await evening.decided(await evening.heard(text="转人工！", viewer="ann"), calls(case))
    assert (await the(evening, case)).reason == f"{WHY}; no sure answer"


async def test_what_is_urgent_is_never_lowered_by_a_calm_word(evening: Evening) -> None:
    case = await evening.case(viewer="ann", urgency=Urgency.HIGH)
    await evening.joined_case(case, viewer="ann")
    assert (await the(evening, case)).urgency is Urgency.HIGH


async def test_who_calls_for_a_person_when_the_case_has_just_been_closed_gets_an_urgent_one(evening: Evening) -> None:
    case = await evening.case(viewer="ann")
    assert await evening.claimed(case)
    assert await evening.store.cases.resolve(case, "kim", "answered", evening.now)
    cues = (Cue(Sign.ANGRY, "骗子"),)
    looked_after = Merge(reasons.LOOKED_AFTER, into_escalation=case, urgency=Urgency.HIGH, why=WHY, cues=cues)
    opened = await evening.decided(await evening.heard(text="骗子，转人工", viewer="ann"), looked_after)
    assert opened.outcome is Outcome.ESCALATE
    assert opened.escalation_id not in (case, None)
    found = await the(evening, opened.escalation_id or 0)
    assert (found.urgency, found.reason, found.cues) == (Urgency.HIGH, WHY, cues)


async def test_a_complaint_is_not_put_among_others_who_asked_the_same(evening: Evening) -> None:
    case = await evening.case(viewer="ann")
    await evening.joined_case(case, viewer="ben")
    opened = await evening.decided(await evening.heard(text="转人工", viewer="ann"), calls(case))
    assert opened.outcome is Outcome.ESCALATE
    assert (await the(evening, case)).urgency is Urgency.NORMAL
    own = await the(evening, opened.escalation_id or 0)
    assert (own.urgency, own.reason, own.people) == (Urgency.HIGH, WHY, 1)


async def test_a_case_that_was_put_aside_comes_back_when_its_viewer_calls_for_a_person(evening: Evening) -> None:
    case = await evening.case(viewer="ann")
    assert await evening.store.cases.snooze(case, "kim", evening.now, until=evening.in_(600))
    await evening.decided(await evening.heard(text="转人工", viewer="ann"), calls(case))
    found = await the(evening, case)
    assert (found.state, found.urgency) == ("new", Urgency.HIGH)


async def test_a_call_decided_just_before_a_person_took_over_is_urgent_for_that_person(evening: Evening) -> None:
    case = await evening.case(viewer="ann")
    message = await evening.heard(text="转人工", viewer="ann")
    assert await evening.claimed(case)
    joined = await evening.decided(message, Escalate(WHY, Urgency.HIGH))
    assert (joined.outcome, joined.escalation_id) == (Outcome.MERGE, case)
    assert (await the(evening, case)).urgency is Urgency.HIGH
