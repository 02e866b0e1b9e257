"""How the guard reads a text: folded for comparing, with every character's place in the text as it was typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from bot.text import CJK, simplified

LONGEST = 10_000
"""Characters that are looked at; nothing that long is ever said in a room."""
_REMEMBERED = 0x10000


class _Folded(dict[int, str]):
    """How one character reads: width, case and traditional forms folded, nothing for what no screen shows."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if unicodedata.category(char) in ("Cf", "Me") or 0xFE00 <= code <= 0xFE0F:
            read = ""
        else:
            read = "".join(simplified(c) for c in unicodedata.normalize("NFKC", char).casefold())
            if len(read) == 1 and not read.isascii() and (digit := unicodedata.digit(read, None)) is not None:
                read = str(digit)  # ❶, and the digits of other scripts
        if code < _REMEMBERED:  # rarer ones would let strangers fill the memory
            self[code] = read
        return read


_FOLDED = _Folded()


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as it is compared, each of its characters with where it stands in the original."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a piece of the reading stands in the original."""
        return self.starts[start], self.ends[end - 1]

    def rewritten(self, pattern: re.Pattern[str], word: Callable[[re.Match[str]], str]) -> Reading:
        """Return the reading with each match replaced; what is put in stands where the match stood."""
        matches = list(pattern.finditer(self.text))
        if not matches:
            return self
        parts: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        done = 0
        for match in matches:
            new = word(match)
            parts += [self.text[done : match.start()], new]
            starts += self.starts[done : match.start()]
            ends += self.ends[done : match.start()]
            if new:
                start, end = self.span(match.start(), match.end())
                starts += [start] * len(new)
                ends += [end] * len(new)
            done = match.end()
        parts.append(self.text[done:])
        return Reading("".join(parts), (*starts, *self.starts[done:]), (*ends, *self.ends[done:]))


def read(text: str) -> Reading:
    """Return how a text reads."""
    text = text[:LONGEST]
    if text.isascii():
        places = range(len(text))
        return Reading(text.lower(), tuple(places), tuple(place + 1 for place in places))
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for place, char in enumerate(text):
        shown = _FOLDED[ord(char)]
        if len(shown) == 1:
            parts.append(shown)
            starts.append(place)
            ends.append(place + 1)
        elif shown:
            parts.append(shown)
            starts += [place] * len(shown)
            ends += [place + 1] * len(shown)
        elif ends:
            ends[-1] = place + 1  # a keycap goes with its digit
    return Reading("".join(parts), tuple(starts), tuple(ends))


# What stands between two Chinese characters to hide a word and ends no sentence: 最-低-价, 最 低 价, 最🔥低.
_BETWEEN = re.compile(rf"(?<=[{CJK}])[^\w，。！？；：、,!?;:()\[\]{{}}<>《》“”\"'…%#@+&=\n]{{1,3}}(?=[{CJK}])")


def _nothing(_: re.Match[str]) -> str:
    return ""


def tight(reading: Reading) -> Reading:
    """Return a reading without what stands between Chinese characters."""
    return reading.rewritten(_BETWEEN, _nothing)
