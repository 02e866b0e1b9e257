"""How like anger at the shop a line is, where no list foresaw the words, and the piece of it that tells most.

`bench/learning.py anger` learns the weights from the labelled lines of tests/mood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from importlib.resources import files
from math import sqrt

from bot.text.likeness import Likeness

ANGER = Likeness(files("bot.cues") / "anger_kinds.txt", files("bot.cues") / "anger.tsv")

SURE, RATHER = 0.2, 0.1
"""How like anger a line has to be to count as much as an angry word of the list, and as a cross one."""
_WORDS = re.compile(r"[a-z0-9][a-z0-9'\-]*|[一-鿿]")
_BREAKS = re.compile(r"[^a-z0-9'\-一-鿿 ]+")
_LONGEST_SAID, _LONGEST_WRITTEN = 6, 10
"""English words, and Chinese characters, of the piece that is shown."""
_LOOKED_AT = 60
"""Words from which on a line is not looked at for the piece to show."""


def telling(line: str) -> str:
    """Return the words of a line, read by `plain`, that are most like anger by themselves: whole clauses if short."""
    best, told = float("-inf"), ""
    words = list(_WORDS.finditer(line))[:_LOOKED_AT]
    clauses = [clause.strip() for clause in _BREAKS.split(line[: words[-1].end()] if words else "")]
    pieces = [clause for clause in clauses if len(clause) > 1 and _short(clause)]
    if len(pieces) < sum(len(clause) > 1 for clause in clauses):
        pieces += _windows(line, words)
    for piece in pieces:
        # The root, so that one strong word does not hide what it stands in.
        weight = (ANGER.of(piece) - ANGER.weights.start) * sqrt(len(_WORDS.findall(piece)))
        if weight > best:
            best, told = weight, piece
    return told or line[:24]


def _short(clause: str) -> bool:
    words = _WORDS.findall(clause)
    return len(words) <= (_LONGEST_SAID if words and words[0].isascii() else _LONGEST_WRITTEN)


def _windows(line: str, words: Sequence[re.Match[str]]) -> Iterator[str]:
    """Return the runs of words that may be shown, none across a mark."""
    for at, first in enumerate(words):
        for last in words[at + 1 : at + (_LONGEST_SAID if first.group().isascii() else _LONGEST_WRITTEN)]:
            piece = line[first.start() : last.end()]
            if _BREAKS.search(piece):
                break
            yield piece
