"""Who works here, and inviting another."""

from __future__ import annotations

from aiohttp import web

from bot.console import doors, sessions
from bot.console.desk import DESK
from bot.console.pages import rendered
from bot.console.signing_in import new_invitation


async def staff(request: web.Request) -> web.Response:
    """Show every account."""
    return await _page(request)


async def invite(request: web.Request) -> web.Response:
    """Make a one-time link for a colleague."""
    admin, desk = sessions.must_be_admin(request), request.app[DESK]
    role = str((await request.post()).get("role", ""))
    if role not in sessions.ROLES:
        raise web.HTTPBadRequest(text="There is no such role.")
    token = await new_invitation(desk, role)
    await desk.store.audit(admin.name, "invite", role, "", desk.now())
    return await _page(request, f"{doors.own_origin(request)}/start?token={token}")


async def _page(request: web.Request, link: str = "") -> web.Response:
    everybody = await request.app[DESK].store.all_staff()
    return rendered(request, "staff.html", everybody=everybody, link=link)


def routes() -> list[web.RouteDef]:
    """Return the pages' addresses."""
    return [web.get("/staff", staff), web.post("/staff/invite", invite)]
