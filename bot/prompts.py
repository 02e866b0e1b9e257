"""Prompt files: front matter, then what the model is told; checked both ways, so no `$name` is left over.

---
version: 3
purpose: phrase a suggestion
temperature: 0.3
max_tokens: 160
placeholders: candidates, question, language
---
## system
…
## user
… $question

`id` (the file's name), `version`, `owner` and `changed` (a day) are for people and for the record of each decision.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from string import Template

from bot.languages import Both
from bot.problems import Problem, did_you_mean

KEYS = ("id", "version", "purpose", "owner", "changed", "model", "temperature", "max_tokens", "placeholders")
KNOWN = ("candidates", "entries", "product", "question", "language")
"""What code can fill in; a placeholder beyond these could never be filled."""
NEEDS = {
    "suggest": ("candidates", "question", "language"),
    "choose": ("entries", "question"),
    "desk": ("entries", "product", "question", "language"),
}
"""What each prompt the program uses must show the model; it could not answer without."""

LONGEST = 12_000
"""Characters of a prompt file."""

_NAME = re.compile(r"\$(?:\{(\w+)\}|(\w+))")


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt, ready to render."""

    name: str
    system: str
    user: str
    temperature: float = 0.3
    max_tokens: int = 160
    model: str = ""
    version: str = ""
    """Hash of the file."""
    number: str = ""
    """The version its front matter names."""

    @property
    def label(self) -> str:
        """Name, number and hash, for the record of each decision."""
        return f"{self.name}@{self.number or '0'}+{self.version}"

    def render(self, values: Mapping[str, str]) -> list[dict[str, str]]:
        """Return the messages for the model."""
        return [
            {"role": "system", "content": Template(self.system).substitute(values)},
            {"role": "user", "content": Template(self.user).substitute(values)},
        ]


def parse_prompt(text: str, path: str, name: str) -> tuple[Prompt | None, list[Problem]]:
    """Read one prompt file; None when it cannot be used."""
    problems: list[Problem] = []
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    keys, body_at = _front(lines, path, problems)
    system, user = _sections(lines, body_at, path, problems)
    _check_names(lines, body_at, keys, path, name, problems)
    temperature = _number(keys, "temperature", 0.3, 0, 2, path, problems)
    max_tokens = _number(keys, "max_tokens", 160, 1, 4_000, path, problems)
    _check_for_people(keys, name, path, problems)
    if len(text) > LONGEST:
        problems.append(
            Problem(
                path,
                1,
                Both(f"{len(text)} characters.", f"有 {len(text)} 字。"),
                Both(
                    f"Write at most {LONGEST}: each call pays for all.",
                    f"最多 {LONGEST} 字：每次调用都要为全文付费。",
                ),
            )
        )
    if problems:
        return None, problems
    version = hashlib.sha256(text.encode()).hexdigest()[:8]
    model = keys.get("model", ("", 0))[0]
    number = keys.get("version", ("", 0))[0]
    return Prompt(name, system, user, temperature, int(max_tokens), model, version, number), []


def _check_for_people(keys: Mapping[str, tuple[str, int]], name: str, path: str, problems: list[Problem]) -> None:
    for key, fits, fix in (
        (
            "id",
            lambda value: value == name,
            Both(f"Write {name}, as the file is called, or leave it out.", f"请写 {name}，与文件名一致，或不写。"),
        ),
        (
            "version",
            lambda value: bool(re.fullmatch(r"[1-9]\d{0,5}", value)),
            Both("Write a number from 1, one more at each change.", "请写从 1 开始的数字，每次修改加一。"),
        ),
        ("changed", _is_day, Both("Write a day such as 2026-11-12.", "请写日期，如 2026-11-12。")),
    ):
        value, line = keys.get(key, ("", 0))
        if value and not fits(value):
            problems.append(Problem(path, line, Both(f'{key} is "{value}".', f"{key} 写的是「{value}」。"), fix))


def _is_day(value: str) -> bool:
    try:
        return bool(date.fromisoformat(value))
    except ValueError:
        return False


def _front(lines: list[str], path: str, problems: list[Problem]) -> tuple[dict[str, tuple[str, int]], int]:
    keys: dict[str, tuple[str, int]] = {}
    if not lines or lines[0].strip() != "---":
        problems.append(
            Problem(
                path,
                1,
                Both("the front matter is missing.", "缺少文件开头的设置。"),
                Both("Begin the file with a line ---.", "文件第一行请写 ---。"),
            )
        )
        return keys, 0
    for number, raw in enumerate(lines[1:], 2):
        line = raw.strip()
        if line == "---":
            return keys, number
        key, colon, value = line.partition(":")
        if not line or line.startswith("#"):
            continue
        if not colon or key.strip() not in KEYS:
            problems.append(
                Problem(
                    path,
                    number,
                    Both(f'unknown key "{key.strip()}".', f"不认识的设置「{key.strip()}」。"),
                    did_you_mean(key.strip(), KEYS),
                )
            )
        else:
            keys[key.strip()] = (value.strip(), number)
    problems.append(
        Problem(
            path,
            1,
            Both("the front matter is never closed.", "文件开头的设置没有结束。"),
            Both("Put a line --- after its last key.", "在最后一个设置下面加一行 ---。"),
        )
    )
    return keys, len(lines)


def _sections(lines: list[str], body_at: int, path: str, problems: list[Problem]) -> tuple[str, str]:
    parts: dict[str, list[str]] = {}
    current = ""
    for number, line in enumerate(lines[body_at:], body_at + 1):
        if line.startswith("## "):
            current = line[3:].strip().lower()
            if current not in ("system", "user"):
                fix = did_you_mean(current, ("system", "user"))
                problems.append(
                    Problem(path, number, Both(f'unknown part "{current}".', f"不认识的部分「{current}」。"), fix)
                )
            parts[current] = []
        elif current:
            parts[current].append(line)
    system, user = ("\n".join(parts.get(name, [])).strip() for name in ("system", "user"))
    problems += [
        Problem(
            path,
            body_at + 1,
            Both(f"the part ## {name} is missing or empty.", f"缺少 ## {name} 部分，或内容为空。"),
            Both("Write it.", "请补上。"),
        )
        for name, text in (("system", system), ("user", user))
        if not text
    ]
    return system, user


def _check_names(
    lines: list[str],
    body_at: int,
    keys: Mapping[str, tuple[str, int]],
    path: str,
    prompt: str,
    problems: list[Problem],
) -> None:
    value, declared_at = keys.get("placeholders", ("", 0))
    declared = {name.strip().removeprefix("$") for name in value.split(",") if name.strip()}
    problems += [
        Problem(
            path,
            declared_at,
            Both(f'placeholder "{name}" cannot be filled.', f"占位符「{name}」没有内容可填。"),
            did_you_mean(name, KNOWN),
        )
        for name in sorted(declared - set(KNOWN))
    ]
    problems += _of_this_prompt(path, declared_at, prompt, declared)
    used: set[str] = set()
    for number, line in enumerate(lines[body_at:], body_at + 1):
        names = {m.group(1) or m.group(2) for m in _NAME.finditer(line.replace("$$", ""))}
        used |= names
        problems += [_undeclared(path, number, name) for name in sorted(names - declared)]
        if re.search(r"\$(?!\w|\{\w+\})", line.replace("$$", "")):
            problems.append(
                Problem(
                    path,
                    number,
                    Both("a lone $.", "有单独的 $。"),
                    Both("Write $$ for a dollar sign.", "要写美元符号请写 $$。"),
                )
            )
    problems += [
        Problem(
            path,
            declared_at,
            Both(f"placeholder {name} is never used.", f"占位符 {name} 没有用到。"),
            Both(f"Write ${name} in a part, or take it out.", f"请在正文里写 ${name}，或去掉它。"),
        )
        for name in sorted((declared & set(KNOWN)) - used)
    ]


def _of_this_prompt(path: str, line: int, prompt: str, declared: set[str]) -> list[Problem]:
    """Check that a prompt of the program declares what code fills in for it, no less and no more."""
    if prompt not in NEEDS:
        return []
    needed = NEEDS[prompt]
    fix = Both(f"This prompt gets: {', '.join(needed)}.", f"这份提示词会得到：{'、'.join(needed)}。")
    wrong = [Both(f"placeholder {one} is missing.", f"缺少占位符 {one}。") for one in needed if one not in declared]
    wrong += [
        Both(f"placeholder {name} is not filled here.", f"这里不会填占位符 {name}。")
        for name in sorted(declared & set(KNOWN) - set(needed))
    ]
    return [Problem(path, line, what, fix) for what in wrong]


def _undeclared(path: str, line: int, name: str) -> Problem:
    fix = Both("Add it to placeholders, or write $$ for a dollar sign.", "请加进 placeholders；要写美元符号请写 $$。")
    return Problem(path, line, Both(f"${name} is not declared.", f"${name} 没有声明。"), fix)


def _number(
    keys: Mapping[str, tuple[str, int]],
    key: str,
    default: float,
    least: float,
    most: float,
    path: str,
    problems: list[Problem],
) -> float:
    value, line = keys.get(key, ("", 0))
    if not value:
        return default
    if not re.fullmatch(r"\d+(\.\d+)?", value) or not least <= float(value) <= most:
        problems.append(
            Problem(
                path,
                line,
                Both(f'{key} is "{value}".', f"{key} 写的是「{value}」。"),
                Both(f"Write a number from {least} to {most}.", f"请写 {least} 到 {most} 之间的数。"),
            )
        )
        return default
    return float(value)
