"""What an FAQ would make of its own phrasings if staff had not written them: each is hidden and asked.

So it shows which entries win each other's questions, and which would never be found by anybody.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest

from rapidfuzz import fuzz

from bot.faq.entries import Entry, Faq
from bot.faq.match import Matcher
from bot.faq.traps import Trap, clash
from bot.text import normalise

MOST = 6_000
"""Phrasings hidden in turn: the questions first, then of the others as many as there is time for."""
NEIGHBOURS = 8
"""Phrasings of other entries that are compared letter by letter with each."""

# The same phrasing is looked at as often as it comes near another one.
_trap = functools.lru_cache(maxsize=100_000)(Trap.of)


@dataclass(frozen=True, slots=True)
class Way:
    """One phrasing of a topic, as it stands in a file."""

    entry: Entry
    text: str
    line: int
    plain: str

    @property
    def where(self) -> str:
        """The file and line it stands on."""
        return f"{self.entry.path}:{self.line}"


@dataclass(frozen=True, slots=True)
class Hidden:
    """What became of one phrasing while it was hidden."""

    way: Way
    topic: str
    winner: str
    """The topic that spoke loudest, or nothing."""
    sure: bool
    """Whether the winner would have answered."""
    without: str
    """The topic that would surely answer if the phrasing's whole topic were hidden, or nothing."""
    alike: tuple[tuple[Way, str, float], ...]
    """Other topics' phrasings that read like it: phrasing, topic, likeness of 100."""


def ways_of(entry: Entry) -> Iterator[Way]:
    """Return an entry's phrasings with their lines, the question first."""
    for text, line in ((entry.question, entry.line), *((p.text, p.line) for p in entry.phrasings)):
        if plain := normalise(text):
            yield Way(entry, text, line, plain)


def topics_of(faq: Faq) -> Mapping[str, str]:
    """Return the topic of each entry."""
    return {entry.id: topic for topic, entries in faq.topics.items() for entry in entries}


def hidden(faq: Faq, matcher: Matcher) -> Sequence[Hidden]:
    """Hide each phrasing in turn and ask it; of a very large FAQ only as many as a person would wait for."""
    of_topic: dict[str, dict[str, Way]] = {}
    for topic, entries in faq.topics.items():
        for way in (way for entry in entries for way in ways_of(entry)):
            of_topic.setdefault(topic, {}).setdefault(way.plain, way)
    # The questions first, then everybody's second phrasing, and so on.
    turns = zip_longest(*([(topic, way) for way in ways.values()] for topic, ways in of_topic.items()))
    drawn = islice((one for turn in turns for one in turn if one is not None), MOST)
    return [_one(topic, way, matcher, of_topic) for topic, way in drawn]


def _one(topic: str, way: Way, matcher: Matcher, of_topic: Mapping[str, Mapping[str, Way]]) -> Hidden:
    unseen = matcher.hide(way.plain, topic, NEIGHBOURS)
    beside = ((of_topic[other][plain], other) for other, plain in unseen.beside)
    alike = tuple(
        (other, other_topic, fuzz.ratio(way.plain, other.plain))
        for other, other_topic in beside
        if not clash(_trap(way.plain), [_trap(other.plain)])
    )
    won, without = unseen.without_it, unseen.without_topic
    return Hidden(
        way, topic, won.best.entry if won.best is not None else "", won.sure,
        without.best.entry if without.sure and without.best is not None else "", alike,
    )  # fmt: skip
