"""The practice room and the console in a real browser, as a newcomer meets them."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import Page, expect

from tests.acceptance.program import Program
from tests.servers.chromium import chromium


async def say(page: Page, text: str) -> None:
    """Type a line in the room."""
    box = page.get_by_placeholder("Ask something")
    await box.fill(text)
    await box.press("Enter")


async def test_a_newcomer_asks_is_answered_and_answers_at_the_desk(tmp_path: Path) -> None:
    async with Program(tmp_path) as program, chromium() as browser:
        outside: list[str] = []
        viewing, working = await browser.new_context(), await browser.new_context(locale="en-US")
        for context in (viewing, working):
            context.on("request", lambda r: outside.append(r.url) if "127.0.0.1" not in r.url else None)
        room, desk = await viewing.new_page(), await working.new_page()

        await room.goto(program.address("room practice"))
        await expect(room.get_by_text("PRACTICE ROOM").first).to_be_visible()
        await room.get_by_label("Pause").check()
        await say(room, "请问可以开发票吗")
        await expect(room.get_by_text("@guest").first).to_be_visible(timeout=15_000)
        await expect(room.get_by_text("invoice-get").first).to_be_visible(timeout=15_000)

        await desk.goto(program.address("console"))
        await desk.get_by_role("textbox").first.fill("Li Na")
        await desk.keyboard.press("Enter")
        await expect(desk.get_by_text("PRACTICE").first).to_be_visible()

        await say(room, "我要投诉，杯子是碎的 <b>!</b>")
        case = desk.locator("#cases a", has_text="我要投诉，杯子是碎的 <b>!</b>")  # text, never markup
        await expect(case).to_be_visible(timeout=15_000)
        await case.click()
        await desk.get_by_role("button", name="Claim").click()
        await desk.locator("textarea").fill("很抱歉，马上给您补发一个。")
        await desk.get_by_role("button", name="Send and resolve").click()
        await expect(room.get_by_text("马上给您补发一个").first).to_be_visible(timeout=15_000)

        balance = await program.cli("balance")
        assert balance["unexplained"] == 0
        assert balance["doubled"] == 0
        assert outside == []
        assert await program.terminate() == 0
