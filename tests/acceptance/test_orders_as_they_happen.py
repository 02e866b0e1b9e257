"""Orders come in while the program runs, from a file and from a signed call; suggestions follow."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.orders.signatures import signature
from tests.acceptance.program import Program
from tests.commands.shop import open_in

SECRET = "a-secret-of-this-test"
SETTINGS = """\
[shop]
name = "Tea house"

[store]
url = "sqlite:///kept.db"

[console]
listen = "127.0.0.1:0"

[orders]
listen = "127.0.0.1:0"
hook_secret_env = "ORDERS_SECRET"

[[rooms]]
name = "studio"
platform = "practice"
port = 0
crowd_speed = 0
"""


async def best_for(program: Program, customer: str, sku: str) -> None:
    """Wait until this is what the customer is offered first because of what they buy."""
    async with asyncio.timeout(20):
        while True:
            found = await program.cli("suggest", "--customer", customer)
            if (found["skus"][0], found["reasons"][0]) == (sku, "repeat"):
                return
            await asyncio.sleep(0.3)


async def test_what_was_just_bought_is_known_within_seconds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ORDERS_SECRET", SECRET)
    open_in(tmp_path).write("bot.toml", SETTINGS)
    (tmp_path / "orders.csv").write_text(
        "order_id,customer_id,paid_at,sku,paid_amount\no1,c1,2026-01-12 20:00:01,B201,39\n", "utf-8"
    )
    async with Program(tmp_path) as program, aiohttp.ClientSession() as session:
        done = await program.cli("orders", "import", "orders.csv")
        assert (done["new"], done["rejected"]) == (1, [])
        await best_for(program, "c1", "B201")
        assert (await program.cli("orders", "import", "orders.csv", "--dry-run"))["unchanged"] == 1
        order: dict[str, Any] = {"order_id": "o2", "customer_id": "c2", "paid_at": "2026-01-13T20:00:01+08:00",
                                 "lines": [{"sku": "A102", "paid_amount": "89"}]}  # fmt: skip
        raw, stamp = json.dumps({"orders": [order]}).encode(), str(int(time.time()))
        headers = {"Content-Type": "application/json", "X-Roomhand-Timestamp": stamp,
                   "X-Roomhand-Signature": signature(raw, stamp, SECRET)}  # fmt: skip
        address = program.address("orders as they happen").rstrip("…") + "generic"
        async with session.post(address, data=raw, headers=headers) as answer:
            assert await answer.json() == {"new": 1, "updated": 0, "unchanged": 0}
        await best_for(program, "c2", "A102")
        assert await program.terminate() == 0
