"""Answering many at once: who is reached and in which lines is seen before it goes; taken back, corrected."""

from __future__ import annotations

import pytest

from tests.console.shop import ROOM, Browser, Shop
from tests.console.test_queue import once_for


async def crowd(shop: Shop, people: int = 37) -> int:
    case = await shop.asked("几天发货", name="观众0")
    for n in range(1, people):
        await shop.joined(case, "几天发货呀", viewer=f"w{n}", name=f"观众{n}")
    return case


async def checked(browser: Browser, case: int, text: str, **more: str) -> str:
    response = await browser.press(f"/cases/{case}/check", text=text, **more)
    assert response.status == 200
    return await response.text()


async def sent(browser: Browser, case: int, text: str, **more: str) -> str:
    response = await browser.press(f"/cases/{case}/reply", text=text, once=await once_for(browser, case), **more)
    return await response.text()


async def leaves(shop: Shop) -> list[str]:
    """Let everything leave; what the room read."""
    from bot.escalation.mentions import named
    from bot.messages import SendResult

    said: list[str] = []
    for row in await shop.store.next_replies(ROOM, 99):
        started = await shop.store.start_sending(row.id, shop.now())
        assert started is not None
        await shop.store.settle(started, SendResult("sent", f"p{row.id}"), shop.now())
        said.append(named(row.text, row.mentions))
    return said


async def test_what_is_shown_before_is_what_the_room_reads(shop: Shop) -> None:
    browser, case = await shop.member("Li Na"), await crowd(shop)
    shown = await checked(browser, case, "48 小时内发货。")
    assert "Reaches 37 people in 5 lines" in shown
    await sent(browser, case, "48 小时内发货。")
    read = await leaves(shop)
    assert len(read) == 5
    for line in read:
        assert line in shown


async def test_the_room_without_names(shop: Shop) -> None:
    browser, case = await shop.member("Li Na"), await crowd(shop, 3)
    assert "nobody named" in await checked(browser, case, "马上讲", to="room")
    await sent(browser, case, "马上讲", to="room")
    assert await leaves(shop) == ["马上讲"]


async def test_names_that_carry_html_or_advertisements_harm_nobody(shop: Shop) -> None:
    browser = await shop.member("Li Na")
    case = await shop.asked("几天发货", name="<img src=x>")
    await shop.joined(case, "几天", name="加微信 abc12345")
    shown = await checked(browser, case, "好")
    assert "<img" not in shown
    assert "abc12345" not in shown
    assert "(1 read it without being named" in shown


async def test_a_reply_waits_a_moment_and_comes_back_into_the_box(shop: Shop) -> None:
    browser, case = await shop.member("Li Na"), await crowd(shop, 3)
    panel = await sent(browser, case, "今天发", then="resolve")
    assert 'id="undo"' in panel
    (row,) = await shop.store.next_replies(ROOM)
    assert row.not_before is not None
    undone = await browser.press(f"/cases/{case}/undo/{row.nonce.removesuffix('-0')}")
    text = await undone.text()
    assert 'data-back="今天发"' in text
    assert "Taken back" in text
    assert await leaves(shop) == []
    found = await shop.store.cases.one(case)
    assert found is not None
    assert found.holder(shop.now()) == "Li Na"


async def test_what_has_left_cannot_be_taken_back_but_corrected(shop: Shop) -> None:
    browser, case = await shop.member("Li Na"), await crowd(shop, 10)
    await sent(browser, case, "24 小时内发货")
    (row, _) = await shop.store.next_replies(ROOM)
    mark = row.nonce.removesuffix("-0")
    await leaves(shop)
    late = await (await browser.press(f"/cases/{case}/undo/{mark}")).text()
    assert "It has left already" in late
    page = await (await browser.get(f"/cases/{case}?corrects={mark}", **{"HX-Request": "true"})).text()
    assert f'name="corrects" value="{mark}"' in page
    assert "更正：48 小时内发货" in await checked(browser, case, "48 小时内发货", corrects=mark)
    await sent(browser, case, "48 小时内发货", corrects=mark)
    read = await leaves(shop)
    assert [line.endswith("更正：48 小时内发货") for line in read] == [True, True]
    assert "观众9" in read[1]


@pytest.mark.parametrize("role", ["viewer"])
async def test_who_may_only_look_takes_nothing_back(shop: Shop, role: str) -> None:
    browser, case = await shop.member("Lead", role), await crowd(shop, 2)
    assert (await browser.press(f"/cases/{case}/undo/staff-{case}-x")).status == 403
