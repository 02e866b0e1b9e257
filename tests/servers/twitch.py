"""A small Twitch: the chat's IRC over WebSocket, with the moods of the real one.

It keeps to https://dev.twitch.tv/docs/chat/irc/ in what it sends and in what it refuses.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType

import pytest
from aiohttp import WSMsgType, web

from bot.connectors import irc_lines
from bot.connectors.irc_lines import Line, build

BOT_ID = "100"
ROOM_ID = "9"


@dataclass(eq=False, slots=True)
class Client:
    """One connection, as the server sees it."""

    ws: web.WebSocketResponse
    request: web.Request
    token: str = ""
    nick: str = ""
    capabilities: set[str] = field(default_factory=set)
    joined: bool = False


class FakeTwitch:
    """`async with FakeTwitch() as twitch:` listens on `twitch.url` for the account `shopbot`, token `good`.

    It has one channel, `#shop`.
    """

    def __init__(self) -> None:
        self.url = ""
        self.channel = "#shop"
        self.token, self.nick = "oauth:good", "shopbot"
        self.received: list[Line] = []
        """Every line from every connection, oldest first."""
        self.clients: list[Client] = []
        self.logins = 0
        self.badges = ""
        """The bot's own, in the channel."""
        self.slow = 0
        self.refuse: list[str] = []
        """Notice ids for the next messages, in order; an empty one lets its message through."""
        self.swallow = 0
        """How many of the next messages get no answer at all."""
        self.stalled = False
        """Keeps the connection and answers nothing, not even PING."""
        self.acks_with_id = True
        self.late_state = False
        """Leaves out the USERSTATE that belongs to a JOIN; the test sends it later."""
        self.door_notice = ""
        """Notice id in answer to JOIN."""
        self._ids = itertools.count(1)
        self._last: dict[str, str] = {}
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> FakeTwitch:
        app = web.Application()
        app.router.add_get("/", self._serve)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"ws://127.0.0.1:{self._runner.addresses[0][1]}/"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.cut()
        if self._runner:
            await self._runner.cleanup()

    async def say(self, text: str, nick: str = "mei", user_id: str = "5", **tags: str) -> str:
        """Let somebody say something to all who are there; return its id."""
        message_id = tags.pop("id", f"m{next(self._ids)}")
        known = {"id": message_id, "user-id": user_id, "room-id": ROOM_ID, "tmi-sent-ts": "1700000000000"}
        known |= {"display-name": nick.title(), "badges": "", "mod": "0"}
        await self.tell("PRIVMSG", self.channel, text, nick=nick, **(known | tags))
        return message_id

    async def tell(self, command: str, *params: str, nick: str = "", **tags: str) -> None:
        """Send one line to all who have joined; `_` in a tag's name stands for `-`."""
        head = {name.replace("_", "-"): value for name, value in tags.items()}
        prefix = f"{nick}!{nick}@{nick}.tmi.twitch.tv" if nick else "tmi.twitch.tv"
        await self.tell_raw(_line(prefix, command, *params, **head) + "\r\n")

    async def tell_raw(self, frame: str) -> None:
        """Send one frame as it is to all who have joined."""
        for client in list(self.clients):
            if client.joined and not client.ws.closed:
                await client.ws.send_str(frame)

    async def delete(self, message_id: str) -> None:
        """Let a moderator delete one message."""
        await self.tell("CLEARMSG", self.channel, "text", target_msg_id=message_id)

    async def clear(self, nick: str = "", user_id: str = "") -> None:
        """Let a moderator time somebody out, or clear the chat."""
        if nick:
            await self.tell("CLEARCHAT", self.channel, nick, target_user_id=user_id, ban_duration="60")
        else:
            await self.tell("CLEARCHAT", self.channel, room_id=ROOM_ID)

    async def reconnect(self) -> None:
        """Ask everybody to connect anew."""
        await self.tell("RECONNECT")

    def cut(self) -> None:
        """Break every connection, without a word."""
        for client in self.clients:
            if client.request.transport:
                client.request.transport.abort()

    async def saw(self, predicate: Callable[[Line], bool], count: int = 1, timeout: float = 15.0) -> list[Line]:
        """Wait until so many received lines fit; return them."""
        try:
            async with asyncio.timeout(timeout):
                # Polled: tests wait for many different things, and only for milliseconds.
                while len(fitting := [line for line in self.received if predicate(line)]) < count:
                    await asyncio.sleep(0.01)
        except TimeoutError:
            pytest.fail(f"the server saw no such line in {timeout} s: {self.received[-8:]}")
        return fitting

    def said(self) -> list[str]:
        """Return what clients said, delivered or not."""
        return [line.param(1) for line in self.received if line.command == "PRIVMSG"]

    async def _serve(self, request: web.Request) -> web.WebSocketResponse:
        ws = web.WebSocketResponse(autoping=False)
        await ws.prepare(request)
        client = Client(ws, request)
        self.clients.append(client)
        try:
            async for frame in ws:
                if frame.type is WSMsgType.TEXT:
                    # One frame is one line here: what is glued together stays glued, as on a real server.
                    line = irc_lines.parse(frame.data)
                    self.received.append(line)
                    if not self.stalled:
                        await self._answer(client, line)
        except ConnectionError:
            pass  # a client that left while it was being answered
        finally:
            self.clients.remove(client)
        return ws

    async def _answer(self, client: Client, line: Line) -> None:
        match line.command:
            case "CAP":
                client.capabilities |= set(line.param(-1).split())
                await self._send(client, "CAP", "*", "ACK", line.param(-1))
            case "PASS":
                client.token = line.param(0)
            case "NICK":
                await self._log_in(client, line.param(0))
            case "PING":
                await self._send(client, "PONG", "tmi.twitch.tv", line.param(-1))
            case "JOIN":
                await self._let_in(client, line.param(0))
            case "PRIVMSG":
                await self._take(client, line.param(1))
            case _:
                pass

    async def _log_in(self, client: Client, nick: str) -> None:
        client.nick = nick
        self.logins += 1
        if not client.token.startswith("oauth:"):
            await self._send(client, "NOTICE", "*", "Improperly formatted auth")
        elif client.token != self.token or nick != self.nick:
            await self._send(client, "NOTICE", "*", "Login authentication failed")
        else:
            welcome = [_line("tmi.twitch.tv", number, nick, "-") for number in ("001", "002", "003", "004")]
            welcome += [_line("tmi.twitch.tv", number, nick, "-") for number in ("375", "372", "376")]
            own = {"user-id": BOT_ID, "badges": "", "display-name": "ShopBot"}
            welcome.append(_line("tmi.twitch.tv", "GLOBALUSERSTATE", **own))
            await client.ws.send_str("\r\n".join(welcome) + "\r\n")
            return
        await client.ws.close()

    async def _let_in(self, client: Client, channel: str) -> None:
        if self.door_notice:
            await self._send(client, "NOTICE", channel, "No.", **{"msg-id": self.door_notice})
        elif channel == self.channel:  # of any other nothing is heard
            client.joined = True
            user = f"{client.nick}!{client.nick}@{client.nick}.tmi.twitch.tv"
            state = {"slow": str(self.slow), "room-id": ROOM_ID, "r9k": "0", "followers-only": "-1"}
            lines = [
                _line(user, "JOIN", channel),
                *([] if self.late_state else [self._userstate()]),
                _line("tmi.twitch.tv", "ROOMSTATE", channel, **state),
            ]
            await client.ws.send_str("\r\n".join(lines) + "\r\n")

    async def _take(self, client: Client, text: str) -> None:
        notice = self.refuse.pop(0) if self.refuse else ""
        if self.swallow > 0:
            self.swallow -= 1
        elif notice or self._last.get(client.nick) == text:
            notice = notice or "msg_duplicate"
            await self._send(client, "NOTICE", self.channel, "Not sent.", **{"msg-id": notice})
        else:
            self._last[client.nick] = text
            own = {"id": f"own{next(self._ids)}"} if self.acks_with_id else {}
            await client.ws.send_str(self._userstate(**own) + "\r\n")

    def _userstate(self, **tags: str) -> str:
        mod = "1" if "moderator" in self.badges else "0"
        return _line("tmi.twitch.tv", "USERSTATE", self.channel, badges=self.badges, mod=mod, **tags)

    async def _send(self, client: Client, command: str, *params: str, **tags: str) -> None:
        await client.ws.send_str(_line("tmi.twitch.tv", command, *params, **tags) + "\r\n")


def _line(prefix: str, command: str, *params: str, **tags: str) -> str:
    head = ";".join(f"{name}={irc_lines.escape(value)}" for name, value in tags.items())
    rest = f":{prefix} {build(command, *params)}"
    return f"@{head} {rest}" if head else rest
