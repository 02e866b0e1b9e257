"""Tables, pastes and keyword lists become entries, and entries tables, without losing a word."""

from __future__ import annotations

import io
import json
import warnings
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook  # type: ignore[import-untyped]

from bot.faq.edit import add_entries
from bot.faq.entries import Entry, Phrasing
from bot.faq.exchange import COLUMNS, Row, Rows, column_of, entry_from, phrasings_in, row_from, row_of
from bot.faq.files import parse_faq
from bot.faq.keyword_lists import rows_of_json
from bot.faq.lines import as_question, as_wording
from bot.faq.merge import Brought, bring_in
from bot.faq.tables import csv_of, rows_of_csv, rows_of_paste, rows_of_workbook, workbook_of
from bot.problems import BadFile
from bot.text import normalise

SHOP = "# 发货\n\n## 什么时候发货？ {#ship-when}\n- 几天发\n\n<!-- ask the warehouse -->\n48 小时内\n发货。\n"
FAQ = Path(__file__).parents[2] / "faq"


def workbook(*sheets: list[list[Any]]) -> bytes:
    """A workbook as a shop's staff save it."""
    book = Workbook()
    book.remove(book.active)
    for i, rows in enumerate(sheets):
        sheet = book.create_sheet(f"s{i}")
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def told(rows: Rows) -> list[tuple[int, str]]:
    """Rejected rows: where and why."""
    return [(p.line, p.what) for p in rows.problems if p.severity == "error"]


def brought(rows: Rows, texts: Mapping[str, str] | None = None) -> Brought:
    """What an import into a shop would do."""
    return bring_in(rows, {"faq/a.md": SHOP} if texts is None else texts, "faq/imported.md", ["A101"])


def said(done: Brought) -> dict[str, Entry]:
    """The entries of the files that an import changed."""
    return {e.id: e.bare for path, text in done.texts.items() for e in parse_faq(text, path)[0]}


# columns and cells


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("question", "question"),
        (" Question * ", "question"),
        ("标准问题（必填）", "question"),
        ("相似问12", "phrasings"),
        ("关键词", "phrasings"),
        ("Similar", None),
        ("答案1", "answer"),
        ("回复", "answer"),
        ("编号", "id"),
        ("SKU", "products"),
        ("备注", None),
        ("", None),
    ],
)
def test_headings_are_understood(heading: str, column: str | None) -> None:
    assert column_of(heading) == column


@pytest.mark.parametrize(
    ("cell", "ways"),
    [
        ("几天到/多久到|啥时到；何时到", ["几天到", "多久到", "啥时到", "何时到"]),
        ("几天到\n有A/B款吗\r\n\n", ["几天到", "有A/B款吗"]),
        ("有A/B款吗\n", ["有A/B款吗"]),
        ("", []),
    ],
)
def test_the_phrasings_of_a_cell(cell: str, ways: list[str]) -> None:
    assert phrasings_in(cell) == ways


def test_columns_that_are_there_twice_are_taken_together() -> None:
    row = row_from(
        2, ["question", "phrasings", "phrasings", None, "answer", "answer"], ["q", "a/b", "c", "x", "1", "2"]
    )
    entry, problems = entry_from(row, "kb.xlsx")
    assert problems == []
    assert entry is not None
    assert [p.text for p in entry.phrasings] == ["a", "b", "c"]
    assert entry.wordings == ("1", "2")


@pytest.mark.parametrize(
    ("cells", "fields"),
    [
        ({"valid": "2026/11/1-2026/11/12"}, {"valid_from": date(2026, 11, 1), "valid_to": date(2026, 11, 12)}),
        (
            {"valid": "2026年11月1日 至 2026年11月12日"},
            {"valid_from": date(2026, 11, 1), "valid_to": date(2026, 11, 12)},
        ),
        ({"valid": "~2026-11-12"}, {"valid_to": date(2026, 11, 12)}),
        ({"then": "人工", "answer": ""}, {"then": "person", "answer": ""}),
        ({"mode": "建议", "lang": "英文"}, {"mode": "suggest-only", "lang": "en"}),
        ({"products": "A101，B7"}, {"products": ("A101", "B7")}),
        ({"question": "", "phrasings": "拼团/团购"}, {"question": "拼团", "phrasings": (Phrasing("团购", 0),)}),
        ({"answer": "一\n---\n二\n  三"}, {"answer": "一", "other_wordings": ("二三",)}),
        ({"id": "ship-1"}, {"id": "ship-1"}),
        ({"section": "#售后#"}, {"section": "#售后#"}),
    ],
)
def test_cells_become_an_entry(cells: dict[str, str], fields: dict[str, object]) -> None:
    entry, problems = entry_from(Row(2, {"question": "多少钱", "answer": "看链接", **cells}), "kb.csv")
    assert problems == []
    assert {name: getattr(entry, name) for name in fields} == fields


@pytest.mark.parametrize(
    ("cells", "what"),
    [
        ({"question": "？？"}, "the row has no question."),
        ({"answer": " "}, "the row has no answer."),
        ({"id": "第一"}, 'the id "第一" cannot be used.'),
        ({"valid": "soon"}, 'valid is "soon".'),
        ({"lang": "火星文"}, 'lang is "火星文".'),
        ({"then": "person"}, '"多少钱" has an answer and then: person.'),
        ({"answer": "x" * 1001}, "the answer has 1001 characters."),
    ],
)
def test_a_row_that_is_no_entry_says_why(cells: dict[str, str], what: str) -> None:
    entry, (problem, *_) = entry_from(Row(7, {"question": "多少钱", "answer": "看链接", **cells}), "kb.csv")
    assert entry is None
    assert (problem.path, problem.line, problem.what) == ("kb.csv", 7, what)
    assert problem.fix


# files


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_csv_table_is_read_whatever_parts_its_cells(mark: str) -> None:
    text = "\ufeff我们的知识库\r\n问题,相似问,回复,备注\r\n"
    text += '几天到,多久到/啥时到,"三天\r\n---\r\n两三天",x\r\n\r\n包邮吗,,包邮\r\n'
    rows = rows_of_csv(text.replace(",", mark), "kb.csv")
    assert told(rows) == []
    assert [(row.line, row.cells["question"]) for row in rows.rows] == [(3, "几天到"), (7, "包邮吗")]
    assert [p.what for p in rows.problems] == ["not used: the columns 备注."]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a,b\n1,2\n", [(1, "no row names the columns question and answer.")]),
        ("", [(1, "no row names the columns question and answer.")]),
        ('问题,答案\n几天,"三天\n\n包邮,是\n', [(2, "not readable as CSV: unexpected end of data.")]),
        ("问题,答案\n几天," + "x" * 40_000 + "\n", [(2, "a cell is far too long.")]),
    ],
)
def test_what_is_wrong_with_a_csv_table(text: str, found: list[tuple[int, str]]) -> None:
    assert told(rows_of_csv(text, "kb.csv")) == found


def test_a_paste_is_read_line_by_line() -> None:
    rows = rows_of_paste(
        "音响/音箱 | 有现货 | 3 号\r\n\r\n充电宝\t1 万毫安\n只有问题\n| 只有答案\n手表 |\n", "paste.txt"
    )
    assert [(row.line, row.cells["question"], row.cells["answer"]) for row in rows.rows] == [
        (1, "音响", "有现货 | 3 号"),
        (3, "充电宝", "1 万毫安"),
    ]
    assert [line for line, _ in told(rows)] == [4, 5, 6]


def test_a_workbook_is_read_from_the_sheet_that_has_the_table() -> None:
    raw = workbook(
        [["使用说明"], ["填第二页"]],
        [
            ["FAQ 2026"],
            [],
            ["编号", "问题", "答案", "有效期"],
            [12, 59.0, 59.9, None],
            [None, "几天", "三天", date(2026, 11, 1)],
        ],
    )
    rows = rows_of_workbook(raw, "kb.xlsx")
    assert told(rows) == []
    first, second = rows.rows
    assert (first.line, first.cells["id"], first.cells["question"], first.cells["answer"]) == (4, "12", "59", "59.9")
    assert (second.line, second.cells["valid"]) == (5, "2026-11-01")


def test_a_formula_is_never_worked_out_nor_said() -> None:
    raw = workbook([["问题", "答案"], ["几天", '=HYPERLINK("http://x","y")'], ["包邮吗", "包邮"], ["错", "#N/A"]])
    rows = rows_of_workbook(raw, "kb.xlsx")
    assert [row.cells["question"] for row in rows.rows] == ["包邮吗"]
    assert told(rows) == [(2, "a cell holds a formula."), (4, "a cell holds the error #N/A.")]


def spoilt(change: Callable[[str, bytes], bytes]) -> bytes:
    """A workbook whose parts somebody changed."""
    out = io.BytesIO()
    whole = io.BytesIO(workbook([["问题", "答案"], ["几天", "三天"]]))
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return out.getvalue()


def test_a_workbook_that_lies_about_its_size_is_read_all_the_same() -> None:
    raw = spoilt(lambda name, part: part.replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"'))
    assert [row.cells["answer"] for row in rows_of_workbook(raw, "kb.xlsx").rows] == ["三天"]


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (b"", "is not a readable Excel workbook: BadZipFile."),
        (b"PK\x03\x04 and no more", "is not a readable Excel workbook: BadZipFile."),
        (
            spoilt(lambda name, part: part if "sheet1" not in name else b"<worksheet"),
            "is not a readable Excel workbook: ParseError.",
        ),
        (
            spoilt(lambda name, part: b" " * 120_000_000 if "sheet1" in name else part),
            "is far larger than a table of an FAQ.",
        ),
        (workbook([["a", "b"]]), "no sheet has the columns question and answer (s0)."),
    ],
    ids=["empty", "cut", "torn", "bomb", "no-table"],
)
def test_a_hostile_workbook_is_refused(raw: bytes, what: str) -> None:
    rows = rows_of_workbook(raw, "kb.xlsx")
    assert rows.rows == []
    assert [problem for _, problem in told(rows)] == [what]


@settings(max_examples=60)
@given(st.integers(0, 4_000), st.binary(min_size=1, max_size=8))
def test_no_workbook_breaks_the_reading(at: int, noise: bytes) -> None:
    raw = bytearray(workbook([["问题", "答案"], ["几天", "三天"]]))
    raw[at : at + len(noise)] = noise
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        rows = rows_of_workbook(bytes(raw), "kb.xlsx")
    assert rows.rows or rows.rejected


@pytest.mark.parametrize(
    ("said", "read"),
    [
        (
            {"发货": "48 小时", "色号": ["看详情", "见图"]},
            [("发货", [], "48 小时"), ("色号", [], "看详情\n---\n见图")],
        ),
        ({"关键词": "回复"}, [("关键词", [], "回复")]),
        ([{"keyword": "发货", "reply": "48 小时"}], [("发货", [], "48 小时")]),
        ([{"keywords": ["拼团", "团/购"], "replies": ["没有", "不拼"]}], [("拼团", ["团/购"], "没有\n---\n不拼")]),
        ({"data": {"rules": [{"触发词": "抽奖/开奖", "回复": "整点"}]}}, [("抽奖", ["开奖"], "整点")]),
        (
            {"code": 0, "items": [{"Question": "怎么买", "keywords": ["下单"], "a": "点链接"}]},
            [("怎么买", ["下单"], "点链接")],
        ),
        ({"list": [{"ask": "q", "content": "x", "enabled": True}]}, [("q", [], "x")]),
        ({"key": "发货", "answer": "48 小时"}, [("发货", [], "48 小时")]),
    ],
)
def test_the_keyword_lists_of_other_tools(said: Any, read: list[tuple[str, list[str], str]]) -> None:
    rows = rows_of_json(json.dumps(said), "kw.json")
    assert told(rows) == []
    assert [(r.cells["question"], phrasings_in(r.cells["phrasings"]), r.cells["answer"]) for r in rows.rows] == read


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ('{"a": "b",\n"c"}', 2, "not readable as JSON: Expecting ':' delimiter."),
        ("[" * 100_000, 0, "is no keyword list: it is nested too deep or has numbers too long."),
        ('{"foo": {"bar": 1}}', 0, 'is no keyword list that is known; it holds an object with "foo".'),
        ('["发货", "退货"]', 0, "is no keyword list that is known; it holds a list of 2, the first a text."),
        ("[]", 0, "is no keyword list that is known; it holds an empty list."),
        ("12", 0, "is no keyword list that is known; it holds a number."),
        ('[{"q": "a", "a": "b"}, 5]', 0,
         'is no keyword list that is known; it holds a list of 2, the first an object with "q", "a".'),
        ('[{"keyword": "a", "reply": ""}]', 0, "item 1: has no reply that is text."),
        ('[{"keyword": "", "reply": "b"}]', 0, "item 1: has no words to look for."),
        ('[{"keyword": "a", "reply": "b", "enabled": false}]', 0, "item 1: is switched off."),
    ],
)  # fmt: skip
def test_a_list_that_is_not_known_says_what_was_found(text: str, line: int, what: str) -> None:
    rows = rows_of_json(text, "kw.json")
    assert told(rows) == [(line, what)]
    assert rows.problems[0].fix


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["keyword", "reply", "rules", "data", "q", "a", "发货", ""]), inner, max_size=4
        ),
    ),
    max_leaves=12,
)


@settings(max_examples=200)
@given(st.one_of(JSON.map(json.dumps), st.text(max_size=30)))
def test_no_json_breaks_the_reading(text: str) -> None:
    rows = rows_of_json(text, "kw.json")
    assert rows.rows or rows.rejected
    brought(rows)


CELLS = st.sampled_from(
    [
        "问题",
        "答案",
        "问题,答案\n",
        ",",
        ";",
        "\t",
        "\n",
        "\r\n",
        '"',
        "|",
        "id",
        "/",
        "=1",
        "'",
        "x",
        "---",
        "##",
        "\x00",
    ]
)


@settings(max_examples=200)
@given(st.one_of(st.text(max_size=60), st.lists(CELLS).map("".join)))
def test_no_text_breaks_the_reading(text: str) -> None:
    for rows in (rows_of_csv(text, "t"), rows_of_paste(text, "t")):
        done = brought(rows)
        assert done.rejected == rows.rejected
        assert all(p.line >= 0 for p in done.problems)


# bringing in


def test_what_is_known_changes_in_its_place_and_what_is_new_is_added() -> None:
    text = "id,问题,相似问,答案\nship-when,,啥时发,\n,什么时候发货,多久发,24 小时。\n,包邮吗,,包邮。\n"
    done = brought(rows_of_csv(text, "kb.csv"))
    assert done.problems == []
    assert done.texts == {
        "faq/a.md": SHOP.replace("- 几天发\n", "- 几天发\n- 啥时发\n- 多久发\n").replace(
            "48 小时内\n发货。", "24 小时。"
        ),
        "faq/imported.md": "## 包邮吗\n\n包邮。\n",
    }
    assert [d.did for d in done.done] == ["changed", "unchanged", "new"]


def test_an_answer_that_was_replaced_is_told() -> None:
    done = brought(rows_of_paste("什么时候发货 | 24 小时。", "p.txt"))
    assert [(d.did, d.was, d.line, d.path) for d in done.done] == [("changed", "48 小时内发货。", 1, "faq/a.md")]


def test_an_id_may_give_its_entry_another_question() -> None:
    done = brought(rows_of_csv("id,问题,答案\nship-when,几时发货？,\n", "kb.csv"))
    assert "## 几时发货？ {#ship-when}\n- 几天发\n" in done.texts["faq/a.md"]


def test_the_same_rows_again_change_nothing() -> None:
    texts = {"faq/a.md": SHOP}
    text = "问题,相似问,答案,商品,分类\n1. 包邮吗,- 免邮？/## x,包邮。,,运费\n"
    text += "多少钱,,看链接,,\n多少钱,,便宜,A101,\n什么时候发货,1. 发,两天,,\n"
    first = brought(rows_of_csv(text, "kb.csv"), texts)
    assert told(rows_of_csv(text, "kb.csv")) == []
    assert (first.count("new"), first.count("changed"), first.rejected) == (3, 1, 0)
    again = brought(rows_of_csv(text, "kb.csv"), texts | first.texts)
    assert again.texts == {}
    assert (again.count("unchanged"), again.rejected) == (4, 0)


HOSTILE = st.one_of(
    st.text(max_size=20),
    st.sampled_from(["=1+1", "+86", "-5度", "@我", "'=x", "''", "＝x", "a/b", "a|b", "# x", "- x", "---", "1. x",
                     "a\tb", "<!-- x", "```", "_x0041_", "{#x}", "{price:A101}"]),
)  # fmt: skip
ROWS = st.lists(
    st.fixed_dictionaries(
        {"question": HOSTILE, "answer": st.one_of(HOSTILE, st.just("好\n---\n行"))},
        optional={
            "id": st.sampled_from(["", "ship-when", "new-1", "包"]),
            "phrasings": st.lists(HOSTILE, max_size=3).map("\n".join),
            "then": st.sampled_from(["", "person"]),
            "products": st.sampled_from(["", "A101"]),
            "lang": st.sampled_from(["", "zh", "klingon"]),
            "section": st.sampled_from(["", "发货", "# x"]),
        },
    ),
    max_size=6,
)
SHOPS = st.sampled_from(
    [SHOP, SHOP.replace("\n", "\r\n"), "---\nlang: zh\n---\n" + SHOP, "\ufeff" + SHOP, "", "# 发货\n"]
)


@settings(max_examples=150)
@given(ROWS, SHOPS)
def test_whatever_comes_in_twice_changes_nothing_the_second_time(cells: list[dict[str, str]], shop: str) -> None:
    texts = {"faq/a.md": shop}
    rows = [Row(i, dict(row)) for i, row in enumerate(cells, 2)]
    first = brought(Rows("kb.csv", rows), texts)
    assert len(first.done) + first.rejected == len(rows)
    after = texts | first.texts
    for path, text in after.items():
        assert parse_faq(text, path)[1] == [], text
    if shop.strip():
        assert "<!-- ask the warehouse -->" in after["faq/a.md"] or "ask" not in shop
    again = brought(Rows("kb.csv", rows), after)
    assert again.texts == {}
    assert again.count("unchanged") == len(again.done)


@pytest.mark.parametrize(
    ("cells", "told_of"),
    [
        # a row without an answer waits for the one that has it
        ([{"question": "包邮吗", "phrasings": "免邮"}, {"question": "包邮吗", "answer": "包"}], []),
        ([{"id": "post", "phrasings": "免邮"}, {"id": "post", "question": "包邮吗", "answer": "包"}], []),
        # rows that contradict each other do not take turns
        ([{"id": "post", "question": "包邮吗", "answer": "包"}, {"id": "post", "question": "邮费呢", "answer": "包"}],
         ['the id "post" has another question on row 2.']),
        ([{"question": "包邮吗", "answer": "包"}, {"id": "包", "question": "包邮吗", "answer": "不包"}],
         ['the id "包" cannot be used.']),
        # a question that changes its words is known by its id first
        ([{"question": "什么时候发货", "answer": "两天"}, {"id": "ship-when", "question": "几时发货"}], []),
    ],
)  # fmt: skip
def test_rows_of_one_file_are_taken_in_an_order_that_holds(cells: list[dict[str, str]], told_of: list[str]) -> None:
    texts = {"faq/a.md": SHOP}
    rows = [Row(i, row) for i, row in enumerate(cells, 2)]
    first = brought(Rows("kb.csv", rows), texts)
    assert [p.what[: len(words)] for p, words in zip(first.problems, told_of, strict=True)] == told_of
    assert brought(Rows("kb.csv", rows), texts | first.texts).texts == {}


def test_two_rows_with_one_question_are_one_entry_or_told() -> None:
    rows = rows_of_paste("包邮吗/免邮 | 包邮\n包邮吗/运费 | 包邮\n包邮吗 | 不包\n", "p.txt")
    done = brought(rows, {})
    (entry,) = said(done).values()
    assert [p.text for p in entry.phrasings] == ["免邮", "运费"]
    assert [(p.line, p.what.partition(" Put")[0]) for p in done.problems] == [
        (3, '"包邮吗" is asked on row 1 too, with another answer.')
    ]


def test_a_question_with_several_entries_needs_an_id() -> None:
    shop = "## 多少钱\n<!-- products: A101 -->\n\n一\n\n## 多少钱\n<!-- lang: en -->\n\ntwo\n"
    done = brought(rows_of_paste("多少钱 | 三", "p.txt"), {"faq/a.md": shop})
    assert done.texts == {}
    assert "has several entries" in done.problems[0].what


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("多少钱 | {vip}", "{vip} is not a variable."),
        ("多少钱 | {price:Z9}", "no product Z9"),
        ("多少钱 | " + "x" * 1001, "1001 characters"),
    ],
)
def test_an_answer_that_could_never_be_sent_is_rejected(line: str, words: str) -> None:
    done = brought(rows_of_paste(line, "p.txt"))
    assert (done.texts, done.rejected) == ({}, 1)
    assert words in done.problems[0].what


def test_nothing_is_brought_into_an_faq_with_errors() -> None:
    with pytest.raises(BadFile, match="nothing was imported"):
        brought(rows_of_paste("包邮吗 | 是", "p.txt"), {"faq/a.md": "## Q?\n"})


def test_a_new_entry_never_takes_the_id_of_another() -> None:
    done = brought(rows_of_paste("ship when? | x", "p.txt"))
    assert said(done)["ship-when-2"].question == "ship when?"
    assert parse_faq(done.texts["faq/imported.md"], "")[1] == []


# out and in again


def sample() -> list[Entry]:
    return [e.bare for path in sorted(FAQ.glob("*.md")) for e in parse_faq(path.read_text("utf-8"), path.name)[0]]


def through_csv(entries: list[Entry]) -> Rows:
    return rows_of_csv(csv_of(map(row_of, entries)), "out.csv")


def through_excel(entries: list[Entry]) -> Rows:
    raw, problems = workbook_of(map(row_of, entries))
    assert problems == []
    return rows_of_workbook(raw, "out.xlsx")


def through_markdown(entries: list[Entry]) -> Rows:
    apart = sorted(entries, key=lambda e: e.section != "")
    text = add_entries("", [(entry, entry.section) for entry in apart])
    found, problems = parse_faq(text, "out.md")
    assert problems == []
    return Rows("out.md", [row_of(entry) for entry in found])


WAYS = [through_csv, through_excel, through_markdown]


@pytest.mark.parametrize("through", WAYS)
def test_the_sample_shop_comes_back_as_it_went(through: Callable[[list[Entry]], Rows]) -> None:
    entries = sample()
    assert len(entries) > 100
    skus = {sku for entry in entries for sku in entry.products}
    done = bring_in(through(entries), {}, "faq/imported.md", skus)
    assert done.problems == []
    assert said(done) == {entry.id: entry for entry in entries}


TEXT = HOSTILE.map(as_question).filter(lambda text: bool(normalise(text)))
ENTRIES = st.lists(
    st.builds(
        Entry,
        st.just(""),
        TEXT,
        HOSTILE.map(as_wording).filter(
            lambda text: text.strip("-* ") != "" and "{" not in text.replace("{price:A101}", "")
        ),
        st.lists(TEXT.map(lambda way: Phrasing(way, 0)), max_size=3, unique_by=lambda p: normalise(p.text)).map(
            tuple
        ),
        products=st.sampled_from([(), ("A101",)]),
        lang=st.sampled_from(["", "en"]),
        valid_to=st.sampled_from([None, date(2026, 12, 1)]),
        section=st.sampled_from(["", "发货", "= x"]),
    ),
    max_size=4,
    unique_by=lambda entry: normalise(entry.question),
)


@pytest.mark.parametrize("through", WAYS)
@settings(max_examples=100)
@given(ENTRIES)
def test_whatever_is_written_comes_back_as_it_went(
    through: Callable[[list[Entry]], Rows], entries: list[Entry]
) -> None:
    own = [
        Entry(
            f"e{i}", e.question, e.answer,
            tuple(p for p in e.phrasings if normalise(p.text) != normalise(e.question)),
            products=e.products, lang=e.lang, valid_to=e.valid_to, section=e.section,
        )
        for i, e in enumerate(entries)
    ]  # fmt: skip
    done = bring_in(through(own), {}, "faq/imported.md", ["A101"])
    assert [p for p in done.problems if p.severity == "error"] == []
    assert said(done) == {entry.id: entry for entry in own}


def test_no_spreadsheet_runs_what_is_exported() -> None:
    entries = [Entry("a", '=HYPERLINK("x")', "+1", (Phrasing("@me", 0),)), Entry("b", "'x", "-5")]
    table = csv_of(map(row_of, entries))
    assert not any(cell.lstrip('"').startswith(tuple("=+-@")) for cell in table.replace("\r\n", ",").split(","))
    raw, _ = workbook_of(map(row_of, entries))
    cells = [cell for row in load_workbook(io.BytesIO(raw)).active.iter_rows() for cell in row if cell.value]
    assert len(cells) == len(COLUMNS) + 7
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells)


def test_what_no_cell_can_hold_is_told() -> None:
    long = Entry("a", "q", "x", tuple(Phrasing(f"{i}{'x' * 400}", 0) for i in range(100)))
    raw, problems = workbook_of(map(row_of, [long, Entry("b", "p", "y")]))
    assert [p.what for p in problems] == ['"q" has more text than a cell of Excel takes.']
    assert [row.cells["id"] for row in rows_of_workbook(raw, "x").rows] == ["b"]
