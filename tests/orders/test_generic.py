"""The generic order file: good orders are read, bad rows are named and reject their own order only."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from bot.purchases import Order, OrderLine
from tests.orders.reading import Read, read

COLUMNS = ("order_id", "customer_id", "paid_at", "sku", "quantity", "paid_amount", "refund_amount", "status", "title",
           "category", "currency")  # fmt: skip
HEAD = ",".join(COLUMNS) + "\n"
ROW = "o1,c1,2026-11-12 20:00:01,A101,2,119.80,0,paid,补水面膜,护肤,CNY\n"


def row(column: str, written: str, order_id: str = "o1") -> str:
    cells = dict(zip(COLUMNS, ROW.strip().split(","), strict=True)) | {"order_id": order_id} | {column: written}
    return ",".join(cells.values()) + "\n"


def test_a_row_becomes_an_order() -> None:
    found = read(HEAD + ROW)
    as_of = found.order.as_of
    assert found.reasons == []
    assert found.report.rows == 1
    assert found.order == Order(
        "o1",
        "c1",
        datetime(2026, 11, 12, 12, 0, 1, tzinfo=UTC),
        (OrderLine("A101", 2, Decimal("119.80"), "补水面膜", "护肤", key="A101", as_of=as_of),),
        as_of=as_of,
    )


def test_the_rows_of_one_order_are_its_lines() -> None:
    found = read(HEAD + ROW + "o1,c1,2026-11-12 20:00:01,A102,1,49,9,paid,,,\n" + ROW.replace("o1", "o2"))
    assert [order.order_id for order in found.orders] == ["o1", "o2"]
    assert [(line.sku, str(line.refunded)) for line in found.orders[0].lines] == [("A101", "0"), ("A102", "9")]
    assert found.orders[0].net == Decimal("159.80")


def test_three_columns_are_enough_in_any_order_and_case_and_an_order_without_amounts_counts() -> None:
    found = read("SKU, Paid_At ,ORDER_ID,note\nA1,2026-11-12,o1,hello\n")
    assert found.reasons == []
    order = found.order
    assert (order.currency, order.status, order.customer_id) == ("CNY", "paid", "")
    assert [(line.sku, line.quantity, line.priced) for line in order.lines] == [("A1", 1, False)]
    assert order.counts


def test_a_column_of_amounts_for_the_whole_order_is_not_summed_over_its_lines() -> None:
    text = "order_id,customer_id,paid_at,sku,order_amount\no1,c1,2026-11-12,A101,150\no1,c1,2026-11-12,B201,150\n"
    assert read(text).order.net == Decimal(150)


@pytest.mark.parametrize(
    ("column", "written", "read_as"),
    [
        # dates, with and without a zone
        ("paid_at", "2026/11/12 20:00:01", datetime(2026, 11, 12, 12, 0, 1, tzinfo=UTC)),
        ("paid_at", "2026/9/2 0:54", datetime(2026, 9, 1, 16, 54, tzinfo=UTC)),
        ("paid_at", "2026-11-12T12:00:01Z", datetime(2026, 11, 12, 12, 0, 1, tzinfo=UTC)),
        ("paid_at", "2026-11-12T13:00:01+01:00", datetime(2026, 11, 12, 12, 0, 1, tzinfo=UTC)),
        ("paid_at", "2026-03-01 10:15:00 -0500", datetime(2026, 3, 1, 15, 15, tzinfo=UTC)),
        ("paid_at", "2026-11-12 12:00:01 UTC", datetime(2026, 11, 12, 12, 0, 1, tzinfo=UTC)),
        ("paid_at", "2026年9月2日 8:54:10", datetime(2026, 9, 2, 0, 54, 10, tzinfo=UTC)),
        ("paid_at", "46278.5", datetime(2026, 9, 13, 4, tzinfo=UTC)),
        ("paid_at", "1794484801", datetime(2026, 11, 12, 12, 0, 1, tzinfo=UTC)),
        ("paid_at", "31/10/2026 20:00", datetime(2026, 10, 31, 12, tzinfo=UTC)),
        ("paid_at", "10/31/2026 08:00:00 PM", datetime(2026, 10, 31, 12, tzinfo=UTC)),
        # amounts as people write them
        ("paid_amount", "¥119.80", Decimal("119.80")),
        ("paid_amount", "￥119.80", Decimal("119.80")),
        ("paid_amount", "119.80元", Decimal("119.80")),
        ("paid_amount", '"1,119.80"', Decimal("1119.80")),
        ("paid_amount", '"12,119"', Decimal(12119)),
        ("paid_amount", '"1.119,80"', Decimal("1119.80")),
        ("paid_amount", '"119,80"', Decimal("119.80")),
        ("paid_amount", "CNY 119.80", Decimal("119.80")),
        ("paid_amount", "-", Decimal(0)),
        # ids that a spreadsheet was kept from breaking
        ("order_id", '"=""123456789012345678"""', "123456789012345678"),
        ("order_id", '="123456789012345678"', "123456789012345678"),
        ("order_id", "'123456789012345678", "123456789012345678"),
        ("order_id", "\t123456789012345678", "123456789012345678"),
        ("order_id", "123456789012345678\t", "123456789012345678"),
        ("order_id", "1001.0", "1001"),
        # what our own export put before a formula
        ("customer_id", "'=cmd|calc", "=cmd|calc"),
        ("customer_id", "'-5", "-5"),
        # statuses
        ("status", "", "paid"),
        ("status", "交易成功", "finished"),
    ],
)
def test_cells_are_read_as_they_are_meant(column: str, written: str, read_as: object) -> None:
    found = read(HEAD + row(column, written))
    assert found.reasons == []
    got = found.order.lines[0].paid if column == "paid_amount" else getattr(found.order, column)
    assert got == read_as


@pytest.mark.parametrize(
    ("column", "written", "what"),
    [
        # what an order cannot be without
        ("order_id", "", "order_id is empty"),
        # long ids broken by a spreadsheet
        ("order_id", "1.23457E+17", "a spreadsheet has broken"),
        ("order_id", "6.91793e+18", "a spreadsheet has broken"),
        ("customer_id", "2.2E+15", "a spreadsheet has broken"),
        ("order_id", "o\x01", "is no id"),
        ("order_id", "o" * 65, "is no id"),
        # amounts, dates, counts
        ("paid_amount", "free", 'paid_amount is "free"'),
        ("paid_amount", "-5", 'paid_amount is "-5"'),
        ("paid_amount", "NaN", 'paid_amount is "NaN"'),
        ("paid_amount", "1e99", 'paid_amount is "1e99"'),
        ("paid_amount", "9999999999", "paid_amount is"),
        ("paid_amount", "1.2.3", "paid_amount is"),
        ("refund_amount", "?", 'refund_amount is "?"'),
        ("paid_amount", "USD 5", "is in USD beside CNY"),
        ("paid_at", "", "paid_at is empty"),
        ("paid_at", "yesterday", 'paid_at is "yesterday"'),
        ("paid_at", "2026-02-30", 'paid_at is "2026-02-30"'),
        ("paid_at", "2026-11-21 20:00:00", "in the future"),
        ("paid_at", "0001-01-01 00:00:00", "paid_at is"),
        ("quantity", "0", 'quantity is "0"'),
        ("quantity", "1.5", 'quantity is "1.5"'),
        ("quantity", "２", 'quantity is "２"'),
        ("quantity", "9" * 5000, "quantity is"),
        ("status", "payed", 'status is "payed"'),
        ("currency", "yuan", 'currency is "YUAN"'),
    ],
)
def test_a_bad_row_rejects_its_own_order_only(column: str, written: str, what: str) -> None:
    found = read(HEAD + ROW + row(column, written, "bad") + ROW.replace("o1", "o3"))
    assert [order.order_id for order in found.orders] == ["o1", "o3"]
    assert found.report.rows == 3
    assert {(p.path, p.line) for p in found.report.rejected} == {("file.csv", 3)}
    assert any(what in p.what and p.fix for p in found.report.rejected), found.reasons


@pytest.mark.parametrize("hours", [5, 23])
def test_a_clock_that_goes_a_day_ahead_is_believed(hours: int) -> None:
    # It is 08:00 on the 20th in the shop.
    assert read(HEAD + row("paid_at", f"2026-11-20 {8 + hours if hours < 16 else 23}:00:00")).reasons == []


def test_one_bad_line_rejects_its_whole_order_wherever_it_stands() -> None:
    found = read(HEAD + ROW + row("quantity", "two") + row("sku", "B201"))
    assert found.orders == []
    assert [p.line for p in found.report.rejected] == [3]


@pytest.mark.parametrize("masked", ["张**", "t**8", "138****5678", "##abc##", "$$1x9Zq/", "匿名用户"])
def test_a_masked_name_is_never_a_key_and_its_order_tells_what_sells(masked: str) -> None:
    found = read(HEAD + row("customer_id", masked) + row("customer_id", masked, "o2"))
    assert found.reasons == []
    assert [(order.customer_id, order.counts) for order in found.orders] == [("", True), ("", True)]
    assert (found.report.unlinkable, found.report.masked, found.report.buyers) == (2, 2, set())


@pytest.mark.parametrize("own", ["#1001", "~ann", "Ann@Example.com", "-5"])
def test_the_shops_own_ids_stay_as_they_are(own: str) -> None:
    found = read(HEAD + row("customer_id", own))
    assert (found.order.customer_id, found.report.masked) == (own, 0)


def test_an_order_may_be_called_anything() -> None:
    assert read(HEAD + row("sku", "A101", "a test order")).order.order_id == "a test order"


def test_an_order_of_two_customers_is_nobodys() -> None:
    found = read(HEAD + ROW + row("customer_id", "c2"))
    assert found.orders == []
    assert "two buyers" in found.reasons[0]
    assert "line 2" in found.report.rejected[0].fix


def test_an_order_in_two_currencies_is_rejected() -> None:
    found = read(HEAD + ROW + row("currency", "USD"))
    assert found.orders == []
    assert "two currencies" in found.reasons[0]


def test_a_row_that_is_there_word_for_word_twice_is_counted_once() -> None:
    found = read(HEAD + ROW + ROW)
    assert found.order.net == Decimal("119.80")
    assert found.report.ignored == {"word for word a row before": 1}


@pytest.mark.parametrize(
    ("status", "counted_as"),
    [("closed", "closed"), ("cancelled", "cancelled"), ("canceled", "cancelled"), ("unpaid", "unpaid"),
     ("refunded", "refunded"), ("等待买家付款", "unpaid"), ("voided", "cancelled"), ("交易关闭", "closed"),
     ("已关闭", "closed"), ("已取消", "cancelled"), ("定金已付", "deposit")],
)  # fmt: skip
def test_a_state_that_never_counts_is_kept_and_does_not_count(status: str, counted_as: str) -> None:
    found = read(HEAD + row("status", status))
    assert found.reasons == []
    assert not found.order.counts
    assert found.report.not_counted == {counted_as: 1}


def test_a_closed_line_does_not_close_its_order() -> None:
    found = read(HEAD + ROW + "o1,c1,2026-11-12 20:00:01,B201,1,30,0,closed,,,CNY\n")
    assert (found.order.counts, found.order.net) == (True, Decimal("119.80"))
    assert [line.sku for line in found.order.bought] == ["A101"]


def test_a_line_without_a_code_is_found_by_its_title_and_rejected_without_one() -> None:
    assert read(HEAD + row("sku", "")).order.lines[0].sku == "A101"
    assert "2: no product" in read(HEAD + row("sku", "").replace("补水面膜", "")).reasons[0]


def test_several_currencies_are_told_apart() -> None:
    found = read(HEAD + ROW + row("currency", "USD", "o2"))
    assert found.report.currencies == {"CNY": 1, "USD": 1}


def test_products_that_the_catalogue_lacks_are_kept_and_told() -> None:
    found = read(HEAD + ROW + row("sku", "X9", "o2") + row("sku", "a101", "o3"))
    assert [order.lines[0].sku for order in found.orders] == ["A101", "X9", "A101"]
    assert found.products.unknown == {"X9": 1}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_ends_do(end: str) -> None:
    found = read((HEAD + ROW).replace("\n", end))
    assert found.reasons == []
    assert len(found.orders) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_the_file_may_come_from_any_office(encoding: str, separator: str) -> None:
    found = read((HEAD + ROW).replace(",", separator).encode(encoding))
    assert found.reasons == []
    assert found.order.lines[0].title == "补水面膜"


def test_a_nickname_with_a_sign_beyond_gbk_is_read() -> None:
    found = read((HEAD + row("customer_id", "小美🌸")).encode("gb18030"))
    assert found.order.customer_id == "小美🌸"


def test_a_title_above_the_columns_is_passed_over() -> None:
    assert len(read("订单导出,2026-11-20\n\n" + HEAD + ROW).orders) == 1


def columns_missing(text: str) -> Read:
    found = read(text, form="generic")
    assert found.orders == []
    return found


def test_a_file_without_its_columns_is_told_what_was_found_and_what_lacks() -> None:
    (reason,) = columns_missing("order_id,customer_id,when,sku\no1,c1,2026-11-12,A101\n").report.rejected
    assert reason.line == 1
    assert "Found: order_id, customer_id, when, sku." in reason.what
    assert "Nearest format: generic, of which it has order_id, customer_id, sku and lacks paid_at" in reason.what
    assert "--mapping" in reason.fix


@pytest.mark.parametrize("text", ["", "\n\n\n", "nonsense\nmore\n"])
def test_a_file_of_nothing_is_refused(text: str) -> None:
    assert columns_missing(text).report.rejected


def test_a_misspelled_column_is_told_the_right_one() -> None:
    (reason,) = columns_missing("orderid,customer_id,paid_att,sku\n").report.rejected
    assert 'Did you mean "paid_att" for paid_at?' in reason.fix
