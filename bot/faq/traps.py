"""What sets a message apart from a question that looks almost the same: 能退 / 不能退, 3号 / 5号, 换大 / 换小."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot import reasons
from bot.faq.negation import EVERYTHING, read_no
from bot.faq.opposites import Side, sides
from bot.text import CJK

T = TypeVar("T")

VARIOUS = 3
"""So many different numbers in an entry's questions, and it takes any."""
SEVERAL = 2
"""Questions that say a word without any no, and a no elsewhere in the entry is not what tells."""

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
# "3号链接", "第2个", "link 5": a number that says which product is meant.
_WHICH_ONE = re.compile(
    r"\d+ ?号|链接 ?\d+|第 ?\d+|(?<![a-z])(?:link|number|no|item|the) ?\d+(?!\d| ?(?:off|ml|g|kg|days?)\b)"
)
_MEASURED = re.compile(
    r"(\d+(?:\.\d+)?) ?(?:(ml|毫升)|(l(?![a-z])|升)|(kg|公斤|千克)|(g(?![a-z])|克)|(cm|厘米)|(days?|天)|(hours?|小时)"
    "|(months?|个?月)|(weeks?|周)|(years?|年)|(minutes?|分钟))"
)

_SIZE = re.compile(
    r"(?<![a-z0-9])(?:[2-6]?x?[sl]|m)(?![a-z0-9])|(?<![a-z])(?:small|medium|large|extra large)(?![a-z])"
    "|中(?=码|号)|均码"
)
_SAME_SIZE = {"small": "s", "medium": "m", "中": "m", "large": "l", "extra large": "xl"}

_DAYS = {
    word: words[0]
    for words in map(
        str.split,
        (
            "今天 今日 今晚 今早 today tonight",
            "明天 明日 明晚 明早 tomorrow tomorrows",
            "昨天 昨日 昨晚 yesterday",
            "大后天",
            "后天",
            "前天",
            "周1 周一 星期一 礼拜一 monday mondays",
            "周2 周二 星期二 礼拜二 tuesday tuesdays",
            "周3 周三 星期三 礼拜三 wednesday wednesdays",
            "周4 周四 星期四 礼拜四 thursday thursdays",
            "周5 周五 星期五 礼拜五 friday fridays",
            "周6 周六 星期六 礼拜六 saturday saturdays",
            "周7 周日 周天 星期日 星期天 礼拜天 礼拜日 sunday sundays",
            "本周 这周 这个星期 this_week",
            "下周 下个星期 next_week",
            "上周 上个星期 last_week",
            "本月 这个月 this_month",
            "下个月 下月 next_month",
            "上个月 上月 last_month",
            "明年 next_year",
            "去年 last_year",
            "双11 11.11",
            "双12 12.12",
            "618",
            "38节 妇女节",
            "黑5 黑五 黑色星期五 black_friday",
            "元旦 new_year",
            "春节 过年 年三十",
            "国庆",
            "中秋",
            "圣诞 christmas",
            "january jan",
            "february feb",
            "march",
            "april",
            "june",
            "july",
            "august aug",
            "september sept",
            "october oct",
            "november nov",
            "december dec",
        ),
    )
    for word in words
}
_DAY = re.compile(
    "|".join(
        re.escape(word.replace("_", " "))
        if not word.isascii()
        else rf"(?<![a-z0-9]){re.escape(word.replace('_', ' '))}(?![a-z0-9])"
        for word in sorted(_DAYS, key=len, reverse=True)
    )
)

_EVENTS = {
    "下单": "下[了完]?单|拍下|下好单",
    "发货": "发[了完]?货|寄出|发出",
    "付款": "付[了完]?款|支付|付了?钱",
    "收货": "收[到了]?货|签收|收到",
    "拆封": "拆[了开]?封|开封|拆开|拆了",
    "使用": "使用|用过|穿过|洗过?",
    "开播": "开播|直播",
}
_EVENT = "|".join(f"({words})" for words in _EVENTS.values())
_AROUND = re.compile(
    f"(?P<notyet>还?[没未]有?)?(?:{_EVENT})(?:了|过)?"
    "(?P<side>之?前|以前|之?后(?!天)|以后|(?=还?(?:能|可以|可不|想))|的?时候?(?=能|可))"
)
_WITHIN = re.compile(
    r"(\d+) ?(?:天|日|小时|个?月)(?:(之内|以内|内)|(之后|以后|后|以上))|(超过|过了) ?\d+ ?(?:天|日|小时|个?月)"
)
_WHEN_EN = re.compile(
    r"(?<![a-z])(?:(before|prior to)|(after|once|past)|(within)|(on|upon) (?:delivery|arrival|receipt))(?![a-z])"
)

_FEE = "运费|邮费|快递费|关税|税费|税|费用|来回费"
_SHOP_EN, _VIEWER_EN = "you|(?:the )?(?:seller|shop|store)", "i|me|we|(?:the )?(?:buyer|customer)"
_PAYS = re.compile(
    "(?:(你们?|店家|商家|卖家|店铺|店里|平台|厂家)|(我们?|买家|自己|顾客|客户|个人))"
    "(?:来|要|得|自己|自|可以|会|给|负责|还|是){0,3}(?:出|付|承担|掏|负担|包|负责)(?!款|货|什么)"
    rf"|(?<![a-z])(?:({_SHOP_EN})|({_VIEWER_EN}))(?: (?:have to|need to|must|will|to))? (?:pay|cover)s?(?![a-z])"
    rf"|(?:paid|covered) by (?:({_SHOP_EN})|({_VIEWER_EN}))(?![a-z])"
)
# Which way the parcel goes: back, in exchange, or out.
_WHOSE_FEE = re.compile(
    f"(?:(退[货回换]?|寄回)|(换货?)|发货|寄来|寄过来|发过来)(?:的|去|来|时|话)*(?:{_FEE})"
    r"|(?<![a-z])(?:(return)|(exchange)|first|initial|outbound|outgoing) (?:shipping|postage|delivery)"
)
_WAYS = {None: "out", 1: "back", 2: "exchange", 3: "back", 4: "exchange"}

_ROUTE = re.compile(
    f"从([{CJK}a-z]{{1,6}}?)(?:发|寄)?到([{CJK}]{{1,3}}|[a-z0-9]+)"
    r"|(?<![a-z])from ([a-z0-9]+) to ([a-z0-9]+)|([a-z0-9]+) ?[码号]?换成? ?([a-z0-9]+)"
)


@dataclass(frozen=True, slots=True)
class Trap:
    """What a normalised text says that one word, or one digit, turns into something else."""

    numbers: frozenset[str]
    measures: frozenset[tuple[str, int]]
    which_one: bool
    sizes: frozenset[str]
    days: frozenset[str]
    moments: frozenset[str]
    """Before or after what, within or past how long."""
    payers: frozenset[str]
    fees: frozenset[str]
    route: tuple[str, ...]
    denied: frozenset[str]
    """What it says no to."""
    said: frozenset[str]
    """What it speaks of without a no."""
    sides: frozenset[Side]

    @classmethod
    def of(cls, text: str) -> Trap:
        """Read a normalised text."""
        timed = _AROUND.sub(_in_short, text)
        denied, said = read_no(timed)
        route = _ROUTE.search(text)
        return cls(
            frozenset(_NUMBER.findall(text)),
            frozenset((match[1], match.lastindex or 0) for match in _MEASURED.finditer(text)),
            bool(_WHICH_ONE.search(text)),
            frozenset(_SAME_SIZE.get(size, size) for size in _SIZE.findall(text)),
            frozenset(_DAYS[day.replace(" ", "_")] for day in _DAY.findall(text)),
            _moments(timed),
            frozenset("shop" if match.lastindex in (1, 3, 5) else "viewer" for match in _PAYS.finditer(text)),
            frozenset(_WAYS[match.lastindex] for match in _WHOSE_FEE.finditer(text)),
            tuple(filter(None, route.groups())) if route else (),
            denied,
            said,
            sides(text),
        )


def _in_short(match: re.Match[str]) -> str:
    """Write 没发货能, 发货之前 as one: ⟨发货-⟩; 发了货以后, 发货了还能 as ⟨发货+⟩."""
    event = next(name for name, found in zip(_EVENTS, match.groups()[1:], strict=False) if found)
    side = match["side"] or ""
    before = bool(match["notyet"]) or "前" in side
    if not (before or "后" in side or "了" in match.group() or "过" in match.group()):
        return match.group()
    return f"⟨{event}{'-' if before else '+'}⟩"


def _moments(timed: str) -> frozenset[str]:
    found = set(re.findall("⟨(.+?)⟩", timed))
    found |= {"within" if match[2] else "past" for match in _WITHIN.finditer(timed)}
    return frozenset(
        found | {("before", "past", "within", "on")[(m.lastindex or 1) - 1] for m in _WHEN_EN.finditer(timed)}
    )


def clash(message: Trap, alike: Iterable[Trap], ways: Callable[[], Sequence[Trap]] = tuple) -> str:
    """Say what sets a message apart from all of an entry's questions that read like it; "" if nothing does.

    All questions of the entry, in `ways`, are read only where they may take that back.
    """
    traps = list(alike)
    if not traps:
        return ""
    if all(_numbers_apart(message, trap) for trap in traps) and not _any_number(message, ways()):
        return reasons.NUMBERS_DIFFER
    for reason, apart in _APART:
        if all(apart(message, trap) for trap in traps):
            return reason
    if _differ(message.moments, _all(trap.moments for trap in traps)):
        return reasons.BEFORE_AFTER
    if _differ(message.fees, _all(trap.fees for trap in traps)):
        return reasons.OTHER_POSTAGE
    if _denied_apart(message, traps, ways):
        return reasons.NEGATED
    return reasons.OPPOSITE if _opposite(message.sides, _all(trap.sides for trap in traps)) else ""


def _numbers_apart(message: Trap, other: Trap) -> bool:
    """Two different numbers clash; a number on one side only does when it says which product."""
    if message.numbers and other.numbers:
        return message.numbers != other.numbers or _differ(message.measures, other.measures)
    return message.which_one if message.numbers else bool(other.numbers and other.which_one)


def _any_number(message: Trap, ways: Sequence[Trap]) -> bool:
    """Return whether an entry asks with so many numbers that it takes any; never where one says which product."""
    various = {trap.numbers for trap in ways if len(trap.numbers) == len(message.numbers) > 0}
    return len(various) >= VARIOUS and not any(trap.which_one for trap in (message, *ways))


def _differ(one: frozenset[T], other: frozenset[T]) -> bool:
    return bool(one and other) and not one & other


_APART: tuple[tuple[str, Callable[[Trap, Trap], bool]], ...] = (
    (reasons.SIZES_DIFFER, lambda a, b: bool(a.sizes and b.sizes) and a.sizes != b.sizes),
    (reasons.OTHER_DAYS, lambda a, b: _differ(a.days, b.days)),
    (reasons.OTHER_PAYER, lambda a, b: _differ(a.payers, b.payers)),
    (reasons.OTHER_WAY, lambda a, b: bool(a.route and b.route) and a.route != b.route),
)


# An entry asks one thing in several words: "send it back" says nothing of "return", yet who wants no return is
# asking something else. So what is denied, before and after, and the
# opposite are looked for in all its questions together.
def _denied_apart(message: Trap, traps: Sequence[Trap], ways: Callable[[], Sequence[Trap]]) -> bool:
    denied, said = _all(trap.denied for trap in traps), _all(trap.said for trap in traps)
    if message.denied & (said - denied):
        return True
    affirmed = denied & (message.said - message.denied - said)
    if affirmed and not affirmed <= _plainly(ways()):
        return True
    if EVERYTHING in message.denied:
        return not denied
    return not message.denied and all(EVERYTHING in trap.denied for trap in traps)


def _plainly(ways: Iterable[Trap]) -> frozenset[str]:
    """Return what several of an entry's questions say, those only that say no to nothing."""
    counted = Counter(word for trap in ways if not trap.denied for word in trap.said)
    return frozenset(word for word, times in counted.items() if times >= SEVERAL)


def _opposite(message: frozenset[Side], entry: frozenset[Side]) -> bool:
    return any(
        (pair, not half) in entry and (pair, half) not in entry and (pair, not half) not in message
        for pair, half in message
    )


def _all(sets: Iterable[frozenset[T]]) -> frozenset[T]:
    return frozenset().union(*sets)
