"""What to suggest: products ranked for one viewer, by code alone.

Personal frequency that fades, the categories a viewer buys from, what the host shows and what sells now
(measured in the notes on ranking; see docs/architecture.md). History chooses, it never speaks: the reason
codes are for staff, what is said (`sentences`) names only the product.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.catalog import Catalog, Product
from bot.product_questions.wishes import asked_for, names_something
from bot.purchases import History
from bot.text import normalise

HALF_LIFE_DAYS = 60.0
"""After this many days a purchase says half as much about what is wanted next."""

OWN, CATEGORY, HOT, SCREEN = 1.0, 0.35, 0.15, 0.10
REST_DAYS = {"repeat": 10.0, "once": 400.0, "accessory": 30.0, "": 60.0}
"""Days after buying a product during which it is not suggested again, by its repurchase policy."""


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
    history: History | None = None
    on_screen: str | None = None
    hot: Mapping[str, int] | None = None
    """Customers who bought each product lately."""
    shown: Collection[str] = ()
    """Suggested to this viewer a moment ago."""


def shortlist(
    wanted: Wanted,
    catalog: Catalog,
    now: datetime,
    *,
    k: int = 6,
    candidates: Iterable[str] | None = None,
) -> list[Ranked]:
    """Rank what can be suggested, best first; empty when nothing fits what was asked for."""
    plain = normalise(wanted.question)
    hits = asked_for(plain, catalog) if plain else {}
    if plain and not hits and names_something(plain):
        return []
    pool = (
        [catalog[sku] for sku in candidates if sku in catalog] if candidates is not None else list(catalog.values())
    )
    own, tastes, rests = _own(wanted.history, catalog, now)
    hot = wanted.hot or {}
    most_sold = max(hot.values(), default=0) or 1
    ranked: list[Ranked] = []
    for product in pool:
        if not _may_be_suggested(product, bool(hits.get(product.sku)), rests, wanted.shown):
            continue
        if hits and product.sku not in hits:
            continue
        parts = {
            "repeat": OWN * own.get(product.sku, 0.0),
            "category": CATEGORY * tastes.get(product.category, 0.0),
            "host_showing": SCREEN if product.sku == wanted.on_screen else 0.0,
            "hot_now": HOT * hot.get(product.sku, 0) / most_sold,
        }
        score = sum(parts.values()) + 2.0 * hits.get(product.sku, 0.0)
        strongest = max(parts, key=lambda name: parts[name])
        reason = strongest if parts[strongest] > 0 else "asked_for" if hits else "catalogue"
        ranked.append(Ranked(product.sku, round(score, 6), reason))
    ranked.sort(key=lambda r: (-r.score, r.sku))
    return _varied(ranked, catalog, k)


def _may_be_suggested(product: Product, asked_for: bool, rests: Collection[str], shown: Collection[str]) -> bool:
    if not product.available or product.sku in shown:
        return False
    # Sensitive things are never the shop's own idea; somebody who asks for them by name gets them.
    return asked_for or not (product.sensitive or product.sku in rests)


def _own(
    history: History | None, catalog: Catalog, now: datetime
) -> tuple[dict[str, float], dict[str, float], frozenset[str]]:
    """Return faded frequency by sku and by category, each at most 1, and what was bought too lately."""
    if history is None:
        return {}, {}, frozenset()
    own: dict[str, float] = defaultdict(float)
    tastes: dict[str, float] = defaultdict(float)
    rests: set[str] = set()
    for bought in history.bought:
        product = catalog.get(bought.sku)
        if product is None or product.sensitive:
            continue
        days = max(0.0, (now - bought.at).total_seconds() / 86_400)
        weight = 2 ** (-days / HALF_LIFE_DAYS)
        tastes[product.category] += weight
        if product.repurchase in ("repeat", ""):
            own[bought.sku] += weight
        if days < REST_DAYS[product.repurchase]:
            rests.add(bought.sku)
    return _scaled(own), _scaled(tastes), frozenset(rests)


def _scaled(weights: Mapping[str, float]) -> dict[str, float]:
    most = max(weights.values(), default=0.0)
    return {name: weight / most for name, weight in weights.items()} if most else {}


def _varied(ranked: list[Ranked], catalog: Catalog, k: int) -> list[Ranked]:
    """Take the best `k`, at most two in any three of one category while others remain."""
    taken: list[Ranked] = []
    left = list(ranked)
    while left and len(taken) < k:
        last = [catalog[r.sku].category for r in taken[-2:]]
        crowded = {category for category, n in Counter(last).items() if n == 2}
        pick = next((r for r in left if catalog[r.sku].category not in crowded), left[0])
        taken.append(pick)
        left.remove(pick)
    return taken
