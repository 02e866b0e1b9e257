"""An entry edited in the console: what would change comes first, then it is saved, or tried in one room."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.files.reload import ShopFiles
from tests.console.faq_shop import OTHER_ROOM, SHIPPING, asked_for, read, with_files
from tests.console.shop import ROOM, Browser, Shop

EDIT = "/faq/entries/ship-when/edit"


@pytest.fixture
async def files(shop: Shop) -> ShopFiles:
    """The shop's files, after an evening on which three people asked."""
    files = await with_files(shop)
    await asked_for(shop, "how soon do you ship", "how soon do you ship", "what day does it leave")
    return files


def fields(page: str) -> dict[str, str]:
    """Return what the form on a page would send."""
    found = dict(re.findall(r'<input[^>]* name="(\w+)" value="([^"]*)"', page))
    found |= dict(re.findall(r'<textarea[^>]* name="(\w+)"[^>]*>\n([^<]*)</textarea>', page))
    for name, options in re.findall(r'<select[^>]* name="(\w+)">(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        found[name] = chosen.group(1) if chosen else ""
    return found


async def opened(browser: Browser, path: str = EDIT) -> dict[str, str]:
    return fields(await browser.page(path))


async def looked(browser: Browser, form: dict[str, str], path: str = EDIT) -> tuple[str, dict[str, str]]:
    """Look; return the piece shown, and the form with what proves that somebody looked."""
    response = await browser.press(path, do="look", **form)
    assert response.status == 200, await response.text()
    piece = await response.text()
    hidden = dict(re.findall(r'<input type="hidden" name="(looked|typed)" value="(\w+)"', piece))
    return piece, form | hidden


async def saved(browser: Browser, form: dict[str, str], path: str = EDIT) -> str:
    _, ready = await looked(browser, form, path)
    response = await browser.press(path, do="save", **ready)
    assert response.status == 200, await response.text()
    return await response.text()


def audited(tmp_path: Path) -> list[tuple[str, str, str]]:
    with closing(sqlite3.connect(tmp_path / "shop.db")) as db:
        return db.execute("select actor, action, target from audit where action like 'faq%' order by id").fetchall()


async def test_the_form_shows_the_entry_as_it_is_written(shop: Shop, files: ShopFiles) -> None:
    form = await opened(await shop.member("Li Na"))
    assert form["question"] == "When do you ship?"
    assert form["phrasings"] == "how soon do you ship\nwhat day does it leave"
    assert form["wordings"] == "Within 48 hours.\n\n---\n\nTwo days at most."
    assert [form[key] for key in ("valid", "products", "lang", "scene", "mode", "then")] == [""] * 6


async def test_looking_says_which_real_questions_fare_otherwise_and_writes_nothing(
    shop: Shop, files: ShopFiles
) -> None:
    li = await shop.member("Li Na")
    form = await opened(li) | {"wordings": "Within 24 hours.", "phrasings": "how soon do you ship"}
    before = read(shop.faq_folder / "shipping.md")
    piece, _ = await looked(li, form)
    assert "Of the last 3 questions" in piece
    assert "2 answered otherwise" in piece or "3 answered otherwise" in piece
    row = piece.partition("how soon do you ship")[2].partition("</tr>")[0]
    assert "×2" in row
    assert row.index("Within 48 hours.") < row.index("Within 24 hours.")
    assert 'value="save"' in piece
    assert read(shop.faq_folder / "shipping.md") == before


async def test_saving_changes_these_lines_and_no_other(shop: Shop, files: ShopFiles, tmp_path: Path) -> None:
    li = await shop.member("Li Na")
    form = await opened(li) | {
        "question": "When is it sent?",
        "phrasings": "how soon do you ship\nwhen will you post it",
        "wordings": "Within 24 hours.\n---\nTwo days at most.",
        "products": "A101",
    }
    done = await saved(li, form)
    assert "shipping.md:5" in done
    expected = SHIPPING.replace("## When do you ship?", "## When is it sent?")
    expected = expected.replace("{#ship-when}\n", "{#ship-when}\n<!--\nproducts: A101\n-->\n")
    expected = expected.replace("*  what day does it leave", "*  when will you post it").replace(
        "48 hours", "24 hours"
    )
    assert read(shop.faq_folder / "shipping.md") == expected
    assert files.knowledge_for(ROOM).faq.entries["ship-when"].answer == "Within 24 hours."
    assert audited(tmp_path) == [("Li Na", "faq edit", "ship-when")]
    newest = await shop.store.faq_version()
    assert newest is not None
    assert (newest.by, newest.what) == ("Li Na", "changed ship-when")
    # The form that comes back can be edited on.
    assert "Within 12 hours" not in await saved(li, fields(done) | {"wordings": "明天就发。"})
    assert files.knowledge.faq.entries["ship-when"].wordings == ("明天就发。",)


async def test_nothing_is_saved_that_nobody_looked_at(shop: Shop, files: ShopFiles, tmp_path: Path) -> None:
    li = await shop.member("Li Na")
    form = await opened(li) | {"wordings": "Within 24 hours."}
    refused = await li.press(EDIT, do="save", **form)
    assert refused.status == 409
    assert "Look first" in await refused.text()
    _, ready = await looked(li, form)
    refused = await li.press(EDIT, do="save", **ready | {"wordings": "Never."})
    assert refused.status == 409
    assert read(shop.faq_folder / "shipping.md") == SHIPPING
    assert audited(tmp_path) == []


async def test_a_file_changed_meanwhile_is_not_overwritten_and_the_text_is_kept(shop: Shop, files: ShopFiles) -> None:
    li = await shop.member("Li Na")
    _, ready = await looked(li, await opened(li) | {"wordings": "Within <24> hours."})
    path = shop.faq_folder / "shipping.md"
    path.write_text(SHIPPING.replace("七天", "八天"), "utf-8")
    refused = await li.press(EDIT, do="save", **ready)
    assert refused.status == 409
    assert "was changed by somebody else meanwhile" in await refused.text()
    assert "八天" in read(path)
    assert "24" not in read(path)
    # Without scripts the answer is a page, with everything that was typed in it.
    page = await (await li.post(EDIT, do="save", **ready)).text()
    assert "Within &lt;24&gt; hours." in page
    # Another look, and both changes are there.
    assert "shipping.md:5" in await saved(li, ready)
    assert "八天" in read(path)
    assert "Within <24> hours." in read(path)


async def test_who_edits_what_a_colleague_edited_meanwhile_is_shown_it(shop: Shop, files: ShopFiles) -> None:
    li, tom = await shop.member("Li Na"), await shop.member("Tom")
    mine = await opened(li) | {"wordings": "Within 24 hours."}
    await saved(tom, await opened(tom) | {"wordings": "Tom says so."})
    piece, _ = await looked(li, mine)
    assert "Somebody changed this entry" in piece
    assert "Tom says so." in piece


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"question": "  "}, "The question is empty."),
        ({"wordings": ""}, "There is no answer."),
        ({"then": "person"}, "Keep one of the two."),
        ({"valid": "2026-13-01.."}, "there is no such day"),
        ({"lang": "Klingon"}, "Write two letters"),
        ({"scene": "Big Sale"}, "Use small letters"),
        ({"mode": "loud"}, "mode is &#34;loud&#34;"),
        ({"phrasings": "ok\n\n#"}, "line 3</b>: “#” says nothing."),
        ({"wordings": "Fine.\n---\n\nIt is {prize:A101}."}, "line 4</b>: {prize:A101} is not a variable."),
        ({"wordings": "It is {price:A999}."}, "shipping.md:9</code> {price:A999}: no product A999."),
        ({"wordings": "Fine.\n---\nThe best ever."}, "shipping.md:14</code> This could never be said in a room"),
        ({"question": "可以退货吗？"}, "is already answered on line"),
        ({"wordings": "x" * 1001}, "Longer than 1000 characters."),
    ],
)
async def test_a_mistake_is_named_with_its_line_and_cannot_be_saved(
    shop: Shop, files: ShopFiles, changed: dict[str, str], said: str
) -> None:
    li = await shop.member("Li Na")
    piece, ready = await looked(li, await opened(li) | changed)
    assert said in piece
    assert 'value="save"' not in piece
    assert (await li.press(EDIT, do="save", **ready)).status == 409
    assert read(shop.faq_folder / "shipping.md") == SHIPPING


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"phrasings": "能退吗"}, "has it too and wins it"),
        ({"phrasings": "不喜欢可以退吗"}, "is answered by return today"),
        ({"phrasings": "how soon do you ship\nHow soon do you SHIP?"}, "stands here already"),
        ({"phrasings": "# when"}, "It is written as “when”."),
        ({"valid": "..2020-01-01"}, "ran out on 2020-01-01"),
        ({"wordings": "Within 48 hours.\n---\nWithin 24 hours."}, "another &#34;"),
        ({"products": "A404"}, "products names A404"),
    ],
)
async def test_what_deserves_a_look_is_said_and_may_be_saved(
    shop: Shop, files: ShopFiles, changed: dict[str, str], said: str
) -> None:
    li = await shop.member("Li Na")
    piece, _ = await looked(li, await opened(li) | changed)
    assert said in piece
    assert 'value="save"' in piece


async def test_an_answer_becomes_a_no_answer_and_back(shop: Shop, files: ShopFiles) -> None:
    li = await shop.member("Li Na")
    await saved(li, await opened(li) | {"wordings": "", "then": "person"})
    assert "then: person" in read(shop.faq_folder / "shipping.md")
    assert files.knowledge.faq.entries["ship-when"].then == "person"
    await saved(li, await opened(li) | {"wordings": "Soon.", "then": ""})
    assert files.knowledge.faq.entries["ship-when"].answer == "Soon."
    assert "the boss likes this one" in read(shop.faq_folder / "shipping.md")


async def test_a_new_entry_goes_to_the_file_chosen(shop: Shop, files: ShopFiles, tmp_path: Path) -> None:
    (shop.faq_folder / "returns.md").write_text("# Returns\n", "utf-8")
    li = await shop.member("李娜")
    form = {
        "file": "returns.md", "id": "", "question": "Who pays for sending it back?",
        "phrasings": "is return shipping free", "wordings": "We do.", "opened": "",
    }  # fmt: skip
    piece, ready = await looked(li, form, "/faq/new")
    assert 'value="save"' in piece
    done = await li.press("/faq/new", do="save", **ready)
    assert "returns.md:3" in await done.text()
    assert "/faq/entries/who-pays-for-sending-it-back/edit" in await li.page(
        "/faq/entries/who-pays-for-sending-it-back"
    )
    assert files.knowledge.matcher.match("is return shipping free").sure
    assert audited(tmp_path) == [("李娜", "faq edit", "who-pays-for-sending-it-back")]
    piece, _ = await looked(li, form, "/faq/new")
    assert "There is an entry who-pays-for-sending-it-back already" in piece


async def test_a_long_list_of_phrasings_fits_into_the_form_and_a_book_does_not(shop: Shop, files: ShopFiles) -> None:
    li = await shop.member("Li Na")
    many = [f"第{n}个问法" + "什么时候发货呀" * 10 for n in range(200)]
    await saved(li, await opened(li) | {"phrasings": "\n".join(many)})
    assert len(files.knowledge.faq.entries["ship-when"].phrasings) == 200
    assert (await li.press(EDIT, do="look", phrasings="x" * 600_000)).status == 413


@pytest.mark.parametrize("file", ["../secret.md", "/etc/passwd", "nowhere.md", ""])
async def test_a_new_entry_goes_nowhere_else(shop: Shop, files: ShopFiles, file: str) -> None:
    li = await shop.member("Li Na")
    form = {"file": file, "question": "Who pays?", "wordings": "We do.", "looked": "x", "typed": "x"}
    for do in ("look", "save"):
        refused = await li.press("/faq/new", do=do, **form)
        assert refused.status == 409
        assert "no such file" in await refused.text()
    assert sorted(path.name for path in shop.faq_folder.iterdir()) == ["shipping.md"]


async def test_one_room_tries_the_change_first(shop: Shop, files: ShopFiles, tmp_path: Path) -> None:
    boss = await shop.member("Boss", "admin")
    piece, ready = await looked(boss, await opened(boss) | {"wordings": "Within 24 hours."})
    assert f'<option value="{OTHER_ROOM}">' in piece
    done = await boss.press(EDIT, do="try", room=OTHER_ROOM, **ready)
    assert "faq-draft/ship-when/shipping.md:5" in await done.text()
    assert files.knowledge_for(OTHER_ROOM).faq.entries["ship-when"].answer == "Within 24 hours."
    assert files.knowledge_for(ROOM).faq.entries["ship-when"].answer == "Within 48 hours."
    assert read(shop.faq_folder / "shipping.md") == SHIPPING
    assert audited(tmp_path) == [("Boss", "faq try", "ship-when")]
    # Its next change joins it; another entry's would end it unseen, and is refused.
    await boss.press(EDIT, do="try", room=OTHER_ROOM, **(await looked(boss, ready | {"wordings": "At once."}))[1])
    assert files.knowledge_for(OTHER_ROOM).faq.entries["ship-when"].answer == "At once."
    other = "/faq/entries/return/edit"
    _, ready = await looked(boss, await opened(boss, other) | {"wordings": "八天。"}, other)
    refused = await boss.press(other, do="try", room=OTHER_ROOM, **ready)
    assert refused.status == 409
    assert "tries another draft already" in await refused.text()
    assert (await boss.press(other, do="try", room="nowhere", **ready)).status == 409


async def test_who_saves_beside_a_trial_is_told_which_room_does_not_get_it(shop: Shop, files: ShopFiles) -> None:
    boss, other = await shop.member("Boss", "admin"), "/faq/entries/return/edit"
    _, ready = await looked(boss, await opened(boss) | {"wordings": "Within 24 hours."})
    await boss.press(EDIT, do="try", room=OTHER_ROOM, **ready)
    piece, ready = await looked(boss, await opened(boss, other) | {"wordings": "八天。"}, other)
    assert f"{OTHER_ROOM}: tries a draft of this file" in piece
    done = await (await boss.press(other, do="save", **ready)).text()
    assert f"{OTHER_ROOM}: tries a draft of this file" in done
    assert "The rooms use it" not in done
    assert files.knowledge_for(ROOM).faq.entries["return"].answer == "八天。"
    assert files.knowledge_for(OTHER_ROOM).faq.entries["return"].answer == "七天无理由退货。"


async def test_who_may_only_look_neither_edits_nor_tries(shop: Shop, files: ShopFiles) -> None:
    guest, li = await shop.member("Guest", "viewer"), await shop.member("Li Na")
    assert (await guest.get(EDIT)).status == 403
    assert (await guest.press(EDIT, do="look")).status == 403
    assert EDIT not in await guest.page("/faq/entries/ship-when")
    assert "/faq/new" not in await guest.page("/faq")
    piece, ready = await looked(li, await opened(li) | {"wordings": "Within 24 hours."})
    assert 'value="try"' not in piece
    assert (await li.press(EDIT, do="try", room=OTHER_ROOM, **ready)).status == 403
    assert await shop.store.faq_trials() == []


async def test_another_site_cannot_save(shop: Shop, files: ShopFiles) -> None:
    li = await shop.member("Li Na")
    _, ready = await looked(li, await opened(li) | {"wordings": "Within 24 hours."})
    foreign = await li.session.post(EDIT, data=ready | {"do": "save"}, headers={"Origin": "https://evil.example"})
    assert foreign.status == 403
    assert read(shop.faq_folder / "shipping.md") == SHIPPING


async def test_the_pages_speak_chinese(shop: Shop, files: ShopFiles) -> None:
    li = await shop.member("李娜")
    li.session.headers["Accept-Language"] = "zh-CN"
    form = await opened(li)
    response = await li.press(EDIT, do="look", **form | {"wordings": "48 小时内发货。"})
    assert "最近 3 条观众提问中" in await response.text()
    assert "看看会有什么变化" in await li.page(EDIT)
    assert "第一个版本" in await li.page("/faq/versions")
