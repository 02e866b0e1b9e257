"""The lead's pages in a real browser: an evening is watched, a setting changed, and both are on the audit trail."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.async_api import expect

from bot.config import load_settings
from bot.console.app import Console
from tests.console.shop import Shop
from tests.console.test_pages import SOON, Desks, desks

__all__ = ["desks"]  # the fixture

PAGES = ("wall", "wall/cases", "wall/messages", "wall/stopped", "audit", "health", "settings", "faq", "files")
FILE = """\
[faq]
promise = "normal"  # until we know better

[[rooms]]
name = "studio"
platform = "practice"
"""


@pytest.fixture
async def led(shop: Shop, tmp_path: Path) -> Shop:
    """A shop over a settings file of its own."""
    path = tmp_path / "bot.toml"
    path.write_text(FILE, "utf-8")
    settings, problems = load_settings(path, tmp_path)
    assert problems == []
    shop.desk = replace(shop.desk, settings=lambda: settings)
    shop.console = await shop.stack.enter_async_context(Console(shop.desk))
    return shop


async def test_a_lead_watches_the_show_and_every_number_opens_what_is_behind_it(led: Shop, desks: Desks) -> None:
    case = await led.asked("<b>does it sting?</b>")
    page = await desks.sit_down("王芳", role="admin", locale="zh-CN")
    await page.emulate_media(color_scheme="dark")
    await page.goto(f"{led.console.url}wall")
    await desks.connected(page)
    opened = page.locator(".tile", has_text="待办").locator("dd a")
    await expect(opened).to_have_text("1")
    await led.asked("and this?", viewer="v2")
    await expect(opened).to_have_text("2", timeout=SOON)  # by itself
    await opened.click()
    await expect(page.locator("tbody tr")).to_have_count(2, timeout=SOON)
    await expect(page.locator("tbody")).to_contain_text("<b>does it sting?</b>")
    await page.get_by_role("link", name=str(case), exact=True).click()
    await expect(page.locator("#case .verbatim").first).to_have_text("<b>does it sting?</b>", timeout=SOON)

    await page.goto(f"{led.console.url}health")
    await expect(page.locator("#health")).to_contain_text("1 人：王芳", timeout=SOON)
    await page.goto(f"{led.console.url}settings")
    await page.get_by_label("faq.promise").select_option("strict")
    await page.locator("#s-faq\\.promise button").click()
    await expect(page.locator("[role=status]", has_text="faq.promise 已保存")).to_be_visible(timeout=SOON)
    await page.goto(f"{led.console.url}audit")
    await expect(page.locator("tbody tr").first).to_contain_text('"normal" → "strict"')
    await page.get_by_label("操作人").select_option("王芳")
    await page.get_by_role("button", name="查看").click()
    await expect(page.locator("tbody tr").first).to_contain_text("修改设置")


async def test_every_page_reads_in_both_languages_and_on_a_phone(led: Shop, desks: Desks) -> None:
    await led.asked("does it sting? " * 20)
    page = await desks.sit_down("Boss", role="admin")
    for scheme, size in (("light", (1280, 720)), ("dark", (360, 740))):
        await page.emulate_media(color_scheme="light" if scheme == "light" else "dark")
        await page.set_viewport_size({"width": size[0], "height": size[1]})
        for path in PAGES:
            await page.goto(f"{led.console.url}{path}")
            await desks.connected(page)
            await expect(page.locator("h1")).to_be_visible()
            assert await page.evaluate("document.documentElement.scrollWidth") <= size[0], (path, size)
        await page.locator("form[action='/language'] button").click()  # the second round is in Chinese
        await desks.connected(page)
