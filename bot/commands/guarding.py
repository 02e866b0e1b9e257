"""`guard`: may this be said in the room."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import click

from bot.commands.common import as_json, command, load_files, say_problems, stop
from bot.guard import Finding, masked
from bot.guard import check as guard_check
from bot.problems import Problem
from bot.settings import Settings


@click.command("guard")
@click.argument("text", required=False)
@click.option("--file", "file", type=click.Path(exists=True, dir_okay=False), help='JSON lines {"id","text"}.')
@click.option("--json", "in_json", is_flag=True, help="Print one JSON object.")
@command
async def guard(settings: Settings, text: str | None, file: str | None, in_json: bool) -> None:
    """Say whether a text may go out, and which rule it breaks; exit code 1 when it may not."""
    links = load_files(settings).knowledge.catalog.links
    if file is not None:
        stop(_file(Path(file), links))
    if text is None:
        raise click.UsageError("Give the text, or --file.")
    found = guard_check(text, links)
    if in_json:
        click.echo(as_json(_verdict(text, found)))
    else:
        for finding in found:
            click.echo(str(finding))
        click.echo("may not be said" if found else "may be said")
    stop(len(found))


def _verdict(text: str, found: list[Finding]) -> dict[str, object]:
    rules = [{"rule": f.rule, "what": f.what} for f in found]
    return {"allowed": not found, "rules": rules, "masked": masked(text)}


def _file(path: Path, links: Iterable[str]) -> int:
    problems: list[Problem] = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            said = json.loads(line)
            text = str(said["text"])
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            fix = 'Write {"id":"1","text":"…"} on each line.'
            problems.append(Problem(str(path), number, f"not a text ({error}).", fix))
            continue
        click.echo(as_json({"id": said.get("id")} | _verdict(text, guard_check(text, links))))
    say_problems(problems)
    return len(problems)
