"""`faq effect`, `history`, `rollback`, `try` and `publish`, without a running program."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.messages import ChatMessage, Ignore, Viewer
from bot.store import Store
from bot.store.records import Decided
from tests.commands.shop import HANDOVER, SHIPPING, Shop, run

QUICKER = SHIPPING.replace("48 小时内发货", "24 小时内发货")


def keep(shop: Shop, what: str) -> int:
    """Let the files as they are become a version, as a running program does."""

    async def kept(store: Store) -> int | None:
        texts = {path.relative_to(shop.folder / "faq").as_posix(): path.read_text("utf-8") for path in files(shop)}
        return await store.keep_faq_version(texts, "the files", what, datetime.now(UTC))

    number = shop.with_store(kept)
    assert number is not None
    return number


def files(shop: Shop) -> list[Path]:
    return sorted([*(shop.folder / "faq").rglob("*.md"), shop.folder / "faq/handover.txt"])


def ask(shop: Shop, *texts: str) -> None:
    async def asked(store: Store) -> None:
        now = datetime.now(UTC)
        for number, text in enumerate(texts):
            message = ChatMessage("studio", f"q{number}", Viewer(f"v{number}"), text, now)
            await store.claim(message, now)
            await store.record(Decided(message, Ignore("a question"), now))

    shop.with_store(asked)


def said(name: str, folder: Path) -> str:
    return (folder / name).read_text("utf-8")


# effect


def test_the_effect_of_a_draft_is_told_with_real_questions(shop: Shop) -> None:
    shop.write("faq/stores.md", "## 你们公司多少员工 {#stores}\n\n八十人。\n")
    keep(shop, "first")
    ask(shop, "几天能到", "几天能到？", "面膜什么价", "哈哈", "从哪个城市寄出来的呀", "你们公司多少员工")
    shop.write("draft/shipping.md", QUICKER.replace("- 面膜什么价\n", "").replace("## 面膜多少钱", "## 唇釉贵不贵"))
    shop.write("draft/stores.md", "## 茶叶怎么存放 {#stores}\n\n放阴凉处。\n")
    shop.write("draft/more.md", "## 从哪个城市寄出来的 {#from}\n\n杭州。\n")
    found = run("faq", "effect", "draft", "--json").json
    assert found["questions"] == 5
    changes = {change["question"]: change for change in found["changes"]}
    assert (changes["几天能到"]["kind"], changes["几天能到"]["times"]) == ("otherwise", 2)
    assert changes["几天能到"]["before"]["text"] == "48 小时内发货。"
    assert changes["几天能到"]["after"]["text"] == "24 小时内发货。"
    assert changes["面膜什么价"]["after"]["text"] == "1号链接「补水面膜」现在 ¥59.9。"  # what the catalogue says
    assert changes["你们公司多少员工"]["kind"] == "no longer"
    assert changes["从哪个城市寄出来的呀"]["kind"] == "newly"
    told = run("faq", "effect", "draft").out
    assert told.index("no longer answered") < told.index("answered otherwise") < told.index("newly answered")
    assert "Of the last 5 questions 5 would fare otherwise." in told
    assert run("faq", "effect", "draft", "--last", "1", "--json").json["questions"] == 1


def test_without_a_draft_the_files_are_held_against_the_version_in_force(shop: Shop) -> None:
    ask(shop, "几天能到")
    assert "No version" in run("faq", "effect").err
    keep(shop, "first")
    assert run("faq", "effect", "--json").json["changes"] == []
    shop.write("faq/shipping.md", QUICKER)
    (change,) = run("faq", "effect", "--json").json["changes"]
    assert change["kind"] == "otherwise"


def test_without_questions_there_is_nothing_to_say(shop: Shop) -> None:
    keep(shop, "first")
    ended = run("faq", "effect")
    assert ended.code == 1
    assert "no question yet" in ended.err


# history and rollback


def test_history_lists_who_changed_what_and_when(shop: Shop) -> None:
    assert "No version is kept yet" in run("faq", "history").out
    keep(shop, "first")
    shop.write("faq/shipping.md", QUICKER)
    keep(shop, "changed ship-when")
    told = run("faq", "history").out.splitlines()
    assert "changed ship-when" in told[0]
    assert "the files" in told[0]
    assert [v["what"] for v in run("faq", "history", "--json").json["versions"]] == ["changed ship-when", "first"]


def test_going_back_writes_the_files_and_loses_nothing(shop: Shop) -> None:
    first = keep(shop, "first")
    shop.write("faq/shipping.md", QUICKER)
    shop.write("faq/new/extra.md", "## 新的 {#extra}\n\n新。\n")
    keep(shop, "second")
    shop.write("faq/shipping.md", "## broken\n")  # saved, never in force
    shop.write("faq/handover.txt", "[delicate]\n蓝鲸\n")

    dry = run("faq", "rollback", str(first), "--dry-run")
    assert dry.code == 0
    assert "would be written: shipping.md" in dry.out
    assert "would be put aside: new/extra.md" in dry.out
    assert said("faq/shipping.md", shop.folder) == "## broken\n"

    ended = run("faq", "rollback", str(first), "--by", "Li Na", "--json")
    assert ended.code == 0, ended
    assert ended.json["written"] == ["handover.txt", "shipping.md"]
    assert ended.json["put_aside"] == {"new/extra.md": "new/extra.md.removed"}
    assert said("faq/shipping.md", shop.folder) == SHIPPING
    assert said("faq/handover.txt", shop.folder) == HANDOVER
    assert "新。" in said("faq/new/extra.md.removed", shop.folder)
    assert run("check", "--json").json["entries"] == 2

    newest, before, *_ = run("faq", "history", "--json").json["versions"]
    assert newest["by"] == "Li Na"
    assert newest["what"].startswith(f"back to {first}: ")
    assert run("faq", "rollback", str(before["id"])).code == 0
    assert said("faq/shipping.md", shop.folder) == "## broken\n", "what was on disk can be had again"
    assert said("faq/new/extra.md", shop.folder)


def test_a_file_put_aside_before_is_not_overwritten(shop: Shop) -> None:
    first = keep(shop, "first")
    for text in ("one", "two"):
        shop.write("faq/extra.md", f"## 新的 {{#extra}}\n\n{text}\n")
        run("faq", "rollback", str(first))
    assert "one" in said("faq/extra.md.removed", shop.folder)
    assert "two" in said("faq/extra.md.removed-2", shop.folder)


def test_a_file_nobody_can_read_is_put_aside_before_it_is_written_over(shop: Shop) -> None:
    first, odd = keep(shop, "first"), SHIPPING.encode("gb18030")
    shop.write("draft/shipping.md", QUICKER)
    for args in (("rollback", str(first)), ("publish", "draft")):
        (shop.folder / "faq/shipping.md").write_bytes(odd)
        assert run("faq", *args).code == 0
        (aside,) = (shop.folder / "faq").glob("shipping.md.removed*")
        assert aside.read_bytes() == odd
        aside.unlink()
    assert said("faq/shipping.md", shop.folder) == QUICKER


def test_line_ends_and_the_rest_of_a_text_come_back_as_they_were(shop: Shop) -> None:
    text = SHIPPING.replace("\n", "\r\n").encode()
    (shop.folder / "faq/shipping.md").write_bytes(text)

    async def kept(store: Store) -> int | None:
        return await store.keep_faq_version({"shipping.md": text.decode()}, "x", "x", datetime.now(UTC))

    number = shop.with_store(kept)
    shop.write("faq/shipping.md", QUICKER)
    assert run("faq", "rollback", str(number)).code == 0
    assert (shop.folder / "faq/shipping.md").read_bytes() == text


def test_a_version_that_is_not_kept_is_said(shop: Shop) -> None:
    ended = run("faq", "rollback", "7")
    assert ended.code == 1
    assert "no version 7 is kept" in ended.err
    assert "faq history" in ended.err


# a draft


def test_a_draft_is_published_over_the_files_of_the_same_name(shop: Shop) -> None:
    shop.write("faq/keep.md", "## 留下 {#stay}\n\n在。\n")
    shop.write("draft/shipping.md", QUICKER)
    ended = run("faq", "publish", "draft", "--by", "Li Na")
    assert ended.code == 0, ended
    assert "written: shipping.md" in ended.out
    assert "changed ship-when" in ended.out
    assert said("faq/shipping.md", shop.folder) == QUICKER
    assert said("faq/keep.md", shop.folder)
    newest, before = run("faq", "history", "--json").json["versions"]
    assert newest["what"] == "draft published: changed ship-when"
    run("faq", "rollback", str(before["id"]))
    assert said("faq/shipping.md", shop.folder) == SHIPPING


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("draft/shipping.md", "## 几天？\n", "has no answer"),
        ("draft/other.md", "## 几天？ {#ship-when}\n\nx\n", 'the id "ship-when" is already used'),
        ("draft/other.md", "## 几天？ {#x}\n\n{price:Z9}\n", "no product Z9"),
        ("draft/readme.txt", "hello", "holds no .md file"),
    ],
)
def test_a_draft_with_an_error_is_neither_published_nor_tried(shop: Shop, name: str, text: str, told: str) -> None:
    shop.write(name, text)
    for args in (("publish", "draft"), ("try", "draft", "--room", "studio")):
        ended = run("faq", *args)
        assert ended.code == 1
        assert told in ended.err
    assert said("faq/shipping.md", shop.folder) == SHIPPING
    assert run("faq", "history", "--json").json == {"versions": [], "trials": []}


def test_a_draft_inside_the_faq_is_refused(shop: Shop) -> None:
    shop.write("faq/draft/a.md", "## 新 {#n}\n\n新\n")
    assert "lies inside the FAQ" in run("faq", "publish", "faq/draft").err


def test_a_trial_is_noted_shown_and_ended_by_publishing_or_by_hand(shop: Shop) -> None:
    shop.write("draft/shipping.md", QUICKER)
    ended = run("faq", "try", "draft", "--room", "studio")
    assert ended.code == 0, ended
    assert "changed ship-when" in ended.out
    assert "Room studio tries" in run("faq", "history").out
    assert "The trial ended." in run("faq", "try", "--stop").out
    assert run("faq", "history", "--json").json["trials"] == []
    run("faq", "try", "draft", "--room", "studio")
    assert run("faq", "publish", "draft", "--json").json["trials_ended"] == 1
    assert run("faq", "history", "--json").json["trials"] == []


@pytest.mark.parametrize(
    ("args", "code", "told"),
    [
        (["try", "draft", "--room", "stuido"], 1, 'Did you mean "studio"?'),
        (["try", "draft"], 2, "--room ROOM"),
        (["try"], 2, "--stop"),
        (["try", "draft", "--stop"], 2, "--stop"),
        (["try", "none", "--room", "studio"], 2, "none"),
        (["publish", "none"], 2, "none"),
    ],
)
def test_wrong_usage_is_said(shop: Shop, args: list[str], code: int, told: str) -> None:
    shop.write("draft/shipping.md", QUICKER)
    ended = run("faq", *args)
    assert ended.code == code
    assert told in ended.err


def test_one_unreadable_file_among_good_ones_keeps_a_draft_back(shop: Shop) -> None:
    shop.write("draft/shipping.md", QUICKER)
    (shop.folder / "draft/gb.md").write_bytes("## 包邮吗\n\n包。\n".encode("gb18030"))
    ended = run("faq", "publish", "draft")
    assert ended.code == 1
    assert "draft/gb.md:1: is not UTF-8 text." in ended.err
