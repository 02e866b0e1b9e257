"""FAQ files as a shop's staff write them, and every mistake with its line."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.faq.entries import Faq, Phrasing, Scene, Variable, fill, variables
from bot.faq.files import LONGEST_ANSWER, MOST_PHRASINGS, case_of, check_against_catalog, on_one_line, parse_faq, slug
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
        # nor has Chinese blanks
        ("48 小时内\n发货，\n  一般 2-4 天\n送达。", "48 小时内发货，一般 2-4 天送达。"),
        ("可以的。\n\nA101 也行", "可以的。A101 也行"),
        ("尺码\nXL 和\nXXL", "尺码 XL 和 XXL"),
        ("点“申请\n退货”\n就行", "点“申请退货”就行"),
        ("he said “yes”\n“no”", "he said “yes” “no”"),
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


def test_lines_of_dashes_part_the_wordings_of_one_answer() -> None:
    text = "## 什么时候发货？ {#ship}\n- 几天发\n\n48 小时内\n发货。\n\n---\n"
    text += "付款后两天内就发。\n\n  ---  \n\nWithin\n48 hours.\n"
    (entry,), problems = parse_faq(text, "a.md")
    assert problems == []
    assert entry.answer == "48 小时内发货。"
    assert entry.other_wordings == ("付款后两天内就发。", "Within 48 hours.")
    assert entry.wording_lines == (4, 8, 12)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        # nothing on one side of the line
        ("one\n\n---\n", ["one"]),
        ("one\n\n---\n\n---\n\ntwo\n", ["one", "two"]),
        # an answer that begins with a list: the line keeps it from the phrasings
        ("---\n- by post\n- by hand\n", ["- by post - by hand"]),
        # other lines that Markdown draws, and what stands in code, are text
        ("one\n\n***\n\ntwo", ["one *** two"]),
        ("one\n\n    ---\n\ntwo", ["one --- two"]),
        # a comment is never said
        ("one\n<!-- ask the\nwarehouse -->\n\n---\n<!-- and -->\n\ntwo", ["one", "two"]),
    ],
)
def test_what_a_line_of_dashes_parts(written: str, said: list[str]) -> None:
    (entry,), problems = parse_faq(f"## Q one?\n- way\n\n{written}\n", "a.md")
    assert problems == []
    assert list(entry.wordings) == said


def test_dashes_right_below_a_line_are_told_and_the_entry_stays() -> None:
    text = "## Q one?\n- way\n\nfirst\nline\n---\nsecond\n\n## Two?\nyes\n"
    entries, (problem,) = parse_faq(text, "a.md")
    assert [list(e.wordings) for e in entries] == [["first line", "second"], ["yes"]]
    assert (problem.line, problem.severity) == (6, "error")
    assert "Leave a blank line above ---" in problem.fix


def test_an_unclosed_comment_costs_its_own_entry_only() -> None:
    entries, problems = parse_faq("## One?\n<!--\nlang: en\n\nx\n\n## Two?\n- w\n\ny\n", "a.md")
    assert [e.question for e in entries] == ["Two?"]
    assert [p.line for p in problems] == [2]


def test_entries_that_are_commented_out_are_gone() -> None:
    assert parse_faq("<!--\n## One?\nx\n-->\n\n## Two?\ny\n", "a.md")[0][0].question == "Two?"


def test_phrasings_may_have_any_bullet() -> None:
    (entry,), problems = parse_faq(SHIPPING.partition("## Do")[0], "a.md")
    assert problems == []
    assert [p.text for p in entry.phrasings] == ["几天能到", "今天下单什么时候发", "when do you ship"]
    assert entry.answer == "48 小时内发货，一般 2-4 天送达。"


def test_one_question_may_have_answers_for_several_moments() -> None:
    text = (
        "## 多少钱？\n\n看链接。\n\n"
        "## 多少钱\n<!-- products: A101 -->\n\n{price:A101}\n\n"
        "## 多少钱\n<!-- lang: en -->\n\nSee the link.\n\n"
        "## 多少钱\n<!--\nproducts: A101\nvalid: 2026-11-01..\n-->\n\n便宜了：{price:A101}\n\n"
        "## 多少钱 {#by-name}\n<!-- scene: double-eleven -->\n\n大促价。\n"
    )
    entries, problems = parse_faq(text, "a.md")
    assert problems == []
    plain = slug("多少钱")
    assert [e.id for e in entries] == [
        plain,
        f"{plain}-A101",
        f"{plain}-en",
        f"{plain}-A101-from-2026-11-01",
        "by-name",
    ]
    faq = Faq.of(entries)
    (topic,) = faq.topics
    day = date(2026, 10, 1)
    assert faq.answering(topic, Scene(day)) == entries[0]
    assert faq.answering(topic, Scene(day, on_screen="A101")) == entries[1]
    assert faq.answering(topic, Scene(date(2026, 11, 2), on_screen="A101")) == entries[3]


def test_the_id_of_a_variant_does_not_depend_on_its_neighbours() -> None:
    variant = "## 多少钱\n<!--\nproducts: 面膜, 面霜\nvalid: ..2026-11-12\n-->\n\n便宜\n"
    (alone,), _ = parse_faq(variant, "a.md")
    (_, beside), _ = parse_faq("## 多少钱\n贵\n\n" + variant, "a.md")
    assert alone.id == beside.id != slug("多少钱")


def test_a_language_is_kept_in_small_letters() -> None:
    assert parse_faq("## Q?\n<!-- lang: EN -->\nx\n", "a.md")[0][0].lang == "en"


def test_a_mistake_in_the_front_matter_is_told_once() -> None:
    assert lines("---\nlang: english\n---\n## One?\nx\n\n## Two?\ny\n") == [(2, 'lang is "english".')]


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
        ("## One?\na\n\n## one\nb\n", [(4, 'the question "one" is already answered on line 1.')]),
        ("## One? {#a}\na\n\n## 亲 one {#b}\nb\n", [(4, 'the question "亲 one" is already answered on line 1.')]),
        (
            "## One?\n<!-- products: A, B -->\na\n\n## One\n<!-- products: B A -->\nb\n",
            [(5, 'the question "One" is already answered on line 1 under the same conditions.')],
        ),
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
        # languages and scenes
        ("## Q?\n<!-- lang: zh-CN -->\nx\n", [(2, 'lang is "zh-CN".')]),
        ("## Q?\n<!-- lang: 中文 -->\nx\n", [(2, 'lang is "中文".')]),
        ("## Q?\n<!-- lang: e -->\nx\n", [(2, 'lang is "e".')]),
        ("## Q?\n<!-- scene: Double Eleven -->\nx\n", [(2, 'scene is "Double Eleven".')]),
        # what has no end
        (
            "## Q?\n<!--\nlang: en\n- w\n\nx\n\n## P?\n<!-- mode: x -->\ny\n",
            [(2, "the comment is never closed."), (9, 'mode is "x".')],
        ),
        (
            "## Q?\n\n```\nx\n\n## P?\n- y\n",
            [(3, "what begins with ``` is never closed."), (6, '"P?" has no answer.')],
        ),
        (
            "## Q?\n\n<pre>\n\nx\n## P?\n- y\n",
            [(3, "what begins with <pre> is never closed."), (6, '"P?" has no answer.')],
        ),
        ("---\n# Shop\n## Q?\nx\n\n---\n\ny\n", [(1, "the front matter is never closed.")]),
        # underlined headings
        ("## Q?\nx\n---\ny\n", [(3, "--- right below a line of text makes a heading of it.")]),
        ("## Q?\n\nx\nx\n===\n", [(5, "=== right below a line of text makes a heading of it.")]),
        ("Q?\n---\ny\n", [(2, "--- right below a line of text makes a heading of it.")]),
        # answers
        (
            f"## Q?\n\nfine\n\n---\n\n{'x' * (LONGEST_ANSWER + 1)}\n",
            [(7, f"the answer has {LONGEST_ANSWER + 1} characters.")],
        ),
        (
            "## Q?\n- a way\nx\n",
            [(1, '"Q?" has no answer.'), (3, "this line belongs to the list above it and is not used.")],
        ),
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
        (
            "## Q?\n" + "- one\n" * (MOST_PHRASINGS + 2) + "\nx\n",
            [(MOST_PHRASINGS + 2, f"more than {MOST_PHRASINGS} phrasings; the rest is not used.")],
        ),
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


def test_every_wording_is_held_against_the_catalogue() -> None:
    entries, _ = parse_faq("## One?\n\n{price:A101}\n\n---\n\nonly\n{price:B7}\n", "a.md")
    assert [p.line for p in check_against_catalog(Faq.of(entries), ["A101"])] == [7]


# whatever is in the file


PIECES = st.sampled_from(
    ["## ", "# ", "- ", "\n", "\r\n", "\r", "<!--", "-->", "---\n", "then: person", "valid: ..", "mode: x", "{#a}",
     "{#", "包邮吗", "```", "> ", "    ", "1. ", "<div>", "|a|", "\x00", "\u2028", "\x0c", "{price:A}", "==", "\t",
     "---", "\n\n---\n\n",
     "\n===\n", "- w\n", "lang: e", "scene: X", "products: A\n", "## 包邮吗\n", "<pre>",
     "<!-- lang: en -->\n", "答。\n"]
)  # fmt: skip


@settings(max_examples=250)
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
        assert all(wording and "\n" not in wording for wording in entry.wordings if entry.answer)
        assert 1 <= entry.line <= last
        assert all(entry.line < line <= last for line in entry.wording_lines)
    assert len({case_of(e) for e in entries}) == len(entries)
    check_against_catalog(Faq.of(entries), ["A"])


QUESTIONS = st.lists(st.text("abcdefg 包邮几天", min_size=1, max_size=12).map(str.strip).filter(bool), max_size=5)


@settings(max_examples=100)
@given(QUESTIONS, st.lists(st.text("abc包邮 ,.", min_size=1, max_size=20).map(str.strip).filter(bool), max_size=4))
def test_what_staff_write_is_what_is_read(questions: list[str], ways: list[str]) -> None:
    ways = [f"w {way}" for way in ways]
    written = ""
    for i, question in enumerate(questions):
        listed = "".join(f"- {way}\n" for way in ways)
        written += f"## {question} {i} {{#e{i}}}\n{listed}\nanswer {i}\n\n"
    entries, problems = parse_faq(written, "a.md")
    assert problems == []
    assert [e.question for e in entries] == [f"{question} {i}" for i, question in enumerate(questions)]
    assert [e.answer for e in entries] == [f"answer {i}" for i in range(len(questions))]
    assert all([p.text for p in e.phrasings] == ways for e in entries)


@given(st.text(max_size=60))
def test_what_is_on_one_line_already_stays_as_it_is(text: str) -> None:
    once = on_one_line(text.split("\n"))
    assert on_one_line([once]) == once
