"""What staff do with a case beside answering it: snooze, assign, merge, note, answered on air; macros of these."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from bot.answering import filled
from bot.canned import Macro
from bot.catalog import Product
from bot.console import acts
from bot.console.acts import ENGLISH, Done, Held, Refused
from bot.console.desk import Desk
from bot.console.sessions import MAY_ACT
from bot.console.words import Words
from bot.escalation import Escalation, State
from bot.messages import bounded
from bot.product_questions.names import named_products
from bot.text import language_of

LONGEST_NOTE = 500
MINUTES = (2, 5, 15)
MOST_PRODUCTS = 3


class Undone(StrEnum):
    """Why an act was not done, as a word for pages (`undone.WORD`)."""

    NOBODY = "nobody"
    """There is no such colleague, or they may not act."""
    AWAY = "away"
    NO_PRODUCT = "no_product"
    NO_REPLY = "no_reply"
    """A macro sends a reply that cannot be filled in now."""
    NO_MERGE = "no_merge"
    NO_NOTE = "no_note"


Outcome = Done | Held | Refused | Undone | None


async def _after(
    desk: Desk, case_id: int, by: str, action: str, detail: str = "", *, done: bool
) -> Done | Held | None:
    """Put an act on record and return the case as it is now."""
    case = await desk.store.cases.one(case_id)
    if case is None:
        return None
    if not done:
        return Held(case, case.holder(desk.now()))
    await desk.store.audit(by, action, f"case {case_id}", detail, desk.now())
    return Done(case)


async def snooze(desk: Desk, case_id: int, by: str, minutes: int) -> Done | Held | None:
    """Put a case aside for some minutes; a word of its viewers brings it back earlier."""
    until = desk.now() + timedelta(minutes=minutes)
    done = await desk.store.cases.snooze(case_id, by, desk.now(), until=until)
    return await _after(desk, case_id, by, "snooze", f"{minutes} min", done=done)


async def snooze_until_shown(desk: Desk, case_id: int, by: str, sku: str = "") -> Done | Held | Undone | None:
    """Put a case aside until a product comes on screen: the one that is asked about unless another is named."""
    case = await desk.store.cases.one(case_id)
    if case is None:
        return None
    known = products(desk, case)
    if not (sku in desk.catalog() if sku else known):
        return Undone.NO_PRODUCT
    sku = sku or known[0].sku
    done = await desk.store.cases.snooze(case_id, by, desk.now(), sku=sku)
    return await _after(desk, case_id, by, "snooze", f"until {sku} is shown", done=done)


def products(desk: Desk, case: Escalation) -> Sequence[Product]:
    """Return the products a case may wait for: those its askers name, else what its room shows now."""
    catalog = desk.catalog()
    named = dict.fromkeys(sku for asker in case.askers for sku in sorted(named_products(asker.text, catalog)))
    if named:
        return [catalog[sku] for sku in named][:MOST_PRODUCTS]
    room = desk.room(case.room)
    return [room.on_screen] if room is not None and room.on_screen is not None else []


async def assign(desk: Desk, case_id: int, by: str, to: str, *, anyones: bool = False) -> Done | Held | Undone | None:
    """Give a case to a colleague who is there; `anyones`: even one that somebody else has."""
    member = next((one for one in await desk.store.all_staff() if one.name == to), None)
    if member is None or member.role not in MAY_ACT:
        return Undone.NOBODY
    if to != by and to in await desk.store.shifts.away():
        return Undone.AWAY
    case = await desk.store.cases.one(case_id)
    if case is None:
        return None
    until = desk.claim_until(case.room)
    done = await desk.store.cases.assign(case_id, to, by, until, desk.now(), anyones=anyones)
    return await _after(desk, case_id, by, "assign", to, done=done)


async def merge(desk: Desk, case_id: int, by: str, into: int) -> Done | Held | Undone | None:
    """Move everybody who asks in a case into another; returns the other."""
    if not await desk.store.cases.merge(case_id, into, by, desk.now()):
        case = await desk.store.cases.one(case_id)
        holder = case.holder(desk.now()) if case is not None else None
        if case is None:
            return None
        return Held(case, holder) if holder not in (None, by) else Undone.NO_MERGE
    await desk.store.audit(by, "merge", f"case {case_id}", f"into {into}", desk.now())
    other = await desk.store.cases.one(into)
    return Done(other) if other is not None else None


async def on_air(desk: Desk, case_id: int, by: str) -> Done | Held | None:
    """Close a case that the host has just answered."""
    now = desk.now()
    done = await desk.store.cases.on_air(case_id, by, now, now)
    return await _after(desk, case_id, by, "on air", done=done)


async def note(desk: Desk, case_id: int, by: str, text: str) -> Done | Held | Undone | None:
    """Write something down for colleagues."""
    text = bounded(text, LONGEST_NOTE).strip()
    if not text:
        return Undone.NO_NOTE
    done = await desk.store.cases.note(case_id, by, text, desk.now())
    return await _after(desk, case_id, by, "note", text, done=done)


async def run_macro(desk: Desk, case_id: int, by: str, macro: Macro, *, once: str, t: Words = ENGLISH) -> Outcome:
    """Do the steps of a macro, one after the other, up to the first that cannot be done; returns what came last."""
    outcome: Outcome = None
    for number, step in enumerate(macro.steps):
        match step.verb:
            case "send":
                outcome = await _send(desk, case_id, by, step.what, once=f"{once}-{number}", t=t)
            case "note":
                outcome = await note(desk, case_id, by, step.what)
            case "resolve":
                case = await desk.store.cases.one(case_id)
                answered = case is not None and case.replies
                outcome = await acts.resolve(desk, case_id, by, acts.ANSWERED if answered else acts.NO_ANSWER)
            case "snooze" if step.what:
                outcome = await snooze(desk, case_id, by, int(step.what))
            case "snooze":
                outcome = await snooze_until_shown(desk, case_id, by)
            case "on air":
                outcome = await on_air(desk, case_id, by)
            case _:
                outcome = await acts.release(desk, case_id, by)
        if not isinstance(outcome, Done):
            return outcome
    return outcome


async def _send(desk: Desk, case_id: int, by: str, name: str, *, once: str, t: Words) -> Outcome:
    case = await desk.store.cases.one(case_id)
    if case is None:
        return None
    reply = desk.canned().named(name, language_of(case.question))
    text = filled_in(desk, case.room, reply.text) if reply is not None else None
    if text is None:
        return Undone.NO_REPLY
    return await acts.reply(desk, case_id, by, text, once=once, t=t)


def filled_in(desk: Desk, room: str, text: str) -> str | None:
    """Return a ready reply with the catalogue's words in it; None when one of them is missing now."""
    view = desk.room(room)
    shown = view.on_screen if view is not None else None
    return filled(text, desk.catalog(), shown.sku if shown is not None else None)


async def load(desk: Desk, now: datetime) -> dict[str, int]:
    """Return how many open cases each colleague has."""
    counts: dict[str, int] = {}
    for case in await desk.store.cases.several():
        holder = case.holder(now) or (case.assigned_to if case.state is State.SNOOZED else "")
        if holder:
            counts[holder] = counts.get(holder, 0) + 1
    return counts


async def go_away(desk: Desk, by: str) -> int:
    """Be away: nobody assigns to me, and what I hold goes back to the queue; returns how many cases did."""
    now = desk.now()
    await desk.store.shifts.leave(by, now)
    given = 0
    for case in await desk.store.cases.several():
        if case.holder(now) == by:
            given += isinstance(await acts.release(desk, case.id, by), Done)
    await desk.store.audit(by, "away", by, f"{given} cases given back", now)
    return given


async def come_back(desk: Desk, by: str) -> None:
    """Be there again."""
    if await desk.store.shifts.come_back(by):
        await desk.store.audit(by, "back", by, "", desk.now())
