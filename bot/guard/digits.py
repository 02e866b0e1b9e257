"""Numbers as people hide them: in Chinese digits, circled, spaced, dashed, with words between."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_CHINESE = "零〇○洞一壹弌幺吆二贰弍两三叁参弎四肆五伍六陆七柒拐八捌九玖勾"
_VALUES = "0000111112222333344556677788999"
AS_DIGITS = str.maketrans(_CHINESE, _VALUES)
"""Chinese digits as they count, one for one, so that places stay."""

_GROUP = re.compile(rf"(?<![a-z])[oil]{{0,8}}[0-9][0-9oil]{{0,40}}(?![a-wyz])|[0-9]+|[{_CHINESE}]+")
"""o and l among digits stand for 0 and 1."""
_LETTERS = str.maketrans("oil", "011")
LONGEST = 24
"""Digits that are looked at together."""
MOST_GROUPS = 24

# What stands between two groups of one number. No colon: 20:00 is a time.
_SIGNS = re.compile(r"[^\w\s:：;；\u3400-\u9fff]{1,3}|[^\w:：;；\u3400-\u9fff\n]{1,4}|_{1,3}")
_WORDS = re.compile(
    "[\\s,，、.。-]*(?:然后|接着|再来|再|后面|中间|最后|接下来|之后|是|嗯+|呃+|啊|哦|加|杠|横杠|空格|还有|后四位|前三位|末四位|中间四位|前面|尾号|点|逗号|后边|接|哈|的|then|and|dash|space){1,2}(?:是|,|，)?\\s*"
)


@dataclass(frozen=True, slots=True)
class Group:
    """Digits without anything between them."""

    digits: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Number:
    """Groups that may be one number, as it stands in the text."""

    digits: str
    shape: tuple[int, ...]
    """Lengths of the groups; those that only change their script count as one."""
    signs: frozenset[str]
    """What stands between the groups."""
    start: int
    end: int

    @property
    def whole(self) -> bool:
        """Whether nothing stands between its digits."""
        return len(self.shape) == 1


def groups(text: str) -> list[Group]:
    """Return the groups of digits in a folded text."""
    return [
        Group(match.group().translate(_LETTERS).translate(AS_DIGITS), match.start(), match.end())
        for match in _GROUP.finditer(text)
    ]


def numbers(text: str, found: Sequence[Group], shortest: int) -> Iterator[Number]:
    """Return every row of groups that may be one number of at least so many digits, the longest first."""
    for first in range(len(found)):
        rows = list(_from(text, found, first, shortest))
        yield from reversed(rows)


def _from(text: str, found: Sequence[Group], first: int, shortest: int) -> Iterator[Number]:
    digits, shape, signs = found[first].digits, [len(found[first].digits)], set[str]()
    start, end = found[first].start, found[first].end
    if shortest <= len(digits) <= LONGEST:
        yield Number(digits, tuple(shape), frozenset(signs), start, end)
    for group in found[first + 1 : first + MOST_GROUPS]:
        between = text[end : group.start]
        if between:
            if len(between) > 12 or not (_SIGNS.fullmatch(between) or _WORDS.fullmatch(between)):
                return
            signs.add(between.strip() or " ")
            shape.append(len(group.digits))
        else:
            shape[-1] += len(group.digits)
        digits += group.digits
        end = group.end
        if len(digits) > LONGEST:
            return
        if len(digits) >= shortest:
            yield Number(digits, tuple(shape), frozenset(signs), start, end)
