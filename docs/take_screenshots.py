"""Takes the pictures of README and docs from the running program, with colours enough for the eye.

`uv run --with pillow python -m docs.take_screenshots`
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from pathlib import Path

from PIL import Image  # type: ignore[import-not-found]
from playwright.async_api import Browser, Page

from tests.acceptance.program import Program
from tests.servers.chromium import chromium

REPOSITORY = Path(__file__).parents[1]
IMAGES = REPOSITORY / "docs" / "images"
WIDE = {"width": 1280, "height": 720}
PHONE = {"width": 390, "height": 844}
ASKED = "配纸盘吗"
"""What the crowd asks and no entry answers, so that a case comes of it."""
COLOURS = 192


def shop(folder: Path) -> None:
    """Put the sample shop where a shop of one's own would lie."""
    for name in ("faq", "prompts"):
        shutil.copytree(REPOSITORY / name, folder / name)
    shutil.copy(REPOSITORY / "bot/sample/catalog.csv", folder)
    (folder / "bot.toml").write_text(
        '[console]\nlisten = "127.0.0.1:0"\n\n[[rooms]]\nname = "practice"\nplatform = "practice"\nport = 0\n',
        "utf-8",
    )


class Desk:
    """A colleague's browser at the console."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self._address = address

    @classmethod
    async def of(
        cls, program: Program, browser: Browser, name: str, role: str, *, light: bool = False, locale: str = "en-US"
    ) -> Desk:
        """Sign somebody in."""
        scheme = "light" if light else "dark"
        page = await browser.new_page(viewport=WIDE, color_scheme=scheme, locale=locale)  # type: ignore[arg-type]
        page.set_default_timeout(60_000)
        await page.goto((await program.cli("staff", "invite", "--role", role))["url"])
        await page.fill("#name", name)
        await page.press("#name", "Enter")
        desk = cls(page, program.address("console").partition("start?")[0])
        await desk.connected()
        return desk

    async def connected(self) -> None:
        await self.page.locator("#live-state.on").wait_for()

    async def look(self, path: str, picture: str, *, at: str = "h1") -> None:
        """Open a page and take its picture once this is on it."""
        await self.page.goto(f"{self._address}{path}")
        await self.connected()
        await self.page.locator(at).first.wait_for()
        await self.page.screenshot(path=IMAGES / picture)

    async def open_case(self, text: str) -> None:
        """Open a case of the list, also where it is not shown yet."""
        row = self.page.locator("#cases a[data-case]", has_text=text)
        await row.or_(self.page.locator("#pill [data-new]")).first.wait_for()
        if not await row.count():
            await self.page.keyboard.press(".")
        await row.click()
        await self.page.locator("#case .verbatim", has_text=text).first.wait_for()


async def evening(program: Program, browser: Browser) -> Page:
    """Let the crowd talk until there is something to see everywhere; take the room's picture."""
    room = await browser.new_page(viewport=WIDE)  # type: ignore[arg-type]
    await room.goto(program.address("room practice"))
    await room.get_by_label("×10").check()
    await room.get_by_text("多少米").first.wait_for(timeout=60_000)
    await room.get_by_label("×3").check()
    await room.wait_for_timeout(1_500)
    await room.screenshot(path=IMAGES / "room.png")
    await room.get_by_label("×10").check()
    await room.get_by_text(ASKED).first.wait_for(timeout=120_000)
    await room.wait_for_timeout(6_000)
    await room.get_by_label("Pause").check()
    return room


async def at_the_desk(program: Program, browser: Browser) -> None:
    """A case claimed with the bot's draft in the box while a colleague looks on, in the dark and in the light."""
    mine = await Desk.of(program, browser, "Li Na", "agent")
    other = await Desk.of(program, browser, "王芳", "admin", light=True, locale="zh-CN")
    for desk in (mine, other):
        await desk.open_case(ASKED)
    await mine.page.keyboard.press("Enter")
    await mine.page.locator("#case .h-yours").wait_for()
    await mine.page.keyboard.press("d")
    await other.page.locator("#case .writing", has_text="Li Na").wait_for()
    for desk in (mine, other):
        await desk.page.locator("#main").evaluate("(list) => { list.scrollTop = 0; }")
    await other.page.screenshot(path=IMAGES / "console-light.png")
    await mine.page.locator("#notice .ok-text, #reach summary").first.wait_for()
    await mine.page.screenshot(path=IMAGES / "console.png")
    await mine.page.keyboard.press("Control+Enter")
    await mine.page.locator("#undo").wait_for()
    await mine.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    await mine.look("", "phone.png", at="#cases .row")
    await other.page.close()


async def main() -> None:
    """Take every picture anew, then keep as many colours as one sees."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        shop(Path(folder))
        async with Program(Path(folder)) as program, chromium() as browser:
            await evening(program, browser)
            await at_the_desk(program, browser)
            lead = await Desk.of(program, browser, "Chen Jie", "admin")
            await lead.look("faq/misses", "misses.png", at="main article, main .topic, main li")
            await lead.look("faq", "faq.png", at="main table, main li")
            await lead.look("wall", "wall.png", at=".tile")
            await lead.look("health", "health.png", at="#health")
    for path in IMAGES.glob("*.png"):
        Image.open(path).convert("RGB").quantize(COLOURS).save(path, optimize=True)


if __name__ == "__main__":
    asyncio.run(main())
