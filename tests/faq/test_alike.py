"""Which questions are taken for one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.faq.alike import grouped, most_central
from bot.text import normalise

words = st.text("发货退换钱吗么几天 abc what how", min_size=1, max_size=12).map(normalise).filter(bool)


def test_what_is_asked_in_nearly_the_same_words_is_one_group_and_the_rest_is_not() -> None:
    texts = ["小孩能戴吗", "小孩子能戴吗", "门店几点关门", "do you take paypal", "do you accept paypal"]
    assert grouped(texts, [""] * 5) == [[0, 1], [2], [3, 4]]


def test_nearness_to_the_same_entry_brings_questions_together() -> None:
    texts = ["多久能寄到北京", "寄到北京要几天呢"]
    apart = grouped(texts, ["", ""])
    assert len(grouped(texts, ["ship", "ship"])) <= len(apart)


def test_opposites_numbers_and_negations_stay_apart() -> None:
    for one, other in (
        ("可以换大的吗", "可以换小的吗"),
        ("3号链接多少钱", "5号链接多少钱"),
        ("这个掉色吗", "这个不掉色"),
    ):
        assert grouped([one, other], ["", ""]) == [[0], [1]]


@given(st.lists(words, unique=True, max_size=25), st.sampled_from(["", "ship"]))
def test_every_question_is_in_exactly_one_group_led_by_its_first(texts: list[str], entry: str) -> None:
    groups = grouped(texts, [entry] * len(texts))
    assert sorted(member for group in groups for member in group) == list(range(len(texts)))
    assert all(group[0] == min(group) for group in groups)


def test_the_most_central_wording_is_the_one_nearest_to_what_most_asked() -> None:
    texts = ["几天发货", "请问老板这个到底要几天才可以发货给我", "几天能发货", "几天发货呢"]
    assert texts[most_central(texts, [1, 1, 1, 1])] in ("几天发货", "几天能发货", "几天发货呢")
    assert most_central(["几天发货", "多久寄出"], [1, 5]) == 1
    assert most_central(["几天发货"], [1]) == 0
