"""Files of Taobao, Tmall and 千牛: main orders, their items, and sub-orders."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from tests.orders.reading import joined, names, read, read_path, table, workbook

MAIN = names(
    "订单编号,买家会员名,买家支付宝账号,买家应付货款,买家应付邮费,买家支付积分,总金额,返点积分,"
    "买家实际支付金额,买家实际支付积分,订单状态,买家留言,收货人姓名,收货地址 ,运送方式,联系电话 ,"
    "联系手机,订单创建时间,订单付款时间 ,宝贝标题 ,宝贝种类 ,物流单号 ,物流公司,订单备注,宝贝总数量,"
    "店铺Id,店铺名称,订单关闭原因,卖家服务费,买家服务费,发票抬头,是否手机订单,退款金额,确认收货时间,"
    "打款商家金额"
)
ITEMS = names("订单编号,标题,价格,购买数量,外部系统编号,商品属性,套餐信息,备注,订单状态,商家编码")
SUB = names(
    "子订单编号,主订单编号,商品ID,商品标题,购买数量,商品价格,商品属性,商家编码,订单状态,支付单号,"
    "买家应付货款,买家实付金额,退款状态,退款金额,订单创建时间,订单付款时间"
)

M1 = {
    "订单编号": '="2190418237461234567"',
    "买家会员名": "云上小筑",
    "总金额": "139.80",
    "买家实际支付金额": "129.80",
    "订单状态": "交易成功",
    "联系手机": "'13800000000",
    "订单创建时间": "2026-11-01 00:20:10",
    "订单付款时间 ": "2026-11-01 00:30:00",
    "宝贝标题 ": "补水面膜，茉莉花茶",
    "退款金额": "0.00",
}
I1 = {
    "订单编号": '="2190418237461234567"',
    "标题": "补水面膜 5片",
    "价格": "59.90",
    "购买数量": "1",
    "外部系统编号": "A101",
    "商家编码": "A101",
    "订单状态": "交易成功",
}
I2 = I1 | {"标题": "茉莉花茶 50g", "价格": "39.00", "购买数量": "2", "外部系统编号": "B201", "商家编码": "B201"}
S1 = {
    "子订单编号": "\t2190418237461234501",
    "主订单编号": "\t2190418237461234500",
    "商品ID": "611000000001",
    "商品标题": "补水面膜",
    "购买数量": "2",
    "商品价格": "59.90",
    "商家编码": "A101",
    "订单状态": "卖家已发货，等待买家确认",
    "买家应付货款": "119.80",
    "买家实付金额": "110.00",
    "退款金额": "0",
    "订单创建时间": "2026-11-01 09:00:00",
    "订单付款时间": "2026-11-01 09:01:00",
}
S2 = S1 | {
    "子订单编号": "\t2190418237461234502",
    "商品ID": "611000000002",
    "商品标题": "茉莉花茶",
    "购买数量": "1",
    "商品价格": "39.00",
    "商家编码": "B201",
    "买家应付货款": "39.00",
    "买家实付金额": "39.00",
}


def main(**changes: str) -> str:
    return table(M1 | changes, columns=MAIN)


def test_a_main_order_knows_its_buyer_and_its_sum() -> None:
    found = read(main().encode("gb18030"))
    order = found.order
    assert found.reasons == []
    assert found.report.formats == ["taobao"]
    assert (order.id, order.customer_id) == (("taobao", "2190418237461234567"), "taobao:云上小筑")
    assert (order.paid_at, order.net) == (datetime(2026, 10, 31, 16, 30, tzinfo=UTC), Decimal("129.80"))
    assert (order.currency, order.lines, order.counts) == ("CNY", (), True)


@pytest.mark.parametrize("items_first", [False, True])
def test_main_orders_and_their_items_are_joined_by_the_orders_number(items_first: bool) -> None:
    files = [read(main()), read(table(I1, I2, columns=ITEMS))]
    assert files[1].report.formats == ["taobao-items"]
    (order,) = joined(*(reversed(files) if items_first else files))
    assert order.customer_id == "taobao:云上小筑"
    # The items' prices are list prices: what was paid is the main order's.
    assert order.net == Decimal("129.80")
    assert [(line.sku, line.quantity) for line in order.bought] == [("A101", 1), ("B201", 2)]


def test_items_alone_count_for_nothing_yet() -> None:
    order = read(table(I1, I2, columns=ITEMS)).order
    assert (order.counts, len(order.lines)) == (False, 2)


def test_a_gift_in_the_items_is_not_what_the_buyer_likes() -> None:
    gift = I2 | {"标题": "【赠品】茉莉花茶小样"}
    free = I2 | {"价格": "0.00", "商家编码": "B202", "外部系统编号": "B202"}
    (order,) = joined(read(main()), read(table(I1, gift, free, columns=ITEMS)))
    assert [line.sku for line in order.bought] == ["A101"]


@pytest.mark.parametrize(
    ("status", "counts"),
    [
        ("等待买家付款", False),
        ("买家已付款，等待卖家发货", True),
        ('"买家已付款,等待卖家发货"', True),
        ("卖家已发货，等待买家确认", True),
        ("交易成功", True),
        ("交易关闭", False),
        ("付款以后用户退款成功，交易自动关闭", False),
        ("定金已付，尾款未付", False),
    ],
)
def test_the_states_of_taobao_are_known_with_either_comma(status: str, counts: bool) -> None:
    found = read(main(订单状态=status))
    assert found.reasons == []
    assert found.order.counts is counts


def test_a_deposit_counts_when_the_balance_is_paid() -> None:
    deposit, whole = read(main(订单状态="等待买家付尾款", 买家实际支付金额="20.00")), read(main())
    assert not deposit.order.counts
    for files in ((deposit, whole), (whole, deposit)):
        (order,) = joined(*files)
        assert (order.counts, order.net) == (True, Decimal("129.80"))


def test_a_part_given_back_lowers_what_was_paid_and_all_of_it_leaves_no_order() -> None:
    assert read(main(退款金额="29.80")).order.net == Decimal(100)
    given_back = read(main(退款金额="129.80")).order
    assert (given_back.net, given_back.counts) == (Decimal(0), False)


def test_a_newer_state_in_another_file_holds_whatever_file_comes_first() -> None:
    early, late = read(main(订单状态="买家已付款，等待卖家发货")), read(main(订单状态="交易关闭"))
    for files in ((early, late), (late, early), (late, early, early)):
        (order,) = joined(*files)
        assert (order.status, order.counts) == ("closed", False)


@pytest.mark.parametrize("remark", ["刷单 已返款", "老客补单", "S单"])
def test_an_order_that_nobody_placed_is_left_out_with_its_reason(remark: str) -> None:
    found = read(main(订单备注=remark))
    assert not found.order.counts
    assert found.report.not_counted == {"marked as brushing": 1}
    (order,) = joined(found, read(main()))
    assert not order.counts


@pytest.mark.parametrize("remark", ["非刷单，正常发货", "不是刷单", "送小样"])
def test_a_remark_that_says_it_is_a_real_order_leaves_it_one(remark: str) -> None:
    assert read(main(订单备注=remark)).order.counts


def test_a_guarded_id_with_a_comma_does_not_split_its_row() -> None:
    found = read(main(买家会员名='="云上,小筑"'))
    assert found.reasons == []
    assert (found.order.customer_id, found.order.net) == ("taobao:云上,小筑", Decimal("129.80"))


@pytest.mark.parametrize("broken", ["2.19042E+18", '="2.19042E+18"', "2190418237461234567.0"])
def test_a_row_with_a_broken_order_number_is_kept_back_and_the_number_is_never_rounded(broken: str) -> None:
    found = read(table(M1, M1 | {"订单编号": broken}, columns=MAIN))
    assert [order.order_id for order in found.orders] == ["2190418237461234567"]
    assert found.report.rejected[0].line == 3
    assert "a spreadsheet has broken" in found.reasons[0]


def test_ids_that_a_spreadsheet_wrote_out_after_rounding_are_kept_back() -> None:
    rows = [M1 | {"订单编号": f"21904182374{n}0000"[:19].ljust(19, "0")} for n in (6123, 6124, 6125)]
    found = read(table(*rows, columns=MAIN))
    assert found.orders == []
    assert all("a spreadsheet has rounded it" in reason for reason in found.reasons)
    # One such number among real ones may well be real.
    real = [M1 | {"订单编号": f"219041823746123456{n}"} for n in range(3)]
    assert len(read(table(rows[0], *real, columns=MAIN)).orders) == 4


def test_sub_orders_are_the_lines_of_one_main_order() -> None:
    found = read(table(S1, S2, columns=SUB))
    assert found.report.formats == ["qianniu"]
    order = found.order
    assert (order.order_id, order.customer_id) == ("2190418237461234500", "")
    assert [(line.sku, line.sub_order, line.quantity) for line in order.lines] == [
        ("A101", "2190418237461234501", 2), ("B201", "2190418237461234502", 1),
    ]  # fmt: skip
    assert order.net == Decimal("149.00")
    assert found.report.unlinkable == 1


def test_a_sub_order_given_back_leaves_the_others() -> None:
    back = S2 | {"订单状态": "交易关闭", "退款状态": "退款成功", "退款金额": "39.00"}
    order = read(table(S1, back, columns=SUB)).order
    assert (order.net, [line.sku for line in order.bought]) == (Decimal("110.00"), ["A101"])
    part = read(table(S1, S2 | {"退款金额": "9.00"}, columns=SUB)).order
    assert (part.net, len(part.bought)) == (Decimal("140.00"), 2)


def test_a_main_order_file_and_its_sub_orders_are_one_order() -> None:
    main_file = read(main(订单编号="2190418237461234500", 买家实际支付金额="149.00"))
    (order,) = joined(main_file, read(table(S1, S2, columns=SUB)))
    assert (order.customer_id, order.net, len(order.bought)) == ("taobao:云上小筑", Decimal(149), 2)


def test_sub_orders_in_two_files_make_the_same_order() -> None:
    whole = read(table(S1, S2, columns=SUB))
    halves = [read(table(S2, columns=SUB)), read(table(S1, columns=SUB))]
    assert [(o.net, [line.key for line in o.lines]) for o in joined(*halves)] == [
        (o.net, [line.key for line in o.lines]) for o in joined(whole)
    ]


def test_a_report_workbook_has_its_sheets_read_by_their_columns(tmp_path: Path) -> None:
    sub = [SUB, [S1.get(name, "") for name in SUB], [S2.get(name, "") for name in SUB]]
    shipped = [["运单号", "物流公司"], ["SF1", "顺丰"]]
    path = workbook(tmp_path / "report.xlsx", {"发货报表": shipped, "销售明细": sub})
    found = read_path(path)
    assert found.report.formats == ["qianniu"]
    assert found.order.net == Decimal("149.00")
    assert found.report.ignored == {"in other sheets": 1}
