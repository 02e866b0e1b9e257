"""Several cases at once: the addresses of what is done with all that somebody has marked."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import timedelta

from aiohttp import web

from bot.console import acts, marked, sessions
from bot.console.acts import Held, Refused
from bot.console.desk import DESK
from bot.console.live import partial_of
from bot.console.macros import Undone
from bot.console.marked import Tally
from bot.console.pages import drawn, words_of
from bot.console.queue_pages import answered, looked_over, wont_be_sent
from bot.console.words import Words
from bot.escalation.canned import LONGEST_SNOOZE
from bot.problems import ActRefused


def _cases(request: web.Request, form: Mapping[str, object]) -> tuple[int, ...]:
    """Read which cases are marked."""
    found = marked.numbers(str(form.get("cases", "")))
    if found is None:
        raise web.HTTPUnprocessableEntity(text=words_of(request)("marked.most", n=marked.MOST))
    return found


def _line(t: Words, act: str, tally: Tally) -> str:
    """Return in one line what became of the marked cases; it also tells the page which ones it is about."""
    return drawn("marked_told.html", t, act=act, tally=tally)


def _told(request: web.Request, act: str, tally: Tally) -> web.Response:
    response = web.Response(text=_line(words_of(request), act, tally), content_type="text/html")
    response.headers.update({"HX-Retarget": "#marked-told", "HX-Reswap": "innerHTML"})
    return response


async def resolve(request: web.Request) -> web.Response:
    """Close all."""
    member, form = sessions.must_act(request), await request.post()
    tally = await marked.resolve(request.app[DESK], _cases(request, form), member.name)
    return _told(request, "resolved", tally)


async def assign(request: web.Request) -> web.Response:
    """Give all to a colleague; an admin also what somebody else has."""
    member, form, desk = sessions.must_act(request), await request.post(), request.app[DESK]
    to, anyones = str(form.get("to", ""))[:100], member.role == "admin"
    try:
        tally = await marked.assign(desk, _cases(request, form), to, member.name, anyones=anyones)
    except ActRefused:
        why = Undone.AWAY if to in await desk.store.shifts.away() else Undone.NOBODY
        raise web.HTTPUnprocessableEntity(text=words_of(request)(f"undone.{why}")) from None
    return _told(request, "given", tally)


async def snooze(request: web.Request) -> web.Response:
    """Put all aside for some minutes."""
    member, form = sessions.must_act(request), await request.post()
    minutes = str(form.get("minutes", ""))
    if not (minutes.isascii() and minutes.isdigit() and 0 < int(minutes[:6]) <= LONGEST_SNOOZE):
        raise web.HTTPUnprocessableEntity(text=words_of(request)(f"undone.{Undone.MINUTES}"))
    cases, length = _cases(request, form), timedelta(minutes=int(minutes[:6]))
    return _told(request, "put_aside", await marked.snooze(request.app[DESK], cases, member.name, length))


async def write(request: web.Request) -> web.Response:
    """Open one box for all, with what is asked in each and whom an answer reaches."""
    member, t, form = sessions.must_act(request), words_of(request), await request.post()
    desk, cases = request.app[DESK], _cases(request, form)
    joint = await marked.joint(desk, cases, member.name)
    if joint is None:
        raise web.HTTPUnprocessableEntity(text=t("marked.none_free"))
    html = drawn(
        "marked_answer.html",
        t,
        joint=joint,
        drafts=list(dict.fromkeys(case.draft for case in joint.cases if case.draft))[:3],
        reach=await acts.reach(desk, joint.first, "", joining=joint.joining),
        to="all",
        numbers=",".join(map(str, cases)),
        once=secrets.token_urlsafe(12),
        longest_reply=acts.LONGEST_REPLY,
        now=desk.now(),
    )
    return web.Response(text=html, content_type="text/html")


async def check(request: web.Request) -> web.Response:
    """Say before sending what would keep the text back, and show the very lines."""
    member, t, form = sessions.must_act(request), words_of(request), await request.post()
    desk = request.app[DESK]
    joint = await marked.joint(desk, _cases(request, form), member.name)
    if joint is None:
        raise web.HTTPUnprocessableEntity(text=t("marked.none_free"))
    text = acts.worded(str(form.get("text", ""))[: acts.LONGEST_REPLY + 1], "")
    reach = await acts.reach(desk, joint.first, text, joining=joint.joining)
    return looked_over(desk, text, reach, "all", t)


async def reply(request: web.Request) -> web.Response:
    """Let the marked cases become one and answer it, once, however often it was clicked."""
    member, t, form = sessions.must_act(request), words_of(request), await request.post()
    cases, once = _cases(request, form), str(form.get("once", ""))[:64]
    if not once:
        raise web.HTTPBadRequest(text=t("deny.incomplete"))
    text = str(form.get("text", ""))
    done, tally = await marked.answer(request.app[DESK], cases, member.name, text, once=once, t=t)
    if isinstance(done, Refused):
        return wont_be_sent(done, t)
    if done is None:
        raise web.HTTPUnprocessableEntity(text=t("marked.none_free"))
    response = await answered(request, done, sent=once)
    if not isinstance(done, Held):
        line = partial_of("marked-told", _line(t, "answered", tally), "innerHTML")
        response.text = (response.text or "") + line
    return response


def routes() -> list[web.RouteDef]:
    """Return the addresses of what is done with all marked cases."""
    return [
        web.post("/marked/resolve", resolve),
        web.post("/marked/assign", assign),
        web.post("/marked/snooze", snooze),
        web.post("/marked/write", write),
        web.post("/marked/check", check),
        web.post("/marked/reply", reply),
    ]
