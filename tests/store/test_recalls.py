"""Who had got a recalled answer is known by name, and is told once; the bot goes on talking with them."""

from __future__ import annotations

from functools import partial

from bot.escalation import State
from bot.escalation.mentions import batches, plain_lines
from bot.messages import Answer, Deletion, Escalate, Merge, ReplyKind, Scored, SendResult
from bot.store.recalls import Correction
from bot.store.records import Decided, Draft
from tests.store.conftest import ROOM, Evening
from tests.store.test_replies import names, sent_all

TEXT = "更正：满 99 包邮。"
WRONG = Answer("post", "满 59 包邮。", "own words", Scored("post", 1.0))


async def got_it(evening: Evening, viewer: str, *, room: str = ROOM, into: str | None = None) -> str:
    """Let a viewer ask and be answered wrongly; `into` joins another's answer."""
    message = await evening.heard(text="包邮吗", viewer=viewer, room=room)
    decision = WRONG if into is None else Merge("same", into_message=into, own=WRONG)
    draft = Draft(ReplyKind.FAQ, WRONG.text, evening.in_(45), entry="post", wording="0")
    await evening.store.record(Decided(message, decision, evening.now, draft=draft))
    return message.id


async def recalled(evening: Evening) -> int:
    await evening.store.recalls.add("post", "m1", WRONG.text, "Li Na", "", evening.now)
    return (await evening.store.recalls.several())[0].id


def correction(evening: Evening, recall: int, text: str = TEXT) -> Correction:
    split = partial(batches, text=text, lines=plain_lines)
    return Correction(recall, "Li Na", text, None, lambda room: split, evening.in_(600), evening.now)


async def test_everybody_who_read_it_is_listed_with_when_and_what(evening: Evening) -> None:
    first = await got_it(evening, "ann")
    await got_it(evening, "ben", into=first)
    await sent_all(evening)
    evening.later(60)
    await got_it(evening, "cid")
    await sent_all(evening, SendResult("refused", reason="no"))  # nobody read that
    await got_it(evening, "dan")  # on its way
    listed = await evening.store.recalls.got("post")
    assert {(one.name, one.read, one.asked) for one in listed} == {
        ("Ann", WRONG.text, "包邮吗"), ("Ben", WRONG.text, "包邮吗"),
    }  # fmt: skip
    assert not await evening.store.recalls.got("post", evening.now)
    assert not await evening.store.recalls.got("pos")


async def test_they_are_told_in_batches_once_and_the_case_is_closed(evening: Evening) -> None:
    for n in range(12):
        await got_it(evening, f"v{n}")
    await sent_all(evening)
    recall = await recalled(evening)
    (case,) = await evening.store.recalls.correct(correction(evening, recall))
    rows = await evening.store.next_replies(ROOM, 99)
    assert names(rows) == [f"V{n}" for n in range(12)]
    assert [len(row.mentions) for row in rows] == [8, 4]
    kept = await evening.store.cases.one(case)
    assert kept is not None
    assert (kept.state, kept.resolved_by, kept.people) == (State.RESOLVED, "Li Na", 12)
    assert await evening.store.recalls.correct(correction(evening, recall)) == ()
    assert (await evening.store.recalls.several())[0].told_by == "Li Na"
    await sent_all(evening)
    balance = await evening.balance()
    assert (balance.answered, balance.unexplained) == (12, 0)


async def test_the_bot_goes_on_with_what_else_they_ask(evening: Evening) -> None:
    await got_it(evening, "ann")
    await sent_all(evening)
    recall = await recalled(evening)
    asked = await got_it(evening, "ann")  # another answer is about to leave
    await evening.store.recalls.correct(correction(evening, recall))
    waiting = await evening.store.next_replies(ROOM, 99)
    assert asked in [row.message_id for row in waiting if row.kind is ReplyKind.FAQ]
    assert not await evening.store.cases.held_viewers(ROOM, evening.now)


async def test_each_room_is_told_by_itself_and_removed_viewers_are_not(evening: Evening) -> None:
    gone = await got_it(evening, "ann")
    await got_it(evening, "ben")
    await sent_all(evening)
    await got_it(evening, "cid", room="other")
    for row in await evening.store.next_replies("other", 9):
        started = await evening.store.start_sending(row.id, evening.now)
        assert started is not None
        await evening.store.settle(started, SendResult("sent", "p"), evening.now)
    await evening.store.delete(Deletion(ROOM, gone), evening.now)
    cases = await evening.store.recalls.correct(correction(evening, await recalled(evening)))
    assert len(cases) == 2
    assert names(await evening.store.next_replies(ROOM, 9)) == ["Ben"]
    assert names(await evening.store.next_replies("other", 9)) == ["Cid"]


async def test_a_correction_that_does_not_arrive_comes_back_to_people(evening: Evening) -> None:
    await got_it(evening, "ann")
    await sent_all(evening)
    (case,) = await evening.store.recalls.correct(correction(evening, await recalled(evening)))
    await sent_all(evening, SendResult("refused", reason="muted"))
    kept = await evening.store.cases.one(case)
    assert kept is not None
    assert (kept.state, kept.draft) == (State.NEW, TEXT)


async def test_who_is_in_a_case_already_is_left_to_whoever_has_it(evening: Evening) -> None:
    await got_it(evening, "ann")
    await sent_all(evening, SendResult("unknown", reason="cut off"))  # a person looks whether it arrived
    (listed,) = await evening.store.recalls.got("post")
    assert (listed.sure, listed.case_id is not None) == (False, True)
    assert await evening.store.recalls.correct(correction(evening, await recalled(evening))) == ()


async def test_staff_are_not_offered_the_wrong_answer_as_a_draft(evening: Evening) -> None:
    for viewer, entry, draft in (("ann", "post", WRONG.text), ("ben", "ship", "48 小时。")):
        message = await evening.heard(viewer=viewer)
        await evening.decided(message, Escalate("unsure", draft=draft, best=Scored(entry, 0.6)))
    await recalled(evening)
    drafts = {one.askers[0].viewer.id: one.draft for one in await evening.store.cases.several()}
    assert drafts == {"ann": "", "ben": "48 小时。"}


async def test_a_show_begins_where_the_rooms_were_still_for_an_hour(evening: Evening) -> None:
    assert await evening.store.recalls.show_began(evening.now) is None
    await evening.heard(viewer="ann")
    began = evening.later(4_000)
    await evening.heard(viewer="ben")
    evening.later(600)
    await evening.heard(viewer="cid")
    assert await evening.store.recalls.show_began(evening.now) == began
