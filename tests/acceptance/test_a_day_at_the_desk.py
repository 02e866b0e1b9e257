"""A day at the desk of the whole program: two of staff and their lead in browsers, viewers in the room."""

from __future__ import annotations

import asyncio
import hashlib
import json
import shutil
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.async_api import Browser, Page, expect

from bot.purchases import Order, OrderLine
from bot.store import open_store
from tests.acceptance.program import REPOSITORY, Program
from tests.practice.wire import Frame, Wire, wire
from tests.servers.chromium import chromium
from tests.servers.model import FakeModel

SOON = 30_000
"""Milliseconds a busy machine may take; what is awaited comes within one or two."""

SETTINGS = """
[shop]
catalog = "catalog.csv"

[store]
url = "sqlite:///shop.db"

[console]
listen = "127.0.0.1:{port}"
capacity = 1

[faq]
model_chooses = false

[model]
base_url = "{model}"
name = "small"

[[rooms]]
name = "studio"
platform = "practice"
port = 0
crowd_speed = 0
claim_s = 20
first_answer_s = 600

[[rooms]]
name = "hurried"
platform = "practice"
port = 0
crowd_speed = 0
first_answer_s = 32
"""
CLOSING = "你们门店几点关门呀"
PARKING = "门店附近停车方便吗"
MASK = "玻尿酸补水面膜"
DRAFT = "门店的时间我帮您问一下，请稍等。"
HOURS = "今天开到晚上9点"
SHIPS = "付款后 48 小时内发出"


def free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


async def shop(folder: Path, model: str) -> None:
    """A shop with a small FAQ and a model, one customer who bought twice, and an address that stays."""
    (folder / "faq").mkdir()
    for path in (*(REPOSITORY / "faq").glob("*.txt"), REPOSITORY / "faq/shipping.md"):
        if path.name != "cases.txt":
            shutil.copy(path, folder / "faq")
    shutil.copy(REPOSITORY / "bot/sample/catalog.csv", folder)
    (folder / "bot.toml").write_text(SETTINGS.format(port=free_port(), model=model), "utf-8")
    store, now = await open_store(f"sqlite:///{folder}/shop.db"), datetime.now(UTC)
    for n, sku in enumerate(("A101", "A103")):
        bought = (OrderLine(sku, 1, Decimal(80)),)
        await store.orders.save([Order(f"o-{n}", "C1", now - timedelta(days=3 + n), bought, as_of=now)])
    await store.close()


def viewer(name: str) -> str:
    """The id under which somebody of that name sits in the room."""
    return hashlib.sha256(name.encode()).hexdigest()[:12]


@dataclass
class Room:
    """The room as its viewers and its host have it."""

    program: Program
    name: str
    ear: Wire
    heard: list[Frame] = field(default_factory=list)
    passed: int = 0
    """How much of what was heard somebody has waited for already."""

    @classmethod
    @asynccontextmanager
    async def of(cls, program: Program, name: str) -> AsyncIterator[Room]:
        """Sit down in a room of the running program, and listen all the time."""
        async with sitting(program, name, "host") as ear:
            room = cls(program, name, ear)
            listening = asyncio.create_task(room._listen())
            try:
                await room.hears("status", lambda frame: bool(frame["bot"]))
                yield room
            finally:
                listening.cancel()
                await asyncio.gather(listening, return_exceptions=True)

    async def _listen(self) -> None:
        async for said in self.ear.ws:
            self.heard.append(json.loads(said.data))

    async def hears(self, kind: str, wanted: Callable[[Frame], bool]) -> Frame:
        """Return the next frame like this; those before it are passed over."""
        async with asyncio.timeout(SOON / 1000):
            while True:
                while self.passed == len(self.heard):
                    await asyncio.sleep(0.05)
                frame, self.passed = self.heard[self.passed], self.passed + 1
                if frame["type"] == kind and wanted(frame):
                    return frame

    async def reads(self, text: str) -> str:
        """Wait until the room reads a line of ours with this in it; return the line."""
        return str((await self.hears("message", lambda frame: frame["own"] and text in frame["text"]))["text"])

    async def say(self, name: str, text: str) -> None:
        """Let a viewer come in, say something and go."""
        async with sitting(self.program, self.name, name) as seat:
            await seat.give(type="say", client_id=uuid4().hex, text=text, name=name)
            await seat.next("ack")

    async def shows(self, sku: str) -> None:
        """Let the host put a product on screen."""
        await self.ear.give(type="show", sku=sku)
        await self.hears("screen", lambda frame: frame["sku"] == sku)


@asynccontextmanager
async def sitting(program: Program, room: str, who: str) -> AsyncIterator[Wire]:
    """A seat in a room."""
    url = program.address(f"room {room}")
    async with wire(url, "ws", {"Origin": url.rstrip("/")}) as seat:
        await seat.give(type="hello", viewer=viewer(who), name=who)
        yield seat


@dataclass
class Desks:
    """The people of the shop at their browsers."""

    program: Program
    browser: Browser
    complaints: list[str] = field(default_factory=list)

    async def sit_down(self, name: str, role: str = "agent", locale: str = "en-GB") -> Page:
        window = await self.browser.new_context(viewport={"width": 1280, "height": 720}, locale=locale)
        page = await window.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        await page.goto((await self.program.cli("staff", "invite", "--role", role))["url"])
        await page.fill("#name", name)
        await page.press("#name", "Enter")
        await connected(page)
        return page

    async def go(self, page: Page, path: str) -> None:
        """Open a page of the console."""
        await page.goto(f"{self.program.address('console').partition('start?')[0]}{path}")
        await connected(page)


async def connected(page: Page) -> None:
    await expect(page.locator("#live-state.on")).to_be_visible(timeout=SOON)


async def case_of(page: Page, text: str) -> int:
    """Wait until a case with this question is in the list, behind the pill or not; return its number."""
    row = page.locator("#cases a[data-case]", has_text=text)
    fresh = page.locator('#pill [data-new]:not([data-new="0"])')
    async with asyncio.timeout(SOON / 1000):
        while not await row.count():
            if await fresh.count():
                await page.keyboard.press(".")
            await asyncio.sleep(0.2)
    return int(await row.get_attribute("data-case") or 0)


async def open_case(page: Page, text: str) -> int:
    """Open the case with this question."""
    case = await case_of(page, text)
    await page.locator(f"#row-{case} a").click()
    await at_hand(page, case)
    return case


async def at_hand(page: Page, case: int) -> None:
    await expect(page.locator("#case [data-case]")).to_have_attribute("data-case", str(case), timeout=SOON)


async def mine(page: Page, case: int) -> None:
    await expect(page.locator(f"#case-{case}-head .h-yours")).to_be_visible(timeout=SOON)


async def notice(li: Page, tom: Page, studio: Room) -> int:
    """A quiet desk says that it listens; a new case is in the title and never moves the list that is read."""
    await expect(li.locator("#quiet")).to_contain_text("Listening", timeout=SOON)
    await studio.say("小美", CLOSING)
    case = await open_case(li, CLOSING)
    where = await li.locator(f"#row-{case}").bounding_box()
    await studio.say("用户8206", "我要投诉，杯子是碎的")
    await expect(li.locator(".pill")).to_contain_text("1 new", timeout=SOON)
    await expect(li).to_have_title("(2) Queue · Roomhand", timeout=SOON)
    assert await li.locator(f"#row-{case}").bounding_box() == where
    await li.keyboard.press(".")
    await expect(li.locator("#cases .row").first).to_contain_text("我要投诉", timeout=SOON)
    await expect(li.locator("#cases .row").first).to_contain_text("urgent")
    await expect(tom.locator("#attention")).to_have_attribute("data-count", "2", timeout=SOON)
    return case


async def understand(li: Page, case: int, studio: Room) -> None:
    """Everything about a case is before whoever opens it."""
    await studio.shows("A101")
    for n in range(9):
        await studio.say(f"观众{n}", CLOSING)
    await expect(li.locator(f"#case-{case}-askers")).to_contain_text("Asked by 10", timeout=SOON)
    await expect(li.locator(f"#case-{case}-askers .verbatim").first).to_have_text(CLOSING)
    await expect(li.locator(f"#case-{case}-head")).to_contain_text("no entry is surely like it")
    scene = li.locator(f"#case-{case}-scene")
    for told in (MASK, "¥59.9", "320", "link 1"):
        await expect(scene).to_contain_text(told, timeout=SOON)
    await expect(li.locator(".person")).to_contain_text("C1")
    await expect(li.locator(".person li")).to_have_count(2)


async def claim(li: Page, tom: Page, case: int) -> None:
    """Enter claims; whoever comes second reads who has it and may leave a note."""
    await open_case(tom, CLOSING)
    await expect(li.locator(f"#case-{case}-looking")).to_contain_text("Tom is looking too", timeout=SOON)
    await li.keyboard.press("Enter")
    await mine(li, case)
    await expect(tom.locator(f"#case-{case}-head")).to_contain_text("Li Na has it", timeout=SOON)
    await tom.keyboard.press("Enter")
    await expect(tom.locator("#notice")).to_contain_text("Li Na has it", timeout=SOON)
    await expect(tom.locator("#act-send")).to_be_disabled()
    await tom.keyboard.press("n")
    await tom.keyboard.type("open until ten today")
    await tom.keyboard.press("Enter")
    await expect(li.locator(f"#case-{case}-notes")).to_contain_text("open until ten today", timeout=SOON)


async def draft(li: Page) -> None:
    """A draft of the model on request: shown, put into the box by the same key, and not sent."""
    await li.keyboard.press("g")
    await expect(li.locator("#model-draft blockquote")).to_have_text(DRAFT, timeout=SOON)
    await expect(li.locator("#reply")).to_have_value("")
    await li.keyboard.press("g")
    await expect(li.locator("#reply")).to_have_value(DRAFT)
    await li.fill("#reply", "")
    await li.keyboard.press("Escape")


async def reply(li: Page, case: int, studio: Room) -> None:
    """A ready reply, the guard's wording by one key, a preview; taken back within three seconds, sent, corrected."""
    await li.keyboard.press("/")
    await li.keyboard.type("link")
    await li.keyboard.press("Enter")
    await expect(li.locator("#reply")).to_have_value("在1号链接「玻尿酸补水面膜 10片装」，现在¥59.9。", timeout=SOON)
    await li.fill("#reply", "今天开到晚上10点，服务最好")
    await expect(li.locator("#notice")).to_contain_text("absolute claim", timeout=SOON)
    instead = await li.locator("#wording").inner_text()
    await li.keyboard.press("Alt+w")
    await expect(li.locator("#reply")).to_have_value(instead)
    await expect(li.locator("#notice .wrong")).to_have_count(0, timeout=SOON)
    await expect(li.locator("#reach summary")).to_have_text("Reaches 10 people in 2 lines", timeout=SOON)
    await li.locator("#reach summary").click()
    await expect(li.locator("#reach-lines li")).to_have_count(2, timeout=SOON)
    lines = await li.locator("#reach-lines li").all_inner_texts()
    assert [line.count("@") for line in lines] == [8, 2]
    assert {line.endswith(f" {instead}") for line in lines} == {True}
    await li.focus("#reply")
    await li.keyboard.press("Control+Enter")
    await expect(li.locator("#undo")).to_be_visible(timeout=SOON)
    await li.keyboard.press("Escape")
    await li.keyboard.press("u")
    await expect(li.locator("#notice")).to_contain_text("Taken back", timeout=SOON)
    await expect(li.locator("#reply")).to_have_value(instead)
    said = [str(frame["text"]) for frame in studio.heard if frame["type"] == "message" and frame["own"]]
    assert not [text for text in said if instead in text]

    await li.keyboard.press("Control+Enter")
    assert [await studio.reads(instead) for _ in lines] == lines
    await expect(li.locator("#undo")).to_have_count(0, timeout=SOON)
    await li.locator(f"#case-{case}-replies").get_by_role("button", name="Correct").click()
    await expect(li.locator(".correcting q")).to_have_text(instead, timeout=SOON)
    await li.fill("#reply", HOURS)
    await li.focus("#reply")
    await li.keyboard.press("Control+Enter")
    assert "@小美" in await studio.reads(f"更正：{HOURS}")


async def resolve(li: Page, case: int) -> None:
    await li.keyboard.press("Escape")
    await li.keyboard.press("e")
    await expect(li.locator(f"#row-{case}")).to_contain_text("done", timeout=SOON)


async def teach(li: Page, lead: Page, studio: Room) -> None:
    """One key makes a draft entry of the case; the lead sees that it waits, approves it, and the bot answers."""
    await li.keyboard.press("f")
    await expect(li.locator("#f-question")).to_have_value(CLOSING, timeout=SOON)
    await expect(li.locator("#f-wordings")).to_have_value(HOURS)
    await expect(li.locator("#looked")).to_be_visible(timeout=SOON)
    await li.locator("h1").click()
    await li.keyboard.press("s")
    await expect(li.locator("#edit")).to_contain_text("Proposed", timeout=SOON)
    await li.keyboard.press("b")
    await expect(li.locator("#case .verbatim").first).to_have_text(CLOSING, timeout=SOON)
    await lead.locator("#proposed", has_text="1").click(timeout=SOON)
    await lead.get_by_role("link", name="查看并决定").click()
    await expect(lead.locator("#looked")).to_be_visible(timeout=SOON)
    await lead.locator("h1").click()
    await lead.keyboard.press("s")
    await expect(lead.locator("#edit")).to_contain_text("learned.md", timeout=SOON)
    await expect(lead.locator("#proposed")).to_be_hidden(timeout=SOON)
    await studio.say("小雨", CLOSING)
    assert await studio.reads("@小雨") == f"@小雨 {HOURS}"


async def snooze(li: Page, studio: Room) -> None:
    """A case sleeps until its product is shown again."""
    case = await open_case(li, "我要投诉")
    await li.keyboard.press("s")
    await li.keyboard.type("screen")
    await expect(li.locator("#picker-list li:visible")).to_contain_text("保温杯", timeout=SOON)
    await li.keyboard.press("Enter")
    await expect(li.locator(f"#row-{case}")).to_contain_text("snoozed", timeout=SOON)
    await studio.shows("A103")
    await studio.shows("E105")
    await expect(li.locator(f"#row-{case} .holder")).to_have_text("free", timeout=SOON)


async def leave_written(tom: Page, studio: Room, desks: Desks) -> int:
    """Claim, write half a line, look at another case, and walk away."""
    await studio.say("阿豪", PARKING)
    case = await open_case(tom, PARKING)
    await tom.keyboard.press("Enter")
    await mine(tom, case)
    await tom.keyboard.press("r")
    await tom.locator("#reply").press_sequentially("停车场在")
    await open_case(tom, "我要投诉")
    await desks.go(tom, "balance")
    return case


async def deadline(lead: Page, li: Page, hurried: Room) -> int:
    """A first answer is warned of, then late in words, and the lead is told wherever they are."""
    await hurried.say("Kelly", "can my dog come to the shop")
    case = await case_of(li, "can my dog come")
    await expect(li.locator(f"#row-{case}")).to_contain_text("due soon", timeout=SOON)
    await expect(li.locator(f"#row-{case}")).to_contain_text("late", timeout=SOON)
    await expect(lead.locator("#alerts")).to_contain_text("首次回复已超时", timeout=SOON)
    return case


async def on_air(li: Page, case: int, desks: Desks) -> None:
    """A case is put before the host by one key; the host answered it: another, and it is closed everywhere."""
    host = await desks.sit_down("Host", "viewer")
    await desks.go(host, "host?room=hurried")
    await expect(host.locator("#prompter .nothing")).to_be_visible(timeout=SOON)
    await open_case(li, "can my dog come")
    await li.keyboard.press("Shift+H")
    await expect(host.locator(f"#host-{case}")).to_contain_text("can my dog come to the shop", timeout=SOON)
    await expect(li.locator("#act-hand")).to_contain_text("Off prompter", timeout=SOON)
    await li.keyboard.press("h")
    await expect(li.locator(f"#row-{case}")).to_contain_text("answered on air", timeout=SOON)
    await expect(host.locator("#prompter .nothing")).to_be_visible(timeout=SOON)


async def comes_back(li: Page, case: int) -> None:
    """A claim that nobody renewed is free, at its age, with what was written."""
    await expect(li.locator(f"#row-{case} .holder")).to_have_text("free", timeout=SOON)
    await open_case(li, PARKING)
    standing = li.locator(f"#case-{case}-standing")
    await expect(standing).to_contain_text("Tom wrote, and did not send:", timeout=SOON)
    await standing.get_by_role("button", name="Use it").click()
    await expect(li.locator("#reply")).to_have_value("停车场在")


async def lost_line(li: Page, program: Program) -> None:
    """A power cut: the page says so, keeps what was written, and tells afterwards what was missed."""
    await li.locator("#reply").press_sequentially("后面")
    await program.kill()
    await expect(li.locator("#line")).to_contain_text("Connection lost", timeout=SOON)
    await program.start()
    await expect(li.locator("#line")).to_be_hidden(timeout=SOON)
    await expect(li.locator("#missed")).to_be_visible(timeout=SOON)
    await expect(li.locator("#reply")).to_have_value("停车场在后面")


async def send(li: Page, studio: Room) -> None:
    """What was kept through the power cut goes out."""
    await li.focus("#reply")
    await li.keyboard.press("Control+Enter")
    assert await studio.reads("停车场在后面") == "@阿豪 停车场在后面"


async def recall(li: Page, studio: Room, desks: Desks) -> None:
    """A wrong answer of the bot is stopped at once and corrected for whoever got it; it is not given again."""
    await li.keyboard.press("Escape")
    await studio.say("大白兔", "几天发货")
    assert SHIPS in await studio.reads("@大白兔")
    told = li.locator("#feed .heard", has_text="大白兔")
    await told.get_by_role("link", name="Recall…").click(timeout=SOON)
    await li.fill("#why", "the warehouse counts its stock")
    await li.get_by_role("button", name="Stop this answer now").click()
    await li.locator(".recall-right textarea").fill("这两天盘点，72小时内发出。")
    await li.locator(".recall-right button").click()
    await expect(li.locator(".recall-lines")).to_contain_text("@大白兔", timeout=SOON)
    await li.locator("form[action$='/recall/correct'] button").click()
    assert await studio.reads("更正") == "@大白兔 更正：这两天盘点，72小时内发出。"
    await desks.go(li, "")
    await studio.say("花花", "几天发货")
    await case_of(li, "几天发货")


async def switches(li: Page, studio: Room) -> None:
    """Suggest only: the bot's answer is a draft, sent by one key. Silent: it says nothing, people still come."""
    room = li.locator(".room", has_text="studio")
    await room.get_by_role("button", name="suggest only").click()
    await expect(room.get_by_role("button", name="suggest only")).to_have_attribute(
        "aria-pressed", "true", timeout=SOON
    )
    await studio.say("阿琳", "几天能收到")
    case = await open_case(li, "几天能收到")
    words = await li.locator("#draft-text").inner_text()
    await li.keyboard.press("Shift+D")
    assert await studio.reads("@阿琳") == f"@阿琳 {words}"
    await expect(li.locator(f"#case-{case}-replies")).to_contain_text(words, timeout=SOON)

    await li.keyboard.press("Escape")
    await room.get_by_role("button", name="silent").click()
    await expect(room.get_by_role("button", name="silent")).to_have_attribute("aria-pressed", "true", timeout=SOON)
    spoken = len([frame for frame in studio.heard if frame["type"] == "message" and frame["own"]])
    await studio.say("小北", "几天能到")
    await studio.say("老方", "人呢？转人工")
    await case_of(li, "人呢？转人工")
    await expect(li.locator("#feed .heard", has_text="几天能到")).to_contain_text("ignored", timeout=SOON)
    assert len([frame for frame in studio.heard if frame["type"] == "message" and frame["own"]]) == spoken
    await expect(li.locator("#cases .row", has_text="几天能到")).to_have_count(0)
    await room.get_by_role("button", name="auto").click()
    await expect(room.get_by_role("button", name="auto")).to_have_attribute("aria-pressed", "true", timeout=SOON)


async def load(li: Page, studio: Room) -> None:
    """More than one person can look after is said where the cases are."""
    await li.keyboard.press("Escape")
    case = await open_case(li, "我要投诉")
    await li.keyboard.press("Enter")
    await mine(li, case)
    await studio.say("大山", "我要投诉！退款纠纷")
    other = await open_case(li, "退款纠纷")
    await li.keyboard.press("Enter")
    await mine(li, other)
    await expect(li.locator("#load")).to_contain_text("too many for one", timeout=SOON)


async def hand_over(li: Page, tom: Page, desks: Desks) -> None:
    """Away, and hers go back; the note is before whoever comes next."""
    await li.keyboard.press("Escape")
    await li.get_by_role("link", name="Hand over").click()
    await expect(li.locator("#main")).to_contain_text("退款纠纷", timeout=SOON)
    await li.fill("#hand-over", "the cups of 8206 are sent again")
    await li.get_by_role("button", name="Leave the note and be away").click()
    await desks.go(tom, "")
    await expect(tom.locator(".left-note")).to_contain_text("the cups of 8206 are sent again", timeout=SOON)
    row = tom.locator("#cases .row", has_text="退款纠纷")
    await expect(row.locator(".holder")).to_have_text("free", timeout=SOON)


async def wall(lead: Page, desks: Desks) -> None:
    """A number of the wall opens the cases it counts; a row each goes out as CSV."""
    await desks.go(lead, "wall")
    late = lead.locator(".tile.bad dd a")
    await expect(late).to_have_text("1", timeout=SOON)
    async with lead.expect_download() as download:
        await lead.locator('a[href*="cases.csv"]').click()
    kept = await (await download.value).path()
    rows = kept.read_text("utf-8-sig").strip().splitlines()
    assert sum("can my dog come" in row for row in rows) == 1
    await late.click()
    await expect(lead.locator("tbody tr")).to_have_count(1, timeout=SOON)
    await expect(lead.locator("tbody")).to_contain_text("can my dog come to the shop")


@pytest.mark.timeout(420)  # a minute of it is waiting for what takes its time
async def test_a_day_at_the_desk(tmp_path: Path) -> None:
    async with FakeModel() as model, AsyncExitStack() as house, AsyncExitStack() as rooms:
        model.text = json.dumps({"reply": DRAFT})
        await shop(tmp_path, model.url)
        program = await house.enter_async_context(Program(tmp_path))
        browser = await house.enter_async_context(chromium())
        desks = Desks(program, browser)
        await program.cli("customers", "link", f"guest-{viewer('小美')}", "C1", "--grade", "code")
        lead = await desks.sit_down("王芳", "admin", "zh-CN")
        await desks.go(lead, "health")
        li, tom = await desks.sit_down("Li Na"), await desks.sit_down("Tom")
        studio = await rooms.enter_async_context(Room.of(program, "studio"))
        hurried = await rooms.enter_async_context(Room.of(program, "hurried"))

        case = await notice(li, tom, studio)
        await understand(li, case, studio)
        await claim(li, tom, case)
        await draft(li)
        await reply(li, case, studio)
        await resolve(li, case)
        await teach(li, lead, studio)
        await snooze(li, studio)
        left = await leave_written(tom, studio, desks)
        late = await deadline(lead, li, hurried)
        await on_air(li, late, desks)
        await comes_back(li, left)
        await rooms.aclose()
        await lost_line(li, program)
        studio = await rooms.enter_async_context(Room.of(program, "studio"))
        await send(li, studio)
        await recall(li, studio, desks)
        await switches(li, studio)
        await load(li, studio)
        await hand_over(li, tom, desks)
        await wall(lead, desks)

        balance = await program.cli("balance")
        assert (balance["unexplained"], balance["doubled"]) == (0, 0)
        assert desks.complaints == []
        assert await program.terminate() == 0
