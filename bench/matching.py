"""How long it takes to find the entry a message asks for, beside rapidfuzz over all phrasings."""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from rapidfuzz import fuzz, process

sys.path.insert(0, str(Path(__file__).parents[1]))

from bot.faq.entries import Entry, Faq, Phrasing
from bot.faq.match import Matcher
from bot.text import normalise

SEED = 11
PHRASINGS = 5

ENGLISH = (
    "how long does the {a} {b} take",
    "when can i get my {a} {b}",
    "do you have the {a} {b}",
    "is the {a} {b} free",
    "can i change the {a} {b}",
    "where do i find the {a} {b}",
    "what does {a} {b} mean",
    "is there a {a} {b} for members",
    "who pays for the {a} {b}",
    "how do i use {a} {b}",
)
CHINESE = (
    "{a}{b}要多久",
    "什么时候有{a}{b}",
    "{a}的{b}在哪里",
    "可以换{a}{b}吗",
    "有没有{a}{b}",
    "{a}{b}怎么用",
    "{a}{b}多少钱",
    "{b}{a}支持吗",
    "想要{a}{b}怎么弄",
    "{a}{b}是什么意思",
)
CHAT = (
    """
主播今天好漂亮 / 笑死我了 / 来了来了 / 晚上好呀 / 我先去吃饭了 / 这个颜色绝了 / 孩子睡了 / 广东的来了 / 又没抢到
声音好好听 / 第一次来 / 手机快没电了 / hello from texas / you look great today / lol that was funny / just got here
my dog is asleep / what a lovely colour / see you all tomorrow / the music is too loud / so cold today
""".strip()
    .replace("\n", " / ")
    .split(" / ")
)
SYLLABLES = [c + v for c in "bdfgklmnprstvz" for v in ("a", "e", "i", "o", "u", "ai", "ou")]
CHARACTERS = [chr(c) for c in range(0x4E00, 0x4E00 + 3000)]


def made_up_faq(entries: int, seed: int = SEED) -> Faq:
    """Make an FAQ of that many entries, each with a question and four more phrasings, half of them Chinese.

    The frames are shared by all entries, as in a real FAQ; two words of each entry are its own.
    """
    chance = random.Random(seed)
    made: list[Entry] = []
    for i in range(entries):
        if i % 2:
            a, b = ("".join(chance.choices(CHARACTERS, k=2)) for _ in range(2))
            frames = CHINESE
        else:
            a, b = ("".join(chance.choices(SYLLABLES, k=chance.randint(2, 3))) for _ in range(2))
            frames = ENGLISH
        ways = [frame.format(a=a, b=b) for frame in chance.sample(frames, PHRASINGS)]
        phrasings = tuple(Phrasing(way, 0) for way in ways[1:])
        answer = f"Here is what the shop says about {a} {b}: it is all in the order page."
        made.append(Entry(f"e{i}", ways[0], answer, phrasings))
    return Faq.of(made)


def faq_from(texts: Sequence[str], entries: int) -> Faq:
    """Make an FAQ of that many entries from somebody's texts, as many as there are, five after five an entry."""
    distinct = list(dict.fromkeys(text for text in texts if normalise(text)))[: entries * PHRASINGS]
    groups = [distinct[i : i + PHRASINGS] for i in range(0, len(distinct), PHRASINGS)]
    return Faq.of(
        Entry(f"e{i}", ways[0], "An answer.", tuple(Phrasing(way, 0) for way in ways[1:]))
        for i, ways in enumerate(groups)
    )


def made_up_messages(faq: Faq, count: int, seed: int = SEED) -> list[tuple[str, str]]:
    """Make what viewers type, with the entry each means: a third as written, a third dressed up, a third mistyped."""
    chance = random.Random(seed + 1)
    entries = list(faq.entries.values())
    made: list[tuple[str, str]] = []
    for i in range(count):
        entry = entries[i % len(entries)]
        text = chance.choice(list(entry.ways))
        if i % 3 == 1:
            chinese = text[0] > "\u3000"
            text = f"主播{text}呀？" if chinese else f"Hi, {text}???"
        elif i % 3 == 2:
            at = chance.randrange(1, len(text) - 1)
            text = text[:at] + text[at + 1 :]
        made.append((text, entry.id))
    return made


@dataclass(frozen=True, slots=True)
class Timed:
    """One way of finding the entry, timed message by message."""

    entries: int
    phrasings: int
    way: str
    p50_us: float
    p99_us: float
    found: float
    """Share of the messages whose entry came out first."""
    answered: float | None = None
    """Share that would be answered: the matcher abstains where it is not sure."""
    wrong: float | None = None
    """Share that would be answered with another entry."""


def quantile(values: Sequence[float], q: float) -> float:
    """Return a quantile of values that need not be sorted."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(len(ranked) * q))]


def timed(find: Callable[[str], str], messages: Sequence[tuple[str, str]]) -> tuple[list[float], float]:
    """Find each message's entry; return microseconds of each and the share found."""
    times: list[float] = []
    right = 0
    for text, entry in messages:
        began = time.perf_counter_ns()
        found = find(text)
        times.append((time.perf_counter_ns() - began) / 1000)
        right += found == entry
    return times, right / len(messages)


def resident_mb() -> float:
    """Return the memory this process holds now."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


def built(faq: Faq) -> tuple[Matcher, dict[str, float]]:
    """Build the matcher as a start does, and again as an edit of one entry does."""
    before = resident_mb()
    began = time.perf_counter()
    matcher = Matcher(faq)
    loaded, grown = time.perf_counter(), resident_mb() - before
    first = next(iter(faq.entries.values()))
    changed = replace(first, phrasings=(*first.phrasings, Phrasing("a way of asking nobody wrote before", 0)))
    began_edit = time.perf_counter()
    edited = matcher.edited(Faq.of([changed, *list(faq.entries.values())[1:]]))
    live = time.perf_counter()
    if edited.topic_of("A way of asking nobody wrote before?") != first.id:
        raise SystemExit("the edit is not live")
    return matcher, {
        "entries": len(faq),
        "phrasings": len(matcher),
        "load_ms": (loaded - began) * 1000,
        "edit_ms": (live - began_edit) * 1000,
        "grown_mb": grown,
    }


def measure(faq: Faq, messages: int, slow_messages: int) -> tuple[list[Timed], dict[str, float]]:
    """Time the matcher and rapidfuzz on the same FAQ and the same messages."""
    entries = len(faq)
    matcher, load = built(faq)
    asked = made_up_messages(faq, messages)
    random.Random(SEED).shuffle(asked)
    ways = {normalise(way): entry.id for entry in faq.entries.values() for way in entry.ways}
    written = list(ways)

    def by_matcher(text: str) -> str:
        best = matcher.match(text).best
        return best.entry if best else ""

    def by_ratio(text: str) -> str:
        return ways[process.extractOne(normalise(text), written, scorer=fuzz.ratio)[0]]

    def by_wratio(text: str) -> str:
        return ways[process.extractOne(normalise(text), written, scorer=fuzz.WRatio)[0]]

    # The first messages pay for what is kept from then on.
    timed(by_matcher, asked[:100])
    rows: list[Timed] = []
    for name, find, some in (
        ("Matcher.match", by_matcher, asked),
        ("rapidfuzz extractOne, ratio", by_ratio, asked[:slow_messages]),
        ("rapidfuzz extractOne, WRatio", by_wratio, asked[:slow_messages]),
    ):
        times, found = timed(find, some)
        answered = wrong = None
        if find is by_matcher:
            sure = [(matcher.match(text), entry) for text, entry in some]
            answered = sum(m.sure for m, _ in sure) / len(some)
            wrong = sum(m.sure and m.best is not None and m.best.entry != entry for m, entry in sure) / len(some)
        rows.append(
            Timed(entries, len(matcher), name, quantile(times, 0.5), quantile(times, 0.99), found, answered, wrong)
        )
    # What stands in the FAQ word for word is only looked up: the rest shows what weighing costs.
    mistyped = [(text, entry) for text, entry in asked if normalise(text) not in ways]
    times, found = timed(by_matcher, mistyped)
    name = "Matcher.match, mistyped"
    rows.append(Timed(entries, len(matcher), name, quantile(times, 0.5), quantile(times, 0.99), found))
    chat = [(line, "") for line in CHAT]
    times, silent = timed(by_matcher, chat * (1 + messages // len(chat)))
    rows.append(
        Timed(entries, len(matcher), "Matcher.match, small talk", quantile(times, 0.5), quantile(times, 0.99), silent)
    )
    return rows, load


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--messages", type=int, default=2_000, help="messages for the matcher (%(default)s)")
    options.add_argument("--slow-messages", type=int, default=150, help="messages for rapidfuzz (%(default)s)")
    options.add_argument("--json", action="store_true", help="print one JSON object")
    options.add_argument("--entries", default="500,5000", help="sizes of the FAQ, with commas between (%(default)s)")
    options.add_argument(
        "--texts", type=Path, help="take the phrasings from this file, a line each, not made-up ones"
    )
    chosen = options.parse_args()
    given = chosen.texts.read_text("utf-8").splitlines() if chosen.texts else []
    rows: list[Timed] = []
    loads: list[dict[str, float]] = []
    for entries in map(int, chosen.entries.split(",")):
        faq = faq_from(given, entries) if given else made_up_faq(entries)
        measured, load = measure(faq, chosen.messages, chosen.slow_messages)
        rows += measured
        loads.append(load)
    if chosen.json:
        print(json.dumps({"matching": [asdict(row) for row in rows], "load": loads}))
        return
    print("Finding the entry a message asks for, µs a message, one thread; the same FAQ and messages for all three")
    print(f"load of the machine after the run: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print(f"{'FAQ':>14}  {'way':<30}{'p50':>9}{'p99':>9}{'found':>8}{'answered':>10}{'wrong':>7}")
    for row in rows:
        shares = f"{row.answered:>10.1%}{row.wrong:>7.1%}" if row.answered is not None else ""
        times = f"{row.p50_us:>9.0f}{row.p99_us:>9.0f}"
        print(f"{row.entries:>8} × {PHRASINGS:<3}  {row.way:<30}{times}{row.found:>8.1%}{shares}")
    for load in loads:
        print(
            f"{load['phrasings']:.0f} phrasings: loaded and calibrated in {load['load_ms']:.0f} ms, an edit live in "
            f"{load['edit_ms']:.0f} ms, {load['grown_mb']:.0f} MB more memory"
        )
    print(f"most memory the process ever held: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:.0f} MB")


if __name__ == "__main__":
    main()
