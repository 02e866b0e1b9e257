"""Versions and trials in the console: what each would change is shown before it can be done."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.files.reload import ShopFiles
from tests.console.faq_shop import OTHER_ROOM, SHIPPING, asked_for, read, with_files
from tests.console.shop import ROOM, Browser, Shop
from tests.console.test_faq_editing import EDIT, audited, looked, opened, saved


@pytest.fixture
async def files(shop: Shop) -> ShopFiles:
    files = await with_files(shop)
    await asked_for(shop, "how soon do you ship", "how soon do you ship")
    return files


async def tried(shop: Shop, text: str = "Within 24 hours.") -> Browser:
    """Let an admin try another answer in one room."""
    boss = await shop.member("Boss", "admin")
    _, ready = await looked(boss, await opened(boss) | {"wordings": text})
    assert (await boss.press(EDIT, do="try", room=OTHER_ROOM, **ready)).status == 200
    return boss


async def effect(browser: Browser, path: str) -> tuple[str, dict[str, str]]:
    """Return what a change would do, and what its button would send."""
    piece = await browser.page(path)
    return piece, dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', piece))


async def first_version(shop: Shop) -> int:
    return (await shop.store.faq_versions())[-1].id


async def test_versions_say_when_by_whom_and_what(shop: Shop, files: ShopFiles) -> None:
    li = await shop.member("Li Na")
    await saved(li, await opened(li) | {"wordings": "Within <24> hours."})
    page = await li.page("/faq/versions")
    newest, first = page.split('<li class="version"')[1:]
    assert "Li Na" in newest
    assert "changed ship-when" in newest
    assert "in force" in newest
    assert "saved in the file" in first
    assert "the first version" in first
    assert "/effect" in first
    assert "/effect" not in newest


async def test_going_back_shows_its_effect_first_and_can_be_taken_back(
    shop: Shop, files: ShopFiles, tmp_path: Path
) -> None:
    boss = await shop.member("Boss", "admin")
    await saved(boss, await opened(boss) | {"wordings": "Within 24 hours."})
    first = await first_version(shop)
    piece, sent = await effect(boss, f"/faq/versions/{first}/effect")
    assert "Entries: changed ship-when" in piece
    assert "Files: shipping.md" in piece
    assert "2 answered otherwise" in piece
    assert piece.index("Within 24 hours.") < piece.index("Within 48 hours.")
    assert "24" in read(shop.faq_folder / "shipping.md")
    done = await boss.press(f"/faq/versions/{first}/rollback", **sent)
    assert f"Version {first} is back" in await done.text()
    assert read(shop.faq_folder / "shipping.md") == SHIPPING
    assert files.knowledge_for(ROOM).faq.entries["ship-when"].answer == "Within 48 hours."
    assert audited(tmp_path)[-1] == ("Boss", "faq rollback", f"version {first}")
    page = await boss.page("/faq/versions")
    assert f"back to {first}: changed ship-when" in page
    before = [one.id for one in await shop.store.faq_versions()][1]
    _, sent = await effect(boss, f"/faq/versions/{before}/effect")
    await boss.press(f"/faq/versions/{before}/rollback", **sent)
    assert files.knowledge.faq.entries["ship-when"].answer == "Within 24 hours."


async def test_nobody_goes_back_from_what_they_did_not_see(shop: Shop, files: ShopFiles) -> None:
    boss = await shop.member("Boss", "admin")
    await saved(boss, await opened(boss) | {"wordings": "Within 24 hours."})
    first = await first_version(shop)
    _, sent = await effect(boss, f"/faq/versions/{first}/effect")
    await saved(boss, await opened(boss) | {"wordings": "Within 12 hours."})
    for form in (sent, {}):
        refused = await boss.press(f"/faq/versions/{first}/rollback", **form)
        assert refused.status == 409
        assert "changed since you looked" in await refused.text()
    assert files.knowledge.faq.entries["ship-when"].answer == "Within 12 hours."
    assert (await boss.get("/faq/versions/999/effect")).status == 404


async def test_a_trial_is_shown_and_published_once_its_effect_was_seen(
    shop: Shop, files: ShopFiles, tmp_path: Path
) -> None:
    boss = await tried(shop)
    page = await boss.page("/faq/versions")
    assert f"Room {OTHER_ROOM} tries " in page
    assert "faq-draft/ship-when" in page
    assert "by Boss" in page
    piece, sent = await effect(boss, f"/faq/trials/effect?room={OTHER_ROOM}")
    assert "changed ship-when" in piece
    assert "2 answered otherwise" in piece
    done = await boss.press("/faq/trials/publish", **sent)
    assert "Published: changed ship-when" in await done.text()
    assert read(shop.faq_folder / "shipping.md") == SHIPPING.replace("48 hours.", "24 hours.").replace(
        "---\n\nTwo days at most.\n", ""
    )
    assert files.knowledge_for(ROOM).faq.entries["ship-when"].answer == "Within 24 hours."
    assert await shop.store.faq_trials() == []
    assert audited(tmp_path)[-1][:2] == ("Boss", "faq publish")


async def test_a_draft_edited_since_it_was_looked_at_is_not_published(shop: Shop, files: ShopFiles) -> None:
    boss = await tried(shop)
    _, sent = await effect(boss, f"/faq/trials/effect?room={OTHER_ROOM}")
    draft = shop.faq_folder.with_name("faq-draft") / "ship-when" / "shipping.md"
    draft.write_text(read(draft).replace("24", "1"), "utf-8")
    refused = await boss.press("/faq/trials/publish", **sent)
    assert refused.status == 409
    assert read(shop.faq_folder / "shipping.md") == SHIPPING
    draft.write_text("## broken\n", "utf-8")
    _, sent = await effect(boss, f"/faq/trials/effect?room={OTHER_ROOM}")
    refused = await boss.press("/faq/trials/publish", **sent)
    assert "has no answer" in await refused.text()
    assert read(shop.faq_folder / "shipping.md") == SHIPPING


async def test_a_stopped_trial_leaves_the_draft_where_it_is(shop: Shop, files: ShopFiles, tmp_path: Path) -> None:
    boss = await tried(shop)
    done = await boss.press("/faq/trials/stop", room=OTHER_ROOM)
    assert f"Room {OTHER_ROOM} uses the published FAQ again" in await done.text()
    assert files.knowledge_for(OTHER_ROOM).faq.entries["ship-when"].answer == "Within 48 hours."
    root = shop.faq_folder.with_name("faq-draft")
    assert (root / "ship-when" / "shipping.md").exists()
    assert audited(tmp_path)[-1] == ("Boss", "faq stop", OTHER_ROOM)
    assert (await boss.press("/faq/trials/stop", room=OTHER_ROOM)).status == 404
    # The next draft of the entry does not disturb it.
    await tried(shop, "Within 12 hours.")
    assert (root / "ship-when~2" / "shipping.md").exists()
    assert "24" in read(root / "ship-when" / "shipping.md")


async def test_only_an_admin_goes_back_publishes_or_stops(shop: Shop, files: ShopFiles) -> None:
    boss = await tried(shop)
    await saved(
        boss, await opened(boss, "/faq/entries/return/edit") | {"wordings": "八天。"}, "/faq/entries/return/edit"
    )
    first = await first_version(shop)
    for name, role in (("Guest", "viewer"), ("Li Na", "agent")):
        browser = await shop.member(name, role)
        back, _ = await effect(browser, f"/faq/versions/{first}/effect")
        trial, _ = await effect(browser, f"/faq/trials/effect?room={OTHER_ROOM}")
        assert "Only an admin can do this" in back
        assert "Only an admin can do this" in trial
        assert "<button" not in back + trial
        assert (await browser.press(f"/faq/versions/{first}/rollback")).status == 403
        assert (await browser.press("/faq/trials/publish", room=OTHER_ROOM)).status == 403
        assert (await browser.press("/faq/trials/stop", room=OTHER_ROOM)).status == 403
    assert files.knowledge.faq.entries["return"].answer == "八天。"
    assert [trial.room for trial in await shop.store.faq_trials()] == [OTHER_ROOM]
