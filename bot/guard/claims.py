"""Claims that the law forbids: found in a text however they are spelled, unless somebody denies or asks."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from bot.guard import claims_absolute, claims_body, claims_english, claims_medical, claims_selling
from bot.guard.borders import across_a_border
from bot.guard.disguises import undisguised
from bot.guard.other_talk import is_about_others
from bot.guard.phrases import Phrase
from bot.guard.reading import Reading, read, tight
from bot.guard.rules import Finding
from bot.guard.standing import is_no_claim

_CHINESE = (*claims_absolute.PHRASES, *claims_selling.PHRASES, *claims_medical.PHRASES, *claims_body.PHRASES)
_ENGLISH = claims_english.PHRASES
_ENGLISH_WORD = re.compile(r"[a-z]{3}|#\s?1")


@functools.lru_cache(maxsize=4_000)  # an answer is said again and again
def claims(text: str) -> tuple[Finding, ...]:
    """Return the claims in a text, in the order of their rules."""
    reading = read(text)
    found: list[Finding] = []
    if not reading.text.isascii():
        found += _found(text, undisguised(tight(reading)), _CHINESE)
    if _ENGLISH_WORD.search(reading.text):
        found += _found(text, reading, _ENGLISH)
    return tuple(found)


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
