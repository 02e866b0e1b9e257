"""The lines of an FAQ file with whatever ends them, and words made safe to stand on one of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from bot.faq.files import on_one_line

LONGEST_PHRASING = 200
LONGEST_QUESTION = 500
_END = re.compile(r"(\r\n|\r|\n)")
_BREAKS = re.compile("[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_KEPT = "\n\t\u200c\u200d"
"""Unseen marks that mean something: the last two join emoji and letters of some scripts."""

_MARKUP = re.compile(r"^(?:[#>*+\-]+|\d{1,9}[.)](?=\s|$))|<!--|-->|\{#[^{}]*\}|`+")
_LAST_ID = re.compile(r"\s*\{#[^{}]*\}\s*$")


class FileLines:
    """A file's lines, counted from 0 as its reader counts them, and what ends each."""

    def __init__(self, text: str) -> None:
        self._bom = "\ufeff" if text.startswith("\ufeff") else ""
        parts = _END.split(text[len(self._bom) :])
        self.lines, self._ends = parts[::2], [*parts[1::2], ""]
        self._end = self._ends[0] or "\n"

    @property
    def text(self) -> str:
        """The file as it is now."""
        return self._bom + "".join(line + end for line, end in zip(self.lines, self._ends, strict=True))

    def replace(self, start: int, end: int, lines: Sequence[str]) -> None:
        """Put lines in the place of others; they end as the others do, or as the file's first line does."""
        ends = self._ends[start:end]
        ends += [self._end] * (len(lines) - len(ends))
        self.lines[start:end] = lines
        self._ends[start:end] = ends[: len(lines)]

    def insert(self, at: int, lines: Sequence[str]) -> None:
        """Put lines before one, or behind the last."""
        if at >= len(self.lines):
            if self.lines[-1]:
                self._ends[-1] = self._end
                self.lines.append("")
                self._ends.append("")
            at = len(self.lines) - 1
        self.lines[at:at] = lines
        self._ends[at:at] = [self._end] * len(lines)

    def cut(self, above: int, start: int, end: int) -> str:
        """Return some lines as a text of their own, below the first ones of the file."""
        kept = [*range(above), *range(start, min(end, len(self.lines)))]
        return "".join(self.lines[number] + self._ends[number] for number in kept)

    def put(self, start: int, end: int, other: FileLines, above: int) -> None:
        """Put the lines of a text that was cut back in the place of those that were."""
        lines, ends = other.lines[above:], other._ends[above:]
        if end < len(self.lines) and not lines[-1]:
            lines, ends = lines[:-1], ends[:-1]  # what follows the last line's end
        self.lines[start:end] = lines
        self._ends[start:end] = ends

    def end_of_text(self, end: int, start: int = 0) -> int:
        """Return the line below the last one before `end` that has text."""
        while end > start and not self.lines[end - 1].strip():
            end -= 1
        return end


def as_phrasing(text: str) -> str:
    """Return what a stranger typed as one item of a list: on one line, bounded, without Markdown's marks."""
    plain = " ".join(_seen(text).split())[:LONGEST_PHRASING].strip()
    while (shorter := " ".join(_MARKUP.sub(" ", plain).split())) != plain:
        plain = shorter
    return plain


def as_question(text: str) -> str:
    """Return a text on one line, bounded, without unseen marks and without an id at its end."""
    plain = _seen(text).replace("\n", " ").strip()[:LONGEST_QUESTION].strip()
    while (shorter := _LAST_ID.sub("", plain).strip()) != plain:
        plain = shorter
    return plain


def as_value(text: str) -> str:
    """Return the value of a key, which can neither end its line nor its comment."""
    return " ".join(_seen(text).replace("-->", " ").replace("<!--", " ").split())


def as_wording(text: str) -> str:
    """Return a wording of an answer as it is said: on one line."""
    return on_one_line(_seen(text).split("\n"))


def _seen(text: str) -> str:
    """Return a text without unseen marks, every end of a line as a newline."""
    plain = _BREAKS.sub("\n", text)
    return "".join(c for c in plain if c in _KEPT or unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
