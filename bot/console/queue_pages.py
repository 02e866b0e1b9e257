"""The queue: the page with rooms, cases and one case opened, and what staff do there."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from aiohttp import web
from markupsafe import Markup

from bot.console import acts, pieces, sessions
from bot.console.acts import Done, Held, Reach, Refused
from bot.console.desk import DESK, Desk, Person
from bot.console.live import LIVE, partial_of
from bot.console.marked import MOST
from bot.console.model_drafts import MODEL_DRAFTS
from bot.console.pages import drawn, rendered, words_of
from bot.console.pieces import Colleague
from bot.console.snapshot import Snapshot
from bot.console.words import Words
from bot.customers.links import Claim
from bot.escalation import Escalation, State
from bot.escalation.mentions import uncorrected
from bot.problems import ActRefused
from bot.store.replies import TO, To
from bot.store.shifts import HandOver

LARGEST_ID = 2**53
NOTHING = Markup("")
HANDED_OVER_LATELY = timedelta(hours=18)
"""How long a note is put before whoever has not read it."""
SHOWN_KEYS = (
    (("j", "k"), "move"),
    (("Enter",), "open"),
    (("r",), "reply"),
    (("/",), "canned"),
    (("d",), "draft"),
    (("Shift", "d"), "send_draft"),
    (("g",), "model"),
    (("Alt", "w"), "wording"),
    (("Ctrl", "Enter"), "send"),
    (("Ctrl", "Shift", "Enter"), "send_resolve"),
    (("Alt", "u / j / k / e"), "in_box"),
    (("u",), "undo"),
    (("e",), "resolve"),
    (("n",), "note"),
    (("s",), "snooze"),
    (("a",), "assign"),
    (("m",), "merge"),
    (("x",), "mark"),
    (("Shift", "j / k"), "mark_more"),
    (("Shift", "r / e / a / s"), "marked"),
    (("f",), "teach"),
    (("h",), "on_air"),
    (("Shift", "h"), "hand"),
    (("1", "…", "9"), "macro"),
    ((".",), "new"),
    (("Ctrl", "k"), "all"),
    (("Esc",), "leave"),
    (("?",), "help"),
)
"""The keys that `?` shows, and what they do."""


async def queue(request: web.Request) -> web.Response:
    """Show everything: rooms and chat, the open cases, and the chosen case."""
    desk, who = request.app[DESK], colleague(request)
    chosen = _number(request, "case")
    first = desk.rooms()[0].name if desk.rooms() else ""
    room = request.query.get("room", "")
    room = room if desk.room(room) else first
    snapshot = await request.app[LIVE].snapshot(room, chosen)
    case = snapshot.cases.get(chosen) if chosen else None
    shown = pieces.page_of(snapshot, _number(request, "start") or 0)
    panel = await _panel(request, snapshot, case) if case else _no_panel(who, chosen)
    return rendered(
        request,
        "desk.html",
        **pieces.room_values(snapshot, who, room),
        **pieces.list_values(snapshot, shown),
        feed=[Markup(html) for html in pieces.feed(snapshot, who, room).values()],  # noqa: S704  drawn with autoescape
        rows=Markup(pieces.list_of(snapshot, who, shown)),  # noqa: S704
        panel=Markup(panel),  # noqa: S704
        shown_keys=SHOWN_KEYS,
        most_marked=MOST,
        is_away=who.member.name in await desk.store.shifts.away(),
        left=await _left_for(desk, who.member.name),
        macros=[macro for _, macro in sorted(desk.canned().macros.items())],
    )


async def _left_for(desk: Desk, me: str) -> HandOver | None:
    """Return what the shift before wrote down, until this person has read it."""
    latest = await desk.store.shifts.latest()
    if latest is None or latest.by == me or me in latest.read_by:
        return None
    return latest if desk.now() - latest.at < HANDED_OVER_LATELY else None


def colleague(request: web.Request) -> Colleague:
    """Return who is signed in, with the language of this browser."""
    return Colleague(sessions.staff(request), words_of(request))


def _no_panel(who: Colleague, asked: int | None) -> str:
    gone = str(pieces.notice(who.t, lead=who.t("case.gone", id=asked))) if asked else ""
    return gone + drawn("no_case.html", who.t)


async def list_again(request: web.Request) -> web.Response:
    """Show the list, or another page of it, as it is now: new cases in, finished ones out."""
    snapshot = await request.app[LIVE].snapshot()
    shown = pieces.page_of(snapshot, _number(request, "start") or 0)
    return _html(pieces.list_of(snapshot, colleague(request), shown))


async def one_case(request: web.Request) -> web.Response:
    """Open a case."""
    case_id = _case_id(request)
    if "HX-Request" not in request.headers:
        raise web.HTTPSeeOther(f"/?case={case_id}")
    snapshot = await request.app[LIVE].snapshot(case=case_id)
    case = snapshot.cases.get(case_id)
    if case is None:
        raise web.HTTPNotFound(text=words_of(request)("case.gone", id=case_id))
    return _html(await _panel(request, snapshot, case, corrects=request.query.get("corrects", "")))


async def claim(request: web.Request) -> web.Response:
    """Take a case."""
    member = sessions.must_act(request)
    done = await acts.claim(request.app[DESK], _case_id(request), member.name)
    return await answered(request, done)


async def release(request: web.Request) -> web.Response:
    """Give a case back."""
    member = sessions.must_act(request)
    done = await acts.release(request.app[DESK], _case_id(request), member.name)
    return await answered(request, done)


async def resolve(request: web.Request) -> web.Response:
    """Close a case."""
    member = sessions.must_act(request)
    done = await acts.close(request.app[DESK], _case_id(request), member.name)
    return await answered(request, done)


async def reply(request: web.Request) -> web.Response:
    """Send what was written, once, however often it was clicked."""
    member, t, form = sessions.must_act(request), words_of(request), await request.post()
    once = str(form.get("once", ""))[:64]
    if not once:
        raise web.HTTPBadRequest(text=t("deny.incomplete"))
    done = await acts.reply(
        request.app[DESK],
        _case_id(request),
        member.name,
        str(form.get("text", "")),
        once=once,
        then_resolve=form.get("then") == "resolve",
        to=_to(form),
        corrects=str(form.get("corrects", ""))[:100],
        undoable=True,
        t=t,
    )
    if isinstance(done, Refused):
        return wont_be_sent(done, t)
    return await answered(request, done, sent=once)


async def check(request: web.Request) -> web.Response:
    """Say before sending what would keep a text back."""
    sessions.must_act(request)
    desk, t, form = request.app[DESK], words_of(request), await request.post()
    case = await desk.store.cases.one(_case_id(request))
    if case is None:
        raise web.HTTPNotFound(text=t("case.gone", id=_case_id(request)))
    corrects, to = str(form.get("corrects", "")), _to(form)
    text = acts.worded(str(form.get("text", ""))[: acts.LONGEST_REPLY + 1], corrects)
    return looked_over(desk, text, await acts.reach(desk, case, text, to, corrects), to, t)


def looked_over(desk: Desk, text: str, reach: Reach, to: To, t: Words) -> web.Response:
    """Say what would keep a text back, and whom it would reach, to the page on which it is written."""
    refused = acts.refusal(desk, text, t) if text else None
    notice = _wont_send(refused, t) if refused is not None else pieces.notice(t)
    # An answer of nothing but parts changes nothing else, so an empty notice must be one as well.
    parts = {name: partial_of(name, html) for name, html in pieces.reach(t, reach, to).items()}
    return _html("".join([partial_of("notice", notice, "innerHTML"), *parts.values()]))


def _to(form: Mapping[str, object]) -> To:
    """Read whom a reply is for."""
    return next((to for to in TO if to == form.get("to")), "all")


async def undo(request: web.Request) -> web.Response:
    """Take a reply back before it leaves, and give its text back."""
    member, t, case_id = sessions.must_act(request), words_of(request), _case_id(request)
    undone = await acts.undo(request.app[DESK], case_id, member.name, request.match_info["mark"])
    snapshot = await request.app[LIVE].snapshot(case=case_id)
    case = snapshot.cases.get(case_id)
    if case is None:
        raise web.HTTPNotFound(text=t("case.gone", id=case_id))
    if undone is None:
        return _html(await _panel(request, snapshot, case, notice=pieces.notice(t, lead=t("reply.too_late"))))
    notice, back = (
        pieces.notice(t, ok=t("reply.undone")),
        uncorrected(undone.text) if undone.corrects else undone.text,
    )
    return _html(await _panel(request, snapshot, case, notice=notice, corrects=undone.corrects, back=back))


def wont_be_sent(refused: Refused, t: Words) -> web.Response:
    """Say under the box why a text was not sent; the box keeps it."""
    response = _html(_wont_send(refused, t), status=422)
    response.headers.update({"HX-Retarget": "#notice", "HX-Reswap": "innerHTML"})
    return response


def _wont_send(refused: Refused, t: Words) -> Markup:
    return pieces.notice(t, lead=t("case.wont_send"), reasons=refused.reasons, rewrite=refused.rewrite)


async def answered(request: web.Request, done: Done | Held | None, sent: str = "") -> web.Response:
    """Show the case as it is after the act, or say who was faster."""
    t = words_of(request)
    if done is None:
        raise web.HTTPNotFound(text=t("case.gone", id=_case_id(request)))
    if "HX-Request" not in request.headers:
        raise web.HTTPSeeOther(f"/?case={request.match_info.get('case', done.case.id)}")
    if isinstance(done, Held):
        notice, sent = pieces.notice(t, lead=_who_has_it(done, request.app[DESK].now(), t)), ""
    else:
        notice = pieces.notice(t, ok=t("case.sent_ok")) if sent else NOTHING
    # Of a merge it is the other case.
    snapshot = await request.app[LIVE].snapshot(case=done.case.id)
    case = snapshot.cases.get(done.case.id, done.case)
    return _html(await _panel(request, snapshot, case, notice=notice, sent=sent))


def _who_has_it(held: Held, now: datetime, t: Words) -> str:
    """Say who was faster, and when the case comes free if they do no more."""
    case = held.case
    if not held.holder:
        return t("case.not_yours")
    if case.state is not State.CLAIMED or case.claim_until is None:
        return t("case.held_notice", name=held.holder)
    return t("case.held_until", name=held.holder, s=max(1, round((case.claim_until - now).total_seconds())))


async def _panel(
    request: web.Request,
    snapshot: Snapshot,
    case: Escalation,
    *,
    notice: Markup = NOTHING,
    sent: str = "",
    corrects: str = "",
    back: str = "",
) -> str:
    who, desk = colleague(request), request.app[DESK]
    wrong = next((reply for reply in case.replies if corrects and reply.mark == corrects), None)
    reach = await acts.reach(desk, case, acts.worded(back, corrects), "all", wrong.mark if wrong else "")
    return pieces.case_panel(
        snapshot,
        case,
        who,
        person=await _person(request, case),
        claim=await _claim(request, case.id),
        model_draft=request.app[MODEL_DRAFTS].of(case),
        others=request.app[LIVE].beside(case.id, who.member.name),
        once=secrets.token_urlsafe(12),
        notice=notice,
        sent=sent,
        reach=reach,
        corrects=wrong,
        back=back,
        told_before=await desk.store.recalls.told_before(case.id),
    )


async def _person(request: web.Request, case: Escalation) -> Person | None:
    if not case.askers:
        return None
    return await request.app[DESK].person(case.room, case.askers[0].viewer.id)


async def _claim(request: web.Request, case_id: int) -> Claim | None:
    """Return the claim this case is about, as long as nobody has decided it."""
    desk = request.app[DESK]
    return await desk.store.customers.claim_of(case_id, {room.name: room.platform for room in desk.rooms()})


async def settle_conflict(request: web.Request) -> web.Response:
    """Decide who is the customer that two viewers claim to be."""
    member, t, case_id = sessions.must_act(request), words_of(request), _case_id(request)
    desk, claim = request.app[DESK], await _claim(request, case_id)
    notice = NOTHING
    if claim is not None:
        said = {"conflict": claim.conflict.id, "settlement": request.match_info["decision"], "by": member.name}
        try:
            await desk.customers("resolve", said)
        except ActRefused as refused:
            notice = pieces.notice(t, lead=t("conflict.not_done"), reasons=[t.told(refused.what)])
    snapshot = await request.app[LIVE].snapshot(case=case_id)
    case = snapshot.cases.get(case_id) or await desk.store.cases.one(case_id)
    if case is None:
        raise web.HTTPNotFound(text=t("case.gone", id=case_id))
    return _html(await _panel(request, snapshot, case, notice=notice))


def _number(request: web.Request, name: str) -> int | None:
    asked = request.query.get(name, "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 15 else None


def _case_id(request: web.Request) -> int:
    return min(int(request.match_info["case"][:18]), LARGEST_ID)


def _html(text: str, status: int = 200) -> web.Response:
    return web.Response(text=text, status=status, content_type="text/html")


def routes() -> list[web.RouteDef]:
    """Return the queue's addresses."""
    case = r"/cases/{case:\d+}"
    return [
        web.get("/", queue),
        web.get("/queue", list_again),
        web.get(case, one_case),
        web.post(f"{case}/claim", claim),
        web.post(f"{case}/release", release),
        web.post(f"{case}/resolve", resolve),
        web.post(f"{case}/reply", reply),
        web.post(f"{case}/check", check),
        web.post(f"{case}/undo/{{mark}}", undo),
        web.post(f"{case}/conflict/{{decision:keep|also|move|merge}}", settle_conflict),
    ]
