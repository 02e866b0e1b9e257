"""A shop whose FAQ lies in files that are read, tried and published by the real code."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bot.connectors import Link
from bot.console.app import Console
from bot.console.desk import RoomView
from bot.files.reload import ShopFiles
from bot.knowledge import Knowledge
from bot.messages import Answer, Scored
from bot.publishing import Publishing
from tests.console.shop import ROOM, Shop

SHIPPING = """\
# Shipping

<!-- ask the warehouse before changing these -->

## When do you ship? {#ship-when}
- how soon do you ship
*  what day does it leave

Within 48 hours.
<!-- the boss likes this one -->

---

Two days at most.

## 可以退货吗？ {#return}
- 能退吗
- 不喜欢可以退吗

七天无理由退货。
"""
OTHER_ROOM = "evening"


async def with_files(shop: Shop) -> ShopFiles:
    """Let a shop's console read and publish files as the program does; its first version is kept."""
    folder = shop.faq_folder
    folder.mkdir(exist_ok=True)
    (folder / "shipping.md").write_text(SHIPPING, "utf-8")
    catalog = folder.with_name("catalog.csv")
    catalog.write_text("sku,title,price,stock\nA101,Face cream 50 ml,59.90,12\n", "utf-8")
    files = ShopFiles(folder, folder.with_name("prompts"), catalog)
    publishing = Publishing(shop.store, files, shop.now)
    await publishing.begin()

    def known() -> Knowledge:
        return files.knowledge

    def rooms() -> list[RoomView]:
        return [RoomView(name, "practice", "auto", Link("connected")) for name in (ROOM, OTHER_ROOM)]

    shop.desk = replace(
        shop.desk,
        knowledge=known,
        publishing=publishing.act,
        rooms=rooms,
        problems=lambda: [*files.problems, *shop.problems],
    )
    shop.console = await shop.stack.enter_async_context(Console(shop.desk))
    return files


async def asked_for(shop: Shop, *questions: str) -> None:
    """Let viewers have asked these, which the entry on shipping answered."""
    for n, question in enumerate(questions):
        answer = Answer("ship-when", "Within 48 hours.", "own words", Scored("ship-when", 1.0))
        await shop.heard(question, answer, viewer=f"v{n}")


def read(path: Path) -> str:
    return path.read_text("utf-8")
