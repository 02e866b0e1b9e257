"""Every text passes the guard right before it leaves, whoever wrote it and however it came into the outbox."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.decide import guarded
from bot.guard import Words
from bot.guard.words import parse_words
from bot.knowledge import Knowledge
from bot.messages import Acknowledge, Answer, Clarify, Escalate, Merge, ReplyKind, Scored
from bot.room.outbox import in_one_line
from bot.store import open_store
from bot.store.said import Stage
from tests.fakes import ScriptedConnector
from tests.test_outbox import Desk

BOT = Path(__file__).parents[2] / "bot"


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    store = await open_store(f"sqlite:///{tmp_path}/shop.db")
    yield Desk(store, ScriptedConnector())
    await store.close()


def calls(name: str) -> set[str]:
    """The modules of the program that call something of this name."""
    found: set[str] = set()
    for path in BOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                called = node.func
                if (isinstance(called, ast.Name) and called.id == name) or (
                    isinstance(called, ast.Attribute) and called.attr == name
                    and ast.unparse(called.value).endswith("connector")
                ):  # fmt: skip
                    found.add(str(path.relative_to(BOT)))
    return found


def test_only_the_outbox_hands_a_text_to_a_platform() -> None:
    assert calls("Reply") == {"room/outbox.py"}
    assert calls("send") == {"room/outbox.py"}


FORBIDDEN = [
    "全网最低价",
    "打我电话 13812345678",
    "您上次买的面膜有货",
    "加微信 abc12345",
    "看 https://evil.example/x",
]


@pytest.mark.parametrize("text", FORBIDDEN)
@pytest.mark.parametrize("kind", list(ReplyKind))
async def test_nothing_forbidden_leaves_whatever_kind_of_reply_it_is(desk: Desk, kind: ReplyKind, text: str) -> None:
    if kind is ReplyKind.STAFF:
        case = await desk.case()
        await desk.replied(case, text)
    else:
        await desk.asked(text, kind=kind)
    await desk.look()
    assert desk.connector.sent == []
    if kind is not ReplyKind.NOTICE:  # what was asked for is done; only its sentence is missing
        assert any("the guard stopped it" in case.reason for case in await desk.cases())
    (kept,) = await desk.store.said.since(desk.now())
    assert (kept.stage, kept.allowed) == (Stage.LEFT, False)
    assert "13812345678" not in kept.text


async def test_what_the_shop_forbade_a_moment_ago_does_not_leave_any_more(desk: Desk) -> None:
    await desk.asked("这是便宜货")
    words = parse_words("[forbidden]\n便宜货\n", "guard.txt")[0]
    desk.shop.knowledge = replace(desk.shop.knowledge, words=words)
    await desk.look()
    assert desk.connector.sent == []
    await desk.asked("这是便宜货")
    desk.shop.knowledge = replace(desk.shop.knowledge, words=Words())
    await desk.look()
    assert len(desk.connector.sent) == 1


async def test_a_name_that_says_what_may_not_be_said_is_left_out(desk: Desk) -> None:
    await desk.asked("Within 48 hours.", viewer="加微信abc12345")
    await desk.look()
    assert desk.connector.texts == ["Within 48 hours."]


async def test_a_models_words_carry_the_label_of_the_shop_and_are_kept_as_its_own(desk: Desk) -> None:
    desk.outbox.label = "AI助手："
    await desk.asked(kind=ReplyKind.SUGGESTION, skus=("A101",), say="soft on dry skin")
    await desk.asked(kind=ReplyKind.SUGGESTION, skus=("A101",), viewer="ben")
    await desk.look()
    worded, plain = sorted(desk.connector.texts, key=lambda text: "AI助手" not in text)
    assert worded.startswith("@Ann AI助手：")
    assert "soft on dry skin" in worded.lower()
    assert "AI助手" not in plain
    (kept,) = await desk.store.said.since(desk.now(), ai=True)
    assert (kept.author, kept.ai) == ("model", "soft on dry skin")
    assert kept.text.startswith("AI助手：")
    assert "Ann" not in kept.text, "the record names no viewer"


async def test_the_label_counts_in_the_platforms_length(desk: Desk) -> None:
    seen: list[str] = []

    def lines(text: str) -> int:
        seen.append(text)
        return 1

    desk.connector.lines = lines  # type: ignore[method-assign]
    desk.outbox.label = "AI助手："
    await desk.asked(kind=ReplyKind.SUGGESTION, skus=("A101",), say="soft on dry skin")
    await desk.look()
    assert seen == desk.connector.texts


def test_a_label_takes_its_place_in_a_line() -> None:
    connector = ScriptedConnector()
    seen: list[str] = []

    def lines(text: str) -> int:
        seen.append(text)
        return 1

    connector.lines = lines  # type: ignore[method-assign]
    assert in_one_line(connector, "AI助手：", "质地清爽")
    assert seen[0].endswith("AI助手：质地清爽")


@pytest.mark.parametrize(
    "decision",
    [
        Answer("a", "全网最低价", "sure", Scored("a", 1.0)),
        Clarify("全网最低价还是运费？", ("a", "b"), "near"),
        Merge("the same", into_message="m0", own=Answer("a", "全网最低价", "sure", Scored("a", 1.0))),
    ],
)
def test_what_may_not_be_said_goes_to_a_person_when_it_is_decided(decision: Answer | Clarify | Merge) -> None:
    stopped = guarded(decision, Knowledge())
    assert isinstance(stopped, Escalate)
    assert "absolute-claim" in stopped.stopped
    assert "全网最低价" in stopped.draft


def test_a_wish_is_done_though_its_answer_may_not_be_said() -> None:
    done = guarded(Acknowledge("forget", "加微信 abc12345", "done"), Knowledge())
    assert isinstance(done, Acknowledge)
    assert done.quiet.startswith("the guard stopped the answer")
