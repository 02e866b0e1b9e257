"""What a wish rules out: a budget, and whom the thing is for."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.product_questions.limits import budget_in, limits_of
from bot.product_questions.which import prepared
from bot.product_questions.wishes import wants_product
from bot.ranking.learned import Learned
from bot.suggest import Wanted, shortlist
from tests.product_questions.shop import SAMPLE

NOW = datetime(2026, 11, 12, 20, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "low", "high", "currency"),
    [
        ("200以内有什么推荐", None, 200, ""),
        ("两百以内的礼物", None, 200, ""),
        ("50块以下的面膜", None, 50, "CNY"),
        ("百元以内的耳机", None, 100, "CNY"),
        ("预算300", None, 300, ""),
        ("不超过80的杯子", None, 80, ""),
        ("一百左右的", 70, 115, ""),
        ("100-200的有吗", 100, 200, ""),
        ("100到200之间", 100, 200, ""),
        ("100块以上的礼物", 100, None, "CNY"),
        ("anything under $20?", None, 20, "USD"),
        ("兜里就八十，够买面霜不", None, 80, ""),
        ("80块够吗", None, 80, "CNY"),
        ("is 70 enough for a scarf", None, 70, ""),
        ("I have 60 to spend", None, 60, ""),
        ("两瓶够吗", None, None, ""),
        ("something under 20", None, 20, ""),
        ("between 50 and 100 yuan", 50, 100, "CNY"),
        # amounts that are no money
        ("7天内发货吗", None, None, ""),
        ("3岁以下能玩吗", None, None, ""),
        ("500ml以内的杯子", None, None, ""),
        ("under 20 minutes", None, None, ""),
        ("身高165以下", None, 165, ""),  # said of a product it would be money; no wish is read from it
        ("160到170穿什么码", None, None, ""),
    ],
)
def test_a_budget_is_read(text: str, low: int | None, high: int | None, currency: str) -> None:
    assert budget_in(prepared(text)) == (low, high, currency)


@pytest.mark.parametrize(
    "text", ["200以内有什么推荐", "anything under 20?", "20块钱能买啥", "一百左右的礼物有吗", "送爸爸 预算200 什么好"]
)
def test_a_wish_with_a_budget_is_a_wish(text: str) -> None:
    assert wants_product(text, SAMPLE)


def suggested(text: str) -> list[str]:
    wanted = Wanted(question=text, limits=limits_of(text, SAMPLE))
    return [ranked.sku for ranked in shortlist(wanted, SAMPLE, NOW, Learned(), k=20)]


@pytest.mark.parametrize("high", [10, 20, 50, 120])
def test_nothing_over_budget_is_ever_suggested(high: int) -> None:
    found = suggested(f"{high}以内有什么推荐")
    prices = [price for sku in found if (price := SAMPLE[sku].price) is not None]
    assert len(prices) == len(found)
    assert all(price <= high for price in prices)
    assert bool(found) is (high > 10)


def test_a_price_in_another_currency_is_not_compared() -> None:
    assert suggested("anything under $100?") == []


def test_to_somebody_only_what_is_made_for_them() -> None:
    assert suggested("有什么适合男生的 50以内") == ["A102", "B101", "F104"]
    assert set(suggested("any snacks for kids?")) == {"C102", "C103"}
    assert "A103" not in suggested("适合油皮的推荐一下")


def test_of_a_kind_that_is_named_nothing_else_is_suggested() -> None:
    assert suggested("有没有适合油皮的防晒") == ["A104"]
    assert suggested("有没有适合油皮的面霜") == []
    assert suggested("三百以内的羽绒服有吗") == []


@given(st.text(max_size=60))
def test_whatever_strangers_type_a_budget_is_an_amount(text: str) -> None:
    low, high, _ = budget_in(prepared(text))
    assert low is None or low >= Decimal(0)
    assert high is None or high >= Decimal(0)
