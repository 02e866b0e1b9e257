"""What kind of customer somebody is stays with staff: nothing that speaks in a room knows it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from bot.customers.links import Grade
from bot.customers.tiers import ENGLISH, Label, Rule, Tier, standing
from bot.files.reload import ShopFiles
from bot.purchases import Order, OrderLine
from bot.store import Store, open_store
from tests.fakes import START, Clock, ScriptedConnector, room_of, running, settled

ROOT = Path(__file__).parents[2]
BOT = ROOT / "bot"
MAY_KNOW = {"tiers", "tier_report", "segments", "clientele", "priority", "store", "settings", "config", "commands"}
WORDS = [*Tier, *Label, *ENGLISH.values(), "VIP", "老客户", "好久不见", "沉默", "高价值", "低价值"]

ASKED = [
    "几天发货", "有什么面霜推荐", "推荐一个零食", "给我推荐一个", "这个多少钱", "3号链接还有吗", "我要投诉", "别推荐给我", "推荐一个面膜吧", "恢复推荐", "解绑",
    "我的数据", "绑定 ABCD2345", "what do you recommend", "do you have a face cream", "我是你们老客户了有优惠吗", "我是什么等级", "我是VIP吗",
    "你们怎么知道我买过什么",
]  # fmt: skip


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("bot."):
            yield node.module.split(".")[1]


def test_only_what_staff_use_knows_tiers() -> None:
    knowing = {
        path.relative_to(BOT).parts[0].removesuffix(".py")
        for path in BOT.rglob("*.py")
        if {"tiers", "tier_report", "segments"} & set(imports(path))
    }
    assert knowing <= MAY_KNOW
    weighing = {
        path.relative_to(BOT).parts[0].removesuffix(".py")
        for path in BOT.rglob("*.py")
        if {"priority", "clientele"} & set(imports(path))
    }
    assert weighing <= {"app", "commands", "console"}  # the queue goes by tiers: nothing that speaks may ask it
    for path in (BOT / "store").glob("*.py"):
        if "tiers" in set(imports(path)):
            assert path.stem in {"customers", "sqlite_customers", "person_rows"}, path


@pytest.fixture(scope="module")
def sample() -> ShopFiles:
    files = ShopFiles(ROOT / "faq", ROOT / "prompts", BOT / "sample" / "catalog.csv")
    files.load()
    return files


PASTS: dict[str, list[tuple[int, str]]] = {
    "高价值活跃": [(1, "300"), (9, "300"), (20, "300")],
    "低价值活跃": [(5, "20")],
    "高价值沉默": [(60, "400"), (70, "400")],
    "低价值沉默": [(200, "900"), (210, "900")],
    "未购": [],
}


async def _known(store: Store, files: ShopFiles, tier: str) -> None:
    skus = list(files.knowledge.catalog)
    orders = [
        Order(f"o{i}", "C1", START - timedelta(days=days), (OrderLine(skus[i], 1, Decimal(paid)),), as_of=START)
        for i, (days, paid) in enumerate(PASTS[tier])
    ]
    await store.orders.save(orders)
    await store.customers.link("scripted", "ann", "C1", Grade.PLATFORM, START, by="test")
    bills = (await store.customers.bills("Asia/Shanghai", "C1")).get("C1", [])
    assert standing(bills, START.date(), Rule()).tier == tier


@pytest.mark.parametrize("tier", PASTS)
async def test_no_reply_of_any_kind_tells_somebodys_tier(tier: str, sample: ShopFiles, tmp_path: Path) -> None:
    store = await open_store(f"sqlite:///{tmp_path}/shop.db")
    await _known(store, sample, tier)
    feed, now = ScriptedConnector(), Clock()
    async with running(room_of(store, feed, now, lambda: sample.knowledge)):
        for n, text in enumerate(ASKED, 1):
            feed.says(text, "ann", at=now())
            await settled(store, feed, n)
            now.move(90)
    kinds = {row.outcome for row in await store.recent_messages(feed.room, 100)}
    cases = await store.cases.several()
    await store.close()
    assert {"answer", "suggest", "escalate"} <= {str(kind) for kind in kinds}
    for text in [*feed.texts, *(case.draft for case in cases)]:
        for word in WORDS:
            assert word not in text, text
