"""How many messages a second go the whole way, what each stage costs, and how long one answer takes when paced.

The way: received over a loopback WebSocket from the practice room, claimed, decided against an FAQ of 500 entries
with 5 phrasings each, written down durably, its reply handed to the connector and acknowledged by the room.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import sys
import tempfile
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from contextlib import aclosing, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import ClientSession, WSMsgType, web
from matching import made_up_faq, made_up_messages, quantile

from bot.catalog import Catalog
from bot.connectors.practice import PracticeConnector, parse_event, parse_frame
from bot.decide import decide
from bot.faq.match import Matcher
from bot.knowledge import Knowledge, Rules
from bot.memory import RoomMemory
from bot.messages import Answer, ChatMessage, Event, Reply, ReplyKind, SendResult
from bot.pacing import Limit
from bot.practice.server import PracticeRoom
from bot.room import Room
from bot.room.advise import Advisor
from bot.room.outbox import Outbox
from bot.room.stepping import Stepping
from bot.store import Store, open_store
from bot.store.records import Decided, Draft
from bot.text import normalise

ROOM = "bench"
ENTRIES = 500
ANY_PACE = Limit(1_000_000, 1.0)
UNDER_WAY = 150
"""Messages said and not yet done with; the room drops a listener that falls further behind than 512."""

PATIENCE_S = 60.0
TARGET_MS = 50.0


def now() -> datetime:
    """Read the clock."""
    return datetime.now(UTC)


class Watched(PracticeConnector):
    """The practice room's connector, noting when each message came and when its reply was handed over."""

    def __init__(self, room: str, url: str, token: str) -> None:
        super().__init__(room, url, token, limit=ANY_PACE)
        self.came: dict[str, float] = {}
        self.handed: dict[str, float] = {}
        self.acknowledged: dict[str, float] = {}

    async def events(self) -> AsyncGenerator[Event, None]:
        """Yield what is said; see `Connector`."""
        async with aclosing(super().events()) as events:
            async for event in events:
                if isinstance(event, ChatMessage) and not event.is_own:
                    self.came[event.id] = time.perf_counter()
                yield event

    async def send(self, reply: Reply) -> SendResult:
        """Hand one reply over; see `Connector`."""
        answers = reply.reply_to or ""
        self.handed[answers] = time.perf_counter()
        result = await super().send(reply)
        self.acknowledged[answers] = time.perf_counter()
        return result


@dataclass(slots=True)
class Stage:
    """A practice room, the bot in it, and its store."""

    practice: PracticeRoom
    connector: Watched
    room: Room
    store: Store


@asynccontextmanager
async def stage(knowledge: Knowledge) -> AsyncIterator[Stage]:
    """Set everything up on a disk and over a loopback WebSocket, and let the room live."""
    with tempfile.TemporaryDirectory() as folder:
        store = await open_store(f"sqlite:///{folder}/bench.db")
        try:
            async with PracticeRoom(Catalog, room=ROOM, bot_limit=ANY_PACE) as practice:
                connector = Watched(ROOM, practice.url, practice.token)
                within = timedelta(seconds=45)
                advisor = Advisor(store, "practice", lambda: knowledge, dict, None, now, within)
                stepping = Stepping(ROOM, store, now)
                room = Room(ROOM, "practice", connector, store, lambda: knowledge, advisor, stepping, now)
                stop = asyncio.Event()
                async with asyncio.TaskGroup() as tasks:
                    tasks.create_task(room.run(stop, PATIENCE_S), name="room")
                    await until(lambda: connector.link.state == "connected")
                    yield Stage(practice, connector, room, store)
                    stop.set()
        finally:
            await store.close()


async def until(true: Callable[[], bool]) -> None:
    """Wait for something that will become true."""
    async with asyncio.timeout(PATIENCE_S):
        while not true():
            await asyncio.sleep(0.002)


async def settled(stage: Stage, said: int) -> None:
    """Wait until everything said has its outcome."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            balances = await stage.store.balance(ROOM)
            if balances and balances[0].heard >= said and not balances[0].in_flight:
                return
            await asyncio.sleep(0.02)


# the whole way, flat out


async def whole_way(knowledge: Knowledge, texts: list[str]) -> dict[str, Any]:
    """Say everything as fast as the bot takes it; return messages a second."""
    async with stage(knowledge) as on:
        began, cpu = time.perf_counter(), time.process_time()
        for i, text in enumerate(texts):
            await on.practice.say(f"v{i}", f"viewer {i}", text)
            while (
                i + 1 - on.room.heard > UNDER_WAY
                or len(on.connector.handed) > len(on.connector.acknowledged) + UNDER_WAY
            ):
                await asyncio.sleep(0.001)
        await settled(on, len(texts))
        seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
        (balance,) = await on.store.balance(ROOM)
    return {
        "messages": len(texts),
        "seconds": seconds,
        "per_second": len(texts) / seconds,
        "cpu_us": cpu / len(texts) * 1e6,
        "answered": balance.answered,
        "merged": balance.merged,
        "escalated": balance.escalated,
        "ignored": balance.ignored,
        "unexplained": balance.unexplained,
        "doubled": balance.doubled,
        "uncertain": balance.uncertain,
    }


# the bare loop


async def bare_loop(texts: list[str]) -> dict[str, Any]:
    """Send the same frames over the same kind of WebSocket; the other end only receives and echoes."""
    frames = [frame_of(i, text) for i, text in enumerate(texts)]
    echoed = 0
    done = asyncio.Event()

    async def talk(request: web.Request) -> web.StreamResponse:
        nonlocal echoed
        ws = web.WebSocketResponse(compress=False)
        await ws.prepare(request)

        async def give() -> None:
            for i, frame in enumerate(frames):
                await ws.send_str(frame)
                while i - echoed > UNDER_WAY:
                    await asyncio.sleep(0)

        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(give(), name="bare loop: give")
            while echoed < len(frames):
                await ws.receive_str()
                echoed += 1
        done.set()
        return ws

    app = web.Application()
    app.add_routes([web.get("/bot", talk)])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    try:
        began, cpu = time.perf_counter(), time.process_time()
        async with ClientSession() as session, session.ws_connect(f"http://127.0.0.1:{port}/bot") as ws:
            while not done.is_set():
                received = await ws.receive()
                if received.type is not WSMsgType.TEXT:
                    break
                await ws.send_str(received.data)
        seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    finally:
        await runner.cleanup()
    n = len(texts)
    return {"messages": n, "seconds": seconds, "per_second": n / seconds, "cpu_us": cpu / n * 1e6}


def frame_of(i: int, text: str) -> str:
    """Write a message as the practice room does."""
    return json.dumps(
        {
            "type": "message", "id": f"{i:032x}", "user": {"id": f"v{i}", "name": f"viewer {i}"}, "text": text,
            "at": "2026-11-12T20:00:00+00:00", "reply_to": None, "own": False, "client_id": None, "history": False,
        },
        ensure_ascii=False,
    )  # fmt: skip


# each stage by itself


@dataclass(slots=True)
class Stages:
    """Microseconds a message of each stage by itself, flat out, one after the other: by the clock, and of CPU."""

    us: dict[str, tuple[float, float]] = field(default_factory=dict)

    @contextmanager
    def timing(self, name: str, messages: int) -> Iterator[None]:
        """Write one stage down."""
        began, cpu = time.perf_counter(), time.process_time()
        yield
        took, used = time.perf_counter() - began, time.process_time() - cpu
        self.us[name] = (took / max(1, messages) * 1e6, used / max(1, messages) * 1e6)


async def stages(knowledge: Knowledge, texts: list[str], bare: dict[str, Any]) -> dict[str, tuple[float, float]]:
    """Measure each stage by itself over the same messages."""
    took = Stages()
    took.us["socket"] = (1e6 / bare["per_second"], bare["cpu_us"])
    frames = [frame_of(i, text) for i, text in enumerate(texts)]
    n, at = len(texts), now()
    with took.timing("receive", n):
        events = [parse_event(ROOM, parse_frame(frame), at) for frame in frames]
    messages = [event for event in events if isinstance(event, ChatMessage)]
    with took.timing("normalise", n):
        for message in messages:
            normalise(message.text)
    with took.timing("match", n):
        for message in messages:
            knowledge.matcher.match(message.text)
    memory, rules = RoomMemory(), Rules()
    with took.timing("decide", n):
        decisions = [decide(message, knowledge, memory, rules, at) for message in messages]
    decided = [
        Decided(m, d, at, Draft(ReplyKind.FAQ, d.text, at + timedelta(hours=1), entry=d.entry))
        if isinstance(d, Answer)
        else Decided(m, d, at)
        for m, d in zip(messages, decisions, strict=True)
    ]
    await _store_stages(took, messages, decided, knowledge)
    return took.us


async def _store_stages(
    took: Stages, messages: list[ChatMessage], decided: list[Decided], knowledge: Knowledge
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = await open_store(f"sqlite:///{folder}/stages.db")
        at, n = now(), len(messages)
        with took.timing("claim", n):
            for i in range(0, n, UNDER_WAY):
                await asyncio.gather(*(store.claim(message, at) for message in messages[i : i + UNDER_WAY]))
        with took.timing("record", n):
            for i in range(0, n, UNDER_WAY):
                await asyncio.gather(*(store.record(one) for one in decided[i : i + UNDER_WAY]))
        replies = sum(isinstance(one.decision, Answer) for one in decided)
        outbox = Outbox(ROOM, _Deaf(), store, lambda: knowledge, now)
        sending = asyncio.create_task(outbox.run(), name="stages: outbox")
        with took.timing("send", max(1, replies)):
            async with asyncio.timeout(PATIENCE_S):
                while not await outbox.empty():
                    await asyncio.sleep(0.01)
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
        await store.close()


class _Deaf(PracticeConnector):
    """Takes every reply at once, so that only our own part of sending is measured."""

    def __init__(self) -> None:
        super().__init__(ROOM, "http://127.0.0.1:9", "", limit=ANY_PACE)
        self.link.state = "connected"

    async def send(self, reply: Reply) -> SendResult:
        """Take it."""
        return SendResult("sent", reply.nonce)


# paced, as in life

BYSTANDER = """
import os, sys, tempfile, time
late, synced, end = [], [], time.perf_counter() + float(sys.argv[1])
with tempfile.TemporaryFile(buffering=0) as file:
    while time.perf_counter() < end:
        for _ in range(20):
            began = time.perf_counter()
            time.sleep(0.005)
            late.append((time.perf_counter() - began - 0.005) * 1000)
        began = time.perf_counter()
        file.write(b"x" * 4096)
        os.fdatasync(file.fileno())
        synced.append((time.perf_counter() - began) * 1000)
for times in (late, synced):
    print(sorted(times)[int(len(times) * 0.99)])
"""
"""Sleeps, and ten times a second writes a page and syncs it: what the machine's other work alone costs."""


async def paced(knowledge: Knowledge, texts: list[str], rate: float) -> dict[str, Any]:
    """Say a message every so often; return how long each answer took from message received to reply handed over."""
    bystander = await asyncio.create_subprocess_exec(
        sys.executable, "-c", BYSTANDER, str(len(texts) / rate), stdout=asyncio.subprocess.PIPE
    )
    try:
        async with stage(knowledge) as on:
            began = time.perf_counter()
            for i, text in enumerate(texts):
                await asyncio.sleep(max(0.0, began + i / rate - time.perf_counter()))
                await on.practice.say(f"v{i}", f"viewer {i}", text)
            await settled(on, len(texts))
            (balance,) = await on.store.balance(ROOM)
        late, synced = map(float, (await bystander.communicate())[0].split())
    finally:
        if bystander.returncode is None:
            bystander.kill()
            await bystander.wait()
    connector = on.connector
    took = [(at - connector.came[m]) * 1000 for m, at in connector.handed.items()]
    acknowledged = [(at - connector.came[m]) * 1000 for m, at in connector.acknowledged.items()]
    return {
        "rate": rate,
        "messages": len(texts),
        "replies": len(took),
        "p50_ms": quantile(took, 0.5),
        "p99_ms": quantile(took, 0.99),
        "worst_ms": max(took),
        "acknowledged_p50_ms": quantile(acknowledged, 0.5),
        "acknowledged_p99_ms": quantile(acknowledged, 0.99),
        "bystander_late_p99_ms": late,
        "bystander_sync_p99_ms": synced,
        "unexplained": balance.unexplained,
        "doubled": balance.doubled,
        "uncertain": balance.uncertain,
    }


async def measure(seconds: float, messages: int, rate: float) -> dict[str, Any]:
    """Measure everything, in one process, one after the other."""
    faq = made_up_faq(ENTRIES)
    knowledge = Knowledge(faq, Matcher(faq))
    texts = [text for text, _ in made_up_messages(faq, max(messages, int(seconds * rate)))]
    bare = await bare_loop(texts[:messages])
    whole = await whole_way(knowledge, texts[:messages])
    by_stage = await stages(knowledge, texts[:messages], bare)
    calm = await paced(knowledge, texts[: int(seconds * rate)], rate)
    return {"bare": bare, "whole": whole, "stages_us": by_stage, "paced": calm}


def table(found: dict[str, Any]) -> str:
    """Say it for people."""
    bare, whole, calm = found["bare"], found["whole"], found["paced"]
    us = found["stages_us"]
    notes = {
        "socket": "the bare loop: received and echoed, nothing else",
        "receive": "one frame read into a message",
        "normalise": "part of match",
        "match": "part of decide",
        "decide": "with matching",
        "claim": f"durable, {UNDER_WAY} at once",
        "record": f"durable: decision, outcome and reply, {UNDER_WAY} at once",
        "send": "a reply: read, marked, worded, handed over, settled; 8 at once; two commits",
    }
    lines = [
        f"Load of the machine before the run: {found['load_before']:.1f} on {os.cpu_count()} cores",
        f"The whole way, flat out, {whole['messages']} messages, FAQ of {ENTRIES} × 5, durable commits"
        f" ({whole['answered']} answered, {whole['escalated']} to people, {whole['merged']} merged):",
        f"  whole way           {whole['per_second']:>9,.0f} messages/s {whole['cpu_us']:>9.0f} µs of CPU each",
        f"  bare loop, same run {bare['per_second']:>9,.0f} messages/s {bare['cpu_us']:>9.0f} µs of CPU each",
        f"  the whole way costs {whole['cpu_us'] / bare['cpu_us']:.0f} times the CPU of the bare loop"
        " (receive + echo over the same kind of WebSocket; both ends are in this process, both times)",
        "Each stage by itself, µs a message:     clock      CPU",
        *(f"  {name:<34}{us[name][0]:>9.1f}{us[name][1]:>9.1f}   {note}" for name, note in notes.items()),
        f"Paced at {calm['rate']:.0f} messages/s, {calm['messages']} messages, {calm['replies']} replies:",
        f"  received → handed to the connector   p50 {calm['p50_ms']:.1f} ms   p99 {calm['p99_ms']:.1f} ms"
        f"   worst {calm['worst_ms']:.1f} ms   (target: p99 below {TARGET_MS:.0f} ms)",
        f"  received → acknowledged by the room  p50 {calm['acknowledged_p50_ms']:.1f} ms"
        f"   p99 {calm['acknowledged_p99_ms']:.1f} ms",
        f"  a bystander, meanwhile: late from a sleep by p99 {calm['bystander_late_p99_ms']:.1f} ms, one page to"
        f" the disk p99 {calm['bystander_sync_p99_ms']:.1f} ms (an answer waits for three commits)",
        f"Unexplained {whole['unexplained'] + calm['unexplained']}, doubled {whole['doubled'] + calm['doubled']},"
        f" uncertain {whole['uncertain'] + calm['uncertain']}.",
    ]
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--seconds", type=float, default=30.0, help="length of the paced run (%(default)s)")
    options.add_argument("--rate", type=float, default=50.0, help="messages a second of the paced run (%(default)s)")
    options.add_argument("--messages", type=int, default=5_000, help="messages flat out (%(default)s)")
    options.add_argument("--json", action="store_true", help="print one JSON object")
    chosen = options.parse_args()
    logging.basicConfig(level=logging.WARNING)
    load = os.getloadavg()[0]
    found = {"load_before": load, **asyncio.run(measure(chosen.seconds, chosen.messages, chosen.rate))}
    print(json.dumps(found) if chosen.json else table(found))


if __name__ == "__main__":
    main()
