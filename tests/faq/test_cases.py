"""Cases: what staff write, what is said of a bad line, what passes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.faq.cases import OUTCOMES, Came, Case, case_line, failure, parse_cases, passes, unknown_names
from bot.faq.files import parse_faq

FAQ, _ = parse_faq(
    "## 几天发货 {#ship}\n48 小时。\n\n## 包邮吗 {#post}\n包。\n\n## 我的快递呢 {#order}\n<!-- then: person -->\n",
    "f.md",
)
ENTRIES = {entry.id: entry for entry in FAQ}


def test_a_case_is_a_question_an_arrow_and_what_must_become_of_it() -> None:
    text = (
        "\ufeff# 发货\n\n几天发货啊 => ship\n这个多少钱 [on screen: A101] => ship, post\n"
        "屏幕上的？【屏幕：A102】→ person\na => b => silence\n"
    )
    cases, problems = parse_cases(text, "cases.txt")
    assert problems == []
    assert cases == [
        Case("几天发货啊", ("ship",), None, "cases.txt", 3),
        Case("这个多少钱", ("ship", "post"), "A101", "cases.txt", 4),
        Case("屏幕上的？", ("person",), "A102", "cases.txt", 5),
        Case("a => b", ("silence",), None, "cases.txt", 6),
    ]


def test_a_case_may_name_an_answer_of_the_catalogue() -> None:
    cases, problems = parse_cases("3号多少钱 => product:A103/price\n9号多少钱 => product:A109/price\n", "cases.txt")
    assert problems == []
    (unknown,) = unknown_names(cases, ENTRIES, ["A103"])
    assert (unknown.line, unknown.what) == (2, 'there is no entry "product:A109/price".')
    assert passes(cases[0], Came("answer", "product:A103/price", "¥89"), ENTRIES)
    assert not passes(cases[0], Came("answer", "product:A103/stock", "12"), ENTRIES)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("几天发货", "there is no =>"),
        ("=> ship", "no question before"),
        ("几天发货 =>", "nothing stands after"),
        ("几天发货 [on screen: ] => ship", "no product is named"),
        ("长" * 1001 + " => ship", "1001 characters"),
        ("好 => ship\n好 => post", "already on line 1"),
    ],
)
def test_a_bad_line_is_named_with_its_number_and_a_remedy(line: str, said: str) -> None:
    cases, problems = parse_cases(f"{line}\n在吗 => silence\n", "cases.txt")
    (problem,) = problems
    assert said in problem.what
    assert problem.line == 1 + line.count("\n")
    assert problem.fix
    assert cases[-1].text == "在吗", "the good ones count"


def test_names_that_are_not_there_are_said_with_the_nearest_one() -> None:
    cases, _ = parse_cases("好 => shpi\n嗯 [on screen: Z9] => post\n哦 => ship+post\n", "cases.txt")
    first, second = unknown_names(cases, ENTRIES, ["A101"])
    assert 'there is no entry "shpi".' in first.what
    assert '"ship"' in first.fix
    assert (second.line, second.what) == (2, "the catalogue has no product Z9.")


@pytest.mark.parametrize(
    ("expected", "came", "good"),
    [
        ("ship", Came("answer", "ship"), True),
        ("ship", Came("answer", "post"), False),
        ("ship", Came("escalate", "ship"), False),
        ("order", Came("escalate", "order"), True),
        ("order", Came("answer", "order"), False),
        ("ship+post", Came("answer", "post+ship"), True),
        ("ship", Came("answer", "ship+post"), False),
        ("person", Came("escalate"), True),
        ("person", Came("ignore"), False),
        ("silence", Came("ignore"), True),
        ("suggestion", Came("suggest"), True),
        ("ask-back", Came("clarify"), True),
        ("none", Came("escalate", "ship"), True),
        ("none", Came("answer", "ship"), False),
    ],
)
def test_what_passes(expected: str, came: Came, good: bool) -> None:
    assert passes(Case("?", (expected,)), came, ENTRIES) is good
    assert passes(Case("?", ("elsewhere", expected)), came, ENTRIES) is good


def test_a_failure_says_what_came_instead() -> None:
    problem = failure(
        Case("几天", ("ship", "post"), "A101", "cases.txt", 7), Came("ignore", "order", "", "small talk")
    )
    assert (problem.path, problem.line) == ("cases.txt", 7)
    assert "with A101 on screen should be ship or post; it is silence (small talk, nearest order)." in problem.what
    assert "ship answered" in failure(Case("几天", ("post",)), Came("answer", "ship", "48 小时。")).what


@given(
    st.text(max_size=200),
    st.lists(st.sampled_from([*ENTRIES, *OUTCOMES]), min_size=1, max_size=3, unique=True),
    st.sampled_from([None, "A101"]),
)
def test_what_a_stranger_wrote_is_one_good_line_or_none_at_all(
    text: str, expected: list[str], screen: str | None
) -> None:
    line = case_line(text, expected, screen)
    assert len(line.splitlines()) <= 1
    cases, problems = parse_cases(line, "cases.txt")
    assert len(cases) + len(problems) <= 1
    for case in cases:
        assert case.expected == tuple(expected)


@given(st.text(max_size=500))
def test_no_text_breaks_the_reading(text: str) -> None:
    cases, problems = parse_cases(text, "cases.txt")
    assert all(case.text and case.expected for case in cases)
    assert all(problem.line and problem.fix for problem in problems)
