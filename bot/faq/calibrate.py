"""What a matcher's raw strength is worth, learned from the FAQ itself: nobody has to tune a number.

Three kinds of pretended messages: each phrasing with itself hidden (right, or won by another entry), each
phrasing with its whole entry hidden (a question the FAQ does not cover, from near), and ordinary chat (from far).
A logistic curve through their strengths says how probably an answer would be right; the threshold is the
laxest from which on the answers given are expected to keep the promise.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from bot.faq.grams import Numbers
from bot.faq.ridge import CHAT, Leader, Ridge

DRAWN = 600
"""Phrasings hidden in turn; a large FAQ's are drawn evenly."""
MIX = {"asked": 0.5, "near": 0.25, "far": 0.25}
"""The evening it prepares for: half the questions are in the FAQ, a quarter nearly, a quarter not at all."""
USUAL = (-6.0, 12.0)
TRUST = (1.5, 3.0)
"""The curve a small FAQ starts from (offset, slope) and how far its own few phrasings may move it."""


@dataclass(slots=True)
class Trial:
    """How strongly the best entry spoke for each pretended message, and whether it was right."""

    harmless: Container[int] = ()
    """Owners that answer nothing in public: not covered or chat, but won by one of these, is no mistake."""
    kinds: list[str] = field(default_factory=list)
    strengths: list[float] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)

    def add(self, kind: str, leaders: Sequence[Leader], owner: int | None) -> None:
        """Note one pretended message; one that nobody speaks for has the strength 0."""
        best, strength = leaders[0] if leaders else (CHAT, 0.0)
        self.kinds.append(kind)
        self.strengths.append(0.0 if owner is None and best in self.harmless else strength)
        self.right.append(best == owner)

    def weights(self) -> Numbers:
        """Return each message's share of the evening."""
        counted = Counter(self.kinds)
        whole = sum(MIX[kind] for kind in counted)
        return np.array([MIX[kind] / whole / counted[kind] for kind in self.kinds])


@dataclass(frozen=True, slots=True)
class Curve:
    """From strength to probability, and from which strength on an answer is given."""

    offset: float = USUAL[0]
    slope: float = USUAL[1]
    threshold: float = 1.0

    def probability(self, strength: float) -> float:
        """Return how probably an answer of this strength is right."""
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, self.offset + self.slope * strength))))


def try_out(ridge: Ridge, harmless: Container[int] = ()) -> Trial:
    """Ask the FAQ its own questions, each hidden from it, and ordinary chat."""
    trial = Trial(harmless)
    phrasings = np.flatnonzero(ridge.owners != CHAT)
    known = Counter(ridge.owners.tolist())
    for row in _evenly(phrasings.tolist(), DRAWN):
        text, owner = ridge.texts[row], int(ridge.owners[row])
        cosines = ridge.cosines(text)
        cosines[row] = 0
        if known[owner] > 1:
            trial.add("asked", ridge.leaders(text, cosines), owner)
        cosines[ridge.owners == owner] = 0
        trial.add("near", ridge.leaders(text, cosines), None)
    for row in np.flatnonzero(ridge.owners == CHAT).tolist():
        text = ridge.texts[row]
        cosines = ridge.cosines(text)
        cosines[row] = 0
        trial.add("far", ridge.leaders(text, cosines), None)
    return trial


def _evenly(rows: Sequence[int], at_most: int) -> Iterable[int]:
    if len(rows) <= at_most:
        return rows
    return (rows[i * len(rows) // at_most] for i in range(at_most))


def calibrated(trial: Trial, promise: float) -> Curve:
    """Fit the curve and find the laxest threshold that is expected to keep the promise."""
    strengths, right = np.array(trial.strengths), np.array(trial.right, float)
    weights = trial.weights()
    # As many messages as would weigh the same if all weighed alike: 400 lines of chat are no long FAQ.
    heard = 1 / float(weights @ weights)
    curve, spread = _fitted(strengths, right, weights * heard)
    order = np.argsort(-strengths, kind="stable")
    columns = np.stack([np.ones_like(strengths), strengths[order]])
    # What a short FAQ leaves open counts against an answer.
    doubt = np.sqrt(np.einsum("ij,ik,kj->j", columns, spread, columns))
    expected = _logistic(curve @ columns - doubt)
    precision = np.cumsum(expected * weights[order]) / np.cumsum(weights[order])
    kept = np.flatnonzero(precision >= promise)
    threshold = float(strengths[order][kept[-1]]) if len(kept) else _alone(curve, spread, promise)
    return Curve(float(curve[0]), float(curve[1]), threshold)


def _alone(curve: Numbers, spread: Numbers, promise: float) -> float:
    """Return from which strength on one answer by itself keeps the promise, where no pretended message does."""
    strengths = np.linspace(0, 1, 201)
    columns = np.stack([np.ones_like(strengths), strengths])
    doubt = np.sqrt(np.einsum("ij,ik,kj->j", columns, spread, columns))
    kept = np.flatnonzero(_logistic(curve @ columns - doubt) >= promise)
    return float(strengths[kept[0]]) if len(kept) else 1.0


def _logistic(reach: Numbers) -> Numbers:
    return np.asarray(1 / (1 + np.exp(-np.clip(reach, -30, 30))))


def _fitted(strengths: Numbers, right: Numbers, weights: Numbers) -> tuple[Numbers, Numbers]:
    """Return the likeliest curve, drawn to the usual one, and its spread; Newton's method with halved steps."""
    columns = np.stack([np.ones_like(strengths), strengths])
    usual, pull = np.array(USUAL), np.diag(1 / np.square(TRUST))

    def cost(curve: Numbers) -> float:
        reach, off = curve @ columns, curve - usual
        return float(weights @ (np.logaddexp(0, reach) - right * reach) + off @ pull @ off / 2)

    curve, bend = usual.copy(), pull
    for _ in range(50):
        expected = _logistic(curve @ columns)
        uphill = columns @ (weights * (right - expected)) - pull @ (curve - usual)
        bend = (columns * (weights * expected * (1 - expected))) @ columns.T + pull
        step = np.linalg.solve(bend, uphill)
        while cost(curve + step) > cost(curve) and np.abs(step).max() > 1e-6:
            step /= 2
        curve = curve + step
        if np.abs(step).max() < 1e-6:
            break
    return curve, np.asarray(np.linalg.inv(bend))
