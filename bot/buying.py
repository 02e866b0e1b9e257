"""What customers buy, learned from the store when the program starts and kept true while it runs.

Nothing learned is kept on disk: reading the orders again takes seconds, and no copy can be out of step with them.
Whoever's orders changed is read again and set to what the store has, so that being told twice, or of a change that
was read already, does no harm; a person who was forgotten is set to nothing.
"""

from __future__ import annotations

import asyncio
import gc
import logging
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice
from math import inf
from operator import attrgetter
from time import perf_counter

from bot.purchases import OrderChange
from bot.ranking.gathering import Gathering
from bot.ranking.learned import Learned, Purchase
from bot.store.orders import Orders
from bot.store.records import SoldLine

log = logging.getLogger(__name__)

AT_ONCE = 250
"""Customers read again in one go."""
SLICE_S = 0.005
"""How long the event loop is kept from other work while counting."""
TOGETHER_S = 0.2
"""Changes of an import that come within this time are read in one go."""
AGAIN_S = 30.0
PAID_AT = attrgetter("paid_at")


def buyer(customer_id: str, order: tuple[str, str]) -> str:
    """Return under whom a purchase is counted: an order of an unknown buyer is a customer of its own."""
    # Customer ids hold no control characters: nobody can be called like an order.
    return customer_id or "\0".join(("", *order))


class Past:
    """What customers bought until a moment, which only moves forward."""

    def __init__(self, orders: Orders) -> None:
        self.learned = Learned()
        self._pages = orders.sold()
        self._ahead: Sequence[SoldLine] = ()

    async def until(self, moment: float = inf) -> Learned:
        """Count everything until a moment (unix seconds), in a thread beside the event loop."""
        if self._ahead and self._ahead[0].paid_at > moment:
            return self.learned
        gathering = Gathering(self.learned)
        collecting = gc.isenabled()
        # A million new numbers are no garbage; looking through them again and again would hold everybody up.
        gc.disable()
        try:
            while True:
                await asyncio.to_thread(gathering.add, self._reached(moment))
                if self._ahead:
                    break
                page = await anext(self._pages, None)
                if page is None:
                    break
                self._ahead = page
            await asyncio.to_thread(gathering.count)
        finally:
            if collecting:
                gc.enable()
        return self.learned

    def _reached(self, moment: float) -> Iterator[tuple[str, float, str]]:
        reached = bisect_right(self._ahead, moment, key=PAID_AT)
        lines, self._ahead = self._ahead[:reached], self._ahead[reached:]
        for customer, at, sku, source, order_id, _ in lines:
            yield customer or buyer("", (source, order_id)), at, sku


class Buying:
    """The counts of the running program."""

    def __init__(self, orders: Orders) -> None:
        self.learned = Learned()
        self.complete = False
        """Whether everything in the store has been counted."""
        self._orders = orders
        self._customers: dict[str, None] = {}
        self._unknown: dict[str, Sequence[Purchase]] = {}
        self._told = asyncio.Event()
        orders.listen(self._tell)

    def _tell(self, changes: Sequence[OrderChange]) -> None:
        """Remember whose purchases are not as they were."""
        for change in changes:
            for order in (change.before, change.after):
                if order is not None and order.customer_id:
                    self._customers[order.customer_id] = None
                elif order is not None:
                    bought = order.bought if order is change.after else ()
                    at = int(order.paid_at.timestamp())
                    self._unknown[buyer("", order.id)] = [Purchase(at, line.sku) for line in bought]
        self._told.set()

    async def run(self) -> None:
        """Learn everything, then every change within a second, for as long as the program runs."""
        while not self.complete:
            try:
                await self._learn_all()
            except Exception:  # the rooms go on without what was bought; the store is tried again
                log.exception("what customers bought could not be read; it is tried again in %.0f s", AGAIN_S)
                await asyncio.sleep(AGAIN_S)
        while True:
            await self._told.wait()
            self._told.clear()
            try:
                await self._catch_up()
            except Exception:  # told again by the next change; until then the counts are a little old
                log.exception("what customers bought could not be read again")
                await asyncio.sleep(AGAIN_S)
                self._told.set()
            await asyncio.sleep(TOGETHER_S)

    async def _learn_all(self) -> None:
        began = perf_counter()
        self.learned = await Past(self._orders).until()
        await self._catch_up()
        self.complete = True
        # What was loaded stays for good: a collection that looks through it would be felt in every room.
        gc.freeze()
        if self.learned.kept:
            log.info("learned what %d customers bought in %.1f s", len(self.learned.kept), perf_counter() - began)

    async def _catch_up(self) -> None:
        """Set everybody whose orders changed to what the store has."""
        began = perf_counter()
        while self._customers or self._unknown:
            some = list(islice(self._customers, AT_ONCE))
            for customer in some:
                del self._customers[customer]
            unknown, self._unknown = self._unknown, {}
            try:
                bought = await self._orders.bought_by(some) if some else {}
            except BaseException:
                self._customers.update(dict.fromkeys(some))
                self._unknown = unknown | self._unknown
                raise
            for customer in (*some, *unknown):
                read = (Purchase(int(at), sku) for at, sku in bought.get(customer, ()))
                self.learned.replace(customer, unknown.get(customer, read))
                if perf_counter() - began > SLICE_S:
                    await asyncio.sleep(0)
                    began = perf_counter()
