"""The whole program against a recorded chat: a practice room speaks it, faults and all, and a verdict ends it."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.app import now
from bot.connectors.practice import PracticeConnector
from bot.escalation.staff_answers import holds_later
from bot.files.reload import ShopFiles
from bot.messages import ChatMessage
from bot.pacing import Limit
from bot.practice.server import PracticeRoom
from bot.room import Room
from bot.room.advise import Advisor
from bot.room.promising import Promising
from bot.room.stepping import Stepping
from bot.store import Store, open_store
from bot.store.records import Balance

FAULTS = ("disconnects", "duplicates", "stalls")
SETTLE_S = 60.0
FAST = Limit(1_000, 1.0)


@dataclass(slots=True)
class Verdict:
    """How the rehearsal went."""

    said: int
    seconds: float
    balance: Balance
    faults: tuple[str, ...] = ()
    wrong: list[str] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        """Whether nothing went wrong."""
        return not self.wrong

    def result(self) -> dict[str, Any]:
        """Return it as one JSON object."""
        b = self.balance
        return {
            "passed": self.passed, "wrong": self.wrong, "said": self.said, "heard": b.heard,
            "seconds": round(self.seconds, 1), "answered": b.answered, "clarified": b.clarified,
            "suggested": b.suggested, "escalated": b.escalated,
            "merged": b.merged, "on_air": b.on_air, "ignored": b.ignored, "shed": b.shed,
            "expired": b.expired, "in_flight": b.in_flight, "unexplained": b.unexplained, "doubled": b.doubled,
            "uncertain": b.uncertain, "faults": list(self.faults),
        }  # fmt: skip


def promising_in(room: Room, store: Store, on_duty: Callable[[], Collection[str]] = frozenset) -> Promising:
    """Return what tells viewers of a room that a person will answer, as a room without settings has it."""
    return Promising(
        room.name, store, lambda: room.rules, room.connector.lines, room.now,
        lambda: room.knowledge().promises, on_duty,
        holds=lambda said, asked: holds_later(said, asked, room.knowledge().catalog),
    )  # fmt: skip


@asynccontextmanager
async def stage(files: ShopFiles, folder: Path) -> AsyncIterator[tuple[PracticeRoom, Room, Store]]:
    """Set up a practice room, a store of its own and the room that listens."""
    async with AsyncExitStack() as stack:
        store = await open_store(f"sqlite:///{folder}/rehearsal.db")
        stack.push_async_callback(store.close)
        practice = await stack.enter_async_context(
            PracticeRoom(lambda: files.knowledge.catalog, room="rehearsal", bot_limit=FAST)
        )
        within = timedelta(seconds=45)
        connector = PracticeConnector("rehearsal", practice.url, practice.token, limit=FAST)
        advisor = Advisor(store, "practice", lambda: files.knowledge, lambda: files.prompts_now, None, now, within)
        stepping = Stepping("rehearsal", store, now)
        room = Room("rehearsal", "practice", connector, store, lambda: files.knowledge, advisor, stepping, now)
        yield practice, room, store


async def rehearse(
    files: ShopFiles,
    chat: Sequence[ChatMessage],
    speed: float,
    faults: Sequence[str] = (),
    progress: Callable[[int], None] = lambda said: None,
) -> Verdict:
    """Speak a recording at `speed` times its own pace and judge what the program made of it."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        async with stage(files, Path(folder)) as (practice, room, store), asyncio.TaskGroup() as tasks:
            stop = asyncio.Event()
            tasks.create_task(room.run(stop, SETTLE_S), name="room")
            promising = tasks.create_task(promising_in(room, store).run(), name="promises")
            while room.connector.link.state != "connected":
                await asyncio.sleep(0.02)
            if "duplicates" in faults:
                practice.repeat(len(chat))
            await _speak(practice, room, chat, speed, faults, progress)
            await _settled(store, len(chat))
            promising.cancel()
            stop.set()
            balances = await store.balance()
    balance = balances[0] if balances else Balance("rehearsal")
    verdict = Verdict(len(chat), time.monotonic() - began, balance, tuple(faults))
    if balance.heard != len(chat):
        verdict.wrong.append(f"{len(chat)} were said, {balance.heard} heard")
    for name in ("unexplained", "doubled", "in_flight"):
        if (n := getattr(balance, name)) > 0:
            verdict.wrong.append(f"{n} {name.replace('_', ' ')}")
    return verdict


async def _speak(
    practice: PracticeRoom,
    room: Room,
    chat: Sequence[ChatMessage],
    speed: float,
    faults: Sequence[str],
    progress: Callable[[int], None],
) -> None:
    began, first = time.monotonic(), chat[0].sent_at if chat else now()
    for i, message in enumerate(chat, 1):
        due = (message.sent_at - first).total_seconds() / speed - (time.monotonic() - began)
        if due > 0:
            await asyncio.sleep(due)
        elif i % 20 == 0:
            await asyncio.sleep(0)
        await practice.say(message.viewer.id, message.viewer.name or message.viewer.id, message.text)
        if "disconnects" in faults and i % 200 == 100:
            practice.cut()
        if "stalls" in faults and i % 500 == 250:
            practice.stall(1.0)
        # The page shows the last lines only; a bot that falls behind them could not catch up after a cut.
        while i - room.heard > 150:
            await asyncio.sleep(0.01)
        progress(i)


async def _settled(store: Store, said: int) -> None:
    until = time.monotonic() + SETTLE_S
    while time.monotonic() < until:
        balances = await store.balance()
        if balances and balances[0].heard >= said and not balances[0].in_flight:
            return
        await asyncio.sleep(0.1)
