"""How fast the bot may speak and how long it waits before trying again."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.pacing import Backoff, Limit, Pace

limits = st.lists(
    st.builds(Limit, st.integers(1, 6), st.sampled_from([0.5, 1.0, 2.0, 10.0, 30.0])), min_size=1, max_size=3
)
wishes = st.lists(st.tuples(st.floats(0, 3), st.integers(1, 3)), max_size=40)


@settings(max_examples=200)
@given(limits, wishes)
def test_no_window_ever_holds_more_than_the_limit(some: list[Limit], asked: list[tuple[float, int]]) -> None:
    pace = Pace(tuple(some))
    least = min(limit.count for limit in some)
    now, sent = 100.0, []
    for gap, wanted in asked:
        lines = min(wanted, least)
        now += gap
        now += pace.delay(now, lines)
        pace.spend(now, lines)
        sent += [now] * lines
    for limit in some:
        for first, beyond in zip(sent, sent[limit.count :], strict=False):
            assert beyond - first >= limit.seconds - 1e-6


@settings(max_examples=100)
@given(limits, wishes)
def test_waiting_as_long_as_told_is_enough(some: list[Limit], asked: list[tuple[float, int]]) -> None:
    pace = Pace(tuple(some))
    now = 100.0
    for gap, lines in asked:
        now += gap
        now += pace.delay(now, lines)
        assert pace.delay(now, lines) < 1e-6
        pace.spend(now, lines)


def test_without_limits_everything_goes_at_once() -> None:
    pace = Pace()
    for _ in range(100):
        assert pace.delay(1.0) == 0
        pace.spend(1.0)


def test_more_lines_than_the_limit_wait_for_an_empty_window() -> None:
    pace = Pace((Limit(2, 10.0),))
    assert pace.delay(0.0, 5) == 0
    pace.spend(0.0)
    assert pace.delay(1.0, 5) == pytest.approx(9.0)


def test_a_closed_door_stays_closed_until_the_platform_opens_it() -> None:
    pace = Pace((Limit(5, 1.0),))
    pace.close(30.0)
    pace.close(20.0)
    assert pace.delay(10.0) == pytest.approx(20.0)
    assert pace.delay(30.0) == 0


def test_the_delay_doubles_under_its_cap() -> None:
    backoff = Backoff(first=0.5, longest=60.0)
    assert [backoff.delay(1.0) for _ in range(9)] == [0.5, 1, 2, 4, 8, 16, 32, 60, 60]


@settings(max_examples=100)
@given(st.lists(st.floats(0, 1), max_size=80))
def test_a_delay_is_never_nothing_and_never_more_than_the_longest(chances: list[float]) -> None:
    backoff = Backoff(first=0.5, longest=60.0)
    for chance in chances:
        assert 0.025 <= backoff.delay(chance) <= 60.0


def test_a_useful_message_starts_the_delays_over() -> None:
    backoff = Backoff()
    for _ in range(5):
        backoff.delay(1.0)
    backoff.reset()
    assert backoff.delay(1.0) == 0.5
