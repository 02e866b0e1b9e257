"""Words that send a message to a person at once."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cues.handover import parse_handover

WORDS = """\
# what must never be left to a program
[delicate]
投诉
打315
sue you
allergic   # to anything

[asks for a person]
转人工
real person
"""


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("我要投诉你们", "投诉"),
        ("再不退我就打315了", "打315"),
        ("I will SUE YOU", "sue you"),
        ("ｉ ａｍ ａｌｌｅｒｇｉｃ", "allergic"),
        ("am i allergic?", "allergic"),
        # Latin words only whole
        ("i was pursued yesterday", None),
        ("the issue you mentioned", None),
        ("allergically", None),
        ("打3150", None),
        # nothing delicate
        ("包邮吗", None),
        ("", None),
    ],
)
def test_a_delicate_word_is_heard_wherever_it_stands(text: str, word: str | None) -> None:
    handover, problems = parse_handover(WORDS, "handover.txt")
    assert problems == []
    assert handover.delicate_word(text) == word


def test_asking_for_a_person_is_its_own_group() -> None:
    handover, _ = parse_handover(WORDS, "handover.txt")
    assert handover.asks_for_person("帮我转人工") == "转人工"
    assert handover.asks_for_person("is there a real person here") == "real person"
    assert handover.asks_for_person("我要投诉") is None
    assert handover.delicate_word("转人工") is None


def test_each_mistake_is_named_with_its_line() -> None:
    text = "投诉\n[delicat]\nx1\n[delicate]\n火\n投诉\n"
    handover, problems = parse_handover(text, "handover.txt")
    assert [(p.line, p.what) for p in problems] == [
        (1, '"投诉" belongs to no group.'),
        (2, 'unknown group "delicat".'),
        (5, '"火" is a single character.'),
    ]
    assert 'Did you mean "delicate"?' in problems[1].fix
    assert handover.delicate == ("投诉",)


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm() -> None:
    handover, problems = parse_handover("\ufeff" + WORDS.replace("\n", "\r\n"), "handover.txt")
    assert problems == []
    assert handover.delicate == ("投诉", "打315", "sue you", "allergic")


@settings(max_examples=150)
@given(st.text(max_size=80), st.text(max_size=80))
def test_no_file_and_no_message_breaks_it(file: str, message: str) -> None:
    handover, problems = parse_handover("[delicate]\n" + file, "handover.txt")
    assert all(p.line >= 1 for p in problems)
    handover.delicate_word(message)
    handover.asks_for_person(message)
