"""The prices, times and shares an answer states, so that two answers can be held against each other."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from bot.faq.entries import VARIABLE


@dataclass(frozen=True, slots=True)
class Amount:
    """One number of an answer with its unit, and what it is about."""

    about: str
    """`postage`, `sending`, …; nothing where the clause does not say."""
    unit: str
    low: float
    high: float
    written: str

    def agrees(self, other: Amount) -> bool:
        """Return whether one could be said for the other: ranges need only meet."""
        return self.low <= other.high and other.low <= self.high


_CHINESE = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_ENGLISH = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10, "twelve": 12}
_SPELLED_ZH = re.compile(f"(十?[{''.join(_CHINESE)}])(?=\\s*(?:个?工作日|天|周|个月|年|小时|元|块钱|折))")
_SPELLED_EN = re.compile(rf"\b({'|'.join(_ENGLISH)})(?=[ \-](?:working|business|hour|day|week|month|year))")

_NUMBER = r"\d{1,9}(?:\.\d{1,2})?"
_TO = r"\s*(?:-|–|—|~|〜|至|到|to)\s*"
_CURRENCY = {"¥": "¥", "元": "¥", "块": "¥", "块钱": "¥", "rmb": "¥", "yuan": "¥", "cny": "¥",
             "$": "$", "usd": "$", "dollar": "$", "dollars": "$", "美元": "$", "€": "€", "£": "£"}  # fmt: skip
_MONEY = re.compile(
    rf"([¥$€£])\s*({_NUMBER})(?:{_TO}[¥$€£]?\s*({_NUMBER}))?"
    rf"|({_NUMBER})(?:{_TO}({_NUMBER}))?\s*(元|块钱|块(?!儿)|美元|rmb\b|yuan\b|cny\b|usd\b|dollars?\b)"
)
_TIMES = (
    ("working days", 1.0, r"个?工作日|(?:working|business) days?"),
    ("hours", 1.0, r"个?小时|hours?\b|hrs?\b"),
    ("hours", 24.0, r"天|日(?=内|后|无理由|保)|days?\b"),
    ("hours", 168.0, r"周(?!年)|星期|weeks?\b"),
    ("hours", 1 / 60, r"分钟|min(?:ute)?s?\b"),
    ("months", 1.0, r"个月|months?\b"),
    ("months", 12.0, r"年|years?\b"),
)
_TIMED = re.compile(
    rf"(?<![\d.])({_NUMBER})(?:{_TO}({_NUMBER}))?[ \-]?"
    rf"(?:{'|'.join(f'(?P<of{i}>{words})' for i, (_, _, words) in enumerate(_TIMES))})"
)
_OCLOCK = re.compile(rf"(\d{{1,2}})\s*点(半)?(?:{_TO}(\d{{1,2}})\s*点(半)?)?")
_OCLOCK_EN = re.compile(rf"\b(\d{{1,2}})(?::(\d\d))?\s*(?:[ap]m)?(?:{_TO}(\d{{1,2}})(?::(\d\d))?\s*)?[ap]m\b")
_SHARE = re.compile(rf"({_NUMBER})\s*%(\s*off)?|({_NUMBER})\s*折")

_THRESHOLD = re.compile(r"(?:满|足|over|above|from|below|under|at least|spend)\s*$")
_CLAUSE = re.compile(r"[，。；、,;!?()（）\n]|:(?!\d)|(?<!\d)\.|\.(?!\d)")
# What happens before or after does not say what the amount is about: 付款后 48 小时内发出, within 7 days of delivery.
_ASIDE = re.compile(
    r"(?:付款|拍下|下单|签收|收到|到货|收货|发出|发货|购买|支付|退货|领到)[^，。]{0,6}?(?:后|之后|以后|起)"
    r"|\b(?:of|after|since|once|before)\s+(?:\w+\s+)?\w+"
)
_ABOUT = (
    ("postage", re.compile(r"包邮|免邮|运费|邮费|free shipping|shipping is free|postage|shipping (?:fee|cost)")),
    ("sending", re.compile(r"发货|发出|寄出|发走|补发|\bships?\b|\bshipped\b|\bdispatch|\bsent out\b")),
    ("arriving", re.compile(r"送达|送到|到货|\d天到|天到|能到|收到|arriv|\bdeliver")),
    ("refunding", re.compile(r"退款|到账|退回|refund|paid back")),
    ("returning", re.compile(r"退货|无理由|就能退|可退|能退|可以退|\breturns?\b|send it back")),
    ("exchanging", re.compile(r"换货|可以换|可换|能换|换一次|换码|exchange|\bswap")),
    ("price protection", re.compile(r"保价|价保|差价|price (?:protection|match)|difference")),
    ("warranty", re.compile(r"保修|质保|warranty|guarantee")),
    ("coupons", re.compile(r"券|coupon|voucher|新人|newcomer")),
    ("the courier", re.compile(r"顺丰|中通|圆通|快递|courier|\bexpress\b")),
    ("points", re.compile(r"积分|\bpoints?\b")),
    ("discount", re.compile(r"折|打折|减|\boff\b|discount|sale")),
    ("opening hours", re.compile(r"客服|上班|在线|营业|office|service hours")),
    ("the show", re.compile(r"开播|直播|下播|\blive\b|\bshow\b|stream")),
    ("keeping", re.compile(r"保质期|有效|过期|shelf life|expire|valid")),
    ("the price", re.compile(r"价格|现价|售价|现在|卖|只要|到手|price|costs?\b|only")),
)  # fmt: skip


def amounts(answer: str) -> Sequence[Amount]:
    """Read the amounts an answer states; what the catalogue fills in is not looked at."""
    text = unicodedata.normalize("NFKC", VARIABLE.sub(" ", answer)).casefold()
    text = _SPELLED_ZH.sub(lambda m: str(_chinese(m.group(1))), text)
    text = _SPELLED_EN.sub(lambda m: str(_ENGLISH[m.group(1)]), text)
    # Two spellings of one sign.
    text = text.replace("￥", "¥")
    return [amount for clause in _CLAUSE.split(text) for amount in _in_clause(clause)]


def _chinese(written: str) -> int:
    return 10 + _CHINESE[written[1]] if len(written) == 2 else _CHINESE[written]


def _in_clause(clause: str) -> Iterable[Amount]:
    named = _ASIDE.sub(lambda m: " " * len(m.group(0)), clause)
    for unit, low, high, start, end in (*_money(clause), *_timed(clause), *_oclock(clause), *_shares(clause)):
        yield Amount(_about(named, start, end), unit, min(low, high), max(low, high), clause[start:end].strip())


def _about(clause: str, start: int, end: int) -> str:
    """Return what the words nearest to an amount are about."""
    nearest, about = len(clause) + 1, ""
    for name, words in _ABOUT:
        for match in words.finditer(clause):
            distance = max(match.start() - end, start - match.end(), 0)
            if distance < nearest:
                nearest, about = distance, name
    return about


_Found: TypeAlias = tuple[str, float, float, int, int]


def _money(clause: str) -> Iterable[_Found]:
    for match in _MONEY.finditer(clause):
        sign, first, second = match.group(1), match.group(2), match.group(3)
        if sign is None:
            first, second, sign = match.group(4), match.group(5), match.group(6)
        kind = "threshold" if _THRESHOLD.search(clause[: match.start()]) else "amount"
        # Two currencies never agree, whatever the numbers.
        shift = {"¥": 0.0, "$": 1e9, "€": 2e9, "£": 3e9}[_CURRENCY[sign]]
        low, high = float(first), float(second or first)
        yield kind, low + shift, high + shift, match.start(), match.end()


def _timed(clause: str) -> Iterable[_Found]:
    for match in _TIMED.finditer(clause):
        unit, times, _ = _TIMES[int((match.lastgroup or "of0").removeprefix("of"))]
        low, high = float(match.group(1)) * times, float(match.group(2) or match.group(1)) * times
        yield unit, low, high, match.start(), match.end()


def _oclock(clause: str) -> Iterable[_Found]:
    """Read times of day on a clock of twelve hours, as 晚上 8 点, 20 点 and 8 pm are one; each end by itself."""
    for match in _OCLOCK.finditer(clause):
        for hour, half in ((match.group(1), match.group(2)), (match.group(3), match.group(4))):
            if hour:
                at = float(hour) % 12 + (0.5 if half else 0)
                yield "o'clock", at, at, match.start(), match.end()
    for match in _OCLOCK_EN.finditer(clause):
        for hour, minute in ((match.group(1), match.group(2)), (match.group(3), match.group(4))):
            if hour:
                at = float(hour) % 12 + float(minute or 0) / 60
                yield "o'clock", at, at, match.start(), match.end()


def _shares(clause: str) -> Iterable[_Found]:
    for match in _SHARE.finditer(clause):
        if match.group(3):
            share = float(match.group(3)) * (10 if float(match.group(3)) < 10 else 1)
        else:
            share = 100 - float(match.group(1)) if match.group(2) else float(match.group(1))
        yield "percent", share, share, match.start(), match.end()


def differing(
    one: Sequence[Amount], other: Sequence[Amount], *, strict: bool = False
) -> tuple[Amount, Amount] | None:
    """Return the first two amounts that cannot both be true; `strict` looks only at what both name the same."""
    for unit in dict.fromkeys(amount.unit for amount in one):
        mine, theirs = [a for a in one if a.unit == unit], [a for a in other if a.unit == unit]
        for about in dict.fromkeys(a.about for a in mine):
            if about and (found := _apart([a for a in mine if a.about == about],
                                          [a for a in theirs if a.about == about])):  # fmt: skip
                return found
        # One number on each side answers the question itself, even where a clause does not name it.
        unnamed = not all(a.about for a in mine) or not all(a.about for a in theirs)
        if unnamed and not strict and _values(mine) == _values(theirs) == 1 and (found := _apart(mine, theirs)):
            return found
    return None


def _values(some: Sequence[Amount]) -> int:
    return len({(amount.low, amount.high) for amount in some})


def _apart(mine: Sequence[Amount], theirs: Sequence[Amount]) -> tuple[Amount, Amount] | None:
    """Return an amount of each that agrees with none of the other's; lists of unlike length may tell other things."""
    lonely = [a for a in mine if not any(a.agrees(b) for b in theirs)]
    others = [b for b in theirs if not any(b.agrees(a) for a in mine)]
    nothing_shared = len(lonely) == len(mine) and len(others) == len(theirs)
    if lonely and others and (len(mine) == len(theirs) or nothing_shared):
        return lonely[0], others[0]
    return None
