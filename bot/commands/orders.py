"""`orders import`: bring orders in from files."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import Progress

from bot.commands.common import RunningDesk, as_json, command, stop, writing
from bot.orders.generic import decode, parse_orders
from bot.orders.wire import order_json
from bot.problems import Problem
from bot.purchases import Order
from bot.settings import Settings

AT_ONCE = 1_000


@click.group("orders")
def orders() -> None:
    """Orders: what customers bought."""


@orders.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False))
@click.option("--format", "form", type=click.Choice(["auto", "generic"]), default="auto", show_default=True,
              help="The file's shape; auto tells it by its columns.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Read and report, write nothing.")
@click.option("--json", "in_json", is_flag=True, help="Print one JSON document.")
@command
async def import_(settings: Settings, files: tuple[str, ...], form: str, dry_run: bool, in_json: bool) -> None:
    """Read order files; the same file twice changes nothing. Rejected rows are named with line and reason."""
    found: list[Order] = []
    rejected: list[Problem] = []
    rows = 0
    now = datetime.now(UTC)
    with Progress(console=Console(stderr=True), transient=True, disable=in_json) as bar:
        for name in files:
            task = bar.add_task(Path(name).name, total=None)
            try:
                text = decode(_bytes(name))
            except ValueError:
                rejected.append(Problem(name, 0, "is not text in UTF-8 or GB18030.", "Save it as CSV UTF-8."))
                continue
            part = parse_orders(
                text, name, zone=settings.shop.timezone, now=now,
                progress=lambda n, task=task: bar.update(task, completed=n) if n % 500 == 0 else None,  # type: ignore[misc]
            )  # fmt: skip
            found += part.orders
            rejected += part.rejected
            rows += part.rows
        report: dict[str, Any] = {
            "rows": rows,
            "orders": len(found),
            "rejected": rejected,
            "dry_run": dry_run,
        }
        report |= {"new": 0, "updated": 0, "unchanged": 0, "customers": len({o.customer_id for o in found})}
        if not dry_run and found:
            task = bar.add_task("writing", total=len(found))
            for start in range(0, len(found), AT_ONCE):
                await _write(settings, found[start : start + AT_ONCE], report)
                bar.update(task, completed=start + AT_ONCE)
    if in_json:
        click.echo(as_json(report))
    else:
        for problem in rejected:
            click.echo(str(problem), err=True)
        did = (
            "would be read"
            if dry_run
            else f"{report['new']} new, {report['updated']} updated, {report['unchanged']} unchanged"
        )
        click.echo(
            f"{rows} rows, {len(found)} orders of {report['customers']} customers: {did}; {len(rejected)} rejected."
        )
    stop(len(rejected))


def _bytes(name: str) -> bytes:
    return Path(name).read_bytes()


async def _write(settings: Settings, part: list[Order], report: dict[str, Any]) -> None:
    async with writing(settings) as target:
        if isinstance(target, RunningDesk):
            done = await target.ask("POST", "/api/orders", [order_json(order) for order in part])
        else:
            result = await target.orders.save(part)
            done = {"new": result.new, "updated": result.updated, "unchanged": result.unchanged}
    for key in ("new", "updated", "unchanged"):
        report[key] += done[key]
