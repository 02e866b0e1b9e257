"""What the practice connector makes of each frame."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.connectors.practice import parse_answer, parse_event, parse_frame
from bot.messages import ChatMessage, Deletion, Event, OnScreen, Viewer

NOW = datetime(2026, 11, 12, 20, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("frame", "event"),
    [
        ({"type": "delete", "id": "m1"}, Deletion("r", message_id="m1")),
        ({"type": "screen", "sku": None}, OnScreen("r", None)),
        ({"type": "screen", "sku": "A101", "product": {}}, OnScreen("r", "A101")),
        (
            {"type": "message", "id": "m1", "user": {"id": "u", "name": "n"}, "text": "t", "at": "?"},
            ChatMessage("r", "m1", Viewer("u", "n"), "t", NOW),
        ),
        # of no interest, or nothing at all
        ({"type": "status", "speed": 1}, None),
        ({"type": "message", "id": 1}, None),
        ({"type": "screen"}, None),
        ({}, None),
    ],
)
def test_what_each_frame_becomes(frame: dict[str, object], event: Event | None) -> None:
    assert parse_event("r", frame, NOW) == event


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists), st.text())
def test_no_frame_breaks_the_parser(value: object, text: str) -> None:
    for key in ("id", "user", "text", "at", "sku", "client_id", "retry_after"):
        for kind in ("message", "delete", "screen", "ack", "nack"):
            frame = {"type": kind, "id": "m", "user": {"id": "u", "name": text}, "text": text, key: value}
            parse_event("r", frame, NOW)
            parse_answer(frame)
    parse_frame(text)
