"""`customers export`: a segment as a file for another tool, of those only who agreed to be written to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from bot.clientele import Clientele, rule_text
from bot.commands.common import Failed, RunningDesk, as_json, by_option, command, json_option, reading, writing
from bot.commands.customer_tiers import group_of_word
from bot.customers.segments import COLUMNS, TARGETS, Person, Target, belongs, rows, written
from bot.customers.tier_report import Member
from bot.settings import Settings
from bot.store import Store


@click.command("export")
@click.argument("file", type=click.Path(dir_okay=False))
@click.option("--tier", default="", metavar="TIER", help="Only this tier, or those with this label.")
@click.option("--to", "target", type=click.Choice(TARGETS), default="generic", show_default=True,
              help="The tool the file is for; other tools than generic need an address or id they know.")  # fmt: skip
@click.option("--encoding", type=click.Choice(["utf-8", "gb18030"]), default="utf-8", show_default=True,
              help="gb18030 for older tools.")  # fmt: skip
@by_option
@json_option
@command
async def export(
    settings: Settings, file: str, tier: str, target: Target, encoding: str, by: str, in_json: bool
) -> None:
    """Write a segment to a CSV file: only people who agreed to be written to. Who exported is kept."""
    wanted = group_of_word(tier) if tier else None
    async with reading(settings) as store:
        if store is None:
            raise Failed("There are no orders yet. Bring them in: orders import FILE.")
        clientele = Clientele(store, settings, lambda: datetime.now(UTC))
        found = await clientele.tiers()
        members = {m.customer_id: m for m in found.members if belongs(m, wanted)}
        people = await _people(store, members, clientele.rooms)
        rule = rule_text(clientele.rule)
        version = next((str(n) for n, kept in (await store.customers.tier_rules()).items() if kept == rule), "")
    lines, unknown = rows(people, target, found.as_of, version)
    said = {"what": f"export {target}", "target": "", "by": by, "people": len(lines)}
    async with writing(settings) as target_store:
        if isinstance(target_store, RunningDesk):
            await target_store.ask("POST", "/api/customers/exported", said)
        else:
            await Clientele(target_store, settings, lambda: datetime.now(UTC)).act("exported", said)
    Path(file).write_bytes(written(COLUMNS[target], lines, encoding))  # noqa: ASYNC240 - a command, not a server
    told = {
        "file": file,
        "people": len(lines),
        "without_consent": len(members) - len(people),
        "unknown_there": unknown,
    }
    if in_json:
        click.echo(as_json(told))
        return
    click.echo(f"{file}: {len(lines)} people. {told['without_consent']} have not agreed to be written to.")
    if unknown:
        click.echo(f"{unknown} have no id that {target} knows.", err=True)


async def _people(store: Store, members: Mapping[str, Member], rooms: Mapping[str, str]) -> Sequence[Person]:
    """Return those of them who may be written to."""
    agreed = await store.customers.may_be_written_to(rooms)
    return [
        Person(members[one.customer_id], one.ids, one.viewers, one.since, one.last_contact)
        for one in agreed
        if one.customer_id in members
    ]
