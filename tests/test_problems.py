"""Complaints that a person can mend."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.problems import BadFile, LoginRefused, Problem, did_you_mean, nearest

PLATFORMS = ("practice", "irc", "twitch")


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (Problem("faq/a.md", 3, "no answer.", "Write one."), "faq/a.md:3: no answer. Write one."),
        (Problem("faq", 0, "is missing.", "Put it there."), "faq: is missing. Put it there."),
        (Problem("faq/a.md", 3, "no answer."), "faq/a.md:3: no answer."),
    ],
)
def test_a_problem_says_where_what_and_how_to_mend_it(problem: Problem, said: str) -> None:
    assert str(problem) == said


def test_problems_sort_by_file_then_line() -> None:
    late, early, other = Problem("a.md", 10, "z"), Problem("a.md", 9, "z"), Problem("b.md", 1, "z")
    assert sorted([other, late, early]) == [early, late, other]


def test_a_bad_file_says_all_its_problems() -> None:
    error = BadFile([Problem("a", 1, "one."), Problem("a", 2, "two.")])
    assert str(error) == "a:1: one.\na:2: two."
    assert len(error.problems) == 2


def test_a_refused_login_names_the_room_and_the_remedy() -> None:
    error = LoginRefused("studio", "The token has expired.", "Make a new one.")
    assert str(error) == "studio: login refused. The token has expired. Make a new one."


def test_capitals_do_not_hide_the_right_word() -> None:
    assert nearest("a10", ["B202", "A101"]) == "A101"
    assert nearest("asia/shanghi", ["Asia/Shanghai", "Europe/Paris"]) == "Asia/Shanghai"


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("twich", "twitch"),
        ("Twitch", "twitch"),
        ("practise", "practice"),
        # nothing like it
        ("kaleidoscope", None),
        ("", None),
    ],
)
def test_a_wrong_word_is_told_the_nearest_right_one(word: str, meant: str | None) -> None:
    assert nearest(word, PLATFORMS) == meant


def test_the_remedy_lists_every_right_word() -> None:
    assert did_you_mean("twich", PLATFORMS) == 'Did you mean "twitch"? Known: irc, practice, twitch.'
    assert did_you_mean("kaleidoscope", PLATFORMS) == "Known: irc, practice, twitch."


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=30), st.lists(st.text(max_size=10), max_size=5))
def test_any_wrong_word_gets_a_remedy(word: str, known: list[str]) -> None:
    assert did_you_mean(word, known)
