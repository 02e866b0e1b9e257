"""Who asks what a person has just answered gets that very answer, by name, in place of a case of their own."""

from __future__ import annotations

from dataclasses import replace

from bot import reasons
from bot.cues.own_order import about_own_order
from bot.escalation.staff_answers import StaffAnswer, about_screen
from bot.knowledge import Moment
from bot.messages import ChatMessage, Choose, Clarify, Decision, Escalate, Merge
from bot.product_questions.reading import is_for_health


def just_answered(message: ChatMessage, decision: Decision, at: Moment) -> Decision:
    """Return a decision, or in its place the answer that a person gave to others who asked the same.

    Where the program says nothing by itself that answer is the draft of the case.
    """
    if not at.memory.staff_answers or not _may_be_told(message, decision, at):
        return decision
    told = next((one for one in at.memory.staff_answers if _holds(one, message, decision, at)), None)
    if told is None:
        return decision
    if at.rules.unspoken:
        if at.rules.mode != "silent" and isinstance(decision, Escalate):
            return replace(decision, draft=told.text)
        return decision
    return Merge(
        reasons.JUST_ANSWERED, into_escalation=told.case, again=told.mark,
        best=decision.best, runner_up=decision.runner_up,
    )  # fmt: skip


def _may_be_told(message: ChatMessage, decision: Decision, at: Moment) -> bool:
    """Return whether a question that nobody but a person could answer says all it asks, and asks for no one alone."""
    match decision:
        case Escalate(asked=asked, earlier=earlier, cues=cues):
            whole = not (asked or earlier or cues)
        case Merge(reason=reason, cues=cues):
            whole = reason == reasons.WITH_STAFF and not cues
        case Clarify() | Choose():
            whole = True
        case _:
            whole = False
    return whole and not about_own_order(message.text) and not is_for_health(message.text, at.knowledge.catalog)


def _holds(one: StaffAnswer, message: ChatMessage, decision: Decision, at: Moment) -> bool:
    """Return whether an answer is for this question, new to its viewer, and as true as when it was given."""
    if at.now - one.at >= at.rules.answer_again or message.viewer.id in one.told:
        return False
    if not _answers(one, message, decision):
        return False
    known, since = at.knowledge, at.memory.screen_since
    if not one.subject and about_screen(message.text, known.catalog) and (since is None or since > one.since):
        return False
    recalled = {id_: entry.recalled.answer for id_, entry in known.faq.entries.items() if entry.recalled is not None}
    if one.says_recalled(recalled) or not one.still_true(known.catalog):
        return False
    return known.guard.verdict(one.text, "staff").allowed


def _answers(one: StaffAnswer, message: ChatMessage, decision: Decision) -> bool:
    if isinstance(decision, Merge):
        # It is in that very case because of what it asks; only a subject says that in other words.
        return decision.into_escalation == one.case and (bool(one.subject) or one.answers(message.text, ""))
    return one.answers(message.text, decision.subject if isinstance(decision, Escalate) else "")
