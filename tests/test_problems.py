"""Complaints that a person can mend."""

from __future__ import annotations

import errno
import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.languages import Both, same, tell
from bot.problems import BadFile, LoginRefused, Problem, did_you_mean, nearest
from bot.unreadable import not_read

NO_ANSWER = Both("no answer.", "没有回答。")
PLATFORMS = ("practice", "irc", "twitch")


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (Problem("faq/a.md", 3, NO_ANSWER, Both("Write one.", "请写上。")), "faq/a.md:3: no answer. Write one."),
        (Problem("faq", 0, same("is missing."), same("Put it there.")), "faq: is missing. Put it there."),
        (Problem("faq/a.md", 3, NO_ANSWER), "faq/a.md:3: no answer."),
    ],
)
def test_a_problem_says_where_what_and_how_to_mend_it(problem: Problem, said: str) -> None:
    assert str(problem) == problem.told("en") == said


def test_a_problem_says_the_same_in_chinese() -> None:
    problem = Problem("faq/a.md", 3, NO_ANSWER, did_you_mean("twich", PLATFORMS))
    assert problem.told("zh") == "faq/a.md:3: 没有回答。是不是想写「twitch」？可以写：irc、practice、twitch。"


def test_a_text_in_both_languages_is_its_english_wherever_nobody_asks() -> None:
    assert (NO_ANSWER, f"{NO_ANSWER}", NO_ANSWER.zh) == ("no answer.", "no answer.", "没有回答。")
    assert tell(NO_ANSWER, "zh") == "没有回答。"
    assert tell("as a server said it", "zh") == "as a server said it"
    again = pickle.loads(pickle.dumps(NO_ANSWER))  # noqa: S301
    assert (again, again.zh) == (NO_ANSWER, NO_ANSWER.zh)


def test_what_the_system_says_of_a_file_is_told_in_chinese() -> None:
    missing = not_read("faq/a.md", FileNotFoundError(errno.ENOENT, "No such file or directory"))
    assert str(missing) == "faq/a.md: cannot be read: No such file or directory. Check its permissions."
    assert missing.told("zh") == "faq/a.md: 无法读取：没有这个文件。请检查文件权限。"
    strange = not_read("faq/a.md", OSError("the tape is torn"))
    assert strange.told("zh") == "faq/a.md: 无法读取：the tape is torn。请检查文件权限。"


def test_problems_sort_by_file_then_line() -> None:
    late, early, other = (Problem(path, line, same("z")) for path, line in (("a.md", 10), ("a.md", 9), ("b.md", 1)))
    assert sorted([other, late, early]) == [early, late, other]


def test_a_bad_file_says_all_its_problems() -> None:
    error = BadFile([Problem("a", 1, Both("one.", "一。")), Problem("a", 2, Both("two.", "二。"))])
    assert str(error) == "a:1: one.\na:2: two."
    assert error.said.zh == "a:1: 一。\na:2: 二。"
    assert len(error.problems) == 2


def test_a_refused_login_names_the_room_and_the_remedy() -> None:
    error = LoginRefused(
        "studio", Both("The token has expired.", "令牌已过期。"), Both("Make a new one.", "请重新生成。")
    )
    assert str(error) == "studio: login refused. The token has expired. Make a new one."
    assert error.said.zh == "令牌已过期。请重新生成。"


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


@settings(max_examples=100)
@given(st.text(max_size=30), st.lists(st.text(max_size=10), max_size=5))
def test_any_wrong_word_gets_a_remedy(word: str, known: list[str]) -> None:
    assert did_you_mean(word, known)
