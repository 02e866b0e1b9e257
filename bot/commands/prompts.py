"""`prompts`: what the model is told, checked, compared and tried on cases before a show."""

from __future__ import annotations

import asyncio
import difflib
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from bot.commands.common import Failed, as_json, command, json_option, load_files, say_problems, stop
from bot.config import sample_folder, secret
from bot.drafts import choice, reply
from bot.drafts.choice_cases import ChoiceCase, marked_choices, read_choices
from bot.drafts.draft import ask, schema
from bot.drafts.evaluation import Answered, Case, marked, read_answers, read_cases, worse
from bot.faq.entries import Entry
from bot.languages import Both
from bot.model import Asking, Model
from bot.model.outcomes import ModelFailed, Question
from bot.problems import Problem, did_you_mean
from bot.prompts import NEEDS, Prompt, parse_prompt
from bot.settings import Settings
from bot.spending import Notebook

AT_ONCE = 4
CASES = {"suggest": "cases.jsonl", "choose": "choose.jsonl"}
SHOWN = 12


@click.group("prompts")
def prompts() -> None:
    """What the model is told: checked, compared, tried on cases."""


@prompts.command("check")
@json_option
@command
async def check(settings: Settings, in_json: bool) -> None:
    """Check every prompt file: its front matter, its placeholders both ways, its size; and what is missing."""
    found, problems = _read(settings.shop.prompts)
    problems += _missing(settings.shop.prompts, found)
    sizes = {name: _question(prompt, settings).guess for name, prompt in found.items()}
    if in_json:
        listed = [{"name": name, "label": p.label, "tokens": sizes[name]} for name, p in found.items()]
        click.echo(as_json({"prompts": listed, "problems": [asdict(problem) for problem in problems]}))
    else:
        for name, prompt in found.items():
            click.echo(
                f"{prompt.label:<28} about {sizes[name]} tokens a call, {prompt.max_tokens} of them the answer"
            )
        say_problems(problems)
    stop(len(problems))


def _read(folder: Path) -> tuple[dict[str, Prompt], list[Problem]]:
    found: dict[str, Prompt] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.md")):
        prompt, wrong = parse_prompt(_text(path), str(path), path.stem)
        problems += wrong
        if prompt is not None:
            found[path.stem] = prompt
    return found, problems


def _missing(folder: Path, found: dict[str, Prompt]) -> list[Problem]:
    there = {path.stem for path in folder.glob("*.md")}
    fix = Both(
        "Take the shipped one; without it the model is not asked for this.",
        "请用自带的那份；没有它，这件事不会用大模型。",
    )
    return [
        Problem(str(folder), 0, Both(f"{name}.md is not there.", f"没有 {name}.md。"), fix, "warning")
        for name in NEEDS
        if name not in there
    ]


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Failed(f"{path}: cannot be read: {error}.") from None


def _question(prompt: Prompt, settings: Settings) -> Question:
    """Render a prompt as for a viewer of this shop."""
    products = tuple(load_files(settings).knowledge.catalog.values())[:6]
    if prompt.name == "choose":
        entries = [Entry("ship", "When do you ship?", "Within 48 hours.")] * 5
        return Question(
            tuple(choice.ask(prompt, "几天能到", entries)), choice.schema(5), max_tokens=prompt.max_tokens
        )
    if prompt.name == "desk":
        entries = [Entry("ship", "When do you ship?", "Within 48 hours.")] * 5
        shown = reply.Shown(("几天能到",), tuple(entries), next(iter(products), None), "zh")
        return Question(tuple(reply.ask(prompt, shown)), reply.schema(), max_tokens=prompt.max_tokens)
    return Question(tuple(ask(prompt, "有什么推荐", products, "zh")), schema(products), max_tokens=prompt.max_tokens)


@prompts.command("diff")
@click.argument("name", required=False)
@click.option(
    "--against", type=click.Path(exists=True), help="A file or folder to compare with; else what is shipped."
)
@command
async def diff(settings: Settings, name: str | None, against: str | None) -> None:
    """Show what the model is told otherwise than in another version, and what that changes in size."""
    found, problems = _read(settings.shop.prompts)
    say_problems(problems)
    if name is not None and name not in found:
        raise Failed(f'There is no prompt "{name}". {did_you_mean(name, found)}')
    other = Path(against) if against else sample_folder("prompts")
    differing = 0
    for one in [name] if name else list(found):
        path = other if other.is_file() else other / f"{one}.md"
        before = _text(path).splitlines() if path.exists() else []
        now = _text(settings.shop.prompts / f"{one}.md").splitlines()
        lines = list(
            difflib.unified_diff(before, now, str(path), str(settings.shop.prompts / f"{one}.md"), lineterm="")
        )
        differing += bool(lines)
        for line in lines:
            click.echo(line)
        if lines:
            letters = sum(map(len, now)) - sum(map(len, before))
            click.echo(f"{found[one].label}: {letters:+d} characters\n")
    if not differing:
        click.echo("nothing differs")


@prompts.command("eval")
@click.argument("name", default="suggest")
@click.option(
    "--cases",
    "cases_file",
    type=click.Path(exists=True, dir_okay=False),
    help="Cases; else cases.jsonl (choose.jsonl for choose) beside the prompts.",
)
@click.option(
    "--answers", type=click.Path(exists=True, dir_okay=False), help="Recorded answers, in place of asking the model."
)
@click.option(
    "--runs", default=0, help="How often each case is asked; 3 by default where the prompt has a temperature, else 1."
)
@click.option("--timeout-s", default=30.0, show_default=True, help="Seconds for one answer; nobody waits here.")
@click.option("--out", type=click.Path(dir_okay=False), help="Record the answers here.")
@click.option(
    "--baseline", type=click.Path(dir_okay=False), help="Compare with these figures; exit code 1 when it is worse."
)
@click.option("--save-baseline", type=click.Path(dir_okay=False), help="Keep the figures here.")
@json_option
@command
async def evaluate(
    settings: Settings,
    name: str,
    cases_file: str | None,
    answers: str | None,
    runs: int,
    timeout_s: float,
    out: str | None,
    baseline: str | None,
    save_baseline: str | None,
    in_json: bool,
) -> None:
    """Try a prompt on cases, with the model or recorded answers: right picks, abstentions, rejects, time, tokens."""
    if name not in CASES:
        raise Failed(f"Cases are for the prompts {' and '.join(CASES)}.")
    files = load_files(settings)
    prompt = files.prompts_now.get(name)
    if prompt is None:
        raise Failed(f"{settings.shop.prompts / name}.md cannot be used. Run: prompts check.")
    path = Path(cases_file) if cases_file else settings.shop.prompts / CASES[name]
    problems: list[Problem] = []
    lines, knowledge = _text(path).splitlines(), files.knowledge
    picks = read_cases(lines, str(path), knowledge.catalog, problems) if name == "suggest" else []
    choices = read_choices(lines, str(path), knowledge.faq.entries, problems) if name == "choose" else []
    cases = [(case.id, _pick(prompt, case)) for case in picks] + [
        (case.id, _choice(prompt, case)) for case in choices
    ]
    if not cases:
        few = "\n".join(map(str, problems[:3]))
        what = "your products" if name == "suggest" else "entries of your FAQ"
        raise Failed(f"{few}\n{path} has no case about {what}. Write your own; see docs/model.md.".strip())
    if answers is not None:
        written = read_answers(_text(Path(answers)).splitlines(), answers, problems)
    else:
        written = await _asked(settings, prompt, cases, runs or (3 if prompt.temperature else 1), timeout_s)
    if out is not None:
        _write(out, "".join(json.dumps(_recorded(one), ensure_ascii=False) + "\n" for one in written))
    marks = marked(picks, written, prompt.system) if picks else marked_choices(choices, written)
    summary = {"prompt": prompt.label, "cases": len(cases)} | marks.summary()
    before: dict[str, Any] = json.loads(_text(Path(baseline))) if baseline is not None else {}
    found = worse(summary, before) if before else [f"forbidden words would be sent: {one}" for one in marks.leaked]
    if save_baseline is not None:
        _write(save_baseline, json.dumps(summary, ensure_ascii=False, indent=1) + "\n")
    say_problems(problems)
    if in_json:
        click.echo(as_json(summary | {"worse": found, "wrong": marks.wrong}))
    else:
        _tell(summary, marks.wrong, found)
    stop(len(problems) + len(found))


def _pick(prompt: Prompt, case: Case) -> Question:
    return Question(
        tuple(ask(prompt, case.question, case.products, case.language)), schema(case.products),
        prompt.temperature, prompt.max_tokens, prompt.model,
    )  # fmt: skip


def _choice(prompt: Prompt, case: ChoiceCase) -> Question:
    return Question(
        tuple(choice.ask(prompt, case.question, case.entries)), choice.schema(len(case.entries)),
        prompt.temperature, prompt.max_tokens, prompt.model,
    )  # fmt: skip


def _recorded(one: Answered) -> dict[str, Any]:
    return {
        "id": one.case,
        "text": one.text,
        "finish": one.finish,
        "ms": one.ms,
        "tokens": one.tokens,
        "failed": one.failed,
    }


def _write(path: str, text: str) -> None:
    try:
        Path(path).write_text(text, "utf-8")
    except OSError as error:
        raise Failed(f"{path} cannot be written: {error}.") from None


async def _asked(
    settings: Settings, prompt: Prompt, cases: Sequence[tuple[str, Question]], runs: int, timeout_s: float
) -> list[Answered]:
    """Put every case to the model of the settings."""
    chosen = settings.model.model_copy(
        update={"timeout_s": timeout_s, "hedge": False, "budget_per_day": 10**9, "calls_per_viewer": 10**9,
                "calls_per_minute": 10**9, "tokens_per_day": 0, "money_per_day": 0.0}
    )  # fmt: skip
    model = await Model.connect(chosen, secret, Notebook(), zone=settings.shop.timezone)
    if model is None:
        raise Failed("No model is set up: [model] base_url in bot.toml, or --answers with recorded ones.")
    places = asyncio.Semaphore(AT_ONCE)

    async def one(case: str, question: Question) -> Answered:
        async with places:
            try:
                answer = await model.ask(question, Asking("eval", case, prompt.label))
            except ModelFailed as error:
                return Answered(case, "", failed=str(error))
        return Answered(case, answer.text, answer.finish, answer.ms, answer.tokens)

    try:
        return await asyncio.gather(*(one(*case) for case in cases for _ in range(runs)))
    finally:
        await model.close()


def _tell(summary: dict[str, Any], wrong: Sequence[tuple[str, str]], found: Sequence[str]) -> None:
    low, high = summary["right_between"]
    click.echo(
        f"{summary['prompt']} on {summary['cases']} cases, {summary['answers']} answers, {summary['failed']} failed"
    )
    click.echo(f"  valid JSON           {summary['valid']:>7.1%}")
    click.echo(f"  right pick           {summary['right']:>7.1%}   (the truth lies between {low:.0%} and {high:.0%})")
    click.echo(f"  abstains, rightly    {summary['abstention_precision']:>7.1%}")
    click.echo(f"  abstains, where due  {summary['abstention_recall']:>7.1%}")
    if summary["letters"]:
        click.echo(f"  in the language      {summary['language']:>7.1%}   {summary['letters']} letters a reason")
    click.echo(
        f"  rejected             {', '.join(f'{rule} {n}' for rule, n in summary['rejected'].items()) or 'none'}"
    )
    click.echo(f"  kept from the model by the gate in a room: {summary['gated']} cases")
    click.echo(f"  time p50 {summary['ms_p50']:.0f}, p95 {summary['ms_p95']:.0f} ms; {summary['tokens']} tokens")
    for case, got in wrong[:SHOWN]:
        click.echo(f"  not right: {case}: {got}")
    if len(wrong) > SHOWN:
        click.echo(f"  and {len(wrong) - SHOWN} more; --json lists them")
    for one in found:
        click.echo(f"WORSE: {one}")
