"""When a product a customer has already bought is worth suggesting again."""

from __future__ import annotations

from bot.catalog import Catalog, Product
from bot.ranking.learned import Learned
from bot.ranking.taste import Taste

DAY_S = 86_400.0
REST_DAYS = {"repeat": 7.0, "once": 400.0, "accessory": 30.0}
"""Days after buying it during which a product rests, by what the catalogue says of it."""
JUST_BOUGHT_DAYS = 1.0
"""Where the catalogue says nothing: bought in this show."""
INFERRED_ONCE_DAYS = 60.0
ENOUGH_BUYERS = 50
BOUGHT_AGAIN = 0.15
"""A product of which fewer of its buyers than this came back for it is one that people buy once."""


def resting(learned: Learned, taste: Taste, catalog: Catalog, now: float) -> frozenset[str]:
    """Return the products a customer bought so lately that they hardly want them again."""
    return frozenset(
        product.sku
        for number, last in taste.last.items()
        if (product := catalog.get(learned.names[number])) is not None
        and now - last < _rest_days(learned, taste, product, number) * DAY_S
    )


def _rest_days(learned: Learned, taste: Taste, product: Product, number: int) -> float:
    days = product.lasts_days or REST_DAYS.get(product.repurchase)
    if days is None:
        days = INFERRED_ONCE_DAYS if _bought_once(learned, taste, number) else JUST_BOUGHT_DAYS
    return days


def _bought_once(learned: Learned, taste: Taste, number: int) -> bool:
    """Return whether enough customers show that it is bought once, and this one never bought it twice."""
    buyers = learned.buyers[number]
    return number not in taste.often and buyers >= ENOUGH_BUYERS and learned.again[number] < BOUGHT_AGAIN * buyers
