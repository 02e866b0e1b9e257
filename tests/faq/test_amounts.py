"""Amounts in answers: read in both languages, and held against each other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.faq.amounts import amounts, differing


def read(answer: str) -> list[tuple[str, str, float, float]]:
    return [(a.about, a.unit, a.low, a.high) for a in amounts(answer)]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("48 小时内发货", ("sending", "hours", 48, 48)),
        ("４８小时内发货", ("sending", "hours", 48, 48)),
        ("两天内发货", ("sending", "hours", 48, 48)),
        ("七天无理由退货", ("returning", "hours", 168, 168)),
        ("We ship within two days", ("sending", "hours", 48, 48)),
        ("满 59 元包邮", ("postage", "threshold", 59, 59)),
        ("Free shipping over ¥59", ("postage", "threshold", 59, 59)),
        ("运费 6 块", ("postage", "amount", 6, 6)),
        ("退款 1-3 个工作日到账", ("refunding", "working days", 1, 3)),
        ("Refunds take 1 to 3 working days", ("refunding", "working days", 1, 3)),
        ("保修一年", ("warranty", "months", 12, 12)),
        ("a one-year warranty", ("warranty", "months", 12, 12)),
        ("现在打 8 折", ("discount", "percent", 80, 80)),
        ("now 20% off", ("discount", "percent", 80, 80)),
        ("客服晚上 8 点半下班", ("opening hours", "o'clock", 8.5, 8.5)),
        ("live at 8:30 pm", ("the show", "o'clock", 8.5, 8.5)),
        ("live at 20 点", ("the show", "o'clock", 8, 8)),
    ],
)
def test_an_amount_is_read_with_what_it_is_about(answer: str, expected: tuple[str, str, float, float]) -> None:
    assert expected in read(answer)


def test_what_comes_after_the_clock_starts_is_not_what_an_amount_is_about() -> None:
    assert read("付款后 48 小时内发出")[0][0] == "sending"
    assert read("Return it within 7 days of delivery")[0][0] == "returning"


def test_variables_and_bare_numbers_are_no_amounts() -> None:
    assert read("{title:A101} 现在 {price:A101}，在 {link:A101} 号链接，型号 316") == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("48 小时内发货。", "24 小时内发货。"),
        ("满 59 元包邮。", "满 99 元包邮，不满收 6 元。"),
        ("支持 7 天无理由退货", "支持 15 天无理由退货"),
        ("付款后 48 小时内发出。", "We ship within 24 hours."),
        ("面膜现在 59 元。", "面膜现在只要 49 元。"),
        ("运费 ¥6。", "运费 $6。"),
        ("全场 8 折", "全场 7 折"),
        ("保修一年", "warranty of two years"),
        ("客服 9 点到 23 点在线", "客服 10 点到 22 点在线"),
    ],
)
def test_two_answers_that_cannot_both_be_true_are_told_apart(one: str, other: str) -> None:
    assert differing(amounts(one), amounts(other)) is not None
    assert differing(amounts(other), amounts(one)) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("48 小时内发货。", "两天内发货。"),
        ("48 小时内发货，2-4 天送达。", "48 小时内发货，3 天送到。"),
        ("48 小时内发货。", "签收后 7 天内可以退货。"),
        ("满 59 元包邮，不满收 6 元运费。", "Shipping is free from ¥59. Below that it is ¥6."),
        ("退款 1-3 个工作日到账。", "1-3 working days."),
        ("8 折", "20% off"),
        ("晚上 8 点到 10 点半直播", "The show is on from 8 to 10:30 pm"),
        ("保修 12 个月", "保修一年"),
        ("满 299 元发顺丰", "满 59 元包邮"),
        ("", "48 小时内发货。"),
    ],
)
def test_answers_that_agree_or_speak_of_other_things_are_left_alone(one: str, other: str) -> None:
    assert differing(amounts(one), amounts(other)) is None


@given(st.text(max_size=300))
def test_no_answer_contradicts_itself_and_none_breaks_the_reading(answer: str) -> None:
    assert differing(amounts(answer), amounts(answer)) is None


@given(st.integers(1, 99), st.integers(1, 99), st.sampled_from(["{} 小时内发货", "we ship within {} hours"]))
def test_the_same_sentence_with_another_number_is_a_contradiction(one: int, other: int, sentence: str) -> None:
    found = differing(amounts(sentence.format(one)), amounts(sentence.format(other)))
    assert (found is None) == (one == other)
