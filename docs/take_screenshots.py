"""Takes the README's screenshots from the running program: `uv run python -m docs.take_screenshots`."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from pathlib import Path

from tests.acceptance.program import Program
from tests.servers.chromium import chromium

REPOSITORY = Path(__file__).parents[1]
IMAGES = REPOSITORY / "docs" / "images"
SIZE = {"width": 1280, "height": 720}


def shop(folder: Path) -> None:
    """Put the sample shop where a shop of one's own would lie."""
    for name in ("faq", "prompts"):
        shutil.copytree(REPOSITORY / name, folder / name)
    shutil.copy(REPOSITORY / "bot/sample/catalog.csv", folder)
    (folder / "bot.toml").write_text(
        '[console]\nlisten = "127.0.0.1:0"\n\n[[rooms]]\nname = "practice"\nplatform = "practice"\nport = 0\n',
        "utf-8",
    )


async def main() -> None:
    """Let the crowd talk for a while, then look at the room and at a claimed case."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        shop(Path(folder))
        async with Program(Path(folder)) as program, chromium() as browser:
            room = await browser.new_page(viewport=SIZE)  # type: ignore[arg-type]
            await room.goto(program.address("room practice"))
            await room.get_by_label("×10").check()
            await room.get_by_text("多少米").first.wait_for(timeout=60_000)
            await room.get_by_label("×3").check()
            await room.wait_for_timeout(1_500)
            await room.screenshot(path=IMAGES / "room.png")
            await room.get_by_label("×10").check()
            desk = await browser.new_page(viewport=SIZE, color_scheme="dark", locale="en-US")  # type: ignore[arg-type]
            await desk.goto(program.address("console"))
            await desk.get_by_role("textbox").first.fill("Li Na")
            await desk.keyboard.press("Enter")
            await room.get_by_text("配纸盘吗").first.wait_for(timeout=120_000)
            await desk.wait_for_timeout(6_000)
            await room.get_by_label("Pause").check()
            await desk.goto(program.address("console").partition("start?")[0])
            await desk.wait_for_timeout(1_000)
            await desk.locator("#cases a", has_text="配纸盘吗").click()
            await desk.wait_for_timeout(500)
            await desk.locator("#act-claim").click()
            await desk.locator("#use-draft").click()
            await desk.wait_for_timeout(1_000)
            await desk.screenshot(path=IMAGES / "console.png")
            await desk.goto(program.address("console").partition("start?")[0] + "faq/misses")
            await desk.wait_for_timeout(3_000)
            await desk.screenshot(path=IMAGES / "misses.png")
            for page in ("wall", "health"):
                await desk.goto(program.address("console").partition("start?")[0] + page)
                await desk.wait_for_timeout(1_500)
                await desk.screenshot(path=IMAGES / f"{page}.png")


if __name__ == "__main__":
    asyncio.run(main())
