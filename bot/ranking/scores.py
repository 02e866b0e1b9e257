"""How much each product fits one customer at one moment: the parts of its score, each by its own reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from bot.catalog import Catalog, Product
from bot.ranking.learned import Learned
from bot.ranking.taste import Taste, scaled

QUARTER_S = 15 * 60.0
DAY_S = 86_400.0


FEW = 200
ONE_IS_ENOUGH = frozenset({"once", "accessory"})


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each part counts; every part is scaled so that its largest value is 1."""

    own: float = 1.0
    together: float = 0.2
    category: float = 0.05
    showing: float = 0.03
    quarter: float = 0.01
    today: float = 0.0075
    lately: float = 0.005
    pinned: float = 0.001
    sells: float = 0.0005
    """What ever sold, where nothing else speaks for one: before the order of the catalogue."""
    shrink: float = 3.0
    """Pairs bought together this rarely hardly count: chance."""
    damped_own: float = 0.5
    damped: float = 1.0
    """The exponent by which what everybody buys counts less as a neighbour."""


ROOM = Weights()
"""For some tens of products on offer, all of them popular: what sets this customer apart counts."""
CATALOGUE = Weights(together=0.3, quarter=0.05, today=0.05, lately=0.05, showing=0.2, shrink=5.0, damped=0.6)
"""For everything the shop has, most of it rarely bought: what sells counts more."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What may be suggested, and what the room is about."""

    products: Sequence[Product]
    showing: str | None = None
    """The product the host shows."""


Part: TypeAlias = Mapping[int, float]
"""Scores by the product's place in the offer; what is nothing is not in it."""


class Fits:
    """How well each product of an offer fits a customer at a moment."""

    def __init__(self, learned: Learned, taste: Taste, offer: Offer, weights: Weights, now: float) -> None:
        self._learned, self._taste, self._weights = learned, taste, weights
        self._products = offer.products
        numbers, products = learned.numbers, offer.products
        self._places = {
            number: place for place, p in enumerate(products) if (number := numbers.get(p.sku)) is not None
        }
        """By the product's number, of those that somebody bought."""
        w = weights
        self._parts: Mapping[str, Part] = {
            "repeat": _weighted(w.own, self._bought_before()),
            "goes_with": _weighted(w.together, self._bought_together()),
            "new_in_category": _weighted(w.category, self._liked()),
            "host_showing": _weighted(w.showing, {n: 1.0 for n, p in enumerate(products) if p.sku == offer.showing}),
            "hot_now": _weighted(w.quarter, self._sold(now - QUARTER_S, now)),
            "hot_today": _weighted(w.today, self._sold(now - DAY_S, now)),
            "hot_lately": _weighted(w.lately, self._lately(now)),
            "pinned": _weighted(w.pinned, {n: 1.0 for n, p in enumerate(products) if p.suggest == "pinned"}),
            "sells": _weighted(w.sells, self._sold(0.0, now)),
        }
        scores = [0.0] * len(products)
        for part in self._parts.values():
            for place, score in part.items():
                scores[place] += score
        # Rounded: what differs by less than this differs by the order in which it was added.
        self.scores: Sequence[float] = [round(score, 9) for score in scores]

    def best_first(self) -> list[int]:
        """Return the places of the offer, best first; of equals the one that is offered first."""
        return sorted(range(len(self.scores)), key=lambda place: -self.scores[place])

    def reason(self, place: int, catalog: Catalog) -> str:
        """Return the code of the part that counts most; `catalogue` where nothing counts."""
        part = max(self._parts, key=lambda name: self._parts[name].get(place, 0.0))
        if not self._parts[part].get(place, 0.0):
            return "catalogue"
        if part != "goes_with":
            return part
        number = self._learned.numbers[self._products[place].sku]
        through = max(self._taste.strongest, key=lambda own: self._pair(own, number))
        beside = catalog.get(self._learned.names[through])
        return f"goes_with:{beside.category}" if beside is not None and beside.category else part

    def _bought_before(self) -> Part:
        return {
            self._places[number]: weight
            for number, weight in self._taste.products.items()
            if number in self._places and self._products[self._places[number]].repurchase not in ONE_IS_ENOUGH
        }

    def _bought_together(self) -> Part:
        """What is bought by those who buy the same; what everybody buys counts less."""
        if not self._taste.strongest:
            return {}
        found = self._beside_few() if len(self._places) <= FEW else self._beside_many()
        damped, buyers = -self._weights.damped, self._learned.buyers
        return scaled({self._places[number]: score * buyers[number] ** damped for number, score in found.items()})

    def _beside_few(self) -> Mapping[int, float]:
        """Look each product of the offer up among the neighbours of each own one."""
        found: dict[int, float] = defaultdict(float)
        shrink, offered = self._weights.shrink, self._places.keys()
        for own in self._taste.strongest:
            row, weight = self._learned.together[own], self._taste.products[own] * self._rarity(own)
            for number in offered & row.keys():
                count = row[number]
                found[number] += weight * count * count / (count + shrink)
        return found

    def _beside_many(self) -> Mapping[int, float]:
        """Add up whole rows of neighbours at once: in a large offer most of a row is on it."""
        sums = np.zeros(len(self._learned.names))
        for own in self._taste.strongest:
            row = self._learned.together[own]
            numbers = np.fromiter(row.keys(), dtype=np.int64, count=len(row))
            counts = np.fromiter(row.values(), dtype=np.float64, count=len(row))
            weight = self._taste.products[own] * self._rarity(own)
            sums[numbers] += weight * counts * counts / (counts + self._weights.shrink)
        return {number: score for number, score in enumerate(sums.tolist()) if score and number in self._places}

    def _pair(self, own: int, number: int) -> float:
        count = self._learned.together[own].get(number, 0)
        return self._taste.products[own] * self._rarity(own) * count * count / (count + self._weights.shrink)

    def _rarity(self, own: int) -> float:
        return float(self._learned.buyers[own] ** -self._weights.damped_own)

    def _liked(self) -> Part:
        """What is of a category the customer buys from, its most bought product first."""
        categories = self._taste.categories
        if not categories:
            return {}
        liked = [place for place, product in enumerate(self._products) if product.category in categories]
        buyers = dict.fromkeys(liked, 1)
        for number, place in self._places.items():
            if place in buyers:
                buyers[place] += self._learned.buyers[number]
        most: dict[str, int] = defaultdict(int)
        for place, n in buyers.items():
            most[self._products[place].category] = max(most[self._products[place].category], n)
        return {
            place: categories[category] * n / most[category]
            for place, n in buyers.items()
            if (category := self._products[place].category)
        }

    def _sold(self, since: float, now: float) -> Part:
        if self._learned.latest <= since:
            return {}
        sold = self._learned.sold
        recent = (
            (place, self._learned.sold_since(number, since, now))
            for number, place in self._places.items()
            if (times := sold[number]) and times[-1] > since
        )
        return scaled({place: float(n) for place, n in recent if n})

    def _lately(self, now: float) -> Part:
        return scaled(dict(zip(self._places.values(), self._learned.heat(self._places, now), strict=True)))


def _weighted(weight: float, part: Part) -> Part:
    return {place: weight * score for place, score in part.items() if score}
