"""The steps of a room: down at once on clear signs, up only after a quiet time, and never back and forth."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import reasons
from bot.escalation.steps import HAND_RESTS, LONGEST_QUIET, QUIET, Change, Evidence, Sign, Signs, Standing, Step

START = datetime(2026, 11, 12, 20, 0, tzinfo=UTC)
NORMAL, FAQ_ONLY, PEOPLE_ONLY = Step
WELL, MODEL_DOWN, ANSWERS_WRONG = Evidence(), Evidence(rests=True), Evidence(wrong=3, answered=6)


def after(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def noted(*signs: tuple[Sign, float, str]) -> Signs:
    seen = Signs()
    for sign, seconds, who in signs:
        seen.note(sign, after(seconds), who)
    return seen


# what calls for which step


@pytest.mark.parametrize(
    ("evidence", "step", "why"),
    [
        (Evidence(), NORMAL, ""),
        (Evidence(rests=True), FAQ_ONLY, reasons.MODEL_FAILS),
        (Evidence(failed=4), FAQ_ONLY, reasons.MODEL_FAILS),
        (Evidence(failed=3), NORMAL, ""),
        (Evidence(failed=4, usable=5), NORMAL, ""),
        (Evidence(crowded=3), FAQ_ONLY, reasons.LINE_FULL),
        (Evidence(crowded=2), NORMAL, ""),
        (Evidence(late=5), FAQ_ONLY, reasons.PROGRAM_LATE),
        (Evidence(late=4), NORMAL, ""),
        (Evidence(stumbled=3), PEOPLE_ONLY, reasons.STUMBLES.format(n=3)),
        (Evidence(recalled=3), PEOPLE_ONLY, reasons.MANY_RECALLED.format(n=3)),
        (Evidence(recalled=2), NORMAL, ""),
        (Evidence(wrong=3, answered=10), PEOPLE_ONLY, reasons.MANY_CALLED_WRONG.format(n=3)),
        (Evidence(wrong=3, answered=100), NORMAL, ""),
        (Evidence(wrong=2, answered=2), NORMAL, ""),
        (Evidence(rests=True, wrong=3, answered=3), PEOPLE_ONLY, reasons.MANY_CALLED_WRONG.format(n=3)),
    ],
)
def test_what_calls_for_which_step(evidence: Evidence, step: Step, why: str) -> None:
    assert evidence.calls_for == (step, why)


def test_one_viewer_who_calls_everything_wrong_is_one_viewer() -> None:
    signs = noted(*((Sign.CALLED_WRONG, i, "troll") for i in range(50)), (Sign.CALLED_WRONG, 60, "ann"))
    assert signs.evidence(after(61)).wrong == 2


def test_whose_word_left_the_room_to_people_once_does_not_count_again() -> None:
    trolls, others = ("a", "b", "c"), ("d", "e", "f")
    signs = noted(*((Sign.CALLED_WRONG, i, who) for i, who in enumerate(trolls)))
    assert signs.evidence(after(5)).calls_for[0] is PEOPLE_ONLY
    signs.spend()
    assert signs.evidence(after(5)).wrong == 3  # what they said holds for as long as it tells of now
    for who in trolls:
        signs.note(Sign.CALLED_WRONG, after(400), who)
    assert signs.evidence(after(401)).wrong == 0
    for who in others:
        signs.note(Sign.CALLED_WRONG, after(402), who)
    assert signs.evidence(after(403)).calls_for[0] is PEOPLE_ONLY


def test_a_single_rush_is_not_a_line_that_is_full_again_and_again() -> None:
    rush = noted(*((Sign.CROWDED, 1 + i / 100, "") for i in range(300)))
    assert rush.evidence(after(5)).calls_for == (NORMAL, "")
    again = noted(*((Sign.CROWDED, at, "") for at in (1, 12, 25)))
    assert again.evidence(after(26)).calls_for == (FAQ_ONLY, reasons.LINE_FULL)


def test_what_was_long_ago_tells_nothing_of_now() -> None:
    signs = noted(*((Sign.MODEL_FAILED, i, "") for i in range(9)), *((Sign.STUMBLED, i, f"v{i}") for i in range(9)))
    assert signs.evidence(after(10)).failed == 9
    assert signs.evidence(after(70)) == Evidence()


def test_what_a_person_has_judged_is_forgotten() -> None:
    signs = noted(*((Sign.STUMBLED, i, f"v{i}") for i in range(9)))
    signs.forget()
    assert signs.evidence(after(10)) == Evidence()


# down and up


def test_it_goes_down_at_once_and_up_by_one_step_after_each_quiet_time() -> None:
    stands = Standing().judged(ANSWERS_WRONG, after(0))
    assert (stands.step, stands.why) == (PEOPLE_ONLY, reasons.MANY_CALLED_WRONG.format(n=3))
    assert stands.judged(WELL, after(299)).step is PEOPLE_ONLY
    up = stands.judged(WELL, after(300))
    assert (up.step, up.why) == (FAQ_ONLY, reasons.QUIET_SINCE.format(minutes=5))
    assert up.judged(WELL, after(419)).step is FAQ_ONLY
    assert up.judged(WELL, after(420)).step is NORMAL


def test_as_long_as_something_is_amiss_the_quiet_time_begins_anew() -> None:
    stands = Standing().judged(MODEL_DOWN, after(0)).judged(MODEL_DOWN, after(100))
    assert stands.judged(WELL, after(219)).step is FAQ_ONLY
    assert stands.judged(WELL, after(220)).step is NORMAL


def test_what_calls_for_less_does_not_keep_it_down() -> None:
    stands = Standing().judged(ANSWERS_WRONG, after(0))
    up = stands.judged(MODEL_DOWN, after(300))
    assert up.step is FAQ_ONLY
    assert up.judged(MODEL_DOWN, after(900)).step is FAQ_ONLY


def test_down_again_soon_after_it_went_up_it_stays_twice_as_long() -> None:
    stands, at, took = Standing(), 0.0, []
    for _ in range(7):
        stands = stands.judged(MODEL_DOWN, after(at))
        down = at
        while stands.step is not NORMAL:
            at += 10
            stands = stands.judged(WELL, after(at))
        took.append(at - down)
        at += 10
    assert took == [120, 240, 480, 960, 1800, 1800, 1800]


# by hand


def test_a_step_by_hand_holds_until_a_hand_lifts_it() -> None:
    stands = Standing().by_hand(FAQ_ONLY, "kim", after(0))
    for hours in range(1, 9):
        stands = stands.judged(WELL, after(3600 * hours))
        assert (stands.step, stands.by, stands.by_itself) == (FAQ_ONLY, "kim", False)
    assert stands.by_hand(NORMAL, "lee", after(40_000)).step is NORMAL


def test_the_program_goes_below_a_step_by_hand_and_back_to_it_but_never_above() -> None:
    stands = Standing().by_hand(FAQ_ONLY, "kim", after(0)).judged(ANSWERS_WRONG, after(200))
    assert (stands.step, stands.by_itself) == (PEOPLE_ONLY, True)
    back = stands.judged(WELL, after(500))
    assert (back.step, back.by_itself, back.by) == (FAQ_ONLY, False, "kim")
    assert back.judged(WELL, after(90_000)).step is FAQ_ONLY


def test_who_lifts_what_the_program_chose_is_not_overruled_at_once() -> None:
    stands = Standing().judged(MODEL_DOWN, after(0)).by_hand(NORMAL, "kim", after(10))
    assert stands.judged(MODEL_DOWN, after(129)).step is NORMAL
    assert stands.judged(MODEL_DOWN, after(130)).step is FAQ_ONLY


def test_choosing_what_is_chosen_changes_nothing() -> None:
    assert Standing().by_hand(NORMAL, "kim", after(0)) == Standing()
    held = Standing().by_hand(FAQ_ONLY, "kim", after(0))
    assert held.by_hand(FAQ_ONLY, "lee", after(9)) is held
    by_itself = Standing().judged(MODEL_DOWN, after(0))
    assert by_itself.by_hand(FAQ_ONLY, "kim", after(9)).by == "kim"  # from now on it holds


# whatever happens


@dataclass
class Told:
    """An evening, look by look."""

    changes: list[Change]
    hands: list[tuple[datetime, Step]]


evidences = st.builds(
    Evidence,
    rests=st.booleans(),
    failed=st.integers(0, 6),
    usable=st.integers(0, 6),
    crowded=st.integers(0, 4),
    late=st.integers(0, 6),
    stumbled=st.integers(0, 4),
    wrong=st.integers(0, 5),
    answered=st.integers(0, 40),
    recalled=st.integers(0, 4),
)
look = st.tuples(
    st.floats(0.5, 400, allow_nan=False), st.one_of(evidences, st.just(Evidence())), st.none() | st.sampled_from(Step)
)


def evening(looks: list[tuple[float, Evidence, Step | None]], *, hands: bool) -> Told:
    stands, at, told = Standing(), START, Told([], [])
    for seconds, evidence, hand in looks:
        at += timedelta(seconds=seconds)
        before = stands
        if hand is not None and hands:
            stands = stands.by_hand(hand, "kim", at)
            if stands is not before:
                told.hands.append((at, hand))
        else:
            stands = stands.judged(evidence, at)
        assert stands.own is NORMAL or stands.own.depth > stands.hand.depth
        assert stands.step.depth >= stands.hand.depth
        if stands.step is not before.step:
            told.changes.append(Change("studio", at, before.step, stands.step, stands.why))
    return told


@given(st.lists(look, max_size=120))
def test_left_to_itself_it_never_goes_back_and_forth(looks: list[tuple[float, Evidence, Step | None]]) -> None:
    told = evening(looks, hands=False)
    ups = [change for change in told.changes if change.step.depth < change.was.depth]
    for before, change in pairwise(told.changes):
        if change.step.depth < change.was.depth:
            assert change.at - before.at >= QUIET[change.was]
    assert all(change.was.depth - change.step.depth == 1 for change in ups)
    for first in ups:
        within = [up for up in ups if timedelta() <= up.at - first.at < timedelta(hours=1)]
        assert len(within) <= 10
    assert all(change.why for change in told.changes)


@given(st.lists(look, max_size=120))
def test_whatever_happens_the_program_is_never_above_the_hand(
    looks: list[tuple[float, Evidence, Step | None]],
) -> None:
    told = evening(looks, hands=True)
    for at, _ in told.hands:
        rests = [c for c in told.changes if at < c.at < at + HAND_RESTS and not any(c.at == h for h, _ in told.hands)]
        assert rests == []


@given(st.lists(look, max_size=60))
def test_after_the_longest_quiet_times_everything_is_normal_again(
    looks: list[tuple[float, Evidence, Step | None]],
) -> None:
    stands, at = Standing(), START
    for seconds, evidence, _ in looks:
        at += timedelta(seconds=seconds)
        stands = stands.judged(evidence, at)
    for _ in range(3):
        at += LONGEST_QUIET
        stands = stands.judged(WELL, at)
    assert stands.step is NORMAL
