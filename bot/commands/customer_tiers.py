"""`customers tiers`: who is in which tier, who moves, and what another threshold would change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import click
from pydantic import ValidationError

from bot.clientele import Clientele
from bot.commands.common import Failed, as_json, command, json_option, reading
from bot.customers.segments import belongs, group_named
from bot.customers.tier_report import Member, TierList, place, preview
from bot.customers.tiers import ENGLISH, Label, Rule, Tier, complaints
from bot.problems import did_you_mean
from bot.settings import Settings, TierSettings

NAMED = 10
"""People named in each list on the screen; `--json` has all."""
_TABLES = ("high_active", "high_silent")


@click.command("tiers")
@click.option("--as-of", default="", metavar="DATE", help="On this day instead of today.")
@click.option(
    "--tier",
    default="",
    metavar="TIER",
    help="Name those in this tier or with this label, the most worth a look first.",
)
@click.option(
    "--try",
    "tried",
    multiple=True,
    metavar="KEY=VALUE",
    help="Say who would move with another [tiers] setting, such as high_active.m=400; nothing is changed.",
)
@json_option
@command
async def tiers(settings: Settings, as_of: str, tier: str, tried: tuple[str, ...], in_json: bool) -> None:
    """Count customers by tier; say who has moved since yesterday and who will within a week."""
    wanted = group_of_word(tier) if tier else None
    day = _day(as_of) if as_of else None
    other = tried_rule(settings.tiers, tried) if tried else None
    async with reading(settings) as store:
        if store is None:
            raise Failed("There are no orders yet. Bring them in: orders import FILE.")
        clientele = Clientele(store, settings, lambda: datetime.now(UTC))
        if other is not None:
            bills = await store.customers.bills(settings.shop.timezone)
            _say_preview(preview(bills, day or clientele.today(), clientele.rule, other), in_json)
            return
        found = await clientele.tiers(day)
        linked = await store.customers.linked()
    if in_json:
        click.echo(as_json(_as_json(found, clientele.rule, linked, wanted)))
    elif wanted is not None:
        for member in found.members:
            if belongs(member, wanted):
                click.echo(_line(member))
    else:
        _say(found, clientele.rule, linked)


def group_of_word(word: str) -> Tier | Label:
    """Return the tier or label that is named; ends the command when there is none of that name."""
    found = group_named(word)
    if found is None:
        known = did_you_mean(word, [*Tier, *Label, *ENGLISH.values()])
        raise click.UsageError(f'There is no tier or label "{word}". {known}')
    return found


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.UsageError(f'--as-of "{text}" is no day. Write 2026-11-12.') from None


def tried_rule(now: TierSettings, tried: Sequence[str]) -> Rule:
    """Return the rule with other numbers; ends the command with every problem named."""
    said: dict[str, Any] = now.model_dump()
    known = [key for key in TierSettings.model_fields if key not in _TABLES]
    known += [f"{table}.{key}" for table in _TABLES for key in ("f", "m")]
    for one in tried:
        key, is_there, value = (part.strip() for part in one.partition("="))
        if not is_there or key not in known:
            raise click.UsageError(f'--try "{one}": no such setting. {did_you_mean(key, known)}')
        table, _, inner = key.partition(".")
        if inner:
            said[table] = dict(said[table]) | {inner: value}
        else:
            said[key] = value
    try:
        rule = TierSettings.model_validate(said).rule
    except ValidationError as error:
        wrong = error.errors()[0]
        raise click.UsageError(f"--try {'.'.join(map(str, wrong['loc']))}: {wrong['msg']}.") from None
    if problems := complaints(rule):
        raise click.UsageError(" ".join(f"--try: {key} {what} {fix}" for key, what, fix in problems))
    return rule


def _say_preview(found: Any, in_json: bool) -> None:
    if in_json:
        as_rows = [{"from": a, "to": b, "people": n} for (a, b), n in found.moves.items()]
        click.echo(as_json({"people": found.people, "moving": found.moving, "moves": as_rows}))
        return
    moves = ", ".join(f"{n} from {a} to {b}" for (a, b), n in found.moves.items())
    click.echo(f"{found.moving} people move{': ' + moves if moves else ''} (of {found.people}).")
    click.echo("Nothing is changed; to keep it, write it under [tiers] in bot.toml.", err=True)


def _as_json(found: TierList, rule: Rule, linked: tuple[int, int], wanted: Tier | Label | None) -> dict[str, Any]:
    orders, people = found.foreign()
    members = [member for member in found.members if belongs(member, wanted)]
    return {
        "as_of": found.as_of.isoformat(),
        "rule": rule,
        "counts": found.counts(),
        "labels": found.labels(),
        "window_incomplete": found.incomplete(rule),
        "other_currency": {"orders": orders, "people": people},
        "linked": {"viewers": linked[0], "customers": linked[1]},
        "members": [_member(member) for member in members],
    }


def _member(member: Member) -> dict[str, Any]:
    standing, soon = member.standing, member.soon
    return {
        "customer": member.customer_id,
        "tier": place(standing),
        "labels": list(standing.labels),
        "recency": standing.recency,
        "frequency": standing.frequency,
        "spent": str(standing.spent),
        "decayed_spend": round(standing.decayed, 2),
        "last_order": standing.last.isoformat() if standing.last else None,
        "yesterday": str(member.yesterday) if member.yesterday else None,
        "soon": {"on": soon.on.isoformat(), "tier": str(soon.to) if soon.to else None} if soon else None,
    }


def _line(member: Member) -> str:
    standing = member.standing
    labels = f"  {'、'.join(standing.labels)}" if standing.labels else ""
    last = standing.last.isoformat() if standing.last else "never"
    return (
        f"{member.customer_id:<24} last order {last} ({standing.recency} days ago), {standing.frequency} orders,"
        f" {standing.spent} spent, rank {standing.decayed:.0f}{labels}"
    )


def _say(found: TierList, rule: Rule, linked: tuple[int, int]) -> None:
    click.echo(f"{found.as_of}, {len(found.members)} customers, amounts in {rule.currency}")
    for word, n in found.counts().items():
        click.echo(f"  {n:>7}  {word}")
    for label, n in found.labels().items():
        click.echo(f"  {n:>7}    {label}")
    moved = [member for member in found.members if member.moved]
    soon = [member for member in found.members if member.soon is not None]
    click.echo(f"{len(moved)} have moved since yesterday{':' if moved else '.'}")
    for member in moved[:NAMED]:
        click.echo(f"  {member.customer_id}: {member.yesterday or 'no tier'} → {place(member.standing)}")
    click.echo(f"{len(soon)} move within a week if they buy nothing{':' if soon else '.'}")
    for member in soon[:NAMED]:
        if member.soon is not None:
            click.echo(
                f"  {member.customer_id}: {place(member.standing)} → {member.soon.to or 'no tier'}"
                f" on {member.soon.on}"
            )
    click.echo(f"{linked[0]} viewers are linked to {linked[1]} customers.")
    if found.incomplete(rule):
        since = f"go back to {found.first_day} only" if found.first_day else "are missing"
        click.echo(f"The window is incomplete: orders {since}, so people look worse than they are.", err=True)
    orders, people = found.foreign()
    if orders:
        click.echo(f"{orders} orders of {people} customers are in other currencies and left out.", err=True)
