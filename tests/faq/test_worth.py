"""What an entry is worth: counted from what happened after it answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.faq.entries import Entry, Faq, Phrasing
from bot.faq.worth import Drafted, Given, Marked, Record, Verified, Worth, fingerprint, ids_of, stale, worth

EIGHT = datetime(2026, 11, 12, 20, 0, tzinfo=UTC)
SHIP = Entry("ship", "什么时候发货？", "48 小时内发货。", (Phrasing("几天发货", 2),))
PRICE = Entry("price", "多少钱？", "{price:A101}，{link:A101} 号链接。")
NOBODY = Entry("order", "我的订单到哪了？", "", then="person")
FAQ = Faq.of([SHIP, PRICE, NOBODY])


def got(viewer: str, entry: str, second: float, room: str = "studio") -> Given:
    """Let a viewer get an answer, or with no entry ask staff."""
    return Given(room, viewer, EIGHT + timedelta(seconds=second), entry)


def of(entry: str, record: Record, verified: dict[str, Verified] | None = None) -> Worth:
    """Return how one entry fared."""
    return next(one for one in worth(FAQ, record, verified or {}) if one.entry.id == entry)


def test_answers_askers_and_the_last_use_are_counted() -> None:
    ship = of("ship", Record([got("mei", "ship", 0), got("mei", "ship", 9), got("tom", "ship", 5)]))
    assert (ship.hits, ship.askers, ship.last_used) == (3, 2, EIGHT + timedelta(seconds=9))


def test_the_same_name_in_two_rooms_is_two_askers() -> None:
    assert of("ship", Record([got("mei", "ship", 0), got("mei", "ship", 9, room="other")])).askers == 2


def test_a_reply_that_answered_two_questions_counts_for_both() -> None:
    record = Record([got("mei", "ship+price", 0)], [Marked("ship+price", EIGHT)])
    for entry in ("ship", "price"):
        one = of(entry, record)
        assert (one.hits, one.corrections) == (1, 1)
    assert ids_of("") == ()


@pytest.mark.parametrize(("later", "counts"), [(10, 1), (180, 1), (181, 0)])
def test_asking_staff_within_three_minutes_is_held_against_the_answer(later: float, counts: int) -> None:
    assert of("ship", Record([got("mei", "ship", 0), got("mei", "", later)])).escalations == counts


def test_asking_staff_is_not_held_against_what_others_were_told_nor_twice() -> None:
    asks = [got("mei", "ship", 0), got("tom", "price", 1), got("mei", "", 20), got("mei", "", 30)]
    assert of("ship", Record(asks)).escalations == 1
    assert of("price", Record(asks)).escalations == 0
    assert of("ship", Record([got("mei", "", 0), got("mei", "ship", 5)])).escalations == 0


def test_an_answer_that_staff_reworded_is_counted_as_edited() -> None:
    def edited(entry: str, draft: str, *replies: str) -> int:
        return of(entry, Record(drafted=[Drafted(entry, draft, replies)])).edited

    assert edited("ship", "48 小时内发货。", "今晚就发。") == 1
    assert edited("ship", "48 小时内发货。", " 48 小时内发货。") == 0
    assert edited("price", "¥59.9，3 号链接。", "今天 49。") == 1
    assert edited("price", "可以看看面霜。", "今天 49。") == 0  # the draft was no answer of this entry
    assert edited("ship", "48 小时内发货。") == 0  # nobody has answered yet


def test_the_most_troublesome_entry_comes_first() -> None:
    record = Record([got("a", "ship", 0), got("b", "ship", 1)], [Marked("price", EIGHT)])
    assert [one.entry.id for one in worth(FAQ, record, {})] == ["price", "ship", "order"]


def test_an_edit_makes_a_verified_entry_unverified_again() -> None:
    read = {"ship": Verified("ship", fingerprint(SHIP), "Li Na", EIGHT)}
    assert of("ship", Record(), read).verified == read["ship"]
    changed = Faq.of([replace(SHIP, answer="72 小时内发货。")])
    (one,) = worth(changed, Record(), read)
    assert one.verified is None
    assert one.edited_since == read["ship"]


def test_another_way_of_asking_does_not_make_an_entry_unverified() -> None:
    assert fingerprint(replace(SHIP, phrasings=())) == fingerprint(SHIP)
    assert fingerprint(replace(SHIP, other_wordings=("很快",))) != fingerprint(SHIP)
    assert fingerprint(replace(SHIP, question="几时发货？")) != fingerprint(SHIP)


def test_before_the_show_the_gravest_is_read_first_and_what_holds_is_not_listed() -> None:
    now, today = EIGHT, date(2026, 11, 12)
    entries = {
        "over": Entry("over", "q1", "a", valid_to=date(2026, 11, 11)),
        "soon": Entry("soon", "q2", "a", valid_to=date(2026, 11, 14)),
        "never": Entry("never", "q3", "a"),
        "old": Entry("old", "q4", "a"),
        "fresh": Entry("fresh", "q5", "a"),
        "wrong": Entry("wrong", "q6", "a"),
        "changed": Entry("changed", "q7", "a"),
        "person": Entry("person", "q8", "", then="person"),
    }
    faq = Faq.of(entries.values())
    ago = {"over": 1, "soon": 1, "old": 40, "fresh": 1, "wrong": 2, "changed": 1}
    read = {
        name: Verified(
            name, fingerprint(entries[name]) if name != "changed" else "other", "Li", now - timedelta(days)
        )
        for name, days in ago.items()
    }
    record = Record(marked=[Marked("wrong", now - timedelta(days=1)), Marked("fresh", now - timedelta(days=3))])
    listed = stale(worth(faq, record, read), today, now)
    assert [(one.worth.entry.id, one.reasons) for one in listed] == [
        ("over", ("over",)),
        ("wrong", ("corrected",)),
        ("soon", ("expiring",)),
        ("changed", ("changed",)),
        ("never", ("never",)),
        ("old", ("long ago",)),
    ]
