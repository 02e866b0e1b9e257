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


def test_a_text_without_a_vector_is_as_like_as_its_letters_are() -> None:
    meanings = Meanings([vector(5, 1, 0), None, vector(5, 0, 1)])
    letters = np.array([0.1, 0.7, 0.2])
    assert meanings.cosines(meanings.centred(vector(5, 1, 0)), letters)[1] == 0.7
    square = np.array([[1, 0.4, 0.1], [0.4, 1, 0.3], [0.1, 0.3, 1]])
    among = meanings.among(np.arange(3), square)
    assert among[1].tolist() == square[1].tolist()
    assert among[0, 2] < 0
    assert meanings[1] is None
