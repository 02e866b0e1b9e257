"""The practice room's connector: the same road over the wire as any platform's, on this machine.

The protocol is described in `bot/practice/server.py`.
"""

from __future__ import annotations

import asyncio
import json
import logging
import random
from collections.abc import AsyncGenerator, Callable, Mapping
from datetime import UTC, datetime

import aiohttp

from bot import reasons
from bot.connectors import Link, why_lost
from bot.connectors.inbox import Inbox
from bot.languages import Both
from bot.messages import (
    MAX_NAME,
    MAX_TEXT,
    ChatMessage,
    Deletion,
    Event,
    OnScreen,
    Reply,
    SendResult,
    Viewer,
    bounded,
)
from bot.pacing import Backoff, Limit, Pace
from bot.problems import LoginRefused

log = logging.getLogger(__name__)

LIMIT = Limit(20, 10.0)
"""How fast we speak: far below what the room takes."""

ACK_SECONDS = 5.0
SILENT_SECONDS = 35.0
"""The room says something every ten seconds; when it does not for that long, the line is dead."""

HEARTBEAT_SECONDS = 10.0
WAITING_EVENTS = 1000
TOGETHER = 8
"""Replies on their way at once: each is answered by its own mark."""

RETRY_SECONDS = 1.0
MAX_FRAME = 256 * 1024


class PracticeConnector:
    """One practice room."""

    def __init__(
        self,
        room: str,
        url: str,
        token: str,
        *,
        limit: Limit = LIMIT,
        ack_seconds: float = ACK_SECONDS,
        silent_seconds: float = SILENT_SECONDS,
        waiting_events: int = WAITING_EVENTS,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.room = room
        self.link = Link()
        self.pace = Pace((limit,))
        self.together = TOGETHER
        self._url = url.rstrip("/") + "/bot"
        self._token = token
        self._ack_seconds = ack_seconds
        self._silent_seconds = silent_seconds
        self._waiting_events = waiting_events
        self._clock = clock
        self._chance = chance
        self._backoff = Backoff(first=0.2, longest=5.0)  # the room is on this machine; nobody is stormed
        self._last_id: str | None = None
        self._welcomed = False
        self._ws: aiohttp.ClientWebSocketResponse | None = None
        self._answers: dict[str, asyncio.Future[SendResult]] = {}

    async def events(self) -> AsyncGenerator[Event, None]:
        """Yield what is said; see `Connector`."""
        inbox = Inbox(self._waiting_events, self.link)
        # Apart from the taker: it may be waiting in `send`, whose answer comes over the same line. Not in
        # a task group, which must not be left open over a `yield`; its failure is raised here instead.
        reading = asyncio.create_task(self._stay_connected(inbox), name=f"{self.room}: read")
        reading.add_done_callback(lambda _: inbox.close())
        try:
            while (event := await inbox.get()) is not None:
                yield event
            await reading
        finally:
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)

    async def send(self, reply: Reply) -> SendResult:
        """Hand one reply to the room; see `Connector`."""
        ws = self._ws
        if ws is None:
            # Certainly not said, so that it may be tried again.
            return SendResult("refused", reason=reasons.NOT_CONNECTED, retry_after=RETRY_SECONDS)
        answer = self._answers.get(reply.nonce)
        if answer is None:
            answer = self._answers[reply.nonce] = asyncio.get_running_loop().create_future()
        frame = {"type": "send", "client_id": reply.nonce, "text": reply.text, "reply_to": reply.reply_to}
        try:
            async with asyncio.timeout(self._ack_seconds):
                await ws.send_str(json.dumps(frame))
                return await asyncio.shield(answer)
        except TimeoutError:
            return SendResult("unknown", reason=reasons.NO_ANSWER_WITHIN.format(seconds=f"{self._ack_seconds:g}"))
        except (ConnectionError, aiohttp.ClientError):
            return SendResult("unknown", reason=reasons.LOST_SENDING)
        finally:
            self._answers.pop(reply.nonce, None)

    def lines(self, text: str) -> int:
        """Return how many messages this text will take: one, or it is refused as too long."""
        return 1

    async def _stay_connected(self, inbox: Inbox) -> None:
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=5.0)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            while True:
                self.link.become("connecting", self._clock())
                try:
                    lost = await self._visit(session, inbox)
                except LoginRefused as refusal:
                    self.link.become("refused", self._clock(), refusal.said)
                    raise
                wait = self._backoff.delay(self._chance())
                self.link.become("waiting", self._clock(), lost)
                log.info("room %s: reconnecting in %.1f s after %s", self.room, wait, lost)
                await asyncio.sleep(wait)

    async def _visit(self, session: aiohttp.ClientSession, inbox: Inbox) -> str:
        """Be in the room until the line is lost; return how it was."""
        try:
            async with session.ws_connect(
                self._url,
                headers={"Authorization": f"Bearer {self._token}"},
                heartbeat=HEARTBEAT_SECONDS,
                max_msg_size=MAX_FRAME,
                timeout=aiohttp.ClientWSTimeout(ws_receive=self._silent_seconds, ws_close=0.5),
            ) as ws:
                return await self._listen(ws, inbox)
        except aiohttp.WSServerHandshakeError as error:
            if error.status in {401, 403}:
                raise LoginRefused(
                    self.room,
                    Both(
                        f"The practice room at {self._url} does not know this token.",
                        f"{self._url} 的练习直播间不认识这个令牌。",
                    ),
                    Both(
                        "Start the room and the bot together, so that both have the same one.",
                        "请同时启动直播间和机器人，让两边用同一个令牌。",
                    ),
                ) from None
            return Both(f"answer {error.status}", f"对方返回 {error.status}")
        except TimeoutError:
            return Both(f"{self._silent_seconds:g} s of silence", f"{self._silent_seconds:g} 秒没有动静")
        except (aiohttp.ClientError, OSError) as error:
            return why_lost(error)
        finally:
            self._ws = None
            for answer in self._answers.values():
                if not answer.done():
                    answer.set_result(SendResult("unknown", reason=reasons.LOST_BEFORE_ANSWER))

    async def _listen(self, ws: aiohttp.ClientWebSocketResponse, inbox: Inbox) -> str:
        hello = {"type": "hello"} if self._last_id is None else {"type": "hello", "resume": self._last_id}
        await ws.send_str(json.dumps(hello))
        while True:
            received = await ws.receive()
            if received.type is not aiohttp.WSMsgType.TEXT:
                return Both(
                    f"the room closed the line ({ws.close_code or received.type.name})",
                    f"直播间关闭了连接（{ws.close_code or received.type.name}）",
                )
            frame = parse_frame(received.data)
            match frame.get("type"):
                case "welcome":
                    self._enter(ws, frame)
                case "ping":
                    await ws.send_str('{"type":"pong"}')
                case "ack" | "nack":
                    self._answered(frame)
                case _:
                    self._hear(frame, inbox)

    def _enter(self, ws: aiohttp.ClientWebSocketResponse, frame: Mapping[str, object]) -> None:
        self._ws = ws
        if self._welcomed:
            self.link.reconnects += 1
        self._welcomed = True
        if self._last_id is None:
            last_id = frame.get("last_id")
            self._last_id = last_id if isinstance(last_id, str) else ""
        gap = frame.get("gap") is True
        self.link.become("connected", self._clock(), Both("lines may be missing", "可能漏了几条消息") if gap else "")

    def _answered(self, frame: Mapping[str, object]) -> None:
        answer = self._answers.get(str(frame.get("client_id")))
        if answer is not None and not answer.done():
            answer.set_result(parse_answer(frame))

    def _hear(self, frame: Mapping[str, object], inbox: Inbox) -> None:
        event = parse_event(self.room, frame, self._clock())
        if event is None:
            return
        if isinstance(event, ChatMessage):
            if not event.is_history:
                self._last_id = event.id
            # Only now: a room that lets us in and closes again must not be hurried.
            self._backoff.reset()
        inbox.put(event)


def parse_frame(text: object) -> Mapping[str, object]:
    """Read one frame; anything that is not a JSON object becomes an empty one."""
    try:
        frame = json.loads(text) if isinstance(text, str) else None
    except (ValueError, RecursionError):
        return {}
    return frame if isinstance(frame, dict) else {}


def parse_answer(frame: Mapping[str, object]) -> SendResult:
    """Read what became of a send."""
    if frame.get("type") == "ack":
        return SendResult("sent", platform_id=_text(frame, "id") or None)
    after = frame.get("retry_after")
    reason = _text(frame, "text") or _text(frame, "code")
    return SendResult("refused", reason=reason, retry_after=after if isinstance(after, float | int) else None)


def parse_event(room: str, frame: Mapping[str, object], now: datetime) -> Event | None:
    """Read what happened in the room; None for what we need not know."""
    match frame:
        case {"type": "message", "id": str(message_id), "user": {"id": str(viewer_id), "name": str(name)}}:
            own = frame.get("own") is True
            return ChatMessage(
                room=room,
                id=message_id,
                viewer=Viewer(viewer_id, bounded(name, MAX_NAME), is_bot=own),
                text=bounded(_text(frame, "text"), MAX_TEXT),
                sent_at=_when(_text(frame, "at"), now),
                reply_to=_text(frame, "reply_to") or None,
                is_own=own,
                is_history=frame.get("history") is True,
                nonce=_text(frame, "client_id") or None,
            )
        case {"type": "delete", "id": str(message_id)}:
            return Deletion(room, message_id=message_id)
        case {"type": "screen", "sku": None | str() as sku}:
            return OnScreen(room, sku)
        case _:
            return None


def _text(frame: Mapping[str, object], key: str) -> str:
    value = frame.get(key)
    return value if isinstance(value, str) else ""


def _when(text: str, now: datetime) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return now
    return at if at.tzinfo else at.replace(tzinfo=UTC)
