"""`faq import` and `faq export`: entries as tables, both ways."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from bot.catalog.file import parse_catalog
from bot.commands.common import Failed, RunningDesk, as_json, by_option, command, say_problems, stop, writing
from bot.console.acts import note_import
from bot.faq.edit import add_entries
from bot.faq.entries import Entry
from bot.faq.exchange import Rows, row_of
from bot.faq.files import parse_faq
from bot.faq.keyword_lists import rows_of_json
from bot.faq.merge import Brought, bring_in
from bot.faq.tables import csv_of, rows_of_csv, rows_of_paste, rows_of_workbook, workbook_of
from bot.files.edited import beside
from bot.files.faq_folder import BIGGEST_FILE, faq_names, no_folder, shown
from bot.languages import Both
from bot.orders.tables import decode
from bot.problems import Problem
from bot.settings import Settings
from bot.unreadable import SAVE_AS_UTF8, not_utf8

FORMATS = ("xlsx", "csv", "md", "paste", "json")
_BY_NAME = {".xlsx": "xlsx", ".xlsm": "xlsx", ".csv": "csv", ".tsv": "csv", ".md": "md", ".json": "json"}


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option("--to", metavar="FILE", help="The FAQ file that takes new entries; imported.md in the FAQ's folder.")
@click.option("--format", "form", type=click.Choice(["auto", *FORMATS]), default="auto", show_default=True,
              help="The file's shape; auto tells it by its name and its first lines.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Read and report, write nothing.")
@by_option
@click.option("--json", "in_json", is_flag=True, help="Print one JSON document.")
@command
async def import_(
    settings: Settings, file: str, to: str | None, form: str, dry_run: bool, by: str, in_json: bool
) -> None:
    """Bring entries in from Excel, CSV, lines `question/another | answer` or another tool's JSON; - reads a pipe.

    Entries that are there already, by id or by question, are changed in their place; the same file twice changes
    nothing. Rejected rows are named with row and reason.
    """
    folder = settings.shop.faq
    if settings.practice and not _is_below(folder, Path()):
        raise Failed(
            "There is no bot.toml here, so the entries would go into the sample shop. Name it with --config."
        )
    target = _target(folder, to)
    rows = _read(file, form)
    before = _faq_files(folder)
    skus = _skus(settings.shop.catalog)
    texts = {shown(path): text for path, (text, _) in before.items()}
    brought = bring_in(rows, texts, shown(target), skus)
    if not dry_run:
        paths = {shown(path): path for path in [*before, target]}
        _write_all({paths[name]: text.encode("utf-8") for name, text in brought.texts.items()}, before)
        await _note(settings, by, sorted(brought.texts))
    _report(brought, rows, dry_run=dry_run, in_json=in_json)
    stop(brought.rejected)


async def _note(settings: Settings, by: str, files: Sequence[str]) -> None:
    """Put what was written on the audit trail."""
    if not files:
        return
    async with writing(settings) as target:
        if isinstance(target, RunningDesk):
            await target.ask("POST", "/api/faq/imported", {"by": by, "files": list(files)})
        else:
            await note_import(target, by, files, datetime.now(UTC))


def _target(folder: Path, to: str | None) -> Path:
    target = Path(to) if to else folder / "imported.md"
    if target.suffix != ".md" or not _is_below(target, folder):
        raise click.UsageError(f"--to must name a file *.md below {shown(folder)}, or the bot would not read it.")
    return target.resolve() if target.is_symlink() else target


def _is_below(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())


def _read(file: str, form: str) -> Rows:
    raw = sys.stdin.buffer.read(BIGGEST_FILE + 1) if file == "-" else _bytes(Path(file))
    name = "standard input" if file == "-" else file
    if len(raw) > BIGGEST_FILE:
        return _unread(name, Both("is larger than 20 MB.", "超过 20 MB。"), Both("Split it.", "请拆分。"))
    if form == "auto":
        form = _BY_NAME.get(Path(file).suffix.lower(), "xlsx" if raw.startswith(b"PK\x03\x04") else "")
    if form == "xlsx":
        return rows_of_workbook(raw, name)
    try:
        text = decode(raw)
    except ValueError:
        is_old = raw.startswith(b"\xd0\xcf\x11\xe0")
        fix = Both("Save it as .xlsx.", "请存为 .xlsx。") if is_old else SAVE_AS_UTF8
        return _unread(name, Both("is not text in UTF-8 or GB18030.", "不是 UTF-8 或 GB18030 文本。"), fix)
    return _rows_of_text(text, name, form)


def _rows_of_text(text: str, name: str, form: str) -> Rows:
    """Read text of a shape; of an unknown one by its beginning: JSON, a table with named columns, or a paste."""
    if form == "json" or (not form and text.lstrip("\ufeff \t\r\n").startswith(("{", "["))):
        return rows_of_json(text, name)
    if form == "md":
        return _rows_of_markdown(text, name)
    if form == "csv":
        return rows_of_csv(text, name)
    if not form and (table := rows_of_csv(text, name)).rows:
        return table
    return rows_of_paste(text, name)


def _rows_of_markdown(text: str, name: str) -> Rows:
    entries, problems = parse_faq(text, name)
    rows = Rows(name, [row_of(entry) for entry in entries])
    for problem in problems:
        if problem.severity == "error":
            rows.reject(problem.line, problem.what, problem.fix)
    return rows


def _unread(name: str, what: Both, fix: Both) -> Rows:
    rows = Rows(name)
    rows.reject(0, what, fix)
    return rows


def _bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(BIGGEST_FILE + 1)


def _faq_files(folder: Path) -> dict[Path, tuple[str, bytes]]:
    """Return the text of every FAQ file and its bytes, in the order in which the bot reads them."""
    if not folder.is_dir():
        raise Failed(str(no_folder(folder)))
    found: dict[Path, tuple[str, bytes]] = {}
    for path in (folder / name for name in faq_names(folder)):
        raw = _bytes(path)
        try:
            found[path] = raw.decode("utf-8"), raw
        except UnicodeDecodeError:
            raise Failed(str(not_utf8(shown(path)))) from None
    return found


def _skus(catalog: Path) -> Iterable[str]:
    try:
        return parse_catalog(catalog.read_bytes().decode("utf-8-sig"), shown(catalog))[0].products
    except (OSError, UnicodeDecodeError):
        return ()


def _write_all(files: Mapping[Path, bytes], before: Mapping[Path, tuple[str, bytes]]) -> None:
    """Write files so that each is there whole, old or new, whatever happens; one edited meanwhile stops it."""
    waiting: list[tuple[Path, Path]] = []
    try:
        for path, raw in files.items():
            waiting.append((beside(path, raw), path))
        for _, path in waiting:
            was = before[path][1] if path in before else None
            if (_bytes(path) if path.exists() else None) != was:
                raise Failed(f"{shown(path)} was changed meanwhile; nothing was written. Run the command again.")
        for new, path in waiting:
            new.replace(path)
    finally:
        for new, _ in waiting:
            new.unlink(missing_ok=True)


def _report(brought: Brought, rows: Rows, *, dry_run: bool, in_json: bool) -> None:
    counts = {did: brought.count(did) for did in ("new", "changed", "unchanged")}
    if in_json:
        said: dict[str, Any] = {"rows": len(rows.rows), **counts, "rejected": brought.rejected, "dry_run": dry_run}
        click.echo(
            as_json(said | {"files": sorted(brought.texts), "entries": brought.done, "problems": brought.problems})
        )
        return
    say_problems(brought.problems)
    for done in brought.done:
        if done.did != "unchanged":
            was = f"; the answer was: {done.was}" if done.was else ""
            click.echo(f"{done.did}: {done.question} ({done.path}, {done.id}){was}")
    would = "would be " if dry_run else ""
    click.echo(
        f"{would}{counts['new']} new, {counts['changed']} changed, {counts['unchanged']} unchanged;"
        f" {brought.rejected} rejected."
    )


@click.command("export")
@click.argument("file", type=click.Path(dir_okay=False))
@click.option("--json", "in_json", is_flag=True, help="Print one JSON document.")
@command
async def export(settings: Settings, file: str, in_json: bool) -> None:
    """Write every entry to FILE: .xlsx for Excel, .csv, or one .md. Edited, `faq import` brings it back."""
    path, folder = Path(file), settings.shop.faq
    if path.suffix.lower() not in (".xlsx", ".csv", ".md"):
        raise click.UsageError("FILE must end in .xlsx, .csv or .md.")
    if path.suffix.lower() == ".md" and _is_below(path, folder):
        raise click.UsageError(f"FILE must not be below {shown(folder)}, or the bot would read every entry twice.")
    written, problems = _export(path, folder)
    if in_json:
        click.echo(as_json({"file": file, "entries": written, "problems": problems}))
    else:
        say_problems(problems)
        click.echo(f"{written} entries written to {file}; {len(problems)} problems.")
    stop(len(problems))


def _export(path: Path, folder: Path) -> tuple[int, list[Problem]]:
    """Write the good entries; return how many there are, and what was wrong with the others."""
    entries: dict[str, Entry] = {}
    problems: list[Problem] = []
    for found, (text, _) in _faq_files(folder).items():
        read, wrong = parse_faq(text, shown(found))
        problems += [problem for problem in wrong if problem.severity == "error"]
        for entry in read:
            entries.setdefault(entry.id, entry)
    raw, left_out = _exported(list(entries.values()), path)
    problems += left_out
    _write_all({path: raw}, {path: ("", _bytes(path))} if path.exists() else {})
    return len(entries) - len(left_out), problems


def _exported(entries: list[Entry], path: Path) -> tuple[bytes, list[Problem]]:
    rows = [row_of(entry) for entry in entries]
    if path.suffix.lower() == ".xlsx":
        return workbook_of(rows)
    if path.suffix.lower() == ".csv":
        # Excel takes CSV for the machine's own encoding unless this mark is at its beginning.
        return csv_of(rows).encode("utf-8-sig"), []
    apart = sorted(entries, key=lambda entry: entry.section != "")
    return add_entries("", [(entry, entry.section) for entry in apart]).encode("utf-8"), []
