"""Signed-in browsers: a random cookie, of which the store keeps only the hash."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from bot.console import doors
from bot.console.desk import DESK, Desk
from bot.console.reader import words_of
from bot.store.records import StaffMember

IDLE_S = 30 * 60.0
LONGEST_S = 12 * 3600.0
INVITATION_LASTS = timedelta(hours=24)

OPEN_TO_ALL = ("/start", "/login", "/language", "/livez", "/readyz", "/static/", doors.API)
STAFF = web.RequestKey("staff", StaffMember)
MAY_ACT = frozenset({"agent", "admin"})
ROLES = ("viewer", "agent", "admin")


def token_hash(token: str) -> str:
    """Return what is kept of a token; it is random, so a plain hash is enough."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def cookie_name(request: web.Request) -> str:
    """Return the cookie's name. On this machine several consoles share one host, so the port is in it."""
    if doors.is_secured(request):
        return "__Host-roomhand"
    return f"roomhand-{request.headers.get(hdrs.HOST, '').rpartition(':')[2]}"


async def sign_in(request: web.Request, response: web.StreamResponse, member: StaffMember) -> None:
    """Start a new session; an older one of this browser ends."""
    desk = request.app[DESK]
    await sign_out(request, response)
    token = secrets.token_urlsafe(32)
    await desk.store.add_session(token_hash(token), member.id, desk.now())
    response.set_cookie(
        cookie_name(request),
        token,
        max_age=int(LONGEST_S),
        path="/",
        httponly=True,
        samesite="Strict",
        secure=doors.is_secured(request),
    )


async def sign_out(request: web.Request, response: web.StreamResponse) -> None:
    """End this browser's session."""
    token = request.cookies.get(cookie_name(request))
    if token:
        await request.app[DESK].store.end_sessions(token_hash=token_hash(token))
    # Without Secure a browser takes no notice of a __Host- cookie, and would keep it.
    response.del_cookie(cookie_name(request), path="/", secure=doors.is_secured(request), httponly=True)


async def member_of(request: web.Request) -> StaffMember | None:
    """Return who is signed in at this browser."""
    token = request.cookies.get(cookie_name(request))
    return await still_signed_in(request.app[DESK], token_hash(token)) if token else None


async def still_signed_in(desk: Desk, hashed: str) -> StaffMember | None:
    """Return whose session this is, while it lasts."""
    return await desk.store.session(hashed, desk.now(), IDLE_S, LONGEST_S)


def session_hash(request: web.Request) -> str:
    """Return the hash of this browser's session cookie."""
    return token_hash(request.cookies.get(cookie_name(request), ""))


def staff(request: web.Request) -> StaffMember:
    """Return who is signed in; only behind `require_session`."""
    return request[STAFF]


def must_act(request: web.Request) -> StaffMember:
    """Return who is signed in, if the role may do more than look."""
    member = staff(request)
    if member.role not in MAY_ACT:
        raise web.HTTPForbidden(text=words_of(request)("deny.look"))
    return member


def must_be_admin(request: web.Request) -> StaffMember:
    """Return who is signed in, if it is an admin."""
    member = staff(request)
    if member.role != "admin":
        raise web.HTTPForbidden(text=words_of(request)("deny.admin"))
    return member


@web.middleware
async def require_session(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Send whoever is not signed in to the login page."""
    if not request.path.startswith(OPEN_TO_ALL):
        member = await member_of(request)
        if member is None:
            if request.path == "/live":
                raise web.HTTPUnauthorized(text=words_of(request)("deny.signed_out"))
            if "HX-Request" in request.headers:
                raise web.HTTPUnauthorized(
                    headers={"HX-Redirect": "/login"}, text=words_of(request)("deny.signed_out")
                )
            raise web.HTTPSeeOther("/login")
        request[STAFF] = member
    return await handler(request)
