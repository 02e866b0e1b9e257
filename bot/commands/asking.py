"""`ask` and `replay`: what the bot would do, without a room."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, cast

import click

from bot.commands.common import Failed, as_json, command, load_files, reading, say_problems, stop
from bot.config import secret
from bot.faq.match import Matcher
from bot.files.reload import ShopFiles
from bot.knowledge import Knowledge, Mode
from bot.meaning import Meaning
from bot.messages import MAX_TEXT, ChatMessage, Viewer, bounded
from bot.model import Model
from bot.problems import Problem, did_you_mean
from bot.product_questions.reading import read_question
from bot.replay import Replay, Summary, read_chat
from bot.settings import RoomSettings, Settings
from bot.spending import Notebook
from bot.store import Store, open_store
from bot.text import read

PATIENT_MS = 2_000
"""Milliseconds in which a message's vector must come: nobody waits, and a reading must be the same twice."""


@asynccontextmanager
async def _replay(
    settings: Settings, *, room: str = "", as_room: bool = False, model: bool, each: bool
) -> AsyncIterator[Replay]:
    """Build a room that only thinks, with the shop's files and what the store knows of viewers.

    It decides in the mode the room is on now, if it is to be as that room is, else as one that answers.
    """
    files = load_files(settings)
    of_room = _named(settings, room)
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(reading(settings))
        if store is None:
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            store = await open_store(f"sqlite:///{folder}/empty.db")
            stack.push_async_callback(store.close)
        made = None
        if model and settings.model.base_url:
            made = await Model.connect(settings.model, secret, Notebook(), zone=settings.shop.timezone)
        if made is not None:
            stack.push_async_callback(made.close)
        mode: Mode = "auto"
        if as_room and of_room is not None:
            mode = cast(Mode, (await store.room_modes()).get(of_room.name, of_room.mode))
        rules = settings.rules(of_room, mode)
        if as_room and of_room is not None:
            rules = rules.now(mode, (await store.steps.standing(of_room.name)).step)
        knowledge = await _as_in(of_room, files, store) if as_room and of_room is not None else files.knowledge
        chosen, key = settings.meaning, secret(settings.meaning.api_key_env)
        patient = chosen.model_copy(update={"within_ms": max(chosen.within_ms, PATIENT_MS)})
        meaning = await Meaning.open(patient, key, lambda: datetime.now(UTC), settings.shop.timezone)
        stack.push_async_callback(meaning.close)
        if meaning.on:
            matcher, vectors = knowledge.matcher, await meaning.vectors(knowledge.matcher.texts())
            knowledge = replace(knowledge, matcher=Matcher(knowledge.faq, matcher.promise, None, vectors, matcher))
        yield Replay(
            knowledge, files.prompts_now, store, of_room.platform if of_room else "practice", made, each,
            meaning=meaning, rules=rules if made is not None else replace(rules, model_chooses=False),
        )  # fmt: skip


async def _as_in(room: RoomSettings, files: ShopFiles, store: Store) -> Knowledge:
    """Return what a room knows: it may be trying a draft."""
    files.trials = {trial.room: Path(trial.folder) for trial in await store.faq_trials() if trial.room == room.name}
    if files.trials:
        await asyncio.to_thread(files.load)
    return files.knowledge_for(room.name)


def _named(settings: Settings, room: str) -> RoomSettings | None:
    """Return the room of this name, or the first one when none is named; ends when there is none of that name."""
    names = {each.name: each for each in settings.rooms}
    if room and room not in names:
        raise Failed(f'There is no room "{room}". {did_you_mean(room, names)}')
    return names[room] if room else next(iter(settings.rooms), None)


@click.command("ask")
@click.argument("text")
@click.option("--viewer", default="", metavar="ID", help="Ask as this viewer.")
@click.option("--room", default="", metavar="ROOM", help="Ask in this room; the first one otherwise.")
@click.option("--on-screen", default=None, metavar="SKU", help="The product the host is showing.")
@click.option("--no-model", is_flag=True, help="Do not call the model.")
@click.option("--json", "in_json", is_flag=True, help="Print one JSON object.")
@command
async def ask(
    settings: Settings,
    text: str,
    viewer: str,
    room: str,
    on_screen: str | None,
    no_model: bool,
    in_json: bool,
) -> None:
    """Say what would happen to this message and why; nothing is sent."""
    asked = ChatMessage(
        room or "ask",
        "asked",
        Viewer(bounded(viewer, MAX_TEXT) or "nobody"),
        bounded(text, MAX_TEXT),
        datetime.now(UTC),
    )
    async with _replay(settings, room=room, as_room=True, model=not no_model, each=True) as replay:
        replay.on_screen = on_screen
        result = await replay.one(asked)
    understood = read(asked.text)
    product = read_question(asked.text, replay.knowledge.catalog, on_screen)
    if in_json:
        told = {"read_as": understood.text, "without": understood.without}
        click.echo(as_json(result.line() | told | {"product": str(product) if product is not None else None}))
        return
    click.echo(f"{result.outcome}: {result.reason}")
    left_out = f" (without {', '.join(understood.without)})" if understood.without else ""
    click.echo(f"  read as    {understood.text or 'nothing'}{left_out}")
    if product is not None:
        click.echo(f"  product    {product}")
    if result.entry is not None and result.score is not None:
        click.echo(f"  entry      {result.entry} {result.score:.2f}")
    if result.runner_up:
        click.echo(f"  runner-up  {result.runner_up['entry']} {result.runner_up['score']:.2f}")
    if result.reply:
        click.echo(f"  reply      {result.reply}")


@click.command("replay")
@click.argument("chat", type=click.Path(exists=True, dir_okay=False))
@click.option("--out", type=click.Path(dir_okay=False), help="Write the lines here and the summary to the screen.")
@click.option("--no-model", is_flag=True, help="Do not call the model.")
@click.option("--each", is_flag=True, help="Decide every message by itself: no memory, no merging.")
@click.option("--json", "in_json", is_flag=True, help="Print the summary as one JSON object.")
@command
async def replay(settings: Settings, chat: str, out: str | None, no_model: bool, each: bool, in_json: bool) -> None:
    """Run a recorded chat (JSON lines) through the deciding code; one JSON line a message, then a summary."""
    problems: list[Problem] = []
    summary = Summary()
    with _lines_to(out) as lines:
        async with _replay(settings, model=not no_model, each=each) as room:
            with Path(chat).open(encoding="utf-8", errors="replace") as file:  # noqa: ASYNC230 - a command, not a server
                for message in read_chat(file, chat, problems):
                    result = await room.one(message)
                    summary.add(result)
                    lines.write(as_json(result.line()) + "\n")
    say_problems(problems)
    found = summary.result() | {"unreadable": len(problems)}
    # Beside lines on standard output the summary goes to the error stream, so that neither spoils the other.
    click.echo(as_json(found) if in_json else _told(found), err=out is None)
    stop(len(problems))


@contextmanager
def _lines_to(path: str | None) -> Iterator[IO[str]]:
    """Open the file for the lines; standard output when none is named."""
    if path is None:
        yield sys.stdout
        return
    with Path(path).open("w", encoding="utf-8") as file:
        yield file


def _told(found: dict[str, Any]) -> str:
    counts = ", ".join(f"{n} {word}" for word, n in found["outcomes"].items())
    return (
        f"{found['messages']} messages: {counts}. {found['unreadable']} lines unreadable."
        f" Deciding took {found['ms_p50']} ms at the median, {found['ms_p99']} ms at the 99th percentile."
    )
