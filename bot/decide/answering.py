"""From an entry of the FAQ to what is said, or to a person: which variant and wording, with today's prices in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from rapidfuzz import fuzz

from bot import reasons
from bot.catalog import Catalog
from bot.catalog.entries import ProductEntry, read_wording, subject_said
from bot.escalation.one_question import one_question
from bot.escalation.staff_answers import says_this
from bot.faq.entries import SCREEN, Entry, Faq, Scene, Variable, fill, variables
from bot.faq.match import NEAR, Match
from bot.knowledge import Moment
from bot.memory import Told
from bot.messages import JOIN, Answer, ChatMessage, Decision, Escalate, Ignore, Merge, Scored, Suggest, Urgency
from bot.product_questions.asks import Ask
from bot.product_questions.facts import answer as answer_about
from bot.product_questions.names import named_products, names_another
from bot.text import language_of, normalise

READ_IT = timedelta(seconds=20)
"""Within this time a viewer may ask again before having read the answer."""
SAME_QUESTION = 50
"""Letters in common (of 100) from which on a question is the one that was just answered."""


def scene_of(message: ChatMessage, at: Moment) -> Scene:
    """Return what an answer to this message may depend on. A product the viewer names counts before the one shown."""
    named = named_products(message.text, at.knowledge.catalog)
    on_screen = next(iter(named)) if len(named) == 1 else at.memory.on_screen
    day = at.now.astimezone(ZoneInfo(at.rules.zone)).date()
    return Scene(day, on_screen, language_of(message.text), at.rules.scene)


def chosen_wording(entry: Entry, language: str, turn: int) -> int:
    """Return which wording is next: those in the viewer's language by turns, else all of them."""
    spoken = [i for i, wording in enumerate(entry.wordings) if language_of(wording) == language]
    among = spoken or range(len(entry.wordings))
    return among[turn % len(among)]


def parts(entry: str, wording: str) -> Iterator[tuple[str, str]]:
    """Return each entry of a reply with the mark of its wording: a number, or how the catalogue words it."""
    marks = wording.split(JOIN)
    for i, entry_id in enumerate(entry.split(JOIN)):
        yield entry_id, marks[i] if i < len(marks) else "0"


def templates(entry: str, wording: str, faq: Faq, catalog: Catalog) -> list[str] | None:
    """Return the wordings of a reply before their variables are filled; None when an entry answers no more."""
    found: list[str] = []
    for entry_id, which in parts(entry, wording):
        if (about := ProductEntry.of(entry_id)) is not None:
            language, detail = read_wording(which)
            text = answer_about(about.skus, Ask(about.kind, detail), "en" if language == "en" else "zh", catalog)
            if text is None:
                return None
            found.append(text)
            continue
        known = faq.entries.get(entry_id)
        if known is None or not known.answer:
            return None
        number = int(which) if which.isdecimal() else 0
        found.append(known.wordings[min(number, len(known.wordings) - 1)])
    return found


def shows_screen(template: str) -> bool:
    """Return whether an answer speaks of the product on screen."""
    return any(variable is not None and variable.sku == SCREEN for _, variable in variables(template))


def filled(answer: str, catalog: Catalog, on_screen: str | None) -> str | None:
    """Fill an answer's variables from the catalogue as it is now; None when one has no value."""

    def value(variable: Variable) -> str | None:
        sku = on_screen if variable.sku == SCREEN else variable.sku
        product = catalog.get(sku) if sku else None
        if product is None:
            return None
        fields = {
            "price": product.price_text,
            "stock": str(product.stock) if product.stock else "",  # "0 left" is no answer: a person decides
            "title": product.title,
            "link": "" if product.link_no is None else str(product.link_no),
        }
        return fields[variable.field] or None

    return fill(answer, value)


# what an entry says


def by_entry(message: ChatMessage, topic: str, match: Match, at: Moment, why: str) -> Decision:
    """Do what a sure entry says."""
    best, runner_up = match.best, match.runner_up
    scene = scene_of(message, at)
    entry = at.knowledge.faq.answering(topic, scene)
    if entry is None:
        draft = at.knowledge.faq.variants(topic)[0].answer
        return to_person(message, reasons.OTHER_VARIANT, draft, match, at)
    if entry.then == "silence":
        return Ignore(reasons.LEFT_ALONE, best, runner_up)
    if entry.then == "model":
        return Suggest(reasons.TO_SUGGESTIONS, best, runner_up)
    if entry.recalled is not None:
        return to_person(message, reasons.RECALLED, "", match, at)
    if entry.then == "person":
        return to_person(message, reasons.FOR_PEOPLE, "", match, at)
    if not entry.holds_on(scene.day):
        return to_person(message, reasons.NOT_VALID, entry.answer, match, at)
    return _answer(message, entry, scene, match, at, why)


def _answer(message: ChatMessage, entry: Entry, scene: Scene, match: Match, at: Moment, why: str) -> Decision:
    """Word an entry's answer for this viewer, unless somebody or something else is about to say it."""
    wording = chosen_wording(entry, scene.language, at.memory.times_said(entry.id))
    template = entry.wordings[wording]
    on_screen = at.memory.on_screen
    if entry.products and scene.on_screen != on_screen:
        on_screen = scene.on_screen  # the viewer named the product this variant is about
    shows = on_screen if shows_screen(template) else None
    text = filled(template, at.knowledge.catalog, on_screen)
    if text is None:
        return to_person(message, reasons.CANNOT_FILL, "", match, at)
    if shows is not None and names_another(message.text, shows, at.knowledge.catalog):
        return Suggest(reasons.ANOTHER_PRODUCT, match.best, match.runner_up)
    if entry.mode == "suggest-only":
        return to_person(message, reasons.BY_STAFF, text, match, at)
    if at.rules.unspoken:
        return unsaid(message, text, match, at, subject_said(entry.id, str(wording), shows or "", scene.language))
    answer = Answer(entry.id, text, why, match.best or Scored(entry.id, 1.0), match.runner_up, shows, str(wording))
    said = (filled(one, at.knowledge.catalog, on_screen) for one in entry.wordings)
    return deliver(message, answer, said, at)


def deliver(message: ChatMessage, answer: Answer, wordings: Iterable[str | None], at: Moment) -> Decision:
    """Say an answer, unless the viewer has just got it in one of its wordings or it is about to be said anyway."""
    if (told := _told_by_staff(message, answer, at)) is not None:
        if at.now - told.at < READ_IT:
            return Ignore(reasons.STAFF_TOLD, answer.best, answer.runner_up)
        match = Match(answer.best, answer.runner_up, True, answer.reason)
        return to_person(message, reasons.ASKS_ON_STAFF, answer.text, match, at)
    got = at.memory.got(message, answer.entry, answer.on_screen, at.rules.quiet, at.now)
    if got is not None and any(one is not None and one in got.text for one in wordings):
        likeness = fuzz.ratio(normalise(got.asked.text), normalise(message.text))
        if at.now - got.at < READ_IT or likeness >= SAME_QUESTION:
            return Ignore(reasons.GOT_IT, answer.best, answer.runner_up)
        match = Match(answer.best, answer.runner_up, True, answer.reason)
        return to_person(message, reasons.ASKS_ON, answer.text, match, at)
    answer = replace(answer, may_wait=at.memory.just_said(answer.entry, answer.on_screen, at.rules.together, at.now))
    waiting = at.memory.waiting(answer)
    if waiting is not None and waiting != message.id:
        reason = reasons.SAME_ANSWER
        return Merge(reason, into_message=waiting, own=answer, best=answer.best, runner_up=answer.runner_up)
    return answer


def _told_by_staff(message: ChatMessage, answer: Answer, at: Moment) -> Told | None:
    """Return what a person told the viewer lately about this very matter: the bot must not say otherwise."""
    for told in at.memory.told(message.viewer.id, at.rules.merge_within, at.now):
        for question in told.questions:
            if one_question(question, message.text):
                return told
            match = at.knowledge.matcher.match(question)
            if match.sure and match.best is not None and match.best.entry in answer.entry.split(JOIN):
                return told
    return None


def unsaid(message: ChatMessage, text: str, match: Match, at: Moment, subject: str) -> Decision:
    """Return what becomes of an answer where the bot may not speak: a draft for staff, in a silent room nothing."""
    if at.rules.mode == "silent":
        return Ignore(reasons.ROOM_SILENT, match.best, match.runner_up)
    return to_person(message, at.rules.unspoken, text, match, at, subject)


# to a person


def to_person(
    message: ChatMessage, reason: str, draft: str, match: Match, at: Moment, subject: str = ""
) -> Escalate | Merge:
    """Open a case with what the bot would have said, or join the one that the same question has already."""
    draft = draft if at.rules.draft_for_staff or at.rules.unspoken else ""
    escalate = Escalate(reason, Urgency.NORMAL, draft, match.best, match.runner_up, subject=subject)
    return open_case(message, escalate, at)


def open_case(message: ChatMessage, escalate: Escalate, at: Moment) -> Escalate | Merge:
    """Open a case, or join the one that the same question has already."""
    question = escalate.subject or escalate.asked or message.text
    # "Does this one fit me?" asked before the host took up another product was asked of that one.
    since = at.memory.screen_since if not escalate.subject and says_this(question) else None
    case = at.memory.case_of(question, at.rules.merge_within, at.now, message.viewer.id, since)
    if case is None:
        return escalate
    return joining(case, reasons.WITH_STAFF, escalate)


def joining(case: int, reason: str, escalate: Escalate, *, alone: bool = False) -> Merge:
    """Return the line of a case of its own as one more line of another case, which becomes as urgent."""
    return Merge(reason, into_escalation=case, best=escalate.best, runner_up=escalate.runner_up, cues=escalate.cues,
                 urgency=escalate.urgency, why=urgent_because(escalate), alone=alone)  # fmt: skip


def urgent_because(escalate: Escalate) -> str:
    """Return the reason that makes a case urgent; empty where it is not."""
    return escalate.reason if escalate.urgency is Urgency.HIGH else ""


def is_near(match: Match) -> bool:
    """Return whether the FAQ has something like it at all."""
    return match.best is not None and match.best.score >= NEAR


def draft_of(match: Match, at: Moment) -> str:
    """Return the nearest answer for staff to use or not."""
    if match.best is None or not is_near(match) or not at.rules.draft_for_staff:
        return ""
    entry = at.knowledge.faq.entries[match.best.entry]
    return filled(entry.answer, at.knowledge.catalog, at.memory.on_screen) or ""
