"""What an FAQ holds, once read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

THEN = ("person", "model", "silence")
MODES = ("auto", "suggest-only")
SCREEN = "screen"
"""Stands for the product on screen where a sku is expected."""

VARIABLE = re.compile(r"\{([^{}\n]{1,60})\}")
FIELDS = ("price", "stock", "title", "link")


@dataclass(frozen=True, slots=True)
class Phrasing:
    """One way of asking."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One topic of the FAQ: its questions, and what is said or done."""

    id: str
    question: str
    answer: str
    """As written; empty for a no-answer entry."""
    phrasings: tuple[Phrasing, ...] = ()
    then: str = ""
    """Of a no-answer entry, where its questions go: `person`, `model` or `silence`."""
    valid_from: date | None = None
    valid_to: date | None = None
    products: tuple[str, ...] = ()
    lang: str = ""
    scene: str = ""
    mode: str = ""
    section: str = ""
    path: str = ""
    line: int = 0
    answer_line: int = 0

    @property
    def ways(self) -> Iterator[str]:
        """Every way of asking, the canonical question first."""
        yield self.question
        for phrasing in self.phrasings:
            yield phrasing.text

    def holds_on(self, day: date) -> bool:
        """Return whether the entry is in force on this day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Faq:
    """All entries, by id, in file order."""

    entries: Mapping[str, Entry] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Faq:
        """Build from entries; of two with one id the first counts."""
        by_id: dict[str, Entry] = {}
        for entry in entries:
            by_id.setdefault(entry.id, entry)
        return cls(by_id)

    def __len__(self) -> int:
        return len(self.entries)


@dataclass(frozen=True, slots=True)
class Variable:
    """A place in an answer that is filled when it is sent: `{price:A101}`."""

    field: str
    sku: str
    """A sku, or `screen`."""


def variables(answer: str) -> list[tuple[str, Variable | None]]:
    """Return every `{…}` of an answer with what it means, None where it means nothing."""
    found: list[tuple[str, Variable | None]] = []
    for match in VARIABLE.finditer(answer):
        name, colon, sku = match.group(1).partition(":")
        known = name in FIELDS and colon and sku.strip()
        found.append((match.group(0), Variable(name, sku.strip()) if known else None))
    return found


def fill(answer: str, value: Callable[[Variable], str | None]) -> str | None:
    """Fill an answer's variables; None when one of them has no value now."""
    missing = False

    def one(match: re.Match[str]) -> str:
        nonlocal missing
        name, _, sku = match.group(1).partition(":")
        got = value(Variable(name, sku.strip())) if name in FIELDS else None
        if got is None:
            missing = True
            return ""
        return got

    filled = VARIABLE.sub(one, answer)
    return None if missing else filled
