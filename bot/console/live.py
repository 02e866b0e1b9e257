"""One WebSocket for each open page: what changed is pushed as pieces of HTML.

A page says what it shows (`look`), so a page that comes back after a lost connection, or to a console that
was started anew, gets exactly what it lacks. Hints wake; every page is also compared every few seconds. However
much changes, all pages are compared with one snapshot a beat, and a page hears nothing when nothing of it changed.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime

from aiohttp import WSCloseCode, WSMsgType, web

from bot.console import attention, colleagues, doors, pieces, presence, prompter, sessions
from bot.console.acts import LONGEST_REPLY
from bot.console.desk import Desk
from bot.console.pages import drawn, words_of
from bot.console.pieces import Colleague, Shown
from bot.console.presence import Beside, Seen
from bot.console.snapshot import MOST_CASES, Reader, Snapshot
from bot.messages import bounded
from bot.store.hints import Listening

log = logging.getLogger(__name__)

LOOK_EVERY_S = 5.0
LEAST_APART_S = 0.2
HIDDEN_APART_S = 0.6
"""A page that nobody looks at is told less often, for a dozen tabs share one machine; still within a second."""
SESSION_EVERY_S = 60.0
SEND_SECONDS = 10.0
CLOSE_SECONDS = 0.15
LARGEST_FRAME = 16 * 1024
SIGNED_OUT = 4401
KEEP_EVERY_S = 5.0
"""Seconds after which what somebody writes is kept again on the case."""


@dataclass(slots=True, eq=False)
class Browser:
    """One open page and what it has of what we know."""

    socket: web.WebSocketResponse
    who: Colleague
    session: str
    listening: Listening
    capacity: int
    approves: bool = False
    """Whether they may approve what was taught."""
    page: str = ""
    room: str = ""
    case: int | None = None
    typed_at: float = float("-inf")
    written: str | None = None
    """What stands in the box and was not kept yet."""
    kept_at: float = float("-inf")
    shown: Shown = field(default_factory=Shown)
    upto: int | None = None
    """Set when the page lists anew: the newest case there was when the list was drawn."""
    told: float = 0.0
    """When it was last told anything, on the loop's clock."""
    since: datetime | None = None
    """Set when the page comes back: until when it saw everything."""
    has: dict[str, str] = field(default_factory=dict)
    marks: Mapping[str, str] = field(default_factory=dict)
    """Of lines of the list that came with the page, by their names."""
    hidden: bool = False
    """Another tab is in front of it."""
    has_feed: dict[str, str] | None = None

    def look(self, said: Mapping[str, object]) -> None:
        """Take in what the page shows now."""
        self.page, self.hidden = str(said.get("page", ""))[:40], said.get("hidden") is True
        room, listed = str(said.get("room", ""))[:200], _numbers(said.get("listed"))
        case = _numbers([said.get("case")])
        if room != self.room:
            self.room, self.has_feed = room, None
            self.has.pop("rooms", None)
        if listed != self.shown.listed:
            start, upto = _numbers([said.get("start")]), _numbers([said.get("upto")])
            self.shown = Shown(listed, start[0] if start else 0)
            self.upto = upto[0] if upto else 0
            self._forget("row-")
        self.case = case[0] if case else None
        self._forget("case-")
        # Lines that came with the page are known by the marks they carry.
        marks = said.get("marks")
        marks = marks if isinstance(marks, list) else []
        self.marks = {f"row-{case}": str(mark) for case, mark in zip(listed, marks, strict=False)}
        since = said.get("since")
        if isinstance(since, int) and 0 < since < 10**14:
            self.since = datetime.fromtimestamp(since / 1000, UTC)

    def came_with(self, name: str, html: str) -> bool:
        """Return whether the page itself brought this very line."""
        mark = self.marks.get(name)
        return mark is not None and html.startswith(pieces.marked_with(mark))

    def _forget(self, prefix: str) -> None:
        for name in [name for name in self.has if name.startswith(prefix)]:
            del self.has[name]


class Live:
    """All open pages."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.reader = Reader(desk)
        self._browsers: set[Browser] = set()
        self._beat: asyncio.Task[Snapshot] | None = None
        self._looking: set[asyncio.Task[Snapshot]] = set()
        self._began = float("-inf")

    def on_duty(self) -> set[str]:
        """Return who may answer and has a page open."""
        return {b.who.member.name for b in self._browsers if b.who.may_act and not b.socket.closed}

    async def snapshot(self, room: str = "", case: int | None = None) -> Snapshot:
        """Return what is true now, for all open pages and for one that is being opened."""
        rooms = {b.room for b in self._browsers if b.room} | ({room} if room else set())
        shown = {b.case for b in self._browsers if b.case} | ({case} if case else set())
        shown.update(case_id for b in self._browsers for case_id in b.shown.listed)
        return await self.reader.read(rooms, shown, count=bool(room))

    async def _next(self) -> Snapshot:
        """Return what is true after this call; all who ask within a beat get the same."""
        if self._beat is None:
            self._beat = asyncio.create_task(self._look_again(), name="console: look")
            self._looking.add(self._beat)
            self._beat.add_done_callback(self._looking.discard)
        return await asyncio.shield(self._beat)

    async def _look_again(self) -> Snapshot:
        clock = asyncio.get_running_loop().time
        await asyncio.sleep(self._began + LEAST_APART_S - clock())
        self._beat, self._began = None, clock()  # who asks from here on may have heard of something newer
        return await self.snapshot()

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Serve one page for as long as it is open."""
        if request.headers.get("Origin") != doors.own_origin(request):
            raise web.HTTPForbidden(text=words_of(request)("deny.foreign"))
        socket = web.WebSocketResponse(heartbeat=20, max_msg_size=LARGEST_FRAME, timeout=CLOSE_SECONDS)
        await socket.prepare(request)
        who = Colleague(sessions.staff(request), words_of(request))
        with self.desk.store.hints.listen() as listening:
            browser = Browser(socket, who, sessions.session_hash(request), listening, self.desk.capacity)
            browser.approves = who.may_act and colleagues.may_approve(self.desk, who.member)
            self._browsers.add(browser)
            try:
                async with asyncio.TaskGroup() as tasks:
                    pushing = tasks.create_task(self._push(browser), name="console: push")
                    await self._listen(browser)
                    pushing.cancel()
            finally:
                self._browsers.discard(browser)
                self._wake(browser.case)
                await self._keep(browser, browser.case, browser.written)
        return socket

    def _wake(self, *cases: int | None) -> None:
        """Let the pages that show one of these cases look again at who else does."""
        for browser in self._browsers:
            if browser.case is not None and browser.case in cases:
                browser.listening.put("look")

    def beside(self, case: int | None, me: str) -> Beside:
        """Return who else is at a case now."""
        pages = (Seen(b.who.member.name, b.case, b.typed_at) for b in self._browsers)
        return presence.beside(pages, case, me, asyncio.get_running_loop().time())

    def told_otherwise(self, case: int, name: str) -> None:
        """Forget what was written at a case and not kept yet: the page itself has just said how it ends."""
        for browser in self._browsers:
            if browser.case == case and browser.who.member.name == name:
                browser.written = None

    async def close(self) -> None:
        """Tell every page that the console goes away; they come back by themselves."""
        with suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_SECONDS), asyncio.TaskGroup() as tasks:
                for browser in self._browsers:
                    tasks.create_task(browser.socket.close(code=WSCloseCode.GOING_AWAY), name="console: close")
        for looking in self._looking:
            looking.cancel()

    async def _listen(self, browser: Browser) -> None:
        async for message in browser.socket:
            if message.type is not WSMsgType.TEXT:
                continue
            try:
                said = json.loads(message.data)
            except ValueError:
                continue
            if not isinstance(said, dict):
                continue
            match said.get("do"):
                case "typing":
                    await self._typed(browser, said.get("text"))
                case "here":
                    await self._renew(browser)
                case _:
                    await self._look(browser, said)

    async def _look(self, browser: Browser, said: Mapping[str, object]) -> None:
        left, written = browser.case, browser.written
        browser.look(said)
        browser.listening.put("look")
        if browser.case != left:
            browser.typed_at, browser.written = float("-inf"), None
            await self._keep(browser, left, written)
            self._wake(left, browser.case)

    async def _typed(self, browser: Browser, text: object) -> None:
        """Show the others that somebody writes, and keep now and then what they wrote."""
        now = asyncio.get_running_loop().time()
        browser.typed_at = now if text != "" else float("-inf")
        self._wake(browser.case)
        await self._renew(browser)
        browser.written = bounded(text, LONGEST_REPLY) if isinstance(text, str) else None
        if now - browser.kept_at > KEEP_EVERY_S:
            browser.kept_at, written = now, browser.written
            browser.written = None
            await self._keep(browser, browser.case, written)

    async def _keep_what_rests(self, browser: Browser) -> None:
        """Keep the end of what somebody wrote once they pause: a colleague is not shown half of it."""
        now = asyncio.get_running_loop().time()
        if browser.written is not None and now - browser.typed_at > KEEP_EVERY_S / 2:
            browser.kept_at, written, browser.written = now, browser.written, None
            await self._keep(browser, browser.case, written)

    async def _keep(self, browser: Browser, case: int | None, written: str | None) -> None:
        """Keep what was written and not sent on its case, for whoever opens it next."""
        if case is None or written is None or not browser.who.may_act:
            return
        if await sessions.still_signed_in(self.desk, browser.session) is not None:
            await self.desk.store.cases.keep_unsent(case, browser.who.member.name, written, self.desk.now())

    async def _renew(self, browser: Browser) -> None:
        """Keep the claim of somebody who is writing, or has the case in front of them."""
        if await sessions.still_signed_in(self.desk, browser.session) is None:
            return
        me, now = browser.who.member.name, self.desk.now()
        case = await self.desk.store.cases.one(browser.case) if browser.case else None
        if case is not None and case.holder(now) == me:
            await self.desk.store.cases.renew(case.id, me, self.desk.claim_until(case.room), now)

    async def _push(self, browser: Browser) -> None:
        clock = asyncio.get_running_loop().time
        checked = clock()
        while not browser.socket.closed:
            await browser.listening.topics(LOOK_EVERY_S)
            if clock() - checked >= SESSION_EVERY_S:
                checked = clock()
                if await sessions.still_signed_in(self.desk, browser.session) is None:
                    await browser.socket.close(code=SIGNED_OUT)
                    return
            await self._keep_what_rests(browser)
            if not browser.page:
                continue
            snapshot = await self._next()
            html = changes(browser, snapshot, self.beside(browser.case, browser.who.member.name), clock())
            if not html:
                continue
            try:
                async with asyncio.timeout(SEND_SECONDS):
                    await browser.socket.send_str(html)
            except (TimeoutError, ConnectionError):
                await browser.socket.close()  # it reads no more; when it comes back it gets everything
                return
            if browser.hidden:
                await asyncio.sleep(HIDDEN_APART_S)


def _numbers(said: object) -> list[int]:
    many = said if isinstance(said, list) else []
    return [n for n in many[: 2 * MOST_CASES] if isinstance(n, int) and 0 < n < 2**53]


def changes(browser: Browser, snapshot: Snapshot, others: Beside, at: float) -> str:
    """Return the pieces that differ from what the browser has, and remember that it has them.

    Empty when nothing differs, but for a sign of life every few seconds.
    """
    parts: list[str] = []
    if browser.page == "/":
        _settle_list(browser, snapshot)
        parts += _missed(browser, snapshot)
        parts += _first_cases(browser, snapshot)
        parts += _feed(browser, pieces.feed(snapshot, browser.who, browser.room))
    for name, html in _wanted(browser, snapshot, others).items():
        if browser.has.get(name) != html:
            if name in browser.has or not browser.came_with(name, html):
                parts.append(partial_of(name, html))
            browser.has[name] = html
    if not parts and at - browser.told < LOOK_EVERY_S:
        return ""
    browser.told = at
    now = int(snapshot.now.timestamp() * 1000)
    return partial_of("now", f'<data id="now" value="{now}" hidden></data>') + "".join(parts)


def _wanted(browser: Browser, snapshot: Snapshot, others: Beside) -> dict[str, str]:
    who = browser.who
    wanted = pieces.alerts(snapshot, who, browser.page)
    wanted |= attention.parts(snapshot, who.member.name, who.t)
    wanted |= attention.proposed(snapshot, who.t, approves=browser.approves)
    if browser.page == "/":
        if who.may_act:
            wanted |= attention.away(snapshot, who.member.name, who.t)
        wanted |= attention.load(snapshot, who.member.name, browser.capacity, who.t)
        wanted |= pieces.rooms(snapshot, who, browser.room)
        wanted |= pieces.rows(snapshot, who, browser.shown.listed)
        wanted |= pieces.above_and_below(snapshot, who, browser.shown)
        if browser.case is not None:
            wanted |= pieces.case_parts(snapshot, who, browser.case)
            wanted |= presence.parts(browser.case, others, who.t)
    elif browser.page == "/host":
        wanted |= prompter.parts(snapshot, who, browser.room)
    elif browser.page == "/files":
        wanted |= pieces.problems(snapshot, who)
    elif browser.page == "/balance":
        wanted |= pieces.accounts(snapshot, who)
    return wanted


def _settle_list(browser: Browser, snapshot: Snapshot) -> None:
    """Note, once a page lists anew, which open cases are on other pages of its list."""
    upto, browser.upto = browser.upto, None
    listed, start = browser.shown.listed, browser.shown.start
    if upto and (start or len(listed) >= MOST_CASES):
        elsewhere = frozenset(case for case in snapshot.waiting if case <= upto) - set(listed)
        browser.shown = Shown(listed, start, elsewhere)


def _first_cases(browser: Browser, snapshot: Snapshot) -> list[str]:
    """Fill a list that shows nothing: there, nothing moves under anybody's cursor."""
    if browser.shown.listed or not snapshot.open:
        return []
    browser.shown = pieces.page_of(snapshot, 0)
    browser.has |= pieces.rows(snapshot, browser.who, browser.shown.listed)
    return [partial_of("cases", pieces.list_of(snapshot, browser.who, browser.shown), "innerMorph")]


def _feed(browser: Browser, rows: dict[str, str]) -> list[str]:
    had, browser.has_feed = browser.has_feed, rows
    if had is None:
        return [partial_of("feed", "".join(rows.values()), "innerMorph")]
    gone = [partial_of(name, "", "delete") for name in had if name not in rows]
    new = "".join(html for name, html in rows.items() if name not in had)
    changed = [partial_of(n, html) for n, html in rows.items() if n in had and had[n] != html]
    return [*gone, *changed, *([partial_of("feed", new, "beforeend")] if new else [])]


def _missed(browser: Browser, snapshot: Snapshot) -> list[str]:
    since, browser.since = browser.since, None
    if since is None:
        return []
    heard = snapshot.heard.get(browser.room, ())
    html = drawn(
        "missed.html",
        browser.who.t,
        seconds=max(0, round((snapshot.now - since).total_seconds())),
        messages=sum(m.received_at > since for m in heard),
        cases=sum(case.opened_at > since for case in snapshot.open),
    )
    return [partial_of("missed", html)]


def partial_of(name: str, html: str, swap: str = "outerMorph") -> str:
    """Return HTML that takes the place of the element of this name, wherever it is on the page."""
    return f'<hx-partial hx-target="#{name}" hx-swap="{swap}">{html}</hx-partial>'


LIVE = web.AppKey("live", Live)


async def live(request: web.Request) -> web.StreamResponse:
    """Serve a page's WebSocket."""
    return await request.app[LIVE].serve(request)


async def say_goodbye(app: web.Application) -> None:
    """Close every page's socket, so that stopping does not wait for them."""
    await app[LIVE].close()


def routes() -> list[web.RouteDef]:
    """Return the one address of the live view."""
    return [web.get("/live", live)]
