"""Which product a line means: by link number, by name, as the one on screen or the one named before."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.catalog import Catalog
from bot.catalog.naming import Found
from bot.product_questions.asks import MADE_OF, PRODUCT
from bot.text import CJK, normalise

STRONG = frozenset({"sku", "nickname", "title", "tag", "kind"})
ON_SCREEN = "on screen"
"""How a line means what the host shows."""
MOST_MEANT = 2
"""Of more products that one name may mean the viewer is not asked to choose."""


@dataclass(frozen=True, slots=True)
class Ref:
    """A place in a line that means a product, or one of several."""

    start: int
    end: int
    skus: tuple[str, ...]
    """The products it may mean; none for a link number the catalogue does not have."""
    how: str
    """In words for staff: "3号链接", "面霜"."""
    number: int | None = None
    by_name: bool = False


# The '#' and the '-' of "#3" and "100-200" are gone once a line is in normal form.
_HASH = re.compile(r"[#＃] ?(?=\d{1,3}(?!\d))")
_RANGE = re.compile(r"(?<=\d) ?[-–—~〜～] ?(?=\d)")
_MONEY = (
    (re.compile(r"(?:us)?\$ ?(\d[\d.]*)", re.IGNORECASE), r"\1 dollars "),
    (re.compile(r"[¥￥] ?(\d[\d.]*)"), r"\1元"),
    (re.compile(r"€ ?(\d[\d.]*)"), r"\1 euros "),
    (re.compile(r"£ ?(\d[\d.]*)"), r"\1 pounds "),
)


def prepared(text: str) -> str:
    """Return a line in normal form with the signs that matter here written as words."""
    plain = unicodedata.normalize("NFKC", text[:400])
    plain = _RANGE.sub("到" if re.search(f"[{CJK}]", plain) else " to ", plain)
    for sign, words in _MONEY:
        plain = sign.sub(words, plain)
    return normalise(_HASH.sub(" link ", plain))


_N = r"(\d{1,3})"
_LINKS = (
    re.compile(rf"(?<![\d.])第?{_N}(?:号|个|款)?的?(?:链接|小黄车)"),
    re.compile(
        rf"(?:小黄车|购物车|橱窗|(?<![\d号个款])链接)(?:里|上)?的?第?{_N}(?:号|个)?(?:链接)?(?![\d.]|[块元米折%件盒瓶套双包支条份台只张片袋罐斤]|ml|kg|g|cm)"
    ),
    re.compile(rf"第{_N}(?:个|款)(?:商品|产品|宝贝|(?=$|多少|怎么|什么|还|有|适合|价|能|可|是多|是什么|和|跟|呢))"),
    re.compile(rf"(?<![a-z])(?:link|item|product|number|no|lot|cart) (?:no |number )?{_N}(?![\da-z.])"),
    re.compile(rf"(?<![\d.a-z]){_N}(?:st|nd|rd|th) (?:link|item|product)(?![a-z])"),
)
# "3号发货" is a date, "3号楼" a place, "3号色" a colour.
_NO_LINK = (
    "楼|线|馆|店|仓|院|门|铺|房|厅|车|桌|选手|技师|机|位|嘉宾|色|码|字|鞋|针|球|线路|公路|生|病|电池|干电"
    "|发|到货|能到|会到|可以到|寄|送|之前|之后|前|后|以前|以后|那天|当天|左右|晚|早|上午|下午|中午|凌晨|开|直播|播|开始|结束|截止|才|就|下单|付|买的|买了|拍的|拍了|收|签|退|活动|生日|上班|放假|考试|的时候|号|日|到\\d"
)
_LINK_NO = re.compile(rf"(?<![\d.月年期周第a-z:]){_N}号(?!{_NO_LINK})")
_BEFORE = re.compile(r"(?<![\d.])(\d{1,3})(?:号|号链接)? ?(?:和|跟|与|还是|或者|或|vs|and|or|&| )$")
_AFTER = re.compile(r"^ ?(?:and|or|vs|versus|和|跟|与|还是) ?(?:link |no |number )?(\d{1,3})(?![\d.a-z]|个|件|块|元)")

_SCREEN = re.compile(
    "(?:现在|正在|刚刚?)?(?:主播)?(?:讲|介绍|展示|说|播)的(?:这|那)?(?:个|款|件|条|双|瓶|盒|套|支|包|台|只|种)?"
    "|(?:主播)?(?:身上|手上|手里)(?:穿|戴|拿)?的?(?:这|那)?(?:个|款|件|条|双|瓶|盒|套|支|包|台|只)?|(?:主播)?穿的(?:这|那)件"
    "|(?:现在)?(?:这|這)(?:1|一)?(?:个|款|件|条|双|瓶|盒|套|支|包|台|只|种|顶)(?:商品|产品|宝贝|东西|链接)?(?!月|星期|礼拜|周|价|活动|券|快递|店|直播|主播|号|歌|视频|人|时候|问题|优惠|群|平台|天|季)|屏幕上的?(?:这个|商品)?"
    r"|(?<![a-z])(?:the one (?:on screen|you are showing|youre showing|youre wearing|you are wearing)|th(?:is|ese)(?: (?:one|ones|item|product|thing))?)(?![a-z])"
)
_BETWEEN = re.compile("和|跟|与|还是|或|对比|相比|vs|and|or|versus|than|with")

_WORDS = """gift gifts kids kid men women man woman mum mom dad girlfriend boyfriend parents parent baby infant maternity
winter summer breakfast study student indoor hydrating gentle volume scent matte rose soft snack snacks portable wireless
cotton wool fiber refill makeup meat glass cleaning magnetic adapter warming neck cedar dry oily sensitive skin reading cover
price size colour color link stock this that 礼物 礼盒 套装 男款 女款 用品 产品 商品 宝贝 链接 同款 新款"""
_NO_NAMES = frozenset(_WORDS.split()) | frozenset(MADE_OF.split("|"))


def references(plain: str, catalog: Catalog, on_screen: str | None, sized: Sequence[str] = ()) -> list[Ref]:
    """Return the places of a prepared line that mean a product, in order and not overlapping.

    `sized` are the products that are spoken of without being named: "37号" may be a size of theirs.
    """
    refs = list(_by_link(plain, catalog, sized))
    taken = [(ref.start, ref.end) for ref in refs]
    for ref in _by_name(plain, catalog):
        if all(ref.end <= start or ref.start >= end for start, end in taken):
            refs.append(ref)
            taken.append((ref.start, ref.end))
    for match in _SCREEN.finditer(plain):
        if match.end() > match.start() and all(match.end() <= start or match.start() >= end for start, end in taken):
            shown = (on_screen,) if on_screen is not None and on_screen in catalog else ()
            refs.append(Ref(match.start(), match.end(), shown, ON_SCREEN))
            taken.append((match.start(), match.end()))
    return _agreed(plain, sorted(refs, key=lambda ref: ref.start), on_screen)


def _by_link(plain: str, catalog: Catalog, sized: Sequence[str]) -> Iterator[Ref]:
    taken: list[tuple[int, int]] = []
    for weak, pattern in [*((False, link) for link in _LINKS), (True, _LINK_NO)]:
        for match in pattern.finditer(plain):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            number = int(match[1])
            if weak and catalog.linked(number) is None:
                continue
            taken.append(match.span())
            if weak and _is_size(number, sized, catalog):
                yield Ref(*match.span(), (), "a link or a size")
                continue
            yield _link(*match.span(), number, catalog)
    for start, end in taken:
        before = _BEFORE.search(plain[:start])
        if before is not None and not any(s < before.end() and before.start() < e for s, e in taken):
            yield _link(before.start(1), before.end(1), int(before[1]), catalog)
        if (after := _AFTER.search(plain[end:])) and not any(s <= end + after.start(1) < e for s, e in taken):
            yield _link(end + after.start(1), end + after.end(1), int(after[1]), catalog)


def _link(start: int, end: int, number: int, catalog: Catalog) -> Ref:
    product = catalog.linked(number)
    return Ref(start, end, (product.sku,) if product is not None else (), f"{number}号链接", number)


def _is_size(number: int, sized: Sequence[str], catalog: Catalog) -> bool:
    labels = [size.plain for sku in sized if sku in catalog for size in catalog[sku].sizes]
    return any(str(number) in label.split() for label in labels)


def _by_name(plain: str, catalog: Catalog) -> Iterator[Ref]:
    """Yield the names of a line that mean products; the longest wins where they overlap."""
    index = catalog.by_name
    found = [one for one in index.found_in(plain) if one.name not in _NO_NAMES and _meant(one, catalog)]
    taken: list[tuple[int, int]] = []
    for one in sorted(found, key=lambda f: (f.start - f.end, f.start)):
        if all(one.end <= start or one.start >= end for start, end in taken):
            taken.append((one.start, one.end))
            yield Ref(one.start, one.end, _meant(one, catalog), one.name, by_name=True)


def _meant(found: Found, catalog: Catalog) -> tuple[str, ...]:
    """Return the products a name may mean: those the shop itself nicknamed so, or all whose name it is or ends in."""
    skus = catalog.by_name.skus[found.name]
    nicknamed = [sku for sku, kind in skus.items() if kind in ("nickname", "sku")]
    if nicknamed:
        return tuple(nicknamed)
    return tuple(sku for sku, kind in skus.items() if kind in STRONG)


def _agreed(plain: str, refs: list[Ref], on_screen: str | None) -> list[Ref]:
    """Join places that mean one product: "3号链接的面霜", "这个面霜"."""
    agreed: list[Ref] = []
    for ref in refs:
        last = agreed[-1] if agreed else None
        between = plain[last.end : ref.start] if last is not None else ""
        if last is None or _BETWEEN.search(between):
            agreed.append(ref)
            continue
        both = tuple(sku for sku in last.skus if sku in ref.skus)
        pointed = next((one for one in (last, ref) if one.how == ON_SCREEN), None)
        if both:
            how = last.how if last.number is not None or ref.how == ON_SCREEN else ref.how
            number = last.number if last.number is not None else ref.number
            agreed[-1] = Ref(last.start, last.end, both, how, number, last.by_name or ref.by_name)
            agreed.append(Ref(ref.start, ref.end, both, how, number, ref.by_name))
        elif pointed is not None and (last.by_name or ref.by_name or ref.number or last.number):
            # "这个面霜" while something else is shown: the name counts.
            named = ref if pointed is last else last
            agreed[-1] = Ref(last.start, last.end, named.skus, named.how, named.number, named.by_name)
            agreed.append(Ref(ref.start, ref.end, named.skus, named.how, named.number, named.by_name))
        else:
            agreed.append(ref)
    return agreed


def products_named(text: str, catalog: Catalog) -> tuple[str, ...]:
    """Return the products a line names by number or by name, where it is clear which they are."""
    refs = references(prepared(text), catalog, None)
    if any(len(ref.skus) != 1 for ref in refs):
        return ()
    return tuple(dict.fromkeys(sku for ref in refs for sku in ref.skus))


def masked(plain: str, refs: Sequence[Ref]) -> str:
    """Return a line with ◇ in the place of each product."""
    pieces: list[str] = []
    at = 0
    for ref in refs:
        pieces += [plain[at : ref.start], PRODUCT]
        at = ref.end
    return "".join([*pieces, plain[at:]])


_LEANS = re.compile(r"^(?:那|那么|还有|另外|and|but|so|then|ok|what about|how about)(?![a-z个])")


def leans_back(plain: str) -> bool:
    """Return whether a line goes on from the one before: "那有大码吗"."""
    return _LEANS.search(plain) is not None
