"""The promise that a person will answer: once to each, nothing where somebody is there already, and kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from bot import reasons
from bot.escalation.mentions import named, plain_lines
from bot.escalation.promises import Answered, becomes, made, slipped
from bot.guard import Guard
from bot.knowledge import Rules
from bot.messages import Deletion, Escalate, Merge, SendResult
from bot.room.promising import Promising
from tests.staff import reply
from tests.store.conftest import ROOM, START, Evening

MADE, SLIPPED = made("en", 45), slipped("en")


@dataclass
class Room:
    """An evening whose promises are kept by hand, look by look."""

    evening: Evening
    rules: Rules = field(default_factory=Rules)
    promising: Promising = field(init=False)

    def __post_init__(self) -> None:
        e = self.evening
        self.promising = Promising(ROOM, e.store, lambda: self.rules, plain_lines, lambda: e.now)

    async def asks(self, viewer: str, *, joins: int | None = None, reason: str = "hard") -> int:
        self.evening.later(0.01)
        message = await self.evening.heard(viewer=viewer)
        decision = Merge(reasons.WITH_STAFF, into_escalation=joins) if joins else Escalate(reason)
        recorded = await self.evening.decided(message, decision)
        assert recorded.escalation_id is not None
        return recorded.escalation_id

    async def reads(self) -> list[str]:
        """Look once and let everything leave; return what the room reads."""
        await self.promising.look()
        said: list[str] = []
        for row in await self.evening.store.next_replies(ROOM, 50):
            started = await self.evening.store.start_sending(row.id, self.evening.now)
            if started is not None:
                await self.evening.store.settle(started, SendResult("sent", f"p{row.id}"), self.evening.now)
                said.append(named(started.text, started.mentions))
        await self.evening.balance()
        return said


@pytest.fixture
def room(evening: Evening) -> Room:
    return Room(evening)


async def test_who_asks_hears_once_that_a_person_will_answer(room: Room) -> None:
    await room.asks("ann")
    assert await room.reads() == [f"@Ann {MADE}"]
    room.evening.later(25)
    assert await room.reads() == []
    await room.asks("ann", reason="something else")
    assert await room.reads() == []


async def test_a_rush_shares_a_line_every_twenty_seconds(room: Room) -> None:
    case = await room.asks("ann")
    assert await room.reads() == [f"@Ann {MADE}"]
    for viewer in ("ben", "cat", "dan"):
        await room.asks(viewer, joins=case)
    assert await room.reads() == []
    room.evening.later(20)
    assert await room.reads() == [f"@Ben @Cat @Dan {MADE}"]


async def test_nothing_is_said_where_somebody_is_there_or_the_room_is_off_auto(room: Room) -> None:
    case = await room.asks("ann")
    assert await room.evening.claimed(case)
    assert await room.reads() == []
    await room.asks("ben")
    room.rules = Rules(mode="silent")
    assert await room.reads() == []


async def test_whose_case_is_taken_while_the_line_waits_is_not_named(room: Room) -> None:
    first = await room.asks("ann")
    await room.asks("ben")
    await room.promising.look()
    assert await room.evening.claimed(first)
    assert await room.reads() == [f"@Ben {MADE}"]


async def test_what_is_delicate_is_not_pointed_at(room: Room) -> None:
    await room.asks("ann", reason=reasons.PERSONAL_DATA)
    message = await room.evening.heard("gone", viewer="ben")
    await room.evening.decided(message, Escalate("hard"))
    await room.evening.store.delete(Deletion(ROOM, "gone"), room.evening.now)
    assert await room.reads() == []


async def test_a_promise_that_slips_is_told_once(room: Room) -> None:
    await room.asks("ann")
    await room.reads()
    room.evening.later(46)
    assert await room.reads() == [f"@Ann {SLIPPED}"]
    room.evening.later(60)
    assert await room.reads() == []


async def test_who_had_left_gets_the_answer_when_they_are_back(room: Room) -> None:
    case = await room.asks("ann")
    await room.reads()
    room.evening.later(150)
    await reply(room.evening.store, case, "Until nine.", room.evening.now)
    assert "@Ann Until nine." in await room.reads()
    await room.evening.store.cases.resolve(case, "kim", "answered", room.evening.now)
    room.evening.later(300)
    assert await room.reads() == []
    await room.evening.ignored(await room.evening.heard(viewer="ann", text="hello again"))
    assert await room.reads() == ["@Ann Until nine."]
    assert await room.reads() == []


async def test_a_notice_outlives_a_restart_and_is_never_said_twice(room: Room) -> None:
    await room.asks("ann")
    await room.promising.look()
    await room.evening.reopen()
    again = Room(room.evening)
    assert await again.reads() == [f"@Ann {MADE}"]
    assert await again.reads() == []


async def test_forgetting_a_viewer_takes_them_out_of_the_promises(room: Room) -> None:
    case = await room.asks("ann")
    await room.asks("ben", joins=case)
    await room.promising.look()
    store, now = room.evening.store, room.evening.now
    await store.customers.forget("", [("practice", "ann")], {ROOM: "practice"}, "kim", now)
    assert [row.mentions for row in await store.next_replies(ROOM)] == [("Ben",)]
    await store.customers.forget("", [("practice", "ben")], {ROOM: "practice"}, "kim", now)
    assert await store.next_replies(ROOM) == []


@pytest.mark.parametrize(
    ("silent_s", "back_s", "what"),
    [(30, 600, "done"), (200, 30, "done"), (200, 600, "again"), (200, 3600, "done"), (200, None, "wait")],
)
def test_who_has_read_the_answer_is_not_told_again(silent_s: int, back_s: int | None, what: str) -> None:
    back = START + timedelta(seconds=back_s) if back_s is not None else None
    assert becomes(Answered(START, START - timedelta(seconds=silent_s), back), START + timedelta(minutes=5)) == what


def test_it_is_said_in_the_viewers_language() -> None:
    assert made("zh", 45) == "收到，工作人员大约 45 秒内回复您。"
    assert made("en", 180) == "Got it, a person will answer you in about 3 min."


@pytest.mark.parametrize("text", [made("zh", 45), made("en", 45), made("zh", 300), slipped("zh"), slipped("en")])
def test_the_guard_lets_it_pass(text: str) -> None:
    assert Guard().verdict(text, "template").allowed
