"""A real IRC server on a loopback port, and a viewer who talks there."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import AsyncIterator, Callable, Coroutine
from pathlib import Path
from types import TracebackType

import aiohttp
import pytest

from bot.connectors import irc_lines
from bot.connectors.irc_lines import Line

CONFIG = """
<server name="irc.test" description="test" id="001" network="test">
<admin name="test" email="test@irc.test" nick="test">
<path datadir="{folder}" logdir="{folder}" runtimedir="{folder}">
<pid file="{folder}/pid">
<module name="sha1"><module name="websocket"><module name="cap">
{modules}
<websocket defaultmode="text"><wsorigin allow="*">
<bind address="127.0.0.1" port="{port}" type="clients" hook="websocket">
<connect name="all" allow="*" timeout="10" pingfreq="{pingfreq}" resolvehostnames="no" useident="no"
 threshold="1000" commandrate="1000000" recvq="64K" softsendq="512K" hardsendq="1M"
 localmax="200" globalmax="200" {password}>
<class name="N" commands="">
<options prefixquit="" syntaxhints="no">
"""
IRCV3 = ("ircv3_msgid", "ircv3_servertime", "ircv3_echomessage", "ircv3_ctctags")


class InspIrcd:
    """InspIRCd, started, stopped, killed and started again on the same port.

    `async with InspIrcd(tmp_path) as server:` starts it and stops it at the end.
    """

    def __init__(
        self,
        folder: Path,
        *,
        modules: tuple[str, ...] = IRCV3,
        pingfreq: int = 20,
        password: str = "",
    ) -> None:
        found = shutil.which("inspircd") or shutil.which("inspircd", path="/usr/sbin:/usr/local/sbin")
        if not found:
            missing = "InspIRCd is not installed: apt-get install inspircd"
            if os.environ.get("CI") == "true":
                pytest.fail(missing)
            pytest.skip(missing)
        self._program = found
        # Unix sockets and InspIRCd's paths dislike length; a folder of its own keeps two servers apart.
        self._folder = Path(tempfile.mkdtemp(prefix="ircd", dir=folder))
        self._modules = modules
        self._pingfreq = pingfreq
        self._password = f'password="{password}"' if password else ""
        self._process: subprocess.Popen[bytes] | None = None
        self.port = _free_port()

    @property
    def url(self) -> str:
        """Where clients connect."""
        return f"ws://127.0.0.1:{self.port}/"

    async def start(self) -> None:
        """Start the server and wait until it takes connections."""
        config = self._folder / "inspircd.conf"
        modules = "".join(f'<module name="{name}">' for name in self._modules)
        config.write_text(
            CONFIG.format(
                folder=self._folder,
                port=self.port,
                modules=modules,
                pingfreq=self._pingfreq,
                password=self._password,
            )
        )
        command = [self._program, "--runasroot", "--nofork", "--nolog", "--config", str(config)]
        with (self._folder / "output").open("ab") as output:
            self._process = subprocess.Popen(command, stdout=output, stderr=output, cwd=self._folder)  # noqa: ASYNC220
        async with asyncio.timeout(30):
            while not await self._answers():
                if self._process.poll() is not None:
                    pytest.fail(f"InspIRCd did not start: {(self._folder / 'output').read_text()[-2000:]}")
                await asyncio.sleep(0.05)

    async def stop(self) -> None:
        """Let the server say goodbye and end."""
        await self._end(signal.SIGTERM)

    async def kill(self) -> None:
        """End the server as a power cut would."""
        await self._end(signal.SIGKILL)

    def freeze(self) -> None:
        """Stop the server without closing anything: its connections stay open and silent."""
        if self._process:
            self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let a frozen server go on."""
        if self._process:
            self._process.send_signal(signal.SIGCONT)

    async def __aenter__(self) -> InspIrcd:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.kill()

    async def _end(self, how: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None or process.poll() is not None:
            return
        process.send_signal(signal.SIGCONT)
        process.send_signal(how)
        await asyncio.to_thread(process.wait, 20)

    async def _answers(self) -> bool:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", self.port)
        except OSError:
            return False
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()
        return True


class IrcViewer:
    """Somebody in the channel, through a connection of their own.

    `async with IrcViewer(server.url, "#shop", "mei") as mei:` is in the channel at once. Whoever comes first
    is the channel's operator; only a `host` keeps that, so that viewers are viewers.
    """

    def __init__(self, url: str, channel: str, nick: str, *, host: bool = False) -> None:
        self.url, self.channel, self.nick, self.host = url, channel, nick, host
        self.lines: list[Line] = []
        """Everything the server sent, oldest first."""
        self._heard = asyncio.Condition()
        self._left = contextlib.AsyncExitStack()
        self._ws: aiohttp.ClientWebSocketResponse | None = None

    async def __aenter__(self) -> IrcViewer:
        async with contextlib.AsyncExitStack() as stack:
            session = await stack.enter_async_context(aiohttp.ClientSession())
            # A reader must be able to end without ending the test around it, so it is owned here.
            self._ws = await stack.enter_async_context(session.ws_connect(self.url, origin="http://viewer.test"))
            await stack.enter_async_context(_running(self._read(self._ws), f"viewer {self.nick}"))
            await self.write("CAP REQ :message-tags server-time echo-message")
            await self.write(f"NICK {self.nick}")
            await self.write(f"USER {self.nick} 0 * :{self.nick}")
            await self.saw(lambda line: line.command == "CAP" and line.param(1) in ("ACK", "NAK"))
            await self.write("CAP END")
            await self.saw(lambda line: line.command == "001")
            await self.write(f"JOIN {self.channel}")
            names = await self.saw(lambda line: line.command == "353")
            await self.saw(lambda line: line.command == "366")
            if f"@{self.nick}" in names.param(-1).split() and not self.host:
                await self.write(f"MODE {self.channel} -o {self.nick}")
                await self.saw(lambda line: line.command == "MODE" and line.param(1) == "-o")
            self._left = stack.pop_all()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._left.aclose()

    async def write(self, line: str) -> None:
        """Send one line as it is."""
        if self._ws is None:
            pytest.fail(f"{self.nick} is not connected")
        await self._ws.send_str(line)

    async def say(self, text: str, reply_to: str | None = None) -> str:
        """Say something and return its id, once the server has echoed it."""
        already = len(self.lines)
        tags = {"+draft/reply": reply_to} if reply_to else None
        await self.write(irc_lines.build("PRIVMSG", self.channel, text, tags=tags))
        line = await self.saw(lambda line: line.command == "PRIVMSG" and line.nick == self.nick, since=already)
        return line.tags.get("msgid", "")

    async def saw(self, predicate: Callable[[Line], bool], timeout: float = 15.0, since: int = 0) -> Line:
        """Return the first line, of all received since `since`, of which the predicate holds; wait for it."""

        def found() -> Line | None:
            return next((line for line in self.lines[since:] if predicate(line)), None)

        try:
            async with asyncio.timeout(timeout), self._heard:
                await self._heard.wait_for(lambda: found() is not None)
        except TimeoutError:
            last = [(line.nick, line.command, line.params) for line in self.lines[-8:]]
            pytest.fail(f"{self.nick} did not see it in {timeout} s; the last lines were {last}")
        line = found()
        assert line is not None
        return line

    async def heard(self, words: str, timeout: float = 15.0) -> Line:
        """Return the message in the channel that holds these words; wait for it."""
        return await self.saw(lambda line: line.command == "PRIVMSG" and words in line.param(-1), timeout=timeout)

    def said_by(self, nick: str) -> list[str]:
        """Return what that person said so far."""
        return [line.param(-1) for line in self.lines if line.command == "PRIVMSG" and line.nick == nick]

    async def _read(self, ws: aiohttp.ClientWebSocketResponse) -> None:
        async for frame in ws:
            if frame.type is not aiohttp.WSMsgType.TEXT:
                continue
            for text in irc_lines.split_frame(frame.data):
                line = irc_lines.parse(text)
                if line.command == "PING":
                    await ws.send_str(irc_lines.build("PONG", line.param(-1)))
                async with self._heard:
                    self.lines.append(line)
                    self._heard.notify_all()


@contextlib.asynccontextmanager
async def _running(work: Coroutine[None, None, None], name: str) -> AsyncIterator[None]:
    """Run work beside the block; end it with the block."""
    # Owned, but not by a TaskGroup, which would wrap a test's failure into a group of one.
    task = asyncio.get_running_loop().create_task(work, name=name)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])
    if not task.cancelled():
        task.result()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
