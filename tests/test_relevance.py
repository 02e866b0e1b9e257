"""What is nobody's turn: thanks and laughter, and what only looks like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cues.relevance import asks_nothing


@pytest.mark.parametrize(
    "text",
    [
        "谢谢",
        "谢谢主播",
        "好的好的",
        "嗯嗯",
        "收到，谢谢",
        "辛苦了",
        "哈哈哈哈",
        "❤️❤️",
        "OK",
        "Thank you so much!",
        "got it, thanks",
    ],
)
def test_courtesies_ask_nothing(text: str) -> None:
    assert asks_nothing(text)


@pytest.mark.parametrize(
    "text",
    [
        "谢谢，那多久到", "好的吗？", "还没收到", "收到了但是坏的", "ok?", "嗯？", "谢谢，还有蓝色", "2",
        "人呢", "可以吗", "好几天了",
        "thanks but when", "it is broken", "no", "is it ok?", "太差了",
    ],
)  # fmt: skip
def test_whoever_still_wants_something_is_heard(text: str) -> None:
    assert not asks_nothing(text)


@given(st.text(alphabet="谢好的了哈ok hank?x", max_size=500))
def test_no_politeness_hides_a_question(text: str) -> None:
    assert not asks_nothing(f"{text}什么时候发货")
