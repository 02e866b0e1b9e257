"""Changing an FAQ file without touching anything else that a person wrote in it.

Every edit takes the file's text and returns the new one: comments, spacing, order and line ends stay byte for byte
outside the lines that change. The result is read again before it is returned, so an edit does what it says or is
refused with words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from bot.faq.blocks import Block, Item, lay_out
from bot.faq.entries import Entry, Phrasing
from bot.faq.files import ID, MOST_PHRASINGS, keys_of, parse_faq
from bot.faq.keys import CONDITIONS, KEYS, Findings, front_matter
from bot.faq.lines import FileLines, as_phrasing, as_question, as_value, as_wording
from bot.faq.writing import EditRefused as EditRefused
from bot.faq.writing import clean, rendered_answer, written
from bot.languages import Both
from bot.problems import one_among, with_fix
from bot.text import normalise

_KEY_LINE = re.compile(r"(?P<before>\s*(?:<!--)?\s*(?P<key>[A-Za-z_]+)\s*:)(?P<value>.*?)(?P<after>\s*(?:-->)?\s*)")


def add_phrasings(text: str, entry_id: str, phrasings: Sequence[str]) -> str:
    """Add ways of asking; those the entry has already, and those that say nothing, are left out."""
    file, entry, block = _find(text, entry_id)
    known = {normalise(way) for way in entry.ways}
    new: list[str] = []
    for phrasing in map(as_phrasing, phrasings):
        if (plain := normalise(phrasing)) and plain not in known:
            known.add(plain)
            new.append(phrasing)
    if not new:
        return text
    if len(entry.phrasings) + len(new) > MOST_PHRASINGS:
        raise EditRefused(
            Both(
                f'"{entry.question}" would have more than {MOST_PHRASINGS} phrasings. Delete some first.',
                f"「{entry.question}」的问法会超过 {MOST_PHRASINGS} 条，请先删掉一些。",
            )
        )
    if block.items:
        last = file.lines[block.items[-1].start]
        bullet = re.match(r"\s*[-*+]", last)
        file.insert(block.items[-1].end, [f"{bullet.group() if bullet else '-'} {phrasing}" for phrasing in new])
    else:
        below = file.lines[block.answer : block.end]
        added = [f"- {phrasing}" for phrasing in new]
        if next(filter(str.strip, below), "").startswith((" ", "\t")):
            added += ["", "---"]  # or the answer would be taken for the last phrasing's second line
        file.insert(block.answer, [*added, ""] if below and below[0].strip() else added)
    ways = (*entry.phrasings, *(Phrasing(phrasing, 0) for phrasing in new))
    return _confirmed(text, file, entry, replace(entry, phrasings=ways))


def remove_phrasing(text: str, entry_id: str, phrasing: str) -> str:
    """Take a way of asking away."""
    file, entry, block = _find(text, entry_id)
    item = _item(block, entry, phrasing)
    file.replace(item.start, item.end, [])
    ways = tuple(p for p in entry.phrasings if p.line != item.start + 1)
    return _confirmed(text, file, entry, replace(entry, phrasings=ways))


def reword_phrasing(text: str, entry_id: str, phrasing: str, other: str) -> str:
    """Put another way of asking in the place of one."""
    file, entry, block = _find(text, entry_id)
    item, plain = _item(block, entry, phrasing), as_phrasing(other)
    others = {normalise(p.text) for p in entry.phrasings if p.line != item.start + 1} | {normalise(entry.question)}
    if normalise(plain) in ("", *others):
        raise EditRefused(
            Both(
                f'"{plain[:80]}" says nothing that the entry has not.',
                f"「{plain[:80]}」这条问答里已经有了，或没有内容。",
            )
        )
    bullet = re.match(r"\s*[-*+]\s*", file.lines[item.start])
    file.replace(item.start, item.end, [f"{bullet.group() if bullet else '- '}{plain}"])
    ways = tuple(Phrasing(plain, 0) if p.line == item.start + 1 else p for p in entry.phrasings)
    return _confirmed(text, file, entry, replace(entry, phrasings=ways))


def _item(block: Block, entry: Entry, phrasing: str) -> Item:
    plain = normalise(phrasing)
    item = next((item for item in block.items if item.text == phrasing), None) or next(
        (item for item in block.items if plain and normalise(item.text) == plain), None
    )
    if item is None:
        raise EditRefused(
            Both(
                f'"{entry.question}" has no phrasing "{phrasing[:80]}".',
                f"「{entry.question}」没有「{phrasing[:80]}」这个问法。",
            )
        )
    return item


def add_entry(text: str, entry: Entry, section: str | None = None) -> str:
    """Add an entry at the end of a section, which is made if it is not there; without one at the end of the file."""
    return add_entries(text, [(entry, section)])


def add_entries(text: str, entries: Sequence[tuple[Entry, str | None]]) -> str:
    """Add many entries, each to its section, as `add_entry` adds one."""
    file = FileLines(text)
    known = {entry.id for entry in parse_faq(text, "")[0]}
    above, common = front_matter(file.lines, Findings(""))
    blocks = _blocks(file, above)
    ends = {block.section: block.end for block in blocks}
    together: dict[str | None, list[Entry]] = {}
    for entry, section in entries:
        if entry.id in known:
            raise EditRefused(
                Both(
                    f'there is an entry "{entry.id}" already. Give the new one another id.',
                    f"编号「{entry.id}」已经有了，请给新的一条换个编号。",
                )
            )
        known.add(entry.id)
        together.setdefault(None if section is None else as_question(section), []).append(clean(entry))
    # From the last to the first, so that the lines above keep their numbers; new sections follow at the end.
    there = [title for title in together if title is not None and title in ends]
    for title in sorted(there, key=lambda title: -ends[title]):
        _insert(file, ends[title], [written(entry, common) for entry in together[title]])
    for section, placed in together.items():
        if section not in ends:
            heading = [[f"# {section}".rstrip()]] if section or (section == "" and blocks) else []
            _insert(file, len(file.lines), heading + [written(entry, common) for entry in placed])
    sections = {entry.id: entry.section for entry in parse_faq(file.text, "")[0]} if None in together else {}
    come = [
        replace(entry, section=sections.get(entry.id, "") if section is None else section)
        for section, placed in together.items()
        for entry in placed
    ]
    return _confirmed(text, file, None, *come)


def change_entries(text: str, changes: Mapping[str, Callable[[str], str]]) -> str:
    """Make many changes at once, each an edit of the entry as if it stood in a file of its own."""
    file = FileLines(text)
    above, _ = front_matter(file.lines, Findings(""))
    starts = {block.start: block for block in _blocks(file, above)}
    come: list[Entry] = []
    # From the last to the first, so that the lines above keep their numbers.
    for entry in sorted(parse_faq(text, "")[0], key=lambda e: -e.line):
        if entry.id in changes:
            block = starts[entry.line - 1]
            alone = changes[entry.id](file.cut(above, block.start, block.end))
            file.put(block.start, block.end, FileLines(alone), above)
            come += [replace(e, section=entry.section) for e in parse_faq(alone, "")[0] if e.id == entry.id]
    if missing := changes.keys() - {entry.id for entry in come}:
        raise EditRefused(
            Both(f'there is no entry "{min(missing)}" in the file.', f"文件里没有编号为「{min(missing)}」的问答。")
        )
    return _confirmed(text, file, None, *come)


def _insert(file: FileLines, end: int, parts: Iterable[Sequence[str]]) -> None:
    """Put parts below the last text before a line, a blank line before each."""
    at = file.end_of_text(end)
    lines = [line for part in parts for line in ("", *part)]
    if not at:
        del lines[0]
    file.insert(at, lines)
    below = at + len(lines)
    if below < len(file.lines) and file.lines[below].strip():
        file.insert(below, [""])


def replace_answer(text: str, entry_id: str, wordings: Sequence[str]) -> str:
    """Give an entry other wordings; what is the same stays as it is written.

    A no-answer entry becomes one with an answer.
    """
    said = tuple(filter(None, map(as_wording, wordings)))
    if not said:
        raise EditRefused(Both("an answer needs at least one wording.", "回答至少要有一种说法。"))
    before = text
    file, entry, block = _find(text, entry_id)
    if entry.wordings == said:
        return text
    if entry.then:
        _set_key(file, block, "then", "")
        block = _block_of(file, entry)
    if not entry.wordings:
        at = file.end_of_text(block.end, block.start + 1)
        file.insert(at, ["", *rendered_answer(said)])
    else:
        _replace_wordings(file, block, entry, said)
    return _confirmed(before, file, entry, replace(entry, then="", answer=said[0], other_wordings=said[1:]))


def remove_answer(text: str, entry_id: str, then: str) -> str:
    """Make an entry a no-answer one, whose questions go to `then`."""
    file, entry, block = _find(text, entry_id)
    silent = {number for comment in block.comments for number in comment}
    for number in reversed(range(block.answer, file.end_of_text(block.end, block.answer))):
        if number not in silent:
            file.replace(number, number + 1, [])
    _set_key(file, _block_of(file, entry), "then", as_value(then))
    return _confirmed(text, file, entry, replace(entry, then=then, answer="", other_wordings=()))


def _replace_wordings(file: FileLines, block: Block, entry: Entry, said: Sequence[str]) -> None:
    written = block.wordings(file.lines)
    silent = {number for comment in block.comments for number in comment}
    # From the last to the first, so that the lines above keep their numbers.
    if len(said) > len(written):
        at = file.end_of_text(block.end, block.answer)
        file.insert(at, ["", *rendered_answer(said[len(written) :], apart=True)])
    for i in reversed(range(len(written))):
        lines = range(written[i][0], written[i][-1] + 1)
        if i < len(said) and said[i] == entry.wordings[i]:
            continue
        marks = [mark for mark in block.breaks if block.answer <= mark < lines.start]
        if i >= len(said) and marks:
            lines = range(marks[-1], lines.stop)
        for number in reversed(lines):
            if number not in silent:
                file.replace(number, number + 1, [])
        if i < len(said):
            file.insert(lines.start, rendered_answer([said[i]], after_break=bool(marks)))


def set_question(text: str, entry_id: str, question: str) -> str:
    """Word an entry's question otherwise; its id stays."""
    file, entry, block = _find(text, entry_id)
    plain = as_question(question)
    if not normalise(plain):
        raise EditRefused(Both("the question is empty.", "问题是空的。"))
    _write_heading(file, block, plain, entry.id)
    return _confirmed(text, file, entry, replace(entry, question=plain))


def set_key(text: str, entry_id: str, key: str, value: str | None) -> str:
    """Set one of an entry's keys, such as `valid`, or take it away; its id stays."""
    if key not in KEYS:
        raise EditRefused(with_fix(Both(f'there is no key "{key}".', f"没有「{key}」这个设置。"), one_among(KEYS)))
    file, entry, block = _find(text, entry_id)
    if key == "then" and bool(value) != bool(entry.then):
        has = Both("an answer", "有回答") if value else Both("none", "没有回答")
        raise EditRefused(
            Both(
                f'"{entry.question}" has {has}: change the answer instead.',
                f"「{entry.question}」{has.zh}，请直接改回答。",
            )
        )
    _set_key(file, block, key, as_value(value or ""))
    if key in CONDITIONS and not ID.search(block.title):
        _write_heading(file, block, entry.question, entry.id)
    after = next((e for e in parse_faq(file.text, "")[0] if e.id == entry.id), None)
    wanted = replace(entry, **{name: getattr(after or entry, name) for name in _FIELDS[key]})
    return _confirmed(text, file, entry, wanted)


_FIELDS: Mapping[str, tuple[str, ...]] = {key: (key,) for key in KEYS} | {"valid": ("valid_from", "valid_to")}


def _find(text: str, entry_id: str) -> tuple[FileLines, Entry, Block]:
    entries, problems = parse_faq(text, "")
    entry = next((entry for entry in entries if entry.id == entry_id), None)
    if entry is None:
        errors = [problem for problem in problems if problem.severity == "error"]
        what = Both(f'there is no entry "{entry_id}" in the file.', f"文件里没有编号为「{entry_id}」的问答。")
        if errors:
            first = errors[0]
            mend = f"Mend the file first: line {first.line}, {first.what}"
            what = with_fix(what, Both(mend, f"请先修正文件：第 {first.line} 行，{first.what.zh}"))
        raise EditRefused(what)
    file = FileLines(text)
    return file, entry, _block_of(file, entry)


def _block_of(file: FileLines, entry: Entry) -> Block:
    above, _ = front_matter(file.lines, Findings(""))
    return next(block for block in _blocks(file, above) if block.start == entry.line - 1)


def _blocks(file: FileLines, above: int) -> list[Block]:
    return lay_out([""] * above + file.lines[above:], Findings(""))


def _write_heading(file: FileLines, block: Block, question: str, entry_id: str) -> None:
    indent = re.match(r"\s*", file.lines[block.start])
    written = f"{indent.group() if indent else ''}## {question} {{#{entry_id}}}"
    file.replace(block.start, block.start + 1, [written])


def _set_key(file: FileLines, block: Block, key: str, value: str) -> None:
    """Write a key's line; without a value take all its lines away, or outdo the front matter's with an empty one."""
    _, common = front_matter(file.lines, Findings(""))
    wanted = value or (" " if key in common and common[key][0] else "")
    start = block.start
    while key in (keys := keys_of(block, file.lines, Findings(""))):
        number = keys[key][1] - 1
        match = _KEY_LINE.fullmatch(file.lines[number])
        if match is None:
            break
        if wanted:
            end = match["after"] if match["after"].strip() else ""
            file.replace(number, number + 1, [f"{match['before']} {value}".rstrip() + end])
            return
        _drop_key_line(file, number)
        above, _ = front_matter(file.lines, Findings(""))
        block = next(block for block in _blocks(file, above) if block.start == start)
    if wanted:
        _add_key_line(file, block, f"{key}: {value}".rstrip())


def _drop_key_line(file: FileLines, number: int) -> None:
    line = file.lines[number]
    opens, closes = "<!--" in line, "-->" in line
    if opens != closes:
        file.replace(number, number + 1, ["<!--" if opens else "-->"])
    else:
        file.replace(number, number + 1, [])
    # A comment that holds nothing any more goes with its last key.
    first = number if opens and not closes else number - 1
    if not (opens and closes) and file.lines[first : first + 2] == ["<!--", "-->"]:
        file.replace(first, first + 2, [])


def _add_key_line(file: FileLines, block: Block, line: str) -> None:
    for comment in block.comments:
        if file.lines[comment.stop - 1].strip() == "-->" and len(comment) > 1:
            file.insert(comment.stop - 1, [line])
            return
    file.insert(block.start + 1, ["<!--", line, "-->"])


def _confirmed(before: str, file: FileLines, old: Entry | None, *come: Entry | None) -> str:
    """Return the new text once reading it shows the change that was meant and no other."""
    was, old_problems = parse_faq(before, "")
    now, problems = parse_faq(file.text, "")
    wanted = {entry.id: entry.bare for entry in was if old is None or entry.id != old.id}
    wanted |= {entry.id: entry.bare for entry in come if entry is not None}
    errors = [problem for problem in problems if problem.severity == "error"]
    if len(errors) > sum(problem.severity == "error" for problem in old_problems):
        known = {problem.what for problem in old_problems}
        one = next((error for error in errors if error.what not in known), errors[0])
        raise EditRefused(one.said)
    found = {entry.id: entry.bare for entry in now}
    if found != wanted:
        other = next((e for e in (*wanted.values(), *now) if found.get(e.id) != wanted.get(e.id)), old)
        what = Both(f'"{other.question}"', f"「{other.question}」") if other else Both("The file", "文件")
        raise EditRefused(
            Both(
                f"{what} would not be read as it is meant. Change the file by hand.",
                f"{what.zh}改后会被读成别的意思，请直接编辑文件。",
            )
        )
    return file.text
