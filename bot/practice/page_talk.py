"""One page's conversation with the practice room."""

from __future__ import annotations

import asyncio

from aiohttp import WSCloseCode, web

from bot.messages import MAX_TEXT, bounded
from bot.pacing import Limit, Pace
from bot.practice import protocol
from bot.practice.doors import is_own_page
from bot.practice.floor import Floor
from bot.practice.protocol import BadFrame, Frame, PageHello, Remove, Request, Say, SetSpeed, Show
from bot.practice.seats import Seat

HELLO_SECONDS = 10.0
VIEWER_LIMIT = Limit(5, 5.0)
"""How fast one viewer may speak, as live platforms have it."""


class PageTalk:
    """A viewer who is also host and moderator."""

    def __init__(self, floor: Floor, console_url: str | None, seat: Seat, hello: PageHello) -> None:
        self._floor = floor
        self._console_url = console_url
        self._seat = seat
        # Prefixed here, so that no page can be one of the crowd, whatever it calls itself.
        self._viewer = f"guest-{hello.viewer}"
        self._name = hello.name or "guest"
        self._pace = Pace((VIEWER_LIMIT,))

    @classmethod
    async def serve(cls, floor: Floor, console_url: str | None, request: web.Request) -> web.StreamResponse:
        """Serve a page's WebSocket from the upgrade to the end."""
        if not is_own_page(request):
            raise web.HTTPForbidden(text="Only the practice room's own page may connect here.\n")
        seat = await Seat.take(request)
        hello = await seat.first(HELLO_SECONDS)
        match protocol.read_page(hello or ""):
            case PageHello() as frame:
                talk = cls(floor, console_url, seat, frame)
            case _:
                await seat.close(WSCloseCode.POLICY_VIOLATION, "say hello first")
                return seat.ws
        talk.welcome()
        floor.pages.add(seat)
        try:
            await seat.attend(talk.obey)
        finally:
            floor.pages.discard(seat)
        return seat.ws

    def welcome(self) -> None:
        """Tell the page all it needs to begin."""
        self._give(
            {
                "type": "welcome",
                "room": self._floor.room,
                "session": self._floor.session,
                "you": self._viewer,
                "max_len": MAX_TEXT,
                "speeds": protocol.SPEEDS,
                "console_url": self._console_url,
                "lines": [protocol.line_for_late_page(said) for said in self._floor.transcript.lines()],
            }
        )
        for frame in (self._floor.products(), self._floor.screen(), self._floor.status()):
            self._give(frame)

    def obey(self, text: str) -> None:
        """Do what the page asks."""
        request: Request = protocol.read_page(text)
        match request:
            case Say():
                self._say(request)
            case Show(sku):
                if not self._floor.show(sku):
                    self._notice(f"The catalogue has no {bounded(sku or '', 40)}.")
            case Remove(message_id):
                if not self._floor.remove(message_id):
                    self._notice("That message is gone already.")
            case SetSpeed(speed):
                self._floor.set_speed(speed)
            case BadFrame(reason):
                self._notice(f"Not understood: {reason}.")
            case _:
                pass

    def _say(self, say: Say) -> None:
        known = self._floor.transcript.sent_as(self._viewer, say.client_id)
        if known is not None:
            self._give(protocol.ack(say.client_id, known))
            return
        now = asyncio.get_running_loop().time()
        text = bounded(say.text, MAX_TEXT)
        if not text:
            self._give(protocol.nack(say.client_id, "empty", "There is nothing to say in that."))
        elif len(say.text) > MAX_TEXT:
            self._give(protocol.nack(say.client_id, "too_long", f"At most {MAX_TEXT} characters, please."))
        elif (wait := self._pace.delay(now)) > 0:
            count, seconds = VIEWER_LIMIT.count, VIEWER_LIMIT.seconds
            what = f"Slow down a little: {count} messages in {seconds:.0f} seconds is what a room takes."
            self._give(protocol.nack(say.client_id, "too_fast", what, round(wait, 1)))
        else:
            self._pace.spend(now)
            said = self._floor.post(self._viewer, say.name or self._name, text)
            self._floor.transcript.remember_send(self._viewer, say.client_id, said.id)
            self._give(protocol.ack(say.client_id, said.id))

    def _notice(self, text: str) -> None:
        self._give({"type": "notice", "text": text})

    def _give(self, frame: Frame) -> None:
        self._seat.give(protocol.written(frame))
