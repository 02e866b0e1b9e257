"""Pairs of questions that differ in the one word that matters, written in three batches before they were run.

Each batch was asked once as it was written; what it showed was mended by kind, then the next was written. So the
figures here say that the rules hold together; docs/architecture.md tells what the first looks were.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.faq.entries import Entry, Faq, Phrasing
from bot.faq.match import Matcher

MOST_WRONG, LEAST_KEPT = 0.03, 0.60


class Row(NamedTuple):
    """A question of the FAQ, its other phrasing, what is something else, and what is the same."""

    batch: str
    kind: str
    question: str
    phrasing: str
    other: str
    same: str


def read_rows() -> Iterator[Row]:
    with (Path(__file__).parent / "minimal_pairs.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        next(rows)
        yield from (Row(*row) for row in rows)


ROWS = tuple(read_rows())


@pytest.fixture(scope="module", params=[1, 2], ids=["one phrasing an entry", "two phrasings an entry"])
def matcher(request: pytest.FixtureRequest) -> Matcher:
    ways = {row.question: (Phrasing(row.phrasing, 1),) if request.param == 2 else () for row in ROWS}
    return Matcher(Faq.of(Entry(question, question, "…", others) for question, others in ways.items()))


def test_there_are_pairs_of_each_kind_in_both_languages() -> None:
    english = sum(row.question.isascii() for row in ROWS)
    assert 0.4 < english / len(ROWS) < 0.6
    assert {row.kind for row in ROWS} == {"negation", "number", "antonym"}


def test_one_word_in_place_of_another_is_seldom_answered_wrongly(matcher: Matcher) -> None:
    wrong = [row for row in ROWS if matcher.match(row.other).sure]
    assert len(wrong) <= MOST_WRONG * len(ROWS), wrong


def test_the_same_question_is_still_answered_and_never_with_another_entry(matcher: Matcher) -> None:
    found = {row: matcher.match(row.same) for row in ROWS}
    answered = {row: match.best.entry for row, match in found.items() if match.sure and match.best is not None}
    assert len(answered) >= LEAST_KEPT * len(ROWS)
    assert [row for row, entry in answered.items() if entry != row.question] == []
