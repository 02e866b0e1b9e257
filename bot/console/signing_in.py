"""Coming in: the one-time link, name and password, and going out again."""

from __future__ import annotations

import math
import secrets
import time
import unicodedata

from aiohttp import web

from bot.console import doors, sessions
from bot.console.desk import DESK, Desk
from bot.console.pages import rendered, words_of
from bot.console.passwords import LONGEST, SHORTEST, Passwords, Tries
from bot.messages import bounded
from bot.store.records import StaffMember

LONGEST_NAME = 40
RESERVED = frozenset({"roomhand", "bot"})

PASSWORDS = web.AppKey("passwords", Passwords)
TRIES = web.AppKey("tries", Tries)


async def new_invitation(desk: Desk, role: str) -> str:
    """Return the token of a new one-time link; it lasts a day."""
    token = secrets.token_urlsafe(32)
    now = desk.now()
    await desk.store.add_invitation(sessions.token_hash(token), role, now + sessions.INVITATION_LASTS)
    return token


def staff_name(text: str) -> str:
    """Return a name as it is kept, empty when it will not do."""
    name = " ".join(unicodedata.normalize("NFC", bounded(text, LONGEST_NAME)).split())
    plain = all(unicodedata.category(c)[0] != "C" for c in name)
    return name if plain and name.casefold() not in RESERVED else ""


async def start_page(request: web.Request) -> web.Response:
    """Show the form behind a one-time link. Looking uses nothing up: link previews look too."""
    token = request.query.get("token", "")
    if not token:
        return _link_is_dead(request)
    return rendered(request, "start.html", token=token, name="", wrong="")


async def start(request: web.Request) -> web.StreamResponse:
    """Use the link up: make the account, or sign one in again that has no password."""
    desk, form = request.app[DESK], await request.post()
    t = words_of(request)
    token, name = str(form.get("token", "")), staff_name(str(form.get("name", "")))
    password = str(form.get("password", ""))
    wrong = "" if name else t("start.name_wrong")
    if password and not SHORTEST <= len(password) <= LONGEST:
        wrong = t("start.password_short", n=SHORTEST)
    if wrong:
        return rendered(request, "start.html", status=422, token=token, name=name, wrong=wrong)
    role = await desk.store.use_invitation(sessions.token_hash(token), desk.now())
    if role is None:
        return _link_is_dead(request)
    hashed = await request.app[PASSWORDS].hashed(password) if password else ""
    member = await _account(desk, name, role, hashed)
    if member is None:
        # The link is used up by now; its bearer gets another, to try again under another name.
        again = await new_invitation(desk, role)
        wrong = t("start.name_taken", name=name)
        return rendered(request, "start.html", status=409, token=again, name="", wrong=wrong)
    await desk.store.shifts.come_back(member.name)
    await desk.store.audit(member.name, "signed in by link", member.name, f"role {member.role}", desk.now())
    response = web.HTTPSeeOther("/")
    await sessions.sign_in(request, response, member)
    raise response


async def _account(desk: Desk, name: str, role: str, hashed: str) -> StaffMember | None:
    """Make the account; None when the name is somebody else's.

    Without a password the link is the only way in, so a link of the same role opens the account again;
    whoever was signed in to it is signed out, which makes a mix-up visible.
    """
    same = next((m for m in await desk.store.all_staff() if m.name.casefold() == name.casefold()), None)
    if same is None:
        return await desk.store.add_staff(name, role, hashed, desk.now())
    if same.has_password or same.role != role:
        return None
    await desk.store.end_sessions(staff_id=same.id)
    if hashed:
        await desk.store.set_password(same.id, hashed)
    return same


def _link_is_dead(request: web.Request) -> web.Response:
    t = words_of(request)
    return rendered(
        request, "message.html", status=410, title=t("start.dead"), text=t("start.dead_fix"), command=True
    )


async def login_page(request: web.Request) -> web.Response:
    """Show the form."""
    return rendered(request, "login.html", name="", wrong="")


async def login(request: web.Request) -> web.StreamResponse:
    """Check name and password, as slowly for unknown names as for known ones."""
    desk, form = request.app[DESK], await request.post()
    t = words_of(request)
    name, password = staff_name(str(form.get("name", ""))), str(form.get("password", ""))[:LONGEST]
    tries, now = request.app[TRIES], time.monotonic()
    keys = (f"name {name.casefold()}", f"address {doors.visitor(request)}")
    wait = max(tries.wait(key, now) for key in keys)
    if wait > 0:
        seconds = math.ceil(wait)
        response = rendered(request, "login.html", status=429, name=name, wrong=t("login.wait", seconds=seconds))
        response.headers["Retry-After"] = str(seconds)
        return response
    for key in keys:
        tries.failed(key, now)
    known = await desk.store.staff_named(name)
    right = await request.app[PASSWORDS].fits(password, known[1] if known else "")
    if known is None or not right:
        await desk.store.audit(name or "?", "login refused", "", doors.visitor(request), desk.now())
        return rendered(request, "login.html", status=401, name=name, wrong=t("login.wrong"))
    for key in keys:
        tries.passed(key)
    await desk.store.shifts.come_back(known[0].name)
    await desk.store.audit(known[0].name, "signed in", "", doors.visitor(request), desk.now())
    response_in = web.HTTPSeeOther("/")
    await sessions.sign_in(request, response_in, known[0])
    raise response_in


async def logout(request: web.Request) -> web.StreamResponse:
    """End the session here, or with `everywhere` all of this person's."""
    desk, member = request.app[DESK], sessions.staff(request)
    form = await request.post()
    everywhere = "everywhere" if form.get("everywhere") else ""
    if everywhere:
        await desk.store.end_sessions(staff_id=member.id)
    await desk.store.audit(member.name, "signed out", "", everywhere, desk.now())
    response = web.HTTPSeeOther("/login")
    await sessions.sign_out(request, response)
    raise response


def routes() -> list[web.RouteDef]:
    """Return the ways in and out."""
    return [
        web.get("/start", start_page),
        web.post("/start", start),
        web.get("/login", login_page),
        web.post("/login", login),
        web.post("/logout", logout),
    ]
