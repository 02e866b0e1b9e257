"""Replies that staff send often, and macros."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalog import Catalog, Product
from bot.config import sample_folder
from bot.escalation.canned import Canned, Step, check_canned, parse_canned
from bot.files.reload import ShopFiles
from bot.guard import Guard

FILE = """\
# for the evening
[replies]
wait zh: 亲请稍等～
wait en: One moment please.
发货 zh：48 小时内发货 #1
price: {title:screen}: {price:A101}

[macros]
1: send wait, snooze 5 min
2: note call back, at noon, resolve
3：send 发货，resolve
4: snooze until shown
5: on air
"""


def names(canned: Canned, language: str) -> list[tuple[str, str]]:
    return [(reply.name, reply.lang) for reply in canned.for_language(language)]


def test_replies_and_macros_are_read_as_they_are_written() -> None:
    canned, problems = parse_canned(FILE, "canned.txt")
    assert problems == []
    assert [reply.text for reply in canned.replies] == [
        "亲请稍等～",
        "One moment please.",
        "48 小时内发货 #1",
        "{title:screen}: {price:A101}",
    ]
    assert canned.macros["1"].steps == (Step("send", "wait"), Step("snooze", "5"))
    assert canned.macros["2"].steps == (Step("note", "call back, at noon"), Step("resolve"))
    assert [str(canned.macros[key]) for key in "345"] == ["send 发货, resolve", "snooze until shown", "on air"]


def test_each_reader_gets_their_language_first_and_no_reply_twice() -> None:
    canned, _ = parse_canned(FILE, "canned.txt")
    assert names(canned, "en") == [("wait", "en"), ("price", ""), ("发货", "zh")]
    assert names(canned, "zh") == [("wait", "zh"), ("发货", "zh"), ("price", "")]
    reply = canned.named("wait", "en")
    assert reply is not None
    assert reply.text == "One moment please."
    assert canned.named("发货", "en") is not None
    assert canned.named("nothing", "en") is None


@pytest.mark.parametrize(
    ("text", "line", "what", "fix"),
    [
        ("wait: x", 1, '"wait: x" belongs to no group.', "[replies]"),
        ("[reply]\n", 1, 'unknown group "reply".', 'Did you mean "replies"?'),
        ("[replies]\njust words", 2, '"just words" is no reply.', "name zh: the text"),
        ("[replies]\nwait fr: Un moment", 2, '"fr" is no language here.', "zh or en"),
        ("[replies]\nwait: a\nwait: b", 3, '"wait" is already on line 2.', "another name"),
        ("[replies]\nwait: " + "x" * 501, 2, "the reply has 501 characters.", "500"),
        ("[replies]\nwait: only {prise:A101}", 2, "{prise:A101} is not known.", 'Did you mean "price"?'),
        ("[replies]\nwait: {price}", 2, "{price} is not known.", "{price:SKU}"),
        ("[macros]\n0: resolve", 2, '"0: resolve" is no macro.', "1 to 9"),
        ("[macros]\n1: resolve\n1: on air", 3, "the key 1 is already on line 2.", "another digit"),
        ("[macros]\n1: dance", 2, '"dance" is no step.', "snooze 5 min"),
        ("[macros]\n1: snooze 500 min", 2, '"snooze 500 min" is no step.', "snooze 5 min"),
        ("[macros]\n1: resolve, note late", 2, 'nothing can follow "resolve".', "last"),
        ("[macros]\n1: send wait", 2, 'there is no reply "wait".', "Known"),
    ],
)
def test_each_mistake_is_named_with_line_and_remedy(text: str, line: int, what: str, fix: str) -> None:
    _, (problem,) = parse_canned(text, "faq/canned.txt")
    assert (problem.path, problem.line, problem.what) == ("faq/canned.txt", line, what)
    assert fix in problem.fix


@given(st.text(max_size=400))
def test_no_file_however_odd_breaks_the_reading(text: str) -> None:
    for around in (text, f"[replies]\n{text}", f"[macros]\n1: {text}"):
        canned, _ = parse_canned(around, "canned.txt")
        assert all(reply.text and len(reply.text) <= 500 for reply in canned.replies)


def test_products_that_are_not_there_and_texts_the_guard_stops_are_found_before_the_show() -> None:
    catalog = Catalog({"A101": Product("A101", "Cup")})
    canned, _ = parse_canned("[replies]\na: {price:A102}\nb: 全网最低价\nc: {link:screen}号链接", "canned.txt")
    found = check_canned(canned, catalog, "canned.txt", lambda text: Guard().verdict(text, "staff").why)
    assert [(p.line, p.severity) for p in found] == [(2, "error"), (3, "warning")]
    assert 'Did you mean "A101"?' in found[0].fix


def test_the_replies_that_come_with_the_program_may_all_be_said() -> None:
    canned, problems = parse_canned((sample_folder("faq") / "canned.txt").read_text("utf-8"), "canned.txt")
    assert problems == []
    assert check_canned(canned, Catalog(), "", lambda text: Guard().verdict(text, "staff").why) == []
    assert {reply.name for reply in canned.for_language("en")} == {reply.name for reply in canned.for_language("zh")}


def test_an_edit_is_live_and_a_broken_file_leaves_the_good_one_in_force(tmp_path: Path) -> None:
    (tmp_path / "faq").mkdir()
    files = ShopFiles(tmp_path / "faq", tmp_path / "prompts", tmp_path / "catalog.csv")
    files.load()
    assert files.canned == Canned(), "replies of another shop are not this shop's"
    file = tmp_path / "faq" / "canned.txt"
    file.write_text("[replies]\nwait: One moment.\n", "utf-8")
    files.load()
    assert [reply.text for reply in files.canned.replies] == ["One moment."]
    assert "canned.txt" in files.texts, "it is part of the FAQ's versions"
    file.write_text("[replies]\nwait fr: Un moment.\n", "utf-8")
    files.load()
    assert [problem.line for problem in files.problems if problem.path.endswith("canned.txt")] == [2]
    assert [reply.text for reply in files.canned.replies] == ["One moment."]
    file.unlink()
    files.load()
    assert files.canned == Canned()
