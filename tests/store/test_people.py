"""Rooms' modes, customers, orders, staff and what lets them in."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.purchases import History, Order, OrderLine
from bot.store import open_store
from tests.store.conftest import START, Evening


def order(order_id: str, *paid: str, customer: str = "C1", status: str = "paid", refunded: str = "0", days: int = 0
          ) -> Order:  # fmt: skip
    lines = tuple(OrderLine(f"A10{i}", 1, Decimal(p), f"thing {i}", "home") for i, p in enumerate(paid or ("10",)))
    return Order(order_id, customer, START - timedelta(days=days), lines, "CNY", status, Decimal(refunded))


# rooms


async def test_a_rooms_mode_is_the_last_one_chosen(evening: Evening) -> None:
    assert await evening.store.room_modes() == {}
    await evening.store.set_room_mode("studio", "silent", "kim", evening.now)
    await evening.store.set_room_mode("studio", "auto", "lee", evening.now)
    await evening.reopen()
    assert await evening.store.room_modes() == {"studio": "auto"}


# orders


async def test_the_same_orders_twice_change_nothing(evening: Evening) -> None:
    orders = [order("o1", "19.90", "5"), order("o2", "30", customer="C2")]
    first = await evening.store.orders.save(orders)
    again = await evening.store.orders.save(orders)
    assert (first.new, first.updated, first.unchanged, first.customers) == (2, 0, 0, 2)
    assert (again.new, again.updated, again.unchanged, again.customers) == (0, 0, 2, 2)


async def test_a_changed_order_replaces_the_old_one(evening: Evening) -> None:
    await evening.store.orders.save([order("o1", "19.90", "5"), order("o2")])
    report = await evening.store.orders.save([order("o1", "19.90"), order("o2", status="refunded")])
    assert (report.new, report.updated) == (0, 2)
    history = await evening.store.orders.history("C1")
    assert history is not None
    assert [bought.sku for bought in history.bought] == ["A100"]


async def test_more_orders_than_fit_one_commit(evening: Evening) -> None:
    orders = [order(f"o{i}", customer=f"C{i % 7}") for i in range(450)]
    report = await evening.store.orders.save(orders)
    assert (report.new, report.customers) == (450, 7)


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
    assert await evening.store.orders.bought_since(START - timedelta(days=3)) == {"A100": 2}


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
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
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


# links


async def test_a_viewer_is_linked_to_one_customer_on_each_platform(evening: Evening) -> None:
    await evening.store.customers.link("irc", "ann", "C1", "told us", evening.now)
    await evening.store.customers.link("irc", "ann", "C2", "platform", evening.now)
    assert await evening.store.customers.of_viewer("irc", "ann") == "C2"
    assert await evening.store.customers.of_viewer("twitch", "ann") is None


# staff


async def test_a_name_is_taken_once(evening: Evening) -> None:
    kim = await evening.store.add_staff("kim", "admin", "", evening.now)
    assert kim is not None
    assert await evening.store.add_staff("kim", "agent", "x", evening.now) is None
    assert not kim.has_password
    await evening.store.set_password(kim.id, "hash")
    found = await evening.store.staff_named("kim")
    assert found is not None
    assert (found[0].role, found[0].has_password, found[1]) == ("admin", True, "hash")
    assert await evening.store.staff_named("lee") is None
    await evening.store.add_staff("ada", "agent", "", evening.now)
    assert [member.name for member in await evening.store.all_staff()] == ["ada", "kim"]


async def test_an_invitation_works_once(evening: Evening) -> None:
    await evening.store.add_invitation("token", "admin", evening.in_(60))
    used = await asyncio.gather(*(evening.store.use_invitation("token", evening.now) for _ in range(4)))
    assert sorted(role or "" for role in used) == ["", "", "", "admin"]
    assert await evening.store.use_invitation("another", evening.now) is None


async def test_an_invitation_runs_out(evening: Evening) -> None:
    await evening.store.add_invitation("token", "admin", evening.in_(60))
    assert await evening.store.use_invitation("token", evening.later(60)) is None


async def signed_in(evening: Evening, token: str = "token", name: str = "kim") -> int:
    member = await evening.store.add_staff(name, "agent", "", evening.now)
    assert member is not None
    await evening.store.add_session(token, member.id, evening.now)
    return member.id


async def is_in(evening: Evening, at: datetime, token: str = "token") -> bool:
    return await evening.store.session(token, at, idle_s=1800, longest_s=43_200) is not None


async def test_a_session_that_is_used_stays_until_its_longest(evening: Evening) -> None:
    await signed_in(evening)
    for _ in range(28):
        assert await is_in(evening, evening.later(1500))
    evening.later(1500)
    assert not await is_in(evening, evening.now)


async def test_a_session_that_is_not_used_runs_out(evening: Evening) -> None:
    await signed_in(evening)
    assert await is_in(evening, evening.in_(1799))
    assert not await is_in(evening, evening.in_(1799 + 1800))
    assert not await is_in(evening, evening.now, "another")


async def test_sessions_end_one_by_one_or_all_of_a_person(evening: Evening) -> None:
    kim = await signed_in(evening, "a")
    await evening.store.add_session("b", kim, evening.now)
    await evening.store.add_session("c", kim, evening.now)
    await signed_in(evening, "lees", "lee")
    await evening.store.end_sessions(token_hash="a")
    assert [await is_in(evening, evening.now, token) for token in "abc"] == [False, True, True]
    await evening.store.end_sessions(staff_id=kim)
    assert [await is_in(evening, evening.now, token) for token in ("b", "c", "lees")] == [False, False, True]
    await evening.store.audit("kim", "log out everywhere", "kim", "", evening.now)
