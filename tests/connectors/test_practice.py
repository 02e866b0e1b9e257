"""The practice connector against the real practice room, on a real loopback connection."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web

from bot.catalog import Catalog, Product
from bot.connectors import Connector
from bot.connectors.practice import PracticeConnector
from bot.messages import ChatMessage, Deletion, Event, OnScreen, Reply, SendResult, Viewer
from bot.pacing import Limit
from bot.practice.server import PracticeRoom
from bot.problems import LoginRefused

CATALOG = Catalog({"A101": Product("A101", "面膜")})


class Ear:
    """Listens to a connector and keeps what it hears."""

    def __init__(self, connector: PracticeConnector) -> None:
        self.connector = connector
        self._heard: asyncio.Queue[Event] = asyncio.Queue()

    async def listen(self) -> None:
        async for event in self.connector.events():
            self._heard.put_nowait(event)

    async def message(self, wanted: Callable[[ChatMessage], bool] = lambda _: True) -> ChatMessage:
        """Return the next message that is wanted."""
        async with asyncio.timeout(20):
            while True:
                event = await self._heard.get()
                if isinstance(event, ChatMessage) and wanted(event):
                    return event

    async def next(self, kind: type[Event]) -> Event:
        async with asyncio.timeout(20):
            while True:
                event = await self._heard.get()
                if isinstance(event, kind):
                    return event


async def until(true: Callable[[], bool]) -> None:
    """Wait for something that will become true."""
    async with asyncio.timeout(20):
        while not true():
            await asyncio.sleep(0.005)


def a_room(**options: Any) -> PracticeRoom:
    return PracticeRoom(lambda: CATALOG, **options)


def a_connector(room: PracticeRoom, **options: Any) -> PracticeConnector:
    return PracticeConnector(room.room, room.url, room.token, chance=lambda: 0.1, **options)


@asynccontextmanager
async def listening(connector: PracticeConnector) -> AsyncIterator[Ear]:
    ear = Ear(connector)
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(ear.listen())
        await until(lambda: connector.link.state == "connected")
        try:
            yield ear
        finally:
            task.cancel()


def reply(text: str = "@阿豪 48 小时内发货", nonce: str = "m1:faq", to: str | None = None) -> Reply:
    return Reply("practice", text, nonce, to)


async def test_what_is_said_shown_and_removed_is_heard() -> None:
    async with a_room() as room, listening(a_connector(room)) as ear:
        assert await ear.next(OnScreen) == OnScreen("practice", None)  # what was on screen at first
        said = await room.say("v-1", "阿豪", "几天发货")
        heard = await ear.message()
        assert (heard.id, heard.viewer, heard.text) == (said, Viewer("v-1", "阿豪"), "几天发货")
        assert not heard.is_history
        assert not heard.is_own
        await room.show("A101")
        assert await ear.next(OnScreen) == OnScreen("practice", "A101")
        await room.delete(said)
        assert await ear.next(Deletion) == Deletion("practice", message_id=said)


async def test_a_reply_is_sent_and_comes_back_as_an_echo() -> None:
    async with a_room() as room, listening(a_connector(room)) as ear:
        asked = await room.say("v-1", "阿豪", "几天发货")
        result = await ear.connector.send(reply(to=asked))
        assert result.status == "sent"
        echo = await ear.message(lambda m: m.is_own)
        assert (echo.id, echo.nonce, echo.reply_to) == (result.platform_id, "m1:faq", asked)
        assert echo.viewer.is_bot


async def test_the_same_reply_sent_again_is_shown_once() -> None:
    async with a_room() as room, listening(a_connector(room)) as ear:
        first = await ear.connector.send(reply())
        second = await ear.connector.send(reply())
        assert first == second
        assert (await ear.message()).is_own
        await room.say("v-1", "阿豪", "谢谢")
        assert (await ear.message()).text == "谢谢"


@pytest.mark.parametrize("nonce", ["bot-2-晚场-m-1", "bot-7-my room-m-1"])
async def test_a_reply_gets_through_whatever_the_room_is_called(nonce: str) -> None:
    async with a_room() as room:
        connector = a_connector(room)
        async with listening(connector):
            assert (await connector.send(reply(nonce=nonce))).status == "sent"


async def test_sending_and_hearing_in_one_task_does_not_deadlock() -> None:
    async with a_room() as room:
        connector = a_connector(room)
        async with asyncio.TaskGroup() as tasks:

            async def answer_one() -> SendResult:
                async for event in connector.events():
                    if isinstance(event, ChatMessage):
                        return await connector.send(reply(to=event.id))
                raise AssertionError

            answering = tasks.create_task(answer_one())
            await until(lambda: connector.link.state == "connected")
            await room.say("v-1", "阿豪", "几天发货")
        assert answering.result().status == "sent"


async def test_a_refusal_says_why_and_when_to_try_again() -> None:
    async with a_room(bot_limit=Limit(1, 30.0)) as room, listening(a_connector(room)) as ear:
        assert (await ear.connector.send(reply(nonce="a"))).status == "sent"
        early = await ear.connector.send(reply(nonce="b"))
        assert early.status == "refused"
        assert early.retry_after is not None
        assert 0 < early.retry_after <= 30
        long = await ear.connector.send(reply("长" * 1001, nonce="c"))
        assert (long.status, long.retry_after) == ("refused", None)


async def test_no_answer_in_time_is_unknown() -> None:
    async with a_room() as room, listening(a_connector(room, ack_seconds=0.05)) as ear:
        room.stall(3600)
        assert (await ear.connector.send(reply())).status == "unknown"
        assert (await ear.message()).nonce == "m1:faq"  # it was said all the same


async def test_a_line_lost_before_the_answer_is_unknown() -> None:
    async with a_room() as room, listening(a_connector(room)) as ear, asyncio.TaskGroup() as tasks:
        room.stall(3600)
        sending = tasks.create_task(ear.connector.send(reply()))
        await ear.message(lambda m: m.is_own)
        room.cut()
        assert (await sending).status == "unknown"


async def test_without_a_connection_nothing_is_sent_and_it_may_be_tried_again() -> None:
    async with a_room() as room:
        result = await a_connector(room).send(reply())
    assert result.status == "refused"
    assert result.retry_after is not None


async def test_what_was_said_before_is_history() -> None:
    async with a_room() as room:
        await room.say("v-1", "阿豪", "开播前")
        async with listening(a_connector(room)) as ear:
            assert (await ear.message()).is_history
            await room.say("v-1", "阿豪", "开播后")
            assert not (await ear.message()).is_history


async def test_a_gap_is_filled_after_a_cut() -> None:
    async with a_room() as room, listening(a_connector(room)) as ear:
        room.cut()
        # Nothing was heard yet: also then the lines of the gap are live.
        await room.say("v-1", "阿豪", "第一句")
        first = await ear.message()
        assert (first.text, first.is_history) == ("第一句", False)
        room.cut()
        await room.say("v-1", "阿豪", "第二句")
        second = await ear.message(lambda m: m.id != first.id)
        assert (second.text, second.is_history) == ("第二句", False)
        assert ear.connector.link.state == "connected"
        assert ear.connector.link.reconnects == 2


async def test_listening_again_recovers_what_was_said_between() -> None:
    async with a_room() as room:
        connector = a_connector(room)
        async with listening(connector) as ear:
            await room.say("v-1", "阿豪", "一")
            await ear.message()
        await room.say("v-1", "阿豪", "二")
        async with listening(connector) as ear:
            missed = await ear.message()
            assert (missed.text, missed.is_history) == ("二", False)


async def test_a_room_that_starts_again_is_found_again() -> None:
    async with a_room() as first:
        port, token = int(first.url.rsplit(":", 1)[1].rstrip("/")), first.token
        connector = a_connector(first)
        async with listening(connector) as ear:
            await first.say("v-1", "阿豪", "一")
            await ear.message()
            await first.__aexit__(None, None, None)
            await until(lambda: connector.link.state == "waiting")
            second = a_room(port=port)
            second._door.token = token
            async with second:
                await second.say("v-1", "阿豪", "二")
                missed = await ear.message()
                assert (missed.text, missed.is_history) == ("二", False)


async def test_messages_may_come_twice() -> None:
    async with a_room() as room, listening(a_connector(room)) as ear:
        room.repeat(1)
        said = await room.say("v-1", "阿豪", "几天发货")
        assert [(await ear.message()).id for _ in range(2)] == [said, said]


async def test_a_slow_taker_loses_the_oldest_messages_but_no_deletion() -> None:
    async with a_room() as room:
        connector = a_connector(room, waiting_events=3)
        events = connector.events()
        try:
            assert isinstance(await anext(events), OnScreen)
            said = [await room.say("v-1", "刷屏", f"{number}") for number in range(4)]
            await room.delete(said[0])
            await until(lambda: connector.link.dropped == 2)
            assert [getattr(await anext(events), "text", "deleted") for _ in range(3)] == [
                "2",
                "3",
                "deleted",
            ]
        finally:
            await events.aclose()


async def test_a_wrong_token_is_refused_for_good() -> None:
    async with a_room() as room:
        connector = PracticeConnector("practice", room.url, "not the token")
        with pytest.raises(LoginRefused, match="does not know this token"):
            await anext(connector.events())
    assert connector.link.state == "refused"


async def test_a_silent_room_is_left_and_tried_again() -> None:
    visits = 0

    async def mute(request: web.Request) -> web.StreamResponse:
        nonlocal visits
        visits += 1
        ws = web.WebSocketResponse()
        await ws.prepare(request)
        async for _ in ws:
            pass
        return ws

    app = web.Application()
    app.add_routes([web.get("/bot", mute)])
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        connector = PracticeConnector(
            "practice",
            f"http://127.0.0.1:{runner.addresses[0][1]}",
            "token",
            silent_seconds=0.05,
            chance=lambda: 0.0,
        )
        async with asyncio.TaskGroup() as tasks:
            task = tasks.create_task(Ear(connector).listen())
            await until(lambda: visits >= 3)
            assert connector.link.reconnects == 0
            task.cancel()
    finally:
        await runner.cleanup()


def test_it_is_a_connector() -> None:
    connector: Connector = PracticeConnector("practice", "http://127.0.0.1:1/", "token", limit=Limit(2, 1.0))
    assert connector.lines("长" * 900) == 1
    assert connector.pace.limits == (Limit(2, 1.0),)
    assert connector.together > 1
