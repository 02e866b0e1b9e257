"""The values everything else moves."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.messages import (
    Answer,
    Decision,
    Deletion,
    Escalate,
    Ignore,
    Merge,
    Outcome,
    Scored,
    Suggest,
    bounded,
    outcome_of,
)

ANY = st.text(alphabet=st.characters(exclude_categories=[]), max_size=60)
"""Also lone surrogates, which JSON can carry in."""


@settings(max_examples=300)
@given(ANY, st.integers(0, 40))
def test_bounded_text_fits_and_can_be_stored(text: str, limit: int) -> None:
    kept = bounded(text, limit)
    assert len(kept) <= limit
    kept.encode("utf-8")
    assert not any(ord(c) < 32 or ord(c) == 127 for c in kept)
    assert kept == kept.strip()


@settings(max_examples=150)
@given(ANY, st.integers(0, 40))
def test_bounding_twice_changes_nothing(text: str, limit: int) -> None:
    once = bounded(text, limit)
    assert bounded(once, limit) == once


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("包邮吗", "包邮吗"),
        ("one\ntwo\ttwo", "one two two"),
        ("\ud83d half an emoji", "half an emoji"),
        ("bell\x07", "bell"),
        ("  edges  ", "edges"),
        ("x" * 100, "x" * 20),
    ],
)
def test_control_characters_and_lone_surrogates_become_blanks(text: str, kept: str) -> None:
    assert bounded(text, 20) == kept


@pytest.mark.parametrize(
    ("deletion", "covered"),
    [
        (Deletion("r", message_id="m1"), True),
        (Deletion("r", message_id="m2"), False),
        # one message of a viewer is not all of the viewer's
        (Deletion("r", message_id="m2", viewer_id="v1"), False),
        (Deletion("r", viewer_id="v1"), True),
        (Deletion("r", viewer_id="v2"), False),
        # the whole chat was cleared
        (Deletion("r"), True),
    ],
)
def test_a_deletion_covers_what_it_names(deletion: Deletion, covered: bool) -> None:
    assert deletion.covers("m1", "v1") is covered


@pytest.mark.parametrize(
    ("decision", "outcome"),
    [
        (Ignore("small talk"), Outcome.IGNORE),
        (Answer("e", "text", "why", Scored("e", 1.0)), Outcome.ANSWER),
        (Suggest("asks"), Outcome.SUGGEST),
        (Escalate("hard"), Outcome.ESCALATE),
        (Merge("same", into_escalation=1), Outcome.MERGE),
    ],
)
def test_every_decision_has_the_word_it_is_counted_under(decision: Decision, outcome: Outcome) -> None:
    assert outcome_of(decision) is outcome
