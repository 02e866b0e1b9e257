"""Lines of IRC: read, written and cut."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.connectors import irc_lines
from bot.connectors.irc_dialects import IRC, TWITCH, badges_of, room_for_text, said_at
from bot.connectors.irc_lines import Line, build, characters, cut, octets, parse

LINES = [
    # plain
    ("PING :tmi.twitch.tv", Line("PING", ("tmi.twitch.tv",))),
    ("PONG", Line("PONG")),
    (":irc.test 001 bot :Welcome to us", Line("001", ("bot", "Welcome to us"), nick="irc.test")),
    (":mei!m@host PRIVMSG #shop :几天发货 😀", Line("PRIVMSG", ("#shop", "几天发货 😀"), nick="mei")),
    (":mei!m@host PRIVMSG #shop ::) ok", Line("PRIVMSG", ("#shop", ":) ok"), nick="mei")),
    (":mei!m@host privmsg  #shop   :a  b ", Line("PRIVMSG", ("#shop", "a  b "), nick="mei")),
    # tags
    (r"@a=x\sy\:z\\;b=;c :m QUIT", Line("QUIT", (), {"a": r"x y;z" + "\\", "b": "", "c": ""}, "m")),
    ("@id=1;id=2 :m QUIT", Line("QUIT", (), {"id": "2"}, "m")),
    ("@url=a=b;+draft/reply=r JOIN #c", Line("JOIN", ("#c",), {"url": "a=b", "+draft/reply": "r"})),
    # nonsense
    ("", Line()),
    ("@", Line()),
    (": :", Line()),
    ("@a=1", Line("", (), {"a": "1"})),
]


@pytest.mark.parametrize(("text", "line"), LINES)
def test_a_line_is_taken_apart(text: str, line: Line) -> None:
    assert parse(text) == line


@pytest.mark.parametrize(
    ("raw", "value"),
    [(r"a\sb", "a b"), (r"\:", ";"), (r"\\s", r"\s"), (r"\r\n", "\r\n"), (r"\b", "b"), ("end\\", "end")],
)
def test_a_tag_value_is_unescaped(raw: str, value: str) -> None:
    assert irc_lines.unescape(raw) == value


@given(st.text(st.characters(exclude_characters="\0")))
def test_a_tag_value_survives_escaping(value: str) -> None:
    assert irc_lines.unescape(irc_lines.escape(value)) == value


@given(st.text())
def test_no_text_breaks_the_reading(text: str) -> None:
    for piece in irc_lines.split_frame(text):
        line = parse(piece)
        assert line.param(99) == ""
        irc_lines.strip_action(line.param(-1))
        irc_lines.strip_formatting(line.param(-1))


@given(st.binary())
def test_no_bytes_break_the_reading(frame: bytes) -> None:
    for piece in irc_lines.split_frame(frame):
        parse(piece)


@given(st.text(), st.text(), st.dictionaries(st.from_regex(r"\A[a-z+/-]+\Z"), st.text(), max_size=3))
def test_whatever_is_written_is_one_line_and_reads_as_what_was_meant(
    channel: str, text: str, tags: dict[str, str]
) -> None:
    written = build("PRIVMSG", "#" + channel, text, tags=tags)
    assert not set("\r\n\0") & set(written)
    line = parse(written)
    assert line.command == "PRIVMSG"
    assert len(line.params) == 2
    assert line.param(1) == text.replace("\r", " ").replace("\n", " ").replace("\0", " ")
    assert line.tags == {key: value.replace("\0", "") for key, value in tags.items()}


def test_passwords_nicks_and_channels_go_without_a_colon() -> None:
    assert build("PASS", "oauth:x") == "PASS oauth:x"
    assert build("PASS", "two words") == "PASS :two words"
    assert build("PRIVMSG", "#shop", "hi") == "PRIVMSG #shop :hi"


def test_a_frame_is_split_at_line_ends_only() -> None:
    assert irc_lines.split_frame("a\r\n\r\nb\nc\r\n") == ["a", "b", "c"]
    assert irc_lines.split_frame("a\u2028b\x0bc") == ["a\u2028b\x0bc"]
    assert irc_lines.split_frame(b"\xff\r\nb") == ["\ufffd", "b"]


def test_actions_are_words_and_other_requests_are_not() -> None:
    assert irc_lines.strip_action("\x01ACTION 挥手\x01") == "挥手"
    assert irc_lines.strip_action("\x01ACTION no end") == "no end"
    assert irc_lines.strip_action("\x01VERSION\x01") is None
    assert irc_lines.strip_action("plain") == "plain"


def test_colours_and_their_numbers_are_removed() -> None:
    assert irc_lines.strip_formatting("\x0304,12red\x03 \x02bold\x02 3\x0f!") == "red bold 3!"


# Cutting

FAMILY = "👩‍👩‍👧‍👦"


@given(st.text(), st.integers(4, 40), st.sampled_from([octets, characters]))
def test_every_piece_fits_and_nothing_is_lost(text: str, limit: int, size: Callable[[str], int]) -> None:
    pieces = cut(text, limit, size)
    assert all(0 < size(piece) <= limit for piece in pieces)
    whole = irc_lines.one_line(text)
    assert "".join(pieces).replace(" ", "") == whole.replace(" ", "")
    assert irc_lines.one_line(whole) == whole


def test_a_short_text_is_one_piece_and_an_empty_one_none() -> None:
    assert cut("48 小时内发货", 100, octets) == ["48 小时内发货"]
    assert cut(" \r\n\x01 ", 100, octets) == []


def test_a_text_is_cut_after_a_sentence_or_at_a_space() -> None:
    assert cut("今天发货。明天就到了", 24, octets) == ["今天发货。", "明天就到了"]
    assert cut("It costs 3.50 today. Order now", 22, octets) == ["It costs 3.50 today.", "Order now"]
    assert cut("no sentence ends here", 16, octets) == ["no sentence ends", "here"]
    assert cut("abcdefgh", 5, octets) == ["abcde", "fgh"]


def test_no_character_and_no_emoji_is_cut_in_two() -> None:
    assert cut("好" * 5, 7, octets) == ["好好", "好好", "好"]
    assert cut(FAMILY * 2, 30, octets) == [FAMILY, FAMILY]
    assert cut("👍🏽👍🏽", 3, characters) == ["👍🏽", "👍🏽"]
    assert cut("🇨🇳🇩🇪🇫🇷", 5, characters) == ["🇨🇳🇩🇪", "🇫🇷"]
    assert cut("e\u0301" * 3, 3, characters) == ["e\u0301"] * 3


def test_lines_end_and_client_requests_cannot_be_smuggled_in() -> None:
    assert cut("a\r\nQUIT\0\x01b\u2028c\ud800d", 100, octets) == ["a QUIT b c d"]


def test_what_twitch_would_obey_is_made_words() -> None:
    assert irc_lines.no_command("/ban mei") == "／ban mei"
    assert irc_lines.no_command(".5 kg") == "．5 kg"
    assert irc_lines.no_command("hello /ban") == "hello /ban"
    assert irc_lines.no_command("") == ""


# Dialects


def test_a_plain_server_leaves_room_for_what_it_puts_in_front() -> None:
    room = room_for_text(IRC, "bot", "#shop")
    longest = f":bot___!{'u' * 12}@{'h' * 64} PRIVMSG #shop :{'x' * room}\r\n"
    assert len(longest) == 512
    assert room_for_text(TWITCH, "bot", "#shop") == 500


@given(st.text())
def test_no_time_and_no_badges_break_the_reading(text: str) -> None:
    at = said_at(text)
    assert at is None or at.tzinfo is not None
    badges_of(text)


def test_both_kinds_of_time_are_read() -> None:
    one, other = said_at("1700000000500"), said_at("2023-11-14T22:13:20.500Z")
    assert one == other is not None
