"""`rooms`: how far each room is left to the bot, and taking a room a step down or up."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import click

from bot.commands.common import Failed, RunningDesk, as_json, by_option, command, json_option, reading, writing
from bot.escalation.steps import Standing, Step
from bot.problems import did_you_mean
from bot.room.stepping import Stepping
from bot.settings import RoomSettings, Settings


@click.group("rooms")
def rooms() -> None:
    """The rooms: their mode, their step, and the steps they took."""


@rooms.command("list")
@click.option("--log", "count", type=click.IntRange(0, 1000), default=10, show_default=True, metavar="N",
              help="How many of the last steps are printed below.")  # fmt: skip
@json_option
@command
async def list_(settings: Settings, count: int, in_json: bool) -> None:
    """List every room with its mode and step, since when and why, and the last steps that were taken."""
    async with reading(settings) as store:
        modes = await store.room_modes() if store is not None else {}
        stand = {
            room.name: await store.steps.standing(room.name) if store is not None else Standing()
            for room in settings.rooms
        }
        log = list(await store.steps.changes(limit=count)) if store is not None and count else []
    found = [_told(room, modes.get(room.name, room.mode), stand[room.name]) for room in settings.rooms]
    if in_json:
        click.echo(as_json({"rooms": found, "steps": [asdict(change) for change in log]}))
        return
    for one in found:
        why = f"  since {_clock(one['since'])}, {one['by'] or 'by itself: ' + one['why']}" if one["since"] else ""
        click.echo(f"{one['room']:<16} {one['mode']:<13} {one['step']:<12}{why if one['step'] != 'normal' else ''}")
    for change in log:
        told = change.by or f"by itself: {change.why}"
        click.echo(f"  {_clock(change.at)}  {change.room:<16} {change.was} -> {change.step}  {told}")


def _told(room: RoomSettings, mode: str, stands: Standing) -> dict[str, Any]:
    by, why = (stands.by, "") if not stands.by_itself else ("", stands.why)
    return {
        "room": room.name, "mode": mode, "step": stands.step, "by": by, "why": why, "since": stands.since,
        "steps": room.steps,
    }  # fmt: skip


def _clock(at: datetime) -> str:
    return at.astimezone().strftime("%Y-%m-%d %H:%M:%S")


@rooms.command("step")
@click.argument("room")
@click.argument("step", type=click.Choice([str(step) for step in Step]))
@by_option
@json_option
@command
async def step(settings: Settings, room: str, step: str, by: str, in_json: bool) -> None:
    """Take a room a step down or up, at once where it runs; normal lifts what was set by hand."""
    of_room = next((one for one in settings.rooms if one.name == room), None)
    if of_room is None:
        names = [one.name for one in settings.rooms]
        raise Failed(f'There is no room "{room}". {did_you_mean(room, names)}')
    async with writing(settings) as where:
        if isinstance(where, RunningDesk):
            await where.ask("POST", "/api/rooms/step", {"room": room, "step": step, "by": by})
        else:
            stepping = Stepping(room, where, lambda: datetime.now(UTC), of_room.steps == "automatic")
            await stepping.begin()
            was = stepping.step
            await stepping.choose(Step(step), by)
            await where.audit(by, "step", room, "", datetime.now(UTC), was=was, became=step)
    click.echo(as_json({"room": room, "step": step}) if in_json else f"{room}: {step}")
