"""Picks that are kept for a few minutes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.catalog import Product
from bot.drafts.draft import Picked
from bot.drafts.picks import KEPT_FOR, MOST_KEPT, USES, Picks, key_of

NOW = datetime(2026, 11, 12, 20, 0, tzinfo=UTC)
MASK, CREAM = Product("A1", "补水面膜"), Product("A2", "面霜")
ONE, TWO, THREE, FOUR = (Picked("A1", say) for say in ("清爽", "轻薄", "温和", "水润"))


def test_the_key_is_the_question_as_it_is_read_with_all_that_was_offered() -> None:
    key = key_of("推荐一款面膜！", (MASK, CREAM), "zh", "suggest@1+abc")
    assert key == key_of("推荐一款面膜", (MASK, CREAM), "zh", "suggest@1+abc")
    others = [
        key_of("推荐一款面膜", (CREAM, MASK), "zh", "suggest@1+abc"),
        key_of("推荐一款面膜", (MASK,), "zh", "suggest@1+abc"),
        key_of("推荐一款面膜", (MASK, CREAM), "en", "suggest@1+abc"),
        key_of("推荐一款面膜", (MASK, CREAM), "zh", "suggest@2+def"),
        key_of("推荐一款面膜", (MASK, CREAM), "zh", "suggest@1+abc", "ann"),
        key_of("推荐两款面膜", (MASK, CREAM), "zh", "suggest@1+abc"),
    ]
    assert key not in others
    assert len(set(others)) == len(others)


def test_a_phrasing_is_used_five_times_then_another_is_wanted_up_to_three() -> None:
    picks = Picks()
    picks.keep("k", ONE, NOW)
    assert [picks.take("k", NOW) for _ in range(USES)] == [[ONE]] * USES
    assert picks.take("k", NOW) == []
    picks.keep("k", TWO, NOW)
    assert {picks.take("k", NOW)[0] for _ in range(4)} == {ONE, TWO}, "by turns"
    picks.keep("k", THREE, NOW)
    for _ in range(40):
        assert len(picks.take("k", NOW)) == 3, "three are enough"


def test_the_same_phrasing_again_is_no_other() -> None:
    picks = Picks()
    picks.keep("k", ONE, NOW)
    picks.keep("k", ONE, NOW)
    assert picks.take("k", NOW) == [ONE]


def test_it_is_forgotten_after_minutes_when_it_no_longer_holds_and_when_there_are_too_many() -> None:
    picks = Picks()
    picks.keep("k", ONE, NOW)
    assert picks.take("k", NOW + KEPT_FOR - timedelta(seconds=1)) == [ONE]
    assert picks.take("k", NOW + KEPT_FOR) == []
    assert len(picks) == 0
    picks.keep("k", ONE, NOW)
    picks.forget("k", ONE)
    assert picks.take("k", NOW) == []
    for i in range(MOST_KEPT + 5):
        picks.keep(i, FOUR, NOW)
    assert len(picks) == MOST_KEPT
    assert picks.take(0, NOW) == []
