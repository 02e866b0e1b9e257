"""What stands on the prompter: a line for each case that was put before the host, oldest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.console.pages import drawn
from bot.console.pieces import Colleague
from bot.console.snapshot import Snapshot
from bot.guard import masked

LONGEST = 160
"""Characters of a question that a host can take in at a glance."""
MOST = 12


@dataclass(frozen=True, slots=True)
class Line:
    """One case, as the host reads it."""

    case: int
    text: str
    """What is asked; nobody's numbers are read out."""
    people: int


def lines(snapshot: Snapshot, room: str) -> Sequence[Line]:
    """Return what the host of a room is to answer."""
    handed = [case for case in snapshot.open if case.handed_at is not None and case.room == room]
    found = []
    for case in sorted(handed, key=lambda case: (case.handed_at, case.id))[:MOST]:
        text = masked(case.question)
        found.append(Line(case.id, text if len(text) <= LONGEST else f"{text[:LONGEST]}…", case.people))
    return found


def parts(snapshot: Snapshot, who: Colleague, room: str) -> dict[str, str]:
    """Return the prompter's list."""
    return {"prompter": drawn("prompter.html", who.t, lines=lines(snapshot, room), may_act=who.may_act)}
