"""Purchases on their way to being counted: a whole shop's at once is many times faster than an order at a time."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from bot.ranking import learned as counts
from bot.ranking.learned import LATEST, NUMBER, SKU_BITS, Learned, Purchase

Numbers: TypeAlias = NDArray[np.int64]

MOST_PAIRS = 1_000_000
"""Pairs that are held before those alike are added up."""


class Gathering:
    """Purchases that are read first and then counted."""

    def __init__(self, learned: Learned) -> None:
        self._learned = learned
        self._codes: dict[str, int] = {}
        self._who = array("q")
        self._packed = array("q")

    def add(self, lines: Iterable[tuple[str, float, str]]) -> None:
        """Take who bought when (unix seconds) what, in any order."""
        codes, numbers, who, packed = self._codes, self._learned.numbers, self._who, self._packed
        for customer, at, sku in lines:
            who.append(codes.setdefault(customer, len(codes)))
            number = numbers.get(sku)
            if number is None or not 0 <= at <= LATEST:
                packed.append(self._learned.pack(Purchase(int(at), sku)))
            else:
                packed.append(int(at) << SKU_BITS | number)

    def count(self) -> None:
        """Count what was gathered."""
        customers = list(self._codes)
        if self._learned.kept:
            self._beside_others(customers)
        elif customers:
            self._all_at_once(customers)
        self._codes.clear()
        self._who, self._packed = array("q"), array("q")

    def _beside_others(self, customers: list[str]) -> None:
        bought: dict[str, list[int]] = {}
        for code, packed in zip(self._who, self._packed, strict=True):
            bought.setdefault(customers[code], []).append(packed)
        for customer, some in bought.items():
            self._learned.set(customer, [*self._learned.kept.get(customer, ()), *some])

    def _all_at_once(self, customers: list[str]) -> None:
        """Fill counts that are empty: the same numbers as customer by customer, by sorting."""
        made = self._learned
        who, packed = np.array(self._who, dtype=np.int64), np.array(self._packed, dtype=np.int64)
        self._who, self._packed = array("q"), array("q")
        order = np.lexsort((packed, who))
        who, packed = who[order], packed[order]
        once = np.ones(len(who), dtype=bool)
        once[1:] = (who[1:] != who[:-1]) | (packed[1:] != packed[:-1])
        who, packed = who[once], packed[once]
        for code, start, end in _runs(who):
            made.kept[customers[code]] = _array(packed[start:end])
        number, at = packed & NUMBER, packed >> SKU_BITS
        made.latest = int(at.max())
        by_number = np.lexsort((at, number))
        for n, start, end in _runs(number[by_number]):
            made.sold[n] = _array(at[by_number[start:end]])
        # The first purchase of each product by each customer, and at how many moments it was bought.
        order = np.lexsort((at, number, who))
        who, number, at = who[order], number[order], at[order]
        first = np.ones(len(who), dtype=bool)
        first[1:] = (who[1:] != who[:-1]) | (number[1:] != number[:-1])
        places = np.flatnonzero(first)
        moments = np.diff(np.append(places, len(who)))
        size = len(made.names)
        made.buyers = np.bincount(number[places], minlength=size).tolist()
        made.again = np.bincount(number[places][moments > 1], minlength=size).tolist()
        by_name = np.empty(size, dtype=np.int64)
        by_name[sorted(range(size), key=made.names.__getitem__)] = np.arange(size)
        order = np.lexsort((by_name[number[places]], at[places], who[places]))
        self._count_pairs(who[places][order], number[places][order])

    def _count_pairs(self, who: Numbers, number: Numbers) -> None:
        """Count what goes together, from each customer's products in the order in which they were first bought."""
        size = len(self._learned.names)
        pairs = np.empty(0, dtype=np.int64)
        many = np.empty(0, dtype=np.int64)
        waiting: list[Numbers] = []
        for apart in range(1, min(counts.WINDOW, len(who) - 1) + 1):
            same = who[apart:] == who[:-apart]
            if not same.any():
                break
            one, two = number[:-apart][same], number[apart:][same]
            waiting.append(np.minimum(one, two) * size + np.maximum(one, two))
            if sum(map(len, waiting)) > MOST_PAIRS:
                pairs, many = _added_up(pairs, many, waiting)
                waiting = []
        pairs, many = _added_up(pairs, many, waiting)
        one, two = np.divmod(pairs, size)
        ones, twos, counted = np.concatenate((one, two)), np.concatenate((two, one)), np.concatenate((many, many))
        order = np.argsort(ones, kind="stable")
        twos, counted = twos[order], counted[order]
        shared = list(range(size))  # one object a number, however many rows name it
        for n, start, end in _runs(ones[order]):
            beside = map(shared.__getitem__, twos[start:end].tolist())
            self._learned.together[n] = dict(zip(beside, counted[start:end].tolist(), strict=True))


def _added_up(pairs: Numbers, many: Numbers, more: list[Numbers]) -> tuple[Numbers, Numbers]:
    """Return each pair once with how many there are, those counted before among them."""
    joined = np.concatenate((pairs, *more))
    if not len(joined):
        return pairs, many
    weights = np.concatenate((many, np.ones(len(joined) - len(pairs), dtype=np.int64)))
    order = np.argsort(joined, kind="stable")
    joined, weights = joined[order], weights[order]
    starts = np.flatnonzero(np.append(True, joined[1:] != joined[:-1]))
    return joined[starts], np.add.reduceat(weights, starts)


def _runs(values: Numbers) -> Iterator[tuple[int, int, int]]:
    """Yield each value of a sorted array with the beginning and end of its run."""
    if len(values):
        starts = np.flatnonzero(np.append(True, values[1:] != values[:-1]))
        ends = np.append(starts[1:], len(values))
        yield from zip(values[starts].tolist(), starts.tolist(), ends.tolist(), strict=True)


def _array(values: Numbers) -> array[int]:
    made = array("q")
    made.frombytes(values.tobytes())
    return made
