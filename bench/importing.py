"""How many orders a second an import takes in end to end, alone and beside a running program that must not feel it.

End to end: the file parsed and checked, joined with what is known, written to SQLite durably (`synchronous=FULL`), by
the very command that staff use. In the same run a bare `csv.DictReader` with `executemany` into one table: no checks,
no joining, one transaction. What else the machine does shows in the bystander, a process that only sleeps and wakes,
and in the difference between orders a second by the clock and orders a second of CPU.
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import json
import os
import random
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from matching import quantile

from bot.catalog import Catalog
from bot.console.app import Console
from bot.console.desk import Desk
from bot.guard import Verdict
from bot.messages import ChatMessage, Viewer
from bot.running import Running, announced
from bot.store import Store, open_store

ROOT = Path(__file__).parents[1]
TICK_S = 0.005
TOKEN = "of this bench"
START = datetime(2026, 1, 1, tzinfo=UTC)

DOUYIN = (
    "主订单编号,子订单编号,选购商品,商品规格,商品数量,商品ID,商家编码,商品单价,订单应付金额,运费,优惠总金额,平台实际承担优惠金额,收件人,"
    "收件人手机号,省,市,订单提交时间,支付完成时间,订单完成时间,订单状态,售后状态,取消原因,商家备注,达人ID,达人昵称"
)
GENERIC = "order_id,customer_id,paid_at,sku,quantity,paid_amount,refund_amount,status,title,category,currency"


def douyin_file(path: Path, orders: int, seed: int = 7) -> int:
    """Write sub-orders as Douyin exports them; return the number of rows."""
    chance, rows = random.Random(seed), 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow(DOUYIN.split(","))
        for n in range(orders):
            at = f"\t{START + timedelta(seconds=n * 20):%Y-%m-%d %H:%M:%S}"
            state = chance.choices(("已完成", "已发货", "已关闭"), (90, 5, 5))[0]
            for sub in range(chance.choices((1, 2, 3), (70, 20, 10))[0]):
                rows += 1
                sku, paid = f"S{chance.randrange(2000):04d}", f"{chance.randrange(990, 29900) / 100:.2f}"
                main, one, product = f"\t69{n:017d}", f"\t69{n:015d}{sub:02d}", f"\t35{n % 2000:015d}"
                out.writerow([
                    main, one, "\t补水面膜 5片装", "默认", 1 + n % 2, product, sku, "59.90", paid,
                    "0.00", "0.00", "0.00", "##xKx9==", "$$aB1==", "浙江省", "杭州市",
                    at, at, "-", state, "-", "-", "-", "", "",
                ])  # fmt: skip
    return rows


def generic_file(path: Path, orders: int, seed: int = 7) -> int:
    """Write the generic table, with known buyers; return the number of rows."""
    chance, rows = random.Random(seed), 0
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(GENERIC.split(","))
        for n in range(orders):
            at = f"{START + timedelta(seconds=n * 20):%Y-%m-%d %H:%M:%S}"
            for _ in range(chance.choices((1, 2, 3), (70, 20, 10))[0]):
                rows += 1
                sku, amount = f"S{chance.randrange(2000):04d}", f"{chance.randrange(990, 29900) / 100:.2f}"
                buyer = f"c{n % (orders // 5 + 1)}"
                out.writerow([f"o{n}", buyer, at, sku, 1, amount, 0, "paid", "面膜", "护肤", "CNY"])
    return rows


FILES: dict[str, Callable[[Path, int], int]] = {"douyin": douyin_file, "generic": generic_file}


def bare(path: Path, folder: Path, order: str) -> tuple[float, float]:
    """Read the file with `csv.DictReader` and write its rows as they are; return seconds by the clock and of CPU."""
    began, cpu = time.perf_counter(), time.process_time()
    db = sqlite3.connect(folder / "bare.db", isolation_level=None)
    db.execute("pragma journal_mode=wal")
    db.execute("pragma synchronous=full")
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        columns = list(reader.fieldnames or ())
        named = ",".join(f'"{name}" text' for name in columns)
        db.execute(f"create table row ({named})")
        db.execute(f'create index by_order on row ("{order}")')
        db.execute("begin")
        db.executemany(
            f"insert into row values ({','.join('?' * len(columns))})",  # noqa: S608 - only question marks
            (list(row.values()) for row in reader),
        )
        db.execute("commit")
    db.close()
    return time.perf_counter() - began, time.process_time() - cpu


@dataclass(frozen=True)
class Ran:
    """How a command of ours ran."""

    seconds: float
    cpu_s: float
    peak_mb: float
    said: Any


async def command(folder: Path, *words: str) -> Ran:
    """Run a command of Roomhand in a folder."""
    began, cpu = time.perf_counter(), _cpu(resource.RUSAGE_CHILDREN)
    with (folder / "said.json").open("wb") as out:
        process = await asyncio.create_subprocess_exec(
            sys.executable, str(ROOT / "run_bot.py"), *words, "--json", cwd=folder, stdout=out
        )
        peak = 0.0
        while process.returncode is None:
            peak = max(peak, _resident(process.pid))
            try:
                async with asyncio.timeout(0.05):
                    await process.wait()
            except TimeoutError:
                continue
    if process.returncode:
        raise SystemExit(f"{' '.join(words)} ended with {process.returncode}")
    cpu = _cpu(resource.RUSAGE_CHILDREN) - cpu
    return Ran(time.perf_counter() - began, cpu, peak, json.loads((folder / "said.json").read_text("utf-8")))


def _cpu(whose: int) -> float:
    used = resource.getrusage(whose)
    return used.ru_utime + used.ru_stime


def _resident(pid: int) -> float:
    try:
        status = Path(f"/proc/{pid}/status").read_text("utf-8")
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS")), 0.0)


async def late(samples: list[float], own: list[float]) -> None:
    """Note in milliseconds how late the loop is each time it should wake, and how much it computed meanwhile."""
    while True:
        began, worked = time.perf_counter(), time.thread_time()
        await asyncio.sleep(TICK_S)
        samples.append((time.perf_counter() - began - TICK_S) * 1000)
        own.append((time.thread_time() - worked) * 1000)


async def room_writes(store: Store, samples: list[float]) -> None:
    """Claim a message fifty times a second, as a busy room does, and note in milliseconds how long each takes."""
    for n in range(10**9):
        now = datetime.now(UTC)
        began = time.perf_counter()
        await store.claim(ChatMessage("bench", f"m{n}", Viewer("v", "v"), "几天发货", now), now)
        samples.append((time.perf_counter() - began) * 1000)
        await asyncio.sleep(0.02)


async def beside_a_program(folder: Path, file: Path) -> dict[str, float]:
    """Import while a program holds the store and a room writes to it."""
    store = await open_store(f"sqlite:///{folder}/kept.db")

    async def nothing(room: str, mode: str, by: str) -> None:
        raise NotImplementedError

    desk = Desk(
        store=store, rooms=list, problems=list, catalog=Catalog, practice=False, switch_mode=nothing,
        check_reply=lambda text: Verdict(text, "staff"), api_token=TOKEN,
    )  # fmt: skip
    lateness: list[float] = []
    own: list[float] = []
    claims: list[float] = []
    try:
        async with Console(desk) as console:
            tasks = [asyncio.ensure_future(late(lateness, own)), asyncio.ensure_future(room_writes(store, claims))]
            await asyncio.sleep(2)
            calm = (max(lateness), quantile(claims, 0.99))
            lateness.clear()
            own.clear()
            claims.clear()
            with announced(folder / "kept.db", Running(console.url, TOKEN)):
                bystander = await asyncio.create_subprocess_exec(
                    sys.executable, "-c", BYSTANDER, str(folder / "over"), stdout=asyncio.subprocess.PIPE
                )
                mine = time.process_time()
                ran = await command(folder, "orders", "import", str(file))
                mine = time.process_time() - mine
                (folder / "over").touch()
                aside = float((await bystander.communicate())[0])
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
    finally:
        await store.close()
    return {
        "seconds": ran.seconds, "cpu_s": ran.cpu_s, "program_cpu_s": mine, "peak_mb": ran.peak_mb,
        "new": ran.said["new"], "program_mb": _resident(os.getpid()),
        "own_worst_ms": max(own),
        "late_worst_ms": max(lateness), "late_p99_ms": quantile(lateness, 0.99), "late_worst_calm_ms": calm[0],
        "bystander_worst_ms": aside,
        "claim_p99_ms": quantile(claims, 0.99), "claim_worst_ms": max(claims), "claim_p99_calm_ms": calm[1],
    }  # fmt: skip


BYSTANDER = """
import asyncio, os, sys, time
async def main():
    worst = 0.0
    while not os.path.exists(sys.argv[1]):
        began = time.perf_counter()
        await asyncio.sleep(0.005)
        worst = max(worst, time.perf_counter() - began - 0.005)
    print(worst * 1000)
asyncio.run(main())
"""
"""A loop that does nothing but wake: how late the machine alone makes it."""

SETTINGS = '[store]\nurl = "sqlite:///kept.db"\n[[rooms]]\nname = "bench"\nplatform = "practice"\n'


async def measure(kind: str, orders: int) -> dict[str, Any]:
    """Measure one kind of file: bare, alone, again, and beside a program."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "bot.toml").write_text(SETTINGS, "utf-8")
        file = folder / "orders.csv"
        rows = FILES[kind](file, orders)
        idle = await command(folder, "orders", "import", str(_one_row(folder, kind)))
        (folder / "kept.db").unlink()
        alone = await command(folder, "orders", "import", str(file))
        again = await command(folder, "orders", "import", str(file))
        for name in ("kept.db", "kept.db-wal", "kept.db-shm"):
            (folder / name).unlink(missing_ok=True)
        seconds, bare_cpu = bare(file, folder, (DOUYIN if kind == "douyin" else GENERIC).split(",")[0])
        return {
            "file": kind, "orders": orders, "rows": rows, "start_s": idle.seconds, "start_cpu_s": idle.cpu_s,
            "bare_s": seconds, "bare_cpu_s": bare_cpu,
            "alone_s": alone.seconds, "alone_cpu_s": alone.cpu_s, "alone_peak_mb": alone.peak_mb,
            "alone_new": alone.said["new"],
            "again_s": again.seconds, "again_cpu_s": again.cpu_s, "again_unchanged": again.said["unchanged"],
            "beside": await beside_a_program(folder, file),
        }  # fmt: skip


def _one_row(folder: Path, kind: str) -> Path:
    path = folder / "one.csv"
    FILES[kind](path, 1)
    return path


def table(found: dict[str, Any]) -> str:
    """Say it for people."""
    n, beside = found["orders"], found["beside"]
    start, start_cpu = found["start_s"], found["start_cpu_s"]

    def line(name: str, seconds: float, cpu: float, more: str = "") -> str:
        working, used = max(0.001, seconds - start), max(0.001, cpu - start_cpu)
        return f"  {name:34}{n / seconds:9,.0f}{n / working:12,.0f}{n / used:14,.0f}   {more}"

    return "\n".join(
        [
            f"{found['file']}: {n:,} orders, {found['rows']:,} rows; the command alone takes {start:.1f} s to start"
            f" ({start_cpu:.1f} of CPU)",
            f"  {'orders/s':>43}{'w/o start':>12}{'of CPU':>14}",
            f"  {'bare DictReader + executemany':34}{n / found['bare_s']:9,.0f}{n / found['bare_cpu_s']:26,.0f}",
            line("alone", found["alone_s"], found["alone_cpu_s"], f"peak {found['alone_peak_mb']:.0f} MB"),
            line("the same file again", found["again_s"], found["again_cpu_s"]),
            line("beside a running program", beside["seconds"], beside["cpu_s"], f"peak {beside['peak_mb']:.0f} MB"),
            f"  the program itself: {n / beside['program_cpu_s']:,.0f} orders a second of CPU",
            f"  its loop, lateness: worst {beside['late_worst_ms']:.0f} ms, p99 {beside['late_p99_ms']:.1f}"
            f", its own work worst {beside['own_worst_ms']:.0f}",
            f"  (late before the import: worst {beside['late_worst_calm_ms']:.0f}; a bystander meanwhile: worst"
            f" {beside['bystander_worst_ms']:.0f})",
            f"  a room's durable write: p99 {beside['claim_p99_ms']:.0f} ms, worst {beside['claim_worst_ms']:.0f}"
            f" (before: p99 {beside['claim_p99_calm_ms']:.0f})",
        ]
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--orders", type=int, default=50_000)
    parser.add_argument("--file", choices=[*FILES, "both"], default="both")
    parser.add_argument("--json", action="store_true", help="one JSON document a file")
    said = parser.parse_args()
    for kind in FILES if said.file == "both" else [said.file]:
        found = asyncio.run(measure(kind, said.orders))
        print(json.dumps(found) if said.json else table(found))


if __name__ == "__main__":
    main()
