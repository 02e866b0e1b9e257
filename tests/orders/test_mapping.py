"""A file of an unknown system, and the file that says what its columns mean."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.orders.mapping import ColumnMapping, read_mapping
from tests.orders.reading import read

MAPPING = """\
source = "youzan"
amounts = "minor"
currency = "CNY"

[columns]
order_id = "单号"
sub_order = "明细号"
customer_id = ["会员号", "客户号"]
sku = "货号"
quantity = "件数"
paid_amount = "实收"
status = "进度"
paid_at = "收款时间"

[states]
"到账" = "paid"
"作废" = "cancelled"

[products]
"7788" = "B201"
"""
FILE = """\
单号,明细号,客户号,货号,件数,实收,进度,收款时间
11,1,c1,A101,1,5990,到账,2026-11-12 20:00:01
11,2,c1,7788,2,7800,到账,2026-11-12 20:00:01
12,1,c2,A101,1,5990,作废,2026-11-12 20:00:01
"""


def mapping(text: str = MAPPING) -> ColumnMapping:
    found, problems = read_mapping(text, "mapping.toml")
    assert problems == []
    return found


def test_a_mapping_reads_the_file_of_an_unknown_system() -> None:
    found = read(FILE, mapping=mapping())
    assert found.reasons == []
    first, second = found.orders
    assert (first.id, first.customer_id, first.net) == (("youzan", "11"), "c1", Decimal("137.90"))
    assert [line.sku for line in first.bought] == ["A101", "B201"]
    assert not second.counts


def test_without_the_mapping_the_file_is_unknown() -> None:
    (problem,) = read(FILE).report.rejected
    assert "Found: 单号, 明细号, 客户号" in problem.what


def test_words_and_products_alone_add_to_the_known_formats() -> None:
    words = mapping('[states]\n"已打款" = "paid"\n\n[products]\n"X9" = "A101"\n')
    text = "order_id,customer_id,paid_at,sku,paid_amount,status\no1,c1,2026-11-12,X9,5,已打款\n"
    order = read(text, mapping=words).order
    assert (order.counts, order.lines[0].sku, order.lines[0].product) == (True, "A101", "X9")


def test_a_currency_without_a_smaller_unit_is_not_divided() -> None:
    yen = mapping(MAPPING.replace('"CNY"', '"JPY"'))
    assert read(FILE, mapping=yen).orders[0].net == Decimal(13790)


def test_a_row_may_be_a_whole_order() -> None:
    text = 'rows = "orders"\n[columns]\norder_id = "no"\npaid_at = "at"\norder_amount = "sum"\ncustomer_id = "who"\n'
    order = read("no,at,sum,who\n1,2026-11-12,59.9,c1\n", mapping=mapping(text)).order
    assert (order.net, order.lines, order.counts) == (Decimal("59.9"), (), True)


@pytest.mark.parametrize(
    ("old", "new", "line", "what", "fix"),
    [
        ('order_id = "单号"', 'orderid = "单号"', 6, "columns.orderid is no field", 'Did you mean "order_id"?'),
        ('order_id = "单号"', "order_id = 5", 6, "columns.order_id names no column", "name in the file"),
        ('order_id = "单号"\n', "", 5, "columns.order_id is missing", "Name the column"),
        ('paid_at = "收款时间"', "", 5, "columns.paid_at is missing", "when it was paid"),
        ('sku = "货号"', "", 5, "no column names the product", "Add sku"),
        ('"到账" = "paid"', '"到账" = "payed"', 16, 'states."到账" is "payed"', 'Did you mean "paid"?'),
        ('"7788" = "B201"', '"7788" = 5', 20, 'products."7788" is 5', "Write text"),
        ('amounts = "minor"', 'amounts = "fen"', 2, 'amounts is "fen"', "Known: major, minor."),
        ('source = "youzan"', 'source = "有赞"', 1, 'source is "有赞"', "small letters"),
        ('source = "youzan"', 'sauce = "youzan"', 1, 'unknown setting "sauce"', 'Did you mean "source"?'),
        ('source = "youzan"', "source = youzan", 1, "Invalid value", "docs/orders.md"),
        ("[columns]", "columns = 5\n[more]", 5, "columns is no table", "Write [columns]"),
    ],
)
def test_a_mistake_in_the_mapping_is_told_with_line_and_remedy(
    old: str, new: str, line: int, what: str, fix: str
) -> None:
    assert old in MAPPING
    _, problems = read_mapping(MAPPING.replace(old, new), "mapping.toml")
    hits = [p for p in problems if what in p.what]
    assert hits, problems
    assert (hits[0].path, hits[0].line) == ("mapping.toml", line)
    assert fix in hits[0].fix
