"""A shop with one room and its console, for the tests: the real store, a clock that can be moved."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import aiohttp

from bot.catalog import Catalog, Product
from bot.clientele import Clientele
from bot.connectors import Link
from bot.console.app import Console
from bot.console.desk import Desk, Person, Purchase, RoomView
from bot.escalation.canned import Canned
from bot.escalation.steps import Step
from bot.faq.entries import Entry, Faq
from bot.faq.files import parse_faq
from bot.faq.match import Matcher
from bot.guard import Guard, Verdict
from bot.knowledge import Knowledge
from bot.messages import (
    Answer,
    ChatMessage,
    Decision,
    Escalate,
    Ignore,
    Merge,
    ReplyKind,
    Scored,
    SendResult,
    Urgency,
    Viewer,
)
from bot.problems import Problem
from bot.room.stepping import Stepping
from bot.settings import RoomSettings, Settings
from bot.store import Store, open_store
from bot.store.records import Decided, Draft

ROOM = "studio"
TOKEN = "the-command-line-token"
CREAM = Product("A101", "Face cream 50 ml", Decimal("59.90"), stock=12, link_no=3)


@dataclass
class Shop:
    """What a test needs in its hands."""

    store: Store
    stack: AsyncExitStack
    faq_folder: Path
    knowledge: Knowledge = field(default_factory=Knowledge)
    canned: Canned = field(default_factory=Canned)
    problems: list[Problem] = field(default_factory=list)
    late: timedelta = timedelta()
    mode: str = "suggest-only"
    on_screen: Product | None = CREAM
    catalog: Catalog = field(default_factory=lambda: Catalog({CREAM.sku: CREAM}))
    spoken: int = 0
    people: dict[str, Person] = field(default_factory=dict)
    stepping: Stepping = field(init=False)
    console: Console = field(init=False)
    desk: Desk = field(init=False)

    def __post_init__(self) -> None:
        self.stepping = Stepping(ROOM, self.store, self.now)

    def now(self) -> datetime:
        """The time, moved forward by `late`."""
        return datetime.now(UTC) + self.late

    def rooms(self) -> Sequence[RoomView]:
        link = Link("connected")
        stands, changes = self.stepping.stands, tuple(self.stepping.lately)
        return [RoomView(ROOM, "practice", self.mode, link, self.on_screen, stands=stands, changes=changes)]

    async def switch_mode(self, room: str, mode: str, by: str) -> None:
        self.mode = mode
        await self.store.set_room_mode(room, mode, by, self.now())

    async def take_step(self, room: str, step: Step, by: str) -> None:
        assert room == ROOM
        await self.stepping.choose(step, by)

    def check_reply(self, text: str) -> Verdict:
        return Guard().verdict(text, "staff")

    async def customers(self, act: str, said: Mapping[str, Any]) -> dict[str, Any]:
        return await Clientele(
            self.store, Settings(rooms=(RoomSettings(name=ROOM, platform="practice"),)), self.now
        ).act(act, said)

    async def person(self, room: str, viewer_id: str) -> Person | None:
        if viewer_id in self.people:
            return self.people[viewer_id]
        bought = (Purchase("Cleansing foam", date(2026, 8, 19)),)
        return Person("C1042", bought) if viewer_id == "known" else None

    async def tiers(self, viewers: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str], str]:
        known = {(ROOM, viewer): person.tier for viewer, person in self.people.items() if person.tier}
        return {key: known[key] for key in viewers if key in known}

    # the FAQ's files

    def read_faq(self) -> None:
        """Read the FAQ's files, as the program does a moment after they were saved."""
        found: list[Entry] = []
        for path in sorted(self.faq_folder.glob("*.md")):
            entries, problems = parse_faq(path.read_text("utf-8"), str(path))
            assert problems == []
            found += entries
        faq = Faq.of(found)
        self.knowledge = Knowledge(faq, Matcher(faq))

    def write_faq(self, name: str, text: str) -> Path:
        """Write a file of the FAQ."""
        self.faq_folder.mkdir(exist_ok=True)
        path = self.faq_folder / name
        path.write_text(text, "utf-8")
        self.read_faq()
        return path

    # the room

    async def heard(self, text: str, decision: Decision, *, viewer: str = "v1", name: str = "Mei") -> int | None:
        """Let a viewer say something; return the case that came of it."""
        self.spoken += 1
        shown = self.on_screen.sku if self.on_screen is not None else None
        message = ChatMessage(ROOM, f"m{self.spoken}", Viewer(viewer, name), text, self.now(), on_screen=shown)
        await self.store.claim(message, self.now())
        draft = None
        if isinstance(decision, Answer):
            draft = Draft(ReplyKind.FAQ, decision.text, self.now() + timedelta(seconds=60), entry=decision.entry)
        recorded = await self.store.record(Decided(message, decision, self.now(), draft))
        return recorded.escalation_id

    async def asked(
        self,
        text: str,
        *,
        urgent: bool = False,
        draft: str = "",
        reason: str = "no entry is sure",
        viewer: str = "v1",
        name: str = "Mei",
    ) -> int:
        """Let a viewer ask what a person must answer; return the case."""
        urgency = Urgency.HIGH if urgent else Urgency.NORMAL
        case = await self.heard(text, Escalate(reason, urgency, draft), viewer=viewer, name=name)
        assert case is not None
        return case

    async def joined(self, case: int, text: str, *, viewer: str = "v2", name: str = "Kelly") -> None:
        """Let another viewer ask the same."""
        await self.heard(text, Merge("same question", into_escalation=case), viewer=viewer, name=name)

    async def answered(self, text: str, reply: str) -> None:
        """Let a viewer ask what the FAQ answers."""
        await self.heard(text, Answer("ship-when", reply, "the very phrasing", Scored("ship-when", 1.0)))

    async def chatted(self, text: str) -> None:
        """Let a viewer say what nobody answers."""
        await self.heard(text, Ignore("nothing asked"))

    async def all_sent(self) -> None:
        """Let everything leave that waits, and arrive."""
        for row in await self.store.next_replies(ROOM, 99):
            started = await self.store.start_sending(row.id, self.now())
            assert started is not None
            await self.store.settle(started, SendResult("sent", f"p{row.id}"), self.now())

    # staff

    async def member(self, name: str, role: str = "agent") -> Browser:
        """Sign somebody in."""
        browser = await self.stranger()
        link = await self.console.invite(role)
        token = link.partition("token=")[2]
        response = await browser.post("/start", token=token, name=name)
        assert response.status == 200, await response.text()
        return browser

    async def stranger(self) -> Browser:
        """A browser that is not signed in."""
        jar = aiohttp.CookieJar(unsafe=True)  # the console lives at an address, not at a name
        session = aiohttp.ClientSession(self.console.url, cookie_jar=jar)
        await self.stack.enter_async_context(session)
        return Browser(session, self.console.url.rstrip("/"))


@dataclass
class Browser:
    """As much of a browser as the tests of answers need."""

    session: aiohttp.ClientSession
    origin: str

    async def get(self, path: str, **headers: str) -> aiohttp.ClientResponse:
        return await self.session.get(path, headers=headers)

    async def page(self, path: str = "/") -> str:
        """Return a page's text."""
        response = await self.get(path)
        assert response.status == 200, response.status
        return await response.text()

    async def post(self, path: str, **form: str) -> aiohttp.ClientResponse:
        """Send a form as a page of the console would."""
        return await self.session.post(path, data=form, headers={"Origin": self.origin})

    async def press(self, path: str, **form: str) -> aiohttp.ClientResponse:
        """Press a button that changes a part of the page."""
        headers = {"Origin": self.origin, "HX-Request": "true"}
        return await self.session.post(path, data=form, headers=headers)

    async def live(self) -> aiohttp.ClientWebSocketResponse:
        """Open the page's live line."""
        return await self.session.ws_connect("/live", origin=self.origin)


@asynccontextmanager
async def open_shop(folder: Path) -> AsyncIterator[Shop]:
    """Open the shop with its console on a free port."""
    async with AsyncExitStack() as stack:
        store = await open_store(f"sqlite:///{folder / 'shop.db'}")
        stack.push_async_callback(store.close)
        shop = Shop(store, stack, folder / "faq")
        shop.desk = Desk(
            store=store,
            rooms=shop.rooms,
            problems=lambda: shop.problems,
            catalog=lambda: shop.catalog,
            practice=True,
            switch_mode=shop.switch_mode,
            take_step=shop.take_step,
            check_reply=shop.check_reply,
            api_token=TOKEN,
            person=shop.person,
            tiers=shop.tiers,
            customers=shop.customers,
            knowledge=lambda: shop.knowledge,
            canned=lambda: shop.canned,
            faq_folder=shop.faq_folder,
            now=shop.now,
        )
        shop.console = await stack.enter_async_context(Console(shop.desk))
        yield shop
