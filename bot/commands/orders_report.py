"""What an import of orders says of itself: to people in few lines, to programs whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.orders.products import Products
from bot.orders.reading import WINDOW, FileReport, as_counts
from bot.problems import Problem
from bot.purchases import NEVER, Order
from bot.store.records import KEPT_OUT, NEW, OLDER, UNCHANGED, UPDATED

PROBLEMS_SHOWN = 20
CODES_SHOWN = 10


@dataclass(slots=True)
class Imported:
    """One import, over all its files."""

    dry_run: bool
    products: Products
    files: list[FileReport] = field(default_factory=list)
    known_since: datetime | None = None
    """When the oldest order in the store was paid."""
    _became: dict[int, str] = field(default_factory=dict)
    """An order's hash to what became of it: two files may tell of one order."""

    def seen(self, orders: Sequence[Order]) -> list[Order]:
        """Return those that this import told of before."""
        return [order for order in orders if hash(order.id) in self._became]

    def unseen(self, orders: Sequence[Order]) -> list[Order]:
        """Return those that this import has not told of yet."""
        return [order for order in orders if hash(order.id) not in self._became]

    def tally(self, orders: Sequence[Order], outcomes: str) -> None:
        """Note what became of some orders."""
        for order, outcome in zip(orders, outcomes, strict=True):
            mark = hash(order.id)
            before = self._became.get(mark)
            if before is None:
                self._became[mark] = outcome
            elif before != NEW and outcome in (NEW, UPDATED):
                self._became[mark] = UPDATED

    @property
    def rejected(self) -> list[Problem]:
        """Every row that could not be used."""
        return [problem for report in self.files for problem in report.rejected]

    @property
    def _unlisted(self) -> int:
        return sum(report.more_rejected for report in self.files)

    @property
    def _numbers(self) -> dict[str, int]:
        counted = Counter(self._became.values())
        names = {"new": NEW, "updated": UPDATED, "unchanged": UNCHANGED, "older": OLDER, "kept_out": KEPT_OUT}
        return {name: counted[letter] for name, letter in names.items()}

    @property
    def _buyers(self) -> int:
        return len(set().union(*(report.buyers for report in self.files)))

    def _sum(self, name: str) -> Counter[str]:
        total: Counter[str] = Counter()
        for report in self.files:
            total.update(getattr(report, name))
        return total

    @property
    def _days(self) -> int | None:
        """Days from the oldest known order to the newest of these files; None without any."""
        firsts = [report.first for report in self.files if report.first > NEVER]
        lasts = [report.last for report in self.files if report.last > NEVER]
        if not firsts:
            return None
        first = min([*firsts, self.known_since] if self.known_since else firsts)
        return (max(lasts) - first).days

    def document(self) -> dict[str, Any]:
        """Return everything, for programs."""
        days = self._days
        return {
            "rows": sum(report.rows for report in self.files),
            "orders": len(self._became),
            **self._numbers,
            "customers": self._buyers,
            "buyers_known": self._buyers,
            "buyers_unlinkable": sum(report.unlinkable for report in self.files),
            "rejected": self.rejected,
            "rejected_unlisted": self._unlisted,
            "ignored_rows": dict(self._sum("ignored")),
            "not_counted": dict(self._sum("not_counted")),
            "unknown_products": dict(self.products.unknown.most_common()),
            "currencies": dict(self._sum("currencies")),
            "window_days": days,
            "window_complete": days is not None and days >= WINDOW.days,
            "dry_run": self.dry_run,
            "files": [_file_document(report) for report in self.files],
        }

    def problems(self) -> Iterator[str]:
        """Yield the rejected rows, not more than anybody reads."""
        rejected = self.rejected
        for problem in rejected[:PROBLEMS_SHOWN]:
            yield str(problem)
        if (more := len(rejected) + self._unlisted - PROBLEMS_SHOWN) > 0:
            yield f"… and {more} more; --rejected FILE writes them all."

    def lines(self) -> Iterator[str]:
        """Yield what people want to know, the sum last."""
        for report in self.files:
            if report.formats and len(self.files) > 1:
                formats = ", ".join(dict.fromkeys(report.formats))
                yield f"{report.path} ({formats}): {report.rows} rows, {report.orders} orders."
        if ignored := self._sum("ignored"):
            yield f"Rows passed over: {as_counts(ignored)}."
        if dead := self._sum("not_counted"):
            yield f"Orders that do not count: {as_counts(dead)}."
        yield from self._notes()
        numbers = self._numbers
        older = f", {numbers['older']} older than what is known" if numbers["older"] else ""
        if out := numbers["kept_out"]:
            are = "order is" if out == 1 else "orders are"
            yield f"{out} {are} left out: the customer was deleted (customers readmit ID lets them in again)."
        did = f"{numbers['new']} new, {numbers['updated']} updated, {numbers['unchanged']} unchanged{older}"
        rows = sum(report.rows for report in self.files)
        yield (
            f"{rows} rows, {len(self._became)} orders of {self._buyers} customers:"
            f" {f'would be read ({did})' if self.dry_run else did}; {len(self.rejected) + self._unlisted} rejected."
        )

    def _notes(self) -> Iterator[str]:
        if unlinkable := sum(report.unlinkable for report in self.files):
            masked = sum(report.masked for report in self.files)
            of_these = f" ({masked} with a masked name)" if masked else ""
            have = "order has" if unlinkable == 1 else "orders have"
            yield (
                f"Buyers: {self._buyers} known; {unlinkable} {have} no usable buyer's id{of_these}; such orders tell"
                " what sells, nothing of a person."
            )
        if unknown := self.products.unknown:
            codes = [code for code, _ in unknown.most_common(CODES_SHOWN)]
            more = ", …" if len(unknown) > CODES_SHOWN else ""
            are = "product is" if len(unknown) == 1 else "products are"
            yield f"{len(unknown)} {are} not in the catalogue: {', '.join(codes)}{more}."
        currencies = self._sum("currencies")
        if len(currencies) > 1:
            yield f"Orders in several currencies, which are never added up: {as_counts(currencies)}."
        days = self._days
        if days is not None and days < WINDOW.days:
            span = "1 day" if days == 1 else f"{days} days"
            yield (
                f"Window incomplete: these and the known orders span {span}, tiers look back on {WINDOW.days}."
                " Import older exports too."
            )


def _file_document(report: FileReport) -> dict[str, Any]:
    return {
        "path": report.path,
        "formats": report.formats,
        "rows": report.rows,
        "orders": report.orders,
        "rejected": len(report.rejected) + report.more_rejected,
        "ignored_rows": dict(report.ignored),
        "not_counted": dict(report.not_counted),
        "buyers_known": len(report.buyers),
        "buyers_unlinkable": report.unlinkable,
        "masked": report.masked,
        "currencies": dict(report.currencies),
        "first_paid": report.first if report.first > NEVER else None,
        "last_paid": report.last if report.last > NEVER else None,
    }
