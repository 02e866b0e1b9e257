"""What all customers bought, as counts: kept in whole numbers, so that what is taken back leaves no trace.

Whoever bought what when is a sorted array a customer; everything else here (buyers, who bought again, what is bought
by the same people, when each product sold) follows from those arrays alone. The order of learning does not matter,
and `forget` leaves exactly what would be there had the customer never bought. Whatever fades is computed on reading.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right, insort
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np

WINDOW = 50
"""Two products go together when a customer first bought them at most this many products apart.

Without a bound one wholesaler with a thousand products would count for a million pairs.
"""
SKU_BITS = 22
NUMBER = (1 << SKU_BITS) - 1
LATEST = (1 << 40) - 1
NONE = array("q")

HALF_LIFE_S = 3 * 86_400.0
LONG_HALF_LIFE_S = 30 * 86_400.0
FORGOTTEN_S = 180 * 86_400.0
"""A sale that long ago warms nothing."""

First: TypeAlias = tuple[int, str, int]
"""When a product was first bought, its name, its number."""


class Purchase(NamedTuple):
    """One product, bought at one moment (unix seconds)."""

    at: int
    sku: str


class Learned:
    """Counts over all customers, learned purchase by purchase."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.numbers: dict[str, int] = {}
        self.buyers: list[int] = []
        """By number of the product: customers who bought it."""
        self.again: list[int] = []
        """Customers who bought it at two moments or more."""
        self.together: list[dict[int, int]] = []
        """By product, then product: customers who bought both within the window."""
        self.sold: list[array[int]] = []
        """When each was bought, sorted."""
        self.kept: dict[str, array[int]] = {}
        """By customer: moment and product packed into one number, sorted."""
        self._heat: dict[int, Heat] = {}
        """Of products whose sales did not change since it was computed."""

    # learning

    def learn(self, customer: str, purchases: Iterable[Purchase]) -> None:
        """Count what a customer bought; a product twice at one moment is two orders."""
        added = sorted(self._packed(purchase) for purchase in purchases)
        if not added:
            return
        kept = self.kept.get(customer, NONE)
        self._change(customer, kept, array("q", sorted([*kept, *added])), (), added)

    def unlearn(self, customer: str, purchases: Iterable[Purchase]) -> None:
        """Take back what was counted: an order was refunded, closed or changed."""
        removed = sorted(self._packed(purchase) for purchase in purchases)
        kept = self.kept.get(customer, NONE)
        left = list(kept)
        gone: list[int] = []
        for packed in removed:
            place = bisect_left(left, packed)
            if place < len(left) and left[place] == packed:
                del left[place]
                gone.append(packed)
        self._change(customer, kept, array("q", left), gone, ())

    def replace(self, customer: str, purchases: Iterable[Purchase]) -> None:
        """Make a customer's purchases these, whatever was known before; the same twice changes nothing."""
        new = array("q", sorted(self._packed(purchase) for purchase in purchases))
        old = self.kept.get(customer, NONE)
        if new == old:
            return
        gone, added = _difference(old, new)
        self._change(customer, old, new, gone, added)

    def forget(self, customer: str) -> None:
        """Take everything of a customer back, as if they had never bought."""
        kept = self.kept.get(customer)
        if kept is not None:
            self._change(customer, kept, array("q"), kept, ())

    def _packed(self, purchase: Purchase) -> int:
        number = self.numbers.get(purchase.sku)
        if number is None:
            number = len(self.names)
            if number > NUMBER:
                raise OverflowError(f"more than {NUMBER} products")
            self.numbers[purchase.sku] = number
            self.names.append(purchase.sku)
            self.buyers.append(0)
            self.again.append(0)
            self.together.append({})
            self.sold.append(array("q"))
        return min(max(purchase.at, 0), LATEST) << SKU_BITS | number

    def _change(
        self, customer: str, old: Sequence[int], new: array[int], gone: Sequence[int], added: Sequence[int]
    ) -> None:
        """Move every count from what a customer bought to what they bought now."""
        touched = {packed & NUMBER for packed in (*gone, *added)}
        for number in touched:
            self._heat.pop(number, None)
        for packed in gone:
            times = self.sold[packed & NUMBER]
            del times[bisect_left(times, packed >> SKU_BITS)]
        for packed in added:
            times, at = self.sold[packed & NUMBER], packed >> SKU_BITS
            if not times or times[-1] <= at:
                times.append(at)
            else:
                insort(times, at)
        before, after = _moments(old), _moments(new)
        for number in touched:
            then, now = len(before.get(number, ())), len(after.get(number, ()))
            self.buyers[number] += (now > 0) - (then > 0)
            self.again[number] += (now > 1) - (then > 1)
        if max(len(before), len(after)) <= WINDOW + 1:
            self._count_all_pairs(before.keys(), after.keys())
        else:
            self._count_pairs(self._firsts(before), self._firsts(after))
        if new:
            self.kept[customer] = new
        else:
            self.kept.pop(customer, None)

    def _count_all_pairs(self, before: Collection[int], after: Collection[int]) -> None:
        """Count what goes together where everything a customer ever bought is within the window."""
        now = [number for number in before if number in after]
        for numbers, sign in (
            ([n for n in before if n not in after], -1),
            ([n for n in after if n not in before], 1),
        ):
            for place, number in enumerate(numbers):
                mine = self.together[number]
                for other in (*now, *numbers[:place]):
                    _count(mine, other, sign)
                    _count(self.together[other], number, sign)

    def _firsts(self, moments: Mapping[int, Collection[int]]) -> list[First]:
        """Return a customer's products in the order in which they were first bought."""
        # By name within a moment: numbers depend on what was learned first.
        return sorted((min(times), self.names[number], number) for number, times in moments.items())

    def _count_pairs(self, old: list[First], new: list[First]) -> None:
        before, after = set(old), set(new)
        now = list(old)
        for first in old:
            if first not in after:
                place = bisect_left(now, first)
                del now[place]
                self._beside(now, place, first[2], -1)
        for first in new:
            if first not in before:
                place = bisect_left(now, first)
                self._beside(now, place, first[2], 1)
                now.insert(place, first)

    def _beside(self, others: list[First], place: int, number: int, sign: int) -> None:
        """Count a product that comes (or goes) at a place among a customer's others."""
        together = self.together
        mine = together[number]
        for _, _, other in others[max(0, place - WINDOW) : place + WINDOW]:
            _count(mine, other, sign)
            _count(together[other], number, sign)
        # Those that stood just within the window of each other, with this one between them, are out of it.
        for left in range(max(0, place - WINDOW), min(place, len(others) - WINDOW)):
            one, two = others[left][2], others[left + WINDOW][2]
            _count(together[one], two, -sign)
            _count(together[two], one, -sign)

    # reading

    def purchases(self, customer: str) -> Iterator[Purchase]:
        """Return what a customer bought, oldest first."""
        for packed in self.kept.get(customer, NONE):
            yield Purchase(packed >> SKU_BITS, self.names[packed & NUMBER])

    def sold_since(self, number: int, since: float, now: float) -> int:
        """Return how often a product was bought after `since`, until now."""
        times = self.sold[number]
        if not times or times[-1] <= since:
            return 0
        return bisect_right(times, now) - bisect_right(times, since)

    def heat(self, number: int, now: float) -> Heat:
        """Return how warm a product's sales still are, the latest counting most."""
        times, known = self.sold[number], self._heat.get(number)
        if known is None or not known.at <= now or (times and times[-1] > known.at):
            known = self._heat[number] = _heat(times, now)
        return known.faded(now)


class Heat(NamedTuple):
    """A product's sales, each worth half as much after days, and after a month."""

    at: float
    days: float
    month: float

    def faded(self, now: float) -> Heat:
        """Return what is left of it now."""
        gone = now - self.at
        return Heat(now, self.days * 2.0 ** (-gone / HALF_LIFE_S), self.month * 2.0 ** (-gone / LONG_HALF_LIFE_S))


def _heat(times: array[int], now: float) -> Heat:
    recent = np.array(times[bisect_left(times, now - FORGOTTEN_S) : bisect_right(times, now)], dtype=np.float64)
    ages = now - recent
    return Heat(now, float(np.exp2(-ages / HALF_LIFE_S).sum()), float(np.exp2(-ages / LONG_HALF_LIFE_S).sum()))


def _count(counts: dict[int, int], key: int, sign: int) -> None:
    """Add to a count; one that is nothing again is not there."""
    n = counts.get(key, 0) + sign
    if n:
        counts[key] = n
    else:
        del counts[key]


def _moments(lines: Iterable[int]) -> dict[int, set[int]]:
    """Return when each of a customer's products was bought."""
    found: dict[int, set[int]] = {}
    for packed in lines:
        found.setdefault(packed & NUMBER, set()).add(packed >> SKU_BITS)
    return found


def _difference(old: array[int], new: array[int]) -> tuple[list[int], list[int]]:
    """Return what is only in the first and only in the second of two sorted arrays."""
    gone: list[int] = []
    added: list[int] = []
    i = j = 0
    while i < len(old) or j < len(new):
        if j == len(new) or (i < len(old) and old[i] < new[j]):
            gone.append(old[i])
            i += 1
        elif i == len(old) or new[j] < old[i]:
            added.append(new[j])
            j += 1
        else:
            i, j = i + 1, j + 1
    return gone, added
