"""The desk on a phone, with a screen reader, and when its pieces are swapped under somebody's hands."""

from __future__ import annotations

from playwright.async_api import Page, expect

from tests.console.test_pages import SOON, Desks, desks
from tests.console.walk import HOSTILE

__all__ = ["desks"]  # the fixture

SMALL_TARGETS = """
() => [...document.querySelectorAll('button, nav a, .row a, select, textarea')]
  .filter((e) => e.checkVisibility() && e.getClientRects().length)
  .filter((e) => e.getBoundingClientRect().height < 40 || e.getBoundingClientRect().width < 24)
  .map((e) => e.outerHTML.slice(0, 100))
"""


async def focused(page: Page) -> str:
    found: str = await page.evaluate("document.activeElement.id || document.activeElement.className")
    return found


async def test_a_phone_shows_one_place_and_the_ways_to_the_others(desks: Desks) -> None:
    first = await desks.shop.asked("does it sting?")
    await desks.shop.chatted("666")
    page = await desks.sit_down("Li Na")
    await page.set_viewport_size({"width": 390, "height": 844})
    places = page.locator("nav.places")
    await expect(page.locator("#cases")).to_be_visible()
    await expect(page.locator("#case")).to_be_hidden()
    await expect(places.get_by_text("Open cases 1")).to_be_visible(timeout=SOON)
    assert await page.evaluate(SMALL_TARGETS) == []

    await page.click(f"#row-{first} a")
    await expect(page.locator("#act-claim")).to_be_visible(timeout=SOON)
    await expect(page.locator("#cases")).to_be_hidden()
    assert await page.evaluate(SMALL_TARGETS) == []
    assert await page.evaluate("document.documentElement.scrollHeight") <= 844  # the acts stay under the thumb
    await page.click("#act-claim")
    await expect(page.locator(f"#case-{first}-head .h-yours")).to_be_visible(timeout=SOON)

    await page.go_back()
    await expect(page.locator("#cases")).to_be_visible(timeout=SOON)
    await places.get_by_text("Rooms").click()
    await expect(page.locator("#feed")).to_contain_text("666")
    await expect(places.locator("[aria-current]")).to_have_text("Rooms")


async def test_the_focus_stays_where_the_work_is(desks: Desks) -> None:
    first = await desks.shop.asked("does it sting?")
    page = await desks.sit_down("Li Na")
    await page.focus(f"#row-{first} a")
    await desks.shop.joined(first, "will it sting?")
    await expect(page.locator(f"#row-{first}")).to_contain_text("2 asked", timeout=SOON)
    assert await page.evaluate("document.activeElement.dataset.case") == str(first)

    await page.click(f"#row-{first} a")
    await page.focus("#act-claim")
    await page.keyboard.press("Enter")
    await expect(page.locator(f"#case-{first}-head .h-yours")).to_be_visible(timeout=SOON)
    assert await focused(page) != ""  # the button is gone, and the page's body is not where it was

    await desks.shop.asked("my face burns", urgent=True, viewer="x")
    await page.locator("#pill button").focus(timeout=SOON)
    await page.keyboard.press("Enter")
    await expect(page.locator("#pill button")).to_have_count(0, timeout=SOON)
    assert await page.evaluate("document.activeElement.dataset.case") == str(first)


async def test_new_cases_are_read_out_once_and_the_chat_never(desks: Desks) -> None:
    first = await desks.shop.asked("does it sting?")
    page = await desks.sit_down("Li Na")
    await expect(page.locator(f"#row-{first}")).to_be_visible(timeout=SOON)
    await page.evaluate(
        "window.told = []; new MutationObserver(() => told.push(document.querySelector('#told').textContent))"
        ".observe(document.querySelector('#told'), { childList: true, characterData: true, subtree: true })"
    )
    for n in range(3):
        await desks.shop.asked(f"how big is number {n}?", viewer=f"v{n}")
        await expect(page.locator("#pill")).to_contain_text(f"{n + 1} new", timeout=SOON)
    assert await page.evaluate("told") == ["1 new"]
    live = "[...document.querySelectorAll('[aria-live], [role=status], [role=alert], [role=log]')]"
    inside = await page.evaluate(f"{live}.filter((e) => e.querySelector('.heard, .row, time')).map((e) => e.id)")
    assert inside == []


async def test_a_list_of_many_pages_is_walked_by_keys(desks: Desks) -> None:
    asked = [await desks.shop.asked(f"question {n}", viewer=f"v{n}") for n in range(203)]
    page = await desks.sit_down("Li Na")
    await expect(page.locator("#cases .row")).to_have_count(200)
    await page.click(f"#row-{asked[199]} a")
    await expect(page.locator("#case [data-case]")).to_have_attribute("data-case", str(asked[199]), timeout=SOON)
    await page.keyboard.press("j")
    assert await focused(page) == "page-after"
    await page.keyboard.press("Enter")
    await expect(page.locator("#cases .row")).to_have_count(3, timeout=SOON)
    await expect(page.locator("#pager")).to_contain_text("201–203 of 203", timeout=SOON)
    await expect(page.locator("#pill button")).to_have_count(0)
    assert await page.evaluate("document.activeElement.dataset.case") == str(asked[200])


async def test_names_and_replies_are_shown_as_text_wherever_they_come(desks: Desks) -> None:
    shop = desks.shop
    case = await shop.asked(HOSTILE, name=HOSTILE, draft=HOSTILE, reason=HOSTILE)
    await shop.store.cases.note(case, "Tom", HOSTILE, shop.now())
    await shop.store.cases.keep_unsent(case, "Tom", HOSTILE, shop.now())
    await shop.store.audit("Tom", "reply", f"case {case}", HOSTILE, shop.now())
    page = await desks.sit_down("Li Na", role="admin")
    for path in (f"?case={case}", "audit", "balance", "faq/misses"):
        await page.goto(shop.console.url + path)
        text = await page.locator("body").inner_text()
        assert "<script>alert(1)</script>" in text, path
        assert "{{ 7*7 }}" in text, path
        assert "U+202E" in text, path
        assert not {"\u202e", "\u200b"} & set(text), path
        assert await page.locator("img, body script, [onerror]").count() == 0, path
        assert "owned" not in await page.title()
