"""`suggest`: ranked products, one viewer or many requests."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from bot.customers.links import Grade
from bot.messages import ChatMessage, ReplyKind, SendResult, Suggest, Viewer
from bot.purchases import Order, OrderLine
from bot.store import Store
from bot.store.records import Decided, Draft
from tests.commands.shop import Shop, run

NOW = datetime.now(UTC)


@pytest.fixture
def known(shop: Shop) -> Shop:
    """A shop whose customer C1 keeps buying tea and is linked as viewer v1."""

    async def fill(store: Store) -> None:
        line = (OrderLine("B201", 1, Decimal(39)),)
        await store.orders.save([Order(f"o{i}", "C1", NOW - timedelta(days=20 * i), line) for i in (1, 2, 3)])
        await store.customers.link("practice", "v1", "C1", Grade.PLATFORM, NOW, by="test")

    shop.with_store(fill)
    return shop


def requests(shop: Shop, *lines: dict[str, Any] | str) -> str:
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    return str(shop.write("requests.jsonl", text + "\n"))


@pytest.mark.parametrize("whom", [["--customer", "C1"], ["--viewer", "v1"]])
def test_a_known_customer_gets_what_fits(known: Shop, whom: list[str]) -> None:
    found = run("suggest", *whom, "--json").json
    assert found["customer"] == "C1"
    assert found["skus"][0] == "B201"
    assert found["reasons"][0] == "repeat"
    assert "E301" not in found["skus"], "sold out"


def test_a_stranger_gets_the_catalogue(known: Shop) -> None:
    found = run("suggest", "--viewer", "nobody", "--json").json
    assert found["customer"] is None
    assert set(found["skus"]) == {"A101", "A102", "B201"}
    assert "C1" not in run("suggest", "--viewer", "nobody").out


def test_without_a_store_everybody_is_a_stranger(shop: Shop) -> None:
    ended = run("suggest", "--customer", "C1", "--json")
    assert ended.code == 0
    assert ended.json["skus"]


def test_the_choice_and_the_number_can_be_narrowed(known: Shop) -> None:
    found = run("suggest", "--customer", "C1", "--skus", "A101, A102", "-k", "1", "--json").json
    assert len(found["skus"]) == 1
    assert found["skus"][0] in {"A101", "A102"}


def test_a_product_that_is_not_in_the_catalogue_is_named(known: Shop) -> None:
    ended = run("suggest", "--customer", "C1", "--skus", "A101,Z9")
    assert ended.code == 1
    assert "Z9" in ended.err


def test_many_requests_are_answered_one_line_each(known: Shop) -> None:
    file = requests(
        known,
        {"id": "r1", "customer": "C1", "now": NOW.isoformat(), "k": 2},
        {"id": "r2", "customer": "C1", "now": NOW.isoformat(), "candidates": ["A101", "Z9"]},
        {"id": "r3", "customer": "C1", "exclude_bought": True},
        {"id": "r4", "customer": None},
        {"id": "r5", "customer": "C1", "candidates": []},
    )
    ended = run("suggest", "--requests", file)
    assert ended.code == 0
    first, only, new, stranger, none = ended.lines
    assert all(list(line) == ["id", "skus", "reasons", "ms"] for line in ended.lines)
    assert [line["id"] for line in ended.lines] == ["r1", "r2", "r3", "r4", "r5"]
    assert (first["skus"][0], len(first["skus"])) == ("B201", 2)
    assert only["skus"] == ["A101"]
    assert "B201" not in new["skus"]
    assert "B201" in stranger["skus"]
    assert none["skus"] == []


def test_the_same_request_gets_the_same_answer(known: Shop) -> None:
    line = {"id": "r", "customer": "C1", "now": NOW.isoformat()}
    first, second = run("suggest", "--requests", requests(known, line, line)).lines
    assert (first["skus"], first["reasons"]) == (second["skus"], second["reasons"])


def test_requests_that_are_none_are_named_with_their_line(known: Shop) -> None:
    file = requests(
        known,
        {"id": "r1"},
        "not json",
        "[]",
        "",
        {"id": "r4", "k": "many"},
        {"id": "r5", "now": "soon"},
        {"id": "r6", "k": float("inf")},
        {"id": "r7", "now": "0001-01-01"},
        "[" * 100_000,
    )
    ended = run("suggest", "--requests", file)
    assert ended.code == 1
    assert [line["id"] for line in ended.lines] == ["r1"]
    for number in (2, 3, 5, 6, 7, 8, 9):
        assert f"requests.jsonl:{number}: not a request" in ended.err


# as of a moment


def test_every_request_is_answered_as_of_its_own_moment_in_the_order_of_the_file(known: Shop) -> None:
    moments = [NOW - timedelta(days=days) for days in (0, 70, 50)]
    lines = [{"id": n, "customer": "C1", "now": at.isoformat(), "k": 1} for n, at in enumerate(moments)]
    answers = run("suggest", "--requests", requests(known, *lines)).lines
    assert [answer["id"] for answer in answers] == [0, 1, 2]
    assert [answer["reasons"] for answer in answers] == [["repeat"], ["catalogue"], ["repeat"]]


def test_what_was_bought_can_be_left_out_and_candidates_are_never_left(known: Shop) -> None:
    first, second = run(
        "suggest", "--requests",
        requests(
            known,
            {"id": 1, "customer": "C1", "exclude_bought": True},
            {"id": 2, "customer": "C1", "candidates": ["A102", "Z9", "A101"]},
        ),
    ).lines  # fmt: skip
    assert "B201" not in first["skus"]
    assert set(second["skus"]) == {"A101", "A102"}


# what came of it


async def suggested(store: Store, viewer: str, sku: str, at: datetime, **note: Any) -> None:
    """Let a room read a suggestion."""
    message = ChatMessage("studio", f"{viewer}-{sku}", Viewer(viewer), "推荐一款", at)
    await store.claim(message, at)
    draft = Draft(ReplyKind.SUGGESTION, "…", at + timedelta(minutes=1), skus=(sku,))
    await store.record(Decided(message, Suggest("asks for a product"), at, draft=draft, note=note))
    for row in await store.next_replies("studio"):
        sending = await store.start_sending(row.id, at)
        assert sending is not None
        await store.settle(sending, SendResult("sent", f"p-{row.id}"), at)


def test_what_linked_viewers_bought_soon_after_a_suggestion_is_counted(known: Shop) -> None:
    at = NOW - timedelta(hours=5)

    async def evening(store: Store) -> None:
        await suggested(store, "v1", "A101", at, ranked=[["B201", 2, "repeat"], ["A101", 1, "goes_with:茶饮"]])
        await suggested(store, "v2", "A102", at, ranked=[["A102", 1, "hot_now"]], held_out=True)
        line = (OrderLine("A101", 1, Decimal(39)),)
        await store.orders.save([Order("after", "C1", at + timedelta(minutes=20), line)])

    known.with_store(evening)
    found = run("suggest", "results", "--json").json["results"]
    assert found["chosen for them"] == {"shown": 1, "known": 1, "bought": 1, "bought_any": 1}
    assert found["held out"] == {"shown": 1, "known": 0, "bought": 0, "bought_any": 0}
    assert found["goes_with"]["bought"] == 1
    assert "goes_with" in run("suggest", "results").out
    assert run("suggest", "results", "--since", "1h", "--json").json["results"]["held out"]["shown"] == 0


def test_without_a_store_nothing_came_of_anything(shop: Shop) -> None:
    assert run("suggest", "results", "--json").json["results"]["held out"]["shown"] == 0


def test_a_customer_nobody_knows_is_told_of(known: Shop) -> None:
    assert "No order of" not in run("suggest", "--customer", "C1").err
    assert "No order of C9 counts" in run("suggest", "--customer", "C9").err
