"""Far ends that do as a test says: a platform without a network, and a room to put it in."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from bot.catalog import Catalog
from bot.catalog.file import parse_catalog
from bot.connectors import Link
from bot.cues.handover import Handover
from bot.faq.entries import Faq
from bot.faq.files import parse_faq
from bot.faq.match import Matcher
from bot.knowledge import Knowledge
from bot.messages import ChatMessage, Deletion, Event, OnScreen, Reply, SendResult, Viewer
from bot.pacing import Limit, Pace
from bot.room import Room
from bot.room.advise import Advisor
from bot.room.stepping import Stepping
from bot.store import Store

ROOM = "studio"
START = datetime(2026, 11, 12, 20, 0, tzinfo=UTC)
LONG_ENOUGH = 20.0
"""Seconds after which a test that waits for something has failed."""


async def until(true: Callable[[], bool]) -> None:
    """Wait for something that will become true."""
    async with asyncio.timeout(LONG_ENOUGH):
        while not true():
            await asyncio.sleep(0.002)


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    at: datetime = START

    def __call__(self) -> datetime:
        """Read it."""
        return self.at

    def seconds(self) -> float:
        """Read it as seconds since the start."""
        return (self.at - START).total_seconds()

    def move(self, seconds: float) -> None:
        """Move it on."""
        self.at += timedelta(seconds=seconds)


class ScriptedConnector:
    """Fulfils `Connector` without a network: hears what it is told and answers each send from its script.

    A script line is a `SendResult`, or a future of one that the test fulfils when it likes; never, for a
    platform that does not answer. With the script at its end every reply is sent.
    """

    def __init__(self, room: str = ROOM, *, limits: tuple[Limit, ...] = (), together: int = 8) -> None:
        self.room = room
        self.link = Link("connected")
        self.pace = Pace(limits)
        self.together = together
        self.script: deque[SendResult | asyncio.Future[SendResult]] = deque()
        self.sent: list[Reply] = []
        """Every reply handed over, in order, whatever became of it."""
        self.under_way = 0
        self.most_under_way = 0
        self.listening = False
        self._events: asyncio.Queue[Event | Exception] = asyncio.Queue()
        self.said = 0

    # as a connector

    async def events(self) -> AsyncGenerator[Event, None]:
        """Yield what the test says; see `Connector`."""
        self.listening = True
        try:
            while True:
                event = await self._events.get()
                if isinstance(event, Exception):
                    raise event
                yield event
        finally:
            self.listening = False

    async def send(self, reply: Reply) -> SendResult:
        """Take one reply; see `Connector`."""
        self.sent.append(reply)
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        answer = self.script.popleft() if self.script else SendResult("sent", f"p{len(self.sent)}")
        try:
            return await answer if isinstance(answer, asyncio.Future) else answer
        finally:
            self.under_way -= 1

    def lines(self, text: str) -> int:
        """Return how many platform messages this text will take: one."""
        return 1

    # as the test's hand

    def says(
        self, text: str, viewer: str = "ann", *, message_id: str = "", at: datetime = START, staff: bool = False
    ) -> ChatMessage:
        """Let a viewer say something."""
        self.said += 1
        who = Viewer(viewer, viewer.capitalize(), is_staff=staff)
        message = ChatMessage(self.room, message_id or f"m{self.said}", who, text, at)
        self.hears(message)
        return message

    def hears(self, event: Event | Exception) -> None:
        """Let anything happen on the feed."""
        self._events.put_nowait(event)

    def shows(self, sku: str | None) -> None:
        """Let the host show a product."""
        self.hears(OnScreen(self.room, sku))

    def deletes(self, message_id: str | None = None, viewer: str | None = None) -> None:
        """Let a moderator remove a message, a viewer's messages, or everything."""
        self.hears(Deletion(self.room, message_id, viewer))

    def echoes(self, reply: Reply, at: datetime = START) -> None:
        """Let our own reply come back on the feed."""
        self.said += 1
        me = Viewer("roomhand", is_bot=True)
        self.hears(ChatMessage(self.room, f"p{self.said}", me, reply.text, at, is_own=True, nonce=reply.nonce))

    def held(self) -> asyncio.Future[SendResult]:
        """Let the next send without a script line wait until the test fulfils it."""
        future: asyncio.Future[SendResult] = asyncio.get_running_loop().create_future()
        self.script.append(future)
        return future

    @property
    def texts(self) -> list[str]:
        """What the room read."""
        return [reply.text for reply in self.sent]

    @property
    def unheard(self) -> int:
        """How much of what happened the bot has not taken yet."""
        return self._events.qsize()


FAQ = """
# Shop

## When do you ship? {#ship}
- how long until you ship

Within 48 hours.

## Is shipping free? {#postage}
Free from 59.

## How much is the face mask? {#mask-price}
{title:A101} is {price:A101}.

## What does this one cost? {#screen-price}
- how much is this one

{title:screen} is {price:screen}.

## Can I change my address? {#address}
<!--
then: person
-->
- i put the wrong address

## Lovely host {#praise}
<!--
then: silence
-->
- so pretty today
"""

CATALOG = """sku,title,price,currency,stock,category,tags,url,link_no
A101,Face mask,12.50,USD,320,care,mask;face mask,,1
A102,Cleanser,9,USD,5,care,cleanser;face wash,,2
"""

HANDOVER = Handover(("money back",), ("a real person",))


def knowledge_of(faq: str = FAQ, catalog: str = CATALOG) -> Knowledge:
    """Read a shop's files from text."""
    entries, problems = parse_faq(faq, "faq.md")
    assert not problems, problems
    products, problems = parse_catalog(catalog, "catalog.csv")
    assert not problems, problems
    read = Faq.of(entries)
    return Knowledge(read, Matcher(read), products, HANDOVER)


@dataclass
class Shop:
    """What the shop knows now; a test may change it."""

    knowledge: Knowledge = field(default_factory=knowledge_of)

    def __call__(self) -> Knowledge:
        """Return the snapshot in force."""
        return self.knowledge

    def now_sells(self, catalog: str) -> None:
        """Swap the catalogue."""
        products, _ = parse_catalog(catalog, "catalog.csv")
        self.knowledge = replace(self.knowledge, catalog=products)

    def sells_nothing(self) -> None:
        """Empty the shop."""
        self.knowledge = replace(self.knowledge, catalog=Catalog())


def room_of(
    store: Store, connector: ScriptedConnector, now: Callable[[], datetime], shop: Callable[[], Knowledge]
) -> Room:
    """Build a room around a scripted platform; without a model."""
    within = timedelta(seconds=45)
    advisor = Advisor(store, "scripted", shop, dict, None, now, within)
    stepping = Stepping(connector.room, store, now)
    return Room(connector.room, "scripted", connector, store, shop, advisor, stepping, now)


@asynccontextmanager
async def running(room: Room, grace_s: float = 5.0) -> AsyncIterator[asyncio.Event]:
    """Let a room live for as long as the block lasts, then stop it in order."""
    stop = asyncio.Event()
    async with asyncio.timeout(60), asyncio.TaskGroup() as tasks:
        tasks.create_task(room.run(stop, grace_s), name="room")
        try:
            yield stop
        finally:
            stop.set()


async def settled(store: Store, connector: ScriptedConnector, heard: int, *, rooms: Sequence[str] = (ROOM,)) -> None:
    """Wait until so many messages are heard and nothing is in flight any more."""
    async with asyncio.timeout(LONG_ENOUGH):
        while True:
            balances = [b for b in await store.balance() if b.room in rooms]
            done = sum(b.heard for b in balances) >= heard and not any(b.in_flight for b in balances)
            if done and not connector.unheard and not connector.under_way:
                return
            await asyncio.sleep(0.005)
