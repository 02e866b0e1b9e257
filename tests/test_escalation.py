"""The states of a case and the steps between them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.escalation import HELD, OPEN, STEPS, Asker, Escalation, State, may_go
from bot.messages import Urgency, Viewer

NOW = datetime(2026, 11, 12, 20, 0, tzinfo=UTC)


def case(state: State, by: str | None = None, until: datetime | None = None) -> Escalation:
    return Escalation(1, "studio", state, "hard", Urgency.NORMAL, "", NOW, 1, by, until)


@pytest.mark.parametrize(
    ("now", "to", "allowed"),
    [
        # a free case may be taken, put aside, closed, or outlived by the show
        (State.NEW, State.CLAIMED, True),
        (State.NEW, State.SNOOZED, True),
        (State.NEW, State.RESOLVED, True),
        (State.NEW, State.ON_AIR, True),
        (State.NEW, State.MERGED, True),
        (State.NEW, State.EXPIRED, True),
        (State.NEW, State.NEW, False),
        (State.NEW, State.WAITING, False),
        # a held one may be given back, taken over, or wait for its viewer
        (State.CLAIMED, State.NEW, True),
        (State.CLAIMED, State.CLAIMED, True),
        (State.CLAIMED, State.WAITING, True),
        (State.WAITING, State.CLAIMED, True),
        (State.WAITING, State.NEW, True),
        (State.SNOOZED, State.NEW, True),
        (State.SNOOZED, State.WAITING, False),
        # a closed one may be taken up again, and comes back when its reply did not arrive
        (State.RESOLVED, State.CLAIMED, True),
        (State.RESOLVED, State.NEW, True),
        (State.RESOLVED, State.EXPIRED, False),
        (State.ON_AIR, State.CLAIMED, True),
        (State.ON_AIR, State.NEW, False),
        (State.EXPIRED, State.CLAIMED, True),
        (State.EXPIRED, State.RESOLVED, False),
        (State.MERGED, State.CLAIMED, False),
        (State.MERGED, State.NEW, False),
    ],
)
def test_a_case_goes_only_where_a_step_leads(now: State, to: State, allowed: bool) -> None:
    assert may_go(now, to) is allowed


def test_every_state_has_a_way_on_but_what_is_another_case_now() -> None:
    assert set(STEPS) == set(State)
    assert {state for state in State if not STEPS[state]} == {State.MERGED}


@pytest.mark.parametrize("state", sorted(OPEN))
def test_whatever_is_open_can_be_taken_and_closed(state: State) -> None:
    for to in (State.CLAIMED, State.RESOLVED, State.ON_AIR, State.MERGED, State.EXPIRED):
        assert may_go(state, to)


def test_a_claim_holds_until_it_runs_out() -> None:
    held = case(State.CLAIMED, "mei", NOW + timedelta(minutes=5))
    assert held.holder(NOW) == "mei"
    assert held.holder(NOW + timedelta(minutes=5)) is None


def test_who_waits_for_the_viewer_has_the_case() -> None:
    assert case(State.WAITING, "mei", NOW + timedelta(minutes=3)).holder(NOW) == "mei"


@pytest.mark.parametrize("state", sorted(set(State) - HELD))
def test_a_case_that_is_not_claimed_is_held_by_nobody(state: State) -> None:
    assert case(state, "mei", NOW + timedelta(minutes=5)).holder(NOW) is None


# who asks, and what


def asked_by(*said: tuple[str, str]) -> Escalation:
    askers = tuple(Asker(f"m{n}", Viewer(who, who), text, NOW) for n, (who, text) in enumerate(said))
    return Escalation(1, "studio", State.NEW, "no sure answer", Urgency.NORMAL, "", NOW, 1, askers=askers)


def test_who_asks_on_is_still_one_asker() -> None:
    assert asked_by(("ann", "什么时候发货"), ("ann", "那运费呢")).people == 1
    assert asked_by(("ann", "包邮吗"), ("ben", "包邮吗")).people == 2


def test_a_case_is_headed_by_what_its_first_viewer_said_first_and_last() -> None:
    assert (
        asked_by(("ann", "什么时候发货"), ("ann", "那运费呢"), ("ben", "我也想问")).question
        == "什么时候发货 · 那运费呢"
    )
    assert asked_by(("ann", "包邮吗")).question == "包邮吗"
    assert asked_by().question == "no sure answer"
