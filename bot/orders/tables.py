"""Files of strangers as rows of text with their line numbers, read as a stream: CSV in any encoding, and xlsx."""

from __future__ import annotations

import codecs
import csv
import io
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.languages import Both
from bot.orders.workbooks import open_workbook
from bot.problems import BadFile, Problem

LARGEST_FILE = 2 * 1024**3
LONGEST_CELL = 32_767
"""What a spreadsheet's cell may hold."""

LONGEST_LINE = 1 << 22
MOST_LINES = 100
"""A row's cells may hold line ends; one with more has swallowed the rows below it."""

MOST_COLUMNS = 400
"""Real exports have up to 90."""

_CHUNK = 1 << 20
# An id kept from being rounded: ="a,b" is one cell, though the quote does not open it.
_GUARDED = re.compile(r'(?<![^,;\t\r\n])="([^"\r\n]*)"(?=[,;\t\r\n]|$)')


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, and where it stands."""

    line: int
    cells: list[str]
    broken: Both | None = None
    """Why the row cannot be read as a row at all."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a file: the whole CSV, or a sheet."""

    shown: str
    """What it is called in messages."""
    rows: Iterator[Row]
    encoding: str = ""


def open_tables(path: Path, shown: str) -> Iterator[Table]:
    """Yield the tables of a file, one after the other. Raises `BadFile`."""
    size = path.stat().st_size
    if size > LARGEST_FILE:
        raise BadFile(
            [
                Problem(
                    shown,
                    0,
                    Both("is larger than 2 GB.", "超过 2 GB。"),
                    Both("Export a shorter time span.", "请导出较短的时间段。"),
                )
            ]
        )
    with path.open("rb") as file:
        head = file.read(8)
    if head.startswith(b"PK\x03\x04"):
        for name, values in open_workbook(path, shown, MOST_COLUMNS):
            rows = (Row(line, [cell[:LONGEST_CELL] for cell in cells]) for line, cells in values)
            yield Table(f"{shown}[{name}]", rows)
        return
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        what = Both("is an old Excel workbook (.xls) or has a password.", "是旧版 Excel（.xls），或设了密码。")
        raise BadFile(
            [
                Problem(
                    shown,
                    0,
                    what,
                    Both(
                        "Open it and save it as .xlsx or CSV, without a password.",
                        "请打开后存为 .xlsx 或 CSV，不设密码。",
                    ),
                )
            ]
        )
    encoding = encoding_of(path, shown)
    with path.open("r", encoding=encoding, newline="") as text:
        yield Table(shown, csv_rows(text), encoding)


def encoding_of(path: Path, shown: str) -> str:
    """Return how a text file is written: UTF-16 if it says so, else UTF-8, else GB18030. Raises `BadFile`."""
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        candidates = ["utf-16"]
    elif head.count(0) > len(head) // 8:
        candidates = []  # a picture, a program, or UTF-16 that does not say so
    else:
        candidates = ["utf-8-sig", "gb18030"]
    for encoding in candidates:
        if _decodes(path, encoding):
            return encoding
    fix = Both("Save it as CSV UTF-8 or as .xlsx.", "请存为 CSV UTF-8 或 .xlsx。")
    raise BadFile([Problem(shown, 0, Both("is not text in UTF-8 or GB18030.", "不是 UTF-8 或 GB18030 文本。"), fix)])


def decode(raw: bytes) -> str:
    """Read a small file's bytes the same way; raises `ValueError`."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("gb18030")


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def csv_rows(text: io.TextIOBase) -> Iterator[Row]:
    """Yield the rows of a CSV, TAB or semicolon file; a row that cannot be read says why, the next one is read."""
    nul: list[str] = []
    lines = _lines(text, nul)
    first = next(lines, "")
    counted = {delimiter: first.count(delimiter) for delimiter in ",\t;"}
    reader = csv.reader(itertools.chain([first], lines), delimiter=max(counted, key=lambda d: counted[d]))
    line = 1
    while True:
        try:
            row = Row(line, next(reader))
        except StopIteration:
            return
        except csv.Error as error:
            row = Row(line, [], Both(f"is not readable as CSV: {error}.", f"不是可读的 CSV：{error}。"))
        if nul:
            nul.clear()
            row = Row(
                line,
                [],
                Both("has NUL bytes: the file was cut off or written over.", "有空字节：文件被截断或覆盖过。"),
            )
        if reader.line_num - line > MOST_LINES:
            row = Row(
                line,
                [],
                Both(
                    f"goes on for {reader.line_num - line + 1} lines: a quote in it is not closed.",
                    f"跨了 {reader.line_num - line + 1} 行：里面有引号没有闭合。",
                ),
            )
        yield row
        line = reader.line_num + 1


def _lines(text: io.TextIOBase, nul: list[str]) -> Iterator[str]:
    """Yield lines with their ends, none longer than a row may be, `="…"` at a cell's beginning as a quoted cell.

    Lines with NUL bytes are noted in `nul`.
    """
    while line := text.readline(LONGEST_LINE):
        if "\x00" in line:
            nul.append(line[:1])
        yield _GUARDED.sub(r'"\1"', line) if '="' in line else line
