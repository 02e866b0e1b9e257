"""`faq recall`, `recalls`, `speak`: a wrong answer taken back, and those who got it told."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

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
from bot.console.recalling import SINCE
from bot.faq.recalls import mark
from bot.publishing import Publishing
from bot.settings import Settings
from bot.store import Store

SHOWN = 20


@click.command("recall")
@click.argument("entry")
@click.option("--why", default="", help="What is wrong with the answer.")
@click.option("--correction", default="", metavar="TEXT", help="Tell everybody who got it this, by name.")
@click.option("--since", type=click.Choice(SINCE), default=SINCE[0], show_default=True, help="Who got it since when.")
@by_option
@json_option
@command
async def recall(
    settings: Settings, entry: str, why: str, correction: str, since: str, by: str, in_json: bool
) -> None:
    """Stop a wrong answer at once; say who got it, and tell them what is right."""
    async with writing(settings) as target:
        if isinstance(target, RunningDesk):
            said = {"entry": entry, "why": why, "correction": correction, "since": since, "by": by}
            told: dict[str, Any] = await target.ask("POST", "/api/faq/recall", said)
        elif correction:
            raise Failed("Roomhand is not running, so nobody can be told. Start it, or leave --correction away.")
        else:
            told = await _recall_here(settings, target, entry, by, why)
    if in_json:
        click.echo(as_json(told))
        return
    for answer in told["stopped"]:
        click.echo(f"Stopped: {answer}")
    if not told["stopped"]:
        click.echo(f"{entry} was stopped already.")
    for one in told["got"][:SHOWN]:
        at = datetime.fromisoformat(str(one["at"])).astimezone(ZoneInfo(settings.shop.timezone))
        click.echo(f"  {at:%m-%d %H:%M:%S}  {one['name'] or one['viewer_id']}  {one['read']}")
    if (more := len(told["got"]) - SHOWN) > 0:
        click.echo(f"  … and {more} more; --json has them all")
    click.echo(f"{len(told['got'])} people got it.")
    if told["cases"]:
        click.echo(f"They are told now: case {', '.join(map(str, told['cases']))}.")
    click.echo(f"Write it anew in its file, or let it be said again as it is: faq speak {entry}")


async def _recall_here(settings: Settings, store: Store, entry: str, by: str, why: str) -> dict[str, Any]:
    now = datetime.now(UTC)
    done = await Publishing(store, load_files(settings), lambda: now).recall(entry, by, why)
    for answer in done["answers"]:
        await store.audit(by, "faq recall", entry, why, now, was=answer, became="a person answers")
    got = await store.recalls.got(entry)
    listed = [{"at": one.at, "name": one.name, "viewer_id": one.viewer_id, "read": one.read} for one in got]
    return {"entry": entry, "stopped": done["answers"], "got": listed, "cases": []}


@click.command("recalls")
@json_option
@command
async def recalls(settings: Settings, in_json: bool) -> None:
    """List the answers that were recalled, newest first, and which are stopped now."""
    async with reading(settings) as store:
        kept = [] if store is None else list(await store.recalls.several())
    if in_json:
        click.echo(as_json(kept))
        return
    entries = load_files(settings).knowledge.faq.entries
    zone = ZoneInfo(settings.shop.timezone)
    for one in kept:
        there = entries.get(one.entry)
        if one.over_at is not None:
            how = f"may be said again, by {one.over_by}"
        elif there is not None and mark(there) == one.mark:
            how = "stopped"
        else:
            how = "written anew" if there is not None else "no longer in the FAQ"
        told = f", told by {one.told_by}" if one.told_by else ""
        click.echo(
            f"{one.at.astimezone(zone):%Y-%m-%d %H:%M}  {one.entry}  {one.by}  {how}{told}  {one.why}".rstrip()
        )
        click.echo(f"    {' / '.join(one.answer.splitlines())}")
    if not kept:
        click.echo("No answer was ever recalled.")


@click.command("speak")
@click.argument("entry")
@by_option
@json_option
@command
async def speak(settings: Settings, entry: str, by: str, in_json: bool) -> None:
    """Let a recalled answer be said again as it stands."""
    async with writing(settings) as target:
        if isinstance(target, RunningDesk):
            told: dict[str, Any] = await target.ask("POST", "/api/faq/speak", {"entry": entry, "by": by})
        else:
            now = datetime.now(UTC)
            told = {"speaks": await target.recalls.end(entry, by, now)}
            if told["speaks"]:
                await target.audit(by, "faq speak", entry, "", now, was="a person answers")
    if in_json:
        click.echo(as_json(told))
    elif told["speaks"]:
        click.echo(f"{entry} is said again.")
    else:
        raise Failed(f"{entry} is not recalled. faq recalls lists what is.")
