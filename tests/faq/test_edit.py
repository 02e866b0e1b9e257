"""An edit changes what it is asked to change, and not a byte beside it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.faq.edit import (
    EditRefused,
    add_entries,
    add_entry,
    add_phrasings,
    change_entries,
    remove_phrasing,
    replace_answer,
    set_key,
    set_question,
)
from bot.faq.entries import Entry, Phrasing
from bot.faq.files import MOST_PHRASINGS, natural_id, parse_faq
from bot.faq.lines import LONGEST_PHRASING, as_phrasing, as_question, as_wording
from bot.text import normalise

SHOP = """\
---
# looked through in spring
lang: zh
---

# 发货

<!-- ask the warehouse before changing these -->

##  什么时候发货？   {#ship-when}
<!--
valid: 2026-11-01..
  products :  A101
-->

* 几天能到

* 多久发货

48 小时内
发货。

---

付款后就发。
<!-- the boss likes this one -->

## Do you ship abroad? {#abroad}
<!-- lang: en -->
Not yet.

# Returns

## 退款没到 {#refund}
<!--
then: person
-->
- 钱呢
"""


def said(text: str) -> dict[str, Entry]:
    """Everything a file says, without where."""
    return {entry.id: entry.bare for entry in parse_faq(text, "")[0]}


def changed(before: str, after: str) -> tuple[list[str], list[str]]:
    """The lines that went and those that came, in one place."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    while old and new and old[0] == new[0]:
        old, new = old[1:], new[1:]
    while old and new and old[-1] == new[-1]:
        old, new = old[:-1], new[:-1]
    return old, new


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize(
    ("edit", "went", "came"),
    [
        (lambda t: add_phrasings(t, "ship-when", ["啥时候发"]), [], ["* 啥时候发\n"]),
        (lambda t: add_phrasings(t, "abroad", ["abroad ok"]), [], ["- abroad ok\n", "\n"]),
        (lambda t: remove_phrasing(t, "ship-when", "多久发货"), ["* 多久发货\n"], []),
        (lambda t: remove_phrasing(t, "ship-when", "几天能到？"), ["* 几天能到\n"], []),
        (lambda t: replace_answer(t, "abroad", ["Yes."]), ["Not yet.\n"], ["Yes.\n"]),
        (
            lambda t: replace_answer(t, "abroad", ["Not yet.", "Sorry, no."]),
            [],
            ["---\n", "\n", "Sorry, no.\n", "\n"],
        ),
        (
            lambda t: replace_answer(t, "ship-when", ["48 小时内发货。"]),
            ["---\n", "\n", "付款后就发。\n"],
            [],
        ),
        (
            lambda t: replace_answer(t, "ship-when", ["- 两天", "付款后就发。"]),
            ["48 小时内\n", "发货。\n"],
            ["---\n", "\n", "- 两天\n"],
        ),
        (
            lambda t: replace_answer(t, "refund", ["三天到账。"]),
            ["<!--\n", "then: person\n", "-->\n", "- 钱呢\n"],
            ["- 钱呢\n", "\n", "三天到账。\n"],
        ),
        (
            lambda t: set_key(t, "ship-when", "valid", "..2026-12-01"),
            ["valid: 2026-11-01..\n"],
            ["valid: ..2026-12-01\n"],
        ),
        (
            lambda t: set_key(t, "ship-when", "products", "B7,  C9"),
            ["  products :  A101\n"],
            ["  products : B7, C9\n"],
        ),
        (lambda t: set_key(t, "ship-when", "products", None), ["  products :  A101\n"], []),
        (lambda t: set_key(t, "ship-when", "mode", "suggest-only"), [], ["mode: suggest-only\n"]),
        # what the front matter says for all is outdone
        (lambda t: set_key(t, "ship-when", "lang", None), [], ["lang:\n"]),
        (
            lambda t: set_question(t, "ship-when", "几时发货？"),
            ["##  什么时候发货？   {#ship-when}\n"],
            ["## 几时发货？ {#ship-when}\n"],
        ),
    ],
)
def test_only_the_lines_that_must_change_do(
    edit: Callable[[str], str], went: list[str], came: list[str], ends: str, mark: str
) -> None:
    text = mark + SHOP.replace("\n", ends)
    after = edit(text)
    assert after.startswith(mark)
    assert ends == "\r" or after.count("\r") == (after.count("\n") if ends == "\r\n" else 0)
    old, new = changed(SHOP, after.removeprefix(mark).replace(ends, "\n"))
    assert ("".join(old), "".join(new)) == ("".join(went), "".join(came))


def test_what_is_there_already_is_not_added_again() -> None:
    again = add_phrasings(SHOP, "ship-when", ["几天能到？", "什么时候发货", "  ", "!!!"])
    assert again == SHOP
    twice = add_phrasings(SHOP, "ship-when", ["啥时候发", "啥时候发呀"])
    assert twice.count("啥时候发") == 1
    assert replace_answer(SHOP, "ship-when", ["48 小时内发货。", "付款后就发。"]) == SHOP


def test_an_entry_goes_to_the_end_of_its_section() -> None:
    entry = Entry(
        "courier", "发什么快递？", "中通。", (Phrasing("哪家快递", 0),), ("圆通。",), valid_to=date(2026, 12, 1)
    )
    after = add_entry(SHOP, replace(entry, lang="zh"), "发货")
    assert changed(SHOP, after) == (
        [],
        ["## 发什么快递？ {#courier}\n", "<!--\n", "valid: ..2026-12-01\n", "lang: zh\n", "-->\n", "- 哪家快递\n",
         "\n", "中通。\n", "\n", "---\n", "\n", "圆通。\n", "\n"],
    )  # fmt: skip
    assert said(after)["courier"].section == "发货"


def test_a_section_that_is_not_there_is_made() -> None:
    after = add_entry(SHOP, Entry("hours", "几点开播？", "八点。"), "直播")
    assert after == SHOP + "\n# 直播\n\n## 几点开播？ {#hours}\n<!--\nlang:\n-->\n\n八点。\n"
    assert add_entry(after, Entry("end", "几点下播？", "十点。"), "直播").endswith("\n\n十点。\n")


def test_many_edits_at_once_do_what_they_do_one_by_one() -> None:
    edits: dict[str, Callable[[str], str]] = {
        "ship-when": lambda text: add_phrasings(set_key(text, "ship-when", "lang", None), "ship-when", ["啥时候发"]),
        "refund": lambda text: replace_answer(text, "refund", ["三天。", "3 days."]),
    }
    one_by_one = SHOP
    for edit in edits.values():
        one_by_one = edit(one_by_one)
    assert change_entries(SHOP, edits) == one_by_one
    assert change_entries(SHOP.replace("\n", "\r\n"), edits) == one_by_one.replace("\n", "\r\n")
    assert change_entries(SHOP[:-1], edits) == one_by_one
    new = [Entry("a", "一？", "x", lang="zh"), Entry("b", "二？", "x"), Entry("c", "三？", "x")]
    sections = ["直播", "发货", "直播"]
    for entry, section in zip(new, sections, strict=True):
        one_by_one = add_entry(one_by_one, entry, section)
    assert add_entries(change_entries(SHOP, edits), list(zip(new, sections, strict=True))) == one_by_one
    with pytest.raises(EditRefused, match="nobody"):
        change_entries(SHOP, {"nobody": str})


def test_an_empty_file_and_one_without_a_last_line_end_take_an_entry() -> None:
    entry = Entry("a", "几点开播？", "八点。")
    assert add_entry("", entry) == "## 几点开播？ {#a}\n\n八点。\n"
    assert add_entry("# 直播\r\n", entry) == "# 直播\r\n\r\n## 几点开播？ {#a}\r\n\r\n八点。\r\n"
    assert said(add_entry("## Q?\nx", entry)).keys() == {"q", "a"}
    assert said(add_phrasings("## Q?\nx", "q", ["way"]))["q"].phrasings == (Phrasing("way", 0),)


def test_the_id_is_written_where_the_question_does_not_give_it() -> None:
    entry = Entry("", "几点开播？", "八点。", products=("A1",))
    entry = entry.called(natural_id(entry))
    assert "{#" not in add_entry("", entry)
    assert "{#show}" in add_entry("", entry.called("show"))
    after = set_key(add_entry("", entry), entry.id, "products", "A2")
    assert said(after)[entry.id].products == ("A2",)


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (lambda: add_phrasings(SHOP, "nobody", ["x"]), 'there is no entry "nobody" in the file.'),
        (lambda: add_phrasings("## Q?\n<!--\nmood: x\nvlid: y\n-->\nx", "q", ["w"]), "Mend the file first: line 3"),
        (lambda: add_phrasings(SHOP, "abroad", [f"w{i}" for i in range(MOST_PHRASINGS + 1)]), "more than 200"),
        (lambda: remove_phrasing(SHOP, "ship-when", "退货"), 'has no phrasing "退货"'),
        (lambda: replace_answer(SHOP, "ship-when", ["", " "]), "at least one wording"),
        (lambda: replace_answer(SHOP, "ship-when", ["x" * 1001]), "1001 characters"),
        (lambda: set_key(SHOP, "ship-when", "mood", "good"), 'no key "mood"'),
        (lambda: set_key(SHOP, "ship-when", "valid", "soon"), 'valid is "soon"'),
        (lambda: set_key(SHOP, "ship-when", "then", "person"), "has an answer"),
        (lambda: set_key(SHOP, "refund", "then", None), "has none"),
        (lambda: add_entry(SHOP, Entry("refund", "x?", "x")), 'there is an entry "refund" already'),
        (lambda: add_entry(SHOP, Entry("more", "退款没到！", "x", lang="zh")), "already answered on line"),
        (lambda: add_entry(SHOP, Entry("no good", "x?", "x")), 'the id "no good" cannot be used'),
        (lambda: add_entry(SHOP, Entry("x", " ", "x")), "the question is empty"),
        (lambda: set_question(SHOP, "refund", "{#x}"), "the question is empty"),
        # taking its only phrasing would make phrasings of the list that is the answer
        (lambda: remove_phrasing("## Q?\n- w\n<!-- c -->\n- x\n", "q", "w"), '"Q?" has no answer'),
        (lambda: add_phrasings("## Q?\n# S\n\n## P?\n\nx\n", "q", ["w"]), "Mend the file first: line 1"),
    ],
)
def test_what_cannot_be_done_is_refused_with_words(edit: Callable[[], str], words: str) -> None:
    with pytest.raises(EditRefused, match=re.escape(words)):
        edit()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("几天\n能到", "几天 能到"),
        ("## 几天能到", "几天能到"),
        ("- > 1. 几天能到", "几天能到"),
        ("3.5寸的有吗", "3.5寸的有吗"),
        ("几天<!-- x -->能到{#id}", "几天 x 能到"),
        ("<!<!---- x", "<! -- x"),
        ("```py 有吗", "py 有吗"),
        ("有吗\u202e\u0000\u2028了", "有吗 了"),
        ("👨\u200d👩\u200d👧 有亲子款吗", "👨\u200d👩\u200d👧 有亲子款吗"),
        ("长" * 500, "长" * LONGEST_PHRASING),
    ],
)
def test_what_strangers_type_is_made_safe(typed: str, kept: str) -> None:
    assert as_phrasing(typed) == kept


# whatever is in the file, and whatever strangers type

WILD = st.text(st.sampled_from("ab包邮几 \t#>-*+1.)`<!{}id=_~:|\n\r\u2028\u3000\u202e，。？"), max_size=20)
WAYS = st.one_of(WILD, st.text(max_size=20), st.sampled_from(["- a", "---", "## x", "<!-- x", "```", "1. x", "{#x}"]))
PART = st.sampled_from(
    [
        "# S\n", "\n", "\n\n", "## One? {#one}\n", "## Two\n", "## 包邮吗？ ##\n", "- way\n", "* other\n",
        "  - inner\n", "answer\n",
        "    code\n", "---\n", "\n---\n\n", "<!-- note -->\n", "<!--\nvalid: 2026-11-01..\n-->\n",
        "<!-- lang: en -->\n", "<!--\nthen: person\n-->\n",
        "products: A\n", "> quote\n", "1. x\n", "```\n", "===\n", "<div>\n", "-->\n",
        "[a]: b\n", "### h\n", "end",
    ]
)  # fmt: skip
FILES = st.builds(
    lambda mark, parts, ends: mark + "".join(parts).replace("\n", ends),
    st.sampled_from(["", "\ufeff", "---\nlang: en\n---\n"]),
    st.lists(PART, max_size=25),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
GOOD = st.builds(
    lambda asked: "".join(
        f"## {question} {{#e{i}}}\n{keys}{ways}\n{answer}\n\n"
        for i, (question, keys, ways, answer) in enumerate(asked)
    ),
    st.lists(
        st.tuples(
            st.sampled_from(["几天到", "how long", "x y"]),
            st.integers(0, 10**6).map(lambda n: f"<!-- scene: s{n} -->\n"),
            st.sampled_from(["", "- way\n", "* way\n- 方式\n", "- a\n\n- b\n"]),
            st.sampled_from(["answer", "答\n\n---\n\n案", "a\n<!-- c -->\nb"]),
        ),
        min_size=1,
        max_size=4,
        unique_by=lambda one: one[1],
    ),
)
often = settings(max_examples=300)


def attempt(edit: Callable[[], str]) -> str | None:
    """The edited text, or None where it is refused with words."""
    try:
        return edit()
    except EditRefused:
        return None


@often
@given(st.one_of(FILES, GOOD), st.lists(WAYS, max_size=3), st.data())
def test_phrasings_come_in_as_they_are_shown_and_go_again(text: str, ways: list[str], data: st.DataObject) -> None:
    before = said(text)
    entry_id = data.draw(st.sampled_from(sorted(before) or ["none"]))
    after = attempt(lambda: add_phrasings(text, entry_id, ways))
    if after is None:
        return
    old = before[entry_id]
    new: list[str] = []
    for way in map(as_phrasing, ways):
        if normalise(way) and normalise(way) not in map(normalise, [*old.ways, *new]):
            new.append(way)
    phrasings = (*old.phrasings, *(Phrasing(way, 0) for way in new))
    assert said(after) == before | {entry_id: replace(old, phrasings=phrasings)}
    for way in new:
        after = remove_phrasing(after, entry_id, way)
    assert said(after) == before


@often
@given(GOOD, st.lists(st.text(max_size=20), min_size=1, max_size=3))
def test_in_a_file_as_people_write_them_no_phrasing_is_refused(text: str, ways: list[str]) -> None:
    assert add_phrasings(text, "e0", ways).startswith(text.partition("\n")[0])


@often
@given(
    st.one_of(FILES, GOOD),
    st.lists(st.one_of(WAYS, st.sampled_from(["- - -", "===", "<pre>", "答\n案"])), max_size=3),
    st.data(),
)
def test_an_answer_is_read_as_it_was_given(text: str, wordings: list[str], data: st.DataObject) -> None:
    before = said(text)
    entry_id = data.draw(st.sampled_from(sorted(before) or ["none"]))
    after = attempt(lambda: replace_answer(text, entry_id, wordings))
    if after is None:
        return
    first, *others = filter(None, map(as_wording, wordings))
    wanted = replace(before[entry_id], then="", answer=first, other_wordings=tuple(others))
    assert said(after) == before | {entry_id: wanted}


@often
@given(
    GOOD, st.lists(st.one_of(WAYS, st.sampled_from(["- - -", "===", "<pre>", "1) x", "- x"])), min_size=1, max_size=3)
)
def test_in_a_file_as_people_write_them_no_answer_is_refused(text: str, wordings: list[str]) -> None:
    if any(map(as_wording, wordings)):
        after = replace_answer(text, "e0", wordings)
        assert said(after)["e0"].wordings == tuple(filter(None, map(as_wording, wordings)))


ENTRIES = st.builds(
    Entry,
    st.sampled_from(["new", "ship.when", "A-1"]),
    WAYS,
    WAYS,
    st.lists(WAYS.map(lambda way: Phrasing(way, 0)), max_size=3).map(tuple),
    st.lists(WAYS, max_size=2).map(tuple),
    lang=st.sampled_from(["", "zh"]),
    products=st.sampled_from([(), ("A1", "B2")]),
    mode=st.sampled_from(["", "suggest-only"]),
)


@often
@given(st.one_of(FILES, GOOD), ENTRIES, st.sampled_from([None, "", "S", "# 新"]))
def test_an_entry_comes_in_whole_and_leaves_the_others_as_they_were(
    text: str, entry: Entry, section: str | None
) -> None:
    before = said(text)
    after = attempt(lambda: add_entry(text, entry, section))
    if after is None:
        return
    new = said(after)[entry.id]
    assert new.question == as_question(entry.question)
    assert new.wordings == tuple(filter(None, map(as_wording, (entry.answer, *entry.other_wordings))))
    assert (new.lang, new.products, new.mode) == (entry.lang, entry.products, entry.mode)
    assert section is None or new.section == as_question(section)
    assert {id_: e for id_, e in said(after).items() if id_ != entry.id} == before


@often
@given(GOOD, ENTRIES)
def test_in_a_file_as_people_write_them_an_entry_that_says_something_is_taken(text: str, entry: Entry) -> None:
    if normalise(as_question(entry.question)) and as_wording(entry.answer):
        assert entry.id in said(add_entry(text, entry))


@often
@given(
    st.one_of(FILES, GOOD),
    st.sampled_from(["valid", "products", "lang", "scene", "mode", "then"]),
    st.one_of(st.none(), WAYS, st.sampled_from(["zh", "A1, B2", "..2026-12-01", "person", "auto", "s-1"])),
    st.data(),
)
def test_a_key_is_set_and_nothing_else(text: str, key: str, value: str | None, data: st.DataObject) -> None:
    before = said(text)
    entry_id = data.draw(st.sampled_from(sorted(before) or ["none"]))
    after = attempt(lambda: set_key(text, entry_id, key, value))
    if after is None:
        return
    now = said(after)
    names = ("valid_from", "valid_to") if key == "valid" else (key,)
    assert replace(now[entry_id], **{name: getattr(before[entry_id], name) for name in names}) == before[entry_id]
    assert {id_: e for id_, e in now.items() if id_ != entry_id} == {
        id_: e for id_, e in before.items() if id_ != entry_id
    }
    if value == "A1, B2":
        assert now[entry_id].products == ("A1", "B2")
    elif value in ("zh", "s-1", "auto", "person") and key != "products":
        assert getattr(now[entry_id], key) == value
    if value is None:
        assert not any(getattr(now[entry_id], name) for name in names)


def test_a_file_that_nothing_can_be_added_to_says_so() -> None:
    entry = Entry("new", "还有货吗", "有的。", lang="zh")
    with pytest.raises(EditRefused):
        add_entry("---\nlang: en\n---\n<div>\r", entry)
