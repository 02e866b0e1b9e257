"""Whom a line names: names that may be said, in front of a text, and many askers in lines that the platform takes."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import TypeAlias

from bot.guard import check
from bot.text import language_of

LONGEST_NAME = 24
MOST_MENTIONS = 8
"""Names put in front of one line; more would be spam."""
SHORTEST_LINE = 300
"""Octets that every platform takes in one line; for a room whose connection is not at hand."""

Batches: TypeAlias = tuple[tuple[str, ...], ...]
"""The names of each line, in order; one empty batch is a line without names."""
Lines: TypeAlias = Callable[[str], int]
"""How many messages of the platform a text takes, counted in the platform's own unit."""

CORRECTIONS = {"zh": "更正：", "en": "Correction: "}


def plain_lines(text: str) -> int:
    """Count lines as the strictest platform would."""
    return -(-len(text.encode("utf-8", "replace")) // SHORTEST_LINE)


@lru_cache(8192)
def speakable(name: str) -> str:
    """Return a viewer's name as the bot may say it, or nothing: a name can carry an advertisement."""
    plain = "".join(c for c in name if unicodedata.category(c) not in ("Cc", "Cf", "Co", "Cs"))[:LONGEST_NAME].strip()
    # Nobody's name may name somebody else as well.
    plain = plain.replace("@", "＠")
    return "" if check(plain) else plain


def named(text: str, names: Iterable[str]) -> str:
    """Return a text as the room reads it: the names that may be said in front."""
    front = _front(names)
    return f"{front} {text}" if front else text


def nameable(names: Iterable[str]) -> list[str]:
    """Return the names that may be said, in order, none twice: two viewers of one name are reached by one mention."""
    found: dict[str, str] = {}
    for name in names:
        if said := speakable(name):
            found.setdefault(said, name)
    return list(found.values())


def batches(names: Sequence[str], text: str, lines: Lines) -> Batches:
    """Put everybody into as few lines as the platform's limits allow: each name once, none cut in two.

    A text that takes several lines by itself takes no more with the names in front of it, unless one name alone
    does that. Without a name that may be said there is one line without names.
    """
    waiting, found = nameable(names), list[tuple[str, ...]]()
    allowed = max(1, lines(text))
    while waiting:
        count = min(MOST_MENTIONS, len(waiting))
        while count > 1 and not _fits(text, waiting[:count], lines, allowed):
            count -= 1
        found.append(tuple(waiting[:count]))
        waiting = waiting[count:]
    return tuple(found) or ((),)


def _fits(text: str, names: Sequence[str], lines: Lines, allowed: int) -> bool:
    # The names must be in the first line whole, however long the text behind them.
    return lines(_front(names)) <= 1 and lines(named(text, names)) <= allowed


def _front(names: Iterable[str]) -> str:
    return " ".join(f"@{name}" for name in map(speakable, names) if name)


def correction(text: str) -> str:
    """Return a text that says of itself that it corrects what was said before."""
    plain = uncorrected(text)
    return f"{CORRECTIONS[language_of(plain)]}{plain}"


def uncorrected(text: str) -> str:
    """Return a correction without the word that says so, for somebody who never read what it corrects."""
    bare = text.strip()
    for opening in ("更正：", "更正:", "correction:"):
        if bare.casefold().startswith(opening):
            return bare[len(opening) :].strip()
    return bare
