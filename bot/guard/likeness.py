"""How like a claim a piece of talk is, for wordings that no pattern foresaw; `bench/learning.py` learnt it."""

from __future__ import annotations

from importlib.resources import files

from bot.text.likeness import Likeness

CLAIMS = Likeness(files("bot.guard") / "kinds.txt", files("bot.guard") / "likeness.tsv")


def rule_of(text: str) -> str:
    """Return the rule that a claim in a folded text breaks most likely."""
    return CLAIMS.label_of(text) or "effect-promise"
