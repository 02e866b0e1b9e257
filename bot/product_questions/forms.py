"""How a line is put that names goods, whichever they are: "想给◆买个◇" wishes, "◇收到了" tells.

The weights are learned from lines with ◇ in the place of goods and ◆ in that of people (`bench/wish_forms.py`).
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Mapping

from bot.catalog import Catalog
from bot.product_questions.form_weights import AT_ALL, WEIGHTS
from bot.product_questions.goods import goods_places
from bot.product_questions.whom import with_whom_masked
from bot.text import normalise

_TOKEN = re.compile(r"[a-z']+|\d+|[^\sa-z\d]")
GOODS = "◇"
LONGEST_RUN = 3
STEEP = 3.0
LEAST_KNOWN = 0.5
"""Of the words of a Latin line, how many must be known: another language is read by nothing."""


_BEGS = re.compile(r"\b(?:please|pls+|plz)\b", re.IGNORECASE)


def masked(text: str, catalog: Catalog) -> str:
    """Return a line in its normal form without its goods and people, with the please and the question mark it had."""
    plain = normalise(text)
    for start, end in reversed(goods_places(plain, catalog)):
        plain = f"{plain[:start]} {GOODS} {plain[end:]}"
    begs = " please" if _BEGS.search(text) else ""
    asks = " ?" if text.rstrip().endswith(("?", "？")) else ""
    return " ".join(f"{with_whom_masked(plain)}{begs}{asks}".split())


def pieces(line: str) -> frozenset[str]:
    """Return the runs of words (of characters in Chinese) that a masked line is judged by."""
    words = ["^", *("0" if word.isdigit() else word for word in _TOKEN.findall(line)), "$"]
    runs = {
        " ".join(words[at : at + length])
        for length in range(1, LONGEST_RUN + 1)
        for at in range(len(words) - length + 1)
    }
    return frozenset(runs | {f"{words[at]} _ {words[at + 2]}" for at in range(len(words) - 2)})


def likely_wish(line: str) -> float:
    """Return how likely a masked line wishes for what it names, from 0 to 1."""
    weights, found = _weights(), pieces(line)
    strength = sum(weights.get(piece, 0.0) for piece in found) * STEEP / math.sqrt(len(found))
    return 1 / (1 + math.exp(-(AT_ALL + strength)))


def is_readable(line: str) -> bool:
    """Return whether most Latin words of a masked line are known: another language is judged by nothing."""
    words = [word for word in _TOKEN.findall(line) if word.isascii() and word.isalpha()]
    return sum(word in _weights() for word in words) >= LEAST_KNOWN * len(words)


@functools.cache
def _weights() -> Mapping[str, float]:
    listed = (piece.rpartition("=") for line in WEIGHTS.splitlines() for piece in line.split("\t") if piece)
    return {piece: int(hundredths) / 100 for piece, _, hundredths in listed}
