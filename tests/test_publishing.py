"""Publishing while the program runs: versions by themselves, trials in one room, nothing read half way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.files.faq_folder import write_all
from bot.files.reload import ShopFiles
from bot.problems import BadFile
from bot.publishing import BY_HAND, Publishing
from bot.store import Store, open_store

ENTRY = "## 包邮吗？ {#post}\n\n满 59 包邮。\n"
OTHER = "## 几天发货 {#ship}\n\n48 小时。\n"


@asynccontextmanager
async def publishing(folder: Path) -> AsyncIterator[Publishing]:
    store: Store = await open_store(f"sqlite:///{folder / 'kept.db'}")
    files = ShopFiles(folder / "faq", folder / "prompts", folder / "catalog.csv")
    made = Publishing(store, files, lambda: datetime.now(UTC))
    await made.begin()

    async def keep() -> None:
        await made.keep()

    files.taken_over = keep
    watching = asyncio.create_task(files.watch())
    try:
        await asyncio.sleep(0.3)  # until the system was asked for its notices
        yield made
    finally:
        assert not watching.done()
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
        await store.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "faq/post.md", ENTRY)
    write(tmp_path / "faq/ship.md", OTHER)
    write(tmp_path / "catalog.csv", "sku,title\nA101,面膜\n")
    write(tmp_path / "draft/post.md", ENTRY.replace("59", "99"))
    return tmp_path


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def says(files: ShopFiles, room: str, entry: str = "post") -> str:
    return files.knowledge_for(room).faq.entries[entry].answer


async def until(holds: Callable[[], bool], seconds: float = 10) -> None:
    async with asyncio.timeout(seconds):
        while not holds():
            await asyncio.sleep(0.01)


async def kept(made: Publishing, number: int) -> list[tuple[str, str]]:
    """Wait for so many versions; return who made them and what changed, oldest first."""
    async with asyncio.timeout(10):
        while len(versions := await made.store.faq_versions()) < number:
            await asyncio.sleep(0.02)
    return [(version.by, version.what) for version in reversed(versions)]


async def test_every_edit_that_is_taken_over_becomes_a_version(folder: Path) -> None:
    async with publishing(folder) as made:
        write(folder / "faq/post.md", ENTRY.replace("59", "69"))
        assert await kept(made, 2) == [(BY_HAND, "the first version"), (BY_HAND, "changed post")]
        write(folder / "faq/post.md", "## broken\n")
        await until(lambda: any("broken" in problem.what for problem in made.files.problems))
        write(folder / "catalog.csv", "sku,title\nA101,面膜\nA102,面霜\n")
        await until(lambda: len(made.files.knowledge.catalog) == 2)
        assert len(await kept(made, 2)) == 2, "what is not in force is no version"
        write(folder / "faq/post.md", ENTRY.replace("59", "69"))
        await until(lambda: not made.files.problems)
    async with publishing(folder) as made:
        assert len(await kept(made, 2)) == 2, "a start changes nothing"


async def test_going_back_beside_the_watch_is_one_version_with_its_name(folder: Path) -> None:
    async with publishing(folder) as made:
        write(folder / "faq/post.md", ENTRY.replace("59", "69"))
        write(folder / "faq/extra.md", "## 新的 {#extra}\n\n新。\n")
        await until(lambda: "extra" in made.files.knowledge.faq.entries and "69" in says(made.files, "a"))
        before = await kept(made, 2)
        (first,) = [v.id for v in await made.store.faq_versions() if v.what == "the first version"]
        told = await made.act("rollback", {"version": first, "by": "Li Na"})
        assert says(made.files, "any room") == "满 59 包邮。"
        assert "extra" not in made.files.knowledge.faq.entries
        assert told["put_aside"] == {"extra.md": "extra.md.removed"}
        loads = made.files.loads
        await asyncio.sleep(0.6)  # longer than a notice takes
        assert made.files.loads == loads, "what was written by itself is not read again"
        after = await kept(made, len(before) + 1)
        assert after[: len(before)] == before
        assert [by for by, _ in after[len(before) :]] == ["Li Na"]


async def test_a_draft_is_live_in_its_room_only_and_follows_its_edits(folder: Path) -> None:
    async with publishing(folder) as made:
        await made.act("try", {"folder": str(folder / "draft"), "room": "a", "by": "Li"})
        assert (says(made.files, "a"), says(made.files, "b")) == ("满 99 包邮。", "满 59 包邮。")
        assert says(made.files, "a", "ship") == "48 小时。", "files the draft does not hold are the FAQ's"
        write(folder / "draft/post.md", ENTRY.replace("59", "88"))
        await until(lambda: says(made.files, "a") == "满 88 包邮。")
        write(folder / "faq/ship.md", OTHER.replace("48", "24"))
        await until(lambda: says(made.files, "a", "ship") == says(made.files, "b", "ship") == "24 小时。")
        write(folder / "draft/post.md", "## broken\n")
        await until(lambda: any("broken" in problem.what for problem in made.files.problems))
        assert says(made.files, "a") == "满 88 包邮。", "its last good version serves"
        assert await made.act("stop", {}) == {"ended": 1}
        assert says(made.files, "a") == "满 59 包邮。"
        assert not made.files.problems


async def test_a_trial_goes_on_after_a_restart_and_ends_when_it_is_published(folder: Path) -> None:
    async with publishing(folder) as made:
        await made.act("try", {"folder": str(folder / "draft"), "room": "a", "by": "Li"})
    async with publishing(folder) as made:
        assert (says(made.files, "a"), says(made.files, "b")) == ("满 99 包邮。", "满 59 包邮。")
        told = await made.act("publish", {"folder": str(folder / "draft"), "by": "Li"})
        assert (told["written"], told["trials_ended"]) == (["post.md"], 1)
        assert says(made.files, "b") == "满 99 包邮。"
        assert made.files.trials == {}
        assert (await kept(made, 2))[-1] == ("Li", "draft published: changed post")


async def test_a_draft_that_is_gone_serves_until_the_end_and_the_faq_after_a_restart(folder: Path) -> None:
    async with publishing(folder) as made:
        await made.act("try", {"folder": str(folder / "draft"), "room": "a", "by": "Li"})
        (folder / "draft").rename(folder / "elsewhere")
        await until(lambda: any("draft a room tries is gone" in problem.what for problem in made.files.problems))
        assert says(made.files, "a") == "满 99 包邮。"
    async with publishing(folder) as made:
        assert says(made.files, "a") == "满 59 包邮。"
        (folder / "elsewhere").rename(folder / "draft")
        await until(lambda: says(made.files, "a") == "满 99 包邮。")


async def test_an_edit_counts_even_where_no_version_can_be_kept(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with publishing(folder) as made:
        await made.store.close()
        write(folder / "faq/post.md", ENTRY.replace("59", "69"))
        await until(lambda: says(made.files, "a") == "满 69 包邮。")
        await until(lambda: "could not be kept" in caplog.text)


async def test_an_act_nobody_knows_is_refused(folder: Path) -> None:
    async with publishing(folder) as made:
        with pytest.raises(LookupError):
            await made.act("burn", {})


def test_nothing_is_written_outside_of_the_folder(folder: Path) -> None:
    for name in ("../out.md", "/out.md", "a/../../out.md"):
        with pytest.raises(BadFile, match="outside"):
            write_all(folder / "faq", {name: "x"})
    assert not (folder / "out.md").exists()


async def test_a_file_saved_is_used_at_once_and_is_a_version_with_its_name(folder: Path) -> None:
    async with publishing(folder) as made:
        path = folder / "faq/post.md"
        said = {"path": str(path), "text": ENTRY.replace("59", "69"), "before": ENTRY, "by": "Li Na"}
        told = await made.act("save", said)
        assert told["changes"] == "changed post"
        assert says(made.files, "a") == "满 69 包邮。"
        await asyncio.sleep(0.6)  # longer than a notice takes
        assert (await kept(made, 2))[1:] == [("Li Na", "changed post")]


async def test_a_file_that_somebody_changed_meanwhile_is_not_saved_over(folder: Path) -> None:
    async with publishing(folder) as made:
        path = folder / "faq/post.md"
        write(path, ENTRY.replace("59", "79"))
        with pytest.raises(BadFile, match="changed by somebody else"):
            await made.act("save", {"path": str(path), "text": "", "before": ENTRY, "by": "Li Na"})
        assert path.read_text("utf-8") == ENTRY.replace("59", "79")


async def test_what_was_published_is_learned_anew_like_any_edit(folder: Path) -> None:
    async with publishing(folder) as made:
        sharpening = asyncio.create_task(made.files.sharpen())
        draft = ENTRY.replace("{#post}\n", "{#post}\n- 邮费谁出\n- 运费多少\n")
        write(folder / "draft/post.md", draft)
        await made.act("publish", {"folder": str(folder / "draft"), "by": "Li"})
        at_once = made.files.knowledge.matcher
        await until(lambda: made.files.knowledge.matcher is not at_once)
        sharpening.cancel()
        await asyncio.gather(sharpening, return_exceptions=True)
