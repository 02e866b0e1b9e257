"""What to do about one message: a pure judgement, rules in order, the first that applies wins."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from rapidfuzz import fuzz

from bot.answering import chosen_wording, filled, scene_of, shows_screen
from bot.asking_back import ANSWERED_WITHIN, ONCE_IN, ask_back, read_choice
from bot.faq.choosing import options
from bot.faq.entries import Entry, Scene
from bot.faq.match import NEAR, Match
from bot.faq.vectors import Vector
from bot.followups import Correction, clauses, correction, leans_on, stands_alone
from bot.guard import check, personal_data
from bot.knowledge import Knowledge, Moment, Rules
from bot.memory import RoomMemory, Turn
from bot.messages import (
    JOIN,
    Answer,
    ChatMessage,
    Choose,
    Clarify,
    Decision,
    Escalate,
    Ignore,
    Merge,
    Scored,
    Suggest,
    Urgency,
)
from bot.relevance import NOT_FOR_SHOP, concerns_shop
from bot.suggest import names_another, wants_product
from bot.text import language_of, looks_like_question, normalise
from bot.trouble import sounds_like_trouble

LIKE_A_PERSONS_TOPIC = 0.55
"""A complaint need not be a question, nor a sure match, for a person to look at it."""
NAMES_IT, SHORTEST_TOPIC = 0.4, 4
"""From this score and this many characters on a line that asks nothing may be meant as a question all the same."""
A_TOPIC_OF_ITS_OWN = 0.5
"""From this score on, the other half of a message asks something else."""
SAME_QUESTION = 50
"""Letters in common (of 100) from which on a question is the one that was just answered."""
LONGEST_TOGETHER = 240
"""Characters of two answers that one line may hold."""


def decide(
    message: ChatMessage,
    knowledge: Knowledge,
    memory: RoomMemory,
    rules: Rules,
    now: datetime,
    vector: Vector | None = None,
) -> Decision:
    """Choose what to do about one message. The first rule that applies wins."""
    at = Moment(knowledge, memory, rules, now, vector)
    if reason := _not_for_us(message):
        return Ignore(reason)
    if (case := memory.held.get(message.viewer.id)) is not None:
        return Merge("a person is looking after this viewer", into_escalation=case)
    if (chosen := _chosen(message, at)) is not None:
        return chosen
    if memory.said_before(message, rules.repeat_within, now):
        return Ignore("the viewer said the same a moment ago")
    if (forced := _forced(message, at)) is not None:
        return forced
    if (wrong := correction(message, memory, now)) is not None:
        return _corrected(message, wrong, at)
    return _asked(message, at)


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


def _forced(message: ChatMessage, at: Moment) -> Decision | None:
    """Send what must not be left to a program straight to a person."""
    if personal_data(message.text):
        return Escalate("personal data in the chat", Urgency.HIGH)
    handover = at.knowledge.handover
    reason = ""
    if (word := handover.delicate_word(message.text)) is not None:
        reason = f"mentions “{word}”"
    elif (word := handover.asks_for_person(message.text)) is not None:
        reason = f"asks for a person (“{word}”)"
    return _case(message, Escalate(reason, Urgency.HIGH), at) if reason else None


def guarded(decision: Decision, knowledge: Knowledge) -> Decision:
    """Return the decision, or a case where the guard stops what it would say."""
    if not isinstance(decision, Answer | Clarify) or not (found := check(decision.text, knowledge.catalog.links)):
        return decision
    reason = f"the guard stopped the answer: {found[0]}"
    return Escalate(reason, Urgency.NORMAL, decision.text, decision.best, decision.runner_up)


# what was said before


def _chosen(message: ChatMessage, at: Moment) -> Decision | None:
    """Read the answer to what we asked this viewer back; None when it is none."""
    pending = at.memory.asked_back(message.viewer.id, ANSWERED_WITHIN, at.now)
    if pending is None or not pending.open or pending.message_id == message.id:
        return None
    chosen = read_choice(message.text, pending.options, at.knowledge)
    if chosen is None:
        return None
    asked = replace(message, text=pending.question)
    match = at.knowledge.matcher.match(pending.question)
    if not chosen:
        return _case(message, Escalate("neither of the entries that we asked about", Urgency.NORMAL,
                     best=match.best, runner_up=match.runner_up, asked=pending.question,
                     earlier=(pending.message_id,)), at)  # fmt: skip
    answers = [_by_entry(asked, entry, match, at, "the viewer said which one") for entry in chosen]
    return answers[0] if len(answers) == 1 else _together(asked, answers, match, at)


def _corrected(message: ChatMessage, wrong: Correction, at: Moment) -> Decision:
    """Decide what a viewer meant whom the FAQ answered wrongly; the same answer again would be an insult."""
    text = wrong.meant or wrong.question
    match = at.knowledge.matcher.match(text)
    if wrong.meant and match.sure and match.best is not None and match.best.entry not in wrong.entry.split(JOIN):
        return _by_entry(
            replace(message, text=text), match.best.entry, match, at, "the viewer said it again otherwise"
        )
    return _case(message, Escalate("the answer was not what the viewer meant", Urgency.HIGH, best=match.best,
                 runner_up=match.runner_up, asked=text, earlier=(wrong.message_id,)), at)  # fmt: skip


def _leaning(message: ChatMessage, before: Turn, at: Moment) -> Decision | None:
    """Decide a line that only makes sense after the viewer's last one; None when it is no question either way."""
    if (alone := stands_alone(message.text)) and (match := at.knowledge.matcher.match(alone)).sure and match.best:
        return _by_entry(message, match.best.entry, match, at, match.why)
    together = f"{before.text} {message.text}"
    match = at.knowledge.matcher.match(together)
    if match.sure and match.best is not None and match.best.entry not in before.entry.split(JOIN):
        return _by_entry(message, match.best.entry, match, at, "read together with what the viewer said before")
    if before.case is not None:
        return Merge("more from a viewer whose question is with staff", into_escalation=before.case,
                     best=match.best, runner_up=match.runner_up)  # fmt: skip
    if not looks_like_question(message.text):
        return None
    return _case(message, Escalate("makes sense only after what the viewer said before", Urgency.NORMAL,
                 _draft(match, at), match.best, match.runner_up, together, (before.message_id,)), at)  # fmt: skip


# what is asked


def _asked(message: ChatMessage, at: Moment) -> Decision:
    """Decide a message by what it asks."""
    if len(asked := clauses(message.text)) > 1 and (both := _two_questions(message, asked, at)) is not None:
        return both
    match = at.knowledge.matcher.match(message.text, at.vector)
    before = leans_on(message, at.memory, at.now)
    if before is not None and (leaning := _leaning(message, before, at)) is not None:
        return leaning
    if match.sure and match.best is not None:
        return _by_entry(message, match.best.entry, match, at, match.why)
    return _by_kind(message, match, at)


def _two_questions(message: ChatMessage, asked: list[str], at: Moment) -> Decision | None:
    """Answer two questions in one line, or hand both to a person: half an answer is none. None when it is but one."""
    matches = [at.knowledge.matcher.match(one) for one in asked]
    sure = {match.best.entry: (one, match) for one, match in zip(asked, matches, strict=True)
            if match.sure and match.best is not None}  # fmt: skip
    if not sure:
        return None
    others = [
        one
        for one, match in zip(asked, matches, strict=True)
        if not match.sure and (sounds_like_trouble(one) or _own_topic(match, sure.keys()))
    ]
    if len(sure) < 2 and not others:
        return None
    whole = at.knowledge.matcher.match(message.text, at.vector)
    decided = [
        _by_entry(replace(message, text=one), entry, match, at, "two questions in one message")
        for entry, (one, match) in sure.items()
    ]
    if others:
        draft = " ".join(one.text for one in decided if isinstance(one, Answer))
        return _case(message, Escalate("two questions, and only one is in the FAQ", Urgency.NORMAL, draft,
                     whole.best, whole.runner_up), at)  # fmt: skip
    return _together(message, decided, whole, at)


def _own_topic(match: Match, known: Collection[str]) -> bool:
    return match.best is not None and match.best.score >= A_TOPIC_OF_ITS_OWN and match.best.entry not in known


def _together(message: ChatMessage, decided: list[Decision], match: Match, at: Moment) -> Decision:
    """Say two answers in one line; whatever is no answer takes the other one to a person with it."""
    answers = [one for one in decided if isinstance(one, Answer)]
    text = " ".join(answer.text for answer in answers)
    if len(answers) < len(decided) or len(text) > LONGEST_TOGETHER:
        if not any(isinstance(one, Escalate | Merge | Suggest) for one in decided) and answers and len(answers) == 1:
            return answers[0]
        return _case(message, Escalate("two questions in one message", Urgency.NORMAL, text, match.best,
                     match.runner_up), at)  # fmt: skip
    shows = next((answer.on_screen for answer in answers if answer.on_screen is not None), None)
    return Answer(
        JOIN.join(answer.entry for answer in answers), text, answers[0].reason, answers[0].best, answers[1].best,
        shows, JOIN.join(answer.wording for answer in answers),
    )  # fmt: skip


def _by_kind(message: ChatMessage, match: Match, at: Moment) -> Decision:
    """Decide what no entry surely answers: a complaint, a wish, a question or talk."""
    if match.best is not None and match.best.score >= LIKE_A_PERSONS_TOPIC:
        entry = at.knowledge.faq.entries[match.best.entry]
        if entry.then == "person":
            return _person(message, f"near a topic for people ({entry.id})", "", match, at)
    catalog = at.knowledge.catalog
    if wants_product(message.text, catalog):
        return Suggest("asks for a product", match.best, match.runner_up)
    if looks_like_question(message.text):
        about_shop = concerns_shop(message.text, catalog) or sounds_like_trouble(message.text)
        if not _near(match) and not about_shop:
            return Ignore(NOT_FOR_SHOP, match.best, match.runner_up)
        return _unanswered(message, match, at)
    if sounds_like_trouble(message.text):
        return _person(message, "sounds like trouble with an order", "", match, at)
    if _names_a_topic(message, match, at):
        return _unanswered(message, match, at)
    return Ignore("small talk", match.best, match.runner_up)


def _names_a_topic(message: ChatMessage, match: Match, at: Moment) -> bool:
    """Return whether a line names what the FAQ answers without putting it as a question: "退货流程"."""
    if match.best is None or match.best.score < NAMES_IT or len(normalise(message.text)) < SHORTEST_TOPIC:
        return False
    answers = bool(at.knowledge.faq.entries[match.best.entry].answer)
    return answers and concerns_shop(message.text, at.knowledge.catalog)


def _unanswered(message: ChatMessage, match: Match, at: Moment) -> Decision:
    """Go the ways up from a near miss: ask back, the model's choice, a person with the nearest answer as a draft."""
    way = _person(message, f"no sure answer: {match.why}", _draft(match, at), match, at)
    if not isinstance(way, Escalate) or at.rules.mode != "auto":
        return way
    otherwise: Clarify | Escalate = way
    may_ask = at.rules.ask_back and concerns_shop(message.text, at.knowledge.catalog)
    if may_ask and at.memory.asked_back(message.viewer.id, ONCE_IN, at.now) is None:
        otherwise = ask_back(match, language_of(message.text), at.knowledge) or way
    if not at.rules.model_chooses or not (offered := options(match)):
        return otherwise
    reason = "the model may choose among the nearest entries"
    return Choose(offered, frozenset(match.if_chosen), otherwise, reason, match.best, match.runner_up)


def by_choice(message: ChatMessage, entry: str, choose: Choose, at: Moment) -> Decision:
    """Do what the entry says that the model chose."""
    match = Match(choose.best, choose.runner_up, True, "")
    if entry in choose.answerable:
        return _by_entry(message, entry, match, at, "the model chose among the nearest entries")
    if isinstance(choose.otherwise, Escalate) and at.rules.draft_for_staff:
        known = at.knowledge.faq.entries.get(entry)
        draft = filled(known.answer, at.knowledge.catalog, at.memory.on_screen) if known is not None else None
        return replace(choose.otherwise, draft=draft or choose.otherwise.draft)
    return choose.otherwise


# what an entry says


def _by_entry(message: ChatMessage, topic: str, match: Match, at: Moment, why: str) -> Decision:
    """Do what a sure entry says."""
    best, runner_up = match.best, match.runner_up
    scene = scene_of(message, at)
    entry = at.knowledge.faq.answering(topic, scene)
    if entry is None:
        draft = at.knowledge.faq.variants(topic)[0].answer
        return _person(message, "answered only for another product, language or scene", draft, match, at)
    if entry.then == "silence":
        return Ignore("the FAQ leaves this topic alone", best, runner_up)
    if entry.then == "model":
        return Suggest("the FAQ sends this topic to suggestions", best, runner_up)
    if entry.then == "person":
        return _person(message, "a topic the FAQ leaves to people", "", match, at)
    if not entry.holds_on(scene.day):
        return _person(message, "the FAQ's answer is not valid today", entry.answer, match, at)
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
        return _person(message, "the answer names a product the catalogue cannot fill in now", "", match, at)
    if shows is not None and names_another(message.text, shows, at.knowledge.catalog):
        return Suggest("asks about another product than the one on screen", match.best, match.runner_up)
    if at.rules.mode != "auto" or entry.mode == "suggest-only":
        room_is = f"the room is on {at.rules.mode}"
        reason = "this entry is answered by staff" if at.rules.mode == "auto" else room_is
        return _person(message, reason, text, match, at)
    if (before := at.memory.got(message, entry.id, shows, at.rules.quiet, at.now)) is not None:
        if fuzz.ratio(normalise(before), normalise(message.text)) >= SAME_QUESTION:
            return Ignore("the viewer got this answer a moment ago", match.best, match.runner_up)
        return _person(message, "asks on after the FAQ's answer", text, match, at)
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


def _person(message: ChatMessage, reason: str, draft: str, match: Match, at: Moment) -> Escalate | Merge:
    draft = draft if at.rules.draft_for_staff or at.rules.mode != "auto" else ""
    return _case(message, Escalate(reason, Urgency.NORMAL, draft, match.best, match.runner_up), at)


def _case(message: ChatMessage, escalate: Escalate, at: Moment) -> Escalate | Merge:
    """Open a case, or join the one that the same question has already."""
    case = at.memory.case_of(escalate.asked or message.text, at.rules.merge_within, at.now)
    if case is None:
        return escalate
    return Merge("the same question is with staff already", into_escalation=case,
                 best=escalate.best, runner_up=escalate.runner_up)  # fmt: skip


def _near(match: Match) -> bool:
    return match.best is not None and match.best.score >= NEAR


def _draft(match: Match, at: Moment) -> str:
    """Return the nearest answer for staff to use or not."""
    if match.best is None or not _near(match) or not at.rules.draft_for_staff:
        return ""
    entry = at.knowledge.faq.entries[match.best.entry]
    return filled(entry.answer, at.knowledge.catalog, at.memory.on_screen) or ""
