"""Macros: several acts at one key, done in turn; and what ready replies say now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum

from bot.catalog import Product
from bot.console import acts, case_acts
from bot.console.acts import ENGLISH, Done, Held, Refused
from bot.console.desk import Desk
from bot.console.words import Words
from bot.decide.answering import filled
from bot.escalation import Escalation
from bot.escalation.canned import Macro, Step
from bot.product_questions.names import named_products
from bot.text import language_of

MOST_PRODUCTS = 3


class Undone(StrEnum):
    """Why an act was not done, as a word for pages (`undone.WORD`)."""

    NOBODY = "nobody"
    """There is no such colleague, or they may not act."""
    AWAY = "is_away"
    NO_PRODUCT = "no_product"
    NO_REPLY = "no_reply"
    """A macro sends a reply that cannot be filled in now."""
    NO_MERGE = "no_merge"
    NO_NOTE = "no_note"
    MINUTES = "minutes"


Outcome = Done | Held | Refused | Undone | None


def products(desk: Desk, case: Escalation) -> Sequence[Product]:
    """Return the products a case may wait for: those its askers name, else what was on screen then."""
    catalog = desk.catalog()
    named = dict.fromkeys(sku for asker in case.askers for sku in sorted(named_products(asker.text, catalog)))
    if named:
        return [catalog[sku] for sku in named][:MOST_PRODUCTS]
    shown = desk.on_screen(case)
    return [shown] if shown is not None else []


def filled_in(desk: Desk, case: Escalation, text: str) -> str | None:
    """Return a ready reply with the catalogue's words in it; None when one of them is missing now."""
    shown = desk.on_screen(case)
    return filled(text, desk.catalog(), shown.sku if shown is not None else None)


async def run_macro(desk: Desk, case_id: int, by: str, macro: Macro, *, once: str, t: Words = ENGLISH) -> Outcome:
    """Do the steps of a macro, one after the other, up to the first that cannot be done; returns what came last."""
    outcome: Outcome = None
    for number, step in enumerate(macro.steps):
        case = await desk.store.cases.one(case_id)
        if case is None:
            return None
        outcome = await _step(desk, case, by, step, once=f"{once}-{number}", t=t)
        if not isinstance(outcome, Done):
            return outcome
    return outcome


async def _step(desk: Desk, case: Escalation, by: str, step: Step, *, once: str, t: Words) -> Outcome:
    match step.verb:
        case "send":
            reply = desk.canned().named(step.what, language_of(case.question))
            text = filled_in(desk, case, reply.text) if reply is not None else None
            if text is None:
                return Undone.NO_REPLY
            return await acts.reply(desk, case.id, by, text, once=once, undoable=True, t=t)
        case "note":
            return await case_acts.note(desk, case.id, by, step.what)
        case "resolve":
            return await acts.resolve(desk, case.id, by, acts.ANSWERED if case.replies else acts.NO_ANSWER)
        case "snooze" if step.what:
            return await case_acts.snooze(desk, case.id, by, length=timedelta(minutes=int(step.what)))
        case "snooze":
            known = products(desk, case)
            return await case_acts.snooze(desk, case.id, by, sku=known[0].sku) if known else Undone.NO_PRODUCT
        case "on air":
            return await case_acts.on_air(desk, case.id, by)
        case _:
            return await acts.release(desk, case.id, by)
