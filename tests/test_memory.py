"""What a room has just seen."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

from bot.memory import REMEMBERED, RoomMemory
from bot.messages import Answer, ChatMessage, Scored, Viewer

NOW = datetime(2026, 11, 12, 20, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


IDS = itertools.count()


def says(text: str, viewer: str = "v1") -> ChatMessage:
    return ChatMessage("studio", f"m{next(IDS)}", Viewer(viewer), text, NOW)


def answer(entry: str, text: str) -> Answer:
    return Answer(entry, text, "like the FAQ's question", Scored(entry, 0.9))


def test_the_same_words_again_are_recognised_however_they_are_decorated() -> None:
    memory = RoomMemory()
    memory.note_said(says("包邮吗"), NOW)
    assert memory.said_before(says("主播 包邮吗？？😀"), MINUTE, NOW + timedelta(seconds=59))


def test_the_same_words_count_as_new_from_somebody_else_or_later() -> None:
    memory = RoomMemory()
    memory.note_said(says("包邮吗"), NOW)
    assert not memory.said_before(says("包邮吗", viewer="v2"), MINUTE, NOW)
    assert not memory.said_before(says("包邮吗"), MINUTE, NOW + MINUTE)
    assert not memory.said_before(says("几天到"), MINUTE, NOW)


def test_a_question_finds_the_case_it_went_to_for_a_while() -> None:
    memory = RoomMemory()
    memory.note_case("孕妇能用吗", 7, NOW)
    assert memory.case_of("请问孕妇能用吗？", MINUTE, NOW) == 7
    assert memory.case_of("孕妇能用吗", MINUTE, NOW + MINUTE) is None
    assert memory.case_of("老人能用吗", MINUTE, NOW) is None


def test_a_closed_case_takes_no_more_askers() -> None:
    memory = RoomMemory()
    memory.note_case("one?", 1, NOW)
    memory.note_case("two?", 2, NOW)
    memory.forget_cases(frozenset({2}))
    assert memory.case_of("one?", MINUTE, NOW) is None
    assert memory.case_of("two?", MINUTE, NOW) == 2


def test_open_cases_are_learnt_from_the_store_without_replacing_newer_ones() -> None:
    memory = RoomMemory()
    memory.note_case("one?", 5, NOW)
    memory.know_cases([("one?", 1, NOW - MINUTE), ("two?", 2, NOW)])
    assert memory.case_of("one?", MINUTE, NOW) == 5
    assert memory.case_of("two?", MINUTE, NOW) == 2


def test_an_answer_waits_until_its_reply_left() -> None:
    memory = RoomMemory()
    ship, price = answer("ship-when", "48 小时内发货。"), answer("screen-price", "面膜 ¥59。")
    memory.note_waiting(ship, "m1")
    memory.note_waiting(price, "m2")
    assert memory.waiting(ship) == "m1"
    memory.note_left("m1")
    assert memory.waiting(ship) is None
    assert memory.waiting(price) == "m2"


def test_the_same_entry_in_other_words_is_another_answer() -> None:
    memory = RoomMemory()
    memory.note_waiting(answer("screen-price", "面膜 ¥59。"), "m1")
    assert memory.waiting(answer("screen-price", "面霜 ¥89。")) is None


def test_a_message_decided_a_second_time_was_not_said_before() -> None:
    memory = RoomMemory()
    message = says("包邮吗")
    memory.note_said(message, NOW)
    assert not memory.said_before(message, MINUTE, NOW)


def test_what_was_suggested_is_remembered_for_each_viewer() -> None:
    memory = RoomMemory()
    memory.note_shown("v1", ("A1", "A2"), NOW)
    memory.note_shown("v2", ("A3",), NOW)
    assert memory.shown_to("v1", MINUTE, NOW) == {"A1", "A2"}
    assert memory.shown_to("v1", MINUTE, NOW + MINUTE) == frozenset()


def test_a_long_show_does_not_fill_the_memory() -> None:
    memory = RoomMemory()
    for i in range(REMEMBERED + 50):
        memory.note_said(says(f"word{i}x"), NOW)
        memory.note_case(f"word{i}x", i, NOW)
    assert not memory.said_before(says("word0x"), MINUTE, NOW)
    assert memory.case_of("word0x", MINUTE, NOW) is None
    assert memory.said_before(says(f"word{REMEMBERED + 49}x"), MINUTE, NOW)


def test_what_is_said_again_is_remembered_longest() -> None:
    memory = RoomMemory()
    memory.note_said(says("first"), NOW)
    for i in range(REMEMBERED - 1):
        memory.note_said(says(f"word{i}x"), NOW)
    memory.note_said(says("first"), NOW)
    memory.note_said(says("one more"), NOW)
    assert memory.said_before(says("first"), MINUTE, NOW)
