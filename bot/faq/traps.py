"""What sets a message apart from a question that looks almost the same: 能退 / 不能退, 3号 / 5号, 换大 / 换小."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_NUMBER = re.compile(r"\d+")
# "3号链接", "第2个", "link 5": a number that says which product is meant.
_WHICH_ONE = re.compile(r"\d+ ?号|链接 ?\d+|第 ?\d+|\b(?:link|number|no|item) ?\d+")
_NEGATION = re.compile(
    r"不|没|无|别|非|\b(?:not|no|never|cannot|without|dont|cant|doesnt|isnt|wont|didnt|arent|hasnt|havent|wasnt)\b"
)
# Not negations, or negations that ask: 能不能, 有没有, 无理由退货, 不好意思.
_NOT_NEGATION = re.compile(
    r"(.)不\1|(.)没\2|有没有|是否|不好意思|无理由|特别|别的|别人|区别|不错|不过|无线|无糖|非常|没问题|差不多|不锈钢|要不|[了吗]不$|不$|没$"
)

_OPPOSITES_ZH = "大小 男女 换退 开关 借还 买卖 高低 长短 冷热 厚薄 新旧 早晚 增减 加减 进出 收发 左右"
_OPPOSITES_EN = (
    "big small, bigger smaller, larger smaller, large small, long short, hot cold, on off, open close, start stop, "
    "first last, before after, increase decrease, raise lower, add remove, buy sell, return exchange, "
    "refund exchange, up down, men women, mens womens, boys girls, early late, cheap expensive, "
    "enable disable, lock unlock"
)
# Words in which the character is not the opposite of anything.
_NO_OPPOSITE = re.compile(
    "大概|大家|大约|大促|大小|多大|小时|小样|小程序|小店|关注|关于|开心|开票|开发票|开具|左右|早上|晚上|退换|收到"
)
_PAIRS = (
    *((re.compile(pair[0]), re.compile(pair[1])) for pair in _OPPOSITES_ZH.split()),
    *(
        (re.compile(rf"\b{one}\b"), re.compile(rf"\b{other}\b"))
        for one, other in (pair.split() for pair in _OPPOSITES_EN.split(", "))
    ),
)


@dataclass(frozen=True, slots=True)
class Trap:
    """What a normalised text says about numbers, yes and no, and this or its opposite."""

    numbers: frozenset[str]
    which_one: bool
    negated: bool
    sides: frozenset[tuple[int, bool]]
    """Of each pair of opposites that it names one half of: which pair, which half."""

    @classmethod
    def of(cls, text: str) -> Trap:
        """Read a normalised text."""
        return cls(
            frozenset(_NUMBER.findall(text)),
            bool(_WHICH_ONE.search(text)),
            len(_NEGATION.findall(_NOT_NEGATION.sub("", text))) % 2 == 1,
            _sides(text),
        )


def _sides(text: str) -> frozenset[tuple[int, bool]]:
    plain = _NO_OPPOSITE.sub("", text)
    halves = ((i, bool(one.search(plain)), bool(other.search(plain))) for i, (one, other) in enumerate(_PAIRS))
    return frozenset((i, one) for i, one, other in halves if one != other)


def clash(message: Trap, alike: Iterable[Trap]) -> str:
    """Say what sets a message apart from all of an entry's questions that read like it; "" if nothing does."""
    traps = list(alike)
    if not traps:
        return ""
    if all(_numbers_clash(message, trap) for trap in traps):
        return "the numbers differ"
    if all(trap.negated != message.negated for trap in traps):
        return "one of the two is negated"
    if all(any((i, not one) in message.sides for i, one in trap.sides) for trap in traps):
        return "one says the opposite of the other"
    return ""


def _numbers_clash(message: Trap, other: Trap) -> bool:
    """Two different numbers clash; a number on one side only does when it says which product."""
    if message.numbers and other.numbers:
        return message.numbers != other.numbers
    return message.which_one if message.numbers else bool(other.numbers and other.which_one)
