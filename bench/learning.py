"""Learn how claims are worded, from the labelled sentences of tests/guard, and write `bot/guard/likeness.tsv`.

A linear support vector machine (Hsieh and others 2008, dual coordinate descent), the same dice each time: some ten
seconds. `--chat` takes recorded chats in the form of `replay` as talk that claims nothing; no piece is kept that is
not in the labelled sentences as well.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import random
import sys
from collections import Counter
from collections.abc import Sequence
from math import log
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from bot.guard.disguises import undisguised  # noqa: E402
from bot.guard.likeness import CLAIMS  # noqa: E402
from bot.guard.reading import read, tight  # noqa: E402
from bot.text.likeness import START, Likeness  # noqa: E402

KINDS, WEIGHTS = ROOT / "bot" / "guard" / "kinds.txt", ROOT / "bot" / "guard" / "likeness.tsv"
TAUGHT = tuple(ROOT / "tests" / "guard" / name for name in ("sentences.tsv", "held_out.tsv"))
SAID = tuple(sorted((ROOT / "faq").glob("*.md")))
"""The sample shop's answers, which claim nothing."""
COST, ROUNDS, DONE = 1.0, 20, 0.02
OF_CHAT = 0.1
"""What a line of chat counts beside a labelled sentence."""
OF_CLAIM = 2.0
"""What a claim counts, for there are more lines of other talk."""
TWICE = 2
"""What is in fewer sentences teaches nothing."""


def folded(text: str) -> str:
    """Return a sentence as the guard weighs it."""
    reading = read(text)
    return reading.text if text.isascii() else undisguised(tight(reading)).text


def taught_from(paths: Sequence[Path]) -> list[tuple[str, str]]:
    """Rule and folded sentence of each labelled line."""
    lines = [line for path in paths for line in path.read_text("utf-8").splitlines() if line and line[0] != "#"]
    return [(rule, folded(text)) for rule, _, text in (line.partition("\t") for line in lines)]


def said_in(paths: Sequence[Path]) -> list[tuple[str, str]]:
    """The answers of FAQ files as sentences that claim nothing."""
    lines = [line for path in paths for line in path.read_text("utf-8").splitlines()]
    answers = [line for line in lines if line and not line.startswith(("#", "-", "<")) and ":" not in line[:6]]
    return [("ok", folded(line)) for line in answers]


def chat_lines(paths: Sequence[Path]) -> list[str]:
    """The different lines of recorded chats, folded."""
    lines: dict[str, None] = {}
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as chat:
            lines |= dict.fromkeys(folded(str(json.loads(line).get("text", ""))) for line in chat)
    return [line for line in lines if len(line) > 1]


def learn(likeness: Likeness, rows: Sequence[tuple[str, bool, float]], known: set[str]) -> dict[str, float]:
    """Return a weight for each known piece, from sentences, whether each is of the kind, and what it counts."""
    places = {piece: place for place, piece in enumerate(sorted(known), 1)}
    vectors = [
        [(places[piece], part) for piece, part in likeness.weighed(text) if piece in places] for text, _, _ in rows
    ]
    weights = [0.0] * (len(places) + 1)  # the first is where every sentence starts
    alphas = [0.0] * len(rows)
    slack = [1 / (2 * COST * counts) for _, _, counts in rows]
    lengths = [sum(part * part for _, part in vector) + 1 + slack[at] for at, vector in enumerate(vectors)]
    order, dice = list(range(len(rows))), random.Random(1)
    for _ in range(ROUNDS):
        dice.shuffle(order)
        moved = 0.0
        for at in order:
            sign = 1 if rows[at][1] else -1
            vector = vectors[at]
            gradient = sign * (weights[0] + sum([weights[place] * part for place, part in vector])) - 1
            alpha = max(0.0, alphas[at] - (gradient + slack[at] * alphas[at]) / lengths[at])
            step = (alpha - alphas[at]) * sign
            alphas[at] = alpha
            if step:
                moved = max(moved, abs(step))
                weights[0] += step
                for place, part in vector:
                    weights[place] += step * part
        if moved < DONE:
            break
    return {START: weights[0]} | {piece: weights[place] for piece, place in places.items()}


def rules_met(taught: Sequence[tuple[str, str]]) -> dict[str, tuple[str, float]]:
    """The rule each piece is met with most, of what share more than by chance, for naming what a sentence breaks."""
    claims = [(rule, text) for rule, text in taught if rule != "ok"]
    of_rule = Counter(rule for rule, _ in claims)
    met: dict[str, Counter[str]] = {}
    for rule, text in claims:
        for piece, _ in CLAIMS.weighed(text):
            met.setdefault(piece, Counter())[rule] += 1
    found: dict[str, tuple[str, float]] = {}
    for piece, by_rule in met.items():
        there = sum(by_rule.values())
        share = {rule: (count + 0.3) / (there + 2.7) for rule, count in by_rule.items()}
        # Damped, so that a rule with few sentences does not take what it shares with one that has many.
        rule = max(sorted(share), key=lambda rule: share[rule] / of_rule[rule] ** 0.4)
        more = share[rule] / (of_rule[rule] / len(claims))
        if there >= TWICE and more > 1.2:
            # What is met with one rule alone says more than what is met with many.
            found[piece] = rule, log(more) * share[rule]
    return found


def digest(paths: Sequence[Path]) -> str:
    """A sign of what the weights were learnt from."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()[:16]


def learnt(
    taught: Sequence[tuple[str, str]], chat: Sequence[str]
) -> tuple[dict[str, float], dict[str, tuple[str, float]]]:
    """Weights and rules of all that is taught."""
    seen = Counter(piece for _, text in taught for piece, _ in CLAIMS.weighed(text))
    known = {piece for piece, count in seen.items() if count >= TWICE}
    rows = [(text, rule != "ok", 1.0 if rule == "ok" else OF_CLAIM) for rule, text in taught] + [
        (text, False, OF_CHAT) for text in chat
    ]
    return learn(CLAIMS, rows, known), rules_met(taught)


def written(weights: dict[str, float], rules: dict[str, tuple[str, float]], sign: str) -> str:
    """The file of weights; what hardly weighs is left out."""
    lines = [f"#\tlearnt by bench/learning.py from {sign}", f"{weights.pop(START):.3f}\t{START}"]
    for piece, weight in sorted(weights.items()):
        rule, strength = rules.get(piece, ("", 0.0))
        if abs(weight) >= 0.02 or rule:
            lines.append(f"{weight:.2f}\t{piece}" + (f"\t{rule}\t{strength:.2f}" if rule else ""))
    return "\n".join(lines) + "\n"


def main() -> None:
    """Learn and write."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--chat", type=Path, nargs="*", default=[])
    given = arguments.parse_args()
    taught = taught_from(TAUGHT) + said_in(SAID)
    text = written(*learnt(taught, chat_lines(given.chat)), digest((*TAUGHT, KINDS)))
    WEIGHTS.write_text(text, "utf-8")
    print(f"{len(taught)} sentences, {text.count(chr(10))} lines, {len(text.encode()) // 1024} KiB")


if __name__ == "__main__":
    main()
