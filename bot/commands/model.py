"""`model`: what the model was asked, what came of it, what it cost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import click

from bot.commands.common import as_json, command, json_option, reading
from bot.drafts.validator import RULES
from bot.model.profiles import profile_for
from bot.settings import Settings
from bot.spending import Use


@click.command("model")
@click.option("--room", default=None, metavar="ROOM", help="Only this room.")
@click.option("--hours", default=24.0, show_default=True, help="Look back so many hours.")
@json_option
@command
async def model(settings: Settings, room: str | None, hours: float, in_json: bool) -> None:
    """Say how the model is set up, what it was asked lately, which rules stopped its drafts, and what it cost."""
    since = datetime.now(UTC) - timedelta(hours=hours)
    use = Use()
    async with reading(settings) as store:
        if store is not None:
            use = await store.model_calls.use(room, since)
    providers = [
        {"provider": profile_for(one.base_url, one.provider).name, "model": one.name, "at": one.host,
         "trap": profile_for(one.base_url, one.provider).trap}
        for one in settings.model.providers if one.base_url
    ]  # fmt: skip
    if in_json:
        click.echo(as_json({"providers": providers, "shadow": settings.model.shadow, "use": use}))
        return
    for one in providers:
        click.echo(f"{one['provider']}/{one['model']} at {one['at']}")
        click.echo(f"  {one['trap']}")
    if not providers:
        click.echo("No model is set up; ready sentences word suggestions. See docs/model.md.")
    if settings.model.shadow:
        click.echo("shadow: nothing it writes is sent")
    _tell(use, hours)


def _tell(use: Use, hours: float) -> None:
    calls = ", ".join(f"{what} {n}" for what, n in sorted(use.calls.items(), key=lambda item: -item[1]))
    click.echo(f"last {hours:g} hours: {sum(use.calls.values())} calls{f' ({calls})' if calls else ''}")
    click.echo(f"  {use.tokens} tokens" + (f", {use.money:.4f} in the currency of the prices" if use.money else ""))
    for provider, (middle, tail) in use.ms.items():
        click.echo(f"  {provider}: half of the answers within {middle:.0f} ms, 95 of 100 within {tail:.0f} ms")
    for what, n in sorted(use.verdicts.items(), key=lambda item: -item[1]):
        rule = what.rsplit("rule ", 1)[-1]
        click.echo(f"  {n:>6}  {what}{f': {RULES[rule]}' if rule in RULES else ''}")
