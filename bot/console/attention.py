"""What calls somebody to the desk: new cases, what was given to them, deadlines, viewers who wrote again.

A page gets what is so, not what happened, so that one that comes back after a lost connection misses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.console.pieces import once
from bot.console.snapshot import Snapshot
from bot.console.words import Words
from bot.escalation import Escalation, State

MOST = 60
"""Cases named to a page; of more the newest."""


def parts(snapshot: Snapshot, me: str, t: Words) -> dict[str, str]:
    """Return the element that pages ring by. What is the same for all is looked up once a snapshot."""
    at = snapshot.started
    mine = snapshot.held.get(me, ())
    answered = [f"{case.id}:{len(case.askers)}" for case in mine if _viewer_wrote(case)]
    free = snapshot.drawings.of(("free", at), lambda: str(len(_free(snapshot))))
    new = snapshot.drawings.of(("new", at), lambda: _named(_by_age(_free(snapshot))))
    due = snapshot.drawings.of(("due", at), lambda: _named(str(c.id) for c in _free(snapshot) if _is_due(c)))
    html = once(
        snapshot,
        "attention.html",
        t,
        count=int(free) + len(answered),
        new=new,
        assigned=_named(str(case.id) for case in mine if case.assigned_to == me),
        due=_named([*due.split(), *(str(case.id) for case in mine if _is_due(case))]),
        answered=_named(answered),
        away=me in snapshot.away,
    )
    return {"attention": html}


def away(snapshot: Snapshot, me: str, t: Words) -> dict[str, str]:
    """Return whether somebody is away, as the desk says it: in every browser of theirs."""
    drawn_parts = {"away": "away.html", "away-told": "away_told.html"}
    return {name: once(snapshot, template, t, is_away=me in snapshot.away) for name, template in drawn_parts.items()}


def proposed(snapshot: Snapshot, t: Words, *, approves: bool) -> dict[str, str]:
    """Return how many drafts for the FAQ wait, for whoever may approve them."""
    return {"proposed": once(snapshot, "proposed.html", t, proposed=snapshot.proposed if approves else 0)}


def _free(snapshot: Snapshot) -> list[Escalation]:
    """Cases that anybody may take: new ones, and those that somebody had and has no more."""
    return [case for case in snapshot.held.get(None, ()) if case.state in {State.NEW, State.CLAIMED}]


def _by_age(cases: Iterable[Escalation]) -> Iterator[str]:
    return (str(case.id) for case in sorted(cases, key=lambda case: case.opened_at))


def load(snapshot: Snapshot, me: str, capacity: int, t: Words) -> dict[str, str]:
    """Return how many cases somebody looks after, and whether that is more than one person can."""
    return {"load": once(snapshot, "load.html", t, count=len(snapshot.held.get(me, ())), capacity=capacity)}


def _named(names: Iterable[str]) -> str:
    return " ".join([*names][-MOST:])


def _is_due(case: Escalation) -> bool:
    """Whether the first answer is nearly late, or late: as the case's own row says it."""
    return case.paused_at is None and case.deadline in {"warn", "broken"}


def _viewer_wrote(case: Escalation) -> bool:
    """Whether a viewer wrote after staff's last reply; while it is still the viewer's turn, it was but thanks."""
    answered = bool(case.replies and case.askers) and case.state is not State.WAITING
    return answered and case.askers[-1].at > case.replies[-1].at
