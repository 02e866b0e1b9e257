"""`balance`: everything heard, and what became of it."""

from __future__ import annotations

import click

from bot.commands.common import as_json, command, reading, stop
from bot.settings import Settings
from bot.store.records import Balance

NUMBERS = (
    "answered",
    "clarified",
    "suggested",
    "escalated",
    "merged",
    "on_air",
    "ignored",
    "shed",
    "expired",
    "in_flight",
    "unexplained",
)


@click.command("balance")
@click.option("--room", default=None, metavar="ROOM", help="Only this room.")
@click.option("--json", "in_json", is_flag=True, help="Print one JSON document.")
@command
async def balance(settings: Settings, room: str | None, in_json: bool) -> None:
    """Print the closing balance of every room; exit code 1 when anything is unexplained or doubled."""
    async with reading(settings) as store:
        balances = list(await store.balance(room)) if store is not None else []
    wrong = sum(b.unexplained + b.doubled for b in balances)
    if in_json:
        click.echo(as_json({"rooms": balances, "unexplained": sum(b.unexplained for b in balances),
                            "doubled": sum(b.doubled for b in balances)}))  # fmt: skip
    elif not balances:
        click.echo("Nothing was heard yet.")
    for b in balances if not in_json else []:
        _print(b)
    stop(wrong)


def _print(b: Balance) -> None:
    click.echo(
        f"{b.room}: heard {b.heard} = "
        + " + ".join(f"{name.replace('_', ' ')} {getattr(b, name)}" for name in NUMBERS)
    )
    for outcome, reasons in b.reasons.items():
        for reason, n in sorted(reasons.items(), key=lambda item: -item[1])[:6]:
            click.echo(f"  {outcome:<9} {n:>6}  {reason}")
    click.echo(f"  doubled {b.doubled}, uncertain {b.uncertain}")
