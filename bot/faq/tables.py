"""Tables of FAQ entries: Excel workbooks, CSV, and lines pasted as `question / another way | answer`."""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from bot.faq.exchange import COLUMNS, Row, Rows, columns_of, phrasings_in, row_from
from bot.languages import Both
from bot.problems import Problem, one_among

MOST_ROWS = 20_000
MOST_COLUMNS = 60
LONGEST_CELL = 32_767
"""What a cell of Excel takes."""

UNPACKED = 30_000_000
"""Bytes that a workbook may have once unpacked."""

HEADINGS = 10
"""Rows above the table that may hold a title."""

_RUNS = tuple("=+-@＝＋－＠\t\r'")
"""What spreadsheets take for a formula at the beginning of a cell, and the quote that keeps them from it."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NEEDED = Both(
    f"Name the columns in the first row: {', '.join(COLUMNS)}; or 编号, 问题, 相似问, 答案.",
    f"请在第一行写列名：{'、'.join(COLUMNS)}，或编号、问题、相似问、答案。",
)
_AS_VALUES = Both("Copy the cells and paste them as values.", "请复制这些单元格，再粘贴为数值。")


def rows_of_csv(text: str, path: str) -> Rows:
    """Read a CSV table; commas, semicolons or TABs part its cells."""
    found = Rows(path)
    text = text.removeprefix("\ufeff")
    _read_table(_csv_rows(text, _mark_of(text), found), found, _unguarded)
    return found


def _mark_of(text: str) -> str:
    """Return what parts the cells: the mark by which some row near the top names our columns."""
    top = text[:LONGEST_CELL].split("\n", HEADINGS)[:HEADINGS]
    marks = (mark for mark in ",;\t" for line in top if columns_of([cell.strip(' "\r') for cell in line.split(mark)]))
    return next(marks, ",")


def _csv_rows(text: str, mark: str, found: Rows) -> Iterator[tuple[int, Sequence[Any]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        found.reject(
            line,
            Both(f"not readable as CSV: {error}.", f"不是可读的 CSV：{error}。"),
            Both("Look for a quote that is never closed; save it again.", "看看是否有引号没有闭合，再重新保存。"),
        )


def rows_of_paste(text: str, path: str) -> Rows:
    """Read lines such as `音响/音箱 | 有现货`: ways of asking, then | or a TAB, then the answer."""
    found = Rows(path)
    for number, raw in enumerate(
        text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1
    ):
        line = raw.strip()
        if not line:
            continue
        mark = next((mark for mark in ("\t", "|", "｜") if mark in line), "")
        asked, _, answer = line.partition(mark) if mark else (line, "", "")
        ways = phrasings_in(asked)
        if not ways or not answer.strip():
            fix = Both("Write: one way of asking / another | the answer.", "请写成：一种问法 / 另一种问法 | 回答。")
            found.reject(
                number,
                Both(
                    "there is no question and answer with | or a TAB between them.",
                    "没有用 | 或制表符隔开的问题和回答。",
                ),
                fix,
            )
        elif len(found.rows) >= MOST_ROWS:
            found.reject(
                number,
                Both(f"more than {MOST_ROWS} rows.", f"超过 {MOST_ROWS} 行。"),
                Both("Import the rest as a file of its own.", "其余的请另存一个文件导入。"),
            )
            break
        else:
            cells = {"question": ways[0], "phrasings": "\n".join([*ways[1:], ""]), "answer": answer.strip()}
            found.rows.append(Row(number, cells))
    return found


def rows_of_workbook(raw: bytes, path: str) -> Rows:
    """Read the first sheet of an Excel workbook that has our columns; formulas are never worked out."""
    found = Rows(path)
    fix = Both(
        "Open it in Excel and save it again as .xlsx, or as CSV UTF-8.",
        "请用 Excel 打开，重新存为 .xlsx 或 CSV UTF-8。",
    )
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            if sum(part.file_size for part in packed.infolist()) > UNPACKED:
                found.reject(
                    0,
                    Both("is far larger than a table of an FAQ.", "远大于一份问答表。"),
                    Both("Copy the table into a new workbook.", "请把表格复制到新的工作簿。"),
                )
                return found
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what a workbook holds besides cells is nobody's business
            _read_sheets(raw, found)
    except Exception as error:  # noqa: BLE001  a stranger's workbook breaks its reader in any way
        found.reject(
            0,
            Both(
                f"is not a readable Excel workbook: {type(error).__name__}.",
                f"不是可读的 Excel 工作簿：{type(error).__name__}。",
            ),
            fix,
        )
    return found


def _read_sheets(raw: bytes, found: Rows) -> None:
    from openpyxl import load_workbook  # type: ignore[import-untyped]  # takes a while to import

    book = load_workbook(io.BytesIO(raw), read_only=True, keep_links=False)
    try:
        names: list[str] = []
        for sheet in book.worksheets:
            table = Rows(found.path)
            names.append(str(sheet.title))
            if _read_table(_sheet_rows(sheet), table, _cell_text, quiet=True):
                found.rows, found.problems, found.rejected = table.rows, table.problems, table.rejected
                return
        found.reject(
            1,
            Both(
                f"no sheet has the columns question and answer ({', '.join(names)[:200]}).",
                f"没有哪个工作表有 question 和 answer 两列（{'、'.join(names)[:200]}）。",
            ),
            _NEEDED,
        )
    finally:
        book.close()


def _sheet_rows(sheet: Any) -> Iterator[tuple[int, Sequence[Any]]]:
    # What a file says of its own size may be a lie.
    sheet.reset_dimensions()
    yield from enumerate(sheet.iter_rows(max_row=MOST_ROWS + HEADINGS + 2, max_col=MOST_COLUMNS), 1)


class _Unfit(ValueError):
    """A cell holds no text."""

    def __init__(self, said: Both) -> None:
        super().__init__(said)
        self.said = said


def _cell_text(cell: Any) -> str:
    """Return a cell of a workbook as text; raises `_Unfit` for a formula and for what went wrong with one."""
    kind = getattr(cell, "data_type", "")
    if kind in ("f", "e"):
        raise _Unfit(
            Both("a cell holds a formula.", "有单元格是公式。")
            if kind == "f"
            else Both(f"a cell holds the error {cell.value}.", f"有单元格是错误值 {cell.value}。")
        )
    value = getattr(cell, "value", None)
    if value is None:
        return ""
    if hasattr(value, "isoformat"):
        return str(value.isoformat())[:10]
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _unguarded(cell: str) -> str:
    """Take off the quote that kept a spreadsheet from taking a cell for a formula."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_RUNS) else cell


def _read_table(
    table: Iterator[tuple[int, Sequence[Any]]], found: Rows, text_of: Any, *, quiet: bool = False
) -> bool:
    """Read rows below the one that names the columns; returns whether there is one."""
    columns = _headings(table, found, text_of)
    if columns is None:
        if not quiet:
            found.reject(
                1,
                Both("no row names the columns question and answer.", "没有哪一行写了 question 和 answer 两个列名。"),
                _NEEDED,
            )
        return False
    for line, cells in table:
        try:
            texts = [text_of(cell) for cell in cells[:MOST_COLUMNS]]
        except _Unfit as unfit:
            found.reject(line, unfit.said, _AS_VALUES)
            continue
        if not any(text.strip() for text in texts):
            continue
        if any(len(text) > LONGEST_CELL for text in texts):
            found.reject(line, Both("a cell is far too long.", "有单元格内容过长。"), Both("Shorten it.", "请缩短。"))
        elif len(found.rows) >= MOST_ROWS:
            found.reject(
                line,
                Both(f"more than {MOST_ROWS} rows.", f"超过 {MOST_ROWS} 行。"),
                Both("Import the rest as a file of its own.", "其余的请另存一个文件导入。"),
            )
            break
        else:
            found.rows.append(row_from(line, columns, texts))
    return True


def _headings(table: Iterator[tuple[int, Sequence[Any]]], found: Rows, text_of: Any) -> list[str | None] | None:
    for _, (line, cells) in zip(range(HEADINGS), table, strict=False):
        try:
            names = [text_of(cell) for cell in cells[:MOST_COLUMNS]]
        except _Unfit:
            continue
        columns = columns_of(names)
        if columns is not None:
            unknown = [
                name.strip() for name, column in zip(names, columns, strict=True) if name.strip() and not column
            ]
            if unknown:
                what = Both(
                    f"not used: the columns {', '.join(name[:40] for name in unknown[:10])}.",
                    f"这些列没有使用：{'、'.join(name[:40] for name in unknown[:10])}。",
                )
                found.warn(line, what, one_among(COLUMNS))
            return columns
    return None


def csv_of(rows: Iterable[Row]) -> str:
    """Write rows as CSV that spreadsheets open without running anything."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in rows:
        cells = (row.cells.get(column, "") for column in COLUMNS)
        writer.writerow([f"'{cell}" if cell.startswith(_RUNS) else cell for cell in cells])
    return out.getvalue()


def workbook_of(rows: Iterable[Row]) -> tuple[bytes, list[Problem]]:
    """Write rows as an Excel workbook whose cells are all text; rows that no cell can hold are problems."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped]
    from openpyxl.styles import Alignment, Font  # type: ignore[import-untyped]

    book = Workbook(write_only=True)
    sheet = book.create_sheet("FAQ")
    sheet.freeze_panes = "A2"
    for i, column in enumerate(COLUMNS):
        sheet.column_dimensions["ABCDEFGHIJK"[i]].width = {"question": 30, "phrasings": 40, "answer": 60}.get(
            column, 16
        )
    problems: list[Problem] = []

    def cell(text: str) -> Any:
        made = WriteOnlyCell(sheet, value=_CONTROL.sub("", text))
        made.data_type = "s"
        made.quotePrefix = True  # stays text also when somebody edits it
        made.alignment = Alignment(wrap_text=True, vertical="top")
        return made

    head = [cell(column) for column in COLUMNS]
    for one in head:
        one.font = Font(bold=True)
    sheet.append(head)
    for row in rows:
        if any(len(text) > LONGEST_CELL for text in row.cells.values()):
            what = Both(
                f'"{row.cells["question"][:40]}" has more text than a cell of Excel takes.',
                f"「{row.cells['question'][:40]}」的内容超过 Excel 单元格的上限。",
            )
            problems.append(Problem("", row.line, what, Both("Export to .csv or .md.", "请导出为 .csv 或 .md。")))
            continue
        sheet.append([cell(row.cells[column]) if row.cells.get(column) else None for column in COLUMNS])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue(), problems
