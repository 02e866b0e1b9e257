"""`faq cases`: real questions with what must become of them, tried against the FAQ as it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from bot.commands.common import Failed, as_json, command, load_files, reading, say_problems, stop
from bot.faq.cases import Case, case_line, failure, parse_cases, passes, unknown_names
from bot.files.edited import read_file, write_file
from bot.files.faq_folder import BIGGEST_FILE, shown
from bot.judge import judge
from bot.knowledge import Knowledge, Rules
from bot.languages import Both
from bot.problems import Problem, did_you_mean
from bot.settings import Settings
from bot.store.faq_records import Asked
from bot.unreadable import not_read, not_utf8

FILE = "cases.txt"
HEAD = "# Real questions and what must become of them; see docs/publishing.md. One a line: question => entry id.\n"
WORD_OF = {"escalate": "person", "ignore": "silence", "suggest": "suggestion",
           "clarify": "ask-back"}  # fmt: skip


@click.command("cases")
@click.argument("act", type=click.Choice(["run", "add", "accept"]), default="run")
@click.argument("words", nargs=-1)
@click.option(
    "--entry",
    "entries",
    multiple=True,
    metavar="ID",
    help="Of add: the entry that must answer, or person, silence, suggestion, none.",
)
@click.option("--on-screen", default=None, metavar="SKU", help="Of add: the product the host is showing.")
@click.option("--json", "in_json", is_flag=True, help="Print one JSON document.")
@command
async def cases(
    settings: Settings,
    act: str,
    words: tuple[str, ...],
    entries: tuple[str, ...],
    on_screen: str | None,
    in_json: bool,
) -> None:
    """Try the cases of faq/cases.txt; `add TEXT --entry ID` and `accept MESSAGE_ID…` write new ones."""
    if act == "run":
        if words or entries or on_screen:
            raise click.UsageError("Write: faq cases, or faq cases add TEXT --entry ID.")
        _run(settings, in_json)
    elif act == "add":
        if len(words) != 1 or not entries:
            raise click.UsageError('Write: faq cases add "几天能到" --entry delivery-time.')
        _add(settings, [case_line(words[0], entries, on_screen)], in_json)
    else:
        if not words:
            raise click.UsageError("Name the messages: faq cases accept MESSAGE_ID…")
        _add(settings, await _accepted(settings, words), in_json)


def cases_file(settings: Settings) -> Path:
    """Return where the shop keeps its cases."""
    return settings.shop.faq / FILE


def read_cases(settings: Settings) -> tuple[list[Case], list[Problem]]:
    """Read the shop's cases; a shop without the file has none."""
    path = cases_file(settings)
    if not path.exists():
        return [], []
    try:
        if path.stat().st_size > BIGGEST_FILE:
            return [], [
                Problem(
                    shown(path),
                    0,
                    Both("is larger than 20 MB.", "超过 20 MB。"),
                    Both("Delete the oldest cases.", "请删掉最旧的用例。"),
                )
            ]
        return parse_cases(path.read_text("utf-8-sig"), shown(path))
    except UnicodeDecodeError:
        return [], [not_utf8(shown(path))]
    except OSError as error:
        return [], [not_read(shown(path), error)]


def tried(cases: Iterable[Case], knowledge: Knowledge, rules: Rules) -> list[Problem]:
    """Return the cases that fail, each with what came instead."""
    now, entries = datetime.now(UTC), knowledge.faq.entries
    failed: list[Problem] = []
    for case in cases:
        came = judge(case.text, knowledge, rules, now, case.on_screen)
        if not passes(case, came, entries):
            failed.append(failure(case, came))
    return failed


def failing_cases(settings: Settings, knowledge: Knowledge) -> list[Problem]:
    """Return every case that fails, and every line of the file that is none."""
    cases, problems = read_cases(settings)
    unknown = unknown_names(cases, knowledge.faq.entries, knowledge.catalog)
    lines = {problem.line for problem in unknown}
    known = [case for case in cases if case.line not in lines]
    return [*problems, *unknown, *tried(known, knowledge, _rules(settings))]


def _rules(settings: Settings) -> Rules:
    return Rules(zone=settings.shop.timezone)


def _run(settings: Settings, in_json: bool) -> None:
    knowledge = load_files(settings).knowledge
    cases, _ = read_cases(settings)
    problems = sorted(failing_cases(settings, knowledge))
    lines = {problem.line for problem in problems}
    passed = sum(case.line not in lines for case in cases)
    if in_json:
        click.echo(as_json({"cases": len(cases), "passed": passed, "failed": problems}))
    else:
        say_problems(problems)
        click.echo(f"{passed} passed, {len(problems)} failed.")
        if not cases and not problems:
            click.echo(f"{shown(cases_file(settings))} holds no case yet: faq cases add TEXT --entry ID.")
    stop(len(problems))


def _add(settings: Settings, lines: Sequence[str], in_json: bool) -> None:
    """Write cases at the end of the file; one that is there already is not written again."""
    knowledge, path = load_files(settings).knowledge, cases_file(settings)
    there, _ = read_cases(settings)
    known = {(case.text, case.on_screen) for case in there}
    new: list[str] = []
    for line in lines:
        found, problems = parse_cases(line, "the case")
        problems += unknown_names(found, knowledge.faq.entries, knowledge.catalog)
        if problems:
            raise Failed("\n".join(f"{problem.what} {problem.fix}" for problem in problems))
        new += [line for case in found if (case.text, case.on_screen) not in known]
    if new:
        was = read_file(path)
        before = HEAD if was is None else was
        write_file(path, before + ("" if not before or before.endswith("\n") else "\n") + "\n".join(new) + "\n", was)
    failed = {p.line: p for p in failing_cases(settings, knowledge)}
    total = len(path.read_text("utf-8-sig").splitlines()) if path.exists() else 0
    wrong = [problem for line, problem in failed.items() if line > total - len(new)]
    if in_json:
        click.echo(as_json({"added": new, "known": len(lines) - len(new), "failed": wrong}))
        return
    for line in new:
        click.echo(f"added: {line}")
    if len(new) < len(lines):
        click.echo(f"{len(lines) - len(new)} there already.")
    say_problems(wrong)


async def _accepted(settings: Settings, ids: Sequence[str]) -> list[str]:
    """Make cases of messages as they were answered."""
    async with reading(settings) as store:
        heard = {} if store is None else {asked.id: asked for asked in await store.asked(only=ids)}
    if missing := [message_id for message_id in ids if message_id not in heard]:
        raise Failed(f"No message has the id {missing[0]!r}. {did_you_mean(missing[0], heard)}".split(" Known:")[0])
    return [case_line(heard[each].text, _expected(heard[each]), heard[each].on_screen) for each in ids]


def _expected(asked: Asked) -> list[str]:
    if asked.outcome == "answer":
        return [asked.entry]
    if asked.outcome not in WORD_OF:
        raise Failed(f"{asked.id}: nothing has become of it ({asked.outcome or 'undecided'}).")
    return [WORD_OF[asked.outcome]]
