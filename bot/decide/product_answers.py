"""From a question about a product to what is said: the catalogue's word, a question back, or a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot import reasons
from bot.catalog.entries import ProductEntry, subject_of, wording_of
from bot.cues.trouble import sounds_like_trouble
from bot.decide.answering import deliver, draft_of, scene_of, shows_screen, to_person, unsaid
from bot.decide.asking_back import ONCE_IN
from bot.faq.entries import Entry
from bot.faq.match import Match
from bot.knowledge import Moment
from bot.memory import Turn
from bot.messages import JOIN, Answer, ChatMessage, Clarify, Decision, Outcome, Scored, Suggest
from bot.product_questions.asks import Ask
from bot.product_questions.facts import answer, named
from bot.product_questions.names import named_products
from bot.product_questions.reading import Reading, kinds_asked, read_question
from bot.product_questions.which import products_named
from bot.text import language_of, looks_like_question, normalise

SPOKEN_WITHIN = timedelta(minutes=3)
"""So long a viewer may go on about a product without naming it again."""
LONGEST_TOGETHER = 240
MOST_APART = 3
MOST_WAYS = 40
"""Ways of asking an entry that are looked at."""


def read(message: ChatMessage, at: Moment, before: Sequence[str] = ()) -> Reading | None:
    """Return what a message asks about products; `before` are those the same line has named already."""
    if sounds_like_trouble(message.text):
        return None
    spoken_of = tuple(before) or _spoken_of(message, at)
    return read_question(message.text, at.knowledge.catalog, at.memory.on_screen, spoken_of)


def questions_apart(message: ChatMessage, at: Moment) -> list[str]:
    """Return questions that only blanks set apart ("3号多少钱 几天发货"), where one of them is about a product."""
    pieces = message.text.split()
    if (
        not 2 <= len(pieces) <= MOST_APART
        or not all(map(looks_like_question, pieces))
        or read(message, at) is not None
    ):
        return []
    return pieces if any(read(replace(message, text=piece), at) is not None for piece in pieces) else []


def _spoken_of(message: ChatMessage, at: Moment) -> tuple[str, ...]:
    """Return the products this viewer spoke of last, a moment ago."""
    turn = at.memory.last_turn(message.viewer.id, SPOKEN_WITHIN, at.now)
    while turn is not None and at.now - turn.at < SPOKEN_WITHIN:
        if turn.message_id != message.id and (skus := _of_turn(turn, message.viewer.id, at)):
            return skus
        turn = turn.before
    return ()


def _of_turn(turn: Turn, viewer_id: str, at: Moment) -> tuple[str, ...]:
    if turn.about:
        return turn.about
    if turn.outcome is Outcome.SUGGEST:
        shown = at.memory.last_shown(viewer_id, SPOKEN_WITHIN, at.now)
        return (shown,) if shown is not None else ()
    return products_named(turn.text, at.knowledge.catalog)


def faq_knows_better(message: ChatMessage, reading: Reading, match: Match, at: Moment) -> bool:
    """Return whether what staff wrote about the same question comes before the catalogue."""
    if not match.sure or match.best is None:
        return False
    scene = scene_of(message, at)
    entry = at.knowledge.faq.answering(match.best.entry, scene) or at.knowledge.faq.variants(match.best.entry)[0]
    if entry.then:
        return entry.then != "model"
    if not reading.explicit:
        return True
    if any(shows_screen(wording) for wording in entry.wordings):
        return at.memory.on_screen in reading.skus
    if entry.products or _names_it(entry, reading, at):
        return _asks_the_same(message, entry, reading, at)
    # What holds for all products gives way to what is known of the one that is named.
    return _texts(message, reading, at) is None


def _names_it(entry: Entry, reading: Reading, at: Moment) -> bool:
    named_there = {sku for way in entry.ways for sku in named_products(way, at.knowledge.catalog)}
    return not named_there.isdisjoint(reading.skus)


def _asks_the_same(message: ChatMessage, entry: Entry, reading: Reading, at: Moment) -> bool:
    """Return whether an entry about this product asks what is asked: its price says nothing about its sizes."""
    kinds, plain = {ask.kind for ask in reading.asks}, normalise(message.text)
    for _, way in zip(range(MOST_WAYS), entry.ways, strict=False):
        if normalise(way) == plain:
            return True
        if kinds <= kinds_asked(way, at.knowledge.catalog):
            return True
    return False


def about_products(message: ChatMessage, reading: Reading, match: Match, at: Moment) -> Decision:
    """Answer from the catalogue what it knows; ask which product is meant, or hand the rest to a person."""
    asked = " and ".join(map(str, reading.asks))
    if reading.unknown is not None:
        entry = ProductEntry((f"#{reading.unknown}",), reading.asks[0].kind)
        reason = reasons.UNKNOWN_LINK.format(number=reading.unknown)
        return to_person(message, reason, "", match, at, _subject(entry, reading.asks))
    if not reading.skus and not reading.choices:
        return to_person(message, reasons.NO_PRODUCT.format(asks=asked), "", match, at)
    if reading.choices:
        return _which(message, reading, match, at)
    if any(ask.kind == "alternative" for ask in reading.asks):
        return Suggest(
            reasons.SOMETHING_LIKE.format(sku=reading.skus[0]), match.best, match.runner_up, reading.skus[0]
        )
    texts = _texts(message, reading, at)
    if texts is None:
        return _to_person(message, reading, match, at)
    language = language_of(message.text)
    entries = JOIN.join(str(ProductEntry(reading.skus, ask.kind)) for ask in reading.asks)
    text = " ".join(texts)
    if at.rules.unspoken:
        return unsaid(
            message, text, match, at, _subject(ProductEntry(reading.skus, reading.asks[0].kind), reading.asks)
        )
    if len(text) > LONGEST_TOGETHER:
        return to_person(message, reasons.TOO_LONG, text, match, at)
    said = Answer(
        entries, text, reasons.CATALOGUE_SAYS.format(how=reading.how, products=", ".join(reading.skus), asks=asked),
        Scored(entries, 1.0), match.best, None, JOIN.join(wording_of(language, ask.detail) for ask in reading.asks),
    )  # fmt: skip
    return deliver(message, said, [text], at)


def _texts(message: ChatMessage, reading: Reading, at: Moment) -> list[str] | None:
    """Return what the catalogue says to each thing that is asked; None unless it says something to all."""
    language = language_of(message.text)
    texts = [answer(reading.skus, ask, language, at.knowledge.catalog) for ask in reading.asks]
    known = [text for text in texts if text is not None]
    return known if known and len(known) == len(texts) else None


def _to_person(message: ChatMessage, reading: Reading, match: Match, at: Moment) -> Decision:
    """Hand over what the catalogue does not say; all who ask it of this product share one case."""
    catalog, language = at.knowledge.catalog, language_of(message.text)
    unknown = [ask for ask in reading.asks if answer(reading.skus, ask, language, catalog) is None]
    known = [text for ask in reading.asks if (text := answer(reading.skus, ask, language, catalog)) is not None]
    products = ", ".join(f"{sku} {named(catalog[sku], 'zh')}" for sku in reading.skus)
    careful = any(ask.kind == "health" for ask in unknown)
    reason = (reasons.FOR_A_PERSON if careful else reasons.NOT_IN_CATALOGUE).format(
        products=products, asks=" and ".join(map(str, unknown))
    )
    entry = ProductEntry(reading.skus, reading.asks[0].kind)
    draft = " ".join(known) or draft_of(match, at)
    return to_person(message, reason, draft, match, at, _subject(entry, reading.asks))


def _subject(entry: ProductEntry, asks: Sequence[Ask]) -> str:
    if len(asks) == 1:
        return subject_of(entry, asks[0].detail)
    return subject_of(entry, " ".join(map(str, asks)))


def _which(message: ChatMessage, reading: Reading, match: Match, at: Moment) -> Decision:
    """Ask which of two products is meant, once in a while; otherwise a person sees both."""
    catalog, language = at.knowledge.catalog, language_of(message.text)
    entries = [str(ProductEntry((sku,), reading.asks[0].kind)) for sku in reading.choices]
    asked_lately = at.memory.asked_back(message.viewer.id, ONCE_IN, at.now) is not None
    knows = [answer((sku,), ask, language, catalog) for sku in reading.choices for ask in reading.asks]
    if at.rules.unspoken or not at.rules.ask_back or asked_lately or not any(knows):
        entry = ProductEntry(reading.choices, reading.asks[0].kind)
        reason = reasons.MAY_BE.format(how=reading.how, choices=" or ".join(reading.choices))
        return to_person(message, reason, "", match, at, _subject(entry, reading.asks))
    one, two = (" ".join(catalog[sku].title.split()) for sku in reading.choices)
    text = (
        f"想问的是哪一款？1. {one} 2. {two}（回复 1 或 2 就好）"
        if language == "zh"
        else f"Which one do you mean? 1. {one} 2. {two} (just say 1 or 2)"
    )
    reason = reasons.EITHER.format(how=reading.how)
    return Clarify(text, tuple(entries), reason, Scored(entries[0], 0.5), Scored(entries[1], 0.5))


def of_choice(message: ChatMessage, entries: Sequence[str], at: Moment) -> Decision | None:
    """Answer a question once its viewer has said which product was meant; None when it reads otherwise now."""
    reading = read(message, at)
    skus = tuple(sku for entry in entries if (one := ProductEntry.of(entry)) is not None for sku in one.skus)
    if reading is None or not skus or any(sku not in reading.choices for sku in skus):
        return None
    match = at.knowledge.matcher.match(message.text)
    return about_products(message, replace(reading, skus=skus, choices=()), match, at)
