"""What was learned from an FAQ is there at the next start, and trusted only as it was written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.faq.calibrate import Curve
from bot.faq.entries import Entry, Faq, Phrasing
from bot.faq.match import Matcher
from bot.files.learned import FILE, LARGEST, MOST, Learned


def faq_of(*questions: str) -> Faq:
    return Faq.of(Entry(question, question, "…", (Phrasing(f"请问{question}呢", 1),)) for question in questions)


FAQ = faq_of("几天能到", "可以退货吗", "包邮吗", "有优惠券吗")


@pytest.fixture(scope="module")
def fresh() -> Matcher:
    return Matcher(FAQ)


@pytest.fixture
def learned(tmp_path: Path, fresh: Matcher) -> Learned:
    kept = Learned(tmp_path)
    kept.keep(FAQ, "normal", fresh.curve.letters)
    return kept


def test_the_same_faq_is_known_again_after_a_restart(learned: Learned, fresh: Matcher) -> None:
    curve = Learned(learned.path.parent).curve(FAQ, "normal")
    assert curve == fresh.curve.letters
    assert curve is not None
    remembering = Matcher.remembering(FAQ, "normal", curve)
    assert remembering.fresh
    assert remembering.match("什么时候几天能到") == fresh.match("什么时候几天能到")


def test_another_faq_or_another_promise_learns_anew(learned: Learned) -> None:
    assert learned.curve(faq_of("几天能到", "可以退货吗", "包邮吗"), "normal") is None
    assert learned.curve(FAQ, "strict") is None


def test_an_entry_that_is_left_to_people_now_is_another_faq(learned: Learned) -> None:
    silent = Faq.of([*list(FAQ.entries.values())[:-1], Entry("有优惠券吗", "有优惠券吗", "", then="person")])
    assert learned.curve(silent, "normal") is None


def test_only_the_last_few_versions_are_remembered(learned: Learned, fresh: Matcher) -> None:
    curve = fresh.curve.letters
    for number in range(MOST):
        learned.keep(faq_of(f"第{number}个问题是什么"), "normal", curve)
    assert learned.curve(FAQ, "normal") is None
    assert learned.path.stat().st_size < LARGEST


def test_without_the_file_or_the_folder_there_is_nothing_and_nothing_breaks(tmp_path: Path, fresh: Matcher) -> None:
    (tmp_path / "taken").write_text("no folder", "utf-8")
    nowhere = Learned(tmp_path / "taken")
    assert nowhere.curve(FAQ, "normal") is None
    nowhere.keep(FAQ, "normal", fresh.curve.letters)
    assert nowhere.curve(FAQ, "normal") is None


@pytest.mark.parametrize(("what", "now"), [("alone", -100.0), ("chosen", "NaN"), ("counts", [1, 2]), ("spread", 7)])
def test_a_number_that_was_changed_is_not_trusted(learned: Learned, what: str, now: object) -> None:
    kept = json.loads(learned.path.read_text("utf-8"))
    for one in kept.values():
        one[what] = now
    learned.path.write_text(json.dumps(kept), "utf-8")
    assert learned.curve(FAQ, "normal") is None


json_like = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=10,
)


@given(json_like, st.binary(max_size=50))
@settings(max_examples=40)  # each one writes to the disk
def test_whatever_stands_there_instead_is_not_trusted(
    tmp_path_factory: pytest.TempPathFactory, one: object, raw: bytes
) -> None:
    learned = Learned(tmp_path_factory.mktemp("learned"))
    learned.keep(FAQ, "normal", Curve(alone=3.5, chosen=1.0))
    key = next(iter(json.loads(learned.path.read_text("utf-8"))))
    learned.path.write_text(json.dumps({key: one}), "utf-8")
    assert learned.curve(FAQ, "normal") is None
    learned.path.write_bytes(raw)
    assert learned.curve(FAQ, "normal") is None
    assert learned.path.name == FILE
