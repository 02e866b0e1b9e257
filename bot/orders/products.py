"""Which product of the catalogue a line of an order means, by the codes that the shop's system writes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.catalog import Catalog, Product

LONGEST = 120


@dataclass(frozen=True, slots=True)
class Found:
    """What a line's product is."""

    sku: str
    product: str
    """The source's own code, where it is another."""
    title: str
    category: str


@dataclass(slots=True)
class Products:
    """The catalogue by every code that may name a product, and what was not found in it."""

    catalog: Catalog = field(default_factory=Catalog)
    own: Mapping[str, str] = field(default_factory=dict)
    """A mapping file's codes and the skus they mean."""
    unknown: Counter[str] = field(default_factory=Counter)
    """Codes that the catalogue does not have, each with how many lines name it."""
    _by_code: dict[str, Product] = field(init=False)
    _by_title: dict[str, Product] = field(init=False)

    def __post_init__(self) -> None:
        self._by_code = {sku.casefold(): product for sku, product in self.catalog.items()}
        self._by_title = {product.title.casefold(): product for product in self.catalog.values()}

    def find(self, codes: Sequence[str], title: str, category: str) -> Found | None:
        """Return the product the codes name, the first that the catalogue knows; None when nothing names one."""
        for code in codes:
            meant = self.own.get(code, code)
            product = self._by_code.get(meant.casefold())
            if product is not None:
                return Found(
                    product.sku, "" if product.sku == codes[0] else codes[0][:LONGEST],
                    title[:200], category[:100] or product.category,
                )  # fmt: skip
        if not codes:
            if not title:
                return None
            product = self._by_title.get(title.casefold())
            codes = (title,)
            if product is not None:
                return Found(product.sku, title[:LONGEST], title[:200], category[:100] or product.category)
        code = codes[0][:LONGEST]
        if self.catalog:
            self.unknown[code] += 1
        return Found(self.own.get(code, code), "" if code not in self.own else code, title[:200], category[:100])
