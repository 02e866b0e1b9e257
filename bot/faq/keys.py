"""The `key: value` lines of FAQ entries: found in comments and front matter, and checked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from bot.languages import Both
from bot.problems import Problem, did_you_mean, nearest

KEYS = ("valid", "products", "lang", "scene", "mode", "then")
CONDITIONS = ("products", "lang", "scene", "valid")
"""What tells two entries with one question apart."""

Keys: TypeAlias = Mapping[str, tuple[str, int]]
"""Each key's value, and the line it stands on."""

_KEY = re.compile(r"[a-z_]+")
_RANGE = re.compile(r"(\d{4}-\d{2}-\d{2})?\s*\.\.\s*(\d{4}-\d{2}-\d{2})?")
_LANG = re.compile(r"[A-Za-z]{2}")
_SCENE = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")
_LANGUAGES = {"中文": "zh", "汉语": "zh", "chinese": "zh", "英文": "en", "英语": "en", "english": "en"}


@dataclass(slots=True)
class Findings:
    """What is wrong in one file, gathered while it is read."""

    path: str
    problems: list[Problem] = field(default_factory=list)

    def error(self, line: int, what: Both, fix: Both) -> None:
        """Refuse something."""
        self.problems.append(Problem(self.path, line, what, fix))

    def warn(self, line: int, what: Both, fix: Both) -> None:
        """Point at something that is used all the same."""
        self.problems.append(Problem(self.path, line, what, fix, "warning"))

    @property
    def errors(self) -> int:
        """How many things were refused so far."""
        return sum(problem.severity == "error" for problem in self.problems)


def front_matter_end(lines: Sequence[str]) -> int | None:
    """Return the line that closes the front matter; 0 when there is none, None when it is never closed."""
    if not lines or lines[0].strip() != "---":
        return 0
    for number, line in enumerate(lines[1:], 1):
        if line.strip() == "---":
            return number
        if line.startswith("## "):
            return None  # a later --- parts wordings
    return None


def front_matter(lines: Sequence[str], findings: Findings) -> tuple[int, Keys]:
    """Return how many lines the front matter takes, and its keys."""
    end = front_matter_end(lines)
    if end is None:
        findings.error(
            1,
            Both("the front matter is never closed.", "文件开头的设置没有结束。"),
            Both("Put a line --- after its last key.", "在最后一个设置下面加一行 ---。"),
        )
        return 1, {}
    return (end + 1, key_lines(lines[1:end], 2, findings)) if end else (0, {})


def key_lines(lines: Iterable[str], first: int, findings: Findings) -> dict[str, tuple[str, int]]:
    """Return the keys of some lines, the first of which has this number; prose between them is a comment."""
    found: dict[str, tuple[str, int]] = {}
    for number, raw in enumerate(lines, first):
        line = raw.strip()
        key, colon, value = line.partition(":")
        key = key.strip().lower()
        if not colon or line.startswith("#"):
            continue
        if key in KEYS:
            found[key] = (value.strip(), number)
        elif nearest(key, KEYS) or _KEY.fullmatch(key):
            findings.error(number, Both(f'unknown key "{key}".', f"不认识的设置「{key}」。"), did_you_mean(key, KEYS))
    return found


def one_of(key: str, known: tuple[str, ...], keys: Keys, findings: Findings) -> str:
    """Return a key's value if it is one of the known words."""
    value, line = keys.get(key, ("", 0))
    if value and value not in known:
        findings.error(line, Both(f'{key} is "{value}".', f"{key} 写的是「{value}」。"), did_you_mean(value, known))
        return ""
    return value


def days(keys: Keys, findings: Findings) -> tuple[date | None, date | None]:
    """Return the first and the last day of `valid`; None where it is open."""
    value, line = keys.get("valid", ("", 0))
    if not value:
        return None, None
    match = _RANGE.fullmatch(value)
    fix = Both(
        "Write valid: 2026-11-01..2026-11-12; either end may be left out.",
        "请写成 valid: 2026-11-01..2026-11-12，任一端可以省略。",
    )
    if match is None or not (match.group(1) or match.group(2)):
        findings.error(line, Both(f'valid is "{value}".', f"valid 写的是「{value}」。"), fix)
        return None, None
    try:
        first = date.fromisoformat(match.group(1)) if match.group(1) else None
        last = date.fromisoformat(match.group(2)) if match.group(2) else None
    except ValueError:
        findings.error(
            line, Both(f'valid is "{value}": there is no such day.', f"valid 写的是「{value}」，没有这一天。"), fix
        )
        return None, None
    if first and last and last < first:
        findings.error(
            line,
            Both(f'valid is "{value}": it ends before it begins.', f"valid 写的是「{value}」，结束早于开始。"),
            fix,
        )
        return None, None
    return first, last


def language(keys: Keys, findings: Findings) -> str:
    """Return the two letters of `lang`."""
    value, line = keys.get("lang", ("", 0))
    if not value or _LANG.fullmatch(value):
        return value.lower()
    short = _LANGUAGES.get(value.lower()) or (value[:2].lower() if re.match(r"[A-Za-z]{2}[-_]", value) else "")
    fix = Both(f"Write two letters: {short or 'zh or en'}.", f"请写两个字母：{short or 'zh 或 en'}。")
    findings.error(line, Both(f'lang is "{value}".', f"lang 写的是「{value}」。"), fix)
    return ""


def scene_name(keys: Keys, findings: Findings) -> str:
    """Return the name of `scene`."""
    value, line = keys.get("scene", ("", 0))
    if not value or _SCENE.fullmatch(value):
        return value
    findings.error(
        line,
        Both(f'scene is "{value}".', f"scene 写的是「{value}」。"),
        Both(
            "Use small letters, digits and -, such as scene: double-eleven.",
            "只用小写字母、数字和 -，如 scene: double-eleven。",
        ),
    )
    return ""


def products(keys: Keys) -> tuple[str, ...]:
    """Return the skus of `products`."""
    return tuple(sku for sku in re.split(r"[,，、\s]+", keys.get("products", ("", 0))[0]) if sku)
