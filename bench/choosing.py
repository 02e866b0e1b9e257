"""What a chooser among the five best entries adds: coverage and precision with one and without, on labelled messages.

The data are yours: a folder of `NAME.jsonl.gz`, each line {"text", "label", "split": "pool" | "dev" | "test", "kind":
"in" | "near" | "far"}. Phrasings are drawn from the pool; the chooser is simulated.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import statistics
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bot.faq.choosing import accepted, options
from bot.faq.entries import Entry, Faq, Phrasing
from bot.faq.match import PROMISES, Matcher, Promise

MIX = {"in": 0.5, "near": 0.25, "far": 0.25}


@dataclass(frozen=True, slots=True)
class Row:
    """A message, and the entry that answers it."""

    text: str
    label: str
    split: str
    kind: str


@dataclass(frozen=True, slots=True)
class Figures:
    """Of the answers the share that is right, of the questions those answered so, of all messages those put to it."""

    precision: float
    coverage: float
    asked: float = 0.0


def read(path: Path) -> list[Row]:
    """Read one set."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        found = map(json.loads, lines)
        return [
            Row(r["text"], r["label"] or "", r["split"], {"noise": "far"}.get(r["kind"], r["kind"])) for r in found
        ]


def faq_of(rows: Iterable[Row], phrasings: int, chance: random.Random) -> Faq:
    """Draw an FAQ with that many phrasings an entry from the pool."""
    pool: dict[str, dict[str, None]] = defaultdict(dict)
    for row in rows:
        if row.split == "pool":
            pool[row.label][row.text] = None
    entries = []
    for label in sorted(pool):
        texts = list(pool[label])
        chance.shuffle(texts)
        ways = tuple(Phrasing(text, 0) for text in texts[1:phrasings])
        entries.append(Entry(label, texts[0], "An answer.", ways))
    return Faq.of(entries)


def choice(offered: Sequence[str], label: str, right: float, none: float, chance: random.Random) -> str | None:
    """Choose as a chooser of that skill would: where none is right, a mistake falls on the likeliest."""
    if label in offered:
        others = [one for one in offered if one != label]
        return label if chance.random() < right or not others else chance.choice(others)
    return None if chance.random() < none else offered[0]


def figures(rows: Sequence[Row], answers: Sequence[str | None], asked: int) -> Figures:
    """Weigh the kinds of messages by MIX, whatever their numbers."""
    counts = {kind: sum(row.kind == kind for row in rows) for kind in MIX}
    right = wrong = whole = 0.0
    for row, answer in zip(rows, answers, strict=True):
        weight = MIX[row.kind] / counts[row.kind]
        whole += weight if row.kind == "in" else 0
        if answer is not None:
            good = row.kind == "in" and answer == row.label
            right, wrong = right + weight * good, wrong + weight * (not good)
    return Figures(right / (right + wrong) if right + wrong else 1.0, right / whole, asked / len(rows))


def measure(
    rows: Sequence[Row], split: str, phrasings: int, seed: int, promise: Promise, right: float, none: float
) -> tuple[Figures, Figures]:
    """Return the figures of the matcher alone, and with the chooser."""
    chance = random.Random(seed)
    matcher = Matcher(faq_of(rows, phrasings, chance), promise)
    asked = [row for row in rows if row.split == split]
    own: list[str | None] = []
    helped: list[str | None] = []
    put = 0
    for row in asked:
        match = matcher.match(row.text)
        own.append(match.best.entry if match.sure and match.best else None)
        offered = options(match)
        put += bool(offered)
        chosen = choice(offered, row.label if row.kind == "in" else "", right, none, chance) if offered else None
        helped.append(chosen if accepted(match, chosen) else own[-1])
    return figures(asked, own, 0), figures(asked, helped, put)


def main() -> None:
    """Measure every set of the folder and print."""
    wanted = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wanted.add_argument("--data", type=Path, required=True, help="the folder with NAME.jsonl.gz")
    wanted.add_argument("--sets", help="names, with commas between (all)")
    wanted.add_argument("--split", default="test", help="which rows are asked (%(default)s)")
    wanted.add_argument("--phrasings", default="5,10", help="phrasings an entry (%(default)s)")
    wanted.add_argument("--seeds", type=int, default=3, help="draws that are averaged (%(default)s)")
    wanted.add_argument("--promise", choices=list(PROMISES), default="normal")
    wanted.add_argument("--right", type=float, default=0.95, help="the right entry is chosen where it is there")
    wanted.add_argument("--none", type=float, default=0.90, help="none is chosen where none is right")
    chosen = wanted.parse_args()
    names = chosen.sets.split(",") if chosen.sets else sorted(p.name[:-9] for p in chosen.data.glob("*.jsonl.gz"))
    print(f"{'set':<12}{'K':>3}{'P alone':>10}{'C alone':>9}{'P chosen':>10}{'C chosen':>10}{'put to it':>11}")
    for name in names:
        rows = read(chosen.data / f"{name}.jsonl.gz")
        for phrasings in map(int, chosen.phrasings.split(",")):
            pairs = [
                measure(rows, chosen.split, phrasings, seed, chosen.promise, chosen.right, chosen.none)
                for seed in range(chosen.seeds)
            ]
            mean = statistics.fmean
            print(
                f"{name:<12}{phrasings:>3}{mean(o.precision for o, _ in pairs):>10.3f}"
                f"{mean(o.coverage for o, _ in pairs):>9.3f}{mean(h.precision for _, h in pairs):>10.3f}"
                f"{mean(h.coverage for _, h in pairs):>10.3f}{mean(h.asked for _, h in pairs):>11.1%}"
            )


if __name__ == "__main__":
    main()
