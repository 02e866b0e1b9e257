"""One-time codes: made so that no word is one, read however a viewer types them, taken out of the text."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.customers.codes import ALPHABET, LENGTH, MASK, as_compared, checks_out, new_code, typed_code, without_code
from bot.messages import ChatMessage, Viewer

codes = st.integers(0, 2**32).map(lambda seed: new_code(Random(seed).randrange))
WIDE = {ord(c): ord(c) + 0xFEE0 for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"}


def test_no_two_characters_of_a_code_look_alike() -> None:
    for group in ("0O", "1IL", "2Z", "5S", "6G", "8B", "UV"):
        assert sum(char in ALPHABET for char in group) <= 1


@given(codes)
def test_a_code_is_eight_characters_and_checks_out(code: str) -> None:
    assert len(code) == LENGTH
    assert checks_out(code)


@given(codes, st.integers(0, 7), st.sampled_from(ALPHABET))
def test_one_wrong_character_never_checks_out(code: str, place: int, char: str) -> None:
    wrong = code[:place] + char + code[place + 1 :]
    assert checks_out(wrong) == (wrong == code)


@given(codes, st.integers(0, 6))
def test_two_swapped_characters_never_check_out(code: str, place: int) -> None:
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert checks_out(swapped) == (swapped == code)


@given(
    codes,
    st.sampled_from(
        ["{}", " {} ", "绑定 {}", "绑定{}", "绑定码：{}", "绑定码是{}", "我要绑定 {} 谢谢", "link {}", "link me {}",
         "我的码是 {} 麻烦了", "@主播 {}", "【{}】"]
    ),
    st.sampled_from(["as printed", "lower", "wide", "apart", "in halves", "dashed"]),
)  # fmt: skip
def test_however_it_is_typed_the_code_is_read_and_gone_from_the_text(code: str, line: str, way: str) -> None:
    typed = {
        "as printed": code,
        "lower": code.lower(),
        "wide": code.translate(WIDE),
        "apart": " ".join(code),
        "in halves": f"{code[:4]} {code[4:]}",
        "dashed": f"{code[:4]}-{code[4:]}",
    }[way]
    said = line.format(typed)
    by_itself, asked = said.strip(" 【】") == typed, said.startswith(("绑定", "我要", "link"))
    if way in ("apart", "in halves", "dashed") and not by_itself and not asked:
        return  # in the middle of a sentence a code stands in one piece
    found = typed_code(said)
    assert found is not None, said
    assert found.code == code
    assert MASK in found.text
    assert code.casefold() not in as_compared(found.text).casefold()


def test_look_alikes_are_read_as_what_is_printed() -> None:
    code = next(c for c in (new_code(Random(seed).randrange) for seed in range(999)) if {"8", "5", "3"} <= set(c))
    found = typed_code("绑定 " + code.replace("8", "B").replace("5", "S"))
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    "line", ["绑定 ABCD2345", "绑定abcdefgh", "绑定码：abcd 2345", "link abcd2345", "bind ABCD2345"]
)
def test_after_a_word_that_asks_for_it_any_eight_characters_are_a_try(line: str) -> None:
    found = typed_code(line)
    assert found is not None
    assert "2345" not in found.text
    assert "abcd" not in found.text.lower()


@pytest.mark.parametrize(
    "line",
    ["GOODDEAL", "password", "keyboard", "ABCD2345", "hhh66666", "12345678", "2026年双11", "link together",
     "link products please", "what is link 28 made of", "link 28 made of", "28 made of", "link 3 is xl ok", "绑定", "怎么绑定", "绑定手机号", "SAVE2025", "code SAVE2345", "165cm50kg", "175/60kg穿什么码",
     "iphone15", "abruptas", "se parece a boralus", "13800138000", "S M L XL 2 3 4", "3号链接", "xxxxxxxx", "88888888"],
)  # fmt: skip
def test_ordinary_words_and_numbers_are_no_code(line: str) -> None:
    assert typed_code(line) is None


@given(st.text(max_size=1000))
def test_whatever_strangers_type_is_read_without_harm(text: str) -> None:
    found = typed_code(text)
    if found is not None:
        assert MASK in found.text


def test_a_message_without_a_code_is_left_as_it_is() -> None:
    message = ChatMessage("studio", "m1", Viewer("ann"), "几天发货", datetime(2026, 1, 1, tzinfo=UTC))
    assert without_code(message) is message


def test_a_code_does_not_show_where_a_message_is_printed() -> None:
    code = new_code(Random(1).randrange)
    message = ChatMessage("studio", "m1", Viewer("ann"), f"绑定 {code}", datetime(2026, 1, 1, tzinfo=UTC))
    kept = without_code(message)
    assert kept.code == code
    assert code not in repr(kept)
    assert without_code(kept) is kept
