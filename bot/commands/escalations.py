"""`escalations`: the queue without a browser."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import Any

import click

from bot.commands.common import (
    Failed,
    RunningDesk,
    as_json,
    by_option,
    command,
    json_option,
    load_files,
    reading,
    writing,
)
from bot.console import acts
from bot.console.acts import Done, Held, Refused
from bot.console.api import case_json
from bot.console.desk import Desk
from bot.escalation import Escalation
from bot.settings import Settings
from bot.store import Store


@click.group("escalations")
def escalations() -> None:
    """The queue: cases that wait for a person."""


@escalations.command("list")
@click.option("--room", default=None, metavar="ROOM", help="Only this room.")
@click.option("--all", "everything", is_flag=True, help="Closed cases too.")
@json_option
@command
async def list_(settings: Settings, room: str | None, everything: bool, in_json: bool) -> None:
    """List the open cases, urgent first, then oldest first."""
    async with reading(settings) as store:
        rooms = [room] if room else None
        cases = [] if store is None else await store.cases.several(rooms=rooms, open_only=not everything)
    if in_json:
        click.echo(as_json([case_json(case) for case in cases]))
        return
    for case in cases:
        click.echo(_line(case))
    if not cases:
        click.echo("No case is waiting.")


def _line(case: Escalation) -> str:
    now = datetime.now(UTC)
    age = int((now - case.opened_at).total_seconds())
    holder = case.holder(now)
    who = f"{holder} has it" if holder else case.state.value
    asked = case.askers[0] if case.askers else None
    question = f"{asked.viewer.name or asked.viewer.id}: {asked.text}" if asked else ""
    more = f" (+{len(case.askers) - 1})" if len(case.askers) > 1 else ""
    mark = "!" if case.urgency.value == "high" else " "
    return f"{case.id:>5} {mark} {case.room:<12} {age:>6} s  {who:<16} {question}{more}  [{case.reason}]"


@escalations.command("claim")
@click.argument("case", type=click.IntRange(1, 2**63 - 1))
@by_option
@json_option
@command
async def claim(settings: Settings, case: int, by: str, in_json: bool) -> None:
    """Take a case; the bot is silent for its viewers from then on."""
    await _act(settings, "claim", case, {"by": by}, in_json)


@escalations.command("reply")
@click.argument("case", type=click.IntRange(1, 2**63 - 1))
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
@click.argument("case", type=click.IntRange(1, 2**63 - 1))
@click.option("--as", "resolution", default="no answer needed", show_default=True, help="What became of it.")
@by_option
@json_option
@command
async def resolve(settings: Settings, case: int, resolution: str, by: str, in_json: bool) -> None:
    """Close a case."""
    await _act(settings, "resolve", case, {"by": by, "resolution": resolution}, in_json)


async def _act(settings: Settings, step: str, case: int, said: dict[str, Any], in_json: bool) -> None:
    async with writing(settings) as target:
        if isinstance(target, RunningDesk):
            found = await target.ask("POST", f"/api/escalations/{case}/{step}", said)
        else:
            found = await _act_here(settings, target, step, case, said)
    click.echo(
        as_json(found) if in_json else f"Case {case}: {found['state']}, held by {found['claimed_by'] or 'nobody'}."
    )


async def _act_here(settings: Settings, store: Store, step: str, case: int, said: dict[str, Any]) -> dict[str, Any]:
    """Do it in the store itself: no program is running, so a reply leaves at the next start if it is in time."""
    knowledge = load_files(settings).knowledge
    desk = Desk(
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
    done: Done | Held | Refused | None
    match step:
        case "claim":
            done = await acts.claim(desk, case, said["by"])
        case "resolve":
            done = await acts.resolve(desk, case, said["by"], said["resolution"])
        case _:
            click.echo("Roomhand is not running: the reply leaves if it is started within ten minutes.", err=True)
            done = await acts.reply(
                desk, case, said["by"], said["text"], once=said["once"], then_resolve=said["resolve"]
            )
    match done:
        case None:
            raise Failed(f"There is no case {case}. List them with: escalations list.")
        case Refused() as refused:
            raise Failed(" ".join(refused.told))
        case Held(_, holder):
            raise Failed(
                f"{holder or 'Somebody'} has case {case}." if holder else f"Case {case} is closed or not yours."
            )
        case Done(found):
            return case_json(found)


async def _no_switch(room: str, mode: str, by: str) -> None:
    """Rooms are switched on the console of a running program."""
