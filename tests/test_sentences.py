"""The sentences that suggest a product."""

from __future__ import annotations

from decimal import Decimal
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalog import Product
from bot.catalog.sentences import WORDINGS, sentence, spoken
from bot.guard import check as guard_check
from bot.text import Language

MASK = Product("A1", "补水面膜", Decimal("59.90"), stock=9, link_no=3)
TEA = Product("T1", "Green tea", Decimal("8"), currency="USD")
PLAIN = Product("X", "Plain")


@pytest.mark.parametrize("language", get_args(Language))
@pytest.mark.parametrize("shown", [MASK, TEA, PLAIN])
@pytest.mark.parametrize("say", ["", "清爽好吸收"])
def test_the_sentence_names_the_product_its_price_and_link_and_never_the_past(
    language: Language, shown: Product, say: str
) -> None:
    for turn in range(7):
        said = sentence(shown, language, turn, say)
        assert shown.title in said
        assert shown.price_text in said
        assert say in said
        assert guard_check(said) == []
        assert "{" not in said
        for word in ("买过", "上次", "又", "再", "bought", "again", "last", "you like", "hot_now", "repeat"):
            assert word not in said


@pytest.mark.parametrize("say", ["", "清爽好吸收"])
def test_the_wording_takes_turns(say: str) -> None:
    assert len({sentence(MASK, "zh", turn, say) for turn in range(6)}) == WORDINGS


@given(st.sampled_from(["{price}", "{link}", "{title}{say}", "{0}", "{"]), st.integers(0, 5))
def test_signs_of_the_templates_in_a_products_name_are_only_signs(title: str, turn: int) -> None:
    said = sentence(Product("X", title, Decimal(5), link_no=2), "zh", turn)
    assert title in said
    assert "¥5" in said


def test_a_wording_is_read_back_as_it_was_kept() -> None:
    assert spoken("zh2") == ("zh", 2)
    assert spoken("en1") == ("en", 1)
    assert spoken("0") is None
