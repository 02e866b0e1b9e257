"""Rooms: how much the bot may do there."""

from __future__ import annotations

from aiohttp import web

from bot.console import sessions
from bot.console.desk import DESK, MODES, Desk
from bot.console.reader import words_of
from bot.escalation.steps import Step


async def switch_mode(request: web.Request) -> web.Response:
    """Switch a room between auto, suggest only and silent."""
    member, desk, form = sessions.must_act(request), request.app[DESK], await request.post()
    room, mode = str(form.get("room", "")), str(form.get("mode", ""))
    before = desk.room(room)
    if before is None or mode not in MODES:
        raise web.HTTPNotFound(text=words_of(request)("deny.mode"))
    await desk.switch_mode(room, mode, member.name)
    await desk.store.audit(member.name, "mode", room, "", desk.now(), was=before.mode, became=mode)
    return _done(request)


async def choose_step(request: web.Request) -> web.Response:
    """Take a room a step down, or up again."""
    member, form = sessions.must_act(request), await request.post()
    if not await take_step(request.app[DESK], str(form.get("room", "")), str(form.get("step", "")), member.name):
        raise web.HTTPNotFound(text=words_of(request)("deny.mode"))
    return _done(request)


async def take_step(desk: Desk, room: str, step: str, by: str) -> bool:
    """Take a step in a room in somebody's name; False when there is no such room or step."""
    before = desk.room(room)
    if before is None or step not in list(Step):
        return False
    await desk.take_step(room, Step(step), by)
    await desk.store.audit(by, "step", room, "", desk.now(), was=before.stands.step, became=step)
    return True


def _done(request: web.Request) -> web.Response:
    """Let every page know, this one too: the change comes as a piece; the hint makes it come at once."""
    request.app[DESK].store.hints.ring("rooms")
    if "HX-Request" in request.headers:
        return web.Response(status=204)
    raise web.HTTPSeeOther("/")


def routes() -> list[web.RouteDef]:
    """Return the rooms' addresses."""
    return [web.post("/rooms/mode", switch_mode), web.post("/rooms/step", choose_step)]
