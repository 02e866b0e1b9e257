"""All names of a catalogue as one index: what a name may mean, and what a mistyped one is a slip of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalog import Catalog, Product
from bot.catalog.details import Word
from bot.product_questions.names import named_products, names_another
from bot.product_questions.which import products_named

CREAM = Product("A103", "舒缓面霜 50g", tags=("面霜", "敏感肌", "face cream"), nicknames=("小蓝瓶",), category="护肤")
SERUM = Product(
    "A105", "亮肤精华 30ml", tags=("精华", "oily skin"), suits=(Word.of("油皮/oily skin"),), category="护肤"
)
THERMOS = Product("E105", "不锈钢保温杯 500ml", nicknames=("保温杯",))
QUILT = Product("D102", "蓬松冬被 200x230cm")
KIDS = Product("H102", "儿童吸管保温杯 350ml")
MASK = Product("M1", "Hydrating Face Mask 30ml", tags=("mask",))
SHOP = Catalog({p.sku: p for p in (CREAM, SERUM, THERMOS, QUILT, KIDS, MASK)})


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("舒缓面霜多少钱", ("A103",)),
        ("小蓝瓶还有吗", ("A103",)),
        ("a103还有吗", ("A103",)),
        ("冬被呢", ("D102",)),  # what a title ends in
        ("face masks?", ("M1",)),
        ("is the hydrating face mask in stock", ("M1",)),
        # a nickname is this product, whatever else is called so in its title
        ("保温杯多少钱", ("E105",)),
        ("儿童吸管保温杯多少钱", ("H102",)),
        # what says something about a product is no name for it
        ("敏感肌能用吗", ()),
        ("good for oily skin?", ()),
        ("unmasked", ()),
    ],
)
def test_a_product_is_named(text: str, means: tuple[str, ...]) -> None:
    assert products_named(text, SHOP) == means


def test_tags_name_in_a_wider_sense_where_only_the_kind_matters() -> None:
    assert named_products("有敏感肌能用的吗", SHOP) == {"A103"}
    assert names_another("精华呢", "A103", SHOP)
    assert not names_another("面霜呢", "A103", SHOP)
    assert not names_another("这个呢", "A103", SHOP)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("小兰瓶", {"小蓝瓶"}),
        ("面双", {"面霜"}),
        ("舒换面霜", {"舒缓面霜"}),
        ("bottel", set()),
        ("保温被", set()),  # there are 被 in this shop
        ("面", set()),
    ],
)
def test_a_slip_is_forgiven_where_it_cannot_be_another_word(typed: str, meant: set[str]) -> None:
    assert SHOP.by_name.mistyped(typed) == meant


@given(st.text(alphabet="面霜精华保温杯mask a103小蓝瓶冬被 s", max_size=30))
def test_a_name_that_is_found_stands_where_it_is_said_to(text: str) -> None:
    for found in SHOP.by_name.found_in(text):
        assert text[found.start : found.end].removesuffix("s") in (found.name, found.name.removesuffix("s"))
        assert SHOP.by_name.skus[found.name]
