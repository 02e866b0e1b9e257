"""What a wish rules out: a budget, and whom the thing is for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from bot.catalog import Catalog, Product
from bot.product_questions.goods import is_tender, kinds_wished
from bot.product_questions.which import prepared
from bot.product_questions.whom import uses_in

_CURRENCIES = {
    "元": "CNY", "块": "CNY", "块钱": "CNY", "米": "CNY", "rmb": "CNY", "yuan": "CNY", "cny": "CNY",
    "dollar": "USD", "dollars": "USD", "usd": "USD", "bucks": "USD", "美元": "USD", "美金": "USD", "刀": "USD",
    "euro": "EUR", "euros": "EUR", "pounds": "GBP",
}  # fmt: skip
_UNIT = rf"(?: ?({'|'.join(sorted(_CURRENCIES, key=len, reverse=True))}))?"
_NUMBER = r"(?<![\d.a-z])(\d{1,6}(?:\.\d{1,2})?)"
# What makes a number something else than money: days, ages, link numbers, amounts.
_OTHER = r"(?![\d.]| ?(?:天|日|月|年|岁|号|点|个|件|盒|瓶|包|斤|克|度|码|楼|层|分|小时|人|次|瓦|折|%|ml|kg|g|cm|mm|l|w|minutes?|mins?|hours?|days?|years?|weeks?|months?|people|pieces|pcs|x)(?![a-z]))"
_BETWEEN = re.compile(
    rf"{_NUMBER}{_UNIT} ?(?:到|至|to|and) ?(\d{{1,6}}(?:\.\d{{1,2}})?){_OTHER}{_UNIT}(?=之间|以内|左右|的|价位|预算|$| |有|送|买|吧|吗)"
)
_AROUND = re.compile(rf"{_NUMBER}{_UNIT}(?:左右|上下|出头|价位)|\b(?:around|about|roughly) {_NUMBER}{_OTHER}{_UNIT}")
_BELOW = re.compile(
    rf"{_NUMBER}{_UNIT} ?(?:以内|以下|之内|内(?![存衣裤外容部])|封顶|[，, ]?(?:能|可以|可|够)[不没]?(?:能|可以|够)?买|[，, ]?够[吗么不]|or less|max\b|(?:is |be )?enough\b|to spend\b)"
    rf"|(?:不超过|不要超过|不到|低于|少于|最多|顶多|控制在|预算(?:是|在|就|只有|大概)?|\bunder|\bbelow|\bless than|\bup to|\bat most|\bwithin|\bmax|\bcheaper than|\b(?:no|not) (?:more than|over|above)|\bnothing (?:over|above)|\bbudget(?: is| of)?) ?{_NUMBER}{_OTHER}{_UNIT}"
)
_ABOVE = re.compile(
    rf"{_NUMBER}{_UNIT}(?:以上|起步|\+)|\b(?<!not )(?<!no )(?<!nothing )(?:over|above|more than|at least) {_NUMBER}{_OTHER}{_UNIT}"
)
_HUNDRED = re.compile("百元(?=以内|以下|之内|内|左右|上下)")
ABOUT = Decimal("0.7"), Decimal("1.15")
"""Of an amount that is wished about, what a price may be: rather less than more."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Which products may be suggested to somebody who asked for something in particular."""

    low: Decimal | None = None
    high: Decimal | None = None
    currency: str = ""
    """The currency that was named; prices in others are not compared."""
    only: frozenset[str] | None = None
    """The products made for whom was named, where the catalogue has such."""
    never: frozenset[str] = frozenset()
    """Those it says are not for them."""

    def admit(self, product: Product) -> bool:
        """Return whether a product keeps within all of them."""
        if product.sku in self.never or (self.only is not None and product.sku not in self.only):
            return False
        if self.low is None and self.high is None:
            return True
        if product.price is None or (self.currency and product.currency != self.currency):
            return False
        return (self.low is None or product.price >= self.low) and (self.high is None or product.price <= self.high)


NO_LIMITS = Limits()


_LEARNING = "学习"
_FOR_MEN, _FOR_WOMEN = frozenset(("爸爸", "男友", "男生")), frozenset(("妈妈", "女友", "女生"))
_MENS, _WOMENS = re.compile(r"男款|男士|男装|\bmens?\b"), re.compile(r"女款|女士|女装|\bwomens?\b")

# What is done with goods that a wish does not name, and what goods that is done with are called.
_WORN = (
    re.compile(r"[穿戴](?!过|了)|\bwear\b"),
    re.compile(
        r"衣|衫|裤|裙|服|袜|围巾|帽|手套|鞋|靴|耳机|首饰|项链|手表|眼镜"
        r"|\b(?:jacket|coat|shirt|socks|scarf|hat|gloves|slippers|shoes|underwear|dress|pants|sweater|earbuds)"
    ),
)
_EATEN = (
    re.compile(r"吃(?!饭|完饭|了|过)|[嚼啃]|\b(?:eat|munch|nibble|chew)\b"),
    re.compile(r"吃|食|餐|点心|糕|饼|糖|果(?!酸)|肉|茶|\b(?:snacks?|food|breakfast|meal|fruit|sweets?)\b"),
)


def limits_of(text: str, catalog: Catalog) -> Limits:
    """Read the budget of a wish and whom it is for."""
    plain = prepared(text)
    low, high, currency = budget_in(plain)
    kind = kinds_wished(plain, catalog).keys()
    never: set[str] = set()
    fits: Counter[str] = Counter()
    tender: frozenset[str] | None = None
    learning = frozenset[str]()
    for group in uses_in(plain, catalog):
        made = frozenset[str]().union(*(catalog.suited.get(way, ()) for way in group))
        never.update(*(catalog.unsuited.get(way, ()) for way in group))
        never.update(_cut_for_others(group, kind, catalog))
        fits.update(made & kind if kind else made)
        if made and is_tender(" ".join(group)):
            tender = made if tender is None else tender & made
        elif _LEARNING in group:
            learning = made & kind
    if tender is not None:
        # A lamp to read by is for whoever reads; what a child eats or has on its skin must be made for children.
        fits = Counter({sku: n for sku, n in fits.items() if sku in tender}) or Counter(learning) or Counter(tender)
    most = max(fits.values(), default=0)
    only = frozenset(sku for sku, n in fits.items() if n == most) if fits or tender is not None else None
    if not kind and fits:
        only = _done_with(plain, fits, catalog) or only
    return Limits(low, high, currency, only, frozenset(never))


def _done_with(plain: str, fits: Counter[str], catalog: Catalog) -> frozenset[str]:
    """Return those of the fitting products that are worn, or eaten, where a wish says that; the best fitting only."""
    done = [called for said, called in (_WORN, _EATEN) if said.search(plain)]
    some = {
        sku: n
        for sku, n in fits.items()
        if any(called.search(" ".join((*catalog[sku].names.own, *catalog[sku].names.tags))) for called in done)
    }
    return frozenset(sku for sku, n in some.items() if n == max(some.values()))


def _cut_for_others(group: frozenset[str], kind: Collection[str], catalog: Catalog) -> list[str]:
    """Return the products of a kind that are cut for women where something for a man is wished, and the other way."""
    if group & _FOR_MEN:
        theirs, others = _MENS, _WOMENS
    elif group & _FOR_WOMEN:
        theirs, others = _WOMENS, _MENS
    else:
        return []
    titles = {sku: catalog[sku].names.title for sku in kind}
    return [sku for sku, title in titles.items() if others.search(title) and not theirs.search(title)]


def budget_in(plain: str) -> tuple[Decimal | None, Decimal | None, str]:
    """Return the lowest and the highest price of a prepared line, and the currency it names."""
    plain = _HUNDRED.sub("100元", plain)
    if between := _BETWEEN.search(plain):
        low, high = sorted((Decimal(between[1]), Decimal(between[3])))
        return low, high, _currency(between[2] or between[4])
    if around := _AROUND.search(plain):
        amount, unit = _first(around)
        return amount * ABOUT[0], amount * ABOUT[1], unit
    below, above = _BELOW.search(plain), _ABOVE.search(plain)
    high_of, low_of = _first(below) if below else None, _first(above) if above else None
    unit = next((one[1] for one in (high_of, low_of) if one is not None and one[1]), "")
    return low_of[0] if low_of else None, high_of[0] if high_of else None, unit


def _first(match: re.Match[str]) -> tuple[Decimal, str]:
    """Return the amount and the currency of whichever way of putting it was used."""
    groups = match.groups()
    at = next(i for i in range(0, len(groups), 2) if groups[i])
    return Decimal(groups[at]), _currency(groups[at + 1])


def _currency(written: str | None) -> str:
    return _CURRENCIES[written] if written else ""
