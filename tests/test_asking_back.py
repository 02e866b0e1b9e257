"""Asking back between two entries, and reading what the viewer says to it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.decide.asking_back import LONGEST_OPTION, ask_back, read_choice
from bot.faq.entries import Faq
from bot.faq.files import parse_faq
from bot.faq.match import Match
from bot.knowledge import Knowledge
from bot.messages import Clarify, Scored

FAQ = """\
## 怎么加入会员？ {#join}
- 会员在哪里办
- how do i become a member

在首页点“会员”。

## 会员有什么好处？ {#benefits}
- 会员能打几折
- what do members get

每月一张券。

## 我的会员被停了 {#blocked}
<!-- then: person -->
"""
OPTIONS = ("join", "benefits")


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    entries, problems = parse_faq(FAQ, "faq/a.md")
    assert not problems
    # A matcher is not needed to read a choice: the words of the two entries are compared.
    return Knowledge(Faq.of(entries))


def near(*scores: tuple[str, float]) -> Match:
    ranked = tuple(Scored(entry, score) for entry, score in scores)
    return Match(ranked[0], ranked[1] if len(ranked) > 1 else None, False, "two entries fit about as well", ranked)


def test_two_entries_that_fit_about_as_well_are_asked_about(knowledge: Knowledge) -> None:
    asked = ask_back(near(("join", 0.45), ("benefits", 0.40)), "zh", knowledge)
    assert asked == Clarify(
        "想问的是哪一个？1. 怎么加入会员 2. 会员有什么好处（回复 1 或 2 就好）", OPTIONS,
        "two entries fit about as well",
        Scored("join", 0.45), Scored("benefits", 0.40),
    )  # fmt: skip


def test_the_viewers_language_is_spoken(knowledge: Knowledge) -> None:
    asked = ask_back(near(("join", 0.45), ("benefits", 0.40)), "en", knowledge)
    assert asked is not None
    assert asked.text == "Which one do you mean? 1. how do i become a member 2. what do members get (just say 1 or 2)"


@pytest.mark.parametrize(
    "match",
    [
        near(("join", 0.45)),
        near(("join", 0.60), ("benefits", 0.10)),
        near(("join", 0.30), ("benefits", 0.25)),
        near(("join", 0.45), ("blocked", 0.40)),
    ],
    ids=["only one", "the second is a mere maybe", "both are mere maybes", "one is for a person"],
)
def test_nothing_is_asked_where_it_would_not_help(knowledge: Knowledge, match: Match) -> None:
    assert ask_back(match, "zh", knowledge) is None


@pytest.mark.parametrize(
    ("said", "chosen"),
    [
        ("1", ("join",)), ("１", ("join",)), ("第一个", ("join",)), ("1号", ("join",)), ("前面那个", ("join",)),
        ("一", ("join",)),
        ("2", ("benefits",)), ("第二个吧", ("benefits",)), ("后者", ("benefits",)), ("B", ("benefits",)),
        ("2！", ("benefits",)),
        ("the second one", ("benefits",)), ("First one please", ("join",)), ("option 2", ("benefits",)),
        ("都不是", ()), ("neither", ()), ("none of them", ()),
        ("都想问", OPTIONS), ("both", OPTIONS),
        ("加入会员", ("join",)), ("有什么好处", ("benefits",)),
        ("12", None), ("3", None), ("1000块", None), ("会员", None), ("主播好美", None), ("好的", None),
    ],
)  # fmt: skip
def test_a_choice_is_read(knowledge: Knowledge, said: str, chosen: tuple[str, ...] | None) -> None:
    assert read_choice(said, OPTIONS, knowledge) == chosen


@given(st.text(max_size=300))
def test_whatever_is_said_chooses_only_what_was_offered(said: str) -> None:
    entries, _ = parse_faq(FAQ, "faq/a.md")
    chosen = read_choice(said, OPTIONS, Knowledge(Faq.of(entries)))
    assert chosen is None or set(chosen) <= set(OPTIONS)


def test_a_long_question_is_cut_when_it_is_offered(knowledge: Knowledge) -> None:
    entries, _ = parse_faq(f"## {'很长的问题' * 30} {{#long}}\n\n好。\n\n{FAQ}", "faq/a.md")
    asked = ask_back(near(("long", 0.45), ("join", 0.45)), "zh", Knowledge(Faq.of(entries)))
    assert asked is not None
    assert len(asked.text) < 2 * LONGEST_OPTION + 40
