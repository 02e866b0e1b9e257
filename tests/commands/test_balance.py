"""`balance`: everything heard, and what became of it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from bot.messages import Answer, ChatMessage, Decision, Escalate, Ignore, ReplyKind, Scored, SendResult, Viewer
from bot.store import Store
from bot.store.records import Decided, Draft
from tests.commands.shop import Shop, run

NUMBERS = ("answered", "suggested", "escalated", "merged", "ignored", "shed", "expired", "in_flight")


@pytest.fixture
def evening(shop: Shop) -> Shop:
    """A shop after an answer, a case, small talk and a message that nobody decided yet."""

    async def heard(store: Store) -> None:
        now = datetime.now(UTC)
        decisions: list[Decision | None] = [
            Answer("ship-when", "48 小时内发货。", "own words", Scored("ship-when", 1.0)),
            Escalate("no sure answer"),
            Ignore("small talk"),
            Ignore("small talk"),
            None,
        ]
        for i, decision in enumerate(decisions):
            message = ChatMessage("studio", f"m{i}", Viewer(f"v{i}"), f"text {i}", now)
            await store.claim(message, now)
            if decision is not None:
                answer = isinstance(decision, Answer)
                draft = Draft(ReplyKind.FAQ, "48 小时内发货。", now + timedelta(seconds=45)) if answer else None
                await store.record(Decided(message, decision, now, draft))
        (waiting,) = await store.next_replies("studio")
        row = await store.start_sending(waiting.id, now)
        assert row is not None
        await store.settle(row, SendResult("sent", "p1"), now)

    shop.with_store(heard)
    return shop


def test_the_numbers_add_up_and_nothing_is_unexplained(evening: Shop) -> None:
    ended = run("balance", "--json")
    assert ended.code == 0
    found = ended.json
    assert (found["unexplained"], found["doubled"]) == (0, 0)
    (room,) = found["rooms"]
    assert room["room"] == "studio"
    assert room["heard"] == 5 == sum(room[name] for name in NUMBERS)
    assert (room["answered"], room["escalated"], room["ignored"], room["in_flight"]) == (1, 1, 2, 1)
    assert room["reasons"]["ignore"] == {"small talk": 2}


def test_a_person_reads_the_same_numbers(evening: Shop) -> None:
    ended = run("balance")
    assert ended.code == 0
    assert "studio: heard 5 = answered 1 + clarified 0 + suggested 0 + escalated 1" in ended.out
    assert "unexplained 0" in ended.out
    assert "small talk" in ended.out


def test_one_room_can_be_asked_about(evening: Shop) -> None:
    assert run("balance", "--room", "other", "--json").json["rooms"] == []
    assert len(run("balance", "--room", "studio", "--json").json["rooms"]) == 1


def test_before_the_first_show_nothing_was_heard(shop: Shop) -> None:
    ended = run("balance")
    assert ended.code == 0
    assert "Nothing was heard yet." in ended.out
    assert run("balance", "--json").json == {"rooms": [], "unexplained": 0, "doubled": 0}


def test_a_store_that_is_none_is_said_in_a_sentence(shop: Shop) -> None:
    shop.write("kept.db", "this is a letter, not a database. " * 100)
    for args in (["balance"], ["escalations", "list"], ["ask", "几天能到"], ["suggest", "--customer", "c1"]):
        ended = run(*args)
        assert ended.code == 1
        assert "kept.db cannot be opened" in ended.err


def test_a_message_counted_without_its_evidence_ends_with_1(evening: Shop) -> None:
    with closing(sqlite3.connect(evening.folder / "kept.db")) as db:
        db.execute("delete from outbox")
        db.commit()
    ended = run("balance", "--json")
    assert ended.code == 1
    assert ended.json["unexplained"] == 1
