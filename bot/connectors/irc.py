"""Rooms on IRC servers and on Twitch.

Limits of the platforms, not of this file: neither keeps what was said while we were away, and neither
numbers its acknowledgements. On plain IRC a viewer's id is the nick, which is whose it is today; a server
without message-tags gives no ids, so they are made up from nick, time and text.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import AsyncGenerator, Callable
from datetime import UTC, datetime
from urllib.parse import urlsplit

import aiohttp

from bot import reasons
from bot.connectors import Link, irc_lines, why_lost
from bot.connectors.inbox import Inbox
from bot.connectors.irc_dialects import Dialect, room_for_text
from bot.connectors.irc_events import Seat
from bot.connectors.irc_nick import WantedNick
from bot.connectors.irc_session import IrcSession, MoveAsked, Timings
from bot.connectors.irc_standing import Standing
from bot.languages import Both
from bot.messages import ChatMessage, Event, Reply, SendResult
from bot.pacing import Backoff, Limit, Pace
from bot.problems import ConnectionFailed, LoginRefused

log = logging.getLogger(__name__)

_MAX_FRAME = 1 << 20
_RETRY_S = 2.0
_LAST_WORDS_S = 0.2


def _utc_now() -> datetime:
    return datetime.now(UTC)


class IrcConnector:
    """One channel on one IRC server, or on Twitch."""

    def __init__(
        self,
        room: str,
        url: str,
        channel: str,
        nick: str,
        token: str | None,
        dialect: Dialect,
        *,
        liveness_s: float = 75.0,
        ping_every_s: float = 60.0,
        ack_timeout_s: float = 10.0,
        join_timeout_s: float = 20.0,
        ghost_s: float = 300.0,
        backoff: Backoff | None = None,
        limits: tuple[Limit, ...] | None = None,
        inbox_size: int = 2000,
        clock: Callable[[], datetime] = _utc_now,
        chance: Callable[[], float] = random.random,
    ) -> None:
        """Keep the settings; nothing is opened before `events()`.

        An empty `url` is the dialect's own. `token` is Twitch's token, with or without `oauth:`, or a plain
        server's password. `ghost_s` is how long to ask for a nick that is taken: about twice the server's
        ping interval. `liveness_s` counts from the last thing heard and must exceed `ping_every_s`, or a
        quiet room would look dead.
        """
        self.room = room
        self.link = Link()
        self.pace = Pace(dialect.limits if limits is None else limits)
        self.together = 1  # acknowledgements name no message
        self._url = url or dialect.url
        self._channel = channel if channel[:1] in "#&+!" and channel else f"#{channel}"
        self._wanted = nick
        if dialect.acknowledges == "userstate":
            self._channel, self._wanted = self._channel.lower(), nick.lower()
        self._token = token
        self._dialect = dialect
        self._base = self.pace.limits
        alive = max(liveness_s, ping_every_s * 1.25)
        self._timings = Timings(alive, ping_every_s, ack_timeout_s, join_timeout_s)
        self._ghost_s = ghost_s
        self._backoff = backoff or Backoff()
        self._inbox_size = inbox_size
        self._clock = clock
        self._chance = chance
        self._turn = asyncio.Lock()
        self._session: IrcSession | None = None
        self._leaving: IrcSession | None = None
        self._first_joined: datetime | None = None
        self._lost_at: datetime | None = None

    async def events(self) -> AsyncGenerator[Event, None]:
        """Yield what is said. Close the generator (`contextlib.aclosing`) to close the connection.

        Messages come once or more often; ids stay the same. Raises `LoginRefused`.
        """
        inbox = Inbox(self._inbox_size, self.link)
        # A TaskGroup may not stay open across a yield. This task is owned all the same: it ends with the
        # generator, and what it raises is raised here.
        reader = asyncio.get_running_loop().create_task(self._live(inbox), name=f"irc {self.room}")
        try:
            while (event := await inbox.get()) is not None:
                yield event
            await reader
        finally:
            reader.cancel()
            await asyncio.wait([reader])
            if not reader.cancelled():
                reader.exception()  # raised above already, unless the taker left first
            if self.link.state != "refused":
                self.link.become("waiting", self._clock(), Both("stopped", "已停止"))

    async def send(self, reply: Reply) -> SendResult:
        """Say one reply, in as many messages as it takes, and tell what became of it.

        A reply of which only a part went out is `unknown`: saying it again would repeat that part.
        """
        pieces = self._pieces(reply.text)
        if not pieces:
            return SendResult("refused", reason=reasons.NOTHING_TO_SAY)
        first = SendResult("sent")
        async with self._turn:
            for place, piece in enumerate(pieces):
                if place:
                    await asyncio.sleep(self._between_lines())
                result = await self._say(piece, reply, threaded=place == 0)
                if result.status != "sent":
                    so_far = reasons.SOME_LINES.format(place=place, all=len(pieces), why=result.reason)
                    return SendResult("unknown", first.platform_id, so_far) if place else result
                first = first if place else result
        return first

    def lines(self, text: str) -> int:
        """Return how many messages this text takes."""
        return len(self._pieces(text))

    async def _say(self, piece: str, reply: Reply, *, threaded: bool) -> SendResult:
        session = self._session
        if session is None:
            again = None if self.link.state == "refused" else _RETRY_S
            reason = reasons.NOT_CONNECTED_WHY.format(state=self.link.state, detail=self.link.detail).rstrip()
            return SendResult("refused", reason=reason, retry_after=again)
        made_up = (reply.reply_to or "").startswith(irc_lines.MADE_UP)
        return await session.say(piece, reply.nonce, reply.reply_to if threaded and not made_up else None)

    def _pieces(self, text: str) -> list[str]:
        size = room_for_text(self._dialect, self._wanted, self._channel)
        pieces = irc_lines.cut(text, size, self._dialect.size)
        return [irc_lines.no_command(piece) for piece in pieces] if self._dialect.slash_is_command else pieces

    def _between_lines(self) -> float:
        """Return how far apart the lines of one reply must be; the outbox paces whole replies."""
        return max((limit.seconds / limit.count for limit in self.pace.limits if limit.count == 1), default=0.0)

    async def _live(self, inbox: Inbox) -> None:
        """Stay connected until told otherwise."""
        try:
            async with aiohttp.ClientSession() as http:
                try:
                    while True:
                        reason = await self._until_it_breaks(http, inbox)
                        await self._pause(reason)
                finally:
                    await self._take_leave(inbox)
        except LoginRefused as refused:
            log.error("%s", refused)
            self.link.become("refused", self._clock(), refused.said)
            raise
        finally:
            inbox.close()

    async def _until_it_breaks(self, http: aiohttp.ClientSession, inbox: Inbox) -> str:
        """Connect, listen, and return why that ended."""
        # Until we are in, people still want to know why we are not.
        self.link.become("connecting", self._clock(), self.link.detail)
        try:
            session = await self._dial(http)
        except (aiohttp.InvalidURL, ValueError):
            raise LoginRefused(
                self.room,
                Both(f'"{self._url}" is not an address.', f"「{self._url}」不是地址。"),
                Both("Set url to wss://…", "请把 url 设为 wss://…"),
            ) from None
        except (aiohttp.ClientError, OSError) as problem:  # TimeoutError is an OSError
            return why_lost(problem)
        try:
            await session.open(self._token)
            await self._welcome(session, inbox)
            while True:
                if event := await session.hear():
                    self._take(event, inbox)
                self.link.detail = session.detail
        except MoveAsked as asked:
            self._leaving = session
            return asked.said
        except (ConnectionFailed, aiohttp.ClientError, OSError) as problem:
            return why_lost(problem)
        finally:
            self._session = None
            if self._leaving is not session:
                await session.close()

    async def _dial(self, http: aiohttp.ClientSession) -> IrcSession:
        url = urlsplit(self._url)
        async with asyncio.timeout(self._timings.join_timeout_s):
            ws = await http.ws_connect(
                self._url,
                # Some servers refuse those who do not say where they come from.
                origin=f"{url.scheme.replace('ws', 'http', 1)}://{url.netloc.rpartition('@')[2]}",
                timeout=aiohttp.ClientWSTimeout(ws_close=1.0),
                max_msg_size=_MAX_FRAME,
            )
        seat = Seat(self.room, self._channel, self._wanted, self._dialect, joined_at=self._first_joined)
        nick = WantedNick(
            self._wanted, self._ghost_s, Backoff(self._backoff.first, self._backoff.longest), self._chance
        )
        return IrcSession(ws, seat, Standing(seat, self.pace, self._base), nick, self._timings, self._clock)

    async def _welcome(self, session: IrcSession, inbox: Inbox) -> None:
        now = self._clock()
        if self._lost_at is not None:
            self.link.reconnects += 1
            gap = (now - self._lost_at).total_seconds()
            lost = "nothing" if self._leaving else "what was said meanwhile"
            log.warning("room %s: connected again after %.1f s; %s is lost", self.room, gap, lost)
        self._first_joined = session.seat.joined_at
        self._session = session
        self.link.become("connected", now, session.detail)
        await self._take_leave(inbox)

    async def _take_leave(self, inbox: Inbox) -> None:
        """Hear what the connection we were asked to leave still has for us, and close it."""
        session, self._leaving = self._leaving, None
        if session is None:
            return
        try:
            async with asyncio.timeout(_LAST_WORDS_S):
                while True:
                    if event := await session.hear():
                        self._take(event, inbox)
        except (ConnectionFailed, LoginRefused, aiohttp.ClientError, OSError):
            log.debug("room %s: the old connection is done", self.room)
        finally:
            await session.close()

    def _take(self, event: Event, inbox: Inbox) -> None:
        if isinstance(event, ChatMessage):
            self._backoff.reset()
        inbox.put(event)

    async def _pause(self, reason: str) -> None:
        delay = self._backoff.delay(self._chance())
        self._lost_at = self._clock()
        log.warning("room %s: reconnecting in %.1f s after: %s", self.room, delay, reason)
        self.link.become("waiting", self._clock(), reason)
        await asyncio.sleep(delay)
