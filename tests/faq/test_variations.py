"""A question typed otherwise: what an entry that can be asked in one way only is tried out with."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.faq.entries import Entry, Faq
from bot.faq.match import Matcher
from bot.faq.variations import variations
from bot.text import normalise

ONE_WAY_EACH = Faq.of(
    Entry(question, question, "…")
    for question in (
        "可以退货吗", "什么时候发货", "有优惠券吗", "怎么修改收货地址", "会不会掉色", "运费险有吗", "今天几点开播",
        "how do i cancel my order", "do you have a size chart", "is shipping free", "how can i track a parcel",
    )
)  # fmt: skip


@pytest.mark.parametrize(
    ("question", "otherwise"),
    [
        ("可以退货吗", "能不能退货"),
        ("有优惠券吗", "有没有优惠券"),
        ("有没有现货", "有现货吗"),
        ("怎么退款", "如何退款"),
        ("发票怎么开", "怎么开发票"),
        ("how do i cancel my order", "how can i cancel my order"),
        ("is this waterproof", "is it waterproof"),
    ],
)
def test_the_form_changes_and_the_meaning_stays(question: str, otherwise: str) -> None:
    assert otherwise in variations(question)


def test_a_no_is_never_put_in_or_taken_out() -> None:
    assert "没有优惠券吗" not in variations("有优惠券吗")
    assert all("不能" in one or "不" in one for one in variations("不能退货吗") if len(one) == 5)


@given(st.text(max_size=60))
def test_whatever_is_written_is_reworded_alike_each_time_and_never_into_itself(text: str) -> None:
    found = variations(normalise(text))
    assert found == variations(normalise(text))
    assert normalise(text) not in found
    assert "" not in found


@pytest.mark.parametrize(
    ("question", "entry"),
    [
        ("如何修改收货地址", "怎么修改收货地址"),
        ("有没有优惠券", "有优惠券吗"),
        ("怎么修改收货地址啊", "怎么修改收货地址"),
        ("how can i cancel my order", "how do i cancel my order"),
        ("is there a size chart", "do you have a size chart"),
    ],
)
def test_an_entry_with_one_way_of_asking_answers_what_is_nearly_that(question: str, entry: str) -> None:
    match = Matcher(ONE_WAY_EACH).match(question)
    assert match.sure
    assert match.best is not None
    assert match.best.entry == entry


@pytest.mark.parametrize(
    "question", ["不可以退货吗", "什么时候退款", "怎么修改手机号", "how do i confirm my order", "is shipping insured"]
)
def test_and_nothing_that_only_looks_like_it(question: str) -> None:
    assert not Matcher(ONE_WAY_EACH).match(question).sure
