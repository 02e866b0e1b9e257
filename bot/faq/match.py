"""Which entry a message asks for, and whether that is sure enough to say in public.

The nearest phrasings, weighed against each other and against plain chat, say how strongly a message speaks for an
entry (`ridge`); a curve learned from the FAQ itself turns that into a probability and sets the threshold
(`calibrate`); numbers, negations and opposites are looked at apart (`traps`). Anything less than sure
abstains: a wrong answer in public is worse than none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from rapidfuzz import fuzz

from bot.faq.calibrate import Curve, calibrated, try_out
from bot.faq.entries import Faq
from bot.faq.ordinary_chat import ORDINARY_CHAT
from bot.faq.ridge import CHAT, Ridge
from bot.faq.traps import Trap, clash
from bot.messages import Scored
from bot.text import normalise

Promise: TypeAlias = Literal["strict", "normal", "open"]
PROMISES: Mapping[Promise, float] = {"strict": 0.99, "normal": 0.97, "open": 0.95}
"""Of the answers given, how many are expected to be right."""

MARGIN = 0.10
"""Two entries whose probabilities lie closer than this fit about as well."""
NEAR = 0.35
"""Below this the FAQ has nothing like it; the best entry is not worth showing staff as a draft."""
READS_ALIKE = 50
"""From this on (of 100) two texts are close enough for one number or "not" to be what sets them apart."""
COPY_ZH, COPY_EN, COPY_SURE = 66, 80, 0.85
"""A message this like one of the phrasings (of 100) is its near copy and needs only this probability: how an FAQ's
phrasings differ from each other says little about messages that hardly differ from one of them."""


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


@dataclass(frozen=True, slots=True)
class _Way:
    """One phrasing, prepared for comparing."""

    text: str
    trap: Trap


class Matcher:
    """Answers "which entry is this?" for one version of the FAQ. Built once, which takes a while; then only read."""

    def __init__(self, faq: Faq, promise: Promise = "normal") -> None:
        self._ids = tuple(faq.entries)
        self._exact: dict[str, int] = {}
        self._ways: dict[int, list[_Way]] = defaultdict(list)
        texts: list[str] = []
        owners: list[int] = []
        for number, entry in enumerate(faq.entries.values()):
            for text in dict.fromkeys(map(normalise, entry.ways)):
                if text:
                    self._exact.setdefault(text, number)
                    self._ways[number].append(_Way(text, Trap.of(text)))
                    texts.append(text)
                    owners.append(number)
        self._len = len(texts)
        silent = {number for number, entry in enumerate(faq.entries.values()) if entry.then}
        # What the shop itself asks for is no ordinary chat.
        chat = [line for line in dict.fromkeys(map(normalise, ORDINARY_CHAT)) if line and line not in self._exact]
        self._ridge = Ridge([*texts, *chat], [*owners, *(CHAT for _ in chat)])
        self._curve = calibrated(try_out(self._ridge, silent), PROMISES[promise]) if texts else Curve()

    def __len__(self) -> int:
        return self._len

    def match(self, message: str) -> Match:
        """Return the best entry for a message as typed."""
        text = normalise(message)
        leaders = self._ridge.leaders(text, self._ridge.cosines(text)) if text else []
        if text in self._exact:
            # The shop wrote these very words: nothing is left to weigh.
            owner = self._exact[text]
            others = [leader for leader in leaders if leader[0] != owner]
            runner_up = self._scored(others[0]) if others else None
            return Match(Scored(self._ids[owner], 1.0), runner_up, True, "asked in the FAQ's own words")
        if not leaders:
            return Match(None, None, False, "nothing in the FAQ is like it")
        best = self._scored(leaders[0])
        runner_up = self._scored(leaders[1]) if len(leaders) > 1 else None
        sure, why = self._judge(text, leaders[0], best, runner_up)
        return Match(best, runner_up, sure, why)

    def _scored(self, leader: tuple[int, float]) -> Scored:
        owner, strength = leader
        return Scored(self._ids[owner], round(self._curve.probability(strength), 4))

    def _judge(
        self, text: str, leader: tuple[int, float], best: Scored, runner_up: Scored | None
    ) -> tuple[bool, str]:
        owner, strength = leader
        second = runner_up.score if runner_up is not None else 0.0
        if strength < self._curve.threshold:
            if best.score < COPY_SURE or not self._is_copy(text, owner):
                return False, "no entry is surely like it"
            if second >= 0.5:  # two questions in one message: half an answer is none
                return False, "two entries fit about as well"
        if best.score - second < MARGIN:
            return False, "two entries fit about as well"
        alike = [way.trap for way in self._ways[owner] if fuzz.ratio(way.text, text) >= READS_ALIKE]
        reason = clash(Trap.of(text), alike)
        return (False, reason) if reason else (True, "like the FAQ's question")

    def _is_copy(self, text: str, owner: int) -> bool:
        needed = COPY_EN if text.isascii() else COPY_ZH
        return any(fuzz.ratio(way.text, text) >= needed for way in self._ways[owner])


def collisions(faq: Faq, matcher: Matcher) -> Mapping[tuple[str, str], str]:
    """Return phrasings of one entry that stand in another one too: (entry, phrasing) → the one that wins."""
    found: dict[tuple[str, str], str] = {}
    for entry in faq.entries.values():
        for way in entry.ways:
            match = matcher.match(way)
            if match.best is not None and match.best.entry != entry.id:
                found[entry.id, way] = match.best.entry
    return found
