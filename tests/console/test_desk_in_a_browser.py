"""A day at the desk, by keys: lists to pick from, colleagues beside, what calls, drafts of the model."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import Page, expect

from bot.console.desk import ModelDraft
from bot.escalation import Escalation
from bot.escalation.canned import parse_canned
from tests.console.shop import Shop
from tests.console.test_pages import SOON, Desks, desks

__all__ = ["desks"]  # the fixture

CANNED = """\
[replies]
wait zh: 亲请稍等～
wait en: One moment please.
price: {title:screen} is {price:screen}
gone: {price:A999}

[macros]
1: send wait, note promised an answer, snooze 5 min
2: send gone, resolve
"""

LISTENING = """
window.rung = [];
window.AudioContext = class { state = "running"; currentTime = 0; destination = {}; };
window.GainNode = class {
  gain = { setValueAtTime() {}, linearRampToValueAtTime() {}, exponentialRampToValueAtTime() {} };
  connect(to) { return to; }
};
window.OscillatorNode = class {
  constructor(audio, { frequency }) { window.rung.push(frequency); }
  connect(to) { return to; }
  start() {}
  stop() {}
};
"""
NEW, ANSWERED = 660, 523
"""The first tone of each sound, in Hz."""


async def opened(page: Page, case: int) -> None:
    await page.click(f"#row-{case} a")
    await expect(page.locator("#case [data-case]")).to_have_attribute("data-case", str(case), timeout=SOON)


async def test_ready_replies_are_found_by_typing_and_filled_from_the_catalogue(desks: Desks) -> None:
    shop = desks.shop
    shop.canned = parse_canned(CANNED, "canned.txt")[0]
    case = await shop.asked("does it sting?")
    page = await desks.sit_down("Li Na")
    await page.keyboard.press("/")
    await expect(page.locator("#picker")).to_be_hidden()  # there is no case to answer
    await opened(page, case)
    await page.keyboard.press("/")
    lines = page.locator("#picker-list li:visible")
    await expect(lines).to_have_count(3, timeout=SOON)
    await expect(lines.first).to_contain_text("One moment please.")  # the language of who asks
    await expect(lines.last).to_contain_text("cannot be used now")
    await page.keyboard.type("price")
    await expect(lines).to_have_count(2)
    await page.keyboard.press("Enter")
    await expect(page.locator("#reply")).to_have_value("Face cream 50 ml is ¥59.9")
    await expect(page.locator("#reply")).to_be_focused()

    # In the box it is a sign like any other, but at its very beginning, where a Chinese keyboard writes it 、
    await page.keyboard.type(" and/or")
    await expect(page.locator("#picker")).to_be_hidden()
    await page.fill("#reply", "、")
    await expect(lines).to_have_count(3, timeout=SOON)
    await page.keyboard.press("ArrowUp")  # from the first round to the last, which cannot be used
    await page.keyboard.press("Enter")
    await expect(page.locator("#reply")).to_have_value("、")
    await expect(page.locator("#picker")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator("#reply")).to_be_focused()


async def test_everything_is_behind_one_key(desks: Desks) -> None:
    shop = desks.shop
    shop.canned = parse_canned(CANNED, "canned.txt")[0]
    first = await shop.asked("does it sting?")
    second = await shop.asked("how large is it?", viewer="v2")
    page = await desks.sit_down("Li Na")
    await opened(page, first)
    await page.focus("#reply")
    await page.keyboard.press("Control+k")
    await page.keyboard.type("large")
    await expect(page.locator("#picker-list li:visible")).to_have_count(1, timeout=SOON)
    await page.keyboard.press("Enter")
    await expect(page.locator("#case [data-case]")).to_have_attribute("data-case", str(second), timeout=SOON)
    await page.keyboard.press("Control+k")
    await page.keyboard.type("claim")
    await page.keyboard.press("Enter")  # even where it comes before the list
    await expect(page.locator(f"#case-{second}-head .h-yours")).to_be_visible(timeout=SOON)
    await page.keyboard.press("Escape")  # out of the box, where the palette was opened
    await page.keyboard.press("u")
    await expect(page.locator(f"#case-{second}-head .h-new")).to_be_visible(timeout=SOON)
    await page.keyboard.press("Control+k")
    await page.keyboard.type("balance")
    await page.keyboard.press("Enter")
    await expect(page.locator("h1")).to_have_text("Closing balance", timeout=SOON)


async def test_who_looks_is_told_quietly_and_who_writes_at_the_box(desks: Desks) -> None:
    case = await desks.shop.asked("does it sting?")
    li, tom = await desks.sit_down("Li Na"), await desks.sit_down("汤姆", locale="zh-CN")
    await opened(li, case)
    await expect(li.locator(f"#case-{case}-looking")).to_be_empty()
    await opened(tom, case)
    await expect(li.locator(f"#case-{case}-looking")).to_contain_text("汤姆 is looking too", timeout=SOON)
    await expect(tom.locator(f"#case-{case}-looking")).to_contain_text("Li Na 也在看", timeout=SOON)
    where = await li.locator("#reply").bounding_box()
    await tom.locator("#reply").press_sequentially("亲")
    await expect(li.locator(f"#case-{case}-writing")).to_contain_text("汤姆 is writing an answer", timeout=SOON)
    assert await li.locator("#reply").bounding_box() == where  # nothing moves under the cursor
    await tom.close()
    await expect(li.locator(f"#case-{case}-writing")).to_be_empty(timeout=SOON)
    await expect(li.locator(f"#case-{case}-looking")).to_be_empty(timeout=SOON)


async def test_who_is_away_is_not_called_until_they_are_back(desks: Desks) -> None:
    page = await desks.sit_down("Li Na")
    await page.context.add_init_script(LISTENING)
    await page.get_by_role("button", name="Be away").click()
    await desks.connected(page)
    await page.keyboard.press("Shift")
    first = await desks.shop.asked("does it sting?")
    await expect(page.locator("#attention")).to_have_attribute("data-new", str(first), timeout=SOON)
    await asyncio.sleep(0.2)
    assert await page.evaluate("window.rung") == []
    await page.get_by_role("button", name="I am back").click()
    await desks.connected(page)
    await page.keyboard.press("Shift")
    await expect(page.locator("#attention")).to_have_attribute("data-new", str(first), timeout=SOON)
    await desks.shop.asked("my face burns", viewer="v2")
    async with asyncio.timeout(10):
        while NEW not in await page.evaluate("window.rung"):
            await asyncio.sleep(0.1)


async def test_a_new_case_calls_once_in_all_tabs_and_never_while_somebody_types(desks: Desks) -> None:
    shop = desks.shop
    first = await shop.asked("does it sting?")
    page = await desks.sit_down("Li Na")
    await page.context.add_init_script(LISTENING)
    await page.reload()
    await desks.connected(page)
    other = await page.context.new_page()
    await other.goto(f"{shop.console.url}balance")
    await desks.connected(other)
    await page.bring_to_front()
    for tab in (page, other):
        await expect(tab.locator("#attention")).to_have_attribute("data-new", str(first), timeout=SOON)
        await tab.keyboard.press("Shift")  # a page may sound once it was used

    async def rung() -> list[int]:
        return [*await page.evaluate("window.rung"), *await other.evaluate("window.rung")]

    assert await rung() == []  # what was there before is no news
    await opened(page, first)
    await page.locator("#reply").press_sequentially("it")
    second = await shop.asked("my face burns", viewer="v2")
    for tab in (page, other):
        await expect(tab.locator("#attention")).to_have_attribute("data-new", f"{first} {second}", timeout=SOON)
    assert await rung() == []
    assert (await page.title()).startswith("(2)")
    assert (await other.title()).startswith("(2)")
    async with asyncio.timeout(10):
        while NEW not in await rung():
            await asyncio.sleep(0.1)
    assert (await rung()).count(NEW) == 1

    # Switched off it is silent; the other sounds are not.
    await page.keyboard.press("Escape")
    await page.click("#sounds-button")
    await page.uncheck('[data-sound="new"]')
    await page.click("#sounds-close")
    await page.click("#act-claim")
    await expect(page.locator(f"#case-{first}-head .h-yours")).to_be_visible(timeout=SOON)
    await shop.asked("is it large?", viewer="v3")
    await expect(other.locator("#attention")).to_have_attribute("data-count", "2", timeout=SOON)
    await page.fill("#reply", "It is mild.")
    await page.click("#act-send")
    await expect(page.locator(f"#case-{first}-replies")).to_contain_text("It is mild.", timeout=SOON)
    await page.evaluate("localStorage.removeItem('roomhand-typed')")
    await shop.joined(first, "thank you, and at night?", viewer="v1", name="Mei")
    async with asyncio.timeout(10):
        while ANSWERED not in await rung():
            await asyncio.sleep(0.1)
    assert (await rung()).count(NEW) == 1


async def test_a_new_case_calls_again_twenty_seconds_after_it_called_until_somebody_moves_in_any_tab(
    desks: Desks,
) -> None:
    page = await desks.sit_down("Li Na")
    await page.context.add_init_script(LISTENING)
    await page.context.clock.install()
    await page.reload()
    await desks.connected(page)
    other = await page.context.new_page()
    await other.goto(f"{desks.shop.console.url}balance")
    await desks.connected(other)
    for tab in (page, other):
        await tab.bring_to_front()
        await tab.keyboard.press("Shift")

    async def calls() -> int:
        return sum([(await tab.evaluate("window.rung")).count(NEW) for tab in (page, other)])

    async def called(times: int) -> None:
        async with asyncio.timeout(10):
            while await calls() != times:
                await asyncio.sleep(0.1)

    await page.context.clock.fast_forward(18_000)  # how long the page is open is nothing to the case
    await desks.shop.asked("does it sting?")
    await called(1)
    await page.context.clock.fast_forward(10_000)
    await asyncio.sleep(1.5)  # of the pages' own look
    assert await calls() == 1
    await page.context.clock.fast_forward(10_000)
    await called(2)
    await page.bring_to_front()
    await page.keyboard.press("Shift")
    await page.context.clock.fast_forward(25_000)
    await asyncio.sleep(1.5)
    assert await calls() == 2


async def test_a_draft_of_the_model_is_asked_for_read_and_put_into_the_box_by_the_same_key(
    desks: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = desks.shop
    case = await shop.asked("when do you ship?")
    asked: list[tuple[int, str]] = []
    drafts = [ModelDraft(why="failed", detail="no answer within 3.0 s"), ModelDraft("Within 48 hours.", "", "", "m1")]

    async def draft(case: Escalation, by: str) -> ModelDraft:
        asked.append((case.id, by))
        return drafts[len(asked) - 1]

    object.__setattr__(shop.desk, "model_draft", draft)
    page = await desks.sit_down("Li Na")
    await opened(page, case)
    await page.keyboard.press("g")
    await expect(page.locator("#model-draft")).to_contain_text("no answer within 3.0 s", timeout=SOON)
    await page.keyboard.press("g")
    await expect(page.locator("#model-draft blockquote")).to_have_text("Within 48 hours.", timeout=SOON)
    await expect(page.locator("#reply")).to_have_value("")
    await page.keyboard.press("Enter")  # a claim draws the case anew; the draft is kept
    await expect(page.locator(f"#case-{case}-head .h-yours")).to_be_visible(timeout=SOON)
    await page.keyboard.press("g")
    await expect(page.locator("#reply")).to_have_value("Within 48 hours.")
    assert asked == [(case, "Li Na")] * 2
    assert not await shop.store.next_replies("studio")


async def test_keys_are_letters_where_somebody_writes(desks: Desks) -> None:
    shop: Shop = desks.shop
    shop.canned = parse_canned(CANNED, "canned.txt")[0]
    case = await shop.asked("does it sting?")
    page = await desks.sit_down("Li Na")
    await opened(page, case)
    await page.focus("#reply")
    await page.keyboard.type("jkrdgeuw.?/123 sahnm")
    await expect(page.locator("#reply")).to_have_value("jkrdgeuw.?/123 sahnm")
    await expect(page.locator("#picker")).to_be_hidden()
    await expect(page.locator(f"#case-{case}-head .h-new")).to_be_visible()
    # Keys of an input method that composes belong to it, wherever the focus is.
    await page.keyboard.press("Escape")
    await page.evaluate(
        "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'e', isComposing: true, bubbles: true}))"
    )
    await page.keyboard.press("?")
    await expect(page.locator("#keys")).to_be_visible()
    await expect(page.locator(f"#case-{case}-head .h-new")).to_be_visible()


async def test_a_case_is_noted_put_aside_and_comes_back_by_keys(desks: Desks) -> None:
    shop = desks.shop
    case = await shop.asked("does the Face cream sting?")
    page = await desks.sit_down("Li Na")
    await opened(page, case)
    await page.keyboard.press("n")
    await page.keyboard.type("asks for her mother: s a m h 1")
    await page.keyboard.press("Enter")
    await expect(page.locator(f"#case-{case}-notes")).to_contain_text("asks for her mother: s a m h 1", timeout=SOON)
    await expect(page.locator("#note")).to_have_value("")
    await page.keyboard.press("s")
    lines = page.locator("#picker-list li:visible")
    await expect(lines.last).to_contain_text("Until Face cream 50 ml is on screen", timeout=SOON)
    await page.keyboard.type("5")
    await page.keyboard.press("Enter")
    await expect(page.locator(f"#row-{case}")).to_contain_text("snoozed", timeout=SOON)
    await expect(page.locator(f"#case-{case}-standing")).to_contain_text("Put aside until", timeout=SOON)
    await page.keyboard.press("Enter")
    await expect(page.locator(f"#case-{case}-head .h-yours")).to_be_visible(timeout=SOON)
    await page.keyboard.press("s")
    await page.keyboard.type("face")
    await page.keyboard.press("Enter")
    await expect(page.locator(f"#case-{case}-standing")).to_contain_text("A101", timeout=SOON)
    found = await shop.store.cases.one(case)
    assert found is not None
    assert (found.state, found.snooze_sku, [note.by for note in found.notes]) == ("snoozed", "A101", ["Li Na"])


async def test_a_case_is_merged_given_away_and_answered_on_air_by_keys(desks: Desks) -> None:
    shop = desks.shop
    other = await shop.asked("how many are in a box?", viewer="v2", name="Kelly")
    first = await shop.asked("does the cream sting?", viewer="v3", name="Ann")
    again = await shop.asked("the cream, does it sting", viewer="v4", name="Ben")
    li, tom = await desks.sit_down("Li Na"), await desks.sit_down("Tom")
    await opened(li, again)
    await li.keyboard.press("m")
    await expect(li.locator("#picker-list li").first).to_contain_text("alike", timeout=SOON)
    await li.keyboard.press("Enter")
    await expect(li.locator("#case [data-case]")).to_have_attribute("data-case", str(first), timeout=SOON)
    await expect(li.locator(f"#case-{first}-askers")).to_contain_text("Asked by 2", timeout=SOON)
    await expect(tom.locator(f"#row-{again}")).to_contain_text("merged into another", timeout=SOON)

    await li.keyboard.press("a")
    await li.keyboard.type("tom")
    await li.keyboard.press("Enter")
    await expect(li.locator(f"#row-{first}")).to_contain_text("Tom has it", timeout=SOON)
    await expect(tom.locator("#load")).to_contain_text("yours 1 of 6", timeout=SOON)
    await expect(tom.locator("#attention")).to_have_attribute("data-assigned", str(first), timeout=SOON)
    await expect(li.locator("#act-on-air")).to_be_disabled(timeout=SOON)

    await opened(li, other)
    await li.keyboard.press("h")
    await expect(li.locator(f"#row-{other}")).to_contain_text("answered on air", timeout=SOON)
    found = await shop.store.cases.one(other)
    assert found is not None
    assert found.on_air_at is not None


async def test_a_macro_does_its_steps_at_one_digit_and_says_what_it_could_not_do(desks: Desks) -> None:
    shop = desks.shop
    shop.canned = parse_canned(CANNED, "canned.txt")[0]
    case = await shop.asked("does it sting?")
    page = await desks.sit_down("Li Na")
    await opened(page, case)
    await page.fill("#reply", "my own words")
    await page.keyboard.press("Escape")
    await page.keyboard.press("2")
    await expect(page.locator("#happened")).to_contain_text("Nothing was sent", timeout=SOON)
    await page.keyboard.press("7")
    await expect(page.locator("#happened")).to_contain_text("There is no macro 7", timeout=SOON)
    await page.keyboard.press("1")
    await expect(page.locator(f"#case-{case}-standing")).to_contain_text("Put aside until", timeout=SOON)
    await expect(page.locator("#happened")).to_be_empty()
    await expect(page.locator("#reply")).to_have_value("my own words")
    assert [row.text for row in await shop.store.next_replies("studio")] == ["One moment please."]
    found = await shop.store.cases.one(case)
    assert found is not None
    assert [note.text for note in found.notes] == ["promised an answer"]
    await page.keyboard.press("?")
    await expect(page.locator("#keys")).to_contain_text("send wait, note promised an answer, snooze 5 min")
    # The browser logs what was refused itself; that is no complaint of the page.
    desks.complaints[:] = [text for text in desks.complaints if "422" not in text and "404" not in text]


async def test_what_was_written_and_not_sent_is_before_whoever_opens_the_case_next(desks: Desks) -> None:
    case, other = await desks.shop.asked("does it sting?"), await desks.shop.asked("how large?", viewer="v2")
    li, tom = await desks.sit_down("Li Na"), await desks.sit_down("Tom")
    await opened(li, case)
    await li.locator("#reply").press_sequentially("It is mi")
    await opened(li, other)
    await opened(tom, case)
    await expect(tom.locator(f"#case-{case}-standing")).to_contain_text(
        "Li Na wrote, and did not send:", timeout=SOON
    )
    await tom.get_by_role("button", name="Use it").click()
    await expect(tom.locator("#reply")).to_have_value("It is mi")
    await tom.locator("#reply").press_sequentially("ld.")
    await tom.keyboard.press("Control+Enter")
    await expect(tom.locator(f"#case-{case}-replies")).to_contain_text("It is mild.", timeout=SOON)
    await expect(tom.locator(f"#case-{case}-standing")).to_be_hidden(timeout=SOON)


async def test_a_shift_is_handed_over(desks: Desks) -> None:
    case = await desks.shop.asked("does it sting?")
    li, tom = await desks.sit_down("Li Na"), await desks.sit_down("Tom")
    await opened(li, case)
    await li.click("#act-claim")
    await expect(li.locator(f"#case-{case}-head .h-yours")).to_be_visible(timeout=SOON)
    await li.get_by_role("link", name="Hand over").click()
    await expect(li.locator("#main")).to_contain_text("does it sting?")
    await li.fill("#hand-over", "the <b>cream</b> is late")
    await li.get_by_role("button", name="Leave the note and be away").click()
    await expect(tom.locator(f"#row-{case} .holder")).to_have_text("free", timeout=SOON)  # hers went back
    await tom.reload()
    await desks.connected(tom)
    await expect(tom.locator(".left-note")).to_contain_text("the <b>cream</b> is late")
    await opened(tom, case)
    await tom.keyboard.press("a")
    await tom.keyboard.type("Li Na")
    await expect(tom.locator("#picker-list li:visible")).to_contain_text("away", timeout=SOON)
    await tom.keyboard.press("Enter")  # nobody gives a case to who is away
    await expect(tom.locator("#picker")).to_be_visible()
    await tom.keyboard.press("Escape")
    await tom.click("text=Read it all")
    await tom.goto(desks.shop.console.url)
    await desks.connected(tom)
    await expect(tom.locator(".left-note")).to_have_count(0)
    await li.goto(desks.shop.console.url)
    await expect(li.locator("[role=status]").filter(has_text="You are away")).to_be_visible()
    await li.get_by_role("button", name="I am back").click()
    await expect(li.get_by_role("button", name="Be away")).to_be_visible()
    assert not await desks.shop.store.shifts.away()
