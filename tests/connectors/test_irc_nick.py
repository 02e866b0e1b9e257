"""The way back to a nick that our own ghost holds."""

from __future__ import annotations

import math

import pytest

from bot.connectors.irc_lines import parse
from bot.connectors.irc_nick import WantedNick
from bot.pacing import Backoff
from bot.problems import ConnectionFailed


def wanted(ghost_s: float = 10.0) -> WantedNick:
    return WantedNick("bot", ghost_s, Backoff(1.0, 8.0), lambda: 1.0)


def test_a_nick_that_was_free_is_not_asked_for() -> None:
    nick = wanted()
    nick.hear(parse(":s 001 bot :hi"), 0.0)
    assert nick.due == math.inf
    assert nick.detail("bot") == ""


def test_spare_nicks_grow_and_end() -> None:
    nick = wanted()
    assert [nick.spare() for _ in range(3)] == ["bot_", "bot__", "bot___"]
    with pytest.raises(ConnectionFailed):
        nick.spare()


def test_a_ghosts_nick_is_asked_for_ever_more_rarely_and_then_left() -> None:
    nick = wanted(ghost_s=10.0)
    nick.spare()
    nick.hear(parse(":s 001 bot_ :hi"), 0.0)
    asked = []
    while nick.due < math.inf:
        asked.append(nick.due)
        assert nick.ask(nick.due) == "NICK bot"
    assert asked == [1.0, 3.0, 7.0]
    assert "bot_" in nick.detail("bot_")


def test_a_ghost_that_leaves_is_followed_at_once() -> None:
    nick = wanted()
    nick.spare()
    nick.hear(parse(":s 001 bot_ :hi"), 0.0)
    nick.hear(parse(":Bot!b@h QUIT :Ping timeout"), 0.5)
    assert nick.due == 0.5
    nick.hear(parse(":bot_!b@h NICK bot"), 0.6)
    assert nick.due == math.inf
