"""The pieces a text is compared by, and an index of texts by their pieces."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain, pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from bot.text import CJK

Numbers: TypeAlias = NDArray[np.float64]
Rows: TypeAlias = NDArray[np.int64]

RARE = 0.7
"""The power of a gram's rarity: below 1, a gram seen once does not drown the rest."""
WEIGHT = {"1": 1.7, "2": 1.0, "3": 0.7, "w": 1.0, "p": 1.0, "c": 0.5}
"""By kind: one to three Chinese characters, words, word pairs, letters. A word has many runs of letters."""
LONGEST_WORD = 40

_RUNS = re.compile(f"[{CJK}]+|[^\\W{CJK}]+")


def grams(text: str) -> Counter[str]:
    """Return the pieces of a normalised text, each with its kind as the first letter."""
    counted: Counter[str] = Counter()
    words: list[str] = []
    for run in _RUNS.findall(text):
        if run[0] > "\u3000":
            counted.update([f"{n}{run[i : i + n]}" for n in (1, 2, 3) for i in range(len(run) - n + 1)])
        else:
            words.append(run)
            counted.update(_of_word(run))
    counted.update([f"p{first} {second}" for first, second in pairwise(words)])
    return counted


@lru_cache(maxsize=20_000)
def _of_word(word: str) -> tuple[str, ...]:
    padded = f"^{word[:LONGEST_WORD]}$"
    letters = ["c" + padded[i : i + n] for n in (3, 4, 5) for i in range(len(padded) - n + 1)]
    return ("w" + word, *letters)


class GramIndex:
    """Texts as weighted grams, found by cosine. Built once, then only read."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.size = len(texts)
        counted = [grams(text) for text in texts]
        self._ids: dict[str, int] = {}
        for gram in chain.from_iterable(counted):
            self._ids.setdefault(gram, len(self._ids))
        lengths = [len(one) for one in counted]
        total = sum(lengths)
        columns = np.fromiter((self._ids[gram] for one in counted for gram in one), np.int32, total)
        times = np.fromiter(chain.from_iterable(one.values() for one in counted), np.float32, total)
        spread = np.bincount(columns, minlength=len(self._ids))
        kinds = np.fromiter((WEIGHT[gram[0]] for gram in self._ids), np.float64, len(self._ids))
        self._rarest = (1 + math.log(max(1, self.size))) ** RARE
        weights = kinds * (1 + math.log(max(1, self.size)) - np.log(np.maximum(1, spread))) ** RARE
        self._weights: list[float] = weights.tolist()
        rows = np.repeat(np.arange(self.size, dtype=np.int32), lengths)
        values = weights[columns] * (1 + np.log(times))
        norms = np.sqrt(np.bincount(rows, values * values, self.size))
        values = (values / norms[rows]).astype(np.float32)
        self._starts: Rows = np.concatenate(([0], np.cumsum(lengths, dtype=np.int64)))
        self._columns, self._values = columns, values
        order = np.argsort(columns, kind="stable")
        self._posted_rows, self._posted_values = rows[order], values[order]
        self._posted_starts: list[int] = [0, *np.cumsum(spread).tolist()]

    def cosines(self, text: str) -> Numbers:
        """Return the cosine of a text with every text of the index; grams it has never seen count against all."""
        square = 0.0
        found: list[tuple[int, int]] = []
        factors: list[float] = []
        for gram, n in grams(text).items():
            column = self._ids.get(gram)
            weight = self._rarest * WEIGHT[gram[0]] if column is None else self._weights[column]
            if n > 1:
                weight *= 1 + math.log(n)
            square += weight * weight
            if column is not None:
                found.append((self._posted_starts[column], self._posted_starts[column + 1]))
                factors.append(weight)
        if not found:
            return np.zeros(self.size)
        rows = np.concatenate([self._posted_rows[start:end] for start, end in found])
        values = np.concatenate([self._posted_values[start:end] for start, end in found])
        values *= np.repeat(np.array(factors, np.float32), [end - start for start, end in found])
        return np.bincount(rows, values, self.size) / math.sqrt(square)

    def among(self, rows: Rows) -> Numbers:
        """Return the cosines of some texts of the index with each other."""
        starts = self._starts[rows]
        lengths = self._starts[rows + 1] - starts
        ends = np.cumsum(lengths)
        taken = np.arange(ends[-1]) + np.repeat(starts - ends + lengths, lengths)
        columns = self._columns[taken]
        # Grams of one text only add nothing between two; the shared ones are numbered afresh, to fit a small table.
        place = np.arange(len(columns))
        slot = np.empty(len(self._weights), np.int64)
        slot[columns] = place
        last = slot[columns]
        shared = np.bincount(last, minlength=len(columns)) > 1
        number = np.cumsum(shared) - 1
        kept = shared[last]
        table = np.zeros((len(rows), int(number[-1]) + 1), np.float32)
        table[np.repeat(np.arange(len(rows)), lengths)[kept], number[last[kept]]] = self._values[taken[kept]]
        square: Numbers = (table @ table.T).astype(np.float64)
        np.fill_diagonal(square, 1.0)
        return square
