"""Several cases marked and done at once, by keys and clicks, in a real browser."""

from __future__ import annotations

from playwright.async_api import Page, expect

from bot.escalation import State
from tests.console.shop import ROOM
from tests.console.test_desk_in_a_browser import opened
from tests.console.test_every_page import barriers, too_wide
from tests.console.test_marked import questions, states
from tests.console.test_pages import SOON, Desks, desks

__all__ = ["desks"]  # the fixture


async def marked(page: Page) -> list[int]:
    found = await page.eval_on_selector_all(".row.is-marked a", "rows => rows.map((row) => row.dataset.case)")
    return sorted(int(case) for case in found)


async def test_mark_answer_all_undo_and_send_again(desks: Desks) -> None:
    shop = desks.shop
    cases = await questions(shop, 5)
    page = await desks.sit_down("Li Na")
    await opened(page, cases[0])
    where = await page.locator(f"#row-{cases[4]}").bounding_box()
    await page.keyboard.press("x")
    await page.keyboard.press("Shift+J")
    await page.keyboard.press("Shift+J")
    assert await marked(page) == cases[:3]
    await page.click(f"#row-{cases[4]} a", modifiers=["Shift"])
    assert await marked(page) == cases
    await page.keyboard.press("Shift+K")  # marks on from the case that is open, and takes nothing away
    await page.keyboard.press("k")
    await page.keyboard.press("x")
    assert await marked(page) == cases[1:]
    await expect(page.locator("#marked-count")).to_have_text("4 marked")
    assert await page.locator(f"#row-{cases[4]}").bounding_box() == where  # nothing moves for it
    wrong = await barriers(page)
    assert not wrong, wrong

    await page.keyboard.press("Shift+R")
    await expect(page.locator("#many-text")).to_be_focused(timeout=SOON)
    await page.keyboard.type("the best cream ever")
    await expect(page.locator("#notice .wrong")).to_be_visible(timeout=SOON)
    wrong = await barriers(page)
    assert not wrong, wrong
    await page.fill("#many-text", "Yes, all are in stock.")
    await expect(page.locator("#reach li")).to_have_text(
        "@Ann1 @Ann2 @Ann3 @Ann4 Yes, all are in stock.", timeout=SOON
    )
    await expect(page.locator("#notice .wrong")).to_have_count(0)
    await page.keyboard.press("Control+Enter")
    await expect(page.locator("#marked-told")).to_contain_text("4 answered together", timeout=SOON)
    await expect(page.locator("#undo")).to_be_visible(timeout=SOON)
    assert await marked(page) == []
    await page.keyboard.press("u")
    await expect(page.locator("#reply")).to_have_value("Yes, all are in stock.", timeout=SOON)
    await page.keyboard.press("Control+Enter")
    await expect(page.locator("#undo")).to_be_visible(timeout=SOON)
    assert len(await shop.store.next_replies(ROOM)) == 1
    assert await states(shop, cases) == [State.NEW, State.WAITING, State.MERGED, State.MERGED, State.MERGED]


async def test_marks_outlast_changes_and_what_is_done_elsewhere_is_unmarked_and_named(desks: Desks) -> None:
    shop = desks.shop
    cases = await questions(shop, 3)
    page, wang = await desks.sit_down("Li Na"), await shop.member("Wang")
    await opened(page, cases[0])
    await page.click(f"#row-{cases[2]} a", modifiers=["Shift"])
    assert await marked(page) == cases
    await wang.press(f"/cases/{cases[1]}/claim")
    await expect(page.locator(f"#row-{cases[1]}")).to_contain_text("Wang", timeout=SOON)
    assert await marked(page) == cases
    await wang.press(f"/cases/{cases[2]}/resolve")
    await expect(page.locator("#marked-told")).to_contain_text("No longer marked", timeout=SOON)
    await expect(page.locator("#marked-told")).to_contain_text(str(cases[2]))
    assert await marked(page) == cases[:2]
    await page.keyboard.press("Shift+E")
    await expect(page.locator("#marked-told")).to_contain_text("1 resolved · 1 held by Wang:", timeout=SOON)
    assert await marked(page) == []
    await expect(page.locator("#marked")).to_be_hidden()


async def test_give_and_put_aside_all_marked_from_the_list_of_everything(desks: Desks) -> None:
    shop = desks.shop
    await shop.member("Wang")
    cases = await questions(shop, 3)
    page = await desks.sit_down("李娜", locale="zh-CN")
    await page.keyboard.press("x")  # with none open: the first of the list
    await page.click(f"#row-{cases[1]} a", modifiers=["Shift"])
    assert await marked(page) == cases[:2]
    await page.keyboard.press("Control+k")
    await page.keyboard.type("已标记 分给")
    await page.keyboard.press("Enter")
    await expect(page.locator("#picker-title")).to_have_text("把已标记的问题分给谁？", timeout=SOON)
    await page.keyboard.type("Wang")
    await page.keyboard.press("Enter")
    await expect(page.locator("#marked-told")).to_contain_text("已分出 2 个", timeout=SOON)
    await page.click(f"#row-{cases[2]} a", modifiers=["Shift"])
    await page.keyboard.press("Escape")
    assert await marked(page) == []
    await opened(page, cases[2])
    await page.keyboard.press("x")
    await page.keyboard.press("Shift+S")
    await expect(page.locator("#picker-list li")).to_have_count(3, timeout=SOON)
    await page.keyboard.press("Enter")
    await expect(page.locator("#marked-told")).to_contain_text("1 个已转为稍后处理", timeout=SOON)
    assert await states(shop, cases) == [State.CLAIMED, State.CLAIMED, State.SNOOZED]


async def test_who_may_only_look_marks_nothing(desks: Desks) -> None:
    (case,) = await questions(desks.shop, 1)
    page = await desks.sit_down("Guest", role="viewer")
    await opened(page, case)
    for key in ("x", "Shift+J", "Shift+R", "Shift+E", "Escape"):
        await page.keyboard.press(key)
    assert await marked(page) == []
    await expect(page.locator("#marked")).to_have_count(0)


async def test_on_a_phone_the_answer_comes_to_the_front(desks: Desks) -> None:
    cases = await questions(desks.shop, 12)
    page = await desks.sit_down("Li Na")
    await page.set_viewport_size({"width": 375, "height": 700})
    for key in ("x", *["Shift+J"] * 11):
        await page.keyboard.press(key)
    await page.click("[data-go='cases']")
    assert await marked(page) == cases
    assert not await too_wide(page)
    await page.set_viewport_size({"width": 375, "height": 700})
    await page.click("[data-marked='answer']")
    await expect(page.locator("#many-text")).to_be_in_viewport(timeout=SOON)
    await expect(page.locator("#many-send")).to_be_in_viewport()
    assert not await too_wide(page)
