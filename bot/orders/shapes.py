"""The shapes of order files: which columns each shop's system writes, in which spellings, and what a row of it is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.languages import Both
from bot.problems import nearest, with_fix

FIELDS = {
    "order_id": Both("the main order's id", "主订单的编号"),
    "sub_order": Both("the id of the sub-order, one for each line", "子订单编号，每行一个"),
    "customer_id": Both("the buyer's own id, never a masked name", "买家自己的 ID（不能是打码的名字）"),
    "sku": Both("your own code of the product", "您自己的货号"),
    "product_id": Both("the platform's id of the product", "平台的商品 ID"),
    "title": Both("what the product is called", "商品名称"),
    "category": Both("what belongs together", "品类"),
    "quantity": Both("pieces", "件数"),
    "price": Both("of one piece, where a line has no amount", "单价（没有行金额时用）"),
    "discount": Both("taken off price × quantity", "从 单价×件数 里减去的优惠"),
    "paid_amount": Both("what the buyer paid for this line", "买家为这一行付的金额"),
    "order_amount": Both(
        "what the buyer paid for the whole order, on each of its lines or the first",
        "买家为整个订单付的金额，每行或第一行写",
    ),
    "refund_amount": Both("given back of this line", "这一行退的金额"),
    "order_refund": Both("given back of the whole order", "整个订单退的金额"),
    "returned": Both("pieces that came back", "退回的件数"),
    "currency": Both("CNY, USD, …", "币种，如 CNY、USD"),
    "status": Both("how far the order is", "订单到了哪一步"),
    "after_sale": Both("what became of it afterwards", "售后情况"),
    "cancelled_at": Both("filled when it was cancelled", "取消时间，取消了才填"),
    "created_at": Both("when it was made", "下单时间"),
    "paid_at": Both("when it was paid", "付款时间"),
    "finished_at": Both("when it was finished", "完成时间"),
    "note": Both("staff's remark, which may say that it is no real order", "员工备注，可能写明不是真实订单"),
}
"""What a column may mean; a mapping file names these."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One kind of file."""

    name: str
    source: str
    columns: Mapping[str, tuple[str, ...]]
    """Field to its spellings, the best first."""
    needed: tuple[str, ...]
    marks: tuple[str, ...] = ()
    """Fields of which one must be there: they set the shape apart from its likes."""
    lines: bool = True
    """A row is a product; else a main order."""
    head: bool = True
    """It tells the order's own state and times; else only what was in it."""
    order_status: bool = False
    """The status is the main order's; else each line's."""
    follow: bool = False
    """Further rows of an order carry only its id and a product."""
    explained: bool = False
    """The row below the columns explains them."""
    minor: bool = False
    """Amounts are in the currency's smallest unit (fen)."""
    currency: str = ""
    """Where the file says none; empty: the catalogue's."""
    own_ids: bool = False
    """Buyers' ids are the shop's own and stay as they are; else the source is put before them."""


_STATUS = ("订单状态", "交易状态", "状态")
_NOTE = ("商家备注", "卖家备注", "订单备注", "卖家备忘", "备忘", "插旗备注", "客服备注")

TAOBAO = Shape(
    "taobao",
    "taobao",
    {
        "order_id": ("订单编号", "主订单编号", "订单号"),
        "customer_id": ("买家会员名", "买家昵称", "买家旺旺", "会员名"),
        "order_amount": ("买家实际支付金额", "买家实付金额", "实付金额", "总金额"),
        "order_refund": ("退款金额",),
        "status": _STATUS,
        "after_sale": ("售后状态", "退款状态"),
        "created_at": ("订单创建时间", "创建时间"),
        "paid_at": ("订单付款时间", "付款时间"),
        "finished_at": ("确认收货时间",),
        "note": _NOTE,
    },
    needed=("order_id", "order_amount", "status"),
    marks=("created_at", "paid_at", "customer_id"),
    lines=False,
    order_status=True,
    currency="CNY",
)
TAOBAO_ITEMS = Shape(
    "taobao-items",
    "taobao",
    {
        "order_id": ("订单编号", "主订单编号"),
        "sub_order": ("子订单编号",),
        "title": ("标题", "宝贝标题", "商品标题"),
        "price": ("价格", "商品价格", "单价"),
        "quantity": ("购买数量", "数量"),
        "sku": ("商家编码", "外部系统编号", "商家编码sku"),
        "product_id": ("商品id", "宝贝id"),
        "status": _STATUS,
        "after_sale": ("退款状态", "售后状态"),
    },
    needed=("order_id", "title", "quantity", "price"),
    marks=("sku", "status"),
    head=False,
    currency="CNY",
)
QIANNIU = Shape(
    "qianniu",
    "taobao",
    {
        "order_id": ("主订单编号", "订单编号"),
        "sub_order": ("子订单编号",),
        "title": ("商品标题", "标题", "宝贝标题"),
        "product_id": ("商品id", "宝贝id"),
        "sku": ("商家编码", "外部系统编号", "商品商家编码", "sku商家编码"),
        "price": ("商品价格", "价格"),
        "quantity": ("购买数量", "数量"),
        "paid_amount": ("买家实付金额", "买家实际支付金额", "实付金额", "买家应付货款"),
        "refund_amount": ("退款金额",),
        "status": _STATUS,
        "after_sale": ("退款状态", "售后状态"),
        "customer_id": ("买家会员名", "买家昵称"),
        "created_at": ("订单创建时间", "创建时间"),
        "paid_at": ("订单付款时间", "付款时间"),
        "finished_at": ("确认收货时间",),
        "note": _NOTE,
    },
    needed=("order_id", "sub_order", "quantity", "paid_amount", "status"),
    marks=("title", "product_id"),
    currency="CNY",
)
DOUYIN = Shape(
    "douyin",
    "douyin",
    {
        "order_id": ("主订单编号", "主订单号"),
        "sub_order": ("子订单编号", "子订单号"),
        "title": ("选购商品", "商品名称"),
        "product_id": ("商品id",),
        "sku": ("商家编码", "商品编码", "规格编码"),
        "quantity": ("商品数量",),
        "paid_amount": ("用户实付金额", "实付金额", "订单实付金额", "订单应付金额"),
        "refund_amount": ("退款金额", "实际退款金额"),
        "status": _STATUS,
        "after_sale": ("售后状态", "退款状态"),
        "created_at": ("订单提交时间", "下单时间"),
        "paid_at": ("支付完成时间", "支付时间"),
        "finished_at": ("订单完成时间",),
        "note": _NOTE,
    },
    needed=("order_id", "sub_order", "quantity", "paid_amount", "status"),
    marks=("created_at",),
    currency="CNY",
)
PINDUODUO = Shape(
    "pinduoduo",
    "pinduoduo",
    {
        "order_id": ("订单号",),
        "title": ("商品", "商品名称", "商品标题"),
        "product_id": ("样式id", "商品id"),
        "sku": ("商家编码-规格维度", "商家编码-商品维度", "商家编码"),
        "quantity": ("商品数量(件)", "商品数量"),
        "paid_amount": ("用户实付金额(元)", "用户实付金额", "买家实付金额(元)"),
        "refund_amount": ("退款金额(元)", "退款金额"),
        "status": _STATUS,
        "after_sale": ("售后状态",),
        "created_at": ("订单创建时间", "下单时间", "拼单成功时间"),
        "paid_at": ("订单成交时间", "支付时间"),
        "finished_at": ("确认收货时间", "发货时间"),
        "note": _NOTE,
    },
    needed=("order_id", "quantity", "paid_amount", "status"),
    marks=("title", "product_id"),
    currency="CNY",
)
TIKTOK = Shape(
    "tiktok",
    "tiktok",
    {
        "order_id": ("Order ID",),
        "customer_id": ("Buyer Username",),
        "title": ("Product Name",),
        "product_id": ("SKU ID", "Product ID"),
        "sku": ("Seller SKU",),
        "category": ("Product Category",),
        "quantity": ("Quantity",),
        "returned": ("Sku Quantity of return",),
        "paid_amount": ("SKU Subtotal After Discount",),
        "order_amount": ("Order Amount",),
        "order_refund": ("Order Refund Amount",),
        "currency": ("Currency",),
        "status": ("Order Status",),
        "after_sale": ("Order Substatus",),
        "cancelled_at": ("Cancelled Time", "Canceled Time"),
        "created_at": ("Created Time", "Order Created Time"),
        "paid_at": ("Paid Time",),
        "finished_at": ("Delivered Time", "Shipped Time"),
        "note": ("Seller Note",),
    },
    needed=("order_id", "status", "quantity"),
    marks=("product_id", "sku"),
    explained=True,
)
SHOPIFY = Shape(
    "shopify",
    "shopify",
    {
        "order_id": ("Name",),
        "customer_id": ("Email",),
        "title": ("Lineitem name",),
        "sku": ("Lineitem sku",),
        "price": ("Lineitem price",),
        "discount": ("Lineitem discount",),
        "quantity": ("Lineitem quantity",),
        "order_amount": ("Total",),
        "order_refund": ("Refunded Amount",),
        "currency": ("Currency",),
        "status": ("Financial Status",),
        "cancelled_at": ("Cancelled at", "Canceled at"),
        "created_at": ("Created at",),
        "paid_at": ("Paid at",),
        "finished_at": ("Fulfilled at",),
        "note": ("Tags",),
    },
    needed=("order_id", "status", "quantity", "title"),
    order_status=True,
    follow=True,
    currency="USD",
)
GENERIC = Shape(
    "generic",
    "generic",
    {
        "order_id": ("order_id",),
        "sub_order": ("sub_order_id", "sub_order"),
        "customer_id": ("customer_id",),
        "sku": ("sku",),
        "product_id": ("product_id",),
        "title": ("title",),
        "category": ("category",),
        "quantity": ("quantity",),
        "price": ("price",),
        "paid_amount": ("paid_amount",),
        "order_amount": ("order_amount",),
        "refund_amount": ("refund_amount",),
        "order_refund": ("order_refund",),
        "currency": ("currency",),
        "status": ("status",),
        "after_sale": ("after_sale",),
        "cancelled_at": ("cancelled_at",),
        "created_at": ("created_at",),
        "paid_at": ("paid_at",),
        "note": ("note",),
    },
    needed=("order_id", "paid_at", "sku"),
    own_ids=True,
)

SHAPES: Mapping[str, Shape] = {
    shape.name: shape for shape in (QIANNIU, TAOBAO, TAOBAO_ITEMS, DOUYIN, PINDUODUO, TIKTOK, SHOPIFY, GENERIC)
}

MOST_UNKNOWN = 400
"""Columns that are looked at; real exports have up to 90."""

_FILLING = re.compile(r"[\s_\"'=\ufeff]+")
_UNIT = re.compile(r"\((元|分|件|人民币|rmb|yuan|fen|cents?)\)$")


def column_key(name: str) -> str:
    """Return a column's name as it is compared: without width, case, blanks and its unit."""
    return _UNIT.sub("", _FILLING.sub("", unicodedata.normalize("NFKC", name).casefold()))


def in_minor_units(name: str) -> bool:
    """Return whether a column's name says that its amounts are in fen or cents."""
    found = _UNIT.search(_FILLING.sub("", unicodedata.normalize("NFKC", name).casefold()))
    return found is not None and found[1] in ("分", "fen", "cent", "cents")


@dataclass(frozen=True, slots=True)
class Header:
    """A shape found in a file: where its columns stand."""

    shape: Shape
    at: Mapping[str, tuple[int, ...]]
    """Field to its columns, the best spelling first."""
    minor: frozenset[str] = frozenset()
    """Fields whose column says that it is in fen."""


def fit(shape: Shape, names: Sequence[str]) -> Header:
    """Find a shape's columns among these, as many as there are."""
    places: dict[str, int] = {}
    for place, name in enumerate(names):
        places.setdefault(column_key(name), place)
    at: dict[str, tuple[int, ...]] = {}
    for field, spellings in shape.columns.items():
        found = tuple(dict.fromkeys(places[key] for key in map(column_key, spellings) if key in places))
        if found:
            at[field] = found
    minor = frozenset(field for field, found in at.items() if in_minor_units(names[found[0]]))
    return Header(shape, at, minor)


def fits(header: Header) -> bool:
    """Return whether all that the shape needs is there."""
    shape = header.shape
    marked = not shape.marks or any(mark in header.at for mark in shape.marks)
    return marked and all(field in header.at for field in shape.needed)


def recognise(names: Sequence[str], shapes: Sequence[Shape]) -> Header | None:
    """Return the shape these columns make: of several, the one that understands most of them."""
    found = [header for header in (fit(shape, names) for shape in shapes) if fits(header)]
    return max(found, key=lambda header: len(header.at), default=None)


def unknown(names: Sequence[str], shapes: Sequence[Shape]) -> tuple[Both, Both]:
    """Say why no shape fits: what is there, which shape is nearest, and what it lacks; then the remedy."""
    there = [name.strip() for name in names if name.strip()]
    if not there:
        return Both("is empty.", "是空的。"), Both("Export it again.", "请重新导出。")
    header = max((fit(shape, names) for shape in shapes), key=_nearness)
    shape = header.shape
    lacking = [field for field in shape.needed if field not in header.at]
    if not lacking and shape.marks:
        lacking = [shape.marks[0]]
    spellings = [shape.columns[field][:2] for field in lacking]
    lacks = Both(", ".join(map(" or ".join, spellings)), "、".join(map(" 或 ".join, spellings)))
    columns = f"{', '.join(name[:30] for name in there[:12])}{', …' if len(there) > 12 else ''}"
    what = Both(
        f"has no columns of a known order file. Found: {columns}. Nearest format: {shape.name}",
        f"没有认识的订单文件的列。现有：{columns}。最接近的格式：{shape.name}",
    )
    if header.at:
        understood = ", ".join(names[places[0]].strip()[:30] for places in header.at.values())
        what = what.then(
            f", of which it has {understood} and lacks {lacks}.", f"，其中有 {understood}，缺少 {lacks.zh}。"
        )
    else:
        what = what.then(f", which needs {lacks}.", f"，它需要 {lacks.zh}。")
    fix = Both(
        "Export those columns, or name yours in a file for --mapping; see docs/orders.md.",
        "请导出这些列，或在 --mapping 文件里写明您的列名；见 docs/orders.md。",
    )
    near = [(field, hit) for field in lacking if (hit := nearest(shape.columns[field][0], there))]
    meant_en, meant_zh = (
        sep.join(pair)
        for sep, pair in (
            (", ", [f'"{hit}" for {field}' for field, hit in near]),
            ("、", [f"「{hit}」作为 {field}" for field, hit in near]),
        )
    )
    return what, with_fix(Both(f"Did you mean {meant_en}?", f"是不是想用{meant_zh}？"), fix) if near else fix


def _nearness(header: Header) -> tuple[float, int]:
    shape = header.shape
    return sum(field in header.at for field in shape.needed) / len(shape.needed), len(header.at)
