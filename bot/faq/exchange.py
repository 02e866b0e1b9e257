"""FAQ entries as rows of a table, and rows as entries: what each column is called and what its cells may hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.faq.entries import Entry
from bot.faq.files import natural_id, parse_faq
from bot.faq.keys import KEYS
from bot.faq.lines import as_question, as_value, as_wording
from bot.faq.writing import keys_as_written, rendered
from bot.languages import Both
from bot.problems import Problem
from bot.text import normalise

COLUMNS = ("id", "question", "phrasings", "answer", "then", "valid", "products", "lang", "scene", "mode", "section")
_CALLED: Mapping[str, str] = {
    "id": "编号 标识 entry",
    "question": "问题 标准问 标准问题 标准问法 主问题 提问 q questions",
    "phrasings": "问法 相似问 相似问法 相似问题 其他问法 扩展问 关键词 关键字 触发词 phrasing keyword keywords",
    "answer": "答案 回复 回答 答复 话术 回复内容 答案内容 a answers reply replies response responses",
    "then": "转交 转给 谁回答",
    "valid": "有效期 有效日期 日期 dates",
    "products": "商品 商品编号 产品 货号 product sku skus",
    "lang": "语言 language",
    "scene": "场景",
    "mode": "模式",
    "section": "分类 类别 栏目 分组 目录 category group",
}
_COLUMN = {name: column for column, names in _CALLED.items() for name in (column, *names.split())}
_VALUES: Mapping[str, Mapping[str, str]] = {
    "then": {
        "人工": "person",
        "客服": "person",
        "转人工": "person",
        "模型": "model",
        "沉默": "silence",
        "不回复": "silence",
    },
    "mode": {"自动": "auto", "仅建议": "suggest-only", "建议": "suggest-only"},
    "lang": {"中文": "zh", "汉语": "zh", "英文": "en", "英语": "en"},
}
_APART = re.compile(r"[/／|｜；]")
_NEXT_WORDING = re.compile(r"^[ \t]*-{3,}[ \t]*$", re.MULTILINE)
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


@dataclass(slots=True)
class Row:
    """One entry as a file brings it: cells by column, as text; a column that the file has not is not there."""

    line: int
    """Line of the file or row of the table; 0 where it has none."""
    cells: dict[str, str]
    where: str = ""
    """Where it stands when it has no line, such as `item 3`."""


@dataclass(slots=True)
class Rows:
    """What a file brings: rows, and what could not be read, each with its line."""

    path: str
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    rejected: int = 0

    def reject(self, line: int, what: Both, fix: Both, where: str = "") -> None:
        """Leave one row out."""
        self.rejected += 1
        self.problems.append(Problem(self.path, line, at(where, what), fix))

    def warn(self, line: int, what: Both, fix: Both) -> None:
        """Point at something that costs no row."""
        self.problems.append(Problem(self.path, line, what, fix, "warning"))


def column_of(name: str) -> str | None:
    """Return which column a heading means, None when it is none of ours."""
    plain = re.sub(
        r"[\s_*：:（(【\[].*$|[\s_*]", "", name.strip().lower().replace(" ", "").replace("_", "").lstrip("*")
    )
    return _COLUMN.get(plain) or _COLUMN.get(plain.rstrip("0123456789"))


def columns_of(names: Sequence[str]) -> list[str | None] | None:
    """Return the columns of a row of headings; None when it is no such row."""
    columns = [column_of(name) for name in names]
    found = set(columns)
    return columns if found & {"question", "phrasings"} and found & {"answer", "then"} else None


def row_from(line: int, columns: Sequence[str | None], cells: Sequence[str]) -> Row:
    """Put cells under their columns; columns that are there twice are taken together."""
    row: dict[str, str] = {}
    for column, cell in zip(columns, cells, strict=False):
        if column is None:
            continue
        if column == "phrasings":
            # Each cell may hold several; a line end says that they are parted already.
            cell = "".join(f"{way}\n" for way in phrasings_in(cell))
        between = "\n---\n" if column == "answer" else ""
        row[column] = between.join(part for part in (row.get(column, ""), cell) if part.strip())
    return Row(line, row)


def row_of(entry: Entry) -> Row:
    """Return an entry as a row."""
    cells = {"id": entry.id, "question": entry.question, "section": entry.section, **keys_as_written(entry)}
    ways = [phrasing.text for phrasing in entry.phrasings]
    cells["phrasings"] = "\n".join(ways)
    if len(ways) == 1 and _APART.search(ways[0]):
        cells["phrasings"] += "\n"  # says that the line is one phrasing
    cells["answer"] = "\n---\n".join(entry.wordings)
    return Row(entry.line, {column: cells.get(column, "") for column in COLUMNS})


def phrasings_in(cell: str) -> list[str]:
    """Return the phrasings of a cell: its lines, or the parts between / | and ； of a single line."""
    cell = cell.replace("\r\n", "\n").replace("\r", "\n")
    parts = cell.split("\n") if "\n" in cell else _APART.split(cell)
    return [part.strip() for part in parts if part.strip()]


def wordings_in(cell: str) -> list[str]:
    """Return the wordings of a cell, which lines --- part."""
    parts = _NEXT_WORDING.split(cell.replace("\r\n", "\n").replace("\r", "\n"))
    return [wording for wording in map(as_wording, parts) if wording]


def entry_from(row: Row, path: str) -> tuple[Entry | None, list[Problem]]:
    """Return the entry a row describes, or why it is none."""
    cells = row.cells
    ways = phrasings_in(cells.get("phrasings", ""))
    question = as_question(cells.get("question", ""))
    if not question and ways:
        question, ways = as_question(ways[0]), ways[1:]
    if not normalise(question):
        return None, [
            Problem(
                path,
                row.line,
                at(row.where, Both("the row has no question.", "这一行没有问题。")),
                Both("Fill the cell or delete the row.", "请填上，或删掉这一行。"),
            )
        ]
    if not cells.get("answer", "").strip() and not cells.get("then", "").strip():
        fix = Both(
            "Fill the cell, or write person under then if staff answer it.",
            "请填上；如果由人工回答，在 then 一栏写 person。",
        )
        return None, [Problem(path, row.line, at(row.where, Both("the row has no answer.", "这一行没有回答。")), fix)]
    keys = {key: value for key in KEYS if (value := _value(key, cells.get(key, "")))}
    id_ = cells.get("id", "").strip()
    wordings = wordings_in(cells.get("answer", ""))
    lines = rendered(question, id_ or "none", keys, once(question, ways), wordings)
    entries, problems = parse_faq("\n".join(lines), path)
    found = [Problem(path, row.line, at(row.where, p.what), p.fix) for p in problems if p.severity == "error"]
    if found or len(entries) != 1:
        unread = Problem(
            path,
            row.line,
            at(row.where, Both("the row cannot be written as an entry.", "这一行写不成一条问答。")),
            Both("Word it more simply.", "请写得简单些。"),
        )
        return None, found or [unread]
    entry = replace(entries[0].bare, section=as_question(cells.get("section", "")))
    return entry if id_ else entry.called(natural_id(entry)), []


def at(where: str, what: Both) -> Both:
    """Say where something is, if it has no line."""
    return Both(f"{where}: {what}", f"{where}：{what.zh}") if where else what


def once(question: str, ways: Iterable[str]) -> list[str]:
    """Return the phrasings that say something else than the question, each once."""
    seen = {normalise(question)}
    kept: list[str] = []
    for way in map(as_question, ways):
        plain = normalise(way)
        if plain and plain not in seen:
            seen.add(plain)
            kept.append(way)
    return kept


def _value(key: str, cell: str) -> str:
    value = as_value(cell)
    if key == "valid":
        days = _DATE.sub(lambda m: f"{m[1]}-{int(m[2]):02}-{int(m[3]):02}", value)
        return re.sub(r"(?<=\d)\s+-\s+(?=\d)|(?<=-\d\d)\s*-\s*(?=\d{4})|\s*(?:至|到|~|～|—+|–)\s*", "..", days)
    return _VALUES.get(key, {}).get(value, value)
