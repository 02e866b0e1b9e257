"""Asking back: "did you mean A or B?", once, and reading what the viewer says to that."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from rapidfuzz import fuzz

from bot import reasons
from bot.catalog import Product
from bot.catalog.entries import ProductEntry, products_in
from bot.faq.entries import Entry
from bot.faq.match import Match
from bot.faq.traps import Trap, clash
from bot.knowledge import Knowledge
from bot.messages import Clarify
from bot.product_questions.names import named_products
from bot.product_questions.which import products_named
from bot.text import Language, language_of, looks_like_question, normalise

ANSWERED_WITHIN = timedelta(seconds=90)
"""Later a "1" means something else."""
ONCE_IN = timedelta(minutes=10)
"""A viewer is asked back once in this time: two questions in a row help nobody."""
TORN = 4
"""How many times as likely as the second the first entry may be for the viewer to be asked."""
LONGEST_OPTION = 40
LONGEST_NAME = 24
AS_WRITTEN = 85
"""Letters in common (of 100) from which on a line repeats one of an entry's phrasings."""

_CHOICES = (
    re.compile(
        r"(?:第?1个?|第?一个?|1号|a|前(?:一个|面的?|面那个|者)|(?:the )?(?:first|1)(?: (?:one|1))?"
        r"|(?:option|number) ?(?:1|one)|one)"
    ),
    re.compile(
        r"(?:第?[2两]个?|第?二个?|2号|b|后(?:一个|面的?|面那个|者)|(?:the )?(?:second|2)(?: (?:one|1))?"
        r"|(?:option|number) ?(?:2|two)|two)"
    ),
)
_TAIL = re.compile("(?:吧|的|那个|问题|谢谢)+$")
_NEITHER = re.compile(r"都不是|都不对|不是|没有|neither|none(?: of (?:them|these))?|no|nope|其他|别的")
_BOTH = re.compile(r"(?:两个?)?都(?:要|是|问|想问)|(?:1|一)(?:和|跟)(?:2|二)|both|1 and 2")


def ask_back(match: Match, language: Language, knowledge: Knowledge) -> Clarify | None:
    """Return the question that tells two entries apart; None when it would not help."""
    if match.rivals is None or match.rivals[0].score > TORN * match.rivals[1].score:
        return None
    entries = [knowledge.faq.entries[scored.entry] for scored in match.rivals]
    if not all(entry.answer for entry in entries):
        return None  # what is not the FAQ's to answer is not offered
    asked = [_asked(entry, language) for entry in entries]
    if len(set(asked)) < 2 or any(language_of(one) != language for one in asked):
        return None
    one, two = asked
    text = (
        f"想问的是哪一个？1. {one} 2. {two}（回复 1 或 2 就好）"
        if language == "zh"
        else f"Which one do you mean? 1. {one} 2. {two} (just say 1 or 2)"
    )
    return Clarify(text, tuple(entry.id for entry in entries), reasons.TWO_FIT, match.best, match.runner_up)


def _asked(entry: Entry, language: Language) -> str:
    """Return an entry's question in the viewer's language, where it has one, without its question mark."""
    words = next((way for way in entry.ways if language_of(way) == language), entry.question)
    return " ".join(words.split())[:LONGEST_OPTION].rstrip("?？。. ")


def read_choice(text: str, options: Sequence[str], knowledge: Knowledge) -> tuple[str, ...] | None:
    """Return the entries a viewer chose, none for "neither"; None when it is no answer to what was asked."""
    plain = _TAIL.sub("", normalise(text))
    if _BOTH.fullmatch(plain):
        return tuple(options)
    for option, pattern in zip(options, _CHOICES, strict=False):
        if pattern.fullmatch(plain):
            return (option,)
    if _NEITHER.fullmatch(plain):
        return ()
    if any(ProductEntry.of(option) for option in options):
        return _product_said(text, options, knowledge)
    if not 2 <= len(plain) <= LONGEST_OPTION or named_products(text, knowledge.catalog):
        return None
    # In words: what is said must be all there in one of the two, and not in the other.
    said = [option for option in options if option in knowledge.faq.entries and _says(plain, knowledge, option)]
    return (said[0],) if len(said) == 1 else None


def _product_said(text: str, options: Sequence[str], knowledge: Knowledge) -> tuple[str, ...] | None:
    """Return the product whose name a viewer says where two were offered, if they say no more than that."""
    named = set(products_named(text, knowledge.catalog))
    said = [option for option in options if not named.isdisjoint(products_in([option]))]
    plain = _TAIL.sub("", normalise(text))
    if not said and len(plain) > 1:
        # "厨房的" is enough where only one of the two has it in its name.
        said = [option for option in options for sku in products_in([option])
                if sku in knowledge.catalog and _is_called(plain, knowledge.catalog[sku])]  # fmt: skip
    alone = len(normalise(text)) <= LONGEST_NAME and not looks_like_question(text)
    return (said[0],) if len(said) == 1 and alone else None


def _is_called(plain: str, product: Product) -> bool:
    return any(plain in name for name in (product.names.title, *product.names.tags, *product.called.nicknames))


def _says(plain: str, knowledge: Knowledge, option: str) -> bool:
    ways = [normalise(way) for way in knowledge.faq.entries[option].ways]
    return any(
        plain in way or (fuzz.ratio(plain, way) >= AS_WRITTEN and not clash(Trap.of(plain), [Trap.of(way)]))
        for way in ways
    )
