"""What a prompt is worth: cases read, answers judged as in the room, rates with their doubt."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalog.file import parse_catalog
from bot.drafts.evaluation import Answered, Case, interval, marked, read_answers, read_cases, worse
from bot.problems import Problem

ROOT = Path(__file__).parents[2]
CATALOG, _ = parse_catalog((ROOT / "bot" / "sample" / "catalog.csv").read_text("utf-8"), "catalog.csv")
TOLD = "Answer with one JSON object."


def cases_of(*lines: dict[str, object]) -> tuple[list[Case], list[Problem]]:
    problems: list[Problem] = []
    return read_cases([json.dumps(line) for line in lines], "cases.jsonl", CATALOG, problems), problems


def answer(case: str, action: str = "suggest", sku: str = "A101", say: str = "敷着舒服") -> Answered:
    skus = [sku] if action == "suggest" else []
    return Answered(case, json.dumps({"action": action, "skus": skus, "say": say}), "stop", 100.0, 230)


PICK: dict[str, object] = {"id": "1", "question": "面膜推荐", "candidates": ["A101", "A103"], "accept": ["A101"]}
NONE: dict[str, object] = {"id": "2", "question": "有帐篷吗", "candidates": ["A101"], "accept": "none"}


def test_the_shipped_cases_are_sound_and_a_third_of_them_want_no_pick() -> None:
    problems: list[Problem] = []
    lines = (ROOT / "prompts" / "cases.jsonl").read_text("utf-8").splitlines()
    cases = read_cases(lines, "cases.jsonl", CATALOG, problems)
    assert problems == []
    assert len(cases) >= 40
    assert sum(case.kind != "pick" for case in cases) >= 0.3 * len(cases)
    assert {case.language for case in cases} == {"zh", "en"}


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("{", "not a case"),
        ('{"id":"1","question":"面膜"}', "not a case"),
        ('{"id":"1","question":"面膜","candidates":["Z9"],"accept":"none"}', "no such product: Z9"),
        ('{"id":"1","question":"面膜","candidates":["A101"],"accept":["A103"]}', "accepts what is not offered: A103"),
        ('{"id":"1","question":"面膜","candidates":["A101"],"acept":"none"}', 'unknown key "acept"'),
        ("[]", "not a case"),
    ],
)
def test_a_case_that_is_none_is_named_with_its_line(line: str, what: str) -> None:
    problems: list[Problem] = []
    assert read_cases(["", line], "cases.jsonl", CATALOG, problems) == []
    assert (problems[0].line, what in problems[0].what) == (2, True), problems
    assert problems[0].fix


def test_a_case_may_bring_its_own_products() -> None:
    cases, problems = cases_of(
        {"id": "1", "question": "tent?", "language": "en", "products": [{"sku": "T1", "title": "Tent", "price": 9}],
         "accept": ["T1"]}
    )  # fmt: skip
    assert problems == []
    assert cases[0].products[0].title == "Tent"


def test_the_same_id_twice_is_a_problem() -> None:
    _, problems = cases_of(PICK, PICK)
    assert "there twice" in problems[0].what


def test_right_picks_abstentions_and_rejects_are_counted() -> None:
    cases, _ = cases_of(PICK, NONE)
    summary = marked(
        cases,
        [answer("1"), answer("1", sku="A103"), answer("1", "none"), answer("1", say="只要9块9"),
         Answered("1", "可以看看面膜"), answer("2", "none"), answer("2", "human"), answer("2"),
         Answered("2", "", failed="no answer within 3 s")],
        TOLD,
    ).summary()  # fmt: skip
    assert (summary["answers"], summary["failed"]) == (9, 1)
    assert summary["valid"] == 7 / 8
    assert summary["right"] == 3 / 9
    assert summary["abstention_precision"] == 2 / 3
    assert summary["abstention_recall"] == 2 / 4
    assert summary["rejected"] == {"V1": 1, "V3": 1}
    assert summary["tokens"] == 7 * 230


def test_a_forbidden_word_in_what_would_be_sent_is_named() -> None:
    cases, _ = cases_of(PICK | {"forbidden": ["舒服"]})
    summary = marked(cases, [answer("1")], TOLD).summary()
    assert summary["leaked"] == ["1"]
    assert worse(summary, summary) == ["forbidden words would be sent: 1"]


@given(st.integers(0, 200), st.integers(1, 200))
def test_an_interval_holds_the_share_it_is_of(part: int, more: int) -> None:
    low, high = interval(part, part + more)
    assert 0 <= low <= part / (part + more) <= high <= 1


def test_worse_is_only_what_chance_does_not_explain() -> None:
    cases, _ = cases_of(PICK)
    good = marked(cases, [answer("1")] * 20, TOLD).summary()
    nearly = marked(cases, [answer("1")] * 18 + [answer("1", "none")] * 2, TOLD).summary()
    bad = marked(cases, [answer("1")] * 8 + [answer("1", "none")] * 12, TOLD).summary()
    assert worse(good, good) == []
    assert worse(nearly, good | {"right": 0.95}) == []
    assert worse(bad, good) == ["right was 100%, is 40%"]


def test_recorded_answers_are_read_back() -> None:
    problems: list[Problem] = []
    found = read_answers(['{"id":"1","text":"{}","ms":12.5,"tokens":3}', "nonsense"], "answers.jsonl", problems)
    assert found == [Answered("1", "{}", "stop", 12.5, 3)]
    assert problems[0].line == 2
