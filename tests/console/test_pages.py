"""The console in a real browser: two people at two desks."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from playwright.async_api import Browser, Page, expect

from tests.console.shop import ROOM, Shop
from tests.servers.chromium import chromium

SOON = 10_000
"""Milliseconds a busy machine may take; what is awaited comes within one."""


@dataclass
class Desks:
    """Pages of the console, and everything they complained about."""

    shop: Shop
    browser: Browser
    complaints: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    async def sit_down(self, name: str, role: str = "agent", locale: str = "en-GB") -> Page:
        """Let somebody open their own browser and come in by a link."""
        window = await self.browser.new_context(viewport={"width": 1280, "height": 720}, locale=locale)
        page = await window.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("websocket", lambda socket: self.asked.append(socket.url))
        await page.goto(await self.shop.console.invite(role))
        await page.fill("#name", name)
        await page.press("#name", "Enter")
        await self.connected(page)
        return page

    async def connected(self, page: Page) -> None:
        await expect(page.locator("#live-state.on")).to_be_visible(timeout=SOON)


@pytest.fixture
async def desks(shop: Shop) -> AsyncIterator[Desks]:
    async with chromium() as browser:
        opened = Desks(shop, browser)
        yield opened
        assert opened.complaints == []
        own = (shop.console.url, shop.console.url.replace("http://", "ws://"))
        assert [url for url in opened.asked if not url.startswith(own)] == []


async def test_one_claims_and_answers_and_the_other_sees_it_at_once(desks: Desks) -> None:
    case = await desks.shop.asked("does it sting?", draft="It is mild.")
    li, tom = await desks.sit_down("Li Na"), await desks.sit_down("Tom")
    await tom.click(f"#row-{case} a")
    await expect(tom.locator("#case .verbatim")).to_have_text("does it sting?", timeout=SOON)

    await li.click(f"#row-{case} a")
    await li.click("#act-claim")
    await expect(li.locator(f"#case-{case}-head .h-yours")).to_be_visible(timeout=SOON)
    await expect(tom.locator(f"#row-{case} .holder")).to_have_text("Li Na has it", timeout=SOON)
    await expect(tom.locator(f"#case-{case}-head")).to_contain_text("Li Na has it", timeout=SOON)
    await expect(tom.locator("#act-send")).to_be_disabled(timeout=SOON)

    await li.click("#use-draft")
    await expect(li.locator("#reply")).to_have_value("It is mild.")
    await li.click("#act-send-resolve")
    await expect(tom.locator(f"#case-{case}-replies")).to_contain_text("It is mild.", timeout=SOON)
    await expect(tom.locator(f"#row-{case}")).to_contain_text("done", timeout=SOON)
    await expect(li.locator("#reply")).to_have_value("", timeout=SOON)
    assert [row.text for row in await desks.shop.store.next_replies(ROOM)] == ["It is mild."]


async def test_a_case_is_worked_by_keys_alone(desks: Desks) -> None:
    first = await desks.shop.asked("my face burns", urgent=True)
    second = await desks.shop.asked("does it sting?", viewer="v2")
    page = await desks.sit_down("Li Na")
    await page.keyboard.press("j")
    await expect(page.locator("#case [data-case]")).to_have_attribute("data-case", str(first), timeout=SOON)
    await page.keyboard.press("j")
    await expect(page.locator("#case [data-case]")).to_have_attribute("data-case", str(second), timeout=SOON)
    await page.keyboard.press("Enter")
    await expect(page.locator(f"#case-{second}-head .h-yours")).to_be_visible(timeout=SOON)
    await page.keyboard.press("r")  # opens the box and is not in it
    await expect(page.locator("#reply")).to_be_focused(timeout=SOON)
    await page.keyboard.type("jk? e r no, it is mild")  # no key acts in a text box
    await expect(page.locator("#reply")).to_have_value("jk? e r no, it is mild")
    await expect(page.locator("#keys")).to_be_hidden()
    await page.keyboard.press("Control+Enter")
    await expect(page.locator(f"#case-{second}-replies")).to_contain_text("it is mild", timeout=SOON)
    await page.keyboard.press("Escape")
    await page.keyboard.press("e")
    await expect(page.locator(f"#case-{second}-head")).to_contain_text("done", timeout=SOON)
    await page.keyboard.press("k")
    await expect(page.locator("#case [data-case]")).to_have_attribute("data-case", str(first), timeout=SOON)
    await page.keyboard.press("?")
    await expect(page.locator("#keys")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator("#keys")).to_be_hidden()


async def test_enter_claims_the_line_that_has_the_focus(desks: Desks) -> None:
    await desks.shop.asked("my face burns", urgent=True)
    second = await desks.shop.asked("does it sting?", viewer="v2")
    page = await desks.sit_down("Li Na")
    await page.focus(f"#row-{second} a")
    await page.keyboard.press("Enter")
    await expect(page.locator(f"#case-{second}-head .h-yours")).to_be_visible(timeout=SOON)


async def test_a_room_is_switched_by_one_click(desks: Desks) -> None:
    page = await desks.sit_down("Li Na")
    await page.get_by_role("button", name="silent").click()
    await expect(page.get_by_role("button", name="silent")).to_have_attribute("aria-pressed", "true", timeout=SOON)
    assert desks.shop.mode == "silent"


async def test_the_chat_grows_without_a_reload(desks: Desks) -> None:
    page = await desks.sit_down("Li Na")
    for n in range(45):
        await desks.shop.chatted(f"line {n}")
    lines = page.locator("#feed .heard")
    await expect(lines.last).to_contain_text("line 44", timeout=SOON)
    await expect(lines).to_have_count(40, timeout=SOON)
    await expect(lines.first).to_contain_text("line 5", timeout=SOON)


async def test_a_draft_survives_a_reload_and_is_gone_when_sent(desks: Desks) -> None:
    case = await desks.shop.asked("does it sting?")
    page = await desks.sit_down("Li Na")
    await page.click(f"#row-{case} a")
    await page.fill("#reply", "half a sent")
    await page.reload()
    await desks.connected(page)
    await expect(page.locator("#reply")).to_have_value("half a sent", timeout=SOON)
    await page.fill("#reply", "a whole sentence")
    await page.click("#act-send")
    await expect(page.locator(f"#case-{case}-replies")).to_contain_text("a whole sentence", timeout=SOON)
    await page.reload()
    await desks.connected(page)
    await expect(page.locator("#reply")).to_have_value("")


async def test_a_text_that_may_not_go_out_is_told_while_writing_and_kept(desks: Desks) -> None:
    case = await desks.shop.asked("is it good?")
    page = await desks.sit_down("Li Na")
    await page.click(f"#row-{case} a")
    await page.fill("#reply", "the best cream ever")
    await expect(page.locator("#notice")).to_contain_text("absolute claim", timeout=SOON)
    async with page.expect_response(lambda response: response.url.endswith("/reply")):
        await page.click("#act-send")
    await expect(page.locator("#notice")).to_contain_text("absolute claim", timeout=SOON)
    await expect(page.locator("#reply")).to_have_value("the best cream ever")
    await page.fill("#reply", "这是最好用的面霜")
    await expect(page.locator("#wording")).to_have_text("这是很好用的面霜", timeout=SOON)
    await page.press("#reply", "Alt+w")
    await expect(page.locator("#reply")).to_have_value("这是很好用的面霜")
    await expect(page.locator("#notice")).to_be_empty(timeout=SOON)
    # The browser logs the refusal itself; that is no complaint of the page.
    desks.complaints[:] = [text for text in desks.complaints if "422" not in text]


async def test_hostile_chat_is_shown_as_text(desks: Desks) -> None:
    shop = desks.shop
    page = await desks.sit_down("Li Na")
    hostile = "<img src=x onerror=\"document.title='owned'\"><hx-partial hx-target='#rooms'>x</hx-partial>\u202e"
    case = await shop.asked(hostile, name="<script>document.title='owned'</script>", draft=hostile)
    await page.click(f"#row-{case} a", timeout=SOON)
    await expect(page.locator("#case .verbatim")).to_contain_text("<img src=x onerror=", timeout=SOON)
    await expect(page.locator("#case .verbatim .unseen")).to_have_text("U+202E")
    await expect(page.locator("#feed")).to_contain_text("<script>document.title", timeout=SOON)
    assert await page.locator("img, #case script, #feed script").count() == 0
    await expect(page.locator("#rooms")).to_contain_text(ROOM)
    assert "owned" not in await page.title()


async def test_nothing_moves_while_a_list_is_read(desks: Desks) -> None:
    shop = desks.shop
    first = await shop.asked("does it sting?")
    page = await desks.sit_down("Li Na")
    await page.click(f"#row-{first} a")
    where = await page.locator(f"#row-{first}").bounding_box()
    second = await shop.asked("my face burns", urgent=True, viewer="v2")
    await expect(page.locator(".pill")).to_contain_text("1 new", timeout=SOON)
    assert await page.locator(f"#row-{second}").count() == 0
    assert await page.locator(f"#row-{first}").bounding_box() == where
    assert (await page.title()).startswith("(2)")
    await page.keyboard.press(".")
    await expect(page.locator("#cases .row").first).to_have_attribute("id", f"row-{second}", timeout=SOON)
    await expect(page.locator(".pill")).to_have_count(0, timeout=SOON)


async def test_a_lost_connection_is_told_and_afterwards_what_was_missed(desks: Desks) -> None:
    shop = desks.shop
    page = await desks.sit_down("Li Na")
    await expect(page.locator("#quiet")).to_contain_text("Listening", timeout=SOON)
    port = int(shop.console.url.rstrip("/").rpartition(":")[2])
    await shop.console.stop()
    await expect(page.locator("#line")).to_contain_text("Connection lost", timeout=SOON)
    await shop.asked("does it sting?")
    shop.console._port = port
    await shop.console.start()
    await expect(page.locator("#missed")).to_contain_text("messages 1, new cases 1", timeout=SOON)
    await expect(page.locator("#line")).to_be_hidden()
    await expect(page.locator("#cases .row")).to_have_count(1, timeout=SOON)
    desks.complaints.clear()  # the refused connections, as the browser logs them


async def test_an_account_signed_out_elsewhere_loses_its_page(desks: Desks) -> None:
    case = await desks.shop.asked("does it sting?")
    page = await desks.sit_down("Li Na")
    await page.click(f"#row-{case} a")
    (member,) = await desks.shop.store.all_staff()
    await desks.shop.store.end_sessions(staff_id=member.id)
    await page.click("#act-claim")
    await expect(page.locator("#password")).to_be_visible(timeout=SOON)
    desks.complaints[:] = [text for text in desks.complaints if "401" not in text]


async def test_the_pages_say_practice_and_speak_chinese(desks: Desks) -> None:
    page = await desks.sit_down("李娜", role="admin", locale="zh-CN")
    for path in ("", "files", "balance", "staff"):
        await page.goto(desks.shop.console.url + path)
        await desks.connected(page)
        await expect(page.locator(".practice")).to_contain_text("练习")
        await expect(page.locator(".top nav")).to_contain_text("待办")
    await page.get_by_role("button", name="English").click()
    await expect(page.locator(".top nav")).to_contain_text("Queue")


async def test_a_phone_needs_no_sideways_scrolling(desks: Desks) -> None:
    case = await desks.shop.asked("does it sting? " * 20, draft="It is mild. " * 20)
    page = await desks.sit_down("Li Na")
    await page.set_viewport_size({"width": 360, "height": 740})
    for path in (f"?case={case}", "files", "balance", "staff"):
        await page.goto(desks.shop.console.url + path)
        await desks.connected(page)
        assert await page.evaluate("document.documentElement.scrollWidth") <= 360, path
