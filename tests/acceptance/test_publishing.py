"""The FAQ changed, tried in one room and taken back while the real program answers."""

from __future__ import annotations

from pathlib import Path

from tests.acceptance.program import REPOSITORY, Program
from tests.acceptance.test_evening_on_irc import in_the_room
from tests.servers.inspircd import InspIrcd, IrcViewer

SETTINGS = """
[shop]
faq = "faq"
prompts = "{repository}/prompts"
catalog = "{repository}/bot/sample/catalog.csv"

[console]
listen = "127.0.0.1:0"

[[rooms]]
name = "evening"
platform = "irc"
url = "{url}"
channel = "#evening"
nick = "roomhand"
lines_per_10s = 400

[[rooms]]
name = "morning"
platform = "irc"
url = "{url}"
channel = "#morning"
nick = "earlybird"
lines_per_10s = 400
"""
ENTRY = "## 包邮吗？ {{#post}}\n- 运费多少\n- 邮费多少钱\n- 满多少包邮\n- 要付邮费吗\n\n满 {} 元包邮。\n"
QUESTIONS = ("包邮吗", "运费多少", "邮费多少钱", "满多少包邮", "要付邮费吗")


class Asker:
    """A viewer who asks about postage, each time in other words: the same ones twice get no second answer."""

    def __init__(self, viewer: IrcViewer) -> None:
        self.viewer, self.asked = viewer, 0

    async def postage(self) -> str:
        """Ask, and return the answer."""
        since = len(self.viewer.lines)
        await self.viewer.say(QUESTIONS[self.asked])
        self.asked += 1
        name = f"@{self.viewer.nick}"
        line = await self.viewer.saw(
            lambda line: line.command == "PRIVMSG" and line.param(-1).startswith(name), since=since
        )
        return line.param(-1).removeprefix(name).strip()


async def test_a_trial_changes_one_room_and_going_back_is_live_at_once(tmp_path: Path) -> None:
    (tmp_path / "faq").mkdir()
    (tmp_path / "draft").mkdir()
    (tmp_path / "faq/post.md").write_text(ENTRY.format(59), "utf-8")
    (tmp_path / "draft/post.md").write_text(ENTRY.format(99), "utf-8")
    async with (
        InspIrcd(tmp_path) as server,
        IrcViewer(server.url, "#evening", "ann", host=True) as ann,
        IrcViewer(server.url, "#morning", "bob", host=True) as bob,
    ):
        (tmp_path / "bot.toml").write_text(SETTINGS.format(repository=REPOSITORY, url=server.url), "utf-8")
        async with (
            Program(tmp_path) as program,
            IrcViewer(server.url, "#evening", "mei") as mei,
            IrcViewer(server.url, "#morning", "leo") as leo,
        ):
            await in_the_room(ann)
            await bob.saw(lambda line: "earlybird" in (line.nick + line.param(-1)), timeout=30)
            evening, morning = Asker(mei), Asker(leo)
            assert await evening.postage() == "满 59 元包邮。"

            await program.cli("faq", "try", "draft", "--room", "evening", "--by", "Li Na")
            assert await evening.postage() == "满 99 元包邮。"
            assert await morning.postage() == "满 59 元包邮。"

            told = await program.cli("faq", "publish", "draft", "--by", "Li Na")
            assert told["trials_ended"] == 1
            assert await morning.postage() == "满 99 元包邮。"

            versions = (await program.cli("faq", "history"))["versions"]
            assert [version["by"] for version in versions] == ["Li Na", "the files"]
            await program.cli("faq", "rollback", str(versions[-1]["id"]), "--by", "Li Na")
            assert await evening.postage() == "满 59 元包邮。"
            assert await morning.postage() == "满 59 元包邮。"
            assert (tmp_path / "faq/post.md").read_text("utf-8") == ENTRY.format(59)

            assert await program.terminate() == 0
