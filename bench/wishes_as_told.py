"""Learn how wishes are told, from `wishes_as_told.tsv`: writes `bot/product_questions/wish_likeness.tsv`.

    uv run python bench/wishes_as_told.py --chat FILE.jsonl.gz    # writes the weights, half a minute
    uv run python bench/wishes_as_told.py --try 5                 # leaves out each fifth in turn, writes nothing

`--chat` takes recorded chats in the form of `replay` as talk; every second line is learned from, the others are for
measuring. What the forms were learned from (`wish_forms.tsv`), questions about products and those of the sample FAQ
count less.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from zlib import crc32

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]

from learning import TWICE, digest, learn, written  # noqa: E402

from bot.catalog.file import parse_catalog  # noqa: E402
from bot.faq.ordinary_chat import ORDINARY_CHAT  # noqa: E402
from bot.product_questions.forms import GOODS  # noqa: E402
from bot.product_questions.likeness import WISHES, any_thing, weighable  # noqa: E402
from bot.product_questions.wishes import LONGEST_WISH_EN  # noqa: E402

TOLD, FORMS = ROOT / "bench" / "wishes_as_told.tsv", ROOT / "bench" / "wish_forms.tsv"
ASKED = ROOT / "tests" / "product_questions" / "lines.tsv"
KINDS = ROOT / "bot" / "product_questions" / "wish_kinds.txt"
WEIGHTS = ROOT / "bot" / "product_questions" / "wish_likeness.tsv"
OF_FORMS, OF_TALK, OF_QUESTIONS, OF_CHAT = 0.3, 0.7, 0.5, 0.5
"""What a line of each counts beside one that is told."""
OF_ALL = 2.0
"""How closely all are learned."""
WHOM = "◆"
SOMEBODY = (
    ["妈妈", "老公", "孩子", "爸爸", "女朋友", "办公室", "宿舍", "冬天", "学生", "闺蜜"],
    ["mum", "dad", "kids", "friend", "girlfriend", "winter", "office", "students", "travel", "running"],
)
Row = tuple[str, bool, float]


def told() -> list[Row]:
    """The lines written for this, whether each is a wish, and what it counts."""
    catalog, _ = parse_catalog((ROOT / "bot" / "sample" / "catalog.csv").read_text("utf-8"), "catalog.csv")
    return [(weighable(text, catalog), kind == "w", 1.0) for kind, text in labelled(TOLD)]


def others() -> list[Row]:
    """Lines that were written for something else."""
    catalog, _ = parse_catalog((ROOT / "bot" / "sample" / "catalog.csv").read_text("utf-8"), "catalog.csv")
    asked = [line.split("\t")[0] for line in ASKED.read_text("utf-8").splitlines() if line]
    for path in sorted((ROOT / "faq").glob("*.md")):
        asked += [line.lstrip("#- ") for line in path.read_text("utf-8").splitlines() if line.startswith(("#", "- "))]
    return [
        *((filled(text), kind == "w", OF_FORMS if kind == "w" else OF_TALK) for kind, text in labelled(FORMS)),
        *((weighable(text, catalog), False, OF_QUESTIONS) for text in asked),
        *((weighable(text, catalog), False, OF_CHAT) for text in ORDINARY_CHAT),
    ]


def said_in(chats: Sequence[Path]) -> list[Row]:
    """Every second line of recorded chats, once each."""
    catalog, _ = parse_catalog((ROOT / "bot" / "sample" / "catalog.csv").read_text("utf-8"), "catalog.csv")
    lines: dict[str, None] = {}
    for path in chats:
        with gzip.open(path, "rt", encoding="utf-8") as chat:
            texts = [str(json.loads(line)["text"]) for line in chat]
        lines |= dict.fromkeys(weighable(text, catalog) for text in texts[::2] if len(text) <= LONGEST_WISH_EN)
    return [(line, False, OF_CHAT) for line in lines if len(line) > 1]


def labelled(path: Path) -> list[tuple[str, str]]:
    """Label and text of each line of a file."""
    lines = [line.split("\t", 1) for line in path.read_text("utf-8").splitlines() if line and line[0] in "wt"]
    return [(kind, text) for kind, text in lines]


def filled(line: str) -> str:
    """Return a form with somebody or some use in each place for one, the same each time."""
    thing = any_thing(line)
    somebody = SOMEBODY[thing == "thing"]
    return line.replace(GOODS, thing).replace(WHOM, somebody[crc32(line.encode()) % len(somebody)])


def weights_of(written_for: list[Row], chat: list[Row]) -> dict[str, float]:
    """Weights of all that is in more than one line, of those that were written for learning."""
    seen = Counter(piece for text, _, _ in written_for for piece, _ in WISHES.weighed(text))
    rows = [(text, is_wish, OF_ALL * counts) for text, is_wish, counts in written_for + chat]
    return learn(WISHES, rows, {piece for piece, count in seen.items() if count >= TWICE})


def tried(folds: int, chat: list[Row]) -> None:
    """Print how many wishes are found and how much talk is mistaken where neither was learned from."""
    own, other = told(), others()
    found: list[tuple[bool, float, str]] = []
    for fold in range(folds):
        weights = weights_of([row for at, row in enumerate(own) if at % folds != fold] + other, chat)
        start = weights.pop("(start)")
        for text, is_wish, _ in own[fold::folds]:
            like = start + sum(weights.get(piece, 0.0) * part for piece, part in WISHES.weighed(text))
            found.append((is_wish, like, text))
    for least in (-0.4, -0.2, 0.0, 0.2, 0.4, 0.6):
        hit = [like >= least for is_wish, like, _ in found if is_wish]
        wrong = [like >= least for is_wish, like, _ in found if not is_wish]
        print(f"from {least}: {sum(hit) / len(hit):.1%} of {len(hit)}, {sum(wrong) / len(wrong):.1%} of {len(wrong)}")


def main() -> None:
    """Learn from every line and write the weights."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--try", dest="folds", type=int, default=0)
    asked.add_argument("--chat", type=Path, nargs="*", default=[])
    given = asked.parse_args()
    chat = said_in(given.chat)
    if given.folds:
        tried(given.folds, chat)
        return
    rows = told() + others()
    weights = weights_of(rows, chat)
    text = written(weights, {}, digest((TOLD, FORMS, ASKED, KINDS))).replace("learning.py", "wishes_as_told.py", 1)
    WEIGHTS.write_text(text, "utf-8")
    print(
        f"{len(rows)} lines and {len(chat)} of chat, {text.count(chr(10))} weights, {len(text.encode()) // 1024} KiB"
    )


if __name__ == "__main__":
    main()
