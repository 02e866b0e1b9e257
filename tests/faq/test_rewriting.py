"""An entry typed whole comes into its file by changing its own lines, whatever was typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.faq.edit import EditRefused, remove_answer
from bot.faq.entries import Entry, Phrasing
from bot.faq.files import parse_faq
from bot.faq.lines import as_phrasing
from bot.faq.rewriting import rewrite
from bot.text import normalise

ABOVE = """\
---
lang: zh
---

# 发货

<!-- ask the warehouse before changing these -->

"""
ENTRY = """\
##  什么时候发货？
<!--
# until spring
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

"""
BELOW = """\
## Do you ship abroad? {#abroad}
<!-- lang: en -->
- to Japan

No,
   sorry.
"""
FILE = ABOVE + ENTRY + BELOW


def entry_of(text: str) -> Entry:
    return parse_faq(text, "")[0][0]


def ways(*texts: str) -> tuple[Phrasing, ...]:
    return tuple(Phrasing(text, 0) for text in texts)


def test_the_same_changes_nothing() -> None:
    old = entry_of(FILE)
    assert rewrite(FILE, old.id, old) == FILE


def test_each_part_changes_its_own_lines() -> None:
    old = entry_of(FILE)
    wanted = replace(
        old,
        question="多久发货？",
        phrasings=ways("几天能到", "今天发吗"),
        other_wordings=("明天就到。",),
        valid_from=date(2026, 12, 1),
        products=(),
        mode="suggest-only",
    )
    assert (
        rewrite(FILE, old.id, wanted)
        == ABOVE
        + ENTRY.replace("##  什么时候发货？", f"## 多久发货？ {{#{old.id}}}")
        .replace("* 多久发货", "* 今天发吗")
        .replace("付款后就发。", "明天就到。")
        .replace("2026-11-01..", "2026-12-01..")
        .replace("  products :  A101\n", "mode: suggest-only\n")
        + BELOW
    )


def test_an_answer_goes_and_the_comments_stay() -> None:
    old = entry_of(FILE)
    text = remove_answer(FILE, old.id, "person")
    found = entry_of(text)
    assert (found.then, found.wordings, found.id) == ("person", (), old.id)
    for comment in ("# until spring", "<!-- the boss likes this one -->", "<!-- ask the warehouse"):
        assert comment in text
    assert text.endswith(BELOW)
    assert entry_of(rewrite(text, old.id, old)).bare == old.bare


def test_an_answer_is_not_replaced_by_a_word_that_means_nothing() -> None:
    with pytest.raises(EditRefused, match="person"):
        remove_answer(FILE, entry_of(FILE).id, "persn")


def test_a_phrasing_worded_almost_as_before_is_not_lost() -> None:
    old = entry_of(FILE)
    found = entry_of(rewrite(FILE, old.id, replace(old, phrasings=ways("几天能到？", "多久发货"))))
    assert [phrasing.text for phrasing in found.phrasings] == ["几天能到？", "多久发货"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        (["几天能到", "多久发货", "今天发吗"], ["几天能到", "多久发货", "今天发吗"]),
        (["今天发吗", "多久发货"], ["今天发吗", "多久发货"]),
        (["多久发货"], ["多久发货"]),
        (["多久发货", "几天能到"], ["多久发货", "几天能到"]),
        (["多久发货？", "今天发吗"], ["今天发吗", "多久发货？"]),
        (["几天能到", "什么时候发货?"], ["几天能到"]),
        ([], []),
    ],
)
def test_a_list_of_phrasings_comes_in_whole(typed: list[str], found: list[str]) -> None:
    old = entry_of(FILE)
    new = rewrite(FILE, old.id, replace(old, phrasings=ways(*typed)))
    assert sorted(p.text for p in entry_of(new).phrasings) == sorted(found)


PIECES = [*"发货几天a1 -#*>`<!{}|~:.'\"\\\n\r\t\u202e", "---", "<!--", "-->", "## ", "{#x}", "```", "\n\n"]
TYPED = st.lists(st.sampled_from(PIECES), max_size=12).map("".join) | st.text(max_size=24)


@given(
    question=TYPED,
    phrasings=st.lists(TYPED, max_size=4),
    wordings=st.lists(TYPED, max_size=3),
    keys=st.fixed_dictionaries(dict.fromkeys(("lang", "scene", "mode", "then"), TYPED)),
    ends=st.sampled_from(["\n", "\r\n"]),
)
def test_whatever_is_typed_is_refused_or_read_as_meant_and_no_other_line_changes(
    question: str, phrasings: list[str], wordings: list[str], keys: dict[str, str], ends: str
) -> None:
    text = FILE.replace("\n", ends)
    old = entry_of(text)
    wanted = replace(
        old,
        question=question,
        phrasings=ways(*phrasings),
        answer=wordings[0] if wordings else "",
        other_wordings=tuple(wordings[1:]),
        **keys,  # type: ignore[arg-type]
    )
    try:
        new = rewrite(text, old.id, wanted)
    except EditRefused:
        return
    assert new.startswith(ABOVE.replace("\n", ends))
    assert new.endswith(BELOW.replace("\n", ends))
    entries, problems = parse_faq(new, "")
    assert [problem for problem in problems if problem.severity == "error"] == []
    assert [entry.id for entry in entries] == [old.id, "abroad"]
    kept = {normalise(phrasing.text) for phrasing in entries[0].phrasings} | {normalise(entries[0].question)}
    assert {normalise(as_phrasing(way)) for way in phrasings} - {""} <= kept
    assert bool(entries[0].wordings) != bool(entries[0].then)
