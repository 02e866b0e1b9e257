"""Do two viewers ask the same? What people answered one of them may then answer the other as well."""

from __future__ import annotations

from rapidfuzz import fuzz

from bot.faq.swapped import swapped
from bot.faq.traps import Trap, clash
from bot.text import normalise

ALL_BUT_THE_SAME = 85
"""Likeness of two questions, of 100, from which on they are one, if no word sets them apart."""


def one_question(one: str, other: str) -> bool:
    """Return whether two lines of viewers ask the same: the same words, or nearly, and no word sets them apart."""
    first, second = normalise(one), normalise(other)
    if not first or not second:
        return False
    if first == second:
        return True
    if fuzz.ratio(first, second) < ALL_BUT_THE_SAME:
        return False
    pairs = ((first, second), (second, first))
    return not any(clash(Trap.of(a), [Trap.of(b)]) or swapped(a, [b], [b]) for a, b in pairs)
