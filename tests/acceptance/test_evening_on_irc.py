"""An evening on a real IRC server: two viewers, the bot, a person at the desk, and a power cut."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from pathlib import Path
from typing import Any

from tests.acceptance.program import REPOSITORY, Program
from tests.servers.inspircd import InspIrcd, IrcViewer

SETTINGS = """
[shop]
name = "Test shop"
faq = "{repository}/faq"
prompts = "{repository}/prompts"
catalog = "{repository}/bot/sample/catalog.csv"

[store]
url = "sqlite:///data/evening.db"

[console]
listen = "127.0.0.1:0"

[[rooms]]
name = "shop"
platform = "irc"
url = "{url}"
channel = "#shop"
nick = "roomhand"
lines_per_10s = 400
"""


def settings_in(folder: Path, url: str) -> None:
    """Write the bot.toml of this evening."""
    (folder / "bot.toml").write_text(SETTINGS.format(repository=REPOSITORY, url=url), "utf-8")


async def in_the_room(viewer: IrcViewer, since: int = 0) -> None:
    """Wait until the bot is in the channel."""
    await viewer.saw(
        lambda line: (
            (line.command == "JOIN" and line.nick.rstrip("_") == "roomhand")
            or (line.command == "353" and "roomhand" in line.param(-1))
        ),
        timeout=30,
        since=since,
    )


async def test_two_viewers_are_answered_advised_and_handed_to_a_person(tmp_path: Path) -> None:
    async with InspIrcd(tmp_path) as server, IrcViewer(server.url, "#shop", "ann", host=True) as host:
        settings_in(tmp_path, server.url)
        async with (
            Program(tmp_path) as program,
            IrcViewer(server.url, "#shop", "mei") as mei,
            IrcViewer(server.url, "#shop", "leo") as leo,
        ):
            await in_the_room(host)
            asked = await mei.say("几天发货？")
            answer = await mei.saw(lambda line: line.nick == "roomhand" and line.param(-1).startswith("@mei"))
            assert "48" in answer.param(-1)
            assert answer.tags.get("+draft/reply") == asked

            await leo.say("recommend a gift for my girlfriend?")
            suggestion = await leo.saw(lambda line: line.nick == "roomhand" and line.param(-1).startswith("@leo"))
            assert "¥" in suggestion.param(-1)

            await mei.say("我要投诉，收到的杯子是碎的")
            case = await open_case(program)
            assert "投诉" in case["reason"]
            promised = await mei.heard("您的问题已记下，工作人员会尽快回复")  # she is angry, nobody is at the console
            assert promised.param(-1).startswith("@mei")
            await program.cli("escalations", "claim", str(case["id"]), "--by", "Li Na")
            await mei.say("在吗？几天发货")  # a person has her now: the bot is silent
            await program.cli(
                "escalations", "reply", str(case["id"]), "很抱歉，马上给您补发一个。", "--by", "Li Na", "--resolve"
            )
            staff = await mei.heard("马上给您补发一个")
            assert staff.nick == "roomhand"
            assert staff.param(-1).startswith("@mei")
            assert len([text for text in mei.said_by("roomhand") if text.startswith("@mei")]) == 3

            assert await program.terminate() == 0
            balance = (await program.cli("balance"))["rooms"][0]
            counted = [balance[word] for word in ("answered", "suggested", "escalated", "merged")]
            assert counted == [1, 1, 1, 1]


async def open_case(program: Program) -> dict[str, Any]:
    """Wait for a case in the queue."""
    async with asyncio.timeout(20):
        while not (cases := await program.cli("escalations", "list")):
            await asyncio.sleep(0.1)
    found: dict[str, Any] = cases[0]
    return found


QUESTIONS = ("几天发货？", "支持七天无理由退货吗", "可以开发票吗", "do you ship to malaysia", "发什么快递", "包邮吗")


async def test_a_power_cut_among_two_hundred_messages_loses_nothing_and_doubles_nothing(tmp_path: Path) -> None:
    async with InspIrcd(tmp_path) as server, IrcViewer(server.url, "#shop", "ann", host=True) as host:
        settings_in(tmp_path, server.url)
        async with Program(tmp_path) as program, IrcViewer(server.url, "#shop", "mei") as mei:
            await in_the_room(host)
            asked: list[str] = []
            for i in range(200):
                question = QUESTIONS[i // 3 % len(QUESTIONS)] if i % 3 == 0 else f"今天第{i}次来看看"
                asked.append(await mei.say(question))
                await asyncio.sleep(0.02)  # fifty a second, a very large room
                if i == 100:
                    since = len(host.lines)
                    await program.kill()
                    await program.start()
                    await in_the_room(host, since)
            await settled(program)
            balance = await program.cli("balance")
            room = balance["rooms"][0]
            assert balance["unexplained"] == 0
            assert balance["doubled"] == 0
            assert room["heard"] >= 100
            assert room["in_flight"] == 0
            assert await program.terminate() == 0
    replies = Counter(
        line.tags["+draft/reply"]
        for line in mei.lines
        if line.command == "PRIVMSG" and line.nick.startswith("roomhand") and "+draft/reply" in line.tags
    )
    assert replies
    assert set(replies) <= set(asked)
    assert max(replies.values()) == 1


async def settled(program: Program, seconds: float = 60) -> None:
    """Wait until nothing is in flight any more and nothing new is heard."""
    until, before = time.monotonic() + seconds, -1
    while time.monotonic() < until:
        rooms = (await program.cli("balance"))["rooms"]
        if rooms and not rooms[0]["in_flight"] and rooms[0]["heard"] == before:
            return
        before = rooms[0]["heard"] if rooms else -1
        await asyncio.sleep(0.5)
