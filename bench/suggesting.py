"""What suggestions cost with a large shop's orders: reading them at the start, one more order, one list of products.

Beside it, on the same orders in the same run: plain popularity, and `implicit`'s BM25 where that is installed.
`Ranking` is the same code for scripts that measure how good the lists are.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import importlib
import json
import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from bot.buying import Buying
from bot.catalog import Catalog, Product
from bot.purchases import Order, OrderLine
from bot.ranking.learned import Learned, Purchase
from bot.ranking.scores import CATALOGUE, ROOM
from bot.store import Store, open_store
from bot.suggest import Wanted, shortlist

SEED = 11
NOW = 1_762_000_000
YEAR_S = 365 * 86_400
LINES_AN_ORDER = 1.42
ON_OFFER = 50
TICK_S = 0.005


class Ranking:
    """Takes orders one by one and answers who wants what: `rec_eval.py adapter --module suggesting:Ranking`."""

    def __init__(self) -> None:
        self._learned = Learned()
        self._products: dict[str, Product] = {}
        self._catalog = Catalog()

    def add_order(self, order_id: str, customer: str, paid_at: str, lines: Sequence[tuple[str, str, str]]) -> None:
        """Learn an order; its products are the catalogue."""
        at = int(datetime.fromisoformat(paid_at).timestamp())
        for sku, name, category in lines:
            if sku not in self._products:
                self._products[sku] = Product(sku, name or sku, category=category)
        self._learned.learn(customer, [Purchase(at, sku) for sku, _, _ in lines])

    def recommend(
        self, customer: str, now: str, k: int, candidates: Sequence[str] | None = None, exclude_bought: bool = False
    ) -> list[str]:
        """Return the best products for a customer."""
        if len(self._catalog) != len(self._products):
            self._catalog = Catalog(dict(self._products))
        bought = {purchase.sku for purchase in self._learned.purchases(customer)} if exclude_bought else set()
        ranked = shortlist(
            Wanted(customers=(customer,), shown=bought), self._catalog, datetime.fromisoformat(now), self._learned,
            k=k, candidates=candidates, weights=CATALOGUE if candidates is None else ROOM, varied=False,
        )  # fmt: skip
        return [r.sku for r in ranked]


class Shop:
    """Made-up orders of a year: few products sell most, a customer comes back for some of what they bought."""

    def __init__(self, orders: int, products: int, customers: int) -> None:
        chance = np.random.default_rng(SEED)
        self.skus = [f"S{n:05d}" for n in range(products)]
        self.customers = customers
        share = 1 / np.arange(1, products + 1) ** 0.8
        self._share = share / share.sum()
        self.buyer = chance.integers(0, customers, orders)
        self.paid_at = np.sort(chance.integers(NOW - YEAR_S, NOW, orders))
        self.lines = 1 + chance.poisson(LINES_AN_ORDER - 1, orders)
        # Half of what somebody buys is of the twenty products that are theirs.
        own = chance.choice(products, size=(customers, 20), p=self._share)
        buyers = np.repeat(self.buyer, self.lines)
        theirs = own[buyers, chance.integers(0, 20, len(buyers))]
        anything = chance.choice(products, size=len(buyers), p=self._share)
        self.bought = np.where(chance.random(len(buyers)) < 0.5, theirs, anything)
        self.catalog = Catalog({sku: Product(sku, sku, category=f"C{n % 40}") for n, sku in enumerate(self.skus)})

    def orders(self) -> Iterator[tuple[int, str, int, list[str]]]:
        """Yield number, customer, moment and products of each order."""
        first = 0
        for n, (who, at, count) in enumerate(
            zip(self.buyer.tolist(), self.paid_at.tolist(), self.lines.tolist(), strict=True)
        ):
            yield n, f"c{who}", at, [self.skus[i] for i in dict.fromkeys(self.bought[first : first + count].tolist())]
            first += count

    def rooms(self, count: int) -> list[tuple[str, list[str]]]:
        """Return customers, each with the products a room has on offer."""
        chance = np.random.default_rng(SEED + 1)
        size = min(ON_OFFER, len(self.skus))
        return [
            (
                f"c{chance.integers(0, self.customers)}",
                [self.skus[i] for i in chance.choice(len(self.skus), size, replace=False, p=self._share)],
            )
            for _ in range(count)
        ]


def fill(path: Path, shop: Shop) -> None:
    """Write the orders straight into the tables: what an import costs is measured elsewhere."""
    db = sqlite3.connect(path)
    head = (
        "insert into customer_order (source, order_id, customer_id, customer_as_of, paid_at, created_at, currency,"
        " status, refunded, as_of, amount, amount_as_of, net, counted, added, changed)"
        " values ('generic', ?, ?, 0, ?, 0, 'CNY', 'paid', '0', 0, null, 0, '10', 1, 1, 1)"
    )
    line = (
        "insert into order_line (source, order_id, key, sub_order, product, sku, quantity, paid, refunded, title,"
        " category, status, gift, priced, as_of, counted)"
        " values ('generic', ?, ?, '', '', ?, 1, '10', '0', '', '', '', 0, 1, 0, 1)"
    )
    db.executemany(head, ((str(n), who, at) for n, who, at, _ in shop.orders()))
    db.executemany(line, ((str(n), sku, sku) for n, _, _, skus in shop.orders() for sku in skus))
    db.commit()
    db.close()


@asynccontextmanager
async def watched_loop(late_ms: list[float]) -> Any:
    """Note how late the loop comes to a tick, for as long as the block lasts."""

    async def tick() -> None:
        while True:
            due = time.perf_counter() + TICK_S
            await asyncio.sleep(TICK_S)
            late_ms.append((time.perf_counter() - due) * 1e3)

    ticking = asyncio.create_task(tick())
    try:
        yield
    finally:
        ticking.cancel()


def memory_mb() -> float:
    """Return what the process holds now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def spread(times: Sequence[float]) -> dict[str, float]:
    """Return median, 99th percentile and most, of milliseconds."""
    p50, p99 = np.percentile(times, [50, 99])
    return {"p50": round(float(p50), 4), "p99": round(float(p99), 4), "most": round(max(times), 3)}


def timed(do: Callable[[Any], object], given: Sequence[Any]) -> list[float]:
    """Return how many milliseconds each call took."""
    times: list[float] = []
    for one in given:
        began = time.perf_counter()
        do(one)
        times.append((time.perf_counter() - began) * 1e3)
    return times


async def started(store: Store, found: dict[str, Any]) -> tuple[Buying, asyncio.Task[None]]:
    """Learn everything as the program does when it starts, beside a loop that has other things to do."""
    idle, late = list[float](), list[float]()
    async with watched_loop(idle):
        await asyncio.sleep(2)
    found["loop_late_ms_before"] = spread(idle)
    before = memory_mb()
    buying = Buying(store.orders)
    began, worked = time.perf_counter(), time.process_time()
    async with watched_loop(late):
        learning = asyncio.create_task(buying.run())
        while not buying.complete:
            await asyncio.sleep(0.01)
    found["restart_s"] = round(time.perf_counter() - began, 2)
    found["restart_cpu_s"] = round(time.process_time() - worked, 2)
    found["added_mb"] = round(memory_mb() - before)
    found["loop_late_ms_while_loading"] = spread(late)
    return buying, learning


def lists(learned: Learned, shop: Shop, requests: int, found: dict[str, Any]) -> None:
    """Time lists of a room and of the whole catalogue, and a room's by plain popularity."""
    now = datetime.fromtimestamp(NOW, UTC)
    rooms = shop.rooms(requests)

    def room(asked: tuple[str, list[str]]) -> object:
        return shortlist(Wanted(customers=(asked[0],)), shop.catalog, now, learned, candidates=asked[1])

    def catalogue(asked: tuple[str, list[str]]) -> object:
        return shortlist(Wanted(customers=(asked[0],)), shop.catalog, now, learned, weights=CATALOGUE, varied=False)

    def cold(asked: tuple[str, list[str]]) -> object:
        return shortlist(Wanted(), shop.catalog, now, learned, candidates=asked[1])

    def popular(asked: tuple[str, list[str]]) -> object:
        return sorted(asked[1], key=lambda sku: -learned.buyers[learned.numbers.get(sku, 0)])[:6]

    found["room_of_50_first_ms"] = round(timed(room, rooms[:1])[0], 2)
    found["room_of_50_ms"] = spread(timed(room, rooms))
    found["room_of_50_cold_ms"] = spread(timed(cold, rooms))
    found["room_of_50_by_popularity_ms"] = spread(timed(popular, rooms))
    found["whole_catalogue_ms"] = spread(timed(catalogue, rooms[: max(50, requests // 10)]))


async def orders_learnt(store: Store, buying: Buying, shop: Shop, count: int, found: dict[str, Any]) -> None:
    """Time one more order: the counting alone, and from its commit until it counts."""
    chance = np.random.default_rng(SEED + 2)
    learned = buying.learned

    def learn(n: int) -> None:
        skus = chance.choice(len(shop.skus), 2)
        learned.learn(f"c{chance.integers(0, shop.customers)}", [Purchase(NOW + n, shop.skus[i]) for i in skus])

    found["order_learnt_ms"] = spread(timed(learn, range(count)))
    waits: list[float] = []
    for n in range(20):
        customer, sku = f"c{chance.integers(0, shop.customers)}", shop.skus[n]
        line = OrderLine(sku, 1, Decimal(10))
        await store.orders.save([Order(f"live{n}", customer, datetime.fromtimestamp(NOW + 9_999 + n, UTC), (line,))])
        committed = time.perf_counter()
        while Purchase(NOW + 9_999 + n, sku) not in set(learned.purchases(customer)):
            await asyncio.sleep(0.001)
        waits.append((time.perf_counter() - committed) * 1e3)
    found["commit_until_counted_ms"] = spread(waits)


def by_bm25(shop: Shop, requests: int, found: dict[str, Any]) -> None:
    """Time `implicit`'s BM25 on the same orders; it is no dependency, so it may not be there."""
    try:
        neighbours = importlib.import_module("implicit.nearest_neighbours")
        sparse = importlib.import_module("scipy.sparse")
    except ImportError:
        found["bm25"] = "not installed"
        return
    before, began = memory_mb(), time.perf_counter()
    buyers = np.repeat(shop.buyer, shop.lines)
    bought = sparse.csr_matrix((np.ones(len(buyers)), (buyers, shop.bought)), shape=(shop.customers, len(shop.skus)))
    model = neighbours.BM25Recommender(K=100, num_threads=1)
    model.fit(bought, show_progress=False)
    found["bm25_fit_s"] = round(time.perf_counter() - began, 2)
    found["bm25_added_mb"] = round(memory_mb() - before)
    number = {sku: n for n, sku in enumerate(shop.skus)}
    asked = [(int(who[1:]), [number[sku] for sku in skus]) for who, skus in shop.rooms(requests)]

    def room(one: tuple[int, list[int]]) -> object:
        return model.recommend(one[0], bought[one[0]], N=6, items=one[1], filter_already_liked_items=False)

    found["bm25_room_of_50_ms"] = spread(timed(room, asked))


async def measure(orders: int, products: int, customers: int, requests: int) -> dict[str, Any]:
    """Make a shop, start on its orders, and time what a room waits for."""
    found: dict[str, Any] = {"orders": orders, "products": products, "customers": customers}
    shop = Shop(orders, products, customers)
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/shop.db"
        await (await open_store(url)).close()
        await asyncio.to_thread(fill, Path(folder) / "shop.db", shop)
        gc.collect()
        store = await open_store(url)
        buying, learning = await started(store, found)
        lists(buying.learned, shop, requests, found)
        await orders_learnt(store, buying, shop, requests, found)
        learning.cancel()
        await asyncio.gather(learning, return_exceptions=True)
        await store.close()
    by_bm25(shop, requests, found)
    found["load_of_machine"] = round(os.getloadavg()[0], 1)
    return found


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--orders", type=int, default=100_000, help="orders of a year (%(default)s)")
    options.add_argument("--products", type=int, default=2_000, help="products (%(default)s)")
    options.add_argument("--customers", type=int, default=0, help="customers (a fifth of the orders)")
    options.add_argument("--requests", type=int, default=2_000, help="lists and orders timed (%(default)s)")
    options.add_argument("--json", action="store_true", help="print one JSON object")
    chosen = options.parse_args()
    found = asyncio.run(
        measure(chosen.orders, chosen.products, chosen.customers or max(1, chosen.orders // 5), chosen.requests)
    )
    if chosen.json:
        print(json.dumps(found))
        return
    for name, value in found.items():
        said = "  ".join(f"{k} {v}" for k, v in value.items()) if isinstance(value, dict) else value
        print(f"{name:<30}{said}")


if __name__ == "__main__":
    main()
