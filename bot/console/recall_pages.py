"""The pages on which an answer of the FAQ is taken back, and those who got it are told."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from bot.console import recalling, sessions
from bot.console.acts import LONGEST_REPLY, Refused
from bot.console.desk import DESK, Desk
from bot.console.pages import rendered, words_of
from bot.store.recalls import Recall

SHOWN = 200
"""People listed; all are told."""


async def recalls(request: web.Request) -> web.Response:
    """Show every answer that was taken back, the newest first."""
    desk = request.app[DESK]
    found = [(one, _standing(desk, one)) for one in await desk.store.recalls.several()]
    return rendered(request, "recalls.html", recalls=found, view="recalls")


def _standing(desk: Desk, one: Recall) -> str:
    """Return how a recall is doing: `silent`, `anew` (the answer is another one), `gone` or `over`."""
    if one.over_at is not None:
        return "over"
    if recalling.silent_now(desk, one):
        return "silent"
    return "anew" if one.entry in desk.knowledge().faq.entries else "gone"


async def page(request: web.Request) -> web.Response:
    """Show what an entry says, whom it told that, and what can be done about it."""
    return await _page(request, str(request.query.get("since", "")))


async def stop(request: web.Request) -> web.Response:
    """Let the answer not be said any more."""
    member, desk, form = sessions.must_act(request), request.app[DESK], await request.post()
    entry = request.match_info["entry"]
    done = await recalling.recall(desk, entry, member.name, str(form.get("why", "")))
    if isinstance(done, Refused):
        return await _page(request, str(form.get("since", "")), refused=done)
    raise web.HTTPSeeOther(f"/faq/entries/{entry}/recall?since={_since(str(form.get('since', '')))}")


async def look(request: web.Request) -> web.Response:
    """Show what a correction would be in the rooms."""
    sessions.must_act(request)
    desk, t, form = request.app[DESK], words_of(request), await request.post()
    text, since = str(form.get("text", "")), _since(str(form.get("since", "")))
    refused = recalling.objection(desk, text, t)
    reach = None
    if refused is None:
        at = await recalling.since_when(desk, since)
        reach = await recalling.reach(desk, request.match_info["entry"], text, at)
    return await _page(request, since, text=text, reach=reach, refused=refused)


async def correct(request: web.Request) -> web.Response:
    """Send the correction that was looked at."""
    member, desk, t, form = sessions.must_act(request), request.app[DESK], words_of(request), await request.post()
    entry, text, since = request.match_info["entry"], str(form.get("text", "")), _since(str(form.get("since", "")))
    recall = await recalling.stopped(desk, entry)
    if recall is None:
        return await _page(request, since, text=text, refused=Refused((t("recall.stop_first"),)))
    at = await recalling.since_when(desk, since)
    done = await recalling.correct(desk, recall, member.name, text, at, t)
    if isinstance(done, Refused):
        return await _page(request, since, text=text, refused=done)
    cases = ",".join(map(str, done))
    raise web.HTTPSeeOther(f"/faq/entries/{entry}/recall?since={since}&told={cases or 'nobody'}")


async def speak(request: web.Request) -> web.Response:
    """Let the answer be said again as it stands."""
    admin, entry = sessions.must_be_admin(request), request.match_info["entry"]
    await recalling.let_speak(request.app[DESK], entry, admin.name)
    raise web.HTTPSeeOther(f"/faq/entries/{entry}/recall")


def _since(chosen: str) -> str:
    return chosen if chosen in recalling.SINCE else recalling.SINCE[0]


async def _page(
    request: web.Request,
    since: str,
    *,
    text: str = "",
    reach: recalling.Reach | None = None,
    refused: Refused | None = None,
) -> web.Response:
    desk, t, entry_id, since = request.app[DESK], words_of(request), request.match_info["entry"], _since(since)
    entry = desk.knowledge().faq.entries.get(entry_id)
    recall = await recalling.stopped(desk, entry_id)
    if entry is None and recall is None:
        raise web.HTTPNotFound(text=t("faq.gone", id=entry_id))
    at = await recalling.since_when(desk, since)
    got = await desk.store.recalls.got(entry_id, at)
    member = sessions.staff(request)
    values: dict[str, Any] = {
        "entry_id": entry_id,
        "entry": entry.written if entry is not None else None,
        "recall": recall,
        "standing": _standing(desk, recall) if recall is not None else "",
        "since": since,
        "sinces": recalling.SINCE,
        "got": got[:SHOWN],
        "more": max(0, len(got) - SHOWN),
        "people": len(got),
        "untold": len(recalling.to_be_told(got)),
        "text": text[:LONGEST_REPLY],
        "longest": LONGEST_REPLY,
        "longest_why": recalling.LONGEST_WHY,
        "reach": reach,
        "refused": refused,
        "told": [case for case in request.query.get("told", "").split(",") if case.isascii() and case.isdecimal()],
        "told_nobody": request.query.get("told") == "nobody",
        "may_act": member.role in sessions.MAY_ACT,
        "is_admin": member.role == "admin",
        "view": "recalls" if recall is not None else "entries",
    }
    return rendered(request, "recall.html", status=422 if refused is not None else 200, **values)


def routes() -> list[web.RouteDef]:
    """Return the addresses of recalls."""
    one = r"/faq/entries/{entry:[^/]{1,80}}/recall"
    return [
        web.get("/faq/recalls", recalls),
        web.get(one, page),
        web.post(one, stop),
        web.post(f"{one}/look", look),
        web.post(f"{one}/correct", correct),
        web.post(f"{one}/speak", speak),
    ]
