"""What the store keeps for learning: missed questions, how entries fared, who vouches, what was settled."""

from __future__ import annotations

from datetime import timedelta

from bot.faq.learn import Miss
from bot.faq.worth import Drafted, Given, Verified
from bot.messages import Answer, Clarify, Deletion, Escalate, Ignore, Merge, ReplyKind, Scored
from bot.reasons import NOT_FOR_SHOP
from bot.store.learned import Settled
from bot.store.records import Decided, Draft
from tests.store.conftest import ROOM, START, Evening

LONG_BEFORE = START - timedelta(days=1)


async def missed(evening: Evening) -> list[Miss]:
    return list(await evening.store.misses(None, LONG_BEFORE))


async def answered(
    evening: Evening, text: str, entry: str = "ship", *, viewer: str = "ann", reply_entry: str = ""
) -> str:
    """Let an entry answer a message; return the message's id."""
    message = await evening.heard(text=text, viewer=viewer)
    decision = Answer(entry, "within 48 hours", "own words", Scored(entry, 1.0))
    draft = Draft(ReplyKind.FAQ, "within 48 hours", evening.in_(45), entry=reply_entry)
    await evening.decided(message, decision, draft)
    return message.id


async def test_what_went_to_staff_was_missed_with_what_was_near_and_what_staff_said(evening: Evening) -> None:
    message = await evening.heard(text="can children wear it")
    recorded = await evening.decided(
        message, Escalate("no sure answer", draft="perhaps this", best=Scored("age", 0.4))
    )
    assert recorded.escalation_id is not None
    await evening.replied(recorded.escalation_id, "from three years on")
    (miss,) = await missed(evening)
    assert (miss.text, miss.outcome, miss.entry, miss.score) == ("can children wear it", "escalate", "age", 0.4)
    assert (miss.draft, miss.replies, miss.at) == ("perhaps this", ("from three years on",), START)


async def test_what_was_answered_or_idle_was_not_missed(evening: Evening) -> None:
    await answered(evening, "when do you ship")
    await evening.ignored(await evening.heard(text="nice scarf"))
    assert await missed(evening) == []


async def test_a_question_thought_not_to_be_for_the_shop_was_missed(evening: Evening) -> None:
    await evening.decided(await evening.heard(text="where are you from"), Ignore(NOT_FOR_SHOP))
    (miss,) = await missed(evening)
    assert miss.outcome == "ignore"


async def test_who_joins_a_case_missed_it_too_but_talk_to_a_person_was_not_answered_by_it(evening: Evening) -> None:
    case = await evening.case()
    await evening.joined_case(case)
    message = await evening.heard(text="and do you gift-wrap it", viewer="cat")
    await evening.decided(message, Merge("a person is looking after this viewer", into_escalation=case))
    await evening.replied(case, "Here you are")
    first, second, aside = await missed(evening)
    assert first.replies == second.replies == ("Here you are",)
    assert (aside.replies, aside.draft) == ((), "")


async def test_who_shared_a_reply_missed_nothing(evening: Evening) -> None:
    first = await evening.asked()
    await evening.joined(first)
    assert await missed(evening) == []


async def test_what_a_moderator_deleted_is_not_learned_from(evening: Evening) -> None:
    await evening.case("bad")
    await evening.store.delete(Deletion(ROOM, "bad"), evening.now)
    assert await missed(evening) == []


async def test_the_room_the_time_and_the_number_can_be_bounded(evening: Evening) -> None:
    for n in range(3):
        await evening.case(f"q{n}", viewer=f"v{n}")
        evening.later(60)
    assert len(await evening.store.misses(ROOM, LONG_BEFORE, 2)) == 2
    assert await evening.store.misses("other", LONG_BEFORE) == []
    assert len(await evening.store.misses(None, START + timedelta(seconds=90))) == 1


async def test_an_answer_called_wrong_is_missed_with_the_entry_that_gave_it(evening: Evening) -> None:
    message = await answered(evening, "when do you ship")
    assert await evening.store.mark_wrong(ROOM, message, "ship", "Li Na", evening.now)
    assert await evening.store.mark_wrong(ROOM, message, "ship", "Tom", evening.now)  # again changes nothing
    (miss,) = await missed(evening)
    assert (miss.outcome, miss.wrong) == ("answer", "ship")
    record = await evening.store.entry_record(LONG_BEFORE)
    assert [marked.entry for marked in record.marked] == ["ship"]
    (shown,) = await evening.store.answered_by("ship")
    assert shown.wrong_by == "Li Na"


async def test_one_viewers_no_disarms_no_entry_a_second_of_the_same_words_does(evening: Evening) -> None:
    first = await answered(evening, "when do you ship")
    await _says_no(evening, first, "no-1")
    assert [miss.wrong for miss in await missed(evening) if miss.wrong] == []
    second = await answered(evening, "When do you ship??", viewer="ben")
    await _says_no(evening, second, "no-2", viewer="ben")
    assert [miss.wrong for miss in await missed(evening) if miss.wrong] == ["ship", "ship"]


async def _says_no(evening: Evening, answered_id: str, message_id: str, viewer: str = "ann") -> None:
    message = await evening.heard(message_id, text="that is not what I asked", viewer=viewer)
    decision = Escalate("the answer was not what the viewer meant")
    await evening.store.record(Decided(message, decision, evening.now, against=(answered_id, "ship")))


async def test_an_answer_of_two_entries_called_wrong_is_one_missed_message(evening: Evening) -> None:
    message = await answered(evening, "when do you ship and can i return it", reply_entry="ship+returns")
    for entry in ("ship", "returns"):
        assert await evening.store.mark_wrong(ROOM, message, entry, "Li Na", evening.now)
    (miss,) = await missed(evening)
    assert miss.wrong.split("+") in (["ship", "returns"], ["returns", "ship"])


async def asked_back(evening: Evening, *, viewer: str = "ann") -> None:
    """Let the bot ask a viewer which of two entries is meant."""
    message = await evening.heard(text="what about the parcel", viewer=viewer)
    decision = Clarify("1 shipping or 2 returns?", ("ship", "returns"), "two fit", Scored("ship", 0.5))
    await evening.decided(message, decision, Draft(ReplyKind.FAQ, decision.text, evening.in_(45)))


async def test_whoever_was_asked_back_and_chose_nothing_missed_an_answer(evening: Evening) -> None:
    await asked_back(evening)
    (miss,) = await missed(evening)
    assert (miss.outcome, miss.entry) == ("clarify", "ship")


async def test_whoever_chose_an_answer_missed_nothing(evening: Evening) -> None:
    await asked_back(evening)
    evening.later(20)
    await answered(evening, "1")
    assert await missed(evening) == []


async def test_only_what_the_entry_answered_can_be_called_its_mistake(evening: Evening) -> None:
    message = await answered(evening, "when do you ship")
    case = await evening.case("asked")
    assert case
    for room, message_id, entry in (("other", message, "ship"), (ROOM, "nothing", "ship"), (ROOM, message, "returns"),
                                    (ROOM, "asked", "ship")):  # fmt: skip
        assert not await evening.store.mark_wrong(room, message_id, entry, "Li Na", evening.now)
    assert (await evening.store.entry_record(LONG_BEFORE)).marked == []


async def test_answers_and_questions_for_staff_come_in_the_order_of_the_evening(evening: Evening) -> None:
    first = await evening.asked(viewer="ann")
    evening.later(5)
    await evening.joined(first, viewer="ben")
    evening.later(5)
    await evening.case(viewer="ann")
    record = await evening.store.entry_record(LONG_BEFORE)
    assert record.given == [
        Given(ROOM, "ann", START, "ship"),
        Given(ROOM, "ben", START + timedelta(seconds=5), "ship"),
        Given(ROOM, "ann", START + timedelta(seconds=10), ""),
    ]


async def test_the_reply_knows_best_which_entry_answered(evening: Evening) -> None:
    await answered(evening, "when do you ship and can i return it", "ship", reply_entry="ship+returns")
    assert [one.entry for one in (await evening.store.entry_record(LONG_BEFORE)).given] == ["ship+returns"]
    for entry in ("ship", "returns"):
        (shown,) = await evening.store.answered_by(entry)
        assert (shown.text, shown.reply) == ("when do you ship and can i return it", "within 48 hours")
    assert await evening.store.answered_by("return") == []
    assert await evening.store.answered_by("shi_") == []


async def test_what_staff_made_of_a_draft_is_kept_with_its_entry(evening: Evening) -> None:
    message = await evening.heard(text="when will mine come")
    case = await evening.decided(message, Escalate("no sure answer", draft="48 hours", best=Scored("ship", 0.5)))
    assert (await evening.store.entry_record(LONG_BEFORE)).drafted == []
    assert case.escalation_id is not None
    await evening.replied(case.escalation_id, "tonight")
    assert (await evening.store.entry_record(LONG_BEFORE)).drafted == [Drafted("ship", "48 hours", ("tonight",))]


async def test_the_last_questions_come_newest_first_and_only_so_many(evening: Evening) -> None:
    for n in range(4):
        await answered(evening, f"question {n}", viewer=f"v{n}")
        evening.later(1)
    assert [one.text for one in await evening.store.answered_by("ship", 2)] == ["question 3", "question 2"]


async def test_who_vouches_is_kept_and_the_last_one_counts(evening: Evening) -> None:
    first, later = Verified("ship", "a1", "Li Na", START), Verified("ship", "b2", "Tom", START + timedelta(days=1))
    other = Verified("returns", "c3", "Tom", START)
    await evening.store.verify([first, other])
    await evening.store.verify([later])
    assert await (await evening.reopen()).verified() == {"ship": later, "returns": other}


async def test_what_was_settled_is_remembered_until_it_is_taken_back(evening: Evening) -> None:
    one = Settled(
        "phrasing", "ship", "Li Na", START, ("how soon", "when will it come"), {"path": "faq/a.md", "at": 3}
    )
    two = Settled("dismissed", "", "Tom", START, ("how tall are you",))
    first, second = await evening.store.settle_misses(one), await evening.store.settle_misses(two)
    store = await evening.reopen()
    assert await store.settled_misses() == {
        "how soon": "phrasing",
        "when will it come": "phrasing",
        "how tall are you": "dismissed",
    }
    last = await store.last_settled()
    assert last is not None
    assert (last.id, last.what, last.questions) == (second, "dismissed", ("how tall are you",))
    assert await store.unsettle(second)
    assert not await store.unsettle(second)
    last = await store.last_settled()
    assert last is not None
    assert (last.id, last.entry, last.by, last.at, dict(last.change)) == (
        first,
        "ship",
        "Li Na",
        START,
        dict(one.change),
    )
    assert await store.unsettle(first)
    assert await store.last_settled() is None
    assert await store.settled_misses() == {}
