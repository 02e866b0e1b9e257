"""What one question to the model costs this process: client, judgement, books; beside a bare request of aiohttp.

The service is a small server in a process of its own, which answers at once; what a real one thinks is not measured.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import aiohttp

sys.path.insert(0, str(Path(__file__).parents[1]))

from bot.drafts.draft import ask, check_draft, schema
from bot.drafts.validator import Asked
from bot.model import Asking
from bot.model.outcomes import Question
from bot.store import open_store
from tests.model.attacked import offered, sample_shop
from tests.models import model_at, shipped_prompt

SERVES = """
import asyncio, sys
sys.path.insert(0, sys.argv[1])
from tests.servers.model import FakeModel
async def main():
    async with FakeModel() as service:
        print(service.url, flush=True)
        await asyncio.sleep(300)
asyncio.run(main())
"""


async def measured(calls: int, one: Callable[[int], Awaitable[object]]) -> tuple[float, float]:
    """Return milliseconds and CPU milliseconds a call."""
    await one(-1)
    began, busy = time.perf_counter(), time.process_time()
    for i in range(calls):
        await one(i)
    return (time.perf_counter() - began) / calls * 1000, (time.process_time() - busy) / calls * 1000


async def run(url: str, calls: int) -> dict[str, tuple[float, float]]:
    """Measure each part."""
    shop, prompt = sample_shop(), shipped_prompt("suggest")
    products = offered("推荐一款面膜", shop)
    question = Question(tuple(ask(prompt, "推荐一款面膜", products, "zh")), schema(products), 0.2, 160)
    body = {"model": "small", "messages": list(question.messages)}
    asked = Asked("推荐一款面膜", products, shop.catalog, "zh", prompt.system)
    found: dict[str, tuple[float, float]] = {}
    async with aiohttp.ClientSession() as session:

        async def bare(_: int) -> None:
            async with session.post(f"{url}/chat/completions", json=body) as answer:
                await answer.json()

        found["bare aiohttp"] = await measured(calls, bare)

    async def judge(_: int) -> None:
        check_draft('{"action":"suggest","skus":["A101"],"say":"敷着舒服，好吸收"}', "stop", asked)

    found["judging a draft"] = await measured(calls * 5, judge)
    with tempfile.TemporaryDirectory() as folder:
        store = await open_store(f"sqlite:///{folder}/shop.db")
        async with model_at(url, timeout_s=60, budget_per_day=10**9) as model:
            found["Model.ask, books in memory"] = await measured(
                calls, lambda i: model.ask(question, Asking("studio", f"v{i}"))
            )
        async with model_at(url, timeout_s=60, budget_per_day=10**9, ledger=store.model_calls) as model:
            found["Model.ask, books in the store"] = await measured(
                calls, lambda i: model.ask(question, Asking("studio", f"v{i}"))
            )
        await store.close()
    return found


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=100)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    chosen = parser.parse_args()
    here = str(Path(__file__).parents[1])
    served = subprocess.Popen([sys.executable, "-c", SERVES, here], stdout=subprocess.PIPE, text=True)
    try:
        url = (served.stdout.readline() if served.stdout is not None else "").strip()
        found = asyncio.run(run(url, chosen.calls))
    finally:
        served.terminate()
        served.wait()
    if chosen.json:
        print(json.dumps({what: {"ms": ms, "cpu_ms": cpu} for what, (ms, cpu) in found.items()}))
        return
    base = found["bare aiohttp"][1]
    for what, (ms, cpu) in found.items():
        print(f"{what:<32} {ms:>8.2f} ms  {cpu:>7.2f} ms of CPU  {cpu / base:>6.1f} times the bare request's")


if __name__ == "__main__":
    main()
