"""`faq misses`, `report`, `stale`, `verify`: what the FAQ lacks, what it is worth, who vouches for it."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import click

from bot.commands.common import Failed, RunningDesk, as_json, command, load_files, reading, stop, writing
from bot.console import faq_acts
from bot.console.acts import ENGLISH, Refused
from bot.console.desk import Desk
from bot.console.faq_acts import Handled
from bot.console.faq_pages import done_text
from bot.faq.learn import Topic
from bot.faq.worth import Stale, Worth, stale
from bot.guard import check as guard_check
from bot.settings import Settings
from bot.store import Store

AGO = {"h": "hours", "d": "days", "w": "weeks"}


class Since(click.ParamType):
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


def _me() -> str:
    try:
        return getpass.getuser()
    except OSError:
        return "command line"


since_option = click.option("--since", type=Since(), default="30d", show_default=True, metavar="WHEN",
                            help="Look at what was said since then: a day, or 12h, 7d, 4w.")  # fmt: skip
by_option = click.option("--by", default=_me, metavar="NAME", help="In whose name; yours by default.")
json_option = click.option("--json", "in_json", is_flag=True, help="Print one JSON document.")


def _desk(settings: Settings, store: Store) -> Desk:
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
        check_reply=lambda text: [str(found) for found in guard_check(text, knowledge.catalog.links)],
        api_token="",
    )


async def _no_switch(room: str, mode: str, by: str) -> None:
    """Rooms are switched on the console of a running program."""


# misses


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
        topics = [] if store is None else await faq_acts.look_up(_desk(settings, store), since, room)
    wanted = [
        (do, name)
        for do, names in (("accept", accepted), ("phrasing", phrasing), ("no-answer", unanswered), ("dismiss", dismissed))
        for name in names
    ]  # fmt: skip
    if walk:
        await _walk(settings, topics, since, room, by)
    elif wanted:
        chosen = [(do, _named(topics, name)) for do, name in wanted]
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
        return await faq_acts.settle(_desk(settings, target), topic, do, by, answer=answer, entry=entry)


async def _undo(settings: Settings, by: str) -> Handled | Refused:
    async with writing(settings) as target:
        if isinstance(target, RunningDesk):
            found = await target.ask("POST", "/api/faq/undo", {"by": by})
            return Refused(tuple(found["reasons"])) if "reasons" in found else Handled(**found)
        return await faq_acts.undo(_desk(settings, target), by)


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
            return await faq_acts.worths(_desk(settings, store), since)
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
            refused = await faq_acts.verify(_desk(settings, target), entries, by)
            reasons = refused.reasons if refused is not None else ()
    if reasons:
        raise Failed("\n".join(reasons))
    click.echo(as_json({"verified": entries, "by": by}) if in_json else f"{', '.join(entries)}: verified by {by}.")
