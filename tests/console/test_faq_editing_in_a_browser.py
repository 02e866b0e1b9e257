"""An entry edited in a real browser, by keys: edit, look, save, and the room knows it."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from bot.files.reload import ShopFiles
from tests.console.faq_shop import OTHER_ROOM, asked_for, with_files
from tests.console.shop import ROOM, Shop
from tests.console.test_pages import SOON, Desks, desks

__all__ = ["desks"]  # the fixture


@pytest.fixture
async def files(shop: Shop) -> ShopFiles:
    files = await with_files(shop)
    await asked_for(shop, "how soon do you ship", "how soon do you ship", "能退吗")
    return files


async def test_edit_look_save_and_the_room_knows_it(files: ShopFiles, desks: Desks) -> None:
    page = await desks.sit_down("Li Na")
    await page.goto(f"{desks.shop.console.url}faq/entries/ship-when")
    await desks.connected(page)
    await page.keyboard.press("e")
    await page.get_by_label("Answer; a line").fill("Within 24 hours, no s or w or t.")
    await expect(page.locator("#look")).to_be_empty()
    await page.keyboard.press("Control+Enter")
    await expect(page.locator(".fares")).to_contain_text("Within 48 hours.", timeout=SOON)
    await expect(page.locator(".fares")).to_contain_text("Within 24 hours")
    assert files.knowledge_for(ROOM).faq.entries["ship-when"].answer == "Within 48 hours."

    await page.get_by_label("Question", exact=True).fill("When is it sent?")
    await expect(page.get_by_role("button", name="Save for all rooms")).to_be_disabled()
    await expect(page.locator("#stale")).to_be_visible()
    await page.keyboard.press("Escape")
    await page.keyboard.press("s")  # what is stale is not saved
    await page.keyboard.press("w")
    await expect(page.locator("#stale")).to_be_hidden(timeout=SOON)
    await expect(page.get_by_role("button", name="Save for all rooms")).to_be_enabled()
    await page.keyboard.press("s")
    await expect(page.locator("#look")).to_contain_text("Saved in", timeout=SOON)
    await expect(page.locator("#look")).to_contain_text("shipping.md:5")
    entry = files.knowledge_for(ROOM).faq.entries["ship-when"]
    assert (entry.question, entry.answer) == ("When is it sent?", "Within 24 hours, no s or w or t.")
    await page.get_by_role("link", name="To the entry").click()
    await expect(page.locator("h1")).to_have_text("When is it sent?", timeout=SOON)


async def test_one_room_tries_it_and_it_is_published_and_taken_back_by_keys(files: ShopFiles, desks: Desks) -> None:
    page = await desks.sit_down("老板", role="admin", locale="zh-CN")
    await page.goto(f"{desks.shop.console.url}faq/entries/return/edit")
    await desks.connected(page)
    await page.get_by_label("回答；").fill("三十天无理由退货。")
    await page.keyboard.press("Control+Enter")
    await page.get_by_label("直播间").select_option(OTHER_ROOM)
    await page.keyboard.press("Escape")
    await page.keyboard.press("t")
    await expect(page.locator("#look")).to_contain_text("开始试用", timeout=SOON)
    assert files.knowledge_for(OTHER_ROOM).faq.entries["return"].answer == "三十天无理由退货。"
    assert files.knowledge_for(ROOM).faq.entries["return"].answer == "七天无理由退货。"

    await page.get_by_role("link", name="版本与试用").click()
    await desks.connected(page)
    await page.keyboard.press("j")
    await page.keyboard.press("w")
    await expect(page.locator(".trial .fares")).to_contain_text("三十天", timeout=SOON)
    await page.keyboard.press("p")
    await expect(page.locator("#versions > .ok-text")).to_contain_text("已发布", timeout=SOON)
    assert files.knowledge_for(ROOM).faq.entries["return"].answer == "三十天无理由退货。"

    await page.locator(".version").last.focus()
    await page.keyboard.press("w")
    await page.keyboard.press("b")  # nothing yet: the effect comes first
    await expect(page.locator(".version.chosen .fares")).to_contain_text("七天", timeout=SOON)
    await page.keyboard.press("b")
    await expect(page.locator("#versions > .ok-text")).to_contain_text("已退回", timeout=SOON)
    assert files.knowledge_for(ROOM).faq.entries["return"].answer == "七天无理由退货。"


async def test_what_a_colleague_did_meanwhile_does_not_cost_the_text_typed(files: ShopFiles, desks: Desks) -> None:
    page = await desks.sit_down("Li Na")
    await page.goto(f"{desks.shop.console.url}faq/entries/ship-when/edit")
    await desks.connected(page)
    await page.get_by_label("Answer; a line").fill("Within 24 hours.")
    await page.keyboard.press("Control+Enter")
    await expect(page.get_by_role("button", name="Save for all rooms")).to_be_visible(timeout=SOON)
    path = desks.shop.faq_folder / "shipping.md"
    path.write_text(path.read_text("utf-8").replace("七天", "八天"), "utf-8")
    await page.get_by_role("button", name="Save for all rooms").click()
    await expect(page.locator("#look [role=alert]")).to_contain_text("nothing was written", timeout=SOON)
    await expect(page.get_by_label("Answer; a line")).to_have_value("Within 24 hours.")
    await page.keyboard.press("Escape")
    await page.keyboard.press("w")
    await page.get_by_role("button", name="Save for all rooms").click()
    await expect(page.locator("#look")).to_contain_text("Saved in", timeout=SOON)
    assert "八天" in path.read_text("utf-8")
    # The browser logs the refusal itself; that is no complaint of the page.
    desks.complaints[:] = [text for text in desks.complaints if "409" not in text]


async def test_a_phone_needs_no_sideways_scrolling(files: ShopFiles, desks: Desks) -> None:
    page = await desks.sit_down("Boss", role="admin")
    await page.set_viewport_size({"width": 360, "height": 740})
    for path in ("faq/entries/ship-when/edit", "faq/new", "faq/versions"):
        await page.goto(desks.shop.console.url + path)
        await desks.connected(page)
        assert await page.evaluate("document.documentElement.scrollWidth") <= 360, path
    await page.goto(f"{desks.shop.console.url}faq/entries/ship-when/edit")
    await desks.connected(page)
    await page.get_by_label("Answer; a line").fill("x" * 300)
    await page.get_by_role("button", name="Look what would change").click()
    await expect(page.locator(".fares")).to_be_visible(timeout=SOON)
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360
    unnamed = "[...document.querySelectorAll('#edit input:not([type=hidden]), #edit textarea, #edit select')]"
    assert await page.evaluate(f"{unnamed}.filter((field) => !field.labels.length).length") == 0
