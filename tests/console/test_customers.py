"""Who is asking, as staff see it beside a case; a claim that somebody decides there; the command line's acts."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from bot.clientele import Clientele
from bot.console.desk import Person
from bot.customers.codes import without_code
from bot.customers.links import Grade
from bot.messages import ChatMessage, Viewer
from bot.purchases import Order, OrderLine
from bot.settings import CustomerSettings, RoomSettings, Settings
from tests.console.shop import ROOM, Shop
from tests.console.test_api import call

SETTINGS = Settings(rooms=(RoomSettings(name=ROOM, platform="practice"),))


async def bought(shop: Shop, customer: str, viewer: str, grade: Grade) -> None:
    line = OrderLine("A101", 1, Decimal(200))
    orders = [
        Order(f"{customer}-{i}", customer, shop.now() - timedelta(days=3 + i), (line,), as_of=shop.now())
        for i in range(3)
    ]
    await shop.store.orders.save(orders)
    await shop.store.customers.link("practice", viewer, customer, grade, shop.now(), by="kim")


async def test_beside_a_case_staff_read_tier_labels_and_how_sure_it_is(shop: Shop) -> None:
    shop.people["mei"] = Person("C7", tier="高价值沉默", labels=("大单沉默",), grade="code", left_alone=True)
    text = await (await shop.member("Li Na")).page(f"/?case={await shop.asked('does it sting?', viewer='mei')}")
    for shown in ("Customer C7", "by a code they typed", "高价值沉默", "大单沉默", "Wants no personal suggestions"):
        assert shown in text, shown


async def test_what_somebody_bought_is_shown_only_when_it_is_sure_enough_who_they_are(shop: Shop) -> None:
    await bought(shop, "C1", "ann", Grade.CODE)
    await bought(shop, "C2", "ben", Grade.STAFF)
    clientele = Clientele(shop.store, SETTINGS, shop.now)
    ann, ben = await clientele.person(ROOM, "ann"), await clientele.person(ROOM, "ben")
    assert ann is not None
    assert (ann.tier, ann.grade, len(ann.bought)) == ("高价值活跃", "code", 3)
    assert ben is not None
    assert (ben.tier, ben.grade, len(ben.bought), ben.sure) == ("", "staff", 0, False)
    assert await clientele.person(ROOM, "carl") is None
    lax = SETTINGS.model_copy(update={"customers": CustomerSettings(personalise_from="staff")})
    seen = await Clientele(shop.store, lax, shop.now).person(ROOM, "ben")
    assert seen is not None
    assert seen.tier == "高价值活跃"


async def claimed(shop: Shop) -> int:
    """Let a second viewer type a code for a customer who is linked; return the case."""
    await bought(shop, "C1", "ann", Grade.CODE)
    (code,) = await shop.store.customers.new_codes("C1", ("", ""), 1, timedelta(minutes=20), "kim", shop.now())
    said = ChatMessage(ROOM, "m-code", Viewer("ben", "Ben"), f"绑定 {code}", shop.now())
    await shop.store.customers.hear_code(without_code(said), "practice", shop.now())
    (case,) = await shop.store.cases.several()
    return case.id


@pytest.mark.parametrize(
    ("decision", "ann", "ben"), [("keep", True, False), ("also", True, True), ("move", False, True)]
)
async def test_a_claim_is_decided_with_one_click(shop: Shop, decision: str, ann: bool, ben: bool) -> None:
    case, browser = await claimed(shop), await shop.member("Li Na")
    page = await browser.page(f"/?case={case}")
    assert "Ben (practice) claims to be customer C…1." in page
    assert f'hx-post="/cases/{case}/conflict/{decision}"' in page
    response = await browser.post(f"/cases/{case}/conflict/{decision}")
    assert response.status == 200
    links = [link.viewer_id for link in await shop.store.customers.links_of("C1")]
    assert ("ann" in links, "ben" in links) == (ann, ben)
    assert "conflict-title" not in await response.text()
    assert await shop.store.cases.several() == []


async def test_a_decision_that_cannot_be_says_why_and_changes_nothing(shop: Shop) -> None:
    case, browser = await claimed(shop), await shop.member("Li Na")
    page = await browser.page(f"/?case={case}")
    offered = {decision for decision in ("keep", "also", "move", "merge") if f"/conflict/{decision}" in page}
    assert offered == {"keep", "also", "move"}  # Ben is nobody else: there is nobody to merge
    response = await browser.post(f"/cases/{case}/conflict/merge")
    assert "there is nothing to merge" in await response.text()
    assert len(await shop.store.customers.conflicts()) == 1


async def test_who_may_only_look_decides_nothing(shop: Shop) -> None:
    case, browser = await claimed(shop), await shop.member("Guest", "viewer")
    assert "/conflict/" not in await browser.page(f"/?case={case}")
    assert (await browser.post(f"/cases/{case}/conflict/move")).status == 403
    assert len(await shop.store.customers.conflicts()) == 1


# the command line beside a running program


async def test_acts_on_customers_go_through_the_running_program(shop: Shop) -> None:
    status, said = await call(shop, "POST", "/customers/code", {"customer": "C1", "by": "kim"})
    assert (status, len(said["codes"])) == (200, 1)
    status, said = await call(
        shop, "POST", "/customers/link", {"platform": "practice", "viewer": "v1", "customer": "C1"}
    )
    assert (status, said["verdict"]) == (200, "linked")
    status, said = await call(shop, "POST", "/customers/forget", {"customer": "C1"})
    assert (status, said["viewers"]) == (200, [["practice", "v1"]])


@pytest.mark.parametrize(
    ("act", "said"),
    [
        ("link", {"platform": "bilibili", "viewer": "0", "customer": "C1"}),
        ("link", {"platform": "practice", "viewer": "v1", "customer": "C1", "grade": "oracle"}),
        ("code", {"customer": "C1", "count": "many"}),
        ("code", {"customer": "C1", "count": 10**9}),
        ("resolve", {"conflict": 7, "settlement": "keep"}),
        ("consent", {"customer": "C1", "purpose": "everything", "given": True}),
        ("forget", {}),
        ("nothing", {}),
    ],
)
async def test_what_cannot_be_done_is_refused_with_a_remedy(shop: Shop, act: str, said: dict[str, object]) -> None:
    status, answer = await call(shop, "POST", f"/customers/{act}", said)
    assert status in (400, 422)
    assert answer["error"]
    assert answer["fix"]


async def test_without_the_token_nothing_is_done_to_customers(shop: Shop) -> None:
    await bought(shop, "C1", "ann", Grade.CODE)
    assert (await call(shop, "POST", "/customers/forget", {"customer": "C1"}, "wrong"))[0] == 401
    assert len(await shop.store.customers.links_of("C1")) == 1
