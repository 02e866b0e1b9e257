"""What an edit of the FAQ costs while a room is busy: until it is live, how late the loop gets, and what is lost.

The same room is first watched without any edit (the baseline), then while one entry is edited again and again: by
turns its answer, and its phrasings, after which what scores are worth is learned anew beside the room's work.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import logging
import os
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

from matching import made_up_faq, made_up_messages, quantile

from bot.faq.entries import Entry
from bot.files.reload import ShopFiles
from bot.rehearse import stage

TICK_S = 0.005
PER_FILE = 100
LIVE_WITHIN_S = 1.0


def written(entries: list[Entry]) -> str:
    """Return entries as a file."""
    return "".join(
        f"## {entry.question} {{#{entry.id}}}\n"
        + "".join(f"- {p.text}\n" for p in entry.phrasings)
        + f"\n{entry.answer}\n\n"
        for entry in entries
    )


def shop(folder: Path, entries: int) -> ShopFiles:
    """Write a made-up shop."""
    (folder / "faq").mkdir()
    (folder / "prompts").mkdir()
    (folder / "catalog.csv").write_text("sku,title\nA101,mask\n", "utf-8")
    made = list(made_up_faq(entries).entries.values())
    for number, first in enumerate(range(0, len(made), PER_FILE)):
        (folder / "faq" / f"{number:03}.md").write_text(written(made[first : first + PER_FILE]), "utf-8")
    return ShopFiles(folder / "faq", folder / "prompts", folder / "catalog.csv")


@asynccontextmanager
async def lateness() -> AsyncIterator[list[float]]:
    """Collect by how many milliseconds the loop comes late to a tick."""
    late: list[float] = []

    async def tick() -> None:
        while True:
            began = time.perf_counter()
            await asyncio.sleep(TICK_S)
            late.append((time.perf_counter() - began - TICK_S) * 1000)

    ticking = asyncio.create_task(tick())
    try:
        yield late
    finally:
        ticking.cancel()


async def edit(files: ShopFiles, number: int) -> float:
    """Edit the first entry and return the seconds until the room's knowledge has it."""
    path = files.faq / "000.md"
    text, mark = path.read_text("utf-8"), f"edit {number}"
    head, _, rest = text.partition("\n\n")
    answer, _, others = rest.partition("\n")
    if number % 2:
        head += f"\n- what about the {mark}"
    new = f"{head}\n\n{answer.partition(' (')[0]} ({mark})\n{others}"
    aside = path.with_suffix(".new")
    aside.write_text(new, "utf-8")
    began = time.perf_counter()
    aside.replace(path)
    while mark not in files.knowledge.faq.entries["e0"].answer:
        await asyncio.sleep(0.002)
    return time.perf_counter() - began


async def measure(entries: int, seconds: float, rate: float) -> dict[str, Any]:
    """Run the room twice as long as `seconds`: left alone, then edited every three seconds."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = shop(folder, entries)
        began = time.perf_counter()
        files.load()
        found: dict[str, Any] = {"entries": entries, "load_s": round(time.perf_counter() - began, 2)}
        texts = itertools.cycle(text for text, _ in made_up_messages(files.knowledge.faq, 2_000))
        said = 0
        async with stage(files, folder) as (practice, room, store), asyncio.TaskGroup() as tasks:
            stop = asyncio.Event()
            tasks.create_task(room.run(stop, 60.0))
            side = [tasks.create_task(files.watch()), tasks.create_task(files.sharpen())]
            while room.connector.link.state != "connected":
                await asyncio.sleep(0.02)
            await asyncio.sleep(0.5)
            for phase, edits in (("left alone", 0), ("edited", 1)):
                live: list[float] = []
                async with lateness() as late:
                    until, due = time.perf_counter() + seconds, time.perf_counter()
                    editing = asyncio.create_task(_edit_on(files, seconds, live)) if edits else None
                    while time.perf_counter() < until:
                        due += 1 / rate
                        await asyncio.sleep(max(0.0, due - time.perf_counter()))
                        said += 1
                        await practice.say(f"v{said}", f"viewer {said}", next(texts))
                    if editing is not None:
                        await editing
                found[phase] = {
                    "late_p50_ms": round(quantile(late, 0.5), 2),
                    "late_p99_ms": round(quantile(late, 0.99), 1),
                    "late_max_ms": round(max(late), 1),
                }
                if live:
                    found[phase] |= {"edits": len(live), "live_max_s": round(max(live), 2)}
            while not (balances := await store.balance()) or balances[0].heard < said or balances[0].in_flight:
                await asyncio.sleep(0.1)
            for task in side:
                task.cancel()
            stop.set()
        balance = balances[0]
        found |= {"said": said, "heard": balance.heard, "answered": balance.answered,
                  "unexplained": balance.unexplained, "doubled": balance.doubled}  # fmt: skip
        return found


async def _edit_on(files: ShopFiles, seconds: float, live: list[float]) -> None:
    until = time.perf_counter() + seconds
    for number in itertools.count():
        live.append(await edit(files, number))
        if time.perf_counter() + 3 > until:
            return
        await asyncio.sleep(3)


def main() -> None:
    """Measure and print; exit code 1 when an edit took too long or a message was lost or doubled."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--entries", default="500,5000")
    options.add_argument("--seconds", type=float, default=15)
    options.add_argument("--rate", type=float, default=20, help="messages a second")
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    logging.basicConfig(level=logging.ERROR)
    wrong = False
    for entries in map(int, chosen.entries.split(",")):
        found = asyncio.run(measure(entries, chosen.seconds, chosen.rate))
        edited = found["edited"]
        lost = found["said"] - found["heard"] + found["unexplained"] + found["doubled"]
        wrong |= bool(lost) or edited["live_max_s"] > LIVE_WITHIN_S
        if chosen.json:
            print(json.dumps(found))
            continue
        print(f"{entries} entries x 5 phrasings: loaded in {found['load_s']} s")
        print(f"  {found['said']} messages, lost or doubled {lost}")
        for phase in ("left alone", "edited"):
            of = found[phase]
            more = f"; {of['edits']} edits, each live within {of['live_max_s']} s" if "edits" in of else ""
            late = f"p50 {of['late_p50_ms']} ms, p99 {of['late_p99_ms']} ms, most {of['late_max_ms']} ms"
            print(f"  {phase:<10}  loop late {late}{more}")
    raise SystemExit(int(wrong))


if __name__ == "__main__":
    main()
