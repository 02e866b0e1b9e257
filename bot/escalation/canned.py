"""Replies that staff send often, and macros that do several acts at one key: a file that staff edit.

[replies]
wait zh: 亲请稍等，马上为您查。
wait en: One moment please, I am looking it up.
price: {title:screen}：{price:screen}

[macros]
1: send wait, snooze 5 min
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from bot.catalog import Catalog
from bot.faq.entries import FIELDS, SCREEN, variables
from bot.languages import NOTHING, Both
from bot.problems import Problem, did_you_mean, one_among, which_product, with_fix
from bot.text.word_lists import no_group, unknown_group

REPLIES, MACROS = "replies", "macros"
SECTIONS = (REPLIES, MACROS)
SPOKEN = ("zh", "en")
LONGEST_TEXT, LONGEST_NOTE, MOST_REPLIES, MOST_STEPS = 500, 200, 300, 4
LONGEST_SNOOZE = 120
"""Minutes."""
STOPPED = Both("Word it otherwise; as it is it would not be sent.", "请换一种说法，否则发不出去。")
"""The remedy for a text that the guard would stop."""
STEPS = ("send NAME", "note TEXT", "resolve", "snooze 5 min", "snooze until shown", "on air", "give back")
LAST = frozenset({"resolve", "snooze", "on air", "give back"})
"""Steps after which the case is out of one's hands."""

_REPLY = re.compile(r"([\w-]{1,24})(?:\s+([A-Za-z]{2,3}))?\s*[:：]\s*(.+)")
_MACRO = re.compile(r"(\S+)\s*[:：]\s*(.+)")
_COMMA = re.compile(r"\s*[,，]\s*")
_SNOOZE = re.compile(r"(\d{1,3})\s*(?:min|minutes|分钟)?")


@dataclass(frozen=True, slots=True)
class CannedReply:
    """One reply as staff wrote it, its variables unfilled."""

    name: str
    text: str
    lang: str = ""
    """`zh`, `en`, or empty: for everybody."""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """One act of a macro."""

    verb: str
    """`send`, `note`, `resolve`, `snooze`, `on air` or `give back`."""
    what: str = ""
    """Of `send` the reply's name, of `note` its text, of `snooze` minutes, or nothing: until the product is shown."""

    def __str__(self) -> str:
        if self.verb == "snooze":
            return f"snooze {self.what} min" if self.what else "snooze until shown"
        return f"{self.verb} {self.what}".strip()


@dataclass(frozen=True, slots=True)
class Macro:
    """Several acts at one key."""

    key: str
    """A digit from 1 to 9."""
    steps: tuple[Step, ...]
    line: int = 0

    def __str__(self) -> str:
        return ", ".join(map(str, self.steps))


@dataclass(frozen=True, slots=True)
class Canned:
    """What the file holds."""

    replies: tuple[CannedReply, ...] = ()
    """In file order."""
    macros: Mapping[str, Macro] = field(default_factory=dict)
    """By key."""

    def for_language(self, language: str) -> list[CannedReply]:
        """Return the replies, those in this language first; of two of one name only the one in this language."""
        spoken = {reply.name for reply in self.replies if reply.lang == language}
        fitting = [r for r in self.replies if r.lang in (language, "") and (r.lang or r.name not in spoken)]
        return [*fitting, *(r for r in self.replies if r.lang not in (language, "") and r.name not in spoken)]

    def named(self, name: str, language: str) -> CannedReply | None:
        """Return a reply by its name, in this language if there is one."""
        return next((reply for reply in self.for_language(language) if reply.name == name), None)


def parse_canned(text: str, path: str) -> tuple[Canned, list[Problem]]:
    """Read the file; a line that cannot be used is a problem with its remedy."""
    problems: list[Problem] = []
    replies: dict[tuple[str, str], CannedReply] = {}
    macros: dict[str, Macro] = {}
    section = ""
    for number, raw in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("[") and line.endswith("]"):
            section = line.strip("[] ").lower()
            if section not in SECTIONS:
                problems.append(unknown_group(path, number, section, SECTIONS))
        elif section == REPLIES:
            problems += _add_reply(line, path, number, replies)
        elif section == MACROS:
            problems += _add_macro(line, path, number, macros)
        elif not section:
            begin = Both(
                f"Put a line [{REPLIES}] or [{MACROS}] above it.", f"请在它上面写一行 [{REPLIES}] 或 [{MACROS}]。"
            )
            problems.append(no_group(path, number, line, begin))
    names = {name for name, _ in replies}
    problems += _unknown_sends(macros.values(), names, path)
    return Canned(tuple(replies.values()), macros), sorted(problems, key=lambda one: one.line)


def _add_reply(line: str, path: str, number: int, replies: dict[tuple[str, str], CannedReply]) -> Iterator[Problem]:
    match = _REPLY.fullmatch(line)
    if match is None:
        yield Problem(
            path,
            number,
            Both(f'"{line[:40]}" is no reply.', f"「{line[:40]}」不是一条快捷回复。"),
            Both("Write: name zh: the text. The language may be left out.", "请写成：名称 zh: 内容。语言可以省略。"),
        )
        return
    name, lang, text = match.group(1), (match.group(2) or "").lower(), match.group(3).strip()
    if lang and lang not in SPOKEN:
        yield Problem(
            path,
            number,
            Both(f'"{lang}" is no language here.', f"「{lang}」不是可用的语言。"),
            Both(f"Write {' or '.join(SPOKEN)}, or leave it out.", f"请写 {' 或 '.join(SPOKEN)}，或不写。"),
        )
    elif len(text) > LONGEST_TEXT:
        yield Problem(
            path,
            number,
            Both(f"the reply has {len(text)} characters.", f"回复有 {len(text)} 字。"),
            Both(f"A room takes {LONGEST_TEXT} at most.", f"直播间最多 {LONGEST_TEXT} 字。"),
        )
    elif (name, lang) in replies:
        called, first = f"{name} {lang}".strip(), replies[name, lang].line
        what = Both(f'"{called}" is already on line {first}.', f"「{called}」在第 {first} 行已经有了。")
        yield Problem(path, number, what, Both("Give one of the two another name.", "给其中一条换个名称。"))
    elif len(replies) >= MOST_REPLIES:
        yield Problem(
            path,
            number,
            Both(f"more than {MOST_REPLIES} replies.", f"快捷回复超过 {MOST_REPLIES} 条。"),
            Both("Nobody finds one among so many; keep the useful.", "太多了不好找，请只留有用的。"),
        )
    else:
        unknown = [written for written, variable in variables(text) if variable is None]
        yield from (_unknown_variable(path, number, written) for written in unknown)
        if not unknown:
            replies[name, lang] = CannedReply(name, text, lang, number)


def _unknown_variable(path: str, number: int, written: str) -> Problem:
    field_ = written.strip("{}").partition(":")[0]
    such = Both("Write {price:SKU}.", "请写成 {price:货号}。")
    fix = with_fix(such, did_you_mean(field_, FIELDS))
    return Problem(path, number, Both(f"{written} is not known.", f"不认识 {written}。"), fix)


def _add_macro(line: str, path: str, number: int, macros: dict[str, Macro]) -> Iterator[Problem]:
    match = _MACRO.fullmatch(line)
    key = match.group(1) if match else ""
    if match is None or key not in set("123456789"):
        yield Problem(
            path,
            number,
            Both(f'"{line[:40]}" is no macro.', f"「{line[:40]}」不是一条快捷操作。"),
            Both("Write a digit from 1 to 9, a colon and its steps.", "请写一个 1 到 9 的数字、冒号和步骤。"),
        )
        return
    if key in macros:
        yield Problem(
            path,
            number,
            Both(
                f"the key {key} is already on line {macros[key].line}.",
                f"按键 {key} 在第 {macros[key].line} 行已经用过。",
            ),
            Both("Take another digit.", "请换一个数字。"),
        )
        return
    steps: list[Step] = []
    for written in _split(match.group(2)):
        step = _step(written)
        if step is None:
            yield Problem(
                path,
                number,
                Both(f'"{written[:40]}" is no step.', f"「{written[:40]}」不是可用的步骤。"),
                one_among(STEPS),
            )
            return
        if steps and steps[-1].verb in LAST:
            yield Problem(
                path,
                number,
                Both(f'nothing can follow "{steps[-1]}".', f"「{steps[-1]}」后面不能再有步骤。"),
                Both("Put it last.", "请把它放在最后。"),
            )
            return
        steps.append(step)
    if len(steps) > MOST_STEPS:
        yield Problem(
            path,
            number,
            Both(f"{len(steps)} steps.", f"有 {len(steps)} 个步骤。"),
            Both(f"Write at most {MOST_STEPS}.", f"最多写 {MOST_STEPS} 个。"),
        )
        return
    macros[key] = Macro(key, tuple(steps), number)


def _split(steps: str) -> list[str]:
    """Return the steps one by one; a comma inside a note is the note's, unless a step follows it."""
    found: list[str] = []
    for piece in _COMMA.split(steps):
        if found and found[-1].startswith("note ") and _step(piece) is None:
            found[-1] += f", {piece}"
        else:
            found.append(piece.strip())
    return found


def _step(written: str) -> Step | None:
    verb, _, what = written.partition(" ")
    what = what.strip()
    if written in ("resolve", "on air", "give back"):
        return Step(written)
    if (verb == "send" and re.fullmatch(r"[\w-]{1,24}", what)) or (verb == "note" and 0 < len(what) <= LONGEST_NOTE):
        return Step(verb, what)
    if verb == "snooze" and what == "until shown":
        return Step(verb)
    minutes = _SNOOZE.fullmatch(what) if verb == "snooze" else None
    if minutes is not None and 0 < int(minutes.group(1)) <= LONGEST_SNOOZE:
        return Step(verb, str(int(minutes.group(1))))
    return None


def _unknown_sends(macros: Iterable[Macro], names: set[str], path: str) -> Iterator[Problem]:
    for macro in macros:
        for step in macro.steps:
            if step.verb == "send" and step.what not in names:
                fix = did_you_mean(step.what, sorted(names))
                yield Problem(
                    path,
                    macro.line,
                    Both(f'there is no reply "{step.what}".', f"没有名为「{step.what}」的快捷回复。"),
                    fix,
                )


def check_canned(
    canned: Canned, catalog: Catalog, path: str, refused: Callable[[str], Both] = lambda text: NOTHING
) -> list[Problem]:
    """Find products that the catalogue does not have, and texts that the guard would stop (`refused` says why)."""
    problems: list[Problem] = []
    for reply in canned.replies:
        for written, variable in variables(reply.text):
            if variable is not None and variable.sku != SCREEN and variable.sku not in catalog:
                fix = which_product(variable.sku, catalog)
                problems.append(
                    Problem(
                        path,
                        reply.line,
                        Both(f"{written}: there is no such product.", f"{written}：没有这个商品。"),
                        fix,
                    )
                )
        if why := refused(reply.text):
            what = Both(f'"{reply.name}": {why}.', f"「{reply.name}」：{why.zh}。")
            problems.append(Problem(path, reply.line, what, STOPPED, "warning"))
    return problems
