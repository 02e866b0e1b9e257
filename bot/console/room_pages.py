"""Rooms: how much the bot may do there."""

from __future__ import annotations

from aiohttp import web

from bot.console import sessions
from bot.console.desk import DESK, MODES


async def switch_mode(request: web.Request) -> web.Response:
    """Switch a room between auto, suggest only and silent."""
    member, desk, form = sessions.must_act(request), request.app[DESK], await request.post()
    room, mode = str(form.get("room", "")), str(form.get("mode", ""))
    before = desk.room(room)
    if before is None or mode not in MODES:
        raise web.HTTPNotFound(text="There is no such room or mode.")
    await desk.switch_mode(room, mode, member.name)
    await desk.store.audit(member.name, "mode", room, "", desk.now(), was=before.mode, became=mode)
    # The change goes to every page, this one too, as a piece; the hint makes it come at once.
    desk.store.hints.ring("rooms")
    if "HX-Request" in request.headers:
        return web.Response(status=204)
    raise web.HTTPSeeOther("/")


def routes() -> list[web.RouteDef]:
    """Return the rooms' addresses."""
    return [web.post("/rooms/mode", switch_mode)]
