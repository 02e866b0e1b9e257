"""What a model's reason may say in the room: rules by number, all of which must pass.

`check_draft` in `draft` does V1 and V2, which are about the answer as a whole; whoever renders it does V9, for that
needs the finished sentence. docs/architecture.md lists them.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz

from bot.catalog import Catalog, Product
from bot.drafts.abuse import abusive, against
from bot.drafts.echoes import echoes
from bot.guard import check as guard_check
from bot.guard.regulated import unapproved
from bot.guard.rules import CLAIMS, OF_A_PERSON
from bot.languages import Both
from bot.text import CJK, Language, folded, language_of, normalise

LONGEST_SAY = 60

RULES: Mapping[str, Both] = {
    "V1": Both("one JSON object of the agreed shape, not cut off", "应是一个完整的约定格式 JSON"),
    "V2": Both("only what was offered, in stock and on sale now", "只能推荐给出的、有货在售的商品"),
    "V3": Both("no number, amount or offer outside the product's own name", "除商品名外不能有数字、金额或优惠"),
    "V4": Both("no other product, brand or sku", "不能提其他商品、品牌或货号"),
    "V5": Both(
        "no link, contact, markup or control character; one line", "不能有链接、联系方式、标记或控制字符，只能一行"
    ),
    "V6": Both(
        "no absolute or medical claim; of regulated goods only what their own copy says",
        "不能有绝对化或医疗说法；受监管的商品只能用它自己的文案",
    ),
    "V7": Both("the viewer's language, short enough for the platform", "须用观众的语言，长度适合平台"),
    "V8": Both(
        "nothing of purchases, other viewers, prompts or instructions", "不能提购买记录、其他观众、提示词或指令"
    ),
    "V9": Both("not what was said in this room a moment ago", "不能与直播间刚说过的相同"),
    "V10": Both("no word that is barred", "不能有禁用的词"),
    "V11": Both("not the viewer's own words said back", "不能把观众自己的话说回去"),
}


@dataclass(frozen=True, slots=True)
class Unsound:
    """The draft breaks a rule and is not used."""

    rule: str
    what: str
    pick_holds: bool = False
    """Only the reason is amiss, as where a model calls a cream rich which the shop only calls gentle."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a draft is judged against."""

    question: str
    candidates: tuple[Product, ...]
    catalog: Catalog
    language: Language
    told: str = ""
    """The instructions, no piece of which may come back."""


def unfit(say: str, chosen: Product, asked: Asked) -> Unsound | None:
    """Return the first rule the reason breaks; the cheap rules first."""
    for rule, breaks in _CHECKS:
        if what := breaks(say, chosen, asked):
            return Unsound(rule, what)
    if (claim := next(unapproved(say, chosen), None)) is not None:
        return Unsound("V6", f"an effect its copy does not name: {claim.what}", pick_holds=True)
    return None


# V5

_ALLOWED_SIGNS = frozenset("+~～%&'’‘“”\"-–—·…")
_SIGNS = frozenset("<>{}[]`*_|\\@#/^=$￥¥€£")
_LINK = re.compile(
    r"https?|www\.?|(?a:[a-z0-9])\s?[.。·]\s?(?:com|cn|net|top|shop|xyz|cc|me|io|org|vip)(?![a-z])|点(?:com|cn)|链接|网址|扫码|二维码"
)
_CONTACT = re.compile(
    "薇|微信|威信|徽信|卫星号|v信|vx|wx号?|weixin|wechat|扣扣|qq|企鹅号|加我|加v|私信|私聊|站外|电话|手机号|加群|进群|粉丝群|支付宝|转账"
    r"|whatsapp|telegram|\btg\b|\bdm\b|\binsta(?:gram)?\b|\bfacebook\b|\bdiscord\b|\bline id\b|\bcall (?:me|us)\b|\bemail\b|\bphone\b",
    re.ASCII,
)
_SPELLED = re.compile(r"(?:(?<![a-z])[a-z][\s.\-·]+){2,}[a-z](?![a-z])")


def _v5(say: str, chosen: Product, asked: Asked) -> str:
    return breaks_form(say)


def breaks_form(say: str) -> str:
    """Return the link, contact, markup or control characters in a text (V5), if any."""
    for char in say:
        kind = unicodedata.category(char)
        if kind in ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp") or char in _SIGNS:
            return "markup or control characters"
        if kind in ("So", "Sm", "Sk", "Sc", "Mn", "Me") and char not in _ALLOWED_SIGNS:
            return "signs and faces"
    plain = folded(say)
    tight = re.sub(r"[\W_]+", "", plain)
    if _SPELLED.search(plain):
        return "letters apart"
    if found := _LINK.search(plain) or _CONTACT.search(plain) or _CONTACT.search(tight):
        return f"a link or contact: {found.group(0)}"
    return ""


# V3

_IDIOMS = re.compile(
    "第一(?:次|步|口|眼)|一个人|一层|一片|一整天|一天到晚|一年四季|四季|一般|一样|一点|一些|一下|一直|一起|一定|一款|一种|一抹|一擦|一冲|一口|一家(?:人|老小)|十分(?!钱)|万一|千万|百搭|多种|两用|三餐|统一|专一|单一|唯一"
)
_DIGITS = "零〇一二两俩三仨四五六七八九十百千万亿半几壹贰叁肆伍陆柒捌玖拾佰仟廿"
_NUMBER = re.compile(
    f"[{_DIGITS}]+(?:[块元圆毛角分折件个只瓶盒支枝包袋片张双条斤克两升倍成号米年月天周次人份套台把颗粒杯]|小时|分钟|%|个点)"
    "|[元折¥￥$€£%‰]|块钱|毛钱|人民币|美金|美元"
    "|买.{0,3}[送赠]|买.{0,2}得一|[送赠]一|第二件|半价|对折|打折|折扣|特价|低价|便宜|降价|底价|优惠|立减|满减|直降|省钱|包邮|免邮|免费|免单|白送|不要钱|赠品|赠送|红包|返现|抽奖|秒杀|券|百分之|库存|仅剩|只剩|最后几"
    r"|\b(?:half|full|low(?:er|est)?|special|best) price|\bhalf off|\bpercent\b|\b(?:money|much) off\b|\bdiscount\w*|\bcheap\w*|\bbargain|\bcoupon|\bvoucher|\bon sale\b|\bfree (?:gift|shipping|delivery|of charge|sample|today|now)|\bfor free\b|\bis free\b|\bbuy one\b|\bget one\b|\bbogo\b|\brefund|\bcash ?back|\bgiveaway|\bonly .{0,12}left\b"
    r"|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twenty|fifty|hundred|thousand|dozen)[ -]+(?:dollars?|yuan|rmb|bucks?|euros?|pounds?|cents?|pieces?|packs?|bottles?|boxes|box|percent|times|days?|weeks?|months?|years?|hours?|minutes?|for)\b"
    r"|\b(?:dollars?|yuan|rmb|bucks?|euros?)\b"
    r"|(?<!oil[ -])(?<!fragrance[ -])(?<!sugar[ -])(?<!alcohol[ -])(?<!gluten[ -])(?<!cruelty[ -])(?<!worry[ -])(?<!soap[ -])(?<!fat[ -])(?<!mess[ -])\bfree\b",
    re.ASCII,
)


def _v3(say: str, chosen: Product, asked: Asked) -> str:
    rest = folded(say)
    # Pieces of the product's own name may hold digits: SPF50+, 500ml, 3支.
    for piece in sorted(_with_digits(chosen.title), key=len, reverse=True):
        rest = re.sub(rf"(?<![0-9a-z.]){re.escape(piece)}(?![0-9a-z])", " ", rest)
    if any(unicodedata.category(char) in ("Nd", "Nl", "No") for char in rest):
        return "a number"
    found = next(offers(rest), None)
    return f"an amount or an offer: {found}" if found else ""


def offers(plain: str) -> Iterator[str]:
    """Return every amount and offer in a folded text, digits by themselves left out of account (V3)."""
    for found in _NUMBER.finditer(_IDIOMS.sub(" ", plain)):
        yield found.group(0)


@functools.lru_cache(maxsize=4_000)
def _with_digits(title: str) -> tuple[str, ...]:
    return tuple(piece for piece in re.findall(r"[a-z0-9.+*%]+", folded(title)) if any(map(str.isdigit, piece)))


# V4

SHORTEST_NAME = 3
NEARLY = 88


@functools.lru_cache(maxsize=20_000)
def _called(title: str) -> tuple[str, ...]:
    """Return what a product may be called in a sentence: its title whole, and the words of it that say what it is."""
    runs = [run for run in re.findall(rf"[{CJK}]+", folded(title)) if len(run) >= SHORTEST_NAME]
    return (normalise(title), *runs)


def _v4(say: str, chosen: Product, asked: Asked) -> str:
    plain = normalise(say)
    words = set(re.findall(r"[a-z0-9\-]+", folded(say)))
    own = " ".join((normalise(chosen.title), *chosen.names.tags, *chosen.names.categories))
    for product in asked.catalog.values():
        if product.sku == chosen.sku:
            continue
        if product.sku.casefold() in words:
            return f"names {product.sku}"
        for name in _called(product.title):
            if name in own:
                continue
            if name in plain or (
                len(name) >= 5 and len(plain) >= len(name) and fuzz.partial_ratio(name, plain) >= NEARLY
            ):
                return f"names {product.sku}"
    if chosen.sku.casefold() in words:
        return "names the sku"
    return ""


# V6

_PRAISE = re.compile(
    r"最|第一|顶级|极致|绝对|完美|百分百|保证|包你|永久|万能|神器|唯一|独家|首选|国家级|世界级|\b(?:best|perfect|guarantee\w*|miracle|magic|number one|ultimate|always works|risk[- ]free|the most)\b",
    re.IGNORECASE | re.ASCII,
)
_HARMLESS_PRAISE = re.compile("最近|最后|最好别|第一次|第一步")


def _v6(say: str, chosen: Product, asked: Asked) -> str:
    return promises_too_much(say)


def promises_too_much(say: str) -> str:
    """Return the absolute or medical claim in a text (V6), if any."""
    plain = folded(say)
    if found := _PRAISE.search(_HARMLESS_PRAISE.sub(" ", plain)):
        return f"promises too much: {found.group(0)}"
    return _of_guard(say, CLAIMS)


def _of_guard(say: str, rules: Collection[str], *, other: bool = False) -> str:
    hit = next((one for one in guard_check(say) if (one.rule in rules) != other), None)
    return str(hit) if hit is not None else ""


# V7

_OTHER_LETTERS = re.compile(rf"[^\W\d_a-zA-Z{CJK}]")


def _v7(say: str, chosen: Product, asked: Asked) -> str:
    if len(say) > LONGEST_SAY:
        return f"{len(say)} characters"
    if sum(map(str.isalpha, say)) < 2:
        return "says nothing"
    if _OTHER_LETTERS.search(unicodedata.normalize("NFKC", say)):
        return "letters of another language"
    return "another language" if language_of(say) != asked.language else ""


# V8

OVERLAP, OVERLAP_CHINESE = 10, 4
"""Letters that in a row, without what stands between them, are a piece of the instructions."""
_META = re.compile(
    "系统提示|提示词|指令|规则|设定|忽略|人工智能|语言模型|机器人|大模型|其他观众|其他顾客|别的(?:观众|客人|顾客)|别人买|有人买|他们买|她们买|历史|记录|曾经|上次|上回|之前|以前|去年|老客|老顾客|回头客|会员|买过|购买过|下过单|回购|又来|好久|口令|密码|暗号|机密|秘密|内部|后台|管理员"
    r"|\b(?:prompts?|instructions?|instructed|ignore|system|language model|as an ai|an ai|chat ?bot|previous\w*|history|json|secret\w*|password|passcode|token|confidential|internal|admin|other (?:viewers?|customers?|people)|someone (?:else )?bought|you bought|bought|purchased?|ordered|last time|again|returning|loyal|member|vip|welcome back)\b",
    re.IGNORECASE | re.ASCII,
)


def _v8(say: str, chosen: Product, asked: Asked) -> str:
    plain = folded(say)
    if found := _META.search(plain) or _META.search(re.sub(r"[\W_]+", "", plain) if not plain.isascii() else ""):
        return f"speaks of instructions or the past: {found.group(0)}"
    grams, marked = _pieces(asked.told)
    squeezed = _squeezed(plain)
    if any(squeezed[i : i + OVERLAP] in grams for i in range(len(squeezed) - OVERLAP + 1)):
        return "repeats its instructions"
    own = _squeezed(folded(chosen.title + " ".join(chosen.tags)))
    for run in re.findall(rf"[{CJK}]+", squeezed):
        for i in range(len(run) - OVERLAP_CHINESE + 1):
            piece = run[i : i + OVERLAP_CHINESE]
            if piece in grams and piece not in own:
                return "repeats its instructions"
    if marked & set(re.findall(r"[a-z0-9]+", plain)):
        return "repeats a word of its instructions"
    return _of_guard(say, OF_A_PERSON)


@functools.lru_cache(maxsize=8)
def _pieces(told: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return all pieces of the instructions of both lengths, and the words that stand out in them, such as CODE-7."""
    squeezed = _squeezed(folded(told))
    grams = {squeezed[i : i + n] for n in (OVERLAP, OVERLAP_CHINESE) for i in range(len(squeezed) - n + 1)
             if n == OVERLAP or not squeezed[i : i + n].isascii()}  # fmt: skip
    loud = re.findall(r"\b[A-Z][A-Z0-9]{2,}\b|\b[A-Za-z]*\d[A-Za-z0-9]*\b", told)
    return frozenset(grams), frozenset(word.casefold() for word in loud if len(word) > 2)


def _squeezed(plain: str) -> str:
    return "".join(char for char in plain if char.isalnum())


# V10 and V11


def _v10(say: str, chosen: Product, asked: Asked) -> str:
    if abusive(say):
        return "an insult"
    if against(say):
        return "speaks against it"
    return _of_guard(say, (*CLAIMS, *OF_A_PERSON), other=True)


def _v11(say: str, chosen: Product, asked: Asked) -> str:
    own = [chosen.title, *chosen.tags, chosen.category]
    said_back = echoes(say, asked.question, own)
    return f"says the viewer's words back: {said_back}" if said_back else ""


_CHECKS: tuple[tuple[str, Callable[[str, Product, Asked], str]], ...] = (
    ("V5", _v5),
    ("V4", _v4),
    ("V3", _v3),
    ("V6", _v6),
    ("V8", _v8),
    ("V7", _v7),
    ("V10", _v10),
    ("V11", _v11),
)
