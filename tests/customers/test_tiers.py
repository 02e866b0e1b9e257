"""The source's table made total: every line of its test table, every cell, every label."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.customers.tier_report import place, preview, tier_list
from bot.customers.tiers import Bill, Label, Rule, Standing, Threshold, Tier, complaints, next_move, standing, tier_of

TODAY = date(2026, 11, 12)
RULE = Rule()
HIGH = {Tier.HIGH_ACTIVE, Tier.HIGH_SILENT}


def bought(age: int, net: str | Decimal, order_id: str = "", currency: str = "CNY") -> Bill:
    """An order paid so many days ago."""
    return Bill(order_id or f"o{age}-{net}", TODAY - timedelta(days=age), Decimal(net), currency)


def like(recency: int, frequency: int, spent: str) -> list[Bill]:
    """Orders that come to these numbers, after one of long ago: nobody here is new."""
    old = [bought(400, "1.00", "old")] if frequency else [bought(recency, "1.00", "old")]
    if not frequency:
        return old
    small = Decimal("0.01") * (frequency - 1)
    last = bought(recency, Decimal(spent) - small, "last")
    return [*old, *(bought(recency, "0.01", f"small{i}") for i in range(frequency - 1)), last]


@pytest.mark.parametrize(
    ("recency", "frequency", "spent", "tier", "label"),
    [
        (0, 3, "500.00", "高价值活跃", None),
        (30, 3, "500.00", "高价值活跃", None),
        (31, 3, "500.00", "高价值沉默", None),
        (30, 3, "499.99", "低价值活跃", "高频低额"),
        (30, 2, "5000", "低价值活跃", "潜力大单"),
        (10, 1, "300", "低价值活跃", "潜力大单"),
        (5, 4, "200", "低价值活跃", "高频低额"),
        (12, 1, "99.99", "低价值活跃", None),
        (12, 2, "100.00", "低价值活跃", "潜力大单"),
        (45, 2, "300.00", "高价值沉默", None),
        (45, 2, "299.99", "低价值沉默", None),
        (45, 1, "2000", "低价值沉默", "大单沉默"),
        (45, 5, "120", "低价值沉默", None),
        (90, 2, "300.00", "高价值沉默", None),
        (91, 0, "0", "低价值沉默", None),
    ],
)
def test_each_line_of_the_table_has_its_tier(
    recency: int, frequency: int, spent: str, tier: str, label: str | None
) -> None:
    found = standing(like(recency, frequency, spent), TODAY, RULE)
    assert (found.recency, found.frequency, found.spent) == (recency, frequency, Decimal(spent))
    assert found.tier == tier
    other = {"潜力大单", "高频低额", "大单沉默", "流失高价值", "新客"} - {label}
    assert not other & {str(one) for one in found.labels}
    assert label is None or label in found.labels


def test_after_ninety_one_days_twenty_orders_of_before_are_a_lost_customer_of_value() -> None:
    found = standing([bought(91 + i, "40", f"o{i}") for i in range(20)], TODAY, RULE)
    assert (found.tier, found.frequency, found.spent) == (Tier.LOW_SILENT, 0, Decimal(0))
    assert found.labels == (Label.LOST,)


def test_no_order_is_no_tier() -> None:
    assert standing([], TODAY, RULE) == Standing(Tier.NEVER)


def test_an_only_order_that_was_wholly_refunded_is_no_order() -> None:
    assert standing([bought(3, "0")], TODAY, RULE).tier is Tier.NEVER


def test_refunds_above_payments_are_no_order_and_no_negative_spend() -> None:
    found = standing([bought(3, "-20"), bought(4, "30")], TODAY, RULE)
    assert (found.spent, found.frequency, found.recency) == (Decimal(30), 1, 4)
    assert standing([bought(3, "-20")], TODAY, RULE).spent == 0


def test_three_orders_of_600_with_150_refunded_are_450_and_low() -> None:
    found = standing([bought(10, "200", "a"), bought(20, "200", "b"), bought(25, "50", "c")], TODAY, RULE)
    assert (found.recency, found.spent, found.tier) == (10, Decimal(450), Tier.LOW_ACTIVE)


def test_when_the_newest_order_is_refunded_the_one_before_counts() -> None:
    found = standing([bought(2, "0", "new"), bought(40, "80", "before")], TODAY, RULE)
    assert found.recency == 40


def test_the_same_order_twice_counts_once() -> None:
    found = standing([bought(5, "100", "a"), bought(5, "100", "a")], TODAY, RULE)
    assert (found.frequency, found.spent) == (1, Decimal(100))


def test_an_order_dated_some_hours_ahead_was_paid_today() -> None:
    assert standing([bought(-1, "80")], TODAY, RULE).recency == 0


def test_an_order_dated_days_ahead_is_not_counted() -> None:
    assert standing([bought(-3, "80")], TODAY, RULE).tier is Tier.NEVER


def test_another_currency_is_left_out_and_counted_never_added() -> None:
    found = standing([bought(5, "400"), bought(6, "200", currency="USD")], TODAY, RULE)
    assert (found.spent, found.frequency, found.foreign) == (Decimal(400), 1, 1)
    dollars = standing([bought(5, "400"), bought(6, "200", currency="USD")], TODAY, replace(RULE, currency="USD"))
    assert (dollars.spent, dollars.foreign) == (Decimal(200), 1)


def test_who_bought_in_another_currency_only_has_no_tier_and_is_not_called_new_to_the_shop() -> None:
    found = standing([bought(5, "400", currency="USD")], TODAY, RULE)
    assert (found.tier, found.foreign) == (None, 1)


# every cell


def cells() -> list[tuple[int, int, int]]:
    """Every feasible cell: somebody who bought within the window has orders in it, others have none."""
    return [
        (r, f, m)
        for r in range(200)
        for f in range(8)
        for m in range(0, 1200, 20)
        if (f > 0) == (r <= 90) and (m > 0 or f == 0) and (f > 0 or m == 0)
    ]


def literal(r: int, f: int, m: int) -> Tier | None:
    """The source's table, word for word."""
    if r <= 30 and f >= 3 and m >= 500:
        return Tier.HIGH_ACTIVE
    if 31 <= r <= 90 and f >= 2 and m >= 300:
        return Tier.HIGH_SILENT
    if r <= 30 and 1 <= f <= 2 and m < 100:
        return Tier.LOW_ACTIVE
    return Tier.LOW_SILENT if r > 90 and f == 0 and m == 0 else None


def test_everybody_has_one_tier_and_every_literal_row_keeps_its_own() -> None:
    strict = replace(RULE, logic="literal")
    for r, f, m in cells():
        tier = tier_of(r, f, Decimal(m), RULE)
        assert tier is not None
        assert tier_of(r, f, Decimal(m), strict) is literal(r, f, m)
        assert literal(r, f, m) in (None, tier), (r, f, m)


@pytest.mark.parametrize("logic", ["all", "any"])
def test_buying_more_never_lowers_the_value(logic: str) -> None:
    rule = replace(RULE, logic="any" if logic == "any" else "all")
    for r, f, m in cells():
        if tier_of(r, f, Decimal(m), rule) in HIGH:
            assert tier_of(r, f + 1, Decimal(m), rule) in HIGH
            assert tier_of(r, f, Decimal(m) + 20, rule) in HIGH


def test_the_literal_table_leaves_people_without_a_row() -> None:
    strict = replace(RULE, logic="literal")
    assert standing(like(10, 1, "2000"), TODAY, strict).tier is None
    assert standing(like(45, 1, "2000"), TODAY, strict).tier is None
    assert standing(like(10, 2, "80"), TODAY, strict).tier is Tier.LOW_ACTIVE


def test_with_any_one_threshold_is_enough() -> None:
    assert standing(like(10, 1, "900"), TODAY, replace(RULE, logic="any")).tier is Tier.HIGH_ACTIVE


def test_days_instead_of_orders_are_counted_where_the_shop_says_so() -> None:
    evening = [bought(5, "200", f"o{i}") for i in range(3)]
    assert standing(evening, TODAY, RULE).tier is Tier.HIGH_ACTIVE
    found = standing(evening, TODAY, replace(RULE, frequency_unit="days"))
    assert (found.frequency, found.tier) == (1, Tier.LOW_ACTIVE)


bills = st.lists(
    st.builds(
        Bill,
        st.integers(0, 40).map(str),
        st.integers(-3, 400).map(lambda age: TODAY - timedelta(days=age)),
        st.decimals(-50, 900, places=2),
        st.sampled_from(["CNY", "CNY", "USD"]),
    ),
    max_size=12,
    unique_by=lambda bill: bill.order_id,
)


@given(bills, st.permutations(range(12)))
def test_the_order_of_orders_does_not_matter(given_bills: list[Bill], turn: list[int]) -> None:
    mixed = [given_bills[i] for i in turn if i < len(given_bills)]
    assert standing(mixed, TODAY, RULE).tier == standing(given_bills, TODAY, RULE).tier
    assert standing(mixed, TODAY, RULE).spent == standing(given_bills, TODAY, RULE).spent


@given(bills)
def test_recent_and_within_the_window_are_the_same_thing(given_bills: list[Bill]) -> None:
    found = standing(given_bills, TODAY, RULE)
    assert found.spent >= 0
    if found.recency is not None:
        assert (found.recency <= 90) == (found.frequency >= 1) == (found.spent > 0)
        assert found.tier is not None


@given(bills, st.integers(1, 7))
def test_a_move_that_is_foretold_comes_and_none_comes_untold(given_bills: list[Bill], ahead: int) -> None:
    known = [bill for bill in given_bills if bill.day <= TODAY]
    now, then = standing(known, TODAY, RULE).tier, standing(known, TODAY + timedelta(days=ahead), RULE).tier
    move = next_move(known, TODAY, RULE)
    if move is None:
        assert then is now
    elif move.on == TODAY + timedelta(days=ahead):
        assert then is move.to
    elif move.on > TODAY + timedelta(days=ahead):
        assert then is now


# labels


def test_a_first_order_makes_somebody_new() -> None:
    assert Label.NEW in standing([bought(3, "20")], TODAY, RULE).labels
    assert Label.NEW not in standing([bought(3, "20"), bought(300, "20")], TODAY, RULE).labels
    assert Label.NEW not in standing([bought(40, "20")], TODAY, RULE).labels


@pytest.mark.parametrize(("recency", "warned"), [(23, False), (24, True), (30, True), (31, False)])
def test_who_falls_silent_within_a_week_is_named_in_time(recency: int, warned: bool) -> None:
    found = standing(like(recency, 2, "300"), TODAY, RULE)
    assert (Label.SOON_SILENT in found.labels) == warned


def test_lost_means_that_some_window_once_reached_the_silent_threshold() -> None:
    apart = [bought(100, "200", "a"), bought(191, "200", "b")]
    together = [bought(100, "200", "a"), bought(190, "200", "b")]
    assert Label.LOST not in standing(apart, TODAY, RULE).labels
    assert Label.LOST in standing(together, TODAY, RULE).labels


def test_within_a_tier_recent_spend_ranks_first() -> None:
    recent, old = standing([bought(31, "400")], TODAY, RULE), standing([bought(89, "450")], TODAY, RULE)
    assert recent.decayed > old.decayed
    assert standing([bought(90, "100")], TODAY, RULE).decayed == pytest.approx(50)


# days of the shop


def test_days_are_the_shops_whole_days() -> None:
    shop = timezone(timedelta(hours=8))
    paid = datetime(2026, 2, 28, 16, 30, tzinfo=UTC).astimezone(shop).date()
    assert paid == date(2026, 3, 1)
    assert standing([Bill("a", paid, Decimal(80))], date(2026, 3, 31), RULE).recency == 30


# the rule itself


@pytest.mark.parametrize(
    ("rule", "key"),
    [
        (Rule(active_days=90), "silent_days"),
        (Rule(active_days=91), "silent_days"),
        (Rule(window_days=60), "window_days"),
        (Rule(high_active=Threshold(-1, Decimal(500))), "high_active.f"),
        (Rule(high_silent=Threshold(2, Decimal(-1))), "high_silent.m"),
        (Rule(low_active_m=Decimal(-5)), "low_active_m"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_with_its_key_and_a_remedy(rule: Rule, key: str) -> None:
    found = complaints(rule)
    assert [found_key for found_key, _, _ in found] == [key]
    assert all(what and fix for _, what, fix in found)


def test_the_shipped_rule_makes_sense() -> None:
    assert complaints(Rule()) == []


# everybody


@given(
    st.dictionaries(st.text("abc", min_size=1, max_size=3), bills, max_size=6), st.sampled_from(["all", "literal"])
)
def test_a_preview_says_what_the_list_then_shows(everybody: dict[str, list[Bill]], logic: str) -> None:
    tried = replace(
        RULE, high_active=Threshold(2, Decimal(200)), logic="all" if logic == "all" else "literal",
        frequency_unit="days" if len(everybody) % 2 else "orders",
    )  # fmt: skip
    before, after = tier_list(everybody, TODAY, RULE), tier_list(everybody, TODAY, tried)
    found = preview(everybody, TODAY, RULE, tried)
    now = {member.customer_id: place(member.standing) for member in after.members}
    moved = [m.customer_id for m in before.members if now[m.customer_id] != place(m.standing)]
    assert found.moving == len(moved)
    assert found.people == len(everybody) == sum(before.counts().values())


@given(bills)
def test_who_moved_since_yesterday_is_who_stood_elsewhere_without_what_came_since(given_bills: list[Bill]) -> None:
    known = [bill for bill in given_bills if bill.day <= TODAY]
    (member,) = tier_list({"c": known}, TODAY, RULE).members
    yesterday = TODAY - timedelta(days=1)
    before = standing([bill for bill in known if bill.day <= yesterday], yesterday, RULE)
    assert member.yesterday is before.tier
