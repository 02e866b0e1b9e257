"""A file of a shop's system, written here and read back."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from openpyxl import Workbook  # type: ignore[import-untyped]

from bot.catalog import Catalog
from bot.catalog.file import parse_catalog
from bot.orders.mapping import ColumnMapping
from bot.orders.products import Products
from bot.orders.reading import FileReport, HowToRead, read_file
from bot.orders.rows import Terms
from bot.orders.shapes import SHAPES
from bot.purchases import Order
from bot.purchases.statements import Known, join

NOW = datetime(2026, 11, 20, tzinfo=UTC)
CATALOG = """\
sku,title,price,currency,category
A101,补水面膜,59.90,CNY,护肤
B201,茉莉花茶,39.00,CNY,茶饮
"""


@dataclass(frozen=True)
class Read:
    """What a file was read as."""

    orders: list[Order]
    report: FileReport
    products: Products

    @property
    def order(self) -> Order:
        """The only order."""
        (order,) = self.orders
        return order

    @property
    def reasons(self) -> list[str]:
        """Why rows were rejected: line and reason."""
        return [f"{problem.line}: {problem.what}" for problem in self.report.rejected]


def read(
    raw: str | bytes, *, form: str = "auto", mapping: ColumnMapping | None = None, suffix: str = ".csv",
    catalog: str = CATALOG,
) -> Read:  # fmt: skip
    """Read a file's text or bytes as the import does."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"file{suffix}"
        path.write_bytes(raw.encode("utf-8") if isinstance(raw, str) else raw)
        return read_path(path, form=form, mapping=mapping, catalog=catalog)


def read_path(
    path: Path, *, form: str = "auto", mapping: ColumnMapping | None = None, catalog: str = CATALOG
) -> Read:  # fmt: skip
    """Read a file."""
    mapping = mapping or ColumnMapping()
    shapes = [mapping.shape] if mapping.shape else list(SHAPES.values()) if form == "auto" else [SHAPES[form]]
    kept: Catalog = parse_catalog(catalog, "catalog.csv")[0]
    products = Products(kept, mapping.products)
    terms = Terms(ZoneInfo("Asia/Shanghai"), NOW, states=mapping.states)
    report = FileReport(path.name)
    orders = [o for some in read_file(path, path.name, HowToRead(terms, products, shapes), report) for o in some]
    return Read(orders, report, products)


def table(*rows: Mapping[str, str], columns: Sequence[str] = ()) -> str:
    """Write rows as CSV, cells as they are; the columns are those of the first row."""
    names = list(columns or rows[0])
    return "\n".join([",".join(names), *(",".join(row.get(name, "") for name in names) for row in rows), ""])


def workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[object]]]) -> Path:
    """Write a workbook."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def joined(*reads: Read) -> list[Order]:
    """Return the orders that several files tell together."""
    known: dict[tuple[str, str], Known] = {}
    for one in reads:
        for order in one.orders:
            said = Known.of(order)
            known[order.id] = join(known[order.id], said) if order.id in known else said
    return [known[key].order for key in sorted(known)]


def names(text: str) -> list[str]:
    """Return the columns of a header."""
    return text.split(",")
