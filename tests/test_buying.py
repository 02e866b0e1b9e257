"""What customers buy, learned from the store and kept true: as if it had been counted anew, at any time."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from bot.buying import Buying, Past, buyer
from bot.purchases import Order, OrderLine
from bot.store import Store, open_store
from tests.fakes import until
from tests.ranking.test_learned import counts

NOW = datetime(2026, 11, 12, 20, 0, tzinfo=UTC)


def order(order_id: str, customer: str, *skus: str, days_ago: float = 1, status: str = "paid") -> Order:
    lines = tuple(OrderLine(sku, 1, Decimal(10)) for sku in skus)
    return Order(order_id, customer, NOW - timedelta(days=days_ago), lines, status=status)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await open_store(f"sqlite:///{tmp_path}/shop.db")
    yield opened
    await opened.close()


@asynccontextmanager
async def running(store: Store) -> AsyncIterator[Buying]:
    buying = Buying(store.orders)
    task = asyncio.create_task(buying.run())
    try:
        await until(lambda: buying.complete)
        yield buying
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        gc.unfreeze()


async def is_as_if_counted_anew(buying: Buying, store: Store) -> None:
    """Wait until the counts are those of a program that starts now."""
    anew = counts(await Past(store.orders).until())
    await until(lambda: counts(buying.learned) == anew)


async def test_what_is_in_the_store_is_learned_at_the_start(store: Store) -> None:
    await store.orders.save([order("1", "ann", "A", "B"), order("2", "ben", "A"), order("3", "", "A", "B")])
    async with running(store) as buying:
        learned = buying.learned
        assert learned.buyers[learned.numbers["A"]] == 3, "an order of an unknown buyer is somebody's"
        assert learned.together[learned.numbers["A"]][learned.numbers["B"]] == 2


async def test_every_change_is_learned_as_it_comes(store: Store) -> None:
    async with running(store) as buying:
        for orders in (
            [order("1", "ann", "A", "B", days_ago=3), order("2", "ben", "A"), order("3", "", "A", "C")],
            [order("4", "ann", "C", days_ago=9)],  # an older one, later
            [order("2", "ben", "A", status="refunded"), order("3", "", "A", "C", status="closed")],
            [order("5", "ben", "B"), order("5", "ben", "B", status="cancelled")],
        ):
            await store.orders.save(orders)
            await is_as_if_counted_anew(buying, store)
        assert counts(buying.learned)["buyers"] == {"A": 1, "B": 1, "C": 1}


async def test_a_customer_who_is_forgotten_is_gone_from_every_count(store: Store) -> None:
    await store.orders.save([order("1", "ann", "A", "B"), order("2", "ben", "A")])
    async with running(store) as buying:
        await store.orders.forget("ann")
        await is_as_if_counted_anew(buying, store)
        assert counts(buying.learned)["buyers"] == {"A": 1}
        assert "ann" not in buying.learned.kept


async def test_orders_that_are_swept_for_their_age_no_longer_count(store: Store) -> None:
    await store.orders.save([order("1", "ann", "A", days_ago=500), order("2", "ann", "B")])
    async with running(store) as buying:
        assert await store.orders.sweep(NOW - timedelta(days=400)) == 1
        await is_as_if_counted_anew(buying, store)
        assert counts(buying.learned)["buyers"] == {"B": 1}


async def test_orders_that_come_while_the_others_are_read_are_counted_once(store: Store) -> None:
    await store.orders.save([order(str(n), f"c{n % 40}", "A", "B", days_ago=n) for n in range(200)])
    buying = Buying(store.orders)
    task = asyncio.create_task(buying.run())
    for n in range(20):
        await store.orders.save([order(f"new{n}", f"c{n}", "C"), order(f"anon{n}", "", "C", "A")])
    await until(lambda: buying.complete)
    await is_as_if_counted_anew(buying, store)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    gc.unfreeze()


async def test_a_past_goes_forward_and_counts_nothing_after_its_moment(store: Store) -> None:
    await store.orders.save([order(str(n), f"c{n % 3}", "ABCD"[n % 4], days_ago=10 - n) for n in range(10)])
    past = Past(store.orders)
    for days_ago in (9.5, 6.0, 6.0, 2.5, 0.0):
        moment = (NOW - timedelta(days=days_ago)).timestamp()
        learned = await past.until(moment)
        assert learned.latest <= moment
        assert counts(learned) == counts(await Past(store.orders).until(moment))


async def test_a_store_that_cannot_be_read_is_tried_again(
    store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("bot.buying.AGAIN_S", 0.01)
    await store.orders.save([order("1", "ann", "A")])
    whole = store.orders.sold
    failed: list[bool] = []

    def broken_once() -> object:
        if not failed:
            failed.append(True)
            raise OSError("the disk is gone")
        return whole()

    monkeypatch.setattr(store.orders, "sold", broken_once)
    async with running(store) as buying:
        assert counts(buying.learned)["buyers"] == {"A": 1}
    assert "could not be read" in caplog.text


def test_an_order_of_nobody_is_no_customers() -> None:
    assert buyer("ann", ("taobao", "1")) == "ann"
    assert buyer("", ("taobao", "1")) != buyer("", ("shopify", "1"))
