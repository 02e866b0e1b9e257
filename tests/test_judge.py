"""One question by itself, decided as in a room."""

from __future__ import annotations

from bot.judge import judge
from bot.knowledge import Rules
from tests.fakes import START, knowledge_of

KNOWLEDGE = knowledge_of()


def test_the_answer_comes_with_its_entry_and_filled_in() -> None:
    came = judge("how much is this one", KNOWLEDGE, Rules(), START, "A101")
    assert (came.outcome, came.entry, came.text) == ("answer", "screen-price", "Face mask is $12.5.")


def test_without_a_product_on_screen_a_person_gets_it() -> None:
    assert judge("how much is this one", KNOWLEDGE, Rules(), START).outcome == "escalate"


def test_a_topic_for_people_is_named() -> None:
    came = judge("i put the wrong address", KNOWLEDGE, Rules(), START)
    assert (came.outcome, came.entry) == ("escalate", "address")


def test_the_guard_has_its_say() -> None:
    came = judge("is it good", knowledge_of("## Is it good? {#good}\n\n全网最低价。\n"), Rules(), START)
    assert came.outcome == "escalate"
    assert "guard" in came.reason


def test_nothing_is_remembered_from_one_question_to_the_next() -> None:
    first = judge("when do you ship", KNOWLEDGE, Rules(), START)
    assert judge("when do you ship", KNOWLEDGE, Rules(), START) == first
    assert first.outcome == "answer"
