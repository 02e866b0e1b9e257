"""Files of Douyin, Pinduoduo, TikTok Shop and Shopify, in their real columns."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from tests.orders.reading import joined, names, read, read_path, table, workbook

DOUYIN = names(
    "主订单编号,子订单编号,选购商品,商品规格,商品数量,商品ID,商家编码,商品单价,订单应付金额,运费,"
    "优惠总金额,平台实际承担优惠金额,收件人,收件人手机号,省,订单提交时间,支付完成时间,订单完成时间,"
    "订单状态,售后状态,取消原因,商家备注,达人ID,达人昵称,流量体裁,流量渠道"
)
D1 = {
    "主订单编号": "\t6917930000000000101",
    "子订单编号": "\t6917930000000000101",
    "选购商品": "\t补水面膜",
    "商品数量": "1",
    "商品ID": "\t3500000000000000001",
    "商家编码": "A101",
    "商品单价": "59.90",
    "订单应付金额": "49.90",
    "运费": "0.00",
    "平台实际承担优惠金额": "5.00",
    "收件人": "##xyz1==",
    "收件人手机号": "$$abc2==",
    "订单提交时间": "\t2026-11-02 20:01:00",
    "支付完成时间": "\t2026-11-02 20:02:00",
    "订单完成时间": "-",
    "订单状态": "已完成",
    "售后状态": "-",
    "取消原因": "-",
    "商家备注": "-",
}
D2 = D1 | {
    "子订单编号": "\t6917930000000000102",
    "选购商品": "\t茉莉花茶",
    "商家编码": "B201",
    "订单应付金额": "39.00",
}


def test_sub_orders_of_douyin_are_one_order_without_a_buyer() -> None:
    found = read("\ufeff" + table(D1, D2, columns=DOUYIN))
    assert found.reasons == []
    assert found.report.formats == ["douyin"]
    order = found.order
    assert (order.id, order.customer_id) == (("douyin", "6917930000000000101"), "")
    # The platform's subsidy is not what the buyer paid.
    assert order.net == Decimal("88.90")
    assert [line.sku for line in order.bought] == ["A101", "B201"]
    assert order.paid_at == datetime(2026, 11, 2, 12, 2, tzinfo=UTC)
    assert found.report.unlinkable == 1


def test_finished_with_its_refund_done_is_a_refund() -> None:
    order = read(table(D1, D2 | {"售后状态": "退款成功"}, columns=DOUYIN)).order
    assert (order.net, [line.sku for line in order.bought]) == (Decimal("49.90"), ["A101"])
    whole = read(table(D1 | {"售后状态": "退款成功"}, columns=DOUYIN))
    assert not whole.order.counts
    assert whole.report.not_counted == {"refunded": 1}


@pytest.mark.parametrize("after_sale", ["-", "退款中", "退款关闭", "售后关闭", "换货完成", "待买家退货"])
def test_an_after_sale_that_gave_nothing_back_leaves_the_order(after_sale: str) -> None:
    assert read(table(D1 | {"售后状态": after_sale}, columns=DOUYIN)).order.counts


@pytest.mark.parametrize(
    ("status", "counts"),
    [
        ("待支付", False),
        ("待发货", True),
        ("备货中", True),
        ("已发货", True),
        ("已完成", True),
        ("已关闭", False),
        ("已取消", False),
    ],
)
def test_the_states_of_douyin_are_known(status: str, counts: bool) -> None:
    paid_at = "-" if status in ("待支付", "已取消") else D1["支付完成时间"]
    found = read(table(D1 | {"订单状态": status, "支付完成时间": paid_at}, columns=DOUYIN))
    assert found.reasons == []
    assert found.order.counts is counts


def test_a_state_nobody_knows_is_rejected_not_guessed() -> None:
    assert '2: 订单状态 is "飞走了"' in read(table(D1 | {"订单状态": "飞走了"}, columns=DOUYIN)).reasons[0]
    assert "订单状态 is empty" in read(table(D1 | {"订单状态": "-"}, columns=DOUYIN)).reasons[0]


def test_columns_that_the_exporter_left_out_do_not_matter() -> None:
    few = ["主订单编号", "子订单编号", "商品ID", "商品数量", "订单应付金额", "订单提交时间", "订单状态"]
    order = read(table(D1, columns=few)).order
    assert (order.lines[0].sku, order.counts) == ("3500000000000000001", True)
    assert order.paid_at == datetime(2026, 11, 2, 12, 1, tzinfo=UTC)


PINDUODUO = names(
    "商品,订单号,订单状态,商品总价(元),邮费(元),店铺优惠折扣(元),平台优惠折扣(元),用户实付金额(元),"
    "商家实收金额(元),商品数量(件),身份证姓名,收货人,手机,发货时间,确认收货时间,订单成交时间,商品id,"
    "商品规格,样式ID,商家编码-规格维度,商家编码-商品维度,快递单号,售后状态,商家备注"
)
P1 = {
    "商品": "补水面膜 5片装",
    "订单号": "261101-123456789012345",
    "订单状态": "已收货",
    "商品总价(元)": "59.9",
    "平台优惠折扣(元)": "3",
    "用户实付金额(元)": "54.9",
    "商家实收金额(元)": "57.9",
    "商品数量(件)": "1",
    "订单成交时间": "2026-11-01 08:00:00",
    "商品id": "4400001",
    "样式ID": "550001",
    "商家编码-规格维度": "",
    "商家编码-商品维度": "A101",
    "售后状态": "无售后或售后取消",
}


@pytest.mark.parametrize("half", [True, False])
def test_an_order_of_pinduoduo_is_what_its_buyer_paid(half: bool) -> None:
    columns = PINDUODUO if half else [name.replace("(", "（").replace(")", "）") for name in PINDUODUO]
    values = [P1.get(name, "") for name in PINDUODUO]
    found = read(",".join(columns) + "\n" + ",".join(values) + "\n")
    assert found.report.formats == ["pinduoduo"]
    order = found.order
    assert (order.net, order.customer_id, order.lines[0].sku) == (Decimal("54.9"), "", "A101")


def test_a_column_in_fen_is_read_in_yuan() -> None:
    columns = [name.replace("用户实付金额(元)", "用户实付金额(分)") for name in PINDUODUO]
    found = read(",".join(columns) + "\n" + ",".join(P1.get(name, "") for name in PINDUODUO).replace("54.9", "5490"))
    assert found.order.net == Decimal("54.90")


@pytest.mark.parametrize(
    ("status", "after_sale", "counts"),
    [
        ("待发货", "无售后或售后取消", True),
        ("已发货，待收货", "无售后或售后取消", True),
        ("已收货", "退款成功", False),
        ("待发货，退款成功", "", False),
        ("未发货,退款成功", "", False),
        ("已取消", "", False),
        ("待支付", "", False),
        ("已发货，待签收", "售后处理中", True),
    ],
)
def test_the_states_of_pinduoduo_are_known(status: str, after_sale: str, counts: bool) -> None:
    found = read(table(P1 | {"订单状态": f'"{status}"', "售后状态": after_sale}, columns=PINDUODUO))
    assert found.reasons == []
    assert found.order.counts is counts


def test_an_order_that_was_never_paid_may_have_no_time() -> None:
    found = read(table(P1 | {"订单状态": "已取消", "订单成交时间": ""}, columns=PINDUODUO))
    assert found.reasons == []
    assert not found.order.counts


TIKTOK = names(
    "Order ID,Order Status,Order Substatus,Cancelation/Return Type,Normal or Pre-order,SKU ID,Seller SKU,"
    "Product Name,Variation,Quantity,Sku Quantity of return,SKU Unit Original Price,"
    "SKU Subtotal Before Discount,SKU Platform Discount,SKU Seller Discount,SKU Subtotal After Discount,"
    "Shipping Fee After Discount,Order Amount,Order Refund Amount,Created Time,Paid Time,RTS Time,"
    "Shipped Time,Delivered Time,Cancelled Time,Buyer Username"
)
T1 = {
    "Order ID": "\t576460000000000001",
    "Order Status": "Completed",
    "Order Substatus": "Completed",
    "SKU ID": "\t1729000000000000001",
    "Seller SKU": "A101",
    "Product Name": "Face mask",
    "Quantity": "2",
    "Sku Quantity of return": "0",
    "SKU Subtotal After Discount": "USD 20.00",
    "Order Amount": "USD 33.00",
    "Order Refund Amount": "USD 0",
    "Created Time": "15/10/2026 10:00:00",
    "Paid Time": "15/10/2026 10:01:00",
    "Buyer Username": "mia.shops",
}
T2 = T1 | {
    "SKU ID": "\t1729000000000000002",
    "Seller SKU": "B201",
    "Quantity": "1",
    "SKU Subtotal After Discount": "USD 10.00",
}
EXPLAINS = dict.fromkeys(TIKTOK, "Explanation of the column.") | {"Order ID": "Platform unique order ID."}


def test_an_order_of_tiktok_has_its_buyer_and_is_not_summed_over_its_lines() -> None:
    found = read(table(EXPLAINS, T1, T2, columns=TIKTOK))
    assert found.reasons == []
    assert found.report.ignored == {"explains the columns": 1}
    order = found.order
    assert (order.id, order.customer_id) == (("tiktok", "576460000000000001"), "tiktok:mia.shops")
    assert (order.net, order.currency, len(order.bought)) == (Decimal(33), "USD", 2)
    assert order.paid_at == datetime(2026, 10, 15, 2, 1, tzinfo=UTC)


def test_what_was_sent_back_is_given_back() -> None:
    back = T2 | {"Sku Quantity of return": "1", "Order Refund Amount": "USD 10.00"}
    order = read(table(T1 | {"Order Refund Amount": "USD 10.00"}, back, columns=TIKTOK)).order
    assert (order.net, [line.sku for line in order.bought]) == (Decimal(23), ["A101"])


@pytest.mark.parametrize(
    ("status", "counts"),
    [
        ("Unpaid", False), ("To ship", True), ("Shipped", True), ("Completed", True), ("Canceled", False),
        ("Selesai", True), ("Dibatalkan", False), ("Perlu dikirim", True), ("Đã hủy", False), ("Đã hoàn tất", True),
        ("ยกเลิกแล้ว", False), ("จัดส่งแล้ว", True), ("Completado", True), ("Cancelado", False), ("待发货", True),
    ],
)  # fmt: skip
def test_the_states_of_tiktok_are_known_in_its_languages(status: str, counts: bool) -> None:
    found = read(table(T1 | {"Order Status": status}, columns=TIKTOK))
    assert found.reasons == []
    assert found.order.counts is counts


@pytest.mark.parametrize(
    ("written", "net", "currency"),
    [("Rp120.000", "120000", "IDR"), ("IDR 120.000", "120000", "IDR"), ("JPY 1,200", "1200", "JPY"),
     ("₩12,000", "12000", "KRW"), ("£12.50", "12.50", "GBP"), ("12.50", "12.50", "CNY")],
)  # fmt: skip
def test_currencies_are_read_where_they_are_written(written: str, net: str, currency: str) -> None:
    amounts = dict.fromkeys(("SKU Subtotal After Discount", "Order Amount"), f'"{written}"')
    found = read(table(T1 | amounts | {"Order Refund Amount": ""}, columns=TIKTOK))
    assert found.reasons == []
    assert (found.order.net, found.order.currency) == (Decimal(net), currency)


def test_a_workbook_that_lies_about_its_size_is_read_whole(tmp_path: Path) -> None:
    import zipfile

    path = workbook(tmp_path / "tiktok.xlsx", {"OrderSKUList": [TIKTOK, list(EXPLAINS.values()),
                    *([row.get(name, "").strip() for name in TIKTOK] for row in (T1, T2))]})  # fmt: skip
    lying = tmp_path / "lying.xlsx"
    with zipfile.ZipFile(path) as true, zipfile.ZipFile(lying, "w") as out:
        for name in true.namelist():
            raw = true.read(name)
            if name.endswith("sheet1.xml"):
                assert b"<dimension" in raw
                raw = raw.replace(b'<dimension ref="A1:Z4"', b'<dimension ref="A1:A1"')
                assert b'ref="A1:A1"' in raw
            out.writestr(name, raw)
    assert read_path(lying).order.net == Decimal(33)


SHOPIFY = names(
    "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,"
    "Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,"
    "Lineitem quantity,Lineitem name,Lineitem price,Lineitem compare at price,Lineitem sku,"
    "Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,Billing Name,Notes,"
    "Cancelled at,Payment Method,Refunded Amount,Vendor,Id,Tags,Phone,Lineitem discount"
)
H1 = {
    "Name": "#1001",
    "Email": "Ann@Example.com",
    "Financial Status": "paid",
    "Paid at": "2026-03-01 10:15:00 -0500",
    "Currency": "USD",
    "Total": "75.50",
    "Created at": "2026-03-01 10:14:00 -0500",
    "Lineitem quantity": "2",
    "Lineitem name": "Face mask",
    "Lineitem price": "20.00",
    "Lineitem sku": "A101",
    "Refunded Amount": "0.00",
    "Id": "450789469",
}
H2 = {
    "Name": "#1001",
    "Lineitem quantity": "1",
    "Lineitem name": "Jasmine tea",
    "Lineitem price": "35.50",
    "Lineitem sku": "B201",
}


def test_further_lines_of_a_shopify_order_carry_only_its_name() -> None:
    found = read(table(H1, H2, columns=SHOPIFY))
    assert found.reasons == []
    assert found.report.formats == ["shopify"]
    order = found.order
    assert (order.id, order.customer_id) == (("shopify", "#1001"), "shopify:ann@example.com")
    assert (order.net, order.currency, [line.sku for line in order.bought]) == (
        Decimal("75.50"),
        "USD",
        ["A101", "B201"],
    )
    assert order.paid_at == datetime(2026, 3, 1, 15, 15, tzinfo=UTC)


def test_a_further_line_in_a_file_of_its_own_takes_nothing_away() -> None:
    (order,) = joined(read(table(H2, columns=SHOPIFY)), read(table(H1, columns=SHOPIFY)))
    assert (order.net, order.status, len(order.bought)) == (Decimal("75.50"), "paid", 2)


@pytest.mark.parametrize(("of", "to"), [("Cancelled at", "Canceled at"), ("Lineitem sku", "Lineitem SKU")])
def test_both_spellings_of_shopifys_columns_are_known(of: str, to: str) -> None:
    cancelled = H1 | {"Cancelled at": "2026-03-02 10:15:00 -0500"}
    columns = [to if name == of else name for name in SHOPIFY]
    row = {to if name == of else name: value for name, value in cancelled.items()}
    found = read(table(row, columns=columns))
    assert (found.order.status, found.order.counts, found.order.lines[0].sku) == ("cancelled", False, "A101")


@pytest.mark.parametrize(
    ("status", "refund", "net"),
    [("paid", "0", "75.50"), ("partially_refunded", "20.00", "55.50"), ("refunded", "75.50", "0"),
     ("voided", "0", "0"), ("pending", "0", "0"), ("authorized", "0", "0")],
)  # fmt: skip
def test_what_shopify_gave_back_is_not_counted(status: str, refund: str, net: str) -> None:
    order = read(table(H1 | {"Financial Status": status, "Refunded Amount": refund}, columns=SHOPIFY)).order
    assert (order.net, order.counts) == (Decimal(net), net != "0")
