"""How like a wish a line is by what it tells: somebody to give to, what is amiss, what a thing is to be like.

For wishes that no form foresaw: "买给外婆的，简单点的", "my hair is always flat, help". `bench/wishes_as_told.py` learnt it.
"""

from __future__ import annotations

import re
from importlib.resources import files

from bot.catalog import Catalog
from bot.product_questions.goods import goods_places
from bot.text import CJK, folded
from bot.text.likeness import Likeness

WISHES = Likeness(
    files("bot.product_questions") / "wish_kinds.txt", files("bot.product_questions") / "wish_likeness.tsv"
)
_CHINESE = re.compile(f"[{CJK}]")


def like_wish(text: str, catalog: Catalog) -> float:
    """Return how like a wish a line is: above 0 rather like one, below rather like talk."""
    return WISHES.of(weighable(text, catalog))


def weighable(text: str, catalog: Catalog) -> str:
    """Return a line as it is weighed: all goods are the same, and its marks are kept."""
    line = folded(text)
    thing = any_thing(line)
    for start, end in reversed(goods_places(line, catalog)):
        line = f"{line[:start]}{thing}{line[end:]}"
    return line


def any_thing(line: str) -> str:
    """Return the word that stands for whichever goods in a line of this language."""
    return "东西" if _CHINESE.search(line) else "thing"
