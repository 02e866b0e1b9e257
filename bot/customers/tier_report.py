"""All customers by tier: who is where, who has just moved or soon will, and what another rule would change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.customers.tiers import (
    FIRST,
    SKEW_DAYS,
    Bill,
    Label,
    Move,
    Rule,
    Standing,
    Tier,
    measured,
    next_move,
    standing,
    tier_of,
    tier_on,
)

NO_ROW = "fits no row"
OTHER_CURRENCY = "other currency"


@dataclass(frozen=True, slots=True)
class Member:
    """One customer in the list."""

    customer_id: str
    standing: Standing
    yesterday: Tier | None
    """Where they stood the day before; the same where nothing moved."""
    soon: Move | None
    """Where they go within a week if they buy nothing."""

    @property
    def moved(self) -> bool:
        """Whether they stand elsewhere than yesterday."""
        return self.yesterday is not self.standing.tier


@dataclass(frozen=True, slots=True)
class TierList:
    """Everybody, most worth a look first."""

    members: Sequence[Member]
    as_of: date
    first_day: date | None
    """The oldest order's day."""

    def counts(self) -> dict[str, int]:
        """Return how many stand where, every tier named."""
        found = Counter(place(member.standing) for member in self.members)
        named = {str(tier): found.pop(str(tier), 0) for tier in FIRST}
        return named | dict(found)

    def labels(self) -> dict[str, int]:
        """Return how many have each label that anybody has, in the order in which labels are told."""
        found = Counter(label for member in self.members for label in member.standing.labels)
        return {str(label): found[label] for label in Label if found[label]}

    def incomplete(self, rule: Rule) -> bool:
        """Return whether the orders do not reach back over the whole window, so that everybody looks worse."""
        return self.first_day is None or (self.as_of - self.first_day).days < rule.window_days

    def foreign(self) -> tuple[int, int]:
        """Return how many orders are in other currencies, and of how many people."""
        of = [member.standing.foreign for member in self.members if member.standing.foreign]
        return sum(of), len(of)


def place(found: Standing) -> str:
    """Return where somebody stands, in a word also for those without a tier."""
    if found.tier is not None:
        return str(found.tier)
    return NO_ROW if found.orders else OTHER_CURRENCY


def tier_list(bills: Mapping[str, Sequence[Bill]], today: date, rule: Rule) -> TierList:
    """Return everybody with their tier today."""
    members: list[Member] = []
    first: date | None = None
    for customer_id, of in bills.items():
        known = [bill for bill in of if (bill.day - today).days <= SKEW_DAYS]
        now = standing(known, today, rule)
        if known:
            earliest = min(bill.day for bill in known)
            first = earliest if first is None else min(first, earliest)
        members.append(Member(customer_id, now, _yesterday(known, now, today, rule), next_move(known, today, rule)))
    members.sort(key=_rank)
    return TierList(members, today, first)


def _rank(member: Member) -> tuple[int, float, str]:
    tier = member.standing.tier
    return FIRST.index(tier) if tier is not None else len(FIRST), -member.standing.decayed, member.customer_id


def _yesterday(bills: Sequence[Bill], now: Standing, today: date, rule: Rule) -> Tier | None:
    ages = {(today - bill.day).days for bill in bills}
    if not ages:
        return now.tier
    # Only an order that came or became older than an edge can have moved anybody.
    edges = {rule.active_days + 1, rule.silent_days + 1, rule.window_days + 1}
    if min(ages) > 0 and not ages & edges:
        return now.tier
    # Of yesterday everything is over: what was paid since is no clock that runs ahead.
    return tier_on([bill for bill in bills if bill.day < today], today - timedelta(days=1), rule)


@dataclass(frozen=True, slots=True)
class Preview:
    """What another rule would change."""

    people: int
    moves: Mapping[tuple[str, str], int]
    """From where to where, and how many."""

    @property
    def moving(self) -> int:
        """How many would stand elsewhere."""
        return sum(self.moves.values())


def preview(bills: Mapping[str, Sequence[Bill]], today: date, rule: Rule, tried: Rule) -> Preview:
    """Return who would stand elsewhere under another rule; nothing is changed by asking."""
    same_counts = (rule.window_days, rule.frequency_unit, rule.currency) == (
        tried.window_days,
        tried.frequency_unit,
        tried.currency,
    )
    moves: Counter[tuple[str, str]] = Counter()
    for of in bills.values():
        if not same_counts:
            before, now = place(standing(of, today, rule)), place(standing(of, today, tried))
        elif (numbers := measured(of, today, rule)) is not None:
            before, now = (str(tier_of(*numbers, one) or NO_ROW) for one in (rule, tried))
        else:
            continue
        if now != before:
            moves[before, now] += 1
    return Preview(len(bills), dict(moves.most_common()))
