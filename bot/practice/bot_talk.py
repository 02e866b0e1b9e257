"""The bot's conversation with the practice room."""

from __future__ import annotations

import asyncio
import hmac
from dataclasses import dataclass, field

from aiohttp import WSCloseCode, hdrs, web

from bot.messages import MAX_TEXT, bounded
from bot.pacing import Limit, Pace
from bot.practice import protocol
from bot.practice.floor import Floor
from bot.practice.protocol import BadFrame, BotHello, Frame, Send
from bot.practice.seats import Seat

BOT_ID = "roomhand"
BOT_NAME = "Roomhand"
HELLO_SECONDS = 10.0


@dataclass(slots=True)
class BotDoor:
    """What the bot must show to come in, and how it is treated there."""

    token: str
    limit: Limit
    stalled_until: float = 0.0
    """Until then nothing is acknowledged, by the loop's clock."""
    pace: Pace = field(init=False)

    def __post_init__(self) -> None:
        self.pace = Pace((self.limit,))

    def check(self, request: web.Request) -> None:
        """Refuse whoever is not the bot: a wrong token, or any page, which always names its origin."""
        shown = request.headers.get(hdrs.AUTHORIZATION, "").encode("utf-8", "replace")
        if hdrs.ORIGIN in request.headers:
            raise web.HTTPForbidden(text="Only the bot connects here.\n")
        if not hmac.compare_digest(shown, f"Bearer {self.token}".encode()):
            raise web.HTTPUnauthorized(
                text="This is not the bot's token.\n", headers={hdrs.WWW_AUTHENTICATE: "Bearer"}
            )


class BotTalk:
    """The bot in its seat."""

    def __init__(self, floor: Floor, door: BotDoor, seat: Seat) -> None:
        self._floor = floor
        self._door = door
        self._seat = seat

    @classmethod
    async def serve(cls, floor: Floor, door: BotDoor, request: web.Request) -> web.StreamResponse:
        """Serve the bot's WebSocket from the upgrade to the end."""
        door.check(request)
        seat = await Seat.take(request)
        hello = protocol.read_bot(await seat.first(HELLO_SECONDS) or "")
        if not isinstance(hello, BotHello):
            await seat.close(WSCloseCode.POLICY_VIOLATION, "say hello first")
            return seat.ws
        talk = cls(floor, door, seat)
        talk.welcome(hello)
        floor.welcome_bot(seat)
        try:
            await seat.attend(talk.obey)
        finally:
            floor.part_bot(seat)
        return seat.ws

    def welcome(self, hello: BotHello) -> None:
        """Tell the bot where it is and what it missed."""
        transcript, limit = self._floor.transcript, self._door.limit
        missed, gap = (transcript.lines(), False) if hello.resume is None else transcript.after(hello.resume)
        self._give(
            {
                "type": "welcome",
                "room": self._floor.room,
                "session": self._floor.session,
                "server_time": self._floor.now().isoformat(),
                "max_len": MAX_TEXT,
                "rate": {"count": limit.count, "seconds": limit.seconds},
                "last_id": transcript.last_id,
                "gap": gap,
            }
        )
        for said in missed:
            if not said.removed:
                self._give(protocol.line_for_bot(said, history=hello.resume is None))
        # Which of these the bot knows is not known; hearing of a deletion twice does no harm.
        for said in transcript.lines():
            if said.removed:
                self._give({"type": "delete", "id": said.id})
        self._give(self._floor.screen())

    def obey(self, text: str) -> None:
        """Do what the bot asks."""
        match protocol.read_bot(text):
            case Send() as send:
                frame = self._send(send)
            case BadFrame(reason, client_id) if client_id:
                frame = protocol.nack(client_id, "not_understood", reason)
            case _:
                return
        if asyncio.get_running_loop().time() >= self._door.stalled_until:
            self._give(frame)

    def _send(self, send: Send) -> Frame:
        known = self._floor.transcript.sent_as(BOT_ID, send.client_id)
        if known is not None:
            return protocol.ack(send.client_id, known)
        now = asyncio.get_running_loop().time()
        text = bounded(send.text, MAX_TEXT)
        if not text:
            return protocol.nack(send.client_id, "empty", "there is nothing to say in that")
        if len(send.text) > MAX_TEXT:
            return protocol.nack(send.client_id, "too_long", f"longer than {MAX_TEXT} characters")
        if (wait := self._door.pace.delay(now)) > 0:
            return protocol.nack(send.client_id, "too_fast", "too many messages", wait)
        self._door.pace.spend(now)
        said = self._floor.post(BOT_ID, BOT_NAME, text, own=True, client_id=send.client_id, reply_to=send.reply_to)
        self._floor.transcript.remember_send(BOT_ID, send.client_id, said.id)
        return protocol.ack(send.client_id, said.id)

    def _give(self, frame: Frame) -> None:
        self._seat.give(protocol.written(frame))
