"""What an FAQ would make of its own phrasings if staff had not written them: each is hidden and asked.

So it shows which entries win each other's questions, and which would never be found by anybody.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz

from bot.faq.calibrate import calibrated, try_out
from bot.faq.entries import Entry, Faq
from bot.faq.grams import Numbers
from bot.faq.match import COPY_EN, COPY_SURE, COPY_ZH, MARGIN, PROMISES, READS_ALIKE, Promise
from bot.faq.ordinary_chat import ORDINARY_CHAT
from bot.faq.ridge import CHAT, Ridge
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


def hidden(faq: Faq, promise: Promise = "normal") -> Sequence[Hidden]:
    """Hide each phrasing in turn and ask it; of a very large FAQ only as many as a person would wait for."""
    asked = _Asked(faq, promise)
    return [asked.one(row) for row in asked.drawn()]


class _Asked:
    """The FAQ's phrasings with their topics, ready to be asked."""

    def __init__(self, faq: Faq, promise: Promise) -> None:
        self.topics = tuple(faq.topics)
        self.ways: list[Way] = []
        owners: list[int] = []
        for number, entries in enumerate(faq.topics.values()):
            once = {way.plain: way for entry in reversed(entries) for way in reversed(list(ways_of(entry)))}
            # Put in from behind, so that of two alike the first stands; in order again for the drawing.
            self.ways += reversed(once.values())
            owners += [number] * len(once)
        known = {way.plain for way in self.ways}
        chat = [line for line in dict.fromkeys(map(normalise, ORDINARY_CHAT)) if line and line not in known]
        self.ridge = Ridge([*(way.plain for way in self.ways), *chat], [*owners, *(CHAT for _ in chat)])
        silent = {number for number, entries in enumerate(faq.topics.values()) if entries[0].then}
        self.curve = calibrated(try_out(self.ridge, silent), PROMISES[promise])
        self.of_topic: dict[int, list[int]] = defaultdict(list)
        for row, owner in enumerate(owners):
            self.of_topic[owner].append(row)

    def drawn(self) -> Sequence[int]:
        """Return the rows to ask, each topic's first before any other."""
        rows = sorted(range(len(self.ways)), key=self._place)
        return sorted(rows[:MOST])

    def _place(self, row: int) -> int:
        return row - self.of_topic[int(self.ridge.owners[row])][0]

    def one(self, row: int) -> Hidden:
        """Ask one phrasing, hidden; and once more with its whole topic hidden."""
        way, owner = self.ways[row], int(self.ridge.owners[row])
        cosines = self.ridge.cosines(way.plain)
        cosines[row] = 0
        winner, sure = self._won(way.plain, cosines)
        cosines[self.of_topic[owner]] = 0
        near = _largest(cosines[: len(self.ways)])
        alike = tuple(
            (other, self.topics[int(self.ridge.owners[i])], fuzz.ratio(way.plain, other.plain))
            for i in near
            if cosines[i] > 0 and not clash(_trap(way.plain), [_trap((other := self.ways[i]).plain)])
        )
        without, surely = (winner, sure) if winner != owner else self._won(way.plain, cosines)
        return Hidden(
            way, self.topics[owner], self._named(winner), sure, self._named(without) if surely else "", alike
        )

    def _named(self, owner: int) -> str:
        return "" if owner == CHAT else self.topics[owner]

    def _won(self, plain: str, cosines: Numbers) -> tuple[int, bool]:
        """Return whose phrasing it would be, and whether that is sure enough to answer."""
        leaders = self.ridge.leaders(plain, cosines)
        if not leaders:
            return CHAT, False
        owner, strength = leaders[0]
        best = self.curve.probability(strength)
        second = self.curve.probability(leaders[1][1]) if len(leaders) > 1 else 0.0
        reads = [row for row in self.of_topic[owner] if cosines[row] > 0]
        sure = best - second >= MARGIN and (
            strength >= self.curve.threshold or (best >= COPY_SURE and self._is_copy(plain, reads))
        )
        if not sure:
            return owner, False
        alike = [self.ways[row].plain for row in reads if fuzz.ratio(plain, self.ways[row].plain) >= READS_ALIKE]
        return owner, not clash(_trap(plain), map(_trap, alike))

    def _is_copy(self, plain: str, rows: Sequence[int]) -> bool:
        needed = COPY_EN if plain.isascii() else COPY_ZH
        return any(fuzz.ratio(plain, self.ways[row].plain) >= needed for row in rows)


def _largest(cosines: Numbers) -> list[int]:
    """Return the rows most alike, without sorting the others."""
    near = (
        np.argpartition(cosines, -NEIGHBOURS)[-NEIGHBOURS:] if len(cosines) > NEIGHBOURS else np.arange(len(cosines))
    )
    return sorted(near.tolist(), key=lambda row: (-cosines[row], row))
