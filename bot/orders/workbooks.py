"""Excel workbooks as rows of text, read as a stream and bounded: a workbook is a zip file that anybody may make."""

from __future__ import annotations

import itertools
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from bot.languages import Both
from bot.problems import BadFile, Problem

LARGEST_PART = 1024**3
LARGEST_TEXTS = 256 * 1024**2
"""The texts of all cells are one part of the file and are kept in memory."""

MOST_BLOWN_UP = 200
"""Times a part may be larger than it is packed; spreadsheets of orders reach 30."""

SMALL = 16 * 1024**2
MOST_ROWS = 1_048_576
"""What a sheet of Excel holds."""

EXACT_BELOW = 10**15
"""A spreadsheet keeps 15 digits of a number; the rest of a longer one is gone."""

Rows = Iterator[tuple[int, list[str]]]


def open_workbook(path: Path, shown: str, most_columns: int) -> Iterator[tuple[str, Rows]]:
    """Yield each sheet's name and its rows as (number, cells). Raises `BadFile`."""
    from openpyxl import load_workbook  # type: ignore[import-untyped]  # takes a while to import

    _check_parts(path, shown)
    try:
        book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except Exception as error:  # noqa: BLE001 - a made-up workbook can break the library in any way
        raise _unreadable(shown, error) from None
    try:
        for sheet in book.worksheets:
            # Exporters write A1:A1 as the sheet's size; what counts is which cells are there.
            sheet.reset_dimensions()
            values = sheet.iter_rows(max_col=most_columns, values_only=True)
            yield sheet.title[:40], _rows(values, shown)
    finally:
        book.close()


def _rows(values: Iterator[tuple[object, ...]], shown: str) -> Rows:
    try:
        wide = 0
        for number, row in enumerate(itertools.islice(values, MOST_ROWS), 1):
            # Every row comes as wide as a sheet may be; only what the widest so far needs is looked at.
            if row[wide:].count(None) != len(row) - wide:
                wide = max(place for place, value in enumerate(row, 1) if value is not None)
            yield number, [value if type(value) is str else _text(value) for value in row[:wide]]
    except Exception as error:  # noqa: BLE001 - as above
        raise _unreadable(shown, error) from None


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return str(value)
        case float():
            if not value.is_integer():
                return f"{value:.15g}"
            return str(int(value)) if abs(value) < EXACT_BELOW else f"{value:.5E}"
        case datetime():
            return value.isoformat(" ", "seconds")
        case date():
            return value.isoformat()
        case _:
            return str(value)


def _check_parts(path: Path, shown: str) -> None:
    """Refuse what would grow beyond measure when unpacked."""
    try:
        with zipfile.ZipFile(path) as parts:
            infos = parts.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise _unreadable(shown, error) from None
    names = {info.filename for info in infos}
    if "xl/workbook.xml" not in names and "[Content_Types].xml" not in names:
        raise BadFile(
            [
                Problem(
                    shown,
                    0,
                    Both("is a zip file and no workbook.", "是 zip 压缩包，不是工作簿。"),
                    Both("Unpack it and name the files in it.", "请解压后写里面的文件。"),
                )
            ]
        )
    for info in infos:
        grows = info.file_size / max(1, info.compress_size)
        texts = info.filename.lower().endswith("sharedstrings.xml")
        if (
            (info.file_size > SMALL and grows > MOST_BLOWN_UP)
            or info.file_size > LARGEST_PART
            or (texts and info.file_size > LARGEST_TEXTS)
        ):
            what = Both(
                f"would grow to {info.file_size >> 20} MB when unpacked ({info.filename[:60]}).",
                f"解压后会有 {info.file_size >> 20} MB（{info.filename[:60]}）。",
            )
            raise BadFile(
                [
                    Problem(
                        shown,
                        0,
                        what,
                        Both("Save it as CSV, or export a shorter time span.", "请存为 CSV，或导出较短的时间段。"),
                    )
                ]
            )
    if len(infos) > 10_000:
        raise BadFile(
            [
                Problem(
                    shown,
                    0,
                    Both(f"has {len(infos)} parts.", f"里面有 {len(infos)} 个部分。"),
                    Both("Save it as CSV.", "请存为 CSV。"),
                )
            ]
        )


def _unreadable(shown: str, error: BaseException) -> BadFile:
    what = Both(
        f"cannot be read as a workbook: {str(error)[:200] or type(error).__name__}.",
        f"不是可读的工作簿：{str(error)[:200] or type(error).__name__}。",
    )
    return BadFile(
        [
            Problem(
                shown,
                0,
                what,
                Both(
                    "Open it in Excel or WPS and save it again, or save it as CSV.",
                    "请用 Excel 或 WPS 打开重新保存，或存为 CSV。",
                ),
            )
        ]
    )
