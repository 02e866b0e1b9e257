"""A word put for another makes another question, unless it says the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.faq.swapped import swapped
from bot.faq.synonyms import bare, pieces
from bot.text import normalise


def differs(message: str, *phrasings: str) -> bool:
    ways = list(map(normalise, phrasings))
    return swapped(normalise(message), ways, ways)


@pytest.mark.parametrize(
    ("message", "phrasing"),
    [
        ("预售的要等多久", "现货的要等多久"),
        ("支持机洗吗", "支持手洗吗"),
        ("有紫色的吗", "有橙色的吗"),
        ("是国产的吗", "是进口的吗"),
        ("do you have the glossy one", "do you have the matte one"),
        ("can i pay in 12 installments", "can i pay in 4 installments"),
        ("is it wireless", "is it wired"),
        ("how do i opt out of emails", "how do i opt in of emails"),
    ],
)
def test_a_word_the_entry_does_not_know_asks_for_something_else(message: str, phrasing: str) -> None:
    assert differs(message, phrasing)


@pytest.mark.parametrize(
    ("message", "phrasing"),
    [
        ("如何增加收货地址", "怎么添加收货地址"),
        ("能不能退货啊", "可以退货吗"),
        ("what does it cost", "what is the price of it"),
        ("can i purchase it here", "can i buy it here"),
        ("开通微粒带", "开通微粒袋"),
        ("我昨天买的还没到能退吗", "可以退货吗"),
    ],
)
def test_another_word_for_the_same_or_by_ear_or_another_sentence_is_no_exchange(message: str, phrasing: str) -> None:
    assert not differs(message, phrasing)


@pytest.mark.parametrize(
    ("message", "phrasing"),
    [
        ("how do i get a refud", "how do i get a refund"),
        ("when do you shp", "when do you ship"),
        ("do you have a siez chart", "do you have a size chart"),
        ("how can i trak my order", "how can i track my order"),
    ],
)
def test_a_slip_of_the_finger_is_no_other_word(message: str, phrasing: str) -> None:
    assert not differs(message, phrasing)


def test_but_a_word_one_letter_apart_is_one() -> None:
    assert differs("when do you shop", "when do you ship")
    assert differs("can i get a skirt in red", "can i get a shirt in red")
    ways = ["do you have the blend"]
    assert not swapped("do you have the bland", ways, ways)
    assert swapped("do you have the bland", ways, ways, known={"bland"})


def test_a_word_that_another_phrasing_of_the_entry_has_is_known() -> None:
    assert differs("有紫色的吗", "有橙色的吗")
    assert not differs("有紫色的吗", "有橙色的吗", "紫色还有货吗")


def test_a_place_that_the_entry_fills_with_many_words_is_open() -> None:
    assert not differs("有紫色的吗", "有橙色的吗", "有红色的吗", "有蓝色的吗")


def test_politeness_asks_for_nothing_but_what_happened_does() -> None:
    assert bare("能不能退货啊") == bare("可以退货吗")
    assert bare("how can i return it") == bare("how do i return it please")
    assert bare("我退货了") != bare("可以退货吗")


@given(st.text(max_size=40), st.text(max_size=40))
def test_whatever_is_typed_it_is_read_and_never_differs_from_itself(one: str, other: str) -> None:
    message, phrasing = normalise(one), normalise(other)
    assert not swapped(message, [message], [message])
    swapped(message, [phrasing], [phrasing])
    assert all(pieces(message))
