"""The settings page: what is set, where, what it means; and editing the harmless ones."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.config import load_settings
from bot.console.app import Console
from bot.settings import Settings, described
from bot.settings.in_chinese import SETTINGS_ZH
from bot.store.acts import Wanted
from tests.console.shop import Browser, Shop

FILE = """\
# our settings
[shop]
name = "Our shop"

[faq]
promise = "normal"  # until we know better
ask_back = true

[model]
base_url = "http://user:hunter2@127.0.0.1:1/v1"
name = "small"
api_key_env = "ROOMHAND_TEST_KEY"

[[rooms]]
name = "studio"
platform = "practice"
"""


class Desk:
    """A console over a settings file."""

    def __init__(self, path: Path, boss: Browser, shop: Shop) -> None:
        self.path, self.boss, self.shop = path, boss, shop
        self.settings, problems = load_settings(path, path.parent)
        assert [problem for problem in problems if problem.severity == "error"] == []
        self.applied: list[Settings] = []

    def apply(self, chosen: Settings) -> None:
        self.settings = self.settings.with_live(chosen)
        self.applied.append(chosen)

    async def edit(self, name: str, value: str, opened: str | None = None) -> tuple[int, str]:
        page = await self.boss.page("/settings")
        mark = re.search(r'name="opened" value="(\w+)"', page)
        sent = opened if opened is not None else mark[1] if mark else ""
        response = await self.boss.post("/settings", name=name, value=value, opened=sent)
        return response.status, await response.text()


@pytest.fixture
async def desk(shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desk]:
    monkeypatch.setenv("ROOMHAND_TEST_KEY", "sk-very-secret")
    path = tmp_path / "bot.toml"
    path.write_text(FILE, "utf-8")
    opened = Desk(path, await shop.stranger(), shop)
    shop.desk = replace(shop.desk, settings=lambda: opened.settings, apply=opened.apply)
    async with Console(shop.desk) as console:
        shop.console = console
        opened.boss = await shop.member("Boss", "admin")
        yield opened


async def test_every_setting_is_shown_with_where_it_comes_from_and_what_it_means(desk: Desk) -> None:
    page = await desk.boss.page("/settings")
    for table, key, _, _ in described():
        if (table, key) != ("model", "fallback") and table != "model.fallback":
            assert f">{key}</code>" in page, (table, key)
    assert "bot.toml:6" in page
    assert "bot.toml:3" in page
    assert "default" in page
    assert str(desk.path.parent / "faq") not in page, "as it is written, not what it comes to"
    assert "Of 100 answers given" in page


async def test_a_secret_is_said_to_be_set_and_never_shown(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    page = await desk.boss.page("/settings")
    assert "ROOMHAND_TEST_KEY" in page
    assert "the variable is set" in page
    assert "sk-very-secret" not in page
    assert "hunter2" not in page
    monkeypatch.delenv("ROOMHAND_TEST_KEY")
    assert "the variable is not set" in await desk.boss.page("/settings")


async def test_an_edit_is_written_in_place_audited_and_counts_at_once_where_it_can(desk: Desk) -> None:
    status, page = await desk.edit("faq.ask_back", "false")
    assert status == 200
    assert "faq.ask_back is saved and counts now" in page
    assert desk.path.read_text("utf-8") == FILE.replace("ask_back = true", "ask_back = false")
    assert desk.settings.faq.ask_back is False
    (act,) = await desk.shop.store.acts.several(Wanted(what="setting"))
    assert (act.by, act.target, act.was, act.became) == ("Boss", "faq.ask_back", "true", "false")


async def test_what_needs_a_restart_says_so_until_then(desk: Desk) -> None:
    _, page = await desk.edit("faq.promise", "strict")
    assert 'promise = "strict"  # until we know better' in desk.path.read_text("utf-8")
    assert "counts at the next start" in page
    assert "Edited, and counts at the next start: faq.promise" in page
    assert desk.settings.faq.promise == "normal"


@pytest.mark.parametrize(("name", "value", "why"), [
    ("faq.promise", "lax", "cannot be"),
    ("faq.quiet_s", "soon", "cannot be"),
    ("faq.quiet_s", "-5", "greater than or equal to 0"),
    ("model.timeout_s", "nan", "cannot be"),
    ("guard.ai_label", "x" * 50, "at most 20"),
    ("rooms[1].mode", "", "cannot be"),
])  # fmt: skip
async def test_a_value_that_will_not_do_is_refused_and_nothing_written(
    desk: Desk, name: str, value: str, why: str
) -> None:
    status, page = await desk.edit(name, value)
    assert status == 409
    assert why in page
    assert desk.path.read_text("utf-8") == FILE
    assert desk.applied == []


@pytest.mark.parametrize(
    "name", ["store.url", "console.listen", "model.api_key_env", "shop.faq", "rooms[9].mode", "x"]
)
async def test_what_could_do_harm_is_not_edited_here(desk: Desk, name: str) -> None:
    status, _ = await desk.edit(name, "anything")
    assert status == 404
    assert desk.path.read_text("utf-8") == FILE


async def test_a_file_changed_meanwhile_is_left_alone(desk: Desk) -> None:
    page = await desk.boss.page("/settings")
    opened = re.search(r'name="opened" value="(\w+)"', page)
    assert opened is not None
    by_hand = FILE.replace("Our shop", "Their shop")
    desk.path.write_text(by_hand, "utf-8")
    status, page = await desk.edit("faq.promise", "strict", opened[1])
    assert status == 409
    assert "was changed meanwhile" in page
    assert desk.path.read_text("utf-8") == by_hand


async def test_a_broken_file_is_shown_with_its_line_and_cannot_be_edited(desk: Desk) -> None:
    desk.path.write_text(FILE.replace('promise = "normal"', 'promse = "normal"'), "utf-8")
    page = await desk.boss.page("/settings")
    assert "bot.toml:6" in page
    assert "unknown setting" in page
    assert 'name="opened"' not in page
    status, _ = await desk.edit("faq.promise", "strict", "x")
    assert status == 409


async def test_without_a_file_the_defaults_are_shown_and_nothing_can_be_edited(shop: Shop) -> None:
    boss = await shop.member("Boss", "admin")
    page = await boss.page("/settings")
    assert "runs without a bot.toml" in page
    assert 'name="opened"' not in page
    assert (await boss.post("/settings", name="faq.promise", value="strict", opened="x")).status == 404


def test_every_setting_is_explained_in_chinese_too() -> None:
    named = {f"{table}.{key}" if table else key for table, key, _, _ in described()}
    assert named - SETTINGS_ZH.keys() == set(), "say in bot/settings/in_chinese.py what it means"
    assert SETTINGS_ZH.keys() - named == set(), "gone"
    assert all(re.search("[\u4e00-\u9fff]|twitch", text) for text in SETTINGS_ZH.values())
