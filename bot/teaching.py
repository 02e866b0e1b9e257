"""A case as a draft for the FAQ: who asked in which words, what a person of the shop answered, when it holds.

Nothing is invented. A phrasing is what a viewer typed, without names and personal data; an answer is what a person
wrote. What the bot itself had offered is no answer to learn from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.catalog import Catalog
from bot.escalation import UNSURE, Escalation, StaffReply
from bot.escalation.mentions import uncorrected
from bot.faq.alike import most_central
from bot.faq.entries import Entry, Faq, Phrasing
from bot.faq.learn import LIKELY, WRITTEN, fits_a_file
from bot.faq.match import Matcher
from bot.guard import personal_data
from bot.messages import Scored
from bot.product_questions.which import products_named
from bot.text import normalise

MOST_ALIKE, NEARLY = 3, 0.3
"""Entries that are shown as asking nearly the same, and from which score on."""
SHORTEST_NAME = 2
"""A name shorter than this would be cut out of ordinary words."""

_CALLED = re.compile(r"[@＠]\S{1,30}\s*")
_TWO_COMMAS = re.compile(r"([,，])\s*[,，]")
_EDGES = " ,，、:：!！~～。;；"
_SHOWN = re.compile(
    r"[这那](?:个|款|件|条|双|瓶|支|盒|套|种|只|台|把|副|顶|包|罐|块|张|本|里面|上面)|手里|手上|身上|现在讲的"
    r"|\b(?:this|that|these|it|its)\b",
    re.IGNORECASE,
)
_TODAY = re.compile(
    r"今天|今晚|今日|当天|当晚|本场|这场|直播间专享|限时|\b(?:today|tonight|this (?:show|evening))\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a case would teach."""

    question: str
    phrasings: tuple[str, ...]
    answer: str
    """Empty where nobody of the shop has written one: the host said it, or staff sent the bot's own draft."""
    products: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    left_out: int = 0
    """Wordings that cannot stand in a file: personal data, too long, or no plain text."""

    @property
    def ways(self) -> tuple[str, ...]:
        """The question and the other ways of asking it."""
        return (self.question, *self.phrasings) if self.question else ()

    def entry(self) -> Entry:
        """Return it as an entry; its id follows from its question."""
        return Entry(
            id="", question=self.question, answer=self.answer,
            phrasings=tuple(Phrasing(way, 0) for way in self.phrasings),
            products=self.products, valid_from=self.valid_from, valid_to=self.valid_to,
        )  # fmt: skip


def lesson_of(case: Escalation, catalog: Catalog, on_screen: str | None, today: date) -> Lesson:
    """Return what a case would teach."""
    names = [asker.viewer.name for asker in case.askers]
    first: dict[str, str] = {}
    for asker in case.askers:  # what a viewer says later in a case may be anything
        first.setdefault(asker.viewer.id, asker.text)
    cleaned = [without_names(text, names) for text in first.values()]
    usable = [text for text in cleaned if not personal_data(text) and fits_a_file(text)]
    texts: dict[str, str] = {}
    for text in usable:
        if plain := normalise(text):
            texts.setdefault(plain, text)
    plain_texts = list(texts)
    weights = [sum(normalise(text) == plain for text in usable) for plain in plain_texts]
    central = plain_texts[most_central(plain_texts, weights)] if plain_texts else ""
    ways = [text for plain, text in texts.items() if plain != central]
    answer = _answer(case, names)
    return Lesson(
        question=texts.get(central, ""),
        phrasings=tuple(ways[: WRITTEN - 1]),
        answer=answer,
        products=_products([*texts.values(), answer], catalog, on_screen),
        valid_from=today,
        valid_to=today if _TODAY.search(answer) else None,
        left_out=len(cleaned) - len(usable),
    )


def without_names(text: str, names: Iterable[str]) -> str:
    """Return a line without whom it calls and without the names of those who asked."""
    before, text = text, _CALLED.sub("", text)
    for name in sorted({name for name in names if len(name) >= SHORTEST_NAME}, key=len, reverse=True):
        latin = name.isascii()
        found = rf"\b{re.escape(name)}\b" if latin else re.escape(name)
        text = re.sub(found, "", text, flags=re.IGNORECASE)
    if text != before:
        text = _TWO_COMMAS.sub(r"\1", text).lstrip(_EDGES)
    return " ".join(text.split())


def _answer(case: Escalation, names: Sequence[str]) -> str:
    """Return what staff said last and what stands: not what was corrected, taken back, or the bot's own draft."""
    corrected = {reply.corrects for reply in case.replies if reply.corrects}
    for reply in reversed(case.replies):
        if reply.mark in corrected or not _left(reply):
            continue
        text = without_names(uncorrected(reply.text), names)
        return "" if personal_data(text) or normalise(text) == normalise(case.draft) else text
    return ""


def _left(reply: StaffReply) -> bool:
    return reply.state not in (*UNSURE, "withdrawn")


def _products(texts: Sequence[str], catalog: Catalog, on_screen: str | None) -> tuple[str, ...]:
    """Return the products a case is about: those it names, else the one shown where it points at something."""
    named = dict.fromkeys(sku for text in texts for sku in products_named(text, catalog))
    if named:
        return tuple(named)
    return (on_screen,) if on_screen is not None and any(_SHOWN.search(text) for text in texts) else ()


# what the FAQ has already


def alike(lesson: Lesson, matcher: Matcher, faq: Faq) -> tuple[Scored, ...]:
    """Return the entries that ask nearly the same, the likest first."""
    scores: dict[str, float] = {}
    for way in lesson.ways:
        for one in matcher.match(way).ranked:
            if one.entry in faq.entries and one.score >= NEARLY:
                scores[one.entry] = max(scores.get(one.entry, 0.0), one.score)
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Scored(entry, score) for entry, score in ranked[:MOST_ALIKE])


def is_likely(found: Sequence[Scored]) -> bool:
    """Return whether the likest entry is probably the one that is meant."""
    return bool(found) and found[0].score >= LIKELY


def added_to(entry: Entry, lesson: Lesson) -> Entry:
    """Return an entry with the lesson's ways of asking added to its own; its answer stays."""
    known = {normalise(way) for way in entry.ways}
    new = [way for way in lesson.ways if normalise(way) not in known]
    return replace(entry, phrasings=(*entry.phrasings, *(Phrasing(way, 0) for way in new)))
