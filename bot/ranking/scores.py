"""How much each product fits one customer at one moment: the parts of its score, each by its own reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.catalog import Catalog, Product
from bot.ranking.learned import Learned
from bot.ranking.taste import Taste, scaled

QUARTER_S = 15 * 60.0
DAY_S = 86_400.0
MONTH_SHARE = 0.5
"""What the last month's sales count beside the last days'."""


ONE_IS_ENOUGH = frozenset({"once", "accessory"})


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each part counts; every part is scaled so that its largest value is 1."""

    own: float = 1.0
    together: float = 0.2
    category: float = 0.05
    showing: float = 0.02
    quarter: float = 0.01
    today: float = 0.0075
    lately: float = 0.005
    pinned: float = 0.0001
    shrink: float = 3.0
    """Pairs bought together this rarely hardly count: chance."""
    damped_own: float = 0.5
    damped: float = 1.0
    """The exponent by which what everybody buys counts less as a neighbour."""


ROOM = Weights()
"""For some tens of products on offer, all of them popular: what sets this customer apart counts."""
CATALOGUE = Weights(together=0.3, quarter=0.05, today=0.05, lately=0.05, showing=0.05, shrink=5.0, damped=0.6)
"""For everything the shop has, most of it rarely bought: what sells counts more."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A product's score, and the part that counts most in it."""

    product: Product
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Offer:
    """What may be suggested, and what the room is about."""

    products: Sequence[Product]
    showing: str | None = None
    """The product the host shows."""
    pinned: Collection[str] = ()


def fits(learned: Learned, taste: Taste, offer: Offer, catalog: Catalog, weights: Weights, now: float) -> list[Fit]:
    """Score products, best first; of equals the one that is offered first."""
    numbers = [learned.numbers.get(product.sku, -1) for product in offer.products]
    bought = [number for number in numbers if number >= 0]
    together, through = _together(learned, taste, bought, weights)
    liked = _liked(learned, taste, offer.products, numbers)
    quarter = _sold(learned, bought, now - QUARTER_S, now)
    today = _sold(learned, bought, now - DAY_S, now)
    lately = _lately(learned, bought, now)
    found: list[Fit] = []
    for product, number in zip(offer.products, numbers, strict=True):
        parts = {
            "repeat": 0.0 if product.repurchase in ONE_IS_ENOUGH else weights.own * taste.products.get(number, 0.0),
            "goes_with": weights.together * together.get(number, 0.0),
            "new_in_category": weights.category * liked.get(product.sku, 0.0),
            "host_showing": weights.showing if product.sku == offer.showing else 0.0,
            "hot_now": weights.quarter * quarter.get(number, 0.0),
            "hot_today": weights.today * today.get(number, 0.0),
            "hot_lately": weights.lately * lately.get(number, 0.0),
            "pinned": weights.pinned if product.sku in offer.pinned else 0.0,
        }
        reason = max(parts, key=parts.__getitem__) if any(parts.values()) else "catalogue"
        if reason == "goes_with":
            beside = catalog.get(learned.names[through[number]])
            reason = f"goes_with:{beside.category}" if beside is not None and beside.category else reason
        # Rounded: what differs by less than this differs by the order in which it was added.
        found.append(Fit(product, round(sum(parts.values()), 9), reason))
    return sorted(found, key=lambda fit: -fit.score)


def _together(
    learned: Learned, taste: Taste, numbers: Sequence[int], weights: Weights
) -> tuple[Mapping[int, float], Mapping[int, int]]:
    """Return what is bought by those who buy the same, and through which own product most."""
    wanted = set(numbers)
    score: dict[int, float] = defaultdict(float)
    most: dict[int, float] = {}
    through: dict[int, int] = {}
    damped = _power(-weights.damped)
    for own in taste.strongest:
        row = learned.together[own]
        weight = taste.products[own] * learned.buyers[own] ** -weights.damped_own
        pairs = (
            ((number, row[number]) for number in wanted if number in row)
            if len(wanted) < len(row)
            else ((number, count) for number, count in row.items() if number in wanted)
        )
        for number, count in pairs:
            part = weight * count * count / (count + weights.shrink) * damped(learned.buyers[number])
            score[number] += part
            if part > most.get(number, 0.0):
                most[number], through[number] = part, own
    return scaled(score), through


def _power(exponent: float) -> Callable[[int], float]:
    """Return x ** exponent for whole numbers, each computed once: many products have as many buyers."""
    known: dict[int, float] = {}

    def power(base: int) -> float:
        if base not in known:
            known[base] = base**exponent
        return known[base]

    return power


def _liked(
    learned: Learned, taste: Taste, products: Sequence[Product], numbers: Sequence[int]
) -> Mapping[str, float]:
    """Return the products of categories the customer buys from, a category's most bought product first."""
    if not taste.categories:
        return {}
    most: dict[str, int] = defaultdict(int)
    buyers = [1 + (learned.buyers[number] if number >= 0 else 0) for number in numbers]
    for product, n in zip(products, buyers, strict=True):
        most[product.category] = max(most[product.category], n)
    return {
        product.sku: taste.categories[product.category] * n / most[product.category]
        for product, n in zip(products, buyers, strict=True)
        if product.category in taste.categories
    }


def _sold(learned: Learned, numbers: Sequence[int], since: float, now: float) -> Mapping[int, float]:
    return scaled({number: float(n) for number in numbers if (n := learned.sold_since(number, since, now))})


def _lately(learned: Learned, numbers: Sequence[int], now: float) -> Mapping[int, float]:
    """Return how warm sales are over days, with a share of the month's: a quiet week is not nothing."""
    heats = {number: learned.heat(number, now) for number in numbers}
    days = max((heat.days for heat in heats.values()), default=0.0) or 1.0
    month = max((heat.month for heat in heats.values()), default=0.0) or 1.0
    return scaled({number: h.days / days + MONTH_SHARE * h.month / month for number, h in heats.items()})
