"""Rooms' modes, customers, orders, staff and what lets them in."""

from __future__ import annotations

import asyncio
from datetime import datetime

from tests.store.conftest import Evening

# rooms


async def test_a_rooms_mode_is_the_last_one_chosen(evening: Evening) -> None:
    assert await evening.store.room_modes() == {}
    await evening.store.set_room_mode("studio", "silent", "kim", evening.now)
    await evening.store.set_room_mode("studio", "auto", "lee", evening.now)
    await evening.reopen()
    assert await evening.store.room_modes() == {"studio": "auto"}


# staff


async def test_a_name_is_taken_once(evening: Evening) -> None:
    kim = await evening.store.add_staff("kim", "admin", "", evening.now)
    assert kim is not None
    assert await evening.store.add_staff("kim", "agent", "x", evening.now) is None
    assert not kim.has_password
    await evening.store.set_password(kim.id, "hash")
    found = await evening.store.staff_named("kim")
    assert found is not None
    assert (found[0].role, found[0].has_password, found[1]) == ("admin", True, "hash")
    assert await evening.store.staff_named("lee") is None
    await evening.store.add_staff("ada", "agent", "", evening.now)
    assert [member.name for member in await evening.store.all_staff()] == ["ada", "kim"]


async def test_an_invitation_works_once(evening: Evening) -> None:
    await evening.store.add_invitation("token", "admin", evening.in_(60))
    used = await asyncio.gather(*(evening.store.use_invitation("token", evening.now) for _ in range(4)))
    assert sorted(role or "" for role in used) == ["", "", "", "admin"]
    assert await evening.store.use_invitation("another", evening.now) is None


async def test_an_invitation_runs_out(evening: Evening) -> None:
    await evening.store.add_invitation("token", "admin", evening.in_(60))
    assert await evening.store.use_invitation("token", evening.later(60)) is None


async def signed_in(evening: Evening, token: str = "token", name: str = "kim") -> int:
    member = await evening.store.add_staff(name, "agent", "", evening.now)
    assert member is not None
    await evening.store.add_session(token, member.id, evening.now)
    return member.id


async def is_in(evening: Evening, at: datetime, token: str = "token") -> bool:
    return await evening.store.session(token, at, idle_s=1800, longest_s=43_200) is not None


async def test_a_session_that_is_used_stays_until_its_longest(evening: Evening) -> None:
    await signed_in(evening)
    for _ in range(28):
        assert await is_in(evening, evening.later(1500))
    evening.later(1500)
    assert not await is_in(evening, evening.now)


async def test_a_session_that_is_not_used_runs_out(evening: Evening) -> None:
    await signed_in(evening)
    assert await is_in(evening, evening.in_(1799))
    assert not await is_in(evening, evening.in_(1799 + 1800))
    assert not await is_in(evening, evening.now, "another")


async def test_sessions_end_one_by_one_or_all_of_a_person(evening: Evening) -> None:
    kim = await signed_in(evening, "a")
    await evening.store.add_session("b", kim, evening.now)
    await evening.store.add_session("c", kim, evening.now)
    await signed_in(evening, "lees", "lee")
    await evening.store.end_sessions(token_hash="a")
    assert [await is_in(evening, evening.now, token) for token in "abc"] == [False, True, True]
    await evening.store.end_sessions(staff_id=kim)
    assert [await is_in(evening, evening.now, token) for token in ("b", "c", "lees")] == [False, False, True]
    await evening.store.audit("kim", "log out everywhere", "kim", "", evening.now)
