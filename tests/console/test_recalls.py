"""A wrong answer is stopped from the console, and everybody who got it is told what is right."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from bot.escalation import State
from bot.files.reload import ShopFiles
from bot.messages import Answer, Escalate, Scored
from tests.console.faq_shop import SHIPPING, with_files
from tests.console.shop import ROOM, Shop
from tests.console.test_api import call
from tests.console.test_pages import SOON, Desks, desks

__all__ = ["desks"]  # the fixture

RECALL = "/faq/entries/ship-when/recall"
WRONG = "Within 48 hours."


async def wrongly_answered(shop: Shop, people: int = 3) -> ShopFiles:
    files = await with_files(shop)
    for n in range(people):
        answer = Answer("ship-when", WRONG, "own words", Scored("ship-when", 1.0))
        await shop.heard("how soon do you ship", answer, viewer=f"v{n}", name=f"Viewer{n}")
    await shop.all_sent()
    return files


async def test_the_answer_stops_and_the_page_says_who_got_it(shop: Shop) -> None:
    files = await wrongly_answered(shop)
    li = await shop.member("Li Na")
    page = await li.page(RECALL)
    assert "Who got it (3)" in page
    assert all(f"Viewer{n}" in page for n in range(3))
    assert (await li.post(RECALL, why="the warehouse is closed")).status == 200
    assert files.knowledge.faq.entries["ship-when"].answer == ""
    page = await li.page(RECALL)
    assert "stopped: a person answers" in page
    assert "Stopped by Li Na" in page
    assert WRONG in page
    assert "the warehouse is closed" in await li.page("/faq/recalls")
    assert "ship-when" in await li.page("/faq?only=recalled")
    assert "those who got 1 of them were not told yet" in await li.page("/health")


async def test_a_correction_is_looked_at_guarded_and_sent_once(shop: Shop) -> None:
    await wrongly_answered(shop, 10)
    li = await shop.member("Li Na")
    text = "Within 72 hours."
    assert "Stop the answer before" in await (await li.post(f"{RECALL}/correct", text=text)).text()
    await li.post(RECALL)
    looked = await (await li.post(f"{RECALL}/look", text=text)).text()
    assert f"@Viewer8 @Viewer9 Correction: {text}" in looked
    assert "Send to 10" in looked
    assert not await shop.store.next_replies(ROOM, 9)
    for refused in ("", "全网最低价"):
        assert (await li.post(f"{RECALL}/correct", text=refused)).status == 422
    for _ in range(2):
        assert (await li.post(f"{RECALL}/correct", text=text)).status == 200
    rows = await shop.store.next_replies(ROOM, 9)
    assert [(row.text, len(row.mentions)) for row in rows] == [(f"Correction: {text}", 8), (f"Correction: {text}", 2)]
    (case,) = await shop.store.cases.several(open_only=False)
    assert (case.state, case.people) == (State.RESOLVED, 10)
    assert "Everybody who got it was told" in await li.page(RECALL)
    (act,) = [one for one in await shop.store.acts.several() if one.what == "faq correct"]
    assert (act.was, act.became) == (f"{WRONG}\nTwo days at most.", f"Correction: {text}")


async def test_agents_stop_and_admins_let_speak_and_an_edit_ends_it(shop: Shop) -> None:
    files = await wrongly_answered(shop)
    guest, li, boss = [await shop.member(*who) for who in (("Tom", "viewer"), ("Li Na", "agent"), ("Boss", "admin"))]
    assert (await guest.post(RECALL)).status == 403
    assert "<textarea" not in await guest.page(RECALL)
    await li.post(RECALL)
    assert (await li.post(f"{RECALL}/speak")).status == 403
    await boss.post(f"{RECALL}/speak")
    assert files.knowledge.faq.entries["ship-when"].answer == WRONG
    await li.post(RECALL)
    assert WRONG in await li.page("/faq/entries/ship-when/edit")  # as the file reads
    shop.write_faq("shipping.md", SHIPPING.replace("48", "72"))
    files.load()
    assert files.knowledge.faq.entries["ship-when"].answer == "Within 72 hours."
    assert "written anew" in await li.page("/faq/recalls")


async def test_the_way_from_a_case_and_from_the_feed(shop: Shop) -> None:
    await wrongly_answered(shop, 1)
    case = await shop.heard("that is not true", Escalate("trouble"), viewer="v0", name="Viewer0")
    li = await shop.member("Li Na")
    link = f'href="{RECALL}"'
    assert link in await li.page(f"/cases/{case}")
    assert WRONG in await li.page(f"/cases/{case}")
    assert link in await li.page(f"/?room={ROOM}")  # beside the answer in the chat
    other = await shop.asked("does it sting?", viewer="somebody")
    assert "told-title" not in await li.page(f"/cases/{other}")


async def test_a_command_does_it_all_at_once(shop: Shop) -> None:
    await wrongly_answered(shop)
    said = {"by": "Li Na", "entry": "ship-when", "correction": "Within 72 hours.", "since": "all"}
    status, told = await call(shop, "POST", "/faq/recall", said | {"correction": "全网最低价"})
    assert (status, await shop.store.recalls.several()) == (422, [])  # nothing was done by halves
    status, told = await call(shop, "POST", "/faq/recall", said)
    assert status == 200, told
    assert [one["name"] for one in told["got"]] == ["Viewer2", "Viewer1", "Viewer0"]
    assert len(told["cases"]) == 1
    for wrong in ({"since": "yesterday"}, {"entry": "ship-wen"}):
        assert (await call(shop, "POST", "/faq/recall", said | wrong))[0] in (400, 422)
    status, told = await call(shop, "POST", "/faq/speak", {"by": "Boss", "entry": "ship-when"})
    assert told == {"speaks": True}


@pytest.mark.parametrize("locale", ["zh-CN"])
async def test_in_a_browser_from_the_entry_to_the_correction(desks: Desks, shop: Shop, locale: str) -> None:
    files = await wrongly_answered(shop)
    page = await desks.sit_down("李娜", locale=locale)
    await page.goto(f"{shop.console.url}faq/entries/ship-when")
    await page.keyboard.press("x")
    await expect(page.get_by_role("heading", level=1)).to_contain_text("撤回答案")
    await page.get_by_label("错在哪里").fill("仓库今天盘点")
    await page.get_by_role("button", name="立即停用这条答案").click()
    await expect(page.locator(".badge")).to_contain_text("已停用")
    assert files.knowledge.faq.entries["ship-when"].answer == ""
    await page.get_by_role("textbox", name="向他们更正").fill("72 小时内发货。")
    await page.get_by_role("button", name="先预览").click()
    await expect(page.locator(".recall-lines li")).to_contain_text("@Viewer0 @Viewer1 @Viewer2 更正：72 小时内发货。")
    await page.get_by_role("button", name="发送给 3 人").click()
    await expect(page.locator("p.ok-text")).to_contain_text("更正已发出", timeout=SOON)
    assert [row.text for row in await shop.store.next_replies(ROOM, 9)] == ["更正：72 小时内发货。"]
