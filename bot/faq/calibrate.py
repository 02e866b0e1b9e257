"""What a matcher's raw strength is worth, learned from the FAQ itself: nobody has to tune a number.

Three kinds of pretended messages: each phrasing with itself hidden (right, or won by another entry; the only one
of an entry is worded anew instead), each phrasing with its whole entry hidden (a question the FAQ does not cover,
from near), and ordinary chat (from far). A logistic curve through what speaks for their best entries says how
probably an answer would be right; the threshold is the laxest from which on the answers given are expected to keep
the promise.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

from bot.faq.grams import Numbers
from bot.faq.ridge import CHAT, Leader, Ridge
from bot.faq.variations import variations

DRAWN = 600
"""Phrasings hidden in turn; a large FAQ's are drawn evenly."""
REWORDED = 3
"""Other wordings an entry is tried out with that can be asked in one way only."""
MIX = {"asked": 0.4, "near": 0.25, "far": 0.35}
"""The evening it prepares for: most lines ask nothing that is in the FAQ, some nearly."""
USUAL = (-6.0, 10.0, 4.0, 3.0)
TRUST = (1.0, 2.0, 1.0, 0.7)
"""The curve a small FAQ starts from (offset; what strength, lead and being a copy count), and how far its own few
phrasings may move it. A copy's part is mostly given: phrasings that staff write are rarely copies of each other."""
CHOOSES_RIGHT, SEES_NONE = 0.95, 0.90
"""How well somebody chooses who sees the best entries beside the message: how often they take the right one where it
is there, and how often none where it is not. Low for today's models on such short lists, so that a promise holds."""
HIDDEN = -1.0
WORTH_A_VETO = 0.3
"""Below this strength nothing is answered anyway."""

Evidence: TypeAlias = tuple[float, float, float, float]
"""What speaks for an answer: always 1, its entry's strength, its lead over the next, how far it is a copy."""
NOTHING: Evidence = (1.0, 0.0, 0.0, 0.0)


def evidence(leaders: Sequence[Leader], place: int = 0) -> Evidence:
    """Return what speaks for one of the leaders, the best unless said otherwise."""
    if place >= len(leaders):
        return NOTHING
    one = leaders[place]
    next_best = leaders[0 if place else 1].strength if len(leaders) > 1 else 0.0
    return 1.0, one.strength, one.strength - next_best, one.copy


@dataclass(slots=True)
class Trial:
    """What spoke for the best entry of each pretended message, and whether it was right."""

    harmless: Container[int] = ()
    """Owners that answer nothing in public: not covered or chat, but won by one of these, is no mistake."""
    kinds: list[str] = field(default_factory=list)
    found: list[Evidence] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)

    def add(self, kind: str, leaders: Sequence[Leader], owner: int | None) -> None:
        """Note one pretended message."""
        best = leaders[0].owner if leaders else CHAT
        self.kinds.append(kind)
        self.found.append(NOTHING if owner is None and best in self.harmless else evidence(leaders))
        self.right.append(best == owner)

    def weights(self) -> Numbers:
        """Return each message's share of the evening."""
        counted = Counter(self.kinds)
        whole = sum(MIX[kind] for kind in counted)
        return np.array([MIX[kind] / whole / counted[kind] for kind in self.kinds])


@dataclass(frozen=True, slots=True)
class Curve:
    """From evidence to probability, and how far it must reach for an answer."""

    counts: tuple[float, ...] = USUAL
    spread: tuple[tuple[float, ...], ...] = tuple(
        tuple(trust**2 if i == j else 0.0 for j in range(len(TRUST))) for i, trust in enumerate(TRUST)
    )
    alone: float = math.inf
    """The reach from which on an answer is given."""
    chosen: float = math.inf
    """The reach from which on one is given that somebody chose among the best."""

    def probability(self, found: Evidence) -> float:
        """Return how probably an answer with this evidence is right."""
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, self._toward(found)))))

    def reach(self, found: Evidence) -> float:
        """Return how far the evidence reaches; what a short FAQ leaves open counts against it."""
        doubt = sum(a * row[j] * b for a, row in zip(found, self.spread, strict=True) for j, b in enumerate(found))
        return self._toward(found) - math.sqrt(max(0.0, doubt))

    def enough(self, found: Evidence, bar: float) -> bool:
        """Return whether the evidence reaches so far."""
        return self._toward(found) >= bar and self.reach(found) >= bar

    def _toward(self, found: Evidence) -> float:
        offset, strength, lead, copy = self.counts
        return offset + strength * found[1] + lead * found[2] + copy * found[3]


@dataclass(frozen=True, slots=True)
class Curves:
    """What a version of the FAQ has learned: for messages compared by their letters, and by meaning as well."""

    letters: Curve = field(default_factory=Curve)
    meant: Curve | None = None


def try_out(
    ridge: Ridge,
    harmless: Container[int] = (),
    veto: Callable[[str, int], str] = lambda text, owner: "",
    *,
    meant: bool = False,
) -> Trial:
    """Ask the FAQ its own questions, each hidden from it, and ordinary chat.

    What would be vetoed is not answered, and so neither right nor a mistake.
    """
    trial = Trial(harmless)
    meanings = ridge.meanings if meant else None

    def ask(kind: str, row: int, cosines: Numbers, owner: int | None, worded: str = "") -> None:
        text = worded or ridge.texts[row]
        leaders = ridge.leaders(text, cosines, meanings[row] if meanings is not None else None)
        vetoed = bool(leaders) and leaders[0].strength >= WORTH_A_VETO and bool(veto(text, leaders[0].owner))
        trial.add(kind, [] if vetoed else leaders, owner)

    phrasings = np.flatnonzero(ridge.owners != CHAT)
    known = Counter(ridge.owners.tolist())
    for turn, row in enumerate(_evenly(phrasings.tolist(), DRAWN)):
        owner = int(ridge.owners[row])
        cosines = ridge.cosines(ridge.texts[row])
        cosines[row] = HIDDEN
        if known[owner] > 1:
            ask("asked", row, cosines, owner)
        elif meanings is None:  # what another wording means is not known
            for worded in _some(variations(ridge.texts[row]), turn):
                ask("asked", row, ridge.cosines(worded), owner, worded)
        cosines[ridge.owners == owner] = HIDDEN
        ask("near", row, cosines, None)
    for row in np.flatnonzero(ridge.owners == CHAT).tolist():
        cosines = ridge.cosines(ridge.texts[row])
        cosines[row] = HIDDEN
        ask("far", row, cosines, None)
    return trial


def _some(worded: Sequence[str], turn: int) -> Sequence[str]:
    """Return a few wordings, others for each entry in turn."""
    first = turn % len(worded) if worded else 0
    return (*worded[first:], *worded[:first])[:REWORDED]


def _evenly(rows: Sequence[int], at_most: int) -> Iterable[int]:
    if len(rows) <= at_most:
        return rows
    return (rows[i * len(rows) // at_most] for i in range(at_most))


def calibrated(trial: Trial, promise: float) -> Curve:
    """Fit the curve and find the laxest thresholds that are expected to keep the promise."""
    if "asked" not in trial.kinds:
        # Entries that can be asked in one way only say what is wrong and never what is right.
        one_alone = math.log(promise / (1 - promise))
        by_choice = one_alone + math.log((1 - SEES_NONE) / CHOOSES_RIGHT)
        return Curve(spread=((0.0,) * 4,) * 4, alone=one_alone, chosen=by_choice)
    found, right = np.array(trial.found), np.array(trial.right, float)
    weights = trial.weights()
    # As many messages as would weigh the same if all weighed alike: 400 lines of chat are no long FAQ.
    heard = 1 / float(weights @ weights)
    counts, spread = _fitted(found, right, weights * heard)
    reach = found @ counts - np.sqrt(np.einsum("ki,ij,kj->k", found, spread, found))
    order = np.argsort(-reach, kind="stable")
    alone = _laxest(reach[order], weights[order], promise, 1.0, 1.0)
    chosen = _laxest(reach[order], weights[order], promise, CHOOSES_RIGHT, 1 - SEES_NONE)
    return Curve(tuple(counts.tolist()), tuple(map(tuple, spread.tolist())), alone, min(alone, chosen))


def _laxest(reach: Numbers, weights: Numbers, promise: float, if_right: float, if_wrong: float) -> float:
    """Return from which reach on the answers given keep the promise.

    The last two say how often an answer is given where it is right and where it is wrong: always, unless somebody
    chooses, who by Bayes' rule makes right ones likelier.
    """
    expected = _logistic(reach)
    right, wrong = weights * expected * if_right, weights * (1 - expected) * if_wrong
    kept = np.flatnonzero(np.cumsum(right) >= promise * np.cumsum(right + wrong))
    # Where no pretended message keeps it: from where on one answer by itself does.
    return float(reach[kept[-1]]) if len(kept) else math.log(promise / (1 - promise) * if_wrong / if_right)


def _logistic(reach: Numbers) -> Numbers:
    return np.asarray(1 / (1 + np.exp(-np.clip(reach, -30, 30))))


def _fitted(found: Numbers, right: Numbers, weights: Numbers) -> tuple[Numbers, Numbers]:
    """Return the likeliest curve, drawn to the usual one, and its spread; Newton's method with halved steps."""
    usual, pull = np.array(USUAL), np.diag(1 / np.square(TRUST))

    def cost(counts: Numbers) -> float:
        reach, off = found @ counts, counts - usual
        return float(weights @ (np.logaddexp(0, reach) - right * reach) + off @ pull @ off / 2)

    counts, bend = usual.copy(), pull
    for _ in range(50):
        expected = _logistic(found @ counts)
        uphill = (weights * (right - expected)) @ found - pull @ (counts - usual)
        bend = (found.T * (weights * expected * (1 - expected))) @ found + pull
        step = np.linalg.solve(bend, uphill)
        while cost(counts + step) > cost(counts) and np.abs(step).max() > 1e-6:
            step /= 2
        counts = counts + step
        if np.abs(step).max() < 1e-6:
            break
    return counts, np.asarray(np.linalg.inv(bend))
