"""Stopping: once in order, twice at once, and again after a power cut."""

from __future__ import annotations

import asyncio
import shutil
import time
from pathlib import Path

from tests.acceptance.program import REPOSITORY, Program
from tests.acceptance.test_evening_on_irc import in_the_room, settings_in
from tests.servers.inspircd import InspIrcd, IrcViewer

QUESTIONS = ("几天发货？", "支持七天无理由退货吗", "可以开发票吗", "发什么快递", "退货运费谁出")


def slowly(folder: Path, lines_per_10s: int) -> None:
    """Let the bot speak only this fast."""
    settings = folder / "bot.toml"
    text = settings.read_text("utf-8").replace("lines_per_10s = 400", f"lines_per_10s = {lines_per_10s}")
    settings.write_text(text, "utf-8")


async def test_asked_to_stop_it_first_says_what_it_has_decided(tmp_path: Path) -> None:
    async with InspIrcd(tmp_path) as server, IrcViewer(server.url, "#shop", "ann", host=True) as host:
        settings_in(tmp_path, server.url)
        slowly(tmp_path, 8)
        async with Program(tmp_path) as program, IrcViewer(server.url, "#shop", "mei") as mei:
            await in_the_room(host)
            for question in QUESTIONS:
                await mei.say(question)
            await mei.saw(lambda line: line.nick == "roomhand" and line.command == "PRIVMSG")
            began = time.monotonic()
            assert await program.terminate() == 0
            assert time.monotonic() - began < 12
            room = (await program.cli("balance"))["rooms"][0]
            assert room["heard"] == room["answered"] == len(QUESTIONS)
            assert room["in_flight"] == 0
        assert len(mei.said_by("roomhand")) == len(QUESTIONS)


async def test_asked_twice_it_stops_at_once_and_goes_on_at_the_next_start(tmp_path: Path) -> None:
    async with InspIrcd(tmp_path) as server, IrcViewer(server.url, "#shop", "ann", host=True) as host:
        settings_in(tmp_path, server.url)
        slowly(tmp_path, 1)  # one line in ten seconds: the rest has to wait
        async with Program(tmp_path) as program, IrcViewer(server.url, "#shop", "mei") as mei:
            await in_the_room(host)
            for question in QUESTIONS:
                await mei.say(question)
            await mei.saw(lambda line: line.nick == "roomhand" and line.command == "PRIVMSG")
            began = time.monotonic()
            program.ask_to_stop()
            await asyncio.sleep(0.5)  # two signals at the same instant are one
            assert await program.terminate() == 1
            assert time.monotonic() - began < 5
            slowly_again = (
                (tmp_path / "bot.toml").read_text("utf-8").replace("lines_per_10s = 1", "lines_per_10s = 400")
            )
            (tmp_path / "bot.toml").write_text(slowly_again, "utf-8")
            await program.start()
            await in_the_room(host)
            async with asyncio.timeout(60):
                while (room := (await program.cli("balance"))["rooms"][0])["in_flight"]:
                    await asyncio.sleep(0.3)
            assert room["heard"] == len(QUESTIONS)
            assert room["answered"] + room["escalated"] == len(QUESTIONS)
            said = [text for text in mei.said_by("roomhand") if text.startswith("@mei")]
            assert len(said) == len(set(said))
            assert await program.terminate() == 0


async def test_a_broken_faq_file_is_named_and_the_version_before_it_answers(tmp_path: Path) -> None:
    shutil.copytree(REPOSITORY / "faq", tmp_path / "faq")
    shipping = tmp_path / "faq" / "shipping.md"
    async with InspIrcd(tmp_path) as server, IrcViewer(server.url, "#shop", "ann", host=True) as host:
        settings_in(tmp_path, server.url)
        settings = (tmp_path / "bot.toml").read_text("utf-8").replace(f"{REPOSITORY}/faq", "faq")
        (tmp_path / "bot.toml").write_text(settings, "utf-8")
        async with Program(tmp_path) as program, IrcViewer(server.url, "#shop", "mei") as mei:
            await in_the_room(host)
            good = shipping.read_text("utf-8")
            shipping.write_text(good + "\n## 没有答案的问题 {#no-answer}\n- 真的没有吗\n", "utf-8")
            line = good.count("\n") + 2
            async with asyncio.timeout(20):
                while f"shipping.md:{line}" not in program.printed():
                    await asyncio.sleep(0.1)
            await mei.say("几天发货？")
            assert "48" in (await mei.heard("@mei")).param(-1)

            shipping.write_text(good.replace("48 小时", "24 小时"), "utf-8")
            since = time.monotonic()
            leo = await answered_with("24 小时", server, since)
            assert leo < 10
            assert await program.terminate() == 0


async def answered_with(words: str, server: InspIrcd, since: float) -> float:
    """Ask as ever new viewers until the edited answer comes; return the seconds it took."""
    for i in range(20):
        async with IrcViewer(server.url, "#shop", f"leo{i}") as leo:
            await leo.say("几天发货？")
            if words in (await leo.heard(f"@leo{i}")).param(-1):
                return time.monotonic() - since
    raise AssertionError(f"never answered with {words}")
