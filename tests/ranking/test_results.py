"""What came of suggestions: only what was bought soon after, only by people who are known."""

from __future__ import annotations

from bot.ranking.holdout import held_out
from bot.ranking.results import CHOSEN, HELD_OUT, WITHIN_S, Result, Shown, results

AT = 1_000_000.0


def test_what_was_bought_within_the_hour_is_put_down_to_the_suggestion() -> None:
    shown = [
        Shown("A", "repeat", AT, customers=("ann",)),
        Shown("A", "goes_with:茶饮", AT, customers=("ben", "ben-too")),
        Shown("A", "repeat", AT, customers=("cat",)),
        Shown("A", "repeat", AT, customers=("dan",)),
    ]
    bought = {
        "ann": [(AT + 60, "A")],
        "ben-too": [(AT + WITHIN_S, "B")],
        "cat": [(AT + WITHIN_S + 1, "A")],
        "dan": [(AT, "A")],
    }
    found = results(shown, bought)
    assert found[CHOSEN] == Result(shown=4, known=4, bought=1, bought_any=2)
    assert found["repeat"] == Result(shown=3, known=3, bought=1, bought_any=1)
    assert found["goes_with"] == Result(shown=1, known=1, bought=0, bought_any=1)
    assert found[HELD_OUT] == Result()


def test_those_held_out_are_counted_by_themselves_and_strangers_are_no_buyers() -> None:
    shown = [Shown("A", "hot_lately", AT, held_out=True, customers=("ann",)), Shown("A", "hot_lately", AT)]
    found = results(shown, {"ann": [(AT + 1, "A")]})
    assert found[HELD_OUT] == Result(1, 1, 1, 1)
    assert found[CHOSEN] == found["hot_lately"] == Result(shown=1)


def test_about_as_many_are_held_out_as_was_said_and_always_the_same_ones() -> None:
    viewers = [f"viewer {n}" for n in range(4_000)]
    out = [v for v in viewers if held_out("practice", v, 0.05)]
    assert 120 < len(out) < 280
    assert out == [v for v in viewers if held_out("practice", v, 0.05)]
    assert set(out) < {v for v in viewers if held_out("practice", v, 0.1)}, "a larger share keeps those it had"
    assert not any(held_out("practice", v, 0.0) for v in viewers)
    assert out != [v for v in viewers if held_out("twitch", v, 0.05)]
