"""Why a case comes first, on the console and for the command line."""

from __future__ import annotations

import json
import re
from datetime import timedelta

from bot.clientele import Clientele
from bot.console.desk import Person
from bot.customers.links import Grade
from bot.settings import CustomerSettings
from tests.console.shop import ROOM, TOKEN, Browser, Shop
from tests.console.test_customers import SETTINGS, bought
from tests.console.test_live import Line
from tests.customers.asking import leave_alone

LOCAL = {"Authorization": f"Bearer {TOKEN}"}


def listed(page: str) -> list[int]:
    return [int(case) for case in re.findall(r'id="row-(\d+)"', page)]


def row(page: str, case: int) -> str:
    return page.partition(f'id="row-{case}"')[2].partition("</li>")[0]


async def head(browser: Browser, case: int) -> str:
    return (await browser.page(f"/?case={case}")).partition("Why first:")[2].partition("</p>")[0]


async def test_a_case_says_why_it_comes_first(shop: Shop) -> None:
    browser = await shop.member("Li Na")
    shop.people["mei"] = Person("C7", tier="高价值沉默")
    calm = await shop.asked("does it sting?")
    case = await shop.asked("3号链接怎么拍", urgent=True, viewer="mei")
    await shop.joined(case, "me too")
    shop.late = timedelta(seconds=65)
    said = await head(browser, case)
    for part in (
        "66 points", "urgent 30", "wants to buy (“怎么拍”) 12", "tier 高价值沉默 (never say it) 12",
        "about what is on screen (A101) 8", "2 ask 2", "waiting 1 min 2",
    ):  # fmt: skip
        assert part in said, part
    page = await browser.page()
    assert listed(page) == [case, calm]
    assert "wants to buy · 高价值沉默 · on screen" in row(page, case)
    assert "why-first" not in row(page, calm)


async def test_the_reasons_are_told_in_chinese(shop: Shop) -> None:
    browser = await shop.member("李娜")
    case = await shop.asked("怎么下单", urgent=True)
    page = await browser.get(f"/?case={case}", **{"Accept-Language": "zh"})
    text = await page.text()
    assert "优先原因:</span> 42 分 — 紧急 30 · 想下单（“怎么下单”）12" in text


async def test_a_closed_case_does_not_say_why_it_would_come_first(shop: Shop) -> None:
    browser = await shop.member("Li Na")
    case = await shop.asked("怎么下单", urgent=True)
    await browser.post(f"/cases/{case}/resolve")
    assert await head(browser, case) == ""


async def test_the_screen_changes_what_comes_first(shop: Shop) -> None:
    browser = await shop.member("Li Na")
    first = await shop.asked("does it sting?")
    about = await shop.asked("is link 3 good for dry skin?", viewer="v2")
    assert listed(await browser.page()) == [about, first]
    shop.on_screen = None
    assert listed(await browser.page()) == [first, about]


async def test_a_list_that_is_read_changes_its_order_only_when_somebody_asks_for_it(shop: Shop) -> None:
    browser = await shop.member("Li Na")
    first, second = await shop.asked("does it sting?"), await shop.asked("which size?", viewer="v2")
    line = await Line.of(browser, listed=[first, second])
    await line.until(f"#row-{second}")
    await shop.joined(second, "me too", viewer="v3")
    said = await line.until("sort again")
    assert 'data-new="0"' in said
    assert 'hx-target="#cases" hx-swap="innerMorph">' not in said.partition('<hx-partial hx-target="#pill"')[0]
    again = await browser.get("/queue")
    assert listed(await again.text()) == [second, first]


async def test_other_programs_read_the_same_order_and_the_points(shop: Shop) -> None:
    browser = await shop.stranger()
    calm, urgent = await shop.asked("does it sting?"), await shop.asked("我要投诉", urgent=True, viewer="v2")
    asleep = await shop.asked("怎么拍", viewer="v3", urgent=True)
    await shop.store.cases.snooze(asleep, "kim", shop.now(), until=shop.now() + timedelta(minutes=5))
    found = json.loads(await (await browser.get("/api/escalations", **LOCAL)).text())
    assert [one["id"] for one in found] == [urgent, calm, asleep]
    assert found[0]["priority"] == {"points": 30, "parts": [{"kind": "urgent", "points": 30, "seen": ""}]}
    assert found[1]["priority"] == {"points": 0, "parts": []}
    elsewhere = await browser.get("/api/escalations?room=other", **LOCAL)
    assert await elsewhere.json() == []


async def test_a_tier_counts_only_where_it_is_sure_enough_who_somebody_is(shop: Shop) -> None:
    await bought(shop, "C1", "ann", Grade.CODE)
    await bought(shop, "C2", "ben", Grade.STAFF)
    await bought(shop, "C3", "eve", Grade.CODE)
    await shop.store.customers.merge("C3", "C1", "kim", shop.now())
    await shop.store.customers.link("practice", "new", "C9", Grade.CODE, shop.now(), by="kim")
    asked = [(ROOM, viewer) for viewer in ("ann", "ben", "eve", "new", "carl")] + [("gone", "ann")]
    found = await Clientele(shop.store, SETTINGS, shop.now).tiers_of(asked)
    assert found == {(ROOM, "ann"): "高价值活跃", (ROOM, "eve"): "高价值活跃", (ROOM, "new"): "未购"}
    for viewer in ("ann", "eve"):
        person = await Clientele(shop.store, SETTINGS, shop.now).person(ROOM, viewer)
        assert person is not None
        assert person.tier == found[ROOM, viewer]
    await leave_alone(shop.store, "ann")
    assert (ROOM, "ann") not in await Clientele(shop.store, SETTINGS, shop.now).tiers_of(asked)
    lax = SETTINGS.model_copy(update={"customers": CustomerSettings(personalise_from="staff")})
    assert (ROOM, "ben") in await Clientele(shop.store, lax, shop.now).tiers_of(asked)


async def test_a_first_answer_that_is_late_is_raised_to_whoever_leads(shop: Shop) -> None:
    admin, agent, lead = (
        await shop.member("Wu", "admin"),
        await shop.member("Li Na"),
        await shop.member("Tom", "viewer"),
    )
    await shop.asked("我要投诉", urgent=True, viewer="v2")
    case = await shop.asked("does it sting?")
    at_work, at_desk = await Line.of(agent, listed=[case]), await Line.of(admin, listed=[case])
    at_wall = await Line.of(lead, page="/wall")
    for _ in range(2):  # the first look sets when it is due
        await shop.store.cases.keep_deadlines(ROOM, 45, shop.now())
        shop.late = timedelta(seconds=60)
    said = [await at_desk.until("Raised to you: 2 late"), await at_wall.until("Raised to you: 2 cases")]
    assert all(f'href="/?case={case - 1}"' in one for one in said)
    to_the_others = await at_work.until(r"◷</span> 2 late")
    assert "Raised to you" not in to_the_others
