"""The practice room: a live shopping room on this machine, spoken to as a real platform would be.

Frames are JSON objects with a `type`; → comes in, ← goes out.

Pages, `/ws` (own origin only):

    → hello{viewer,name}            viewer is random and the page's own; the room prefixes it with `guest-`
    ← welcome{room,session,you,max_len,speeds,console_url,lines[]}    session is new at every start
    ← message{id,user{id,name},text,at,reply_to,own}                  own: said by the bot
    ← delete{id} · screen{sku,product} · products{products[]} · status{speed,bot}
    ← explain{id,outcome,reason,entry,score,runner_up}               outcome null: in flight
    → say{client_id,text,name}      ← ack{client_id,id} or nack{client_id,code,text,retry_after}
    → show{sku} · delete{id} · speed{speed}                           as host and moderator
    ← notice{text}                  something was not done, and why
    ← ping                          → pong

The bot, `/bot` with `Authorization: Bearer TOKEN` (401 without it, and never from a page):

    → hello{resume?}                the last line it heard; left out on the first visit, empty for "none yet"
    ← welcome{room,session,server_time,max_len,rate,last_id,gap}      gap: lines may be missing since `resume`
    ← message{…,client_id,history}  history: said before the first visit; after `resume` lines are live
    ← delete{id} · screen{sku,product} · ping
    → send{client_id,text,reply_to} ← ack{client_id,id} or nack{client_id,code,text,retry_after}

The same `client_id` from the same speaker is acknowledged with the same id and shown once.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from types import TracebackType

from aiohttp import WSCloseCode, web

from bot.catalog import Catalog
from bot.messages import Explanation
from bot.pacing import Limit
from bot.practice import doors
from bot.practice.bot_talk import BotDoor, BotTalk
from bot.practice.crowd_player import CrowdPlayer
from bot.practice.floor import Floor
from bot.practice.page_talk import PageTalk
from bot.practice.seats import Seat
from bot.sample.crowd import HostShows, Line, Step

log = logging.getLogger(__name__)

HOST = "127.0.0.1"
"""Nothing else: the room promises that nothing said in it leaves the machine."""

BOT_LIMIT = Limit(40, 10.0)
"""What the room takes from the bot; above what the connector allows itself, so that the two never race."""

PING_SECONDS = 10
CLOSE_SECONDS = 0.15


class PracticeRoom:
    """One room with its chat, crowd, host and pages. `async with` opens and closes it."""

    def __init__(
        self,
        catalog: Callable[[], Catalog],
        round_of: Callable[[int], Sequence[Step]] = lambda _: (),
        *,
        room: str = "practice",
        port: int = 0,
        speed: float = 1.0,
        console_url: str | None = None,
        bot_limit: Limit = BOT_LIMIT,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.room = room
        self.token = secrets.token_urlsafe(32)
        """What the bot shows at the door, so that no stray page can speak in its name."""
        self._port = port
        self._console_url = console_url
        self._crowd = CrowdPlayer(round_of, self._crowd_says, self._host_shows, speed)
        self._floor = Floor(room, catalog, speed=speed, on_speed=self._turn_crowd, clock=clock)
        self._door = BotDoor(self.token, bot_limit)
        self._opened = AsyncExitStack()

    @property
    def url(self) -> str:
        """Where the page is, and where the bot connects."""
        return f"http://{HOST}:{self._port}/"

    async def __aenter__(self) -> PracticeRoom:
        app = web.Application(middlewares=[doors.only_this_machine])
        app.on_response_prepare.append(doors.add_headers)
        app.add_routes([*doors.page_routes(), web.get("/ws", self._page), web.get("/bot", self._bot)])
        async with AsyncExitStack() as opening:
            runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.02)
            opening.push_async_callback(runner.cleanup)
            await runner.setup()
            await web.TCPSite(runner, HOST, self._port).start()
            self._port = int(runner.addresses[0][1])
            opening.push_async_callback(self._say_goodbye)
            tasks = await opening.enter_async_context(asyncio.TaskGroup())
            for name, work in (("crowd", self._crowd.play()), ("upkeep", self._upkeep())):
                opening.callback(tasks.create_task(work, name=f"{self.room}: {name}").cancel)
            self._opened = opening.pop_all()
        log.info("room %s: practice room open at %s", self.room, self.url)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # Not handed the error: a task group would wrap what is none of its own.
        await self._opened.aclose()

    async def say(self, viewer_id: str, viewer_name: str, text: str) -> str:
        """Speak as this viewer; return the message's id."""
        return self._floor.post(viewer_id, viewer_name, text).id

    async def show(self, sku: str | None) -> bool:
        """Put a product on screen, or nothing; return False when the catalogue does not have it."""
        return self._floor.show(sku)

    async def delete(self, message_id: str) -> bool:
        """Remove a line as a moderator; return whether it was there."""
        return self._floor.remove(message_id)

    async def explain(self, explanation: Explanation) -> None:
        """Show beside a message what the bot did with it."""
        if explanation.room == self.room:
            self._floor.explain(explanation)

    def set_speed(self, speed: float) -> None:
        """Let the crowd talk that many times faster than written; 0 is a pause."""
        self._floor.set_speed(speed)

    def cut(self) -> None:
        """Cut the bot's line, as a network does."""
        for seat in self._floor.bots:
            seat.drop()

    def stall(self, seconds: float) -> None:
        """Acknowledge nothing for that long; what the bot sends is shown all the same."""
        self._door.stalled_until = asyncio.get_running_loop().time() + seconds

    def repeat(self, count: int) -> None:
        """Deliver each of the next `count` messages to the bot twice."""
        self._floor.repeats = count

    def _turn_crowd(self, speed: float) -> None:
        self._crowd.speed = speed

    def _crowd_says(self, line: Line) -> None:
        self._floor.post(line.viewer_id, line.viewer_name, line.text)

    def _host_shows(self, shows: HostShows) -> None:
        # A shop with its own catalogue and the sample crowd: what it does not sell stays off the screen.
        if not self._floor.show(shows.sku):
            log.debug("room %s: the catalogue has no %s to show", self.room, shows.sku)

    async def _page(self, request: web.Request) -> web.StreamResponse:
        return await PageTalk.serve(self._floor, self._console_url, request)

    async def _bot(self, request: web.Request) -> web.StreamResponse:
        return await BotTalk.serve(self._floor, self._door, request)

    async def _upkeep(self) -> None:
        """Notice a catalogue that was read anew, and let everybody know that the room is alive."""
        turn = 0
        while True:
            self._floor.refresh()
            await asyncio.sleep(1)
            turn += 1
            if turn % PING_SECONDS == 0:
                self._floor.tell({"type": "ping"}, bots=True)

    async def _say_goodbye(self) -> None:
        seats: tuple[Seat, ...] = (*self._floor.pages, *self._floor.bots)
        try:
            async with asyncio.timeout(CLOSE_SECONDS), asyncio.TaskGroup() as tasks:
                for seat in seats:
                    tasks.create_task(seat.close(WSCloseCode.GOING_AWAY), name=f"{self.room}: goodbye")
        except TimeoutError:
            for seat in seats:
                seat.drop()
