"""Undo and the preview by keys, in a real browser."""

from __future__ import annotations

from playwright.async_api import expect

from tests.console.shop import ROOM
from tests.console.test_pages import SOON, Desks, desks
from tests.console.test_replies import crowd, leaves

__all__ = ["desks"]  # the fixture


async def test_see_whom_it_reaches_send_undo_send_again(desks: Desks) -> None:
    shop = desks.shop
    case = await crowd(shop)
    page = await desks.sit_down("李娜", locale="zh-CN")
    await page.click(f"#row-{case} a")
    reach = page.locator("#reach summary")
    await expect(reach).to_have_text("将分 5 条发出，@ 到 37 人", timeout=SOON)
    await page.fill("#reply", "48 小时内发货。")
    await reach.click()
    await expect(page.locator("#reach li").last).to_have_text(
        "@观众32 @观众33 @观众34 @观众35 @观众36 48 小时内发货。", timeout=SOON
    )
    await expect(page.locator("#reach")).to_have_attribute("open", "")

    await page.focus("#reply")
    await page.keyboard.press("Control+Enter")
    await expect(page.locator("#undo")).to_be_visible(timeout=SOON)
    await page.keyboard.press("Escape")
    await page.keyboard.press("u")
    await expect(page.locator("#notice")).to_contain_text("已撤回", timeout=SOON)
    await expect(page.locator("#reply")).to_have_value("48 小时内发货。")
    assert await leaves(shop) == []

    await page.keyboard.press("Control+Enter")  # the text is back in the box, and the cursor too
    await expect(page.locator("#undo")).to_be_visible(timeout=SOON)
    assert len(await shop.store.next_replies(ROOM)) == 5
    assert len(await leaves(shop)) == 5
    await expect(page.locator("#undo")).to_have_count(0, timeout=SOON)
    await page.click("text=更正")
    await expect(page.locator(".correcting q")).to_have_text("48 小时内发货。", timeout=SOON)
    await page.fill("#reply", "72 小时内发货。")
    await expect(page.locator("#reach li").first).to_contain_text("更正：72 小时内发货。", timeout=SOON)
    await page.focus("#reply")
    await page.keyboard.press("Control+Enter")
    await expect(page.locator(".replies .badge")).to_have_text("更正", timeout=SOON)


async def test_what_was_just_sent_is_in_sight_with_its_undo_however_much_was_asked(desks: Desks) -> None:
    shop = desks.shop
    case = await shop.asked("does it sting?")
    for n in range(8):
        await shop.joined(case, f"and the large one, number {n}?", viewer="v1", name="Mei")
    page = await desks.sit_down("Li Na")
    await page.set_viewport_size({"width": 1280, "height": 720})
    await page.click(f"#row-{case} a")
    await page.fill("#reply", "It is mild.")
    await page.keyboard.press("Control+Enter")
    await expect(page.locator("#undo")).to_be_visible(timeout=SOON)
    on_top = """button => {
        const { left, top, width, height } = button.getBoundingClientRect();
        return button.contains(document.elementFromPoint(left + width / 2, top + height / 2));
    }"""
    assert await page.locator("#undo").evaluate(on_top)
    await expect(page.locator("#act-resolve")).to_have_text("Resolve e")
