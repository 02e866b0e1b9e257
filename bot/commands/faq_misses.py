"""`faq misses`: what was asked and not answered, in topics that are settled one by one."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

import click

from bot.commands.common import Failed, RunningDesk, as_json, by_option, command, json_option, reading, stop, writing
from bot.commands.faq_learning import desk_of, since_option
from bot.console import faq_acts
from bot.console.acts import ENGLISH, Refused
from bot.console.faq_acts import Handled
from bot.console.faq_effect import effect
from bot.console.faq_pages import EXAMPLES, done_text
from bot.faq.effect import KINDS
from bot.faq.learn import Topic
from bot.settings import Settings


@click.command("misses")
@click.option("--room", default=None, metavar="ROOM", help="Only this room.")
@since_option
@click.option("--accept", "accepted", multiple=True, metavar="N",
              help="Do what is proposed for this topic: its number in the list, or better its key.")  # fmt: skip
@click.option("--phrasing", multiple=True, metavar="N", help="Add its wordings to the nearest entry, or to --entry.")
@click.option("--no-answer", "unanswered", multiple=True, metavar="N", help="Make it a no-answer entry.")
@click.option("--dismiss", "dismissed", multiple=True, metavar="N", help="Never propose it again.")
@click.option("--answer", default="", metavar="TEXT", help="With --accept: the new entry's answer.")
@click.option("--entry", default="", metavar="ID", help="With --phrasing: the entry that gets the wordings.")
@click.option("--effect", "only_effect", is_flag=True,
              help="Write nothing; say which real questions would fare otherwise.")  # fmt: skip
@click.option("--walk", is_flag=True, help="Go through the topics one by one, one key each.")
@click.option("--undo", is_flag=True, help="Take back the last topic that was settled, in the file too.")
@by_option
@json_option
@command
async def misses(
    settings: Settings,
    room: str | None,
    since: datetime,
    accepted: tuple[str, ...],
    phrasing: tuple[str, ...],
    unanswered: tuple[str, ...],
    dismissed: tuple[str, ...],
    answer: str,
    entry: str,
    only_effect: bool,
    walk: bool,
    undo: bool,
    by: str,
    in_json: bool,
) -> None:
    """List what was asked and not answered, in topics with a proposal each; or settle topics.

    Accepting writes to the FAQ's files in place. What was settled is not proposed again.
    """
    if undo:
        _say_undone(await _undo(settings, by), in_json)
        return
    async with reading(settings) as store:
        topics = [] if store is None else await faq_acts.look_up(desk_of(settings, store), since, room)
    asked = {"accept": accepted, "phrasing": phrasing, "no-answer": unanswered, "dismiss": dismissed}
    wanted = [(do, name) for do, names in asked.items() for name in names]
    if walk:
        await _walk(settings, topics, since, room, by)
    elif wanted:
        chosen = [(do, _named(topics, name)) for do, name in wanted]
        if only_effect:
            await _say_effects(settings, chosen, answer, entry, in_json)
            return
        done = [await _settle(settings, topic, do, since, room, by, answer, entry) for do, topic in chosen]
        _say_done(done, in_json)
        stop(sum(isinstance(one, Refused) for one in done))
    elif in_json:
        click.echo(as_json([_topic_json(n, topic) for n, topic in enumerate(topics, 1)]))
    else:
        for n, topic in enumerate(topics, 1):
            click.echo(_topic_text(f"{n:>3}", topic))
        click.echo(_closing(topics))


def _closing(topics: Sequence[Topic]) -> str:
    if not topics:
        return "Nothing waits: every question found its entry or a decision."
    return f"{len(topics)} topics. Settle them one by one with --walk, or one with --accept {topics[0].key}."


def _topic_json(number: int, topic: Topic) -> dict[str, Any]:
    return {"n": number, **asdict(topic), "phrasings": topic.phrasings}


def _topic_text(number: str, topic: Topic) -> str:
    shown = [
        f"{w.text} ×{w.messages}" if w.messages > 1 else w.text for w in topic.wordings if w.text != topic.question
    ]
    lines = [
        f"{number}  {topic.key}  {topic.question}",
        f"     {topic.askers} asked, {topic.messages} messages, {topic.first.astimezone():%m-%d %H:%M} to"
        f" {topic.last.astimezone():%m-%d %H:%M}",
        *([f"     also: {' | '.join(shown)}"] if shown else []),
        f"     → {_proposed(topic)}",
    ]
    return "\n".join(lines)


def _proposed(topic: Topic) -> str:
    proposal = topic.proposal
    percent = round(100 * topic.nearest.score) if topic.nearest else 0
    why = ENGLISH(f"miss.why.{proposal.why}", entry=proposal.entry, percent=percent)
    then = ENGLISH(f"then.{topic.then}")
    said = f"{ENGLISH(f'miss.do.{proposal.kind}', entry=proposal.entry, then=then)}: {why}"
    return f"{said}\n       {topic.answer}" if proposal.kind == "entry" and topic.answer else said


def _named(topics: Sequence[Topic], name: str) -> Topic:
    if name.isascii() and name.isdigit() and 0 < int(name[:9]) <= len(topics):
        return topics[int(name[:9]) - 1]
    found = next((topic for topic in topics if topic.key == name), None)
    if found is None:
        raise Failed(f'There is no topic "{name}". List them with: faq misses.')
    return found


async def _settle(
    settings: Settings, topic: Topic, do: str, since: datetime, room: str | None, by: str, answer: str, entry: str
) -> Handled | Refused:
    """Settle a topic here, or let the running program do it, which holds the store."""
    async with writing(settings) as target:
        if isinstance(target, RunningDesk):
            said = {
                "do": do,
                "by": by,
                "answer": answer,
                "entry": entry,
                "since": since.isoformat(),
                "room": room or "",
            }
            found = await target.ask("POST", f"/api/faq/misses/{topic.key}", said)
            return Refused(tuple(found["reasons"])) if "reasons" in found else Handled(**found)
        return await faq_acts.settle(desk_of(settings, target), topic, do, by, answer=answer, entry=entry)


async def _undo(settings: Settings, by: str) -> Handled | Refused:
    async with writing(settings) as target:
        if isinstance(target, RunningDesk):
            found = await target.ask("POST", "/api/faq/undo", {"by": by})
            return Refused(tuple(found["reasons"])) if "reasons" in found else Handled(**found)
        return await faq_acts.undo(desk_of(settings, target), by)


async def _say_effects(
    settings: Settings, chosen: Sequence[tuple[str, Topic]], answer: str, entry: str, in_json: bool
) -> None:
    """Say what settling these topics, each by itself, would do to the last real questions."""
    async with reading(settings) as store:
        if store is None:
            return
        desk = desk_of(settings, store)
        found = [(topic, await effect(desk, topic, do, answer=answer, entry=entry)) for do, topic in chosen]
    if in_json:
        click.echo(as_json([asdict(one) for _, one in found]))
        return
    for topic, one in found:
        if isinstance(one, Refused):
            raise Failed(" ".join(one.reasons))
        click.echo(
            f"{topic.question}: of the last {one.questions} questions {len(one.changes)} would fare otherwise."
        )
        for kind in KINDS:
            for change in one.of(kind)[:EXAMPLES]:
                click.echo(f"  {kind}: {change.question}\n    before  {change.before}\n    after   {change.after}")


def _say_done(done: Sequence[Handled | Refused], in_json: bool) -> None:
    if in_json:
        click.echo(as_json([asdict(one) for one in done]))
        return
    for one in done:
        if isinstance(one, Refused):
            click.echo(" ".join(one.reasons), err=True)
        else:
            click.echo(f"{one.question}: {done_text(one, ENGLISH)}")


def _say_undone(back: Handled | Refused, in_json: bool) -> None:
    if isinstance(back, Refused):
        raise Failed(" ".join(back.reasons))
    said = ENGLISH("miss.undone_kept" if back.kept else "miss.undone", question=back.question, where=back.path)
    click.echo(as_json(back) if in_json else said)


KEYS = {"a": "accept", "p": "phrasing", "n": "no-answer", "d": "dismiss"}


async def _walk(settings: Settings, topics: Sequence[Topic], since: datetime, room: str | None, by: str) -> None:
    """Show one topic after the other and do what one key says."""
    if not sys.stdin.isatty():
        raise Failed("--walk asks for keys, and this is no terminal. Use --accept N.")
    for n, topic in enumerate(topics, 1):
        click.echo(_topic_text(f"{n}/{len(topics)}", topic))
        while True:
            click.echo("     a accept, p add phrasings, n no answer, d dismiss, s skip, q quit ", nl=False)
            key = click.getchar().lower()
            click.echo(key)
            if key == "q" or key in "\x03\x04":
                return
            if key == "s":
                break
            if key not in KEYS:
                continue
            answer = _answer_for(topic) if key == "a" else ""
            done = await _settle(settings, topic, KEYS[key], since, room, by, answer, "")
            _say_done([done], in_json=False)
            if isinstance(done, Handled):
                break
    click.echo("That was the last one.")


def _answer_for(topic: Topic) -> str:
    """Ask for the answer where nobody of the shop has given one."""
    if topic.proposal.kind != "entry" or topic.answer:
        return ""
    return str(click.prompt("     The answer", default="", show_default=False))
