"""`escalations`: the queue without a browser."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import aiohttp
import click

from bot.clientele import Clientele
from bot.commands.common import (
    Failed,
    RunningDesk,
    as_json,
    by_option,
    command,
    json_option,
    load_files,
    read_catalog,
    reading,
    writing,
)
from bot.console import cases_api
from bot.console.api import Wrong
from bot.console.desk import Desk
from bot.console.priorities import Priorities
from bot.escalation import HELD, State
from bot.guard import Guard
from bot.running import find_running
from bot.settings import Settings
from bot.store import Store, sqlite_path

CASE = click.IntRange(1, 2**53)
ASKED_FOR_S = 10.0
"""Seconds after which the running program is not waited for."""
SECONDS = {"s": 1, "m": 60, "h": 3600}


class Length(click.ParamType[int]):
    """A length of time such as 90s, 10m or 2h, in seconds."""

    name = "length"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read it."""
        text = str(value).strip()
        if not (text[:-1].isascii() and text[:-1].isdigit() and text[-1:] in SECONDS and len(text) < 7):
            self.fail(f'"{text[:40]}" is no length of time. Write 90s, 10m or 2h.', param, ctx)
        return int(text[:-1]) * SECONDS[text[-1]]


LENGTH = Length()


@click.group("escalations")
def escalations() -> None:
    """The queue: cases that wait for a person."""


@escalations.command("list")
@click.option("--room", default=None, metavar="ROOM", help="Only this room.")
@click.option("--all", "everything", is_flag=True, help="Closed cases too.")
@json_option
@command
async def list_(settings: Settings, room: str | None, everything: bool, in_json: bool) -> None:
    """List the open cases, the most pressing first, each with its points, then oldest first."""
    found = await _listed(settings, room, everything)
    if in_json:
        click.echo(as_json(found))
        return
    for case in found:
        click.echo(_line(case))
    if not found:
        click.echo("No case is waiting.")


async def _listed(settings: Settings, room: str | None, everything: bool) -> list[dict[str, Any]]:
    """Ask the running program, which knows what is on screen; without one, read the store."""
    if (running := find_running(sqlite_path(settings.store.url))) is not None:
        asked = urlencode({"room": room or "", "all": "1" if everything else ""})
        try:
            async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=ASKED_FOR_S)) as session:
                found: list[dict[str, Any]] = await RunningDesk(session, running).ask(
                    "GET", f"/api/escalations?{asked}"
                )
                return found
        except (Failed, TimeoutError):
            pass  # the note is of a program that is gone, or it is busy: the store can be read beside it
    async with reading(settings) as store:
        if store is None:
            return []
        desk = _reading_desk(settings, store)
        rooms = [room] if room else None
        return await cases_api.listed(desk, Priorities(desk), rooms=rooms, open_only=not everything)


def _line(case: dict[str, Any]) -> str:
    now = datetime.now(UTC)
    age = int((now - datetime.fromisoformat(case["opened_at"])).total_seconds())
    held = case["state"] in HELD and case["claim_until"] and datetime.fromisoformat(case["claim_until"]) > now
    has = "waits for them" if case["state"] == State.WAITING else "has it"
    who = f"{case['claimed_by']} {has}" if held else "new" if case["state"] in HELD else case["state"]
    asked = case["askers"][0] if case["askers"] else None
    question = f"{asked['viewer']['name'] or asked['viewer']['id']}: {asked['text']}" if asked else ""
    more = f" (+{len(case['askers']) - 1})" if len(case["askers"]) > 1 else ""
    mark, points = "!" if case["urgency"] == "high" else " ", case["priority"]["points"]
    asked_of = f"{case['id']:>5} {mark} {points:>3} {case['room']:<12} {age:>6} s"
    shown = f" (while {asked['on_screen']} was on screen)" if asked and asked["on_screen"] else ""
    return f"{asked_of}  {who:<16} {question}{shown}{more}  [{case['reason']}]"


@escalations.command("claim")
@click.argument("case", type=CASE)
@by_option
@json_option
@command
async def claim(settings: Settings, case: int, by: str, in_json: bool) -> None:
    """Take a case; the bot is silent for its viewers from then on."""
    await _act(settings, "claim", case, {"by": by}, in_json)


@escalations.command("reply")
@click.argument("case", type=CASE)
@click.argument("text")
@by_option
@click.option("--resolve", "resolves", is_flag=True, help="Close the case as answered.")
@json_option
@command
async def reply(settings: Settings, case: int, text: str, by: str, resolves: bool, in_json: bool) -> None:
    """Answer everybody who asked; it goes out through the room."""
    said = {"by": by, "text": text, "resolve": resolves, "once": secrets.token_urlsafe(12)}
    await _act(settings, "reply", case, said, in_json)


@escalations.command("resolve")
@click.argument("case", type=CASE)
@click.option("--as", "resolution", default="no answer needed", show_default=True, help="What became of it.")
@by_option
@json_option
@command
async def resolve(settings: Settings, case: int, resolution: str, by: str, in_json: bool) -> None:
    """Close a case."""
    await _act(settings, "resolve", case, {"by": by, "resolution": resolution}, in_json)


@escalations.command("note")
@click.argument("case", type=CASE)
@click.argument("text")
@by_option
@json_option
@command
async def note(settings: Settings, case: int, text: str, by: str, in_json: bool) -> None:
    """Write something down for colleagues; no viewer ever reads it."""
    await _act(settings, "note", case, {"by": by, "text": text}, in_json)


@escalations.command("snooze")
@click.argument("case", type=CASE)
@click.option("--for", "seconds", type=LENGTH, default=None, metavar="LENGTH", help="How long: 90s, 10m or 2h.")
@click.option("--until-product", "sku", default="", metavar="SKU", help="Until this product is on screen again.")
@by_option
@json_option
@command
async def snooze(settings: Settings, case: int, seconds: int | None, sku: str, by: str, in_json: bool) -> None:
    """Put a case aside; it comes back by itself at its age, at its viewer's next word at the latest."""
    await _act(settings, "snooze", case, {"by": by, "seconds": seconds, "sku": sku}, in_json)


@escalations.command("wake")
@click.argument("case", type=CASE)
@by_option
@json_option
@command
async def wake(settings: Settings, case: int, by: str, in_json: bool) -> None:
    """Bring a snoozed case back to the queue."""
    await _act(settings, "wake", case, {"by": by}, in_json)


@escalations.command("hand")
@click.argument("case", type=CASE)
@click.option("--back", is_flag=True, help="Take it back from the host.")
@by_option
@json_option
@command
async def hand(settings: Settings, case: int, back: bool, by: str, in_json: bool) -> None:
    """Put a case before the host: it stands on the page /host until it is answered."""
    await _act(settings, "hand", case, {"by": by, "back": back}, in_json)


@escalations.command("on-air")
@click.argument("case", type=CASE)
@by_option
@json_option
@command
async def on_air(settings: Settings, case: int, by: str, in_json: bool) -> None:
    """Close a case that the host has just answered before the camera; nobody says it again."""
    await _act(settings, "on-air", case, {"by": by}, in_json)


@escalations.command("merge")
@click.argument("case", type=CASE)
@click.argument("into", type=CASE)
@by_option
@json_option
@command
async def merge(settings: Settings, case: int, into: int, by: str, in_json: bool) -> None:
    """Move everybody who asks in a case into another one of the same room."""
    await _act(settings, "merge", case, {"by": by, "into": into}, in_json)


@escalations.command("assign")
@click.argument("case", type=CASE)
@click.argument("to", metavar="COLLEAGUE")
@click.option("--anyones", is_flag=True, help="Even a case that somebody else holds.")
@by_option
@json_option
@command
async def assign(settings: Settings, case: int, to: str, anyones: bool, by: str, in_json: bool) -> None:
    """Hand a case to a colleague, who has it at once."""
    await _act(settings, "assign", case, {"by": by, "to": to, "anyones": anyones}, in_json)


@escalations.command("expire")
@click.option("--room", required=True, metavar="ROOM", help="Whose show is over.")
@by_option
@json_option
@command
async def expire(settings: Settings, room: str, by: str, in_json: bool) -> None:
    """End a show: close every open case of its room. They stay on record; stopping the program ends no show."""
    if room not in [one.name for one in settings.rooms]:
        raise Failed(f'There is no room "{room}". Rooms: {", ".join(one.name for one in settings.rooms)}.')
    said = {"by": by, "room": room}
    async with writing(settings) as target:
        if isinstance(target, RunningDesk):
            found = await target.ask("POST", "/api/escalations/expire", said)
        else:
            found = await _here(cases_api.expire(_desk(settings, target), said))
    click.echo(as_json(found) if in_json else f"Room {room}: {found['expired']} open cases expired.")


async def _act(settings: Settings, step: str, case: int, said: dict[str, Any], in_json: bool) -> None:
    async with writing(settings) as target:
        if isinstance(target, RunningDesk):
            found = await target.ask("POST", f"/api/escalations/{case}/{step}", said)
        else:
            if step == "reply":
                late = "Roomhand is not running: the reply leaves if it is started within ten minutes."
                click.echo(late, err=True)
            found = await _here(cases_api.step(_desk(settings, target), case, step, said))
    click.echo(as_json(found) if in_json else _standing(found))


def _standing(case: dict[str, Any]) -> str:
    holder = case["claimed_by"] if case["state"] in HELD else None
    until = f" until {case['snooze_until']}" if case["snooze_until"] else ""
    until += f" until {case['snooze_sku']} is on screen" if case["snooze_sku"] else ""
    return f"Case {case['id']}: {case['state']}{until}, held by {holder or 'nobody'}."


async def _here(doing: Awaitable[dict[str, Any]]) -> dict[str, Any]:
    """Do it in the store itself, as no program is running."""
    try:
        return await doing
    except Wrong as wrong:
        raise Failed(f"{wrong.error} {wrong.fix}".strip()) from None


def _reading_desk(settings: Settings, store: Store) -> Desk:
    """Return what is needed to say in which order cases are; the FAQ is not read for it."""
    catalog = read_catalog(settings.shop.catalog)
    return Desk(
        store=store,
        rooms=list,
        problems=list,
        catalog=lambda: catalog,
        practice=settings.practice,
        switch_mode=_no_switch,
        check_reply=lambda text: Guard().verdict(text, "staff"),
        api_token="",
        tiers=Clientele(store, settings, lambda: datetime.now(UTC)).tiers_of,
    )


def _desk(settings: Settings, store: Store) -> Desk:
    knowledge = load_files(settings).knowledge
    return Desk(
        store=store,
        rooms=list,
        problems=list,
        catalog=lambda: knowledge.catalog,
        practice=settings.practice,
        switch_mode=_no_switch,
        check_reply=lambda text: knowledge.guard.verdict(text, "staff"),
        api_token="",
        terms=settings.terms,
    )


async def _no_switch(room: str, mode: str, by: str) -> None:
    """Rooms are switched on the console of a running program."""
