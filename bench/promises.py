"""What the promise in public does to a busy room: the sample crowd at several speeds, before a desk of a few people.

A practice room speaks the evening of the sample shop, said by new viewers each time it goes round; each member of
staff takes the oldest case, writes for so many seconds, answers everybody in it and takes the next. Of what the room
read it is counted how many lines were promises, who of those that were promised an answer got one, and how long
after the promise.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from bot.escalation.mentions import batches  # noqa: E402
from bot.files.reload import ShopFiles  # noqa: E402
from bot.practice.server import PracticeRoom  # noqa: E402
from bot.rehearse import promising_in, stage  # noqa: E402
from bot.room import Room  # noqa: E402
from bot.sample.crowd import SCRIPT, HostShows, Line, Step  # noqa: E402
from bot.store import Store  # noqa: E402
from bot.store.replies import Saying  # noqa: E402

ANSWER = "请看商品详情页，谢谢您的耐心。"
AFTERWARDS_S = 60.0
"""How long staff go on once the crowd is silent."""


def steps(rounds: int) -> Iterator[Step]:
    """The evening so many times, each time with viewers of its own."""
    for turn in range(rounds):
        for step in SCRIPT:
            if isinstance(step, Line):
                yield Line(step.after, f"{step.viewer_id}-{turn}", f"{step.viewer_name}{turn}", step.text)
            else:
                yield step


async def speak(practice: PracticeRoom, rounds: int, speed: float) -> int:
    """Let the crowd speak; return how many lines it said."""
    said = 0
    for step in steps(rounds):
        await asyncio.sleep(step.after / speed)
        if isinstance(step, HostShows):
            await practice.show(step.sku)
        else:
            await practice.say(step.viewer_id, step.viewer_name, step.text)
            said += 1
    return said


async def staff(name: str, room: Room, store: Store, writes_s: float) -> None:
    """Take the oldest free case, write, answer; until cancelled."""
    while True:
        now = datetime.now(UTC)
        free = [case for case in await store.cases.several(open_only=True) if case.state == "new"]
        later = now + timedelta(seconds=writes_s + 60)
        if not free or not (await store.cases.claim(free[0].id, name, later, now)).won:
            await asyncio.sleep(0.2)
            continue
        await asyncio.sleep(writes_s)
        now = datetime.now(UTC)
        split = partial(batches, text=ANSWER, lines=room.connector.lines)
        later = now + timedelta(seconds=60)
        await store.replies.say(Saying(free[0].id, name, ANSWER, "bench", split, later, later, later, now))
        await store.cases.resolve(free[0].id, name, "answered", now)


def counted(path: str) -> dict[str, object]:
    """What the room read and who got what, from the store."""
    db = sqlite3.connect(path)
    db.row_factory = sqlite3.Row
    sent = {
        r["kind"]: r["n"] for r in db.execute("select kind, count(*) n from outbox where state='sent' group by kind")
    }
    rows = db.execute(
        "select p.viewer_id, p.case_id, p.made_at, p.slipped_at, o.text, o.mentions, o.state,"
        " (select min(s.sent_at) from outbox s where s.escalation_id=p.case_id and s.kind='staff' and s.state='sent'"
        " and instr(s.mentions, m.viewer_name)>0) as answered_at"
        " from promise p join outbox o on o.id=p.made_by join message m on m.room=p.room and m.id=p.message_id"
    ).fetchall()
    notices = db.execute("select text, mentions, sent_at from outbox where kind='notice' and state='sent'").fetchall()
    times = [r["sent_at"] for r in notices]
    apart: dict[str, list[float]] = {}
    for row in notices:
        apart.setdefault(row["text"], []).append(row["sent_at"])
    again = [b - a for some in apart.values() for a, b in pairwise(some)]
    waits = sorted(r["answered_at"] - r["made_at"] for r in rows if r["answered_at"] is not None)
    cases = db.execute("select count(*) n from escalation").fetchone()["n"]
    asked = db.execute(
        "select count(distinct viewer_id || ' ' || escalation_id) n from message where escalation_id is not null"
    ).fetchone()["n"]
    return {
        "cases": cases, "askers": asked, "lines_of_the_bot": sent,
        "promise_lines": len(notices), "named_in_them": sum(len(json.loads(r["mentions"])) for r in notices),
        "most_in_a_minute": max((sum(t <= u < t + 60 for u in times) for t in times), default=0),
        "same_sentence_again_after_s": round(min(again), 1) if again else None,
        "viewers_promised": len(rows),
        "promised_twice": len(rows) - len({(r["viewer_id"], r["case_id"]) for r in rows}),
        "slipped": sum(r["slipped_at"] is not None for r in rows),
        "got_their_answer": len(waits),
        "answer_after_the_promise_s": [round(statistics.median(waits), 1), round(waits[-1], 1)] if waits else [],
    }  # fmt: skip


async def measure(files: ShopFiles, speed: float, rounds: int, people: int, writes_s: float) -> dict[str, object]:
    """One evening."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        async with stage(files, Path(folder)) as (practice, room, store), asyncio.TaskGroup() as tasks:
            stop, names = asyncio.Event(), [f"staff {i}" for i in range(people)]
            tasks.create_task(room.run(stop, 10))
            while room.connector.link.state != "connected":
                await asyncio.sleep(0.02)
            side = [tasks.create_task(promising_in(room, store, lambda: names).run())]
            side += [tasks.create_task(staff(name, room, store, writes_s)) for name in names]
            said = await speak(practice, rounds, speed)
            await asyncio.sleep(AFTERWARDS_S)
            for task in side:
                task.cancel()
            stop.set()
        found = counted(f"{folder}/rehearsal.db")
    return {
        "speed": speed, "staff": people, "writes_s": writes_s, "lines_of_chat": said,
        "seconds": round(time.monotonic() - began),
        "promise_lines_per_100_of_chat": round(100 * int(str(found["promise_lines"])) / said, 1), **found,
    }  # fmt: skip


def main() -> None:
    """Print the figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--speed", type=float, nargs="*", default=[6, 10])
    options.add_argument("--rounds", type=int, default=3, help="times the evening goes round")
    options.add_argument("--staff", type=int, default=2)
    options.add_argument("--writes", type=float, default=12, metavar="S", help="seconds an answer takes to write")
    chosen = options.parse_args()
    files = ShopFiles(ROOT / "faq", ROOT / "prompts", ROOT / "bot" / "sample" / "catalog.csv")
    files.load()
    for speed in chosen.speed:
        print(json.dumps(asyncio.run(measure(files, speed, chosen.rounds, chosen.staff, chosen.writes)),
                         ensure_ascii=False, indent=1))  # fmt: skip


if __name__ == "__main__":
    main()
