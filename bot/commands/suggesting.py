"""`suggest`: ranked products for a viewer, or for many requests from a file."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from bot.advise import HOT_FOR
from bot.catalog import Catalog
from bot.commands.common import Failed, as_json, command, load_files, reading, say_problems, stop
from bot.problems import Problem
from bot.purchases import History
from bot.settings import Settings
from bot.store import Store
from bot.suggest import Ranked, Wanted, shortlist


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
    async with reading(settings) as store:
        if requests is not None:
            stop(await _many(requests, _lines(requests), store, catalog))
        if viewer is None and customer is None:
            raise click.UsageError("Name whom to suggest to: --viewer, --customer or --requests.")
        if viewer is not None and store is not None:
            platforms = dict.fromkeys(room.platform for room in settings.rooms)
            grade = settings.customers.grade
            found = [await store.customers.known(platform, viewer, grade) for platform in platforms]
            customer = next((known.customer_id for known in found if known.customer_id), customer)
        names = [sku.strip() for sku in skus.split(",") if sku.strip()]
        if unknown := [sku for sku in names if sku not in catalog]:
            raise Failed(f"Not in the catalogue: {', '.join(unknown)}.")
        now = datetime.now(UTC)
        ranked = await _ranked(store, catalog, customer, now, k, names or None)
    if in_json:
        click.echo(
            as_json({"customer": customer, "skus": [r.sku for r in ranked], "reasons": [r.reason for r in ranked]})
        )
        return
    click.echo(f"for customer {customer}:" if customer else "for a viewer nobody knows:")
    for r in ranked:
        click.echo(f"  {r.sku:<8} {r.score:.3f}  {r.reason:<24} {catalog[r.sku].title}")


async def _ranked(
    store: Store | None,
    catalog: Catalog,
    customer: str | None,
    now: datetime,
    k: int,
    candidates: list[str] | None,
    exclude_bought: bool = False,
) -> list[Ranked]:
    history: History | None = None
    hot: dict[str, int] = {}
    if store is not None:
        history = await store.orders.history(customer) if customer else None
        hot = await store.orders.bought_since(now - HOT_FOR)
    bought = {b.sku for b in history.bought} if history is not None and exclude_bought else set()
    wanted = Wanted(history=history, hot=hot, shown=bought)
    return shortlist(wanted, catalog, now, k=k, candidates=candidates)


def _lines(path: str) -> list[str]:
    return Path(path).read_text("utf-8").splitlines()


async def _many(path: str, lines: list[str], store: Store | None, catalog: Catalog) -> int:
    """Answer a file of requests, one JSON line each; returns how many could not be read."""
    problems: list[Problem] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        began = time.perf_counter()
        try:
            said: dict[str, Any] = json.loads(line)
            at = datetime.fromisoformat(said["now"]) if said.get("now") else datetime.now(UTC)
            at = at if at.tzinfo else at.replace(tzinfo=UTC)
            if not 1970 <= at.year < 9999:
                raise ValueError(f"{at} is out of reach")
            customer = str(said["customer"]) if said.get("customer") is not None else None
            candidates = [str(sku) for sku in said["candidates"]] if said.get("candidates") is not None else None
            k, exclude = int(said.get("k", 10)), bool(said.get("exclude_bought", False))
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
            fix = 'Write {"id":…,"customer":…,"now":…,"k":10} on each line.'
            problems.append(Problem(path, number, f"not a request ({error}).", fix))
            continue
        ranked = await _ranked(store, catalog, customer, at, k, candidates, exclude)
        milliseconds = round((time.perf_counter() - began) * 1000, 3)
        answer = {
            "id": said.get("id"),
            "skus": [r.sku for r in ranked],
            "reasons": [r.reason for r in ranked],
        }
        click.echo(as_json(answer | {"ms": milliseconds}))
    say_problems(problems)
    return len(problems)
