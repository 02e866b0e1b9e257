"""What to do about one message: a pure judgement, rules in order, the first that applies wins."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

from bot.catalog import Catalog
from bot.faq.entries import SCREEN, Entry, Faq, Variable, fill, variables
from bot.faq.match import NEAR, Match, Matcher
from bot.guard import personal_data
from bot.handover import Handover
from bot.memory import RoomMemory
from bot.messages import Answer, ChatMessage, Decision, Escalate, Ignore, Merge, Suggest, Urgency
from bot.relevance import concerns_shop
from bot.suggest import names_another, wants_product
from bot.text import looks_like_question, normalise
from bot.trouble import sounds_like_trouble

Mode: TypeAlias = Literal["auto", "suggest-only", "silent"]
MODES: tuple[Mode, ...] = ("auto", "suggest-only", "silent")


LIKE_A_PERSONS_TOPIC = 0.55
"""A complaint need not be a question, nor a sure match, for a person to look at it."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything the shop's files say, as one snapshot that is swapped whole."""

    faq: Faq = field(default_factory=Faq)
    matcher: Matcher = field(default_factory=lambda: Matcher(Faq()))
    catalog: Catalog = field(default_factory=Catalog)
    handover: Handover = field(default_factory=Handover)


@dataclass(frozen=True, slots=True)
class Rules:
    """What the shop chose for this room."""

    mode: Mode = "auto"
    repeat_within: timedelta = timedelta(seconds=60)
    """The same words from the same viewer within this time are not a new question."""
    merge_within: timedelta = timedelta(minutes=10)
    """The same question from others within this time joins the open case."""
    zone: str = "Asia/Shanghai"


def decide(message: ChatMessage, knowledge: Knowledge, memory: RoomMemory, rules: Rules, now: datetime) -> Decision:
    """Choose what to do about one message. The first rule that applies wins."""
    if reason := _not_for_us(message):
        return Ignore(reason)
    if (case := memory.held.get(message.viewer.id)) is not None:
        return Merge("a person is looking after this viewer", into_escalation=case)
    if memory.said_before(message, rules.repeat_within, now):
        return Ignore("the viewer said the same a moment ago")
    if (forced := _forced(message, knowledge, memory, rules, now)) is not None:
        return forced
    match = knowledge.matcher.match(message.text)
    if match.sure and match.best is not None:
        return _by_entry(message, knowledge.faq.entries[match.best.entry], match, knowledge, memory, rules, now)
    return _by_kind(message, match, knowledge, memory, rules, now)


def _by_kind(
    message: ChatMessage, match: Match, knowledge: Knowledge, memory: RoomMemory, rules: Rules, now: datetime
) -> Decision:
    """Decide what no entry surely answers: a complaint, a wish, a question or talk."""
    if match.best is not None and match.best.score >= LIKE_A_PERSONS_TOPIC:
        entry = knowledge.faq.entries[match.best.entry]
        if entry.then == "person":
            return _case(message, f"near a topic for people ({entry.id})", "", match, memory, rules, now)
    if wants_product(message.text, knowledge.catalog):
        return Suggest("asks for a product", match.best, match.runner_up)
    if looks_like_question(message.text):
        about_shop = concerns_shop(message.text, knowledge.catalog) or sounds_like_trouble(message.text)
        if not _near(match) and not about_shop:
            return Ignore("a question, but not one for the shop", match.best, match.runner_up)
        return _unanswered(message, match, knowledge, memory, rules, now)
    if sounds_like_trouble(message.text):
        return _case(message, "sounds like trouble with an order", "", match, memory, rules, now)
    return Ignore("small talk", match.best, match.runner_up)


def _forced(
    message: ChatMessage, knowledge: Knowledge, memory: RoomMemory, rules: Rules, now: datetime
) -> Decision | None:
    """Send what must not be left to a program straight to a person."""
    if personal_data(message.text):
        return Escalate("personal data in the chat", Urgency.HIGH)
    if (word := knowledge.handover.delicate_word(message.text)) is not None:
        return _to_person(message, f"mentions “{word}”", Urgency.HIGH, memory, rules, now)
    if (word := knowledge.handover.asks_for_person(message.text)) is not None:
        return _to_person(message, f"asks for a person (“{word}”)", Urgency.HIGH, memory, rules, now)
    return None


def _not_for_us(message: ChatMessage) -> str:
    if message.is_own:
        return "our own reply"
    if message.is_history:
        return "said before we joined"
    if message.viewer.is_bot:
        return "another bot"
    if message.viewer.is_staff:
        return "host or moderator"
    if not normalise(message.text):
        return "no words in it"
    return ""


def _to_person(
    message: ChatMessage, reason: str, urgency: Urgency, memory: RoomMemory, rules: Rules, now: datetime
) -> Decision:
    case = memory.case_of(message.text, rules.merge_within, now)
    if case is not None:
        return Merge("the same question is with staff already", into_escalation=case)
    return Escalate(reason, urgency)


def _by_entry(
    message: ChatMessage,
    entry: Entry,
    match: Match,
    knowledge: Knowledge,
    memory: RoomMemory,
    rules: Rules,
    now: datetime,
) -> Decision:
    """Do what a sure entry says."""
    best, runner_up = match.best, match.runner_up
    if best is None:
        raise ValueError("a sure match without an entry")
    if entry.then == "silence":
        return Ignore("the FAQ leaves this topic alone", best, runner_up)
    if entry.then == "model":
        return Suggest("the FAQ sends this topic to suggestions", best, runner_up)
    if entry.then == "person":
        return _case(message, "a topic the FAQ leaves to people", "", match, memory, rules, now)
    if not entry.holds_on(_day(now, rules.zone)):
        return _case(message, "the FAQ's answer is not valid today", entry.answer, match, memory, rules, now)
    shows = memory.on_screen if any(v is not None and v.sku == SCREEN for _, v in variables(entry.answer)) else None
    text = filled(entry.answer, knowledge.catalog, memory.on_screen)
    if text is None:
        return _case(
            message,
            "the answer names a product the catalogue cannot fill in now",
            "",
            match,
            memory,
            rules,
            now,
        )
    if shows is not None and names_another(message.text, shows, knowledge.catalog):
        return Suggest("asks about another product than the one on screen", best, runner_up)
    if rules.mode != "auto" or entry.mode == "suggest-only":
        reason = "this entry is answered by staff" if rules.mode == "auto" else f"the room is on {rules.mode}"
        return _case(message, reason, text, match, memory, rules, now)
    answer = Answer(entry.id, text, match.why, best, runner_up, shows)
    waiting = memory.waiting(answer)
    if waiting is not None and waiting != message.id:
        reason = "the same answer is about to be sent"
        return Merge(reason, into_message=waiting, own=answer, best=best, runner_up=runner_up)
    return answer


def _near(match: Match) -> bool:
    return match.best is not None and match.best.score >= NEAR


def _unanswered(
    message: ChatMessage,
    match: Match,
    knowledge: Knowledge,
    memory: RoomMemory,
    rules: Rules,
    now: datetime,
) -> Decision:
    """Hand a question nobody is sure about to people, with the nearest answer as a draft."""
    draft = ""
    if match.best is not None and _near(match):
        entry = knowledge.faq.entries[match.best.entry]
        draft = filled(entry.answer, knowledge.catalog, memory.on_screen) or ""
    return _case(message, f"no sure answer: {match.why}", draft, match, memory, rules, now)


def _case(
    message: ChatMessage,
    reason: str,
    draft: str,
    match: Match,
    memory: RoomMemory,
    rules: Rules,
    now: datetime,
) -> Decision:
    case = memory.case_of(message.text, rules.merge_within, now)
    if case is not None:
        why = "the same question is with staff already"
        return Merge(why, into_escalation=case, best=match.best, runner_up=match.runner_up)
    return Escalate(reason, Urgency.NORMAL, draft, match.best, match.runner_up)


def _day(now: datetime, zone: str) -> date:
    return now.astimezone(ZoneInfo(zone)).date()


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
