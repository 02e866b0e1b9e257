"""Chinese characters by their sound."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.sounds import syllables


@pytest.mark.parametrize(
    ("run", "sounds"),
    [
        ("发货", ("fa", "huo")),
        ("什么时候", ("shen", "me", "shi", "hou")),
        ("女装绿色", ("nv", "zhuang", "lv", "se")),
        ("略", ("lve",)),
        ("", ()),
    ],
)
def test_each_character_has_one_toneless_syllable(run: str, sounds: tuple[str, ...]) -> None:
    assert syllables(run) == sounds


@pytest.mark.parametrize(
    ("meant", "typed"),
    [
        ("什么时候发货", "什么时候发或"),
        ("可以退款吗", "可以推款嘛"),
        ("有运费险吗", "有运费显吗"),
        ("优惠券怎么领", "优惠卷怎么领"),
        ("正品吗", "证品吗"),
    ],
)
def test_a_word_typed_by_ear_sounds_like_the_one_that_was_meant(meant: str, typed: str) -> None:
    differing = sum(a != b for a, b in zip(syllables(meant), syllables(typed), strict=True))
    # 推 and 退, 券 and 卷 differ in one syllable at most: those who confuse them do not tell them apart by ear.
    assert differing <= 1


@given(st.text(alphabet=st.characters(min_codepoint=0x3400, max_codepoint=0x9FFF), max_size=40))
def test_every_character_keeps_its_place(run: str) -> None:
    assert len(syllables(run)) == len(run)
    assert all(syllables(run))
