"""What the catalogue answers, and that it says nothing it does not know."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from bot.catalog import Catalog, Product
from bot.catalog.details import Word, parse_size
from bot.product_questions.asks import TO_PERSON, Ask
from bot.product_questions.facts import answer
from bot.text import Language, language_of
from tests.product_questions.shop import SAMPLE, read


def said(sku: str, kind: str, detail: str = "", language: Language = "zh", catalog: Catalog = SAMPLE) -> str | None:
    return answer(sku.split(","), Ask(kind, detail), language, catalog)


def shop(product: Product) -> Catalog:
    return Catalog({product.sku: product})


def test_it_suits_only_whom_the_catalogue_says() -> None:
    assert said("A103", "suits", "敏感肌") == "3号链接「神经酰胺舒缓面霜 50g」适合敏感肌。"
    assert said("A103", "suits", "敏感皮肤") == "3号链接「神经酰胺舒缓面霜 50g」适合敏感肌。"
    assert said("A103", "suits", "大油皮") == "3号链接「神经酰胺舒缓面霜 50g」不建议油皮用。"
    assert (
        said("A103", "suits", "oily skin", "en") == "Link 3 “神经酰胺舒缓面霜 50g” is not recommended for oily skin."
    )
    assert said("A103", "suits", "混合皮") is None


def test_for_children_only_what_is_said_to_be_for_children() -> None:
    assert said("C102", "suits", "小孩") == "14号链接「海苔夹心脆 8包」适合小朋友。"
    assert said("C101", "suits", "小孩") is None


@pytest.mark.parametrize("kind", sorted(TO_PERSON))
def test_some_things_are_never_answered_by_a_program(kind: str) -> None:
    assert said("A103", kind) is None


def test_sold_out_is_called_sold_out() -> None:
    assert said("A108", "stock") == "7号链接「温和卸妆油 150ml」现在卖完了。"
    assert said("A108", "price") == "7号链接「温和卸妆油 150ml」现在 ¥65。不过现在卖完了。"
    assert said("A108", "stock", language="en") == "Link 7 “温和卸妆油 150ml” is sold out right now."


def test_a_stock_the_shop_does_not_tell_is_not_told() -> None:
    assert said("A1", "stock", catalog=shop(Product("A1", "茶壶"))) is None
    assert said("A1", "price", catalog=shop(Product("A1", "茶壶"))) is None


def test_sizes_are_said_as_they_are_listed() -> None:
    assert said("F101", "size", "xl") == "31号链接「轻薄立领羽绒服 女款」有 XL 码，能选就是有货。"
    assert said("F101", "size", "3xl") == "31号链接「轻薄立领羽绒服 女款」没有 3XL 码，尺码有：S、M、L、XL。"
    assert said("F103", "size", "3xl") == "33号链接「德绒保暖内衣套装 男款」有 XXXL 码，能选就是有货。"
    assert said("F106", "size", "37") == "36号链接「居家防滑棉拖鞋」有 36-37 码，能选就是有货。"
    assert said("A103", "size", "xl") is None
    assert said("E105", "size", "xl") is None
    assert said("E105", "sizes") == "28号链接「316不锈钢保温杯 500ml」的规格：500ml。"


def test_a_size_is_advised_by_the_chart_alone() -> None:
    assert said("F101", "size for", "162,55") == "31号链接「轻薄立领羽绒服 女款」的尺码表里，162cm 55kg 是 M 码。"
    between = said("F101", "size for", "165,55")
    assert between is not None
    assert "在两个码之间：M 158-165cm 48-57kg；L 163-170cm 55-65kg" in between
    assert said("F101", "size for", "190,110") is None
    assert said("F106", "size for", "165,55") is None  # no chart


@pytest.mark.parametrize(
    ("sku", "asked", "has"),
    [
        ("F101", "黑色", True),
        ("F101", "蓝色", True),
        ("F101", "红色", False),
        ("E105", "white", True),
        ("F105", "gray", True),
    ],
)
def test_a_colour_is_there_or_not(sku: str, asked: str, has: bool) -> None:
    text = said(sku, "colour", asked, language_of(asked)) or ""
    assert ("没有" in text or "does not" in text) is not has


def test_what_is_in_it_is_said_only_where_the_catalogue_speaks_of_it() -> None:
    assert "不含酒精" in (said("A103", "ingredients", "酒精") or "")
    assert said("A103", "ingredients", "激素") is None
    assert said("A103", "power") is None


def test_an_english_viewer_gets_no_chinese_fact() -> None:
    product = Product("A1", "茶壶", facts=(("材质", "紫砂"), ("容量", "300ml")))
    assert said("A1", "material", language="en", catalog=shop(product)) is None
    assert said("A1", "capacity", language="en", catalog=shop(product)) == "“茶壶”. 容量: 300ml."
    both = replace(product, facts=(*product.facts, ("material", "purple clay")))
    assert said("A1", "material", language="en", catalog=shop(both)) == "“茶壶”. Material: purple clay."


def test_two_products_stand_beside_each_other_and_neither_is_called_better() -> None:
    text = said("A103,A105", "compare") or ""
    assert "¥89" in text
    assert "¥119" in text
    assert "更好" not in text
    assert said("A103,B107", "compare") is None  # of one the shop says too little


def test_a_fact_is_found_by_the_name_the_catalogue_gives_it() -> None:
    assert read("充电宝能上飞机吗") == "G105 上飞机"
    assert "37Wh" in (said("G105", "上飞机") or "")
    assert read("羽绒服充绒量多少") == "F101 充绒量"


def test_braces_of_a_catalogue_are_no_variables() -> None:
    odd = Product("A1", "茶壶{price:A2}", price=Decimal(5))
    assert said("A1", "price", catalog=shop(odd)) == "「茶壶(price:A2)」现在 ¥5。"


def test_a_size_chart_is_read_in_centimetres_and_kilograms() -> None:
    size = parse_size("M:155-165cm/90-110斤")
    assert size is not None
    assert (size.height, size.weight) == ((155, 165), (45, 55))
    assert parse_size("M:tall") is None
    assert parse_size("M:165-155cm") is None
    assert Word.of("黑色 / black").said_in("en") == "black"
