"""The look before the leap: what an edit would make of its file, of the FAQ, and of questions really asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.console.desk import Desk
from bot.console.faq_acts import LEARNED
from bot.console.faq_effect import between, knowing
from bot.console.faq_form import Typed
from bot.console.words import Words, both
from bot.faq import edit
from bot.faq.effect import Effect
from bot.faq.entries import Entry, Faq
from bot.faq.files import check_against_catalog, natural_id, parse_faq
from bot.faq.lint import few_phrasings, other_prices, out_of_date, unfilled
from bot.faq.overlaps import contradictions, same_words
from bot.faq.rewriting import rewrite
from bot.files import edited
from bot.files.faq_folder import faq_names, shown
from bot.languages import NOTHING
from bot.problems import BadFile, Problem

FIRST_FILE = "faq.md"


@dataclass(frozen=True, slots=True)
class Looked:
    """An edit that is not made yet, and everything that can be said of it."""

    path: Path
    before: str | None
    after: str
    typed: Typed
    entry: Entry | None
    """As the file would be read; None where something is wrong with it."""
    in_form: Sequence[Problem] = ()
    """By field, with the line there."""
    in_file: Sequence[Problem] = ()
    """By file, with the line there."""
    theirs: Entry | None = None
    """The entry as somebody else wrote it since the form was opened."""

    @property
    def sound(self) -> bool:
        """Whether it may be written."""
        problems = (*self.in_form, *self.in_file)
        return self.entry is not None and not any(problem.severity == "error" for problem in problems)

    @property
    def differs(self) -> bool:
        """Whether it changes anything."""
        return self.after != (self.before or "")

    @property
    def file_mark(self) -> str:
        """What tells the file that was looked at from what it becomes."""
        return edited.mark(self.before or "")

    @property
    def where(self) -> str:
        """The file, as people write it."""
        return shown(self.path)


def gist(entry: Entry) -> str:
    """Return what tells an entry from what it becomes: everything in the form."""
    return Typed.of(entry).mark


def files_of(desk: Desk) -> list[str]:
    """Return the files an entry may be written to."""
    return faq_names(desk.faq_folder) or [FIRST_FILE] if desk.faq_folder.is_dir() else [FIRST_FILE]


def look(desk: Desk, typed: Typed, entry_id: str | None, opened: str, t: Words) -> Looked:
    """Make an edit in the mind; reads the disk, so call it off the event loop. Raises `BadFile`."""
    faq = desk.knowledge().faq
    path = _path(desk, typed, faq.entries.get(entry_id) if entry_id is not None else None, t)
    before = edited.read_file(path)
    mine = {one.id: one for one in parse_faq(before or "", shown(path))[0]}
    old = mine.get(entry_id) if entry_id is not None else None
    looked = Looked(path, before, before or "", typed, None, typed.problems(old, t))
    if entry_id is not None and old is None:
        return replace(looked, in_file=[Problem(shown(path), 0, both("edit.unread", id=entry_id))])
    if old is not None and opened and gist(old) != opened:
        looked = replace(looked, theirs=old)
    if any(problem.severity == "error" for problem in looked.in_form):
        return looked
    wanted = typed.entry(old)
    if old is None:
        wanted = wanted.called(wanted.id or natural_id(wanted))
        if (other := faq.entries.get(wanted.id)) is not None:
            taken = Problem(other.path, other.line, both("edit.taken", id=wanted.id))
            return replace(looked, in_file=[taken])
    try:
        after = rewrite(before or "", wanted.id, wanted) if old is not None else edit.add_entry(before or "", wanted)
    except edit.EditRefused as refused:
        return replace(looked, in_file=[Problem(shown(path), old.line if old is not None else 0, refused.said)])
    entries, problems = parse_faq(after, shown(path))
    entry = next(one for one in entries if one.id == wanted.id)
    errors = [problem for problem in problems if problem.severity == "error"]
    said = [*errors, *_of_entry(desk, entry), *_of_faq(desk, faq, _with(faq, shown(path), entries), entry)]
    asked = _answered_by_others(desk, entry, old)
    return replace(looked, after=after, entry=entry, in_file=sorted({*said, *asked}, key=lambda p: (p.line, p.what)))


def _path(desk: Desk, typed: Typed, entry: Entry | None, t: Words) -> Path:
    names = [*files_of(desk), LEARNED]
    if entry is None:
        found = typed.file if typed.file in names else ""
    else:
        found = next((name for name in names if shown(desk.faq_folder / name) == entry.path), "")
    if not found:
        where = entry.path if entry is not None else typed.file
        raise BadFile([Problem(where, 0, both("edit.no_file"))])
    return desk.faq_folder / found


def _with(faq: Faq, path: str, entries: Sequence[Entry]) -> Faq:
    """Return the FAQ with the entries of one file in the place of those it had."""
    first = next((id_ for id_, one in faq.entries.items() if one.path == path), None)
    if first is None:
        return Faq.of([*faq.entries.values(), *entries])
    together: list[Entry] = []
    for id_, one in faq.entries.items():
        if id_ == first:
            together += entries
        if one.path != path:
            together.append(one)
    return Faq.of(together)


def _of_entry(desk: Desk, entry: Entry) -> Iterator[Problem]:
    """Say what is wrong with the entry by itself."""
    one, catalog = Faq.of([entry]), desk.catalog()
    for wording, line in zip(entry.wordings, entry.wording_lines, strict=True):
        verdict = desk.check_reply(wording)
        fix = both("case.may_be_said").then(f" {verdict.rewrite}", verdict.rewrite) if verdict.rewrite else NOTHING
        for finding in verdict.findings:
            yield Problem(entry.path, line, both("edit.guard", reason=finding.said), fix)
    yield from check_against_catalog(one, catalog)
    yield from other_prices(one, catalog)
    yield from unfilled(one, catalog)
    yield from out_of_date(one, desk.today())
    if entry.answer:
        yield from few_phrasings(one)


def _of_faq(desk: Desk, before: Faq, after: Faq, entry: Entry) -> list[Problem]:
    """Say where the entry and the others are at odds: what is new, and what stands at the entry."""

    def found(faq: Faq) -> list[Problem]:
        return [*same_words(faq), *contradictions(faq, [], desk.today(), ())]

    was = {problem.what for problem in found(before)}
    lines = {entry.line, entry.answer_line, *(phrasing.line for phrasing in entry.phrasings), *entry.other_lines}
    return [p for p in found(after) if p.what not in was or (p.path == entry.path and p.line in lines)]


def _answered_by_others(desk: Desk, entry: Entry, old: Entry | None) -> Iterator[Problem]:
    """Say which new ways of asking another entry answers today."""
    faq, matcher = desk.knowledge().faq, desk.knowledge().matcher
    had = set(old.ways) if old is not None else set()
    for text, line in ((entry.question, entry.line), *((p.text, p.line) for p in entry.phrasings)):
        match = matcher.match(text) if text not in had else None
        if match is None or not match.sure or match.best is None:
            continue
        variants = faq.variants(match.best.entry)
        # Of one question several entries are one topic.
        if all(one.id != entry.id and one.question != entry.question for one in variants):
            what = both("edit.other_answers", text=text, id=match.best.entry)
            yield Problem(entry.path, line, what, severity="warning")


async def effect(desk: Desk, looked: Looked) -> Effect:
    """Return which of the last real questions would fare otherwise."""
    before = desk.knowledge()

    def after() -> Faq:
        return _with(before.faq, looked.where, parse_faq(looked.after, looked.where)[0])

    return await between(desk, before, lambda: knowing(before, after()))
