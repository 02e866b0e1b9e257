"""The ids under which answers from the catalogue are kept, beside those of the FAQ's entries: product:A103/price."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote

from bot.messages import JOIN

PREFIX = "product:"
_SAFE = str.maketrans({c: f"%{ord(c):02X}" for c in f"%,/:={JOIN}"})


@dataclass(frozen=True, slots=True)
class ProductEntry:
    """What one answer from the catalogue is about."""

    skus: tuple[str, ...]
    kind: str

    def __str__(self) -> str:
        return f"{PREFIX}{','.join(sku.translate(_SAFE) for sku in self.skus)}/{self.kind.replace(' ', '-')}"

    @classmethod
    def of(cls, entry: str) -> ProductEntry | None:
        """Read an id; None when it is one of the FAQ's."""
        if not entry.startswith(PREFIX):
            return None
        skus, _, kind = entry.removeprefix(PREFIX).partition("=")[0].rpartition("/")
        return cls(tuple(unquote(sku) for sku in skus.split(",") if sku), kind.replace("-", " "))


def subject_of(entry: ProductEntry, detail: str) -> str:
    """Return under what a case is kept: all who ask this of the product join it."""
    return f"{entry}={detail}" if detail else str(entry)


def subject_said(entry: str, wording: str, shows: str, language: str) -> str:
    """Return under what all share a case who are owed this answer, about this product; nothing for two in one."""
    if not entry or JOIN in entry:
        return ""
    if (about := ProductEntry.of(entry)) is not None:
        return subject_of(about, read_wording(wording)[1])
    return f"faq:{entry}:{shows}:{language}"


def wording_of(language: str, detail: str) -> str:
    """Return the mark by which an answer can be worded anew: "zh", "zh:油皮"."""
    return f"{language}:{detail.translate(_SAFE)}" if detail else language


def read_wording(wording: str) -> tuple[str, str]:
    """Return the language and what was asked about in particular."""
    language, _, detail = wording.partition(":")
    return language, unquote(detail)


def products_in(entries: Iterable[str]) -> tuple[str, ...]:
    """Return the products that some ids speak of, each once."""
    read = [ProductEntry.of(part) for entry in entries for part in entry.split(JOIN)]
    return tuple(dict.fromkeys(sku for one in read if one is not None for sku in one.skus))
