"""The whole loop: asked in the room, answered at the desk, taught by one key, answered by the bot; and on air."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import expect

from tests.acceptance.program import Program
from tests.acceptance.test_learning_from_an_evening import SETTINGS, SHIPPING
from tests.acceptance.test_practice_in_a_browser import say
from tests.servers.chromium import chromium

SOON = 20_000
QUESTION, ANSWER = "你们门店几点关门", "门店每天晚上九点关门。"
ON_AIR = "这个能寄到澳门吗"


async def test_what_staff_answered_once_the_bot_answers_from_then_on(tmp_path: Path) -> None:
    (tmp_path / "faq").mkdir()
    faq = tmp_path / "faq/shipping.md"
    faq.write_text(SHIPPING, "utf-8")
    (tmp_path / "bot.toml").write_text(SETTINGS, "utf-8")
    async with Program(tmp_path) as program, chromium() as browser:
        first, second = [await (await browser.new_context()).new_page() for _ in range(2)]
        desk = await (await browser.new_context(locale="en-US", viewport={"width": 1280, "height": 720})).new_page()
        for room in (first, second):
            await room.goto(program.address("room studio"))
        await desk.goto(program.address("console"))
        await desk.get_by_role("textbox").first.fill("Li Na")
        await desk.keyboard.press("Enter")

        await say(first, QUESTION)
        await desk.locator("#cases a", has_text=QUESTION).click(timeout=SOON)
        await desk.locator("#reply").fill(ANSWER)
        await desk.get_by_role("button", name="Send and resolve").click()
        await expect(first.get_by_text(ANSWER).first).to_be_visible(timeout=SOON)
        await desk.locator("#case h2").click()
        await desk.keyboard.press("f")
        await expect(desk.locator("#f-question")).to_have_value(QUESTION, timeout=SOON)
        await expect(desk.locator("#f-wordings")).to_have_value(ANSWER)
        await expect(desk.locator("#looked")).to_be_visible(timeout=SOON)
        await desk.locator("h1").click()
        await desk.keyboard.press("s")
        await expect(desk.locator("#edit")).to_contain_text("Written into", timeout=SOON)
        assert ANSWER in (tmp_path / "faq/learned.md").read_text("utf-8")
        assert faq.read_text("utf-8") == SHIPPING

        await say(second, QUESTION)
        await expect(second.locator(f"text={ANSWER}")).to_have_count(2, timeout=SOON)

        await say(first, ON_AIR)
        await desk.goto(program.address("console").split("start")[0])
        await desk.locator("#cases a", has_text=ON_AIR).click(timeout=SOON)
        await desk.locator("#case h2").click()
        await desk.keyboard.press("h")
        await expect(desk.locator("#case")).to_contain_text("The host answered it at", timeout=SOON)
        await say(second, ON_AIR)
        await expect(desk.locator("#feed")).to_contain_text("the host answered it on air", timeout=SOON)
        await expect(desk.locator("#cases a[data-state=new]")).to_have_count(0)
        (balance,) = (await program.cli("balance"))["rooms"]
        assert (balance["answered"], balance["on_air"], balance["unexplained"]) == (1, 2, 0)
        assert await program.terminate() == 0
