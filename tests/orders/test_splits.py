"""The same rows in any split, order and repetition give the same orders."""

from __future__ import annotations

import itertools
from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.purchases import NEVER, Order
from tests.orders.reading import joined, read, table
from tests.orders.test_platforms import D1, DOUYIN
from tests.orders.test_taobao import I1, ITEMS, M1, MAIN, S1, SUB

Rows = list[dict[str, str]]


def timeless(orders: list[Order]) -> list[Order]:
    """Files written one after the other differ in when they were written."""
    return [
        replace(order, as_of=NEVER, lines=tuple(replace(line, as_of=NEVER) for line in order.lines))
        for order in orders
    ]


@st.composite
def torn(draw: st.DrawFn, rows: st.SearchStrategy[Rows]) -> tuple[Rows, list[Rows]]:
    """Some rows, and files that hold all of them in another order, some more than once."""
    whole = draw(rows)
    again = draw(st.lists(st.sampled_from(whole), max_size=4))
    shuffled = draw(st.permutations([*whole, *again]))
    cuts = sorted(draw(st.lists(st.integers(0, len(shuffled)), max_size=3)))
    edges = [0, *cuts, len(shuffled)]
    return whole, [part for a, b in itertools.pairwise(edges) if (part := shuffled[a:b])]


def same_orders(torn_rows: tuple[Rows, list[Rows]], columns: list[str]) -> None:
    whole, parts = torn_rows
    files = [read(table(*part, columns=columns)) for part in parts]
    at_once = timeless(joined(read(table(*whole, columns=columns))))
    assert timeless(joined(*files)) == at_once
    assert timeless(joined(*reversed(files), *files)) == at_once


douyin = st.lists(
    st.builds(
        lambda main, sub, status, after_sale, price: D1
        | {
            "主订单编号": f"69179300000000001{main}",
            "子订单编号": f"69179300000000001{main}{sub}",
            "订单状态": status,
            "售后状态": after_sale,
            "订单应付金额": price,
        },
        st.integers(0, 1), st.integers(0, 2),
        st.sampled_from(["待发货", "已发货", "已完成", "已关闭"]),
        st.sampled_from(["-", "退款成功"]),
        st.sampled_from(["49.90", "0.00"]),
    ),
    min_size=1, max_size=8,
)  # fmt: skip


@given(torn(douyin))
@settings(max_examples=60)
def test_sub_orders_may_be_torn_apart_anywhere(torn_rows: tuple[Rows, list[Rows]]) -> None:
    same_orders(torn_rows, DOUYIN)


mains = st.lists(
    st.builds(
        lambda n, status, back: M1 | {"订单编号": f"21904182374612345{n}", "订单状态": status, "退款金额": back},
        st.integers(10, 12),
        st.sampled_from(["等待买家付款", "买家已付款，等待卖家发货", "交易成功", "交易关闭"]),
        st.sampled_from(["0.00", "10.00"]),
    ),
    min_size=1, max_size=6,
)  # fmt: skip


@given(torn(mains))
@settings(max_examples=60)
def test_states_of_one_order_may_come_in_any_order(torn_rows: tuple[Rows, list[Rows]]) -> None:
    same_orders(torn_rows, MAIN)


@given(
    st.permutations(
        [
            ("main", M1), ("main", M1 | {"订单状态": "买家已付款，等待卖家发货"}), ("items", I1),
            ("items", I1 | {"商家编码": "B201"}), ("sub", S1 | {"主订单编号": "2190418237461234567"}),
        ]
    )
)  # fmt: skip
@settings(max_examples=40)
def test_three_kinds_of_files_on_one_order_may_come_in_any_order(files: list[tuple[str, dict[str, str]]]) -> None:
    columns = {"main": MAIN, "items": ITEMS, "sub": SUB}
    (order,) = joined(*(read(table(row, columns=columns[kind])) for kind, row in files))
    assert (order.customer_id, order.status, order.net) == ("taobao:云上小筑", "finished", Decimal("129.80"))
    assert [line.sub_order for line in order.lines] == ["2190418237461234501"]
