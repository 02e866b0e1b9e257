"""What texts mean, as vectors: compared without what all of them share."""

from __future__ import annotations

import numpy as np
import pytest

from bot.faq.vectors import Meanings, Vector


def vector(*values: float) -> Vector:
    return np.array(values, np.float32)


KNOWN = {"ship": vector(5, 1, 0), "send": vector(5, 0.9, 0.1), "refund": vector(5, 0, 1)}


def test_texts_that_all_lie_close_together_are_told_apart() -> None:
    meanings = Meanings.of(list(KNOWN), KNOWN)
    assert meanings is not None
    ship, send, refund = meanings.cosines(meanings.centred(vector(5, 1.1, 0)), np.zeros(3)).tolist()
    assert ship > 0.9
    assert send > 0.9
    assert refund < 0
    assert meanings.among(np.arange(3), np.eye(3)).diagonal() == pytest.approx([1, 1, 1], abs=1e-5)


@pytest.mark.parametrize("texts", [["ship", "warranty"], []])
def test_without_a_vector_for_every_text_there_are_no_meanings(texts: list[str]) -> None:
    assert Meanings.of(texts, KNOWN) is None
    assert Meanings.of(["ship"], None) is None


def test_texts_that_all_mean_the_same_are_nothing_to_divide_by() -> None:
    meanings = Meanings.of(["a", "b"], {"a": vector(1, 0), "b": vector(1, 0)})
    assert meanings is not None
    assert np.isfinite(meanings.cosines(meanings.centred(vector(1, 0)), np.zeros(2))).all()


def test_what_most_texts_differ_in_is_left_out_so_that_the_rest_is_heard() -> None:
    # Two languages, and a shop's talk or plain chat: loud. Two subjects: hardly to be heard beside them.
    loud = {
        f"{language}{talk}{subject}": np.concatenate(
            (vector(8 * language, 5 * talk, subject), np.zeros(97, np.float32))
        )
        for language in (-1, 1)
        for talk in (-1, 1)
        for subject in (-1, 1)
    }
    meanings = Meanings.of(list(loud), loud)
    assert meanings is not None
    asked = meanings.centred(np.concatenate((vector(8, 5, 0.9), np.zeros(97, np.float32))))
    same_subject = np.array([text.endswith("-1") is False for text in loud])
    likeness = meanings.cosines(asked, np.zeros(len(loud)))
    assert likeness[same_subject] == pytest.approx(1, abs=1e-3)
    assert likeness[~same_subject] == pytest.approx(-1, abs=1e-3)


def test_the_order_of_the_texts_does_not_matter_to_what_is_left_out() -> None:
    roll = np.random.default_rng(3)
    known = {
        f"t{i}": roll.normal(size=100).astype(np.float32) * np.linspace(4, 1, 100, dtype=np.float32)
        for i in range(90)
    }
    there, back = Meanings.of(list(known), known), Meanings.of(list(known)[::-1], known)
    assert there is not None
    assert back is not None
    asked = known["t5"] + 0.1
    one = there.cosines(there.centred(asked), np.zeros(90))
    other = back.cosines(back.centred(asked), np.zeros(90))
    assert one == pytest.approx(other[::-1], abs=1e-4)


def test_a_text_without_a_vector_is_as_like_as_its_letters_are() -> None:
    meanings = Meanings([vector(5, 1, 0), None, vector(5, 0, 1)])
    letters = np.array([0.1, 0.7, 0.2])
    assert meanings.cosines(meanings.centred(vector(5, 1, 0)), letters)[1] == 0.7
    square = np.array([[1, 0.4, 0.1], [0.4, 1, 0.3], [0.1, 0.3, 1]])
    among = meanings.among(np.arange(3), square)
    assert among[1].tolist() == square[1].tolist()
    assert among[0, 2] < 0
    assert meanings[1] is None
