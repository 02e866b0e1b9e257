"""The promise that a person will answer: once to each, nothing where somebody is there already, and kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import reasons
from bot.catalog.file import parse_catalog
from bot.escalation.mentions import named, plain_lines
from bot.escalation.promises import (
    ANGRY,
    SECTIONS,
    Answered,
    Sentences,
    becomes,
    longest_unsaid,
    parse_promises,
    worded,
)
from bot.escalation.staff_answers import holds_later
from bot.guard import Guard
from bot.knowledge import Rules
from bot.messages import ChatMessage, Cue, Deletion, Escalate, Merge, SendResult, Sign, Viewer
from bot.room.promising import Promising
from tests.fakes import CATALOG
from tests.staff import reply
from tests.store.conftest import ROOM, START, Evening

FILE = Path(__file__).parents[2] / "faq" / "promise.txt"
SENTENCES, FOUND = parse_promises(FILE.read_text("utf-8"), "faq/promise.txt")
MADE, AGAIN = (worded(said, "en", 45) for said in SENTENCES.of("soon", "en")[:2])
SLIPPED = SENTENCES.of("slipped", "en")[0]
LATER = SENTENCES.of("later", "en")[0]


@dataclass
class Room:
    """An evening whose promises are kept by hand, look by look."""

    evening: Evening
    rules: Rules = field(default_factory=Rules)
    on_duty: set[str] = field(default_factory=lambda: {"kim"})
    promising: Promising = field(init=False)

    def __post_init__(self) -> None:
        e = self.evening
        self.promising = Promising(
            ROOM, e.store, lambda: self.rules, plain_lines, lambda: e.now, lambda: SENTENCES, lambda: self.on_duty
        )

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
    assert await room.reads() == [f"@Ben @Cat @Dan {AGAIN}"]


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


async def test_who_never_heard_the_promise_is_not_told_that_it_takes_longer(room: Room) -> None:
    await room.asks("ann")
    await room.promising.look()
    (line,) = await room.evening.store.next_replies(ROOM, 50)
    room.evening.later(31)
    await room.evening.store.expire_reply(line, reasons.TOO_LATE, room.evening.now)
    room.evening.later(30)
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
    await room.evening.reopen()
    room = Room(room.evening)  # the program was started again meanwhile
    await room.evening.ignored(await room.evening.heard(viewer="ann", text="hello again"))
    assert await room.reads() == ["@Ann Until nine."]
    assert await room.reads() == []


@pytest.mark.parametrize(
    ("said", "again"), [("Until nine.", True), ("One moment please.", False), ("The mask is in stock.", False)]
)
async def test_who_is_back_gets_only_an_answer_that_still_holds(room: Room, said: str, again: bool) -> None:
    sold_out, _ = parse_catalog(CATALOG.replace(",320,", ",0,"), "catalog.csv")
    room.promising.holds = lambda text, asked: holds_later(text, asked, sold_out)
    case = await room.asks("ann")
    await room.reads()
    room.evening.later(150)
    await reply(room.evening.store, case, said, room.evening.now)
    await room.reads()
    await room.evening.store.cases.resolve(case, "kim", "answered", room.evening.now)
    room.evening.later(300)
    await room.evening.ignored(await room.evening.heard(viewer="ann", text="hello again"))
    assert await room.reads() == ([f"@Ann {said}"] if again else [])


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


async def test_with_nobody_at_the_desk_no_time_is_promised_and_no_wait_excused(room: Room) -> None:
    room.on_duty = set()
    await room.asks("ann")
    assert await room.reads() == [f"@Ann {LATER}"]
    room.evening.later(60)
    assert await room.reads() == []
    room.on_duty = {"kim"}
    assert await room.reads() == [f"@Ann {SLIPPED}"]


async def test_whoever_is_away_keeps_no_promise(room: Room) -> None:
    await room.evening.store.shifts.leave("kim", room.evening.now)
    await room.asks("ann")
    assert await room.reads() == [f"@Ann {LATER}"]


async def test_nobody_hears_long_afterwards_that_it_takes_longer(room: Room) -> None:
    await room.asks("ann")
    await room.reads()
    room.on_duty = set()
    room.evening.later(400)
    assert await room.reads() == []
    room.on_duty = {"kim"}
    assert await room.reads() == []


async def test_whoever_is_angry_is_told_in_calm_words(room: Room) -> None:
    message = await room.evening.heard(viewer="ann", text="this is a scam, where is my refund")
    await room.evening.decided(message, Escalate("sounds angry", cues=(Cue(Sign.ANGRY, "scam"),)))
    calm = worded(SENTENCES.of("soon", "en", angry=True)[0], "en", 45)
    assert await room.reads() == [f"@Ann {calm}"]
    assert calm != MADE


async def test_a_person_who_talks_with_somebody_speaks_for_themselves_in_all_their_cases(room: Room) -> None:
    first = await room.asks("ann")
    await room.asks("ann", reason="something else")
    assert await room.evening.claimed(first)
    assert await room.reads() == []


async def test_a_room_switched_off_auto_at_this_very_moment_is_told_nothing(room: Room) -> None:
    await room.asks("ann")
    await room.evening.store.set_room_mode(ROOM, "silent", "kim", room.evening.now)
    assert await room.reads() == []


async def test_a_name_that_may_not_be_said_holds_nobody_up(room: Room) -> None:
    viewer = Viewer("ad", "VX 13800138000")
    message = ChatMessage(ROOM, "ad", viewer, "门店几点关门", room.evening.now)
    assert await room.evening.store.claim(message, room.evening.now)
    await room.evening.decided(message, Escalate("hard"))
    await room.asks("ann")
    assert await room.reads() == [f"@Ann {MADE}"]


async def test_two_viewers_of_one_name_are_reached_by_one_mention(room: Room) -> None:
    for viewer in ("ann", "another"):
        message = ChatMessage(ROOM, f"of {viewer}", Viewer(viewer, "Ann"), "when do you close", room.evening.now)
        assert await room.evening.store.claim(message, room.evening.now)
        await room.evening.decided(message, Escalate("hard"))
    assert await room.reads() == [f"@Ann {MADE}"]
    room.evening.later(25)
    assert await room.reads() == []


async def test_a_viewer_is_told_in_their_language(room: Room) -> None:
    await room.evening.decided(await room.evening.heard(viewer="ann", text="门店几点关门"), Escalate("hard"))
    await room.evening.decided(await room.evening.heard(viewer="ben"), Escalate("hard"))
    assert await room.reads() == [f"@Ann {worded(SENTENCES.of('soon', 'zh')[0], 'zh', 45)}"]
    room.evening.later(20)
    assert await room.reads() == [f"@Ben {MADE}"]


# the sentences


def test_the_sentences_that_ship_may_all_be_said() -> None:
    assert FOUND == []
    for group, sentences in SENTENCES.groups.items():
        assert sentences, group
        for said in sentences:
            assert Guard().verdict(worded(said, "zh", 45), "template").allowed, said
            assert "!" not in said or not group.endswith(ANGRY)


def test_a_time_is_said_in_seconds_or_minutes() -> None:
    assert worded("大约 {time}内回复", "zh", 45) == "大约 45 秒内回复"
    assert worded("in about {time}", "en", 180) == "in about 3 min"


def test_wordings_take_turns() -> None:
    said = {"a": START, "b": START - timedelta(minutes=1)}
    assert longest_unsaid(["a", "b", "c"], said) == "c"
    assert longest_unsaid(["a", "b"], said) == "b"
    assert longest_unsaid([], said) == ""


def test_where_nothing_is_written_for_the_angry_the_usual_words_serve() -> None:
    assert Sentences({"soon zh": ("收到",)}).of("soon", "zh", angry=True) == ("收到",)


def test_a_sentence_that_cannot_be_said_is_named_with_its_line_and_the_others_serve() -> None:
    text = (
        "[soon zh]\n收到 {name}\n收到，请稍等\n[later zh]\n{time}内回复\n[slipped zh angry]\n请再等等！\n[sono en]\n"
    )
    sentences, found = parse_promises(text + "[soon en]\n" + "x" * 81 + "\n", "promise.txt")
    assert [(one.line, one.what) for one in found] == [
        (2, "{name} is not known here."),
        (5, "{time} is not known here."),
        (7, "an exclamation mark for somebody who is angry."),
        (8, 'unknown group "sono en".'),
        (10, "the sentence has 81 characters."),
    ]
    assert [said for some in sentences.groups.values() for said in some] == ["收到，请稍等"]


@given(st.text(max_size=300))
def test_no_file_stops_the_program_and_nothing_unfit_is_said(text: str) -> None:
    sentences, _ = parse_promises(text, "promise.txt")
    assert set(sentences.groups) <= set(SECTIONS)
    for some in sentences.groups.values():
        assert all(0 < len(said) <= 80 for said in some)
