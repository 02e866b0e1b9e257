"""The Twitch dialect against a fake of its chat server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.connectors.irc import IrcConnector
from bot.connectors.irc_dialects import TWITCH, TWITCH_LIMITS, TWITCH_STAFF_LIMITS, TWITCH_VIP_LIMITS
from bot.messages import Deletion
from bot.pacing import Backoff, Limit
from tests.connectors.listening import listening, reply
from tests.servers.twitch import BOT_ID, FakeTwitch


@pytest.fixture
async def twitch() -> AsyncIterator[FakeTwitch]:
    async with FakeTwitch() as server:
        yield server


def bot(
    twitch: FakeTwitch,
    *,
    token: str = "good",
    channel: str = "Shop",
    nick: str = "ShopBot",
    ack_timeout_s: float = 10.0,
    join_timeout_s: float = 10.0,
    ping_every_s: float = 60.0,
    liveness_s: float = 75.0,
    limits: tuple[Limit, ...] | None = None,
    inbox_size: int = 1000,
) -> IrcConnector:
    return IrcConnector(
        "room",
        twitch.url,
        channel,
        nick,
        token,
        TWITCH,
        ack_timeout_s=ack_timeout_s,
        join_timeout_s=join_timeout_s,
        ping_every_s=ping_every_s,
        liveness_s=liveness_s,
        limits=limits,
        inbox_size=inbox_size,
        backoff=Backoff(0.05, 0.2),
    )


# Hearing


async def test_a_message_is_read_with_all_that_twitch_says_about_it(twitch: FakeTwitch) -> None:
    async with listening(bot(twitch)) as room:
        await room.connected()
        await twitch.say("几天发货 😀", id="abc", badges="subscriber/12")
        message = await room.heard("几天发货")
    assert (message.id, message.viewer.id, message.viewer.name) == ("abc", "5", "Mei")
    assert (message.room, message.text) == ("room", "几天发货 😀")
    assert message.sent_at.timestamp() == 1_700_000_000
    assert (message.is_own, message.is_history, message.viewer.is_staff, message.viewer.is_bot) == (False,) * 4


async def test_the_login_is_what_twitch_wants_in_the_order_it_wants(twitch: FakeTwitch) -> None:
    async with listening(bot(twitch)) as room:
        await room.connected()
    commands = [(line.command, line.param(-1)) for line in twitch.received[:4]]
    wanted = [("CAP", "twitch.tv/tags twitch.tv/commands"), ("PASS", "oauth:good")]
    assert commands == [*wanted, ("NICK", "shopbot"), ("JOIN", "#shop")]


@pytest.mark.parametrize(
    ("tags", "staff", "robot"),
    [
        ({"badges": "broadcaster/1,subscriber/0"}, True, False),
        ({"badges": "moderator/1", "mod": "1"}, True, False),
        ({"badges": "vip/1"}, False, False),
        ({"badges": "bot-badge/1"}, False, True),
    ],
)
async def test_badges_tell_staff_and_bots(twitch: FakeTwitch, tags: dict[str, str], staff: bool, robot: bool) -> None:
    async with listening(bot(twitch)) as room:
        await room.connected()
        head = ";".join(f"{name}={value}" for name, value in tags.items())
        await twitch.tell_raw(f"@{head};id=x;user-id=6 :lin!lin@lin PRIVMSG #shop :hello")
        viewer = (await room.heard("hello")).viewer
    assert (viewer.is_staff, viewer.is_bot) == (staff, robot)


async def test_a_reply_is_read_without_the_mention_in_front(twitch: FakeTwitch) -> None:
    async with listening(bot(twitch)) as room:
        await room.connected()
        await twitch.say("@ShopBot what size?", **{"reply-parent-msg-id": "p1"})
        await twitch.say("@ShopBot nobody asked")
        message = await room.heard("what size?")
        await room.heard("@ShopBot nobody asked")
    assert (message.text, message.reply_to) == ("what size?", "p1")


async def test_a_me_is_read_as_words_and_a_client_request_not_at_all(twitch: FakeTwitch) -> None:
    async with listening(bot(twitch)) as room:
        await room.connected()
        await twitch.say("\x01VERSION\x01")
        await twitch.say("\x01ACTION waves\x01")
        await room.heard("waves")
    assert [message.text for message in room.messages] == ["waves"]


async def test_our_own_account_speaking_elsewhere_is_marked_as_ours_by_its_id(twitch: FakeTwitch) -> None:
    async with listening(bot(twitch)) as room:
        await room.connected()
        await twitch.say("from another machine", nick="renamed", user_id=BOT_ID)
        await twitch.say("by another who took the name", nick="shopbot", user_id="77")
        ours = await room.heard("from another machine")
        theirs = await room.heard("by another")
    assert (ours.is_own, theirs.is_own) == (True, False)


async def test_messages_of_other_channels_in_a_shared_chat_are_skipped(twitch: FakeTwitch) -> None:
    async with listening(bot(twitch)) as room:
        await room.connected()
        await twitch.say("elsewhere", **{"source-room-id": "8"})
        await twitch.say("here", **{"source-room-id": "9"})
        await room.heard("here")
    assert [message.text for message in room.messages] == ["here"]


async def test_a_message_delivered_twice_comes_twice_with_one_id(twitch: FakeTwitch) -> None:
    async with listening(bot(twitch)) as room:
        await room.connected()
        await twitch.say("again", id="same")
        await twitch.say("again", id="same")
        await room.heard("again", count=2)
    assert {message.id for message in room.messages} == {"same"}


async def test_several_lines_in_one_frame_and_nonsense_between_them(twitch: FakeTwitch) -> None:
    async with listening(bot(twitch)) as room:
        await room.connected()
        lines = [
            "@id=a :m!m@m PRIVMSG #shop :one",
            "",
            "@;;= :",
            ": :",
            "PRIVMSG",
            "\x00\ufffd",
            "CLEARMSG #shop",
        ]
        lines += ["@tmi-sent-ts=999999999999999999999 PRIVMSG #shop", "USERSTATE", "ROOMSTATE #shop", "353 a"]
        await twitch.tell_raw("\r\n".join([*lines, "@id=b :m!m@m PRIVMSG #shop :two\r\n"]))
        await room.heard("two")
    assert [message.id for message in room.messages] == ["a", "b"]
    assert room.connector.link.reconnects == 0


async def test_deletions_of_one_message_one_viewer_and_everything(twitch: FakeTwitch) -> None:
    async with listening(bot(twitch)) as room:
        await room.connected()
        await twitch.delete("m1")
        await twitch.clear("mei", "5")
        await twitch.clear()
        await room.until(lambda: len(room.deletions) == 3)
    one, viewer, everything = room.deletions
    assert one == Deletion("room", message_id="m1")
    assert viewer == Deletion("room", viewer_id="5")
    assert everything == Deletion("room")


async def test_a_slow_taker_loses_the_oldest_messages_and_no_deletion(twitch: FakeTwitch) -> None:
    connector = bot(twitch, inbox_size=3)
    events = connector.events()
    first = asyncio.ensure_future(anext(events))
    await twitch.saw(lambda line: line.command == "JOIN")
    await twitch.say("first")
    assert getattr(await first, "text", "") == "first"
    await twitch.delete("m9")
    for number in range(5):
        await twitch.say(f"text {number}")
    await twitch.tell("PING", "done")
    await twitch.saw(lambda line: line.command == "PONG" and line.param(-1) == "done")
    kept = [await anext(events) for _ in range(3)]
    await events.aclose()
    assert isinstance(kept[0], Deletion)
    assert [getattr(event, "text", "") for event in kept[1:]] == ["text 3", "text 4"]
    assert connector.link.dropped == 3


# Speaking


async def test_a_reply_is_threaded_and_acknowledged_with_its_id(twitch: FakeTwitch) -> None:
    async with listening(bot(twitch)) as room:
        await room.connected()
        question = await twitch.say("几天发货")
        result = await room.connector.send(reply("48 小时内发货", reply_to=question))
    line = next(line for line in twitch.received if line.command == "PRIVMSG")
    assert (result.status, result.platform_id) == ("sent", "own2")
    assert (line.tags["reply-parent-msg-id"], line.params) == (question, ("#shop", "48 小时内发货"))


async def test_an_acknowledgement_without_an_id_is_one(twitch: FakeTwitch) -> None:
    twitch.acks_with_id = False
    async with listening(bot(twitch)) as room:
        await room.connected()
        result = await room.connector.send(reply("hello"))
    assert (result.status, result.platform_id) == ("sent", None)


@pytest.mark.parametrize(
    ("notice", "slow", "wait"), [("msg_ratelimit", 0, 30.0), ("msg_slowmode", 40, 40.0), ("msg_slowmode", 0, 30.0)]
)
async def test_a_refusal_for_pace_says_when_to_try_again(
    twitch: FakeTwitch, notice: str, slow: int, wait: float
) -> None:
    twitch.slow = slow
    twitch.refuse = [notice]
    async with listening(bot(twitch)) as room:
        await room.connected()
        await twitch.tell("PING", "settled")  # so that ROOMSTATE has been read
        await twitch.saw(lambda line: line.param(-1) == "settled")
        result = await room.connector.send(reply("hello"))
    assert (result.status, result.retry_after) == ("refused", wait)
    assert notice in result.reason


REFUSALS = (
    "msg_r9k",
    "msg_emoteonly",
    "msg_followersonly",
    "msg_followersonly_followed",
    "msg_followersonly_zero",
    "msg_subsonly",
    "msg_timedout",
    "msg_banned",
    "msg_channel_blocked",
    "msg_channel_suspended",
    "msg_suspended",
    "msg_rejected",
    "msg_rejected_mandatory",
    "msg_bad_characters",
    "msg_verified_email",
    "msg_requires_verified_phone_number",
    "tos_ban",
    "unrecognized_cmd",
    "msg_that_is_invented_later",
)


async def test_every_other_refusal_is_final_and_named(twitch: FakeTwitch) -> None:
    twitch.refuse = list(REFUSALS)
    async with listening(bot(twitch)) as room:
        await room.connected()
        results = [await room.connector.send(reply(f"text {n}")) for n in range(len(REFUSALS))]
    assert {result.status for result in results} == {"refused"}
    assert {result.retry_after for result in results} == {None}
    assert all(notice in result.reason for notice, result in zip(REFUSALS, results, strict=True))


async def test_the_same_text_twice_is_refused_as_twitch_does(twitch: FakeTwitch) -> None:
    async with listening(bot(twitch)) as room:
        await room.connected()
        results = [await room.connector.send(reply("hello")) for _ in range(2)]
    assert [result.status for result in results] == ["sent", "refused"]
    assert "msg_duplicate" in results[1].reason


async def test_notices_that_are_not_refusals_settle_nothing(twitch: FakeTwitch) -> None:
    twitch.swallow = 1
    async with listening(bot(twitch)) as room:
        await room.connected()
        sending = asyncio.ensure_future(room.connector.send(reply("hello")))
        await twitch.saw(lambda line: line.command == "PRIVMSG")
        await twitch.tell("NOTICE", "#shop", "slow mode is on", msg_id="slow_on")
        await twitch.tell("NOTICE", "#other", "no", msg_id="msg_banned")
        await twitch.tell("USERSTATE", "#shop", id="late")
        result = await sending
    assert (result.status, result.platform_id) == ("sent", "late")


async def test_the_state_that_answers_the_join_is_no_acknowledgement(twitch: FakeTwitch) -> None:
    twitch.late_state = True
    twitch.swallow = 1
    async with listening(bot(twitch)) as room:
        await room.connected()
        sending = asyncio.ensure_future(room.connector.send(reply("hello")))
        await twitch.saw(lambda line: line.command == "PRIVMSG")
        await twitch.tell("USERSTATE", "#shop", badges="")
        await twitch.tell("NOTICE", "#shop", "no", msg_id="msg_timedout")
        assert (await sending).status == "refused"


async def test_one_message_at_a_time_is_under_way(twitch: FakeTwitch) -> None:
    twitch.swallow = 1
    async with listening(bot(twitch)) as room:
        await room.connected()
        first = asyncio.ensure_future(room.connector.send(reply("first")))
        second = asyncio.ensure_future(room.connector.send(reply("second")))
        await twitch.saw(lambda line: line.command == "PRIVMSG")
        await twitch.tell("PING", "mark")
        await twitch.saw(lambda line: line.param(-1) == "mark")
        assert twitch.said() == ["first"]
        await twitch.tell("USERSTATE", "#shop", id="one")
        results = await asyncio.gather(first, second)
    assert [result.status for result in results] == ["sent", "sent"]
    assert twitch.said() == ["first", "second"]


@pytest.mark.parametrize("text", ["/ban mei", ".ban mei", "  /ban mei", "\r\n/ban mei"])
async def test_no_text_becomes_a_command(twitch: FakeTwitch, text: str) -> None:
    async with listening(bot(twitch)) as room:
        await room.connected()
        await room.connector.send(reply(text))
    assert twitch.said()[0][0] in "／．"


async def test_no_text_becomes_a_second_line(twitch: FakeTwitch) -> None:
    async with listening(bot(twitch)) as room:
        await room.connected()
        text = "hello\r\nPRIVMSG #shop :injected\nQUIT\x00 :\x01ACTION x\x01"
        result = await room.connector.send(reply(text, nonce="a\r\nQUIT", reply_to="id\r\nQUIT :x"))
        await room.connector.send(reply("after"))
    assert result.status == "sent"
    assert twitch.said() == ["hello PRIVMSG #shop :injected QUIT : ACTION x", "after"]
    assert not [line for line in twitch.received if line.command == "QUIT"]


async def test_a_long_text_is_cut_by_characters(twitch: FakeTwitch) -> None:
    connector = bot(twitch, limits=())
    text = "好" * 499 + "。" + "的" * 300
    async with listening(connector) as room:
        await room.connected()
        result = await connector.send(reply(text))
    assert result.status == "sent"
    assert [len(piece) for piece in twitch.said()] == [500, 300]
    assert connector.lines(text) == 2


async def test_half_a_reply_is_unknown_so_that_nobody_says_it_again(twitch: FakeTwitch) -> None:
    twitch.refuse = ["", "msg_ratelimit"]
    async with listening(bot(twitch, limits=())) as room:
        await room.connected()
        result = await room.connector.send(reply("好" * 700))
    assert (result.status, result.retry_after) == ("unknown", None)
    assert "1 of 2" in result.reason


async def test_nothing_to_say_is_refused_and_takes_no_lines(twitch: FakeTwitch) -> None:
    connector = bot(twitch)
    assert (await connector.send(reply(" \r\n"))).status == "refused"
    assert connector.lines(" \r\n") == 0


# Pace


@pytest.mark.parametrize(
    ("badges", "limits"),
    [
        ("", TWITCH_LIMITS),
        ("vip/1", TWITCH_VIP_LIMITS),
        ("moderator/1", TWITCH_STAFF_LIMITS),
        ("broadcaster/1,subscriber/3", TWITCH_STAFF_LIMITS),
    ],
)
async def test_badges_set_the_pace(twitch: FakeTwitch, badges: str, limits: tuple[Limit, ...]) -> None:
    twitch.badges = badges
    async with listening(bot(twitch)) as room:
        await room.connected()
        await room.until(lambda: room.connector.pace.limits == limits)


async def test_slow_mode_slows_us_until_it_is_off_or_we_are_moderator(twitch: FakeTwitch) -> None:
    async with listening(bot(twitch)) as room:
        pace = room.connector.pace
        await room.connected()
        await twitch.tell("ROOMSTATE", "#shop", slow="30")
        await room.until(lambda: pace.limits == (*TWITCH_LIMITS, Limit(1, 30.0)))
        await twitch.tell("ROOMSTATE", "#shop", followers_only="10")  # a delta leaves the rest as it was
        await twitch.tell("USERSTATE", "#shop", badges="moderator/1")
        await room.until(lambda: pace.limits == TWITCH_STAFF_LIMITS)
        await twitch.tell("USERSTATE", "#shop", badges="")
        await room.until(lambda: pace.limits == (*TWITCH_LIMITS, Limit(1, 30.0)))
        await twitch.tell("ROOMSTATE", "#shop", slow="0")
        await room.until(lambda: pace.limits == TWITCH_LIMITS)


# The door


@pytest.mark.parametrize(
    ("token", "nick", "word"),
    [("bad", "shopbot", "token_env"), ("good", "stranger", "token_env")],
)
async def test_a_wrong_token_stops_at_once_and_says_what_to_do(
    twitch: FakeTwitch, token: str, nick: str, word: str
) -> None:
    async with listening(bot(twitch, token=token, nick=nick)) as room:
        refused = await room.stopped()
    assert word in refused.fix
    assert twitch.logins == 1
    assert room.connector.link.state == "refused"
    result = await room.connector.send(reply("hello"))
    assert (result.status, result.retry_after) == ("refused", None)


@pytest.mark.parametrize("notice", ["msg_banned", "msg_channel_suspended", "tos_ban"])
async def test_a_channel_that_will_not_have_us_stops_at_once(twitch: FakeTwitch, notice: str) -> None:
    twitch.door_notice = notice
    async with listening(bot(twitch)) as room:
        await room.stopped()
    assert twitch.logins == 1


async def test_a_channel_that_does_not_exist_is_named_and_tried_again(twitch: FakeTwitch) -> None:
    async with listening(bot(twitch, channel="#nowhere", join_timeout_s=0.5)) as room:
        await room.until(lambda: "#nowhere" in room.connector.link.detail)
        await twitch.saw(lambda line: line.command == "JOIN", count=2)


# Lost connections


async def test_a_cut_connection_comes_back_by_itself(twitch: FakeTwitch) -> None:
    async with listening(bot(twitch)) as room:
        await room.connected()
        twitch.cut()
        await room.connected(reconnects=1)
        await twitch.say("still there?")
        await room.heard("still there?")
        assert (await room.connector.send(reply("yes"))).status == "sent"


async def test_reconnect_moves_to_a_new_connection_and_loses_nothing(twitch: FakeTwitch) -> None:
    async with listening(bot(twitch)) as room:
        await room.connected()
        old = twitch.clients[0]
        await twitch.reconnect()
        await old.ws.send_str("@id=last :m!m@m PRIVMSG #shop :said while moving")
        await room.heard("said while moving")
        await room.connected(reconnects=1)
        await room.until(lambda: old not in twitch.clients)
        await twitch.say("and after")
        await room.heard("and after")


async def test_an_acknowledgement_on_the_connection_we_leave_still_counts(twitch: FakeTwitch) -> None:
    twitch.swallow = 1
    async with listening(bot(twitch)) as room:
        await room.connected()
        old = twitch.clients[0]
        sending = asyncio.ensure_future(room.connector.send(reply("hello")))
        await twitch.saw(lambda line: line.command == "PRIVMSG")
        await twitch.reconnect()
        await old.ws.send_str("@id=own9 :tmi.twitch.tv USERSTATE #shop")
        assert (await sending).platform_id == "own9"


async def test_a_send_that_nobody_answers_is_unknown(twitch: FakeTwitch) -> None:
    twitch.swallow = 1
    async with listening(bot(twitch, ack_timeout_s=0.3)) as room:
        await room.connected()
        assert (await room.connector.send(reply("hello"))).status == "unknown"


async def test_a_late_acknowledgement_is_not_taken_for_the_next_message(twitch: FakeTwitch) -> None:
    twitch.swallow = 1
    async with listening(bot(twitch, ack_timeout_s=1.0)) as room:
        await room.connected()
        await room.connector.send(reply("swallowed"))
        result = await room.connector.send(reply("next"))
    assert result.status == "refused"
    assert result.retry_after
    assert result.retry_after > 0
    assert twitch.said() == ["swallowed"]


async def test_a_connection_lost_after_writing_leaves_the_send_unknown(twitch: FakeTwitch) -> None:
    twitch.swallow = 1
    async with listening(bot(twitch)) as room:
        await room.connected()
        sending = asyncio.ensure_future(room.connector.send(reply("hello")))
        await twitch.saw(lambda line: line.command == "PRIVMSG")
        twitch.cut()
        assert (await sending).status == "unknown"


async def test_a_send_without_a_connection_is_refused_and_may_be_tried_again(twitch: FakeTwitch) -> None:
    result = await bot(twitch).send(reply("hello"))
    assert result.status == "refused"
    assert result.retry_after
    assert twitch.said() == []


async def test_a_silent_server_is_left_for_a_new_connection(twitch: FakeTwitch) -> None:
    async with listening(bot(twitch, ping_every_s=0.3, liveness_s=0.8, join_timeout_s=5.0)) as room:
        await room.connected()
        twitch.stalled = True
        await room.until(lambda: "nothing was heard" in room.connector.link.detail)
        twitch.stalled = False
        await room.connected(reconnects=1)


async def test_a_quiet_room_is_not_taken_for_a_dead_one(twitch: FakeTwitch) -> None:
    async with listening(bot(twitch, ping_every_s=0.1, liveness_s=10.0)) as room:
        await room.connected()
        await twitch.saw(lambda line: line.command == "PING", count=5)
    assert room.connector.link.reconnects == 0


async def test_a_ping_is_answered_with_its_word(twitch: FakeTwitch) -> None:
    async with listening(bot(twitch)) as room:
        await room.connected()
        await twitch.tell("PING", "tmi.twitch.tv")
        await twitch.saw(lambda line: line.command == "PONG" and line.param(0) == "tmi.twitch.tv")


async def test_only_a_chat_message_makes_the_next_wait_short_again(twitch: FakeTwitch) -> None:
    waits = Backoff(0.01, 100.0)
    connector = IrcConnector("room", twitch.url, "shop", "shopbot", "good", TWITCH, backoff=waits, chance=lambda: 0.0)
    async with listening(connector) as room:
        for tries in range(3):
            await room.connected(reconnects=tries)
            twitch.cut()
        await room.connected(reconnects=3)
        grown = waits.delay(1.0)
        await twitch.say("hello")
        await room.heard("hello")
    assert (grown, waits.delay(1.0)) == (0.08, 0.01)
