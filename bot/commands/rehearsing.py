"""`rehearse`: the whole program against a recording, with faults, ending in pass or fail."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from bot.commands.common import as_json, command, load_files, say_problems, stop
from bot.problems import Problem
from bot.rehearse import FAULTS, Verdict, rehearse
from bot.replay import read_chat
from bot.settings import Settings


@click.command("rehearse")
@click.argument("chat", type=click.Path(exists=True, dir_okay=False))
@click.option(
    "--speed",
    default=10.0,
    show_default=True,
    type=click.FloatRange(min=0.01),
    help="Times the recording's pace.",
)
@click.option("--faults", default="", metavar="A,B", help=f"Any of {', '.join(FAULTS)}.")
@click.option("--json", "in_json", is_flag=True, help="Print one JSON object.")
@command
async def rehearse_(settings: Settings, chat: str, speed: float, faults: str, in_json: bool) -> None:
    """Speak a recorded chat to the whole program and end with pass or fail; nothing leaves this machine."""
    chosen = [fault.strip() for fault in faults.split(",") if fault.strip()]
    if unknown := set(chosen) - set(FAULTS):
        raise click.BadParameter(f"{', '.join(sorted(unknown))}; known: {', '.join(FAULTS)}", param_hint="--faults")
    problems: list[Problem] = []
    with Path(chat).open(encoding="utf-8", errors="replace") as file:  # noqa: ASYNC230 - a command, not a server
        messages = list(read_chat(file, chat, problems))
    say_problems(problems)
    if not messages:
        raise click.ClickException(f"{chat} has no message to say, so nothing was rehearsed.")
    with Progress(console=Console(stderr=True), transient=True, disable=in_json) as bar:
        task = bar.add_task("speaking", total=len(messages))
        verdict = await rehearse(
            load_files(settings), messages, speed, chosen, lambda said: bar.update(task, completed=said)
        )
    click.echo(as_json(verdict.result()) if in_json else _told(verdict))
    stop(len(verdict.wrong) + len(problems))


def _told(verdict: Verdict) -> str:
    numbers = ", ".join(
        f"{name.replace('_', ' ')} {value}"
        for name, value in verdict.result().items()
        if name not in ("passed", "wrong", "faults")
    )
    return f"{numbers}\n{'PASS' if verdict.passed else 'FAIL: ' + '; '.join(verdict.wrong)}"
