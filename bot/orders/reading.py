"""One order file, read from its first byte to its last order, with a report of what was found in it."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.languages import Both
from bot.orders.cells import plain
from bot.orders.gathering import Gathering
from bot.orders.products import Products
from bot.orders.rows import Rejected, RowReader, Terms, explains, is_rounded
from bot.orders.shapes import MOST_UNKNOWN, SHAPES, Header, Shape, recognise, unknown
from bot.orders.tables import Row, Table, open_tables
from bot.problems import BadFile, Problem
from bot.purchases import NEVER, Order
from bot.unreadable import not_read

AT_ONCE = 500
"""Orders handed on in one go."""

HEADER_WITHIN = 10
"""Some exports begin with a title; a header further down is none."""

SAMPLE = 200
MOST_REJECTED = 100_000
"""Rejected rows that are remembered one by one."""

WINDOW = timedelta(days=90)
"""What tiers look back on."""


@dataclass(slots=True)
class FileReport:
    """What was found in one file."""

    path: str
    formats: list[str] = field(default_factory=list)
    rows: int = 0
    orders: int = 0
    rejected: list[Problem] = field(default_factory=list)
    more_rejected: int = 0
    """Beyond those that are listed."""
    ignored: Counter[str] = field(default_factory=Counter)
    """Rows that say nothing, and why."""
    not_counted: Counter[str] = field(default_factory=Counter)
    """Orders that count for nothing now, by state."""
    buyers: set[str] = field(default_factory=set)
    unlinkable: int = 0
    """Orders without a usable buyer's id."""
    masked: int = 0
    """Of those, orders whose buyer's name is masked."""
    currencies: Counter[str] = field(default_factory=Counter)
    first: datetime = NEVER
    last: datetime = NEVER
    """Of the orders' payment times."""

    def reject(self, problem: Problem) -> None:
        """Note a row that cannot be used."""
        if len(self.rejected) < MOST_REJECTED:
            self.rejected.append(problem)
        else:
            self.more_rejected += 1

    def count(self, order: Order) -> None:
        """Note an order."""
        self.orders += 1
        if order.customer_id:
            self.buyers.add(order.customer_id)
        elif order.status:
            self.unlinkable += 1
        if order.currency:
            self.currencies[order.currency] += 1
        if order.paid_at > NEVER:
            self.first = order.paid_at if self.first == NEVER else min(self.first, order.paid_at)
            self.last = max(self.last, order.paid_at)


@dataclass(frozen=True, slots=True)
class HowToRead:
    """What is the same for all files of an import."""

    terms: Terms
    products: Products
    shapes: Sequence[Shape] = tuple(SHAPES.values())
    tell: Callable[[int], None] = lambda rows: None
    """Told now and then how many rows of the file were read."""


def read_file(path: Path, shown: str, how: HowToRead, report: FileReport) -> Iterator[list[Order]]:
    """Yield a file's orders, some at a time; `report` fills meanwhile. A file that is none is in the report too."""
    try:
        made = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        terms = replace(how.terms, as_of=max(NEVER, min(made, how.terms.now)))
        yield from _tables(path, shown, replace(how, terms=terms), report)
    except BadFile as error:
        for problem in error.problems:
            report.reject(problem)
    except OSError as error:
        report.reject(not_read(shown, error, Both("Check the file and its permissions.", "请检查文件及其权限。")))


def _tables(path: Path, shown: str, how: HowToRead, report: FileReport) -> Iterator[list[Order]]:
    strangers: list[Problem] = []
    for table in open_tables(path, shown):
        first = list(itertools.islice(table.rows, HEADER_WITHIN))
        header, above, names = _header(first, how.shapes)
        if header is None:
            filled = [row for row in first if any(cell.strip() for cell in row.cells)]
            what, fix = unknown(filled[0].cells if filled else [], how.shapes)
            strangers.append(Problem(table.shown, filled[0].line if filled else 0, what, fix))
            continue
        report.formats.append(header.shape.name)
        rows = itertools.chain(first[above:], table.rows)
        yield from _TableReading(table, header, names, how, report).orders(rows)
    if strangers and not report.formats:
        # Of a workbook's sheets the first one with columns is the one that was meant.
        report.reject(next((p for p in strangers if p.line), strangers[0]))
    elif strangers:
        report.ignored["in other sheets"] += len(strangers)


def _header(rows: Sequence[Row], shapes: Sequence[Shape]) -> tuple[Header | None, int, list[str]]:
    for number, row in enumerate(rows, 1):
        names = [plain(cell) for cell in row.cells[:MOST_UNKNOWN]]
        if (header := recognise(names, shapes)) is not None:
            return header, number, names
    return None, 0, []


class _TableReading:
    """One table on its way from rows to orders."""

    def __init__(
        self, table: Table, header: Header, names: Sequence[str], how: HowToRead, report: FileReport
    ) -> None:
        self._table, self._how, self._report = table, how, report
        self._reader = RowReader(header, how.terms, how.products, names)
        self._gathering = Gathering(header.shape, how.terms)
        self._explained = header.shape.explained

    def orders(self, rows: Iterator[Row]) -> Iterator[list[Order]]:
        """Yield the orders, some at a time."""
        sample = list(itertools.islice(rows, SAMPLE))
        self._reader.rounded_ids = self._ids_are_rounded(sample)
        made = itertools.chain.from_iterable(self._row(row) for row in itertools.chain(sample, rows))
        whole = itertools.chain(made, self._gathering.rest())
        while some := list(itertools.islice(whole, AT_ONCE)):
            for order in some:
                self._report.count(order)
            yield some
        self._report.ignored["word for word a row before"] += self._gathering.twice
        self._report.masked += self._gathering.masked
        self._report.not_counted.update(self._gathering.dead)
        self._report.ignored += Counter()  # drops what is 0
        self._how.tell(self._report.rows)

    def _ids_are_rounded(self, sample: Sequence[Row]) -> bool:
        long = [
            i
            for i in {self._reader.values(row.cells).get("order_id", "") for row in sample}
            if len(i) > 16 and i.isdigit()
        ]
        return len(long) > 2 and all(map(is_rounded, long))

    def _row(self, row: Row) -> Iterator[Order]:
        report = self._report
        if not row.broken and not any(map(str.strip, row.cells)):
            return
        report.rows += 1
        if report.rows % 1_000 == 0:
            self._how.tell(report.rows)
        values = self._reader.values(row.cells)
        order_id = values.get("order_id", "")
        try:
            if row.broken:
                raise Rejected(row.broken, Both("Correct it, or export the file again.", "请改正，或重新导出。"))
            if self._explained and explains(order_id):
                report.ignored["explains the columns"] += 1
                return
            yield from self._gathering.take(self._reader.read(row.cells, values), row.line, row.cells)
        except Rejected as error:
            report.reject(Problem(self._table.shown, row.line, error.what, error.fix))
            if order_id:
                self._gathering.keep_back(order_id, row.line)


def as_counts(counted: Mapping[str, int]) -> str:
    """Say what was counted, the most first: `closed 12, unpaid 3`."""
    ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{name} {number}" for name, number in ordered)
