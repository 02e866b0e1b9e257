"""Rows brought into FAQ files: what is known is changed in its place, what is new is added, nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from bot.faq.edit import add_entries, add_phrasings, change_entries, replace_answer, set_key, set_question
from bot.faq.entries import Entry, Faq, Phrasing
from bot.faq.exchange import Row, Rows, at, entry_from, once, row_of
from bot.faq.files import GOOD_ID, case_of, check_against_catalog, parse_faq
from bot.faq.keys import CONDITIONS, KEYS
from bot.faq.lines import as_phrasing
from bot.faq.writing import EditRefused, keys_as_written
from bot.languages import NOTHING, Both, same
from bot.problems import BadFile, Problem
from bot.text import language_of, normalise


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one row."""

    line: int
    id: str
    question: str
    did: str
    """`new`, `changed` or `unchanged`."""
    path: str
    """The FAQ file that holds the entry."""
    was: str = ""
    """The answer that was replaced, so that nobody has to remember it."""


@dataclass(slots=True)
class Brought:
    """What an import does: the files it changes, what became of each row."""

    texts: dict[str, str]
    done: list[Done]
    problems: list[Problem]
    rejected: int

    def count(self, did: str) -> int:
        """Return how many rows were `new`, `changed` or `unchanged`."""
        return sum(done.did == did for done in self.done)


@dataclass(slots=True)
class _Known:
    """The entries as they are while rows come in."""

    now: dict[str, Entry] = field(default_factory=dict)
    before: dict[str, Entry] = field(default_factory=dict)
    asking: dict[str, list[str]] = field(default_factory=dict)
    touched: dict[str, Row] = field(default_factory=dict)
    """The first row about each entry."""
    named: dict[str, Row] = field(default_factory=dict)
    """The first row that gives each id a question."""
    answered: dict[str, Row] = field(default_factory=dict)
    """The first row with an answer for each."""

    def put(self, entry: Entry) -> None:
        """Take an entry in, or a new state of it."""
        self.now[entry.id] = entry
        ids = self.asking.setdefault(normalise(entry.question), [])
        if entry.id not in ids:
            ids.append(entry.id)

    def unused(self, id_: str) -> str:
        """Return the id, or one like it that no entry has."""
        free, number = id_, 2
        while free in self.now:
            free, number = f"{id_[:58]}-{number}", number + 1
        return free


def bring_in(rows: Rows, texts: Mapping[str, str], to: str, skus: Iterable[str]) -> Brought:
    """Bring rows into the files of an FAQ, new entries into the file `to`; raises `BadFile` if a file has errors."""
    known = _Known()
    errors: list[Problem] = []
    for path, text in texts.items():
        entries, problems = parse_faq(text, path)
        errors += [problem for problem in problems if problem.severity == "error"]
        for entry in entries:
            known.put(entry)
            known.before[entry.id] = entry
    if errors:
        raise BadFile(
            [
                *errors,
                Problem(
                    to,
                    0,
                    Both("nothing was imported.", "没有导入任何内容。"),
                    Both("Mend the FAQ first.", "请先修正问答库。"),
                ),
            ]
        )
    done: list[tuple[Row, str]] = []
    all_skus = frozenset(skus)
    for row in sorted(rows.rows, key=lambda row: _turn(row, known.before)):
        try:
            done.append((row, _take(row, known, to, all_skus, rows)))
        except EditRefused as refused:
            rows.reject(row.line, refused.said, NOTHING, row.where)
    return _written(rows, dict(texts), to, known, done)


def _take(row: Row, known: _Known, to: str, skus: frozenset[str], rows: Rows) -> str:
    """Take one row in and return the id of its entry; raises `EditRefused` with the reason."""
    old = _old(row, known)
    entry, problems = entry_from(row if old is None else _filled(row, old), rows.path)
    if entry is None:
        raise EditRefused(_all([replace(p, what=_without(row.where, p.what)).said for p in problems]))
    if old is None:
        entry = replace(entry, id=known.unused(entry.id), path=to)
    else:
        entry = _united(old, entry, by_id=row.cells.get("id", "").strip() == old.id)
        _check_twice(old, entry, known)
    if old is None or entry != old:
        found = check_against_catalog(Faq.of([entry]), skus)
        if wrong := next((problem for problem in found if problem.severity == "error"), None):
            raise EditRefused(wrong.said)
        for problem in found:
            rows.warn(row.line, at(row.where, problem.what), problem.fix)
    known.put(entry)
    known.touched.setdefault(entry.id, row)
    if _has(row, "answer"):
        known.answered.setdefault(entry.id, row)
    if _has(row, "question", "phrasings") and row.cells.get("id", "").strip() == entry.id:
        known.named.setdefault(entry.id, row)
    return entry.id


def _all(said: Sequence[Both]) -> Both:
    return Both(" ".join(said), "".join(one.zh for one in said))


def _without(where: str, what: Both) -> Both:
    """Take off where it is; whoever rejects the row says it again."""
    return Both(what.removeprefix(f"{where}: "), what.zh.removeprefix(f"{where}："))


def _turn(row: Row, before: Mapping[str, Entry]) -> tuple[int, bool]:
    """Return when a row has its turn, so that the second import finds what the first one left.

    Who names an entry by its id may give it another question, so who only asks comes after that; what is no entry
    by itself comes after those that are.
    """
    partial = not _has(row, "answer", "then")
    if not _has(row, "question", "phrasings"):
        return 4, partial
    id_ = row.cells.get("id", "").strip()
    if id_ in before:
        return 0, partial
    return (3 if partial else 1 if id_ else 2), partial


def _has(row: Row, *columns: str) -> bool:
    return any(row.cells.get(column, "").strip() for column in columns)


def _old(row: Row, known: _Known) -> Entry | None:
    """Return the entry that a row is about, None for a new one."""
    id_ = row.cells.get("id", "").strip()
    if id_ in known.now:
        return known.now[id_]
    if id_ and not GOOD_ID.fullmatch(id_):
        raise EditRefused(
            Both(
                f'the id "{id_[:80]}" cannot be used. Use letters, digits, - and _, or leave the cell empty.',
                f"编号「{id_[:80]}」不能用。只用字母、数字、- 和 _，或留空。",
            )
        )
    draft, _ = entry_from(Row(row.line, {**row.cells, "id": "", "answer": "", "then": "person"}), "")
    if draft is None:
        return None
    same = [known.now[id_] for id_ in known.asking.get(normalise(draft.question), ())]
    same = [entry for entry in same if normalise(entry.question) == normalise(draft.question)]
    exact = [entry for entry in same if case_of(entry) == case_of(draft)]
    if exact or any(column in row.cells for column in CONDITIONS):
        return exact[0] if exact else None
    if len(same) > 1:
        names = ", ".join(entry.id for entry in same)
        raise EditRefused(
            Both(
                f'"{draft.question}" has several entries ({names}). Say which one in a column id.',
                f"「{draft.question}」有几条问答（{names}），请加一列 id 写明是哪一条。",
            )
        )
    return same[0] if same else None


def _filled(row: Row, old: Entry) -> Row:
    """Return the row with what its empty cells leave as it is."""
    cells = row_of(old).cells
    cells["phrasings"] = ""
    if _has(row, "answer"):
        cells["then"] = ""
    cells |= {column: cell for column, cell in row.cells.items() if cell.strip()}
    return Row(row.line, cells | {"id": old.id}, row.where)


def _united(old: Entry, new: Entry, *, by_id: bool) -> Entry:
    """Return the entry after an update: phrasings are only added; the question changes where the id names it."""
    question = new.question if by_id else old.question
    known = {normalise(way) for way in old.ways} | {normalise(question)}
    ways = [phrasing.text for phrasing in new.phrasings if normalise(phrasing.text) not in known]
    more = [way for way in once(question, map(as_phrasing, ways)) if normalise(way) not in known]
    # A table with one answer says nothing of those in other languages: they stay.
    spoken = language_of(new.answer)
    others = new.other_wordings or tuple(w for w in old.wordings if new.answer and language_of(w) != spoken)
    return replace(
        old,
        question=question,
        phrasings=(*old.phrasings, *(Phrasing(way, 0) for way in more)),
        answer=new.answer,
        other_wordings=others,
        then=new.then,
        valid_from=new.valid_from,
        valid_to=new.valid_to,
        products=new.products,
        lang=new.lang,
        scene=new.scene,
        mode=new.mode,
    )


def _check_twice(old: Entry, new: Entry, known: _Known) -> None:
    """Refuse what an earlier row of the same file says otherwise."""
    first = known.named.get(old.id)
    if first is not None and old.question != new.question:
        raise EditRefused(
            Both(
                f'the id "{old.id}" has another question on {_place(first)}. Give one of the two another id.',
                f"编号「{old.id}」在{_place(first).zh}写的是另一个问题，请给其中一条换个编号。",
            )
        )
    first = known.answered.get(old.id)
    if first is not None and old.wordings != new.wordings:
        raise EditRefused(
            Both(
                f'"{new.question}" is asked on {_place(first)} too, with another answer. Put both answers into one'
                " cell with a line --- between them, or say in valid, products, lang or scene when each of them"
                " holds.",
                f"「{new.question}」在{_place(first).zh}也有，回答却不同。请把两个回答写进同一格，中间用一行 ---"
                " 隔开，或用 valid、products、lang、scene 写明各自何时适用。",
            )
        )


def _place(row: Row) -> Both:
    return same(row.where) if row.where else Both(f"row {row.line}", f"第 {row.line} 行")


def _written(rows: Rows, texts: dict[str, str], to: str, known: _Known, done: list[tuple[Row, str]]) -> Brought:
    """Write what changed into the texts; a change that its file does not take rejects the row."""
    before = dict(texts)
    refused: set[str] = set()

    def reject(entry: Entry, why: EditRefused) -> None:
        refused.add(entry.id)
        for row in (row for row, id_ in done if id_ == entry.id):
            rows.reject(row.line, why.said, NOTHING, row.where)

    changed = [entry for id_, entry in known.now.items() if known.before.get(id_, entry) != entry]
    for path in {entry.path: None for entry in changed}:
        edits = {e.id: partial(_changed, old=known.before[e.id], new=e) for e in changed if e.path == path}
        texts[path] = _each(texts[path], edits, lambda id_, why: reject(known.now[id_], why))
    # What has no section comes first, or it would stand in another's.
    new = sorted((e for id_, e in known.now.items() if id_ not in known.before), key=lambda e: e.section != "")
    texts[to] = _added(texts.get(to, ""), new, reject)
    ids = {entry.id for entry in new} | {entry.id for entry in changed}
    report: list[Done] = []
    for row, id_ in done:
        if id_ not in refused:
            entry = known.now[id_]
            first = known.touched[id_] is row
            did = "unchanged" if id_ not in ids or not first else "changed" if id_ in known.before else "new"
            old = known.before.get(id_, entry)
            was = " --- ".join(old.wordings) if did == "changed" and old.wordings != entry.wordings else ""
            report.append(Done(row.line, id_, entry.question, did, entry.path, was))
    texts = {path: text for path, text in texts.items() if text != before.get(path, "")}
    return Brought(
        texts, sorted(report, key=lambda done: done.line), sorted(rows.problems, key=lambda p: p.line), rows.rejected
    )


def _each(text: str, edits: Mapping[str, Callable[[str], str]], reject: Callable[[str, EditRefused], None]) -> str:
    try:
        return change_entries(text, edits)
    except EditRefused:
        for id_, edit in edits.items():
            try:
                text = change_entries(text, {id_: edit})
            except EditRefused as refused:
                reject(id_, refused)
        return text


def _added(text: str, new: list[Entry], reject: Callable[[Entry, EditRefused], None]) -> str:
    try:
        return add_entries(text, [(entry, entry.section or None) for entry in new]) if new else text
    except EditRefused:
        for entry in new:
            try:
                text = add_entries(text, [(entry, entry.section or None)])
            except EditRefused as refused:
                reject(entry, refused)
        return text


def _changed(text: str, *, old: Entry, new: Entry) -> str:
    """Edit an entry's text into its new state."""
    if new.question != old.question:
        text = set_question(text, old.id, new.question)
    if new.wordings and new.wordings != old.wordings:
        text = replace_answer(text, old.id, new.wordings)
    was, now = keys_as_written(old), keys_as_written(new)
    for key in KEYS:
        if now.get(key) != was.get(key) and key in now:
            text = set_key(text, old.id, key, now[key])
    return add_phrasings(text, old.id, [phrasing.text for phrasing in new.phrasings[len(old.phrasings) :]])
