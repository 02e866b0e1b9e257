"""The products a text names: by title, nickname or tag, and by how much of the name it uses."""

from __future__ import annotations

from bot.catalog import Catalog
from bot.text import normalise

BY_NAME = 0.8
"""How much of a product's name a message must use; its category alone is less."""
BY_ITSELF = 0.9
"""From here on a message names this very product, by a name that only it has: what is sensitive asks for that much."""
_USED = {"sku": 1.0, "title": 1.0, "nickname": 0.9, "tag": 0.8, "word": 0.8, "category": 0.5, "kind": 0.0}


def named_in(plain: str, catalog: Catalog) -> dict[str, float]:
    """Return the products a normalised text names, with how much of the name it uses: from a category to all of it."""
    named: dict[str, float] = {}
    for found in catalog.by_name.found_in(plain):
        for sku, kind in catalog.by_name.skus[found.name].items():
            if (used := _USED[kind]) and used > named.get(sku, 0.0):
                named[sku] = used
    return {sku: named[sku] for sku in catalog if sku in named} if len(named) > 1 else named


def named_products(text: str, catalog: Catalog) -> frozenset[str]:
    """Return the products a message names, by title, nickname or tag."""
    return frozenset(sku for sku, used in named_in(normalise(text), catalog).items() if used >= BY_NAME)


def names_another(text: str, sku: str, catalog: Catalog) -> bool:
    """Return whether a message names products and this one is not among them."""
    named = named_products(text, catalog)
    return bool(named) and sku not in named
