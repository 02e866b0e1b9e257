"""The guard: the one place every outgoing text passes, whoever wrote it.

It refuses what may not be said in public: claims the law forbids, personal data, what would tell the room about a
person, links, contacts and offers that are not the catalogue's, and words the shop forbids. Each refusal names its
rule, where that is written, and offers another wording.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.catalog import Catalog, Product
from bot.guard.claims import claims
from bot.guard.contacts import contacts
from bot.guard.offers import foreign
from bot.guard.personal import masked, personal_data, pieces
from bot.guard.privacy import private
from bot.guard.reading import LONGEST, read, tight
from bot.guard.regulated import unapproved
from bot.guard.rewriting import rewrite
from bot.guard.rules import RULES, Author, Finding
from bot.guard.words import Words, parse_words
from bot.languages import Both

__all__ = [
    "RULES", "Author", "Finding", "Guard", "Verdict", "Words", "check", "claims", "masked", "parse_words", "personal_data",
]  # fmt: skip

# A comment of the FAQ's file whose sign was mistyped must not be read aloud.
_MARKUP = re.compile(r"<!-|-->")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the guard says of a text."""

    text: str
    by: Author
    findings: tuple[Finding, ...] = ()
    rewrite: str = ""
    """Wording that passes; empty where the text passes, or where little of it would be left."""

    @property
    def allowed(self) -> bool:
        """Whether it may be said."""
        return not self.findings

    @property
    def rules(self) -> tuple[str, ...]:
        """The ids of the rules it breaks, each once."""
        return tuple(dict.fromkeys(one.rule for one in self.findings))

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it may not be said, in words staff understand."""
        return self.told("en")

    @property
    def why(self) -> Both:
        """All reasons on one line."""
        return Both("; ".join(self.told("en")), "；".join(self.told("zh")))

    def told(self, language: str) -> tuple[str, ...]:
        """Return why it may not be said, in the language of who reads it."""
        return tuple(one.told(language) for one in self.findings)


@dataclass(frozen=True, slots=True)
class Guard:
    """What may be said in the rooms of one shop."""

    links: Collection[str] = ()
    """Addresses that are the shop's own."""
    words: Words = field(default_factory=Words)
    products: Mapping[str, Product] = field(default_factory=dict)

    @classmethod
    def of(cls, catalog: Catalog, words: Words) -> Guard:
        """Return the guard of a shop with this catalogue and these words."""
        return cls(catalog.links, words, catalog)

    def check(self, text: str, by: Author = "shop", about: Sequence[Product] = ()) -> list[Finding]:
        """Return every reason why a text may not be said; `about` are the products a program's sentence may name."""
        reading = read(text)
        close = tight(reading)
        found = [
            *_personal(text),
            *claims(text),
            *private(text, close),
            *contacts(text, reading, self.links),
            *self.words.found_in(text, close),
            *_signs(text),
        ]
        if by in ("template", "model"):
            found += foreign(text, about, self.products)
        if by == "model":
            found += [one for product in about for one in unapproved(text, product)]
        return _each_once(text, self.words.without_allowed(close, found))

    def verdict(self, text: str, by: Author = "shop", about: Sequence[Product] = ()) -> Verdict:
        """Return whether a text may be said, and otherwise a wording that may."""
        found = self.check(text, by, about)
        better = rewrite(text, found, lambda other: self.check(other, by, about)) if found else ""
        return Verdict(text, by, tuple(found), better)


def check(text: str, links: Iterable[str] = ()) -> list[Finding]:
    """Return every reason why a text may not be said, whoever's shop it is; `links` are the shop's own addresses."""
    return Guard(frozenset(links)).check(text)


def _personal(text: str) -> Iterator[Finding]:
    for piece in pieces(text):
        # The finding is shown and kept: it must not repeat what it found.
        yield Finding("personal-data", text[piece.start : piece.end][:3] + "…", piece.start, piece.end)


def _signs(text: str) -> Iterator[Finding]:
    if len(text) > LONGEST:
        yield Finding("control", "longer than anything said in a room", LONGEST, len(text), "")
    for match in _MARKUP.finditer(text):
        yield Finding("control", match.group(), match.start(), match.end(), " ")
    for place, char in enumerate(text):
        if unicodedata.category(char) == "Cc":
            yield Finding("control", "line break or control character", place, place + 1, " ")


def _each_once(text: str, found: list[Finding]) -> list[Finding]:
    """Return the findings in the order of the text; those of one rule that overlap are one."""
    kept: list[Finding] = []
    for one in sorted(found, key=lambda one: (one.rule, one.start, -one.end)):
        last = kept[-1] if kept and kept[-1].rule == one.rule else None
        if last is None or one.start >= last.end:
            kept.append(one)
        elif one.end > last.end:
            # The later words say what it is about: of 全网最 and 最好用 the second has another wording.
            kept[-1] = replace(last, what=text[last.start : one.end], end=one.end, instead=one.instead)
    return sorted(kept, key=lambda one: (one.start, one.end, one.rule))
