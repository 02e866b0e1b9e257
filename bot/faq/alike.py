"""Which questions ask the same thing, as far as their words tell."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from rapidfuzz import fuzz, process

from bot.faq.grams import GramIndex
from bot.faq.traps import Trap, clash

PIECES = 0.6
"""What the shared pieces count for; the order of the letters counts for the rest."""
ALIKE = 0.45
"""From this on two questions are one topic."""
SAME_ENTRY = 0.15
"""What it adds that the FAQ's nearest entry is the same."""
COMPARED = 60
"""Members among which the most central one is looked for."""


def grouped(texts: Sequence[str], entries: Sequence[str]) -> list[list[int]]:
    """Return the texts in groups that ask the same, each led by its first member.

    `texts` are normalised and distinct, those that matter most first; `entries` names the FAQ's nearest entry
    to each, or nothing.
    """
    index = GramIndex(texts)
    numbers = {entry: number for number, entry in enumerate(dict.fromkeys(entries), 1) if entry}
    nearest = np.array([numbers.get(entry, 0) for entry in entries], np.int64)
    free = np.ones(len(texts), bool)
    groups: list[list[int]] = []
    for leader, text in enumerate(texts):
        if not free[leader]:
            continue
        free[leader] = False
        # Whatever the letters add, less than this cannot reach the bound.
        shared = PIECES * index.cosines(text) + SAME_ENTRY * ((nearest == nearest[leader]) & (nearest > 0))
        worth = np.flatnonzero(free & (shared >= ALIKE - (1 - PIECES)))
        trap = Trap.of(text)
        members = [leader]
        for other in worth.tolist():
            letters = fuzz.ratio(text, texts[other]) / 100
            if shared[other] + (1 - PIECES) * letters >= ALIKE and not clash(trap, [Trap.of(texts[other])]):
                members.append(other)
        free[members] = False
        groups.append(members)
    return groups


def most_central(texts: Sequence[str], weights: Sequence[int]) -> int:
    """Return which of the texts is nearest to all of them, those asked more often counting more."""
    few = texts[:COMPARED]
    likeness = process.cdist(few, few, scorer=fuzz.ratio, dtype=np.float32)
    return int(np.argmax(likeness @ np.array(weights[: len(few)], np.float32)))
