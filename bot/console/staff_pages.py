"""Who works here, and inviting another."""

from __future__ import annotations

from aiohttp import web

from bot.console import doors, sessions
from bot.console.desk import DESK
from bot.console.pages import rendered, words_of
from bot.console.signing_in import new_invitation


async def staff(request: web.Request) -> web.Response:
    """Show every account."""
    return await _page(request)


async def invite(request: web.Request) -> web.Response:
    """Make a one-time link for a colleague."""
    admin, desk = sessions.must_be_admin(request), request.app[DESK]
    role = str((await request.post()).get("role", ""))
    if role not in sessions.ROLES:
        raise web.HTTPBadRequest(text=words_of(request)("deny.role"))
    token = await new_invitation(desk, role)
    await desk.store.audit(admin.name, "invite", role, "", desk.now())
    return await _page(request, f"{doors.own_origin(request)}/start?token={token}")


async def remove(request: web.Request) -> web.Response:
    """Take a colleague's account away; whatever they have open ends with it."""
    admin, desk, t = sessions.must_be_admin(request), request.app[DESK], words_of(request)
    wanted = int(request.match_info["member"][:15])
    member = next((one for one in await desk.store.all_staff() if one.id == wanted), None)
    if member is None or member.id == admin.id or not await desk.store.remove_staff(member.id):
        raise web.HTTPConflict(text=t("staff.not_removed"))
    await desk.store.audit(admin.name, "remove", member.name, "", desk.now(), was=member.role)
    raise web.HTTPSeeOther("/staff")


async def _page(request: web.Request, link: str = "") -> web.Response:
    everybody = await request.app[DESK].store.all_staff()
    return rendered(request, "staff.html", everybody=everybody, link=link)


def routes() -> list[web.RouteDef]:
    """Return the pages' addresses."""
    return [
        web.get("/staff", staff),
        web.post("/staff/invite", invite),
        web.post(r"/staff/{member:\d+}/remove", remove),
    ]
