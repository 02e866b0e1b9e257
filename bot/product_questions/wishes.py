"""Lines that wish for a product: advice on what to buy, or something the shop may have."""

from __future__ import annotations

import re

from bot.catalog import Catalog, Product
from bot.product_questions.limits import budget_in
from bot.product_questions.names import named_in
from bot.product_questions.which import prepared
from bot.product_questions.whom import groups_in, without_whom
from bot.text import CJK, normalise

LONGEST_WISH = 60
"""A longer line tells a story rather than asking for a product."""

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
# With a budget less is needed: "200以内有什么", "anything under 20".
_HAS_ANY = re.compile(r"有(?:没有|什么|啥|哪些|哪)|有吗|\b(?:any|anything|something|what)\b")
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


_BUDGET = re.compile(
    "以内|以下|之内|以上|左右|上下|不超过|不到|低于|预算|价位|之间|百元|块钱?|元|[内到至]"
    r"|\b(?:under|below|less|than|up|to|within|around|about|roughly|budget|between|and|over|yuan|rmb|dollars?|bucks|max)\b"
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
    budget = any(budget_in(prepared(text))[:2])
    if budget and (_FOR_WHOM.search(plain) or _HAS_ANY.search(plain)):
        return True
    if not budget and not _ASKS_FOR_IT.search(plain):
        return False
    if groups_in(plain) and named_in(plain, catalog):
        return True
    # "有没有优惠券" asks for no product, and "强烈推荐这个视频" for nothing: a product must be named.
    index = catalog.by_name
    return any(
        kind == "nickname" or found.name in catalog[sku].names.own
        for found in index.found_in(plain)
        for sku, kind in index.skus[found.name].items()
    )


def asked_for(plain: str, catalog: Catalog) -> dict[str, float]:
    """Return the products a question names, with how much of their name it uses (to 1)."""
    if _GIFT.search(plain):
        plain += " 送礼 gift"
    # Of "面霜 for oily skin" the cream is asked for; whom it is for only rules out.
    hits = named_in(without_whom(plain), catalog) or named_in(plain, catalog)
    if not hits:
        # "买什么锅合适" names a kind by its last character alone: 炒锅, 汤锅.
        wish = _GENERIC.sub("", plain)
        kinds = {p.sku: 0.4 for p in catalog.products.values() if any(kind in wish for kind in _kinds(p))}
        # 本 of "本店有什么推荐" is no wish for 草本: by one character nobody asks for what is sensitive or barred.
        kinds = {
            sku: n for sku, n in kinds.items() if not (catalog[sku].sensitive or catalog[sku].suggest == "never")
        }
        return kinds if len(kinds) <= MOST_OF_A_KIND else {}
    best = max(hits.values())
    # A product named in full beats those that only share its category.
    return {sku: score for sku, score in hits.items() if score >= best * 0.6}


def _kinds(product: Product) -> set[str]:
    """Return the last characters of a product's Chinese names, 锅 of 炒锅, and what is one character itself: 茶."""
    short = {name for name in (*product.names.tags, *product.names.categories) if re.fullmatch(f"[{CJK}]", name)}
    return ({name[-1] for name in product.names.own if not name.isascii()} | short) - _NO_KIND


def names_something(plain: str) -> bool:
    """Return whether a question that hits no product names one all the same ("有没有帐篷")."""
    if _FOR_WHOM.search(plain):
        return False
    rest = re.sub(f"[^{CJK}a-z]", "", _GENERIC.sub("", _BUDGET.sub(" ", without_whom(plain))))
    return len(rest) >= (3 if rest.isascii() else 2)
