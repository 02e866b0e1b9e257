"""The plain dialect against a real InspIRCd."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.connectors import Connector
from bot.connectors.irc import IrcConnector
from bot.connectors.irc_dialects import IRC
from bot.messages import Event, Viewer
from bot.pacing import Backoff
from tests.connectors.listening import Listener, listening, reply
from tests.servers.inspircd import IRCV3, InspIrcd, IrcViewer


def bot(
    server: InspIrcd,
    *,
    nick: str = "shopbot",
    channel: str = "#shop",
    token: str | None = None,
    ping_every_s: float = 60.0,
    liveness_s: float = 75.0,
    ghost_s: float = 60.0,
    ack_timeout_s: float = 10.0,
) -> IrcConnector:
    return IrcConnector(
        "room",
        server.url,
        channel,
        nick,
        token,
        IRC,
        limits=(),
        ping_every_s=ping_every_s,
        liveness_s=liveness_s,
        ghost_s=ghost_s,
        ack_timeout_s=ack_timeout_s,
        backoff=Backoff(0.1, 0.4),
    )


@contextlib.asynccontextmanager
async def meeting(
    tmp_path: Path, *, nick: str = "mei", modules: tuple[str, ...] = IRCV3
) -> AsyncIterator[tuple[Listener, IrcViewer]]:
    """Bring the bot and a viewer into one channel, side by side: the server lets in once a second."""
    async with (
        InspIrcd(tmp_path, modules=modules) as server,
        listening(bot(server)) as room,
        IrcViewer(server.url, "#shop", nick) as viewer,
    ):
        await room.connected()
        yield room, viewer


async def test_a_conversation_both_ways(tmp_path: Path) -> None:
    async with meeting(tmp_path, nick="Mei") as (room, mei):
        question_id = await mei.say("几天发货？ 😀👩‍👩‍👧")
        question = await room.heard("几天发货")
        result = await room.connector.send(reply("48 小时内发货 🚚", "n7", question.id))
        answer = await mei.heard("48 小时内发货 🚚")
        echo = await room.heard("48 小时内发货 🚚")
    assert (question.id, question.text) == (question_id, "几天发货？ 😀👩‍👩‍👧")
    assert question.viewer == Viewer("mei", "Mei")
    assert not question.is_own
    assert answer.tags["+draft/reply"] == question_id
    assert result.status == "sent"
    assert result.platform_id == echo.id == answer.tags["msgid"]
    assert (echo.is_own, echo.nonce, echo.reply_to) == (True, "n7", question_id)


async def test_a_viewers_reply_names_the_message_it_answers(tmp_path: Path) -> None:
    async with meeting(tmp_path) as (room, mei):
        first = await mei.say("@lin what size?")
        await mei.say("M", reply_to=first)
        message = await room.heard("M")
    assert message.reply_to == first
    assert room.messages[0].text == "@lin what size?"


async def test_a_long_text_arrives_whole_in_several_lines(tmp_path: Path) -> None:
    text = "我们的面霜适合干性皮肤，每天早晚各用一次😀。" * 20
    async with meeting(tmp_path) as (room, mei):
        result = await room.connector.send(reply(text))
        lines = room.connector.lines(text)
        await room.until(lambda: len(mei.said_by("shopbot")) == lines)
    assert result.status == "sent"
    assert lines > 3
    assert "".join(mei.said_by("shopbot")) == text


async def test_the_host_is_staff_and_stops_being_when_no_longer_operator(tmp_path: Path) -> None:
    async with (
        InspIrcd(tmp_path) as server,
        IrcViewer(server.url, "#shop", "host", host=True) as host,
        listening(bot(server)) as room,
    ):
        await room.connected()
        # Who is operator comes right behind the JOIN; a message of ours comes back after it.
        await room.connector.send(reply("hello"))
        await host.say("as host")
        await host.write("NICK boss")
        host.nick = "boss"
        await host.say("as boss")
        await host.write("MODE #shop -o boss")
        await host.saw(lambda line: line.command == "MODE" and line.param(1) == "-o")
        await room.connector.send(reply("so be it"))
        await host.say("as viewer")
        await room.heard("as viewer")
    staff = {message.text: message.viewer.is_staff for message in room.messages if not message.is_own}
    assert staff == {"as host": True, "as boss": True, "as viewer": False}


async def test_what_was_said_before_we_came_is_history(tmp_path: Path) -> None:
    async with (
        InspIrcd(tmp_path, modules=(*IRCV3, "chanhistory")) as server,
        IrcViewer(server.url, "#shop", "host", host=True) as host,
        listening(bot(server)) as room,
    ):
        # The bot is still at the door: the server lets in once a second.
        await host.write("MODE #shop +H 20:3600")
        await host.say("before")
        await room.connected()
        await host.say("live")
        await room.heard("live")
        await room.heard("before")
    assert {message.text: message.is_history for message in room.messages} == {"before": True, "live": False}


async def test_a_server_killed_and_started_again_in_mid_conversation(tmp_path: Path) -> None:
    async with InspIrcd(tmp_path) as server, listening(bot(server)) as room:
        await room.connected()
        async with IrcViewer(server.url, "#shop", "mei") as mei:
            await mei.say("before")
            await room.heard("before")
        await server.kill()
        await room.until(lambda: room.connector.link.state != "connected")
        lost = await room.connector.send(reply("to nobody"))
        await server.start()
        await room.connected(reconnects=1)
        async with IrcViewer(server.url, "#shop", "mei") as mei:
            await mei.say("after")
            await room.heard("after")
            result = await room.connector.send(reply("welcome back"))
            await mei.heard("welcome back")
    assert (lost.status, bool(lost.retry_after)) == ("refused", True)
    assert result.status == "sent"
    assert not [message for message in room.messages if message.is_history]


async def test_a_server_that_says_goodbye_is_waited_for(tmp_path: Path) -> None:
    async with InspIrcd(tmp_path) as server, listening(bot(server)) as room:
        await room.connected()
        await server.stop()
        await room.until(lambda: room.connector.link.state != "connected")
        await server.start()
        await room.connected(reconnects=1)


async def test_a_silent_server_is_left_and_found_again(tmp_path: Path) -> None:
    connector = bot(server := InspIrcd(tmp_path), ping_every_s=0.3, liveness_s=1.0, ack_timeout_s=0.5)
    async with server, listening(connector) as room:
        await room.connected()
        server.freeze()
        sent = await room.connector.send(reply("is anybody there?"))
        await room.until(lambda: "nothing was heard" in room.connector.link.detail)
        server.thaw()
        await room.connected(reconnects=1)
    assert sent.status == "unknown"


async def test_a_nick_in_use_is_replaced_at_once_and_taken_when_free(tmp_path: Path) -> None:
    async with InspIrcd(tmp_path) as server:
        async with IrcViewer(server.url, "#shop", "shopbot"):
            # The ghost is here; it goes when this block ends.
            connector = bot(server)
            taking = listening(connector)
            room = await taking.__aenter__()
            await room.connected()
            assert "as shopbot_" in connector.link.detail
            assert (await connector.send(reply("hello"))).status == "sent"
        await room.until(lambda: connector.link.detail == "")
        async with IrcViewer(server.url, "#shop", "mei") as mei:
            await connector.send(reply("it is me again"))
            await mei.heard("it is me again")
            assert mei.said_by("shopbot") == ["it is me again"]
        await room.heard("it is me again")
        await taking.__aexit__(None, None, None)
    assert all(message.is_own for message in room.messages)


async def test_without_echoes_the_answer_to_a_ping_is_the_acknowledgement(tmp_path: Path) -> None:
    async with meeting(tmp_path, modules=()) as (room, mei):
        result = await room.connector.send(reply("hello"))
        await mei.heard("hello")
        await mei.write("PRIVMSG #shop :first")
        await mei.write("PRIVMSG #shop :second")
        await room.heard("second")
    assert (result.status, result.platform_id) == ("sent", None)
    ids = [message.id for message in room.messages]
    assert len(set(ids)) == 2
    assert all(made.startswith("made-") for made in ids)


@pytest.mark.parametrize("modules", [(), IRCV3])
async def test_a_message_the_server_does_not_deliver_is_refused(tmp_path: Path, modules: tuple[str, ...]) -> None:
    async with (
        InspIrcd(tmp_path, modules=modules) as server,
        IrcViewer(server.url, "#shop", "host", host=True) as host,
        listening(bot(server)) as room,
    ):
        await room.connected()
        await host.write("MODE #shop +m")
        await host.saw(lambda line: line.command == "MODE")
        result = await room.connector.send(reply("hello"))
    assert (result.status, result.retry_after) == ("refused", None)
    assert "404" in result.reason


async def test_no_text_becomes_a_second_command(tmp_path: Path) -> None:
    async with meeting(tmp_path) as (room, mei):
        await room.connector.send(reply("one\r\nPRIVMSG #shop :two\nQUIT :bye", "n\r\nQUIT", "x\r\nQUIT"))
        await room.connector.send(reply("three"))
        await mei.heard("three")
        assert mei.said_by("shopbot") == ["one PRIVMSG #shop :two QUIT :bye", "three"]


@pytest.mark.parametrize(
    ("setup", "nick", "word"),
    [("MODE #shop +k secret", "shopbot", "key"), ("MODE #shop +i", "shopbot", "invitation")],
)
async def test_a_closed_channel_is_not_knocked_at_twice(tmp_path: Path, setup: str, nick: str, word: str) -> None:
    async with InspIrcd(tmp_path) as server, IrcViewer(server.url, "#shop", "host", host=True) as host:
        await host.write(setup)
        await host.saw(lambda line: line.command == "MODE")
        async with listening(bot(server, nick=nick)) as room:
            refused = await room.stopped()
    assert word in refused.what
    assert "channel" in refused.fix
    assert room.connector.link.state == "refused"


async def test_a_nick_the_server_does_not_allow_is_refused(tmp_path: Path) -> None:
    async with InspIrcd(tmp_path) as server, listening(bot(server, nick="9 lives")) as room:
        refused = await room.stopped()
    assert "Set nick" in refused.fix


async def test_a_server_password_opens_and_a_wrong_one_does_not_loop(tmp_path: Path) -> None:
    async with InspIrcd(tmp_path, password="opensesame") as server:
        async with listening(bot(server, token="opensesame")) as room:
            await room.connected()
        async with listening(bot(server, token="wrong")) as room:
            refused = await room.stopped()
    assert "token_env" in refused.fix


async def test_whoever_is_thrown_out_stays_out(tmp_path: Path) -> None:
    async with (
        InspIrcd(tmp_path) as server,
        IrcViewer(server.url, "#shop", "host", host=True) as host,
        listening(bot(server)) as room,
    ):
        await room.connected()
        await host.write("KICK #shop shopbot :quiet please")
        refused = await room.stopped()
    assert "host removed us from #shop: quiet please" in refused.what


async def test_an_address_that_is_none_is_refused_and_one_that_is_closed_is_tried_again(
    tmp_path: Path,
) -> None:
    nowhere = InspIrcd(tmp_path)
    async with listening(bot(nowhere)) as room:
        await room.until(lambda: "Connect" in room.connector.link.detail)
        assert room.connector.link.state in ("waiting", "connecting")
    connector = IrcConnector("room", "not an address", "#shop", "shopbot", None, IRC)
    async with listening(connector) as room:
        assert "Set url" in (await room.stopped()).fix


async def test_a_taker_that_is_cancelled_leaves_the_server(tmp_path: Path) -> None:
    async with InspIrcd(tmp_path) as server, IrcViewer(server.url, "#shop", "mei") as mei:
        connector: Connector = bot(server)

        async def take() -> list[Event]:
            return [event async for event in connector.events()]

        taking = asyncio.ensure_future(take())
        await mei.saw(lambda line: line.command == "JOIN" and line.nick == "shopbot")
        taking.cancel()
        await mei.saw(lambda line: line.command == "QUIT" and line.nick == "shopbot")
        await asyncio.wait([taking])
    assert taking.cancelled()


async def test_closing_the_iterator_leaves_the_server(tmp_path: Path) -> None:
    async with InspIrcd(tmp_path) as server, IrcViewer(server.url, "#shop", "mei") as mei:
        async with listening(bot(server)) as room:
            await room.connected()
        await mei.saw(lambda line: line.command == "QUIT" and line.nick == "shopbot")
        assert (await room.connector.send(reply("hello"))).status == "refused"
        assert not [task for task in asyncio.all_tasks() if task.get_name() == "irc room"]
