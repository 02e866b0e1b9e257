"""`staff`: who may sign in at the console."""

from __future__ import annotations

import click

from bot.commands.common import Failed, RunningDesk, as_json, command, reading, writing
from bot.settings import Settings


@click.group("staff")
def staff() -> None:
    """Accounts of the console."""


@staff.command("invite")
@click.option("--role", type=click.Choice(["viewer", "agent", "admin"]), default="agent", show_default=True,
              help="viewer: reads. agent: answers cases. admin: also invites.")  # fmt: skip
@click.option("--json", "in_json", is_flag=True, help="Print one JSON document.")
@command
async def invite(settings: Settings, role: str, in_json: bool) -> None:
    """Print a link for signing in once: under a new name, or an account's own if it has no password.

    An account with a password opens by that alone; who lost it is invited again, under a new name.
    """
    async with writing(settings) as target:
        if not isinstance(target, RunningDesk):
            raise Failed("Roomhand is not running: start it first, the link opens its console.")
        found = await target.ask("POST", "/api/invitations", {"role": role})
    click.echo(as_json(found) if in_json else found["url"])


@staff.command("list")
@click.option("--json", "in_json", is_flag=True, help="Print one JSON document.")
@command
async def list_(settings: Settings, in_json: bool) -> None:
    """List the accounts."""
    async with reading(settings) as store:
        members = [] if store is None else list(await store.all_staff())
    if in_json:
        click.echo(as_json(members))
        return
    for member in members:
        click.echo(f"{member.name:<24} {member.role:<8} {'password' if member.has_password else 'no password'}")
    if not members:
        click.echo("Nobody has an account yet; the first start prints a link.")
