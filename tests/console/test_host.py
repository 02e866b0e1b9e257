"""The prompter: what is handed to the host, in letters that are read from the set; and one key that closes it."""

from __future__ import annotations

from playwright.async_api import expect

from bot.escalation import State
from tests.console.shop import ROOM, Shop
from tests.console.test_pages import SOON, Desks, desks

__all__ = ["desks"]  # the fixture


async def test_a_question_goes_to_the_host_by_one_key_and_is_answered_there_by_one_digit(desks: Desks) -> None:
    shop = desks.shop
    first = await shop.asked("does the cream sting? my number is 13812345678")
    second = await shop.asked("how many are in a box?", viewer="v2", name="Kelly")
    await shop.joined(second, "how many per box", viewer="v3")
    li, set_ = await desks.sit_down("Li Na"), await desks.sit_down("Host")
    await set_.goto(f"{shop.console.url}host?room={ROOM}")
    await expect(set_.locator("#prompter")).to_contain_text("Nothing waits", timeout=SOON)
    for case in (first, second):
        await li.click(f"#row-{case} a")
        await expect(li.locator("#case [data-case]")).to_have_attribute("data-case", str(case), timeout=SOON)
        await li.keyboard.press("Shift+H")
        await expect(li.locator(f"#case-{case}-standing")).to_contain_text("Before the host", timeout=SOON)
        await expect(set_.locator(f"#host-{case}")).to_be_visible(timeout=SOON)
    assert "13812345678" not in await set_.inner_text("main")
    await expect(set_.locator(f"#host-{second}")).to_contain_text("2 asked")
    size = await set_.eval_on_selector(f"#host-{second} p", "el => parseFloat(getComputedStyle(el).fontSize)")
    assert size >= 30

    await li.keyboard.press("Shift+H")  # the second is chosen: back to the desk
    await expect(set_.locator(f"#host-{second}")).to_have_count(0, timeout=SOON)
    await li.keyboard.press("Shift+H")
    await expect(set_.locator(f"#host-{second}")).to_be_visible(timeout=SOON)
    await set_.keyboard.press("2")
    await expect(set_.locator(f"#host-{second}")).to_have_count(0, timeout=SOON)
    await expect(li.locator(f"#case-{second}-standing")).to_contain_text("Host marked it", timeout=SOON)
    found = await shop.store.cases.one(second)
    assert found is not None
    assert (found.state, found.resolved_by, found.handed_by) == (State.ON_AIR, "Host", "Li Na")
    assert set_.url.endswith(f"/host?room={ROOM}")


async def test_who_may_only_look_reads_the_prompter_and_closes_nothing(shop: Shop) -> None:
    case = await shop.asked("<b>does</b> it sting?")
    boss, guest = await shop.member("Boss", "admin"), await shop.member("Guest", "viewer")
    await boss.press(f"/cases/{case}/hand")
    page = await guest.page("/host")
    assert "&lt;b&gt;does&lt;/b&gt; it sting?" in page
    assert "/answered" not in page
    assert (await guest.press(f"/host/{case}/answered")).status == 403
    assert (await boss.press(f"/host/{case + 1}/answered")).status == 404
