"""Files that somebody made to do harm, or that broke on their way: bounded, and refused in a sentence."""

from __future__ import annotations

import os
import zipfile
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.orders.tables import decode
from bot.orders.wire import order_json, read_orders, storable
from bot.problems import Problem
from tests.orders.reading import Read, read, read_path, workbook
from tests.orders.test_generic import HEAD, ROW

CELLS = ["o1", "c1", "2026-11-12 20:00:01", "A101", 2, 119.8, 0, "paid", "补水面膜", "护肤", "CNY"]
COLUMNS = HEAD.strip().split(",")


def refusal(found: Read) -> Problem:
    assert found.orders == []
    (problem,) = found.report.rejected
    assert problem.fix
    return problem


# workbooks


def test_a_workbook_is_read_as_its_csv_would_be(tmp_path: Path) -> None:
    dated = [*CELLS[:2], datetime(2026, 11, 12, 20, 0, 1), *CELLS[3:]]  # noqa: DTZ001 - the shop's zone
    serial = ["o2", "c2", 46338.8333449074, "A101", 1, 0.1 + 0.2, 0, "paid", "", "", ""]
    number = [123456789012345, *serial[1:]]
    found = read_path(workbook(tmp_path / "o.xlsx", {"Sheet1": [COLUMNS, dated, serial, number]}))
    assert found.reasons == []
    first, second, third = found.orders
    assert first.paid_at == read(HEAD + ROW).order.paid_at
    assert first.net == Decimal("119.8")
    assert (second.paid_at, second.net) == (first.paid_at, Decimal("0.3"))
    assert third.order_id == "123456789012345"


def test_a_number_that_a_workbook_could_not_keep_is_kept_back(tmp_path: Path) -> None:
    broken = [2.19041823746123e18, *CELLS[1:]]
    found = read_path(workbook(tmp_path / "o.xlsx", {"Sheet1": [COLUMNS, CELLS, broken]}))
    assert [order.order_id for order in found.orders] == ["o1"]
    assert found.report.rejected[0].line == 3
    assert found.report.rejected[0].path == "o.xlsx[Sheet1]"


def test_a_formula_is_what_it_was_worked_out_to_and_never_run(tmp_path: Path) -> None:
    # Nothing has worked this one out yet: the cell is empty.
    found = read_path(workbook(tmp_path / "o.xlsx", {"Sheet1": [COLUMNS, ["=1+1", *CELLS[1:]]]}))
    assert "order_id is empty" in found.reasons[0]
    assert read(HEAD + ROW.replace("c1", "=HYPERLINK(1)")).order.customer_id == "=HYPERLINK(1)"


def test_a_workbook_that_blows_up_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "small.xlsx", {"Sheet1": [COLUMNS, CELLS]})
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path) as true, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as out:
        for name in true.namelist():
            out.writestr(name, true.read(name) + (b" " * (64 << 20) if name.endswith("sheet1.xml") else b""))
    assert "would grow to 64 MB" in refusal(read_path(bomb)).what


def test_a_cell_at_the_end_of_the_world_costs_nothing(tmp_path: Path) -> None:
    path = workbook(tmp_path / "small.xlsx", {"Sheet1": [COLUMNS, CELLS]})
    far = tmp_path / "far.xlsx"
    with zipfile.ZipFile(path) as true, zipfile.ZipFile(far, "w") as out:
        for name in true.namelist():
            raw = true.read(name)
            if name.endswith("sheet1.xml"):
                cell = b'<row r="1000000"><c r="ZZZZZZ1000000" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
                raw = raw.replace(b"</sheetData>", cell)
            out.writestr(name, raw)
    found = read_path(far)
    assert [order.order_id for order in found.orders] == ["o1"] or "cannot be read as a workbook" in found.reasons[0]


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (b"PK\x03\x04 and then nothing", "cannot be read as a workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel workbook (.xls) or has a password"),
        (b"\xff\xff\x00\x81", "is not text"),
        (os.urandom(1) + bytes(range(256)) * 40, "is not text"),
        ("订单".encode("utf-16-le") * 50 + b"\x00" * 100, "is not text"),
        (b"", "is empty"),
        (b"\xff\xfe", "is empty"),
    ],
)
def test_what_is_no_order_file_is_refused_with_a_remedy(raw: bytes, what: str) -> None:
    assert what in refusal(read(raw)).what


def test_a_zip_file_of_csvs_is_to_be_unpacked_first(tmp_path: Path) -> None:
    path = tmp_path / "orders.zip"
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("orders.csv", HEAD + ROW)
    assert "is a zip file and no workbook" in refusal(read_path(path)).what


# text


def test_a_million_columns_are_no_order_file() -> None:
    assert "no columns of a known order file" in refusal(read("a" + ",a" * 1_000_000)).what


def test_a_row_with_a_million_cells_is_read_by_its_columns() -> None:
    assert read(HEAD + ROW.strip() + "," * 1_000_000 + "\n").reasons == []


def test_a_giant_cell_spoils_its_row_only() -> None:
    found = read(HEAD + ROW + ROW.replace("o1", '"' + "x" * 10_000_000 + '"') + ROW.replace("o1", "o3"))
    assert [order.order_id for order in found.orders] == ["o1", "o3"]
    assert all("readable as CSV" in reason for reason in found.reasons)


def test_a_quote_that_nobody_closes_is_told_with_its_line() -> None:
    rows = [ROW.replace("o1", f"o{n}") for n in range(2_000)]
    rows[5] = rows[5].replace("补水面膜", '"补水面膜')
    found = read(HEAD + "".join(rows))
    assert found.report.rejected[0].line == 7
    assert len(found.orders) >= 5


def test_a_nul_byte_spoils_its_row_only() -> None:
    found = read(HEAD + ROW + ROW.replace("o1", "o2\x00") + ROW.replace("o1", "o3"))
    assert [order.order_id for order in found.orders] == ["o1", "o3"]
    assert found.reasons == ["3: has NUL bytes: the file was cut off or written over."]


def test_a_file_that_is_not_there_or_not_readable_says_so(tmp_path: Path) -> None:
    assert "cannot be read" in refusal(read_path(tmp_path / "gone.csv")).what


anything = st.one_of(st.binary(max_size=300), st.text('o1c,"\n\r=-/.9 :年¥E+*#\x00;\t', max_size=200).map(str.encode))


@settings(max_examples=150)
@given(
    anything,
    st.sampled_from([b"", HEAD.encode(), b"PK\x03\x04", "订单编号,订单状态,总金额,买家会员名\n".encode("gb18030")]),
)
def test_no_bytes_break_the_reading(raw: bytes, before: bytes) -> None:
    found = read(before + raw)
    assert all(p.fix and p.what and p.line >= 0 for p in found.report.rejected)
    assert read_orders([order_json(order) for order in found.orders]) == found.orders


@settings(max_examples=150)
@given(st.lists(st.one_of(st.text(max_size=12), st.sampled_from(ROW.strip().split(","))), min_size=11, max_size=11))
def test_no_cells_break_the_reading_and_the_row_after_them_is_read(cells: list[str]) -> None:
    good = ROW.replace("o1", "good")
    found = read(
        HEAD + ",".join(cell.replace('"', "").replace("\n", "").replace("\r", "") for cell in cells) + "\n" + good
    )
    assert "good" in {order.order_id for order in found.orders}
    assert all(order.lines for order in found.orders)
    assert read_orders([order_json(order) for order in found.orders]) == found.orders


@settings(max_examples=50)
@given(st.binary(max_size=400), st.integers(0, 4000))
def test_a_damaged_workbook_never_breaks_the_reading(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes, at: int
) -> None:
    path = workbook(tmp_path_factory.mktemp("damaged") / "o.xlsx", {"Sheet1": [COLUMNS, CELLS]})
    whole = path.read_bytes()
    path.write_bytes(whole[:at] + raw + whole[at + len(raw) :])
    found = read_path(path)
    assert all(p.fix for p in found.report.rejected)


@settings(max_examples=100)
@given(st.binary(max_size=60))
def test_any_bytes_are_text_or_refused(raw: bytes) -> None:
    try:
        decode(raw)
    except ValueError:
        assert raw


def test_ids_that_no_database_takes_as_they_are_stay_apart() -> None:
    ids = ["a", "a\ud800", "a\ud801", "a\udfff", "a?", "a\x00", "\x00a", "订单"]
    kept = [storable(one) for one in ids]
    assert len(set(kept)) == len(ids)
    for one in kept:
        one.encode("utf-8")
        assert "\x00" not in one
    assert storable("订单 A-1") == "订单 A-1"
