"""What one customer bought, as far as it says what they want next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from bot.catalog import Catalog
from bot.ranking.learned import NONE, NUMBER, SKU_BITS, Learned

K = TypeVar("K")

HALF_LIFE_S = 90 * 86_400.0
"""After this time a purchase says half as much about what is wanted next."""
STRONGEST = 60
"""Products of one customer whose neighbours are looked at: a wholesaler has thousands."""


@dataclass(frozen=True, slots=True)
class Taste:
    """A customer's products and categories with their weights, the largest 1."""

    products: Mapping[int, float] = field(default_factory=dict)
    """By the product's number: how often it was bought, faded."""
    strongest: tuple[int, ...] = ()
    """Those that say most."""
    categories: Mapping[str, float] = field(default_factory=dict)
    last: Mapping[int, float] = field(default_factory=dict)
    """When each product was bought last, also those that say nothing about taste."""
    often: frozenset[int] = frozenset()
    """Bought at two moments or more."""


NOBODY = Taste()


def taste_of(learned: Learned, customers: Collection[str], catalog: Catalog, now: float) -> Taste:
    """Read a person's taste at a moment; what is sensitive has no part in it, nor what the shop no longer has."""
    bought = sorted(packed for customer in customers for packed in learned.kept.get(customer, NONE))
    if not bought:
        return NOBODY
    weights: dict[int, float] = defaultdict(float)
    last: dict[int, float] = {}
    often: set[int] = set()
    for packed in bought:
        number, at = packed & NUMBER, packed >> SKU_BITS
        if at > now:
            break
        weights[number] += 2.0 ** ((at - now) / HALF_LIFE_S)
        if last.get(number, at) != at:
            often.add(number)
        last[number] = at
    categories: dict[str, float] = defaultdict(float)
    for number in list(weights):
        product = catalog.get(learned.names[number])
        if product is None or product.sensitive:
            del weights[number]
        elif product.category:
            categories[product.category] += weights[number]
    strongest = sorted(weights, key=lambda number: (-weights[number], learned.names[number]))[:STRONGEST]
    return Taste(scaled(weights), tuple(strongest), scaled(categories), last, frozenset(often))


def scaled(weights: Mapping[K, float]) -> Mapping[K, float]:
    """Return the weights with 1 for the largest."""
    most = max(weights.values(), default=0.0)
    return {key: weight / most for key, weight in weights.items()} if most > 0 else {}
