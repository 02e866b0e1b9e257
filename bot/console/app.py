"""The console's web server: its routes, who may come in, and its start and stop."""

from __future__ import annotations

import logging
import ssl
from collections.abc import Collection
from types import TracebackType

from aiohttp import web

from bot.console import (
    api,
    audit_page,
    balance_page,
    cases_api,
    customers_api,
    desk_pages,
    doors,
    faq_editing,
    faq_pages,
    faq_versions,
    files_page,
    health_page,
    host_page,
    live,
    marked_pages,
    model_drafts,
    pages,
    picks,
    queue_pages,
    recall_pages,
    room_pages,
    sessions,
    settings_page,
    signing_in,
    staff_pages,
    teaching_pages,
    wall_page,
)
from bot.console.desk import DESK, Desk
from bot.console.passwords import Passwords, Tries

log = logging.getLogger(__name__)

LARGEST_FORM = 64 * 1024
SHUTDOWN_SECONDS = 0.05
SHUT = doors.Doors()
"""Nobody from elsewhere comes in."""


def make_app(desk: Desk, opened: doors.Doors = SHUT) -> web.Application:
    """Return the console as a web application."""
    app = web.Application(
        middlewares=[pages.explain_errors, api.answer_in_json, doors.keep_doors, sessions.require_session],
        client_max_size=LARGEST_FORM,
    )
    app[DESK] = desk
    app[doors.DOORS] = opened
    app[live.LIVE] = live.Live(desk)
    app[model_drafts.MODEL_DRAFTS] = model_drafts.ModelDrafts()
    app[faq_pages.WAITING] = faq_pages.Waiting()
    app[wall_page.COUNTS] = wall_page.Counts()
    app[health_page.LINT] = health_page.Lint()
    app[signing_in.PASSWORDS] = Passwords()
    app[signing_in.TRIES] = Tries()
    for part in (
        pages,
        signing_in,
        queue_pages,
        picks,
        desk_pages,
        marked_pages,
        model_drafts,
        room_pages,
        faq_pages,
        faq_editing,
        faq_versions,
        recall_pages,
        files_page,
        balance_page,
        staff_pages,
        live,
        api,
        cases_api,
        customers_api,
        audit_page,
        health_page,
        host_page,
        teaching_pages,
        settings_page,
        wall_page,
    ):
        app.add_routes(part.routes())
    app.on_response_prepare.append(doors.add_headers)
    app.on_shutdown.append(live.say_goodbye)
    return app


class Console:
    """The running console. `async with` starts and stops it."""

    def __init__(
        self,
        desk: Desk,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        hosts: Collection[str] = (),
        proxies: Collection[str] = (),
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """Listen on `host` and `port` (0: any free one); `hosts` are further names, reached through TLS.

        `tls` encrypts what comes in; else one of `proxies`, addresses or networks, must have done so. With `tls`
        another port of this machine stays open to the command line, which cannot know the certificate's name.
        """
        self._desk, self._host, self._port, self._tls = desk, host, port, tls
        self._doors, self._hosts = doors.Doors.of(hosts, proxies), tuple(hosts)
        self._runner: web.AppRunner | None = None
        self._near_port = 0

    @property
    def url(self) -> str:
        """Where a browser on this machine finds it."""
        anywhere = self._host in {"0.0.0.0", "::", ""} or self._near_port  # noqa: S104
        host = "127.0.0.1" if anywhere else self._host
        return f"http://{f'[{host}]' if ':' in host else host}:{self._near_port or self._port}/"

    @property
    def address(self) -> str:
        """Where staff find it: under the first name that was set, if any."""
        if not self._hosts:
            return self.url
        return f"https://{self._hosts[0]}{f':{self._port}' if self._tls is not None else ''}/"

    def on_duty(self) -> set[str]:
        """Return who of the staff may answer and has a page open."""
        return self._runner.app[live.LIVE].on_duty() if self._runner is not None else set()

    async def invite(self, role: str = "admin") -> str:
        """Return a one-time link: the first start's way in."""
        token = await signing_in.new_invitation(self._desk, role)
        return f"{self.url}start?token={token}"

    async def start(self) -> None:
        """Listen. Raises `OSError` when the port is taken."""
        runner = web.AppRunner(make_app(self._desk, self._doors), access_log=None, shutdown_timeout=SHUTDOWN_SECONDS)
        await runner.setup()
        try:
            await web.TCPSite(runner, self._host, self._port, ssl_context=self._tls).start()
            self._port = int(runner.addresses[0][1])
            if self._tls is not None:
                await web.TCPSite(runner, "127.0.0.1", 0).start()
                self._near_port = int(runner.addresses[1][1])
        except BaseException:
            await runner.cleanup()
            raise
        self._runner = runner
        log.info("console: open at %s", self.url)

    async def stop(self) -> None:
        """Close every page's socket, then stop listening."""
        runner, self._runner = self._runner, None
        if runner is not None:
            await runner.cleanup()

    async def __aenter__(self) -> Console:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()
