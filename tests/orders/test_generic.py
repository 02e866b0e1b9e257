"""The generic order file: good orders are read, bad rows are named and reject their own order only."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.orders.generic import COLUMNS, OrderFile, decode, parse_orders
from bot.purchases import Order, OrderLine

NOW = datetime(2026, 11, 20, tzinfo=UTC)
HEAD = ",".join(COLUMNS) + "\n"
ROW = "o1,c1,2026-11-12 20:00:01,A101,2,119.80,0,paid,补水面膜,护肤,CNY\n"


def read(text: str) -> OrderFile:
    return parse_orders(text, "orders.csv", zone="Asia/Shanghai", now=NOW)


def test_a_row_becomes_an_order() -> None:
    found = read(HEAD + ROW)
    assert found.rejected == []
    assert found.rows == 1
    assert found.orders == [
        Order(
            "o1",
            "c1",
            datetime(2026, 11, 12, 12, 0, 1, tzinfo=UTC),
            (OrderLine("A101", 2, Decimal("119.80"), "补水面膜", "护肤"),),
        )
    ]


def test_the_rows_of_one_order_are_its_lines() -> None:
    found = read(HEAD + ROW + "o1,c1,2026-11-12 20:00:01,A102,1,49,9,paid,,,\n" + ROW.replace("o1", "o2"))
    assert [order.order_id for order in found.orders] == ["o1", "o2"]
    assert [line.sku for line in found.orders[0].lines] == ["A101", "A102"]
    assert found.orders[0].refunded == 9


def test_only_four_columns_are_needed_in_any_order_and_case() -> None:
    found = read("SKU, Paid_At ,customer_id,ORDER_ID,note\nA1,2026-11-12,c1,o1,hello\n")
    assert found.rejected == []
    (order,) = found.orders
    assert (order.currency, order.status) == ("CNY", "paid")
    assert order.lines == (OrderLine("A1", 1, Decimal(0), priced=False),)
    assert order.counts


@pytest.mark.parametrize(
    ("column", "written", "read_as"),
    [
        # dates, with and without a zone
        ("paid_at", "2026/11/12 20:00:01", datetime(2026, 11, 12, 12, 0, 1, tzinfo=UTC)),
        ("paid_at", "2026-11-12T12:00:01Z", datetime(2026, 11, 12, 12, 0, 1, tzinfo=UTC)),
        ("paid_at", "2026-11-12T13:00:01+01:00", datetime(2026, 11, 12, 12, 0, 1, tzinfo=UTC)),
        # amounts as people write them
        ("paid_amount", "¥119.80", Decimal("119.80")),
        ("paid_amount", "119.80元", Decimal("119.80")),
        ("paid_amount", "-", Decimal(0)),
        # ids that a spreadsheet was kept from breaking
        ("order_id", '"=""123456789012345678"""', "123456789012345678"),
        ("order_id", "'123456789012345678", "123456789012345678"),
        ("order_id", "\t123456789012345678", "123456789012345678"),
        # statuses
        ("status", "Closed", "closed"),
        ("status", "", "paid"),
    ],
)
def test_cells_are_read_as_they_are_meant(column: str, written: str, read_as: object) -> None:
    cells = dict(zip(COLUMNS, ROW.strip().split(","), strict=True)) | {column: written}
    found = read(HEAD + ",".join(cells.values()) + "\n")
    assert found.rejected == []
    (order,) = found.orders
    got = order.lines[0].paid if column == "paid_amount" else getattr(order, column)
    assert got == read_as


@pytest.mark.parametrize(
    ("column", "written", "what"),
    [
        # what an order cannot be without
        ("order_id", "", "is empty"),
        ("customer_id", " ", "is empty"),
        ("sku", "", "is empty"),
        # long ids broken by a spreadsheet
        ("order_id", "1.23457E+17", "broken by a spreadsheet"),
        ("customer_id", "2.2E+15", "broken by a spreadsheet"),
        # masked names would merge strangers
        ("customer_id", "张**", "masked name"),
        ("customer_id", "138****5678", "masked name"),
        ("customer_id", "##abc##", "masked name"),
        # amounts, dates, counts
        ("paid_amount", "free", 'paid_amount is "free"'),
        ("paid_amount", "-5", 'paid_amount is "-5"'),
        ("paid_amount", "NaN", 'paid_amount is "NaN"'),
        ("paid_amount", "1e99", 'paid_amount is "1e99"'),
        ("refund_amount", "?", 'refund_amount is "?"'),
        ("paid_at", "yesterday", 'paid_at is "yesterday"'),
        ("paid_at", "", 'paid_at is ""'),
        ("paid_at", "2027-01-01", "in the future"),
        ("paid_at", "0001-01-01 00:00:00", "paid_at is"),
        ("quantity", "0", 'quantity is "0"'),
        ("quantity", "1.5", 'quantity is "1.5"'),
        ("quantity", "２", 'quantity is "２"'),
        ("quantity", "9" * 5000, "quantity is"),
        ("status", "payed", 'status is "payed"'),
    ],
)
def test_a_bad_row_rejects_its_own_order_only(column: str, written: str, what: str) -> None:
    cells = dict(zip(COLUMNS, ROW.strip().split(","), strict=True)) | {"order_id": "bad"} | {column: written}
    text = HEAD + ROW + ",".join(cells.values()) + "\n" + ROW.replace("o1", "o3")
    found = read(text)
    assert [order.order_id for order in found.orders] == ["o1", "o3"]
    assert found.rows == 3
    assert {(p.path, p.line) for p in found.rejected} == {("orders.csv", 3)}
    assert any(what in p.what and p.fix for p in found.rejected), found.rejected


def test_one_bad_line_rejects_its_whole_order_wherever_it_stands() -> None:
    found = read(HEAD + ROW + ROW.replace(",2,", ",two,") + ROW)
    assert found.orders == []
    assert [p.line for p in found.rejected] == [3]


def test_an_order_of_two_customers_is_nobodys() -> None:
    found = read(HEAD + ROW + ROW.replace("c1", "c2"))
    assert found.orders == []
    assert "two customers" in found.rejected[0].what
    assert "line 2" in found.rejected[0].fix


def test_a_wrong_status_is_told_the_nearest() -> None:
    found = read(HEAD + ROW.replace("paid,", "canceled,"))
    assert 'Did you mean "cancelled"?' in found.rejected[0].fix


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "the column order_id, customer_id, paid_at, sku is missing."),
        ("order,customer_id,paid_at,sku\n", "the column order_id is missing."),
        ("nonsense\nmore\n", "the column order_id, customer_id, paid_at, sku is missing."),
    ],
)
def test_a_file_without_its_columns_is_refused_at_the_first_line(text: str, what: str) -> None:
    found = read(text)
    assert found.orders == []
    assert [(p.line, p.what) for p in found.rejected] == [(1, what)]
    assert "Columns:" in found.rejected[0].fix


def test_a_misspelled_column_is_told_the_right_one() -> None:
    assert 'Did you mean "order"?' in read("order,customer_id,paid_at,sku\n").rejected[0].fix


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_ends_do(end: str) -> None:
    found = read((HEAD + ROW).replace("\n", end))
    assert found.rejected == []
    assert len(found.orders) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_file_may_come_from_any_office(encoding: str) -> None:
    found = read(decode((HEAD + ROW).encode(encoding)))
    assert found.rejected == []
    assert found.orders[0].lines[0].title == "补水面膜"


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(ValueError, match="decode"):
        decode(b"\xff\xff\x00\x81")


def test_progress_is_told_row_by_row() -> None:
    told: list[int] = []
    parse_orders(HEAD + ROW * 3, "o.csv", zone="UTC", now=NOW, progress=told.append)
    assert told == [1, 2, 3]


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(st.text(max_size=120), st.text('o1c,"\n\r=-/.9 :年¥E+*#\x00', max_size=120)),
    st.lists(st.text(max_size=12), min_size=11, max_size=11),
)
def test_no_file_breaks_the_reading(text: str, cells: list[str]) -> None:
    for written in (text, HEAD + text, HEAD + ",".join(cells) + "\n" + ROW.replace("o1", "good")):
        found = read(written)
        assert all(p.fix and p.line >= 1 for p in found.rejected)
        assert all(order.lines for order in found.orders)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_are_text_or_refused(raw: bytes) -> None:
    with contextlib.suppress(ValueError):
        decode(raw)
