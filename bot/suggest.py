"""What to suggest: products ranked for one viewer, by code alone.

Personal frequency that fades, the categories a viewer buys from, what the host shows and what sells now
(measured in the notes on ranking; see docs/architecture.md). History chooses, it never speaks: the reason
codes are for staff, the sentence names only the product.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.catalog import Catalog, Product
from bot.purchases import History
from bot.text import CJK, Language, normalise

LONGEST_WISH = 60
"""A longer line tells a story rather than asking for a product."""

BY_NAME = 0.8
"""How much of a product's name a message must use; its category alone is less."""

HALF_LIFE_DAYS = 60.0
"""After this many days a purchase says half as much about what is wanted next."""

OWN, CATEGORY, HOT, SCREEN = 1.0, 0.35, 0.15, 0.10
REST_DAYS = {"repeat": 10.0, "once": 400.0, "accessory": 30.0, "": 60.0}
"""Days after buying a product during which it is not suggested again, by its repurchase policy."""

# "推荐一款面霜", "what should I buy": asks for advice whatever the product. "强烈推荐这本书" advises others.
_ASKS_ADVICE = re.compile(
    "求推荐|求种草|求安利|(?:给|帮|可以|能)[我个]?.{0,4}推荐|有(?:没有)?(?:什么)?.{0,8}推荐|推荐(?:一下|一款|一个|个|点|几款|几个|下)(?!.*视频)|有什么好"
    "|(?:买|适合)(?:什么|啥|哪)|送.{0,6}(?:什么|啥|哪)|(?<!为)(?:什么|啥|哪[款个种]).{0,6}(?:适合|合适|好用|推荐)|吃点?什么好"
    r"|\brecommend (?:me|a|an|any|some)|\b(?:any|got|your) recommend|\bcan you (?:recommend|suggest)|\bwhat should i (?:buy|get)"
    r"|\bgift (?:for|ideas)|\bsomething for\b|\banything (?:good )?for\b|\bwhich (?:one|of (?:these|them))\b"
)
# "有没有面霜", "do you have snacks", "面霜适合油皮吗": asks for a product, if it names one.
_ASKS_FOR_IT = re.compile(
    "推荐|适合|安利|哪款|哪个好|哪一款|有没有|有.{1,10}[吗么不没]|想要|想买|求链接|用什么|想入|种草"
    r"|\brecommend|\bsuggest|\bany (?:good )?\w+ for\b|\bdo you (?:have|sell)\b|\blooking for\b|\bgood for\b|\bany \w+s\b"
)
_NOT_ASKED = re.compile(
    r"不(?:太|是很|怎么)?(?:推荐|适合|想要|想买|想|要买)|别(?:买|推荐)|\b(?:not|don'?t|dont|never) (?:recommend|want|need|buy)"
)
_NO_KIND = frozenset("品头子具件套物肌皮色用水湿服温")
MOST_OF_A_KIND = 8
_GIFT = re.compile(r"送(?!货|达|到|水|运)|礼物|\b(?:gift|present)\b")
# Asks for advice without naming a product, and still means something: for whom, for which occasion.
_FOR_WHOM = re.compile(
    "送|礼|妈|爸|老婆|老公|媳妇|女友|男友|女朋友|男朋友|对象|闺蜜|朋友|同事|老人|长辈|孩子|小朋友|自己|随便|都行"
    r"|\b(?:gift|present|mum|mom|dad|mother|father|wife|husband|girlfriend|boyfriend|friend|kids?|parents?)\b"
)
_GENERIC = re.compile(
    "推荐一下|推荐一款|推荐|适合|安利|有什么好|哪款|哪个好|哪一款|种草|买什么|送什么|送给|有没有|想要|想买|求链接|用什么|一款|一个|什么"
    "|合适|比较|有啥|啥|买|吃|穿|用|想|要|几款|个人|一个人|租房|适用|求|主播|帮|一下|可以|能|哪种|哪个"
    r"|\b(?:recommend|suggest|what|should|buy|get|which|one|best|good|nice|any|some|anything|something|have|you|for|the|can|please|me|do|is|a|i|my|in|on|of|today)\b"
    "|好用的?|产品|东西|吗|呢|的|我|你们?|家|今天|现在|给|点|个|款|求|下|好"
)


def wants_product(text: str, catalog: Catalog) -> bool:
    """Return whether a message asks which product to buy, or for a product the shop has.

    Those who praise, advise each other or want no product are left alone.
    """
    plain = normalise(text)
    if len(plain) < 3 or len(plain) > LONGEST_WISH or _NOT_ASKED.search(plain):
        return False
    if _ASKS_ADVICE.search(plain):
        return True
    if not _ASKS_FOR_IT.search(plain):
        return False
    # "有没有优惠券" asks for no product, and "强烈推荐这个视频" for nothing: a product must be named.
    for product in catalog.products.values():
        for name in product.names.own:
            if name in plain and _has(plain, name):
                return True
    return False


def named_products(text: str, catalog: Catalog) -> frozenset[str]:
    """Return the products a message names, by title or tag."""
    plain = normalise(text)
    return frozenset(product.sku for product in catalog.values() if _named_by(plain, product) >= BY_NAME)


def names_another(text: str, sku: str, catalog: Catalog) -> bool:
    """Return whether a message names products and this one is not among them."""
    named = named_products(text, catalog)
    return bool(named) and sku not in named


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
    hits = _hits(plain, catalog) if plain else {}
    if plain and not hits and _names_something(plain):
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


def _hits(plain: str, catalog: Catalog) -> dict[str, float]:
    """Return the products a question names, with how much of their name it uses (to 1)."""
    if _GIFT.search(plain):
        plain += " 送礼 gift"
    hits = {p.sku: score for p in catalog.products.values() if (score := _named_by(plain, p))}
    if not hits:
        # "买什么锅合适" names a kind by its last character alone: 炒锅, 汤锅.
        wish = _GENERIC.sub("", plain)
        kinds = {p.sku: 0.4 for p in catalog.products.values() if any(kind in wish for kind in _kinds(p))}
        return kinds if len(kinds) <= MOST_OF_A_KIND else {}
    best = max(hits.values())
    # A product named in full beats those that only share its category.
    return {sku: score for sku, score in hits.items() if score >= best * 0.6}


def _named_by(plain: str, product: Product) -> float:
    """Return how much of a product's name a question uses: all of it, a tag, or only the category."""
    names = product.names
    if names.title in plain and _has(plain, names.title):
        return 1.0
    for tag in names.tags:
        if tag in plain and _has(plain, tag):
            return 0.8
    for category in names.categories:
        if category in plain and _has(plain, category):
            return 0.5
    return 0.0


def _kinds(product: Product) -> set[str]:
    """Return the last characters of a product's Chinese names: 锅 of 炒锅, 杯 of 保温杯."""
    return {name[-1] for name in product.names.own if not name.isascii()} - _NO_KIND


def _has(plain: str, word: str) -> bool:
    if len(word) < 2 or word not in plain:
        return False
    if word.isascii():
        return re.search(rf"(?<![a-z0-9]){re.escape(word)}s?(?![a-z0-9])", plain) is not None
    return True


def _names_something(plain: str) -> bool:
    """Return whether a question that hits no product names one all the same ("有没有帐篷")."""
    if _FOR_WHOM.search(plain):
        return False
    rest = re.sub(f"[^{CJK}a-z]", "", _GENERIC.sub("", plain))
    return len(rest) >= (3 if rest.isascii() else 2)


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
