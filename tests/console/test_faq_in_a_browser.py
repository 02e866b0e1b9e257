"""The FAQ's pages in a real browser, by keys alone."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from bot.messages import Answer, Escalate, Scored
from tests.console.shop import Shop
from tests.console.test_pages import SOON, Desks, desks
from tests.staff import reply

__all__ = ["desks"]  # the fixture

SHIPPING = """\
# Shipping

## 什么时候发货？ {#ship-when}
- 几天发货
- 多久发货

48 小时内发货。

## 可以退货吗？ {#return.7}
- 能退吗

七天无理由退货。
"""


@pytest.fixture
async def evening(shop: Shop) -> Shop:
    """A shop with two topics nobody settled."""
    shop.write_faq("shipping.md", SHIPPING)
    await shop.heard("几天发货", Answer("ship-when", "48 小时内发货。", "own words", Scored("ship-when", 1.0)))
    for n in range(3):
        await shop.heard("你们门店几点关门", Escalate("no sure answer"), viewer=f"v{n}")
    case = await shop.asked("<b>小孩能戴</b>吗", viewer="x")
    await shop.joined(case, "这个项链小孩能戴吗", viewer="y")
    await reply(shop.store, case, "三岁以上可以。", shop.now(), by="Tom")
    return shop


async def test_one_key_accepts_and_the_next_key_is_for_the_next_topic(desks: Desks, evening: Shop) -> None:
    page = await desks.sit_down("李娜", locale="zh-CN")
    await page.goto(f"{evening.console.url}faq/misses")
    await desks.connected(page)
    first = page.locator(".topic.chosen h2")
    await expect(first).to_have_text("你们门店几点关门")
    await page.keyboard.press("w")
    await expect(page.locator(".topic.chosen .effect")).to_contain_text("最近 6 条问题中", timeout=SOON)
    await page.keyboard.press("a")
    await expect(page.locator(".handled")).to_contain_text("learned.md:3", timeout=SOON)
    await expect(first).not_to_have_text("你们门店几点关门")
    assert "then: person" in (evening.faq_folder / "learned.md").read_text("utf-8")

    answer = page.locator(".topic.chosen textarea")
    await answer.fill("jdanp 三岁以上可以戴")  # no key acts in a text box
    await page.keyboard.press("Escape")
    await page.keyboard.press("a")
    await expect(page.locator(".handled")).to_have_count(2, timeout=SOON)
    assert "jdanp 三岁以上可以戴" in (evening.faq_folder / "learned.md").read_text("utf-8")

    await page.keyboard.press("u")
    await expect(page.locator("#undone")).to_contain_text("已撤销", timeout=SOON)
    await expect(page.locator(".topic.chosen")).to_have_count(1, timeout=SOON)
    assert "三岁" not in (evening.faq_folder / "learned.md").read_text("utf-8")


async def test_entries_are_read_filtered_and_verified_by_keys(desks: Desks, evening: Shop) -> None:
    page = await desks.sit_down("Li Na")
    await page.goto(f"{evening.console.url}faq")
    await desks.connected(page)
    await page.keyboard.press("j")
    await expect(page.locator("tr.chosen")).to_contain_text("什么时候发货")
    await page.keyboard.press("j")
    await page.keyboard.press("v")
    await expect(page.locator("tr", has_text="return.7")).to_contain_text("✓ Li Na", timeout=SOON)
    assert list(await evening.store.verified()) == ["return.7"]

    await page.keyboard.press("/")
    await page.keyboard.type("ship-when")
    await expect(page.locator("tr[data-row]:visible")).to_have_count(1)
    await page.keyboard.press("Escape")
    await page.keyboard.press("j")
    await page.keyboard.press("Enter")
    await expect(page.locator("h1")).to_have_text("什么时候发货？", timeout=SOON)
    await page.get_by_role("button", name="This was wrong").click()
    await expect(page.locator(".mark")).to_contain_text("called wrong by Li Na", timeout=SOON)
    await page.keyboard.press("v")
    await expect(page.locator(".vouched")).to_contain_text("✓ Li Na", timeout=SOON)
    await page.keyboard.press("?")
    await expect(page.locator("#keys")).to_be_visible()


async def test_what_cannot_be_done_is_said_at_the_topic_and_changes_nothing(desks: Desks, evening: Shop) -> None:
    page = await desks.sit_down("Li Na")
    await page.goto(f"{evening.console.url}faq/misses")
    await desks.connected(page)
    await page.keyboard.press("e")  # a new entry, but nobody wrote an answer
    await expect(page.locator(".topic.chosen [role=alert]")).to_contain_text("write the answer", timeout=SOON)
    await expect(page.locator(".topic")).to_have_count(2)
    assert not (evening.faq_folder / "learned.md").exists()
    # The browser logs the refusal itself; that is no complaint of the page.
    desks.complaints[:] = [text for text in desks.complaints if "422" not in text]


async def test_a_phone_needs_no_sideways_scrolling(desks: Desks, evening: Shop) -> None:
    await evening.heard("能便宜点吗" * 30, Escalate("no sure answer"))
    page = await desks.sit_down("Li Na")
    await page.set_viewport_size({"width": 360, "height": 740})
    for path in ("faq", "faq/misses", "faq/entries/ship-when"):
        await page.goto(evening.console.url + path)
        await desks.connected(page)
        assert await page.evaluate("document.documentElement.scrollWidth") <= 360, path
