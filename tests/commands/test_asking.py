"""`ask` and `replay`: what would happen, in a form other programs depend on."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.commands.shop import Shop, run

FIELDS = ["id", "outcome", "entry", "score", "runner_up", "reason", "reply", "ms"]
OUTCOMES = {"answer", "suggest", "clarify", "escalate", "merge", "ignore"}
CHAT: list[dict[str, Any]] = [
    {"id": "m1", "at": "2026-11-12T20:00:01+08:00", "room": "r1", "viewer": {"id": "u1", "name": "小美"},
     "text": "几天能到"},
    {"id": "m2", "at": "2026-11-12T20:00:02+08:00", "room": "r1", "viewer": {"id": "u1"}, "text": "几天能到"},
    {"id": "m3", "text": "哈哈哈哈"},
    {"id": "m4", "text": "我要投诉"},
    {"id": "m5", "text": "我要投诉"},
    {"id": "m6", "text": "给我推荐一款面膜"},
]  # fmt: skip


def record(shop: Shop, *lines: dict[str, Any] | str) -> str:
    text = "\n".join(line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines)
    return str(shop.write("chat.jsonl", text + "\n"))


# ask


def test_ask_decides_in_the_mode_of_the_room(shop: Shop) -> None:
    quiet = '\n[[rooms]]\nname = "quiet"\nplatform = "practice"\nport = 0\nmode = "suggest-only"\n'
    shop.write("bot.toml", (shop.folder / "bot.toml").read_text("utf-8") + quiet)
    assert run("ask", "几天能到", "--room", "studio").out.startswith("answer: ")
    assert run("ask", "几天能到", "--room", "quiet").out.startswith("escalate: the room is on suggest-only")


def test_ask_decides_in_the_mode_staff_switched_to(shop: Shop) -> None:
    shop.with_store(lambda store: store.set_room_mode("studio", "silent", "小李", datetime.now(UTC)))
    assert "the room is silent" in run("ask", "几天能到").out
    recorded = record(shop, CHAT[0])
    assert run("replay", recorded).lines[0]["outcome"] == "answer"


def test_ask_in_a_room_that_is_none_names_the_nearest(shop: Shop) -> None:
    ended = run("ask", "几天能到", "--room", "stuido")
    assert ended.code == 1
    assert 'There is no room "stuido". Did you mean "studio"?' in ended.err


def test_ask_makes_the_tables_of_a_store_that_has_none_yet(shop: Shop) -> None:
    shop.write("kept.db", "")
    assert run("ask", "几天能到").code == 0


def test_ask_says_if_the_store_is_none(shop: Shop) -> None:
    shop.write("kept.db", "no database at all" * 100)
    ended = run("ask", "几天能到")
    assert ended.code == 1
    assert "Is it Roomhand's own file" in ended.err


def test_ask_takes_no_hold_of_the_store(shop: Shop) -> None:
    shop.with_store(lambda store: store.room_modes())
    (shop.folder / "kept.db.lock").unlink()
    assert run("ask", "几天能到").code == 0
    assert not (shop.folder / "kept.db.lock").exists(), "a program that starts meanwhile is not kept out"


def test_ask_tells_what_would_happen_and_why(shop: Shop) -> None:
    ended = run("ask", "主播 几天能到呀")
    assert ended.code == 0
    assert "answer: asked in the FAQ's own words" in ended.out
    assert "ship-when 1.00" in ended.out
    assert "48 小时内发货。" in ended.out


def test_ask_answers_other_programs_in_one_object(shop: Shop) -> None:
    found = run("ask", "面膜多少钱", "--json").json
    assert list(found) == [*FIELDS, "read_as", "without", "product"]
    assert (found["outcome"], found["entry"], found["score"]) == ("answer", "mask-price", 1.0)
    assert found["reply"] == "现在 ¥59.9，1 号链接。"


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("how soon do you ship", "answer"),
        ("给我推荐一款面膜", "suggest"),
        ("你们店在哪个城市", "escalate"),
        ("我要投诉", "escalate"),
        ("哈哈哈哈", "ignore"),
        ("", "ignore"),
        ("😀", "ignore"),
    ],
)
def test_ask_names_the_outcome(shop: Shop, text: str, outcome: str) -> None:
    found = run("ask", text, "--json").json
    assert found["outcome"] == outcome
    assert found["reason"]


def test_ask_leaves_no_trace(shop: Shop, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))
    run("ask", "我要投诉", "--viewer", "v1", "--room", "studio", "--no-model")
    assert sorted(tmp_path.rglob("*")) == before


# replay


def test_replay_writes_one_line_a_message_in_the_agreed_form(shop: Shop) -> None:
    ended = run("replay", record(shop, *CHAT), "--no-model")
    assert ended.code == 0
    assert [line["id"] for line in ended.lines] == [message["id"] for message in CHAT]
    for line in ended.lines:
        assert list(line) == FIELDS
        assert line["outcome"] in OUTCOMES
        assert line["reason"]
        assert isinstance(line["ms"], float)
    assert [line["outcome"] for line in ended.lines] == ["answer", "ignore", "ignore", "escalate", "merge", "suggest"]
    assert "6 messages" in ended.err


def test_replay_decides_each_message_by_itself_when_asked_to(shop: Shop) -> None:
    ended = run("replay", record(shop, *CHAT), "--each", "--no-model")
    assert [line["outcome"] for line in ended.lines] == [
        "answer", "answer", "ignore", "escalate", "escalate", "suggest",
    ]  # fmt: skip


def test_replay_names_the_best_entry_also_where_it_did_not_answer(shop: Shop) -> None:
    ended = run("replay", record(shop, {"id": "1", "text": "我要投诉 几天能到"}))
    (line,) = ended.lines
    assert (line["outcome"], line["entry"], line["reply"]) == ("escalate", "ship-when", None)
    assert 0 < line["score"] < 1


def test_replay_writes_to_a_file_and_sums_up_on_the_screen(shop: Shop, tmp_path: Path) -> None:
    ended = run("replay", record(shop, *CHAT), "--out", "lines.jsonl", "--json")
    written = [json.loads(line) for line in (tmp_path / "lines.jsonl").read_text("utf-8").splitlines()]
    assert len(written) == 6
    summary = ended.json
    assert (summary["messages"], summary["unreadable"]) == (6, 0)
    assert summary["outcomes"] == {"answer": 1, "ignore": 2, "escalate": 1, "merge": 1, "suggest": 1}


def test_replay_names_the_lines_it_could_not_read_and_ends_with_1(shop: Shop) -> None:
    chat = record(shop, CHAT[0], "not json", {"id": "m2"}, "", CHAT[2])
    ended = run("replay", chat)
    assert ended.code == 1
    assert [line["id"] for line in ended.lines] == ["m1", "m3"]
    assert "chat.jsonl:2: not a message" in ended.err
    assert "chat.jsonl:3: not a message (it has no text)" in ended.err


def test_a_rehearsal_with_nothing_to_say_has_not_passed(shop: Shop) -> None:
    ended = run("rehearse", record(shop, "not json", "7", {"text": "几天能到"}))
    assert ended.code == 1
    assert "chat.jsonl:2: not a message (it is no JSON object)" in ended.err
    assert "chat.jsonl:3: not a message (it has no id)" in ended.err
    assert "chat.jsonl has no message to say" in ended.err
    assert "PASS" not in ended.out


def test_replay_reads_what_is_not_utf8_as_well_as_it_can(shop: Shop, tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_bytes(b'{"id":"1","text":"\xff\xfe hello"}\n')
    assert run("replay", "bad.jsonl").code == 0


def test_replay_hands_an_odd_id_back_as_it_came(shop: Shop) -> None:
    chat = record(shop, r'{"id":"\ud83d","text":"给我推荐一款面膜","viewer":{"id":"\ud83d"}}')
    ended = run("replay", chat)
    assert ended.code == 0, ended
    assert ended.lines[0]["id"] == "\ud83d"


def test_a_file_that_cannot_be_written_is_said_in_a_sentence(shop: Shop) -> None:
    ended = run("replay", record(shop, *CHAT), "--out", "no/such/folder/lines.jsonl")
    assert ended.code == 1
    assert "no/such/folder/lines.jsonl" in ended.err


def test_ask_knows_what_the_host_is_showing(shop: Shop) -> None:
    shop.write("faq/live.md", "## 这个多少钱？ {#screen}\n{title:screen}，{price:screen}\n")
    assert run("ask", "这个多少钱", "--on-screen", "A101", "--json").json["reply"] == "补水面膜，¥59.9"
    assert run("ask", "这个多少钱", "--json").json["outcome"] == "escalate"


def test_replay_keeps_nothing(shop: Shop, tmp_path: Path) -> None:
    run("replay", record(shop, *CHAT))
    assert not (tmp_path / "kept.db").exists()


def test_replay_uses_what_the_store_knows_of_viewers_beside_it(shop: Shop) -> None:
    shop.case("谁在")
    ended = run("replay", record(shop, *CHAT))
    assert ended.code == 0
    assert run("balance", "--json").json["rooms"][0]["heard"] == 1, "the recording was not kept"


def test_a_store_whose_program_was_killed_is_read_without_writing(shop: Shop) -> None:
    url = f"sqlite:///{shop.folder / 'kept.db'}"
    dying = (
        "import asyncio, os, signal\nfrom datetime import UTC, datetime\nfrom bot.store import open_store\n"
        "async def main():\n"
        f"    store = await open_store({url!r})\n"
        "    await store.set_room_mode('studio', 'silent', 'x', datetime.now(UTC))\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "asyncio.run(main())\n"
    )
    killed = subprocess.run([sys.executable, "-c", dying], cwd=Path(__file__).parents[2], check=False)
    assert killed.returncode == -signal.SIGKILL
    (shop.folder / "kept.db.lock").unlink()
    assert "the room is silent" in run("ask", "几天能到").out
    assert not (shop.folder / "kept.db.lock").exists()
