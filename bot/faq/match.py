"""Which entry a message asks for, and whether that is sure enough to say in public.

The nearest phrasings, weighed against each other and against plain chat, say how strongly a message speaks for an
entry (`ridge`); a curve learned from the FAQ itself turns that into a probability and sets the threshold
(`calibrate`); numbers, negations and opposites are looked at apart (`traps`). Anything less than sure
abstains: a wrong answer in public is worse than none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

import numpy as np
from rapidfuzz import fuzz

from bot import reasons
from bot.faq.calibrate import HIDDEN, Curve, Curves, calibrated, evidence, try_out
from bot.faq.entries import Faq
from bot.faq.grams import Numbers
from bot.faq.ordinary_chat import ORDINARY_CHAT
from bot.faq.ridge import CHAT, Leader, Ridge
from bot.faq.swapped import swapped
from bot.faq.synonyms import words_of
from bot.faq.traps import Trap, clash
from bot.faq.vectors import Meanings, Vector
from bot.messages import Scored
from bot.text import normalise

Promise: TypeAlias = Literal["strict", "normal", "open"]
PROMISES: Mapping[Promise, float] = {"strict": 0.99, "normal": 0.97, "open": 0.95}
"""Of the answers given, how many are expected to be right."""

MARGIN = 0.10
"""Two entries whose probabilities lie closer than this fit about as well."""
NEAR = 0.35
"""Below this the FAQ has nothing like it; the best entry is not worth showing staff as a draft."""
RIVAL, ONE_OF_TWO = 0.15, 0.6
"""A second entry this probable is worth asking back about, where it is this probably one of the two."""
CHAT_BETWEEN = 8
"""Lines of chat that may come between the phrasings nearest to a text."""
READS_ALIKE = 50
"""From this on (of 100) two texts are close enough for one number or "not" to be what sets them apart."""


@dataclass(frozen=True, slots=True)
class Match:
    """The best entry for a message, the next best, and whether the best may answer."""

    best: Scored | None
    runner_up: Scored | None
    sure: bool
    why: str
    """In words, for staff: why it may or may not answer. Free of numbers: reasons are counted."""
    ranked: tuple[Scored, ...] = ()
    """The entries it speaks for, the best first, at most five."""
    if_chosen: tuple[str, ...] = ()
    """Those of them that may answer if somebody who sees them all picks them; none of them is vetoed."""
    vetoed: str = ""
    """What sets the message apart from the best entry although it reads like it; "" where nothing does."""

    @property
    def rivals(self) -> tuple[Scored, Scored] | None:
        """The two best entries where it is probably one of them and either may be meant."""
        if self.sure or self.vetoed or self.best is None or self.runner_up is None:
            return None
        torn = self.runner_up.score >= RIVAL and self.best.score + self.runner_up.score >= ONE_OF_TWO
        return (self.best, self.runner_up) if torn else None


@dataclass(frozen=True, slots=True)
class Unseen:
    """What would become of a phrasing that staff had not written."""

    without_it: Match
    without_topic: Match
    """If its whole topic were not there."""
    beside: tuple[tuple[str, str], ...]
    """The phrasings of other topics that come nearest: topic and normalised text."""


class Matcher:
    """Answers "which entry is this?" for one version of the FAQ. Built once, which takes a while; then only read.

    Entries with one and the same question are one topic, and the topic's id is what is found. Most of the building is
    the calibration: with the `curve` of an earlier version none is done, and with `before` what that version has cut
    into pieces is not cut again. That is how an edit is live at once (`edited`), and calibrated afterwards.
    """

    _ridge: Ridge

    def __init__(
        self,
        faq: Faq,
        promise: Promise = "normal",
        curve: Curves | None = None,
        vectors: Mapping[str, Vector] | None = None,
        before: Matcher | None = None,
    ) -> None:
        self.promise = promise
        self._ids = tuple(faq.topics)
        self._numbers = {id_: number for number, id_ in enumerate(self._ids)}
        self._exact: dict[str, int] = {}
        self._ways: dict[int, list[str]] = defaultdict(list)
        owners: list[int] = []
        texts: list[str] = []
        self._normalised: dict[str, str] = {}
        known = before._normalised if before is not None else {}
        for number, variants in enumerate(faq.topics.values()):
            ways = {way: known.get(way) or normalise(way) for entry in variants for way in entry.ways}
            self._normalised |= ways
            for text in filter(None, dict.fromkeys(ways.values())):
                self._exact.setdefault(text, number)
                self._ways[number].append(text)
                texts.append(text)
                owners.append(number)
        self._len = len(texts)
        # What the shop itself asks for is no ordinary chat.
        chat = [line for line in _chat() if line not in self._exact]
        every = [*texts, *chat]
        self._words = words_of(every)
        ridge_before = before._ridge if before is not None else None
        self._ridge = Ridge(every, [*owners, *(CHAT for _ in chat)], Meanings.of(every, vectors), ridge_before)
        self._weighed: tuple[str, Numbers] = ("", np.zeros(0))
        """The message whose likeness was computed last, and the likeness."""
        self.fresh = curve is None
        """Whether it has learned from this very version; an edited one goes by what the one before had learned."""
        self.curve = self._learned(faq) if curve is None else curve

    def _learned(self, faq: Faq) -> Curves:
        if not self._len:
            return Curves()
        silent = {number for number, all_ in enumerate(faq.topics.values()) if all(entry.then for entry in all_)}
        goal = PROMISES[self.promise]
        letters = calibrated(try_out(self._ridge, silent, self._veto), goal)
        if self._ridge.meanings is None:
            return Curves(letters)
        return Curves(letters, calibrated(try_out(self._ridge, silent, self._veto, meant=True), goal))

    @classmethod
    def remembering(cls, faq: Faq, promise: Promise, letters: Curve) -> Matcher:
        """Return the matcher of a version from which this was learned before, by the letters alone."""
        matcher = cls(faq, promise, Curves(letters))
        matcher.fresh = True
        return matcher

    def edited(self, faq: Faq, vectors: Mapping[str, Vector] | None = None) -> Matcher:
        """Return the matcher of an edited FAQ at once, with what this one has learned; a fresh one knows better."""
        # An FAQ without a question has learned nothing.
        return Matcher(faq, self.promise, self.curve if self._len else None, vectors, before=self)

    def __len__(self) -> int:
        return self._len

    def hide(self, way: str, topic: str, others: int) -> Unseen:
        """Return what would become of one of a topic's own phrasings if it were not there; with so many others."""
        text, number = normalise(way), self._numbers[topic]
        cosines, owners, known = self._ridge.cosines(text), self._ridge.owners, self._ridge.texts
        rows = np.flatnonzero(owners == number)
        cosines[[row for row in rows if known[row] == text]] = HIDDEN
        without_it = self._match_hidden(text, cosines)
        cosines[rows] = HIDDEN
        near = [row for row in np.argsort(-cosines, kind="stable")[: others + CHAT_BETWEEN] if owners[row] != CHAT]
        beside = tuple((self._ids[owners[row]], known[row]) for row in near[:others] if cosines[row] > 0)
        ours = without_it.best is not None and without_it.best.entry == topic
        return Unseen(without_it, self._match_hidden(text, cosines) if ours else without_it, beside)

    def _match_hidden(self, text: str, cosines: Numbers) -> Match:
        leaders = self._ridge.leaders(text, cosines)
        if not leaders:
            return Match(None, None, False, reasons.NOTHING_LIKE)
        return self._judged(text, leaders, self.curve.letters)

    def topic_of(self, message: str) -> str | None:
        """Return the topic that asks in these very words."""
        number = self._exact.get(normalise(message))
        return None if number is None else self._ids[number]

    def texts(self) -> tuple[str, ...]:
        """Return every text whose vector is needed before any vector is used: phrasings and lines of chat."""
        return self._ridge.texts

    def wants_vector(self, message: str) -> bool:
        """Return whether a message's vector could matter: it is like the FAQ, but not in the FAQ's own words."""
        if self._ridge.meanings is None or self.curve.meant is None:
            return False
        text = normalise(message)
        if not text or text in self._exact:
            return False
        cosines = self._ridge.cosines(text)
        # Whoever asks this matches the message next: the same is not computed twice.
        self._weighed = (text, cosines)
        return self._ridge.concerns(cosines)

    def match(self, message: str, vector: Vector | None = None) -> Match:
        """Return the best entry for a message as typed, looking at its vector too where one is given."""
        text = normalise(message)
        if (number := self._exact.get(text)) is not None:
            # The shop wrote these very words: nothing is left to weigh, and half of what a room asks is this.
            asked = Scored(self._ids[number], 1.0)
            return Match(asked, None, True, reasons.OWN_WORDS, (asked,), (asked.entry,))
        leaders, curve = self._leaders(text, vector) if text else ([], self.curve.letters)
        if not leaders:
            return Match(None, None, False, reasons.NOTHING_LIKE)
        return self._judged(text, leaders, curve)

    def _leaders(self, text: str, vector: Vector | None) -> tuple[list[Leader], Curve]:
        known, cosines = self._weighed
        if known != text:
            cosines = self._ridge.cosines(text)
        meanings, meant = self._ridge.meanings, self.curve.meant
        if vector is None or meanings is None or meant is None:
            return self._ridge.leaders(text, cosines), self.curve.letters
        return self._ridge.leaders(text, cosines, meanings.centred(vector)), meant

    def _scored(self, leaders: Sequence[Leader], curve: Curve) -> tuple[Scored, ...]:
        found = (evidence(leaders, place) for place in range(len(leaders)))
        chances = (curve.probability(one) for one in found)
        pairs = zip(leaders, chances, strict=True)
        scored = (Scored(self._ids[leader.owner], round(chance, 4)) for leader, chance in pairs)
        return tuple(sorted(scored, key=lambda one: -one.score))

    def _judged(self, text: str, leaders: list[Leader], curve: Curve) -> Match:
        ranked = self._scored(leaders, curve)
        best, runner_up = ranked[0], ranked[1] if len(ranked) > 1 else None
        found = {leader.owner: evidence(leaders, place) for place, leader in enumerate(leaders)}
        vetoes = {
            self._ids[owner]: self._veto(text, owner)
            for owner, one in found.items()
            if curve.enough(one, curve.chosen)
        }
        if_chosen = tuple(one.entry for one in ranked if vetoes.get(one.entry) == "")
        vetoed = vetoes.get(best.entry, "")
        if not curve.enough(found[self._numbers[best.entry]], curve.alone):
            why: str = reasons.NONE_SURE
        elif runner_up is not None and best.score - runner_up.score < MARGIN:
            why = reasons.TWO_FIT
        elif vetoed:
            why = vetoed
        else:
            return Match(best, runner_up, True, reasons.LIKE_QUESTION, ranked, if_chosen)
        return Match(best, runner_up, False, why, ranked, if_chosen, vetoed)

    def _veto(self, text: str, owner: int) -> str:
        """Say what sets a text apart from all of an entry's other phrasings that read like it; "" if nothing does."""
        alike = [way for way in self._ways[owner] if way != text and fuzz.ratio(way, text) >= READS_ALIKE]
        if not alike:
            return ""
        reason = clash(
            _trap(text), map(_trap, alike), lambda: [_trap(way) for way in self._ways[owner] if way != text]
        )
        if reason or not swapped(text, alike, self._ways[owner], self._words):
            return reason
        return reasons.WORD_FOR_WORD


@lru_cache(maxsize=30_000)
def _trap(text: str) -> Trap:
    # Read when a message comes near it: reading all of a large FAQ would take longer than the rest of the load.
    return Trap.of(text)


def _chat() -> Iterable[str]:
    return filter(None, dict.fromkeys(map(normalise, ORDINARY_CHAT)))
