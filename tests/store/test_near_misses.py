"""What the store keeps of questions asked back, of follow-ups, and of answers that were wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.messages import Clarify, Escalate, Outcome, ReplyKind, Scored
from bot.store.records import Decided, Draft
from tests.store.conftest import ROOM, Evening, answer

ASKS_BACK = Clarify("Which one? 1. A 2. B", ("a", "b"), "two entries fit about as well", Scored("a", 0.5))


async def test_a_question_of_ours_is_an_outcome_with_its_reply(evening: Evening) -> None:
    message = await evening.heard()
    draft = Draft(ReplyKind.CLARIFY, ASKS_BACK.text, evening.in_(45))
    await evening.decided(message, ASKS_BACK, draft)
    assert (await evening.balance()).in_flight == 1
    await evening.sent()
    heard = await evening.of(message)
    assert (heard.outcome, heard.reply, heard.entry) == (Outcome.CLARIFY, ASKS_BACK.text, "a")
    assert (await evening.balance()).clarified == 1


async def test_a_person_who_takes_over_withdraws_our_question_too(evening: Evening) -> None:
    case = await evening.case()
    message = await evening.heard()
    await evening.decided(message, ASKS_BACK, Draft(ReplyKind.CLARIFY, ASKS_BACK.text, evening.in_(45)))
    await evening.claimed(case)
    assert not await evening.waiting()
    assert (await evening.of(message)).outcome is Outcome.MERGE


async def test_what_the_viewer_said_before_heads_the_case(evening: Evening) -> None:
    first = await evening.heard(text="when do you ship")
    await evening.answered(first)
    evening.later(5)
    await evening.sent()
    second = await evening.heard(text="and how long?")
    decision = Escalate("makes sense only after what was said before", asked="both", earlier=(first.id,))
    recorded = await evening.decided(second, decision)
    assert recorded.escalation_id is not None
    case = await evening.store.cases.one(recorded.escalation_id)
    assert case is not None
    assert [asker.text for asker in case.askers] == ["when do you ship", "and how long?"]
    assert (await evening.of(first)).outcome is Outcome.ANSWER
    balance = await evening.balance()
    assert (balance.answered, balance.escalated) == (1, 1)


async def test_a_line_that_has_its_own_case_stays_there_and_strangers_stay_out(evening: Evening) -> None:
    case = await evening.case("m1")
    stranger = await evening.heard("m2", viewer="ben")
    await evening.ignored(stranger)
    message = await evening.heard("m3")
    recorded = await evening.decided(message, Escalate("follows", earlier=("m1", "m2")))
    assert (await evening.of("m1")).escalation_id == case
    assert (await evening.of("m2")).escalation_id is None
    assert (await evening.of("m3")).escalation_id == recorded.escalation_id


async def test_a_wrong_answer_counts_against_its_entries_once(evening: Evening) -> None:
    first = await evening.heard()
    await evening.answered(first)
    await evening.sent()
    for number in range(2):
        message = await evening.heard(f"no-{number}")
        wrong = Decided(message, Escalate("the answer was not what the viewer meant"), evening.now)
        await evening.store.record(replace(wrong, against=(first.id, "ship+postage")))
    record = await evening.store.entry_record(evening.now - timedelta(days=1))
    assert sorted(marked.entry for marked in record.marked) == ["postage", "ship"]


async def test_a_reply_that_waits_for_others_names_them(evening: Evening) -> None:
    message = await evening.heard(viewer="ann")
    patient = replace(evening.draft(), not_before=evening.in_(3), wording="1")
    await evening.decided(message, answer(), patient)
    await evening.joined(message, viewer="ben")
    row = await evening.only_reply()
    assert (row.not_before, row.mentions, row.wording) == (evening.in_(3), ("Ann", "Ben"), "1")
    assert (await evening.balance(ROOM)).merged == 1
