"""Who of the staff has how much to do, and who is away."""

from __future__ import annotations

from bot.console import acts
from bot.console.acts import Done
from bot.console.desk import Desk
from bot.escalation import State
from bot.store.records import StaffMember


async def load(desk: Desk) -> dict[str, int]:
    """Return how many open cases each colleague looks after."""
    now, counts = desk.now(), dict[str, int]()
    for case in await desk.store.cases.several():
        holder = case.holder(now) or (case.assigned_to if case.state is State.SNOOZED else "")
        if holder:
            counts[holder] = counts.get(holder, 0) + 1
    return counts


async def go_away(desk: Desk, by: str) -> int:
    """Be away: nobody gives me cases, and what I hold goes back to the queue; returns how many did."""
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


def may_approve(desk: Desk, member: StaffMember) -> bool:
    """Return whether somebody may put into force what a case teaches."""
    return member.role == "admin" or desk.settings().faq.approval == "agent"
