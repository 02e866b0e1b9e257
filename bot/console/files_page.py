"""Edited files: what is wrong in them, where, and how to mend it."""

from __future__ import annotations

from aiohttp import web

from bot.console.desk import DESK
from bot.console.health_page import LINT
from bot.console.pages import rendered


async def files(request: web.Request) -> web.Response:
    """Show every problem of the edited files."""
    desk = request.app[DESK]
    found = await request.app[LINT].now(desk)
    lint = {kind: sorted(some) for kind, some in (found or {}).items()}
    problems = sorted(desk.problems())
    return rendered(
        request, "files.html", all_problems=problems, lint=lint, looking=found is None, matching=desk.matching()
    )


def routes() -> list[web.RouteDef]:
    """Return the page's address."""
    return [web.get("/files", files)]
