"""Our own signed JSON for any system: the generic file's columns as keys, read by the same rules as the file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from bot.orders.gathering import Gathering
from bot.orders.products import Products
from bot.orders.rows import Rejected, RowReader, Terms
from bot.orders.shapes import GENERIC, SHAPES, fit
from bot.orders.wire import Unreadable, storable
from bot.purchases import NEVER, Order, OrderCall

MOST_ROWS = 5_000
OF_ORDER = ("order_id", "customer_id", "status", "paid_at", "created_at", "currency", "order_amount", "order_refund",
            "note")  # fmt: skip
OF_LINE = ("sub_order_id", "sku", "product_id", "title", "category", "quantity", "price", "paid_amount",
           "refund_amount", "after_sale")  # fmt: skip
_PLATFORMS = frozenset(shape.source for shape in SHAPES.values() if not shape.own_ids)


def read_call(source: str, call_id: str, raw: bytes, terms: Terms, products: Products) -> OrderCall:
    """Read a call's body: `{"orders": [{…, "lines": [{…}]}]}`. Raises `Unreadable`; then none of it is taken."""
    said = _object(raw)
    amounts = said.get("amounts", "major")
    if amounts not in ("major", "minor"):
        raise Unreadable(f'amounts is "{str(amounts)[:40]}".', 'Write "major", or "minor" for fen and cents.')
    rows = list(_rows(said))
    updated = said.get("updated_at")
    if updated is not None:
        # A time to come would make every true word after it an older one.
        terms = replace(terms, as_of=min(_time(updated), terms.now))
    columns = [name for name in (*OF_ORDER, *OF_LINE) if any(name in row for row in rows)]
    shape = replace(GENERIC, source=source, own_ids=source not in _PLATFORMS, minor=amounts == "minor",
                    lines=any(name in row for row in rows for name in OF_LINE))  # fmt: skip
    reader, gathering = RowReader(fit(shape, columns), terms, products, columns), Gathering(shape, terms)
    orders: list[Order] = []
    for number, row in enumerate(rows, 1):
        cells = [row.get(name, "") for name in columns]
        try:
            # Two lines alike are two lines here: nobody exported a row twice.
            orders += gathering.take(reader.read(cells, reader.values(cells)), number, [*cells, str(number)])
        except Rejected as error:
            raise Unreadable(f"line {number}: {error.what}", error.fix) from None
    return OrderCall(source, call_id, (*orders, *gathering.rest()))


def _object(raw: bytes) -> Mapping[str, Any]:
    try:
        said = json.loads(raw, parse_float=Decimal)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict) or not isinstance(said.get("orders"), list) or not said["orders"]:
        raise Unreadable("The body is no JSON object with orders.", 'Send {"orders": [{"order_id": "…", …}]}.')
    return said


def _rows(said: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """Yield a row for each line, each with what its order says."""
    count = 0
    for order in said["orders"]:
        lines = order.get("lines", [{}]) if isinstance(order, dict) else None
        if not isinstance(lines, list) or not lines or not all(isinstance(line, dict) for line in lines):
            raise Unreadable(
                "an order or its lines are no objects.", 'Send {"order_id": "…", "lines": [{"sku": "…"}]}.'
            )
        count += len(lines)
        if count > MOST_ROWS:
            raise Unreadable(f"More than {MOST_ROWS} lines at once.", "Send them in parts.")
        head = _cells(order, OF_ORDER)
        for line in lines:
            yield head | _cells(line, OF_LINE)


def _cells(said: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, str]:
    return {name: _cell(name, said[name]) for name in names if said.get(name) is not None}


def _cell(name: str, value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise Unreadable(f"{name} is no text and no number.", f'Write "{name}": "…".')
    return storable(str(value))


def _time(value: object) -> datetime:
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else NEVER.replace(tzinfo=None)
    except ValueError:
        at = NEVER.replace(tzinfo=None)
    if at.tzinfo is None or not 1970 <= at.year < 9999:
        raise Unreadable("updated_at is no time with a zone.", "Write 2026-11-12T20:00:01+08:00.")
    return at
