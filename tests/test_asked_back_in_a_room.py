"""A room asks back, is answered, and remembers what it asked over a restart and a write that fails."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from bot.faq.match import Matcher
from bot.messages import Outcome
from bot.room import Room
from bot.store import Store, open_store
from tests.fakes import Clock, ScriptedConnector, knowledge_of, room_of, running, settled
from tests.test_near_misses import Judged, unsure

QUESTION = "how about the price of sending"
TORN = Judged({QUESTION: unsure(("postage", 0.45), ("ship", 0.40))})
ASKED = "@Ann Which one do you mean? 1. Is shipping free 2. When do you ship (just say 1 or 2)"


class Show:
    """A room whose matcher is torn between two entries."""

    def __init__(self, store: Store) -> None:
        self.store, self.now = store, Clock()
        self.feed, self.room = self.opened(0)

    def opened(self, said: int) -> tuple[ScriptedConnector, Room]:
        knowledge = replace(knowledge_of(), matcher=cast(Matcher, TORN))
        feed = ScriptedConnector()
        feed.said = said
        return feed, room_of(self.store, feed, self.now, lambda: knowledge)


@pytest.fixture
async def show(tmp_path: Path) -> AsyncIterator[Show]:
    store = await open_store(f"sqlite:///{tmp_path}/shop.db")
    made = Show(store)
    yield made
    for balance in await store.balance():
        assert (balance.unexplained, balance.doubled, balance.in_flight) == (0, 0, 0)
    await store.close()


async def test_the_viewer_is_asked_and_answered(show: Show) -> None:
    async with running(show.room):
        show.feed.says(QUESTION, "ann")
        await settled(show.store, show.feed, 1)
        show.feed.says("1", "ben")
        show.feed.says("2", "ann")
        await settled(show.store, show.feed, 3)
    assert show.feed.texts == [ASKED, "@Ann Within 48 hours."]
    (balance,) = await show.store.balance()
    assert (balance.clarified, balance.answered, balance.ignored) == (1, 1, 1)


async def test_a_restart_forgets_nothing_that_was_asked(show: Show) -> None:
    async with running(show.room):
        show.feed.says(QUESTION, "ann")
        await settled(show.store, show.feed, 1)
    feed, room = show.opened(show.feed.said)
    async with running(room):
        feed.says("1", "ann")
        await settled(show.store, feed, 2)
    assert feed.texts == ["@Ann Free from 59."]


async def test_a_choice_that_could_not_be_written_is_made_again(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    real, failures = show.store.record, [sqlite3.OperationalError("database is locked")]

    async def failing(*args: object) -> object:
        if show.room.heard == 2 and failures:
            raise failures.pop()
        return await real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr("bot.room.LOOK_EVERY_S", 0.05)
    monkeypatch.setattr(show.store, "record", failing)
    async with running(show.room):
        show.feed.says(QUESTION, "ann")
        await settled(show.store, show.feed, 1)
        said = show.feed.says("2", "ann")
        await settled(show.store, show.feed, 2)
    assert not failures
    (heard,) = await show.store.recent_messages(show.room.name, 1, only=[said.id])
    assert (heard.outcome, heard.reply) == (Outcome.ANSWER, "Within 48 hours.")
