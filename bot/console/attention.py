"""What calls somebody to the desk: new cases, what was given to them, deadlines, viewers who wrote again.

A page gets what is so, not what happened, so that one that comes back after a lost connection misses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.console.pages import drawn
from bot.console.words import Words
from bot.escalation import Escalation, State

WARN_AT = 0.75
"""The share of the time for a first answer after which a page warns."""
MOST = 60
"""Cases named to a page; of more the newest."""


def parts(cases: Sequence[Escalation], me: str, t: Words, now: datetime) -> dict[str, str]:
    """Return the element that pages ring by."""
    free = [case for case in cases if case.state is State.NEW or _lapsed(case, now)]
    mine = [case for case in cases if case.holder(now) == me]
    answered = [f"{case.id}:{len(case.askers)}" for case in mine if _viewer_wrote(case)]
    return {
        "attention": drawn(
            "attention.html",
            t,
            count=len(free) + len(answered),
            new=_named(str(case.id) for case in sorted(free, key=lambda case: case.opened_at)),
            assigned=_named(str(case.id) for case in mine if case.assigned_to == me),
            due=_named(str(case.id) for case in [*free, *mine] if _is_due(case, now)),
            answered=_named(answered),
        )
    }


def load(cases: Sequence[Escalation], me: str, capacity: int, t: Words, now: datetime) -> dict[str, str]:
    """Return how many cases somebody looks after, and whether that is more than one person can."""
    count = sum(case.holder(now) == me for case in cases)
    return {"load": drawn("load.html", t, count=count, capacity=capacity)}


def _named(names: Iterable[str]) -> str:
    return " ".join([*names][-MOST:])


def _is_due(case: Escalation, now: datetime) -> bool:
    """Whether most of the time for the first answer is over."""
    if case.due_at is None or case.first_reply_at is not None or case.paused_at is not None:
        return False
    return now >= case.due_at - (case.due_at - case.opened_at) * (1 - WARN_AT)


def _lapsed(case: Escalation, now: datetime) -> bool:
    """Whether somebody had it and it is free again."""
    return case.state is State.CLAIMED and case.holder(now) is None


def _viewer_wrote(case: Escalation) -> bool:
    """Whether a viewer wrote after staff's last reply."""
    return bool(case.replies and case.askers) and case.askers[-1].at > case.replies[-1].at
