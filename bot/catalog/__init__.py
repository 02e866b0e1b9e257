"""The catalogue: every price, stock and link that Roomhand ever says comes from here."""

from __future__ import annotations

import csv
import functools
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from bot.catalog.details import Size, Word, parse_size
from bot.catalog.naming import Called, NameIndex
from bot.catalog.sensitive import is_sensitive
from bot.problems import Problem, did_you_mean
from bot.text import normalise

COLUMNS = (
    "sku",
    "title",
    "price",
    "currency",
    "stock",
    "category",
    "tags",
    "url",
    "link_no",
    "repurchase",
    "sensitive",
    "nicknames",
    "sizes",
    "colours",
    "suits",
    "not_for",
    "facts",
    "regulated",
    "approved",
    "suggest",
)
YES, NO = {"yes", "true", "1", "是"}, {"no", "false", "0", "否"}
# Of what the law regulates (cosmetics, food, supplements, baby and medical goods) a model says only approved praise.
_REGULATED = re.compile(
    "美妆|护肤|化妆|彩妆|个护|洗护|面膜|面霜|精华|防晒|洁面|口红|洗发|牙膏|零食|食品|食物|饮料|饮品|茶|酒|奶|粮油|生鲜|水果|坚果|糖果|糕点|代餐|保健|营养|滋补|膳食|母婴|婴|孕|儿童用品|宝宝|医疗|器械|药|消毒|宠物食品"
    r"|\b(?:beauty|cosmetic|skin|skincare|makeup|hair care|personal care|food|snacks?|drinks?|beverage|tea|wine|supplements?|vitamins?|health|baby|infant|maternity|medical|nutrition|grocery|pet food)\b"  # noqa: E501
)
REPURCHASE = ("", "repeat", "once", "accessory")
SUGGEST = ("", "pinned", "never")
LONGEST_DAYS = 3_650
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


def parse_catalog(text: str, path: str) -> tuple[Catalog, list[Problem]]:
    """Read the catalogue CSV; a bad row is left out and named, the good ones stay."""
    problems: list[Problem] = []
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    reader = csv.DictReader(io.StringIO(text))
    try:
        header = [(name or "").strip() for name in reader.fieldnames or []]
    except csv.Error as error:
        return Catalog(), [Problem(path, 1, f"not readable as CSV: {error}.", "Save it as CSV again.")]
    reader.fieldnames = header
    if "sku" not in header or "title" not in header:
        return Catalog(), [
            Problem(path, 1, "the first line must name the columns, at least sku and title.", _columns_fix())
        ]
    problems += [
        Problem(path, 1, f'unknown column "{name}" is not read.', did_you_mean(name, COLUMNS), "warning")
        for name in header
        if name and name not in COLUMNS
    ]
    products: dict[str, Product] = {}
    links: dict[int, str] = {}
    try:
        for row in reader:
            line = reader.line_num
            product = _product(_Row(row, path, line, problems))
            if product is None:
                continue
            if product.sku in products:
                problems.append(
                    Problem(path, line, f"sku {product.sku} is there twice.", "Keep one of the two rows.")
                )
                continue
            if product.link_no is not None and product.link_no in links:
                other = links[product.link_no]
                problems.append(
                    Problem(
                        path,
                        line,
                        f"link_no {product.link_no} is already {other}'s.",
                        "Two products cannot share a link number.",
                    )
                )
                continue
            products[product.sku] = product
            if product.link_no is not None:
                links[product.link_no] = product.sku
    except csv.Error as error:
        problems.append(Problem(path, reader.line_num, f"not readable as CSV: {error}.", "Save it as CSV again."))
    return Catalog(products), problems


def _columns_fix() -> str:
    return f"Columns: {','.join(COLUMNS)}."


@dataclass(slots=True)
class _Row:
    """One row of the file, and where to complain about it."""

    cells: Mapping[str, str | None]
    path: str
    line: int
    problems: list[Problem]

    def cell(self, name: str) -> str:
        value = self.cells.get(name)
        return value.strip() if isinstance(value, str) else ""

    def problem(self, what: str, fix: str) -> None:
        self.problems.append(Problem(self.path, self.line, what, fix))

    def left_out(self, what: str, fix: str) -> None:
        """Complain about a detail; the product serves without it."""
        self.problems.append(Problem(self.path, self.line, what, fix, "warning"))

    def price(self) -> Decimal | None:
        written = self.cell("price")
        if not written:
            return None
        # No "1e9" nor "NaN", which Decimal would take.
        if not re.fullmatch(r"[0-9]{1,9}(?:\.[0-9]{1,4})?", written):
            self.problem(f'price "{written[:40]}" is not an amount.', "Write digits only, such as 59.90.")
            return None
        return Decimal(written)

    def count(self, name: str) -> int | None:
        written = self.cell(name)
        if not written:
            return None
        if not (written.isascii() and written.isdigit() and len(written) < 10):
            self.problem(f'{name} "{written}" is not a number.', "Write a whole number, or leave it empty.")
            return None
        return int(written)

    def several(self, name: str) -> tuple[str, ...]:
        """Return what stands between semicolons, Chinese ones too."""
        parts = self.cell(name).replace("；", ";").split(";")
        return tuple(part.strip() for part in parts if part.strip(" /"))

    def sizes(self) -> tuple[Size, ...]:
        read: list[Size] = []
        for written in self.several("sizes"):
            size = parse_size(written)
            if size is None:
                fix = "Write M, or with its chart M:155-165cm/45-55kg."
                self.left_out(f'size "{written[:40]}" is not readable and left out.', fix)
            else:
                read.append(size)
        return tuple(read)

    def facts(self) -> tuple[tuple[str, str], ...]:
        read: list[tuple[str, str]] = []
        for written in self.several("facts"):
            name, _, value = (part.strip() for part in written.replace("：", ":", 1).partition(":"))
            if name and value:
                read.append((name, value))
            else:
                fix = "Write what it is and what is so, such as 材质:纯棉."
                self.left_out(f'fact "{written[:40]}" has no name or no value and is left out.', fix)
        return tuple(read)


def _product(row: _Row) -> Product | None:
    before = len(row.problems)
    sku, title = row.cell("sku"), row.cell("title")
    if not sku:
        row.problem("the row has no sku.", "Give every product its own sku.")
    if not title:
        row.problem(f"{sku or 'the row'} has no title.", "Write the name viewers know it by.")
    repurchase, lasts_days = _repurchase(row)
    sensitive = _is_sensitive(row)
    suggest = row.cell("suggest")
    if suggest not in SUGGEST:
        row.problem(f'suggest "{suggest}" is not known.', did_you_mean(suggest, SUGGEST[1:]))
    price, stock, link_no = row.price(), row.count("stock"), row.count("link_no")
    if len(row.problems) > before:
        return None
    sizes, facts = row.sizes(), row.facts()
    return Product(
        sku=sku,
        title=title,
        price=price,
        currency=row.cell("currency") or "CNY",
        stock=stock,
        category=row.cell("category"),
        tags=row.several("tags"),
        url=row.cell("url"),
        link_no=link_no,
        repurchase=repurchase,
        lasts_days=lasts_days,
        suggest=suggest,
        sensitive=sensitive,
        nicknames=row.several("nicknames"),
        sizes=sizes,
        colours=tuple(map(Word.of, row.several("colours"))),
        suits=tuple(map(Word.of, row.several("suits"))),
        not_for=tuple(map(Word.of, row.several("not_for"))),
        facts=facts,
        regulated=_is_regulated(row),
        approved=row.several("approved"),
    )


def _repurchase(row: _Row) -> tuple[str, int | None]:
    """Read `repeat`, or `repeat 30` with the days one lasts."""
    kind, _, days = row.cell("repurchase").partition(" ")
    if kind not in REPURCHASE:
        row.problem(f'repurchase "{kind}" is not known.', did_you_mean(kind, REPURCHASE[1:]))
    if days and not (kind and days.isascii() and days.isdigit() and 0 < int(days[:6]) <= LONGEST_DAYS):
        fix = f"Write the days one lasts, such as {kind or 'repeat'} 30, at most {LONGEST_DAYS}."
        row.problem(f'repurchase "{kind} {days[:20]}" names no days.', fix)
        days = ""
    return kind, int(days) if days else None


def _is_sensitive(row: _Row) -> bool:
    said = normalise(row.cell("sensitive"))
    if said and said not in YES | NO:
        fix = "Write yes or no, or leave it to the category."
        row.problem(f'sensitive "{said[:20]}" is neither yes nor no.', fix)
    return said in YES if said else is_sensitive(row.cell("category"), row.cell("title"))


def _is_regulated(row: _Row) -> bool:
    said = normalise(row.cell("regulated"))
    if said and said not in YES | NO:
        fix = "Write yes or no, or leave it to the category."
        row.problem(f'regulated "{said[:20]}" is neither yes nor no.', fix)
    return said in YES if said else _REGULATED.search(row.cell("category").casefold()) is not None
