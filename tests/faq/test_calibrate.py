"""What an answer is worth: learned from pretended messages, more careful with fewer of them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.faq.calibrate import NOTHING, Curve, Trial, calibrated, evidence
from bot.faq.entries import Entry, Faq
from bot.faq.match import Matcher
from bot.faq.ordinary_chat import ORDINARY_CHAT
from bot.faq.ridge import CHAT, Leader, Ridge
from bot.text import normalise


def trial_of(times: int) -> Trial:
    """Right answers are strong, uncovered questions and chat are weak, with some overlap."""
    trial = Trial()
    for _ in range(times):
        for strength in (0.2, 0.35, 0.5, 0.6, 0.7, 0.8):
            trial.add("asked", [Leader(1, strength)], 1)
        for strength in (0.1, 0.2, 0.3, 0.45):
            trial.add("near", [Leader(1, strength)], None)
        trial.add("far", [Leader(1, 0.05)], None)
    return trial


def alone(strength: float) -> tuple[float, float, float, float]:
    return evidence([Leader(1, strength)])


def answered(curve: Curve, strength: float) -> bool:
    return curve.reach(alone(strength)) >= curve.alone


def test_a_stronger_message_is_more_probably_right() -> None:
    curve = calibrated(trial_of(20), 0.97)
    chances = [curve.probability(alone(strength / 10)) for strength in range(11)]
    assert chances == sorted(chances)
    assert 0 <= chances[0] < 0.2
    assert 0.9 < chances[-1] <= 1


def test_evidence_is_weighed_against_the_strongest_other_entry() -> None:
    leaders = [Leader(4, 0.75, 0.5), Leader(2, 0.25), Leader(9, 0.125)]
    assert evidence(leaders) == (1.0, 0.75, 0.5, 0.5)
    assert evidence(leaders, 2) == (1.0, 0.125, -0.625, 0.0)
    assert evidence([Leader(4, 0.75)]) == (1.0, 0.75, 0.75, 0.0)
    assert evidence([]) == NOTHING


def test_a_lead_over_the_next_entry_and_being_a_copy_make_an_answer_likelier() -> None:
    curve = calibrated(trial_of(20), 0.97)
    rivals = [Leader(1, 0.5), Leader(2, 0.45)]
    assert curve.probability(evidence(rivals)) < curve.probability(alone(0.5))
    assert curve.probability(evidence([Leader(1, 0.5, copy=0.8)])) > curve.probability(alone(0.5))


def test_a_copy_needs_less_but_a_stricter_promise_asks_more_of_it_too() -> None:
    trial = trial_of(20)
    curves = [calibrated(trial, promise) for promise in (0.95, 0.97, 0.99)]
    needed = [
        next(s for s in range(101) if curve.reach(evidence([Leader(1, s / 100, copy=0.9)])) >= curve.alone)
        for curve in curves
    ]
    plain = [next(s for s in range(101) if answered(curve, s / 100)) for curve in curves]
    assert needed == sorted(needed)
    assert needed[0] < needed[-1]
    assert all(copy < other for copy, other in zip(needed, plain, strict=True))


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(st.sampled_from(["asked", "near", "far"]), st.floats(0, 1), st.floats(0, 1), st.booleans()),
        min_size=1,
        max_size=40,
    )
)
def test_whatever_the_faq_a_stricter_promise_never_answers_more(
    messages: list[tuple[str, float, float, bool]],
) -> None:
    trial = Trial()
    for kind, strength, copy, right in messages:
        trial.add(kind, [Leader(1, strength, copy)], 1 if right and kind == "asked" else None)
    curves = [calibrated(trial, promise) for promise in (0.95, 0.97, 0.99)]
    assert [curve.alone for curve in curves] == sorted(curve.alone for curve in curves)
    assert [curve.chosen for curve in curves] == sorted(curve.chosen for curve in curves)
    assert all(curve.chosen <= curve.alone for curve in curves)


def test_the_same_evidence_in_a_smaller_faq_answers_less() -> None:
    strengths = [s / 100 for s in range(101)]
    small, large = calibrated(trial_of(1), 0.97), calibrated(trial_of(50), 0.97)
    assert sum(answered(small, s) for s in strengths) < sum(answered(large, s) for s in strengths)


def test_uncovered_questions_that_look_covered_raise_the_threshold() -> None:
    worse = trial_of(20)
    for _ in range(20):
        worse.add("near", [Leader(1, 0.65)], None)
    strengths = [s / 100 for s in range(101)]
    less, more = calibrated(worse, 0.97), calibrated(trial_of(20), 0.97)
    assert sum(answered(less, s) for s in strengths) < sum(answered(more, s) for s in strengths)


def test_chat_won_by_an_entry_that_answers_nothing_is_no_mistake() -> None:
    trial = Trial(harmless={7})
    trial.add("far", [Leader(7, 0.9)], None)
    trial.add("asked", [Leader(7, 0.9)], 7)
    assert trial.found == [NOTHING, (1.0, 0.9, 0.9, 0.0)]
    assert trial.right == [False, True]


@pytest.mark.parametrize("strength", [-1e9, -1.0, 0.0, 1.0, 1e9])
def test_a_probability_is_between_nothing_and_certain(strength: float) -> None:
    assert 0 <= Curve().probability(alone(strength)) <= 1


def leaders_of(text: str) -> list[Leader]:
    texts = ["什么时候发货", "几天能发货", "包邮吗", "运费多少", "今天下雨了"]
    ridge = Ridge(texts, [0, 0, 1, 1, CHAT])
    return ridge.leaders(text, ridge.cosines(text))


def test_the_entry_that_is_asked_for_leads() -> None:
    assert leaders_of("几天发货")[0].owner == 0
    assert leaders_of("邮费多少")[0].owner == 1


def test_a_copy_is_told_from_what_shares_a_word() -> None:
    assert leaders_of("几天能发货呢")[0].copy > 0.7
    assert leaders_of("邮费多少啊今天")[0].copy == 0


def test_what_is_like_nothing_but_chat_speaks_for_no_entry() -> None:
    assert leaders_of("下雨") == []
    assert leaders_of("xyz") == []


def test_ordinary_chat_is_ready_to_be_compared_and_says_nothing_twice() -> None:
    plain = [normalise(line) for line in ORDINARY_CHAT]
    assert all(plain)
    assert len(set(plain)) == len(plain) > 300


def test_entries_that_can_be_asked_in_one_way_only_answer_near_copies_and_nothing_else() -> None:
    matcher = Matcher(
        Faq.of(Entry(question, question, "…") for question in ("怎么开发票呢", "什么时候发货", "退货运费谁承担"))
    )
    assert matcher.match("怎么样开发票").sure
    assert not matcher.match("发货地在哪").sure
