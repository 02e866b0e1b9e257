"""One room's trouble is not another's."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.acceptance.program import REPOSITORY, Program
from tests.acceptance.test_evening_on_irc import in_the_room
from tests.servers.inspircd import InspIrcd, IrcViewer
from tests.servers.twitch import FakeTwitch

SETTINGS = """
[shop]
faq = "{repository}/faq"
prompts = "{repository}/prompts"
catalog = "{repository}/bot/sample/catalog.csv"

[console]
listen = "127.0.0.1:0"

[[rooms]]
name = "evening"
platform = "twitch"
url = "{twitch}"
channel = "#shop"
nick = "shopbot"
token_env = "SHOP_TOKEN"

[[rooms]]
name = "shop"
platform = "irc"
url = "{irc}"
channel = "#shop"
nick = "roomhand"
"""


async def test_a_wrong_token_stops_its_room_with_a_sentence_and_the_other_room_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOP_TOKEN", "wrong")
    async with (
        FakeTwitch() as twitch,
        InspIrcd(tmp_path) as irc,
        IrcViewer(irc.url, "#shop", "ann", host=True) as host,
    ):
        text = SETTINGS.format(repository=REPOSITORY, twitch=twitch.url, irc=irc.url)
        (tmp_path / "bot.toml").write_text(text, "utf-8")
        async with Program(tmp_path) as program, IrcViewer(irc.url, "#shop", "mei") as mei:
            await in_the_room(host)
            await mei.say("几天发货？")
            await mei.heard("@mei")
            async with asyncio.timeout(20):
                while "login refused" not in program.printed():
                    await asyncio.sleep(0.1)
            assert "token" in program.printed()
            logins = twitch.logins
            await asyncio.sleep(2)
            assert twitch.logins == logins  # it never tries again by itself
            assert await program.terminate() == 0
