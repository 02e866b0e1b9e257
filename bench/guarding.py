"""How well and how fast the guard does: claims by rule, personal data by disguise, false alarms, microseconds a text.

Sentences are those of tests/guard; numbers are made up, with the same dice each time. `--chat` takes recorded chats
in the form of `replay`, of which only counts are printed.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from bot.guard import Guard, claims, masked, personal_data  # noqa: E402
from bot.guard.rates import rates, share  # noqa: E402
from tests.guard.disguises import DISGUISES, SPOKEN, card, identity, phone  # noqa: E402
from tests.guard.written import HARMLESS, WRITTEN  # noqa: E402

BASELINE = re.compile(r"最|第一|顶级|绝对|保证|根治|治疗|100%|唯一|国家级")
"""What a list of words would do, in the same run."""


def sentences(name: str) -> list[tuple[str, str]]:
    """Rule and sentence of each line of a file of tests/guard."""
    lines = (ROOT / "tests" / "guard" / name).read_text("utf-8").splitlines()
    return [(rule, text) for line in lines if line and line[0] != "#" for rule, _, text in (line.partition("\t"),)]


def claims_by_rule() -> dict[str, object]:
    """Both rates on the tuned, the held-out and the never taught sentences, beside a list of words."""
    found: dict[str, object] = {}
    for name in ("sentences.tsv", "held_out.tsv", "unseen.tsv"):
        rows = sentences(name)
        ours = rates((rule, bool(claims(text))) for rule, text in rows)
        listed = rates((rule, bool(BASELINE.search(text))) for rule, text in rows)
        print(f"\n{name}: {ours.told()}")
        print(f"  (a list of ten words: caught {share(*listed.caught)}, harmless stopped {share(*listed.wrongly)})")
        found[name] = {"caught": ours.caught, "wrongly": ours.wrongly, "rules": dict(ours.stopped)}
    return found


def personal_by_disguise(each: int, roll: random.Random) -> dict[str, object]:
    """How many made-up numbers, addresses and the like are seen in each disguise, and how often cut out alone."""
    found: dict[str, object] = {}
    seen_all = all_ = 0
    kinds: dict[str, Callable[[random.Random], str]] = {"phone": phone, "identity": identity, "card": card}
    rows = [
        (f"{kind}, {name}", make, disguise) for kind, make in kinds.items() for name, disguise in DISGUISES.items()
    ]
    rows += [(f"phone, {name}", phone, disguise) for name, disguise in SPOKEN.items()]
    rows += [(kind, make, lambda text, _: text) for kind, make in WRITTEN.items()]
    for name, make, disguise in rows:
        seen = alone = 0
        for _ in range(each):
            piece = disguise(make(roll), roll)
            text = f"你好，{piece}，谢谢"
            hidden = masked(text)
            seen += hidden != text
            alone += hidden.startswith("你好") and hidden.endswith("，谢谢")
        seen_all, all_ = seen_all + seen, all_ + each
        found[name] = (seen, alone, each)
        print(f"  {name:<34} seen {share(seen, each):<22} the rest kept {share(alone, each)}")
    print(f"personal data: seen {share(seen_all, all_)}")
    wrong = harmless = 0
    for name, make in HARMLESS.items():
        stopped = [text for text in (make(roll) for _ in range(each)) if personal_data(text)]
        wrong, harmless = wrong + len(stopped), harmless + each
        print(f"  {name:<34} wrongly {share(len(stopped), each)} {stopped[:2] if stopped else ''}")
    print(f"numbers of a shop: wrongly {share(wrong, harmless)}")
    return {"seen": (seen_all, all_), "wrongly": (wrong, harmless), "kinds": found}


def of_chat(path: Path) -> None:
    """Count what of a recorded chat the rules about claims and personal data would stop."""
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    texts = [str(json.loads(line)["text"]) for line in raw.decode().splitlines() if line.strip()]
    print(f"\n{path.name}: claims {share(sum(bool(claims(t)) for t in texts), len(texts))}, personal data "
          f"{share(sum(bool(personal_data(t)) for t in texts), len(texts))}")  # fmt: skip


def speed(texts: Sequence[str]) -> dict[str, float]:
    """Microseconds a text, beside a list of words."""
    guard = Guard()

    def anew(text: str) -> object:
        claims.cache_clear()
        return guard.check(text)

    ways: dict[str, Callable[[str], object]] = {
        "a list of ten words": BASELINE.search,
        "personal data (every message)": personal_data,
        "claims": claims.__wrapped__,
        "all rules, a new text": anew,
        "all rules, a text said before": guard.check,
    }
    took: dict[str, float] = {}
    for name, do in ways.items():
        for text in texts:
            do(text)
        began = time.process_time()  # others may be at work on this machine
        for text in texts:
            do(text)
        took[name] = (time.process_time() - began) / len(texts) * 1e6
    base = took["a list of ten words"]
    for name, micros in took.items():
        print(f"  {name:<38} {micros:8.1f} µs  ×{micros / base:.0f}")
    return took


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=200, help="made-up texts of each kind")
    parser.add_argument("--chat", type=Path, nargs="*", default=[], help="recorded chats (.jsonl or .jsonl.gz)")
    parser.add_argument("--json", action="store_true", help="print one JSON object last")
    args = parser.parse_args()
    found: dict[str, object] = {"claims": claims_by_rule()}
    print()
    found["personal"] = personal_by_disguise(args.each, random.Random(20261201))
    for path in args.chat:
        of_chat(path)
    print()
    found["micros"] = speed([text for name in ("sentences.tsv", "held_out.tsv") for _, text in sentences(name)])
    if args.json:
        print(json.dumps(found, ensure_ascii=False))


if __name__ == "__main__":
    main()
