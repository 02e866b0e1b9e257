"""What can be picked from a list at the desk: ready replies, and everything at once behind Ctrl+K."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from aiohttp import web
from rapidfuzz import fuzz

from bot.console import sessions
from bot.console.colleagues import load
from bot.console.desk import DESK, Desk
from bot.console.live import LIVE
from bot.console.macros import filled_in, products
from bot.console.marked import LONGEST_MARKED
from bot.console.pages import age_text, drawn, words_of
from bot.console.snapshot import Snapshot
from bot.console.words import Words
from bot.escalation import Escalation
from bot.escalation.steps import Step
from bot.text import language_of, normalise

ACTS = (
    ("Enter", "open"),
    ("r", "reply"),
    ("/", "canned"),
    ("d", "draft"),
    ("D", "send_draft"),
    ("g", "model"),
    ("e", "resolve"),
    ("n", "note"),
    ("s", "snooze"),
    ("a", "assign"),
    ("m", "merge"),
    ("x", "mark"),
    ("R", "answer_marked"),
    ("E", "resolve_marked"),
    ("A", "assign_marked"),
    ("S", "snooze_marked"),
    ("f", "teach"),
    ("h", "on_air"),
    ("H", "hand"),
    ("u", "undo"),
    (".", "new"),
    ("?", "help"),
)
"""Keys of the desk, and what they are called."""
MOST_CASES = 100
ALIKE = 60
"""Letters in common (of 100) from which on two cases are said to be alike."""
MINUTES = (2, 5, 15)
"""How long a case may be put aside, as the list offers it."""
LOOKED_AT = 5
"""Lines of a case that are compared."""


@dataclass(frozen=True, slots=True)
class Pick:
    """One line of a list: what it says, and what choosing it does."""

    label: str
    more: str = ""
    does: Mapping[str, str] = field(default_factory=dict)
    """The line's data: `text` is put into the box, `post` is an act, `go` a page, `key` a key, `open` a case."""
    key: str = ""
    dead: bool = False
    """Shown, but cannot be chosen."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Who wants a list, and with which case open."""

    desk: Desk
    t: Words
    me: str
    snapshot: Snapshot
    case: Escalation | None
    may_act: bool = True
    marked: str = ""
    """The numbers of the cases that are marked, if the list is for all of them."""

    @property
    def language(self) -> str:
        """The language of who asked in the case, else the reader's."""
        return language_of(self.case.question) if self.case is not None else self.t.language


async def canned(asking: Asking) -> Sequence[Pick]:
    """Return the ready replies, those in the asker's language first."""
    if asking.case is None:
        return []
    return list(_replies(asking, asking.case))


def _replies(asking: Asking, case: Escalation) -> Iterator[Pick]:
    for reply in asking.desk.canned().for_language(asking.language):
        text = filled_in(asking.desk, case, reply.text)
        if text is None:
            yield Pick(reply.name, f"{reply.text} · {asking.t('pick.unfilled')}", dead=True)
        else:
            yield Pick(reply.name, text, {"text": text})


async def everything(asking: Asking) -> Sequence[Pick]:
    """Return acts, macros, cases and ready replies; the page adds the pages it leads to."""
    t = asking.t
    found = [Pick(t(f"keys.{name}"), does={"key": key}, key=key) for key, name in ACTS]
    if asking.case is not None:
        found += [
            Pick(str(macro), t("pick.macro"), {"post": f"/cases/{asking.case.id}/macro/{key}"}, key)
            for key, macro in sorted(asking.desk.canned().macros.items())
        ]
    found += _steps(asking)
    found += [case_line(case, asking) for case in asking.snapshot.open[:MOST_CASES]]
    if asking.case is not None:
        found += _replies(asking, asking.case)
    return found


def _steps(asking: Asking) -> Iterator[Pick]:
    """Return the steps each room may take, where the reader may take them."""
    t = asking.t
    for room in asking.snapshot.rooms if asking.may_act else ():
        for step in Step:
            if step is not room.stands.step:
                label, hint = t("pick.step", room=room.name, step=t(f"step.{step}")), t(f"step.{step}.hint")
                yield Pick(label, hint, _post("/rooms/step", room=room.name, step=step))


def case_line(case: Escalation, asking: Asking) -> Pick:
    """Return a case as one line of a list."""
    more = " · ".join(
        (
            asking.t("case.title", id=case.id),
            asking.t("queue.askers", n=case.people),
            age_text(asking.t, case.opened_at, asking.snapshot.now),
            case.room,
        )
    )
    return Pick(case.question, more, {"open": str(case.id)})


def _post_to(asking: Asking, act: str, **values: str) -> Mapping[str, str]:
    """Return an act on all marked cases, or on the one that is open."""
    if asking.marked:
        return _post(f"/marked/{act}", cases=asking.marked, **values)
    return _post(f"/cases/{asking.case.id if asking.case is not None else 0}/{act}", **values)


async def snooze(asking: Asking) -> Sequence[Pick]:
    """Return how long a case may be put aside, and until which product is shown."""
    t = asking.t
    waits = [Pick(t("pick.minutes", n=n), does=_post_to(asking, "snooze", minutes=str(n))) for n in MINUTES]
    if asking.marked:
        return waits
    if asking.case is None:
        return []
    shown = [
        Pick(t("pick.shown", title=p.title), p.sku, _post_to(asking, "snooze", sku=p.sku))
        for p in products(asking.desk, asking.case)
    ]
    return [*waits, *(shown or [Pick(t("undone.no_product"), dead=True)])]


async def assign(asking: Asking) -> Sequence[Pick]:
    """Return the colleagues who may act, least busy first, with what each has to do; who is away comes last."""
    if asking.case is None and not asking.marked:
        return []
    desk = asking.desk
    busy, away = await load(desk), await desk.store.shifts.away()
    members = [member for member in await desk.store.all_staff() if member.role in sessions.MAY_ACT]
    members.sort(key=lambda m: (m.name in away and m.name != asking.me, busy.get(m.name, 0), m.name.casefold()))
    return [_colleague(member.name, busy.get(member.name, 0), asking, away=member.name in away) for member in members]


def _colleague(name: str, cases: int, asking: Asking, *, away: bool) -> Pick:
    t, me = asking.t, name == asking.me
    told = t("pick.load", n=cases, capacity=asking.desk.capacity)
    if cases >= asking.desk.capacity:
        told = f"{told} · {t('pick.full')}"
    if away and not me:
        return Pick(name, f"{told} · {t('undone.away')}", dead=True)
    return Pick(f"{name} ({t('pick.me')})" if me else name, told, _post_to(asking, "assign", to=name))


async def merge(asking: Asking) -> Sequence[Pick]:
    """Return the other open cases of the room, what is most alike first."""
    case = asking.case
    if case is None:
        return []
    others = [one for one in asking.snapshot.open if one.room == case.room and one.id != case.id]
    alike = {one.id: likeness(case, one) for one in others}
    others.sort(key=lambda one: -alike[one.id])
    act = f"/cases/{case.id}/merge"
    lines = [(case_line(one, asking), one) for one in others[:MOST_CASES]]
    return [
        Pick(
            line.label,
            f"{asking.t('pick.alike')} · {line.more}" if alike[one.id] >= ALIKE else line.more,
            _post(act, into=str(one.id)),
        )
        for line, one in lines
    ]


def likeness(case: Escalation, other: Escalation) -> float:
    """Return how alike what is asked in two cases is, of 100, by the letters of their likest lines."""
    theirs = [normalise(asker.text) for asker in other.askers[:LOOKED_AT]]
    ours = [normalise(asker.text) for asker in case.askers[:LOOKED_AT]]
    return max(
        (fuzz.token_set_ratio(a, b) if " " in a else fuzz.ratio(a, b) for a in ours for b in theirs), default=0.0
    )


def _post(act: str, **values: str) -> Mapping[str, str]:
    return {"post": act, "values": json.dumps(values, ensure_ascii=False)}


KINDS: Mapping[str, Callable[[Asking], Awaitable[Sequence[Pick]]]] = {
    "canned": canned,
    "snooze": snooze,
    "assign": assign,
    "merge": merge,
    "all": everything,
}


async def picks(request: web.Request) -> web.Response:
    """Answer with the lines of one list."""
    member, t, kind = sessions.staff(request), words_of(request), request.match_info["kind"]
    if kind not in KINDS:
        raise web.HTTPNotFound(text=t("error.not_found"))
    asked = request.query.get("case", "")
    case_id = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 15 else None
    snapshot = await request.app[LIVE].snapshot(case=case_id)
    case = snapshot.cases.get(case_id) if case_id else None
    may_act, marked = member.role in sessions.MAY_ACT, request.query.get("marked", "")[:LONGEST_MARKED]
    lines = await KINDS[kind](Asking(request.app[DESK], t, member.name, snapshot, case, may_act, marked))
    return web.Response(text=drawn("picks.html", t, picks=lines), content_type="text/html")


def routes() -> list[web.RouteDef]:
    """Return the lists' address."""
    return [web.get(r"/picks/{kind:[a-z]+}", picks)]
