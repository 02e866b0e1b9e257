"""What viewers call a product: its title, its tags, its category."""

from __future__ import annotations

import re

from bot.catalog import Catalog, Product
from bot.text import normalise

BY_NAME = 0.8
"""How much of a product's name a message must use; its category alone is less."""


def named_products(text: str, catalog: Catalog) -> frozenset[str]:
    """Return the products a message names, by title or tag."""
    plain = normalise(text)
    return frozenset(product.sku for product in catalog.values() if named_by(plain, product) >= BY_NAME)


def names_another(text: str, sku: str, catalog: Catalog) -> bool:
    """Return whether a message names products and this one is not among them."""
    named = named_products(text, catalog)
    return bool(named) and sku not in named


def named_by(plain: str, product: Product) -> float:
    """Return how much of a product's name a question uses: all of it, a tag, or only the category."""
    names = product.names
    if names.title in plain and has(plain, names.title):
        return 1.0
    for tag in names.tags:
        if tag in plain and has(plain, tag):
            return 0.8
    for category in names.categories:
        if category in plain and has(plain, category):
            return 0.5
    return 0.0


def has(plain: str, word: str) -> bool:
    """Return whether a text says a word, in Latin letters only as a whole word."""
    if len(word) < 2 or word not in plain:
        return False
    if word.isascii():
        return re.search(rf"(?<![a-z0-9]){re.escape(word)}s?(?![a-z0-9])", plain) is not None
    return True
