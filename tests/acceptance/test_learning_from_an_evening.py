"""The evening after: missed questions settled while the real program runs, and by keys at a terminal."""

from __future__ import annotations

import asyncio
import os
import pty
import select
import subprocess
import sys
import termios
import time
from datetime import UTC, datetime
from pathlib import Path

from bot.messages import ChatMessage, Escalate, Viewer
from bot.store import open_store
from bot.store.records import Decided
from tests.acceptance.program import REPOSITORY, RUN_BOT, Program

SETTINGS = f"""
[shop]
faq = "faq"
prompts = "{REPOSITORY}/prompts"
catalog = "{REPOSITORY}/bot/sample/catalog.csv"

[store]
url = "sqlite:///kept.db"

[console]
listen = "127.0.0.1:0"

[[rooms]]
name = "studio"
platform = "practice"
port = 0
crowd_speed = 0
"""
SHIPPING = "# 发货\n\n## 什么时候发货？ {#ship-when}\n- 几天发货\n\n48 小时内发货。\n"
CHILD = "这个项链小孩能戴吗"
STORE = "你们门店几点关门"


async def evening(folder: Path) -> None:
    """Leave a shop's folder as it is after an evening: one question asked once, another by three."""
    (folder / "faq").mkdir()
    (folder / "faq/shipping.md").write_text(SHIPPING, "utf-8")
    (folder / "bot.toml").write_text(SETTINGS, "utf-8")
    store = await open_store(f"sqlite:///{folder / 'kept.db'}")
    now = datetime.now(UTC)
    for n, text in enumerate((CHILD, STORE, STORE, STORE)):
        message = ChatMessage("studio", f"m{n}", Viewer(f"v{n}"), text, now)
        await store.claim(message, now)
        await store.record(Decided(message, Escalate("no sure answer"), now))
    await store.close()


async def test_topics_are_settled_while_the_program_runs_and_it_answers_from_then_on(tmp_path: Path) -> None:
    await evening(tmp_path)
    async with Program(tmp_path) as program:
        topics = {one["question"]: one["key"] for one in await program.cli("faq", "misses")}
        assert set(topics) == {CHILD, STORE}
        (done,) = await program.cli("faq", "misses", "--accept", topics[CHILD], "--answer", "三岁以上可以戴。")
        assert (done["path"], done["line"]) == ("faq/learned.md", 3)
        told = await program.cli("ask", CHILD)
        assert told["reply"] == "三岁以上可以戴。"

        (refused,) = await program.cli("faq", "misses", "--phrasing", topics[STORE], "--entry", "nothing", code=1)
        assert "There is no entry nothing" in refused["reasons"][0]
        assert (await program.cli("faq", "misses", "--undo"))["question"] == CHILD
        assert not (tmp_path / "faq/learned.md").exists()

        await program.cli("faq", "verify", "ship-when", "--by", "Li Na")
        assert [one["verified_by"] for one in await program.cli("faq", "report")] == ["Li Na"]
        assert await program.terminate() == 0


class Terminal:
    """The walk at a terminal: what is on the screen, and the keys."""

    def __init__(self, folder: Path) -> None:
        self._ours, theirs = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, str(RUN_BOT), "faq", "misses", "--walk"], cwd=folder,
            stdin=theirs, stdout=theirs, stderr=theirs,
            env={**os.environ, "TERM": "dumb", "PYTHONIOENCODING": "utf-8"},
        )  # fmt: skip
        os.close(theirs)
        self._screen = b""

    def shows(self, text: str) -> None:
        """Wait until a text is on the screen, below what was looked at before."""
        wanted, latest = text.encode(), time.monotonic() + 60
        while wanted not in self._screen:
            assert time.monotonic() < latest, self._screen.decode("utf-8", "replace")
            if select.select([self._ours], [], [], 0.5)[0]:
                self._screen += os.read(self._ours, 4096)
        self._screen = self._screen.partition(wanted)[2]

    def press(self, key: str) -> None:
        """Press one key, once the walk listens for it: what is typed before is thrown away."""
        latest = time.monotonic() + 60
        while termios.tcgetattr(self._ours)[3] & termios.ICANON:
            assert time.monotonic() < latest
            time.sleep(0.01)
        os.write(self._ours, key.encode())

    def write(self, line: str) -> None:
        """Write a line."""
        os.write(self._ours, f"{line}\n".encode())

    def end(self) -> int:
        """Wait for the end; return the exit code."""
        try:
            return self.process.wait(30)
        finally:
            self.process.kill()
            os.close(self._ours)


def test_a_walk_asks_for_one_key_a_topic(tmp_path: Path) -> None:
    asyncio.run(evening(tmp_path))
    terminal = Terminal(tmp_path)
    terminal.shows(STORE)
    terminal.shows("q quit")
    terminal.press("x")  # no key of the walk
    terminal.shows("q quit")
    terminal.press("n")
    terminal.shows("learned.md:3")
    terminal.shows(CHILD)
    terminal.shows("q quit")
    terminal.press("a")
    terminal.shows("The answer")
    terminal.write("三岁以上可以戴。")
    terminal.shows("That was the last one.")
    assert terminal.end() == 0
    written = (tmp_path / "faq/learned.md").read_text("utf-8")
    assert f"## {STORE}\n<!--\nthen: person\n-->" in written
    assert "三岁以上可以戴。" in written
