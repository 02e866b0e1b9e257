"""The JSON for the command line on this machine."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.console import faq_acts
from bot.console.app import Console
from bot.files.reload import ShopFiles
from bot.orders.wire import order_json, read_order
from bot.publishing import Publishing
from bot.purchases import Order, OrderLine
from tests.console.shop import TOKEN, Shop

ORDER = Order(
    order_id="o1",
    customer_id="c1",
    paid_at=datetime(2026, 11, 1, 12, 30, tzinfo=UTC),
    lines=(OrderLine("A101", 2, Decimal("119.80"), "Face cream 50 ml", "care", key="A101"),),
    refunded=Decimal("0.10"),
)


async def call(shop: Shop, method: str, path: str, said: object = None, token: str = TOKEN) -> tuple[int, Any]:
    browser = await shop.stranger()
    headers = {"Authorization": f"Bearer {token}"}
    async with browser.session.request(method, f"/api{path}", json=said, headers=headers) as response:
        return response.status, await response.json()


@pytest.mark.parametrize("token", ["", "wrong", TOKEN + "x", "ünïcödé"])
async def test_without_the_token_nothing_is_told(shop: Shop, token: str) -> None:
    for method, path in (("GET", "/escalations"), ("POST", "/invitations"), ("GET", "/balance")):
        status, said = await call(shop, method, path, {"role": "admin"}, token)
        assert status == 401
        assert set(said) == {"error", "fix"}


async def test_a_browser_session_is_no_token(shop: Shop) -> None:
    boss = await shop.member("Boss", "admin")
    assert (await boss.get("/api/escalations")).status == 401


async def test_open_cases_are_listed_urgent_first(shop: Shop) -> None:
    plain = await shop.asked("do you ship to Macau?", draft="Yes, in 3 days.")
    urgent = await shop.asked("my face burns", urgent=True)
    await shop.joined(urgent, "mine too")
    status, cases = await call(shop, "GET", "/escalations")
    assert status == 200
    assert [case["id"] for case in cases] == [urgent, plain]
    assert [asker["text"] for asker in cases[0]["askers"]] == ["my face burns", "mine too"]
    assert cases[1]["draft"] == "Yes, in 3 days."
    assert datetime.fromisoformat(cases[0]["opened_at"]).tzinfo is not None


async def test_a_case_is_claimed_answered_and_resolved(shop: Shop) -> None:
    case = await shop.asked("do you ship to Macau?")
    status, said = await call(shop, "POST", f"/escalations/{case}/claim", {"by": "Li Na"})
    assert (status, said["claimed_by"]) == (200, "Li Na")
    status, said = await call(shop, "POST", f"/escalations/{case}/reply", {"by": "Li Na", "text": "In 3 days."})
    assert [(reply["text"], reply["state"]) for reply in said["replies"]] == [("In 3 days.", "pending")]
    status, said = await call(shop, "POST", f"/escalations/{case}/resolve", {"by": "Li Na"})
    assert (status, said["state"]) == (200, "resolved")
    assert (await call(shop, "GET", "/escalations"))[1] == []
    assert len((await call(shop, "GET", "/escalations?all=1"))[1]) == 1


async def test_the_second_to_claim_is_told_who_was_first(shop: Shop) -> None:
    case = await shop.asked("do you ship to Macau?")
    await call(shop, "POST", f"/escalations/{case}/claim", {"by": "Li Na"})
    status, said = await call(shop, "POST", f"/escalations/{case}/claim", {"by": "Tom"})
    assert status == 409
    assert "Li Na" in said["error"]
    status, _ = await call(shop, "POST", f"/escalations/{case}/release", {"by": "Tom"})
    assert status == 409
    status, said = await call(shop, "POST", f"/escalations/{case}/release", {"by": "Li Na"})
    assert (status, said["state"]) == (200, "new")


async def test_the_same_reply_sent_again_is_sent_once(shop: Shop) -> None:
    case = await shop.asked("do you ship to Macau?")
    said = {"by": "Li Na", "text": "In 3 days.", "once": "click-1"}
    await call(shop, "POST", f"/escalations/{case}/reply", said)
    status, found = await call(shop, "POST", f"/escalations/{case}/reply", said)
    assert status == 200
    assert len(found["replies"]) == 1


WRONG: list[tuple[str, object, int]] = [
    ("/escalations/{case}/claim", {}, 400),
    ("/escalations/{case}/claim", {"by": ""}, 400),
    ("/escalations/{case}/claim", {"by": "roomhand"}, 400),
    ("/escalations/{case}/claim", ["Li Na"], 400),
    ("/escalations/{case}/reply", {"by": "Li Na"}, 400),
    ("/escalations/{case}/reply", {"by": "Li Na", "text": "   "}, 422),
    ("/escalations/{case}/reply", {"by": "Li Na", "text": "the best cream in the world"}, 422),
    ("/escalations/999/claim", {"by": "Li Na"}, 404),
    ("/escalations/999999999999999999999999/claim", {"by": "Li Na"}, 404),
    ("/escalations/{case}/dance", {"by": "Li Na"}, 404),
    ("/invitations", {"role": "owner"}, 400),
    ("/orders", {"order_id": "o1"}, 400),
    ("/orders", [order_json(ORDER) | {"paid_at": "2026-11-01T12:30:00"}], 400),
    ("/orders", [order_json(ORDER) | {"paid_at": "yesterday"}], 400),
    ("/orders", [order_json(ORDER) | {"lines": []}], 400),
    ("/orders", [order_json(ORDER) | {"refunded": "NaN"}], 400),
    ("/orders", [order_json(ORDER) | {"order_id": None}], 400),
    ("/orders", [order_json(ORDER) | {"order_id": "\x00"}], 400),
    ("/orders", [order_json(ORDER) | {"status": "payed"}], 400),
    ("/orders", [order_json(ORDER) | {"lines": [{"sku": "A101", "quantity": True, "paid": "1"}]}], 400),
    ("/orders", [order_json(ORDER) | {"lines": [{"sku": "A101", "quantity": 1, "paid": 1.5}]}], 400),
]


@pytest.mark.parametrize(("path", "said", "status"), WRONG)
async def test_what_is_wrong_is_refused_with_a_remedy(shop: Shop, path: str, said: object, status: int) -> None:
    case = await shop.asked("do you ship to Macau?")
    got, answer = await call(shop, "POST", path.format(case=case), said)
    assert got == status
    assert answer["error"]
    assert answer["fix"]


async def test_a_body_that_is_no_json_is_refused(shop: Shop) -> None:
    browser = await shop.stranger()
    headers = {"Authorization": f"Bearer {TOKEN}"}
    async with browser.session.post("/api/orders", data=b"{oops", headers=headers) as response:
        assert response.status == 400
        assert "not JSON" in (await response.json())["error"]


def test_an_order_survives_the_way_through_json() -> None:
    assert read_order(order_json(ORDER)) == ORDER


async def test_orders_are_taken_in_once(shop: Shop) -> None:
    _, first = await call(shop, "POST", "/orders", [order_json(ORDER)])
    _, again = await call(shop, "POST", "/orders", [order_json(ORDER)])
    assert (first, again) == ({"outcomes": "n"}, {"outcomes": "="})
    history = await shop.store.orders.history("c1")
    assert history is not None
    assert [bought.sku for bought in history.bought] == ["A101"]


async def test_an_invitation_is_a_link_that_signs_in(shop: Shop) -> None:
    status, said = await call(shop, "POST", "/invitations", {"role": "agent"})
    assert status == 200
    browser = await shop.stranger()
    assert said["url"].startswith(browser.origin)
    arrived = await browser.post("/start", token=said["url"].partition("token=")[2], name="Tom")
    assert arrived.url.path == "/"


async def test_the_balance_names_every_number(shop: Shop) -> None:
    await shop.chatted("666")
    await shop.asked("do you ship to Macau?")
    _, said = await call(shop, "GET", "/balance")
    (room,) = said
    assert (room["heard"], room["ignored"], room["escalated"], room["unexplained"]) == (2, 1, 1, 0)
    assert room["reasons"]["ignore"] == {"nothing asked": 1}


async def test_the_program_says_that_it_lives_and_that_the_store_answers(shop: Shop) -> None:
    browser = await shop.stranger()
    assert (await browser.get("/livez")).status == 200
    assert (await browser.get("/readyz")).status == 200
    await shop.store.close()
    assert (await browser.get("/livez")).status == 200
    assert (await browser.get("/readyz")).status == 503


async def test_topics_are_settled_and_taken_back_for_the_command_line(shop: Shop) -> None:
    shop.write_faq("shipping.md", "## When do you ship? {#ship-when}\n\nSoon.\n")
    for n in range(3):
        await shop.asked("do you have a store in Hamburg", viewer=f"v{n}")
    (topic,) = await faq_acts.look_up(shop.desk)
    since = (shop.now() - timedelta(days=1)).isoformat()
    asked = {"do": "no-answer", "by": "Kim", "since": since}
    status, done = await call(shop, "POST", f"/faq/misses/{topic.key}", asked)
    assert (status, done["what"], done["line"]) == (200, "no-answer", 3)
    assert "then: person" in (shop.faq_folder / "learned.md").read_text("utf-8")
    assert (await call(shop, "POST", f"/faq/misses/{topic.key}", asked))[0] == 404
    status, back = await call(shop, "POST", "/faq/undo", {"by": "Kim"})
    assert (status, back["what"], back["kept"]) == (200, "no-answer", False)
    status, refused = await call(shop, "POST", "/faq/undo", {"by": "Kim"})
    assert refused["reasons"] == ["Nothing was settled that could be taken back."]
    assert (await call(shop, "POST", "/faq/undo", {"by": ""}))[0] == 400


async def test_entries_are_verified_for_the_command_line(shop: Shop) -> None:
    shop.write_faq("shipping.md", "## When do you ship? {#ship-when}\n\nSoon.\n")
    status, _ = await call(shop, "POST", "/faq/verify", {"by": "Kim", "entries": ["ship-when"]})
    assert status == 200
    assert (await shop.store.verified())["ship-when"].by == "Kim"
    status, refused = await call(shop, "POST", "/faq/verify", {"by": "Kim", "entries": ["ship-wen"]})
    assert 'Did you mean "ship-when"?' in refused["reasons"][0]
    for wrong in ([], "ship-when", [1]):
        assert (await call(shop, "POST", "/faq/verify", {"by": "Kim", "entries": wrong}))[0] == 400


async def test_the_faq_is_published_in_somebodys_name_and_refusals_say_why(shop: Shop, tmp_path: Path) -> None:
    for name, days in (("faq", 59), ("draft", 99)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "post.md").write_text(f"## 包邮吗 {{#post}}\n\n满 {days} 包邮。\n", "utf-8")
    (tmp_path / "catalog.csv").write_text("sku,title\n", "utf-8")
    files = ShopFiles(tmp_path / "faq", tmp_path / "prompts", tmp_path / "catalog.csv")
    made = Publishing(shop.store, files, shop.now)
    await made.begin()
    async with Console(replace(shop.desk, publishing=made.act)) as console:
        shop.console = console
        draft = {"folder": str(tmp_path / "draft"), "by": "Li\x1b Na"}
        status, told = await call(shop, "POST", "/faq/publish", draft)
        assert (status, told["written"]) == (200, ["post.md"])
        assert "99" in files.knowledge.faq.entries["post"].answer
        assert (await shop.store.faq_versions())[0].by == "Li  Na"
        status, told = await call(shop, "POST", "/faq/rollback", {"version": 99})
        assert (status, "no version 99" in told["error"]) == (422, True)
        for said in ({}, {"version": "first"}, {"version": None}):
            status, told = await call(shop, "POST", "/faq/rollback", said)
            assert (status, set(told)) == (400, {"error", "fix"})


async def test_a_program_that_publishes_nothing_says_so(shop: Shop) -> None:
    status, told = await call(shop, "POST", "/faq/rollback", {"version": 1})
    assert (status, set(told)) == (400, {"error", "fix"})
    assert (await call(shop, "POST", "/faq/burn", {}))[0] == 404


async def test_a_case_is_put_aside_noted_merged_and_handed_over(shop: Shop) -> None:
    one, other = await shop.asked("do you ship to Macau?"), await shop.asked("to Macau as well?")
    await shop.member("Tom")
    li: dict[str, Any] = {"by": "Li Na"}
    status, said = await call(shop, "POST", f"/escalations/{one}/snooze", {**li, "seconds": 60})
    assert (status, said["state"]) == (200, "snoozed")
    assert (await call(shop, "POST", f"/escalations/{one}/wake", li))[1]["state"] == "new"
    status, said = await call(shop, "POST", f"/escalations/{one}/note", {**li, "text": "called the depot"})
    assert [note["text"] for note in said["notes"]] == ["called the depot"]
    status, said = await call(shop, "POST", f"/escalations/{one}/merge", {**li, "into": other})
    assert (said["id"], len(said["askers"])) == (other, 2)
    status, said = await call(shop, "POST", f"/escalations/{other}/assign", {**li, "to": "Tom"})
    assert (status, said["claimed_by"]) == (200, "Tom")
    status, said = await call(
        shop, "POST", f"/escalations/{other}/on-air", {"by": "Tom", "at": "2026-11-01T12:00:00Z"}
    )
    assert (said["state"], said["on_air_at"]) == ("on air", "2026-11-01T12:00:00+00:00")
    acts = [act.what for act in await shop.store.acts.several() if act.target.startswith("case")]
    assert acts == ["on air", "assign", "merge", "note", "wake", "snooze"]


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("snooze", {}),
        ("snooze", {"seconds": -5}),
        ("snooze", {"seconds": True}),
        ("snooze", {"sku": "no such"}),
        ("note", {"text": ""}),
        ("merge", {"into": "2"}),
        ("merge", {"into": 77}),
        ("assign", {"to": "nobody"}),
        ("on-air", {"at": "yesterday"}),
    ],
)
async def test_what_cannot_be_done_says_so_and_changes_nothing(shop: Shop, step: str, said: dict[str, Any]) -> None:
    case = await shop.asked("do you ship to Macau?")
    before = await shop.store.cases.one(case)
    status, told = await call(shop, "POST", f"/escalations/{case}/{step}", {"by": "Li Na", **said})
    assert status in (400, 422)
    assert told["error"]
    assert told["fix"]
    assert await shop.store.cases.one(case) == before


async def test_a_show_that_is_over_leaves_no_open_case(shop: Shop) -> None:
    await shop.asked("do you ship to Macau?")
    room = (await call(shop, "GET", "/escalations"))[1][0]["room"]
    assert await call(shop, "POST", "/escalations/expire", {"by": "Li Na", "room": room}) == (200, {"expired": 1})
    assert (await call(shop, "GET", "/escalations"))[1] == []
