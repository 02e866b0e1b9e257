"""The practice room's page in a real browser."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from decimal import Decimal

import pytest
from playwright.async_api import Browser, ConsoleMessage, Page, Response, expect

from bot.catalog import Catalog, Product
from bot.connectors.practice import PracticeConnector
from bot.messages import ChatMessage, Explanation, Outcome, Reply, Scored
from bot.practice.server import PracticeRoom
from tests.servers.chromium import chromium

CATALOG = Catalog(
    {
        "A101": Product("A101", "玻尿酸面膜", price=Decimal("59.90"), stock=3, link_no=1),
        "A102": Product("A102", "<i>洁面乳</i>", stock=0),
    }
)

CONSOLE = "http://127.0.0.1:8787/"

HOSTILE = [
    "<img src=x onerror=\"document.title='owned'\">",
    "<script>document.title='owned'</script>",
    "javascript:alert(1) https://evil.example/pixel.gif",
    "\u202egnp.exe\u202c \u2067abc\u2069",
    "Z" + "\u0335\u0300\u0489" * 200,
    "a" * 1000,
]

expect.set_options(timeout=20_000)


class Watch:
    """Everything that a page asked of the network, and everything that went wrong in it."""

    def __init__(self, page: Page) -> None:
        self.asked: list[str] = []
        self.wrong: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("websocket", lambda socket: self.asked.append(socket.url))
        page.on("response", self._answered)
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("console", self._written)

    def _answered(self, answer: Response) -> None:
        if not answer.ok:
            self.wrong.append(f"{answer.status} {answer.url}")

    def _written(self, line: ConsoleMessage) -> None:
        if line.type in {"error", "warning"}:
            self.wrong.append(line.text)


def quiet_room(**options: object) -> PracticeRoom:
    return PracticeRoom(lambda: CATALOG, **options)  # type: ignore[arg-type]


@asynccontextmanager
async def opened(browser: Browser, room: PracticeRoom) -> AsyncIterator[tuple[Page, Watch]]:
    page = await browser.new_page(viewport={"width": 1280, "height": 720})
    watch = Watch(page)
    await page.goto(room.url)
    await expect(page.locator("#speeds input:checked")).to_have_count(1)  # the welcome has come
    try:
        yield page, watch
    finally:
        await page.close()


async def say(page: Page, text: str) -> None:
    await page.fill("#text", text)
    await page.press("#text", "Enter")


async def test_a_newcomer_asks_and_sees_what_the_bot_did() -> None:
    async with chromium() as browser, quiet_room(console_url=CONSOLE) as room:
        connector = PracticeConnector(room.room, room.url, room.token)
        async with opened(browser, room) as (page, watch):
            await expect(page.locator(".band")).to_contain_text("PRACTICE ROOM · nothing leaves this machine")
            await expect(page.locator("#bot")).to_have_text("Roomhand is away")
            await expect(page.locator("#console")).to_have_attribute("href", CONSOLE)
            await page.fill("#name", "小美")
            asked = ""
            async for event in connector.events():
                if not isinstance(event, ChatMessage):  # what is on screen: the bot has come in
                    await expect(page.locator("#bot")).to_have_text("Roomhand is here")
                    await say(page, "什么时候发货？")
                    continue
                asked = event.id
                break
            line = page.locator(".line.mine")
            await expect(line.locator(".text")).to_have_text("什么时候发货？")
            await expect(line.locator(".name")).to_have_text("小美")
            await expect(page.locator("#text")).to_be_empty()

            await room.explain(Explanation(room.room, asked, None, ""))
            await expect(line.locator(".note")).to_have_text("in flight…")
            best, next_best = Scored("ship-when", 0.97), Scored("ship-cost", 0.41)
            await room.explain(Explanation(room.room, asked, Outcome.ANSWER, "sure", best, next_best))
            await expect(line.locator(".note")).to_have_text("answer ship-when 0.97 (next: ship-cost 0.41)")
            await page.locator("label.switch").click()
            await expect(line.locator(".note")).to_be_hidden()
            await page.locator("label.switch").click()
            await expect(line.locator(".note")).to_be_visible()
            assert watch.wrong == []


async def test_the_bots_reply_stands_out() -> None:
    async with chromium() as browser, quiet_room() as room, opened(browser, room) as (page, _):
        asked = await room.say("v-1", "Ben Z.", "how long?")
        connector = PracticeConnector(room.room, room.url, room.token)
        async for _event in connector.events():
            reply = Reply(room.room, "@Ben Z. @阿豪 48 小时内发货", "m1:faq", asked)
            assert (await connector.send(reply)).status == "sent"
            break
        line = page.locator(".line.bot")
        await expect(line.locator(".badge")).to_have_text("Roomhand")
        await expect(line.locator(".mention")).to_have_text("@Ben Z. @阿豪")
        await expect(line.locator(".quote")).to_have_text("Ben Z.: how long?")
        await room.explain(Explanation(room.room, asked, Outcome.ESCALATE, "asks for a person"))
        await expect(page.locator(".note")).to_have_text("escalate asks for a person")
        await room.delete(asked)
        await expect(line.locator(".quote")).to_have_text("Ben Z.: …")  # removed here too


async def test_hostile_text_is_only_text_and_no_request_leaves_the_host() -> None:
    async with chromium() as browser, quiet_room() as room, opened(browser, room) as (page, watch):
        for text in HOSTILE:
            said = await room.say("v-evil", text, text)
            await room.explain(Explanation(room.room, said, Outcome.IGNORE, text))
        await expect(page.locator(".line")).to_have_count(len(HOSTILE))
        texts = await page.locator(".line .text").all_text_contents()
        assert texts[:3] == HOSTILE[:3]
        assert texts[3] == "gnp.exe abc"
        assert await page.locator("#lines :is(img, script, a, i)").count() == 0
        assert await page.title() == "Practice room · Roomhand"
        overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert overflow <= 0
        assert {url.split("/")[2] for url in watch.asked} == {room.url.split("/")[2]}
        assert watch.wrong == []


async def test_the_host_shows_a_product_and_a_moderator_removes_a_line() -> None:
    async with (
        chromium() as browser,
        quiet_room() as room,
        opened(browser, room) as (page, _),
        opened(browser, room) as (other, _),
    ):
        await page.select_option("#show", "A101")
        for each in (page, other):
            await expect(each.locator("#product-title")).to_have_text("玻尿酸面膜")
            await expect(each.locator("#price")).to_have_text("¥59.9")
            await expect(each.locator("#stock")).to_contain_text("only 3 left")
            await expect(each.locator("#link")).to_contain_text("1号链接")
            await expect(each.locator("#show")).to_have_value("A101")
        await other.select_option("#show", "A102")
        await expect(page.locator("#product-title")).to_have_text("<i>洁面乳</i>")
        await expect(page.locator("#stock")).to_contain_text("sold out")
        await room.say("v-1", "路人", "广告")
        await page.get_by_label("Remove this message of 路人").click(force=True)
        await expect(other.locator(".line .what")).to_have_text("removed by the moderator")


async def test_the_crowds_speed_is_the_same_on_every_page() -> None:
    async with (
        chromium() as browser,
        quiet_room() as room,
        opened(browser, room) as (page, _),
        opened(browser, room) as (other, _),
    ):
        await page.get_by_label("×10").check(force=True)
        await expect(other.get_by_label("×10")).to_be_checked()


async def test_new_lines_do_not_move_what_is_being_read() -> None:
    async with chromium() as browser, quiet_room() as room, opened(browser, room) as (page, _):
        for number in range(60):
            await room.say("v-1", "阿豪", f"{number}")
        last = page.locator(".line").last
        await expect(last.locator(".text")).to_have_text("59")
        await expect(last).to_be_in_viewport()
        await page.evaluate("document.getElementById('scroll').scrollTop = 0")
        await expect(page.locator(".line").first).to_be_in_viewport()
        for number in range(3):
            await room.say("v-2", "晚风", f"新 {number}")
        await expect(page.locator("#newer")).to_have_text("3 new ↓")
        assert await page.evaluate("document.getElementById('scroll').scrollTop") == 0
        await page.click("#newer")
        await expect(last).to_be_in_viewport()
        await expect(page.locator("#newer")).to_be_hidden()


async def test_a_hurried_viewer_gets_the_text_back() -> None:
    async with chromium() as browser, quiet_room() as room, opened(browser, room) as (page, _):
        for number in range(6):
            await say(page, f"快 {number}")
        await expect(page.locator("#notice")).to_contain_text("Slow down")
        await expect(page.locator("#text")).to_have_value("快 5")
        await expect(page.locator(".line")).to_have_count(5)


async def test_a_reloaded_page_is_the_same_viewer_and_sees_what_was_said() -> None:
    async with chromium() as browser, quiet_room() as room, opened(browser, room) as (page, _):
        await page.fill("#name", "小美")
        await say(page, "在吗")
        await expect(page.locator(".line.mine")).to_have_count(1)
        await page.reload()
        await expect(page.locator(".line.mine .name")).to_have_text("小美")
        await expect(page.locator("#name")).to_have_value("小美")


async def test_a_lost_connection_is_said_and_mended() -> None:
    async with chromium() as browser, quiet_room() as room, opened(browser, room) as (page, _):
        await room.say("v-1", "阿豪", "一")
        await expect(page.locator(".line")).to_have_count(1)
        for seat in room._floor.pages:
            seat.drop()
        await room.say("v-1", "阿豪", "二")
        await expect(page.locator(".line .text")).to_have_text(["一", "二"])
        await expect(page.locator("#lost")).to_be_hidden()


async def test_a_closed_room_is_said_and_a_restarted_one_begins_anew() -> None:
    async with chromium() as browser:
        async with quiet_room() as room:
            port = int(room.url.rsplit(":", 1)[1].rstrip("/"))
            await room.say("v-1", "阿豪", "以前")
            page = await browser.new_page()
            await page.goto(room.url)
            await expect(page.locator(".line")).to_have_count(1)
        await expect(page.locator("#lost")).to_contain_text("Trying again")
        await expect(page.locator("#bot")).to_have_text("not connected")
        async with quiet_room(port=port):
            await expect(page.locator(".divider")).to_contain_text("The practice room was restarted")
            await expect(page.locator(".line")).to_have_count(0)
            await expect(page.locator("#lost")).to_be_hidden()
            await say(page, "现在")
            await expect(page.locator(".line .text")).to_have_text("现在")
            await page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(1280, 720), (390, 844)])
async def test_everything_has_a_name_and_fits(scheme: str, width: int, height: int) -> None:
    async with (
        chromium() as browser,
        quiet_room(console_url=CONSOLE) as room,
        opened(browser, room) as (page, _),
    ):
        await page.set_viewport_size({"width": width, "height": height})
        await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        for number, outcome in enumerate(Outcome):
            said = await room.say(f"v-{number}", f"viewer {number}", "a question")
            await room.explain(Explanation(room.room, said, outcome, "a reason"))
        await expect(page.locator(".note")).to_have_count(len(Outcome))
        assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        for role in ("button", "textbox", "combobox", "radio", "switch", "link"):
            for control in await page.get_by_role(role).all():
                snapshot = await control.aria_snapshot()
                assert '"' in snapshot, f"a {role} without a name: {snapshot}"
        faint = await page.evaluate(CONTRAST)
        assert faint == []


# The text colours against what is really behind them, by the WCAG formula; 4.5 is AA for small text.
CONTRAST = """() => {
  const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255)
    .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const colour = rgb(getComputedStyle(e).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const faint = [];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!own || !element.checkVisibility({ opacityProperty: true }) || element.closest(".hidden")) continue;
    const [a, b] = [light(rgb(getComputedStyle(element).color)), light(behind(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) faint.push(`${element.className}: ${element.textContent} ${ratio.toFixed(2)}`);
  }
  return faint;
}"""


async def test_who_takes_another_name_is_somebody_else_and_under_the_old_name_the_same_again() -> None:
    async with chromium() as browser, quiet_room() as room, opened(browser, room) as (page, watch):
        for turn, name in enumerate(("小周", "小李", "小周")):
            await page.fill("#name", name)
            await say(page, f"{turn} 在吗")
            await expect(page.locator(".line").last).to_contain_text(f"{turn} 在吗")
        await expect(page.locator("#lost")).to_be_hidden()
        assert watch.wrong == []
        heard: list[ChatMessage] = []
        async for event in PracticeConnector(room.room, room.url, room.token).events():
            if isinstance(event, ChatMessage):
                heard.append(event)
            if len(heard) == 3:
                break
        first, other, again = (one.viewer for one in heard)
        assert first == again
        assert (other.name, other.id == first.id) == ("小李", False)
