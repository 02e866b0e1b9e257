"""What matching by meaning costs on this machine: time of a message, how long the loop is held, load and memory."""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import logging
import os
import random
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from matching import PHRASINGS, made_up_faq

from bot.meaning import Meaning
from bot.settings import MeaningSettings
from bot.text import normalise

TICK_S = 0.001
MESSAGE_MS = 20.0
HELD_MS = 10.0
PATIENT_MS = 2_000.0
SETTLE_S = 0.2
PAUSE_S = 0.02
"""Between two messages of a lively room."""


def memory_mb() -> float:
    """Return the memory that is this process's own and what it has mapped of files, in megabytes."""
    status = Path("/proc/self/status").read_text("utf-8")
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def questions(count: int, seed: int) -> list[str]:
    """Return normalised questions that differ, half of them Chinese."""
    entries = list(made_up_faq(-(-count // PHRASINGS), seed).entries.values())
    texts = [normalise(way) for entry in entries for way in entry.ways]
    random.Random(seed).shuffle(texts)
    return texts[:count]


PHASES = {
    "idle": "nothing going on",
    "messages": "messages one after the other",
    "handfuls": "messages eight at a time",
    "learning": "phrasings being learned",
    "kept": "phrasings read from the disk",
}


class Ticker:
    """Sleeps a millisecond at a time; notes how late it wakes and what this thread itself computed meanwhile."""

    def __init__(self) -> None:
        self.late_ms: list[float] = []
        self.busy_ms: list[float] = []

    async def run(self) -> None:
        """Tick until cancelled."""
        while True:
            began, busy = time.perf_counter(), time.thread_time()
            await asyncio.sleep(TICK_S)
            self.late_ms.append((time.perf_counter() - began - TICK_S) * 1000)
            self.busy_ms.append((time.thread_time() - busy) * 1000)


STRANGER = """
import sys, threading, time
late, done = [], threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), done.set()), daemon=True).start()
while not done.is_set():
    began = time.perf_counter()
    time.sleep(0.001)
    late.append((time.perf_counter() - began - 0.001) * 1000)
print(max(late))
"""
"""Another process that ticks likewise: as late as it is, the machine is to blame."""


def share(values: list[float], of: float) -> float:
    """Return the value below which this share lies."""
    return sorted(values)[min(len(values) - 1, int(len(values) * of))]


async def held_while(act: Callable[[], Awaitable[object]]) -> dict[str, float]:
    """Return what `act` does to the loop, and how late another process was at the same time, in milliseconds."""
    stranger = await asyncio.create_subprocess_exec(
        sys.executable, "-c", STRANGER, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    ticker = Ticker()
    ticking = asyncio.create_task(ticker.run())
    try:
        await asyncio.sleep(SETTLE_S)  # until the other process ticks too
        ticker.late_ms.clear()
        ticker.busy_ms.clear()
        await act()
    finally:
        ticking.cancel()
        told, _ = await stranger.communicate(b"")  # closes its input, which ends it
    return {
        "late_p99_ms": share(ticker.late_ms, 0.99),
        "late_worst_ms": max(ticker.late_ms),
        "busy_worst_ms": max(ticker.busy_ms),
        "stranger_late_worst_ms": float(told),
    }


async def measure(messages: int, phrasings: int, folder: Path) -> dict[str, Any]:
    """Load the model, learn phrasings, then embed messages one after the other and in handfuls."""
    found: dict[str, Any] = {}
    held: dict[str, dict[str, float]] = {}
    before = memory_mb()
    began = time.perf_counter()
    chosen = MeaningSettings(source="local", folder=folder, within_ms=PATIENT_MS)
    meaning = await Meaning.open(chosen, None, lambda: datetime.now(UTC), "UTC")
    if not meaning.on:
        raise SystemExit(meaning.state)
    found["load_s"] = time.perf_counter() - began
    gc.collect()
    gc.freeze()  # as the program does once it is built: collecting garbage held the loop, not the vectors
    took: list[float] = []

    async def one_by_one() -> None:
        for text in questions(messages, 1):
            start = time.perf_counter()
            assert await meaning.vector(text) is not None
            took.append((time.perf_counter() - start) * 1000)
            await asyncio.sleep(PAUSE_S)

    async def in_handfuls() -> None:
        texts = questions(messages, 2)
        for i in range(0, len(texts), 8):
            await asyncio.gather(*(meaning.vector(text) for text in texts[i : i + 8]))

    async def idle() -> None:
        await asyncio.sleep(2)

    held["idle"] = await held_while(idle)
    held["messages"] = await held_while(one_by_one)
    found["message_p50_ms"], found["message_p99_ms"] = share(took, 0.5), share(took, 0.99)
    held["handfuls"] = await held_while(in_handfuls)
    known = questions(phrasings, 3)
    began = time.perf_counter() + SETTLE_S
    held["learning"] = await held_while(lambda: meaning.vectors(known))
    found["phrasing_ms"] = (time.perf_counter() - began) * 1000 / len(known)
    found["memory_mb"] = memory_mb() - before
    await meaning.close()
    again = await Meaning.open(chosen, None, lambda: datetime.now(UTC), "UTC")
    began = time.perf_counter() + SETTLE_S
    held["kept"] = await held_while(lambda: again.vectors(known))
    found["kept_phrasing_ms"] = (time.perf_counter() - began) * 1000 / len(known)
    await again.close()
    return {**found, "loop": held}


def table(found: dict[str, Any]) -> str:
    """Return the figures as a person reads them, with the bars they are held to."""
    quick = "held" if found["message_p50_ms"] <= MESSAGE_MS else "MISSED"
    lines = [
        f"load before {found['load_before']:.2f}",
        f"loading the model                {found['load_s'] * 1000:.0f} ms; memory +{found['memory_mb']:.0f} MB",
        f"a message                        p50 {found['message_p50_ms']:.1f}, p99 {found['message_p99_ms']:.1f} ms"
        f"   (bar: p50 at most {MESSAGE_MS:.0f} ms: {quick})",
        f"a phrasing, learned / from disk  {found['phrasing_ms']:.1f} / {found['kept_phrasing_ms']:.2f} ms",
        "How the loop fares, ms:          late p99   worst   its own work, worst   another process late, worst",
    ]
    for name, words in PHASES.items():
        of = found["loop"][name]
        lines.append(
            f"  {words:<31}{of['late_p99_ms']:8.1f}{of['late_worst_ms']:8.1f}{of['busy_worst_ms']:22.1f}"
            f"{of['stranger_late_worst_ms']:30.1f}"
        )
    worst = max(of["busy_worst_ms"] for of in found["loop"].values())
    lines.append(f"  (bar: its own work never over {HELD_MS:.0f} ms: {'held' if worst <= HELD_MS else 'MISSED'})")
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--messages", type=int, default=200, help="messages of each kind (%(default)s)")
    options.add_argument("--phrasings", type=int, default=1_000, help="phrasings of the FAQ (%(default)s)")
    options.add_argument("--json", action="store_true", help="print one JSON object")
    chosen = options.parse_args()
    logging.basicConfig(level=logging.WARNING)
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(measure(chosen.messages, chosen.phrasings, Path(folder)))
    found = {"load_before": load, **found}
    print(json.dumps(found) if chosen.json else table(found))


if __name__ == "__main__":
    main()
