"""The same question asked by several at once is one call."""

from __future__ import annotations

import asyncio

import pytest

from bot.model.joined import Joined


class Calls:
    """Counts the calls and ends them when told to."""

    def __init__(self) -> None:
        self.made = self.cancelled = 0
        self.end = asyncio.Event()

    async def __call__(self) -> int:
        """Make one call."""
        self.made += 1
        try:
            await self.end.wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        return self.made


async def test_all_who_wait_get_the_answer_of_one_call() -> None:
    calls, joined = Calls(), Joined[int]()
    waiting = [asyncio.create_task(joined.run("面膜", calls)) for _ in range(5)]
    await asyncio.sleep(0)
    calls.end.set()
    assert [await one for one in waiting] == [(1, False), *[(1, True)] * 4]
    assert (calls.made, len(joined)) == (1, 0)


async def test_another_question_is_another_call() -> None:
    calls, joined = Calls(), Joined[int]()
    waiting = [asyncio.create_task(joined.run(key, calls)) for key in ("面膜", "面霜")]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert calls.made == 2
    calls.end.set()
    await asyncio.gather(*waiting)


async def test_it_goes_on_for_those_who_stay_and_ends_with_the_last() -> None:
    calls, joined = Calls(), Joined[int]()
    stays, goes = (asyncio.create_task(joined.run("面膜", calls)) for _ in range(2))
    await asyncio.sleep(0.01)
    goes.cancel()
    await asyncio.wait([goes])
    assert (calls.cancelled, len(joined)) == (0, 1)
    stays.cancel()
    await asyncio.wait([stays])
    assert (calls.cancelled, len(joined)) == (1, 0)


async def test_a_failure_is_everybodys_and_not_remembered() -> None:
    joined = Joined[int]()

    async def fails() -> int:
        await asyncio.sleep(0)
        raise ValueError("down")

    waiting = [asyncio.create_task(joined.run("面膜", fails)) for _ in range(3)]
    for one in waiting:
        with pytest.raises(ValueError, match="down"):
            await one
    calls = Calls()
    calls.end.set()
    assert await joined.run("面膜", calls) == (1, False)
