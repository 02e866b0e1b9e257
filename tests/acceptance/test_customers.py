"""A buyer types a code in a real room of the whole program; a second account, a deletion, a stolen file."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

from bot.purchases import Order, OrderLine
from bot.store import open_store
from tests.acceptance.program import REPOSITORY, Program
from tests.practice.wire import wire

SETTINGS = f"""
[shop]
faq = "{REPOSITORY}/faq"
prompts = "{REPOSITORY}/prompts"
catalog = "{REPOSITORY}/bot/sample/catalog.csv"

[store]
url = "sqlite:///shop.db"

[console]
listen = "127.0.0.1:0"

[[rooms]]
name = "studio"
platform = "practice"
port = 0
crowd_speed = 0
"""
ANN, BEN = "aaaaaaaaaaaa", "bbbbbbbbbbbb"
SAID = "@小美 收到。绑定码有效的话，马上就会生效；没有生效，请找客服要一个新的。"


async def says(program: Program, viewer_id: str, text: str) -> str:
    """Come in, say something, return what the bot says to it. All are called the same, as anybody may be."""
    url = program.address("studio")
    async with wire(url, "ws", {"Origin": url.rstrip("/")}) as sitting:
        await sitting.sit(viewer=viewer_id, name="小美")
        await sitting.next("status", lambda frame: frame["bot"])
        await sitting.give(type="say", client_id=uuid4().hex, text=text, name="小美")
        ack = await sitting.next("ack")
        found = await sitting.next("message", lambda frame: frame["own"] and frame["reply_to"] == ack["id"])
        return str(found["text"])


async def before(folder: Path) -> dict[str, str]:
    """Let two customers buy, and hand out codes: one good, one long over."""
    store, now = await open_store(f"sqlite:///{folder}/shop.db"), datetime.now(UTC)
    line = OrderLine("A101", 1, Decimal(80))
    await store.orders.save([Order(f"o-{c}", c, now - timedelta(days=3), (line,), as_of=now) for c in ("C1", "C2")])
    codes: dict[str, str] = {}
    for name, customer, good_for in (("right", "C1", timedelta(minutes=20)), ("over", "C2", timedelta(seconds=0))):
        (codes[name],) = await store.customers.new_codes(customer, ("", ""), 1, good_for, "kim", now)
    await store.close()
    return codes


def kept(folder: Path) -> bytes:
    """Everything on disk: the store, its log, what was printed."""
    return b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())


async def test_a_code_from_the_parcel_makes_a_viewer_a_customer_and_tells_nobody(tmp_path: Path) -> None:
    (tmp_path / "bot.toml").write_text(SETTINGS, "utf-8")
    codes = await before(tmp_path)
    async with Program(tmp_path) as program:
        # Right, wrong, over and used are the same to the last byte.
        right = await says(program, ANN, f"绑定 {codes['right'].lower()}")
        others = [await says(program, BEN, f"绑定 {code}") for code in ("ABCD2345", codes["over"], codes["right"])]
        assert {right, *others} == {SAID}
        copy = await program.cli("customers", "show", "C1")
        assert [(link["viewer_id"], link["grade"]) for link in copy["kept"]["link"]] == [
            ("guest-aaaaaaaaaaaa", "code")
        ]
        for code in codes.values():
            assert code.encode() not in await asyncio.to_thread(kept, tmp_path)

        # While it runs, the command line makes a code; a second account claims the same buyer.
        (again,) = (await program.cli("customers", "code", "C1"))["codes"]
        assert await says(program, BEN, again) == SAID
        (conflict,) = await program.cli("customers", "conflicts")
        assert conflict["viewer_id"] == "guest-bbbbbbbbbbbb"
        (case,) = await program.cli("escalations", "list")
        assert "customers resolve" in case["reason"]
        await program.cli("customers", "resolve", str(conflict["id"]), "also")

        # A person is deleted while they sit in the room.
        assert (await program.cli("suggest", "--viewer", "guest-bbbbbbbbbbbb"))["customer"] == "C1"
        await program.cli("customers", "forget", "C1", "--yes")
        assert (await program.cli("balance"))["rooms"] == []  # nobody else has said anything
        assert await says(program, ANN, "解绑") == "@小美 好的，这个账号现在没有绑定任何订单。"
        assert await program.terminate() == 0
    everything = await asyncio.to_thread(kept, tmp_path)
    for trace in ("o-C1", "guest-bbbbbbbbbbbb"):
        assert trace.encode() not in everything, trace
