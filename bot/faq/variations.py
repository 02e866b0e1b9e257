"""How a question might be typed otherwise: what an entry with a single phrasing can be tried out with.

Nobody else's words say how near a message must come to such an entry. So its own phrasing is worded anew, by changes
of form that leave the meaning alone; a content word is never exchanged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# Either way of each pair asks the same, wherever it stands.
_SAME_ZH = (
    ("可以", "能"), ("怎么", "如何"), ("怎样", "怎么"), ("什么时候", "几时"), ("多少钱", "什么价"), ("需要", "要"),
    ("为什么", "为啥"), ("什么", "啥"), ("是否", "是不是"), ("怎么办", "咋办"), ("在哪里", "在哪"),
    ("多长时间", "多久"),
)  # fmt: skip
_SAME_EN = (
    ("how do i ", "how can i "), ("how can i ", "how to "), ("how to ", "how do i "), ("do you have ", "is there "),
    ("is there ", "do you have "), ("are there ", "do you have "), ("can i ", "could i "),
    ("can i ", "is it possible to "), ("do you ", "can you "), ("is it ", "is this "), ("is this ", "is it "),
    ("when will ", "when does "), ("what is ", "what's "), ("where is ", "where's "), ("i want to ", "can i "),
)  # fmt: skip
_SMALL_EN = (
    (" the ", " a "),
    (" a ", " the "),
    (" my ", " the "),
    (" this", " it"),
    (" any ", " "),
    (" an ", " the "),
)
_LEAST_ZH, _LEAST_EN = 4, 3
"""Characters, and words, from which on a question survives the loss of one."""


def variations(text: str) -> tuple[str, ...]:
    """Return other wordings of a normalised question, the same ones each time; perhaps none."""
    found = _english(text) if text.isascii() else _chinese(text)
    return tuple(dict.fromkeys(one for one in found if one and one != text))


def _chinese(text: str) -> Iterator[str]:
    for one, other in _SAME_ZH:
        for old, new in ((one, other), (other, one)):
            if old in text and (old, new) != ("要", "需要"):
                yield text.replace(old, new, 1)
    if match := re.fullmatch("有(?!没有)(.+)吗", text):
        yield f"有没有{match[1]}"
    if match := re.fullmatch("有没有(.+)", text):
        yield f"有{match[1]}吗"
    if match := re.fullmatch("(?:可以|能)(.+)吗", text):
        yield f"能不能{match[1]}"
    if match := re.fullmatch("(.{2,})(怎么|如何)(.{1,3})", text):
        yield f"{match[2]}{match[3]}{match[1]}"
    elif match := re.fullmatch("(怎么|如何)(.{1,2})(.{2,})", text):
        yield f"{match[3]}{match[1]}{match[2]}"
    yield text.removesuffix("吗") if text.endswith("吗") and len(text) > _LEAST_ZH else f"{text}呢"
    if len(text) > _LEAST_ZH:
        middle = len(text) // 2
        yield text[:middle] + text[middle + 1 :]  # a character left out in haste


def _english(text: str) -> Iterator[str]:
    for start, other in _SAME_EN:
        if text.startswith(start):
            yield other + text.removeprefix(start)
    for old, new in _SMALL_EN:
        if old in text:
            yield text.replace(old, new, 1)
    words = text.split()
    if len(words) > _LEAST_EN:
        yield " ".join(words[1:])
    longest = max(words, key=len, default="")
    if len(longest) > _LEAST_EN + 2:
        yield text.replace(longest, longest[:2] + longest[3:], 1)  # a letter left out in haste
