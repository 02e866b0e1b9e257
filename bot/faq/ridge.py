"""How strongly a message speaks for each entry, weighed against what the other entries and plain chat say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from rapidfuzz import fuzz

from bot.faq.grams import GramIndex, Numbers, Rows, most
from bot.faq.synonyms import bare
from bot.faq.vectors import Meanings, Vector

NEIGHBOURS = 40
SMOOTHING, SMOOTHING_MEANT = 0.3, 0.5
LEADERS = 5
"""Owners whose texts are also compared letter by letter."""
LETTERS_ZH, LETTERS_EN = 0.5, 0.25
"""What the letters count beside the regression. English words share letters without sharing a meaning, and count
nothing where the meaning is known."""
MEANT, WIDTH = 0.85, 0.8
"""What the meaning counts in the kernel, and how fast it falls off."""
COPY_ZH, COPY_EN = 0.6, 0.7
"""From which likeness of the letters on a text begins to be a copy of another."""
LONG_ENOUGH, SHORT_STEP = 8, 0.02
"""What a message lacks for each character fewer: a word alone asks for nothing, "过期了" is not "会过期吗"."""
LEAST = 4
"""Characters that must say something for two texts to ask the same: "那要多少钱" leans on the line before."""
GATE = 0.10
"""A message without a cosine of this much to any phrasing is none of the FAQ's: it is not weighed at all."""
CHAT = -1
"""The owner of a line of ordinary chat."""


class Leader(NamedTuple):
    """An owner, how strongly a message speaks for it (about 0 to 1), and how far it is a copy of its nearest text."""

    owner: int
    strength: float
    copy: float = 0.0


class Ridge:
    """Kernel ridge regression over the nearest known texts, solved anew for each message: there is nothing to fit.

    The nearest text alone says "a word in common"; this asks which entry the words in common tell apart.
    """

    _index: GramIndex

    def __init__(
        self,
        texts: Sequence[str],
        owners: Sequence[int],
        meanings: Meanings | None = None,
        before: Ridge | None = None,
    ) -> None:
        self.texts = tuple(texts)
        self.owners: Rows = np.array(owners, np.int64)
        self.meanings = meanings
        self._index = GramIndex(texts, before._index if before is not None else None)

    def cosines(self, text: str) -> Numbers:
        """Return how like a text is to each known one, by its letters; hide known texts by setting theirs below 0."""
        return self._index.cosines(text)

    def concerns(self, cosines: Numbers) -> bool:
        """Return whether any phrasing is like enough for a closer look."""
        return bool(np.any((cosines >= GATE) & (self.owners != CHAT)))

    def leaders(self, text: str, cosines: Numbers, vector: Vector | None = None) -> list[Leader]:
        """Return the owners a text speaks for, the strongest first; none where it is like nothing but chat.

        A vector, centred, is weighed as well where the known texts have theirs.
        """
        if not self.concerns(cosines):
            return []
        if vector is not None and self.meanings is not None:
            near, said = self._said_meant(cosines, vector, self.meanings)
        else:
            near, said = self._said(cosines)
        totals: dict[int, float] = {}
        rows: dict[int, list[int]] = {}
        for owner, part, row in zip(self.owners[near].tolist(), said.tolist(), near.tolist(), strict=True):
            if owner != CHAT:
                totals[owner] = totals.get(owner, 0.0) + part
                rows.setdefault(owner, []).append(row)
        ranked = sorted(totals.items(), key=lambda pair: (-pair[1], pair[0]))[:LEADERS]
        leaders = [self._leader(text, owner, part, rows[owner], meant=vector is not None) for owner, part in ranked]
        return sorted(leaders, key=lambda leader: (-leader.strength, leader.owner))

    def _said(self, cosines: Numbers) -> tuple[Rows, Numbers]:
        near = most(cosines, NEIGHBOURS)
        square = _alike(self._index.among(near))
        square[np.diag_indices_from(square)] += SMOOTHING
        return near, np.asarray(np.linalg.solve(square, _alike(cosines[near])), np.float64)

    def _said_meant(self, cosines: Numbers, vector: Vector, meanings: Meanings) -> tuple[Rows, Numbers]:
        shown = np.maximum(cosines, 0)
        meant = _meant(shown, meanings.cosines(vector, shown))
        near = most(np.where(cosines < 0, 0, meant), NEIGHBOURS)
        letters = self._index.among(near)
        square = _meant(letters, meanings.among(near, letters))
        square[np.diag_indices_from(square)] += SMOOTHING_MEANT
        return near, np.asarray(np.linalg.solve(square, meant[near]), np.float64)

    def _leader(self, text: str, owner: int, said: float, rows: Sequence[int], *, meant: bool) -> Leader:
        asked = bare(text)
        same = len("".join(asked)) >= LEAST and any(bare(self.texts[row]) == asked for row in rows)
        letters = 1.0 if same else max(fuzz.ratio(text, self.texts[row]) for row in rows) / 100
        weight = LETTERS_ZH if not text.isascii() else 0.0 if meant else LETTERS_EN
        strength = (said + weight * letters) / (1 + weight) - SHORT_STEP * max(0, LONG_ENOUGH - len(text))
        apart = COPY_EN if text.isascii() else COPY_ZH
        return Leader(owner, strength, max(0.0, (letters - apart) / (1 - apart)))


def _alike(cosines: Numbers) -> Numbers:
    """Return the kernel: the cosine, and once more with near copies set apart from texts that share a word."""
    return np.asarray(0.05 + 0.5 * cosines + 0.5 * np.exp((cosines - 1) / 0.25))


def _meant(cosines: Numbers, meant: Numbers) -> Numbers:
    """Return the kernel with meanings: they say most, the letters tell what they cannot."""
    return np.asarray(0.05 + (1 - MEANT) * cosines + MEANT * np.exp((meant - 1) / WIDTH))
