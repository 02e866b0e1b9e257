"""What must not be left to a program: it goes to a person at once, before any rule looks for an answer."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from bot import reasons
from bot.cues.mood import Mood, mood_of
from bot.cues.own_order import about_own_order
from bot.cues.relevance import concerns_shop
from bot.cues.trouble import sounds_like_trouble
from bot.decide.answering import READ_IT, draft_of, joining, open_case, to_person
from bot.faq.match import Match
from bot.guard import personal_data
from bot.knowledge import Moment
from bot.memory import AGAIN_WITHIN
from bot.messages import JOIN, Answer, ChatMessage, Decision, Escalate, Ignore, Merge, Outcome, Sign, Suggest, Urgency
from bot.product_questions.reading import is_for_health
from bot.text import folded, looks_like_question

CALMS_DOWN = timedelta(minutes=10)
"""So long nothing is sold to a viewer who was angry."""
SPOKE_WITH_US = timedelta(minutes=5)
HELPED_TWICE = 2
"""Answers to the same thing after which another try is a person's."""

_TO_US = re.compile(
    r"你们?|您|主播|客服|老板|商家|店家?|卖家|\b(?:you|your|shop|store|seller|support|service)\b", re.ASCII
)


def for_people(message: ChatMessage, mood: Mood, at: Moment) -> Decision | None:
    """Send what must not be left to a program straight to a person; None where a program may go on.

    Whoever waits for a person already is not put in line a second time: their case becomes urgent.
    """
    escalate = needs_person(message, mood, at)
    if escalate is None or escalate.reason == reasons.PERSONAL_DATA:
        return escalate
    if (own := at.memory.own_case(message.viewer.id)) is not None:
        return joining(own, escalate.reason, escalate, alone=True)
    return open_case(message, escalate, at)


def needs_person(message: ChatMessage, mood: Mood, at: Moment) -> Escalate | None:
    """Return why a line must not be left to a program, as a case of its own; None where a program may go on."""
    if personal_data(message.text):
        return Escalate(reasons.PERSONAL_DATA, Urgency.HIGH, cues=mood.cues)
    handover = at.knowledge.handover
    reason = ""
    if (word := handover.delicate_word(message.text)) is not None:
        reason = reasons.MENTIONS.format(word=word)
    elif (word := handover.asks_for_person(message.text)) is not None:
        reason = reasons.ASKS_FOR_PERSON.format(word=word)
    if reason:
        return Escalate(reason, Urgency.HIGH, cues=mood.cues)
    if mood.cues and (mood.at_us or _concerns_us(message, at)):
        match = at.knowledge.matcher.match(message.text)
        return Escalate(reasons.ANGRY.format(words=_words(mood)), Urgency.HIGH, draft_of(match, at), match.best,
                         match.runner_up, cues=mood.cues)  # fmt: skip
    return None


def own_order(message: ChatMessage, match: Match, at: Moment) -> Decision | None:
    """Send a question about the viewer's own order to a person, unless the FAQ has it in these very words."""
    if not about_own_order(message.text) or at.knowledge.matcher.topic_of(message.text) is not None:
        return None
    return to_person(message, reasons.OWN_ORDER, draft_of(match, at), match, at)


def mood_now(message: ChatMessage, at: Moment) -> Mood:
    """Return how a line sounds after what the viewer said before; without cues unless they are angry."""
    last = at.memory.last_turn(message.viewer.id, AGAIN_WITHIN, at.now)
    waits = last is not None and last.case is not None and not last.again
    waited = at.now - last.at if last is not None and waits else timedelta()
    again = at.memory.times_before(message, at.now)
    mood = mood_of(message.text, at.knowledge.mood, again, waited)
    if mood.sounds and not again and at.knowledge.matcher.topic_of(message.text) is not None:
        return Mood()  # the FAQ has a ready answer to these very words, as calm viewers put them too
    return mood if mood.angry else Mood()


def _concerns_us(message: ChatMessage, at: Moment) -> bool:
    """Return whether an angry line is for the shop at all: rooms swear at much else."""
    text = message.text
    if looks_like_question(text) or sounds_like_trouble(text) or concerns_shop(text, at.knowledge.catalog):
        return True
    last = at.memory.last_turn(message.viewer.id, SPOKE_WITH_US, at.now)
    return _TO_US.search(folded(text)) is not None or (last is not None and last.outcome is not Outcome.IGNORE)


def _words(mood: Mood) -> str:
    words = [cue.seen for cue in mood.cues if cue.seen and cue.sign not in (Sign.AGAIN, Sign.WAITED)]
    return ", ".join(words[:3]) or "!"


def said_again(message: ChatMessage, mood: Mood, at: Moment) -> Decision:
    """Decide the same line again from the same viewer: no new question, unless two answers did not help."""
    last = at.memory.last_turn(message.viewer.id, AGAIN_WITHIN, at.now)
    if last is not None and last.case is not None and mood.cues:
        # The case is there; whoever takes it should see that its viewer is losing patience.
        return Merge(reasons.MORE_OF_CASE, into_escalation=last.case, cues=mood.cues)
    answered = at.memory.answered_at(message, at.now)
    tries = at.memory.times_before(message, at.now) + 1
    read_it = answered is not None and at.now - answered >= READ_IT
    if read_it and tries > HELPED_TWICE and looks_like_question(message.text):
        return to_person(message, reasons.NOT_HELPED, "", at.knowledge.matcher.match(message.text), at)
    return Ignore(reasons.SAID_SAME)


def with_care(message: ChatMessage, decision: Decision, mood: Mood, at: Moment) -> Decision:
    """Return what was decided, or a case where a program should not go on: selling to the angry, a third answer."""
    match = Match(decision.best, decision.runner_up, False, decision.reason)
    if isinstance(decision, Suggest):
        if is_for_health(message.text, at.knowledge.catalog):
            return to_person(message, reasons.FOR_HEALTH, "", match, at)
        if mood.cues or at.memory.angry_lately(message.viewer.id, CALMS_DOWN, at.now):
            return to_person(message, reasons.NOTHING_SOLD, "", match, at)
    answer = decision.own if isinstance(decision, Merge) else decision
    if isinstance(answer, Answer):
        times = [at.memory.times_got(message, entry, at.now) for entry in answer.entry.split(JOIN)]
        if min(times) >= HELPED_TWICE:
            return to_person(message, reasons.NOT_HELPED, answer.text, match, at)
    if isinstance(decision, Ignore) and mood.cues:
        return replace(decision, cues=mood.cues)
    return decision
