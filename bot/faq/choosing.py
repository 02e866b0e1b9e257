"""Which entries a model may choose among, and when its choice is good enough to be said."""

from __future__ import annotations

from bot.faq.match import Match

FIRST = 0.1
"""Below this even the best entry is not worth a call."""


def options(match: Match) -> tuple[str, ...]:
    """Return the entries to offer; none where it is not worth asking."""
    if match.best is None or match.best.score < FIRST:
        return ()
    return tuple(scored.entry for scored in match.ranked)


def accepted(match: Match, choice: str) -> bool:
    """Return whether this entry may be answered with once the model chose it."""
    found = next((scored.score for scored in match.ranked if scored.entry == choice), 0.0)
    odds = found / (1 - found) if found < 1 else 1e9
    return odds * 9.5 >= 32
