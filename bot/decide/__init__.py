"""What to do about one message: a pure judgement, rules in order, the first that applies wins."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from bot import reasons
from bot.cues.own_order import about_own_order
from bot.cues.relevance import concerns_shop
from bot.cues.trouble import sounds_like_trouble
from bot.decide.about_themselves import about_themselves
from bot.decide.answering import by_entry, draft_of, filled, is_near, joining, open_case, to_person
from bot.decide.asking_back import ANSWERED_WITHIN, ONCE_IN, ask_back, read_choice
from bot.decide.followups import Correction, clauses, correction, leans_on, stands_alone, without_lead
from bot.decide.for_people import for_people, mood_now, needs_person, own_order, said_again, with_care
from bot.decide.late_askers import just_answered
from bot.decide.product_answers import about_products, faq_knows_better, of_choice, questions_apart, read
from bot.faq.choosing import options
from bot.faq.match import Match
from bot.faq.vectors import Vector
from bot.knowledge import Knowledge, Moment, Rules
from bot.memory import RoomMemory, Turn
from bot.messages import (
    JOIN,
    Acknowledge,
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
from bot.product_questions.names import named_products
from bot.product_questions.which import products_named
from bot.product_questions.wishes import MAYBE, SURE, wish_in
from bot.text import language_of, looks_like_question, normalise

LIKE_A_PERSONS_TOPIC = 0.55
"""A complaint need not be a question, nor a sure match, for a person to look at it."""
TOLD = 0.9
"""The score a line needs that is not put as a question."""
NAMES_IT, SHORTEST_TOPIC = 0.4, 4
"""From this score and this many characters on a line that asks nothing may be meant as a question all the same."""
A_TOPIC_OF_ITS_OWN = 0.5
"""From this score on, the other half of a message asks something else."""
MOST_QUESTIONS, MOST_TOGETHER = 4, 2
"""Questions of one line that are looked at, and how many of them one reply answers."""
LONGEST_TOGETHER = 240
"""Characters of two answers that one line may hold."""


_GREETING = re.compile(
    "(?:主播|老板|客服|亲|宝|你好|您好|哈喽|嗨|在吗|在不在|请问|谢谢|感谢|辛苦了|麻烦了?|急|在线等|ok|好的|嗯|那个"
    "|hi|hello|hey|thanks?|thank you|please|pls|there|guys| )+"
)


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
    if (asked_for := about_themselves(message, at)) is not None:
        return asked_for
    mood = mood_now(message, at)
    if (case := memory.held.get(message.viewer.id)) is not None:
        more = needs_person(message, mood, at) or Escalate(reasons.LOOKED_AFTER, cues=mood.cues)
        return joining(case, reasons.LOOKED_AFTER, more)
    repeated = memory.said_before(message, rules.repeat_within, now)
    if not repeated and (forced := for_people(message, mood, at)) is not None:
        return forced
    if (chosen := _chosen(message, at)) is not None:
        return chosen
    if repeated:
        return said_again(message, mood, at)
    if (wrong := correction(message, memory, now)) is not None:
        return _corrected(message, wrong, at)
    decision = _asked(message, at)
    if _on_air(message, decision, at):
        decision = Ignore(reasons.HOST_ANSWERED, decision.best, decision.runner_up)
    decision = just_answered(message, decision, at)
    return with_care(message, decision, mood, at)


def _not_for_us(message: ChatMessage) -> str:
    if message.is_own:
        return reasons.OUR_OWN
    if message.is_history:
        return reasons.BEFORE_US
    if message.viewer.is_bot:
        return reasons.ANOTHER_BOT
    if message.viewer.is_staff:
        return reasons.HOST
    if message.code is None and not normalise(message.text):
        return reasons.NO_WORDS
    return ""


def guarded(decision: Decision, knowledge: Knowledge) -> Decision:
    """Return the decision, or a case where the guard stops what it would say."""
    said = decision.own if isinstance(decision, Merge) else decision
    if not isinstance(said, Answer | Clarify | Acknowledge):
        return decision
    verdict = knowledge.guard.verdict(said.text)
    if verdict.allowed:
        return decision
    reason = reasons.GUARD_STOPPED.format(finding=verdict.reasons[0])
    if isinstance(said, Acknowledge):
        return replace(said, quiet=reason)  # what the viewer wished is done all the same
    return Escalate(reason, Urgency.NORMAL, said.text, said.best, said.runner_up, stopped=verdict.rules)


def _on_air(message: ChatMessage, decision: Decision, at: Moment) -> bool:
    """Return whether the host has just answered this question; where their own parcel is, no host knows for all."""
    if not at.memory.on_air or isinstance(decision, Ignore) or about_own_order(message.text):
        return False
    answer = _as_answer(decision)
    subject = decision.subject if isinstance(decision, Escalate) else ""
    entry = answer.entry if answer is not None else ""
    return any(one.answers(message.text, subject, entry, at.rules.on_air, at.now) for one in at.memory.on_air)


def still_so(message: ChatMessage, decision: Decision, at: Moment) -> Decision:
    """Return a decision that took its time as it is right now: others may have asked the same meanwhile."""
    if isinstance(decision, Clarify) and at.memory.asked_back(message.viewer.id, ONCE_IN, at.now) is not None:
        match = Match(decision.best, decision.runner_up, False, decision.reason)
        return to_person(message, reasons.NO_SURE_ANSWER.format(why=decision.reason), draft_of(match, at), match, at)
    return open_case(message, decision, at) if isinstance(decision, Escalate) else decision


# what was said before


def _chosen(message: ChatMessage, at: Moment) -> Decision | None:
    """Read the answer to what we asked this viewer back; None when it is none."""
    pending = at.memory.asked_back(message.viewer.id, ANSWERED_WITHIN, at.now)
    if pending is None or pending.answered_by or pending.message_id == message.id:
        return None
    chosen = read_choice(message.text, pending.options, at.knowledge)
    if chosen is None:
        return None
    asked = replace(message, text=pending.question)
    match = at.knowledge.matcher.match(pending.question)
    if not chosen:
        return open_case(message, Escalate(reasons.NEITHER, Urgency.NORMAL,
                     best=match.best, runner_up=match.runner_up, asked=pending.question,
                     earlier=(pending.message_id,)), at)  # fmt: skip
    if (product := of_choice(asked, chosen, at)) is not None:
        return product
    answers = [by_entry(asked, entry, _of(entry, match), at, reasons.SAID_WHICH) for entry in chosen
               if entry in at.knowledge.faq.entries]  # fmt: skip
    if not answers:
        return None  # one of the products asked about is gone
    decided = answers[0] if len(answers) == 1 else _together(asked, answers, match, at)
    if isinstance(decided, Escalate):  # staff are not to read "1"
        return replace(decided, asked=pending.question, earlier=(pending.message_id,))
    return decided


def _of(entry: str, match: Match) -> Match:
    """Return a match as one for this entry, which somebody chose."""
    chosen = next((scored for scored in match.ranked if scored.entry == entry), Scored(entry, 0.0))
    other = match.runner_up if match.best is not None and match.best.entry == entry else match.best
    return replace(match, best=chosen, runner_up=other)


def _corrected(message: ChatMessage, wrong: Correction, at: Moment) -> Decision:
    """Decide what a viewer meant whom the FAQ answered wrongly; the same answer again would be an insult."""
    text = wrong.meant or wrong.question
    match = at.knowledge.matcher.match(text)
    if wrong.meant and match.sure and match.best is not None and match.best.entry not in wrong.entry.split(JOIN):
        return by_entry(replace(message, text=text), match.best.entry, match, at, reasons.SAID_OTHERWISE)
    return open_case(message, Escalate(reasons.NOT_MEANT, Urgency.HIGH, best=match.best,
                 runner_up=match.runner_up, asked=text, earlier=(wrong.message_id,)), at)  # fmt: skip


def _leaning(message: ChatMessage, before: Turn, at: Moment) -> Decision | None:
    """Decide a line that only makes sense after the viewer's last one; None when it is no question either way."""
    if (alone := stands_alone(message.text)) and (match := at.knowledge.matcher.match(alone)).sure and match.best:
        decided = by_entry(message, match.best.entry, match, at, match.why)
        # What needs a person anyway belongs to the case the viewer has already.
        if before.case is None or not isinstance(decided, Escalate):
            return decided
    together = f"{before.text} {message.text}"
    match = at.knowledge.matcher.match(together)
    if match.sure and match.best is not None and match.best.entry not in before.entry.split(JOIN):
        return by_entry(message, match.best.entry, match, at, reasons.READ_TOGETHER)
    if before.case is not None:
        return Merge(reasons.MORE_OF_CASE, into_escalation=before.case,
                     best=match.best, runner_up=match.runner_up)  # fmt: skip
    if not looks_like_question(message.text):
        return None
    # The line before was answered, or is in the case: what this one adds is what staff may need a draft for.
    adds = at.knowledge.matcher.match(without_lead(message.text))
    known = adds.best is not None and adds.best.entry in before.entry.split(JOIN)
    return open_case(message, Escalate(reasons.LEANS_BACK, Urgency.NORMAL,
                 "" if known else draft_of(adds, at), match.best, match.runner_up, together, (before.message_id,)),
                 at)  # fmt: skip


# what is asked


def _asked(message: ChatMessage, at: Moment) -> Decision:
    """Decide a message by what it asks."""
    asked, beside = clauses(message.text)
    if len(asked) == 1 and (apart := questions_apart(message, at)):
        asked, beside = apart, []
    match = at.knowledge.matcher.match(message.text, at.vector)
    if len(asked) > 1 and (several := _several_questions(message, asked, beside, match, at)) is not None:
        return several
    if (own := own_order(message, match, at)) is not None:
        return own
    reading = read(message, at)
    if reading is not None and not faq_knows_better(message, reading, match, at):
        return about_products(message, reading, match, at)
    before = leans_on(message, at.memory, at.now)
    if before is not None and (leaning := _leaning(message, before, at)) is not None:
        return leaning
    if match.sure and match.best is not None and not _only_told(message, match):
        return by_entry(message, match.best.entry, match, at, match.why)
    return _by_kind(message, match, at)


def _only_told(message: ChatMessage, match: Match) -> bool:
    """Return whether a line tells rather than asks: "装回去，七天无理由" wants no answer."""
    return match.best is not None and match.best.score < TOLD and not looks_like_question(message.text)


def _several_questions(
    message: ChatMessage, asked: list[str], beside: list[str], whole: Match, at: Moment
) -> Decision | None:
    """Answer two questions in one line, or hand both to a person: half an answer is none. None when it is but one."""
    if len(asked) > MOST_QUESTIONS:
        about_shop = [one for one in asked if concerns_shop(one, at.knowledge.catalog)]
        return to_person(message, reasons.TOO_MANY_QUESTIONS, "", whole, at) if about_shop else None
    decided, topics, unsure = _each(message, asked, at)
    others = [one for one, match in unsure if sounds_like_trouble(one) or _own_topic(match, topics)]
    if not decided or (len(decided) < 2 and not others):
        return None
    reason = ""
    if others:
        reason = reasons.HALF_IN_FAQ
    elif sounds_like_trouble(message.text):
        reason = reasons.TROUBLE
    elif not all(_empty_talk(one, at) for one in beside):
        # "我在新疆，包邮吗？几天能到？": what stands beside may be what matters.
        reason = reasons.BESIDE_THEM
    if reason:
        draft = " ".join(answer.text for one in decided if (answer := _as_answer(one)) is not None)
        return to_person(message, reason, draft, whole, at)
    return _together(message, decided, whole, at)


def _each(
    message: ChatMessage, asked: list[str], at: Moment
) -> tuple[list[Decision], set[str], list[tuple[str, Match]]]:
    """Decide each question of a line by itself: what is sure, on which topics, and what nobody is sure of."""
    decided: list[Decision] = []
    topics: set[str] = set()
    unsure: list[tuple[str, Match]] = []
    before: tuple[str, ...] = ()
    for one in asked:
        clause, match = replace(message, text=one), at.knowledge.matcher.match(one)
        reading = read(clause, at, before)
        before = reading.skus if reading is not None and reading.skus else before
        if reading is not None and not faq_knows_better(clause, reading, match, at):
            decided.append(about_products(clause, reading, match, at))
        elif match.sure and match.best is not None:
            if match.best.entry not in topics:
                decided.append(by_entry(clause, match.best.entry, match, at, reasons.TWO_QUESTIONS))
            topics.add(match.best.entry)
        else:
            unsure.append((one, match))
    return decided, topics, unsure


def _own_topic(match: Match, known: Collection[str]) -> bool:
    return match.best is not None and match.best.score >= A_TOPIC_OF_ITS_OWN and match.best.entry not in known


def _empty_talk(said: str, at: Moment) -> bool:
    """Return whether what stands beside a question asks and changes nothing."""
    if _GREETING.fullmatch(normalise(said)):
        return True
    match = at.knowledge.matcher.match(said)
    if not match.sure or match.best is None:
        return False
    return all(entry.then == "silence" for entry in at.knowledge.faq.variants(match.best.entry))


def _as_answer(decision: Decision) -> Answer | None:
    """Return what a decision would say; an answer that joins another's reply counts as well."""
    return decision.own if isinstance(decision, Merge) else decision if isinstance(decision, Answer) else None


def _together(message: ChatMessage, decided: list[Decision], match: Match, at: Moment) -> Decision:
    """Say two answers in one line; whatever is no answer takes the other one to a person with it."""
    # What the viewer has just been told need not be said again.
    fresh = [one for one in decided if not isinstance(one, Ignore)]
    if len(fresh) < 2:
        return fresh[0] if fresh else decided[0]
    answers = [answer for one in fresh if (answer := _as_answer(one)) is not None]
    text = " ".join(answer.text for answer in answers)
    shown = {answer.on_screen for answer in answers} - {None}
    named = named_products(message.text, at.knowledge.catalog)
    # One reply can speak of one product on screen, and not where the viewer names another.
    confused = len(shown) > 1 or bool(shown and named and not shown <= named)
    if len(answers) < len(fresh) or len(answers) > MOST_TOGETHER or len(text) > LONGEST_TOGETHER or confused:
        return to_person(message, reasons.TWO_QUESTIONS, text, match, at)
    return Answer(
        JOIN.join(answer.entry for answer in answers), text, answers[0].reason, answers[0].best, answers[1].best,
        next(iter(shown), None), JOIN.join(answer.wording for answer in answers),
    )  # fmt: skip


def _by_kind(message: ChatMessage, match: Match, at: Moment) -> Decision:
    """Decide what no entry surely answers: a complaint, a wish, a question or talk."""
    if match.best is not None and match.best.score >= LIKE_A_PERSONS_TOPIC:
        entry = at.knowledge.faq.entries[match.best.entry]
        if entry.then == "person":
            return to_person(message, reasons.NEAR_FOR_PEOPLE.format(entry=entry.id), "", match, at)
    catalog = at.knowledge.catalog
    wish = wish_in(message.text, catalog)
    if wish >= SURE:
        return Suggest(reasons.ASKS_PRODUCT, match.best, match.runner_up)
    if wish >= MAYBE:
        return _unanswered(message, match, at)
    if looks_like_question(message.text):
        about_shop = concerns_shop(message.text, catalog) or sounds_like_trouble(message.text)
        about_shop = about_shop or bool(products_named(message.text, catalog))
        if not is_near(match) and not about_shop:
            return Ignore(reasons.NOT_FOR_SHOP, match.best, match.runner_up)
        return _unanswered(message, match, at)
    if sounds_like_trouble(message.text):
        return to_person(message, reasons.TROUBLE, "", match, at)
    if _names_a_topic(message, match, at):
        return _unanswered(message, match, at)
    return Ignore(reasons.SMALL_TALK, match.best, match.runner_up)


def _names_a_topic(message: ChatMessage, match: Match, at: Moment) -> bool:
    """Return whether a line names what the FAQ answers without putting it as a question: "退货流程"."""
    if not concerns_shop(message.text, at.knowledge.catalog):
        return False
    plain, entries = normalise(message.text), at.knowledge.faq.entries
    if len(plain) < SHORTEST_TOPIC:
        # "运费": a word alone is how a busy room asks, if it is one of the FAQ's questions' own.
        return any(plain in normalise(entry.question) and bool(entry.answer) for entry in entries.values())
    return match.best is not None and match.best.score >= NAMES_IT and bool(entries[match.best.entry].answer)


def _unanswered(message: ChatMessage, match: Match, at: Moment) -> Decision:
    """Go the ways up from a near miss: ask back, the model's choice, a person with the nearest answer as a draft."""
    why = reasons.STATEMENT if match.sure else match.why
    way = to_person(message, reasons.NO_SURE_ANSWER.format(why=why), draft_of(match, at), match, at)
    if not isinstance(way, Escalate) or at.rules.unspoken:
        return way
    otherwise: Clarify | Escalate = way
    may_ask = at.rules.ask_back and concerns_shop(message.text, at.knowledge.catalog)
    if may_ask and at.memory.asked_back(message.viewer.id, ONCE_IN, at.now) is None:
        otherwise = ask_back(match, language_of(message.text), at.knowledge) or way
    if not at.rules.model_chooses or not (offered := options(match)):
        return otherwise
    reason = reasons.MODEL_MAY_CHOOSE
    answerable = frozenset(match.if_chosen)
    return Choose(offered, answerable, otherwise, reason, match.best, match.runner_up, match.ranked)


def by_choice(message: ChatMessage, entry: str, choose: Choose, at: Moment) -> Decision:
    """Do what the entry says that the model chose."""
    match = _of(entry, Match(choose.best, choose.runner_up, True, "", choose.ranked))
    if entry in choose.answerable:
        return by_entry(message, entry, match, at, reasons.MODEL_CHOSE)
    if isinstance(choose.otherwise, Escalate) and at.rules.draft_for_staff:
        known = at.knowledge.faq.entries.get(entry)
        draft = filled(known.answer, at.knowledge.catalog, at.memory.on_screen) if known is not None else None
        return replace(choose.otherwise, draft=draft or choose.otherwise.draft)
    return choose.otherwise
