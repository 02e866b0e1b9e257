"""What may be wrong with an FAQ although every file of it can be read: said before the show, not in it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.catalog import Catalog
from bot.faq.amounts import amounts
from bot.faq.entries import Entry, Faq, variables
from bot.faq.hidden import Hidden, hidden, ways_of
from bot.faq.match import Matcher
from bot.faq.overlaps import contradictions, lost_phrasings, near_duplicates, over, same_words, warning
from bot.guard import Guard, Words
from bot.problems import Problem
from bot.text import language_of

SOON = timedelta(days=3)
FEW = 5
"""Ways of asking, the question included, from which on the matcher is sure far more often."""
ENOUGH_TO_TELL = 3
"""With fewer ways of asking, that none finds the others says nothing."""
NAMED = 8
"""Entries that a summary names; it counts the rest."""
LANGUAGES = {"zh": "Chinese", "en": "English"}


@dataclass(frozen=True, slots=True)
class Line:
    """How much one line of a platform takes."""

    room: str
    longest: int
    in_bytes: bool = False
    cuts: bool = True
    """Whether what is longer goes out as several lines; otherwise it is refused."""


@dataclass(frozen=True, slots=True)
class Shop:
    """What a shop's FAQ must fit."""

    catalog: Catalog
    today: date
    languages: Sequence[str] = ()
    scenes: Collection[str] = ()
    """Names of the scenes that rooms play."""
    lines: Collection[Line] = ()
    names: int = 0
    """Room that a viewer's name takes in front of an answer."""
    words: Words = field(default_factory=Words)
    """What the shop forbids and allows beside the law."""


def look_over(faq: Faq, matcher: Matcher, shop: Shop) -> Mapping[str, list[Problem]]:
    """Look for everything this module knows; the problems by what they have in common, in words."""
    asked = hidden(faq, matcher)
    products = {name for p in shop.catalog.values() for name in (p.names.title, *p.names.tags) if len(name) > 1}
    found = {
        "answers with signs of the file in them": misread(faq),
        "answers that may not be said": unsayable(faq, Guard.of(shop.catalog, shop.words)),
        "answers that contradict each other": contradictions(faq, asked, shop.today, products),
        "prices that are not the catalogue's": other_prices(faq, shop.catalog),
        "the same words in two entries": same_words(faq),
        "two entries that ask almost the same": near_duplicates(asked, products),
        "phrasings that another entry would win": lost_phrasings(faq, asked),
        "out of date": out_of_date(faq, shop.today),
        "values the catalogue does not have": unfilled(faq, shop.catalog),
        "too long for a room": too_long(faq, shop),
        "scenes that no room plays": unknown_scenes(faq, shop.scenes),
        "a language left out": missing_languages(faq, shop.languages),
        "too few ways of asking": few_phrasings(faq),
        "found by nothing but their exact words": never_found(faq, asked),
    }
    return {kind: problems for kind, problems in found.items() if problems}


def other_prices(faq: Faq, catalog: Catalog) -> list[Problem]:
    """Find answers about one product that write a price themselves, and another one than the catalogue's."""
    found: list[Problem] = []
    for entry in faq.entries.values():
        product = catalog.get(entry.products[0]) if len(entry.products) == 1 else None
        if product is None or product.price is None:
            continue
        for amount in (amount for wording in entry.wordings for amount in amounts(wording)):
            if (amount.unit, amount.about) == ("amount", "the price") and amount.low != float(product.price):
                what = f'"{entry.question}" says {amount.written}; the catalogue says {product.price_text}.'
                fix = f"Write {{price:{product.sku}}}: it is filled in when the answer is sent."
                found.append(warning(entry.path, entry.answer_line, what, fix))
    return found


def out_of_date(faq: Faq, today: date) -> list[Problem]:
    """Find entries that have run out or soon will."""
    found: list[Problem] = []
    for entry in faq.entries.values():
        if over(entry, today):
            what, fix = f'"{entry.question}" ran out on {entry.valid_to}.', "Set a new valid: or delete the entry."
            found.append(warning(entry.path, entry.line, what, fix))
        elif entry.valid_to is not None and entry.valid_to <= today + SOON:
            what, fix = f'"{entry.question}" runs out on {entry.valid_to}.', "Set a new valid: if it still holds."
            found.append(warning(entry.path, entry.line, what, fix))
    return found


def too_long(faq: Faq, shop: Shop) -> list[Problem]:
    """Find answers that do not fit into one line of a room once a viewer's name stands in front."""
    found: list[Problem] = []
    for entry in faq.entries.values():
        for wording in entry.wordings:
            text = _filled_long(wording, shop.catalog)
            for line in shop.lines:
                size = (len(text.encode()) if line.in_bytes else len(text)) + shop.names
                if size > line.longest:
                    over = "goes out in several lines" if line.cuts else "is refused"
                    unit = "bytes (a Chinese character is 3)" if line.in_bytes else "characters"
                    what = f'"{entry.question}": with a name it has {size} {unit} and {over} in {line.room}.'
                    fix = f"Say it in {line.longest - shop.names} or fewer."
                    found.append(warning(entry.path, entry.answer_line, what, fix))
                    break
    return found


def _filled_long(wording: str, catalog: Catalog) -> str:
    """Fill in the longest that each variable may become."""
    longest = max((len(product.title) for product in catalog.values()), default=20)
    for written, variable in variables(wording):
        if variable is not None:
            product = catalog.get(variable.sku)
            title = product.title if product is not None else "字" * longest
            wording = wording.replace(written, title if variable.field == "title" else "¥999.99")
    return wording


def unfilled(faq: Faq, catalog: Catalog) -> list[Problem]:
    """Find variables that the catalogue knows and has no value for: such an answer is never sent."""
    found: list[Problem] = []
    for entry in faq.entries.values():
        for written, variable in (pair for wording in entry.wordings for pair in variables(wording)):
            product = catalog.get(variable.sku) if variable is not None else None
            if variable is None or product is None:
                continue
            missing = {
                "price": "has no price" if not product.price_text else "",
                "stock": "has no stock left"
                if product.stock == 0
                else "has no stock said"
                if product.stock is None
                else "",
                "link": "has no link number" if product.link_no is None else "",
            }.get(variable.field, "")
            if missing:
                what = f"{written}: {product.sku} {missing}, so this answer is not sent and staff get the question."
                fix = "Fill it in in the catalogue, or word the answer without it."
                found.append(warning(entry.path, entry.answer_line, what, fix))
    return found


_NO_ANSWER = re.compile(
    r"<!-|-->|^\s*(?:[－—–•·＊]\s*|[-*+](?=\S))[^\W\d_]"
    r"|^(?:then|valid|products|lang|scene|mode)\s*[:：]\s*\S",
    re.IGNORECASE,
)
"""What nobody says in a room: a list or a key with a sign that was mistyped, and would be read aloud."""


def misread(faq: Faq) -> list[Problem]:
    """Find phrasings and keys that became part of an answer because a sign was mistyped."""
    fix = 'Phrasings begin with "- " (a blank after the dash), keys stand between <!-- and -->.'
    return [
        warning(
            entry.path, line, f'the answer has "{sign.group().strip()[:20]}" in it, as phrasings or keys do.', fix
        )
        for entry in faq.entries.values()
        for wording, line in zip(entry.wordings, entry.wording_lines, strict=True)
        if (sign := _NO_ANSWER.search(wording))
    ]


def unsayable(faq: Faq, guard: Guard) -> list[Problem]:
    """Find answers that the guard would stop, in any of their wordings, with a wording that would pass."""
    found: list[Problem] = []
    for entry in faq.entries.values():
        for wording, line in zip(entry.wordings, entry.wording_lines, strict=True):
            verdict = guard.verdict(wording)
            if not verdict.allowed:
                what = f"the guard would stop this answer: {'; '.join(verdict.reasons)}."
                fix = f"This may be said: {verdict.rewrite}" if verdict.rewrite else "Word it otherwise."
                found.append(Problem(entry.path, line, what, fix))
    return found


def missing_languages(faq: Faq, languages: Sequence[str]) -> list[Problem]:
    """Find files that serve viewers of one language only in part, and languages the whole FAQ leaves out."""
    files: dict[str, list[Entry]] = defaultdict(list)
    for entry in faq.entries.values():
        files[entry.path].append(entry)
    spoken = {entry.id: {language_of(way.text) for way in ways_of(entry)} for entry in faq.entries.values()}
    found: list[Problem] = []
    for language in languages:
        name = LANGUAGES.get(language, language)
        for path, entries in files.items():
            lacking = [entry for entry in entries if language not in spoken[entry.id]]
            # A file in one language throughout was meant so.
            if lacking and 2 * len(lacking) <= len(entries):
                what = f"{_some(lacking)} cannot be asked in {name}, as the file's others can."
                found.append(warning(path, lacking[0].line, what, f"Add a phrasing in {name}."))
        if len(languages) > 1 and faq.entries and not any(language in said for said in spoken.values()):
            what = f"shop.languages names {name}, but no entry can be asked in it."
            first = next(iter(faq.entries.values()))
            found.append(warning(first.path, 0, what, f"Add phrasings in {name}, or take it out of shop.languages."))
    return found


def few_phrasings(faq: Faq) -> list[Problem]:
    """Find files with entries that have too few ways of asking; one warning a file."""
    few: dict[str, list[Entry]] = defaultdict(list)
    for variants in faq.topics.values():
        if len({way.plain for entry in variants for way in ways_of(entry)}) < FEW:
            few[variants[0].path].append(variants[0])
    fix = "Add ways of asking as viewers type them: the bot is sure far more often with five or more."
    return [
        warning(path, entries[0].line, f"fewer than {FEW} ways of asking: {_some(entries)}.", fix)
        for path, entries in few.items()
    ]


def never_found(faq: Faq, asked: Sequence[Hidden]) -> list[Problem]:
    """Find answers that only their own exact words would find; one warning a file."""
    heard, own = Counter(one.topic for one in asked), Counter(one.topic for one in asked if one.winner == one.topic)
    lonely: dict[str, list[Entry]] = defaultdict(list)
    for topic, variants in faq.topics.items():
        if variants[0].answer and heard[topic] >= ENOUGH_TO_TELL and not own[topic]:
            lonely[variants[0].path].append(variants[0])
    what = "found only by its exact words, as no phrasing leads to another"
    fix = "Add phrasings that share words with each other."
    return [warning(path, entries[0].line, f"{what}: {_some(entries)}.", fix) for path, entries in lonely.items()]


def unknown_scenes(faq: Faq, scenes: Collection[str]) -> list[Problem]:
    """Find entries for a scene that no room ever plays."""
    return [
        warning(entry.path, entry.line, f'scene is "{entry.scene}", which no room plays; the entry never answers.',
                 "Correct the name, or take the line out.")
        for entry in faq.entries.values()
        if entry.scene and entry.scene not in scenes
    ]  # fmt: skip


def _some(entries: Sequence[Entry]) -> str:
    named = ", ".join(entry.id for entry in entries[:NAMED])
    return named if len(entries) <= NAMED else f"{named} and {len(entries) - NAMED} more"
