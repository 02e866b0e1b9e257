"""What reading a line as a question about a product costs, beside a scan of all names, over a large catalogue."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bot.catalog import Catalog, Product
from bot.catalog.file import parse_catalog
from bot.product_questions.reading import read_question
from bot.text import normalise

HERE = Path(__file__).parents[1]
LINES = HERE / "tests" / "product_questions"
KINDS = ["经典", "升级", "加厚", "轻奢", "迷你", "大号", "复古", "简约", "旅行", "家用"]


def catalogue(products: int) -> Catalog:
    """Multiply the sample shop's products under other names, and one link number each."""
    sample, _ = parse_catalog((HERE / "bot" / "sample" / "catalog.csv").read_text("utf-8"), "catalog.csv")
    made: dict[str, Product] = {}
    for number in range(products):
        product = list(sample.values())[number % len(sample)]
        turn = number // len(sample)
        kind = KINDS[turn % len(KINDS)] + ("" if turn < len(KINDS) else KINDS[turn // len(KINDS) % len(KINDS)])
        sku = product.sku if not turn else f"{product.sku}-{turn}"
        nicknames = tuple(f"{kind}{name}" for name in product.nicknames) if turn else product.nicknames
        title = f"{kind}{product.title}" if turn else product.title
        made[sku] = replace(product, sku=sku, title=title, nicknames=nicknames, link_no=number + 1)
    return Catalog(made)


def scanned(text: str, catalog: Catalog) -> list[str]:
    """Find the products a line names by trying every name of every product: the baseline."""
    plain = normalise(text)
    return [p.sku for p in catalog.values() if any(n in plain for n in (p.names.title, *p.names.tags, *p.nicknames))]


def times(lines: Sequence[str], act: Callable[[str], object]) -> list[float]:
    """Return microseconds of each line, the best of three, sorted."""
    found: list[float] = []
    for line in lines:
        best = float("inf")
        for _ in range(3):
            began = time.perf_counter()
            act(line)
            best = min(best, time.perf_counter() - began)
        found.append(best * 1e6)
    return sorted(found)


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--products", type=int, default=500)
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    began = time.perf_counter()
    catalog = catalogue(chosen.products)
    built = time.perf_counter() - began
    files = ("lines.tsv", "lines_unseen.tsv")
    lines = [row.split("\t")[0] for name in files for row in (LINES / name).read_text("utf-8").splitlines() if row]
    reading = times(lines, lambda line: read_question(line, catalog, "F101"))
    scan = times(lines, lambda line: scanned(line, catalog))
    of = {"p50": 0.5, "p99": 0.99}
    found = {
        "products": len(catalog), "lines": len(lines), "build_ms": round(built * 1000, 1),
        **{f"read_us_{name}": round(reading[int(len(reading) * share)], 1) for name, share in of.items()},
        **{f"scan_us_{name}": round(scan[int(len(scan) * share)], 1) for name, share in of.items()},
    }  # fmt: skip
    found["read_to_scan_p50"] = round(float(found["read_us_p50"]) / float(found["scan_us_p50"]), 2)
    print(json.dumps(found) if chosen.json else "\n".join(f"{name:<18} {value}" for name, value in found.items()))


if __name__ == "__main__":
    main()
