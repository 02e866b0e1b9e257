"""`customers`: who is linked, by which codes, who agreed to what; showing and forgetting a person."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from bot.clientele import PURPOSES, Clientele
from bot.commands.common import Failed, RunningDesk, as_json, by_option, command, json_option, reading, writing
from bot.commands.customer_export import export
from bot.commands.customer_tiers import tiers
from bot.customers.links import Grade, Settlement
from bot.settings import Settings

platform_option = click.option(
    "--platform", default="", metavar="NAME", help="The viewer's platform; needed only where rooms are on several."
)


@click.group("customers")
def customers() -> None:
    """Customers: who is which viewer, what they agreed to, which tier they are in."""


customers.add_command(tiers)
customers.add_command(export)


async def act(settings: Settings, name: str, said: dict[str, Any]) -> dict[str, Any]:
    """Do an act on customers, in the store itself or by the running program."""
    async with writing(settings) as target:
        if isinstance(target, RunningDesk):
            done: dict[str, Any] = await target.ask("POST", f"/api/customers/{name}", said)
            return done
        return await Clientele(target, settings, lambda: datetime.now(UTC)).act(name, said)


def _platform(settings: Settings, named: str) -> str:
    known = list(dict.fromkeys(room.platform for room in settings.rooms))
    if named or len(known) == 1:
        return named or known[0]
    raise click.UsageError(f"Name the viewer's platform with --platform: {', '.join(known)}.")


@customers.command("code")
@click.argument("customer", default="")
@click.option("--order", default="", metavar="ID", help="The order it is for; where the files name no buyer, alone.")
@click.option("--source", default="", metavar="NAME", help="Whose order that is: taobao, shopify, …; else generic.")
@click.option("--valid", default="30m", metavar="MINUTES", help="How long it is good: 10m to 30m.", show_default=True)
@click.option("--parcel", is_flag=True, help="For a card in the parcel: good for thirty days.")
@click.option("--count", default=1, show_default=True, help="How many codes.")
@by_option
@json_option
@command
async def code(settings: Settings, customer: str, order: str, source: str, valid: str, parcel: bool, count: int,
               by: str, in_json: bool) -> None:  # fmt: skip
    """Make one-time codes for a buyer to type in the room. They are shown now and never again."""
    minutes = re.fullmatch(r"(\d{1,4})\s*m?", valid)
    if minutes is None:
        raise click.UsageError(f'--valid "{valid}" is no number of minutes. Write 20m.')
    said = {"customer": customer, "order": order, "source": source, "minutes": int(minutes.group(1)),
            "parcel": parcel, "count": count, "by": by}  # fmt: skip
    done = await act(settings, "code", said)
    if in_json:
        click.echo(as_json(done))
        return
    for one in done["codes"]:
        click.echo(one)
    whose = f"customer {done['customer']}" if done["customer"] else f"whoever has order {done['order']}"
    until = datetime.fromisoformat(done["good_until"]).astimezone().strftime("%Y-%m-%d %H:%M")
    click.echo(f"For {whose}; each works once, until {until}. In the room: 绑定 {done['codes'][0]}", err=True)
    if not done["known"]:
        click.echo(f"No order of {done['customer']} is known yet. Is the id right?", err=True)


@customers.command("link")
@click.argument("viewer")
@click.argument("customer")
@platform_option
@click.option("--grade", type=click.Choice([str(grade) for grade in Grade]), default=str(Grade.STAFF),
              show_default=True, help="How sure it is.")  # fmt: skip
@by_option
@json_option
@command
async def link(
    settings: Settings, viewer: str, customer: str, platform: str, grade: str, by: str, in_json: bool
) -> None:
    """Link a viewer's id to a customer by hand; a claim on somebody else's becomes a conflict to decide."""
    said = {
        "platform": _platform(settings, platform),
        "viewer": viewer,
        "customer": customer,
        "grade": grade,
        "by": by,
    }
    done = await act(settings, "link", said)
    if in_json:
        click.echo(as_json(done))
    elif done["conflict"] is None:
        click.echo(f"{viewer} is {customer}: {done['verdict']} ({done['grade']}).")
        if not done["used_for_suggestions"]:
            needed = settings.customers.personalise_from
            click.echo(f"Suggestions do not use it: [customers] personalise_from is {needed}.", err=True)
    if done["conflict"] is not None:
        number = done["conflict"]
        raise Failed(f"Not linked: {done['why']}. Decide: customers resolve {number} keep, also, move or merge.")


@customers.command("unlink")
@click.argument("viewer")
@platform_option
@by_option
@json_option
@command
async def unlink(settings: Settings, viewer: str, platform: str, by: str, in_json: bool) -> None:
    """End a viewer's link."""
    done = await act(settings, "unlink", {"platform": _platform(settings, platform), "viewer": viewer, "by": by})
    click.echo(as_json(done) if in_json else f"{viewer} is no longer {done['customer']}.")


@customers.command("merge")
@click.argument("customer")
@click.argument("into")
@by_option
@json_option
@command
async def merge(settings: Settings, customer: str, into: str, by: str, in_json: bool) -> None:
    """Take two customers for one person: one tier, one history; links of both."""
    done = await act(settings, "merge", {"customer": customer, "into": into, "by": by})
    click.echo(as_json(done) if in_json else f"One person now: {', '.join(done['customers'])}.")


@customers.command("split")
@click.argument("customer")
@by_option
@json_option
@command
async def split(settings: Settings, customer: str, by: str, in_json: bool) -> None:
    """Take a customer out of the person they were merged into; links stay with that person."""
    done = await act(settings, "split", {"customer": customer, "by": by})
    click.echo(as_json(done) if in_json else f"{customer} is by itself again.")


@customers.command("conflicts")
@json_option
@command
async def conflicts(settings: Settings, in_json: bool) -> None:
    """List claims that somebody has to decide; until then nothing changes."""
    async with reading(settings) as store:
        found = [] if store is None else await store.customers.conflicts()
    if in_json:
        click.echo(as_json(list(found)))
        return
    for one in found:
        click.echo(f"{one.id:>5}  {one.platform}/{one.viewer_id} as {one.customer_id} ({one.grade}): {one.why}")
    if not found:
        click.echo("No claim is waiting.")


@customers.command("resolve")
@click.argument("conflict", type=click.IntRange(1, 2**63 - 1))
@click.argument("decision", type=click.Choice([str(one) for one in Settlement]))
@by_option
@json_option
@command
async def resolve(settings: Settings, conflict: int, decision: str, by: str, in_json: bool) -> None:
    """Decide a claim: keep (nothing changes), also (two accounts of one buyer), move (this viewer instead), merge."""
    done = await act(settings, "resolve", {"conflict": conflict, "settlement": decision, "by": by})
    click.echo(as_json(done) if in_json else f"Conflict {conflict}: {decision}.")


@customers.command("consent")
@click.argument("customer")
@click.option("--to", "purpose", type=click.Choice(PURPOSES), default="contact", show_default=True,
              help="contact: being written to; orders: having their orders linked.")  # fmt: skip
@click.option("--yes/--no", "given", default=None, help="They agreed, or refused or took it back.")
@by_option
@json_option
@command
async def consent(
    settings: Settings, customer: str, purpose: str, given: bool | None, by: str, in_json: bool
) -> None:
    """Keep what a customer agreed to; without --yes or --no, show it."""
    if given is not None:
        await act(settings, "consent", {"customer": customer, "purpose": purpose, "given": given, "by": by})
    async with reading(settings) as store:
        found = [] if store is None else await store.customers.consents(customer)
    if in_json:
        click.echo(as_json(list(found)))
        return
    for one in found:
        click.echo(f"{one.purpose}: {'yes' if one.given else 'no'} ({one.by}, {one.at:%Y-%m-%d})")
    if not found:
        click.echo(f"{customer} has agreed to nothing: not written to, not exported.")


@customers.command("show")
@click.argument("customer")
@click.option("--out", type=click.Path(dir_okay=False), help="Write the copy to this file.")
@click.option("--json", "in_json", is_flag=True, help="Print one JSON document; it always is one.")
@by_option
@command
async def show(settings: Settings, customer: str, out: str | None, by: str, in_json: bool) -> None:
    """Print everything that is kept of a person, as JSON: the copy they may ask for. Who looked is kept."""
    await act(settings, "shown", {"what": "show", "target": customer, "by": by})
    async with reading(settings) as store:
        if store is None:
            raise Failed("There is no store yet.")
        clientele = Clientele(store, settings, lambda: datetime.now(UTC))
        found = dict(await store.customers.everything(customer, clientele.rooms))
        stands = await clientele.standing_of(customer)
        ids = await store.customers.ids_of(customer)
    if not any(found.values()):
        raise Failed(f"Nothing is kept of a customer {customer}.")
    text = json.dumps({"customers": ids, "tier": str(stands.tier or ""), "labels": stands.labels, "kept": found},
                      ensure_ascii=False, indent=2, default=str)  # fmt: skip
    if out is None:
        click.echo(text)
    else:
        Path(out).write_text(text + "\n", "utf-8")  # noqa: ASYNC240 - a command, not a server


@customers.command("forget")
@click.argument("customer", default="")
@click.option("--viewer", default="", metavar="ID", help="Instead: a viewer who is linked to nobody.")
@platform_option
@click.option("--yes", is_flag=True, help="Do not ask; it cannot be taken back.")
@by_option
@json_option
@command
async def forget(
    settings: Settings, customer: str, viewer: str, platform: str, yes: bool, by: str, in_json: bool
) -> None:
    """Delete a person everywhere: orders, links, codes, consent, tiers, chat. Kept is only that it happened."""
    if not customer and not viewer:
        raise click.UsageError("Name a customer, or --viewer.")
    if not yes:
        click.confirm(f"Delete everything of {customer or viewer}? This cannot be taken back.", abort=True, err=True)
    said = {"customer": customer, "viewer": viewer, "by": by}
    done = await act(settings, "forget", said | ({"platform": _platform(settings, platform)} if viewer else {}))
    if in_json:
        click.echo(as_json(done))
        return
    rows = ", ".join(f"{n} {table}" for table, n in done["rows"].items()) or "nothing was kept"
    click.echo(f"Deleted: {rows}. Files the orders came from may hold them still; delete them there too.")
    if done["customers"]:
        click.echo("Their orders stay out from now on, by a hash of the id; lift it with: customers readmit ID")


@customers.command("readmit")
@click.argument("customer")
@by_option
@json_option
@command
async def readmit(settings: Settings, customer: str, by: str, in_json: bool) -> None:
    """Let in again the orders of a customer who was deleted."""
    done = await act(settings, "readmit", {"customer": customer, "by": by})
    click.echo(as_json(done) if in_json else f"Orders of {customer} are taken in again; import them anew.")
