"""What was said is kept: who worded it, what was stopped, what was called wrong."""

from __future__ import annotations

from datetime import timedelta

from bot.guard import Guard
from bot.messages import Escalate
from bot.store.records import Decided
from bot.store.said import Said, Stage, said_of
from tests.store.conftest import ROOM, START, Evening

GUARD = Guard()


def record(text: str, minutes: int = 0, **more: str) -> Said:
    return said_of(GUARD.verdict(text), START + timedelta(minutes=minutes), ROOM, Stage.LEFT, **more)


async def test_what_was_said_is_read_back_as_it_was_kept(evening: Evening) -> None:
    kept = [record("48 小时内发货", entry="ship-when", message_id="m1"), record("全网最低价，只要59", 1, by="Li Na")]
    for one in kept:
        await evening.store.said.keep(one)
    assert list(await evening.store.said.since(START)) == kept
    assert kept[0].allowed
    assert "absolute-claim" in kept[1].rules
    assert kept[1].rewrite == "优惠价，只要59"


async def test_it_is_read_by_time_room_and_kind(evening: Evening) -> None:
    model = Said(START, "other", Stage.LEFT, "model", "AI助手：质地清爽", ai="质地清爽")
    for one in (record("包邮"), record("全网最低", 5), model):
        await evening.store.said.keep(one)
    assert [one.text for one in await evening.store.said.since(START + timedelta(minutes=1))] == ["全网最低"]
    assert [one.text for one in await evening.store.said.since(START, stopped=True)] == ["全网最低"]
    assert list(await evening.store.said.since(START, ai=True)) == [model]
    assert list(await evening.store.said.since(START, room="other")) == [model]


async def test_no_personal_data_is_kept(evening: Evening) -> None:
    await evening.store.said.keep(record("打 13812345678"))
    (kept,) = await evening.store.said.since(START)
    assert kept.text == "打 ＊＊＊"


async def test_what_is_older_than_the_shop_keeps_is_deleted(evening: Evening) -> None:
    await evening.store.said.keep(record("包邮"))
    await evening.store.said.keep(record("包邮呢", 10))
    assert await evening.store.said.forget(START + timedelta(minutes=5)) == 1
    assert [one.text for one in await evening.store.said.since(START)] == ["包邮呢"]


async def test_an_answer_that_was_stopped_is_kept_with_its_case(evening: Evening) -> None:
    asked = await evening.heard("m1")
    stopped = Escalate("the guard stopped the answer", draft="全网最低", stopped=("absolute-claim",))
    await evening.store.record(Decided(asked, stopped, START))
    (kept,) = await evening.store.said.since(START)
    assert (kept.stage, kept.rules, kept.text, kept.message_id) == (
        Stage.DECIDED,
        ("absolute-claim",),
        "全网最低",
        "m1",
    )


async def test_an_answer_that_was_called_wrong_is_a_record_as_well(evening: Evening) -> None:
    asked = await evening.heard("m1")
    await evening.store.record(Decided(asked, Escalate("x", draft="y"), START, against=("m0", "ship-when")))
    (kept,) = await evening.store.said.since(START)
    assert (kept.stage, kept.entry, kept.message_id, kept.by) == (Stage.CORRECTED, "ship-when", "m0", "viewer")
