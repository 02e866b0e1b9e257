"""The words in which shops' systems say how far an order is, and what became of it afterwards."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

_WORDS: Mapping[str, tuple[str, ...]] = {
    "unpaid": (
        "等待买家付款", "待付款", "待支付", "未付款", "未支付", "等待付款", "unpaid", "pending", "awaiting payment",
        "pending payment", "authorized", "payment pending", "on hold", "belum dibayar", "belum bayar", "chưa thanh toán",
        "ยังไม่ได้ชำระเงิน", "ยังไม่ชำระ", "pendiente de pago", "não pago", "unbezahlt", "non payé",
    ),
    "deposit": (
        "定金已付", "已付定金", "已支付定金", "定金已付尾款未付", "定金已付等待尾款", "等待买家付尾款", "待付尾款", "等待尾款",
        "订金已付", "partially paid", "partially_paid", "deposit", "deposit paid",
    ),
    "paid": (
        "买家已付款等待卖家发货", "买家已付款", "等待卖家发货", "待发货", "已付款", "已支付", "待出库", "备货中", "部分发货",
        "卖家部分发货", "已付款待发货", "待发货已付款", "拼团成功待发货", "paid", "to ship", "awaiting shipment",
        "awaiting collection", "processing", "partially shipped", "partially_refunded", "partially refunded",
        "perlu dikirim", "siap dikirim", "menunggu pengiriman", "menunggu diambil", "perlu dihantar", "cần gửi", "chờ gửi hàng",
        "chờ vận chuyển", "ที่จะจัดส่ง", "รอจัดส่ง", "รอการจัดส่ง", "por enviar", "a enviar", "zu versenden", "à expédier",
    ),
    "shipped": (
        "卖家已发货等待买家确认", "卖家已发货", "已发货", "待收货", "待签收", "已发货待签收", "已发货待收货", "运输中", "派送中",
        "shipped", "in transit", "fulfilled", "dikirim", "dalam pengiriman", "dihantar", "đã vận chuyển", "đang vận chuyển",
        "đã gửi", "จัดส่งแล้ว", "อยู่ระหว่างการขนส่ง", "ระหว่างการขนส่ง", "enviado", "en tránsito", "versandt", "expédié",
    ),
    "finished": (
        "交易成功", "交易完成", "已完成", "已签收", "已收货", "确认收货", "已确认收货", "完成", "completed", "complete",
        "delivered", "finished", "done", "selesai", "terkirim", "hoàn tất", "đã hoàn tất", "đã giao", "เสร็จสมบูรณ์",
        "เสร็จสิ้น", "สำเร็จ", "จัดส่งสำเร็จ", "completado", "concluído", "entregado", "abgeschlossen", "terminé",
    ),
    "refunded": (
        "refunded", "退款成功", "已退款", "全额退款", "已全额退款", "退款完成", "退货退款成功", "退货退款完成", "returned",
    ),
    "closed": (
        "交易关闭", "已关闭", "关闭", "交易已关闭", "订单关闭", "付款以后用户退款成功交易自动关闭",
        "付款以前卖家或买家主动关闭交易", "closed", "expired", "已失效",
    ),
    "cancelled": (
        "cancelled", "canceled", "voided", "void", "已取消", "取消", "交易取消", "订单取消", "dibatalkan", "dibatal", "đã hủy",
        "đã huỷ", "ยกเลิกแล้ว", "ยกเลิก", "cancelado", "cancelada", "storniert", "annulé",
    ),
    "excluded": ("excluded",),
}  # fmt: skip
_IGNORED = re.compile(r"[\s,，、;；。.·（）()\-_/|]+")
_REFUND_DONE = re.compile(
    "(?:已?全额)?退款(?:成功|完成|已完成)|已退款|已全额退款|退货(?:退款)?(?:成功|完成)|售后完成退款|仅退款成功|refund(?:ed| ?complete| ?success)"
)
_REFUND_NOT = re.compile("部分退款|未退款|退款(?:中|关闭|失败|取消|撤销)|partial|换货|维修|补寄")


def folded(word: str) -> str:
    """Return a word without what writes it differently: width, case, commas, blanks."""
    return _IGNORED.sub("", unicodedata.normalize("NFKC", word).casefold())


STATES: Mapping[str, str] = {folded(word): status for status, words in _WORDS.items() for word in words}


def state(word: str, own: Mapping[str, str]) -> str | None:
    """Return the state a word means, the shop's own words first; None for an unknown one."""
    key = folded(word)
    if key in own:
        return own[key]
    if key in STATES:
        return STATES[key]
    # 已发货，退款成功: the order's state and what became of it in one cell.
    if is_refunded(word):
        return "refunded"
    return next((STATES[part] for part in map(folded, re.split("[,，;；|/]", word)) if part in STATES), None)


@lru_cache(maxsize=1_000)
def is_refunded(after_sale: str) -> bool:
    """Return whether an after-sale state says that the money went back, all of it."""
    return _REFUND_NOT.search(after_sale.lower()) is None and _REFUND_DONE.search(after_sale.lower()) is not None


def known_words() -> list[str]:
    """Return a word for each state, for messages."""
    return [words[0] for words in _WORDS.values()]
