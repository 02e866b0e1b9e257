"""From an entry of the FAQ to what is said, or to a person: which variant and wording, with today's prices in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

from rapidfuzz import fuzz

from bot.catalog import Catalog
from bot.faq.entries import SCREEN, Entry, Faq, Scene, Variable, fill, variables
from bot.faq.match import NEAR, Match
from bot.knowledge import Moment
from bot.messages import JOIN, Answer, ChatMessage, Decision, Escalate, Ignore, Merge, Scored, Suggest, Urgency
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


def parts(entry: str, wording: str) -> Iterator[tuple[str, int]]:
    """Return each entry of a reply with the number of its wording."""
    numbers = wording.split(JOIN)
    for i, entry_id in enumerate(entry.split(JOIN)):
        number = numbers[i] if i < len(numbers) else "0"
        yield entry_id, int(number) if number.isdecimal() else 0


def templates(entry: str, wording: str, faq: Faq) -> list[str] | None:
    """Return the wordings of a reply before their variables are filled; None when an entry answers no more."""
    found: list[str] = []
    for entry_id, number in parts(entry, wording):
        known = faq.entries.get(entry_id)
        if known is None or not known.answer:
            return None
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
        return to_person(message, "answered only for another product, language or scene", draft, match, at)
    if entry.then == "silence":
        return Ignore("the FAQ leaves this topic alone", best, runner_up)
    if entry.then == "model":
        return Suggest("the FAQ sends this topic to suggestions", best, runner_up)
    if entry.then == "person":
        return to_person(message, "a topic the FAQ leaves to people", "", match, at)
    if not entry.holds_on(scene.day):
        return to_person(message, "the FAQ's answer is not valid today", entry.answer, match, at)
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
        return to_person(message, "the answer names a product the catalogue cannot fill in now", "", match, at)
    if shows is not None and names_another(message.text, shows, at.knowledge.catalog):
        return Suggest("asks about another product than the one on screen", match.best, match.runner_up)
    if at.rules.mode != "auto" or entry.mode == "suggest-only":
        room_is = f"the room is on {at.rules.mode}"
        reason = "this entry is answered by staff" if at.rules.mode == "auto" else room_is
        return to_person(message, reason, text, match, at)
    got = at.memory.got(message, entry.id, shows, at.rules.quiet, at.now)
    said = (filled(one, at.knowledge.catalog, on_screen) for one in entry.wordings)
    if got is not None and any(one is not None and one in got.text for one in said):
        likeness = fuzz.ratio(normalise(got.asked.text), normalise(message.text))
        if at.now - got.at < READ_IT or likeness >= SAME_QUESTION:
            return Ignore("the viewer got this answer a moment ago", match.best, match.runner_up)
        return to_person(message, "asks on after the FAQ's answer", text, match, at)
    may_wait = at.memory.just_said(entry.id, shows, at.rules.together, at.now)
    answer = Answer(
        entry.id, text, why, match.best or Scored(entry.id, 1.0), match.runner_up, shows, str(wording), may_wait
    )
    waiting = at.memory.waiting(answer)
    if waiting is not None and waiting != message.id:
        reason = "the same answer is about to be sent"
        return Merge(reason, into_message=waiting, own=answer, best=match.best, runner_up=match.runner_up)
    return answer


# to a person


def to_person(message: ChatMessage, reason: str, draft: str, match: Match, at: Moment) -> Escalate | Merge:
    """Open a case with what the bot would have said, or join the one that the same question has already."""
    draft = draft if at.rules.draft_for_staff or at.rules.mode != "auto" else ""
    return open_case(message, Escalate(reason, Urgency.NORMAL, draft, match.best, match.runner_up), at)


def open_case(message: ChatMessage, escalate: Escalate, at: Moment) -> Escalate | Merge:
    """Open a case, or join the one that the same question has already."""
    case = at.memory.case_of(escalate.asked or message.text, at.rules.merge_within, at.now)
    if case is None:
        return escalate
    return Merge("the same question is with staff already", into_escalation=case,
                 best=escalate.best, runner_up=escalate.runner_up)  # fmt: skip


def is_near(match: Match) -> bool:
    """Return whether the FAQ has something like it at all."""
    return match.best is not None and match.best.score >= NEAR


def draft_of(match: Match, at: Moment) -> str:
    """Return the nearest answer for staff to use or not."""
    if match.best is None or not is_near(match) or not at.rules.draft_for_staff:
        return ""
    entry = at.knowledge.faq.entries[match.best.entry]
    return filled(entry.answer, at.knowledge.catalog, at.memory.on_screen) or ""
