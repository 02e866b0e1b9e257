"""Learn how wishes for goods are put, from `wish_forms.tsv`: writes `bot/product_questions/form_weights.py`.

    uv run python bench/wish_forms.py            # writes the weights
    uv run python bench/wish_forms.py --try 5    # leaves out each fifth in turn and counts, writes nothing

A line of the file is `w` or `t` (wish or talk), a tab, and the line with ◇ for goods and ◆ for people.
Needs numpy only; a minute.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from bot.faq.ordinary_chat import ORDINARY_CHAT
from bot.product_questions.forms import STEEP, pieces

HERE = Path(__file__).parent
LINES = HERE / "wish_forms.tsv"
WRITTEN = HERE.parent / "bot" / "product_questions" / "form_weights.py"
SEEN_TWICE, TALK_COUNTS, CHAT_COUNTS, SMOOTH, STEPS, LEAST = 2, 1.3, 0.2, 6.0, 1200, 6
Row = tuple[str, bool, float]


def rows() -> list[Row]:
    """Return the lines to learn from, whether each is a wish, and what it counts."""
    read = [line.split("\t", 1) for line in LINES.read_text("utf-8").splitlines() if line and line[0] in "wt"]
    written = [(line, kind == "w", 1.0 if kind == "w" else TALK_COUNTS) for kind, line in read]
    return written + [(line, False, CHAT_COUNTS) for line in ORDINARY_CHAT]


def learned(of: list[Row]) -> tuple[list[str], np.ndarray, float]:
    """Return the pieces, their weights and what holds for every line: logistic regression, all at once."""
    counts = Counter(piece for line, _, _ in of for piece in pieces(line))
    names = sorted(piece for piece, n in counts.items() if n >= SEEN_TWICE)
    place = {name: at for at, name in enumerate(names)}
    seen = np.zeros((len(of), len(names)), dtype=np.float32)
    for at, (line, _, _) in enumerate(of):
        found = pieces(line)
        seen[at, [place[piece] for piece in found if piece in place]] = STEEP / len(found) ** 0.5
    wish = np.array([is_wish for _, is_wish, _ in of], dtype=np.float32)
    counted = np.array([worth for _, _, worth in of], dtype=np.float32) * SMOOTH
    weights, bias = np.zeros(len(names), dtype=np.float32), 0.0
    pushed, pushed_bias = weights.copy(), 0.0
    step = 4 / (1 + SMOOTH * float((seen.T @ (counted[:, None] * seen[:, :1])).max() + len(of) * 0.6))
    for turn in range(STEPS):
        wrong = (1 / (1 + np.exp(-(seen @ pushed + pushed_bias))) - wish) * counted
        before, before_bias = weights, bias
        weights = pushed - step * (seen.T @ wrong + pushed)
        bias = pushed_bias - step * float(wrong.sum())
        ahead = turn / (turn + 3)
        pushed, pushed_bias = weights + ahead * (weights - before), bias + ahead * (bias - before_bias)
    return names, weights, bias


def tried(folds: int) -> None:
    """Print how many wishes are found and how much talk is mistaken where neither was learned from."""
    every = [row for row in rows() if row[2] >= 1.0]
    found: list[tuple[bool, float]] = []
    for fold in range(folds):
        names, weights, bias = learned([row for at, row in enumerate(every) if at % folds != fold])
        known = dict(zip(names, weights, strict=True))
        for line, is_wish, _ in every[fold::folds]:
            of = pieces(line)
            strength = bias + sum(known.get(piece, 0.0) for piece in of) * STEEP / len(of) ** 0.5
            found.append((is_wish, 1 / (1 + np.exp(-strength))))
    for least in (0.3, 0.4, 0.5, 0.6, 0.7):
        hit = [chance >= least for is_wish, chance in found if is_wish]
        wrong = [chance >= least for is_wish, chance in found if not is_wish]
        print(f"from {least}: {np.mean(hit):.1%} of {len(hit)} wishes, {np.mean(wrong):.1%} of {len(wrong)} others")


def written() -> None:
    """Learn from every line and write the module."""
    names, weights, bias = learned(rows())
    cells = [
        f"{name}={round(100 * float(w))}" for name, w in zip(names, weights, strict=True) if abs(w) * 100 >= LEAST
    ]
    lines = ["\t".join(cells[at : at + 45]) for at in range(0, len(cells), 45)]
    WRITTEN.write_text(
        '"""What each run of words says for or against a wish, in hundredths (`bench/wish_forms.py`)."""\n\n'
        f'AT_ALL = {bias:.2f}\n"""What holds for every line."""\n\nWEIGHTS = r"""' + "\n".join(lines) + '\n"""\n',
        "utf-8",
    )
    print(f"{len(cells)} weights of {len(rows())} lines")


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--try", dest="folds", type=int, default=0)
    folds = asked.parse_args().folds
    tried(folds) if folds else written()
