"""The shop's files while the program runs: edited, replaced, broken, gone and back."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.files import faq_folder, reload
from bot.files.reload import ShopFiles

ENTRY = "## 包邮吗？ {#post}\n\n满 59 包邮。\n"
CATALOG = "sku,title,price\nA101,面膜,59.90\n"


@pytest.fixture
def files(tmp_path: Path) -> ShopFiles:
    (tmp_path / "faq").mkdir()
    (tmp_path / "faq" / "a.md").write_text(ENTRY, "utf-8")
    (tmp_path / "catalog.csv").write_text(CATALOG, "utf-8")
    found = ShopFiles(tmp_path / "faq", tmp_path / "prompts", tmp_path / "catalog.csv")
    found.load()
    return found


@asynccontextmanager
async def watched(files: ShopFiles) -> AsyncIterator[asyncio.Task[None]]:
    watching = asyncio.create_task(files.watch())
    await asyncio.sleep(0.3)  # until the system was asked for its notices
    try:
        yield watching
    finally:
        assert not watching.done()
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)


async def until(holds: Callable[[], bool], seconds: float = 10) -> None:
    async with asyncio.timeout(seconds):
        while not holds():
            await asyncio.sleep(0.01)


def says(files: ShopFiles, text: str) -> Callable[[], bool]:
    return lambda: text in [entry.answer for entry in files.knowledge.faq.entries.values()]


async def test_an_edit_is_live_at_once(files: ShopFiles) -> None:
    async with watched(files):
        (files.faq / "a.md").write_text(ENTRY.replace("59", "99"), "utf-8")
        await until(says(files, "满 99 包邮。"), 1)
        files.catalog.write_text(CATALOG.replace("59.90", "9.90"), "utf-8")
        await until(lambda: files.knowledge.catalog["A101"].price_text == "¥9.9", 1)


async def test_a_replaced_folder_is_noticed_and_watched_again(files: ShopFiles, tmp_path: Path) -> None:
    other = tmp_path / "new"
    other.mkdir()
    (other / "a.md").write_text(ENTRY.replace("59", "69"), "utf-8")
    async with watched(files):
        files.faq.rename(tmp_path / "old")
        await until(lambda: any("no such folder" in p.what for p in files.problems))
        assert says(files, "满 59 包邮。")()  # the last good version serves meanwhile
        other.rename(files.faq)
        await until(says(files, "满 69 包邮。"))
        await asyncio.sleep(0.5)
        (files.faq / "a.md").write_text(ENTRY.replace("59", "79"), "utf-8")
        await until(says(files, "满 79 包邮。"), 1)


async def test_nothing_the_watcher_or_a_file_does_ends_it(
    files: ShopFiles, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise OSError("no space left for watches")

    monkeypatch.setattr(reload, "awatch", refuse)
    monkeypatch.setattr(reload, "LOOK_S", 0.05)
    async with watched(files):
        assert "no space left for watches" in caplog.text
        with monkeypatch.context() as broken:
            broken.setattr(faq_folder, "parse_faq", lambda *_: 1 / 0)
            (files.faq / "a.md").write_text(ENTRY.replace("59", "88"), "utf-8")
            await until(lambda: "could not be read again" in caplog.text)
        (files.faq / "a.md").write_text(ENTRY.replace("59", "99"), "utf-8")
        await until(says(files, "满 99 包邮。"))


async def test_only_the_catalogue_itself_is_looked_at_in_its_folder(files: ShopFiles, tmp_path: Path) -> None:
    (tmp_path / ".venv").mkdir()
    async with watched(files):
        loads = files.loads
        (tmp_path / ".venv" / "notes.md").write_text("x", "utf-8")
        (tmp_path / "other.csv").write_text("x", "utf-8")
        await asyncio.sleep(0.5)
        assert files.loads == loads


def test_a_file_emptied_by_mistake_keeps_its_entries(files: ShopFiles) -> None:
    (files.faq / "a.md").write_text(" \n", "utf-8")
    files.load()
    assert says(files, "满 59 包邮。")()
    assert [p.what for p in files.problems if p.path.endswith("a.md")] == ["is empty; its last good version serves."]
    (files.faq / "a.md").unlink()
    files.load()
    assert not files.knowledge.faq.entries


def test_a_folder_gone_for_a_moment_does_not_cost_the_shops_own_list_for_people(files: ShopFiles) -> None:
    (files.faq / "handover.txt").write_text("[delicate]\n蓝鲸\n", "utf-8")
    files.load()
    shutil.rmtree(files.faq)
    files.load()
    assert files.knowledge.handover.delicate_word("蓝鲸") == "蓝鲸"


def test_words_for_anger_are_live_at_once_and_a_broken_file_leaves_the_good_one_in_force(files: ShopFiles) -> None:
    files.load()
    assert "骗子店" in files.knowledge.mood.angry, "the ready list serves a shop that wrote none"
    (files.faq / "mood.txt").write_text("[angry]\n蓝鲸\n", "utf-8")
    files.load()
    assert files.knowledge.mood.angry == ("蓝鲸",)
    (files.faq / "mood.txt").write_text("白鲸\n", "utf-8")
    files.load()
    assert files.knowledge.mood.angry == ("蓝鲸",)
    assert [(p.line, p.what) for p in files.problems if p.path.endswith("mood.txt")] == [
        (1, '"白鲸" belongs to no group.')
    ]


def test_words_for_the_guard_are_live_at_once_and_a_broken_file_leaves_the_good_one_in_force(
    files: ShopFiles,
) -> None:
    files.load()
    assert not files.knowledge.guard.verdict("便宜货").allowed, "a shop without the file gets the ready-made one"
    (files.faq / "guard.txt").write_text("[forbidden]\n蓝鲸\n[allowed]\n全网第一家\n", "utf-8")
    files.load()
    assert not files.knowledge.guard.verdict("蓝鲸").allowed
    assert files.knowledge.guard.verdict("便宜货").allowed
    assert files.knowledge.guard.verdict("全网第一家").allowed
    assert files.texts["guard.txt"].startswith("[forbidden]"), "it is part of the FAQ's versions"
    (files.faq / "guard.txt").write_text("[forbiden]\n海豚\n", "utf-8")
    files.load()
    assert [problem.line for problem in files.problems if problem.path.endswith("guard.txt")] == [1]
    assert not files.knowledge.guard.verdict("蓝鲸").allowed
