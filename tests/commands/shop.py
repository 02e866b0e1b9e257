"""A small shop in a folder of its own, and the command line to ask about it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from click.testing import CliRunner

from bot.cli import main
from bot.messages import ChatMessage, Escalate, Urgency, Viewer
from bot.store import Store, open_store
from bot.store.records import Decided

T = TypeVar("T")

BOT_TOML = """\
[shop]
name = "Tea house"

[store]
url = "sqlite:///kept.db"

[[rooms]]
name = "studio"
platform = "practice"
"""

SHIPPING = """\
# Shipping

## 什么时候发货？ {#ship-when}
- 几天能到
- how soon do you ship

48 小时内发货。

## 面膜多少钱？ {#mask-price}
- 面膜什么价

现在 {price:A101}，{link:A101} 号链接。
"""

CATALOG = """\
sku,title,price,currency,stock,category,tags,url,link_no,repurchase,sensitive
A101,补水面膜,59.90,CNY,12,护肤,面膜;mask,https://shop.example/p/A101,1,repeat,
A102,舒缓面霜,89.00,CNY,5,护肤,面霜;face cream,,2,repeat,
B201,茉莉花茶,39.00,CNY,8,茶饮,花茶;tea,,3,repeat,
E301,羊毛围巾,199.00,CNY,0,服饰,围巾,,,once,
"""

HANDOVER = "[delicate]\n投诉\n\n[asks for a person]\n转人工\n"


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it printed, as one JSON document."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[dict[str, Any]]:
        """What it printed, as JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]


def run(*args: str) -> Ended:
    """Run a command in the current folder."""
    result = CliRunner().invoke(main, list(args), catch_exceptions=False)
    return Ended(result.exit_code, result.stdout, result.stderr)


@dataclass(frozen=True)
class Shop:
    """The folder of a shop."""

    folder: Path

    def write(self, name: str, text: str) -> Path:
        """Write a file of the shop."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return path

    def with_store(self, do: Callable[[Store], Awaitable[T]]) -> T:
        """Do something with the shop's store."""

        async def opened() -> T:
            store = await open_store(f"sqlite:///{self.folder / 'kept.db'}")
            try:
                return await do(store)
            finally:
                await store.close()

        return asyncio.run(opened())

    def case(self, text: str, *, urgent: bool = False, draft: str = "", viewer: str = "v1") -> int:
        """Let a viewer ask what a person must answer; returns the case."""

        async def heard(store: Store) -> int:
            now = datetime.now(UTC)
            message = ChatMessage("studio", f"m-{text}", Viewer(viewer, "Mei"), text, now)
            await store.claim(message, now)
            urgency = Urgency.HIGH if urgent else Urgency.NORMAL
            recorded = await store.record(Decided(message, Escalate("hard", urgency, draft), now))
            assert recorded.escalation_id is not None
            return recorded.escalation_id

        return self.with_store(heard)


def open_in(folder: Path) -> Shop:
    """Set up the shop's files in a folder."""
    shop = Shop(folder)
    shop.write("bot.toml", BOT_TOML)
    shop.write("faq/shipping.md", SHIPPING)
    shop.write("faq/handover.txt", HANDOVER)
    shop.write("catalog.csv", CATALOG)
    (folder / "prompts").mkdir()
    return shop
