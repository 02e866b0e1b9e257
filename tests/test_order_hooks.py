"""Orders as they happen: signed calls are taken once, everything else is refused and told nothing."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import hashlib
import hmac
import io
import json
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.catalog import Catalog
from bot.catalog.file import parse_catalog
from bot.order_hooks import OrderHooks, Secrets
from bot.orders import own_hook, shopify, wire
from bot.orders.products import Products
from bot.orders.rows import BRUSHING, Terms
from bot.orders.signatures import signature
from bot.orders.wire import Unreadable
from bot.purchases import Order, OrderChange
from bot.store import Store, open_store
from tests.orders.reading import CATALOG, NOW

SHOP = "tea-house.myshopify.com"
SHOPIFY, OWN = "shopify-secret-123456", "own-secret-1234567890"
PRODUCTS: Catalog = parse_catalog(CATALOG, "catalog.csv")[0]


def shopify_order(**changes: Any) -> dict[str, Any]:
    return {
        "id": 450789469, "name": "#1001", "email": "Ann@Example.com", "financial_status": "paid",
        "created_at": "2026-11-10T10:00:00-05:00", "processed_at": "2026-11-10T10:01:00-05:00",
        "updated_at": "2026-11-10T10:02:00-05:00", "cancelled_at": None, "currency": "USD", "total_price": "75.50",
        "current_total_price": "75.50", "tags": "", "note": None, "test": False, "refunds": [],
        "customer": {"id": 1, "email": "ann@example.com"},
        "line_items": [
            {"id": 11, "sku": "A101", "title": "Face mask", "quantity": 2, "price": "20.00", "current_quantity": 2,
             "discount_allocations": []},
            {"id": 12, "sku": "B201", "title": "Jasmine tea", "quantity": 1, "price": "35.50", "current_quantity": 1,
             "discount_allocations": [{"amount": "0.00"}]},
        ],
    } | changes  # fmt: skip


REFUND = {
    "id": 900, "order_id": 450789469, "created_at": "2026-11-11T10:00:00-05:00",
    "refund_line_items": [{"line_item_id": 12, "quantity": 1, "subtotal": "35.50", "total_tax": "0.00"}],
    "transactions": [{"kind": "refund", "status": "success", "amount": "35.50"}],
}  # fmt: skip
OWN_ORDER = {
    "order_id": "o1", "customer_id": "c1", "status": "paid", "paid_at": "2026-11-12T20:00:01+08:00",
    "lines": [{"sku": "A101", "quantity": 2, "paid_amount": "119.80"}],
}  # fmt: skip


@dataclass
class Hooks:
    """The listener, its store, and who calls it."""

    session: aiohttp.ClientSession
    hooks: OrderHooks
    store: Store
    told: list[OrderChange] = field(default_factory=list)

    async def call(self, source: str, raw: bytes, headers: Mapping[str, str]) -> tuple[int, Any]:
        headers = {"Content-Type": "application/json"} | dict(headers)
        async with self.session.post(self.hooks.url + source, data=io.BytesIO(raw), headers=headers) as answer:
            text = await answer.text()
            return answer.status, json.loads(text) if text.startswith("{") else text

    async def shopify(
        self, said: object, topic: str = "orders/paid", call_id: str = "w-1", **headers: str
    ) -> tuple[int, Any]:
        raw = json.dumps(said).encode()
        return await self.call("shopify", raw, shopify_headers(raw, topic, call_id) | headers)

    async def own(self, said: object, source: str = "generic", at: datetime = NOW) -> tuple[int, Any]:
        raw = json.dumps(said).encode()
        return await self.call(source, raw, own_headers(raw, at))

    async def orders(self) -> list[Order]:
        return [order async for some in self.store.orders.every() for order in some]


def shopify_headers(raw: bytes, topic: str = "orders/paid", call_id: str = "w-1") -> dict[str, str]:
    signed = base64.b64encode(hmac.new(SHOPIFY.encode(), raw, hashlib.sha256).digest()).decode()
    return {"X-Shopify-Hmac-Sha256": signed, "X-Shopify-Topic": topic, "X-Shopify-Webhook-Id": call_id,
            "X-Shopify-Shop-Domain": SHOP}  # fmt: skip


def own_headers(raw: bytes, at: datetime = NOW) -> dict[str, str]:
    stamp = str(int(at.timestamp()))
    return {"X-Roomhand-Timestamp": stamp, "X-Roomhand-Signature": signature(raw, stamp, OWN)}


@asynccontextmanager
async def listening(folder: Path, secrets: Secrets) -> AsyncIterator[Hooks]:
    store = await open_store(f"sqlite:///{folder}/kept.db")
    try:
        async with (
            OrderHooks(store.orders, secrets, lambda: PRODUCTS, lambda: NOW) as hooks,
            aiohttp.ClientSession() as session,
        ):
            made = Hooks(session, hooks, store)
            store.orders.listen(made.told.extend)
            yield made
    finally:
        await store.close()


@pytest.fixture
async def hooks(tmp_path: Path) -> AsyncIterator[Hooks]:
    async with listening(tmp_path, Secrets(SHOPIFY, OWN, SHOP)) as made:
        yield made


# Shopify


async def test_an_order_of_shopify_is_taken_and_told_to_who_learns(hooks: Hooks) -> None:
    status, said = await hooks.shopify(shopify_order())
    assert (status, said) == (200, {"new": 1, "updated": 0, "unchanged": 0})
    (order,) = await hooks.orders()
    assert (order.id, order.customer_id, order.net) == (
        ("shopify", "#1001"),
        "shopify:ann@example.com",
        Decimal("75.50"),
    )
    assert [line.sku for line in order.bought] == ["A101", "B201"]
    assert order.paid_at == datetime(2026, 11, 10, 15, 1, tzinfo=UTC)
    assert [change.before for change in hooks.told] == [None]


async def test_the_same_call_delivered_again_is_the_same_call(hooks: Hooks) -> None:
    assert (await hooks.shopify(shopify_order()))[1]["new"] == 1
    assert await hooks.shopify(shopify_order()) == (200, {"heard_before": True})
    assert len(hooks.told) == 1


@pytest.mark.parametrize("refund_first", [True, False])
async def test_a_refund_counts_once_whether_its_own_call_or_the_orders_comes_first(
    hooks: Hooks, refund_first: bool
) -> None:
    await hooks.shopify(shopify_order())
    changed = shopify_order(
        refunds=[REFUND], financial_status="partially_refunded", current_total_price="40.00",
        updated_at="2026-11-11T10:00:01-05:00",
    )  # fmt: skip
    calls: list[tuple[object, str, str]] = [(REFUND, "refunds/create", "w-2"), (changed, "orders/updated", "w-3")]
    for said, topic, call_id in calls if refund_first else calls[::-1]:
        assert (await hooks.shopify(said, topic, call_id))[0] == 200
    (order,) = await hooks.orders()
    assert (order.net, [line.sku for line in order.bought]) == (Decimal("40.00"), ["A101"])


async def test_two_refunds_are_two(hooks: Hooks) -> None:
    await hooks.shopify(shopify_order())
    first = REFUND | {"id": 901, "refund_line_items": [REFUND["refund_line_items"][0] | {"subtotal": "5"}],  # type: ignore[index]
                      "transactions": [{"kind": "refund", "status": "success", "amount": "5"}]}  # fmt: skip
    for n, refund in enumerate((first, first | {"id": 902}, first | {"id": 902})):
        await hooks.shopify(refund, "refunds/create", f"r-{n}")
    assert (await hooks.orders())[0].net == Decimal("65.50")


async def test_a_refund_of_an_order_nobody_told_of_waits_for_its_order(hooks: Hooks) -> None:
    assert (await hooks.shopify(REFUND, "refunds/create", "w-2"))[0] == 200
    assert await hooks.orders() == []
    await hooks.shopify(shopify_order(refunds=[REFUND], current_total_price="40.00"), "orders/updated", "w-3")
    assert (await hooks.orders())[0].net == Decimal("40.00")


@pytest.mark.parametrize(
    ("changes", "counts"),
    [
        ({"cancelled_at": "2026-11-11T10:00:00-05:00"}, False),
        ({"financial_status": "pending"}, False),
        ({"financial_status": "voided"}, False),
        ({"financial_status": "refunded", "current_total_price": "0.00"}, False),
        ({"financial_status": "partially_paid"}, False),
        ({"test": True}, False),
        ({"tags": "vip, 刷单"}, False),
        ({"total_price": "0.00", "current_total_price": "0.00"}, False),
        ({"fulfillment_status": "fulfilled"}, True),
    ],
)
async def test_the_same_orders_count_as_from_a_file(hooks: Hooks, changes: dict[str, Any], counts: bool) -> None:
    assert (await hooks.shopify(shopify_order(**changes)))[0] == 200
    assert (await hooks.orders())[0].counts is counts


async def test_an_older_call_that_comes_late_changes_nothing(hooks: Hooks) -> None:
    await hooks.shopify(shopify_order(cancelled_at="2026-11-11T10:00:00-05:00"), "orders/cancelled", "w-2")
    await hooks.shopify(shopify_order(), "orders/paid", "w-1")
    assert (await hooks.orders())[0].status == "cancelled"


async def test_a_clock_that_runs_ahead_does_not_make_what_is_told_later_older(hooks: Hooks) -> None:
    later = "2030-01-01T00:00:00+00:00"
    await hooks.shopify(shopify_order(updated_at=later))
    await hooks.own({"orders": [OWN_ORDER], "updated_at": later})
    assert [order.as_of for order in await hooks.orders()] == [NOW, NOW]


async def test_a_yen_order_is_in_whole_yen(hooks: Hooks) -> None:
    await hooks.shopify(shopify_order(currency="JPY", total_price="7550", current_total_price="7550"))
    (order,) = await hooks.orders()
    assert (order.net, order.currency) == (Decimal(7550), "JPY")


async def test_a_topic_that_is_no_order_is_taken_note_of_and_left(hooks: Hooks) -> None:
    assert await hooks.shopify({"id": 1}, "products/update") == (200, {"ignored": "no order"})


async def test_a_call_that_shopify_did_not_sign_is_told_nothing(hooks: Hooks) -> None:
    raw = json.dumps(shopify_order()).encode()
    right = shopify_headers(raw)
    wrong: list[tuple[bytes, dict[str, str]]] = [
        (raw + b" ", right),
        (raw, right | {"X-Shopify-Hmac-Sha256": ""}),
        (raw, right | {"X-Shopify-Hmac-Sha256": "ü"}),
        (raw, right | {"X-Shopify-Shop-Domain": "another.myshopify.com"}),
        (raw, {name: value for name, value in right.items() if name != "X-Shopify-Hmac-Sha256"}),
        (raw, own_headers(raw)),
    ]
    for body, headers in wrong:
        assert await hooks.call("shopify", body, headers) == (401, "401: Unauthorized")
    assert await hooks.orders() == []


# our own


async def test_an_order_of_any_system_is_taken(hooks: Hooks) -> None:
    assert await hooks.own({"orders": [OWN_ORDER]}) == (200, {"new": 1, "updated": 0, "unchanged": 0})
    (order,) = await hooks.orders()
    assert (order.id, order.customer_id, order.net) == (("generic", "o1"), "c1", Decimal("119.80"))


async def test_amounts_may_be_in_fen_and_numbers_lose_no_cent(hooks: Hooks) -> None:
    lines = [{"sku": "A101", "paid_amount": 5990}, {"sku": "B201", "paid_amount": 10}]
    await hooks.own({"amounts": "minor", "orders": [OWN_ORDER | {"lines": lines}]})
    await hooks.own({"orders": [OWN_ORDER | {"order_id": "o2", "lines": [{"sku": "A101", "paid_amount": 0.1}]}]})
    assert [str(order.net) for order in await hooks.orders()] == ["60.00", "0.1"]


async def test_a_platforms_name_in_the_address_joins_its_files(hooks: Hooks) -> None:
    await hooks.own({"orders": [OWN_ORDER | {"customer_id": "云上小筑", "order_amount": "100"}]}, "taobao")
    (order,) = await hooks.orders()
    assert (order.id, order.customer_id, order.net) == (("taobao", "o1"), "taobao:云上小筑", Decimal(100))


async def test_two_lines_alike_are_two(hooks: Hooks) -> None:
    await hooks.own({"orders": [OWN_ORDER | {"lines": [{"sku": "A101", "paid_amount": "5"}] * 2}]})
    assert (await hooks.orders())[0].net == Decimal(10)


async def test_a_call_that_was_overheard_cannot_be_sent_again(hooks: Hooks) -> None:
    raw = json.dumps({"orders": [OWN_ORDER]}).encode()
    headers = own_headers(raw)
    assert (await hooks.call("generic", raw, headers))[0] == 200
    assert await hooks.call("generic", raw, headers) == (200, {"heard_before": True})
    for late in (timedelta(minutes=-6), timedelta(minutes=6)):
        assert (await hooks.own({"orders": [OWN_ORDER]}, at=NOW + late))[0] == 401
    assert (await hooks.own({"orders": [OWN_ORDER]}, at=NOW - timedelta(minutes=4)))[0] == 200
    moved = headers | {"X-Roomhand-Timestamp": str(int(NOW.timestamp()) + 1)}
    assert (await hooks.call("generic", raw, moved))[0] == 401
    assert (await hooks.call("generic", raw, headers | {"X-Roomhand-Timestamp": "١٢٣"}))[0] == 401


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ([], "no JSON object with orders"),
        ({"orders": []}, "no JSON object with orders"),
        ({"orders": [5]}, "are no objects"),
        ({"orders": [OWN_ORDER | {"lines": []}]}, "are no objects"),
        ({"orders": [OWN_ORDER | {"order_id": ["o1"]}]}, "order_id is no text"),
        ({"orders": [OWN_ORDER | {"order_id": ""}]}, "line 1: order_id is empty"),
        (
            {"orders": [OWN_ORDER, OWN_ORDER | {"paid_at": "2027-01-01"}]},
            "line 2: paid_at 2027-01-01 is in the future",
        ),
        ({"orders": [OWN_ORDER | {"status": "payed"}]}, 'status is "payed"'),
        ({"orders": [OWN_ORDER | {"paid_at": None}]}, "paid_at is empty"),
        ({"orders": [OWN_ORDER], "amounts": "fen"}, 'amounts is "fen"'),
        ({"orders": [OWN_ORDER], "updated_at": "now"}, "updated_at is no time"),
    ],
)
async def test_an_order_that_cannot_be_used_is_refused_with_its_reason_and_nothing_is_taken(
    hooks: Hooks, said: object, what: str
) -> None:
    status, answer = await hooks.own(said)
    assert status == 422
    assert what in answer["error"]
    assert answer["fix"]
    assert await hooks.orders() == []


# the listener


async def test_only_signed_json_of_a_bounded_size_is_looked_at(hooks: Hooks) -> None:
    raw = b"x" * (3 * 1024 * 1024)
    assert (await hooks.call("generic", raw, own_headers(raw)))[0] == 413
    assert (await hooks.call("generic", b"{}", own_headers(b"{}") | {"Content-Type": "text/plain"}))[0] == 415
    assert (await hooks.call("generic", b"{oops", own_headers(b"{oops")))[0] == 422
    deep = b'{"orders":' + b"[" * 100_000
    assert (await hooks.call("generic", deep, own_headers(deep)))[0] == 422
    for path in ("", "generic/more", "../../api/balance", "UPPER"):
        async with hooks.session.post(hooks.hooks.url + path) as answer:
            assert answer.status == 404
    async with hooks.session.get(hooks.hooks.url + "generic") as answer:
        assert answer.status == 405


async def test_what_has_no_secret_takes_no_calls(tmp_path: Path) -> None:
    async with listening(tmp_path, Secrets(own=OWN)) as hooks:
        assert (await hooks.shopify(shopify_order()))[0] == 404
        assert (await hooks.own({"orders": [OWN_ORDER]}))[0] == 200


async def test_nothing_of_a_call_is_in_the_log(hooks: Hooks, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    await hooks.shopify(shopify_order())
    await hooks.shopify(shopify_order(currency="Ann's"), call_id="w-2")
    await hooks.own({"orders": [OWN_ORDER | {"customer_id": "secret-buyer"}]})
    said = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("bot"))
    assert "1 new" in said
    assert "currency is missing" in said
    for private in ("ann@", "secret-buyer", "#1001", SHOPIFY, OWN):
        assert private.lower() not in said.lower()
    assert SHOPIFY not in repr(hooks.hooks)


async def test_half_a_sign_in_a_title_is_no_trouble(hooks: Hooks) -> None:
    line = shopify_order()["line_items"][0] | {"title": "mask \ud83d", "sku": "X\ud83d"}
    assert (await hooks.shopify(shopify_order(line_items=[line])))[0] == 200
    assert (await hooks.own({"orders": [OWN_ORDER | {"customer_id": "c\ud83d"}]}))[0] == 200


async def test_many_calls_at_once_are_all_taken(hooks: Hooks) -> None:
    answers = await asyncio.gather(*(hooks.own({"orders": [OWN_ORDER | {"order_id": f"o{n}"}]}) for n in range(60)))
    assert [status for status, _ in answers] == [200] * 60
    assert len(await hooks.orders()) == 60


TERMS = Terms(ZoneInfo("Asia/Shanghai"), NOW)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(), max_size=8) | st.floats(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*shopify_order(), *OWN_ORDER]), inner)
    ),
    max_leaves=8,
)


@settings(max_examples=150)
@given(st.sampled_from([*shopify_order()]), anything, st.sampled_from(["id", "sku", "price", "quantity"]))
def test_nothing_told_breaks_the_reading_of_shopifys_calls(key: str, value: object, of_line: str) -> None:
    line = shopify_order()["line_items"][0] | {of_line: value}
    for said in (
        shopify_order(**{key: value}),
        shopify_order(line_items=[line]),
        REFUND | {"refund_line_items": [line]},
    ):
        for topic in ("orders/paid", "refunds/create"):
            with contextlib.suppress(Unreadable):
                call = shopify.read_call(topic, "w", json.dumps(said).encode(), Products(PRODUCTS), BRUSHING, NOW)
                assert all(order.net >= 0 for order in call.orders)
                assert wire.read_orders([wire.order_json(order) for order in call.orders]) == list(call.orders)


@settings(max_examples=150)
@given(st.sampled_from(["orders", "amounts", "order_id", "lines", "customer_id", "paid_at"]), anything)
def test_nothing_told_breaks_the_reading_of_our_own_calls(key: str, value: object) -> None:
    for said in ({"orders": [OWN_ORDER], key: value}, {"orders": [OWN_ORDER | {key: value}]}):
        with contextlib.suppress(Unreadable):
            call = own_hook.read_call("generic", "c", json.dumps(said).encode(), TERMS, Products(PRODUCTS))
            assert all(order.net >= 0 for order in call.orders)
            assert wire.read_orders([wire.order_json(order) for order in call.orders]) == list(call.orders)
