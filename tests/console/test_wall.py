"""The lead's wall: each number, its definition, and the cases and messages behind it."""

from __future__ import annotations

import csv
import io
import re
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.messages import Answer, ChatMessage, Ignore, Merge, Outcome, ReplyKind, Scored, Viewer
from bot.reasons import MODEL_CHOSE
from bot.store.records import Decided, Draft
from bot.store.said import Stage, said_of
from bot.store.wall import KINDS, CasesAsked, MessagesAsked, Room, together
from tests.console.shop import ROOM, Browser, Shop


def answer(entry: str = "ship-when", reason: str = "own words") -> Answer:
    return Answer(entry, "Within two days.", reason, Scored(entry, 1.0))


@pytest.fixture
async def evening(shop: Shop) -> Shop:
    """An evening on which one message came to each end there is."""
    await shop.chatted("hahaha")
    await shop.heard("how soon", answer(), viewer="faq")
    await joins(shop, "how soon too")
    await shop.heard("oily skin?", answer("product:A101/suits"), viewer="catalogue")
    await shop.heard("sooner?", answer(reason=MODEL_CHOSE), viewer="chosen")
    return shop


async def joins(shop: Shop, text: str) -> None:
    """Let a viewer ask what was just answered, and be named in that reply."""
    first = f"m{shop.spoken}"
    shop.spoken += 1
    message = ChatMessage(ROOM, f"m{shop.spoken}", Viewer("faq2", "Kelly"), text, shop.now())
    await shop.store.claim(message, shop.now())
    draft = Draft(ReplyKind.FAQ, "Within two days.", shop.now() + timedelta(seconds=60), entry="ship-when")
    merge = Merge("the same", into_message=first, own=answer())
    recorded = await shop.store.record(Decided(message, merge, shop.now(), draft))
    assert recorded.outcome is Outcome.MERGE


async def staffed(shop: Shop) -> tuple[int, int, int]:
    """Let staff answer one case, close one, and leave one open."""
    replied, closed, waits = [await shop.asked(f"question {n}", viewer=f"w{n}") for n in range(3)]
    li = await shop.member("Li Na")
    shop.late = timedelta(seconds=30)
    await li.press(f"/cases/{replied}/reply", text="It is mild.", once="1", then="resolve")
    await li.press(f"/cases/{closed}/resolve")
    return replied, closed, waits


async def rooms(shop: Shop) -> list[Room]:
    """Return every room's numbers of the last hour."""
    since = shop.now() - timedelta(hours=1)
    return together(await shop.store.wall.rooms(since, shop.now()), await shop.store.wall.kinds(since))


async def numbers(shop: Shop) -> dict[str, int]:
    (room,) = await rooms(shop)
    assert room.name == ROOM
    return {kind: n for kind, n in room.kinds.items() if n}


async def test_every_message_that_needed_an_answer_is_of_one_kind(evening: Shop) -> None:
    await staffed(evening)
    assert await numbers(evening) == {
        "faq": 2, "catalogue": 1, "chosen": 1, "staff": 1, "closed": 1, "waits": 1,
    }  # fmt: skip
    (room,) = await rooms(evening)
    assert room.needed == 7
    assert room.share == pytest.approx(4 / 7)
    assert room.open == 1
    assert room.first_answer_s == pytest.approx(30, abs=5)


async def test_what_the_host_answered_counts_as_on_air_with_everybody_who_asked(shop: Shop) -> None:
    case = await shop.asked("does it sting?")
    await shop.joined(case, "sting?")
    await shop.store.cases.on_air(case, "Boss", shop.now(), shop.now())
    assert await numbers(shop) == {"on air": 2}


async def test_behind_each_number_are_exactly_the_messages_it_counts(evening: Shop) -> None:
    await staffed(evening)
    since = evening.now() - timedelta(hours=1)
    (room,) = await rooms(evening)
    for kind in KINDS:
        listed = await evening.store.wall.messages(MessagesAsked(since, (kind,), ROOM))
        assert len(listed) == room.kinds.get(kind, 0), kind
        assert {of for _, of in listed} <= {kind}
    assert len(await evening.store.wall.messages(MessagesAsked(since))) == room.needed
    li = await evening.member("Tom")
    assert (await li.page("/wall/messages?kind=bot")).count("<tr><td") == 4, "behind the bot's share"
    texts = [heard.message.text for heard, _ in await evening.store.wall.messages(MessagesAsked(since, ("faq",)))]
    assert texts == ["how soon too", "how soon"]


async def test_a_chosen_time_leaves_out_what_was_before(evening: Shop) -> None:
    evening.late = timedelta(hours=2)
    await evening.heard("still how soon", answer(), viewer="late")
    boss = await evening.member("Boss", "admin")

    async def needed(query: str) -> str:
        page = await boss.page(f"/wall?{query}")
        found = re.search(r'picked|/wall/messages\?[^"]*kind=&amp;room="[^>]*>(\d+)<', page)
        assert found is not None
        cell = re.findall(r'/wall/messages\?[^"]*kind=&amp;room=[^"]*"[^>]*>(\d+)<', page)
        return str(cell[0])

    assert await needed("hours=4") == "5"
    assert await needed("hours=1") == "1"
    since = (evening.now() - timedelta(minutes=10)).isoformat().replace("+", "%2B")
    assert await needed(f"since={since}") == "1"


def broken(shop_folder: Path, case: int, at: float) -> None:
    with closing(sqlite3.connect(shop_folder / "shop.db")) as db:
        db.execute("update escalation set breached_at=? where id=?", (at, case))
        db.commit()


async def test_oldest_broken_and_load_lead_to_their_cases(evening: Shop, tmp_path: Path) -> None:
    replied, closed, waits = await staffed(evening)
    broken(tmp_path, waits, evening.now().timestamp())
    li = await evening.member("Tom")
    held = await evening.asked("and this?", viewer="w9")
    await li.press(f"/cases/{held}/claim")
    page = await li.page("/wall")
    assert f'href="/?case={waits}"' in page
    lists = {
        "picked=open": {held, waits},
        "picked=broken": {waits},
        "picked=held&by=Tom": {held},
        "picked=done&by=Li+Na": {replied, closed},
        "picked=replied&by=Li+Na": {replied},
        "picked=done&by=Tom": set(),
        "picked=all": {replied, closed, waits, held},
        "picked=open&room=elsewhere": set(),
    }
    for query, wanted in lists.items():
        found = await li.page(f"/wall/cases?{query}")
        assert {int(n) for n in re.findall(r'<tr><td><a href="/\?case=(\d+)"', found)} == wanted, query
    load = {one.name: one for one in await evening.store.wall.load(evening.now() - timedelta(hours=1), evening.now())}
    assert (load["Tom"].held, load["Li Na"].done, len(load["Li Na"].first_answers)) == (1, 2, 1)


async def test_stopped_and_then_said_in_other_words_counts_as_a_possible_false_alarm(shop: Shop) -> None:
    li = await shop.member("Li Na")
    first, second = await shop.asked("is it good?"), await shop.asked("is it the best?", viewer="v2")
    await li.press(f"/cases/{first}/reply", text="这是最好用的面霜", once="1")
    await li.press(f"/cases/{first}/reply", text="Many like it.", once="2")
    tom = await shop.member("Tom")
    await tom.press(f"/cases/{second}/reply", text="这是最好用的面霜", once="1")
    await shop.store.said.keep(said_of(shop.check_reply("这是最好用的面霜"), shop.now(), ROOM, Stage.DECIDED,
                                       message_id="m1"))  # fmt: skip
    (room,) = await rooms(shop)
    assert (room.stopped, room.reworded) == (3, 2), "Li Na's own, and the bot's in the case that she answered"
    page = await li.page(f"/wall/stopped?room={ROOM}")
    assert page.count("said in other words</span>") == 2
    assert "not said" in page
    only = await li.page(f"/wall/stopped?room={ROOM}&only=reworded")
    assert "not said" not in only


async def test_long_lists_come_in_pages_and_whole_in_the_file(shop: Shop) -> None:
    for n in range(120):
        await shop.asked(f"=question {n}", viewer=f"v{n}")
    li = await shop.member("Li Na")
    assert await walked(li, "/wall/cases?picked=open", r'<tr><td><a href="/\?case=(\d+)"') == list(range(120, 0, -1))
    texts = await walked(li, "/wall/messages?kind=waits", r'class="said">=question (\d+)<')
    assert texts == list(range(119, -1, -1))
    rows = await table(li, "/wall/cases.csv?picked=open")
    assert [int(row["case"]) for row in rows] == list(range(120, 0, -1))
    assert rows[0]["question"] == "'=question 119"
    assert len(await table(li, "/wall/messages.csv?kind=waits")) == 120
    assert await table(li, "/wall/messages.csv?kind=faq") == []


async def walked(browser: Browser, path: str, pattern: str) -> list[int]:
    found: list[int] = []
    while path:
        page = await browser.page(path)
        found += [int(n) for n in re.findall(pattern, page)]
        more = re.search(r'href="(/wall/[^"]+)" rel="next"', page)
        path = more[1].replace("&amp;", "&") if more else ""
    return found


async def table(browser: Browser, path: str) -> list[dict[str, str]]:
    response = await browser.get(path)
    assert response.status == 200
    return list(csv.DictReader(io.StringIO((await response.read()).decode("utf-8-sig"))))


async def test_a_case_is_one_row_with_all_that_was_done(shop: Shop) -> None:
    case = await shop.asked("does it <b>sting</b>?", name="Mei")
    await shop.joined(case, "sting?")
    li = await shop.member("Li Na")
    await shop.store.cases.note(case, "Li Na", "ask the lab", shop.now())
    await li.press(f"/cases/{case}/reply", text="It is mild.", once="1", then="resolve")
    (row,) = await table(li, "/wall/cases.csv?picked=all")
    assert (row["state"], row["people"], row["resolved_by"], row["last_reply"]) == (
        "resolved",
        "2",
        "Li Na",
        "It is mild.",
    )
    assert row["notes"] == "Li Na: ask the lab"
    assert "&lt;b&gt;sting" in await li.page("/wall/cases?picked=done")


@pytest.mark.parametrize("query", [
    "hours=0", "hours=99999", "hours=x", "since=never", "since=9999-12-31", "picked=x", "kind=x", "below=-1",
    "at=nan", "at=1e400", "at=1&at_room=%00&at_id=%F0%9F%98%80", "room=%27%3B--",
])  # fmt: skip
async def test_nonsense_in_an_address_is_no_error(shop: Shop, query: str) -> None:
    await shop.asked("does it sting?")
    li = await shop.member("Li Na")
    for path in ("/wall", "/wall/now", "/wall/cases", "/wall/messages", "/wall/stopped", "/wall/cases.csv"):
        response = await li.get(f"{path}?{query}")
        await response.read()
        assert response.status == 200, path


async def test_a_quiet_shop_has_a_calm_wall(shop: Shop) -> None:
    page = await (await shop.member("Li Na")).page("/wall")
    assert "Nothing was heard and nothing is open." in page
    assert "Nobody holds a case or did one." in page


async def test_shed_chatter_needed_no_answer_and_a_suggestion_did(shop: Shop) -> None:
    assert await shop.store.wall.cases(CasesAsked(), shop.now()) == []
    await shop.heard("666", Ignore("small talk"))
    assert await rooms(shop) == []
