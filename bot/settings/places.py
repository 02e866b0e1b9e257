"""Where a setting stands in its file, what it is called there and what it means."""

from __future__ import annotations

import re

from bot.languages import Both
from bot.settings import TABLES
from bot.settings.in_chinese import SETTINGS_ZH

DOCS = Both("See docs/settings.md.", "见 docs/settings.md。")


def help_of(where: tuple[int | str, ...]) -> Both:
    """Return what a setting means, as its remedy."""
    table, key = table_and_key(where)
    section = TABLES.get(table)
    field = section.model_fields.get(key) if section else None
    name = f"{table}.{key}" if key else table
    return Both(str(field.description), SETTINGS_ZH[name]) if field else DOCS


def table_and_key(where: tuple[int | str, ...]) -> tuple[str, str]:
    """Return ("model.fallback", "name") for the name of a [[model.fallback]]; no key for a table itself."""
    words = [part for part in where if isinstance(part, str)]
    return (words[0], "") if len(words) == 1 else (".".join(words[:-1]), words[-1])


def spelled(where: tuple[int | str, ...]) -> str:
    """Return a setting's name as people write it: `rooms[2].port`."""
    said = ""
    for part in where:
        said += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if said else part
    return said


def line_of(where: tuple[int | str, ...], text: str) -> int:
    """Find the line a setting stands on: tomllib does not say."""
    table, key = table_and_key(where)
    nth = next((part for part in where if isinstance(part, int)), 0)
    inside, count, table_line = not key, -1, 0
    key = key or table
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.split("#", 1)[0].strip()
        if header := re.fullmatch(r"\[+\s*([\w.\-\"]+)\s*\]+", line):
            hit = header.group(1).strip('"') == table
            count += hit
            inside = hit and count == nth and key != table
            if hit and (inside or key == table):
                table_line = number
        elif inside and re.match(rf"{re.escape(key)}\s*=", line):
            return number
    # A table in a table may stand in one line: high_active = { f = 3, m = 500 }.
    return table_line or (line_of(where[:-1], text) if "." in table and len(where) > 2 else 0)
