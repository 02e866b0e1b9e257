"""FAQ files as a shop's staff write them, and every mistake with its line."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.faq.entries import Faq, Phrasing, Variable, fill, variables
from bot.faq.files import LONGEST_ANSWER, check_against_catalog, parse_faq, slug
from bot.problems import Problem

SHIPPING = """\
# Shipping

## 什么时候发货？ {#ship-when}
<!--
valid: 2026-11-01..2026-11-12
products: A101, A102
mode: suggest-only
lang: zh
scene: double-eleven
-->
- 几天能到
- 今天下单什么时候发
* when do you ship

48 小时内发货，一般 2-4 天送达。

## Do you ship abroad?

Not *yet*. Ask again in spring: {price:A101} is a promise.
"""


def lines(text: str) -> list[tuple[int, str]]:
    """The problems of a file, without their remedies."""
    return [(p.line, p.what) for p in parse_faq(text, "faq/a.md")[1]]


def test_a_file_of_the_design_reads_as_it_says() -> None:
    entries, problems = parse_faq(SHIPPING.replace("* when", "- when"), "faq/shipping.md")
    assert problems == []
    first, second = entries
    assert (first.id, first.question, first.section) == ("ship-when", "什么时候发货？", "Shipping")
    assert first.answer == "48 小时内发货，一般 2-4 天送达。"
    assert first.phrasings == (
        Phrasing("几天能到", 11),
        Phrasing("今天下单什么时候发", 12),
        Phrasing("when do you ship", 13),
    )
    assert (first.valid_from, first.valid_to) == (date(2026, 11, 1), date(2026, 11, 12))
    assert first.products == ("A101", "A102")
    assert (first.mode, first.lang, first.scene) == ("suggest-only", "zh", "double-eleven")
    assert (first.path, first.line, first.answer_line) == ("faq/shipping.md", 3, 15)
    assert list(first.ways) == ["什么时候发货？", "几天能到", "今天下单什么时候发", "when do you ship"]
    assert (second.id, second.line, second.answer_line) == ("do-you-ship-abroad", 17, 19)


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        # Markdown is not interpreted: the room shows plain text
        ("Not *yet*, _never_ & <soon>.", "Not *yet*, _never_ & <soon>."),
        ("价格 {price:A101}，5 > 3", "价格 {price:A101}，5 > 3"),
        ("`code` [link](x) 1. item", "`code` [link](x) 1. item"),
        ("### not a heading of ours", "### not a heading of ours"),
        # a chat line has no line breaks
        ("one\ntwo", "one two"),
        ("one\n\ntwo", "one two"),
        ("one  \n   two", "one two"),
        # a list in the answer, not right below the question
        ("Two ways:\n- by post\n- by hand", "Two ways: - by post - by hand"),
        # inner blanks stay
        ("a  b", "a  b"),
    ],
)
def test_the_answer_is_sent_as_written(written: str, sent: str) -> None:
    entries, problems = parse_faq(f"## Q one?\n- way\n\n{written}\n", "a.md")
    assert problems == []
    assert entries[0].answer == sent


@pytest.mark.parametrize("then", ["person", "model", "silence"])
def test_a_no_answer_entry_says_where_its_questions_go(then: str) -> None:
    entries, problems = parse_faq(f"## 退款还没到 {{#refund}}\n<!-- then: {then} -->\n- 钱呢\n", "a.md")
    assert problems == []
    assert (entries[0].then, entries[0].answer) == (then, "")


def test_front_matter_holds_for_the_whole_file_unless_an_entry_says_otherwise() -> None:
    text = "---\nlang: en\nvalid: ..2026-12-31\n---\n\n## One?\nyes\n\n## Two?\n<!-- lang: zh -->\nno\n"
    entries, problems = parse_faq(text, "a.md")
    assert problems == []
    assert [e.lang for e in entries] == ["en", "zh"]
    assert [e.valid_to for e in entries] == [date(2026, 12, 31)] * 2
    assert [e.line for e in entries] == [6, 9]


@pytest.mark.parametrize(
    ("valid", "day", "holds"),
    [
        ("2026-11-01..2026-11-12", date(2026, 11, 1), True),
        ("2026-11-01..2026-11-12", date(2026, 11, 12), True),
        ("2026-11-01..2026-11-12", date(2026, 10, 31), False),
        ("2026-11-01..2026-11-12", date(2026, 11, 13), False),
        ("2026-11-01..", date(2030, 1, 1), True),
        ("..2026-11-12", date(2020, 1, 1), True),
        ("..2026-11-12", date(2026, 11, 13), False),
    ],
)
def test_an_entry_holds_on_its_days_both_ends_included(valid: str, day: date, holds: bool) -> None:
    entries, _ = parse_faq(f"## Q one?\n<!-- valid: {valid} -->\nyes\n", "a.md")
    assert entries[0].holds_on(day) is holds


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # headings
        ("## \n\nx\n", [(1, "a heading without a question.")]),
        ("\n\n## Q? {#a b}\nx\n", [(3, 'the id "a b" cannot be used.')]),
        ("## {#only-id}\nx\n", [(1, "a heading without a question.")]),
        ("## One? {#x}\na\n\n## Two? {#x}\nb\n", [(4, 'the id "x" is already used on line 1.')]),
        ("## One?\na\n\n## one\nb\n", [(4, 'the id "one" is already used on line 1.')]),
        # keys
        ("## Q?\n<!--\nvlid: 2026-11-01..\n-->\nx\n", [(3, 'unknown key "vlid".')]),
        ("---\nlng: en\n---\n## Q?\nx\n", [(2, 'unknown key "lng".')]),
        ("---\nlang: en\n## Q?\nx\n", [(1, "the front matter is never closed.")]),
        ("## Q?\n<!--\nmode: auto1\n-->\nx\n", [(3, 'mode is "auto1".')]),
        # days
        ("## Q?\n<!-- valid: soon -->\nx\n", [(2, 'valid is "soon".')]),
        ("## Q?\n<!-- valid: .. -->\nx\n", [(2, 'valid is "..".')]),
        ("## Q?\n<!-- valid: 2026-02-30.. -->\nx\n", [(2, 'valid is "2026-02-30..": there is no such day.')]),
        (
            "## Q?\n<!-- valid: 2026-11-12..2026-11-01 -->\nx\n",
            [(2, 'valid is "2026-11-12..2026-11-01": it ends before it begins.')],
        ),
        # answers
        ("## Q?\n- a way\n", [(1, '"Q?" has no answer.')]),
        (
            "## Q?\n<!-- then: person -->\n- a way\n\nand an answer\n",
            [(5, '"Q?" has an answer and then: person.')],
        ),
        (
            f"## Q?\n\n{'x' * (LONGEST_ANSWER + 1)}\n",
            [(3, f"the answer has {LONGEST_ANSWER + 1} characters.")],
        ),
        # phrasings
        ("## Q?\n- one\n-\n- two\n\nx\n", [(3, "an empty phrasing.")]),
        # a file without questions holds none, which is no mistake
        ("# Only a title\n\nand prose\n", []),
        ("", []),
    ],
)
def test_a_mistake_is_named_with_its_line(text: str, found: list[tuple[int, str]]) -> None:
    assert lines(text) == found
    assert lines(text.replace("\n", "\r\n")) == found
    assert lines("\ufeff" + text) == found


def test_several_mistakes_are_all_named_at_once_and_good_entries_stay() -> None:
    text = (
        "## One? {#a b}\nx\n\n"  # 1
        "## Two? {#two}\n<!--\nvlid: ..\nmode: loud\n-->\nx\n\n"  # 4
        "## Three?\n- way\n\n"  # 11
        "## Four? {#four}\ngood\n"  # 14
    )
    entries, problems = parse_faq(text, "faq/a.md")
    assert [e.id for e in entries] == ["four"]
    assert sorted(p.line for p in problems) == [1, 6, 7, 11]
    assert all(p.path == "faq/a.md" and p.fix for p in problems)


def test_a_wrong_word_is_told_the_nearest_right_one() -> None:
    _, problems = parse_faq("## Q?\n<!--\nthen: persn\n-->\n- way\n", "a.md")
    assert [(p.line, p.what) for p in problems] == [(3, 'then is "persn".')]
    assert 'Did you mean "person"?' in problems[0].fix


def test_prose_in_a_comment_is_a_comment() -> None:
    entries, problems = parse_faq("## Q one?\n<!-- checked with the warehouse -->\nyes\n", "a.md")
    assert problems == []
    assert entries[0].answer == "yes"


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_line_ends_and_a_byte_order_mark_change_nothing(ends: str) -> None:
    as_is, _ = parse_faq(SHIPPING, "a.md")
    other, problems = parse_faq("\ufeff" + SHIPPING.replace("\n", ends), "a.md")
    assert problems == []
    assert other == as_is


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("Do you ship abroad?", "do-you-ship-abroad"),
        ("How MUCH is it??", "how-much-is-it"),
        # the same question decorated is the same entry
        ("几天能到？", slug("主播 几天能到")),
    ],
)
def test_a_question_without_an_id_gets_a_stable_one(question: str, named: str) -> None:
    assert slug(question) == named


def test_of_two_entries_with_one_id_the_first_counts() -> None:
    entries, _ = parse_faq("## One? {#a}\nfirst\n", "a.md")
    again, _ = parse_faq("## Two? {#a}\nsecond\n", "b.md")
    faq = Faq.of([*entries, *again])
    assert len(faq) == 1
    assert faq.entries["a"].answer == "first"


# variables


def test_variables_are_found_and_unknown_ones_told_apart() -> None:
    found = variables("{price:A101} {stock:screen} {colour:A101} {price} {title: A1 }")
    assert found == [
        ("{price:A101}", Variable("price", "A101")),
        ("{stock:screen}", Variable("stock", "screen")),
        ("{colour:A101}", None),
        ("{price}", None),
        ("{title: A1 }", Variable("title", "A1")),
    ]


def test_an_answer_with_a_hole_is_no_answer() -> None:
    assert fill("now {price:A101}", lambda v: "¥9" if v.sku == "A101" else None) == "now ¥9"
    assert fill("{price:A101} and {price:B}", lambda v: "¥9" if v.sku == "A101" else None) is None
    assert fill("nothing to fill", lambda v: None) == "nothing to fill"


def test_what_the_catalogue_does_not_know_is_named_with_its_line() -> None:
    text = (
        "## One?\n<!--\nproducts: A101, B7\n-->\n\n{prise:A101} and {price:A10}\n\n"
        "## Two?\n- way\n\n{price:screen}, {title:A101}\n"
    )
    entries, problems = parse_faq(text, "faq/a.md")
    assert problems == []
    found = check_against_catalog(Faq.of(entries), ["A101", "C300"])
    assert [(p.line, p.severity) for p in found] == [(6, "error"), (6, "error"), (1, "warning")]
    unknown, no_product, listed = found
    assert unknown.what == "{prise:A101} is not a variable."
    assert '"price"' in unknown.fix
    assert no_product.what == "{price:A10}: no product A10."
    assert '"A101"' in no_product.fix
    assert "B7" in listed.what


# whatever is in the file


PIECES = st.sampled_from(
    ["## ", "# ", "- ", "\n", "\r\n", "\r", "<!--", "-->", "---\n", "then: person", "valid: ..", "mode: x", "{#a}",
     "{#", "包邮吗", "```", "> ", "    ", "1. ", "<div>", "|a|", "\x00", "\u2028", "\x0c", "{price:A}", "==", "\t"]
)  # fmt: skip


@settings(max_examples=250, deadline=None)
@given(st.one_of(st.text(max_size=100), st.lists(PIECES, max_size=25).map("".join)))
def test_no_file_breaks_the_reading(text: str) -> None:
    entries, problems = parse_faq(text, "a.md")
    last = len(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    for problem in problems:
        assert isinstance(problem, Problem)
        assert 1 <= problem.line <= last
        assert problem.fix
    assert len({e.id for e in entries}) == len(entries)
    for entry in entries:
        assert entry.question
        assert bool(entry.answer) != bool(entry.then)
        assert "\n" not in entry.answer
    check_against_catalog(Faq.of(entries), ["A"])


QUESTIONS = st.lists(st.text("abcdefg 包邮几天", min_size=1, max_size=12).map(str.strip).filter(bool), max_size=5)


@settings(max_examples=100, deadline=None)
@given(QUESTIONS, st.lists(st.text("abc包邮 ,.", min_size=1, max_size=20).map(str.strip).filter(bool), max_size=4))
def test_what_staff_write_is_what_is_read(questions: list[str], ways: list[str]) -> None:
    ways = [f"w {way}" for way in ways]
    written = ""
    for i, question in enumerate(questions):
        listed = "".join(f"- {way}\n" for way in ways)
        written += f"## {question} {{#e{i}}}\n{listed}\nanswer {i}\n\n"
    entries, problems = parse_faq(written, "a.md")
    assert problems == []
    assert [e.question for e in entries] == questions
    assert [e.answer for e in entries] == [f"answer {i}" for i in range(len(questions))]
    assert all([p.text for p in e.phrasings] == ways for e in entries)
