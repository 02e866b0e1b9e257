"""What a rehearsal with a busy room asked for: nothing moves, the box is never hidden, hands stay where they are."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from playwright.async_api import Locator, Page, expect

from bot.escalation.canned import parse_canned
from bot.store.lessons import Taught
from tests.console.shop import ROOM, Shop
from tests.console.test_desk_in_a_browser import opened
from tests.console.test_pages import SOON, Desks, desks

__all__ = ["desks"]  # the fixture

LONG = "刚下单就发现地址填错了，能不能帮我改成公司的地址，谢谢谢谢，麻烦尽快处理一下，不然就寄到老家去了"


async def places(rows: Locator) -> list[dict[str, float]]:
    """Where each line of the list is."""
    return [box for row in await rows.all() if (box := await row.bounding_box()) is not None]  # type: ignore[misc]


async def late(shop: Shop) -> None:
    """Let the first answers of all cases be late by a quarter of a minute."""
    for _ in range(2):  # the first look sets when they are due
        await shop.store.cases.keep_deadlines(ROOM, 45, shop.now())
        shop.late = timedelta(seconds=60)


@pytest.mark.parametrize("locale", ["en-GB", "zh-CN"])
async def test_no_line_of_the_list_moves_when_cases_are_late_claimed_angry_or_new(desks: Desks, locale: str) -> None:
    shop = desks.shop
    cases = [
        await shop.asked(LONG, viewer="v1"), await shop.asked("does it sting?", viewer="v2"),
        await shop.asked("我要投诉", viewer="v3", urgent=True),
    ]  # fmt: skip
    lead = await desks.sit_down("王芳", "admin", locale)
    rows = lead.locator("#cases .row")
    await expect(rows).to_have_count(3, timeout=SOON)
    before = await places(rows)
    assert len({place["height"] for place in before}) == 1
    await late(shop)
    await opened(lead, cases[1])
    await lead.keyboard.press("Enter")
    await expect(lead.locator(f"#case-{cases[1]}-head .h-yours")).to_be_visible(timeout=SOON)
    await shop.joined(cases[0], LONG, viewer="v9")
    await shop.asked("how large is it?", viewer="v4")
    await expect(lead.locator("#late")).to_contain_text("3", timeout=SOON)
    await expect(lead.locator(".pill")).to_be_visible(timeout=SOON)
    await expect(lead.locator(".pill.high")).to_have_count(0)
    await shop.asked("我要投诉，还是坏的", viewer="v5", urgent=True)
    await expect(lead.locator(".pill.high")).to_contain_text("▲ 1", timeout=SOON)  # behind the line, and yet seen
    await expect(lead.locator("#load")).not_to_be_empty()
    assert await places(rows) == before
    assert await lead.evaluate("document.querySelector('.queue-head').scrollWidth <= innerWidth")


async def test_a_late_case_says_for_how_long_and_only_what_is_urgent_of_itself_is_red(desks: Desks) -> None:
    shop = desks.shop
    case, complaint = await shop.asked("does it sting?"), await shop.asked("我要投诉", viewer="v2", urgent=True)
    li = await desks.sit_down("Li Na")
    await late(shop)
    row = li.locator(f"#row-{case}")
    await expect(row.locator(".late")).to_contain_text("late 1", timeout=SOON)
    await expect(row.locator(".badge.high")).to_have_count(0)
    await expect(li.locator(f"#row-{complaint} .badge.high")).to_be_visible()
    red, calm = [
        await li.locator(f"#row-{one} a").evaluate("(row) => getComputedStyle(row).borderLeftColor")
        for one in (complaint, case)
    ]
    assert red != calm
    await expect(li.locator("#late")).to_have_text("◷ 2 late")
    await expect(li.locator("#late a")).to_have_count(0)  # it is raised to whoever leads


async def in_sight(page: Page, *names: str) -> None:
    """Fail unless all of this can be seen without scrolling."""
    for name in names:
        box = await page.locator(name).bounding_box()
        assert box is not None, name
        assert box["y"] >= 60, name
        assert box["y"] + box["height"] <= 720, name


@pytest.mark.parametrize("locale", ["en-GB", "zh-CN"])
async def test_box_verdict_and_buttons_are_in_sight_however_much_is_said(desks: Desks, locale: str) -> None:
    shop = desks.shop
    shop.canned = parse_canned(f"[replies]\nlong: {'亲，您的情况已经记下，' * 40}全网最低价\n", "canned.txt")[0]
    case = await shop.asked(LONG, draft="请私信客服改地址。" * 9)
    for n in range(30):
        await shop.joined(case, LONG, viewer=f"v{n + 2}", name=f"观众{n}")
    page = await desks.sit_down("Li Na", locale=locale)
    await opened(page, case)
    await page.keyboard.press("/")
    await page.keyboard.press("Enter")
    await expect(page.locator("#notice .wrong")).to_be_visible(timeout=SOON)
    await in_sight(page, "#reply", "#notice", "#act-send", "#act-resolve", "#act-teach", "[data-pick=all]")
    # What was filled in is all in the box or can be scrolled there, not under it.
    assert await page.evaluate("document.querySelector('#reply').clientHeight") > 100
    tops = [place["y"] for place in await places(page.locator(".more-acts > *"))]
    assert max(tops) - min(tops) < 4, "one row"


async def test_what_was_sent_is_taken_back_and_the_next_case_reached_without_leaving_the_box(desks: Desks) -> None:
    shop = desks.shop
    first, second = await shop.asked("does it sting?"), await shop.asked("how large?", viewer="v2")
    page = await desks.sit_down("Li Na")
    await opened(page, first)
    await page.fill("#reply", "No.")
    await page.focus("#reply")
    await page.keyboard.press("Control+Enter")
    await expect(page.locator("#undo")).to_be_visible(timeout=SOON)
    await page.keyboard.press("Alt+u")
    await expect(page.locator("#notice")).to_contain_text("Taken back", timeout=SOON)
    await expect(page.locator("#reply")).to_have_value("No.")
    await expect(page.locator("#reply")).to_be_focused()
    await page.keyboard.press("Alt+j")
    await expect(page.locator("#case [data-case]")).to_have_attribute("data-case", str(second), timeout=SOON)
    await page.keyboard.press("r")
    await page.keyboard.type("As a hand")
    await page.keyboard.press("Control+Shift+Enter")
    await expect(page.locator(f"#case-{second}-head .h-resolved")).to_be_visible(timeout=SOON)
    await page.keyboard.press("AltGraph+u")  # which writes in some keyboards
    await expect(page.locator(f"#case-{second}-head .h-resolved")).to_be_visible()


async def test_a_reply_of_a_macro_is_in_sight_and_can_be_taken_back(desks: Desks) -> None:
    shop = desks.shop
    shop.canned = parse_canned("[replies]\nwait: One moment.\n[macros]\n1: send wait, resolve\n", "canned.txt")[0]
    case = await shop.asked(LONG, draft="请私信客服改地址。" * 9)
    for n in range(30):
        await shop.joined(case, LONG, viewer=f"v{n + 2}", name=f"观众{n}")
    page = await desks.sit_down("Li Na")
    await opened(page, case)
    await page.keyboard.press("1")
    await expect(page.locator("#undo")).to_be_visible(timeout=SOON)
    undo, box = await page.locator("#undo").bounding_box(), await page.locator(".at-hand").bounding_box()
    assert undo is not None
    assert box is not None
    assert undo["y"] + undo["height"] <= box["y"]
    await page.keyboard.press("u")
    await expect(page.locator("#reply")).to_have_value("One moment.", timeout=SOON)
    await expect(page.locator(f"#case-{case}-head .h-yours")).to_be_visible()


async def test_who_comes_second_is_told_when_the_case_is_free_again(desks: Desks) -> None:
    case = await desks.shop.asked("does it sting?")
    li, tom = await desks.sit_down("Li Na"), await desks.sit_down("汤姆", locale="zh-CN")
    await opened(li, case)
    await opened(tom, case)
    await li.keyboard.press("Enter")
    left = tom.locator(f"#case-{case}-head time[data-until]")
    await expect(left).to_be_visible(timeout=SOON)
    assert 0 < int((await left.inner_text()).split()[0]) <= 45
    await tom.fill("#reply", "不刺")
    await tom.keyboard.press("Escape")
    await tom.keyboard.press("Enter")
    await expect(tom.locator("#notice")).to_contain_text("秒后放回", timeout=SOON)
    await expect(tom.locator("#notice")).to_contain_text("Li Na 已接手")


async def test_how_many_a_reply_reaches_is_true_also_when_somebody_else_asks_meanwhile(desks: Desks) -> None:
    shop = desks.shop
    case = await shop.asked("does it sting?")
    page = await desks.sit_down("Li Na")
    await opened(page, case)
    await page.keyboard.press("Enter")
    await page.fill("#reply", "No, it is mild.")
    label, reach = page.locator("label[for=reply]"), page.locator("#reach summary")
    await expect(label).to_contain_text("Reply to 1", timeout=SOON)
    await expect(reach).to_have_text("Reaches 1 in one line", timeout=SOON)
    await shop.joined(case, "will it sting?", viewer="v2", name="Kelly")
    await expect(label).to_contain_text("Reply to 2", timeout=SOON)
    await expect(reach).to_have_text("Reaches 2 in one line", timeout=SOON)
    await expect(page.locator("#reach li")).to_contain_text("@Kelly No, it is mild.")
    await expect(page.locator("#reply")).to_have_value("No, it is mild.")


async def test_what_was_said_of_a_colleagues_claim_goes_when_the_case_is_free(desks: Desks) -> None:
    case = await desks.shop.asked("does it sting?")
    li, tom = await desks.sit_down("Li Na"), await desks.sit_down("Tom")
    await opened(li, case)
    await opened(tom, case)
    await li.keyboard.press("Enter")
    await expect(tom.locator(f"#case-{case}-head .h-held")).to_be_visible(timeout=SOON)
    await tom.keyboard.press("Enter")
    await expect(tom.locator("#notice")).to_contain_text("Li Na has it", timeout=SOON)
    await li.keyboard.press("Escape")
    await li.keyboard.press("u")
    await expect(tom.locator(f"#case-{case}-head .h-new")).to_be_visible(timeout=SOON)
    await expect(tom.locator("#notice")).to_be_empty(timeout=SOON)


@pytest.mark.parametrize("locale", ["en-GB", "zh-CN"])
async def test_the_line_of_new_cases_stays_within_the_list_with_its_key_in_sight(desks: Desks, locale: str) -> None:
    shop = desks.shop
    first = await shop.asked("does it sting?")
    page = await desks.sit_down("王芳", "admin", locale)
    await page.set_viewport_size({"width": 1280, "height": 720})
    await opened(page, first)
    for n in range(12):
        await shop.asked(f"我要投诉，第 {n} 次", viewer=f"w{n}", urgent=n < 11)
    await expect(page.locator(".pill b")).to_contain_text("12", timeout=SOON)
    await page.keyboard.press("e")
    await expect(page.locator(".pill")).to_contain_text("1 个已完成" if locale == "zh-CN" else "1 done", timeout=SOON)
    line, key = await page.locator("#pill").bounding_box(), await page.locator(".pill kbd").bounding_box()
    assert line is not None
    assert key is not None
    assert key["x"] + key["width"] < line["x"] + line["width"]
    assert await page.locator("#pill").evaluate("(line) => line.scrollWidth <= line.clientWidth")


async def test_the_last_words_before_a_page_is_closed_are_kept_for_colleagues(desks: Desks) -> None:
    case = await desks.shop.asked("does it sting?")
    li, tom = await desks.sit_down("Li Na"), await desks.sit_down("Tom")
    await opened(li, case)
    await li.keyboard.press("r")
    await li.keyboard.type("It does not sting, we have asked the maker")
    await li.goto(li.url.partition("?")[0] + "balance")
    await opened(tom, case)
    kept = tom.locator(f"#case-{case}-standing .unsent q")
    await expect(kept).to_have_text("It does not sting, we have asked the maker", timeout=SOON)


async def test_what_somebody_pauses_over_is_before_colleagues_to_its_last_word(desks: Desks) -> None:
    case = await desks.shop.asked("does it sting?")
    li, tom = await desks.sit_down("Li Na"), await desks.sit_down("Tom")
    await opened(li, case)
    await li.keyboard.press("r")
    await li.keyboard.type("It does not sting")
    await opened(tom, case)
    kept = tom.locator(f"#case-{case}-standing .unsent q")
    await expect(kept).to_have_text("It does not sting", timeout=SOON)
    await expect(li.locator("#reply")).to_have_value("It does not sting")


async def test_who_is_away_in_one_browser_is_away_in_all_and_back_in_all(desks: Desks) -> None:
    here = await desks.sit_down("Li Na")
    window = await desks.browser.new_context()
    await window.add_cookies(await here.context.cookies())  # type: ignore[arg-type]
    there = await window.new_page()
    await there.goto(here.url.partition("?")[0])
    await desks.connected(there)
    await here.get_by_role("button", name="Be away").click()
    await expect(there.locator("#away-told")).to_be_visible(timeout=SOON)
    await expect(there.locator("#attention")).to_have_attribute("data-away", "yes", timeout=SOON)
    await there.get_by_role("button", name="I am back").click()
    await expect(here.locator("#away-told")).to_be_hidden(timeout=SOON)
    await expect(here.get_by_role("button", name="Be away")).to_be_visible()


async def test_what_waits_for_an_approval_is_told_on_every_page_of_whoever_approves(desks: Desks) -> None:
    shop = desks.shop
    case = await shop.asked("does it sting?")
    lead, li = await desks.sit_down("Wang", "admin"), await desks.sit_down("Li Na")
    await expect(lead.locator("#proposed")).to_be_hidden()
    fields = {"question": "does it sting?", "phrasings": "", "wordings": "It is mild."}
    await shop.store.lessons.keep(Taught(case, "Li Na", shop.now(), fields=fields))
    await expect(lead.locator("#proposed")).to_have_text("1 to approve", timeout=SOON)
    await expect(li.locator("#attention")).to_have_attribute("data-count", "1", timeout=SOON)
    await expect(li.locator("#proposed")).to_be_hidden()
    await lead.goto(lead.url.partition("?")[0] + "balance")
    await lead.locator("#proposed").click()
    await expect(lead.locator("#main")).to_contain_text("does it sting?", timeout=SOON)


async def test_the_bots_draft_is_sent_as_it_is_by_one_key_and_never_over_ones_own_words(desks: Desks) -> None:
    shop = desks.shop
    case = await shop.asked("how soon do you ship", draft="Within 48 hours.")
    page = await desks.sit_down("Li Na")
    await opened(page, case)
    await page.fill("#reply", "Let me look")
    await page.keyboard.press("Escape")
    await page.keyboard.press("Shift+D")
    await expect(page.locator("#reply")).to_have_value("Let me look")
    await page.fill("#reply", "")
    await page.keyboard.press("Escape")
    await page.keyboard.press("Shift+D")
    await expect(page.locator(f"#case-{case}-replies")).to_contain_text("Within 48 hours.", timeout=SOON)
    assert [reply.text for reply in (await shop.store.cases.one(case)).replies] == ["Within 48 hours."]  # type: ignore[union-attr]


async def test_a_case_names_the_other_cases_in_which_the_same_viewer_waits(desks: Desks) -> None:
    shop = desks.shop
    case = await shop.asked("我要投诉，杯子是碎的", urgent=True)
    person = await shop.asked("人呢？转人工", urgent=True)
    await shop.asked("does it sting?", viewer="v2")
    page = await desks.sit_down("Li Na", locale="zh-CN")
    await opened(page, case)
    also = page.locator(f"#case-{case}-askers .elsewhere")
    await expect(also).to_contain_text("人呢？转人工", timeout=SOON)
    assert await also.locator("a").count() == 1
    await also.locator("a").click()
    await expect(page.locator("#case [data-case]")).to_have_attribute("data-case", str(person), timeout=SOON)
    await page.keyboard.press("e")
    await page.click(f"#row-{case} a")
    await expect(also).to_have_count(0, timeout=SOON)


async def test_on_a_phone_nothing_covers_the_box_whom_it_reaches_or_the_buttons(desks: Desks) -> None:
    shop = desks.shop
    case = await shop.asked(LONG, draft="请私信客服改地址。" * 9)
    for n in range(12):
        await shop.joined(case, LONG, viewer=f"v{n + 2}", name=f"观众{n}")
    page = await desks.sit_down("Li Na")
    await page.set_viewport_size({"width": 390, "height": 844})
    await page.click(f"#row-{case} a")
    await expect(page.locator("#reply")).to_be_visible(timeout=SOON)
    await page.locator("#reply").press_sequentially("全网最低价")
    await expect(page.locator("#notice .wrong")).to_be_visible(timeout=SOON)
    (bar,) = await places(page.locator(".places"))
    tops = []
    for name in ("#reply", "#notice", "#reply-to", "#act-send"):
        (box,) = await places(page.locator(name))
        assert box["y"] + box["height"] <= bar["y"] + 1, name
        tops.append((box["y"], box["y"] + box["height"]))
    assert all(upper[1] <= lower[0] + 1 for upper, lower in itertools.pairwise(tops))
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_the_note_for_the_next_shift_is_written_above_what_is_open(desks: Desks) -> None:
    shop = desks.shop
    for n in range(20):
        await shop.asked(LONG, viewer=f"v{n}", name=f"观众{n}")
    page = await desks.sit_down("Li Na")
    await page.get_by_role("link", name="Hand over").click()
    await expect(page.locator(".asked li").first).to_be_visible(timeout=SOON)
    await in_sight(page, "#hand-over", "form[action='/handover'] button.main")
