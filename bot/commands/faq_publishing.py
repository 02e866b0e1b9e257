"""`faq effect`, `history`, `rollback`, `try`, `publish`: a change of the FAQ before, while and after it is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
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
    say_problems,
    writing,
)
from bot.console.acts import note_publishing
from bot.faq.cases import Came
from bot.faq.effect import KINDS, Change, Question, compare
from bot.faq.entries import Entry
from bot.faq.files import parse_faq
from bot.faq.match import Matcher
from bot.files.faq_folder import FaqFolder, faq_of
from bot.judge import judge
from bot.knowledge import Knowledge, Rules
from bot.problems import Problem, did_you_mean
from bot.publishing import Publishing
from bot.settings import Settings

SHOWN = 20
HEADS = {
    "no longer": "no longer answered",
    "otherwise": "answered otherwise",
    "newly": "newly answered",
    "moved": "not answered, but treated otherwise",
}


folder_type = click.Path(exists=True, file_okay=False, resolve_path=True, path_type=Path)


# effect


@click.command("effect")
@click.argument("folder", required=False, type=folder_type)
@click.option(
    "--last",
    default=500,
    show_default=True,
    type=click.IntRange(1, 100_000),
    help="How many of the newest questions.",
)
@json_option
@command
async def effect(settings: Settings, folder: Path | None, last: int, in_json: bool) -> None:
    """Say which real questions a draft (or the files as they are) answers otherwise than the version in force."""
    async with reading(settings) as store:
        newest = await store.faq_version() if store is not None else None
        asked = await store.asked(last) if store is not None else ()
    if newest is None and folder is None:
        raise Failed("No version of the FAQ is kept yet: it is when the bot runs. Name a draft's folder to compare.")
    if not asked:
        raise Failed("The store holds no question yet, so there is nothing to try the change on.")
    files = load_files(settings)
    problems = list(files.problems)
    before = files.knowledge if newest is None else _known(files.knowledge, _entries(newest.files))
    after = files.knowledge
    if folder is not None:
        published, draft = FaqFolder(settings.shop.faq), FaqFolder(folder)
        published.read([])
        draft.read(problems)
        after = _known(files.knowledge, {**published.entries, **draft.entries})
    rules, now = Rules(zone=settings.shop.timezone), datetime.now(UTC)

    def by(knowledge: Knowledge) -> Any:
        return lambda question: judge(question.text, knowledge, rules, now, question.on_screen)

    found = compare([Question(one.text, one.on_screen) for one in asked], by(before), by(after))
    if in_json:
        version = newest.id if newest is not None else None
        click.echo(as_json({"version": version, "questions": found.questions, "changes": list(found.changes)}))
        return
    say_problems([problem for problem in problems if problem.severity == "error"])
    for kind in KINDS:
        if changes := found.of(kind):
            click.echo(f"{HEADS[kind]} ({sum(change.times for change in changes)}):")
            for change in changes[:SHOWN]:
                _tell(change)
            if len(changes) > SHOWN:
                click.echo(f"  … and {len(changes) - SHOWN} more; --json has them all")
    count = sum(change.times for change in found.changes)
    click.echo(f"Of the last {found.questions} questions {count} would fare otherwise.")


def _tell(change: Change) -> None:
    times = f" (asked {change.times} times)" if change.times > 1 else ""
    click.echo(f"  {change.question}{times}")
    click.echo(f"    before  {_told(change.before)}")
    click.echo(f"    after   {_told(change.after)}")


def _told(came: Came) -> str:
    return f"{came.entry}: {came.text}" if came.outcome == "answer" else str(came)


def _entries(files: Mapping[str, str]) -> dict[str, list[Entry]]:
    return {name: parse_faq(text, name)[0] for name, text in files.items() if name.endswith(".md")}


def _known(like: Knowledge, files: Mapping[str, list[Entry]]) -> Knowledge:
    """Return what the shop would know with these entries; the catalogue and the words for people are today's."""
    faq = faq_of(files)
    return replace(like, faq=faq, matcher=like.matcher if faq == like.faq else Matcher(faq))


# history, rollback


@click.command("history")
@json_option
@command
async def history(settings: Settings, in_json: bool) -> None:
    """List the versions of the FAQ that are kept, newest first: when, by whom, what changed."""
    async with reading(settings) as store:
        kept = [] if store is None else list(await store.faq_versions())
        trials = [] if store is None else list(await store.faq_trials())
    if in_json:
        versions = [{"id": v.id, "at": v.at, "by": v.by, "what": v.what} for v in kept]
        click.echo(as_json({"versions": versions, "trials": trials}))
        return
    zone = ZoneInfo(settings.shop.timezone)
    for version in kept:
        click.echo(f"{version.id:>5}  {version.at.astimezone(zone):%Y-%m-%d %H:%M}  {version.by:<12} {version.what}")
    if not kept:
        click.echo("No version is kept yet; the running bot keeps one whenever the FAQ changes.")
    for trial in trials:
        click.echo(f"Room {trial.room} tries {trial.folder}, since {trial.at.astimezone(zone):%Y-%m-%d %H:%M}.")


@click.command("rollback")
@click.argument("version", type=click.IntRange(1, 2**63 - 1))
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@by_option
@json_option
@command
async def rollback(settings: Settings, version: int, dry_run: bool, by: str, in_json: bool) -> None:
    """Bring the FAQ's files of an earlier version back; nothing is lost, and it can be taken back the same way."""
    told = await _do(settings, "rollback", {"version": version, "dry_run": dry_run, "by": by})
    if in_json:
        click.echo(as_json(told))
        return
    would = "would be " if dry_run else ""
    for name in told["written"]:
        click.echo(f"{would}written: {name}")
    for name, aside in told["put_aside"].items():
        click.echo(f"{would}put aside: {name}{f', now {aside}' if aside else ''}")
    if told["kept_before"]:
        click.echo(f"The files as they were are version {told['kept_before']}.")
    click.echo(f"{'Would change' if dry_run else 'Changed'}: {told['changes']}.")


# one room first


@click.command("try")
@click.argument("folder", required=False, type=folder_type)
@click.option(
    "--room", default=None, metavar="ROOM", help="The room that tries the draft; of --stop, the one that ends it."
)
@click.option("--stop", "stops", is_flag=True, help="End the trial: the room uses the published FAQ again.")
@by_option
@json_option
@command
async def try_(
    settings: Settings, folder: Path | None, room: str | None, stops: bool, by: str, in_json: bool
) -> None:
    """Let one room use a draft's files until it is published or stopped; the other rooms notice nothing."""
    names = [each.name for each in settings.rooms]
    if room is not None and room not in names:
        raise Failed(f'There is no room "{room}". {did_you_mean(room, names)}')
    if stops == (folder is not None) or (folder is not None and room is None):
        raise click.UsageError("Write: faq try FOLDER --room ROOM, or faq try --stop.")
    if folder is None:
        told = await _do(settings, "stop", {"room": room, "by": by})
        said = f"{told['ended']} trials ended." if told["ended"] != 1 else "The trial ended."
    else:
        told = await _do(settings, "try", {"folder": str(folder), "room": room, "by": by})
        said = f"Room {room} tries {folder}: {told['changes']}. End it: faq try --stop, or faq publish {folder}."
    click.echo(as_json(told) if in_json else said)


@click.command("publish")
@click.argument("folder", type=folder_type)
@by_option
@json_option
@command
async def publish(settings: Settings, folder: Path, by: str, in_json: bool) -> None:
    """Put a draft's files over the FAQ's; those of other names stay. Refused where the draft has an error."""
    told = await _do(settings, "publish", {"folder": str(folder), "by": by})
    if in_json:
        click.echo(as_json(told))
        return
    for name in told["written"]:
        click.echo(f"written: {name}")
    click.echo(f"Changed: {told['changes']}.")
    if told["new_version"]:
        click.echo(f"This is version {told['new_version']}; faq history names the one before.")


async def _do(settings: Settings, act: str, said: dict[str, Any]) -> dict[str, Any]:
    """Do it in the running program, which then needs no time to notice; without one, here."""
    async with writing(settings) as target:
        if isinstance(target, RunningDesk):
            told: dict[str, Any] = await target.ask("POST", f"/api/faq/{act}", said)
            return told
        files = load_files(settings)
        if missing := _missing(files.problems):
            raise Failed("\n".join(map(str, missing)))
        told = await Publishing(target, files, lambda: datetime.now(UTC)).act(act, said)
        await note_publishing(target, act, said, told, datetime.now(UTC))
        return told


def _missing(problems: tuple[Problem, ...]) -> list[Problem]:
    return [problem for problem in problems if problem.line == 0 and "no such folder" in problem.what]
