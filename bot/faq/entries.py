"""What an FAQ holds, once read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from bot.text import normalise

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
    other_wordings: tuple[str, ...] = ()
    """The same answer said otherwise, or in another language; said by turns."""
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
    other_lines: tuple[int, ...] = ()
    """Where the other wordings begin."""
    recalled: Entry | None = None
    """As its file reads, where staff took the answer back; the entry then says nothing, and a person answers."""

    @property
    def written(self) -> Entry:
        """The entry as its file reads."""
        return self.recalled or self

    @property
    def ways(self) -> Iterator[str]:
        """Every way of asking, the canonical question first."""
        yield self.question
        for phrasing in self.phrasings:
            yield phrasing.text

    @property
    def wordings(self) -> tuple[str, ...]:
        """Every wording of the answer, as written; none for a no-answer entry."""
        return (self.answer, *self.other_wordings) if self.answer else ()

    @property
    def wording_lines(self) -> tuple[int, ...]:
        """Where each wording begins."""
        known = len(self.other_lines) == len(self.other_wordings)
        others = self.other_lines if known else (self.answer_line,) * len(self.other_wordings)
        return (self.answer_line, *others) if self.answer else ()

    @property
    def bare(self) -> Entry:
        """The entry without its place in a file."""
        phrasings = tuple(Phrasing(phrasing.text, 0) for phrasing in self.phrasings)
        return replace(self, phrasings=phrasings, path="", line=0, answer_line=0, other_lines=())

    def called(self, id_: str) -> Entry:
        """Return the entry with another id."""
        return replace(self, id=id_)

    @property
    def conditions(self) -> int:
        """How many things must hold for this entry to answer: of several that fit, the most particular one does."""
        dated = self.valid_from is not None or self.valid_to is not None
        return 8 * bool(self.products) + 4 * bool(self.scene) + 2 * dated + bool(self.lang)

    def fits(self, scene: Scene) -> bool:
        """Return whether the entry is meant for this moment: product on screen, language and scene; not the day."""
        return (
            (not self.products or scene.on_screen in self.products)
            and (not self.lang or self.lang == scene.language)
            and (not self.scene or self.scene == scene.name)
        )

    def holds_on(self, day: date) -> bool:
        """Return whether the entry is in force on this day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Scene:
    """What an entry may depend on, at the moment somebody asks."""

    day: date
    on_screen: str | None = None
    language: str = ""
    name: str = ""
    """The scene the room plays, such as `double-eleven`."""


@dataclass(frozen=True, slots=True)
class Faq:
    """All entries, by id, in file order."""

    entries: Mapping[str, Entry] = field(default_factory=dict)
    topics: Mapping[str, tuple[Entry, ...]] = field(init=False, compare=False, repr=False)
    """Entries with one and the same question are one topic, answered by whichever fits the moment.

    By the id of the first in file order; the most particular entry first.
    """

    def __post_init__(self) -> None:
        first: dict[str, str] = {}
        topics: dict[str, list[Entry]] = {}
        for entry in self.entries.values():
            topics.setdefault(first.setdefault(normalise(entry.question) or entry.id, entry.id), []).append(entry)
        ordered = {id_: tuple(sorted(all_, key=lambda e: -e.conditions)) for id_, all_ in topics.items()}
        object.__setattr__(self, "topics", ordered)

    def asks_as(self, other: Faq) -> bool:
        """Return whether the questions are those of another version, whatever became of the answers."""
        return self.topics.keys() == other.topics.keys() and all(
            [(*entry.ways, entry.then) for entry in variants]
            == [(*entry.ways, entry.then) for entry in other.topics[topic]]
            for topic, variants in self.topics.items()
        )

    def variants(self, topic: str) -> tuple[Entry, ...]:
        """Return a topic's entries, the most particular first."""
        return self.topics.get(topic) or (self.entries[topic],)

    def answering(self, topic: str, scene: Scene) -> Entry | None:
        """Return the topic's entry for this moment; one whose days are over only if no other fits."""
        fitting = [entry for entry in self.variants(topic) if entry.fits(scene)]
        return next((entry for entry in fitting if entry.holds_on(scene.day)), fitting[0] if fitting else None)

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
