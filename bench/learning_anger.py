"""Learn how angry viewers put it, from the labelled lines of tests/mood, and write `bot/cues/anger.tsv`.

Learnt as `learning.py` learns claims, some ten seconds. Calm are besides the calm lines the FAQ's own questions,
viewers' questions and the guard's harmless sentences of other tests, and what `--chat` takes: recorded chats in the
form of `replay`. `--held-out` writes nothing: it leaves out a fifth of the lines five times, or one kind after
another, and says what of them would have been told right.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]

from learning import digest, learn, written  # noqa: E402

from bot.cues.anger import ANGER, SURE  # noqa: E402
from bot.text import plain  # noqa: E402
from bot.text.likeness import START  # noqa: E402

MOOD, GUARD = ROOT / "tests" / "mood", ROOT / "tests" / "guard"
KINDS, WEIGHTS = ROOT / "bot" / "cues" / "anger_kinds.txt", ROOT / "bot" / "cues" / "anger.tsv"
TAUGHT = MOOD / "taught.tsv"
ASKED = tuple(sorted((ROOT / "faq").glob("*.md")))
SHOPPING = tuple(
    ROOT / "tests" / name
    for name in (
        "product_questions/lines.tsv", "product_questions/wishes.tsv", "product_questions/wishes_by_kind.tsv",
        "product_questions/no_wishes.tsv", "product_questions/no_wishes_by_kind.tsv", "model/harmless.tsv",
    )
)  # fmt: skip
"""Questions and talk of viewers, the text the longest part of a row."""
HARMLESS = (GUARD / "sentences.tsv", GUARD / "held_out.tsv")
OF_ANGRY, OF_SHOPPING, OF_CHAT, OF_ASKED, OF_HARMLESS = 2.0, 1.0, 0.6, 1.0, 0.3
"""What a line counts beside a calm one that was labelled."""
TWICE = 2
"""What is in fewer labelled lines teaches nothing."""
PARTS = 5


@dataclass(frozen=True, slots=True)
class Line:
    """A labelled line, as it is weighed."""

    angry: bool
    kind: str
    text: str


def taught_from(path: Path) -> list[Line]:
    """The labelled lines of a file."""
    rows = [row.split("\t") for row in path.read_text("utf-8").splitlines() if row and row[0] != "#"]
    return [Line(label == "angry", kind, plain(text)) for label, kind, text in rows]


def talk(chats: Sequence[Path]) -> Iterator[tuple[str, float]]:
    """Talk without anger, each line with what it counts."""
    for path in ASKED:
        yield from ((plain(row[2:]), OF_ASKED) for row in path.read_text("utf-8").splitlines() if row[:2] == "- ")
    for path in SHOPPING:
        rows = [row for row in path.read_text("utf-8").splitlines() if row and row[0] != "#"]
        yield from ((plain(max(row.split("\t"), key=len)), OF_SHOPPING) for row in rows)
    for path in HARMLESS:
        yield from (
            (plain(row[3:]), OF_HARMLESS) for row in path.read_text("utf-8").splitlines() if row[:3] == "ok\t"
        )
    said: dict[str, None] = {}
    for path in chats:
        with gzip.open(path, "rt", encoding="utf-8") as chat:
            said |= dict.fromkeys(plain(str(json.loads(row).get("text", ""))) for row in chat)
    yield from ((line, OF_CHAT) for line in said if len(line) > 1)


def learnt(lines: Sequence[Line], others: Sequence[tuple[str, float]]) -> dict[str, float]:
    """The weights of all that is taught."""
    seen = Counter(piece for line in lines for piece, _ in ANGER.weighed(line.text))
    known = {piece for piece, count in seen.items() if count >= TWICE}
    rows = [(line.text, line.angry, OF_ANGRY if line.angry else 1.0) for line in lines]
    return learn(ANGER, [*rows, *((text, False, counts) for text, counts in others)], known)


def held_out(lines: Sequence[Line], others: Sequence[tuple[str, float]], by_kind: bool) -> str:
    """What is told right of lines that were not taught: all, and of each kind."""
    if by_kind:
        parts = [[line for line in lines if line.kind == kind] for kind in dict.fromkeys(line.kind for line in lines)]
    else:
        shuffled = random.Random(1).sample(list(lines), len(lines))
        parts = [shuffled[first::PARTS] for first in range(PARTS)]
    called: Counter[tuple[bool, str]] = Counter()
    for part in parts:
        out = set(part)
        weights = learnt([line for line in lines if line not in out], others)
        for line in part:
            like = weights[START] + sum(weights.get(piece, 0.0) * part for piece, part in ANGER.weighed(line.text))
            called[line.angry, line.kind] += like >= SURE
    there = Counter((line.angry, line.kind) for line in lines)
    told = []
    for angry, what in ((True, "angry, caught"), (False, "calm, called angry")):
        kinds = [kind for label, kind in there if label == angry]
        all_, hit = sum(there[angry, kind] for kind in kinds), sum(called[angry, kind] for kind in kinds)
        told.append(f"{what}: {hit} of {all_} ({hit / all_:.0%})")
        told += [f"  {kind}: {called[angry, kind]} of {there[angry, kind]}" for kind in kinds]
    return "\n".join(told)


def main() -> None:
    """Learn and write."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--chat", type=Path, nargs="*", default=[])
    arguments.add_argument("--held-out", choices=("lines", "kinds"), help="measure instead of writing")
    given = arguments.parse_args()
    lines, others = taught_from(TAUGHT), list(talk(given.chat))
    if given.held_out:
        print(held_out(lines, others, given.held_out == "kinds"))
        return
    text = written(learnt(lines, others), {}, digest((TAUGHT, KINDS)))
    WEIGHTS.write_text(text, "utf-8")
    print(f"{len(lines)} lines, {text.count(chr(10))} weights, {len(text.encode()) // 1024} KiB")


if __name__ == "__main__":
    main()
