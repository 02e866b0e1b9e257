"""`guard`: may this be said in the room."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from bot.commands.common import as_json, command, load_files, reading, say_problems, stop
from bot.commands.faq_learning import since_option
from bot.guard import Guard, Verdict, masked
from bot.guard.rates import label_of, rates
from bot.guard.rules import RULES
from bot.languages import Both
from bot.problems import Problem
from bot.settings import Settings
from bot.store.said import Said


@click.command("guard")
@click.argument("text", required=False)
@click.option(
    "--file", "file", type=click.Path(exists=True, dir_okay=False),
    help='A script: JSON lines {"id","text"}, or plain text line by line. With "label" or "expected": both rates.',
)  # fmt: skip
@click.option("--rules", "tell_rules", is_flag=True, help="List the rules and where each is written.")
@click.option("--records", "tell_records", is_flag=True, help="List what was said and what was stopped, and when.")
@since_option
@click.option("--room", default=None, metavar="ROOM", help="Of the records: only this room.")
@click.option("--stopped", is_flag=True, help="Of the records: only what was stopped.")
@click.option("--ai", is_flag=True, help="Of the records: only what a language model worded.")
@click.option("--json", "in_json", is_flag=True, help="Print one JSON object, or JSON lines of the records.")
@command
async def guard(
    settings: Settings,
    text: str | None,
    file: str | None,
    tell_rules: bool,
    tell_records: bool,
    since: datetime,
    room: str | None,
    stopped: bool,
    ai: bool,
    in_json: bool,
) -> None:
    """Say whether a text may go out, which rule it breaks and how it may be said; exit code 1 when it may not."""
    if tell_rules:
        _tell_rules(in_json)
    elif tell_records:
        async with reading(settings) as store:
            records = [] if store is None else await store.said.since(since, room=room, stopped=stopped, ai=ai)
        _tell_records(records, in_json)
    elif file is not None:
        stop(_file(Path(file), load_files(settings).knowledge.guard))
    elif text is not None:
        _tell(load_files(settings).knowledge.guard.verdict(text), in_json)
    else:
        raise click.UsageError("Give the text, or --file.")


def _tell(verdict: Verdict, in_json: bool) -> None:
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


def _tell_records(records: Sequence[Said], in_json: bool) -> None:
    for said in records:
        if in_json:
            click.echo(as_json(asdict(said) | {"rules": list(said.rules), "allowed": said.allowed}))
            continue
        stopped = f"stopped: {', '.join(said.rules)}" if said.rules else said.stage.value
        who = f"{said.author} ({said.by})" if said.by else said.author
        click.echo(f"{said.at.astimezone():%Y-%m-%d %H:%M:%S}  {said.room:<12} {who:<16} {stopped:<24} {said.text}")
    if not records and not in_json:
        click.echo("Nothing was said since then.")


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
            fix = Both('Write {"id":"1","text":"…"} on each line.', '每行请写 {"id":"1","text":"…"}。')
            problems.append(Problem(str(path), number, Both(f"not a text ({error}).", f"不是文本（{error}）。"), fix))
