"""The sample shop's catalogue, and lines of chat with what they ask of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.catalog import Catalog
from bot.catalog.file import parse_catalog
from bot.product_questions.reading import Reading, read_question

HERE = Path(__file__).parent
SAMPLE, _ = parse_catalog((HERE.parents[1] / "bot" / "sample" / "catalog.csv").read_text("utf-8"), "catalog.csv")
NOTHING = ("-", "-")


@dataclass(frozen=True)
class Line:
    """A line of chat, which product it asks about and what; `-` where it asks nothing of the kind."""

    text: str
    product: str
    kind: str
    on_screen: str | None = None

    def read(self) -> tuple[str, str]:
        """Read it as the program does."""
        return told(read_question(self.text, SAMPLE, self.on_screen))

    @property
    def meant(self) -> tuple[str, str]:
        """What it means."""
        return self.product, self.kind


def told(reading: Reading | None) -> tuple[str, str]:
    """Return a reading as the files of lines write it: skus, `a|b` for either of two, `#9` for an unknown link."""
    if reading is None:
        return NOTHING
    unknown = f"#{reading.unknown}" if reading.unknown is not None else ""
    meant = unknown or ",".join(reading.skus) or "|".join(reading.choices)
    return (meant, "+".join(ask.kind for ask in reading.asks)) if meant else NOTHING


def lines(name: str) -> list[Line]:
    """Read one of the files of lines."""
    rows = [row.split("\t") for row in (HERE / name).read_text("utf-8").splitlines() if row]
    return [Line(*row) for row in rows]


def read(text: str, on_screen: str | None = None, before: tuple[str, ...] = (), catalog: Catalog = SAMPLE) -> str:
    """Return a reading in one short line: "A103 price"."""
    reading = read_question(text, catalog, on_screen, before)
    meant, _ = told(reading)
    return f"{meant} {'+'.join(map(str, reading.asks))}" if reading is not None else "-"
