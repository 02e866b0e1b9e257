"""Teaching: what a case answers becomes an entry of the FAQ, proposed by staff, approved, and written in place."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from playwright.async_api import expect

from bot.console.app import Console
from bot.files.reload import ShopFiles
from bot.settings import FaqSettings, Settings
from bot.store.lessons import Stands
from tests.console.faq_shop import SHIPPING, read, with_files
from tests.console.shop import Shop
from tests.console.test_faq_editing import fields, looked, opened
from tests.console.test_pages import SOON, Desks, desks
from tests.staff import reply

__all__ = ["desks"]  # the fixture


@pytest.fixture
async def files(shop: Shop) -> ShopFiles:
    return await with_files(shop)


async def answered(shop: Shop, answer: str = "Yes, in three days.") -> int:
    """Return a case that three asked and a person answered."""
    case = await shop.asked("do you deliver to Macau?", viewer="v1", name="Mei")
    await shop.joined(case, "Kelly: can you deliver to Macau", viewer="v2", name="Kelly")
    await shop.joined(case, "deliver to Macau? call me 13812345678", viewer="v3", name="Ann")
    if answer:
        await reply(shop.store, case, answer, shop.now())
    return case


async def test_an_agent_proposes_an_admin_approves_and_the_file_keeps_every_other_line(
    shop: Shop, files: ShopFiles
) -> None:
    case = await answered(shop)
    li, boss = await shop.member("Li Na"), await shop.member("Boss", "admin")
    path = f"/cases/{case}/teach"
    form = await opened(li, path)
    assert (form["question"], form["phrasings"]) == ("do you deliver to Macau?", "can you deliver to Macau")
    assert form["wordings"] == "Yes, in three days."
    assert form["valid"] == f"{shop.desk.today()}.."
    form |= {"file": "shipping.md", "id": "macau"}
    piece, ready = await looked(li, form, path)
    assert "Of the last" in piece
    assert "Propose to an admin" in piece
    assert (await li.press(path, do="save", **ready)).status == 200
    assert read(shop.faq_folder / "shipping.md") == SHIPPING
    (proposed,) = await shop.store.lessons.several(Stands.PROPOSED)
    review = f"/faq/lessons/{proposed.id}"
    assert (await li.get(review)).status == 403
    assert review in await boss.page("/faq/lessons")

    form = fields(await boss.page(review)) | {"file": "shipping.md"}
    assert form["wordings"] == "Yes, in three days."
    _, ready = await looked(boss, form | {"wordings": "Yes, in three to five days."}, review)
    assert (await boss.press(review, do="save", **ready)).status == 200
    written = read(shop.faq_folder / "shipping.md")
    assert written.startswith(SHIPPING.rstrip("\n"))
    assert "- can you deliver to Macau" in written
    assert "13812345678" not in written
    assert "Kelly" not in written
    entry = files.knowledge.faq.entries["macau"]
    assert entry.answer == "Yes, in three to five days."
    page = await boss.page("/faq/entries/macau")
    assert f"Taught by case {case}: Li Na wrote it, Boss approved it" in page
    assert (await shop.store.verified())["macau"].by == "Boss"
    assert (await boss.get(review)).status == 409  # decided
    assert [act.what for act in await shop.store.acts.several()][:2] == ["faq teach", "faq propose"]
    assert files.knowledge.matcher.match("do you deliver to macau").sure


async def test_a_file_that_was_changed_meanwhile_is_not_written_over(shop: Shop, files: ShopFiles) -> None:
    case, boss = await answered(shop), await shop.member("Boss", "admin")
    path = f"/cases/{case}/teach"
    _, ready = await looked(boss, await opened(boss, path) | {"file": "shipping.md"}, path)
    theirs = SHIPPING + "\n## Is it open on Sunday?\n\nNo.\n"
    (shop.faq_folder / "shipping.md").write_text(theirs, "utf-8")
    response = await boss.press(path, do="save", **ready)
    assert response.status == 409
    assert "was changed by somebody else meanwhile" in await response.text()
    assert read(shop.faq_folder / "shipping.md") == theirs
    assert not await shop.store.lessons.several(Stands.APPROVED)


async def test_what_the_faq_asks_already_gets_more_ways_of_asking_and_keeps_its_answer(
    shop: Shop, files: ShopFiles
) -> None:
    case = await shop.asked("how soon will you ship", viewer="v1")
    await reply(shop.store, case, "In two days.", shop.now())
    boss = await shop.member("Boss", "admin")
    assert f"/cases/{case}/teach?into=ship-when" in await boss.page(f"/cases/{case}/teach")
    path = f"/cases/{case}/teach?into=ship-when"
    form = await opened(boss, path)
    assert form["phrasings"].endswith("how soon will you ship")
    _, ready = await looked(boss, form, path)
    await boss.press(path, do="save", **ready)
    expected = SHIPPING.replace(
        "*  what day does it leave\n", "*  what day does it leave\n* how soon will you ship\n"
    )
    assert read(shop.faq_folder / "shipping.md").replace("*  how", "* how") == expected


async def test_a_shop_may_let_whoever_answers_approve(shop: Shop, files: ShopFiles) -> None:
    case = await answered(shop)
    path = f"/cases/{case}/teach"
    shop.desk = replace(shop.desk, settings=lambda: Settings(faq=FaqSettings(approval="agent")))
    shop.console = await shop.stack.enter_async_context(Console(shop.desk))
    li = await shop.member("Li Na")
    piece, ready = await looked(li, await opened(li, path) | {"file": "learned.md"}, path)
    assert "Approve and write" in piece
    assert (await li.press(path, do="save", **ready)).status == 200
    assert "Yes, in three days." in read(shop.faq_folder / "learned.md")


async def test_a_proposal_is_declined_once_and_nothing_is_written(shop: Shop, files: ShopFiles) -> None:
    case = await answered(shop)
    li, boss = await shop.member("Li Na"), await shop.member("Boss", "admin")
    path = f"/cases/{case}/teach"
    _, ready = await looked(li, await opened(li, path) | {"file": "learned.md"}, path)
    await li.press(path, do="save", **ready)
    (proposed,) = await shop.store.lessons.several(Stands.PROPOSED)
    review = f"/faq/lessons/{proposed.id}"
    assert (await boss.press(review, do="decline")).status == 200
    assert (await boss.press(review, do="decline")).status == 409
    declined = await shop.store.lessons.one(proposed.id)
    assert declined is not None
    assert (declined.stands, declined.decided_by, declined.fields) == (Stands.DECLINED, "Boss", {})
    assert not (shop.faq_folder / "learned.md").exists()


async def test_one_key_teaches_from_the_desk(desks: Desks) -> None:
    shop = desks.shop
    await with_files(shop)
    case = await answered(shop)
    page = await desks.sit_down("Boss", role="admin")
    await page.goto(f"{shop.console.url}?case={case}")
    await expect(page.locator("#case [data-case]")).to_have_attribute("data-case", str(case), timeout=SOON)
    await page.keyboard.press("f")
    await expect(page.locator("#f-question")).to_have_value("do you deliver to Macau?", timeout=SOON)
    await expect(page.locator("#look")).to_contain_text("Of the last", timeout=SOON)  # nobody had to ask for it
    await page.keyboard.press("Escape")
    await page.locator("h1").click()
    await page.keyboard.press("s")
    await expect(page.locator("#edit")).to_contain_text("Written into", timeout=SOON)
    async with asyncio.timeout(10):
        while not (shop.faq_folder / "learned.md").exists():
            await asyncio.sleep(0.02)
    assert "Yes, in three days." in read(shop.faq_folder / "learned.md")
