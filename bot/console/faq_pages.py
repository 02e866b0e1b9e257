"""The FAQ's pages: what each entry is worth, one entry with what it answered, and what was asked in vain."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from aiohttp import web
from markupsafe import Markup

from bot.console import faq_acts, faq_effect, pieces, sessions
from bot.console.acts import Refused
from bot.console.desk import DESK, Desk
from bot.console.faq_acts import Handled
from bot.console.pages import drawn, rendered, words_of
from bot.faq.effect import KINDS
from bot.faq.entries import Faq
from bot.faq.learn import Topic
from bot.faq.worth import SOON, Worth
from bot.store.learned import Settled

DAYS = 30
FRESH = timedelta(seconds=60)
EXAMPLES = 5
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)

SORTS: dict[str, Callable[[Worth], Any]] = {
    "entry": lambda one: one.entry.id,
    "hits": lambda one: -one.hits,
    "askers": lambda one: -one.askers,
    "corrections": lambda one: -one.corrections,
    "escalations": lambda one: -one.escalations,
    "edited": lambda one: -one.edited,
    "used": lambda one: -(one.last_used or LONG_AGO).timestamp(),
    "verified": lambda one: (one.verified.at if one.verified else LONG_AGO).timestamp(),
    "until": lambda one: str(one.entry.valid_to or "9999"),
}
"""The columns, and in which order each puts the entries: what needs a person first."""

ONLY: dict[str, Callable[[Worth, date], bool]] = {
    "expiring": lambda one, today: one.entry.valid_to is not None and today <= one.entry.valid_to <= today + SOON,
    "over": lambda one, today: one.entry.valid_to is not None and one.entry.valid_to < today,
    "unverified": lambda one, _: not one.entry.then and one.verified is None,
    "recalled": lambda one, _: one.entry.recalled is not None,
    "troubled": lambda one, _: one.trouble > 0,
    "unused": lambda one, _: one.hits == 0,
}
"""Parts of the entries that may be looked at alone."""


@dataclass(slots=True)
class Waiting:
    """The topics as they were found a moment ago: finding them anew for every key pressed would take too long."""

    topics: list[Topic] = field(default_factory=list)
    handled: list[Topic] = field(default_factory=list)
    at: datetime = LONG_AGO
    faq: Faq | None = None

    async def now(self, desk: Desk) -> list[Topic]:
        """Return what waits; found again after a minute, or when the FAQ is another one."""
        faq = desk.knowledge().faq
        if faq is not self.faq or not timedelta() <= desk.now() - self.at < FRESH:
            self.topics = await faq_acts.look_up(desk, desk.now() - timedelta(days=DAYS))
            self.handled, self.at, self.faq = [], desk.now(), faq
        return self.topics

    async def named(self, desk: Desk, key: str) -> Topic | None:
        """Return one topic."""
        return next((topic for topic in await self.now(desk) if topic.key == key), None)

    def take(self, topic: Topic) -> None:
        """Take a settled topic off the list."""
        self.topics.remove(topic)
        self.handled.append(topic)

    def put_back(self, settled: Settled) -> None:
        """Put a topic back whose settling was taken back: the FAQ is read again only in a moment."""
        for topic in self.handled:
            if set(topic.questions) & set(settled.questions):
                self.handled.remove(topic)
                self.topics.insert(0, topic)
                return

    def forget(self) -> None:
        """Find the topics anew when they are asked for."""
        self.at = LONG_AGO


WAITING = web.AppKey("waiting", Waiting)


# entries


async def entries(request: web.Request) -> web.Response:
    """Show every entry with what it is worth."""
    desk = request.app[DESK]
    sort, only, text = (request.query.get(key, "") for key in ("sort", "only", "q"))
    found = [one for one in await _worths(desk) if only not in ONLY or ONLY[only](one, desk.today())]
    found = [one for one in found if text[:60].casefold() in _searched(one)]
    if sort in SORTS:
        found = sorted(found, key=lambda one: (SORTS[sort](one), one.entry.id))
    rows = [Markup(_row(request, one)) for one in found]  # noqa: S704  drawn with autoescape
    may_act = _colleague(request).may_act
    kept = {key: value for key, value in (("only", only), ("q", text[:60])) if value}
    return rendered(
        request, "faq.html", rows=rows, columns=SORTS, sort=sort, days=DAYS, may_act=may_act, view="entries",
        only=only, parts=ONLY, text=text[:60], kept=kept,
    )  # fmt: skip


def _searched(one: Worth) -> str:
    entry = one.entry
    return "\n".join([entry.id, entry.path, *entry.ways, *entry.written.wordings]).casefold()


async def _worths(desk: Desk) -> list[Worth]:
    return await faq_acts.worths(desk, desk.now() - timedelta(days=DAYS))


def _row(request: web.Request, one: Worth) -> str:
    who = _colleague(request)
    return drawn("faq_row.html", who.t, one=one, row_id=_row_id(one), may_act=who.may_act, today=_today(request))


def _today(request: web.Request) -> Any:
    return request.app[DESK].today()


def _row_id(one: Worth) -> str:
    # An id may hold a dot, which means something else where the page looks for an element.
    return "e-" + hashlib.sha256(one.entry.id.encode()).hexdigest()[:12]


def _colleague(request: web.Request) -> pieces.Colleague:
    return pieces.Colleague(sessions.staff(request), words_of(request))


async def _worth_of(request: web.Request) -> Worth:
    wanted = request.match_info["entry"]
    found = next((one for one in await _worths(request.app[DESK]) if one.entry.id == wanted), None)
    if found is None:
        raise web.HTTPNotFound(text=words_of(request)("faq.gone", id=wanted))
    return found


async def entry(request: web.Request) -> web.Response:
    """Show one entry: how it may be asked, what it says, and whom it answered."""
    one = await _worth_of(request)
    who = _colleague(request)
    asked = await request.app[DESK].store.answered_by(one.entry.id)
    lessons = await request.app[DESK].store.lessons.of_entry(one.entry.id)
    return rendered(
        request,
        "faq_entry.html",
        one=one,
        lessons=lessons,
        asked=asked,
        may_act=who.may_act,
        today=_today(request),
        view="entries",
    )


async def verify(request: web.Request) -> web.Response:
    """Record that the reader vouches for an entry."""
    member, desk, t = sessions.must_act(request), request.app[DESK], words_of(request)
    wanted = request.match_info["entry"]
    refused = await faq_acts.verify(desk, [wanted], member.name, t)
    if refused is not None:
        raise web.HTTPNotFound(text=" ".join(refused.reasons))
    if "HX-Request" not in request.headers:
        raise web.HTTPSeeOther(f"/faq/entries/{wanted}")
    return _html(_row(request, await _worth_of(request)))


async def wrong(request: web.Request) -> web.Response:
    """Hold an answer against its entry."""
    member, desk, t, form = sessions.must_act(request), request.app[DESK], words_of(request), await request.post()
    wanted = request.match_info["entry"]
    room, message_id = str(form.get("room", "")), str(form.get("message", ""))
    if not await faq_acts.call_wrong(desk, room, message_id, wanted, member.name):
        raise web.HTTPNotFound(text=t("faq.wrong_not"))
    request.app[WAITING].forget()
    if "HX-Request" not in request.headers:
        raise web.HTTPSeeOther(f"/faq/entries/{wanted}")
    return _html(drawn("faq_wrong.html", t, name=member.name, fresh=True))


# what was asked in vain


async def misses(request: web.Request) -> web.Response:
    """Show what was asked and not answered, in topics."""
    desk = request.app[DESK]
    waiting = await request.app[WAITING].now(desk)
    topics = [Markup(_topic(request, topic)) for topic in waiting]  # noqa: S704
    return rendered(
        request, "faq_misses.html", topics=topics, days=DAYS, may_act=_colleague(request).may_act, view="misses"
    )


def _topic(request: web.Request, topic: Topic) -> str:
    who, faq = _colleague(request), request.app[DESK].knowledge().faq
    concerned = faq.entries.get(topic.proposal.entry or (topic.nearest.entry if topic.nearest else ""))
    percent = round(100 * topic.nearest.score) if topic.nearest else 0
    return drawn("faq_topic.html", who.t, topic=topic, concerned=concerned, percent=percent, may_act=who.may_act)


async def settle(request: web.Request) -> web.Response:
    """Do what one key chose about a topic."""
    member, desk, t, form = sessions.must_act(request), request.app[DESK], words_of(request), await request.post()
    do, key = str(form.get("do", "")), request.match_info["topic"]
    waiting = request.app[WAITING]
    topic = await waiting.named(desk, key)
    if topic is None or do not in faq_acts.DOES:
        raise web.HTTPConflict(text=t("miss.gone"))
    handled = await faq_acts.settle(desk, topic, do, member.name, answer=str(form.get("answer", "")), t=t)
    if isinstance(handled, Refused):
        return _refused(request, f"#notice-{key}", handled)
    if topic in waiting.topics:
        waiting.take(topic)
    if "HX-Request" not in request.headers:
        raise web.HTTPSeeOther("/faq/misses")
    return _html(drawn("faq_handled.html", t, key=key, question=topic.question, said=done_text(handled, t)))


async def effect(request: web.Request) -> web.Response:
    """Say which real questions would fare otherwise if the topic were settled as proposed."""
    sessions.must_act(request)
    desk, t, form, key = request.app[DESK], words_of(request), await request.post(), request.match_info["topic"]
    topic = await request.app[WAITING].named(desk, key)
    if topic is None:
        raise web.HTTPConflict(text=t("miss.gone"))
    found = await faq_effect.effect(desk, topic, "accept", answer=str(form.get("answer", "")), t=t)
    if isinstance(found, Refused):
        return _refused(request, f"#notice-{key}", found)
    changes = [(kind, found.of(kind)) for kind in KINDS]
    kinds = [(kind, sum(one.times for one in some), some[:EXAMPLES]) for kind, some in changes if some]
    return _html(drawn("faq_effect.html", t, effect=found, kinds=kinds))


def done_text(handled: Handled, t: Callable[..., str]) -> str:
    """Return in words what settling a topic did."""
    where = f"{handled.path}:{handled.line}"
    return t(f"miss.done.{handled.what}", n=handled.phrasings, entry=handled.entry, where=where)


async def undo(request: web.Request) -> web.Response:
    """Take back the last topic that anybody settled."""
    member, desk, t = sessions.must_act(request), request.app[DESK], words_of(request)
    waiting = request.app[WAITING]
    last = await desk.store.last_settled()
    back = await faq_acts.undo(desk, member.name, t)
    if isinstance(back, Refused) or last is None:
        return _refused(request, "#undone", back if isinstance(back, Refused) else Refused((t("learn.no_undo"),)))
    waiting.put_back(last)
    if "HX-Request" not in request.headers:
        raise web.HTTPSeeOther("/faq/misses")
    said = t("miss.undone_kept" if back.kept else "miss.undone", question=back.question, where=back.path)
    topics = [Markup(_topic(request, topic)) for topic in await waiting.now(desk)]  # noqa: S704
    return _html(drawn("faq_topics.html", t, topics=topics, undone=said))


def _refused(request: web.Request, where: str, refused: Refused) -> web.Response:
    if "HX-Request" not in request.headers:
        raise web.HTTPConflict(text=" ".join(refused.reasons))
    lead, *more = refused.reasons
    response = _html(pieces.notice(words_of(request), lead=lead, reasons=more), status=422)
    response.headers.update({"HX-Retarget": where, "HX-Reswap": "innerHTML"})
    return response


def _html(text: str, status: int = 200) -> web.Response:
    return web.Response(text=text, status=status, content_type="text/html")


def routes() -> list[web.RouteDef]:
    """Return the FAQ's addresses."""
    one = r"/faq/entries/{entry:[^/]{1,80}}"
    return [
        web.get("/faq", entries),
        web.get(one, entry),
        web.post(f"{one}/verify", verify),
        web.post(f"{one}/wrong", wrong),
        web.get("/faq/misses", misses),
        web.post("/faq/misses/undo", undo),
        web.post(r"/faq/misses/{topic:t[0-9a-f]{8}}", settle),
        web.post(r"/faq/misses/{topic:t[0-9a-f]{8}}/effect", effect),
    ]
