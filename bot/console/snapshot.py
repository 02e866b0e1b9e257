"""What is true now, read once and drawn for every browser that looks."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.catalog import Catalog, Product
from bot.console.desk import Desk, RoomView
from bot.console.drawings import Drawings
from bot.console.priorities import Priorities
from bot.escalation import OPEN, Escalation
from bot.priority import Priority
from bot.problems import Problem
from bot.store.records import Balance, HeardMessage

MOST_CASES = 200
"""Shown in one list; of more there are pages."""
MOST_OPEN = 5_000
FEED = 40
COUNT_SHARE = 20
"""Counting reads every message, so the longer it takes, the longer its result is used: twenty times as long."""
COUNT_KEPT_S = 1.0
"""At most so long: it may have waited for a busy machine, and what counting really takes, the store knows."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The rooms, the queue and the chat at one moment."""

    started: float
    """On the loop's clock; whatever was committed before is in it."""
    now: datetime
    rooms: Sequence[RoomView]
    problems: Sequence[Problem]
    balances: Mapping[str, Balance]
    open: Sequence[Escalation]
    """The most pressing first, then oldest first; snoozed ones after the others."""
    place: Mapping[int, int]
    """Where each of them stands in that order, from 0."""
    priorities: Mapping[int, Priority]
    """Of the open cases, waiting apart."""
    cases: Mapping[int, Escalation]
    """The open ones, and closed ones that somebody still has in front of them."""
    heard: Mapping[str, Sequence[HeardMessage]]
    waiting: frozenset[int]
    """The numbers of the open cases."""
    held: Mapping[str | None, Sequence[Escalation]]
    """The open cases by who holds them now; under None those that nobody does."""
    of_viewer: Mapping[tuple[str, str], Sequence[Escalation]]
    """The open cases in which somebody waits, by room and viewer."""
    open_in: Mapping[str, int]
    """Open cases of each room."""
    away: frozenset[str]
    """Colleagues who said that they are, wherever they said it."""
    proposed: int
    """Drafts for the FAQ that wait for an approval."""
    catalog: Catalog
    shown: Mapping[int, Sequence[Product]]
    """Of open cases in which somebody said "this one": what was on screen then."""
    drawings: Drawings

    @property
    def heard_count(self) -> int:
        """Messages heard in all rooms."""
        return sum(balance.heard for balance in self.balances.values())

    @property
    def listening(self) -> bool:
        """Whether any room is connected."""
        return any(room.link.state == "connected" for room in self.rooms)

    def room(self, name: str) -> RoomView | None:
        """Return a room by its name."""
        return next((room for room in self.rooms if room.name == name), None)

    def on_screen(self, room: str) -> Product | None:
        """Return what a room shows now."""
        view = self.room(room)
        return view.on_screen if view else None


class Reader:
    """Reads snapshots; all who ask at the same time share one, and of the cases only what changed is read again."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._reading = asyncio.Lock()
        self._latest: Snapshot | None = None
        self._cases: dict[int, Escalation] = {}
        self._balances: dict[str, Balance] = {}
        self._count_again = float("-inf")
        self._drawings = Drawings()
        self.priorities = Priorities(desk)

    async def read(self, rooms: Iterable[str], cases: Iterable[int], *, count: bool = False) -> Snapshot:
        """Return what is true at or after this call; the balance may lag a little, unless told to `count`.

        `rooms` are those whose chat is shown, `cases` those that somebody has in front of them, open or not.
        """
        asked = asyncio.get_running_loop().time()
        wanted, shown = set(rooms), set(cases)
        async with self._reading:
            latest = None if count else self._latest
            if latest is not None and latest.started > asked and self._has(latest, wanted, shown):
                return latest
            self._latest = await self._look(wanted, shown, count)
            return self._latest

    def _has(self, snapshot: Snapshot, rooms: set[str], cases: set[int]) -> bool:
        return rooms <= snapshot.heard.keys() and cases <= snapshot.cases.keys()

    async def _look(self, rooms: set[str], shown: set[int], count: bool) -> Snapshot:
        store, loop = self._desk.store, asyncio.get_running_loop()
        started = loop.time()
        if count or started >= self._count_again:
            self._balances = {balance.room: balance for balance in await store.balance()}
            self._count_again = loop.time() + min(COUNT_SHARE * (loop.time() - started), COUNT_KEPT_S)
        waiting, priorities = await self.priorities.ordered(await self._read_cases(shown))
        away, proposed, chats = await asyncio.gather(
            store.shifts.away(),
            store.lessons.proposed(),
            asyncio.gather(*(store.recent_messages(room, FEED) for room in rooms)),
        )
        now = self._desk.now()
        held: dict[str | None, list[Escalation]] = {}
        of_viewer: dict[tuple[str, str], list[Escalation]] = {}
        for case in waiting:
            held.setdefault(case.holder(now), []).append(case)
            for viewer in {asker.viewer.id for asker in case.askers}:
                of_viewer.setdefault((case.room, viewer), []).append(case)
        return Snapshot(
            started=started,
            now=now,
            rooms=tuple(self._desk.rooms()),
            problems=tuple(self._desk.problems()),
            balances=self._balances,
            open=waiting,
            place={case.id: place for place, case in enumerate(waiting)},
            priorities=priorities,
            cases=self._cases,
            heard=dict(zip(rooms, chats, strict=True)),
            waiting=frozenset(case.id for case in waiting),
            held=held,
            of_viewer=of_viewer,
            open_in=Counter(case.room for case in waiting),
            away=frozenset(away),
            proposed=proposed,
            catalog=self._desk.catalog(),
            shown={case.id: products for case in waiting if (products := self.priorities.shown(case))},
            drawings=self._drawings,
        )

    async def _read_cases(self, shown: set[int]) -> Sequence[Escalation]:
        """Read what changed since the last time; return the open cases."""
        store, had = self._desk.store, self._cases
        in_order, versions = await store.cases.versions(shown, MOST_OPEN)
        changed = [case for case, version in versions.items() if case not in had or had[case].version != version]
        fresh = {case.id: case for case in await store.cases.by_number(changed)} if changed else {}
        self._cases = {case: fresh.get(case) or had[case] for case in versions if case in fresh or case in had}
        return [case for number in in_order if (case := self._cases.get(number)) is not None and case.state in OPEN]
