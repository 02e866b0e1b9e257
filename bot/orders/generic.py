"""The generic order file: one CSV line for each product of an order, `docs/orders.md` has the columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from bot.problems import Problem, did_you_mean
from bot.purchases import Order, OrderLine

COLUMNS = (
    "order_id",
    "customer_id",
    "paid_at",
    "sku",
    "quantity",
    "paid_amount",
    "refund_amount",
    "status",
    "title",
    "category",
    "currency",
)
NEEDED = ("order_id", "customer_id", "paid_at", "sku")
STATUSES = ("paid", "closed", "cancelled", "unpaid", "refunded")
FUTURE = timedelta(days=1)
"""Clocks differ; an order from further ahead than this is a mistake."""


@dataclass(slots=True)
class OrderFile:
    """What a file holds: good orders, rejected rows with line and reason."""

    orders: list[Order] = field(default_factory=list)
    rejected: list[Problem] = field(default_factory=list)
    rows: int = 0


@dataclass(slots=True)
class _Building:
    """An order while its lines come in."""

    customer_id: str
    paid_at: datetime
    currency: str
    status: str
    line_number: int
    lines: list[OrderLine] = field(default_factory=list)
    refunded: Decimal = Decimal(0)


def decode(raw: bytes) -> str:
    """Read a file's bytes: UTF-8, else GB18030 as Chinese office software writes it; raises `ValueError`."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("gb18030")


def parse_orders(
    text: str,
    path: str,
    *,
    zone: str,
    now: datetime,
    progress: Callable[[int], None] = lambda rows: None,
) -> OrderFile:
    """Read the generic CSV; a bad row rejects its own order only, and says why."""
    result = OrderFile()
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    reader = csv.DictReader(io.StringIO(text))
    try:
        header = [(name or "").strip().lower() for name in reader.fieldnames or []]
    except csv.Error as error:
        result.rejected.append(Problem(path, 1, f"not readable as CSV: {error}.", "Save it again."))
        return result
    reader.fieldnames = header
    missing = [name for name in NEEDED if name not in header]
    if missing:
        fix = f"Columns: {', '.join(COLUMNS)}; the first four are needed."
        if header and (near := did_you_mean(missing[0], header)).startswith("Did"):
            fix = f"Rename a column? {near.split(' Known')[0]} {fix}"
        result.rejected.append(Problem(path, 1, f"the column {', '.join(missing)} is missing.", fix))
        return result
    building: dict[str, _Building] = {}
    bad: set[str] = set()
    clock = ZoneInfo(zone)
    try:
        for row in reader:
            result.rows += 1
            progress(result.rows)
            _take(_Row(row, path, reader.line_num, result.rejected), building, bad, clock, now)
    except csv.Error as error:
        result.rejected.append(Problem(path, reader.line_num, f"not readable as CSV: {error}.", "Save it again."))
    for order_id, order in building.items():
        if order_id not in bad:
            result.orders.append(
                Order(order_id, order.customer_id, order.paid_at, tuple(order.lines), order.currency,
                      order.status, order.refunded)
            )  # fmt: skip
    return result


@dataclass(slots=True)
class _Row:
    """One row of the file, and where its mistakes go."""

    cells: Mapping[str, str | None]
    path: str
    line: int
    rejected: list[Problem]

    def cell(self, name: str) -> str:
        value = self.cells.get(name)
        # Spreadsheets guard long numbers with a TAB, a quote or ="…".
        text = value.strip().lstrip("\t'") if isinstance(value, str) else ""
        return text[2:-1] if text.startswith('="') and text.endswith('"') else text

    def reject(self, what: str, fix: str) -> None:
        self.rejected.append(Problem(self.path, self.line, what, fix))

    def amount(self, name: str) -> Decimal | None:
        written = self.cell(name).replace(",", "").lstrip("¥￥$").removesuffix("元")
        if written in ("", "-"):
            return Decimal(0)
        try:
            amount = Decimal(written)
        except InvalidOperation:
            amount = Decimal("NaN")
        if not amount.is_finite() or amount < 0 or amount > 10**9:
            self.reject(f'{name} is "{written[:40]}".', "Write digits only, such as 59.90.")
            return None
        return amount

    def time(self, zone: ZoneInfo, now: datetime) -> datetime | None:
        written = self.cell("paid_at")
        try:
            at = datetime.fromisoformat(written.replace("/", "-"))
            at = (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)
        except (ValueError, OverflowError):  # the second: the year 1, further back in another zone
            self.reject(f'paid_at is "{written[:40]}".', "Write 2026-11-12 20:00:01, with or without a zone.")
            return None
        if at > now + FUTURE:
            self.reject(f"paid_at {written[:40]} is in the future.", "Correct the date.")
            return None
        return at


def _take(row: _Row, building: dict[str, _Building], bad: set[str], zone: ZoneInfo, now: datetime) -> None:
    order_id, customer_id, sku = row.cell("order_id"), row.cell("customer_id"), row.cell("sku")
    before = len(row.rejected)
    if not order_id or not customer_id or not sku:
        row.reject("order_id, customer_id or sku is empty.", "Fill the cell or delete the row.")
    if any("E+" in value.upper() and value[:1].isdigit() for value in (order_id, customer_id)):
        row.reject("a long number was broken by a spreadsheet.", "Export again with ids as text.")
    if "*" in customer_id or customer_id.startswith(("##", "$$")):
        row.reject("customer_id is a masked name.", "It would merge strangers; use the shop's own buyer id.")
    paid_at, paid, refund = row.time(zone, now), row.amount("paid_amount"), row.amount("refund_amount")
    quantity = row.cell("quantity") or "1"
    if not (quantity.isascii() and quantity.isdigit() and len(quantity) < 6 and int(quantity) > 0):
        row.reject(f'quantity is "{quantity[:40]}".', "Write a whole number from 1.")
    status = row.cell("status").lower() or "paid"
    if status not in STATUSES:
        row.reject(f'status is "{status[:40]}".', did_you_mean(status, STATUSES))
    first = building.get(order_id)
    if first is not None and first.customer_id != customer_id:
        row.reject(f"order {order_id[:40]} has two customers.", f"See line {first.line_number}.")
    if len(row.rejected) > before or paid_at is None or paid is None or refund is None:
        bad.add(order_id)
        return
    if first is None:
        currency = row.cell("currency").upper() or "CNY"
        first = building[order_id] = _Building(customer_id, paid_at, currency, status, row.line)
    title, category = row.cell("title")[:200], row.cell("category")[:100]
    # A file without amounts still says what was bought.
    priced = "paid_amount" in row.cells
    first.lines.append(OrderLine(sku, int(quantity), paid, title, category, priced=priced))
    first.refunded += refund
