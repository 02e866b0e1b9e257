"""What texts mean, as vectors somebody else computed: kept so that they can be compared."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from bot.faq.grams import Numbers, Rows

Vector: TypeAlias = NDArray[np.float32]


MISSING = 0.05
"""The share of texts that may lack a vector: a model takes no text beyond its length, ever."""


def enough(texts: Sequence[str], vectors: Container[str]) -> bool:
    """Return whether texts can be compared by these vectors: a source may refuse a few of them for good."""
    return bool(texts) and sum(text not in vectors for text in texts) <= MISSING * len(texts)


COMMON = 2
"""Directions along which texts differ most: which language, a shop's talk or plain chat. That tells questions about
different things from each other least of all, and drowns what does."""
COMMON_FROM = 64
"""Numbers in a vector that has directions to spare; every real model's has several times as many."""
DRAWN = 600
"""Texts that show the directions; of a large FAQ some are drawn evenly, so that an edit is live at once."""


class Meanings:
    """The vectors of known texts, without what most of them share: raw ones of any two texts lie close together."""

    def __init__(self, vectors: Sequence[Vector | None]) -> None:
        self._known = known = np.array([vector is not None for vector in vectors])
        stacked: Vector = np.stack([vector for vector in vectors if vector is not None]).astype(np.float32)
        self._shared: Vector = stacked.mean(axis=0)
        self._rows: Vector = np.zeros((len(vectors), stacked.shape[1]), np.float32)
        apart = stacked - self._shared
        self._common = _common(apart[:: -(-len(apart) // DRAWN)])
        self._rows[known] = apart - (apart @ self._common.T) @ self._common
        self._rows /= np.maximum(np.linalg.norm(self._rows, axis=1, keepdims=True), 1e-6)

    @classmethod
    def of(cls, texts: Sequence[str], vectors: Mapping[str, Vector] | None) -> Meanings | None:
        """Return the meanings of texts; None while more of them are unknown than a source refuses for good."""
        return cls([vectors.get(text) for text in texts]) if vectors is not None and enough(texts, vectors) else None

    def __getitem__(self, row: int) -> Vector | None:
        return np.asarray(self._rows[row]) if self._known[row] else None

    def centred(self, vector: Vector) -> Vector:
        """Return a message's vector as the known ones are kept."""
        apart = vector.astype(np.float32) - self._shared
        apart -= self._common.T @ (self._common @ apart)
        return np.asarray(apart / max(float(np.linalg.norm(apart)), 1e-6), np.float32)

    def cosines(self, vector: Vector, letters: Numbers) -> Numbers:
        """Return how like a centred vector is to each known one; of a text without one, how like its letters are."""
        return np.where(self._known, self._rows @ vector, letters)

    def among(self, rows: Rows, letters: Numbers) -> Numbers:
        """Return how like some of the known texts are to each other, by their letters where one has no vector."""
        some, known = self._rows[rows], self._known[rows]
        return np.where(known[:, None] & known, some @ some.T, letters)


def _common(apart: Vector) -> Vector:
    """Return the directions along which some vectors differ most, each of length one; none of vectors so short."""
    many, size = apart.shape
    if size < COMMON_FROM or many <= COMMON:
        return np.zeros((0, size), np.float32)
    # By how the texts are alike, which is quick however long the vectors are.
    lengths, along = np.linalg.eigh((apart @ apart.T).astype(np.float64))
    told = lengths[-COMMON:] > 1e-6 * many
    return np.asarray((apart.T @ (along[:, -COMMON:][:, told] / np.sqrt(lengths[-COMMON:][told]))).T, np.float32)
