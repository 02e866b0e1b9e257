"""Which entry a message asks for, and whether that is sure enough to say in public.

A candidate index of weighted character and word grams finds the nearest phrasings; rapidfuzz compares the
best of them letter by letter; an entry answers only with a high score and a clear margin over the
runner-up. Anything less abstains: a wrong answer in public is worse than none.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import fuzz

from bot.faq.entries import Faq
from bot.messages import Scored
from bot.text import CJK, normalise

CANDIDATES = 24
"""Phrasings compared letter by letter; the right one is nearly always among the first few."""

SURE = 0.64
MARGIN = 0.10
LONG_ENOUGH, SHORT_STEP = 8, 0.03
"""A short message must be more alike, by this much for each character it lacks: "过期了" is not "会过期吗"."""
NEAR = 0.40
"""Below this the FAQ has nothing like it; the best entry is not worth showing staff as a draft."""

_RUNS = re.compile(f"[{CJK}]+|[a-z0-9]+")
_NUMBER = re.compile(r"\d+")
# "3号链接", "第2个", "link 5": a number that says which product is meant.
_WHICH_ONE = re.compile(r"\d+ ?号|链接 ?\d+|第 ?\d+|\b(?:link|number|no|item) ?\d+")
_NEGATION = re.compile(
    r"不|没|无|别|非|\b(?:not|no|never|cannot|without|dont|cant|doesnt|isnt|wont|didnt|arent|hasnt|havent|wasnt)\b"
)
# Not negations, or negations that ask: 能不能, 有没有, 无理由退货, 不好意思.
_NOT_NEGATION = re.compile(
    r"(.)不\1|(.)没\2|有没有|是否|不好意思|无理由|特别|别的|别人|区别|不错|不过|无线|无糖|非常|没问题|差不多|不锈钢|要不|[了吗]不$|不$|没$"
)


@dataclass(frozen=True, slots=True)
class Match:
    """The best entry for a message, the next best, and whether the best may answer."""

    best: Scored | None
    runner_up: Scored | None
    sure: bool
    why: str
    """In words, for staff: why it may or may not answer."""


@dataclass(frozen=True, slots=True)
class _Way:
    """One phrasing, prepared for comparing."""

    entry: str
    text: str
    numbers: frozenset[str]
    negated: bool


def _grams(text: str) -> Counter[str]:
    grams: Counter[str] = Counter()
    words: list[str] = []
    for run in _RUNS.findall(text):
        if run[0] > "\u3000":
            for n in (1, 2, 3):
                for i in range(len(run) - n + 1):
                    grams[run[i : i + n]] += 1
        else:
            words.append(run)
            grams["w " + run] += 1
            padded = f"^{run}$"
            for i in range(len(padded) - 2):
                grams["c " + padded[i : i + 3]] += 1
    for first, second in pairwise(words):
        grams[f"p {first} {second}"] += 1
    return grams


class Matcher:
    """Answers "which entry is this?" for one version of the FAQ. Built once, then only read."""

    def __init__(self, faq: Faq) -> None:
        self._ways: list[_Way] = []
        self._exact: dict[str, str] = {}
        seen: set[tuple[str, str]] = set()
        for entry in faq.entries.values():
            for written in entry.ways:
                text = normalise(written)
                if not text or (entry.id, text) in seen:
                    continue
                seen.add((entry.id, text))
                self._exact.setdefault(text, entry.id)
                self._ways.append(_Way(entry.id, text, _numbers(text), _negated(text)))
        self._by_entry: dict[str, list[_Way]] = defaultdict(list)
        for way in self._ways:
            self._by_entry[way.entry].append(way)
        self._index()

    def _index(self) -> None:
        counted = [_grams(way.text) for way in self._ways]
        spread = Counter(gram for grams in counted for gram in grams)
        total = max(1, len(counted))
        self._weight = {gram: 1 + math.log(total / n) for gram, n in spread.items()}
        self._unknown = 1 + math.log(total)
        self._postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for i, grams in enumerate(counted):
            weighted = {gram: self._weight[gram] * (1 + math.log(n)) for gram, n in grams.items()}
            norm = math.sqrt(sum(w * w for w in weighted.values())) or 1.0
            for gram, w in weighted.items():
                self._postings[gram].append((i, w / norm))

    def __len__(self) -> int:
        return len(self._ways)

    def match(self, message: str) -> Match:
        """Return the best entry for a message as typed."""
        text = normalise(message)
        if text in self._exact:
            # The shop wrote these very words: nothing is left to weigh.
            entry = self._exact[text]
            others = [s for s in self._scores(text) if s.entry != entry]
            return Match(Scored(entry, 1.0), others[0] if others else None, True, "asked in the FAQ's own words")
        scores = self._scores(text)
        if not scores:
            return Match(None, None, False, "nothing in the FAQ is like it")
        best = scores[0]
        runner_up = scores[1] if len(scores) > 1 else None
        sure, why = self._judge(text, best, runner_up)
        return Match(best, runner_up, sure, why)

    def _judge(self, text: str, best: Scored, runner_up: Scored | None) -> tuple[bool, str]:
        needed = SURE + SHORT_STEP * max(0, LONG_ENOUGH - len(text))
        if best.score < needed:
            return False, "no entry is surely like it"
        if runner_up is not None and best.score - runner_up.score < MARGIN:
            return (
                False,
                "two entries fit about as well",
            )
        clash = self._clash(text, best.entry)
        return (False, clash) if clash else (True, "like the FAQ's question")

    def _clash(self, text: str, entry: str) -> str:
        """Say what sets a message apart from an entry it resembles: 能退 / 不能退, 3号 / 5号."""
        near = [way for way in self._by_entry[entry] if fuzz.ratio(way.text, text) >= 60]
        numbers, negated, which = _numbers(text), _negated(text), bool(_WHICH_ONE.search(text))
        if near and all(_numbers_clash(numbers, which, way) for way in near):
            return "the numbers differ"
        if near and all(way.negated != negated for way in near):
            return "one of the two is negated"
        return ""

    def _scores(self, text: str) -> list[Scored]:
        """Score the nearest entries, best first."""
        best: dict[str, float] = {}
        for i, cosine in self._nearest(text):
            way = self._ways[i]
            ratio = fuzz.ratio(text, way.text) / 100
            score = 0.5 * cosine + 0.5 * ratio
            if score > best.get(way.entry, 0.0):
                best[way.entry] = score
        ranked = sorted(best.items(), key=lambda item: (-item[1], item[0]))
        return [Scored(entry, round(score, 4)) for entry, score in ranked]

    def _nearest(self, text: str) -> Iterable[tuple[int, float]]:
        sums: dict[int, float] = defaultdict(float)
        square = 0.0
        for gram, n in _grams(text).items():
            # Grams the FAQ never uses stay in the norm: unknown words make a message less like it.
            weight = self._weight.get(gram, self._unknown) * (1 + math.log(n))
            square += weight * weight
            for i, other in self._postings.get(gram, ()):
                sums[i] += weight * other
        norm = math.sqrt(square) or 1.0
        top = sorted(sums.items(), key=lambda item: -item[1])[:CANDIDATES]
        return [(i, total / norm) for i, total in top]


def _numbers(text: str) -> frozenset[str]:
    return frozenset(_NUMBER.findall(text))


def _numbers_clash(numbers: frozenset[str], which: bool, way: _Way) -> bool:
    """Two different numbers clash; a number on one side only does when it says which product."""
    if numbers and way.numbers:
        return numbers != way.numbers
    return which if numbers else bool(way.numbers and _WHICH_ONE.search(way.text))


def _negated(text: str) -> bool:
    return len(_NEGATION.findall(_NOT_NEGATION.sub("", text))) % 2 == 1


def collisions(faq: Faq, matcher: Matcher) -> Mapping[tuple[str, str], str]:
    """Return phrasings of one entry that stand in another one too: (entry, phrasing) → the one that wins."""
    found: dict[tuple[str, str], str] = {}
    for entry in faq.entries.values():
        for way in entry.ways:
            match = matcher.match(way)
            if match.best is not None and match.best.entry != entry.id:
                found[entry.id, way] = match.best.entry
    return found
