"""What staff do at a case beside answering it, and when they leave: the addresses of these acts."""

from __future__ import annotations

from collections.abc import Awaitable
from datetime import timedelta

from aiohttp import web

from bot.console import case_acts, colleagues, sessions
from bot.console.acts import LONGEST_REPLY, Done, Held, Refused
from bot.console.desk import DESK
from bot.console.live import LIVE
from bot.console.macros import Outcome, Undone, run_macro
from bot.console.pages import rendered, words_of
from bot.console.queue_pages import answered, colleague
from bot.escalation.canned import LONGEST_SNOOZE
from bot.messages import bounded
from bot.problems import ActRefused

LONGEST_HAND_OVER = 2_000


def _case_id(request: web.Request) -> int:
    return int(request.match_info["case"][:15])


async def _told(request: web.Request, done: Outcome, sent: str = "") -> web.Response:
    """Show the case as it is after the act, or say why it was not done."""
    t = words_of(request)
    if isinstance(done, Undone):
        raise web.HTTPUnprocessableEntity(text=t(f"undone.{done}"))
    if isinstance(done, Refused):
        raise web.HTTPUnprocessableEntity(text=" ".join((t("case.wont_send"), *done.reasons)))
    return await answered(request, done, sent)


async def _or(act: Awaitable[Done | Held | None], undone: Undone) -> Outcome:
    """Do an act; what cannot be done is told in the words of the page."""
    try:
        return await act
    except ActRefused:
        return undone


async def snooze(request: web.Request) -> web.Response:
    """Put a case aside: for some minutes, or until a product is shown."""
    member, form, desk = sessions.must_act(request), await request.post(), request.app[DESK]
    minutes, sku = str(form.get("minutes", "")), str(form.get("sku", ""))[:200]
    if minutes and not (minutes.isascii() and minutes.isdigit() and 0 < int(minutes[:6]) <= LONGEST_SNOOZE):
        return await _told(request, Undone.MINUTES)
    length = timedelta(minutes=int(minutes)) if minutes else None
    act = case_acts.snooze(desk, _case_id(request), member.name, length=length, sku=sku)
    return await _told(request, await _or(act, Undone.NO_PRODUCT))


async def assign(request: web.Request) -> web.Response:
    """Give a case to a colleague; an admin also one that somebody else has."""
    member, form, desk = sessions.must_act(request), await request.post(), request.app[DESK]
    to, anyones = str(form.get("to", ""))[:100], member.role == "admin"
    why = Undone.AWAY if to in await desk.store.shifts.away() else Undone.NOBODY
    act = case_acts.assign(desk, _case_id(request), to, member.name, anyones=anyones)
    return await _told(request, await _or(act, why))


async def merge(request: web.Request) -> web.Response:
    """Move everybody who asks in a case into another, and show that one."""
    member, form = sessions.must_act(request), await request.post()
    into = str(form.get("into", ""))
    other = int(into[:15]) if into.isascii() and into.isdigit() else 0
    act = case_acts.merge(request.app[DESK], _case_id(request), other, member.name)
    return await _told(request, await _or(act, Undone.NO_MERGE))


async def on_air(request: web.Request) -> web.Response:
    """Close a case that the host has answered."""
    member = sessions.must_act(request)
    return await _told(request, await case_acts.on_air(request.app[DESK], _case_id(request), member.name))


async def hand(request: web.Request) -> web.Response:
    """Put a case before the host; take it back when it is there."""
    member, form = sessions.must_act(request), await request.post()
    back = form.get("back") == "yes"
    return await _told(request, await case_acts.hand(request.app[DESK], _case_id(request), member.name, back=back))


async def note(request: web.Request) -> web.Response:
    """Write something down for colleagues."""
    member, form = sessions.must_act(request), await request.post()
    text = str(form.get("text", ""))
    act = case_acts.note(request.app[DESK], _case_id(request), member.name, text)
    return await _told(request, await _or(act, Undone.NO_NOTE))


async def unsent(request: web.Request) -> web.Response:
    """Keep what stood in the box when a page was closed; it comes after the page's live line, or before it."""
    member, form = sessions.must_act(request), await request.post()
    case, text = _case_id(request), bounded(str(form.get("text", "")), LONGEST_REPLY)
    request.app[LIVE].told_otherwise(case, member.name)
    await request.app[DESK].store.cases.keep_unsent(case, member.name, text, request.app[DESK].now())
    return web.Response(status=204)


async def macro(request: web.Request) -> web.Response:
    """Do the shop's macro of a key."""
    member, t, form = sessions.must_act(request), words_of(request), await request.post()
    key, once = request.match_info["key"], str(form.get("once", ""))[:64]
    found = request.app[DESK].canned().macros.get(key)
    if found is None or not once:
        raise web.HTTPNotFound(text=t("undone.no_macro", n=key))
    done = await run_macro(request.app[DESK], _case_id(request), member.name, found, once=once, t=t)
    return await _told(request, done)


# being there, being away, handing over


async def away(request: web.Request) -> web.StreamResponse:
    """Be away, or be back."""
    member, form = sessions.must_act(request), await request.post()
    if form.get("away") == "yes":
        await colleagues.go_away(request.app[DESK], member.name)
    else:
        await colleagues.come_back(request.app[DESK], member.name)
    raise web.HTTPSeeOther("/")


async def handover_page(request: web.Request) -> web.Response:
    """Show what is open and what was promised to whom, and the last note; whoever sees it has read it."""
    desk, who = request.app[DESK], colleague(request)
    latest = await desk.store.shifts.latest()
    if latest is not None and latest.by != who.member.name:
        await desk.store.shifts.read(latest.id, who.member.name, desk.now())
    cases = await desk.store.cases.several()
    return rendered(
        request,
        "handover.html",
        latest=latest,
        promised=[case for case in cases if case.replies or case.assigned_to],
        untouched=[case for case in cases if not case.replies and not case.assigned_to],
        away=await desk.store.shifts.away(),
        longest=LONGEST_HAND_OVER,
        may_act=who.may_act,
        ending=await _shows(request) if who.member.role == "admin" else (),
    )


async def _shows(request: web.Request) -> list[tuple[str, int]]:
    """Return each room, whose show can be ended, and how many cases are open in it."""
    open_in = (await request.app[LIVE].snapshot()).open_in
    return [(room.name, open_in.get(room.name, 0)) for room in request.app[DESK].rooms()]


async def hand_over(request: web.Request) -> web.StreamResponse:
    """Keep the note for the next shift; with `leave`, be away from now on."""
    member, desk, form = sessions.must_act(request), request.app[DESK], await request.post()
    text = bounded(str(form.get("text", "")), LONGEST_HAND_OVER).strip()
    if text:
        number = await desk.store.shifts.hand_over(member.name, text, desk.now())
        await desk.store.audit(member.name, "hand over", f"note {number}", "", desk.now())
    if form.get("leave"):
        await colleagues.go_away(desk, member.name)
    raise web.HTTPSeeOther("/handover")


async def end_show(request: web.Request) -> web.StreamResponse:
    """End the show of a room: what nobody answered is closed and kept for the report."""
    member, desk, form = sessions.must_be_admin(request), request.app[DESK], await request.post()
    room = str(form.get("room", ""))[:200]
    if desk.room(room) is None:
        raise web.HTTPNotFound(text=words_of(request)("error.not_found"))
    await case_acts.expire(desk, room, member.name)
    raise web.HTTPSeeOther("/handover")


def routes() -> list[web.RouteDef]:
    """Return the addresses of these acts."""
    case = r"/cases/{case:\d+}"
    return [
        web.post(f"{case}/snooze", snooze),
        web.post(f"{case}/assign", assign),
        web.post(f"{case}/merge", merge),
        web.post(f"{case}/on-air", on_air),
        web.post(f"{case}/hand", hand),
        web.post(f"{case}/note", note),
        web.post(f"{case}/unsent", unsent),
        web.post(f"{case}/macro/{{key:[1-9]}}", macro),
        web.post("/away", away),
        web.get("/handover", handover_page),
        web.post("/handover", hand_over),
        web.post("/rooms/end", end_show),
    ]
