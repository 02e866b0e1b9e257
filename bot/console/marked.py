"""One act on several cases that somebody has marked: each is done and audited by itself, or told why not."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.console import acts, case_acts
from bot.console.acts import Done, Held, Refused
from bot.console.desk import Desk
from bot.console.words import Words
from bot.escalation import OPEN, Escalation, State
from bot.store.replies import mark_of

MOST = 50
"""Cases that may be marked at once."""
NUMBER = re.compile(r"[0-9]{1,15}")
LONGEST_MARKED = MOST * 16
"""Letters of that many numbers with a comma each."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the marked cases, by their numbers."""

    done: Sequence[int] = ()
    held: Mapping[str, Sequence[int]] = field(default_factory=dict)
    """Left to whoever has them."""
    closed: Sequence[int] = ()
    """Closed, merged or gone before."""
    elsewhere: Sequence[int] = ()
    """Of another room, which the answer does not reach."""

    @property
    def all(self) -> tuple[int, ...]:
        """Every case it tells of."""
        theirs = [case for cases in self.held.values() for case in cases]
        return (*self.done, *theirs, *self.closed, *self.elsewhere)


@dataclass(frozen=True, slots=True)
class Joint:
    """What one answer to the marked cases would be given to."""

    first: Escalation
    """The case that the others become one with: the first that is free."""
    joining: tuple[int, ...]
    cases: Sequence[Escalation]
    """All that are marked, in their order."""
    left: Tally
    """Those that it does not reach, and why."""


def numbers(said: str) -> tuple[int, ...] | None:
    """Read the numbers of marked cases, each once; None where it is no such list, or a longer one than may be."""
    parts = said.split(",") if len(said) <= LONGEST_MARKED else []
    if not parts or len(parts) > MOST or not all(NUMBER.fullmatch(part) for part in parts):
        return None
    return tuple(dict.fromkeys(map(int, parts)))


async def resolve(desk: Desk, cases: Sequence[int], by: str) -> Tally:
    """Close each, as answered where staff replied."""
    return await _each(cases, lambda case: acts.close(desk, case, by))


async def assign(desk: Desk, cases: Sequence[int], to: str, by: str, *, anyones: bool = False) -> Tally:
    """Give all to one colleague; raises `ActRefused` where there is none of that name, or they are away."""
    return await _each(cases, lambda case: case_acts.assign(desk, case, to, by, anyones=anyones))


async def snooze(desk: Desk, cases: Sequence[int], by: str, length: timedelta) -> Tally:
    """Put all aside for a while."""
    return await _each(cases, lambda case: case_acts.snooze(desk, case, by, length=length))


async def _each(cases: Sequence[int], act: Callable[[int], Awaitable[Done | Held | None]]) -> Tally:
    done, closed, held = list[int](), list[int](), dict[str, list[int]]()
    for case in cases:
        match await act(case):
            case Done():
                done.append(case)
            case Held(holder=str(name)):
                held.setdefault(name, []).append(case)
            case _:
                closed.append(case)
    return Tally(done, held, closed)


async def joint(desk: Desk, cases: Sequence[int], by: str) -> Joint | None:
    """Look whom one answer to these cases would reach now; None when none of them is open and free."""
    found, now = await _in_order(desk, cases), desk.now()
    first = next((case for case in found if case.state in OPEN and case.holder(now) in (None, by)), None)
    if first is None:
        return None
    left = _left(cases, found, first, by, now)
    joining = tuple(case for case in cases if case not in (first.id, *left.all))
    return Joint(first, joining, found, left)


async def answer(
    desk: Desk, cases: Sequence[int], by: str, text: str, *, once: str, t: Words
) -> tuple[Done | Held | Refused | None, Tally]:
    """Let these cases become one and say one answer in it, all in one commit; tell which were left out.

    The first that nobody else has takes the others in. A second click with the same `once` changes nothing.
    """
    found = await _in_order(desk, cases)
    said = [case for case in found if any(reply.mark == mark_of(case.id, once) for reply in case.replies)]
    before = {case.id for case in found if case.state is State.MERGED}
    done: Done | Held | Refused | None = None
    for first in said[:1] or [case for case in found if case.state in OPEN]:
        others = [case.id for case in found if case.id != first.id and case.room == first.room]
        done = await acts.reply(desk, first.id, by, text, once=once, joining=others, undoable=True, t=t)
        if not isinstance(done, Held):
            break
    if not isinstance(done, Done):
        return done, Tally()
    now_found = await _in_order(desk, cases)
    left = _left(cases, now_found, done.case, by, desk.now())
    for case in now_found:
        if case.merged_into == done.case.id and case.id not in before:
            await acts.note_act(desk, by, "merge", case.id, f"into {done.case.id}")
    return done, Tally([case for case in cases if case not in left.all], left.held, left.closed, left.elsewhere)


async def _in_order(desk: Desk, cases: Sequence[int]) -> list[Escalation]:
    by_number = {case.id: case for case in await desk.store.cases.by_number(cases)}
    return [by_number[case] for case in cases if case in by_number]


def _left(cases: Sequence[int], found: Sequence[Escalation], first: Escalation, by: str, now: datetime) -> Tally:
    """Return which cases an answer in the first does not reach: held by others, of another room, closed."""
    known = {case.id: case for case in found}
    held, closed, elsewhere = dict[str, list[int]](), list[int](), list[int]()
    for number in cases:
        case = known.get(number)
        if case is not None and (case.id == first.id or case.merged_into == first.id):
            continue
        holder = case.holder(now) if case is not None else None
        if case is None or case.state not in OPEN:
            closed.append(number)
        elif case.room != first.room:
            elsewhere.append(number)
        elif holder not in (None, by):
            held.setdefault(str(holder), []).append(number)
    return Tally((), held, closed, elsewhere)
