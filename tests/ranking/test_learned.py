"""What all customers bought, as counts: exact, in whatever order it is learned and taken back."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations
from math import inf
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ranking import learned as module
from bot.ranking.gathering import Gathering
from bot.ranking.learned import Learned, Purchase

DAY = 86_400
PURCHASES = st.lists(
    st.builds(Purchase, st.integers(0, 12).map(lambda day: day * DAY), st.sampled_from("ABCDEFGH")),
    max_size=10,
)
BOUGHT = st.lists(st.tuples(st.sampled_from(["ann", "ben", "cat"]), PURCHASES), max_size=8)
WINDOWS = st.sampled_from([1, 2, 3, 50])


def counts(learned: Learned) -> dict[str, Any]:
    """Every count by name, whatever numbers the products got, without products that count nothing."""
    names = learned.names
    return {
        "buyers": {names[n]: count for n, count in enumerate(learned.buyers) if count},
        "again": {names[n]: count for n, count in enumerate(learned.again) if count},
        "together": {
            names[n]: {names[other]: count for other, count in row.items()}
            for n, row in enumerate(learned.together)
            if row
        },
        "sold": {names[n]: list(times) for n, times in enumerate(learned.sold) if times},
        "kept": {customer: sorted(learned.purchases(customer)) for customer in learned.kept},
    }


def by_hand(bought: dict[str, list[Purchase]], window: int) -> dict[str, Any]:
    """The same counts, each from its definition."""
    buyers: Counter[str] = Counter()
    again: Counter[str] = Counter()
    together: dict[str, Counter[str]] = defaultdict(Counter)
    sold: dict[str, list[int]] = defaultdict(list)
    for purchases in bought.values():
        moments: dict[str, set[int]] = defaultdict(set)
        for at, sku in purchases:
            moments[sku].add(at)
            sold[sku].append(at)
        buyers.update(moments.keys())
        again.update(sku for sku, times in moments.items() if len(times) > 1)
        firsts = sorted(moments, key=lambda sku: (min(moments[sku]), sku))
        for (i, one), (j, two) in combinations(enumerate(firsts), 2):
            if j - i <= window:
                together[one][two] += 1
                together[two][one] += 1
    return {
        "buyers": dict(buyers),
        "again": dict(again),
        "together": {sku: dict(row) for sku, row in together.items()},
        "sold": {sku: sorted(times) for sku, times in sold.items()},
        "kept": {who: sorted(some) for who, some in bought.items() if some},
    }


def of(bought: list[tuple[str, list[Purchase]]]) -> dict[str, list[Purchase]]:
    """Join what each bought; the same product twice at one moment is once."""
    joined: dict[str, set[Purchase]] = defaultdict(set)
    for customer, purchases in bought:
        joined[customer].update(purchases)
    return {customer: sorted(purchases) for customer, purchases in joined.items()}


def learn(bought: list[tuple[str, list[Purchase]]]) -> Learned:
    learned = Learned()
    for customer, purchases in bought:
        learned.learn(customer, purchases)
    return learned


@settings(max_examples=60)
@given(bought=BOUGHT, width=WINDOWS, order=st.randoms(use_true_random=False))
def test_every_count_is_what_its_definition_says_in_whatever_order_it_was_learned(
    bought: list[tuple[str, list[Purchase]]], width: int, order: Any
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "WINDOW", width)
        expected = by_hand(of(bought), width)
        assert counts(learn(bought)) == expected
        order.shuffle(bought)
        assert counts(learn(bought)) == expected


@settings(max_examples=60)
@given(before=BOUGHT, late=BOUGHT, gone=PURCHASES, width=WINDOWS)
def test_a_customer_who_is_forgotten_leaves_what_would_be_there_without_them(
    before: list[tuple[str, list[Purchase]]],
    late: list[tuple[str, list[Purchase]]],
    gone: list[Purchase],
    width: int,
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "WINDOW", width)
        learned = learn([*before, ("gone", gone), *late, ("gone", gone)])
        learned.forget("gone")
        assert counts(learned) == counts(learn([*before, *late]))


@settings(max_examples=60)
@given(bought=BOUGHT, new=PURCHASES, width=WINDOWS)
def test_a_customer_may_be_set_to_what_they_bought_as_often_as_one_likes(
    bought: list[tuple[str, list[Purchase]]], new: list[Purchase], width: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "WINDOW", width)
        learned = learn(bought)
        for _ in range(2):
            learned.replace("ann", new)
            others = [(who, some) for who, some in bought if who != "ann"]
            assert counts(learned) == counts(learn([*others, ("ann", new)]))


def test_what_was_never_learned_is_not_taken_back() -> None:
    learned = learn([("ann", [Purchase(DAY, "A")])])
    learned.forget("nobody")
    assert counts(learned) == counts(learn([("ann", [Purchase(DAY, "A")])]))


@settings(max_examples=60)
@given(bought=BOUGHT, late=BOUGHT, width=WINDOWS, most=st.sampled_from([1, 1_000_000]))
def test_counting_everything_at_once_is_the_same_as_learning_order_by_order(
    bought: list[tuple[str, list[Purchase]]], late: list[tuple[str, list[Purchase]]], width: int, most: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "WINDOW", width)
        patch.setattr("bot.ranking.gathering.MOST_PAIRS", most)
        learned = Learned()
        gathering = Gathering(learned)
        for some in (bought, late):
            for customer, purchases in some:
                gathering.add((customer, *purchase) for purchase in purchases)
            gathering.count()
        assert counts(learned) == counts(learn([*bought, *late]))
        learned.replace("ann", [])
        assert counts(learned) == counts(learn([(who, p) for who, p in [*bought, *late] if who != "ann"]))


# what fades


def test_a_sale_is_worth_half_after_five_days() -> None:
    learned = learn([("ann", [Purchase(10 * DAY, "A")]), ("ben", [Purchase(15 * DAY, "B")])])
    old, new = learned.heat([learned.numbers[sku] for sku in "AB"], 16 * DAY)
    assert old == pytest.approx(new / 2)


def test_what_was_sold_later_than_the_moment_asked_about_warms_nothing() -> None:
    learned = learn([("ann", [Purchase(10 * DAY, "A"), Purchase(12 * DAY, "A")])])
    number = learned.numbers["A"]
    only_first = learn([("ann", [Purchase(10 * DAY, "A")])])
    assert learned.heat([number], 11 * DAY) == only_first.heat([only_first.numbers["A"]], 11 * DAY)
    assert learned.sold_since(number, 9 * DAY, 11 * DAY) == 1
    assert learned.sold_since(number, 10 * DAY, 12 * DAY) == 1, "from a moment on, that moment not included"


def test_sales_taken_back_warm_nothing_not_even_by_a_rounding() -> None:
    learned = learn([("ann", [Purchase(10 * DAY, "A")])])
    cold = learned.heat([learned.numbers["A"]], 40 * DAY)
    learned.learn("ben", [Purchase(40 * DAY, "A")])
    assert learned.heat([learned.numbers["A"]], 40 * DAY) > cold
    learned.forget("ben")
    assert learned.heat([learned.numbers["A"]], 40 * DAY) == cold


def test_years_apart_the_numbers_stay_numbers() -> None:
    learned = learn([("ann", [Purchase(day * DAY, "A") for day in (1, 9_000, 18_000)])])
    for day in (1, 18_000, 9_000, 20_000_000, 18_001):
        assert 0 <= learned.heat([learned.numbers["A"]], day * DAY)[0] < inf
