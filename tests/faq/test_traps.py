"""What sets two texts apart that read alike."""

from __future__ import annotations

import pytest

from bot.faq.traps import Trap, clash


@pytest.mark.parametrize(
    ("asked", "written", "word"),
    [
        ("可以换大一码吗", "可以换小一码吗", "opposite"),
        ("有男款吗", "有女款吗", "opposite"),
        ("怎么申请换货", "怎么申请退货", "opposite"),
        ("turn the light off", "turn the light on", "opposite"),
        ("is it open now", "is it close now", "opposite"),
        ("不能退货", "能退货", "negated"),
        ("5号链接多少钱", "3号链接多少钱", "numbers"),
        # the same, or both halves at once, or a word that only looks like a half
        ("可以换大一码吗", "能换大一码吗", ""),
        ("大了能换小的吗", "穿着大了换小的", ""),
        ("多大的", "小的", ""),
        ("大概几天到", "小件几天到", ""),
        ("退换货怎么操作", "退货怎么操作", ""),
    ],
)
def test_a_pair_clashes_or_not(asked: str, written: str, word: str) -> None:
    reason = clash(Trap.of(asked), [Trap.of(written)])
    assert (word in reason) if word else not reason, reason


def test_one_phrasing_without_the_clash_is_enough() -> None:
    assert clash(Trap.of("可以换大一码吗"), [Trap.of("可以换小一码吗"), Trap.of("可以换大一码吗")]) == ""


def test_nothing_alike_nothing_to_clash_with() -> None:
    assert clash(Trap.of("5号不能退"), []) == ""
