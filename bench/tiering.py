"""Tiers of a large shop: reading the orders, the list, a preview of another threshold; beside one pass of plain sums.

uv run python -m bench.tiering --customers 100000
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sqlite3
import sys
import tempfile
import time
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bot.customers.tier_report import preview, tier_list
from bot.customers.tiers import Rule, Threshold
from bot.store import open_store

TODAY = date(2026, 11, 12)
NOON = datetime(2026, 11, 12, 4, tzinfo=UTC)
TRIED = Rule(high_active=Threshold(3, Decimal(400)))


def fill(path: Path, customers: int) -> int:
    """Write orders straight into the tables: what is measured is not the import."""
    dice = random.Random(7)
    db = sqlite3.connect(path)
    rows: list[tuple[object, ...]] = []
    for customer in range(customers):
        for _ in range(min(1 + int(dice.expovariate(0.5)), 30)):
            paid = (NOON - timedelta(days=dice.randrange(400), minutes=dice.randrange(600))).timestamp()
            net = f"{dice.randrange(1_000, 40_000) / 100:.2f}"
            rows.append(
                ("generic", f"o{len(rows)}", f"c{customer}", 0, paid, 0, "CNY", "paid", "0", 0, net, 0, net, 1, 1, 1)
            )
    db.executemany("insert into customer_order values (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)", rows)
    db.commit()
    db.close()
    return len(rows)


def plain_sums(path: Path) -> int:
    """The baseline: read the same rows and add up each customer's amounts as they are."""
    db = sqlite3.connect(path)
    sums: defaultdict[str, float] = defaultdict(float)
    for customer, net in db.execute("select customer_id, net from customer_order"):
        sums[customer] += float(net)
    db.close()
    return len(sums)


async def measure(customers: int) -> None:
    """Fill a store, then count the processor's seconds of each step: other programs do not change those."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "shop.db"
        store = await open_store(f"sqlite:///{path}")
        orders = await asyncio.to_thread(fill, path, customers)
        print(f"{customers} customers, {orders} orders")
        began = time.process_time()
        plain_sums(path)
        baseline = time.process_time() - began
        print(f"plain sums        {baseline:6.2f} s  (baseline)")

        def took(what: str) -> None:
            nonlocal began
            seconds = time.process_time() - began
            print(f"{what:<17} {seconds:6.2f} s  ({seconds / baseline:.1f} times the baseline)")
            began = time.process_time()

        began = time.process_time()
        bills = await store.customers.bills("Asia/Shanghai")
        took("reading orders")
        found = preview(bills, TODAY, Rule(), TRIED)
        took("preview")
        everybody = tier_list(bills, TODAY, Rule())
        took("list with moves")
        rows = [(m.customer_id, str(m.standing.tier), ",".join(m.standing.labels)) for m in everybody.members]
        await store.customers.keep_tiers("rule", TODAY, rows, NOON)
        took("keeping the first")
        await store.customers.keep_tiers("rule", TODAY + timedelta(days=1), rows, NOON)
        took("keeping the next")
        await store.close()
        print(f"{found.moving} people move: {dict(found.moves)}")


def main() -> None:
    """Read the size and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=10_000)
    asyncio.run(measure(parser.parse_args().customers))


if __name__ == "__main__":
    main()
