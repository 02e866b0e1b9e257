"""Words that send a message to a person at once: a file that staff edit, one word a line.

[delicate]
投诉
chargeback

[asks for a person]
转人工
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from bot.languages import Both
from bot.problems import Problem
from bot.text.word_lists import parse_word_lists, says

DELICATE = "delicate"
ASKS = "asks for a person"
SECTIONS = (DELICATE, ASKS)


@dataclass(frozen=True, slots=True)
class Handover:
    """The two lists of words."""

    delicate: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()

    def delicate_word(self, text: str) -> str | None:
        """Return the delicate word a text mentions."""
        return _first(self.delicate, text)

    def asks_for_person(self, text: str) -> str | None:
        """Return the words with which a text asks for a person."""
        return _first(self.asks, text)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _first(words: tuple[str, ...], text: str) -> str | None:
    folded = _folded(text)
    return next((word for word in words if says(folded, word)), None)


def parse_handover(text: str, path: str) -> tuple[Handover, list[Problem]]:
    """Read the word file; a line in no group is a problem."""
    begin = Both(f"Put a line [{DELICATE}] or [{ASKS}] above it.", f"请在它上面写一行 [{DELICATE}] 或 [{ASKS}]。")
    words, problems = parse_word_lists(text, path, SECTIONS, _folded, begin=begin, not_single=SECTIONS)
    return Handover(tuple(words[DELICATE]), tuple(words[ASKS])), problems
