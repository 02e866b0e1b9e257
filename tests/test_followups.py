"""Lines that say little by themselves: follow-ups, corrections, and two questions in one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.decide.followups import clauses, correction, leans_on, stands_alone
from bot.memory import RoomMemory
from bot.messages import Answer, ChatMessage, Decision, Escalate, Ignore, Scored, Viewer

NOW = datetime(2026, 11, 12, 20, 0, tzinfo=UTC)
ANSWERED = Answer("ship-when", "48 小时内发货。", "asked in the FAQ's own words", Scored("ship-when", 1.0))


def line(text: str, message_id: str = "m2", viewer: str = "ann") -> ChatMessage:
    return ChatMessage("studio", message_id, Viewer(viewer, viewer), text, NOW)


def after(decision: Decision, text: str = "什么时候发货", seconds: float = 10) -> RoomMemory:
    memory = RoomMemory()
    memory.note_decided(line(text, "m1"), decision, NOW - timedelta(seconds=seconds))
    return memory


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("不是这个", ""), ("不是问这个", ""), ("答非所问", ""), ("你理解错了", ""),
        ("not what I asked", ""),
        ("That's not what I asked", ""),
        ("wrong answer", ""),
        ("不是这个，我问的是几天能到", "几天能到"), ("我问的是运费", "运费"),
        ("不是，我想问的是能不能退", "能不能退"),
        ("no i meant how long does delivery take", "how long does delivery take"),
        ("I was asking about the refund", "the refund"), ("no I mean the blue one", "the blue one"),
    ],
)  # fmt: skip
def test_a_viewer_says_the_answer_was_wrong(said: str, meant: str) -> None:
    found = correction(line(said), after(ANSWERED), NOW)
    assert found is not None
    assert (found.message_id, found.entry, found.question, found.meant) == ("m1", "ship-when", "什么时候发货", meant)


@pytest.mark.parametrize(
    "said",
    [
        "谢谢",
        "好的",
        "是这个意思",
        "不是很贵",
        "不是吧这么快",
        "no problem",
        "i mean it is cheap lol",
        "什么时候发货",
        "1",
    ],
)
def test_other_lines_are_no_corrections(said: str) -> None:
    assert correction(line(said), after(ANSWERED), NOW) is None


def test_only_an_answer_that_was_just_given_is_corrected() -> None:
    assert correction(line("不是这个"), RoomMemory(), NOW) is None
    assert correction(line("不是这个"), after(ANSWERED, seconds=600), NOW) is None
    assert correction(line("不是这个"), after(Escalate("no sure answer")), NOW) is None
    assert correction(line("不是这个", viewer="ben"), after(ANSWERED), NOW) is None


@pytest.mark.parametrize(
    "said", ["那多久?", "那运费呢", "要多久", "what about returns", "and how long", "how much", "谁出", "免费吗"]
)
def test_a_short_line_leans_on_the_one_before(said: str) -> None:
    before = leans_on(line(said), after(ANSWERED), NOW)
    assert before is not None
    assert (before.message_id, before.entry) == ("m1", "ship-when")


@pytest.mark.parametrize(
    "said", ["包邮吗这个面膜要不要运费", "谢谢主播", "好看", "do you ship to the united states of america", "哈哈哈"]
)
def test_a_line_that_is_whole_leans_on_nothing(said: str) -> None:
    assert leans_on(line(said), after(ANSWERED), NOW) is None


def test_nothing_leans_on_small_talk_or_on_long_ago() -> None:
    assert leans_on(line("那多久?"), after(Ignore("small talk")), NOW) is None
    assert leans_on(line("那多久?"), after(ANSWERED, seconds=600), NOW) is None


@pytest.mark.parametrize(
    ("said", "rest"),
    [
        ("那多久能到?", "多久能到"),
        ("那要几天", ""),
        ("and how long is delivery", "how long is delivery"),
        ("and when", ""),
    ],
)
def test_what_stands_alone_without_its_lead(said: str, rest: str) -> None:
    assert stands_alone(said) == rest


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("什么时候发货？包邮吗", ["什么时候发货", "包邮吗"]),
        ("几天到，能开发票吗", ["几天到", "能开发票吗"]),
        ("when do you ship and is shipping free", ["when do you ship", "is shipping free"]),
        ("可以开发票吗 还有怎么退货", ["可以开发票吗", "怎么退货"]),
        ("主播好美，什么时候发货", ["什么时候发货"]),
        ("什么时候发货", ["什么时候发货"]),
        ("我买了两件，一件大了，可以换吗", ["可以换吗"]),
    ],
)
def test_the_questions_of_a_line(said: str, asked: list[str]) -> None:
    assert clauses(said)[0] == asked


@given(st.text(max_size=400))
def test_whatever_is_typed_is_read(text: str) -> None:
    memory = after(ANSWERED)
    correction(line(text), memory, NOW)
    leans_on(line(text), memory, NOW)
    stands_alone(text)
    assert clauses(text)
