"""`guard`: may this be said in the room."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from bot.commands.common import as_json, command, load_files, say_problems, stop
from bot.guard import Guard, Verdict, masked
from bot.guard.rates import label_of, rates
from bot.guard.rules import RULES
from bot.problems import Problem
from bot.settings import Settings


@click.command("guard")
@click.argument("text", required=False)
@click.option(
    "--file", "file", type=click.Path(exists=True, dir_okay=False),
    help='A script: JSON lines {"id","text"}, or plain text line by line. With "label" or "expected": both rates.',
)  # fmt: skip
@click.option("--rules", "tell_rules", is_flag=True, help="List the rules and where each is written.")
@click.option("--json", "in_json", is_flag=True, help="Print one JSON object.")
@command
async def guard(settings: Settings, text: str | None, file: str | None, tell_rules: bool, in_json: bool) -> None:
    """Say whether a text may go out, which rule it breaks and how it may be said; exit code 1 when it may not."""
    if tell_rules:
        _tell_rules(in_json)
        return
    shop = load_files(settings).knowledge.guard
    if file is not None:
        stop(_file(Path(file), shop))
    if text is None:
        raise click.UsageError("Give the text, or --file.")
    verdict = shop.verdict(text)
    if in_json:
        click.echo(as_json(as_object(verdict)))
    else:
        for reason in verdict.reasons:
            click.echo(reason)
        if verdict.rewrite:
            click.echo(f"this may be said: {verdict.rewrite}")
        click.echo("may be said" if verdict.allowed else "may not be said")
    stop(len(verdict.findings))


def as_object(verdict: Verdict) -> dict[str, object]:
    """Return a verdict as other programs read it; personal data is in none of it."""
    findings = [
        {"rule": one.rule, "what": masked(one.what), "source": RULES[one.rule].source} for one in verdict.findings
    ]
    return {
        "allowed": verdict.allowed,
        "rules": list(verdict.rules),
        "masked": masked(verdict.text),
        "rewrite": verdict.rewrite,
        "findings": findings,
    }


def _tell_rules(in_json: bool) -> None:
    if in_json:
        click.echo(as_json([{"id": rule.id, "what": rule.what, "source": rule.source} for rule in RULES.values()]))
        return
    for rule in RULES.values():
        click.echo(f"{rule.id:<18} {rule.what}  [{rule.source}]")


def _file(path: Path, shop: Guard) -> int:
    """Judge a file line by line; the rates go to the screen, so that the lines stay JSON."""
    problems: list[Problem] = []
    judged: list[tuple[str, bool]] = []
    lines = stopped = 0
    for said in _sentences(path, problems):
        verdict = shop.verdict(str(said["text"]))
        lines, stopped = lines + 1, stopped + (not verdict.allowed)
        if label := label_of(said):
            judged.append((label, not verdict.allowed))
        click.echo(as_json({"id": said.get("id")} | as_object(verdict)))
    click.echo(f"{lines} texts, {stopped} may not be said.", err=True)
    if judged:
        click.echo(rates(judged).told(), err=True)
    say_problems(problems)
    return len(problems)


def _sentences(path: Path, problems: list[Problem]) -> Iterator[dict[str, Any]]:
    is_json = path.suffix in (".jsonl", ".ndjson", ".json")
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip():
            continue
        if not is_json:
            yield {"id": str(number), "text": line.strip()}
            continue
        try:
            said = json.loads(line)
            yield {**said, "text": str(said["text"])}
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            fix = 'Write {"id":"1","text":"…"} on each line.'
            problems.append(Problem(str(path), number, f"not a text ({error}).", fix))
