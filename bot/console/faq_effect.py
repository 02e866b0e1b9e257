"""What settling a topic would do to the questions viewers really asked, said before anything is written."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.console.acts import ENGLISH, Refused
from bot.console.desk import Desk
from bot.console.faq_acts import Plan, planned
from bot.console.words import Words
from bot.faq.cases import Came
from bot.faq.effect import Effect, Question, compare
from bot.faq.entries import Faq
from bot.faq.learn import Topic
from bot.faq.match import Matcher
from bot.judge import judge
from bot.knowledge import Knowledge, Rules

LAST = 500
"""Questions on which a change is tried."""


async def effect(
    desk: Desk, topic: Topic, do: str, *, answer: str = "", entry: str = "", t: Words = ENGLISH
) -> Effect | Refused:
    """Return which of the last real questions would fare otherwise, or why the topic cannot be settled like that."""
    if do == "dismiss":
        return Effect(0, ())
    plan = planned(desk, topic, topic.proposal.kind if do == "accept" else do, answer, entry, None, t)
    if isinstance(plan, Refused):
        return plan
    before = desk.knowledge()
    return await between(desk, before, lambda: knowing(before, _with(before.faq, plan)))


async def between(desk: Desk, before: Knowledge, after: Callable[[], Knowledge]) -> Effect:
    """Return which of the last real questions fare otherwise with other knowledge, which takes a while to make."""
    asked = [Question(one.text, one.on_screen) for one in await desk.store.asked(LAST)]
    return await asyncio.to_thread(_compared, asked, before, after, desk.zone, desk.now())


def _compared(
    asked: Sequence[Question], before: Knowledge, after: Callable[[], Knowledge], zone: str, now: datetime
) -> Effect:
    rules = Rules(zone=zone)

    def by(knowledge: Knowledge) -> Callable[[Question], Came]:
        return lambda question: judge(question.text, knowledge, rules, now, question.on_screen)

    return compare(asked, by(before), by(after()))


def knowing(before: Knowledge, faq: Faq) -> Knowledge:
    """Return what the shop would know with another FAQ, once everything is learned anew."""
    if before.faq.asks_as(faq):
        return replace(before, faq=faq)
    return replace(before, faq=faq, matcher=Matcher(faq, before.matcher.promise, before=before.matcher))


def _with(faq: Faq, plan: Plan) -> Faq:
    """Return the FAQ as it would be read once the plan is written."""
    entry = plan.entry
    if not plan.is_new:
        entry = replace(entry, phrasings=(*faq.entries[entry.id].phrasings, *entry.phrasings))
    return Faq.of({**faq.entries, entry.id: entry}.values())
