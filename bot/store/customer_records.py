"""What the store hands out of customers: plain values, the same for every database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from bot.customers.links import Verdict


@dataclass(frozen=True, slots=True)
class LinkClaim:
    """What became of a claim that a viewer is a customer."""

    verdict: Verdict
    why: str = ""
    conflict: int | None = None
    """Its number, where somebody has to decide."""


@dataclass(frozen=True, slots=True)
class CodeHeard:
    """What came of a message with a code; the room is told no more than this."""

    fresh: bool
    """False when the message was claimed before."""
    hushed: bool = False
    """The viewer typed too many: nothing was looked at and nothing is said."""


@dataclass(frozen=True, slots=True)
class KnownViewer:
    """What may be used to choose what is suggested to a viewer."""

    ids: tuple[str, ...] = ()
    """All customer ids of the person; none where the link is not sure enough, or they asked to be left alone."""
    left_alone: bool = False


@dataclass(frozen=True, slots=True)
class Consent:
    """Whether a customer agreed to something."""

    customer_id: str
    purpose: str
    given: bool
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Addressee:
    """A customer who agreed to be written to, and whom nothing forbids to write to."""

    customer_id: str
    since: datetime
    ids: Sequence[str]
    """All their customer ids, the one they are known by first."""
    viewers: Sequence[tuple[str, str]]
    last_contact: datetime | None = None
    """When a reply last reached them in a room."""


@dataclass(frozen=True, slots=True)
class TierKept:
    """A tier somebody had, from which day on, and under which version of the rule."""

    customer_id: str
    day: date
    version: int
    tier: str
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was deleted of a person."""

    customers: tuple[str, ...] = ()
    viewers: tuple[tuple[str, str], ...] = ()
    """Platform and viewer id of each that was linked."""
    rows: Mapping[str, int] = field(default_factory=dict)
    """How many of what."""


Everything = Mapping[str, Sequence[Mapping[str, Any]]]
"""Everything that is kept of a person, by table."""
