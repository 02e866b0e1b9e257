"""Which viewer is which customer: grades have an order, names are no keys, two claims are a person's to decide."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.customers.links import (
    Claim,
    Conflict,
    Grade,
    Link,
    Verdict,
    judged,
    not_a_customer,
    not_a_key,
    shown_customer,
)

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
    assert "C…2" in found.why


@pytest.mark.parametrize(
    ("own", "holders", "offered"),
    [
        ("", (), {"keep", "also"}),
        ("", ("Ann",), {"keep", "also", "move"}),
        ("C2", ("Ann",), {"keep", "move", "merge"}),
        ("C2", (), {"keep", "move", "merge"}),
        ("C1", ("Ann",), {"keep", "also"}),
    ],
)
def test_only_what_can_be_made_of_a_claim_is_offered(own: str, holders: tuple[str, ...], offered: set[str]) -> None:
    conflict = Conflict(1, "practice", "ben", "C1", Grade.CODE, "", datetime(2026, 11, 12, tzinfo=UTC))
    assert set(Claim(conflict, "Ben", own, "C1", holders).settlements) == offered


@pytest.mark.parametrize(
    ("customer", "shown"), [("C1", "C…1"), ("C10023", "C1…23"), ("x", "x…"), ("someone@shop.example", "so…le")]
)
def test_a_customer_is_shown_by_what_tells_two_apart(customer: str, shown: str) -> None:
    assert shown_customer(customer) == shown
