"""Words that send a message to a person at once: a file that staff edit, one word a line.

[delicate]
投诉
chargeback

[asks for a person]
转人工
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from bot.problems import Problem, did_you_mean

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
    return next((word for word in words if _mentions(folded, word)), None)


def _mentions(folded: str, word: str) -> bool:
    if word not in folded:
        return False
    # Latin words and numbers only whole: "sued" is not "sue", 打315 is not 打3150. Chinese runs straight on.
    before = "(?<![a-z0-9])" if word[0].isascii() else ""
    after = "(?![a-z0-9])" if word[-1].isascii() else ""
    return re.search(before + re.escape(word) + after, folded) is not None


def parse_handover(text: str, path: str) -> tuple[Handover, list[Problem]]:
    """Read the word file; a line in no group is a problem."""
    words: dict[str, list[str]] = {section: [] for section in SECTIONS}
    problems: list[Problem] = []
    section = ""
    for number, raw in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        line = raw.split("#", 1)[0].strip()
        if not line:
            continue
        if line.startswith("["):
            section = line.strip("[] ").lower()
            if section not in SECTIONS:
                problems.append(Problem(path, number, f'unknown group "{section}".', did_you_mean(section, SECTIONS)))
        elif section not in SECTIONS:
            if not section:
                fix = f"Put a line [{DELICATE}] or [{ASKS}] above it."
                problems.append(Problem(path, number, f'"{line}" belongs to no group.', fix))
        elif len(_folded(line)) < 2:
            fix = "It would hit harmless chat; write at least two characters."
            problems.append(Problem(path, number, f'"{line}" is a single character.', fix))
        else:
            words[section].append(_folded(line))
    return Handover(tuple(words[DELICATE]), tuple(words[ASKS])), problems
