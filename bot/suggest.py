"""What to suggest to one viewer: what was asked for, else what suits them.

History chooses, it never speaks: the reason codes are for staff, what is said (`sentences`) names only the product.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zlib import crc32

from bot.catalog import Catalog, Product
from bot.product_questions.goods import asked_for, names_something
from bot.product_questions.limits import NO_LIMITS, Limits, limits_of
from bot.product_questions.names import BY_ITSELF, BY_NAME
from bot.ranking.learned import Learned
from bot.ranking.resting import resting
from bot.ranking.scores import ROOM, Fits, Offer, Weights
from bot.ranking.taste import taste_of
from bot.text import normalise

ASKED_FOR = 2.0
"""What a product asked for by name counts beside everything else."""
ALIKE = 0.5
"""What all tags in common count: less than any name, so that nothing sensitive or barred is meant by likeness."""
_THIS_ONE = re.compile(r"这[个款件条双]|\bthis (?:one|item|product)\b")


@dataclass(frozen=True, slots=True)
class Ranked:
    """A product worth suggesting, and why (for staff, never for the room)."""

    sku: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who asks, for what, and what the room shows."""

    question: str = ""
    customers: Collection[str] = ()
    """Whose purchases choose: the customer ids of one person; none when they are not known or not to be used."""
    on_screen: str | None = None
    shown: Collection[str] = ()
    """Suggested to this viewer a moment ago, or barred for another reason."""
    limits: Limits = NO_LIMITS
    """The budget, and whom it is for."""
    instead_of: str = ""
    """The product something like is wanted for; the question then says no more than that."""


def alike(question: str, catalog: Catalog, instead_of: str = "") -> str:
    """Return under what all who wish for the same goods share a case; nothing for a wish with conditions."""
    if limits_of(question, catalog) != NO_LIMITS:
        return ""
    goods = ",".join(sorted(asked_for(normalise(question), catalog)))
    return f"wish:{instead_of}:{crc32(goods.encode()):08x}"


def shortlist(
    wanted: Wanted,
    catalog: Catalog,
    now: datetime,
    learned: Learned,
    *,
    k: int = 6,
    candidates: Iterable[str] | None = None,
    weights: Weights = ROOM,
    varied: bool = True,
) -> list[Ranked]:
    """Rank what can be suggested, best first; empty when nothing fits what was asked for."""
    plain = normalise(wanted.question)
    like = catalog.get(wanted.instead_of)
    hits = _like(like, catalog) if like is not None else asked_for(plain, catalog) if plain else {}
    about_screen = wanted.on_screen is not None and _about(wanted.on_screen, plain, hits)
    if not hits and not about_screen and (like is not None or (plain and names_something(plain, catalog))):
        return []
    at = now.timestamp()
    taste = taste_of(learned, wanted.customers, catalog, at)
    rests = resting(learned, taste, catalog, at)
    products = [
        product
        for product in _pool(catalog, hits, candidates)
        if product.available
        and product.sku not in wanted.shown
        and product is not like
        and wanted.limits.admit(product)
        # What is sensitive or barred is never the shop's own idea, and what was just bought seldom a good one;
        # somebody who asks for them by name gets them. Who says a word that is only said of the one for slimming has
        # not named that.
        and (not product.sensitive or hits.get(product.sku, 0.0) >= BY_ITSELF)
        and (product.suggest != "never" or hits.get(product.sku, 0.0) >= BY_NAME)
        and (hits or product.sku not in rests)
    ]
    fits = Fits(learned, taste, Offer(products, wanted.on_screen), weights, at)
    order = fits.best_first()
    if hits:
        order.sort(key=lambda place: -hits[products[place].sku])
    if about_screen:
        order.sort(key=lambda place: products[place].sku != wanted.on_screen)
    taken = _varied(order, products, k) if varied else order[:k]
    return [_ranked(fits, place, products[place].sku, catalog, hits) for place in taken]


def _like(product: Product, catalog: Catalog) -> dict[str, float]:
    """Return the products that share tags with one, the more the better, else those of its category."""
    tags = frozenset(product.tags)
    shared = {other.sku: ALIKE * len(tags.intersection(other.tags)) / len(tags) for other in catalog.values() if tags}
    near = {sku: share for sku, share in shared.items() if share and sku != product.sku}
    return near or {other.sku: ALIKE for other in catalog.values() if other.category == product.category != ""}


def _pool(catalog: Catalog, hits: Mapping[str, float], candidates: Iterable[str] | None) -> list[Product]:
    if candidates is None:
        return [catalog[sku] for sku in hits] if hits else list(catalog.values())
    return [catalog[sku] for sku in dict.fromkeys(candidates) if sku in catalog and (not hits or sku in hits)]


def _ranked(fits: Fits, place: int, sku: str, catalog: Catalog, hits: Mapping[str, float]) -> Ranked:
    reason = fits.reason(place, catalog)
    if hits and reason == "catalogue":
        reason = "asked_for"
    return Ranked(sku, round(fits.scores[place] + ASKED_FOR * hits.get(sku, 0.0), 9), reason)


def _about(on_screen: str, plain: str, hits: Mapping[str, float]) -> bool:
    """Return whether a question is about what the host shows: by name, or because it points."""
    if hits:
        return hits.get(on_screen, 0.0) >= max(hits.values())
    return _THIS_ONE.search(plain) is not None


def _varied(order: list[int], products: Sequence[Product], k: int) -> list[int]:
    """Take the best `k`, at most two in any three of one category while others remain."""
    taken: list[int] = []
    left = list(order)
    while left and len(taken) < k:
        last = Counter(products[place].category for place in taken[-2:])
        crowded = {category for category, n in last.items() if n == 2 and category}
        pick = next((place for place in left if products[place].category not in crowded), left[0])
        taken.append(pick)
        left.remove(pick)
    return taken
