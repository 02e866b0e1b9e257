"""One connection to an IRC server, from the handshake to its last line."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import aiohttp

from bot import reasons
from bot.connectors import irc_lines
from bot.connectors.irc_acks import UnderWay, same, verdict
from bot.connectors.irc_dialects import NONCE_TAG
from bot.connectors.irc_events import Seat, event_of
from bot.connectors.irc_lines import Line, build
from bot.connectors.irc_nick import WantedNick
from bot.connectors.irc_refusals import refused_at_the_door
from bot.connectors.irc_standing import Standing
from bot.languages import NOTHING, Both
from bot.messages import Event, SendResult
from bot.problems import ConnectionFailed, LoginRefused

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Timings:
    """How long to wait for what, in seconds."""

    liveness_s: float
    """Silence after which a connection counts as dead; longer than `ping_every_s`."""
    ping_every_s: float
    """Silence after which we ask whether anybody is there."""
    ack_timeout_s: float
    join_timeout_s: float


class MoveAsked(ConnectionFailed):
    """The server will close soon and asks us to connect anew (Twitch's RECONNECT)."""


class IrcSession:
    """Registers, joins, listens and speaks on one WebSocket. Raises when the connection is over."""

    def __init__(
        self,
        ws: aiohttp.ClientWebSocketResponse,
        seat: Seat,
        standing: Standing,
        nick: WantedNick,
        timings: Timings,
        clock: Callable[[], datetime],
    ) -> None:
        self.seat = seat
        self._ws = ws
        self._standing = standing
        self._nick = nick
        self._timings = timings
        self._clock = clock
        self._now = asyncio.get_running_loop().time
        self._unread: deque[str] = deque()
        self._capabilities: set[str] = set()
        self._heard_at = self._now()
        self._pinged = False
        self._inside = False
        self._over = False
        self._said = 0
        self._seen_userstate = False
        self._under_way: UnderWay | None = None
        self._fate: asyncio.Future[SendResult] | None = None
        self._quiet_until = 0.0

    @property
    def detail(self) -> Both:
        """What a person should know about a connection that works."""
        return self._nick.detail(self.seat.nick)

    async def open(self, token: str | None) -> None:
        """Log in and join. Raises `LoginRefused` or `ConnectionFailed`."""
        limit = self._timings.join_timeout_s
        try:
            async with asyncio.timeout(limit):
                await self._register(token)
        except TimeoutError:
            raise ConnectionFailed(
                Both(
                    f"the server did not finish the login within {limit:g} s", f"服务器在 {limit:g} 秒内没有完成登录"
                )
            ) from None
        try:
            async with asyncio.timeout(limit):
                await self._join()
        except TimeoutError:
            what = Both(
                f"no answer to JOIN {self.seat.channel} within {limit:g} s; does the channel exist?",
                f"{limit:g} 秒内进不了频道 {self.seat.channel}，请确认频道存在",
            )
            raise ConnectionFailed(what) from None

    async def hear(self) -> Event | None:
        """Return what the next line means for the room, often nothing."""
        line = await self._next()
        if line.command == "RECONNECT":
            raise MoveAsked(Both("the server asked for a new connection", "服务器要求重新连接"))
        if line.command == "KICK" and same(line.param(1), self.seat.nick):
            # A person did this on purpose; coming back by ourselves would be rude, and a loop.
            what = Both(
                f"{line.nick} removed us from {self.seat.channel}: {line.param(2)}.",
                f"{line.nick} 把机器人移出了 {self.seat.channel}：{line.param(2)}。",
            )
            raise LoginRefused(
                self.seat.room, what, Both("Ask to be let in again, then restart.", "请对方重新放行，再重启。")
            )
        return event_of(line, self.seat, self._clock())

    async def say(self, text: str, nonce: str, reply_to: str | None) -> SendResult:
        """Write one message, already cut to length, and wait for what becomes of it."""
        if self._over or self._ws.closed:
            return SendResult("refused", reason=reasons.NOT_CONNECTED, retry_after=1.0)
        if (wait := self._quiet_until - self._now()) > 0:
            # A late acknowledgement of the message before would be taken for this one's.
            return SendResult("refused", reason=reasons.ONE_UNACCOUNTED, retry_after=wait)
        lines = self._message(text, nonce, reply_to)
        fate: asyncio.Future[SendResult] = asyncio.get_running_loop().create_future()
        self._fate = fate
        try:
            async with asyncio.timeout(self._timings.ack_timeout_s):
                for line in lines:
                    await self._ws.send_str(line)
                return await fate
        except TimeoutError:
            return SendResult(
                "unknown", reason=reasons.NO_ANSWER_WITHIN.format(seconds=f"{self._timings.ack_timeout_s:g}")
            )
        except (aiohttp.ClientError, OSError) as problem:
            return SendResult("unknown", reason=reasons.BROKE_SENDING.format(detail=problem))
        finally:
            if not fate.done() or fate.cancelled():
                self._quiet_until = self._now() + self._timings.ack_timeout_s
            self._fate = self._under_way = None

    def lose(self) -> None:
        """Say that the connection is over; whoever waits for an acknowledgement will not get it."""
        self._over = True
        if self._fate and not self._fate.done():
            self._fate.set_result(SendResult("unknown", reason=reasons.LOST_BEFORE_ANSWER))

    async def close(self) -> None:
        """Close the connection."""
        self.lose()
        await self._ws.close()

    def _message(self, text: str, nonce: str, reply_to: str | None) -> list[str]:
        dialect, tags = self.seat.dialect, dict[str, str]()
        echoes = dialect.acknowledges == "echo" and "echo-message" in self._capabilities
        carries_tags = dialect.acknowledges == "userstate" or "message-tags" in self._capabilities
        if reply_to and carries_tags:
            tags[dialect.reply_tag] = reply_to
        marked = nonce if dialect.acknowledges == "echo" and carries_tags else ""
        if marked:
            tags[NONCE_TAG] = marked
        self._said += 1
        ping = f"sent-{self._said}" if dialect.acknowledges == "echo" and not echoes else ""
        self._under_way = UnderWay(self.seat.channel, self.seat.nick, marked, ping, slow_s=self._standing.slow_s)
        line = build("PRIVMSG", self.seat.channel, text, tags=tags)
        return [line, build("PING", ping)] if ping else [line]

    async def _register(self, token: str | None) -> None:
        dialect = self.seat.dialect
        if dialect.asks_first:
            await self._write(build("CAP", "LS", "302"))
        else:
            await self._write(build("CAP", "REQ", " ".join(dialect.capabilities)))
        if token:
            word = token.strip()
            await self._write(build("PASS", dialect.token_prefix + word.removeprefix(dialect.token_prefix)))
        await self._write(build("NICK", self.seat.nick))
        if dialect.sends_user:
            await self._write(build("USER", "roomhand", "0", "*", "Roomhand"))
        while (line := await self._next()).command != "001":
            if line.command == "CAP":
                await self._negotiate(line)
            elif line.command in ("433", "437"):
                self.seat.nick = self._nick.spare()
                await self._write(build("NICK", self.seat.nick))
        self.seat.nick = line.param(0) or self.seat.nick

    async def _negotiate(self, line: Line) -> None:
        """Ask for what both sides know. A server without CAP never answers and needs no end."""
        verb, listed = line.param(1).upper(), line.param(-1).split()
        if verb == "LS":
            self._capabilities |= {word.partition("=")[0] for word in listed}
            if line.param(2) == "*":
                return  # more to come
            wanted = [name for name in self.seat.dialect.capabilities if name in self._capabilities]
            self._capabilities = set()
            await self._write(build("CAP", "REQ", " ".join(wanted)) if wanted else build("CAP", "END"))
        elif verb in ("ACK", "NAK"):
            if verb == "ACK":
                self._capabilities |= set(listed)
            else:
                log.warning("room %s: the server does not offer %s", self.seat.room, line.param(-1))
            if self.seat.dialect.asks_first:
                await self._write(build("CAP", "END"))

    async def _join(self) -> None:
        await self._write(build("JOIN", self.seat.channel))
        while True:
            line = await self._next()
            here = same(line.param(0), self.seat.channel)
            if here and line.command == "JOIN" and same(line.nick, self.seat.nick):
                break
            if here and line.command == "ROOMSTATE":
                break  # Twitch leaves out the JOIN at times
        self._inside = True
        self._standing.joined(line)

    def _check_door(self, line: Line) -> None:
        if refusal := refused_at_the_door(line):
            names = {"nick": self.seat.nick, "channel": self.seat.channel, "words": line.param(-1)}
            raise LoginRefused(self.seat.room, refusal.what.filled(**names), refusal.fix.filled(**names))

    async def _next(self) -> Line:
        """Return the next line, after doing what the protocol itself asks for."""
        line = irc_lines.parse(await self._next_text())
        if not self._inside:
            self._check_door(line)
        if line.command == "PING":
            await self._write(build("PONG", line.param(-1)))
        elif line.command == "ERROR":
            raise ConnectionFailed(
                Both(f"the server closed the connection: {line.param(-1)}", f"服务器关闭了连接：{line.param(-1)}")
            )
        self._settle(line)
        question = self._standing.hear(line)
        if question:
            await self._write(question)
        self._nick.hear(line, self._now())
        return line

    def _settle(self, line: Line) -> None:
        if line.command == "USERSTATE" and not self._seen_userstate:
            self._seen_userstate = True
            if not line.tags.get("id"):
                return  # it answers the JOIN, not a message
        if not self._under_way or not self._fate or self._fate.done():
            return
        if result := verdict(line, self._under_way, self.seat.dialect):
            self._fate.set_result(result)

    async def _next_text(self) -> str:
        while not self._unread:
            due = self._due()
            if self._now() >= due:
                await self._do_what_is_due()
                continue
            try:
                async with asyncio.timeout_at(due):
                    frame = await self._ws.receive()
            except TimeoutError:
                continue
            if frame.type not in (aiohttp.WSMsgType.TEXT, aiohttp.WSMsgType.BINARY):
                code = self._ws.close_code
                coded = Both(f" (code {code})", f"（代码 {code}）") if code else NOTHING
                raise ConnectionFailed(Both(f"the connection was closed{coded}", f"连接被关闭{coded.zh}"))
            self._heard_at, self._pinged = self._now(), False
            self._unread.extend(irc_lines.split_frame(frame.data))
            await asyncio.sleep(0)  # frames that wait already would otherwise shut everybody else out
        return self._unread.popleft()

    def _due(self) -> float:
        silence = self._timings.liveness_s if self._pinged else self._timings.ping_every_s
        return min(self._heard_at + silence, self._nick.due)

    async def _do_what_is_due(self) -> None:
        if self._now() >= self._nick.due:
            await self._write(self._nick.ask(self._now()))
        elif self._pinged:
            raise ConnectionFailed(
                Both(
                    f"nothing was heard for {self._timings.liveness_s:g} s",
                    f"{self._timings.liveness_s:g} 秒没有任何消息",
                )
            )
        else:
            self._pinged = True
            await self._write(build("PING", "still-there"))

    async def _write(self, line: str) -> None:
        try:
            async with asyncio.timeout(self._timings.ack_timeout_s):
                await self._ws.send_str(line)
        except TimeoutError:
            raise ConnectionFailed(Both("the server takes nothing any more", "服务器不再接收内容")) from None
