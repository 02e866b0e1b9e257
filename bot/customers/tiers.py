"""Which tier a customer is in: a pure judgement of their orders, the day and the shop's rule.

Recency says active or silent; what was bought within the window says high or low. Only staff see any of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Literal, TypeAlias

from bot.languages import Both

Logic: TypeAlias = Literal["all", "any", "literal"]
Unit: TypeAlias = Literal["orders", "days"]

SKEW_DAYS = 1
"""A clock may be this far ahead; such an order was paid today. Later ones are somebody's mistake."""
WARNED_DAYS = 7
"""Days before falling silent in which somebody is "soon silent", and that are looked ahead."""
HALF_LIFE_DAYS = 90.0
"""After so many days an order weighs half in the rank inside a tier."""


class Tier(StrEnum):
    """What staff call a kind of customer. `NEVER` is a state and no tier: nobody is greeted for it."""

    HIGH_ACTIVE = "高价值活跃"
    HIGH_SILENT = "高价值沉默"
    LOW_ACTIVE = "低价值活跃"
    LOW_SILENT = "低价值沉默"
    NEVER = "未购"


ENGLISH: dict[Tier, str] = {
    Tier.HIGH_ACTIVE: "high-active",
    Tier.HIGH_SILENT: "high-silent",
    Tier.LOW_ACTIVE: "low-active",
    Tier.LOW_SILENT: "low-silent",
    Tier.NEVER: "never-bought",
}
"""The same for tools that take Latin letters only."""
FIRST: tuple[Tier, ...] = (Tier.HIGH_SILENT, Tier.HIGH_ACTIVE, Tier.LOW_ACTIVE, Tier.LOW_SILENT, Tier.NEVER)
"""In the order in which they deserve a look."""


class Label(StrEnum):
    """What else is worth knowing of a customer; labels may overlap, the tier never does."""

    NEW = "新客"
    PROMISING = "潜力大单"
    OFTEN = "高频低额"
    SOON_SILENT = "即将沉默高价值"
    BIG_SILENT = "大单沉默"
    LOST = "流失高价值"


@dataclass(frozen=True, slots=True)
class Threshold:
    """So many orders and so much spent within the window."""

    f: int
    m: Decimal


@dataclass(frozen=True, slots=True)
class Rule:
    """The shop's numbers. The defaults are the source's table made total."""

    active_days: int = 30
    silent_days: int = 90
    window_days: int = 90
    high_active: Threshold = field(default_factory=lambda: Threshold(3, Decimal(500)))
    high_silent: Threshold = field(default_factory=lambda: Threshold(2, Decimal(300)))
    low_active_m: Decimal = Decimal(100)
    """From here on an active customer's spend is worth a look; the literal table takes only those below it as low."""
    logic: Logic = "all"
    frequency_unit: Unit = "orders"
    currency: str = "CNY"
    """What amounts are in. Orders in another currency are left out and counted, never converted."""


@dataclass(frozen=True, slots=True)
class Bill:
    """One order that counts: on which of the shop's days it was paid, and what the buyer paid after refunds."""

    order_id: str
    day: date
    net: Decimal
    currency: str = "CNY"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a customer stands on one day."""

    tier: Tier | None
    """None: no row of the literal table fits, or there are only orders in other currencies."""
    recency: int | None = None
    """Days since the last order that counts."""
    frequency: int = 0
    spent: Decimal = Decimal(0)
    """Both within the window."""
    labels: tuple[Label, ...] = ()
    decayed: float = 0.0
    """All they ever spent, each order worth half after ninety days: the rank inside a tier."""
    orders: int = 0
    """Ever, of those that count."""
    last: date | None = None
    foreign: int = 0
    """Orders in other currencies, which count for nothing here."""


def standing(bills: Iterable[Bill], today: date, rule: Rule) -> Standing:
    """Return how a customer with these orders stands today; the same order given twice counts once."""
    own, foreign = _own(bills, today, rule)
    if not own:
        return Standing(None if foreign else Tier.NEVER, foreign=foreign)
    ages = _ages(own, today)
    recency, frequency, spent = _within(own, ages, rule)
    decayed = sum(float(bill.net) * 2.0 ** (-age / HALF_LIFE_DAYS) for age, bill in zip(ages, own, strict=True))
    return Standing(
        tier=tier_of(recency, frequency, spent, rule),
        recency=recency,
        frequency=frequency,
        spent=spent,
        labels=_labels(recency, frequency, spent, own, rule),
        decayed=decayed,
        orders=len(own),
        last=own[-1].day,
        foreign=foreign,
    )


def _own(bills: Iterable[Bill], today: date, rule: Rule) -> tuple[list[Bill], int]:
    """Return the orders that count here, oldest first, and how many are in other currencies."""
    latest = today + timedelta(days=SKEW_DAYS)
    known = {bill.order_id: bill for bill in bills if bill.day <= latest and bill.net > 0}
    own = [bill for bill in known.values() if bill.currency == rule.currency]
    own.sort(key=lambda bill: bill.day)
    return own, len(known) - len(own)


def _ages(own: Sequence[Bill], today: date) -> list[int]:
    now = today.toordinal()
    return [max(0, now - bill.day.toordinal()) for bill in own]


def _within(own: Sequence[Bill], ages: Sequence[int], rule: Rule) -> tuple[int, int, Decimal]:
    """Return days since the last order, and orders and spend within the window."""
    # Oldest first: from the first order that is young enough on, all are inside.
    first = next((i for i, age in enumerate(ages) if age <= rule.window_days), len(ages))
    frequency = len(ages) - first if rule.frequency_unit == "orders" else len(set(ages[first:]))
    return ages[-1], frequency, sum((bill.net for bill in own[first:]), Decimal(0))


def measured(bills: Iterable[Bill], day: date, rule: Rule) -> tuple[int, int, Decimal] | None:
    """Return days since the last order, and orders and spend within the window; None without an order here."""
    own, _ = _own(bills, day, rule)
    return _within(own, _ages(own, day), rule) if own else None


def tier_on(bills: Iterable[Bill], day: date, rule: Rule) -> Tier | None:
    """Return only the tier of a customer with these orders."""
    own, foreign = _own(bills, day, rule)
    if not own:
        return None if foreign else Tier.NEVER
    return tier_of(*_within(own, _ages(own, day), rule), rule)


def tier_of(recency: int, frequency: int, spent: Decimal, rule: Rule) -> Tier | None:
    """Return the tier for days since the last order, and orders and spend within the window.

    With `all` and `any` everybody has one; the literal table leaves holes.
    """
    if rule.logic == "literal":
        return _literal(recency, frequency, spent, rule)
    if recency <= rule.active_days:
        high = _reaches(rule.high_active, frequency, spent, rule.logic)
        return Tier.HIGH_ACTIVE if high else Tier.LOW_ACTIVE
    if recency <= rule.silent_days and _reaches(rule.high_silent, frequency, spent, rule.logic):
        return Tier.HIGH_SILENT
    return Tier.LOW_SILENT


def _reaches(threshold: Threshold, frequency: int, spent: Decimal, logic: Logic) -> bool:
    often, much = frequency >= threshold.f, spent >= threshold.m
    return often or much if logic == "any" else often and much


def _literal(recency: int, frequency: int, spent: Decimal, rule: Rule) -> Tier | None:
    """Read the source's four rows word for word."""
    if recency <= rule.active_days:
        if _reaches(rule.high_active, frequency, spent, "all"):
            return Tier.HIGH_ACTIVE
        low = 1 <= frequency < rule.high_active.f and spent < rule.low_active_m
        return Tier.LOW_ACTIVE if low else None
    if recency <= rule.silent_days:
        return Tier.HIGH_SILENT if _reaches(rule.high_silent, frequency, spent, "all") else None
    return Tier.LOW_SILENT if frequency == 0 and spent == 0 else None


def _labels(recency: int, frequency: int, spent: Decimal, own: Sequence[Bill], rule: Rule) -> tuple[Label, ...]:
    active, silent = rule.high_active, rule.high_silent
    is_active = recency <= rule.active_days
    is_silent = not is_active and recency <= rule.silent_days
    found = {
        Label.NEW: is_active and len(own) == 1,
        Label.PROMISING: is_active and frequency < active.f and spent >= rule.low_active_m,
        Label.OFTEN: is_active and frequency >= active.f and spent < active.m,
        Label.SOON_SILENT: rule.active_days - WARNED_DAYS < recency <= rule.active_days
        and _reaches(silent, frequency, spent, "all"),
        Label.BIG_SILENT: is_silent and frequency < silent.f and spent >= silent.m,
        Label.LOST: recency > rule.silent_days and _was_high(own, rule),
    }
    return tuple(label for label, holds in found.items() if holds)


def _was_high(own: Sequence[Bill], rule: Rule) -> bool:
    """Return whether the best window there ever was reached what a silent customer of high value has."""
    first, spent, days = 0, Decimal(0), 0
    for at, bill in enumerate(own):
        spent += bill.net
        while (bill.day - own[first].day).days > rule.window_days:
            spent -= own[first].net
            first += 1
        days = at - first + 1
        if rule.frequency_unit == "days":
            days = len({one.day for one in own[first : at + 1]})
        if _reaches(rule.high_silent, days, spent, "all"):
            return True
    return False


@dataclass(frozen=True, slots=True)
class Move:
    """A change of tier that comes by itself if nothing is bought."""

    on: date
    to: Tier | None


def next_move(bills: Sequence[Bill], today: date, rule: Rule, within: int = WARNED_DAYS) -> Move | None:
    """Return the next change of tier within so many days, if nothing is bought until then."""
    ages = {(today - bill.day).days for bill in bills if bill.currency == rule.currency}
    edges = (rule.active_days, rule.silent_days, rule.window_days)
    # A tier can only change on a day on which an order becomes older than one of these.
    days = sorted({edge - age + 1 for age in ages for edge in edges if 1 <= edge - age + 1 <= within})
    now = tier_on(bills, today, rule) if days else None
    for ahead in days:
        on = today + timedelta(days=ahead)
        if (then := tier_on(bills, on, rule)) is not now:
            return Move(on, then)
    return None


def complaints(rule: Rule) -> list[tuple[str, Both, Both]]:
    """Return what is wrong with a rule: the key, what is wrong, the remedy."""
    found: list[tuple[str, Both, Both]] = []
    numbers: dict[str, int | Decimal] = {
        "active_days": rule.active_days,
        "silent_days": rule.silent_days,
        "window_days": rule.window_days,
        "high_active.f": rule.high_active.f,
        "high_active.m": rule.high_active.m,
        "high_silent.f": rule.high_silent.f,
        "high_silent.m": rule.high_silent.m,
        "low_active_m": rule.low_active_m,
    }
    found += [
        (
            key,
            Both(f"is {number}, below nothing.", f"写的是 {number}，小于零。"),
            Both("Write 0 or more.", "请写 0 或更大的数。"),
        )
        for key, number in numbers.items()
        if number < 0
    ]
    if rule.silent_days <= rule.active_days:
        what = Both(
            f"is {rule.silent_days}, not after active_days ({rule.active_days}).",
            f"写的是 {rule.silent_days}，不大于 active_days（{rule.active_days}）。",
        )
        found.append(
            (
                "silent_days",
                what,
                Both(
                    f"Write more than {rule.active_days}, such as {rule.active_days + 60}.",
                    f"请写大于 {rule.active_days} 的数，如 {rule.active_days + 60}。",
                ),
            )
        )
    if rule.window_days != rule.silent_days:
        what = Both(
            f"is {rule.window_days}, not silent_days ({rule.silent_days}).",
            f"写的是 {rule.window_days}，与 silent_days（{rule.silent_days}）不同。",
        )
        found.append(
            (
                "window_days",
                what,
                Both(
                    f"Write {rule.silent_days}: who is silent has bought within the window.",
                    f"请写 {rule.silent_days}：沉默客户是在这段时间内买过的。",
                ),
            )
        )
    return found
