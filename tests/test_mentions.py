"""One answer for many askers: each is named once, in lines that the platform takes, whatever they are called."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.connectors.irc import IrcConnector
from bot.connectors.irc_dialects import IRC, TWITCH, Dialect, room_for_text
from bot.escalation.mentions import (
    MOST_MENTIONS,
    batches,
    correction,
    nameable,
    named,
    plain_lines,
    speakable,
    uncorrected,
)

NICK, CHANNEL = "roomhand", "#shop"

HOSTILE = (
    "小美", "ann", "@ann", "a @ben @carl", "加微信 abc12345", "全网第一", " ", "\u202eevil\u2066", "x" * 80,
    "名" * 60, "\U0001f469\u200d\U0001f467" * 12, "/ban ann", ".ban", "a\r\nQUIT", "\u2028", "e\u0301" * 30, "\ud800",
    "13800138000",
)  # fmt: skip
hostile = st.one_of(st.text(max_size=70), st.sampled_from(HOSTILE))
texts = st.one_of(
    st.sampled_from(["好的", "Within 48 hours.", "满 59 元包邮。" * 30, "word " * 90, "长" * 500]),
    st.text(min_size=1),
)


def on(dialect: Dialect) -> IrcConnector:
    return IrcConnector("studio", "ws://nowhere.test", CHANNEL, NICK, None, dialect)


@pytest.mark.parametrize("dialect", [IRC, TWITCH], ids=["octets", "characters"])
@settings(max_examples=60)
@given(names=st.lists(hostile, max_size=60), text=texts)
def test_everybody_is_named_once_in_lines_that_fit(dialect: Dialect, names: list[str], text: str) -> None:
    connector = on(dialect)
    found = batches(names, text, connector.lines)
    said = Counter(speakable(name) for batch in found for name in batch)
    assert said == Counter({name: 1 for name in map(speakable, names) if name})
    assert all(len(batch) <= MOST_MENTIONS for batch in found)
    for batch in found:
        worded = named(text, batch)
        if len(batch) > 1:
            assert connector.lines(worded) <= max(1, connector.lines(text))
        for piece in connector._pieces(worded):
            assert dialect.size(piece) <= room_for_text(dialect, NICK, CHANNEL)


@settings(max_examples=40)
@given(names=st.lists(hostile, min_size=1, max_size=40))
def test_no_name_is_cut_in_two_however_long_the_answer(names: list[str]) -> None:
    connector = on(IRC)
    text = "满 59 元包邮，不满收 6 元运费。" * 25
    for batch in batches(names, text, connector.lines):
        if len(batch) > 1:
            assert connector.lines(" ".join(f"@{speakable(name)}" for name in batch)) == 1


def test_37_askers_take_five_lines() -> None:
    found = batches([f"观众{n}" for n in range(37)], "48 小时内发货。", on(TWITCH).lines)
    assert [len(batch) for batch in found] == [8, 8, 8, 8, 5]
    assert named("48 小时内发货。", found[-1]) == "@观众32 @观众33 @观众34 @观众35 @观众36 48 小时内发货。"


def test_two_viewers_of_one_name_share_a_mention() -> None:
    assert nameable(["Ann", "Ben", "Ann", "An\u200bn"]) == ["Ann", "Ben"]


def test_no_name_names_somebody_else() -> None:
    assert named("hello", ["a @ben"]) == "@a ＠ben hello"


def test_who_cannot_be_named_gets_a_line_all_the_same() -> None:
    assert batches(["加微信 abc12345", ""], "好的", plain_lines) == ((),)
    assert named("好的", ["加微信 abc12345"]) == "好的"


def test_fewer_names_where_the_line_is_full() -> None:
    names = [f"{n}{'名' * 23}" for n in range(6)]
    assert [len(batch) for batch in batches(names, "长" * 60, on(IRC).lines)] == [3, 3]
    assert [len(batch) for batch in batches(names, "长" * 60, on(TWITCH).lines)] == [6]


@pytest.mark.parametrize(
    ("text", "said"),
    [("49 元", "更正：49 元"), ("It is 49.", "Correction: It is 49."), ("更正：49 元", "更正：49 元")],
)
def test_a_correction_says_so_once(text: str, said: str) -> None:
    assert correction(text) == said
    assert uncorrected(said) == uncorrected(text)
