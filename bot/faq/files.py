"""FAQ files: Markdown that a shop's staff can write without rules of quoting.

    # Shipping

    ## 什么时候发货？ {#ship-when}
    - 几天能到
    - when do you ship

    48 小时内发货，一般 2-4 天送达。

    ---

    付款后 48 小时内就发。

A level-2 heading is the question, the bullet list right below it other phrasings, the rest the answer, sent
as written; lines --- part its wordings. `blocks.py` finds the lines, `keys.py` reads the `key: value` ones.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence

from bot.faq.blocks import COMMENT, Block, lay_out
from bot.faq.entries import FIELDS, MODES, SCREEN, THEN, Entry, Faq, Phrasing, variables
from bot.faq.keys import (
    Findings,
    Keys,
    days,
    front_matter,
    key_lines,
    language,
    one_of,
    products,
    scene_name,
)
from bot.languages import NOTHING, Both
from bot.problems import Problem, did_you_mean, which_product, with_fix
from bot.text import CJK, normalise

LONGEST_ANSWER = 1_000
MOST_PHRASINGS = 200

ID = re.compile(r"\s*\{#([^{}]*)\}\s*$")
GOOD_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.\-]{0,63}")

_WIDE = f"{CJK}\u3040-\u30ff"
_MARKS = "\u3000-\u303f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
_QUOTES = "“”‘’…—"
_NO_BLANK = re.compile(
    f"(?<=[{_WIDE}])\n(?=[{_WIDE}{_QUOTES}])|(?<=[{_QUOTES}])\n(?=[{_WIDE}])|(?<=[{_MARKS}])\n|\n(?=[{_MARKS}])"
)


def parse_faq(text: str, path: str) -> tuple[list[Entry], list[Problem]]:
    """Read one FAQ file: its good entries, and every problem with its line."""
    findings = Findings(path)
    lines = plain_lines(text)
    above, common = front_matter(lines, findings)
    body = [""] * above + lines[above:]  # line numbers stay true
    found = (_entry(block, body, common, findings) for block in lay_out(body, findings))
    entries = _each_once((entry for entry in found if entry is not None), findings)
    # What is wrong in the front matter is found again by every entry.
    return entries, sorted(dict.fromkeys(findings.problems), key=lambda p: p.line)


def plain_lines(text: str) -> list[str]:
    """Return the lines of a file, whatever ends them."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _each_once(entries: Iterable[Entry], findings: Findings) -> list[Entry]:
    """Leave out entries that use another's id, or answer its question at the same moments."""
    kept: dict[str, Entry] = {}
    cases: dict[tuple[object, ...], int] = {}
    for entry in entries:
        case = case_of(entry)
        if case in cases:
            where = Both(" under the same conditions", "，条件也相同") if entry.conditions else NOTHING
            what = Both(
                f'the question "{entry.question}" is already answered on line {cases[case]}{where}.',
                f"问题「{entry.question}」在第 {cases[case]} 行已有回答{where.zh}。",
            )
            fix = Both(
                "Delete one of the two, or say in valid, products, lang or scene when each of them holds.",
                "删掉其中一条，或用 valid、products、lang、scene 写明各自何时适用。",
            )
            findings.error(entry.line, what, fix)
        elif entry.id in kept:
            what = Both(
                f'the id "{entry.id}" is already used on line {kept[entry.id].line}.',
                f"编号「{entry.id}」在第 {kept[entry.id].line} 行已经用过。",
            )
            findings.error(entry.line, what, Both("Give one of the two another {#id}.", "给其中一条换一个 {#编号}。"))
        else:
            kept[entry.id] = entry
            cases[case] = entry.line
    return list(kept.values())


def case_of(entry: Entry) -> tuple[object, ...]:
    """Return what an entry answers and when: its question in the one form in which it is compared, its conditions."""
    question = normalise(entry.question) or entry.question
    return question, frozenset(entry.products), entry.lang, entry.scene, entry.valid_from, entry.valid_to


def _entry(block: Block, lines: Sequence[str], common: Keys, findings: Findings) -> Entry | None:
    before = findings.errors
    question, written_id = _name(block, findings)
    keys = dict(common) | keys_of(block, lines, findings)
    wordings = block.wordings(lines)
    said = [on_one_line(lines[number] for number in wording) for wording in wordings]
    starts = [wording[0] + 1 for wording in wordings]
    then = one_of("then", THEN, keys, findings)
    mode = one_of("mode", MODES, keys, findings)
    valid_from, valid_to = days(keys, findings)
    lang, scene = language(keys, findings), scene_name(keys, findings)
    _check_answer(question, keys.get("then", ("", 0))[0], said, starts, block, findings)
    phrasings = _phrasings(block, lines, findings)
    if block.broken or findings.errors > before:
        return None
    entry = Entry(
        id=written_id,
        question=question,
        answer=said[0] if said else "",
        phrasings=phrasings,
        other_wordings=tuple(said[1:]),
        then=then,
        valid_from=valid_from,
        valid_to=valid_to,
        products=products(keys),
        lang=lang,
        scene=scene,
        mode=mode,
        section=block.section,
        path=findings.path,
        line=block.start + 1,
        answer_line=starts[0] if starts else block.end,
        other_lines=tuple(starts[1:]),
    )
    return entry if written_id else entry.called(natural_id(entry))


def keys_of(block: Block, lines: Sequence[str], findings: Findings) -> dict[str, tuple[str, int]]:
    """Return the keys in a question's comments, the last of each."""
    keys: dict[str, tuple[str, int]] = {}
    for comment in block.comments:
        match = COMMENT.match("\n".join(lines[comment.start : comment.stop]))
        if match:
            keys |= key_lines(match.group(1).split("\n"), comment.start + 1, findings)
    return keys


def _name(block: Block, findings: Findings) -> tuple[str, str]:
    """Return the question and the id written behind it, if any."""
    question, entry_id = ID.sub("", block.title).strip(), ""
    if match := ID.search(block.title):
        entry_id = match.group(1).strip()
        if not GOOD_ID.fullmatch(entry_id):
            fix = Both(
                "Use letters, digits, - and _, such as {#ship-when}.", "只用字母、数字、- 和 _，如 {#ship-when}。"
            )
            findings.error(
                block.start + 1, Both(f'the id "{entry_id}" cannot be used.', f"编号「{entry_id}」不能用。"), fix
            )
    if not question:
        findings.error(
            block.start + 1,
            Both("a heading without a question.", "标题里没有写问题。"),
            Both("Write the question after ##.", "把问题写在 ## 后面。"),
        )
    return question, entry_id


def natural_id(entry: Entry) -> str:
    """Return the id of an entry that was given none: of its question and its conditions, and so always the same."""
    plain = slug(entry.question)
    first = f"from-{entry.valid_from}" if entry.valid_from else ""
    last = f"to-{entry.valid_to}" if entry.valid_to else ""
    conditions = [*sorted(set(entry.products)), entry.lang, entry.scene, first, last]
    tail = "-".join(filter(None, conditions))
    if not tail:
        return plain
    if len(plain) + len(tail) < 64 and GOOD_ID.fullmatch(f"{plain}-{tail}"):
        return f"{plain}-{tail}"
    return f"{plain}-{hashlib.sha256('|'.join(conditions).encode()).hexdigest()[:8]}"


def slug(question: str) -> str:
    """Return a stable id for a question."""
    plain = normalise(question)
    ascii_words = re.findall(r"[a-z0-9]+", plain) if plain.isascii() else []
    if ascii_words:
        return "-".join(ascii_words)[:48]
    return "q-" + hashlib.sha256(plain.encode()).hexdigest()[:8]


def _phrasings(block: Block, lines: Sequence[str], findings: Findings) -> tuple[Phrasing, ...]:
    found: list[Phrasing] = []
    for item in block.items:
        if not item.text:
            findings.warn(
                item.start + 1,
                Both("an empty phrasing.", "有一行问法是空的。"),
                Both("Write a way of asking, or delete the line.", "写上问法，或删掉这一行。"),
            )
            continue
        if len(found) == MOST_PHRASINGS:
            findings.warn(
                item.start + 1,
                Both(
                    f"more than {MOST_PHRASINGS} phrasings; the rest is not used.",
                    f"问法超过 {MOST_PHRASINGS} 条，多出的不会使用。",
                ),
                Both("Cut some.", "请删减一些。"),
            )
            break
        found.append(Phrasing(item.text, item.start + 1))
        for number in range(item.start + 1, item.end):
            if lines[number].strip():
                what = Both(
                    "this line belongs to the list above it and is not used.",
                    "这一行被当成上面列表的一部分，不会使用。",
                )
                findings.warn(
                    number + 1,
                    what,
                    Both("Leave a blank line above it if it is the answer.", "如果它是回答，请在上面空一行。"),
                )
                break
    return tuple(found)


def on_one_line(lines: Iterable[str]) -> str:
    """Join the lines of a text as a chat line, with a blank between Latin words but not inside Chinese."""
    text = "\n".join(filter(None, (line.strip() for line in lines)))
    return _NO_BLANK.sub("", text).replace("\n", " ")


def _check_answer(
    question: str, then: str, said: Sequence[str], starts: Sequence[int], block: Block, findings: Findings
) -> None:
    if not said and not then:
        fix = Both(
            "Write the answer below the question, or say who answers: then: person.",
            "在问题下面写回答，或写明由谁回答：then: person。",
        )
        findings.error(block.start + 1, Both(f'"{question}" has no answer.', f"「{question}」没有回答。"), fix)
    elif said and then:
        findings.error(
            starts[0],
            Both(f'"{question}" has an answer and then: {then}.', f"「{question}」既有回答，又写了 then: {then}。"),
            Both("Keep one of the two.", "两者只留一个。"),
        )
    for wording, line in zip(said, starts, strict=True):
        if len(wording) > LONGEST_ANSWER:
            fix = Both(
                f"No room takes more than {LONGEST_ANSWER}; say it shorter.",
                f"直播间最多 {LONGEST_ANSWER} 字，请写短一些。",
            )
            findings.error(
                line, Both(f"the answer has {len(wording)} characters.", f"回答有 {len(wording)} 字。"), fix
            )


def check_against_catalog(faq: Faq, skus: Iterable[str]) -> list[Problem]:
    """Find variables and products that the catalogue does not know."""
    known = set(skus)
    problems: list[Problem] = []
    for entry in faq.entries.values():
        for wording, line in zip(entry.wordings, entry.wording_lines, strict=True):
            problems += _check_variables(wording, entry.path, line, known)
        for sku in (sku for sku in entry.products if sku not in known):
            what = Both(
                f"products names {sku}, which is not in the catalogue.", f"products 里的 {sku} 不在商品目录里。"
            )
            problems.append(
                Problem(entry.path, entry.line, what, Both("Correct the sku.", "请改正货号。"), "warning")
            )
    return problems


def _check_variables(wording: str, path: str, line: int, known: set[str]) -> list[Problem]:
    problems: list[Problem] = []
    for written, variable in variables(wording):
        if variable is None:
            name = written[1:-1].partition(":")[0]
            such = Both(
                f"Such as {{price:A101}} or {{price:{SCREEN}}}.", f"例如 {{price:A101}} 或 {{price:{SCREEN}}}。"
            )
            fix = with_fix(did_you_mean(name, FIELDS), such)
            problems.append(
                Problem(path, line, Both(f"{written} is not a variable.", f"{written} 不是可用的变量。"), fix)
            )
        elif variable.sku != SCREEN and variable.sku not in known:
            fix = which_product(variable.sku, known)
            problems.append(
                Problem(
                    path,
                    line,
                    Both(f"{written}: no product {variable.sku}.", f"{written}：没有商品 {variable.sku}。"),
                    fix,
                )
            )
    return problems
