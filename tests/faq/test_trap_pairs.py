"""Questions that differ in one word, and questions that say the same otherwise, asked of one FAQ.

`trap_pairs.tsv` holds kind, FAQ question, message, verdict; its rows `phrasing` are the FAQ's own other phrasings.
The pairs were written before the rules they judge. The sentences are ours: the figures say that the rules hold
together, not how often they err in a room.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.faq.entries import Entry, Faq, Phrasing
from bot.faq.match import Matcher

MOST_WRONG, LEAST_KEPT = 0.03, 0.60


class Pair(NamedTuple):
    """One row."""

    kind: str
    question: str
    message: str
    verdict: str


def read_pairs() -> list[Pair]:
    with (Path(__file__).parent / "trap_pairs.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        next(rows)
        return [Pair(*row) for row in rows]


PAIRS = read_pairs()
DIFFERENT = [pair for pair in PAIRS if pair.verdict == "different"]
SAME = [pair for pair in PAIRS if pair.verdict == "same"]


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    phrasings: dict[str, list[Phrasing]] = defaultdict(list)
    for pair in PAIRS:
        if pair.verdict == "known":
            phrasings[pair.question].append(Phrasing(pair.message, 1))
    # The question is its entry's id.
    return Matcher(Faq.of(Entry(question, question, "…", tuple(ways)) for question, ways in phrasings.items()))


def test_there_are_enough_pairs_of_each_kind_in_both_languages() -> None:
    assert len({pair.message for pair in PAIRS}) == len(PAIRS)
    for pairs in (DIFFERENT, SAME):
        english = sum(pair.question.isascii() for pair in pairs)
        assert len(pairs) >= 150
        assert 0.4 < english / len(pairs) < 0.6
    kinds = Counter(pair.kind for pair in DIFFERENT)
    assert set(kinds) == {"negation", "number", "link-number", "size", "date", "pays", "before-after", "antonym"}
    assert min(kinds.values()) >= 10


def test_one_word_that_changes_everything_is_answered_wrongly_at_most_three_times_in_a_hundred(
    matcher: Matcher,
) -> None:
    wrong = [pair for pair in DIFFERENT if matcher.match(pair.message).sure]
    assert len(wrong) <= MOST_WRONG * len(DIFFERENT), wrong


def test_the_same_question_in_other_words_is_mostly_still_answered(matcher: Matcher) -> None:
    kept = [pair for pair in SAME if _answered(matcher, pair.message) == pair.question]
    wrong = [pair for pair in SAME if _answered(matcher, pair.message) not in (pair.question, None)]
    assert len(kept) >= LEAST_KEPT * len(SAME), sorted(set(SAME) - set(kept))
    assert wrong == []


def _answered(matcher: Matcher, message: str) -> str | None:
    match = matcher.match(message)
    return match.best.entry if match.sure and match.best is not None else None
