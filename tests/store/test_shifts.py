"""Who is away, and what shifts leave each other."""

from __future__ import annotations

from datetime import timedelta

from tests.store.conftest import ROOM, Evening


async def test_who_is_away_stays_so_since_then_until_they_are_back(evening: Evening) -> None:
    shifts, now = evening.store.shifts, evening.now
    await shifts.leave("Kim", now)
    await shifts.leave("Kim", now + timedelta(hours=1))
    assert await shifts.away() == {"Kim": now}
    assert await shifts.come_back("Kim")
    assert not await shifts.come_back("Kim")
    assert await shifts.away() == {}


async def test_the_last_note_is_kept_with_who_read_it_and_old_ones_go(evening: Evening) -> None:
    shifts, now = evening.store.shifts, evening.now
    assert await shifts.latest() is None
    first = await shifts.hand_over("Kim", "watch the cream", now)
    for _ in range(2):
        await shifts.read(first, "Tom", now)
    await shifts.read(99, "Tom", now)
    latest = await shifts.latest()
    assert latest is not None
    assert (latest.by, latest.text, latest.at, latest.read_by) == ("Kim", "watch the cream", now, ("Tom",))
    later = now + timedelta(days=8)
    second = await shifts.hand_over("Tom", "all quiet", later)
    latest = await shifts.latest()
    assert latest is not None
    assert (latest.id, latest.read_by) == (second, ())


async def test_a_viewer_who_is_deleted_is_in_no_note(evening: Evening) -> None:
    await evening.asked("m1", viewer="ann")
    await evening.store.shifts.hand_over("Kim", "Ann waits for a call, Ben too", evening.now)
    await evening.store.customers.forget("", [("practice", "ann")], {ROOM: "practice"}, "Kim", evening.now)
    latest = await evening.store.shifts.latest()
    assert latest is not None
    assert latest.text == "＊＊ waits for a call, Ben too"
