"""What counts of an order, and what several files say of one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from bot.purchases import NEVER, History, Order, OrderLine
from bot.purchases.statements import Known, is_older, join, keyed

AT = datetime(2026, 11, 12, 12, tzinfo=UTC)


def line(sku: str = "A1", paid: str = "100", *, back: str = "0", status: str = "", sub: str = "") -> OrderLine:
    return OrderLine(sku, 1, Decimal(paid), status=status, refunded=Decimal(back), sub_order=sub)


def order(*lines: OrderLine, status: str = "paid", refunded: str = "0", amount: str | None = None) -> Order:
    total = None if amount is None else Decimal(amount)
    return Order("o1", "c1", AT, lines, "CNY", status, Decimal(refunded), amount=total)


GIFT = replace(line("GIFT", "0"), gift=True)
UNPRICED = replace(line("A1", "0"), priced=False)


@pytest.mark.parametrize(
    ("of", "counts", "net", "bought"),
    [
        (order(line(), line("A2", "50")), True, "150", ["A1", "A2"]),
        # the main order's own amount holds, whatever its lines add up to
        (order(line(), line("A2", "50"), amount="120"), True, "120", ["A1", "A2"]),
        (order(amount="120"), True, "120", []),
        # given back: partly, a line wholly, everything, more than was paid
        (order(line(), line("A2", "50", back="20")), True, "130", ["A1", "A2"]),
        (order(line(), line("A2", "50", back="50")), True, "100", ["A1"]),
        (order(line(), line("A2", "50", status="refunded"), amount="120"), True, "70", ["A1"]),
        (order(line(), refunded="100"), False, "0", []),
        (order(line(), refunded="300"), False, "0", []),
        # said of the order and of its line: one refund, not two
        (order(line(back="30"), line("A2", "50"), refunded="30"), True, "120", ["A1", "A2"]),
        # gifts and lines of nothing
        (order(line(), GIFT), True, "100", ["A1"]),
        (order(line(), line("A2", "0")), True, "100", ["A1"]),
        (order(GIFT), False, "0", []),
        (order(line(paid="0")), False, "0", []),
        # states that never count
        *(
            (order(line(), status=s), False, "0", [])
            for s in ("unpaid", "deposit", "closed", "cancelled", "refunded")
        ),
        (order(line(), status="excluded"), False, "0", []),
        (order(line(), status=""), False, "0", []),
        # every sub-order closed
        (order(line(status="closed"), line("A2", status="refunded")), False, "0", []),
        # without amounts it was bought all the same
        (order(UNPRICED), True, "0", ["A1"]),
        (order(UNPRICED, status="closed"), False, "0", []),
        (order(UNPRICED, amount="0"), False, "0", []),
        # nobody knows when it was paid
        (replace(order(line()), paid_at=NEVER), False, "100", []),
    ],
)
def test_an_order_counts_when_it_was_paid_and_kept(of: Order, counts: bool, net: str, bought: list[str]) -> None:
    assert (of.counts, of.net, [one.sku for one in of.bought]) == (counts, Decimal(net), bought)


def test_a_history_holds_what_was_bought_and_kept() -> None:
    orders = [order(line(), GIFT, line("A2", status="refunded")), order(line("A3"), status="closed")]
    assert [bought.sku for bought in History.of("c1", orders).bought] == ["A1"]


def test_lines_are_told_apart_by_sub_order_and_else_by_product() -> None:
    assert [one.key for one in keyed([line("B"), line("A", "2"), line("A", "1")])] == ["A", "A#2", "B"]
    assert [one.key for one in keyed([line("B", sub="2"), line("A", sub="1")])] == ["1", "2"]
    assert keyed(keyed([line("A", "2"), line("A", "1")])) == keyed([line("A", "1"), line("A", "2")])


def test_a_sub_order_that_comes_twice_is_one() -> None:
    (kept,) = keyed([line(sub="1"), line(sub="1", status="refunded")])
    assert kept.status == "refunded"


def test_each_sub_order_has_its_own_newest_state() -> None:
    early = order(line(sub="1"), line(sub="2", status="refunded"))
    late = order(line(sub="1", back="10"), line(sub="2"), line(sub="3"))
    kept = join(Known.of(late), Known.of(early)).order
    assert [(one.key, one.status, str(one.refunded)) for one in kept.lines] == [
        ("1", "", "10"),
        ("2", "refunded", "0"),
        ("3", "", "0"),
    ]


def test_a_file_that_knows_no_buyer_and_no_amount_takes_neither_away() -> None:
    full = order(line(), amount="90")
    later = replace(full, customer_id="", amount=None, status="finished", as_of=AT)
    for kept in (join(Known.of(full), Known.of(later)).order, join(Known.of(later), Known.of(full)).order):
        assert (kept.customer_id, kept.amount, kept.status) == ("c1", Decimal(90), "finished")


def test_of_two_statements_in_the_same_state_the_later_one_holds() -> None:
    wrong = replace(order(line(), amount="90"), as_of=AT)
    right = replace(order(line(), amount="80"), customer_id="c2", as_of=AT + timedelta(days=1))
    kept = join(Known.of(right), Known.of(wrong)).order
    assert (kept.customer_id, kept.amount) == ("c2", Decimal(80))


def test_a_statement_is_older_when_the_order_or_a_line_has_gone_on_since() -> None:
    paid, back = order(line(sub="1")), order(line(sub="1", back="10"))
    for past, now in (
        (paid, replace(paid, status="closed")),
        (paid, replace(paid, refunded=Decimal(1))),
        (paid, back),
    ):
        said, known = Known.of(past).order, Known.of(now).order
        assert (is_older(said, known), is_older(known, said), is_older(said, said)) == (True, False, False)


def test_the_catalogues_newest_answer_for_a_product_holds() -> None:
    before = replace(line("7788"), product="")
    now = replace(line("A1"), product="7788")
    kept = join(Known.of(order(before)), Known.of(order(now))).order
    assert [(one.key, one.sku) for one in kept.lines] == [("7788", "A1")]
