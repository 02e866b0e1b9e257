"""Claims that the law forbids: found in a text however they are worded, unless somebody denies or asks.

Two readers look for them. Patterns know the usual wordings and what may be said instead; `likeness` was taught by
labelled sentences and sees wordings that no pattern foresaw. It also overrules a pattern that found its words in talk that is nothing like a claim.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.guard import claims_absolute, claims_body, claims_english, claims_medical, claims_selling
from bot.guard.borders import across_a_border
from bot.guard.disguises import undisguised
from bot.guard.likeness import CLAIMS, rule_of
from bot.guard.other_talk import is_about_others
from bot.guard.phrases import Phrase
from bot.guard.reading import Reading, read, tight
from bot.guard.rules import Finding
from bot.guard.standing import CLAUSE_END, SENTENCE_END, is_no_claim
from bot.text.likeness import kinds_of

_CHINESE = (*claims_absolute.PHRASES, *claims_selling.PHRASES, *claims_medical.PHRASES, *claims_body.PHRASES)
_ENGLISH = claims_english.PHRASES
_ENGLISH_WORD = re.compile(r"[a-z]{3}|#\s?1")

LIKE, CLAUSE_LIKE = 0.6, 1.0
"""How like a claim a sentence, or one clause of a long one, has to be to be stopped without a pattern."""
UNLIKE = 0.0
"""What is less like a claim than this is none, even where a pattern finds its words."""
QUITE_UNLIKE = -0.3
"""A sentence and a clause less like a claim than this, and of nothing the shop sells, are none, whatever the words that a pattern found are by themselves."""
_PRICE = re.compile("[价低]|便宜")
FAR = -0.8
"""A short sentence less like a claim than this is not looked at any further."""
_STRONG = re.compile(
    "全[网国球世]|第[一1]|最[低便好优强先顶高大佳]|顶[级尖]|唯一|独一|国家级|史上|根治|治[愈疗]|抗癌|100%|guarantee|cure|best|cheapest|number one"
)
"""Words that are always looked at, whatever they stand in: a product's title is said in the plainest sentence."""
_TOGETHER = 40
"""Characters up to which short sentences are weighed together: 毛孔？用完就看不见了."""
_SHORTEST_CLAUSE, _SHORTEST = 6, 8
"""A clause, and a sentence, of fewer characters say too little to be weighed."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A sentence, or a clause, and how like a claim it is."""

    start: int
    end: int
    likeness: float

    @property
    def is_short(self) -> bool:
        """Whether it says too little to be told from a claim: 最便宜."""
        return self.end - self.start < _SHORTEST

    @property
    def is_long(self) -> bool:
        """Whether a claim may hide in it among much that is none."""
        return self.end - self.start > _TOGETHER


@functools.lru_cache(maxsize=4_000)  # an answer is said again and again
def claims(text: str) -> tuple[Finding, ...]:
    """Return the claims in a text, in the order of their rules."""
    reading = read(text)
    close = reading if reading.text.isascii() else undisguised(tight(reading))
    parts = tuple(_parts(close.text))
    if not _STRONG.search(close.text) and all(
        part.likeness < FAR and not part.is_short and not part.is_long for part in parts
    ):
        return ()
    found: list[Finding] = []
    if not reading.text.isascii():
        found += _found(text, close, _CHINESE)
    if _ENGLISH_WORD.search(reading.text):
        found += _found(text, reading, _ENGLISH)
    found = [one for one in found if _is_like(one, close, parts)]
    return (*found, *_like_claims(text, close, parts, found))


def _found(text: str, reading: Reading, phrases: tuple[Phrase, ...]) -> Iterator[Finding]:
    for phrase in phrases:
        for match in phrase.found.finditer(reading.text):
            start, end = match.span()
            if start == end or _passes(reading.text, start, end, phrase):
                continue
            first, last = reading.span(start, end)
            instead = match.expand(phrase.instead) if phrase.instead is not None else None
            yield Finding(phrase.rule, text[first:last], first, last, instead)


def _passes(text: str, start: int, end: int, phrase: Phrase) -> bool:
    """Return whether the words are there and claim nothing."""
    if across_a_border(text, start, end) or is_about_others(text, start, end, phrase.rule):
        return True
    return not phrase.stands and is_no_claim(text, start, end, phrase.rule)


def _parts(text: str) -> Iterator[_Part]:
    """Split a folded text into sentences and weigh them; short ones stay together."""
    first = 0
    ends = [match.end() for match in SENTENCE_END.finditer(text)]
    for end, next_ in zip([*ends, len(text)], [*ends[1:], len(text), len(text)], strict=False):
        if end > first and (next_ - first > _TOGETHER or end == len(text)):
            yield _Part(first, end, CLAIMS.of(text[first:end]))
            first = end


def _clauses(text: str, part: _Part) -> Iterator[_Part]:
    first = part.start
    for end in (*(mark.start() for mark in CLAUSE_END.finditer(text, part.start, part.end)), part.end):
        if end - first >= _SHORTEST_CLAUSE:
            yield _Part(first, end, CLAIMS.of(text[first:end]))
        first = end + 1


def _is_like(found: Finding, close: Reading, parts: Sequence[_Part]) -> bool:
    """Return whether a finding's words are at all like a claim, or the sentence or clause that they stand in."""
    touched = [part for part in parts if _touches(part, close, found)]
    if not touched or any(part.is_short or part.likeness >= UNLIKE for part in touched):
        return True
    clauses = [clause for part in touched for clause in _clauses(close.text, part) if _touches(clause, close, found)]
    quite_unlike = all(part.likeness < QUITE_UNLIKE for part in (*touched, *clauses))
    if (
        quite_unlike
        and not _PRICE.search(found.what)
        and not any(_is_of_ours(close.text[part.start : part.end]) for part in touched)
    ):
        return False
    if CLAIMS.of(tight(read(found.what)).text) >= UNLIKE:
        return True
    return not clauses or any(clause.likeness >= UNLIKE for clause in clauses)


def _is_of_ours(text: str) -> bool:
    """Return whether a sentence names the shop, "this one" or any goods."""
    return not {"own", "goods"}.isdisjoint(kinds_of(text, CLAIMS.kinds))


def _touches(part: _Part, close: Reading, found: Finding) -> bool:
    start, end = close.span(part.start, part.end)
    return start < found.end and found.start < end


def _like_claims(text: str, close: Reading, parts: Sequence[_Part], found: Sequence[Finding]) -> Iterator[Finding]:
    """Return what is like a claim where no pattern found one."""
    for part in parts:
        if (part.likeness < LIKE and not part.is_long) or any(_touches(part, close, one) for one in found):
            continue
        worst = max(_clauses(close.text, part), key=lambda clause: clause.likeness, default=part)
        if part.likeness < LIKE and worst.likeness < CLAUSE_LIKE:
            continue
        rule = rule_of(close.text[part.start : part.end])
        start, end = worst.start, worst.end
        if is_about_others(close.text, start, end, rule) or is_no_claim(close.text, start, end, rule):
            continue
        first, last = close.span(start, end)
        yield Finding(rule, text[first:last], first, last)
