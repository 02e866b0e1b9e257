"""Which viewer is which customer, how surely that is known, and what happens when two claim the same.

A link's key is the platform with the viewer's lasting id. Names are never identity.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot import reasons
from bot.languages import NOTHING, Both


class Grade(StrEnum):
    """How surely a viewer is a customer, the weakest first."""

    STAFF = "staff"
    """Somebody of the shop said so."""
    CODE = "code"
    """The viewer typed a code that only the buyer had."""
    PLATFORM = "platform"
    """The platform itself gave one id for both."""

    @property
    def rank(self) -> int:
        """Its place, from 0 for the weakest."""
        return list(Grade).index(self)

    def reaches(self, other: Grade) -> bool:
        """Return whether it is as sure as the other."""
        return self.rank >= other.rank


@dataclass(frozen=True, slots=True)
class Link:
    """A viewer who is known to be a customer."""

    platform: str
    viewer_id: str
    customer_id: str
    grade: Grade
    at: datetime
    by: str = ""
    """Who linked them: somebody of the shop, or `viewer` for a code."""


class Verdict(StrEnum):
    """What a claim to be a customer comes to."""

    LINKED = "linked"
    ALREADY = "linked already"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim to be a customer, judged."""

    verdict: Verdict
    grade: Grade
    """What the link's grade is then; of a conflict what was claimed."""
    why: str = ""
    """Of a conflict: for staff."""


class Settlement(StrEnum):
    """What a person may make of a conflict."""

    KEEP = "keep"
    """Everything stays as it was."""
    ALSO = "also"
    """The viewer is linked as well: two accounts of one buyer."""
    MOVE = "move"
    """The viewer is linked instead of whoever stood in the way."""
    MERGE = "merge"
    """The customer the viewer was linked to and the claimed one are the same person."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A claim that somebody of the shop has to decide; until then nothing changes."""

    id: int
    platform: str
    viewer_id: str
    customer_id: str
    grade: Grade
    why: str
    opened_at: datetime
    case_id: int | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A conflict as staff have to decide it: who claims, whom, and who stands in the way, by their names."""

    conflict: Conflict
    viewer: str
    """The name the viewer goes by in chat; their id where they said nothing."""
    own: str = ""
    """The person the viewer is linked to now."""
    person: str = ""
    """The person that is claimed."""
    holders: tuple[str, ...] = ()
    """The names of the viewers linked to that person."""

    @property
    def settlements(self) -> tuple[Settlement, ...]:
        """What can be made of it as things are."""
        if self.own == self.person:
            return Settlement.KEEP, Settlement.ALSO
        if self.own:
            return Settlement.KEEP, Settlement.MOVE, Settlement.MERGE
        if self.holders:
            return Settlement.KEEP, Settlement.ALSO, Settlement.MOVE
        return Settlement.KEEP, Settlement.ALSO


SHOWN_WHOLE = 6
"""Ids shorter than this show one letter at each end, longer ones two."""


def shown_customer(customer_id: str) -> str:
    """Return a customer's id as it is shown beside a room: enough to tell two apart, too little to look one up."""
    kept = 1 if len(customer_id) < SHOWN_WHOLE else 2
    return f"{customer_id[:kept]}…{customer_id[-kept:]}" if len(customer_id) > kept else f"{customer_id}…"


NO_LASTING_IDS = frozenset({"irc"})
"""Platforms where a viewer's id is a name that is somebody else's tomorrow."""
_NOBODY = frozenset({"", "0", "-", "null", "none", "undefined", "anonymous"})
"""Ids that stand for viewers who are not signed in; Bilibili gives all of them 0."""


def is_masked(name: str) -> bool:
    """Return whether a name or id was made unreadable by its platform: it would merge strangers."""
    return any(char in "*＊＃" for char in name) or name.startswith(("##", "$$"))


def not_a_key(platform: str, viewer_id: str) -> Both:
    """Return why a viewer can be linked to nobody; empty when they can."""
    plain = viewer_id.strip()
    if platform in NO_LASTING_IDS:
        return Both(
            f"on {platform} a name is whose it is today; it cannot be linked",
            f"{platform} 上的名字今天是谁的就是谁的，不能关联",
        )
    if plain.casefold() in _NOBODY or plain != viewer_id:
        return Both("this id stands for viewers who are not signed in", "这个 ID 代表未登录的观众")
    if is_masked(plain):
        return Both(
            "the platform has masked this id; it may be several people's", "平台遮住了这个 ID，可能是好几个人"
        )
    return NOTHING


def not_a_customer(customer_id: str) -> Both:
    """Return why an id names no customer; empty when it does."""
    plain = customer_id.strip()
    if not plain or plain != customer_id or len(plain) > 200 or not plain.isprintable():
        return Both("this is no customer's id", "这不是顾客的 ID")
    if is_masked(plain):
        return Both(
            "the platform has masked this id; it may be several people's", "平台遮住了这个 ID，可能是好几个人"
        )
    return NOTHING


def judged(own: Link | None, holders: Iterable[Link], customer_id: str, grade: Grade) -> Judged:
    """Judge a viewer's claim to be a customer.

    `own` is the viewer's link now, `holders` are all links of that customer.
    """
    if own is not None and own.customer_id == customer_id:
        return Judged(Verdict.ALREADY, max(own.grade, grade, key=lambda one: one.rank))
    if own is not None:
        return Judged(
            Verdict.CONFLICT, grade, reasons.VIEWER_IS_LINKED.format(customer=shown_customer(own.customer_id))
        )
    others = [f"{link.platform}/{link.viewer_id}" for link in holders]
    if others:
        return Judged(Verdict.CONFLICT, grade, reasons.CUSTOMER_IS_LINKED.format(viewers=", ".join(others[:3])))
    return Judged(Verdict.LINKED, grade)
