"""The prompter: what the host is to answer before the camera, in letters that are read from the set."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from bot.console import case_acts, sessions
from bot.console.acts import Held
from bot.console.desk import DESK
from bot.console.live import LIVE
from bot.console.pages import rendered, words_of
from bot.console.pieces import Colleague
from bot.console.prompter import lines


async def page(request: web.Request) -> web.Response:
    """Show what was handed to the host of one room, or of the first."""
    desk, who = request.app[DESK], Colleague(sessions.staff(request), words_of(request))
    rooms = [room.name for room in desk.rooms()]
    wanted = request.query.get("room", "")
    room = wanted if wanted in rooms else rooms[0] if rooms else ""
    snapshot = await request.app[LIVE].snapshot(room)
    values: dict[str, Any] = {"room": room, "rooms": rooms, "may_act": who.may_act, "lines": lines(snapshot, room)}
    return rendered(request, "host.html", **values)


async def answered(request: web.Request) -> web.Response:
    """Mark a case as answered on air, from the prompter."""
    member, t = sessions.must_act(request), words_of(request)
    done = await case_acts.on_air(request.app[DESK], int(request.match_info["case"][:15]), member.name)
    if done is None:
        raise web.HTTPNotFound(text=t("case.gone", id=request.match_info["case"]))
    if isinstance(done, Held):
        raise web.HTTPConflict(text=t("host.not_yours", name=done.holder or "?"))
    if "HX-Request" not in request.headers:
        raise web.HTTPSeeOther("/host")
    return web.Response(status=204)


def routes() -> list[web.RouteDef]:
    """Return the prompter's addresses."""
    return [web.get("/host", page), web.post(r"/host/{case:\d+}/answered", answered)]
