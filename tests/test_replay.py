"""Recorded chat through the very code that decides in a live room."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.catalog import Catalog, Product
from bot.cues.handover import Handover
from bot.faq.entries import Faq
from bot.faq.files import parse_faq
from bot.faq.match import Matcher
from bot.knowledge import Knowledge
from bot.messages import MAX_TEXT, ChatMessage
from bot.problems import Problem
from bot.replay import START, Replay, Replayed, Summary, read_chat
from bot.store import Store, open_store

FAQ = """\
## 什么时候发货？ {#ship-when}
- how soon do you ship

48 小时内发货。

## 包邮吗？ {#postage}
满 59 元包邮。

## 主播好美 {#praise}
<!-- then: silence -->
"""


def knows() -> Knowledge:
    entries, problems = parse_faq(FAQ, "a.md")
    assert problems == []
    faq = Faq.of(entries)
    mask = Product("A101", "补水面膜", Decimal("59.90"), stock=12, tags=("面膜",), link_no=1)
    return Knowledge(faq, Matcher(faq), Catalog({"A101": mask}), Handover(("投诉",), ()))


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await open_store(f"sqlite:///{tmp_path / 'empty.db'}")
    yield opened
    await opened.close()


def read(*lines: object) -> tuple[list[ChatMessage], list[Problem]]:
    problems: list[Problem] = []
    written = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    return list(read_chat(written, "chat.jsonl", problems)), problems


async def play(store: Store, chat: Sequence[dict[str, object]], *, each: bool = False) -> list[Replayed]:
    room = Replay(knows(), {}, store, "practice", each=each)
    messages, problems = read(*chat)
    assert problems == []
    return [await room.one(message) for message in messages]


# reading


def test_a_whole_line_is_read_as_the_design_says() -> None:
    (message,), problems = read(
        '{"id":"m1","at":"2026-11-12T20:00:01+08:00","room":"r1","viewer":{"id":"u1","name":"小美"},"text":"几天发货"}'
    )
    assert problems == []
    assert (message.id, message.room, message.text) == ("m1", "r1", "几天发货")
    assert (message.viewer.id, message.viewer.name) == ("u1", "小美")
    assert message.sent_at == datetime(2026, 11, 12, 12, 0, 1, tzinfo=UTC)


def test_only_id_and_text_are_needed() -> None:
    (one, two), problems = read({"id": 1, "text": "a"}, {"id": 2, "text": "b"})
    assert problems == []
    assert (one.id, one.room, two.id) == ("1", "replay", "2")
    assert one.viewer.id != two.viewer.id
    assert (one.sent_at, two.sent_at) == (START + timedelta(seconds=1), START + timedelta(seconds=2))


def test_a_viewer_may_be_a_name_alone() -> None:
    (one, two), problems = read({"id": 1, "text": "a", "viewer": "小美"}, {"id": 2, "text": "b", "viewer": 7})
    assert problems == []
    assert (one.viewer.id, one.viewer.name) == ("小美", "小美")
    assert (two.viewer.id, two.viewer.name) == ("7", "7")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("not json", "it is no JSON"),
        ([], "it is no JSON object"),
        ({"text": "a"}, "it has no id"),
        ({"id": "1"}, "it has no text"),
        ({"id": "1", "text": 3}, '"text" must be text'),
        ({"id": "1", "text": "a", "at": "yesterday"}, '"at" must be a time such as'),
        ({"id": "1", "text": "a", "viewer": [1]}, '"viewer" must be a name or'),
    ],
)
def test_a_line_that_is_no_message_is_told_which_field_must_be_what(line: object, said: str) -> None:
    _, (problem,) = read(line)
    assert str(problem.what).startswith("not a message (")
    assert said in str(problem.what)
    assert problem.what.zh.startswith("不是消息（")
    assert "Error" not in str(problem)


def test_a_time_without_a_zone_is_read_as_utc() -> None:
    (message,), _ = read({"id": "1", "text": "a", "at": "2026-11-12T20:00:01"})
    assert message.sent_at.tzinfo is UTC


@pytest.mark.parametrize(
    "line",
    [
        "not json",
        "[]",
        "3",
        "null",
        '"text"',
        {"id": "1"},
        {"text": "a"},
        {"id": None, "text": "a"},
        {"id": "1", "text": 3},
        {"id": "1", "text": "a", "at": "yesterday"},
        {"id": "1", "text": "a", "viewer": [1]},
        "[" * 100_000,
    ],
)
def test_a_line_that_is_no_message_is_named_and_the_others_are_read(line: object) -> None:
    messages, problems = read({"id": "m1", "text": "a"}, "", line, {"id": "m4", "text": "b"})
    assert [m.id for m in messages] == ["m1", "m4"]
    assert [(p.path, p.line) for p in problems] == [("chat.jsonl", 3)]
    assert '"text"' in problems[0].fix


def test_what_strangers_typed_is_bounded() -> None:
    (message,), _ = read('{"id":"1","text":"' + "x" * 5000 + '\\ud83d","viewer":{"id":"u","name":"a\\nb"}}')
    assert len(message.text) <= MAX_TEXT
    assert message.viewer.name == "a b"


VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=12)),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2),
    max_leaves=4,
)
WHEN = st.one_of(VALUES, st.sampled_from(["0001-01-01", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00+14:00"]))
LINES = st.one_of(
    st.text(max_size=40),
    st.fixed_dictionaries(
        {}, optional={"id": VALUES, "text": VALUES, "at": WHEN, "room": VALUES, "viewer": VALUES}
    ).map(json.dumps),
)


@settings(max_examples=200)
@given(st.lists(LINES, max_size=4))
def test_no_recording_breaks_the_reading(lines: list[str]) -> None:
    messages, problems = read(*lines)
    assert len(messages) + len(problems) <= len(lines)
    for message in messages:
        assert message.sent_at.tzinfo is not None
        message.text.encode()
        message.sent_at.astimezone(UTC)


# deciding


async def test_a_line_has_exactly_the_fields_of_the_design(store: Store) -> None:
    (found,) = await play(store, [{"id": "m1", "text": "什么时候发货"}])
    line = found.line()
    assert list(line) == ["id", "outcome", "entry", "score", "runner_up", "reason", "reply", "ms"]
    assert (line["id"], line["outcome"], line["entry"], line["score"]) == ("m1", "answer", "ship-when", 1.0)
    assert line["reply"] == "48 小时内发货。"
    assert isinstance(line["ms"], float)
    json.dumps(line)


async def test_the_best_entry_is_named_also_where_it_was_not_answered(store: Store) -> None:
    found = await play(
        store,
        [
            {"id": "1", "text": "我要投诉 什么时候发货"},
            {"id": "2", "text": "你们几点发货到广东呀怎么说"},
            {"id": "3", "text": "主播好美"},
        ],
    )
    assert [(f.outcome, f.entry, f.reply) for f in found] == [
        ("escalate", "ship-when", None),
        ("escalate", "ship-when", None),
        ("ignore", "praise", None),
    ]


async def test_a_product_question_ends_as_a_suggestion_with_its_sentence(store: Store) -> None:
    (found,) = await play(store, [{"id": "1", "text": "推荐一款面膜"}])
    assert found.outcome == "suggest"
    assert "补水面膜" in (found.reply or "")


CHAT: list[dict[str, object]] = [
    {"id": "1", "text": "主播身高多少", "viewer": {"id": "a"}},
    {"id": "2", "text": "主播身高多少", "viewer": {"id": "a"}},
    {"id": "3", "text": "主播身高多少", "viewer": {"id": "b"}},
]


async def test_a_recording_is_played_with_memory_of_what_came_before(store: Store) -> None:
    assert [f.outcome for f in await play(store, CHAT)] == ["escalate", "ignore", "merge"]


async def test_each_message_by_itself_remembers_nothing(store: Store) -> None:
    assert [f.outcome for f in await play(store, CHAT, each=True)] == ["escalate"] * 3


async def test_rooms_do_not_remember_for_each_other(store: Store) -> None:
    chat: list[dict[str, object]] = [{**message, "room": f"r{i}"} for i, message in enumerate(CHAT)]
    assert [f.outcome for f in await play(store, chat)] == ["escalate"] * 3


async def test_the_same_recording_gives_the_same_lines(store: Store) -> None:
    chat: list[dict[str, object]] = [*CHAT, {"id": "4", "text": "推荐一款面膜"}, {"id": "5", "text": "包邮吗"}]
    first, second = await play(store, chat), await play(store, chat)
    assert [{**f.line(), "ms": 0} for f in first] == [{**f.line(), "ms": 0} for f in second]


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
async def test_a_line_from_the_edge_of_time_does_not_end_the_recording(store: Store, at: str) -> None:
    messages, problems = read({"id": "1", "text": "什么时候发货", "at": at}, {"id": "2", "text": "包邮吗"})
    assert len(messages) + len(problems) == 2
    room = Replay(knows(), {}, store, "practice")
    assert (await room.one(messages[-1])).outcome == "answer"
    for message in messages[:-1]:
        await room.one(message)


async def test_nothing_is_kept(store: Store) -> None:
    await play(store, CHAT)
    assert list(await store.balance()) == []
    assert list(await store.cases.several()) == []


async def test_the_summary_adds_up(store: Store) -> None:
    summary = Summary()
    for found in await play(store, [*CHAT, {"id": "4", "text": "包邮吗"}]):
        summary.add(found)
    result = summary.result()
    assert result["messages"] == 4
    assert sum(result["outcomes"].values()) == 4
    assert result["answered_entries"] == {"postage": 1}
    assert Summary().result()["ms_p50"] == 0.0
