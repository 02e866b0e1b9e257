"""Which questions ask the same thing, as far as their words tell."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from bot.faq.grams import GramIndex, Numbers
from bot.faq.traps import Trap, clash

PIECES = 0.6
"""What the shared pieces count for; the order of the letters counts for the rest."""
ALIKE = 0.45
"""From this on two questions are one topic."""
SAME_ENTRY = 0.15
"""What it adds that the FAQ's nearest entry is the same."""
LOOKED_AT = 300
"""Texts compared letter by letter with one that leads a group: those that share most with it."""
COMPARED = 60
"""Members among which the most central one is looked for."""


def grouped(texts: Sequence[str], entries: Sequence[str]) -> list[list[int]]:
    """Return the texts in groups that ask the same, each led by its first member.

    `texts` are normalised and distinct, those that matter most first; `entries` names the FAQ's nearest entry
    to each, or nothing.
    """
    index = GramIndex(texts)
    trap_of = cache(Trap.of)
    numbers = {entry: number for number, entry in enumerate(dict.fromkeys(entries), 1) if entry}
    nearest = np.array([numbers.get(entry, 0) for entry in entries], np.int64)
    free = np.ones(len(texts), bool)
    groups: list[list[int]] = []
    for leader, text in enumerate(texts):
        if not free[leader]:
            continue
        free[leader] = False
        shared = PIECES * index.cosines(text) + SAME_ENTRY * ((nearest == nearest[leader]) & (nearest > 0))
        near = _worth_a_look(shared, free)
        letters = process.cdist([text], [texts[i] for i in near], scorer=fuzz.ratio)[0] / 100 if near else ()
        alike = [i for i, same in zip(near, letters, strict=True) if shared[i] + (1 - PIECES) * same >= ALIKE]
        members = [leader, *(i for i in alike if not clash(trap_of(text), [trap_of(texts[i])]))]
        free[members] = False
        groups.append(members)
    return groups


def _worth_a_look(shared: Numbers, free: NDArray[np.bool_]) -> list[int]:
    """Return the texts that may still join a group; whatever the letters add, the others cannot reach the bound."""
    near = np.flatnonzero(free & (shared >= ALIKE - (1 - PIECES)))
    if len(near) > LOOKED_AT:
        near = np.sort(near[np.argsort(-shared[near], kind="stable")[:LOOKED_AT]])
    return [int(i) for i in near]


def most_central(texts: Sequence[str], weights: Sequence[int]) -> int:
    """Return which of the texts is nearest to all of them, those asked more often counting more."""
    few = texts[:COMPARED]
    likeness = process.cdist(few, few, scorer=fuzz.ratio, dtype=np.float32)
    return int(np.argmax(likeness @ np.array(weights[: len(few)], np.float32)))
