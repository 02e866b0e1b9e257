"""A provider that fails is left alone, tried again, and not hammered."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.languages import same
from bot.model.breaker import FIRST_REST_S, IN_A_ROW, LONGEST_REST_S, Breaker, Times


def failed(times: int, breaker: Breaker | None = None, at: float = 0.0) -> Breaker:
    made = breaker or Breaker()
    for _ in range(times):
        made.note_failure(at)
    return made


def test_a_few_failures_are_borne_and_an_answer_makes_them_forgotten() -> None:
    breaker = failed(IN_A_ROW - 1)
    assert breaker.take(0)
    breaker.note_answer(0)
    failed(IN_A_ROW - 1, breaker)
    assert breaker.state(0) == "closed"


def test_after_five_in_a_row_nobody_asks_for_a_while_and_then_one_call_tries() -> None:
    breaker = failed(IN_A_ROW)
    assert breaker.state(1) == "open"
    assert not breaker.take(FIRST_REST_S - 0.1)
    assert breaker.take(FIRST_REST_S)
    assert not breaker.take(FIRST_REST_S), "one probe at a time"
    breaker.note_answer(FIRST_REST_S + 1)
    assert breaker.take(FIRST_REST_S + 1)


def test_half_of_many_failing_opens_it_though_never_five_in_a_row() -> None:
    breaker = Breaker()
    for i in range(20):
        (breaker.note_failure if i % 2 else breaker.note_answer)(i * 0.5)
    assert breaker.state(10) == "open"


def test_what_is_long_ago_does_not_count() -> None:
    breaker = Breaker()
    for i in range(40):
        (breaker.note_failure if i % 2 else breaker.note_answer)(i * 5.0)
    assert breaker.state(200) == "closed"


def test_each_failed_probe_doubles_the_rest_up_to_five_minutes() -> None:
    breaker, now, rests = failed(IN_A_ROW), 0.0, []
    for _ in range(7):
        wait = 0.0
        while not breaker.take(now + wait):
            wait += 1.0
        rests.append(wait)
        now += wait
        breaker.note_failure(now)
    assert rests == [15, 30, 60, 120, 240, 300, 300]
    assert rests[-1] == LONGEST_REST_S


def test_a_probe_that_tells_nothing_leaves_the_next_one_to_try() -> None:
    breaker = failed(IN_A_ROW)
    assert breaker.take(20)
    breaker.note_nothing()
    assert breaker.take(20)


def test_a_service_that_asks_to_be_left_alone_is() -> None:
    breaker = Breaker()
    breaker.note_failure(0)
    breaker.rest(42)
    assert not breaker.take(41.9)
    assert breaker.take(42)


def test_who_is_barred_stays_so() -> None:
    breaker = Breaker()
    breaker.bar(same("the key is refused"))
    assert not breaker.take(1e9)
    assert breaker.state(1e9) == "barred"


@given(st.lists(st.tuples(st.sampled_from(["answer", "failure", "nothing"]), st.floats(0, 60)), max_size=60))
def test_whatever_happens_it_is_asked_again_within_five_minutes(happened: list[tuple[str, float]]) -> None:
    breaker, now = Breaker(), 0.0
    for what, after in happened:
        now += after
        if not breaker.take(now):
            continue
        if what == "answer":
            breaker.note_answer(now)
        elif what == "failure":
            breaker.note_failure(now)
        else:
            breaker.note_nothing()
    assert breaker.take(now + LONGEST_REST_S)


def test_nobody_is_late_before_a_few_answers_are_known() -> None:
    times = Times()
    for _ in range(9):
        times.note(0.5)
    assert times.patience() is None
    times.note(0.5)
    assert times.patience() == pytest.approx(1.2), "never impatient with a fast one"


def test_patience_is_what_nine_of_ten_answers_took() -> None:
    times = Times()
    for tenth in range(1, 101):
        times.note(tenth / 10)
    assert times.patience() == pytest.approx(9.1)
