"""FAQ files: Markdown that a shop's staff can write without rules of quoting.

    # Shipping

    ## 什么时候发货？ {#ship-when}
    - 几天能到
    - when do you ship

    48 小时内发货，一般 2-4 天送达。

A level-2 heading is the question, the bullet list right below it other phrasings, the rest the answer, sent
as written. markdown-it gives the structure with its line numbers; the answer is taken from the source.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.faq.entries import FIELDS, MODES, SCREEN, THEN, Entry, Faq, Phrasing, variables
from bot.problems import Problem, did_you_mean, nearest
from bot.text import normalise

KEYS = ("valid", "products", "lang", "scene", "mode", "then")
LONGEST_ANSWER = 1_000
MOST_PHRASINGS = 200

_ID = re.compile(r"\s*\{#([^{}]*)\}\s*$")
_GOOD_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.\-]{0,63}")
_COMMENT = re.compile(r"\A<!--(.*)-->\s*\Z", re.DOTALL)
_RANGE = re.compile(r"(\d{4}-\d{2}-\d{2})?\s*\.\.\s*(\d{4}-\d{2}-\d{2})?")


@dataclass(slots=True)
class _Block:
    """The part of a file that belongs to one level-2 heading."""

    title: str
    line: int
    section: str
    tokens: list[Token]
    end: int = 0


def parse_faq(text: str, path: str) -> tuple[list[Entry], list[Problem]]:
    """Read one FAQ file: its good entries, and every problem with its line."""
    problems: list[Problem] = []
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    body, common = _front_matter(text, path, problems)
    lines = body.split("\n")
    entries: list[Entry] = []
    seen: dict[str, int] = {}
    for block in _blocks(body, path, problems):
        entry = _entry(block, lines, path, common, problems)
        if entry is None:
            continue
        if entry.id in seen:
            problems.append(
                Problem(path, entry.line, f'the id "{entry.id}" is already used on line {seen[entry.id]}.',
                        "Give one of the two another {#id}.")
            )  # fmt: skip
            continue
        seen[entry.id] = entry.line
        entries.append(entry)
    return entries, problems


def _front_matter(text: str, path: str, problems: list[Problem]) -> tuple[str, dict[str, tuple[str, int]]]:
    """Take `---` front matter off, leaving blank lines so that line numbers stay true."""
    lines = text.split("\n")
    if lines[0].strip() != "---":
        return text, {}
    for end in range(1, len(lines)):
        if lines[end].strip() == "---":
            keys = _key_lines(lines[1:end], 2, path, problems)
            return "\n".join([""] * (end + 1) + lines[end + 1 :]), keys
    problems.append(Problem(path, 1, "the front matter is never closed.", "Put a line --- after its last key."))
    return "\n".join(["", *lines[1:]]), {}


def _key_lines(lines: Iterable[str], first: int, path: str, problems: list[Problem]) -> dict[str, tuple[str, int]]:
    found: dict[str, tuple[str, int]] = {}
    for number, raw in enumerate(lines, first):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        key, colon, value = line.partition(":")
        key = key.strip().lower()
        if not colon:
            continue  # prose in a comment is a comment
        if key not in KEYS:
            if nearest(key, KEYS) or re.fullmatch(r"[a-z_]+", key):
                problems.append(Problem(path, number, f'unknown key "{key}".', did_you_mean(key, KEYS)))
            continue
        found[key] = (value.strip(), number)
    return found


def _blocks(body: str, path: str, problems: list[Problem]) -> list[_Block]:
    blocks: list[_Block] = []
    section = ""
    tokens = MarkdownIt("commonmark").parse(body)
    for i, token in enumerate(tokens):
        level = token.level == 0 and token.type == "heading_open" and token.tag
        if level in ("h1", "h2") and token.map:
            line = token.map[0] + 1
            title = tokens[i + 1].content.strip()
            if blocks and not blocks[-1].end:
                blocks[-1].end = token.map[0]
            if level == "h1":
                section = title
            elif title:
                blocks.append(_Block(title, line, section, []))
            else:
                problems.append(Problem(path, line, "a heading without a question.", "Write the question after ##."))
        elif blocks and not blocks[-1].end:
            blocks[-1].tokens.append(token)
    if blocks and not blocks[-1].end:
        blocks[-1].end = body.count("\n") + 1
    return blocks


def _entry(
    block: _Block,
    lines: list[str],
    path: str,
    common: Mapping[str, tuple[str, int]],
    problems: list[Problem],
) -> Entry | None:
    before = len(problems)
    question, entry_id = _name(block, path, problems)
    keys = dict(common)
    phrasings: list[Phrasing] = []
    answer_from = block.line  # 0-based line after the heading
    tokens = [t for t in block.tokens if t.level == 0 and t.map and t.nesting >= 0 and t.type != "inline"]
    for token in tokens:
        start, end = token.map or (0, 0)
        comment = _COMMENT.match(token.content.strip()) if token.type == "html_block" else None
        if comment:
            keys |= _key_lines(comment.group(1).split("\n"), start + 1, path, problems)
        elif token.type == "bullet_list_open" and not phrasings:
            phrasings = _phrasings(block.tokens, lines, path, problems)
            while end > start and not lines[end - 1].strip():
                end -= 1
        elif token.type == "heading_open":
            continue
        else:
            break
        answer_from = max(answer_from, end)
    answer = "\n".join(line.rstrip() for line in lines[answer_from : block.end]).strip()
    answer_line = answer_from + 1
    while answer_line < block.end and not lines[answer_line - 1].strip():
        answer_line += 1
    then = _one_of("then", THEN, keys, path, problems)
    mode = _one_of("mode", MODES, keys, path, problems)
    valid_from, valid_to = _valid(keys, path, problems)
    _check_answer(answer, keys.get("then", ("", 0))[0], question, block, path, answer_line, problems)
    if any(p.severity == "error" for p in problems[before:]):
        return None
    return Entry(
        id=entry_id,
        question=question,
        answer=" ".join(line.strip() for line in answer.split("\n") if line.strip()),
        phrasings=tuple(phrasings),
        then=then,
        valid_from=valid_from,
        valid_to=valid_to,
        products=tuple(s for s in re.split(r"[,，\s]+", keys.get("products", ("", 0))[0]) if s),
        lang=keys.get("lang", ("", 0))[0],
        scene=keys.get("scene", ("", 0))[0],
        mode=mode,
        section=block.section,
        path=path,
        line=block.line,
        answer_line=answer_line,
    )


def _name(block: _Block, path: str, problems: list[Problem]) -> tuple[str, str]:
    match = _ID.search(block.title)
    question = _ID.sub("", block.title).strip()
    if match is None:
        return question, slug(question)
    entry_id = match.group(1).strip()
    if not _GOOD_ID.fullmatch(entry_id):
        problems.append(
            Problem(path, block.line, f'the id "{entry_id}" cannot be used.',
                    "Use letters, digits, - and _, such as {#ship-when}.")
        )  # fmt: skip
    if not question:
        problems.append(Problem(path, block.line, "a heading without a question.", "Write the question after ##."))
    return question, entry_id


def slug(question: str) -> str:
    """Return a stable id for a question that was given none."""
    plain = normalise(question)
    ascii_words = re.findall(r"[a-z0-9]+", plain) if plain.isascii() else []
    if ascii_words:
        return "-".join(ascii_words)[:48]
    return "q-" + hashlib.sha256(plain.encode()).hexdigest()[:8]


def _phrasings(tokens: list[Token], lines: list[str], path: str, problems: list[Problem]) -> list[Phrasing]:
    """Read the items of the first bullet list."""
    found: list[Phrasing] = []
    depth = 0
    for token in tokens:
        if token.type == "bullet_list_open":
            depth += 1
        elif token.type == "bullet_list_close":
            depth -= 1
            if depth == 0:
                break
        elif token.type == "list_item_open" and depth == 1 and token.map:
            number = token.map[0] + 1
            text = re.sub(r"^\s*[-*+]\s*", "", lines[token.map[0]]).strip()
            if not text:
                problems.append(
                    Problem(
                        path,
                        number,
                        "an empty phrasing.",
                        "Write a way of asking, or delete the line.",
                        "warning",
                    )
                )
            elif len(found) < MOST_PHRASINGS:
                found.append(Phrasing(text, number))
    return found


def _one_of(
    key: str,
    known: tuple[str, ...],
    keys: Mapping[str, tuple[str, int]],
    path: str,
    problems: list[Problem],
) -> str:
    value, line = keys.get(key, ("", 0))
    if value and value not in known:
        problems.append(Problem(path, line, f'{key} is "{value}".', did_you_mean(value, known)))
        return ""
    return value


def _valid(
    keys: Mapping[str, tuple[str, int]], path: str, problems: list[Problem]
) -> tuple[date | None, date | None]:
    value, line = keys.get("valid", ("", 0))
    if not value:
        return None, None
    match = _RANGE.fullmatch(value)
    fix = "Write valid: 2026-11-01..2026-11-12; either end may be left out."
    if match is None or not (match.group(1) or match.group(2)):
        problems.append(Problem(path, line, f'valid is "{value}".', fix))
        return None, None
    try:
        first = date.fromisoformat(match.group(1)) if match.group(1) else None
        last = date.fromisoformat(match.group(2)) if match.group(2) else None
    except ValueError:
        problems.append(Problem(path, line, f'valid is "{value}": there is no such day.', fix))
        return None, None
    if first and last and last < first:
        problems.append(Problem(path, line, f'valid is "{value}": it ends before it begins.', fix))
        return None, None
    return first, last


def _check_answer(
    answer: str, then: str, question: str, block: _Block, path: str, line: int, problems: list[Problem]
) -> None:
    if not answer and not then:
        problems.append(
            Problem(path, block.line, f'"{question}" has no answer.',
                    "Write the answer below the question, or say who answers: then: person.")
        )  # fmt: skip
    elif answer and then:
        problems.append(Problem(path, line, f'"{question}" has an answer and then: {then}.', "Keep one of the two."))
    if len(answer) > LONGEST_ANSWER:
        problems.append(
            Problem(path, line, f"the answer has {len(answer)} characters.",
                    f"No room takes more than {LONGEST_ANSWER}; say it shorter.")
        )  # fmt: skip


def check_against_catalog(faq: Faq, skus: Iterable[str]) -> list[Problem]:
    """Find variables and products that the catalogue does not know."""
    known = set(skus)
    problems: list[Problem] = []
    for entry in faq.entries.values():
        for written, variable in variables(entry.answer):
            if variable is None:
                name = written[1:-1].partition(":")[0]
                fix = f"{did_you_mean(name, FIELDS)} Such as {{price:A101}} or {{price:{SCREEN}}}."
                problems.append(Problem(entry.path, entry.answer_line, f"{written} is not a variable.", fix))
            elif variable.sku != SCREEN and variable.sku not in known:
                near = nearest(variable.sku, known)
                fix = f'Did you mean "{near}"?' if near else "Add the product to the catalogue, or correct the sku."
                problems.append(Problem(entry.path, entry.answer_line, f"{written}: no product {variable.sku}.", fix))
        problems += [
            Problem(entry.path, entry.line, f"products names {sku}, which is not in the catalogue.",
                    "Correct the sku.", "warning")
            for sku in entry.products
            if sku not in known
        ]  # fmt: skip
    return problems
