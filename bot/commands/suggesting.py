"""`suggest`: ranked products for a viewer, or for many requests from a file."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from bot.buying import Past
from bot.commands.common import Failed, as_json, command, load_files, reading, say_problems, stop
from bot.commands.requests import answers, read_requests
from bot.ranking.learned import Learned
from bot.settings import Settings
from bot.suggest import Wanted, shortlist


@click.command("suggest")
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
@click.option("--json", "in_json", is_flag=True, help="Print one JSON document.")
@command
async def suggest(
    settings: Settings,
    viewer: str | None,
    customer: str | None,
    skus: str,
    k: int,
    requests: str | None,
    in_json: bool,
) -> None:
    """Rank products for a viewer, with reason codes for staff."""
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
    for r in ranked:
        click.echo(f"  {r.sku:<8} {r.score:.3f}  {r.reason:<24} {catalog[r.sku].title}")
