"""The model's books in the store: kept over a restart, no limit passed by two at once."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.spending import Call, CameTo, Limits, Notebook, Spent, forbidden
from bot.store import open_store
from tests.store.conftest import Evening

NOW = datetime(2026, 11, 12, 20, 0, tzinfo=UTC)
CALL = Call("studio", "ann", NOW, NOW.replace(hour=0), "deepseek/chat", "suggest@1+abcd", 300, 0.002)


async def test_a_restart_does_not_reset_what_was_spent(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/shop.db"
    store = await open_store(url)
    number = await store.model_calls.book_call(CALL, Limits(calls_per_day=1))
    assert isinstance(number, int)
    await store.close()
    store = await open_store(url)
    refused = await store.model_calls.book_call(replace(CALL, viewer="bob"), Limits(calls_per_day=1))
    assert refused == "the day's budget of calls is used up"
    await store.close()


async def test_of_many_at_once_no_more_pass_than_the_limit(evening: Evening) -> None:
    store = evening.store
    limits = Limits(calls_per_day=5, calls_per_viewer=100)
    booked = await asyncio.gather(*(store.model_calls.book_call(CALL, limits) for _ in range(20)))
    assert sum(isinstance(one, int) for one in booked) == 5


async def test_use_says_what_was_asked_what_it_cost_and_how_long_it_took(evening: Evening) -> None:
    store = evening.store
    books = store.model_calls
    for ms in (100.0, 300.0):
        number = await books.book_call(CALL, Limits())
        assert isinstance(number, int)
        await books.settle_call(number, CameTo("answered", ms, 210, 0.001, "chat-1"))
    number = await books.book_call(replace(CALL, room="other"), Limits())
    assert isinstance(number, int)
    await books.settle_call(number, CameTo("timeout", 3_000))
    await books.book_call(CALL, Limits())
    everything = await books.use(None, NOW - timedelta(hours=1))
    assert everything.calls == {"answered": 2, "timeout": 1, "under way": 1}
    assert (everything.tokens, round(everything.money, 6)) == (2 * 210 + 300 + 300, 0.006)
    assert everything.ms == {"deepseek/chat": (300.0, 300.0)}
    assert (await books.use("other", NOW - timedelta(hours=1))).calls == {"timeout": 1}
    assert (await books.use(None, NOW + timedelta(hours=1))).calls == {}


async def test_who_asked_is_forgotten_after_forty_days(evening: Evening) -> None:
    store = evening.store
    await store.model_calls.book_call(CALL, Limits())
    await store.model_calls.book_call(replace(CALL, at=NOW + timedelta(days=41)), Limits())
    assert sum((await store.model_calls.use(None, NOW - timedelta(days=1))).calls.values()) == 1


@pytest.mark.parametrize("minutes", [1, 9, 11])
async def test_the_store_and_the_notebook_keep_the_same_limits(evening: Evening, minutes: int) -> None:
    store = evening.store
    limits = Limits(calls_per_viewer=2, calls_per_minute=3)
    notebook = Notebook()
    calls = [
        CALL, replace(CALL, first=False), CALL, replace(CALL, viewer="bob"), CALL,
        replace(CALL, at=NOW + timedelta(minutes=minutes)),
    ]  # fmt: skip
    for call in calls:
        kept, noted = await store.model_calls.book_call(call, limits), await notebook.book_call(call, limits)
        assert isinstance(kept, int) == isinstance(noted, int), (kept, noted)
        if isinstance(kept, str):
            assert kept == noted


@pytest.mark.parametrize(
    ("call", "today", "of_viewer", "of_room", "why"),
    [
        (CALL, Spent(), 3, 0, "the viewer asked the model 3 times in 10 minutes"),
        (replace(CALL, first=False), Spent(), 3, 0, ""),
        (CALL, Spent(), 0, 30, "the room asked the model 30 times this minute"),
        (CALL, Spent(100, 9_800, 0), 0, 0, "the day's budget of tokens is used up"),
        (CALL, Spent(100, 8_000, 0), 0, 0, ""),
        (replace(CALL, casual=True), Spent(100, 8_000, 0), 0, 0, "the day's budget of tokens is nearly used up"),
        (CALL, Spent(100, 0, 0.999), 0, 0, "the day's budget of money is used up"),
        (CALL, Spent(1_999, 0, 0), 0, 0, ""),
        (CALL, Spent(2_000, 0, 0), 0, 0, "the day's budget of calls is used up"),
    ],
)
def test_the_limit_that_forbids_a_call_is_named(
    call: Call, today: Spent, of_viewer: int, of_room: int, why: str
) -> None:
    assert forbidden(call, Limits(tokens_per_day=10_000, money_per_day=1.0), today, of_viewer, of_room) == why
