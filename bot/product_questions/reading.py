"""One line of chat read as a question about a product; nothing unless all of it was understood."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.catalog import Catalog, Product
from bot.product_questions.asks import ASKED, PRODUCT, Ask, Understood, asked_in, is_careful
from bot.product_questions.which import MOST_MEANT, Ref, leans_back, masked, prepared, references
from bot.product_questions.whom import is_known_whom
from bot.product_questions.wishes import is_indefinite
from bot.text import CJK, normalise

LONGEST_ZH, LONGEST_EN = 40, 90
"""A longer line tells a story around its question."""
MOST_PRODUCTS, MOST_ASKS = 2, 2

NEVER_IMPLIED = frozenset(
    {"discount", "quantity", "restock", "alternative", "link", "compare", "production date", "age"}
)
"""Asked without naming a product, these are about the shop rather than about one product."""

NEEDS_A_PRODUCT = frozenset({"size", "sizes", "size for", "colour"})
"""Asked without a product and with none on screen, these mean one all the same; nobody knows which."""
NOT_NAMED = "no product named"


@dataclass(frozen=True, slots=True)
class Reading:
    """A question about products: which, and what is asked."""

    asks: tuple[Ask, ...]
    skus: tuple[str, ...] = ()
    """The products it is about."""
    choices: tuple[str, ...] = ()
    """The products it may be about, where one name is that of two."""
    unknown: int | None = None
    """A link number that the catalogue does not have."""
    how: str = ""
    """How the products were named: "3号链接", "on screen", "named before"."""
    explicit: bool = False
    """The line itself names the product, by number or by name."""

    def __str__(self) -> str:
        asked = " and ".join(map(str, self.asks))
        if self.how == NOT_NAMED:
            return f"{self.how}, asked: {asked}"
        meant = ", ".join(self.skus) or " or ".join(self.choices) or "not in the catalogue"
        return f"{self.how} = {meant}, asked: {asked}"


_OF_GOODS = frozenset({"price", "stock", "sizes", "size", "colours", "colour", "size for"})
"""Asked beside the word 主播 these are still about goods."""
_FILLER = re.compile(
    "主播|老板娘?|客服|小姐姐|小哥哥|姐妹们?|家人们?|亲爱的|亲|宝子们?|大家|你好|您好|哈喽|请问|想问问?|问问|问一下|问下|求问|麻烦|一下|有人知道|知道|谢谢|在线等|急|快点?"
    "|你们?家?|咱们?家?|我们?|自己|想要|想买|要买|准备|打算|看中|看上|喜欢|看看|看一下|说说|说一下|讲讲|讲一下|介绍下?|看到|帮忙?|告诉|回复|现在|今天|今晚|目前|直播间|小黄车|购物车|那(?:个|款|件|种)?|这(?:个|款|件|种|边|里)?|链接|商品|产品|宝贝|东西|一个|1个"
    "|到底|大概|具体|都|也|还|就|又|再|和|跟|与|以及|并且|还是|或者|分别|各|的话|的|是|在|呢|啊|呀|吧|哦|嘛|哈|噢|诶|欸|哎|嗯|了|里面?|上|要|想|买|拍|给|卖|号|款|下(?![单播架次周个午])|啥时候|吗|么"
)
_STOPS = """a an the is are was do does did you your u guys have has got get i im my me we can could would will should may
please pls tell what whats how which when where wheres to of for in on at with and or but so it its they them this that these those
one ones box pack set bag coming there any some now today still right here hi hello hey host thanks thank thx just be been
know want wanna like need about link links number no item items product products price ok okay then come comes available
buy than each much many take wear order use"""
_STOP = frozenset(_STOPS.split())
_STATED = re.compile(
    "不要|不想|不买|别买|不用了|算了|已经|买了|买过|拍了|拍过|拍到|下单了|付了|付款|下过单|收到|到手了|退了|退货|退款|换货|没到|未到|还没发|发货|快递|物流|上次|上回|之前|昨天|前天|上周|去年|刚买|刚拍|买的|拍的|用完|用了|用过|穿了|穿过|吃了|吃完|吃过|坏|破了|漏|假|骗|差评|投诉|回购|真(?:好|不错|香)|好用|哈哈"
    r"|\b(?:bought|ordered|received|arrived|paid|already|returned|refund|broken|broke|damaged|leak\w*|dont want|not want|never|wrong|last time|yesterday|last week|love|loved|loving|lol|haha)\b"
)
_INTERROGATIVE = re.compile(
    "[吗么呢嘛吧什几多哪啥怎咋何]|没有?$|不$|(.)不\\1|有没有|求|发(?:一下|个|我|下)|是不是|能不能|可不可以|适不适合"
    r"|^(?:what|whats|when|where|wheres|which|who|why|how|hows|is|are|do|does|did|can|could|will|would|should|any|has|have|got|and|ok|so|then|price)\b|\b(?:how much|how many|what|which|do you|is it|is there|any)\b"
)
_NOUN_ASKS = frozenset({"price", "expiry", "material", "ingredients", "origin", "weight", "capacity", "sizes", "warranty",
                        "dimensions", "stock", "battery", "power", "link", "size for", "colours"})  # fmt: skip


def read_question(
    text: str, catalog: Catalog, on_screen: str | None = None, before: Sequence[str] = ()
) -> Reading | None:
    """Read a line as a question about products; None when it is none, or says more than is understood.

    `before` are the products the viewer spoke of a moment ago.
    """
    plain = prepared(text)
    if len(plain) < 2 or len(plain) > (LONGEST_EN if plain.isascii() else LONGEST_ZH) or _STATED.search(plain):
        return None
    implied = tuple(before) or ((on_screen,) if on_screen in catalog and on_screen is not None else ())
    refs = references(plain, catalog, on_screen, implied)
    understood = asked_in(masked(plain, refs), len(refs))
    asks = understood.asks
    if not asks and (by_fact := _asked_by_fact(understood.rest, refs, catalog)) is not None:
        understood, asks = by_fact, by_fact.asks
    if not asks or len(asks) > MOST_ASKS:
        return None
    if all(ask.kind == "suits" for ask in asks) and is_indefinite(text):
        return None  # "any cream for dry skin" is a wish: which one, not whether
    if not _is_put_as_question(text, plain, asks):
        return None
    if not refs:
        return _unnamed(text, plain, understood.rest, asks, catalog, implied, before)
    return _named(refs, understood.rest, asks, catalog)


def kinds_asked(text: str, catalog: Catalog) -> frozenset[str]:
    """Return the kinds of questions about products that a line may ask, of whichever product."""
    plain = prepared(text)
    refs = references(plain, catalog, None)
    return frozenset(ask.kind for ask in asked_in(masked(plain, refs), len(refs)).asks)


def _asked_by_fact(rest: str, refs: Sequence[Ref], catalog: Catalog) -> Understood | None:
    """Read a question by the name that the catalogue gives a fact of that product: 上飞机, 充绒量."""
    if len(refs) != 1 or len(refs[0].skus) != 1:
        return None
    for name, _ in catalog[refs[0].skus[0]].facts:
        if len(plain := normalise(name)) > 1 and plain in rest:
            return Understood((Ask(name),), _AROUND_FACT.sub(" ", rest.replace(plain, ASKED)))
    return None


_AROUND_FACT = re.compile("(?:能|可以)带?|带|可不可以|能不能|有没有|怎么样|如何|多少|多大|什么|几")


def _is_put_as_question(text: str, plain: str, asks: Sequence[Ask]) -> bool:
    return (
        "?" in text
        or "？" in text
        or _INTERROGATIVE.search(plain) is not None
        or (all(ask.kind in _NOUN_ASKS for ask in asks) and len(plain.split()) <= 5)
    )


def _named(refs: Sequence[Ref], rest: str, asks: tuple[Ask, ...], catalog: Catalog) -> Reading | None:
    """Return the question about the products a line names."""
    how = " and ".join(dict.fromkeys(ref.how for ref in refs))
    unknown = next((ref.number for ref in refs if ref.number is not None and not ref.skus), None)
    if unknown is not None:
        return Reading(asks, unknown=unknown, how=how, explicit=True) if not _left(rest, ()) else None
    if any(not ref.skus for ref in refs):
        return None  # "this one" with nothing on screen
    explicit = any(ref.how != "on screen" for ref in refs)
    meant: list[str] = []
    for ref in refs:
        fitting = [sku for sku in ref.skus if not _left(rest, [catalog[sku], *_others(refs, ref, catalog)])]
        if not fitting:
            return None
        if len(fitting) > 1:
            several = len({r.skus for r in refs}) > 1
            if several or len(fitting) > MOST_MEANT or any(ask.kind == "compare" for ask in asks):
                return None
            return Reading(asks, choices=tuple(fitting), how=how, explicit=True)
        meant += fitting
    skus = tuple(dict.fromkeys(meant))
    if len(skus) > MOST_PRODUCTS or (len(skus) < 2 and any(ask.kind == "compare" for ask in asks)):
        return None
    return Reading(asks, skus, how=how, explicit=explicit)


def _others(refs: Sequence[Ref], one: Ref, catalog: Catalog) -> list[Product]:
    return [catalog[ref.skus[0]] for ref in refs if ref is not one and len(ref.skus) == 1]


def _unnamed(
    text: str,
    plain: str,
    rest: str,
    asks: tuple[Ask, ...],
    catalog: Catalog,
    implied: Sequence[str],
    before: Sequence[str],
) -> Reading | None:
    """Return the question about a mistyped product, or about the one that is spoken of without a name."""
    left = _left(rest, ())
    if left:
        return _mistyped(left, asks, catalog)
    if "主播" in text and not _OF_GOODS.issuperset(ask.kind for ask in asks):
        return None  # how tall the host is, nobody asks the catalogue
    goes_on = bool(before) and (leans_back(plain) or asks[0].kind in ("alternative", "restock"))
    if any(ask.kind in NEVER_IMPLIED for ask in asks) and not goes_on:
        return None
    if not before and any(ask.kind == "suits" and not is_known_whom(ask.detail) for ask in asks):
        return None  # "can we use it": of what, and who, nobody knows
    skus = tuple(before) or tuple(implied)
    if not skus and all(ask.kind in NEEDS_A_PRODUCT for ask in asks):
        return Reading(asks, how=NOT_NAMED)
    if not skus or any(sku not in catalog for sku in skus):
        return None
    how = "named before" if before else "on screen"
    return Reading(asks, skus, how=how, explicit=bool(before) and leans_back(plain))


def is_for_health(text: str, catalog: Catalog) -> bool:
    """Return whether a line speaks of health, pregnancy or babies beside the names of products ("孕妇枕")."""
    plain = prepared(text)
    return is_careful(masked(plain, references(plain, catalog, None)))


def _mistyped(left: str, asks: tuple[Ask, ...], catalog: Catalog) -> Reading | None:
    index = catalog.by_name
    meant = {sku for name in index.mistyped(left) for sku, kind in index.skus[name].items() if kind in _NAMES}
    if len(meant) != 1:
        return None
    return Reading(asks, tuple(meant), how=f"{left} (mistyped)", explicit=True)


_NAMES = frozenset({"nickname", "title", "tag"})


def _left(rest: str, products: Sequence[Product]) -> str:
    """Return what of a line was not understood: no filler, and nothing these products are called."""
    bare = rest.replace(PRODUCT, " ").replace(ASKED, " ")
    kept: list[str] = []
    for piece in bare.split():
        if piece.isascii():
            if piece in _STOP or any(piece in _words(product).split() for product in products):
                continue
            kept.append(piece)
            continue
        split = re.split(f"[^{CJK}a-z0-9]", _FILLER.sub(" ", piece))
        parts = [said for part in split if (said := part.removesuffix("码"))]
        kept += [part for part in parts if not any(part in _words(product) for product in products)]
    return " ".join(kept)


def _words(product: Product) -> str:
    """Return everything a product is called or has, as one text in which a word may be found."""
    names = product.names
    details = [plain for words in (product.colours, product.suits) for word in words for plain in word.plain]
    labels = [size.plain for size in product.sizes]
    return " ".join(
        [names.title, *names.tags, *names.categories, *map(normalise, product.nicknames), *details, *labels]
    )
