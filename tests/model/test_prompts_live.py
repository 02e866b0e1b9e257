"""Prompts that are edited while viewers ask: no answer fails, and each says which version it came of."""

from __future__ import annotations

import asyncio
import shutil
from datetime import timedelta
from pathlib import Path

from bot.config import sample_folder
from bot.files.reload import ShopFiles
from bot.knowledge import Rules
from bot.memory import RoomMemory
from bot.messages import ChatMessage, Suggest, Viewer
from bot.room.advise import Advisor
from bot.store import open_store
from tests.models import NOON, PROMPTS, model_at
from tests.servers.model import FakeModel

CATALOG = "sku,title,price,currency,stock,category,tags\nA101,Face mask,12.50,USD,320,care,mask;face mask\n"


async def test_a_prompt_broken_replaced_and_rolled_back_under_load_fails_nobody(tmp_path: Path) -> None:
    shutil.copytree(PROMPTS, tmp_path / "prompts")
    (tmp_path / "faq").mkdir()
    shutil.copy(sample_folder("faq") / "handover.txt", tmp_path / "faq")
    (tmp_path / "catalog.csv").write_text(CATALOG, "utf-8")
    files = ShopFiles(tmp_path / "faq", tmp_path / "prompts", tmp_path / "catalog.csv")
    files.load()
    path = tmp_path / "prompts" / "suggest.md"
    first = path.read_text("utf-8")
    second = first.replace("version: 1", "version: 2").replace("one short reason", "one plain reason")
    store = await open_store(f"sqlite:///{tmp_path}/shop.db")
    async with FakeModel() as service:
        service.text = '{"action":"suggest","skus":["A101"],"say":"light and gentle"}'
        async with model_at(service.url, timeout_s=20) as model:
            advisor = Advisor(
                store, "scripted", lambda: files.knowledge, lambda: files.prompts_now, model, lambda: NOON,
                timedelta(seconds=45),
            )  # fmt: skip
            asked = 0

            async def asks() -> str:
                nonlocal asked
                asked += 1
                message = ChatMessage(
                    "studio", f"m{asked}", Viewer(f"v{asked}"), f"any good mask for aunt {asked}", NOON
                )
                done = await advisor.advise(message, Suggest("asks"), RoomMemory(), Rules())
                assert done.draft is not None
                assert done.draft.say == "light and gentle"
                return str(done.note["prompt"])

            versions = []
            for text in (
                first,
                first.replace("placeholders: candidates", "placeholders: candidate"),
                second,
                "",
                first,
            ):
                path.write_text(text, "utf-8")
                under_way = [asyncio.create_task(asks()) for _ in range(4)]
                await asyncio.to_thread(files.load)
                versions.append({label.split("+")[0] for label in [await asks(), await asks()]})
                await asyncio.gather(*under_way)
    await store.close()
    one, two = {"suggest@1"}, {"suggest@2"}
    assert versions == [one, one, two, two, one]
