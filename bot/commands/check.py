"""`check`: every file and setting, before the show."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from bot.commands.common import as_json, load_files, stop
from bot.config import load_settings
from bot.faq.match import collisions
from bot.guard import check as guard_check
from bot.problems import Problem
from bot.reload import ShopFiles

SOON = timedelta(days=3)


@click.command("check")
@click.option("--config", metavar="FILE", help="The settings file; bot.toml in this folder if there is one.")
@click.option("--json", "in_json", is_flag=True, help="Print one JSON document.")
@click.pass_context
def check(ctx: click.Context, config: str | None, in_json: bool) -> None:
    """Check every file and setting: problems with file, line and remedy."""
    path = config or ctx.find_root().params.get("config")
    settings, problems = load_settings(Path(path) if path else None, Path.cwd())
    summary: dict[str, object] = {}
    if not problems:
        files = load_files(settings)
        problems = [
            *files.problems,
            *colliding(files),
            *expiring(files, settings.shop.timezone),
            *unsayable(files),
        ]
        summary = {
            "entries": len(files.knowledge.faq),
            "phrasings": len(files.knowledge.matcher),
            "products": len(files.knowledge.catalog),
            "prompts": len(files.prompts_now),
            "rooms": len(settings.rooms),
        }
    errors = sum(problem.severity == "error" for problem in problems)
    if in_json:
        click.echo(as_json({"problems": sorted(problems), "errors": errors, **summary}))
    else:
        for problem in sorted(problems):
            click.echo(str(problem) if problem.severity == "error" else f"{problem} (warning)")
        counts = ", ".join(f"{n} {what}" for what, n in summary.items())
        click.echo(f"{errors} errors, {len(problems) - errors} warnings{f' in {counts}' if counts else ''}.")
    stop(errors)


def colliding(files: ShopFiles) -> list[Problem]:
    """Find phrasings that another entry wins."""
    entries = files.knowledge.faq.entries
    found: list[Problem] = []
    for (entry_id, way), winner in collisions(files.knowledge.faq, files.knowledge.matcher).items():
        entry, other = entries[entry_id], entries[winner]
        line = next((p.line for p in entry.phrasings if p.text == way), entry.line)
        what = f'"{way}" belongs to {entry_id}, but {winner} ({other.path}:{other.line}) wins it.'
        found.append(Problem(entry.path, line, what, "Take it out of one of the two.", "warning"))
    return found


def expiring(files: ShopFiles, zone: str) -> list[Problem]:
    """Find entries that have run out or soon will."""
    from zoneinfo import ZoneInfo

    today = datetime.now(UTC).astimezone(ZoneInfo(zone)).date()
    found: list[Problem] = []
    for entry in files.knowledge.faq.entries.values():
        if entry.valid_to is None:
            continue
        if entry.valid_to < today:
            what = f'"{entry.question}" ran out on {entry.valid_to}.'
            found.append(Problem(entry.path, entry.line, what, "Set a new valid: or delete the entry.", "warning"))
        elif entry.valid_to <= today + SOON:
            what = f'"{entry.question}" runs out on {entry.valid_to}.'
            found.append(Problem(entry.path, entry.line, what, "Set a new valid: if it still holds.", "warning"))
    return found


def unsayable(files: ShopFiles) -> list[Problem]:
    """Find answers that the guard would stop."""
    links = files.knowledge.catalog.links
    return [
        Problem(
            entry.path,
            entry.answer_line,
            f"the guard would stop this answer: {finding}.",
            "Word it otherwise.",
        )
        for entry in files.knowledge.faq.entries.values()
        if entry.answer
        for finding in guard_check(entry.answer, links)
    ]
