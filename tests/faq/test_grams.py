"""Texts compared by their pieces: what counts, what is found in a large index, what an earlier one saves."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.faq import grams as pieces
from bot.faq.grams import GramIndex, grams, most

TEXTS = (
    "什么时候发货",
    "几天能发货",
    "包邮吗",
    "满多少包邮",
    "可以退货吗",
    "when do you ship it",
    "when do you open",
    "is shipping free",
    "can i return it",
)


def test_chinese_is_cut_into_characters_and_sounds_english_into_words_and_letters() -> None:
    chinese, english = grams("包邮吗"), grams("ship it")
    assert {"1包", "2包邮", "3包邮吗", "xbao", "ybao you", "zbao you ma"} <= set(chinese)
    assert {"wship", "pship it", "c^sh", "chip$"} <= set(english)
    assert not {"wit it", "pit ship"} & set(english)


def test_what_sounds_alike_is_nearer_than_what_does_not() -> None:
    index = GramIndex(TEXTS)
    row = TEXTS.index("满多少包邮")
    assert index.cosines("满多少包油")[row] > index.cosines("满多少包猫")[row]


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_most_like_itself(text: str) -> None:
    cosines = GramIndex(TEXTS).cosines(text)
    assert TEXTS[int(np.argmax(cosines))] == text
    assert cosines.max() == pytest.approx(1, abs=1e-5)


def test_grams_nobody_uses_count_against_a_match() -> None:
    index = GramIndex(TEXTS)
    assert index.cosines("包邮吗火星")[2] < index.cosines("包邮吗")[2]
    assert index.cosines("xyzzy").max() == 0
    assert index.cosines("").max() == 0


def test_texts_are_as_like_each_other_as_a_message_is_to_them() -> None:
    index = GramIndex(TEXTS)
    rows = np.arange(len(TEXTS))
    square = index.among(rows)
    for row, text in enumerate(TEXTS):
        assert square[row] == pytest.approx(index.cosines(text), abs=1e-5)


@pytest.mark.parametrize("text", ["可以退货吗", "可以吃吗", "can i return it", "can i keep it"])
def test_frequent_grams_count_for_what_the_rare_ones_found(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    more = [f"可以{what}吗" for what in "吃喝穿洗改送买卖看听坐用"]
    more += [
        f"can i {what} it"
        for what in ["keep", "eat", "wear", "wash", "change", "send", "sell", "see", "hear", "use", "open", "close"]
    ]
    index = GramIndex([*TEXTS, *more])
    whole = index.cosines(text)
    monkeypatch.setattr(pieces, "VISITED", 40)
    monkeypatch.setattr(pieces, "FOUND", 3)
    found = index.cosines(text)
    assert 0 < np.count_nonzero(found) <= 3 < np.count_nonzero(whole)
    assert found[found > 0] == pytest.approx(whole[found > 0], abs=1e-5)
    assert np.argmax(found) == np.argmax(whole)


@settings(max_examples=50)
@given(st.lists(st.text("包邮发货几天吗ship it0 ", min_size=1, max_size=12), min_size=1, max_size=8), st.data())
def test_an_index_built_after_another_is_the_same_as_a_fresh_one(texts: list[str], data: st.DataObject) -> None:
    before = GramIndex(data.draw(st.lists(st.sampled_from([*texts, *TEXTS]), max_size=9)))
    after, fresh = GramIndex(texts, before), GramIndex(texts)
    for text in (*texts, "什么时候发货", "is it free"):
        assert after.cosines(text) == pytest.approx(fresh.cosines(text), abs=1e-5)


def test_an_earlier_index_still_answers_while_a_later_one_learns_new_grams() -> None:
    before = GramIndex(TEXTS)
    expected = before.cosines("保修几年 warranty")
    GramIndex([*TEXTS, "保修几年 warranty"], before)
    assert before.cosines("保修几年 warranty") == pytest.approx(expected)


def test_the_vocabulary_of_what_is_gone_does_not_grow_for_ever() -> None:
    index = GramIndex(TEXTS)
    for i in range(30):
        index = GramIndex([*TEXTS, f"wholly new words {i * 7919} {i * 104729}"], index)
    everything = {gram for text in TEXTS for gram in grams(text)}
    assert len(index._ids) < 4 * len(everything)


def test_the_most_are_found_ties_by_place_and_nothing_below_zero() -> None:
    values = np.array([0.2, 0.5, -1.0, 0.5, 0.0, 0.5, 0.9])
    assert most(values, 3).tolist() == [1, 3, 6]
    assert most(values, 10).tolist() == [0, 1, 3, 5, 6]
    assert most(np.zeros(4), 2).tolist() == []
