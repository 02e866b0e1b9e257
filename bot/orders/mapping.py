"""The file that tells what the columns of an unknown order file mean: TOML, with a line number for each mistake."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.languages import Both
from bot.orders.shapes import FIELDS, Shape
from bot.orders.states import folded
from bot.problems import Problem, did_you_mean
from bot.purchases import STATUSES
from bot.unreadable import not_toml

KEYS = {
    "source": "the name of the system the files come from",
    "currency": "of amounts that do not say it",
    "amounts": '"major" (yuan) or "minor" (fen)',
    "rows": '"products" (a row is a product of an order) or "orders" (a row is an order)',
    "columns": "what each column means",
    "states": "your words for paid, closed, …",
    "products": "your system's product ids and the catalogue's skus",
}


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """What a mapping file says."""

    shape: Shape | None = None
    """None where it names no columns: then it only adds words and products."""
    states: Mapping[str, str] = field(default_factory=dict)
    """Folded word to state."""
    products: Mapping[str, str] = field(default_factory=dict)


def read_mapping(text: str, path: str) -> tuple[ColumnMapping, list[Problem]]:
    """Read a mapping file; all its mistakes at once."""
    try:
        said = tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        return ColumnMapping(), [not_toml(path, error, Both("See docs/orders.md.", "见 docs/orders.md。"))]
    reading = _Reading(text, path, [])
    for key in said:
        if key not in KEYS:
            reading.problem(
                key, Both(f'unknown setting "{key}".', f"不认识的设置「{key}」。"), did_you_mean(key, KEYS)
            )
    source = reading.word(said, "source", "mapped")
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,30}", source):
        reading.problem(
            "source",
            Both(f'source is "{source[:40]}".', f"source 写的是「{source[:40]}」。"),
            Both("Write small letters and digits, such as youzan.", "请写小写字母和数字，如 youzan。"),
        )
    columns = reading.columns(said)
    minor = reading.choice(said, "amounts", ("major", "minor")) == "minor"
    lines = reading.choice(said, "rows", ("products", "orders")) == "products"
    currency = reading.word(said, "currency", "").upper()
    shape = None
    if columns:
        needed = ("order_id", "paid_at") if "paid_at" in columns or "created_at" not in columns else ("order_id",)
        for name in needed:
            if name not in columns:
                reading.problem(
                    "columns",
                    Both(f"columns.{name} is missing.", f"缺少 columns.{name}。"),
                    Both(f"Name the column with {FIELDS[name]}.", f"请写明哪一列是{FIELDS[name].zh}。"),
                )
        if lines and not {"sku", "product_id", "title"} & set(columns):
            reading.problem(
                "columns",
                Both("no column names the product.", "没有哪一列写明商品。"),
                Both('Add sku, or write rows = "orders".', '请加上 sku，或写 rows = "orders"。'),
            )
        shape = Shape(
            "mapped", source, columns, tuple(columns), lines=lines, order_status=not lines, minor=minor,
            currency=currency, own_ids=True,
        )  # fmt: skip
    states = {folded(word): state for word, state in reading.pairs(said, "states", STATUSES).items()}
    return ColumnMapping(shape, states, reading.pairs(said, "products", ())), reading.problems


@dataclass(slots=True)
class _Reading:
    """The file, and where its mistakes go."""

    text: str
    path: str
    problems: list[Problem]

    def problem(self, key: str, what: Both, fix: Both) -> None:
        self.problems.append(Problem(self.path, self._line(key), what, fix))

    def _line(self, key: str) -> int:
        """Find the line of a key or a table: tomllib does not say."""
        pattern = re.compile(rf"\s*(?:\[\s*{re.escape(key)}\s*\]|[\"']?{re.escape(key)}[\"']?\s*=)")
        return next((n for n, line in enumerate(self.text.splitlines(), 1) if pattern.match(line)), 0)

    def word(self, said: Mapping[str, Any], key: str, otherwise: str) -> str:
        value = said.get(key, otherwise)
        if not isinstance(value, str):
            self.problem(
                key,
                Both(f"{key} is {value!r:.40}.", f"{key} 写的是 {value!r:.40}。"),
                Both(f'Write {key} = "…".', f'请写 {key} = "…"。'),
            )
            return otherwise
        return value

    def choice(self, said: Mapping[str, Any], key: str, known: tuple[str, ...]) -> str:
        value = self.word(said, key, known[0])
        if value not in known:
            self.problem(
                key, Both(f'{key} is "{value[:40]}".', f"{key} 写的是「{value[:40]}」。"), did_you_mean(value, known)
            )
        return value

    def table(self, said: Mapping[str, Any], key: str) -> Mapping[str, Any]:
        value = said.get(key, {})
        if not isinstance(value, dict):
            self.problem(
                key,
                Both(f"{key} is no table.", f"{key} 应为一段设置。"),
                Both(f"Write [{key}] and the pairs below it.", f"请写 [{key}]，下面逐行写对应关系。"),
            )
            return {}
        return value

    def columns(self, said: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for name, value in self.table(said, "columns").items():
            spellings = [value] if isinstance(value, str) else value
            if name not in FIELDS:
                self.problem(
                    name,
                    Both(f"columns.{name} is no field.", f"columns.{name} 不是可用的字段。"),
                    did_you_mean(name, FIELDS),
                )
            elif not isinstance(spellings, list) or not spellings or not all(isinstance(s, str) for s in spellings):
                self.problem(
                    name,
                    Both(f"columns.{name} names no column.", f"columns.{name} 没有写列名。"),
                    Both(f'Write {name} = "name in the file".', f'请写 {name} = "文件里的列名"。'),
                )
            else:
                found[name] = tuple(spellings)
        return found

    def pairs(self, said: Mapping[str, Any], key: str, known: tuple[str, ...]) -> dict[str, str]:
        found: dict[str, str] = {}
        for word, value in self.table(said, key).items():
            if not isinstance(value, str):
                self.problem(
                    word,
                    Both(f'{key}."{word}" is {value!r:.40}.', f'{key}."{word}" 写的是 {value!r:.40}。'),
                    Both('Write text in "quotes".', "请写带引号的文字。"),
                )
            elif known and value not in known:
                self.problem(
                    word,
                    Both(f'{key}."{word}" is "{value[:40]}".', f'{key}."{word}" 写的是「{value[:40]}」。'),
                    did_you_mean(value, known),
                )
            else:
                found[word] = value
        return found
