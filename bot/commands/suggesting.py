"""`suggest`: ranked products for a viewer, or for many requests from a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import click

from bot.buying import Past
from bot.commands.common import Failed, as_json, command, load_files, reading, say_problems, stop
from bot.commands.faq_learning import since_option
from bot.commands.requests import answers, read_requests
from bot.ranking.learned import Learned
from bot.ranking.results import WITHIN_S, Shown, results
from bot.settings import Settings
from bot.store import Store
from bot.suggest import Wanted, shortlist


@click.command("suggest")
@click.argument("what", required=False, type=click.Choice(["results"]))
@click.option("--viewer", default=None, metavar="ID", help="Whom to suggest to: a viewer linked to a customer.")
@click.option("--customer", default=None, metavar="ID", help="Whom to suggest to: a customer.")
@click.option("--skus", default="", metavar="A,B", help="Choose among these only.")
@click.option("-k", default=5, show_default=True, help="How many.")
@click.option(
    "--requests",
    default=None,
    type=click.Path(exists=True, dir_okay=False),
    help="Answer many from a JSONL file.",
)
@since_option
@click.option("--json", "in_json", is_flag=True, help="Print one JSON document.")
@command
async def suggest(
    settings: Settings,
    what: str | None,
    viewer: str | None,
    customer: str | None,
    skus: str,
    k: int,
    requests: str | None,
    since: datetime,
    in_json: bool,
) -> None:
    """Rank products for a viewer, with reason codes for staff; `suggest results` says what came of suggestions."""
    if what == "results":
        await _say_results(settings, since, in_json)
        return
    catalog = load_files(settings).knowledge.catalog
    now = datetime.now(UTC)
    async with reading(settings) as store:
        orders = store.orders if store is not None else None
        if requests is not None:
            read, problems = read_requests(requests, now)
            async for answer in answers(read, orders, catalog):
                click.echo(as_json(answer))
            say_problems(problems)
            stop(len(problems))
        if viewer is None and customer is None:
            raise click.UsageError("Name whom to suggest to: --viewer, --customer or --requests.")
        if viewer is not None and store is not None:
            platforms = dict.fromkeys(room.platform for room in settings.rooms)
            grade = settings.customers.grade
            found = [await store.customers.known(platform, viewer, grade) for platform in platforms]
            customer = next((known.ids[0] for known in found if known.ids), customer)
        # Somebody with several ids in the files is one person.
        known_as = await store.customers.ids_of(customer) if store is not None and customer is not None else ()
        names = [sku.strip() for sku in skus.split(",") if sku.strip()]
        if unknown := [sku for sku in names if sku not in catalog]:
            raise Failed(f"Not in the catalogue: {', '.join(unknown)}.")
        learned = await Past(orders).until(now.timestamp()) if orders is not None else Learned()
        wanted = Wanted(customers=known_as)
        ranked = shortlist(wanted, catalog, now, learned, k=k, candidates=names or None)
    if in_json:
        click.echo(
            as_json({"customer": customer, "skus": [r.sku for r in ranked], "reasons": [r.reason for r in ranked]})
        )
        return
    click.echo(f"for customer {customer}:" if customer else "for a viewer nobody knows:")
    if customer and not any(True for one in known_as for _ in learned.purchases(one)):
        click.echo(f"No order of {customer} counts; this is what anybody gets.", err=True)
    for r in ranked:
        click.echo(f"  {r.sku:<8} {r.score:.3f}  {r.reason:<24} {catalog[r.sku].title}")


async def _say_results(settings: Settings, since: datetime, in_json: bool) -> None:
    """Say what viewers bought after suggestions, and what those bought who were held out."""
    async with reading(settings) as store:
        found = results(*await _followed(settings, store, since)) if store is not None else results((), {})
    if in_json:
        click.echo(as_json({"since": since.isoformat(), "within_minutes": WITHIN_S / 60, "results": found}))
        return
    click.echo(f"{'':<20}{'shown':>8}{'known':>8}{'bought it':>11}{'bought any':>12}")
    for name, r in found.items():
        click.echo(f"{name:<20}{r.shown:>8}{r.known:>8}{r.bought:>11}{r.bought_any:>12}")
    click.echo("known: shown to linked viewers; bought: by them, within an hour.")


async def _followed(
    settings: Settings, store: Store, since: datetime
) -> tuple[list[Shown], Mapping[str, Sequence[tuple[float, str]]]]:
    """Return the suggestions rooms have read, with whose they were, and what these people bought."""
    platforms: dict[str, str] = {room.name: room.platform for room in settings.rooms}
    sent = await store.suggestions_sent(since)
    viewers = {(platforms[one.room], one.viewer_id) for one in sent if one.room in platforms}
    ids = {who: (await store.customers.known(*who, settings.customers.grade)).ids for who in viewers}
    shown = [
        Shown(
            one.sku, one.reason or "unknown", one.at.timestamp(), one.held_out,
            ids.get((platforms.get(one.room, ""), one.viewer_id), ()),
        )
        for one in sent
    ]  # fmt: skip
    customers = sorted({customer for one in shown for customer in one.customers})
    return shown, await store.orders.bought_by(customers)
