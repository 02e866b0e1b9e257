"""Every page and state for everybody's eyes and hands: no barrier that axe finds, no sideways scrolling, no leak.

The pages are found by their routes, so a new one is looked at without anybody remembering to.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Literal

import pytest
from playwright.async_api import Page, expect

from tests.console.test_pages import SOON, Desks, desks
from tests.console.walk import addresses, full_shop

__all__ = ["desks"]  # the fixture

AXE = Path(__file__).parents[1] / "vendor" / "axe-core-4.14.1.min.js"
AXE_HASH = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"
SIZES = ((1280, 720), (1024, 768), (390, 844))
WIDEST = """
() => {
  const width = document.documentElement.clientWidth;
  const inside = (e) => { for (let p = e.parentElement; p; p = p.parentElement) {
    const x = getComputedStyle(p).overflowX;
    if (x !== 'visible') return p !== document.body && p.getBoundingClientRect().right <= width + 1;
  } return false; };
  return [...document.body.querySelectorAll('*')]
    .filter((e) => e.getClientRects().length && e.getBoundingClientRect().right > width + 1 && !inside(e))
    .map((e) => e.outerHTML.slice(0, 120));
}
"""
BARRIERS = """
async (rules) => {
  const options = { resultTypes: ['violations'], ...(rules ? { runOnly: { type: 'rule', values: rules } } : {}) };
  const found = await axe.run(document, options);
  const shown = (nodes) => nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(' | ');
  return found.violations.map((v) => `${v.id}: ${v.help}: ${shown(v.nodes)}`);
}
"""


def test_the_checker_is_the_one_that_was_vendored() -> None:
    assert hashlib.sha256(AXE.read_bytes()).hexdigest() == AXE_HASH
    assert "Mozilla Public License" in AXE.with_name("axe-core-4.14.1.LICENSE").read_text("utf-8")


async def barriers(page: Page, *, rules: list[str] | None = None) -> list[str]:
    """Return what axe finds wrong with the page as it is."""
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(AXE.read_text("utf-8") + ";0")
    found: list[str] = await page.evaluate(BARRIERS, rules)
    return found


async def in_both_lights(page: Page) -> list[str]:
    """Return what axe finds in the dark and, of colours, in the light."""
    await page.emulate_media(color_scheme="dark")
    found = await barriers(page)
    await page.emulate_media(color_scheme="light")
    return found + [f"light: {one}" for one in await barriers(page, rules=["color-contrast", "link-in-text-block"])]


async def too_wide(page: Page) -> list[str]:
    """Return what makes a page scroll sideways, at every size staff use."""
    found = []
    for width, height in SIZES:
        await page.set_viewport_size({"width": width, "height": height})
        sideways = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found += [f"{width}: {element}" for element in await page.evaluate(WIDEST)]
        found += [f"{width}: {sideways} px too wide"] if sideways > 0 else []
    await page.set_viewport_size({"width": 1280, "height": 720})
    return found


@pytest.mark.parametrize("locale", ["en-GB", "zh-CN"])
async def test_no_page_has_a_barrier_or_scrolls_sideways(desks: Desks, locale: str) -> None:
    stands_for = await full_shop(desks.shop)
    paths = await addresses(desks.shop.desk, stands_for, await desks.shop.member("walker", "admin"))
    assert {"/", "/faq", "/files", "/balance", "/staff"} <= set(paths)
    page = await desks.sit_down("Li Na", role="admin", locale=locale)
    wrong: list[str] = []
    for path in [*paths, f"/?case={stands_for['case']}", "/nowhere"]:
        await page.goto(desks.shop.console.url + path.removeprefix("/"))
        wrong += [f"{path}: {found}" for found in await in_both_lights(page) + await too_wide(page)]
    stranger = await (await desks.browser.new_context(locale=locale)).new_page()
    for path in ("/login", await desks.shop.console.invite("agent"), "/start?token=dead"):
        await stranger.goto(path if path.startswith("http") else desks.shop.console.url + path.removeprefix("/"))
        wrong += [f"{path}: {found}" for found in await in_both_lights(stranger) + await too_wide(stranger)]
    desks.complaints.clear()  # the browser logs the 404 itself
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("locale", "scheme"), [("en-GB", "light"), ("zh-CN", "dark")])
async def test_no_state_of_the_desk_has_a_barrier(
    desks: Desks, locale: str, scheme: Literal["light", "dark"]
) -> None:
    shop = desks.shop
    page = await desks.sit_down("Li Na", locale=locale)
    await page.emulate_media(color_scheme=scheme)
    wrong: list[str] = []

    async def seen(state: str) -> None:
        wrong.extend(f"{state}: {found}" for found in await barriers(page))

    await expect(page.locator(".calm")).to_be_visible(timeout=SOON)
    await seen("nothing open")
    mine = await shop.asked("does it sting?", draft="It is mild.", urgent=True)
    toms, done = [await shop.asked(f"how big is {n}?", viewer=f"v{n}") for n in range(2)]
    tom = await shop.member("Tom")
    await tom.press(f"/cases/{toms}/claim")
    await tom.press(f"/cases/{done}/resolve")
    for case, state in ((mine, "new"), (toms, "held"), (done, "resolved")):
        await page.goto(f"{shop.console.url}?case={case}")
        await expect(page.locator(f"#case-{case}-head .h-{state}")).to_be_visible(timeout=SOON)
        await seen(f"a case that is {state}")
    await page.goto(f"{shop.console.url}?case={mine}")
    await desks.connected(page)
    await page.click("#act-claim")
    await expect(page.locator(f"#case-{mine}-head .h-yours")).to_be_visible(timeout=SOON)
    await page.fill("#reply", "the best cream ever")
    await expect(page.locator("#notice .wrong")).to_be_visible(timeout=SOON)
    await seen("a text that may not go out")
    await shop.asked("one more?", viewer="v9")
    await expect(page.locator("#pill button")).to_be_visible(timeout=SOON)
    await seen("a new case behind the pill")
    await page.locator("#reply").blur()
    for keys, opened in (("?", "#keys"), ("Control+k", "#picker")):
        await page.keyboard.press(keys)
        await expect(page.locator(opened)).to_be_visible(timeout=SOON)
        await seen(f"{opened} open")
        await page.keyboard.press("Escape")
    await page.click("#sounds-button")
    await seen("the sounds")
    assert not wrong, "\n".join(wrong)
