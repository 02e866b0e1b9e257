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

HEAT_HALF_LIFE_S = 5 * 86_400.0
"""After this time a sale says half as much about what sells."""
FAR_S = 365 * 86_400.0
"""Numbers that double every few days stay numbers for years, not for ever."""

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
        self._heat: dict[int, float] = {}
        """Of products whose sales did not change since it was computed."""
        self._landmark = 0.0
        self.latest = 0
        """No sale is later."""

    # learning

    def learn(self, customer: str, purchases: Iterable[Purchase]) -> None:
        """Count what a customer bought beside what is known; the same product twice at one moment is once."""
        kept = self.kept.get(customer, NONE)
        self.set(customer, [*kept, *(self.pack(purchase) for purchase in purchases)])

    def replace(self, customer: str, purchases: Iterable[Purchase]) -> None:
        """Make a customer's purchases these, whatever was known; the same again changes nothing."""
        self.set(customer, [self.pack(purchase) for purchase in purchases])

    def forget(self, customer: str) -> None:
        """Take everything of a customer back, as if they had never bought."""
        self.set(customer, ())

    def set(self, customer: str, packed: Iterable[int]) -> None:
        """Make these packed numbers what a customer bought, and move every count with it."""
        new = array("q", sorted(set(packed)))
        old = self.kept.get(customer, NONE)
        if new != old:
            before, after = set(old), set(new)
            self._change(customer, old, new, before - after, after - before)

    def pack(self, purchase: Purchase) -> int:
        """Return a purchase as one number; numbers sort by their moment."""
        number = self.numbers.get(purchase.sku)
        if number is None:
            number = self._new_number(purchase.sku)
        return min(max(purchase.at, 0), LATEST) << SKU_BITS | number

    def _new_number(self, sku: str) -> int:
        number = len(self.names)
        if number > NUMBER:
            raise OverflowError(f"more than {NUMBER} products")
        self.numbers[sku] = number
        self.names.append(sku)
        self.buyers.append(0)
        self.again.append(0)
        self.together.append({})
        self.sold.append(array("q"))
        return number

    def _change(
        self, customer: str, old: Sequence[int], new: array[int], gone: Collection[int], added: Collection[int]
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
            self.latest = max(self.latest, at)
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

    def heat(self, numbers: Iterable[int], now: float) -> list[float]:
        """Return how warm products' sales are until now, to be compared with one another only."""
        if abs(now - self._landmark) >= FAR_S:
            self._landmark = now
            self._heat.clear()
        known = self._heat if self.latest <= now else {}
        return [heat if (heat := known.get(number)) is not None else self._heated(number, now) for number in numbers]

    def _heated(self, number: int, now: float) -> float:
        times = self.sold[number]
        whole = not times or times[-1] <= now
        # Where a sale stands to a fixed moment, not to now: what is known stays true as time goes by.
        ages = np.array(times if whole else times[: bisect_right(times, now)], dtype=np.float64) - self._landmark
        heat = float(np.exp2(ages / HEAT_HALF_LIFE_S).sum())
        if whole:
            self._heat[number] = heat
        return heat


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
