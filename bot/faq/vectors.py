"""What texts mean, as vectors somebody else computed: kept so that they can be compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from bot.faq.grams import Numbers, Rows

Vector: TypeAlias = NDArray[np.float32]


class Meanings:
    """The vectors of known texts, without what all of them share: raw ones of any two texts lie close together."""

    def __init__(self, vectors: Sequence[Vector]) -> None:
        stacked: Vector = np.stack(vectors).astype(np.float32)
        self._shared: Vector = stacked.mean(axis=0)
        self._rows: Vector = stacked - self._shared
        self._rows /= np.maximum(np.linalg.norm(self._rows, axis=1, keepdims=True), 1e-6)

    @classmethod
    def of(cls, texts: Sequence[str], vectors: Mapping[str, Vector] | None) -> Meanings | None:
        """Return the meanings of all texts; None where one of them is not known (yet)."""
        if vectors is None or not texts or not all(text in vectors for text in texts):
            return None
        return cls([vectors[text] for text in texts])

    def __getitem__(self, row: int) -> Vector:
        return np.asarray(self._rows[row])

    def centred(self, vector: Vector) -> Vector:
        """Return a message's vector as the known ones are kept."""
        apart = vector.astype(np.float32) - self._shared
        return np.asarray(apart / max(float(np.linalg.norm(apart)), 1e-6), np.float32)

    def cosines(self, vector: Vector) -> Numbers:
        """Return how like a centred vector is to each known one."""
        return np.asarray(self._rows @ vector, np.float64)

    def among(self, rows: Rows) -> Numbers:
        """Return how like some of the known texts are to each other."""
        some = self._rows[rows]
        return np.asarray(some @ some.T, np.float64)
