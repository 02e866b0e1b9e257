"""What a matcher knows gets better beside everything else: its promise after an edit, what phrasings mean."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.files.reload import ShopFiles
from bot.meaning import Meaning
from bot.settings import MeaningSettings
from bot.text import normalise
from tests.servers.embeddings import FakeEmbeddings

ENTRIES = """\
## 包邮吗？ {#post}
- 要运费吗
- 邮费多少

满 59 包邮。

## 什么时候发货？ {#ship}
- 几天发货
- 多久能发

48 小时内。
"""


def files_in(folder: Path, meaning: Meaning | None = None) -> ShopFiles:
    (folder / "faq").mkdir(exist_ok=True)
    (folder / "faq" / "a.md").write_text(ENTRIES, "utf-8")
    (folder / "catalog.csv").write_text("sku,title,price\nA101,面膜,59.90\n", "utf-8")
    files = ShopFiles(folder / "faq", folder / "prompts", folder / "catalog.csv", meaning=meaning)
    files.load()
    return files


@asynccontextmanager
async def alive(files: ShopFiles) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(files.watch()), asyncio.create_task(files.sharpen())]
    await asyncio.sleep(0.3)  # until the system was asked for its notices
    try:
        yield
    finally:
        assert not any(task.done() for task in tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(15):
        while not holds():
            await asyncio.sleep(0.01)


@asynccontextmanager
async def meaning_of(url: str, folder: Path) -> AsyncIterator[Meaning]:
    given = {"source": "endpoint", "base_url": url, "name": "small", "within_ms": 2_000, "folder": folder}
    made = await Meaning.open(MeaningSettings.model_validate(given), None, lambda: datetime.now(UTC), "UTC")
    try:
        yield made
    finally:
        await made.close()


async def test_an_edit_answers_at_once_and_is_learned_afterwards(tmp_path: Path) -> None:
    files = files_in(tmp_path)
    before = files.knowledge.matcher
    async with alive(files):
        (files.faq / "a.md").write_text(ENTRIES.replace("- 多久能发", "- 多久能发\n- 拍了几时走货"), "utf-8")
        await until(lambda: files.knowledge.matcher.match("拍了几时走货").sure)
        assert files.knowledge.matcher.match("拍了几时走货").best is not None
        await until(lambda: files.knowledge.matcher.curve is not before.curve)
    fresh = ShopFiles(files.faq, files.prompts, files.catalog)
    fresh.load()
    for text in ("多久能发货呀", "要不要运费", "拍了几时走货呢", "今天天气不错"):
        assert files.knowledge.matcher.match(text) == fresh.knowledge.matcher.match(text)


async def test_an_edit_of_the_answer_alone_changes_no_matching(tmp_path: Path) -> None:
    files = files_in(tmp_path)
    async with alive(files):
        (files.faq / "a.md").write_text(ENTRIES.replace("59", "99"), "utf-8")
        await until(lambda: "99" in files.knowledge.faq.entries["post"].answer)
    assert files.knowledge.matcher.match("要运费吗").sure


async def test_phrasings_get_their_vectors_beside_everything_else(tmp_path: Path) -> None:
    async with FakeEmbeddings() as service, meaning_of(service.url, tmp_path / "vectors") as meaning:
        files = files_in(tmp_path, meaning)
        assert not files.knowledge.matcher.wants_vector("要运费的吗")
        async with alive(files):
            await until(lambda: files.knowledge.matcher.wants_vector("要运费的吗"))
            vector = await meaning.vector(normalise("要运费的吗"))
            assert vector is not None
            assert files.knowledge.matcher.match("要运费的吗", vector).best is not None
            assert not files.knowledge.matcher.wants_vector("要运费吗"), "the FAQ's own words need no second look"


async def test_without_the_service_letters_serve_and_it_is_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.files.reload.VECTORS_AGAIN_S", 0.2)
    async with FakeEmbeddings() as service, meaning_of(service.url, tmp_path / "vectors") as meaning:
        service.mood = "500"
        files = files_in(tmp_path, meaning)
        async with alive(files):
            await until(lambda: bool(service.texts))
            assert files.knowledge.matcher.match("包邮吗").sure
            assert not files.knowledge.matcher.wants_vector("要运费的吗")
            service.mood = "good"
            await until(lambda: files.knowledge.matcher.wants_vector("要运费的吗"))


def test_a_file_that_is_empty_at_the_start_is_named(tmp_path: Path) -> None:
    files_in(tmp_path)
    (tmp_path / "faq" / "b.md").write_text("\n", "utf-8")
    files = ShopFiles(tmp_path / "faq", tmp_path / "prompts", tmp_path / "catalog.csv")
    files.load()
    assert [problem.what for problem in files.problems if problem.path.endswith("b.md")] == ["is empty."]
