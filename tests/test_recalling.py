"""An answer that turned out wrong stops at once, and stays stopped until somebody wrote it anew or lets it speak."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.faq.recalls import mark
from bot.problems import BadFile
from bot.store.said import Stage
from tests.test_publishing import ENTRY, folder, publishing, says, write

__all__ = ["folder"]  # the fixture


async def test_a_recalled_answer_is_said_no_more_and_a_person_answers_instead(folder: Path) -> None:
    async with publishing(folder) as made:
        told = await made.recall("post", "Li Na", "the price is 99 now")
        assert told["answers"] == ["满 59 包邮。"]
        entry = made.files.knowledge.faq.entries["post"]
        assert (entry.answer, entry.wordings, entry.then) == ("", (), "person")
        assert entry.written.answer == "满 59 包邮。"
        assert says(made.files, "live", "ship") == "48 小时。"
        kept = await made.store.said.since(made.now().replace(year=2020))
        assert [(one.stage, one.by, one.entry, one.text) for one in kept] == [
            (Stage.RECALLED, "Li Na", "post", "满 59 包邮。")
        ]


async def test_it_is_still_stopped_after_a_restart(folder: Path) -> None:
    async with publishing(folder) as made:
        await made.recall("post", "Li Na", "")
    async with publishing(folder) as made:
        assert says(made.files, "live") == ""
        (kept,) = await made.store.recalls.several(in_force=True)
        assert (kept.entry, kept.by, kept.answer) == ("post", "Li Na", "满 59 包邮。")


async def test_an_answer_that_was_written_anew_speaks_and_the_wrong_one_never_comes_back(folder: Path) -> None:
    async with publishing(folder) as made:
        await made.recall("post", "Li Na", "")
        write(folder / "faq/post.md", ENTRY.replace("## 包邮吗？", "## 包邮吗？吗"))
        made.files.load()
        assert says(made.files, "live") == ""  # another question is no other answer
        write(folder / "faq/post.md", ENTRY.replace("59", "99"))
        made.files.load()
        assert says(made.files, "live") == "满 99 包邮。"
        await made.recall("post", "Li Na", "")
        write(folder / "faq/post.md", ENTRY)
        made.files.load()
        assert says(made.files, "live") == ""


async def test_somebody_may_let_it_speak_again(folder: Path) -> None:
    async with publishing(folder) as made:
        await made.recall("post", "Li Na", "")
        assert (await made.let_speak("post", "Boss"))["speaks"]
        assert says(made.files, "live") == "满 59 包邮。"
        assert not (await made.let_speak("post", "Boss"))["speaks"]
        (kept,) = await made.store.recalls.several()
        assert (kept.over_by, kept.over_at is not None) == ("Boss", True)
        await made.recall("post", "Li Na", "again")
        assert says(made.files, "live") == ""


async def test_a_second_click_recalls_nothing_twice(folder: Path) -> None:
    async with publishing(folder) as made:
        await made.recall("post", "Li Na", "")
        assert (await made.recall("post", "Tom", ""))["answers"] == []
        assert len(await made.store.recalls.several()) == 1


async def test_also_what_a_room_says_that_tries_a_draft_is_stopped(folder: Path) -> None:
    async with publishing(folder) as made:
        await made.try_in(folder / "draft", "live", "kim")
        assert says(made.files, "live") == "满 99 包邮。"
        told = await made.recall("post", "Li Na", "")
        assert sorted(told["answers"]) == ["满 59 包邮。", "满 99 包邮。"]
        assert says(made.files, "live") == says(made.files, "other") == ""


async def test_what_says_nothing_or_is_not_there_cannot_be_recalled(folder: Path) -> None:
    write(folder / "faq/none.md", "## 投诉 {#none}\n<!--\nthen: person\n-->\n")
    async with publishing(folder) as made:
        for wrong in ("none", "pots"):
            with pytest.raises(BadFile):
                await made.recall(wrong, "Li Na", "")
        assert not await made.store.recalls.several()


def test_the_mark_is_of_the_answer_alone() -> None:
    from bot.faq.entries import Entry

    one = Entry("post", "包邮吗？", "满 59 包邮。")
    assert mark(one) == mark(Entry("other", "包不包邮", "满 59 包邮。"))
    assert mark(one) != mark(Entry("post", "包邮吗？", "满 99 包邮。"))
    assert mark(one) != mark(Entry("post", "包邮吗？", "满 59 包邮。", other_wordings=("是的。",)))
