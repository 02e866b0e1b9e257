"""Which case is looked at first, and why: points from what anybody can see of it, each with its part named.

Ages run, so what waiting adds is reckoned by itself: of two cases that wait, the one that comes first stays first
until something else of them changes or the older one has all that waiting gives.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.catalog import Catalog
from bot.catalog.entries import products_in
from bot.customers.tiers import Tier
from bot.escalation import OPEN, Escalation, State
from bot.escalation.staff_answers import says_this
from bot.messages import Urgency
from bot.product_questions.which import ON_SCREEN, prepared, references
from bot.text import normalise


class Kind(StrEnum):
    """What gives points."""

    URGENT = "urgent"
    LATE = "late"
    DUE_SOON = "due-soon"
    ANGRY = "angry"
    ASKERS = "askers"
    BUYING = "buying"
    ON_SCREEN = "on-screen"
    TIER = "tier"
    WAITING = "waiting"


POINTS: Mapping[Kind, int] = {
    Kind.URGENT: 30,
    Kind.LATE: 10,
    Kind.DUE_SOON: 5,
    Kind.ANGRY: 15,
    Kind.BUYING: 12,
    Kind.ON_SCREEN: 8,
}
TIER_POINTS: Mapping[str, int] = {
    Tier.HIGH_SILENT: 12,
    Tier.HIGH_ACTIVE: 8,
    Tier.LOW_ACTIVE: 4,
    Tier.LOW_SILENT: 2,
}
"""In the order in which they deserve a look; who never bought gets nothing, and nothing is taken from them."""
A_PERSON, MOST_PEOPLE = 2, 20
"""For each who asks beside the first; and for all of them together."""
SECONDS_A_POINT, MOST_WAITING = 30, 10
LONGEST_READ = 200
"""Characters of a line in which a wish to buy is looked for."""
MOST_READ = 20
"""Lines of a case that are looked at."""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that gives a case points."""

    kind: Kind
    points: int
    seen: str = ""
    """What was seen: how many ask, the words of a buyer, the tier, minutes."""


@dataclass(frozen=True, slots=True)
class Priority:
    """How pressing a case is."""

    parts: tuple[Part, ...] = ()

    @property
    def points(self) -> int:
        """All together."""
        return sum(part.points for part in self.parts)


@dataclass(frozen=True, slots=True)
class Signs:
    """What the words of a case tell; they change only when somebody says something."""

    buying: str = ""
    """The words in which somebody wants to buy."""
    skus: frozenset[str] = frozenset()
    """The products it is about."""
    shown: tuple[str, ...] = ()
    """The products that were on screen when somebody said "this one" or "it" and named none."""


_BUYING = re.compile(
    r"(?:怎么|怎样|如何|咋|在?哪里?儿?|去哪里?儿?)(?:能|可以|才能|去)?(?:买|拍|下单|购买|抢|付款)(?!的|到的|过)"
    r"|(?:怎么|如何)卖|(?<!退)(?<!赔)(?<!扣)多少(?:钱|米)(?:一|1)?|什么价(?:格|位)?|价格(?:是)?多少"
    r"|(?:几|哪个|多少)号?链接|(?:求|上|挂|发|给)(?:一?下|个)?链接|链接(?:在哪|呢|发|是几|几号|多少)"
    r"|(?<!不)(?:想|要|准备|打算)(?:买|拍|下单|入手)|(?<!不)(?:能|可以)(?:拍|买|下单)(?:了|吗|么|不|没)"
    r"|(?:直接|现在|马上)(?:拍|下单|买)(?!的|了)"
    r"|\bhow (?:do|can|would) (?:i|we|you) (?:buy|order|pay|get (?:it|one|this))\b"
    r"|\bwhere (?:do|can) (?:i|we) (?:buy|order|get)\b"
    r"|\bhow much (?:is|are|does|for|do)\b|\bhow much$|\bwhat(?:s| is) the price\b"
    r"|\b(?:i|we|id)(?: would)? (?:want|like|wanna)(?: to)? (?:buy|order|get one)\b"
    r"|\bcan i (?:still )?(?:buy|order)\b"
    r"|^(?:the )?link(?: pls| plz)?$|\bwhich link\b|\bwhere(?:s| is) the link\b"
)


def signs_of(case: Escalation, catalog: Catalog) -> Signs:
    """Return what the words of a case tell: whether somebody wants to buy, and which products it is about."""
    asked = dict.fromkeys((asker.text, asker.on_screen) for asker in case.askers[:MOST_READ])
    plain = (normalise(line[:LONGEST_READ]) for line, _ in asked)
    buying = next((match.group() for line in plain if (match := _BUYING.search(line))), "")
    subject = frozenset(products_in([case.subject]))
    about: set[str] = set()
    shown: dict[str, None] = {}
    for line, on_screen in asked:
        refs = references(prepared(line), catalog, on_screen or None)
        about.update(sku for ref in refs for sku in ref.skus)
        named = any(ref.skus for ref in refs if ref.how != ON_SCREEN)
        if on_screen in catalog and not named and says_this(line):
            shown[on_screen] = None
    return Signs(buying, subject or frozenset(about), tuple(sku for sku in shown if not subject or sku in subject))


def best_tier(tiers: Iterable[str]) -> str:
    """Return the tier that gives most of those who ask; empty where none gives anything."""
    return max(tiers, key=lambda tier: TIER_POINTS.get(tier, 0), default="")


def weighed(case: Escalation, signs: Signs, on_screen: str | None = None, tier: str = "") -> Priority:
    """Return what gives a case points, the greatest first, waiting apart.

    `on_screen` is the product that the case's room shows now, `tier` a viewer's of it, where it is sure who they are.
    """
    deadline = {"warn": Kind.DUE_SOON, "broken": Kind.LATE}.get(case.deadline)
    plain = [
        (Kind.URGENT, case.urgency is Urgency.HIGH, ""),
        (deadline, deadline is not None, ""),
        (Kind.ANGRY, bool(case.cues), ""),
        (Kind.BUYING, bool(signs.buying), signs.buying),
        (Kind.ON_SCREEN, on_screen in signs.skus, on_screen or ""),
    ]
    parts = [Part(kind, POINTS[kind], seen) for kind, holds, seen in plain if holds and kind is not None]
    if (people := case.people) > 1:
        parts.append(Part(Kind.ASKERS, min(A_PERSON * (people - 1), MOST_PEOPLE), str(people)))
    if points := TIER_POINTS.get(tier, 0):
        parts.append(Part(Kind.TIER, points, tier))
    return Priority(tuple(sorted(parts, key=lambda part: -part.points)))


def waited(case: Escalation, now: datetime) -> float:
    """Return the points for waiting; none while it is the viewer's turn."""
    if case.state not in (State.NEW, State.CLAIMED):
        return 0.0
    return min(max(0.0, (now - case.opened_at).total_seconds()) / SECONDS_A_POINT, MOST_WAITING)


def with_waiting(priority: Priority, case: Escalation, now: datetime) -> Priority:
    """Return all that gives a case points now, as whole numbers."""
    points = int(waited(case, now))
    if not points:
        return priority
    minutes = int((now - case.opened_at).total_seconds() // 60)
    return Priority((*priority.parts, Part(Kind.WAITING, points, str(minutes))))


def in_order(cases: Iterable[Escalation], priorities: Mapping[int, Priority], now: datetime) -> Sequence[Escalation]:
    """Return cases as they are to be worked on: by points, then by age; snoozed ones after those, closed last."""

    def place(case: Escalation) -> tuple[bool, bool, float, datetime, int]:
        points = priorities[case.id].points if case.id in priorities else 0
        closed, asleep = case.state not in OPEN, case.state is State.SNOOZED
        return closed, asleep, -(points + waited(case, now)), case.opened_at, case.id

    return sorted(cases, key=place)
