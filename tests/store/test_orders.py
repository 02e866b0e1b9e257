"""Orders in the store: in their newest state whatever comes first, told to who listens, gone when forgotten."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from bot.purchases import NEVER, History, Order, OrderChange, OrderLine
from bot.store import Store, open_store
from bot.store.order_rows import forget
from bot.store.schema import migrations
from tests.store.conftest import START, Evening


def order(order_id: str, *paid: str, customer: str = "C1", status: str = "paid", refunded: str = "0", days: int = 0
          ) -> Order:  # fmt: skip
    lines = tuple(OrderLine(f"A10{i}", 1, Decimal(p), f"thing {i}", "home") for i, p in enumerate(paid or ("10",)))
    return Order(order_id, customer, START - timedelta(days=days), lines, "CNY", status, Decimal(refunded))


async def everything(store: Store) -> list[Order]:
    return [order async for some in store.orders.every(at_once=3) for order in some]


async def test_the_same_orders_twice_change_nothing(evening: Evening) -> None:
    orders = [order("o1", "19.90", "5"), order("o2", "30", customer="C2")]
    first = await evening.store.orders.save(orders)
    again = await evening.store.orders.save(orders)
    assert (first.outcomes, again.outcomes) == ("nn", "==")


async def test_a_newer_state_holds_and_an_older_one_that_comes_later_changes_nothing(evening: Evening) -> None:
    paid, back = order("o1", "19.90", "5"), order("o1", "19.90", "5", status="refunded")
    await evening.store.orders.save([paid])
    assert (await evening.store.orders.save([back])).updated == 1
    report = await evening.store.orders.save([paid])
    assert (report.new, report.updated, report.unchanged, report.older) == (0, 0, 0, 1)
    assert await evening.store.orders.history("C1") == History("C1")


async def test_a_correction_may_go_back_when_it_says_so(evening: Evening) -> None:
    await evening.store.orders.save([order("o1", "19.90", "5", status="refunded")])
    report = await evening.store.orders.save([order("o1", "19.90")], replace=True)
    assert (report.new, report.updated) == (0, 1)
    history = await evening.store.orders.history("C1")
    assert history is not None
    assert [bought.sku for bought in history.bought] == ["A100"]


async def test_what_would_be_saved_is_said_without_saving_it(evening: Evening) -> None:
    await evening.store.orders.save([order("o1")])
    report = await evening.store.orders.compare([order("o1"), order("o2"), order("o1", status="closed")])
    assert report.outcomes == "unu"
    assert await everything(evening.store) == [order_as_kept(order("o1"))]


def order_as_kept(of: Order) -> Order:
    return replace(of, lines=tuple(replace(line, key=line.sub_order or line.sku) for line in of.lines))


async def test_an_order_comes_back_as_it_was_saved(evening: Evening) -> None:
    line = OrderLine(
        "A101",
        2,
        Decimal("119.80"),
        "面霜",
        "护肤",
        "sub-1",
        "refunded",
        Decimal("119.80"),
        product="7788",
        as_of=START,
    )
    full = Order(
        "5181", "taobao:小美", START, (line, replace(line, sub_order="sub-2", gift=True, priced=False, status="")),
        "USD", "finished", Decimal("3.10"), "taobao", START - timedelta(hours=1), Decimal("300.00"), START,
    )  # fmt: skip
    lines_only = Order("5182", "", NEVER, (line,), status="", source="taobao")
    await evening.store.orders.save([full, lines_only])
    assert await everything(evening.store) == [order_as_kept(lines_only), order_as_kept(full)]
    assert await evening.store.orders.of_customer("taobao:小美") == (order_as_kept(full),)


async def test_an_order_said_again_is_no_change_and_holds_against_what_was_said_between(evening: Evening) -> None:
    told: list[OrderChange] = []
    first = replace(order("o1", "10"), amount=Decimal(10), as_of=START)
    await evening.store.orders.save([first])
    evening.store.orders.listen(told.extend)
    mark = await evening.store.orders.mark()
    again = replace(first, as_of=START + timedelta(hours=2))
    between = replace(first, amount=Decimal(9), as_of=START + timedelta(hours=1))
    assert (await evening.store.orders.save([again])).outcomes == "="
    assert (await evening.store.orders.save([between])).outcomes == "="
    assert (await everything(evening.store))[0].amount == Decimal(10)
    assert told == []
    assert not await evening.store.orders.updated_since(mark)


async def test_one_order_id_of_two_shops_is_two_orders(evening: Evening) -> None:
    report = await evening.store.orders.save([order("1001"), replace(order("1001"), source="shopify")])
    assert report.new == 2


async def test_two_files_that_know_half_of_an_order_each_make_it_whole(evening: Evening) -> None:
    main = replace(order("o1"), lines=(), amount=Decimal("88.00"), source="taobao")
    items = replace(order("o1", "50", "50", customer=""), status="", paid_at=NEVER, source="taobao")
    for first, second in ((main, items), (items, main)):
        await evening.store.orders.forget("C1")
        await evening.store.orders.save([first])
        await evening.store.orders.save([second])
        (kept,) = await everything(evening.store)
        assert (kept.customer_id, kept.net, len(kept.bought), kept.counts) == ("C1", Decimal("88.00"), 2, True)


async def test_who_listens_is_told_what_to_unlearn_and_learn(evening: Evening) -> None:
    told: list[OrderChange] = []
    evening.store.orders.listen(told.extend)
    paid, back = order("o1"), order("o1", status="refunded")
    await evening.store.orders.save([paid])
    await evening.store.orders.save([paid])
    await evening.store.orders.save([back])
    await evening.store.orders.forget("C1")
    assert told == [
        OrderChange(None, order_as_kept(paid)),
        OrderChange(order_as_kept(paid), order_as_kept(back)),
        OrderChange(order_as_kept(back), None),
    ]


async def test_the_mark_says_whether_what_was_learned_still_holds(evening: Evening) -> None:
    orders = evening.store.orders
    await orders.save([order("o1")])
    first = await orders.mark()
    await orders.save([order("o1")])
    assert await orders.mark() == first
    await orders.save([order("o2"), order("o2", status="closed")])
    assert await orders.mark() != first
    assert not await orders.updated_since(first)
    assert [o.order_id async for some in orders.every(changed_after=first.changed) for o in some] == ["o2"]
    second = await orders.mark()
    await orders.save([order("o1", status="refunded")])
    assert await orders.updated_since(second)
    third = await orders.mark()
    await orders.forget("C1")
    assert await orders.updated_since(third)


async def test_all_that_was_sold_is_read_page_by_page(evening: Evening) -> None:
    orders = [order(f"o{i}", "5", "0", "7", customer=f"C{i % 3}" if i % 3 else "", days=i // 4) for i in range(30)]
    await evening.store.orders.save([*orders, order("closed", status="closed")])
    read = [line async for some in evening.store.orders.sold(at_once=7) for line in some]
    assert [(line.order, line.sku) for line in read] == [
        (o.id, line.sku)
        for o in sorted(orders, key=lambda o: (o.paid_at, o.source, o.order_id))
        for line in o.lines
        if line.paid
    ]
    assert {line.customer_id for line in read} == {"", "C1", "C2"}


async def test_a_forgotten_customer_leaves_no_row(evening: Evening, tmp_path: Path) -> None:
    await evening.store.orders.save([order("o1", "5", "6"), order("o2", customer="C2")])
    gone = await evening.store.orders.forget("C1")
    assert [o.order_id for o in gone] == ["o1"]
    assert [o.order_id for o in await everything(evening.store)] == ["o2"]
    assert await evening.store.orders.history("C1") is None
    assert await evening.store.orders.forget("C1") == ()
    # An unknown buyer is nobody, and nobody's orders are not one person's.
    await evening.store.orders.save([order("o3", customer="")])
    assert await evening.store.orders.forget("") == ()


async def test_old_orders_are_swept(evening: Evening) -> None:
    await evening.store.orders.save([order(f"o{i}", days=i) for i in range(400)])
    assert await evening.store.orders.sweep(START - timedelta(days=99.5)) == 300
    assert len(await everything(evening.store)) == 100
    assert await evening.store.orders.sweep(START - timedelta(days=99.5)) == 0


async def test_more_orders_than_fit_one_commit(evening: Evening) -> None:
    orders = [order(f"o{i}", customer=f"C{i % 7}") for i in range(450)]
    report = await evening.store.orders.save(orders)
    assert report.new == 450


async def test_a_history_counts_only_orders_that_count(evening: Evening) -> None:
    orders = [
        order("kept", "20", days=3),
        order("partly given back", "20", "20", refunded="20", days=2),
        order("wholly given back", "0.10", "0.20", refunded="0.30"),
        order("a present", "0"),
        *(order(status, status=status) for status in ("closed", "cancelled", "unpaid", "refunded")),
    ]
    await evening.store.orders.save(orders)
    history = await evening.store.orders.history("C1")
    assert history is not None
    assert [bought.at for bought in history.bought] == [orders[0].paid_at, orders[1].paid_at, orders[1].paid_at]


async def test_what_sells_counts_the_same_orders_as_a_history(evening: Evening) -> None:
    orders = [
        order("o1", "20"),
        order("o2", "20", customer="C2"),
        order("o2 again", "20", customer="C2"),
        order("given back", "20", customer="C3", refunded="20"),
        order("long ago", "20", customer="C4", days=30),
    ]
    await evening.store.orders.save(orders)
    sold = [line async for some in evening.store.orders.sold() for line in some]
    assert sorted(line.customer_id for line in sold) == ["C1", "C2", "C2", "C4"], "what was given back did not sell"


async def test_an_unknown_customer_has_no_history_and_one_who_kept_nothing_an_empty_one(evening: Evening) -> None:
    await evening.store.orders.save([order("o1", status="refunded")])
    assert await evening.store.orders.history("nobody") is None
    assert await evening.store.orders.history("C1") == History("C1")


money = st.integers(0, 3_000).map(lambda cents: Decimal(cents) / 100)


@given(
    bought=st.lists(
        st.tuples(
            st.lists(money, min_size=1, max_size=4),
            st.sampled_from(["paid", "paid", "closed", "refunded"]),
            st.sampled_from(["nothing", "all", "a cent less"]),
        ),
        max_size=6,
    )
)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_the_stores_history_is_the_one_the_orders_tell(
    tmp_path: Path, bought: list[tuple[list[Decimal], str, str]]
) -> None:
    orders = []
    for i, (prices, status, back) in enumerate(bought):
        total = sum(prices, Decimal(0))
        refunded = {"nothing": Decimal(0), "all": total, "a cent less": max(Decimal(0), total - Decimal("0.01"))}[
            back
        ]
        orders.append(replace(order(f"o{i}", *map(str, prices), status=status, days=i), refunded=refunded))

    async def told() -> History | None:
        path = tmp_path / "told.db"
        path.unlink(missing_ok=True)
        store = await open_store(f"sqlite:///{path}")
        await store.orders.save(orders)
        history = await store.orders.history("C1")
        await store.close()
        return history

    assert asyncio.run(told()) == (History.of("C1", orders) if orders else None)


# one order told many times

pieces = st.builds(
    lambda n, customer, status, refunded, amount, as_of, lines: Order(
        f"o{n}", customer, START, tuple(lines), "CNY", status, Decimal(refunded), "taobao", NEVER, amount,
        START + timedelta(hours=as_of),
    ),
    st.integers(1, 2),
    st.sampled_from(["", "C1", "C2"]),
    st.sampled_from(["", "unpaid", "paid", "finished", "refunded", "closed", "cancelled", "excluded"]),
    st.integers(0, 2),
    st.sampled_from([None, Decimal(10), Decimal("10.5")]),
    st.integers(0, 2),
    st.lists(
        st.builds(
            lambda sub, status, back, as_of: OrderLine(
                "A1", 1, Decimal(9), sub_order=sub, status=status, refunded=Decimal(back),
                as_of=START + timedelta(hours=as_of),
            ),
            st.sampled_from(["", "s1", "s2"]),
            st.sampled_from(["", "refunded"]),
            st.integers(0, 1),
            st.integers(0, 1),
        ),
        max_size=3,
        unique_by=lambda line: line.sub_order,
    ),
)  # fmt: skip


@given(st.lists(pieces, min_size=1, max_size=6).flatmap(lambda said: st.tuples(st.just(said), st.permutations(said))))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_the_same_statements_give_the_same_orders_whatever_comes_first(
    tmp_path: Path, told: tuple[list[Order], list[Order]]
) -> None:
    said, shuffled = told

    async def kept(*saves: Sequence[Order]) -> list[Order]:
        path = tmp_path / "kept.db"
        path.unlink(missing_ok=True)
        store = await open_store(f"sqlite:///{path}")
        for some in saves:
            await store.orders.save(some)
        found = await everything(store)
        await store.close()
        return found

    at_once = asyncio.run(kept(said))
    assert asyncio.run(kept(*([one] for one in shuffled))) == at_once
    assert asyncio.run(kept(said, shuffled, said)) == at_once


def test_orders_of_the_version_before_are_taken_over() -> None:
    db = sqlite3.connect(":memory:", isolation_level=None)
    db.row_factory = sqlite3.Row
    kept = Database(db, execute_plugins=False)
    migrations.apply(kept, stop_before="m005_orders_of_every_shop")
    db.execute("insert into customer_order values ('o1','C1',1000.5,'CNY','paid','5')")
    db.executemany(
        "insert into order_line values ('o1',?,?,?,?,'t','c')",
        [(0, "A", 1, "10.10"), (1, "B", 2, "0"), (2, "A", 3, "4")],
    )
    db.execute("insert into customer_order values ('o2','C1',2000,'CNY','closed','0')")
    migrations.apply(kept)
    o1, o2 = forget(db, "C1")
    assert [(line.key, line.quantity, line.paid) for line in o1.lines] == [
        ("A", 1, Decimal("10.10")), ("A#2", 3, Decimal(4)), ("B", 2, Decimal(0)),
    ]  # fmt: skip
    assert (o1.paid_at, o1.net, o1.counts) == (datetime.fromtimestamp(1000.5, UTC), Decimal("9.10"), True)
    assert (o2.order_id, o2.counts) == ("o2", False)
