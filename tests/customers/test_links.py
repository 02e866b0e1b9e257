"""Which viewer is which customer: grades have an order, names are no keys, two claims are a person's to decide."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.customers.links import Grade, Link, Verdict, judged, not_a_customer, not_a_key

NOW = datetime(2026, 11, 12, tzinfo=UTC)


def link(viewer: str, customer: str, grade: Grade = Grade.CODE) -> Link:
    return Link("twitch", viewer, customer, grade, NOW)


def test_the_platforms_word_is_worth_more_than_a_code_and_a_code_more_than_somebodys_hand() -> None:
    assert Grade.PLATFORM.reaches(Grade.CODE)
    assert Grade.CODE.reaches(Grade.CODE)
    assert not Grade.STAFF.reaches(Grade.CODE)
    assert not Grade.CODE.reaches(Grade.PLATFORM)


@pytest.mark.parametrize(
    ("platform", "viewer"),
    [("bilibili", "0"), ("bilibili", "故***"), ("taobao", "t**8"), ("douyin", "##密文"), ("douyin", "$$x"),
     ("practice", ""), ("practice", " v1"), ("twitch", "Anonymous"), ("irc", "ann"), ("x", "张＊＊")],
)  # fmt: skip
def test_what_is_nobodys_own_id_is_never_linked(platform: str, viewer: str) -> None:
    assert not_a_key(platform, viewer)


def test_a_lasting_id_may_be_linked() -> None:
    assert not_a_key("twitch", "123456") == ""
    assert not_a_key("practice", "v-xiaomei") == ""


@pytest.mark.parametrize("customer", ["", "  ", "张**", "##abc", "138****0000", "x" * 201, "a\nb"])
def test_a_masked_name_is_no_customer(customer: str) -> None:
    assert not_a_customer(customer)


def test_a_free_viewer_and_a_free_customer_are_linked() -> None:
    assert judged(None, [], "C1", Grade.CODE).verdict is Verdict.LINKED


def test_the_same_claim_again_keeps_the_surer_grade() -> None:
    own = link("v1", "C1")
    assert judged(own, [own], "C1", Grade.PLATFORM).grade is Grade.PLATFORM
    again = judged(own, [own], "C1", Grade.STAFF)
    assert (again.verdict, again.grade) == (Verdict.ALREADY, Grade.CODE)


def test_a_second_viewer_of_the_same_customer_is_a_conflict() -> None:
    found = judged(None, [link("v1", "C1")], "C1", Grade.CODE)
    assert found.verdict is Verdict.CONFLICT
    assert "twitch/v1" in found.why


def test_a_viewer_who_is_somebody_else_already_is_a_conflict() -> None:
    found = judged(link("v1", "C2"), [], "C1", Grade.PLATFORM)
    assert found.verdict is Verdict.CONFLICT
    assert "C2" in found.why
