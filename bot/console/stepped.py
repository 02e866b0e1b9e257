"""How the step of a room is told: which one, since when, why or by whom, and what ends it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.console.desk import RoomView
from bot.console.words import Words
from bot.escalation.steps import Change, Standing, Step


def step_told(stands: Standing, t: Words) -> str:
    """Return how a room stands in one sentence; nothing where everything is normal."""
    if stands.step is Step.NORMAL:
        return ""
    step = t(f"step.{stands.step}")
    if not stands.by_itself:
        return t("step.by_hand", step=step, at=_clock(stands.chosen, t), name=stands.by)
    minutes = round(stands.quiet / timedelta(minutes=1))
    return t("step.by_itself", step=step, at=_clock(stands.since, t), why=t.reason(stands.why), minutes=minutes)


def stepped_back(rooms: Iterable[RoomView], t: Words) -> list[tuple[str, str]]:
    """Return the rooms in which the bot stepped back by itself, each with its sentence."""
    return [(room.name, step_told(room.stands, t)) for room in rooms if room.stands.by_itself]


def change_told(change: Change, t: Words) -> str:
    """Return a step that was taken in one line."""
    step, was = t(f"step.{change.step}"), t(f"step.{change.was}")
    if change.by:
        return t("step.set_by", step=step, was=was, name=change.by)
    return t("step.set", step=step, was=was, why=t.reason(change.why))


def _clock(at: datetime | None, t: Words) -> str:
    return at.astimezone(t.zone).strftime("%H:%M:%S") if at is not None else ""
