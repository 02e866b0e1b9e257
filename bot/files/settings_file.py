"""The settings file as it is shown and edited: what is set, on which line, and one value changed in place.

An edit touches the characters of one value, proves itself by reading the whole file again, and is refused otherwise.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias, get_args, get_origin

from pydantic.fields import FieldInfo

from bot.languages import Both
from bot.problems import BadFile, Problem
from bot.settings import LIVE, TABLES, Section, Settings
from bot.settings.places import line_of

Place: TypeAlias = tuple[int | str, ...]
"""`("faq", "promise")`, `("rooms", 0, "scene")`, `("grace_s",)`."""
Kind: TypeAlias = Literal["text", "number", "yes or no", "choice"]

HARMLESS = frozenset(
    {
        ("faq", "promise"), ("faq", "model_chooses"), ("faq", "ask_back"), ("faq", "draft_for_staff"),
        ("faq", "said_together_s"), ("faq", "quiet_s"), ("guard", "ai_label"),
        ("model", "timeout_s"), ("model", "hedge"), ("model", "shadow"), ("model", "budget_per_day"),
        ("model", "tokens_per_day"), ("model", "money_per_day"), ("model", "calls_per_viewer"),
        ("model", "calls_per_minute"), ("suggest", "holdout"), ("shop", "name"), ("rooms", "mode"),
        ("rooms", "reply_within_s"), ("rooms", "scene"), ("rooms", "lines_per_10s"), ("rooms", "crowd_speed"),
        ("rooms", "steps"), ("rooms", "claim_s"), ("rooms", "first_answer_s"), ("rooms", "waiting_s"),
    }
)  # fmt: skip
"""What may be edited at the console: nothing that names a file, an address, a secret or an account."""
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting as it stands."""

    place: Place
    value: Any
    """As the file says it, or else the default."""
    line: int
    """Where it is set; 0 where it is the default."""
    is_set: bool
    default: str
    help: str
    kind: Kind = "text"
    choices: tuple[str, ...] = ()
    is_live: bool = False
    """Whether an edit counts at once."""

    @property
    def table(self) -> str:
        """The table's name, empty above all tables."""
        return ".".join(part for part in self.place[:-1] if isinstance(part, str))

    @property
    def key(self) -> str:
        """The name inside its table."""
        return str(self.place[-1])

    @property
    def name(self) -> str:
        """How people write it: `rooms[1].scene`."""
        spelled = ""
        for part in self.place:
            spelled += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if spelled else part
        return spelled

    @property
    def is_secret(self) -> bool:
        """Whether it names an environment variable that holds a secret."""
        return self.key.endswith("_env")

    @property
    def may_edit(self) -> bool:
        """Whether it may be edited at the console."""
        return (self.table, self.key) in HARMLESS

    @property
    def shown(self) -> str:
        """The value as the file would say it."""
        return toml(self.value)


def toml(value: Any) -> str:
    """Return a value as TOML."""
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float():
            return f"{value:g}" if isinstance(value, float) and value.is_integer() else str(value)
        case None:
            return ""
        case list() | tuple():
            return f"[{', '.join(toml(one) for one in value)}]"
        case Section():
            return f"{{ {', '.join(f'{k} = {toml(getattr(value, k))}' for k in type(value).model_fields)} }}"
        case str() | Path():
            escaped = "".join(_escaped(char) for char in str(value))
            return f'"{escaped}"'
        case _:
            return str(value)


def _escaped(char: str) -> str:
    if char in '\\"':
        return f"\\{char}"
    # What breaks a line for some programs, or cannot be seen, is no character to leave in a file people edit.
    return char if char.isprintable() else f"\\U{ord(char):08x}"


def settings_listed(settings: Settings, text: str) -> Iterator[Setting]:
    """Yield every setting with where it is set; `settings` is what the file's text says."""
    yield _one(("grace_s",), settings, Settings.model_fields["grace_s"], text)
    for table in TABLES:
        for place, section in _sections(settings, table):
            for key, field in type(section).model_fields.items():
                if key != "fallback":
                    yield _one((*place, key), section, field, text)


def _sections(settings: Settings, table: str) -> Iterator[tuple[Place, Section]]:
    if table == "rooms":
        yield from ((("rooms", i), room) for i, room in enumerate(settings.rooms))
    elif table == "model.fallback":
        yield from ((("model", "fallback", i), one) for i, one in enumerate(settings.model.fallback))
    else:
        yield (table,), getattr(settings, table)


def _one(place: Place, section: Section, field: FieldInfo, text: str) -> Setting:
    key = str(place[-1])
    is_set = key in section.model_fields_set
    kind, choices = _kind(field)
    table = ".".join(part for part in place[:-1] if isinstance(part, str))
    default = "" if field.is_required() else toml(field.get_default(call_default_factory=True))
    return Setting(
        place,
        getattr(section, key),
        line_of(place, text) if is_set else 0,
        is_set,
        default,
        str(field.description or ""),
        kind,
        choices,
        (table, key) in LIVE,
    )


def _kind(field: FieldInfo) -> tuple[Kind, tuple[str, ...]]:
    of = field.annotation
    if get_origin(of) is Literal:
        return "choice", tuple(str(one) for one in get_args(of))
    if of is bool:
        return "yes or no", ("true", "false")
    return ("number", ()) if of in (int, float) else ("text", ())


def typed(setting: Setting, sent: str) -> Any:
    """Return what somebody typed as the setting's kind of value; raises `ValueError` for another kind."""
    sent = sent.strip()[:LONGEST]
    match setting.kind:
        case "yes or no":
            if sent not in ("true", "false"):
                raise ValueError(sent)
            return sent == "true"
        case "choice":
            if sent not in setting.choices:
                raise ValueError(sent)
            return sent
        case "number":
            if not re.fullmatch(r"-?\d{1,12}(\.\d{1,12})?", sent):
                raise ValueError(sent)
            return float(sent) if "." in sent else int(sent)
        case "text":
            return sent


def changed(text: str, place: Place, value: Any, shown: str) -> str:
    """Return the file's text with one value changed; everything else stays letter for letter. Raises `BadFile`."""
    before = tomllib.loads(text.removeprefix("\ufeff"))
    lines = text.splitlines(keepends=True)
    at = _line_with(place, text, lines)
    if at is None:
        after = _with_line(place, value, text, lines)
    else:
        lines[at] = _with_value(lines[at], value)
        after = "".join(lines)
    if not _only_this_differs(before, after, place, value):
        key = ".".join(str(part) for part in place)
        fix = Both(f"Set {key} = {toml(value)} in the file itself.", f"请直接在文件里写 {key} = {toml(value)}。")
        raise BadFile(
            [
                Problem(
                    shown,
                    line_of(place, text),
                    Both(f"cannot change {key} here as it is written.", f"按文件里的写法，这里改不了 {key}。"),
                    fix,
                )
            ]
        )
    return after


def _line_with(place: Place, text: str, lines: list[str]) -> int | None:
    number = line_of(place, text)
    found = number and re.match(rf"\s*{re.escape(str(place[-1]))}\s*=", lines[number - 1])
    return number - 1 if found else None


def _with_value(line: str, value: Any) -> str:
    """Put another value in a line, keeping its comment and its end."""
    head, _, rest = line.partition("=")
    body = rest.rstrip("\r\n")
    for end in [*(i for i, char in enumerate(body) if char == "#"), len(body)]:
        try:
            tomllib.loads(f"x ={body[:end]}")
        except tomllib.TOMLDecodeError:
            continue
        said = body[:end]
        after = said[len(said.rstrip()) :]
        before = said[: len(said) - len(said.lstrip())]
        return f"{head}={before or ' '}{toml(value)}{after}{rest[end:]}"
    return line  # a value of several lines: the proof refuses it


def _with_line(place: Place, value: Any, text: str, lines: list[str]) -> str:
    """Put a new line right under its table, or the table at the end of the file."""
    end = "\r\n" if "\r\n" in text else "\n"
    line = f"{place[-1]} = {toml(value)}{end}"
    if len(place) == 1:
        return line + text
    number = line_of(place[:-1], text) if isinstance(place[-2], str) else _nth_header(place, lines)
    if number and re.match(r"\s*\[", lines[number - 1]):
        if not lines[number - 1].endswith("\n"):
            lines[number - 1] += end
        lines.insert(number, line)
        return "".join(lines)
    gap = "" if text.endswith("\n") or not text else end
    return f"{text}{gap}{end}[{place[0]}]{end}{line}"


def _nth_header(place: Place, lines: list[str]) -> int:
    """Return the line of the table that is meant, of several of one name."""
    name, nth = ".".join(part for part in place[:-1] if isinstance(part, str)), place[-2]
    heads = [n for n, line in enumerate(lines, 1) if re.match(rf"\s*\[\[\s*{re.escape(name)}\s*\]\]", line)]
    return heads[nth] if isinstance(nth, int) and nth < len(heads) else 0


def _only_this_differs(before: Mapping[str, Any], after: str, place: Place, value: Any) -> bool:
    try:
        found = tomllib.loads(after.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError:
        return False
    was, now = _flat(before), _flat(found)
    if now.pop(place, None) != value:
        return False
    was.pop(place, None)
    return was == now


def _flat(raw: Any, place: Place = ()) -> dict[Place, Any]:
    parts: list[tuple[int | str, Any]]
    match raw:
        case dict():
            parts = list(raw.items())
        case list() if raw and all(isinstance(one, dict) for one in raw):
            parts = list(enumerate(raw))
        case _:
            return {place: raw}
    return {key: value for part, inner in parts for key, value in _flat(inner, (*place, part)).items()}
