"""How strongly a message speaks for each entry, weighed against what the other entries and plain chat say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from rapidfuzz import fuzz

from bot.faq.grams import GramIndex, Numbers, Rows

NEIGHBOURS = 60
SMOOTHING = 0.3
LEADERS = 3
"""Owners whose texts are also compared letter by letter."""
LETTERS_ZH, LETTERS_EN = 0.5, 0.25
"""What the letters count beside the regression. English words share letters without sharing a meaning."""
LONG_ENOUGH, SHORT_STEP = 8, 0.02
"""What a message lacks for each character fewer: a word alone asks for nothing, "过期了" is not "会过期吗"."""
CHAT = -1
"""The owner of a line of ordinary chat."""

Leader: TypeAlias = tuple[int, float]
"""An owner, and how strongly a message speaks for it: about 0 to 1."""


class Ridge:
    """Kernel ridge regression over the nearest known texts, solved anew for each message: there is nothing to fit.

    The nearest text alone says "a word in common"; this asks which entry the words in common tell apart.
    """

    def __init__(self, texts: Sequence[str], owners: Sequence[int]) -> None:
        self.texts = tuple(texts)
        self.owners: Rows = np.array(owners, np.int64)
        self._index = GramIndex(texts)

    def cosines(self, text: str) -> Numbers:
        """Return how like a text is to each known one; hide known texts by overwriting theirs with 0."""
        return self._index.cosines(text)

    def leaders(self, text: str, cosines: Numbers) -> list[Leader]:
        """Return the owners a text speaks for, the strongest first; none where it is like nothing but chat."""
        size = len(cosines)
        near = np.argpartition(cosines, size - NEIGHBOURS)[-NEIGHBOURS:] if size > NEIGHBOURS else np.arange(size)
        near = near[cosines[near] > 0]
        owners = self.owners[near]
        if not len(near) or owners.max() == CHAT:
            return []
        square = _alike(self._index.among(near))
        square[np.diag_indices_from(square)] += SMOOTHING
        says = np.linalg.solve(square, _alike(cosines[near]))
        totals: dict[int, float] = {}
        rows: dict[int, list[int]] = {}
        for owner, said, row in zip(owners.tolist(), says.tolist(), near.tolist(), strict=True):
            if owner != CHAT:
                totals[owner] = totals.get(owner, 0.0) + said
                rows.setdefault(owner, []).append(row)
        ranked = sorted(totals.items(), key=lambda pair: (-pair[1], pair[0]))[:LEADERS]
        leaders = [(owner, self._strength(text, said, rows[owner])) for owner, said in ranked]
        return sorted(leaders, key=lambda pair: (-pair[1], pair[0]))

    def _strength(self, text: str, said: float, rows: Sequence[int]) -> float:
        letters = max(fuzz.ratio(text, self.texts[row]) for row in rows) / 100
        weight = LETTERS_EN if text.isascii() else LETTERS_ZH
        return (said + weight * letters) / (1 + weight) - SHORT_STEP * max(0, LONG_ENOUGH - len(text))


def _alike(cosines: Numbers) -> Numbers:
    """Return the kernel: the cosine, and once more with near copies set apart from texts that share a word."""
    return np.asarray(0.05 + 0.5 * cosines + 0.5 * np.exp((cosines - 1) / 0.25))
