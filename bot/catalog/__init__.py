"""The catalogue: every price, stock and link that Roomhand ever says comes from here."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from bot.catalog.details import Size, Word
from bot.catalog.naming import Called, NameIndex
from bot.text import normalise

SYMBOLS = {"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"}


# Reading the file again, or another product of the same category, costs nothing.
_plain = functools.lru_cache(maxsize=50_000)(normalise)


@dataclass(frozen=True, slots=True)
class Names:
    """What viewers may call a product, normalised once: chat is compared with all of them, line by line."""

    title: str
    tags: tuple[str, ...]
    categories: tuple[str, ...]
    own: tuple[str, ...]
    """The tags that mean this product rather than something about it: Latin words, and parts of its title."""

    @classmethod
    def of(cls, product: Product) -> Names:
        """Normalise a product's names."""
        title, tags = _plain(product.title), tuple(map(_plain, product.tags))
        own = tuple(t for t in tags if (len(t) > 3 if t.isascii() else t in title))
        return cls(title, tags, tuple(map(_plain, re.split(r"[\s/、·]+", product.category))), own)


@dataclass(frozen=True, slots=True)
class Product:
    """One thing the shop sells, as the catalogue file has it now."""

    sku: str
    title: str
    price: Decimal | None = None
    currency: str = "CNY"
    stock: int | None = None
    """Pieces left; None when the shop does not say (then it counts as available)."""
    category: str = ""
    tags: tuple[str, ...] = ()
    url: str = ""
    link_no: int | None = None
    """The number under which the room's shopping cart shows it."""
    repurchase: str = ""
    """`repeat`, `once`, `accessory`, or nothing said."""
    lasts_days: int | None = None
    """Days one lasts, where the shop says so: it is not suggested again before."""
    suggest: str = ""
    """`pinned`: before others that nothing speaks for; `never`: not by the shop itself; or nothing said."""
    sensitive: bool = False
    """Never suggested because of what somebody bought, and never a reason."""
    nicknames: tuple[str, ...] = ()
    """What viewers and the host call it."""
    sizes: tuple[Size, ...] = ()
    colours: tuple[Word, ...] = ()
    suits: tuple[Word, ...] = ()
    """Whom and what it is good for; nothing else is ever said to suit."""
    not_for: tuple[Word, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    """Whatever else the shop states: ("材质", "纯棉")."""
    regulated: bool = False
    """Cosmetics, food, supplements and the like: a model praises them only in approved words."""
    approved: tuple[str, ...] = ()
    """Claims the shop may make for it, word for word."""
    names: Names = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", Names.of(self))

    @property
    def available(self) -> bool:
        """Whether it can be bought now."""
        return self.stock is None or self.stock > 0

    @property
    def called(self) -> Called:
        """The names a viewer may use for it."""
        names, nicknames, code = self.names, tuple(filter(None, map(_plain, self.nicknames))), _plain(self.sku)
        head = _plain(self.title.split()[0]) if self.title.split() and not self.title.isascii() else names.title
        details = (self.colours, self.suits, self.not_for)
        qualities = tuple(plain for words in details for word in words for plain in word.plain)
        return Called(
            self.sku, code, names.title, head, nicknames, names.own, names.tags, names.categories, qualities
        )  # fmt: skip

    @property
    def price_text(self) -> str:
        """The price as the room reads it, without needless zeros: `¥59.9`, `USD 12`."""
        if self.price is None:
            return ""
        amount = f"{self.price.normalize():f}"
        symbol = SYMBOLS.get(self.currency)
        return f"{symbol}{amount}" if symbol else f"{self.currency} {amount}"


@dataclass(frozen=True, slots=True)
class Catalog(Mapping[str, Product]):
    """All products by SKU, in file order."""

    products: Mapping[str, Product] = field(default_factory=dict)
    links: frozenset[str] = field(init=False, compare=False, repr=False)
    """The products' own addresses: the only ones the guard lets through. Gathered once, asked for every reply."""
    by_name: NameIndex = field(init=False, compare=False, repr=False)
    """What each name may mean. Made once, asked for every message."""
    suited: Mapping[str, frozenset[str]] = field(init=False, compare=False, repr=False)
    """By whom or what, in normal form, the products that say they suit it."""
    unsuited: Mapping[str, frozenset[str]] = field(init=False, compare=False, repr=False)
    """The products that say they are not for it."""
    uses: frozenset[str] = field(init=False, compare=False, repr=False)
    """For whom and what the products say they are, in normal form."""
    _by_link: Mapping[int, Product] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        products = self.products.values()
        object.__setattr__(self, "links", frozenset(product.url for product in products if product.url))
        object.__setattr__(self, "by_name", NameIndex.of(product.called for product in products))
        linked = {product.link_no: product for product in products if product.link_no is not None}
        object.__setattr__(self, "_by_link", linked)
        suited = ((product.sku, [*_said(product.suits), *product.names.tags]) for product in products)
        object.__setattr__(self, "suited", _by_word(suited))
        object.__setattr__(self, "uses", frozenset(way for p in products for way in _said(p.suits)))
        object.__setattr__(self, "unsuited", _by_word((p.sku, _said(p.not_for)) for p in products))

    def __getitem__(self, sku: str) -> Product:
        return self.products[sku]

    def __iter__(self) -> Iterator[str]:
        return iter(self.products)

    def __len__(self) -> int:
        return len(self.products)

    def linked(self, number: int) -> Product | None:
        """Return the product under this link number."""
        return self._by_link.get(number)


def _said(words: Iterable[Word]) -> list[str]:
    return [plain for word in words for plain in word.plain]


def _by_word(said: Iterable[tuple[str, list[str]]]) -> dict[str, frozenset[str]]:
    """Return the skus by each word that is said of them, "dry skin" as "dry" as well."""
    found: dict[str, set[str]] = {}
    for sku, words in said:
        for word in words:
            for way in {word, word.removesuffix(" skin")}:
                found.setdefault(way, set()).add(sku)
    return {word: frozenset(skus) for word, skus in found.items()}
