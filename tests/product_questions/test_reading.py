"""Which lines ask something about a product: precision first, what is not wholly understood is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.catalog import Catalog, Product
from bot.product_questions.reading import read_question
from tests.product_questions.shop import NOTHING, SAMPLE, lines, read


@pytest.mark.parametrize("name", ["lines.tsv", "lines_unseen.tsv"])
def test_lines_are_read_as_they_are_meant(name: str) -> None:
    all_ = lines(name)
    found = [(line.text, line.meant, line.read()) for line in all_]
    asked = [meant for _, meant, _ in found if meant != NOTHING]
    right = [text for text, meant, got in found if meant != NOTHING and got == meant]
    wrong = [(text, got) for text, meant, got in found if got not in (meant, NOTHING)]
    assert len(all_) - len(asked) >= len(all_) * 0.45  # as many that ask nothing, or only seem to
    assert len(right) >= 0.95 * len(asked), [text for text, meant, got in found if got != meant]
    assert len(wrong) <= 0.02 * len(all_), wrong


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("3号链接多少钱", "A103 price"),
        ("第三个链接多少钱", "A103 price"),
        ("＃3 多少钱", "A103 price"),
        ("3号发货吗", "-"),
        ("3号楼有货吗", "-"),
        ("3号电池有货吗", "-"),
        ("200号链接多少钱", "#200 price"),
        # a weak number that is no link is a date or anything else
        ("200号多少钱", "-"),
        ("3号链接3号发货吗", "-"),
    ],
)
def test_a_number_is_a_link_only_where_it_can_be_no_date_and_no_place(text: str, means: str) -> None:
    assert read(text) == means


def test_this_one_is_what_the_host_shows_and_nothing_when_nothing_is_shown() -> None:
    assert read("这款多少钱", on_screen="G101") == "G101 price"
    assert read("这款多少钱") == "-"
    assert read("这个面霜多少钱", on_screen="G101") == "A103 price"


def test_a_viewer_goes_on_about_the_product_named_before() -> None:
    assert read("那有大码吗", on_screen="G101", before=("F101",)) == "F101 sizes"
    assert read("and is it in stock?", before=("F105",)) == "F105 stock"
    assert read("那有优惠吗", before=("F105",)) == "F105 discount"
    assert read("有优惠吗", on_screen="G101", before=("F105",)) == "-"


def test_what_is_asked_of_the_host_is_not_asked_of_the_product_on_screen() -> None:
    assert read("主播多高", on_screen="F105") == "-"
    assert read("主播这件多少钱", on_screen="F105") == "F105 price"


def test_a_size_that_looks_like_a_link_number_is_the_size_of_what_is_shown() -> None:
    assert read("42号有吗") == "H102 stock"
    assert read("42码有吗", on_screen="F106") == "F106 size 42"
    assert read("43号还有吗", on_screen="F106") == "-"


@pytest.mark.parametrize(
    ("text", "means"),
    [("口虹多少钱", "A106 price"), ("电反煲多少钱", "E101 price"), ("尿布多少钱", "-"), ("面摸多少钱", "A101 price")],
)
def test_a_name_typed_wrong_is_understood_within_bounds(text: str, means: str) -> None:
    assert read(text) == means


def test_a_kind_the_shop_has_not_is_not_taken_for_one_it_has() -> None:
    assert read("竹炭面膜多少钱") == "-"
    assert read("男款羽绒服多少钱") == "-"
    assert read("黑色保温杯多少钱") == "E105 price"


def test_two_products_of_one_name_are_both_possible_and_three_are_left_alone() -> None:
    def teas(n: int) -> Catalog:
        return Catalog(
            {f"T{i}": Product(f"T{i}", f"{kind}花茶") for i, kind in enumerate(["茉莉", "桂花", "玫瑰"][:n])}
        )

    assert read("花茶多少钱", catalog=teas(2)) == "T0|T1 price"
    assert read("花茶多少钱", catalog=teas(3)) == "-"
    assert read("桂花花茶多少钱", catalog=teas(3)) == "T1 price"


@pytest.mark.parametrize(
    "text", ["3号孕妇能用吗", "面霜哺乳期能用吗", "坚果糖尿病人能吃吗", "can my baby use link 3"]
)
def test_health_is_never_asked_of_the_catalogue(text: str) -> None:
    assert read(text).split()[1] == "health"


PIECES = [
    "3",
    "号",
    "链接",
    "这个",
    "面霜",
    "有",
    "吗",
    "多少钱",
    "XL",
    "165",
    "/",
    "110",
    "斤",
    "和",
    "5号",
    "适合",
    "油皮",
    "#",
]


@settings(max_examples=200)
@given(st.text(max_size=80) | st.lists(st.sampled_from(PIECES)).map("".join))
def test_whatever_strangers_type_a_reading_names_only_products_there_are(text: str) -> None:
    reading = read_question(text, SAMPLE, "F101", ("A103",))
    if reading is not None:
        assert reading.asks
        assert all(sku in SAMPLE for sku in (*reading.skus, *reading.choices))
        assert bool(reading.skus) + bool(reading.choices) + (reading.unknown is not None) == 1
