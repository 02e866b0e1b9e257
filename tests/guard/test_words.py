"""The shop's own words for the guard: a file that staff edit."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.guard import Guard, claims, parse_words
from bot.guard.rules import CLAIMS

GOOD = """\
# what we never say
[forbidden]
便宜货 -> 实惠款
Ass
私下转账

[allowed]
最佳拍档
全网第一家无人店 : absolute-claim
010-12345678 : personal-data
#1 Salon : absolute-claim, effect-promise
"""


def guard_of(text: str) -> Guard:
    words, problems = parse_words(text, "guard.txt")
    assert problems == []
    return Guard(words=words)


def test_a_forbidden_word_is_stopped_and_its_replacement_offered() -> None:
    verdict = guard_of(GOOD).verdict("这可不是便宜货哦")
    assert verdict.rules == ("forbidden-word",)
    assert verdict.rewrite == "这可不是实惠款哦"


@pytest.mark.parametrize("text", ["便-宜-货", "便 宜 货", "便宜貨"])
def test_a_forbidden_word_is_seen_in_disguise(text: str) -> None:
    assert not guard_of(GOOD).verdict(text).allowed


def test_latin_words_are_forbidden_only_whole() -> None:
    assert not guard_of(GOOD).verdict("you ass").allowed
    assert guard_of(GOOD).verdict("first class").allowed


def test_an_allowed_word_is_no_claim_but_its_neighbours_are() -> None:
    guard = guard_of(GOOD)
    assert guard.verdict("两个人是最佳拍档").allowed
    assert guard.verdict("全网第一家无人店开业").allowed
    assert guard.verdict("#1 Salon is our name").allowed
    assert not guard.verdict("全网第一的面膜").allowed


@pytest.mark.parametrize("name", ["sentences.tsv", "held_out.tsv"])
def test_what_was_stopped_passes_once_the_quoted_words_are_allowed(name: str) -> None:
    lines = (Path(__file__).parent / name).read_text("utf-8").splitlines()[3::7]
    stopped = [(text, found) for text in (line.partition("\t")[2] for line in lines) if (found := claims(text))]
    assert len(stopped) > 10
    for text, found in stopped:
        quoted = {one.what for one in found} | {one.what for one in Guard().check(text)}
        guard = guard_of("\n".join(["[allowed]", *sorted(quoted)]))
        assert [one for one in guard.check(text) if one.rule in CLAIMS] == [], text


def test_personal_data_is_allowed_only_by_its_rule() -> None:
    assert guard_of(GOOD).verdict("客服 010-12345678").allowed
    assert not guard_of("[allowed]\n010-12345678\n").verdict("客服 010-12345678").allowed


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("便宜货\n", 1, "belongs to no group"),
        ("[forbiden]\n", 1, 'unknown group "forbiden". Did you mean "forbidden"?'),
        ("[forbidden]\n最\n", 2, "is a single character"),
        ("[forbidden]\n便宜货 -> 便宜货呀\n", 2, "is in its own replacement"),
        ("[forbidden]\n便宜货\n便宜货\n", 3, "is there twice"),
        ("[forbidden]\n" + "字" * 61 + "\n", 2, "is no word"),
        ("[allowed]\n最佳 : absolut-claim\n", 2, 'Did you mean "absolute-claim"?'),
        ("[allowed]\n最\n", 2, "too short or too long"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_remedy(text: str, line: int, what: str) -> None:
    _, (problem,) = parse_words(text, "guard.txt")
    assert (problem.path, problem.line) == ("guard.txt", line)
    assert what in str(problem)


def test_a_file_without_end_is_cut() -> None:
    _, problems = parse_words("[forbidden]\n" + "\n".join(f"词{n}号" for n in range(5_100)), "guard.txt")
    assert [problem.line for problem in problems] == [5_002]


@given(st.text(max_size=200))
def test_no_file_breaks_the_parser(text: str) -> None:
    words, problems = parse_words(text, "guard.txt")
    Guard(words=words).verdict(text)
    for problem in problems:
        assert problem.line > 0
        assert problem.fix
