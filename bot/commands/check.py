"""`check`: every file and setting, before the show."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from bot.catalog.clips import parse_clips
from bot.commands.common import as_json, load_files, reading, stop
from bot.commands.faq_cases import failing_cases
from bot.config import load_settings
from bot.connectors.irc_dialects import IRC, TWITCH, room_for_text
from bot.escalation.canned import check_canned
from bot.escalation.mentions import LONGEST_NAME
from bot.escalation.promises import check_promises
from bot.faq.lint import Line, Shop, look_over
from bot.faq.recalls import mark
from bot.files.faq_folder import CANNED, GUARD_WORDS, PROMISE, read_text, shown
from bot.files.reload import ShopFiles
from bot.guard.quotes import unsayable_examples
from bot.languages import NOTHING, Both
from bot.messages import MAX_TEXT
from bot.problems import Problem
from bot.room.advise import PROMPT
from bot.settings import RoomSettings, Settings

FILES = "files and settings"
CASES = "cases that fail"
EXAMPLES = "examples in prompts that may not be said"
TITLES = "products whose name may not be said"
CLIPS = "clips"
RECALLED = "answers that were recalled: a person must answer"
REPLIES = "ready replies of staff that may not be said"


@click.command("check")
@click.option("--config", metavar="FILE", help="The settings file; bot.toml in this folder if there is one.")
@click.option("--json", "in_json", is_flag=True, help="Print one JSON document.")
@click.pass_context
def check(ctx: click.Context, config: str | None, in_json: bool) -> None:
    """Check every file and setting: problems with file, line and remedy; and the FAQ's cases."""
    path = config or ctx.find_root().params.get("config")
    settings, problems = load_settings(Path(path) if path else None, Path.cwd())
    found: dict[str, Sequence[Problem]] = {FILES: problems}
    summary: dict[str, object] = {}
    if not any(problem.severity == "error" for problem in problems):
        files = load_files(settings)
        knowledge = files.knowledge
        found = {
            FILES: [*problems, *files.problems, *_unasked(files, settings)],
            **looked_over(files, settings),
            EXAMPLES: _examples(files),
            TITLES: _titles(files),
            REPLIES: _replies(files) + _promises(files),
            CLIPS: _clips(files, settings),
            CASES: failing_cases(settings, knowledge),
            RECALLED: asyncio.run(_recalled(files, settings)),
        }
        summary = {
            "entries": len(knowledge.faq),
            "phrasings": len(knowledge.matcher),
            "products": len(knowledge.catalog),
            "prompts": len(files.prompts_now),
            "rooms": len(settings.rooms),
        }
    errors = sum(problem.severity == "error" for problems in found.values() for problem in problems)
    if in_json:
        each = sorted((problem, kind) for kind, problems in found.items() for problem in problems)
        listed = [asdict(problem) | {"kind": kind} for problem, kind in each]
        click.echo(as_json({"problems": listed, "errors": errors, **summary}))
    else:
        _tell(found, errors, summary)
    stop(errors)


def _tell(found: Mapping[str, Sequence[Problem]], errors: int, summary: Mapping[str, object]) -> None:
    """Print errors first, then warnings, each kind under its own line."""
    for problem in sorted(p for problems in found.values() for p in problems if p.severity == "error"):
        click.echo(str(problem))
    warnings = 0
    for kind, problems in found.items():
        mild = sorted(p for p in problems if p.severity != "error")
        warnings += len(mild)
        if mild:
            click.echo(f"\nWarning: {kind} ({len(mild)})")
        for problem in mild:
            click.echo(f"  {problem}")
    if warnings:
        click.echo()
    counts = ", ".join(f"{n} {what}" for what, n in summary.items())
    click.echo(f"{errors} errors, {warnings} warnings{f' in {counts}' if counts else ''}.")


def _unasked(files: ShopFiles, settings: Settings) -> list[Problem]:
    """Say when a model is set up that nobody would ever ask."""
    if not settings.model.base_url or PROMPT in files.prompts_now:
        return []
    fix = Both(
        f"Copy the folder prompts that comes with Roomhand to {shown(files.prompts)}; until then it is not asked.",
        f"请把 Roomhand 自带的 prompts 文件夹复制到 {shown(files.prompts)}；在此之前不会用大模型。",
    )
    return [
        Problem(
            shown(files.prompts),
            0,
            Both(
                f"has no {PROMPT}.md, so the model words no suggestion.",
                f"里面没有 {PROMPT}.md，大模型写不了推荐语。",
            ),
            fix,
            "warning",
        )
    ]


def _examples(files: ShopFiles) -> list[Problem]:
    """Hold the wordings that prompts quote against the guard."""
    found: list[Problem] = []
    for path in sorted(files.prompts.glob("*.md")):
        text = read_text(path, [])
        found += unsayable_examples(text or "", shown(path), files.knowledge.guard)
    return found


def _titles(files: ShopFiles) -> list[Problem]:
    """Hold the products' names against the guard: every sentence about such a product goes to a person."""
    found: list[Problem] = []
    for product in files.knowledge.catalog.values():
        verdict = files.knowledge.guard.verdict(product.title)
        if not verdict.allowed:
            title = product.title[:40]
            what = Both(
                f"the guard would stop every sentence with “{title}”: {verdict.why}.",
                f"合规检查会拦下所有提到“{title}”的句子：{verdict.why.zh}。",
            )
            fix = Both(
                f"Name {product.sku} otherwise, or allow the words in {shown(files.faq / GUARD_WORDS)}.",
                f"请给 {product.sku} 换个名称，或在 {shown(files.faq / GUARD_WORDS)} 里放行这些词。",
            )
            found.append(Problem(shown(files.catalog), 0, what, fix, "warning"))
    return found


def _replies(files: ShopFiles) -> list[Problem]:
    """Hold what staff send often against the guard."""
    guard = files.knowledge.guard
    found = check_canned(
        files.canned, files.knowledge.catalog, shown(files.faq / CANNED),
        lambda text: guard.verdict(text, "staff").why,
    )  # fmt: skip
    return [problem for problem in found if problem.severity == "warning"]


def _promises(files: ShopFiles) -> list[Problem]:
    """Hold the sentences that promise a person's answer against the guard."""
    known = files.knowledge
    return check_promises(
        known.promises, shown(files.faq / PROMISE), lambda text: known.guard.verdict(text, "template").why
    )


async def _recalled(files: ShopFiles, settings: Settings) -> list[Problem]:
    """Say which answers are stopped until they are written anew."""
    async with reading(settings) as store:
        kept = [] if store is None else await store.recalls.several(in_force=True)
    entries = files.knowledge.faq.entries
    found: list[Problem] = []
    for one in kept:
        entry = entries.get(one.entry)
        if entry is not None and mark(entry) == one.mark:
            fix = Both(
                f"Write it anew, or let it be said again: faq speak {one.entry}.",
                f"请重写，或恢复使用：faq speak {one.entry}。",
            )
            why = Both(f": {one.why}", f"：{one.why}") if one.why else NOTHING
            what = Both(f"the answer was recalled by {one.by}{why}.", f"这条回答已被 {one.by} 撤回{why.zh}。")
            found.append(Problem(entry.path, entry.answer_line, what, fix, "warning"))
    return found


def _clips(files: ShopFiles, settings: Settings) -> list[Problem]:
    """Read the clips of replays and hold their titles against the guard."""
    path = settings.shop.clips
    if path is None:
        return []
    problems: list[Problem] = []
    text = read_text(path, problems)
    if text is None:
        return problems
    today = datetime.now(UTC).astimezone(ZoneInfo(settings.shop.timezone)).date()
    catalog, guard = files.knowledge.catalog, files.knowledge.guard
    _, found = parse_clips(text, shown(path), set(catalog), lambda title: guard.verdict(title).why, today)
    return [*problems, *found]


def looked_over(files: ShopFiles, settings: Settings) -> Mapping[str, Sequence[Problem]]:
    """Hold the FAQ against itself, the catalogue, the calendar and the rooms it is said in."""
    shop = Shop(
        catalog=files.knowledge.catalog,
        words=files.knowledge.words,
        today=datetime.now(UTC).astimezone(ZoneInfo(settings.shop.timezone)).date(),
        languages=settings.shop.languages,
        lines=[_line(room) for room in settings.rooms],
        names=len("@") + LONGEST_NAME + len(" "),
        scenes={room.scene for room in settings.rooms if room.scene},
    )
    return look_over(files.knowledge.faq, files.knowledge.matcher, shop)


def _line(room: RoomSettings) -> Line:
    match room.platform:
        case "irc":
            return Line(room.name, room_for_text(IRC, room.nick, room.channel), in_bytes=True)
        case "twitch":
            return Line(room.name, room_for_text(TWITCH, room.nick, room.channel))
        case "practice":
            return Line(room.name, MAX_TEXT, cuts=False)
