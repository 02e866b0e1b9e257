"""`orders import`: bring orders in from files."""

from __future__ import annotations

import asyncio
import csv
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote
from zoneinfo import ZoneInfo

import click
from rich.console import Console
from rich.progress import Progress

from bot.commands.common import Failed, RunningDesk, as_json, by_option, command, read_catalog, reading, stop, writing
from bot.commands.orders_report import Imported
from bot.console.acts import note_orders
from bot.orders.mapping import ColumnMapping, read_mapping
from bot.orders.products import Products
from bot.orders.reading import FileReport, HowToRead, read_file
from bot.orders.rows import Terms
from bot.orders.shapes import SHAPES
from bot.orders.wire import order_json
from bot.problems import Problem
from bot.purchases import Order
from bot.settings import Settings
from bot.store import Store
from bot.unreadable import not_utf8

FORMATS = ("auto", *sorted(SHAPES))


@click.group("orders")
def orders() -> None:
    """Orders: what customers bought."""


@orders.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False))
@click.option("--format", "form", type=click.Choice(FORMATS), default="auto", show_default=True,
              help="Whose file it is; auto tells it by its columns.")  # fmt: skip
@click.option("--mapping", metavar="FILE", type=click.Path(exists=True, dir_okay=False),
              help="A TOML file that says what the columns of another system mean.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Read and report, write nothing.")
@click.option("--replace", is_flag=True,
              help="Correct: these files hold even where a newer state of an order is known.")  # fmt: skip
@click.option("--rejected", metavar="FILE", type=click.Path(dir_okay=False, writable=True),
              help="Write every rejected row with line and reason into this CSV.")  # fmt: skip
@by_option
@click.option("--json", "in_json", is_flag=True, help="Print one JSON document.")
@command
async def import_(
    settings: Settings, files: tuple[str, ...], form: str, mapping: str | None, dry_run: bool, replace: bool,
    rejected: str | None, by: str, in_json: bool,
) -> None:  # fmt: skip
    """Read order files; the same file twice changes nothing. Rejected rows are named with line and reason."""
    how = _how(settings, form, mapping)
    done = Imported(dry_run, how.products)
    async with AsyncExitStack() as stack:
        bar = stack.enter_context(Progress(console=Console(stderr=True), transient=True, disable=in_json))
        target: Store | RunningDesk | None = await stack.enter_async_context(
            reading(settings) if dry_run else writing(settings)
        )
        for name in files:
            report = FileReport(name)
            done.files.append(report)
            task = bar.add_task(Path(name).name, total=None)
            async for some in _ahead(read_file(Path(name), name, how, report)):
                # What this very import has just written must not be replaced by the next file of the same orders.
                again = done.seen(some)
                for part, anew in ((done.unseen(some), replace), (again, False)):
                    done.tally(part, await _save(target, part, anew, dry_run, by))
                bar.update(task, completed=report.rows)
            bar.update(task, completed=report.rows, total=report.rows)
    async with reading(settings) as store:
        done.known_since = await store.orders.since() if store is not None else None
    if rejected is not None:
        _write_rejected(Path(rejected), done.rejected)
    if in_json:
        click.echo(as_json(done.document()))
    else:
        for line in done.problems():
            click.echo(line, err=True)
        for line in done.lines():
            click.echo(line)
    stop(len(done.rejected))


def _how(settings: Settings, form: str, mapping: str | None) -> HowToRead:
    columns = _mapping(mapping) if mapping else ColumnMapping()
    catalog = read_catalog(settings.shop.catalog)
    currencies = [product.currency for product in catalog.values()]
    shapes = [columns.shape] if columns.shape else list(SHAPES.values()) if form == "auto" else [SHAPES[form]]
    terms = Terms(
        ZoneInfo(settings.shop.timezone),
        datetime.now(UTC),
        currency=max(set(currencies), key=currencies.count) if currencies else "CNY",
        states=columns.states,
        brushing=settings.orders.brushing,
    )
    return HowToRead(terms, Products(catalog, columns.products), shapes)


def _mapping(path: str) -> ColumnMapping:
    try:
        columns, problems = read_mapping(Path(path).read_text("utf-8"), path)
    except UnicodeDecodeError:
        raise Failed(str(not_utf8(path))) from None
    if problems:
        raise Failed("\n".join(map(str, problems)))
    return columns


async def _ahead(batches: Iterator[list[Order]]) -> AsyncIterator[list[Order]]:
    """Yield what is read in a thread, which reads on while the last part is being written."""
    following = asyncio.ensure_future(asyncio.to_thread(next, batches, None))
    try:
        while (some := await following) is not None:
            following = asyncio.ensure_future(asyncio.to_thread(next, batches, None))
            yield some
    finally:
        await asyncio.gather(following, return_exceptions=True)


async def _save(
    target: Store | RunningDesk | None, some: Sequence[Order], replace: bool, dry_run: bool, by: str
) -> str:
    """Write some orders, or ask what writing them would do; return what becomes of each."""
    match target:
        case _ if not some:
            return ""
        case None:
            return "n" * len(some)
        case RunningDesk():
            path = f"/api/orders?by={quote(by)}{'&replace=1' if replace else ''}"
            done = await target.ask("POST", path, [order_json(order) for order in some])
            return str(done["outcomes"])
        case _:
            save = target.orders.compare if dry_run else target.orders.save
            outcomes = (await save(some, replace=replace)).outcomes
            if not dry_run:
                await note_orders(target, by, outcomes, datetime.now(UTC))
            return outcomes


def _write_rejected(path: Path, problems: Sequence[Problem]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow(["file", "line", "reason", "remedy"])
        out.writerows([p.path, p.line, p.what, p.fix] for p in problems)
