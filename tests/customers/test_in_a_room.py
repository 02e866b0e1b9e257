"""Codes and deletion in a running room: what is remembered, shown and logged; who was deleted meanwhile."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import pytest

from bot.customers.codes import MASK
from bot.store import Store, open_store
from bot.store.records import Decided, Recorded
from tests.fakes import START, Clock, ScriptedConnector, knowledge_of, room_of, running, settled

KNOWLEDGE = knowledge_of()


@pytest.fixture
async def store(tmp_path: Path) -> Store:
    return await open_store(f"sqlite:///{tmp_path}/shop.db")


async def code_for(store: Store, customer: str) -> str:
    (code,) = await store.customers.new_codes(customer, ("", ""), 1, timedelta(minutes=20), "kim", START)
    return code


async def test_a_code_is_nowhere_a_room_remembers_shows_or_logs(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    feed, code = ScriptedConnector(), await code_for(store, "C1")
    room = room_of(store, feed, Clock(), lambda: KNOWLEDGE)
    async with running(room):
        feed.says(f"绑定 {code}")
        feed.says(code.lower(), "ben")
        await settled(store, feed, 2)
    shown = [heard.message.text for heard in await store.recent_messages(feed.room, 5)]
    await store.close()
    assert sorted(shown) == sorted([f"绑定 {MASK}", MASK])
    everything = " ".join([repr(room.memory), caplog.text, *shown, *feed.texts]).upper()
    assert code not in everything
    assert len(feed.sent) == 2


async def test_who_is_deleted_while_their_message_is_decided_does_not_stop_the_room(store: Store) -> None:
    feed, record = ScriptedConnector(), store.record

    async def deleted_first(decided: Decided) -> Recorded:
        if decided.message.viewer.id == "ann":
            await store.customers.forget("", [("scripted", "ann")], {feed.room: "scripted"}, "kim", START)
        return await record(decided)

    room = room_of(store, feed, Clock(), lambda: KNOWLEDGE)
    with patch.object(store, "record", deleted_first):
        async with running(room):
            feed.says("when do you ship", "ann")
            feed.says("when do you ship", "ben")
            await settled(store, feed, 1)
    assert [heard.message.viewer.id for heard in await store.recent_messages(feed.room, 5)] == ["ben"]
    assert room._unrecorded == []
    await store.close()
