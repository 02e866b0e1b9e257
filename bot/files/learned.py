"""What the matcher learned from an FAQ, kept for the next start: learning it again takes longer than all the rest.

The file may be deleted at any time. A curve is used only for the very entries, the promise and the matching it was
learned with, and only as it was written; anything else counts as not there.
"""

from __future__ import annotations

import hashlib
import json
import logging
import math
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

from bot.faq.calibrate import Curve
from bot.faq.entries import Faq
from bot.faq.match import Promise
from bot.files.edited import beside

log = logging.getLogger(__name__)

FILE = "learned.json"
MOST = 8
"""Versions of the FAQ that are remembered: the one in force, drafts on trial, the last few before."""
LARGEST = 100_000
"""Bytes that are read; more is not ours."""
SIZE = len(Curve().counts)


class Learned:
    """One file beside the store. Nothing here raises: without it the matcher learns."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE

    def curve(self, faq: Faq, promise: Promise) -> Curve | None:
        """Return what was learned from this FAQ under this promise; None where nothing sound is kept."""
        key = _key(faq, promise)
        return _read(self._kept().get(key), key)

    def keep(self, faq: Faq, promise: Promise, curve: Curve) -> None:
        """Remember what was learned; the oldest goes."""
        key = _key(faq, promise)
        kept = self._kept()
        kept.pop(key, None)
        kept[key] = {**_numbers(curve), "mark": _mark(key, curve)}
        newest = dict(list(kept.items())[-MOST:])
        try:
            beside(self.path, json.dumps(newest).encode()).replace(self.path)
        except OSError as error:
            log.warning("%s, where it is kept what the FAQ taught: %s", self.path, error.strerror or error)

    def _kept(self) -> dict[str, Any]:
        try:
            with self.path.open("rb") as file:
                kept = json.loads(file.read(LARGEST))
        except (OSError, ValueError, RecursionError):
            return {}
        return kept if isinstance(kept, dict) else {}


def _key(faq: Faq, promise: Promise) -> str:
    """Return what tells this FAQ's questions, this promise and this matching from any other."""
    asked = [[[*entry.ways, entry.then] for entry in variants] for variants in faq.topics.values()]
    told = json.dumps([_matching(), promise, list(faq.topics), asked], ensure_ascii=True)
    return hashlib.sha256(told.encode()).hexdigest()


@cache
def _matching() -> str:
    """Return the mark of the program's own matching: what another version learned is worth nothing."""
    bot = Path(__file__).parents[1]
    text = (bot / "text" / name for name in ("__init__.py", "numerals.py", "sounds.py"))
    modules = chain(sorted((bot / "faq").glob("*.py")), text)
    mark = hashlib.sha256()
    for module in modules:
        mark.update(module.read_bytes())
    return mark.hexdigest()


def _numbers(curve: Curve) -> dict[str, Any]:
    return {"counts": curve.counts, "spread": curve.spread, "alone": curve.alone, "chosen": curve.chosen}


def _mark(key: str, curve: Curve) -> str:
    return hashlib.sha256((key + json.dumps(_numbers(curve))).encode()).hexdigest()


def _read(kept: object, key: str) -> Curve | None:
    """Read one curve; None for what was cut off, changed or is no curve."""
    try:
        if not isinstance(kept, dict):
            return None
        counts = tuple(float(number) for number in kept["counts"])
        spread = tuple(tuple(float(number) for number in row) for row in kept["spread"])
        curve = Curve(counts, spread, float(kept["alone"]), float(kept["chosen"]))
        sound = len(counts) == len(spread) == SIZE and all(len(row) == SIZE for row in spread)
        sound = sound and all(map(math.isfinite, (*counts, *chain(*spread), curve.alone, curve.chosen)))
        return curve if sound and kept["mark"] == _mark(key, curve) else None
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
