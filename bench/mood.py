"""How well anger is told from joy: both error rates on the labelled lines of tests/mood, and what real chat holds.

`taught.tsv` taught the weights (`learning_anger.py`), `tune.tsv` was looked at while the lists were written,
`once.tsv` only afterwards, and nothing was ever changed for `unseen.tsv`. `--chat` takes recorded chats in
the form of `replay` (gzip or not), of which counts are printed; `--show N` also prints lines that are called angry.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from bot.cues.mood import MoodWords, mood_of, parse_mood  # noqa: E402


def on_labelled(half: str, words: MoodWords) -> dict[str, object]:
    """Anger that is missed, and calm that is taken for anger."""
    counted = {"angry": [0, 0], "calm": [0, 0]}
    began = time.process_time()
    for line in (ROOT / "tests" / "mood" / f"{half}.tsv").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        label, *_, text = line.split("\t")
        counted[label][0] += 1
        counted[label][1] += mood_of(text, words).angry != (label == "angry")
    lines = sum(all_ for all_, _ in counted.values())
    return {
        "lines": lines,
        "microseconds_a_line": round((time.process_time() - began) / lines * 1e6, 1),
        "missed": f"{counted['angry'][1]} of {counted['angry'][0]}",
        "false_alarms": f"{counted['calm'][1]} of {counted['calm'][0]}",
    }


def on_chat(path: Path, words: MoodWords, show: int) -> dict[str, object]:
    """How many lines of a recorded chat are called angry, and what a line takes."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
        texts = [str(json.loads(line)["text"]) for line in file if line.strip()]
    began = time.process_time()  # the machine may be busy with other work
    moods = [mood_of(text, words) for text in texts]
    took = time.process_time() - began
    angry = [(text, mood) for text, mood in zip(texts, moods, strict=True) if mood.angry]
    said = [
        f"{text[:80]}  [{', '.join(f'{cue.sign} {cue.seen}'.strip() for cue in mood.cues)}]" for text, mood in angry
    ]
    return {
        "lines": len(texts), "angry": len(angry), "microseconds_a_line": round(took / max(1, len(texts)) * 1e6, 1),
        **({"some": said[:show]} if show else {}),
    }  # fmt: skip


def main() -> None:
    """Print the figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--words", type=Path, default=ROOT / "faq" / "mood.txt", help="the list to measure")
    options.add_argument("--chat", type=Path, nargs="*", default=[], help="recorded chats, one JSON object a line")
    options.add_argument("--show", type=int, default=0, metavar="N", help="print N lines called angry of each chat")
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    words, problems = parse_mood(chosen.words.read_text("utf-8"), str(chosen.words))
    for problem in problems:
        print(problem, file=sys.stderr)
    found = {half: on_labelled(half, words) for half in ("taught", "tune", "once", "unseen")}
    found |= {path.name: on_chat(path, words, chosen.show) for path in chosen.chat}
    if chosen.json:
        print(json.dumps(found, ensure_ascii=False))
        return
    for name, figures in found.items():
        print(name, " ".join(f"{key}={value}" for key, value in figures.items() if key != "some"))
        for line in figures.get("some", ()):  # type: ignore[attr-defined]
            print("   ", line)


if __name__ == "__main__":
    main()
