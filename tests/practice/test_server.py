"""The practice room over its real WebSockets: chat, host, crowd, the bot, faults and goodbye."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest

from bot.catalog import Catalog
from bot.messages import MAX_TEXT, Explanation, Outcome, Scored
from bot.practice.server import PracticeRoom
from bot.sample.crowd import HostShows, Line
from bot.sample.rounds import round_of
from tests.practice.wire import CATALOG, MASK, bot, page, quiet_room, wire

# Viewers


async def test_a_viewer_is_heard_by_pages_and_the_bot() -> None:
    async with quiet_room() as room, page(room) as viewer, bot(room) as roomhand:
        await roomhand.next("welcome")
        await viewer.give(type="say", client_id="c1", text=" 几天发货 ", name="小美")
        seen, heard = await viewer.next("message"), await roomhand.next("message")
        assert (seen["text"], seen["user"]) == ("几天发货", {"id": "guest-abcdef123456", "name": "小美"})
        assert heard["id"] == seen["id"] == (await viewer.next("ack"))["id"]
        assert heard["history"] is False


async def test_saying_the_same_twice_by_mistake_is_shown_once() -> None:
    async with quiet_room() as room, page(room) as viewer:
        for _ in range(2):
            await viewer.give(type="say", client_id="c1", text="在吗", name="")
        first, second = await viewer.next("ack"), await viewer.next("ack")
        assert first["id"] == second["id"]
        assert sum(frame["type"] == "message" for frame in viewer.heard) == 1


async def test_a_viewer_in_a_hurry_is_asked_to_slow_down() -> None:
    async with quiet_room() as room, page(room) as viewer:
        for number in range(6):
            await viewer.give(type="say", client_id=f"c{number}", text="快快快", name="")
        refusal = await viewer.next("nack")
        assert (refusal["client_id"], refusal["code"]) == ("c5", "too_fast")
        assert 0 < refusal["retry_after"] <= 5
        assert "Slow down" in refusal["text"]


@pytest.mark.parametrize(
    ("text", "code"), [("", "empty"), (" \u0000\n", "empty"), ("长" * (MAX_TEXT + 1), "too_long")]
)
async def test_what_cannot_be_said_is_refused(text: str, code: str) -> None:
    async with quiet_room() as room, page(room) as viewer:
        await viewer.give(type="say", client_id="c1", text=text, name="")
        assert (await viewer.next("nack"))["code"] == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        "[" * 9000,
        '{"type":"say"}',
        '{"type":"say","client_id":"<>","text":"x"}',
        '{"type":"speed","speed":NaN}',
        '{"type":"speed","speed":99999}',
        '{"type":"show","sku":"nothing-like-it"}',
        '{"type":"delete","id":"never-said"}',
        '{"type":["hello"]}',
    ],
)
async def test_nonsense_gets_a_notice_and_the_page_stays(text: str) -> None:
    async with quiet_room() as room, page(room) as viewer:
        await viewer.ws.send_str(text)
        assert (await viewer.next("notice"))["text"]
        await viewer.give(type="say", client_id="c1", text="\ud83d\ude00", name="\u0007")
        assert (await viewer.next("message"))["user"]["name"] == "小美"


async def test_a_frame_too_big_costs_the_seat() -> None:
    async with quiet_room() as room, page(room) as viewer:
        await viewer.ws.send_str("x" * 20_000)
        assert await viewer.closed() == aiohttp.WSCloseCode.MESSAGE_TOO_BIG


async def test_who_does_not_say_hello_is_sent_away() -> None:
    async with quiet_room() as room, wire(room.url, "ws", {"Origin": room.url.rstrip("/")}) as stranger:
        await stranger.give(type="say", client_id="c1", text="hi")
        assert await stranger.closed() == aiohttp.WSCloseCode.POLICY_VIOLATION


async def test_a_reader_who_stops_reading_loses_the_seat_and_nobody_waits() -> None:
    async with quiet_room() as room, page(room), bot(room) as roomhand:
        for number in range(20_000):
            await room.say("v", "刷屏", f"{number} " + "长" * 900)
            # The bot reads all the time, so that only the one who does not is late.
            await roomhand.next("message")
            if not room._floor.pages:
                break
        assert not room._floor.pages


# Host and moderator


async def test_the_host_shows_a_product_to_everybody() -> None:
    async with quiet_room() as room, page(room) as viewer, bot(room) as roomhand:
        await roomhand.next("screen")
        await viewer.give(type="show", sku="A101")
        shown = await viewer.next("screen", lambda f: f["sku"] == "A101")
        assert shown["product"] == {
            "sku": "A101",
            "title": "玻尿酸面膜",
            "price": "",
            "stock": 3,
            "link_no": 1,
        }
        assert (await roomhand.next("screen"))["sku"] == "A101"
        await viewer.give(type="show", sku=None)
        assert (await roomhand.next("screen"))["sku"] is None


async def test_a_catalogue_read_anew_reaches_the_page() -> None:
    current = CATALOG
    async with PracticeRoom(lambda: current) as room, page(room) as viewer:
        await room.show("A102")
        await viewer.next("screen", lambda f: f["sku"] == "A102" and f["product"] is not None)
        current = Catalog({"A101": MASK})
        fresh = await viewer.next("products", lambda f: len(f["products"]) == 1)
        assert fresh["products"][0]["sku"] == "A101"
        assert (await viewer.next("screen"))["product"] is None


async def test_a_removed_message_is_gone_for_everybody() -> None:
    async with quiet_room() as room, page(room) as viewer, bot(room) as roomhand:
        said = await room.say("v-1", "阿豪", "骂人的话")
        await roomhand.next("message")
        await viewer.give(type="delete", id=said)
        assert (await viewer.next("delete"))["id"] == said
        assert (await roomhand.next("delete"))["id"] == said
        async with page(room, "another-page-1") as late:
            line = (await late.next("welcome"))["lines"][0]
            assert (line["removed"], line["text"]) == (True, "")


async def test_what_the_bot_did_is_shown_and_kept() -> None:
    async with quiet_room() as room, page(room) as viewer:
        said = await room.say("v-1", "阿豪", "几天发货")
        done = Explanation(
            room.room, said, Outcome.ANSWER, "sure", Scored("ship-when", 0.97), Scored("ship-cost", 0.41)
        )
        await room.explain(done)
        await room.explain(Explanation("another room", said, Outcome.IGNORE, "not here"))
        told = await viewer.next("explain")
        assert told == {
            "type": "explain",
            "id": said,
            "outcome": "answer",
            "reason": "sure",
            "entry": "ship-when",
            "score": 0.97,
            "runner_up": {"entry": "ship-cost", "score": 0.41},
        }
        async with page(room, "another-page-1") as late:
            assert (await late.next("welcome"))["lines"][0]["explain"] == told


# The crowd

SHORT = (Line(0.01, "v-1", "阿豪", "一"), HostShows(0.01, "A101"), HostShows(0.01, "sold elsewhere"))


async def test_the_crowd_talks_starts_over_and_never_repeats_an_id() -> None:
    async with PracticeRoom(lambda: CATALOG, lambda _: SHORT, speed=10) as room, page(room) as viewer:
        ids = {(await viewer.next("message"))["id"] for _ in range(3)}
        assert len(ids) == 3
        assert {f["sku"] for f in viewer.heard if f["type"] == "screen"} <= {None, "A101"}


async def test_a_paused_crowd_is_silent_until_somebody_turns_it_up() -> None:
    async with PracticeRoom(lambda: CATALOG, lambda _: SHORT, speed=0) as room, page(room) as viewer:
        assert (await viewer.next("status"))["speed"] == 0
        await viewer.give(type="speed", speed=10)
        assert (await viewer.next("status"))["speed"] == 10
        assert (await viewer.next("message"))["text"] == "一"
        await viewer.give(type="speed", speed=0)
        await viewer.next("status", lambda f: f["speed"] == 0)
        await room.say("v-2", "我", "安静了吗")
        assert (await viewer.next("message"))["text"] == "安静了吗"


async def test_the_sample_crowd_plays() -> None:
    async with PracticeRoom(lambda: CATALOG, round_of, speed=1000) as room, page(room) as viewer:
        for _ in range(5):
            assert (await viewer.next("message"))["text"]


# The bot


async def test_the_bot_speaks_once_for_each_mark() -> None:
    async with quiet_room() as room, page(room) as viewer, bot(room) as roomhand:
        asked = await room.say("v-1", "阿豪", "几天发货")
        for _ in range(2):
            await roomhand.give(type="send", client_id="m1:faq", text="@阿豪 48 小时内", reply_to=asked)
        first, second = await roomhand.next("ack"), await roomhand.next("ack")
        assert first["id"] == second["id"]
        echoes = [f for f in roomhand.heard if f["type"] == "message" and f["own"]]
        assert [(f["client_id"], f["reply_to"]) for f in echoes] == [("m1:faq", asked)]
        shown = await viewer.next("message", lambda f: f["own"])
        assert shown["user"]["name"] == "Roomhand"
        assert "client_id" not in shown


async def test_history_is_marked_and_a_gap_is_filled_with_live_lines() -> None:
    async with quiet_room() as room:
        before = await room.say("v-1", "阿豪", "开播前")
        async with bot(room) as roomhand:
            assert (await roomhand.next("welcome"))["last_id"] == before
            assert (await roomhand.next("message"))["history"] is True
        missed = await room.say("v-1", "阿豪", "断线时")
        removed = await room.say("v-2", "路人", "广告")
        await room.delete(removed)
        async with bot(room, resume=before) as roomhand:
            assert (await roomhand.next("welcome"))["gap"] is False
            line = await roomhand.next("message")
            assert (line["id"], line["history"]) == (missed, False)
            assert (await roomhand.next("delete"))["id"] == removed


async def test_a_bot_that_was_away_too_long_is_told_of_the_gap() -> None:
    async with quiet_room() as room:
        first = await room.say("v-1", "阿豪", "0")
        for number in range(200):
            await room.say("v-1", "阿豪", f"{number + 1}")
        async with bot(room, resume=first) as roomhand:
            assert (await roomhand.next("welcome"))["gap"] is True
            assert (await roomhand.next("message"))["text"] == "1"


async def test_faults_can_be_ordered() -> None:
    async with quiet_room() as room, bot(room) as roomhand:
        await roomhand.next("screen")
        room.repeat(1)
        said = await room.say("v-1", "阿豪", "两次")
        assert [(await roomhand.next("message"))["id"] for _ in range(2)] == [said, said]
        room.stall(3600)
        await roomhand.give(type="send", client_id="m1", text="看得见", reply_to=None)
        assert (await roomhand.next("message"))["text"] == "看得见"
        room.stall(0)
        await roomhand.give(type="send", client_id="m2", text="第二句", reply_to=None)
        assert (await roomhand.next("ack"))["client_id"] == "m2"
        room.cut()
        assert await roomhand.closed() == aiohttp.WSCloseCode.ABNORMAL_CLOSURE


async def test_closing_says_goodbye_at_once() -> None:
    loop = asyncio.get_running_loop()
    room = quiet_room()
    async with room:
        async with page(room) as viewer, bot(room) as roomhand:
            began = loop.time()
            async with asyncio.TaskGroup() as tasks:
                ends = [tasks.create_task(side.closed()) for side in (viewer, roomhand)]
                await asyncio.sleep(0)
                await room.__aexit__(None, None, None)
                took = loop.time() - began
        assert [end.result() for end in ends] == [aiohttp.WSCloseCode.GOING_AWAY] * 2
        assert took < 2  # 0.2 s when the machine is idle


async def test_an_error_inside_the_room_stays_itself() -> None:
    with pytest.raises(ZeroDivisionError):
        async with quiet_room():
            raise ZeroDivisionError


# Marks of the bot


@pytest.mark.parametrize("mark", ["晚场:1a2b", "my room:7", "🛍️ shop", "x" * 256])
async def test_the_bot_may_mark_what_it_sends_in_any_script(mark: str) -> None:
    async with quiet_room() as room, bot(room) as roomhand:
        await roomhand.give(type="send", client_id=mark, text="包邮", reply_to=None)
        assert (await roomhand.next("ack"))["client_id"] == mark


@pytest.mark.parametrize(
    "frame",
    [
        {"type": "send", "client_id": "x" * 257, "text": "包邮"},
        {"type": "send", "client_id": "a\nb", "text": "包邮"},
        {"type": "send", "client_id": "m1", "text": None},
        {"type": "sned", "client_id": "m1", "text": "包邮"},
    ],
)
async def test_what_is_not_understood_is_refused_under_its_mark(frame: dict[str, object]) -> None:
    async with quiet_room() as room, bot(room) as roomhand:
        await roomhand.give(**frame)
        refusal = await roomhand.next("nack")
        assert (refusal["client_id"], refusal["code"]) == (frame["client_id"], "not_understood")


@pytest.mark.parametrize("frame", ['{"type":"send","text":"x"}', '{"type":"send","client_id":7,"text":"x"}', "["])
async def test_what_carries_no_mark_harms_nobody(frame: str) -> None:
    async with quiet_room() as room, bot(room) as roomhand:
        await roomhand.ws.send_str(frame)
        await roomhand.ws.send_str('{"type":"send","client_id":"\\ud83d","text":"x"}')
        assert (await roomhand.next("nack"))["client_id"] == "?"
        await roomhand.give(type="send", client_id="m1", text="包邮")
        assert (await roomhand.next("ack"))["client_id"] == "m1"
