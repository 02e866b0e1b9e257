"""What was on screen when somebody asked, where staff look: the list, the case, the files, the ready replies."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from bot.catalog import Catalog, Product
from bot.console import cases_api
from bot.console.priorities import Priorities
from bot.escalation.canned import parse_canned
from tests.console.shop import CREAM, Shop, open_shop

TEA = Product("B201", "Jasmine tea", Decimal("39.00"), stock=3, link_no=4)
BOTH = Catalog({CREAM.sku: CREAM, TEA.sku: TEA})


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Shop]:
    async with open_shop(tmp_path) as shop:
        shop.catalog = BOTH
        yield shop


async def _asked_of_the_cream_while_tea_is_shown_now(shop: Shop) -> int:
    case = await shop.asked("is this one ok for dry skin?")
    shop.on_screen = TEA
    return case


async def test_the_case_tells_the_product_it_was_asked_of_with_its_price_and_stock_now(shop: Shop) -> None:
    li = await shop.member("Li Na")
    case = await _asked_of_the_cream_while_tea_is_shown_now(shop)
    shop.catalog = Catalog({CREAM.sku: replace(CREAM, price=Decimal("49.00"), stock=0), TEA.sku: TEA})
    page = await li.page(f"/?case={case}")
    then, _, now = page.partition("On screen when it was asked</h3>")[2].partition("On screen now")
    assert "Face cream 50 ml" in then
    assert "¥49" in then
    assert "sold out" in then
    assert "Jasmine tea" in now
    assert "while A101 was on screen" in page


async def test_while_the_product_is_still_on_screen_the_case_tells_it_once(shop: Shop) -> None:
    li = await shop.member("Li Na")
    case = await shop.asked("is this one ok for dry skin?")
    page = await li.page(f"/?case={case}")
    assert "On screen when it was asked</h3>" not in page
    assert "while A101" not in page


async def test_the_list_names_what_this_one_was_and_nothing_beside_other_questions(shop: Shop) -> None:
    li = await shop.member("Li Na")
    case = await _asked_of_the_cream_while_tea_is_shown_now(shop)
    other = await shop.asked("when do you ship?", viewer="v2")
    rows = {row.partition('"')[0]: row for row in (await li.page("/queue")).split('id="row-')[1:]}
    assert "Face cream 50 ml" in rows[str(case)]
    assert "Jasmine tea" not in rows[str(other)]


async def test_who_asks_while_another_product_is_shown_is_told_apart_in_one_case(shop: Shop) -> None:
    li = await shop.member("Li Na")
    case = await _asked_of_the_cream_while_tea_is_shown_now(shop)
    await shop.joined(case, "is this one ok for dry skin?")
    shop.on_screen = None
    page = await li.page(f"/?case={case}")
    assert "while A101 was on screen" in page
    assert "while B201 was on screen" in page


async def test_what_is_no_longer_in_the_catalogue_is_still_named(shop: Shop) -> None:
    li = await shop.member("Li Na")
    case = await _asked_of_the_cream_while_tea_is_shown_now(shop)
    shop.catalog = Catalog({TEA.sku: TEA})
    assert "A101, no longer in the catalogue" in await li.page(f"/?case={case}")


async def test_a_ready_reply_speaks_of_what_was_asked_not_of_what_is_shown_since(shop: Shop) -> None:
    shop.canned = parse_canned("[replies]\nprice: {title:screen} is {price:screen}\n", "canned.txt")[0]
    li = await shop.member("Li Na")
    case = await _asked_of_the_cream_while_tea_is_shown_now(shop)
    assert "Face cream 50 ml is ¥59.9" in await li.page(f"/picks/canned?case={case}")


async def test_the_files_and_the_command_line_tell_it_too(shop: Shop) -> None:
    li = await shop.member("Li Na")
    await _asked_of_the_cream_while_tea_is_shown_now(shop)
    for path in ("/wall/cases.csv?picked=open", "/wall/messages.csv"):
        (row,) = csv.DictReader(io.StringIO((await li.page(path)).removeprefix("\ufeff")))
        assert row["on_screen"] == "A101"
    (found,) = await cases_api.listed(shop.desk, Priorities(shop.desk))
    assert found["askers"][0]["on_screen"] == "A101"


async def test_a_case_about_what_is_shown_again_comes_sooner(shop: Shop) -> None:
    await _asked_of_the_cream_while_tea_is_shown_now(shop)
    (found,) = await cases_api.listed(shop.desk, Priorities(shop.desk))
    assert found["priority"]["parts"] == []
    shop.on_screen = CREAM
    (found,) = await cases_api.listed(shop.desk, Priorities(shop.desk))
    assert [(part["kind"], part["seen"]) for part in found["priority"]["parts"]] == [("on-screen", "A101")]
