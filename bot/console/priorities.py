"""How pressing every open case is: looked up where something of it changed, reckoned for the rest."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.catalog import Catalog, Product
from bot.console.desk import Desk
from bot.console.words import Words
from bot.escalation import Escalation
from bot.priority import Kind, Part, Priority, Signs, best_tier, in_order, signs_of, weighed

TIERS_FOR_S = 60.0
"""Seconds for which it is remembered what kind of customer a viewer is."""
MOST_VIEWERS = 20
"""Of one case, whose tier is looked up."""
AT_ONCE = 100
"""So many cases are read in the program's own thread; more in one apart."""
SHORT = {Kind.ANGRY, Kind.BUYING, Kind.ON_SCREEN, Kind.TIER}
"""What a line of the list says; the rest stands there anyway."""
Viewer = tuple[str, str]
"""Room and id."""


@dataclass(frozen=True, slots=True)
class _Read:
    """What the words of a case told when it was read last, and whose they are."""

    version: int
    signs: Signs
    viewers: tuple[Viewer, ...]


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A case's priority, and what it rests on."""

    version: int
    signs: Signs
    on_screen: str | None
    tier: str
    priority: Priority


class Priorities:
    """Weighs cases, each again only when something changed."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._catalog = Catalog()
        self._read: dict[int, _Read] = {}
        self._weighed: dict[int, _Weighed] = {}
        self._tiers: dict[Viewer, tuple[str, float]] = {}

    async def of(self, cases: Sequence[Escalation]) -> Mapping[int, Priority]:
        """Return the priority of each case, waiting apart."""
        await self._read_new(cases)
        await self._look_up({key for case in cases for key in self._read[case.id].viewers})
        shown = {room.name: room.on_screen.sku for room in self._desk.rooms() if room.on_screen is not None}
        self._weighed = {case.id: self._weigh(case, shown.get(case.room)) for case in cases}
        return {case_id: weighed.priority for case_id, weighed in self._weighed.items()}

    def shown(self, case: Escalation) -> Sequence[Product]:
        """Return what was on screen when somebody of a case that was weighed said "this one"."""
        read = self._read.get(case.id)
        return [self._catalog[sku] for sku in read.signs.shown if sku in self._catalog] if read is not None else []

    async def ordered(self, cases: Sequence[Escalation]) -> tuple[Sequence[Escalation], Mapping[int, Priority]]:
        """Return cases in the order in which they are to be worked on, and why."""
        priorities = await self.of(cases)
        return in_order(cases, priorities, self._desk.now()), priorities

    def _weigh(self, case: Escalation, on_screen: str | None) -> _Weighed:
        read, had = self._read[case.id], self._weighed.get(case.id)
        signs, tier = read.signs, best_tier([tier for key in read.viewers if (tier := self._tiers[key][0])])
        on_screen = on_screen if on_screen in signs.skus else None
        if had is not None and (had.version, had.signs, had.on_screen, had.tier) == (
            case.version, signs, on_screen, tier,
        ):  # fmt: skip
            return had
        return _Weighed(case.version, signs, on_screen, tier, weighed(case, signs, on_screen, tier))

    async def _read_new(self, cases: Sequence[Escalation]) -> None:
        catalog, was = self._desk.catalog(), self._catalog
        if catalog is not was and catalog != was:
            self._catalog, self._read = catalog, {}
        kept = {case.id: self._read[case.id] for case in cases if case.id in self._read}
        new = [case for case in cases if (read := kept.get(case.id)) is None or read.version != case.version]
        if len(new) > AT_ONCE:
            kept |= await asyncio.to_thread(_all_read, new, catalog)
        else:
            kept |= _all_read(new, catalog)
        self._read = kept

    async def _look_up(self, viewers: set[Viewer]) -> None:
        clock = asyncio.get_running_loop().time()
        self._tiers = {key: self._tiers[key] for key in viewers if key in self._tiers and self._tiers[key][1] > clock}
        if missing := viewers - self._tiers.keys():
            found = await self._desk.tiers(missing)
            self._tiers |= {key: (found.get(key, ""), clock + TIERS_FOR_S) for key in missing}


def _all_read(cases: Iterable[Escalation], catalog: Catalog) -> dict[int, _Read]:
    return {
        case.id: _Read(
            case.version,
            signs_of(case, catalog),
            tuple(dict.fromkeys((case.room, asker.viewer.id) for asker in case.askers[:MOST_VIEWERS])),
        )
        for case in cases
    }


def worded(part: Part, t: Words) -> str:
    """Return one part in words."""
    return t(f"priority.{part.kind}", seen=part.seen, n=part.points)


def short(priority: Priority, t: Words) -> str:
    """Return what a line of the list says of why it stands where it does."""
    return " · ".join(
        t(f"priority.{part.kind}.short", seen=part.seen) for part in priority.parts if part.kind in SHORT
    )
