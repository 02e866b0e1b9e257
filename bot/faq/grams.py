"""The pieces a text is compared by, and an index of texts by their pieces."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from bot.text import CJK
from bot.text.sounds import syllables

Numbers: TypeAlias = NDArray[np.float64]
Rows: TypeAlias = NDArray[np.int64]
_Mentions: TypeAlias = tuple[int, int, int, float]
"""In how many texts a gram is, where they are noted from on, its number and its weight in the message."""

RARE = 0.7
"""The power of a gram's rarity: below 1, a gram seen once does not drown the rest."""
WEIGHT = {"1": 1.7, "2": 1.0, "3": 0.7, "x": 1.1, "y": 0.65, "z": 0.45, "w": 1.0, "p": 1.0, "c": 0.5}
"""By kind: one to three Chinese characters, the same by their sound, words, word pairs, letters. A word has many runs
of letters; sounds are three tenths of what Chinese says."""
LONGEST_WORD = 40
VISITED = 15_000
"""How many mentions of its grams a message is compared with at once. Grams that half of a large FAQ has (是, how) say
little: they count only for the texts that the rarer ones found."""
FOUND = 120
BLOCK = 1_000
"""Texts that are weighed at once while an index is built. All of a large FAQ's at once would keep Python's lock for a
tenth of a second, while messages wait."""
STALE = 2
"""Once the vocabulary is this many times what the texts use, it is begun anew."""

_RUNS = re.compile(f"[{CJK}]+|[^\\W{CJK}]+")


def grams(text: str) -> Counter[str]:
    """Return the pieces of a normalised text, each with its kind as the first letter."""
    counted: Counter[str] = Counter()
    words: list[str] = []
    for run in _RUNS.findall(text):
        if run[0] > "\u3000":
            counted.update([f"{n}{run[i : i + n]}" for n in (1, 2, 3) for i in range(len(run) - n + 1)])
            counted.update(_of_sounds(syllables(run)))
        else:
            words.append(run)
            counted.update(_of_word(run))
    counted.update([f"p{first} {second}" for first, second in pairwise(words)])
    return counted


def _of_sounds(said: tuple[str, ...]) -> list[str]:
    pairs = [f"y{one} {two}" for one, two in pairwise(said)]
    threes = [f"z{one} {two} {three}" for one, two, three in zip(said, said[1:], said[2:], strict=False)]
    return [*("x" + one for one in said), *pairs, *threes]


@lru_cache(maxsize=20_000)
def _of_word(word: str) -> tuple[str, ...]:
    padded = f"^{word[:LONGEST_WORD]}$"
    letters = ["c" + padded[i : i + n] for n in (3, 4, 5) for i in range(len(padded) - n + 1)]
    return ("w" + word, *letters)


def _joined(parts: Sequence[NDArray[Any]], kind: type[np.generic]) -> NDArray[Any]:
    """Join many small arrays, some at a time."""
    blocks = [np.concatenate(parts[start : start + BLOCK]) for start in range(0, len(parts), BLOCK)]
    return np.concatenate([*blocks, np.zeros(0, kind)])


class _Counted:
    """Texts as numbered grams. What an earlier version of the FAQ has cut already is not cut again."""

    vocabulary: dict[str, int]
    rows: dict[str, int]
    columns: NDArray[np.int32]
    times: NDArray[np.float32]
    used: int

    def __init__(self, texts: Sequence[str], before: _Counted | None) -> None:
        if before is not None and len(before.vocabulary) > STALE * before.used:
            before = None
        # Shared with the earlier version, which may be asked meanwhile: numbers are only ever added.
        self.vocabulary = before.vocabulary if before is not None else {}
        known = before.rows if before is not None else {}
        self.rows = {text: row for row, text in enumerate(texts)}
        columns: list[NDArray[np.int32]] = []
        times: list[NDArray[np.float32]] = []
        for text in texts:
            if before is not None and (row := known.get(text)) is not None:
                there = slice(before.starts[row], before.starts[row + 1])
                columns.append(before.columns[there])
                times.append(before.times[there])
                continue
            counted = grams(text)
            numbers = [self.vocabulary.setdefault(gram, len(self.vocabulary)) for gram in counted]
            columns.append(np.array(numbers, np.int32))
            times.append(np.fromiter(counted.values(), np.float32, len(counted)))
        self.columns = _joined(columns, np.int32)
        self.times = _joined(times, np.float32)
        self.starts: Rows = np.cumsum([0, *map(len, columns)])
        self.size = len(self.vocabulary)
        self.spread = np.bincount(self.columns, minlength=self.size)
        self.used = int(np.count_nonzero(self.spread))


class GramIndex:
    """Texts as weighted grams, found by cosine. Built once, then only read; quickly built after an earlier one."""

    _counted: _Counted

    def __init__(self, texts: Sequence[str], before: GramIndex | None = None) -> None:
        self.size = len(texts)
        self._counted = counted = _Counted(texts, before._counted if before is not None else None)
        self._ids = counted.vocabulary
        kinds = np.fromiter((WEIGHT[gram[0]] for gram in list(self._ids)[: counted.size]), np.float64, counted.size)
        whole = 1 + math.log(max(1, self.size))
        self._rarest = whole**RARE
        weights = kinds * (whole - np.log(np.maximum(1, counted.spread))) ** RARE
        self._weights: list[float] = weights.tolist()
        lengths = np.diff(counted.starts)
        rows, values = np.empty(len(counted.columns), np.int64), np.empty(len(counted.columns))
        for start in range(0, self.size, BLOCK):
            of_block = lengths[start : start + BLOCK]
            there = slice(counted.starts[start], counted.starts[start + len(of_block)])
            row = np.repeat(np.arange(len(of_block)), of_block)
            value = weights[counted.columns[there]] * (1 + np.log(counted.times[there]))
            value /= np.sqrt(np.bincount(row, value * value, len(of_block)))[row]
            rows[there], values[there] = row + start, value
        order = np.argsort(counted.columns, kind="stable")
        self._posted_rows, self._posted_values = rows[order], values[order]
        self._posted_starts: list[int] = [0, *np.cumsum(counted.spread).tolist()]
        # The most frequent first; one that a single text has adds nothing between two.
        self._place = np.empty(counted.size, np.int32)
        self._place[np.argsort(-counted.spread, kind="stable")] = np.arange(counted.size, dtype=np.int32)
        shared = counted.spread[counted.columns] > 1
        self._columns = self._place[counted.columns[shared]]
        self._values = values[shared].astype(np.float32)
        self._several = int(np.count_nonzero(counted.spread > 1))
        self._starts: Rows = np.concatenate(([0], np.cumsum(np.bincount(rows[shared], minlength=self.size))))

    def cosines(self, text: str) -> Numbers:
        """Return the cosine of a text with every text of the index; grams it has never seen count against all.

        In a large index all but the FOUND texts that are most like it may stay at 0.
        """
        square, mentions = 0.0, 0
        found: list[_Mentions] = []
        for gram, n in grams(text).items():
            column = self._ids.get(gram)
            # Numbers beyond ours were added by a later version of the FAQ.
            known = column is not None and column < len(self._weights)
            weight = self._weights[column] if known and column is not None else self._rarest * WEIGHT[gram[0]]
            if n > 1:
                weight *= 1 + math.log(n)
            square += weight * weight
            if known and column is not None:
                start, end = self._posted_starts[column], self._posted_starts[column + 1]
                found.append((end - start, start, column, weight))
                mentions += end - start
        if not found:
            return np.zeros(self.size)
        visited = found if mentions <= VISITED else self._rarer(found)
        near = [slice(start, start + length) for length, start, *_ in visited]
        rows = np.concatenate([self._posted_rows[one] for one in near])
        values = np.concatenate([self._posted_values[one] for one in near])
        lengths, _, _, weights = zip(*visited, strict=True)
        values *= np.array(weights).repeat(lengths)
        cosines: Numbers = np.bincount(rows, values, self.size).astype(np.float64, copy=False)
        if len(visited) < len(found):
            cosines = self._completed(cosines, found[len(visited) :])
        return cosines / math.sqrt(square)

    @staticmethod
    def _rarer(found: list[_Mentions]) -> list[_Mentions]:
        """Return the rarest of some grams, as many as are compared at once; all of them are in that order then."""
        found.sort()
        reached = accumulate(length for length, *_ in found)
        return found[: max(1, sum(mentions <= VISITED for mentions in reached))]

    def _completed(self, cosines: Numbers, frequent: Sequence[_Mentions]) -> Numbers:
        """Add what the frequent grams say for the texts found so far, and forget the others."""
        rows = most(cosines, FOUND)
        taken, lengths = self._taken(rows)
        places = self._place[[column for *_, column, _ in frequent]]
        heard = np.zeros(int(places.max()) + 2)
        heard[places] = [weight for *_, weight in frequent]
        said = heard[np.minimum(self._columns[taken], len(heard) - 1)] * self._values[taken]
        completed = np.zeros(self.size)
        completed[rows] = cosines[rows] + np.bincount(np.repeat(np.arange(len(rows)), lengths), said, len(rows))
        return completed

    def _taken(self, rows: Rows) -> tuple[Rows, Rows]:
        """Return where the grams of some texts stand, and how many each has."""
        starts = self._starts[rows]
        lengths = self._starts[rows + 1] - starts
        ends = np.cumsum(lengths)
        return np.arange(ends[-1]) + np.repeat(starts - ends + lengths, lengths), lengths

    def among(self, rows: Rows) -> Numbers:
        """Return the cosines of some texts of the index with each other."""
        taken, lengths = self._taken(rows)
        columns = self._columns[taken]
        # The grams that two of them share are numbered afresh, to fit a small table.
        place = np.arange(len(columns))
        slot = np.empty(self._several, np.int64)
        slot[columns] = place
        last = slot[columns]
        shared = np.bincount(last, minlength=len(columns)) > 1
        number = np.cumsum(shared) - 1
        kept = shared[last]
        table = np.zeros((len(rows), int(shared.sum())), np.float32)
        table[np.repeat(np.arange(len(rows)), lengths)[kept], number[last[kept]]] = self._values[taken[kept]]
        square: Numbers = (table @ table.T).astype(np.float64)
        np.fill_diagonal(square, 1.0)
        return square


def most(values: Numbers, count: int) -> Rows:
    """Return where the greatest values above 0 stand, in order of place; of equal ones the first."""
    some = np.flatnonzero(values > 0)
    if len(some) <= count:
        return some
    heights = values[some]
    # Sorting values is much cheaper than sorting places.
    least = np.partition(heights, len(some) - count)[len(some) - count]
    above = some[heights > least]
    return np.sort(np.concatenate((above, some[heights == least][: count - len(above)])))
