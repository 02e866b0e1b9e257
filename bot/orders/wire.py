"""Orders on their way to a running program, as JSON: what has its usual value is left out, amounts are text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from bot.purchases import RANKS, Order, OrderLine

LARGEST = Decimal(10**16)
_SPARED = {kind: {f.name: f.default for f in fields(kind) if f.default is not MISSING} for kind in (Order, OrderLine)}
_NOT_YET = object()


class Unreadable(ValueError):
    """What was told of an order is not as it should be."""

    def __init__(self, what: str, fix: str) -> None:
        super().__init__(f"{what} {fix}")
        self.what, self.fix = what, fix


def order_json(order: Order) -> dict[str, Any]:
    """Return an order as `POST /api/orders` takes it; amounts as text, so that no cent is lost."""
    said = _spoken(order)
    said["lines"] = [_spoken(line) for line in order.lines]
    return said


def _spoken(of: Order | OrderLine) -> dict[str, Any]:
    spared = _SPARED[type(of)]
    said: dict[str, Any] = {}
    for name in of.__slots__:
        value = getattr(of, name)
        if value == spared.get(name, _NOT_YET) or name == "key":
            continue
        said[name] = (
            value.isoformat() if isinstance(value, datetime) else str(value) if isinstance(value, Decimal) else value
        )
    return said


def read_orders(said: object) -> list[Order]:
    """Read a list of orders back. Raises `Unreadable` naming the field."""
    if not isinstance(said, list) or not all(isinstance(order, dict) for order in said):
        raise Unreadable("The body is not a list of orders.", "Send a JSON list.")
    return [read_order(order) for order in said]


def read_order(said: Mapping[str, Any]) -> Order:
    """Read an order back. Raises `Unreadable` naming the field."""
    lines = said.get("lines", [])
    if not isinstance(lines, list) or not all(isinstance(line, dict) for line in lines):
        raise Unreadable("lines is not a list of products.", "Give each line a sku.")
    order = Order(**_read(said, _ORDER), lines=tuple(_line(line) for line in lines))
    if not lines and order.amount is None:
        raise Unreadable("lines is empty and there is no amount.", "Give the order a line with a sku.")
    return order


def _line(said: Mapping[str, Any]) -> OrderLine:
    found = _read(said, _LINE)
    found["key"] = found.get("sub_order") or found.get("product") or found["sku"]
    return OrderLine(**found)


def storable(text: str) -> str:
    """Return text with what no database takes written out: NUL, and halves of a sign, which JSON may hold.

    Written out and not left out: two ids that differ stay two.
    """
    if "\x00" in text:
        text = text.replace("\x00", "\\x00")
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode("utf-8")


Reader = Callable[[str, Any], Any]


def _read(said: Mapping[str, Any], shape: Mapping[str, tuple[Reader, bool]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, (read, needed) in shape.items():
        value = said.get(name)
        if value is None:
            if needed:
                raise Unreadable(f"{name} is missing or no text.", f'Write "{name}": "…".')
            continue
        found[name] = read(name, value)
    return found


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str) or value != storable(value):
        raise Unreadable(f"{name} is missing or no text.", f'Write "{name}": "…".')
    return value


def _filled(name: str, value: Any) -> str:
    if not _text(name, value).strip():
        raise Unreadable(f"{name} is missing or no text.", f'Write "{name}": "…".')
    return str(value)


def _status(name: str, value: Any) -> str:
    if _text(name, value) not in RANKS:
        raise Unreadable(f'{name} is "{str(value)[:40]}".', f"Known: {', '.join(filter(None, RANKS))}.")
    return str(value)


def _amount(name: str, value: Any) -> Decimal:
    text = _text(name, value)
    try:
        amount = Decimal(text)
    except InvalidOperation:
        amount = Decimal("nan")
    if not amount.is_finite() or not 0 <= amount <= LARGEST:
        raise Unreadable(f'{name} "{text[:40]}" is not an amount.', 'Write digits as text, such as "59.90".')
    return amount


def _time(name: str, value: Any) -> datetime:
    try:
        at = datetime.fromisoformat(_text(name, value))
    except ValueError:
        at = datetime.min  # noqa: DTZ901  refused right below
    if at.tzinfo is None or not 1970 <= at.year < 9999:
        raise Unreadable(f"{name} is no time with a zone.", "Write it like 2026-11-12T20:00:01+08:00.")
    return at


def _quantity(name: str, value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 10**6:
        raise Unreadable(f"{name} is {value!r:.40}.", "Write a whole number from 1.")
    return value


def _flag(name: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise Unreadable(f"{name} is {value!r:.40}.", "Write true or false.")
    return value


_ORDER: dict[str, tuple[Reader, bool]] = {
    "order_id": (_filled, True),
    "customer_id": (_text, False),
    "paid_at": (_time, True),
    "currency": (_text, False),
    "status": (_status, False),
    "refunded": (_amount, False),
    "source": (_filled, False),
    "created_at": (_time, False),
    "amount": (_amount, False),
    "as_of": (_time, False),
}
_LINE: dict[str, tuple[Reader, bool]] = {
    "sku": (_filled, True),
    "quantity": (_quantity, True),
    "paid": (_amount, True),
    "title": (_text, False),
    "category": (_text, False),
    "sub_order": (_text, False),
    "status": (_status, False),
    "refunded": (_amount, False),
    "gift": (_flag, False),
    "priced": (_flag, False),
    "product": (_text, False),
    "as_of": (_time, False),
}
