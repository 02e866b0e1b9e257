"""Recorded lines of both dialects, and what each must become."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.connectors.irc_acks import UnderWay, same, verdict
from bot.connectors.irc_dialects import IRC, TWITCH
from bot.connectors.irc_events import Seat, event_of
from bot.connectors.irc_lines import Line, parse
from bot.connectors.irc_refusals import refused_at_the_door
from bot.connectors.irc_standing import Standing
from bot.messages import MAX_TEXT, ChatMessage, Deletion, SendResult
from bot.pacing import Pace

NOW = datetime(2026, 11, 12, 12, 0, 0, tzinfo=UTC)


def plain(line: str, joined_at: datetime | None = None) -> object:
    return event_of(parse(line), Seat("room", "#shop", "bot", IRC, joined_at=joined_at), NOW)


def twitch(line: str) -> object:
    return event_of(parse(line), Seat("room", "#shop", "bot", TWITCH, user_id="100"), NOW)


def message(event: object) -> ChatMessage:
    assert isinstance(event, ChatMessage)
    return event


@pytest.mark.parametrize(
    "line",
    [
        ":mei!m@h PRIVMSG bot :a private word",
        ":mei!m@h PRIVMSG #other :elsewhere",
        ":mei!m@h NOTICE #shop :another bot's words",
        ":mei!m@h PRIVMSG #shop :\x01PING 1\x01",
        ":mei!m@h PRIVMSG #shop : \x02 ",
        ":mei!m@h PRIVMSG #shop",
        "PRIVMSG #shop :from nobody",
        "@x=1 CLEARMSG #shop",
        "REDACT #shop",
    ],
)
def test_what_is_not_the_rooms_chat_is_nothing(line: str) -> None:
    assert plain(line) is None


def test_a_channel_is_the_same_in_any_spelling_irc_allows() -> None:
    assert message(plain(":Mei!m@h PRIVMSG #SHOP :hi")).viewer.id == "mei"
    assert same("#shop[1]", "#SHOP{1}")
    assert not same("#shop", "#shop2")


def test_plain_messages_with_all_their_tags() -> None:
    tags = "msgid=a;time=2026-11-12T11:59:59.500Z;bot;+draft/reply=q;+roomhand/nonce=n"
    heard = message(plain(f"@{tags} :B!b@h PRIVMSG #shop :\x02hi"))
    assert (heard.id, heard.text, heard.reply_to, heard.nonce) == ("a", "hi", "q", "n")
    assert heard.sent_at == NOW - timedelta(seconds=0.5)
    assert heard.viewer.is_bot
    assert not heard.is_own


def test_our_own_nick_in_any_spelling_is_ours() -> None:
    assert message(plain(":BOT!b@h PRIVMSG #shop :hi")).is_own


def test_only_what_was_said_before_the_first_join_is_history() -> None:
    line = "@time=2026-11-12T11:59:59.500Z :m!m@h PRIVMSG #shop :hi"
    assert message(plain(line, joined_at=NOW)).is_history
    assert not message(plain(line, joined_at=NOW - timedelta(minutes=1))).is_history
    assert not message(plain(line)).is_history


def test_without_ids_the_same_line_has_the_same_id_and_another_has_another() -> None:
    lines = [
        "@time=2026-11-12T11:59:59.500Z :mei!m@h PRIVMSG #shop :hi",
        "@time=2026-11-12T11:59:59.500Z :Mei!m@h PRIVMSG #shop :hi",
        "@time=2026-11-12T11:59:59.501Z :mei!m@h PRIVMSG #shop :hi",
        "@time=2026-11-12T11:59:59.500Z :lin!m@h PRIVMSG #shop :hi",
        ":mei!m@h PRIVMSG #shop :hi",
    ]
    ids = [message(plain(line)).id for line in lines]
    assert ids[0] == ids[1]
    assert len(set(ids)) == 4


def test_texts_and_names_are_bounded() -> None:
    heard = message(twitch(f"@id=1;user-id=5;display-name={'n' * 500} :m!m@h PRIVMSG #shop :{'x' * 5000}"))
    assert len(heard.text) == MAX_TEXT
    assert len(heard.viewer.name) == 64


def test_deletions_of_both_dialects() -> None:
    assert twitch("@target-msg-id=m CLEARMSG #shop :x") == Deletion("room", message_id="m")
    assert twitch("@target-user-id=5 CLEARCHAT #shop :mei") == Deletion("room", viewer_id="5")
    assert twitch("CLEARCHAT #shop") == Deletion("room")
    assert plain(":op!o@h REDACT #shop m :off topic") == Deletion("room", message_id="m")


# Acknowledgements

SENT = UnderWay("#shop", "bot", "n1", "")


@pytest.mark.parametrize(
    ("line", "result"),
    [
        ("@msgid=a;+roomhand/nonce=n1 :bot!b@h PRIVMSG #shop :hi", SendResult("sent", "a")),
        ("@msgid=a :bot!b@h PRIVMSG #shop :hi", SendResult("sent", "a")),
        ("@msgid=a;+roomhand/nonce=n0 :bot!b@h PRIVMSG #shop :an earlier one", None),
        ("@msgid=a :mei!b@h PRIVMSG #shop :hi", None),
        ("@msgid=a :bot!b@h PRIVMSG mei :hi", None),
        (":irc.test PONG irc.test :sent-1", None),
        (":irc.test 404 bot #shop :Cannot send", SendResult("refused", reason="Cannot send (404)")),
        (
            ":irc.test 439 bot #shop :Too fast",
            SendResult("refused", reason="Too fast (439)", retry_after=30.0),
        ),
        (":irc.test FAIL PRIVMSG X #shop :No", SendResult("refused", reason="No (X)")),
        (":irc.test 353 bot = #shop :bot", None),
    ],
)
def test_what_a_line_says_about_our_message(line: str, result: SendResult | None) -> None:
    assert verdict(parse(line), SENT, IRC) == result


def test_only_the_pong_to_our_own_ping_counts() -> None:
    sent = replace(SENT, ping="sent-2")
    assert verdict(parse(":irc.test PONG irc.test :sent-2"), sent, IRC) == SendResult("sent")
    assert verdict(parse(":irc.test PONG irc.test :sent-1"), sent, IRC) is None


# The door


@pytest.mark.parametrize(
    ("line", "setting"),
    [
        ("NOTICE * :Login authentication failed", "token"),
        ("NOTICE * :Improperly formatted auth", "token"),
        (":irc.test 464 bot :Password incorrect", "token_env"),
        (":irc.test 432 * b :Erroneous nickname", "nick"),
        (":irc.test 403 bot #shop :No such channel", "channel"),
        (":irc.test 405 bot #shop :Too many channels", "nick"),
        ("ERROR :Closing link: (b@h) [K-Lined: go away]", "nick"),
    ],
)
def test_what_closes_the_door_names_the_setting(line: str, setting: str) -> None:
    refusal = refused_at_the_door(parse(line))
    assert refusal is not None
    assert setting in refusal.fix


@pytest.mark.parametrize(
    "line",
    [
        "NOTICE * :*** Looking up your hostname",
        "ERROR :Closing link: (b@h) [Throttled]",
        ":irc.test 433 * b :In use",
    ],
)
def test_what_a_retry_may_cure_does_not_close_the_door(line: str) -> None:
    assert refused_at_the_door(parse(line)) is None


# Strangers' bytes

WORDS = st.sampled_from(
    [
        "PRIVMSG",
        "CLEARCHAT",
        "CLEARMSG",
        "REDACT",
        "USERSTATE",
        "ROOMSTATE",
        "353",
        "366",
        "MODE",
        "NICK",
        "KICK",
    ]
)


@given(WORDS, st.lists(st.one_of(st.just("#shop"), st.text(max_size=8)), max_size=4), st.text(max_size=8))
def test_no_line_breaks_the_reading(command: str, params: list[str], value: str) -> None:
    tags = dict.fromkeys(("time", "tmi-sent-ts", "slow", "badges", "id", "msg-id", "user-id"), value)
    line = Line(command, tuple(params), tags, value)
    for dialect in (IRC, TWITCH):
        seat = Seat("room", "#shop", "bot", dialect)
        Standing(seat, Pace(), dialect.limits).hear(line)
        event_of(line, seat, NOW)
        verdict(line, SENT, dialect)
        refused_at_the_door(line)
