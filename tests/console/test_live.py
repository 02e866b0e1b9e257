"""The live line: what changes reaches every open page, and only that."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from bot.console import live, pages, pieces
from bot.console.words import Words
from bot.languages import same
from bot.problems import Problem
from tests.console.shop import ROOM, Browser, Shop


class Line:
    """A page's live line as a test reads it."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket

    @classmethod
    async def of(cls, browser: Browser, **shows: Any) -> Line:
        line = cls(await browser.live())
        await line.look(**shows)
        return line

    async def look(self, page: str = "/", room: str = ROOM, **shows: Any) -> None:
        await self.socket.send_json({"do": "look", "page": page, "room": room, "listed": []} | shows)

    async def until(self, pattern: str) -> str:
        """Read on until something like this is pushed."""
        async with asyncio.timeout(20):
            while True:
                text: str = (await self.socket.receive(timeout=20)).data
                if re.search(pattern, text, re.DOTALL):
                    return text


async def test_the_mode_of_a_room_is_switched_and_shown_to_everybody(shop: Shop) -> None:
    li, tom = await shop.member("Li Na"), await shop.member("Tom")
    line = await Line.of(tom)
    await line.until('aria-pressed="true"[^>]*>suggest only')
    assert (await li.press("/rooms/mode", room=ROOM, mode="silent")).status == 204
    assert shop.mode == "silent"
    await line.until('aria-pressed="true"[^>]*>silent')
    assert (await li.press("/rooms/mode", room=ROOM, mode="loud")).status == 404


async def test_a_claim_reaches_the_other_browsers(shop: Shop) -> None:
    li, tom, case = await shop.member("Li Na"), await shop.member("Tom"), await shop.asked("does it sting?")
    line = await Line.of(tom, listed=[case], case=case)
    await line.until(f'id="row-{case}"')
    await li.press(f"/cases/{case}/claim")
    pushed = await line.until("Li Na has it")
    assert f"#row-{case}" in pushed
    assert f"#case-{case}-head" in pushed
    assert "<textarea" not in pushed  # what somebody writes in is never replaced


async def test_only_what_changed_is_pushed(shop: Shop) -> None:
    browser = await shop.member("Li Na")
    first, second = await shop.asked("does it sting?"), await shop.asked("how big is it?", viewer="v2")
    line = await Line.of(browser, listed=[first, second])
    await line.until(f"#row-{second}")
    await shop.joined(second, "how large?", viewer="v3")
    pushed = await line.until("2 asked")
    assert f"#row-{second}" in pushed
    assert f"#row-{first}" not in pushed


async def test_a_page_that_brought_its_lines_is_sent_none_of_them(shop: Shop) -> None:
    browser = await shop.member("Li Na")
    first, second = await shop.asked("does it sting?"), await shop.asked("how big is it?", viewer="v2")
    marks = dict(re.findall(r'data-drawn="([^"]+)" id="row-(\d+)"', await browser.page()))
    line = await Line.of(browser, listed=[first, second], marks=[*marks])
    begun = await line.until("#rooms")
    assert f"#row-{first}" not in begun
    await shop.joined(second, "how large?", viewer="v3")
    pushed = await line.until("2 asked")
    assert f"#row-{second}" in pushed
    assert f"#row-{first}" not in pushed


async def test_a_line_is_drawn_once_for_all_who_see_it_alike(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = [await shop.asked(f"question {n}", viewer=f"v{n}") for n in range(3)]
    drawn: list[str] = []
    draw = pages.drawn

    def watched(template: str, t: Words, **values: Any) -> str:
        drawn.append(template)
        return draw(template, t, **values)

    monkeypatch.setattr(pieces, "drawn", watched)
    browsers = [await shop.member(name) for name in ("Li Na", "Tom", "Kim")]
    lines = [await Line.of(browser, listed=cases) for browser in browsers]
    for line in lines:
        await line.until(f"#row-{cases[-1]}")
    assert drawn.count("row.html") == len(cases)
    shop.late = timedelta(minutes=7)  # a line is no other because time goes by
    await browsers[0].press(f"/cases/{cases[0]}/claim")
    for line in lines[1:]:
        await line.until("Li Na has it")
    await lines[0].until("s-yours")
    assert drawn.count("row.html") == len(cases) + 2


async def test_a_page_hears_nothing_while_nothing_of_it_changes(shop: Shop) -> None:
    tom = await Line.of(await shop.member("Tom"), page="/files")
    await tom.until('id="now"')
    for n in range(3):
        await shop.chatted(f"line {n}")
        await asyncio.sleep(0.02)
    shop.problems.append(
        Problem("faq/shipping.md", 12, same("{price:A999} is not known."), same('Did you mean "A101"?'))
    )
    shop.store.hints.ring("files")
    assert "1 problem" in (await tom.socket.receive(timeout=20)).data  # the very next thing it hears


async def test_a_hidden_page_is_told_less_often_and_still_within_a_second(shop: Shop) -> None:
    line = await Line.of(await shop.member("Li Na"), hidden=True)
    await line.until("#rooms")
    clock = asyncio.get_running_loop().time
    began = clock()
    for n in range(8):
        await shop.chatted(f"line {n}")
        await asyncio.sleep(0.05)
    frames = 0
    while "line 7" not in (await line.socket.receive(timeout=20)).data:
        frames += 1
    assert frames <= (clock() - began) / live.HIDDEN_APART_S + 1


async def test_many_open_cases_come_in_pages(shop: Shop) -> None:
    browser = await shop.member("Li Na")
    asked = [await shop.asked(f"question {n}", viewer=f"v{n}") for n in range(205)]
    page = await browser.page()
    assert re.findall(r'id="row-(\d+)"', page) == [str(case) for case in asked[:200]]
    assert "1–200 of 205" in page
    second = await browser.page("/queue?start=200")
    assert re.findall(r'id="row-(\d+)"', second) == [str(case) for case in asked[200:]]

    line = await Line.of(browser, listed=asked[:200], start=0, upto=asked[-1])
    begun = await line.until('id="pill"')
    assert "205 open" in begun
    assert "new" not in begun.partition('id="pill"')[2].partition("</hx-partial>")[0]  # on another page is not new
    await shop.asked("my face burns", urgent=True, viewer="x")
    assert "1 new" in await line.until("206 open")


async def test_the_chat_is_pushed_line_by_line(shop: Shop) -> None:
    browser = await shop.member("Li Na")
    await shop.chatted("the first line")
    line = await Line.of(browser)
    await line.until("the first line")
    await shop.chatted("the second line")
    pushed = await line.until("the second line")
    assert '<hx-partial hx-target="#feed" hx-swap="beforeend">' in pushed
    assert "the first line" not in pushed


async def test_new_cases_wait_behind_the_pill(shop: Shop) -> None:
    browser, first = await shop.member("Li Na"), await shop.asked("does it sting?")
    line = await Line.of(browser, listed=[first])
    await line.until(f"#row-{first}")
    second = await shop.asked("my face burns", urgent=True, viewer="v2")
    pushed = await line.until("1 new")
    assert '<hx-partial hx-target="#cases"' not in pushed
    assert f"row-{second}" not in pushed
    shown = await browser.page("/queue")
    assert shown.index(f'"row-{second}"') < shown.index(f'"row-{first}"')  # urgent first, once asked for


async def test_an_empty_list_fills_by_itself(shop: Shop) -> None:
    line = await Line.of(await shop.member("Li Na"))
    await line.until("#quiet")
    case = await shop.asked("does it sting?")
    assert "#cases" in await line.until(f"row-{case}")


async def test_a_finished_case_stays_where_it_is(shop: Shop) -> None:
    browser, case = await shop.member("Li Na"), await shop.asked("does it sting?")
    line = await Line.of(browser, listed=[case])
    await line.until(f"#row-{case}")
    await browser.press(f"/cases/{case}/resolve")
    pushed = await line.until("s-resolved")
    assert "1 done" in pushed


async def test_a_page_that_comes_back_learns_what_it_missed(shop: Shop) -> None:
    browser = await shop.member("Li Na")
    line = await Line.of(browser)
    seen = await line.until('id="now"')
    since = int(seen.partition('id="now" value="')[2].partition('"')[0])
    await line.socket.close()
    await asyncio.sleep(0.01)  # the page's time is in milliseconds
    await shop.asked("does it sting?")
    await shop.chatted("666")
    again = await Line.of(browser, since=since)
    assert "messages 2, new cases 1" in await again.until("#missed")


async def test_problems_of_edited_files_are_on_every_page(shop: Shop) -> None:
    browser = await shop.member("Li Na")
    line = await Line.of(browser, page="/balance")
    shop.problems.append(
        Problem("faq/shipping.md", 12, same("{price:A999} is not known."), same('Did you mean "A101"?'))
    )
    for path in ("/", "/files", "/balance", "/staff"):
        assert "1 problem in an edited file" in await browser.page(path)
    text = await browser.page("/files")
    assert "faq/shipping.md:12" in text
    assert "Did you mean" in text
    shop.store.hints.ring("files")
    await line.until("1 problem in an edited file")


async def test_odd_words_on_the_live_line_harm_nothing(shop: Shop) -> None:
    browser = await shop.member("Li Na")
    line = Line(await browser.live())
    for said in (
        "{",
        "[]",
        "7",
        '{"page": 5}',
        '{"do": "look", "listed": ["x", -1], "case": {}, "since": "y"}',
    ):
        await line.socket.send_str(said)
    await line.socket.send_bytes(b"\x00")
    await line.socket.send_json({"do": "typing"})
    await line.look()
    await line.until("#rooms")


@pytest.mark.parametrize("sign", ["typing", "here"])
async def test_writing_and_having_it_in_front_keeps_the_claim(shop: Shop, sign: str) -> None:
    browser, case = await shop.member("Li Na"), await shop.asked("does it sting?")
    await browser.press(f"/cases/{case}/claim")
    line = await Line.of(browser, listed=[case], case=case)
    await line.until(f"#case-{case}-head")
    shop.late = timedelta(seconds=40)
    await line.socket.send_json({"do": sign})
    async with asyncio.timeout(20):
        while True:
            found = await shop.store.cases.one(case)
            assert found is not None
            if found.holder(shop.now() + timedelta(seconds=30)) == "Li Na":
                break
            await asyncio.sleep(0.02)
