"""`faq report`, `stale` and `verify`: what entries are worth, and who vouches for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import click

from bot.commands.common import (
    Failed,
    RunningDesk,
    as_json,
    by_option,
    command,
    json_option,
    load_files,
    reading,
    writing,
)
from bot.console import faq_acts
from bot.console.acts import ENGLISH
from bot.console.desk import Desk
from bot.faq.worth import Stale, Worth, stale
from bot.settings import Settings
from bot.store import Store

AGO = {"h": "hours", "d": "days", "w": "weeks"}


class Since(click.ParamType[datetime]):
    """A day such as 2026-11-01, or how long ago: 12h, 7d, 4w."""

    name = "since"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Read it; days begin where this machine is."""
        if isinstance(value, datetime):
            return value
        text = str(value).strip()
        if text[:-1].isascii() and text[:-1].isdigit() and text[-1:] in AGO and len(text) < 6:
            return datetime.now(UTC) - timedelta(**{AGO[text[-1]]: int(text[:-1])})
        try:
            return datetime.fromisoformat(text).astimezone()
        except (ValueError, OverflowError, OSError):
            self.fail(f'"{text}" is no time. Write a day, 2026-11-01, or how long ago: 12h, 7d, 4w.', param, ctx)


since_option = click.option("--since", type=Since(), default="30d", show_default=True, metavar="WHEN",
                            help="Look at what was said since then: a day, or 12h, 7d, 4w.")  # fmt: skip


def desk_of(settings: Settings, store: Store) -> Desk:
    """Return what the console would be given, without a running program."""
    knowledge = load_files(settings).knowledge
    return Desk(
        store=store,
        rooms=list,
        problems=list,
        catalog=lambda: knowledge.catalog,
        knowledge=lambda: knowledge,
        faq_folder=settings.shop.faq,
        zone=settings.shop.timezone,
        practice=settings.practice,
        switch_mode=_no_switch,
        check_reply=lambda text: knowledge.guard.verdict(text, "staff"),
        api_token="",
    )


async def _no_switch(room: str, mode: str, by: str) -> None:
    """Rooms are switched on the console of a running program."""


# worth


@click.command("report")
@since_option
@json_option
@command
async def report(settings: Settings, since: datetime, in_json: bool) -> None:
    """Print what each entry is worth, the most troublesome first."""
    found = await _worths(settings, since)
    if in_json:
        click.echo(as_json([_worth_json(one) for one in found]))
        return
    _table(
        ("answers", "askers", "“no, I meant”", "to staff after", "edited", "last used", "verified", "entry"),
        [
            (one.hits, one.askers, one.corrections, one.escalations, one.edited, _day(one.last_used), _vouched(one),
             f"{one.entry.id}  {one.entry.path}:{one.entry.line}")
            for one in found
        ],
    )  # fmt: skip
    if not found:
        click.echo(ENGLISH("faq.none"))


async def _worths(settings: Settings, since: datetime) -> list[Worth]:
    async with reading(settings) as store:
        if store is not None:
            return await faq_acts.worths(desk_of(settings, store), since)
    return [Worth(entry) for entry in load_files(settings).knowledge.faq.entries.values()]


def _day(at: datetime | None) -> str:
    return f"{at.astimezone():%Y-%m-%d}" if at else "never"


def _vouched(one: Worth) -> str:
    if one.entry.then:
        return "-"
    if one.verified is not None:
        return ENGLISH("faq.verified", name=one.verified.by, day=_day(one.verified.at))
    if one.edited_since is not None:
        return ENGLISH("faq.changed", name=one.edited_since.by, day=_day(one.edited_since.at))
    return ENGLISH("faq.unverified")


def _worth_json(one: Worth) -> dict[str, Any]:
    return {
        "entry": one.entry.id,
        "question": one.entry.question,
        "path": one.entry.path,
        "line": one.entry.line,
        "answers": one.hits,
        "askers": one.askers,
        "corrections": one.corrections,
        "escalations": one.escalations,
        "edited": one.edited,
        "last_used": one.last_used,
        "verified_by": one.verified.by if one.verified else None,
        "verified_at": one.verified.at if one.verified else None,
        "valid_to": one.entry.valid_to,
        "trouble": one.trouble,
    }


def _table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    if not rows:
        return
    text = [[str(cell) for cell in row] for row in (head, *rows)]
    wide = [max(len(row[i]) for row in text) for i in range(len(head) - 1)]
    for row in text:
        click.echo(
            "  ".join([*(cell.ljust(width) for cell, width in zip(row, wide, strict=False)), row[-1]]).rstrip()
        )


# reading before a show


@click.command("stale")
@click.option("--days", default=30, show_default=True, type=click.IntRange(1, 3650),
              help="A reading longer ago than this counts as old.")  # fmt: skip
@click.option("--soon", default=7, show_default=True, type=click.IntRange(0, 3650),
              help="Name entries that run out within so many days.")  # fmt: skip
@since_option
@json_option
@command
async def stale_(settings: Settings, days: int, soon: int, since: datetime, in_json: bool) -> None:
    """List the entries to read before the show: over, called wrong, running out, changed, or never verified."""
    now = datetime.now(UTC)
    today = now.astimezone(ZoneInfo(settings.shop.timezone)).date()
    found = await _worths(settings, since)
    waiting = stale(found, today, now, long_ago=timedelta(days=days), soon=timedelta(days=soon))
    if in_json:
        click.echo(as_json([{**_worth_json(one.worth), "reasons": one.reasons} for one in waiting]))
        return
    for one in waiting:
        entry = one.worth.entry
        click.echo(f"{entry.path}:{entry.line}  {entry.id}  {_reasons(one)}")
        click.echo(f"    {entry.question}  →  {' / '.join(entry.wordings) or entry.then}")
    read = "Read each; vouch for it with: faq verify ID" if waiting else "Every entry was read and holds."
    click.echo(f"{len(waiting)} of {len(found)} entries. {read}")


SAID: dict[str, Callable[[Worth], str]] = {
    "over": lambda one: f"ran out on {one.entry.valid_to}",
    "corrected": lambda one: f"called wrong {one.corrections} times",
    "expiring": lambda one: f"runs out on {one.entry.valid_to}",
    "changed": lambda one: _vouched(one),
    "never": lambda one: "never verified",
    "long ago": lambda one: f"verified long ago by {_vouched(one)}",
}


def _reasons(one: Stale) -> str:
    return "; ".join(SAID[reason](one.worth) for reason in one.reasons)


@click.command("verify")
@click.argument("entries", nargs=-1, required=True, metavar="ENTRY...")
@by_option
@json_option
@command
async def verify(settings: Settings, entries: tuple[str, ...], by: str, in_json: bool) -> None:
    """Record that somebody has read these entries and their answers hold; an edit makes them unverified again."""
    async with writing(settings) as target:
        if isinstance(target, RunningDesk):
            found = await target.ask("POST", "/api/faq/verify", {"by": by, "entries": list(entries)})
            reasons = tuple(found.get("reasons", ()))
        else:
            refused = await faq_acts.verify(desk_of(settings, target), entries, by)
            reasons = refused.reasons if refused is not None else ()
    if reasons:
        raise Failed("\n".join(reasons))
    click.echo(as_json({"verified": entries, "by": by}) if in_json else f"{', '.join(entries)}: verified by {by}.")
