"""How everything is doing, and whether a show may begin; and the two addresses for what watches the program."""

from __future__ import annotations

import asyncio
import logging
import platform
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from importlib import metadata
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
from aiohttp import web

from bot.console import findings, recalling
from bot.console.desk import DESK, Desk
from bot.console.findings import Finding, Sign
from bot.console.live import LIVE
from bot.console.pages import drawn, rendered, words_of
from bot.console.stepped import step_told
from bot.faq.entries import Faq
from bot.faq.lint import Shop, look_over
from bot.knowledge import Knowledge
from bot.model.health import ModelHealth
from bot.problems import Problem, RoomhandError

log = logging.getLogger(__name__)

READY_WITHIN_S = 2.0


async def alive(request: web.Request) -> web.Response:
    """Say that the loop turns."""
    return web.Response(text="ok\n")


async def ready(request: web.Request) -> web.Response:
    """Say whether the store takes what is written, and the disk has room; nothing more, to anybody who asks."""
    store = request.app[DESK].store
    try:
        async with asyncio.timeout(READY_WITHIN_S):
            await store.beat()
            health = await store.health()
    except (RoomhandError, sqlite3.Error, RuntimeError, OSError) as error:
        log.warning("console: not ready: %s", error)
        return web.Response(text="not ready\n", status=503)
    if health.free_bytes < findings.TOO_LITTLE_BYTES:
        return web.Response(text="not ready\n", status=503)
    return web.Response(text="ok\n")


STEPS_SHOWN = 20
PATIENCE_S = 1.5
"""Nobody waits longer for a page because the FAQ, if it is a large one, is still looked over."""


@dataclass(slots=True)
class Lint:
    """What looking the FAQ over has found; looked over again when the FAQ or the day is another one."""

    found: Mapping[str, Sequence[Problem]] = field(default_factory=dict)
    of: tuple[Faq, date] | None = None
    looking: asyncio.Task[None] | None = None

    async def now(self, desk: Desk) -> Mapping[str, Sequence[Problem]] | None:
        """Return the problems by what they have in common; None while the FAQ as it is now is still looked over."""
        if not self._is_of(desk):
            if self.looking is None or self.looking.done():
                self.looking = asyncio.create_task(self._look(desk))
            done, _ = await asyncio.wait({self.looking}, timeout=PATIENCE_S)
            for task in done:
                task.result()
        return self.found if self._is_of(desk) else None

    def _is_of(self, desk: Desk) -> bool:
        return self.of is not None and self.of[0] is desk.knowledge().faq and self.of[1] == desk.today()

    async def _look(self, desk: Desk) -> None:
        knowledge, today = desk.knowledge(), desk.today()
        self.found = await asyncio.to_thread(_looked_over, knowledge, desk)
        self.of = knowledge.faq, today


LINT = web.AppKey("lint", Lint)


def _looked_over(known: Knowledge, desk: Desk) -> Mapping[str, Sequence[Problem]]:
    settings = desk.settings()
    scenes = {room.scene for room in settings.rooms if room.scene}
    shop = Shop(desk.catalog(), desk.today(), languages=settings.shop.languages, scenes=scenes, words=known.words)
    return look_over(known.faq, known.matcher, shop)


async def health(request: web.Request) -> web.Response:
    """Show how everything is doing."""
    return rendered(request, "health.html", **await _values(request))


async def health_now(request: web.Request) -> web.Response:
    """Return the part of the page that changes."""
    html = drawn("health_now.html", words_of(request), now=request.app[DESK].now(), **await _values(request))
    return web.Response(text=html, content_type="text/html")


async def _values(request: web.Request) -> dict[str, Any]:
    desk = request.app[DESK]
    rooms, stored, model = desk.rooms(), await desk.store.health(), await _model(desk)
    heard = {room.name: await _last_heard(desk, room.name) for room in rooms}
    program = [
        *(findings.of_room(room, heard[room.name], desk.now()) for room in rooms),
        *(findings.of_step(room, step_told(room.stands, words_of(request))) for room in rooms),
        findings.of_store(stored),
        findings.of_loop(desk.pulse.worst_ms),
        findings.of_model(model),
        findings.of_files(desk.problems()),
    ]
    show = await _show(request, program)
    return {
        "program": program,
        "show": show,
        "worst_now": findings.worst(program),
        "worst_show": findings.worst(show),
        "rooms": [(room, heard[room.name]) for room in rooms],
        "steps": await desk.store.steps.changes(limit=STEPS_SHOWN),
        "stored": stored,
        "model": model,
        "matching": desk.matching(),
        "pulse": desk.pulse,
        "started": desk.started,
        "versions": versions(),
        "zone": desk.zone,
    }


async def _show(request: web.Request, program: Sequence[Finding]) -> list[Finding]:
    """Go through what a show needs: feed, sending, model, FAQ, entries that lapse, people."""
    desk = request.app[DESK]
    sent, in_force = await desk.store.sendings(), await desk.store.recalls.several(in_force=True)
    found = await request.app[LINT].now(desk)
    linted = [problem for some in (found or {}).values() for problem in some]
    errors = sum(problem.severity == "error" for problem in [*linted, *desk.problems()])
    warnings = sum(problem.severity != "error" for problem in linted)
    feeds = [finding for finding in program if finding.what == "room"]
    no_rooms = [] if feeds else [Finding("room", Sign.BAD, "find.no_rooms")]
    return [
        *feeds,
        *no_rooms,
        *(findings.of_sending(room, sent.get(room.name)) for room in desk.rooms()),
        *(finding for finding in program if finding.what == "model"),
        findings.of_lint(warnings, errors, looking=found is None),
        findings.of_expiring(desk.knowledge().faq, desk.today()),
        findings.of_recalls([one for one in in_force if recalling.silent_now(desk, one)]),
        findings.of_staff(request.app[LIVE].on_duty()),
    ]


async def _last_heard(desk: Desk, room: str) -> datetime | None:
    newest = await desk.store.recent_messages(room, 1)
    return newest[-1].received_at if newest else None


async def _model(desk: Desk) -> ModelHealth | None:
    model = desk.model()
    if model is None:
        return None
    local = desk.now().astimezone(ZoneInfo(desk.zone))
    began = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return model.health(await desk.store.model_calls.use(None, began.astimezone(UTC)))


def versions() -> list[tuple[str, str]]:
    """Return what runs here, in which version."""
    try:
        own = metadata.version("roomhand")
    except metadata.PackageNotFoundError:  # run from a copy that was never installed
        own = "?"
    return [
        ("Roomhand", own),
        ("Python", platform.python_version()),
        ("SQLite", sqlite3.sqlite_version),
        ("aiohttp", aiohttp.__version__),
        (platform.system(), platform.release()),
    ]


def routes() -> list[web.RouteDef]:
    """Return the addresses."""
    return [
        web.get("/health", health),
        web.get("/health/now", health_now),
        web.get("/livez", alive),
        web.get("/readyz", ready),
    ]
