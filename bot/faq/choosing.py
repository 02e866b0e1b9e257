"""Letting somebody choose among the best entries: when it is worth asking, and whether their choice may be answered.

A chooser, a language model say, sees the message beside the entries and names one or none. That they agree makes an
entry likelier by Bayes' rule, and an entry that was not likely enough alone may keep the promise now: how likely it
must have been is learned with the thresholds (`calibrate`). What numbers, negations or opposites set apart from the
message stays unanswered whoever chose it.
"""

from __future__ import annotations

from bot.faq.match import Match


def options(match: Match) -> tuple[str, ...]:
    """Return the entries to offer, the best first; none where it is sure already or no choice could be used."""
    if match.sure or not match.if_chosen:
        return ()
    return tuple(scored.entry for scored in match.ranked)


def accepted(match: Match, choice: str | None) -> bool:
    """Return whether the chosen entry may be answered, the promise kept; a chooser of none has none answered."""
    return choice is not None and choice in match.if_chosen
