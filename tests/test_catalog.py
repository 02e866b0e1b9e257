"""The catalogue file: good rows serve, bad ones are named."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.catalog import Catalog, Product
from bot.catalog.file import parse_catalog
from bot.problems import Problem

HEAD = "sku,title,price,currency,stock,category,tags,url,link_no,repurchase,sensitive\n"
CREAM = "A101,Face cream,59.90,CNY,12,Skin care,cream;dry skin,https://shop.example/A101,3,repeat,\n"


def read(text: str) -> tuple[Catalog, list[Problem]]:
    return parse_catalog(text, "catalog.csv")


def test_a_row_becomes_a_product() -> None:
    catalog, problems = read(HEAD + CREAM)
    assert problems == []
    assert catalog["A101"] == Product(
        sku="A101",
        title="Face cream",
        price=Decimal("59.90"),
        stock=12,
        category="Skin care",
        tags=("cream", "dry skin"),
        url="https://shop.example/A101",
        link_no=3,
        repurchase="repeat",
        regulated=True,
    )
    assert catalog.linked(3) is catalog["A101"]
    assert catalog.linked(4) is None


def test_only_sku_and_title_are_needed() -> None:
    catalog, problems = read("sku,title\nB1,Teapot\n")
    assert problems == []
    assert catalog["B1"].price is None
    assert catalog["B1"].available


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_ends_and_a_byte_order_mark_do_no_harm(end: str) -> None:
    catalog, problems = read("\ufeff" + (HEAD + CREAM).replace("\n", end))
    assert problems == []
    assert list(catalog) == ["A101"]


@pytest.mark.parametrize(
    ("row", "line", "what"),
    [
        # what no product can be without
        (",No sku,1,,,,,,,,", 3, "no sku"),
        ("A2,,1,,,,,,,,", 3, "no title"),
        # amounts and counts
        ("A2,Cup,about 5,,,,,,,,", 3, 'price "about 5"'),
        ("A2,Cup,-1,,,,,,,,", 3, 'price "-1"'),
        ("A2,Cup,NaN,,,,,,,,", 3, 'price "NaN"'),
        ("A2,Cup,1e999999,,,,,,,,", 3, 'price "1e999999"'),
        ("A2,Cup,1_000,,,,,,,,", 3, 'price "1_000"'),
        ("A2,Cup,Infinity,,,,,,,,", 3, 'price "Infinity"'),
        ("A2,Cup,1,,many,,,,,,", 3, 'stock "many"'),
        ("A2,Cup,1,,-3,,,,,,", 3, 'stock "-3"'),
        ("A2,Cup,1,,１２,,,,,,", 3, 'stock "１２"'),
        ("A2,Cup,1,,,,,,one,,", 3, 'link_no "one"'),
        ("A2,Cup,1,,,,,,,often,", 3, 'repurchase "often"'),
        # what only one product may have
        ("A101,Again,1,,,,,,,,", 3, "there twice"),
        ("A2,Cup,1,,,,,,3,,", 3, "link_no 3 is already A101's"),
    ],
)
def test_a_bad_row_is_named_and_the_good_ones_stay(row: str, line: int, what: str) -> None:
    catalog, problems = read(HEAD + CREAM + row + "\n" + "A9,Vase,1,,,,,,,,\n")
    assert list(catalog) == ["A101", "A9"]
    assert [(p.path, p.line) for p in problems] == [("catalog.csv", line)]
    assert what in problems[0].what
    assert problems[0].fix


def test_every_mistake_of_a_row_is_named_at_once() -> None:
    _, problems = read(HEAD + "A2,Cup,dear,,few,,,,first,,\n")
    assert [p.line for p in problems] == [2, 2, 2]


def test_a_misspelled_column_is_a_warning_with_the_right_word() -> None:
    catalog, problems = read("sku,title,prise\nB1,Teapot,5\n")
    assert list(catalog) == ["B1"]
    assert [(p.line, p.severity) for p in problems] == [(1, "warning")]
    assert '"price"' in problems[0].fix


@pytest.mark.parametrize("text", ["", "\n", "title,price\nCup,1\n", "sku\nA1\n", "nonsense"])
def test_a_file_without_its_columns_gives_nothing_and_says_which(text: str) -> None:
    catalog, problems = read(text)
    assert len(catalog) == 0
    assert [p.line for p in problems] == [1]
    assert "sku,title" in problems[0].fix


@pytest.mark.parametrize(
    ("price", "currency", "said"),
    [
        ("59.90", "CNY", "¥59.9"),
        ("60.00", "CNY", "¥60"),
        ("100", "USD", "$100"),
        ("1000", "EUR", "€1000"),
        ("12", "CHF", "CHF 12"),
        ("0", "CNY", "¥0"),
    ],
)
def test_a_price_is_said_without_needless_zeros(price: str, currency: str, said: str) -> None:
    assert Product("A", "A", Decimal(price), currency).price_text == said


def test_without_a_price_none_is_said() -> None:
    assert Product("A", "A").price_text == ""


@pytest.mark.parametrize(("stock", "available"), [(None, True), (1, True), (0, False)])
def test_what_is_sold_out_is_not_available(stock: int | None, available: bool) -> None:
    assert Product("A", "A", stock=stock).available is available


@pytest.mark.parametrize(
    ("written", "sensitive"),
    [("yes", True), ("YES", True), ("true", True), ("1", True), ("是", True), ("", False), ("no", False)],
)
def test_sensitive_is_said_in_plain_words(written: str, sensitive: bool) -> None:
    catalog, _ = read(HEAD + f"A1,Test,1,,,,,,,,{written}\n")
    assert catalog["A1"].sensitive is sensitive


@pytest.mark.parametrize(
    ("category", "title", "written", "sensitive"),
    [
        ("母婴", "湿巾", "", True),
        ("母婴", "积木", "no", False),
        ("个护", "早孕试纸", "", True),
        ("Health", "Slimming tea", "", True),
        ("Toys for kids", "Puzzle", "", True),
        ("家居", "台灯", "", False),
        ("家居", "台灯", "是", True),
        ("Tea", "Babylon blend", "", False),
        ("Kitchen", "Apron for children", "", False),
        ("Drinks", "Diet cola", "", False),
    ],
)
def test_where_nothing_is_said_category_and_title_tell_what_is_sensitive(
    category: str, title: str, written: str, sensitive: bool
) -> None:
    catalog, problems = read(HEAD + f"A1,{title},1,,,{category},,,,,{written}\n")
    assert problems == []
    assert catalog["A1"].sensitive is sensitive


@pytest.mark.parametrize(
    ("written", "kind", "days"),
    [("repeat", "repeat", None), ("repeat 30", "repeat", 30), ("once 900", "once", 900), ("", "", None)],
)
def test_how_long_one_lasts_may_stand_beside_repurchase(written: str, kind: str, days: int | None) -> None:
    catalog, problems = read(f"sku,title,repurchase\nA1,Tea,{written}\n")
    assert problems == []
    assert (catalog["A1"].repurchase, catalog["A1"].lasts_days) == (kind, days)


@pytest.mark.parametrize(
    ("column", "written", "what"),
    [
        ("repurchase", "repeat soon", "names no days"),
        ("repurchase", "repeat 0", "names no days"),
        ("repurchase", "repeat 99999999999999", "names no days"),
        ("sensitive", "perhaps", "neither yes nor no"),
        ("suggest", "pined", 'suggest "pined"'),
    ],
)
def test_what_is_said_of_suggesting_is_said_in_known_words(column: str, written: str, what: str) -> None:
    catalog, problems = read(f"sku,title,{column}\nA1,Tea,{written}\n")
    assert not catalog
    assert what in problems[0].what
    assert problems[0].fix


def test_a_file_that_is_no_table_at_all_is_refused() -> None:
    catalog, problems = read("sku" * 100_000)
    assert len(catalog) == 0
    assert "not readable as CSV" in problems[0].what


@settings(max_examples=150)
@given(st.one_of(st.text(max_size=120), st.text(alphabet='sku,title\n\r"A1 ,;é\x00', max_size=120)))
def test_no_file_breaks_the_reading(text: str) -> None:
    for beginning in ("", HEAD):
        catalog, problems = read(beginning + text)
        assert all(p.fix for p in problems)
        assert all(product.sku == sku for sku, product in catalog.items())


@pytest.mark.parametrize(
    ("category", "said", "regulated"),
    [("Skin care", "", True), ("零食", "", True), ("家居", "", False), ("家居", "yes", True), ("零食", "no", False)],
)
def test_what_the_law_regulates_is_known_by_its_category_unless_the_shop_says(
    category: str, said: str, regulated: bool
) -> None:
    catalog, problems = parse_catalog(
        f"sku,title,category,regulated,approved\nA1,x,{category},{said},补水; 保湿\n", "c.csv"
    )
    assert problems == []
    assert catalog["A1"].regulated is regulated
    assert catalog["A1"].approved == ("补水", "保湿")


def test_a_word_that_is_neither_yes_nor_no_is_named() -> None:
    _, (problem,) = parse_catalog("sku,title,regulated\nA1,x,perhaps\n", "c.csv")
    assert (problem.line, problem.fix) == (2, "Write yes or no, or leave it to the category.")


DETAILS = "sku,title,nicknames,sizes,colours,suits,not_for,facts\n"


def test_what_else_is_known_of_a_product_is_read() -> None:
    row = "F1,羽绒服,小羽;黑衣,S；M:155-165cm/90-110斤,黑色/black;白色,妈妈/mum,男士,材质:90%白鸭绒;洗涤：手洗\n"
    catalog, problems = read(DETAILS + row)
    assert problems == []
    product = catalog["F1"]
    assert product.nicknames == ("小羽", "黑衣")
    assert [size.label for size in product.sizes] == ["S", "M"]
    assert product.sizes[1].weight == (45, 55)
    assert [colour.ways for colour in product.colours] == [("黑色", "black"), ("白色",)]
    assert product.facts == (("材质", "90%白鸭绒"), ("洗涤", "手洗"))
    assert sorted(catalog.suited["mum"] | catalog.unsuited["男士"]) == ["F1"]


def test_a_detail_that_is_not_readable_costs_the_detail_and_not_the_product() -> None:
    catalog, problems = read(DETAILS + "F1,羽绒服,,S;M:tall,,,,材质;产地:新疆\n")
    assert [size.label for size in catalog["F1"].sizes] == ["S"]
    assert catalog["F1"].facts == (("产地", "新疆"),)
    assert [(p.line, p.severity) for p in problems] == [(2, "warning"), (2, "warning")]
    assert 'size "M:tall"' in problems[0].what
    assert 'fact "材质"' in problems[1].what
