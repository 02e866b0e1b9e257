"""Messages: claimed once, decided once, merged, deleted, counted."""

from __future__ import annotations

import asyncio
import time

import pytest

from bot.messages import Answer, Deletion, Escalate, Ignore, Merge, Outcome, ReplyKind, Scored, SendResult, Suggest
from bot.store import balance_rows
from bot.store.records import Decided, Delivery
from tests.store.conftest import ROOM, Evening, answer

# claiming


async def test_a_message_is_claimed_once(evening: Evening) -> None:
    message = evening.message()
    assert await evening.store.claim(message, evening.now)
    assert not await evening.store.claim(message, evening.now)


async def test_of_many_tasks_that_claim_a_message_at_once_one_wins(evening: Evening) -> None:
    message = evening.message()
    won = await asyncio.gather(*(evening.store.claim(message, evening.now) for _ in range(20)))
    assert sum(won) == 1


async def test_a_claim_outlives_a_restart(evening: Evening) -> None:
    message = await evening.heard()
    store = await evening.reopen()
    assert not await store.claim(message, evening.now)


async def test_rooms_have_their_own_ids(evening: Evening) -> None:
    await evening.heard("1")
    assert await evening.store.claim(evening.message("1", room="other"), evening.now)


async def test_what_a_crash_left_undecided_is_given_back_oldest_first(evening: Evening) -> None:
    first = await evening.heard("b", "first?")
    evening.later(1)
    second = await evening.heard("a", "second?", viewer="ben")
    evening.later(1)
    await evening.ignored(await evening.heard("c", "lol"))
    await evening.heard("d", room="other")
    store = await evening.reopen()
    assert list(await store.undecided(ROOM)) == [first, second]


# deciding


async def test_decision_outcome_and_reply_are_there_together(evening: Evening) -> None:
    message = await evening.heard()
    decision = Answer("ship", "within 48 hours", "close enough", Scored("ship", 0.9), Scored("return", 0.4))
    recorded = await evening.decided(message, decision, evening.draft())
    assert (recorded.outcome, recorded.fresh) == (Outcome.ANSWER, True)
    await evening.reopen()
    heard = await evening.of(message)
    assert (heard.outcome, heard.reason, heard.entry, heard.score) == (Outcome.ANSWER, "close enough", "ship", 0.9)
    assert (heard.runner_up, heard.runner_up_score, heard.reply) == ("return", 0.4, "within 48 hours")
    row = await evening.only_reply()
    assert (row.id, row.message_id, row.state, row.mentions) == (
        recorded.outbox_id, message.id, Delivery.PENDING, ("Ann",),
    )  # fmt: skip
    assert row.reply_to == message.id


async def test_neither_outcome_nor_reply_is_kept_when_one_of_them_cannot_be(evening: Evening) -> None:
    message = await evening.heard()
    try:
        await evening.decided(message, answer())  # an answer without a reply
    except ValueError:
        pass
    else:
        raise AssertionError("an answer without a reply was recorded")
    assert (await evening.of(message)).outcome is None
    assert not await evening.waiting()
    assert (await evening.balance()).in_flight == 1


async def test_a_message_that_was_never_claimed_has_no_outcome(evening: Evening) -> None:
    stranger = evening.message()
    results = await asyncio.gather(evening.answered(stranger), return_exceptions=True)
    assert isinstance(results[0], LookupError)


async def test_deciding_twice_changes_nothing(evening: Evening) -> None:
    message = await evening.asked()
    again = await evening.decided(message, Escalate("changed my mind"))
    assert (again.outcome, again.fresh, again.escalation_id) == (Outcome.ANSWER, False, None)
    assert len(await evening.waiting()) == 1
    assert not await evening.store.cases.several()


async def test_two_rooms_may_have_names_and_ids_that_run_together(evening: Evening) -> None:
    one = await evening.heard("2-5", room="live")
    other = await evening.heard("5", room="live-2")
    for message in (one, other):
        assert (await evening.answered(message)).outbox_id is not None
    (first,), (second,) = await evening.waiting("live"), await evening.waiting("live-2")
    assert first.nonce != second.nonce


async def test_shed_messages_are_counted_as_shed(evening: Evening) -> None:
    message = await evening.heard("", "haha")
    decided = Decided(message, Ignore("too much at once"), evening.now, outcome=Outcome.SHED)
    assert (await evening.store.record(decided)).outcome is Outcome.SHED
    balance = await evening.balance()
    assert (balance.heard, balance.shed, balance.reasons) == (1, 1, {"shed": {"too much at once": 1}})


async def test_a_suggestion_keeps_its_products(evening: Evening) -> None:
    message = await evening.heard("", "any snacks")
    draft = evening.draft("Have a look at link 13", ReplyKind.SUGGESTION)
    recorded = await evening.decided(message, Suggest("suggests C101"), draft)
    assert recorded.outcome is Outcome.SUGGEST
    assert (await evening.only_reply()).kind is ReplyKind.SUGGESTION
    await evening.sent()
    assert (await evening.balance()).suggested == 1


# a person wins


async def test_a_live_claim_wins_over_an_answer_decided_before_it(evening: Evening) -> None:
    case = await evening.case()
    message = await evening.heard()
    await evening.claimed(case)
    recorded = await evening.answered(message)
    assert (recorded.outcome, recorded.escalation_id) == (Outcome.MERGE, case)
    assert recorded.reason == "a person is looking after this viewer"
    assert not await evening.waiting()


async def test_a_live_claim_wins_over_being_named_in_anothers_answer(evening: Evening) -> None:
    case = await evening.case(viewer="ben")
    other = await evening.asked(viewer="ann")
    await evening.claimed(case)
    recorded = await evening.joined(other, viewer="ben")
    assert recorded.escalation_id == case
    assert (await evening.only_reply()).mentions == ("Ann",)


async def test_a_claim_that_ran_out_holds_nobody(evening: Evening) -> None:
    case = await evening.case()
    await evening.claimed(case, seconds=60)
    evening.later(61)
    assert (await evening.answered(await evening.heard())).outcome is Outcome.ANSWER


async def test_a_claim_holds_its_own_viewers_only(evening: Evening) -> None:
    await evening.claimed(await evening.case(viewer="ann"))
    assert (await evening.answered(await evening.heard(viewer="ben"))).outcome is Outcome.ANSWER
    assert await evening.store.cases.held_viewers(ROOM, evening.now) == {"ann": 1}
    assert await evening.store.cases.held_viewers("other", evening.now) == {}


# merging


async def test_a_second_asker_is_named_in_the_reply_that_waits(evening: Evening) -> None:
    first = await evening.asked(viewer="ann")
    recorded = await evening.joined(first, viewer="ben")
    assert (recorded.outcome, recorded.outbox_id) == (Outcome.MERGE, None)
    assert (await evening.only_reply()).mentions == ("Ann", "Ben")
    balance = await evening.balance()
    assert (balance.merged, balance.in_flight) == (1, 1)


async def test_who_asks_twice_is_named_once(evening: Evening) -> None:
    first = await evening.asked(viewer="ann")
    assert (await evening.joined(first, viewer="ann")).outcome is Outcome.MERGE
    assert (await evening.only_reply()).mentions == ("Ann",)


async def test_after_eight_names_the_next_asker_gets_a_reply_of_their_own(evening: Evening) -> None:
    first = await evening.asked(viewer="v0")
    outcomes = [(await evening.joined(first, viewer=f"v{i}")).outcome for i in range(1, 9)]
    assert outcomes == [Outcome.MERGE] * 7 + [Outcome.ANSWER]
    assert [len(row.mentions) for row in await evening.waiting()] == [8, 1]


async def test_who_comes_when_the_reply_has_just_left_gets_one_of_their_own(evening: Evening) -> None:
    first = await evening.asked(viewer="ann")
    await evening.leaving()
    recorded = await evening.joined(first, viewer="ben")
    assert (recorded.outcome, recorded.reason) == (Outcome.ANSWER, "the same answer had just left")
    assert (await evening.only_reply()).mentions == ("Ben",)


async def test_one_more_asker_of_an_open_case(evening: Evening) -> None:
    case = await evening.case(viewer="ann")
    assert (await evening.joined_case(case, viewer="ben")).outcome is Outcome.MERGE
    found = await evening.store.cases.one(case)
    assert found is not None
    assert [asker.viewer.id for asker in found.askers] == ["ann", "ben"]
    assert found.version == 2


async def test_a_question_whose_case_is_closed_gets_a_case_of_its_own(evening: Evening) -> None:
    case = await evening.case(viewer="ann")
    assert await evening.store.cases.resolve(case, "kim", "told her", evening.now)
    recorded = await evening.joined_case(case, viewer="ben")
    assert recorded.outcome is Outcome.ESCALATE
    assert recorded.escalation_id not in (None, case)


async def test_a_merge_into_nothing_is_a_mistake_of_the_program(evening: Evening) -> None:
    message = await evening.heard()
    results = await asyncio.gather(evening.decided(message, Merge("into what?")), return_exceptions=True)
    assert isinstance(results[0], ValueError)


# deleting


async def test_a_deletion_withdraws_a_reply_that_has_not_left(evening: Evening) -> None:
    message = await evening.asked()
    assert await evening.store.delete(Deletion(ROOM, message_id=message.id), evening.now) == 1
    assert not await evening.waiting()
    heard = await evening.of(message)
    assert (heard.outcome, heard.reason) == (Outcome.IGNORE, "deleted by a moderator")


async def test_a_deletion_cannot_call_back_a_reply_that_has_left(evening: Evening) -> None:
    message = await evening.asked()
    await evening.sent()
    assert await evening.store.delete(Deletion(ROOM, message_id=message.id), evening.now) == 0
    assert (await evening.balance()).answered == 1


async def test_a_deletion_between_hearing_and_deciding_wins(evening: Evening) -> None:
    message = await evening.heard()
    await evening.store.delete(Deletion(ROOM, message_id=message.id), evening.now)
    recorded = await evening.answered(message)
    assert (recorded.outcome, recorded.reason) == (Outcome.IGNORE, "deleted by a moderator")
    assert not await evening.waiting()


async def test_deleting_twice_withdraws_once(evening: Evening) -> None:
    message = await evening.asked()
    deletion = Deletion(ROOM, message_id=message.id)
    assert [await evening.store.delete(deletion, evening.now) for _ in range(2)] == [1, 0]


async def test_all_of_a_viewers_replies_are_withdrawn_and_nobody_elses(evening: Evening) -> None:
    for viewer in ("ann", "ann", "ben"):
        await evening.asked(viewer=viewer)
    assert await evening.store.delete(Deletion(ROOM, viewer_id="ann"), evening.now) == 2
    assert [row.viewer_id for row in await evening.waiting()] == ["ben"]


async def test_clearing_the_room_withdraws_everything_in_it(evening: Evening) -> None:
    await evening.asked(viewer="ann")
    await evening.asked(viewer="ben")
    await evening.asked(room="other")
    assert await evening.store.delete(Deletion(ROOM), evening.now) == 2
    assert not await evening.waiting()
    assert len(await evening.waiting("other")) == 1


async def test_those_who_shared_a_deleted_question_go_to_a_person(evening: Evening) -> None:
    first = await evening.asked(viewer="ann")
    await evening.joined(first, "bens", viewer="ben")
    await evening.store.delete(Deletion(ROOM, message_id=first.id), evening.now)
    (case,) = await evening.store.cases.several()
    assert [asker.viewer.id for asker in case.askers] == ["ben"]
    assert (await evening.of("bens")).outcome is Outcome.ESCALATE
    balance = await evening.balance()
    assert (balance.ignored, balance.escalated) == (1, 1)


async def test_clearing_the_room_makes_no_case_of_what_was_cleared(evening: Evening) -> None:
    first = await evening.asked(viewer="ann")
    await evening.joined(first, "bens", viewer="ben")
    await evening.store.delete(Deletion(ROOM), evening.now)
    assert not await evening.store.cases.several()
    assert (await evening.of("bens")).outcome is Outcome.IGNORE


async def test_a_deletion_while_the_reply_is_on_its_way_stops_a_second_try(evening: Evening) -> None:
    message = await evening.asked()
    row = await evening.leaving()
    await evening.store.delete(Deletion(ROOM, message_id=message.id), evening.now)
    await evening.store.settle(row, SendResult("refused", retry_after=1, reason="too fast"), evening.now)
    assert not await evening.waiting()
    assert (await evening.of(message)).outcome is Outcome.IGNORE


# reading back


async def test_recent_messages_are_the_newest_oldest_of_them_first(evening: Evening) -> None:
    for i in range(5):
        await evening.ignored(await evening.heard(f"m{i}"))
        evening.later(1)
    await evening.heard("elsewhere", room="other")
    newest = await evening.store.recent_messages(ROOM, 3)
    assert [heard.message.id for heard in newest] == ["m2", "m3", "m4"]
    everywhere = await evening.store.recent_messages(None, 2)
    assert [heard.message.id for heard in everywhere] == ["m4", "elsewhere"]
    chosen = await evening.store.recent_messages(ROOM, 10, only=["m1", "m3"])
    assert [heard.message.id for heard in chosen] == ["m1", "m3"]


async def test_the_balance_of_each_room_by_itself(evening: Evening) -> None:
    await evening.asked()
    await evening.sent()
    await evening.case(viewer="ben")
    await evening.heard(viewer="cat")
    await evening.ignored(await evening.heard(room="other"))
    here, there = await evening.balance(), await evening.balance("other")
    assert (here.heard, here.answered, here.escalated, here.in_flight) == (3, 1, 1, 1)
    assert (there.heard, there.ignored) == (1, 1)
    assert [b.room for b in await evening.store.balance("other")] == ["other"]
    assert here.reasons == {
        "answer": {"in the FAQ's own words": 1},
        "escalate": {"no sure answer": 1},
    }


async def test_a_count_that_only_waited_for_a_busy_machine_is_not_kept(evening: Evening) -> None:
    """As a page asked at the start of a show: what was heard a moment later is counted at once."""
    threads = evening.store._threads  # type: ignore[attr-defined]
    in_the_way = (threads.read(lambda db: time.sleep(0.3)) for _ in range(2))
    began = time.monotonic()
    *_, counted = await asyncio.gather(*in_the_way, evening.store.balance())
    assert counted == []
    assert time.monotonic() - began >= 0.3, "it had to wait"
    await evening.ignored(await evening.heard())
    assert (await evening.balance()).heard == 1


async def test_a_count_that_takes_long_by_itself_is_used_for_a_while(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    await evening.ignored(await evening.heard())
    monkeypatch.setattr("bot.store.balance_rows.timed", lambda db, room: (balance_rows.balance(db, room), 30.0))
    assert (await evening.balance()).heard == 1
    await evening.ignored(await evening.heard())
    assert (await evening.balance()).heard == 1


async def test_nothing_heard_is_no_balance(evening: Evening) -> None:
    assert list(await evening.store.balance()) == []
