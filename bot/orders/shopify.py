"""Shopify's webhooks: orders/create, paid, updated, cancelled and refunds/create, as orders of ours."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from bot.orders.products import Products
from bot.orders.states import state
from bot.orders.wire import Unreadable, storable
from bot.purchases import NEVER, NOTHING, RANKS, Order, OrderCall, OrderLine, Refund

SOURCE = "shopify"
ORDER_TOPICS = frozenset({"orders/create", "orders/paid", "orders/updated", "orders/cancelled", "orders/fulfilled"})
REFUND_TOPIC = "refunds/create"
MOST_LINES = 500
LARGEST = Decimal(10**9)
_FIX = "Send Shopify's own webhook, in JSON."
_AHEAD = timedelta(days=1)


def read_call(
    topic: str, call_id: str, raw: bytes, products: Products, brushing: Sequence[str], now: datetime
) -> OrderCall:
    """Read a webhook's body. Raises `Unreadable`."""
    said = _object(raw)
    if topic == REFUND_TOPIC:
        return OrderCall(SOURCE, call_id, refund=_refund(said))
    order = _order(said, products, brushing, now)
    told = tuple(storable(str(refund.get("id", "")))[:64] for refund in _objects(said, "refunds"))
    return OrderCall(SOURCE, call_id, orders=(order,), refunds_told=told)


def _object(raw: bytes) -> Mapping[str, Any]:
    try:
        said = json.loads(raw, parse_float=Decimal)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        raise Unreadable("The body is no JSON object.", _FIX)
    return said


def _objects(said: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = said.get(name) or []
    if not isinstance(found, list) or len(found) > MOST_LINES or not all(isinstance(one, dict) for one in found):
        raise Unreadable(f"{name} is no list of objects.", _FIX)
    return found


def _order(said: Mapping[str, Any], products: Products, brushing: Sequence[str], now: datetime) -> Order:
    name = _text(said, "name")
    if not re.fullmatch(r"[^\x00-\x1f]{1,64}", name):
        raise Unreadable("name is missing.", _FIX)
    created, told = _time(said, "created_at"), _time(said, "updated_at")
    told = min(told, now) if told is not None else None
    paid_at = _time(said, "processed_at") or created
    if max(created or NEVER, paid_at or NEVER) > now + _AHEAD:
        raise Unreadable("created_at or processed_at is in the future.", _FIX)
    total, left = _amount(said, "total_price"), said.get("current_total_price")
    if "total_price" not in said:
        raise Unreadable("total_price is missing.", _FIX)
    back = sum((_refunded(refund) for refund in _objects(said, "refunds")), NOTHING)
    if left is not None:
        # Orders are also edited: what was taken out is not paid.
        back = max(back, total - _amount(said, "current_total_price"))
    status = _status(said, brushing)
    counted = RANKS[status] >= RANKS["paid"]
    return Order(
        name, _buyer(said), (paid_at or NEVER) if counted else NEVER, tuple(_lines(said, products, told or NEVER)),
        _currency(said), status, back, SOURCE, created or NEVER, total if counted else None, told or NEVER,
    )  # fmt: skip


def _status(said: Mapping[str, Any], brushing: Sequence[str]) -> str:
    remarks = f"{_text(said, 'tags')} {_text(said, 'note')}".casefold()
    if said.get("test") is True or any(word.casefold() in remarks for word in brushing):
        return "excluded"
    if said.get("cancelled_at"):
        return "cancelled"
    word = _text(said, "financial_status") or "pending"
    found = state(word, {})
    if found is None:
        raise Unreadable(f'financial_status is "{word[:40]}", which is no known state.', _FIX)
    return "shipped" if found == "paid" and said.get("fulfillment_status") == "fulfilled" else found


def _buyer(said: Mapping[str, Any]) -> str:
    customer = said.get("customer")
    of_customer = _text(customer, "email") if isinstance(customer, dict) else ""
    email = (_text(said, "email") or _text(said, "contact_email") or of_customer).strip().lower()
    return f"{SOURCE}:{email[:200]}" if "@" in email and "*" not in email else ""


def _currency(said: Mapping[str, Any]) -> str:
    currency = _text(said, "currency").upper()
    if not re.fullmatch("[A-Z]{3}", currency):
        raise Unreadable("currency is missing.", _FIX)
    return currency


def _lines(said: Mapping[str, Any], products: Products, told: datetime) -> Iterator[OrderLine]:
    back: dict[str, Decimal] = {}
    pieces: dict[str, int] = {}
    for refund in _objects(said, "refunds"):
        for item in _objects(refund, "refund_line_items"):
            line_id = str(item.get("line_item_id", ""))
            back[line_id] = back.get(line_id, NOTHING) + _amount(item, "subtotal")
            pieces[line_id] = pieces.get(line_id, 0) + _quantity(item, 0)
    for line in _objects(said, "line_items"):
        line_id, title = storable(str(line.get("id", "")))[:64], _text(line, "title") or _text(line, "name")
        named = (storable(str(line.get(key) or "")).strip() for key in ("sku", "variant_id", "product_id"))
        codes = [code for code in named if code]
        found = products.find(codes, title, "")
        quantity = _quantity(line, 1)
        if found is None or not line_id or quantity < 1:
            continue
        off = sum((_amount(one, "amount") for one in _objects(line, "discount_allocations")), NOTHING)
        paid = max(NOTHING, _amount(line, "price") * quantity - (off or _amount(line, "total_discount")))
        gone = line.get("current_quantity") == 0 or pieces.get(line_id, 0) >= quantity
        yield OrderLine(
            found.sku, quantity, paid, found.title, found.category, line_id, "refunded" if gone else "",
            back.get(line_id, NOTHING), gift=paid == 0, product=found.product, key=line_id, as_of=told,
        )  # fmt: skip


def _refund(said: Mapping[str, Any]) -> Refund:
    items = _objects(said, "refund_line_items")
    lines = {storable(str(item.get("line_item_id", ""))): _amount(item, "subtotal") for item in items}
    refund_id = storable(str(said.get("id") or ""))[:64]
    if not refund_id:
        raise Unreadable("id is missing.", _FIX)
    at = _time(said, "processed_at") or _time(said, "created_at") or NEVER
    return Refund(refund_id, _refunded(said), lines, at)


def _refunded(refund: Mapping[str, Any]) -> Decimal:
    """What a refund gave back: by its payments that went through, else by its lines."""
    paid = [
        _amount(one, "amount")
        for one in _objects(refund, "transactions")
        if one.get("kind", "refund") == "refund" and one.get("status", "success") == "success"
    ]
    if paid:
        return sum(paid, NOTHING)
    items = _objects(refund, "refund_line_items")
    return sum((_amount(item, "subtotal") + _amount(item, "total_tax") for item in items), NOTHING)


def _text(said: Mapping[str, Any], name: str) -> str:
    value = said.get(name)
    return storable(value) if isinstance(value, str) else ""


def _quantity(said: Mapping[str, Any], otherwise: int) -> int:
    value = said.get("quantity", otherwise)
    if not isinstance(value, int) or not 0 <= value < 10**6:
        raise Unreadable("quantity is no number of pieces.", _FIX)
    return value


def _amount(said: Mapping[str, Any], name: str) -> Decimal:
    value = said.get(name)
    if value is None:
        return NOTHING
    try:
        amount = Decimal(str(value)) if isinstance(value, str | int | Decimal) else Decimal("nan")
    except InvalidOperation:
        amount = Decimal("nan")
    if not amount.is_finite() or not 0 <= amount <= LARGEST:
        raise Unreadable(f"{name} is no amount.", _FIX)
    return amount


def _time(said: Mapping[str, Any], name: str) -> datetime | None:
    text = _text(said, name)
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        at = NEVER
    if at <= NEVER or at.year >= 9999:
        raise Unreadable(f"{name} is no time.", _FIX)
    return at
