"""What an answer is worth: learned from pretended messages, more careful with fewer of them."""

from __future__ import annotations

import pytest

from bot.faq.calibrate import Curve, Trial, calibrated
from bot.faq.ordinary_chat import ORDINARY_CHAT
from bot.faq.ridge import CHAT, Leader, Ridge
from bot.text import normalise


def trial_of(times: int) -> Trial:
    """Right answers are strong, uncovered questions and chat are weak, with some overlap."""
    trial = Trial()
    for _ in range(times):
        for strength in (0.2, 0.35, 0.5, 0.6, 0.7, 0.8):
            trial.add("asked", [(1, strength)], 1)
        for strength in (0.1, 0.2, 0.3, 0.45):
            trial.add("near", [(1, strength)], None)
        trial.add("far", [(1, 0.05)], None)
    return trial


def test_a_stronger_message_is_more_probably_right() -> None:
    curve = calibrated(trial_of(20), 0.97)
    chances = [curve.probability(strength / 10) for strength in range(11)]
    assert chances == sorted(chances)
    assert 0 <= chances[0] < 0.2
    assert 0.9 < chances[-1] <= 1


def test_a_stricter_promise_answers_less() -> None:
    thresholds = [calibrated(trial_of(20), promise).threshold for promise in (0.90, 0.95, 0.97, 0.99)]
    assert thresholds == sorted(thresholds)
    assert thresholds[0] < thresholds[-1]


def test_the_same_evidence_in_a_smaller_faq_answers_less() -> None:
    assert calibrated(trial_of(1), 0.97).threshold > calibrated(trial_of(50), 0.97).threshold


def test_uncovered_questions_that_look_covered_raise_the_threshold() -> None:
    worse = trial_of(20)
    for _ in range(20):
        worse.add("near", [(1, 0.65)], None)
    assert calibrated(worse, 0.97).threshold > calibrated(trial_of(20), 0.97).threshold


def test_chat_won_by_an_entry_that_answers_nothing_is_no_mistake() -> None:
    trial = Trial(harmless={7})
    trial.add("far", [(7, 0.9)], None)
    trial.add("asked", [(7, 0.9)], 7)
    assert (trial.strengths, trial.right) == ([0.0, 0.9], [False, True])


@pytest.mark.parametrize("strength", [-1e9, -1.0, 0.0, 1.0, 1e9])
def test_a_probability_is_between_nothing_and_certain(strength: float) -> None:
    assert 0 <= Curve().probability(strength) <= 1


def leaders_of(text: str) -> list[Leader]:
    texts = ["什么时候发货", "几天能发货", "包邮吗", "运费多少", "今天下雨了"]
    ridge = Ridge(texts, [0, 0, 1, 1, CHAT])
    return ridge.leaders(text, ridge.cosines(text))


def test_the_entry_that_is_asked_for_leads() -> None:
    assert leaders_of("几天发货")[0][0] == 0
    assert leaders_of("邮费多少")[0][0] == 1


def test_what_is_like_nothing_but_chat_speaks_for_no_entry() -> None:
    assert leaders_of("下雨") == []
    assert leaders_of("xyz") == []


def test_ordinary_chat_is_ready_to_be_compared_and_says_nothing_twice() -> None:
    plain = [normalise(line) for line in ORDINARY_CHAT]
    assert all(plain)
    assert len(set(plain)) == len(plain) > 300
