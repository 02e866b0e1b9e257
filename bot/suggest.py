"""What to suggest to one viewer, and in which words.

History chooses, it never speaks: the reason codes are for staff, the sentence names only the product.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.catalog import Catalog, Product
from bot.product_questions.wishes import asked_for, names_something
from bot.ranking.learned import Learned
from bot.ranking.resting import rests
from bot.ranking.scores import ROOM, Fit, Offer, Weights, fits
from bot.ranking.taste import NOBODY, taste_of
from bot.text import Language, normalise

ASKED_FOR = 2.0
"""What a product asked for by name counts beside everything else."""
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
    customer: str | None = None
    """Whose purchases choose; None when they are not known or not to be used."""
    on_screen: str | None = None
    shown: Collection[str] = ()
    """Suggested to this viewer a moment ago, or barred for another reason."""


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
    hits = asked_for(plain, catalog) if plain else {}
    if plain and not hits and names_something(plain):
        return []
    at = now.timestamp()
    taste = taste_of(learned, wanted.customer, catalog, at) if wanted.customer is not None else NOBODY
    pool = [
        catalog[sku]
        for sku in hits or (catalog if candidates is None else dict.fromkeys(candidates))
        if sku in catalog
    ]
    if hits and candidates is not None:
        allowed = frozenset(candidates)
        pool = [product for product in pool if product.sku in allowed]
    products = [
        product
        for product in pool
        if product.available
        and product.sku not in wanted.shown
        # What is sensitive is never the shop's own idea, and what was just bought seldom a good one; somebody who
        # asks for them by name gets them.
        and (hits or not (product.sensitive or rests(learned, taste, product, at)))
    ]
    ranked = fits(learned, taste, Offer(products, wanted.on_screen), catalog, weights, at)
    found = [_ranked(fit, hits) for fit in ranked]
    if wanted.on_screen is not None and _about_it(plain, wanted.on_screen, hits):
        found.sort(key=lambda r: (r.sku != wanted.on_screen, -r.score))
    elif hits:
        found.sort(key=lambda r: -r.score)
    return _varied(found, catalog, k) if varied else found[:k]


def _ranked(fit: Fit, hits: Mapping[str, float]) -> Ranked:
    sku, asked = fit.product.sku, hits.get(fit.product.sku, 0.0)
    reason = "asked_for" if asked and fit.reason == "catalogue" else fit.reason
    return Ranked(sku, round(fit.score + ASKED_FOR * asked, 9), reason)


def _about_it(plain: str, on_screen: str, hits: Mapping[str, float]) -> bool:
    """Return whether a question is about what the host shows: by name, or because it points."""
    if hits:
        return hits.get(on_screen, 0.0) >= max(hits.values())
    return _THIS_ONE.search(plain) is not None


def _varied(ranked: list[Ranked], catalog: Catalog, k: int) -> list[Ranked]:
    """Take the best `k`, at most two in any three of one category while others remain."""
    taken: list[Ranked] = []
    left = list(ranked)
    while left and len(taken) < k:
        last = Counter(catalog[r.sku].category for r in taken[-2:])
        crowded = {category for category, n in last.items() if n == 2 and category}
        pick = next((r for r in left if catalog[r.sku].category not in crowded), left[0])
        taken.append(pick)
        left.remove(pick)
    return taken


_SENTENCES: Mapping[Language, tuple[str, ...]] = {
    "zh": (
        "可以看看{link}「{title}」，{price}，现在有货。",
        "{link}「{title}」可以参考一下，{price}，还有货哦。",
        "这款可以了解下：{link}「{title}」，{price}。",
    ),
    "en": (
        "You could look at {link}“{title}”, {price}, in stock now.",
        "{link}“{title}” may suit you: {price}, in stock.",
        "Have a look at {link}“{title}”, {price}.",
    ),
}


def sentence(product: Product, language: Language, turn: int = 0, say: str = "") -> str:
    """Return the sentence with which a product is suggested; price and link as the catalogue has them now.

    `say` is a short reason a checked model draft gave; `turn` rotates the wording.
    """
    if language == "zh":
        link = f"{product.link_no}号链接" if product.link_no is not None else ""
        price = product.price_text or "价格请看购物车"
    else:
        link = f"link {product.link_no}: " if product.link_no is not None else ""
        price = product.price_text or "price in the cart"
    if say:
        return (
            f"{link}「{product.title}」：{say}，{price}。"
            if language == "zh"
            else f"{link}“{product.title}”: {say}. {price}."
        )
    choices = _SENTENCES[language]
    return choices[turn % len(choices)].format(link=link, title=product.title, price=price)
