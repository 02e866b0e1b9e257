"""The line of questions that wait for a model."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.messages import ChatMessage, Suggest, Viewer
from bot.room.line import Line, Waiting

NOW = datetime(2026, 11, 12, 20, 0, tzinfo=UTC)


def asks(number: int, viewer: str) -> Waiting:
    return Waiting(ChatMessage("studio", f"m{number}", Viewer(viewer), "面膜", NOW), Suggest("asks"), NOW)


def test_who_waited_longest_is_next() -> None:
    line = Line()
    first, second = asks(1, "ann"), asks(2, "ben")
    for one in (first, second):
        assert line.put(one) == (None, None)
    assert [line.take(), line.take(), line.take()] == [first, second, None]


def test_the_newest_question_of_a_viewer_takes_the_place_of_the_older_one() -> None:
    line = Line()
    first, second, newer = asks(1, "ann"), asks(2, "ben"), asks(3, "ann")
    line.put(first)
    line.put(second)
    assert line.put(newer) == (first, None)
    assert line.all() == [second, newer]


def test_when_it_is_full_the_oldest_goes() -> None:
    line = Line(most=2)
    first = asks(1, "ann")
    line.put(first)
    line.put(asks(2, "ben"))
    assert line.put(asks(3, "cat")) == (None, first)


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.booleans()), max_size=60), st.integers(1, 4))
def test_nothing_is_lost_and_it_never_grows(happened: list[tuple[str, bool]], most: int) -> None:
    line, put, out = Line(most=most), 0, 0
    for number, (viewer, takes) in enumerate(happened):
        put += 1
        out += sum(one is not None for one in line.put(asks(number, viewer)))
        if takes:
            out += line.take() is not None
        assert len(line) <= most
        viewers = [one.viewer for one in line.all()]
        assert len(set(viewers)) == len(viewers)
    assert put == out + len(line)
