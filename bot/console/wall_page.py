"""The lead's wall: how the show goes in numbers, and behind every number the cases or messages it counts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import reduce
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from aiohttp import web

from bot.console import csv_files
from bot.console.asked_times import asked_time, field_text
from bot.console.desk import DESK, Desk
from bot.console.pages import drawn, rendered, words_of
from bot.console.stepped import step_told
from bot.escalation import Escalation
from bot.store.records import HeardMessage
from bot.store.wall import BOTS, KINDS, PICKED, CasesAsked, Kind, Load, MessagesAsked, Picked, Room, together

T = TypeVar("T")

HOURS = (1, 4, 12, 24)
USUAL_HOURS = 12
BOT = "bot"
"""In an address: everything the bot answered."""
PAGE = 50
AT_ONCE = 500
FRESH_S = 2.0
SHARE = 20
"""Counting reads every message since then, so the longer it takes, the longer its result is used: twenty times."""
MOST_KEPT = 32

CASE_COLUMNS = (
    "case", "room", "state", "urgency", "reason", "question", "people", "opened_at", "due_at", "broken",
    "first_reply_at", "first_answer_s", "held_by", "assigned_to", "resolved_by", "resolved_at", "resolution",
    "on_air_at", "merged_into", "replies", "last_reply", "notes", "on_screen",
)  # fmt: skip
MESSAGE_COLUMNS = ("room", "id", "received_at", "viewer_id", "viewer", "text", "became", "outcome", "reason", "entry",
                   "score", "reply", "case", "on_screen")  # fmt: skip


@dataclass(slots=True)
class Kept(Generic[T]):
    """Something counted a moment ago, by the stretch of time it was counted for."""

    found: dict[str, tuple[T, float]] = field(default_factory=dict)
    """With when it is too old, on the loop's clock."""
    counting: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def get(self, key: str, count: Callable[[], Awaitable[T]]) -> T:
        """Return what was counted, counted anew when that is too old."""
        clock = asyncio.get_running_loop().time
        async with self.counting:
            kept = self.found.pop(key, None)
            if kept is None or clock() >= kept[1]:
                began = clock()
                counted = await count()
                kept = counted, clock() + max(FRESH_S, SHARE * (clock() - began))
            self.found[key] = kept
            while len(self.found) > MOST_KEPT:
                del self.found[next(iter(self.found))]
            return kept[0]


@dataclass(slots=True)
class Counts:
    """The wall's numbers; whoever looks at the same stretch of time shares them.

    What became of messages is counted by itself: that may take long, and the queue must not be shown late.
    """

    kinds: Kept[Mapping[str, Mapping[Kind, int]]] = field(default_factory=Kept)
    cases: Kept[tuple[Sequence[Room], Sequence[Load]]] = field(default_factory=Kept)

    async def since(self, desk: Desk, key: str, since: datetime) -> tuple[Sequence[Room], Sequence[Load]]:
        """Return the rooms and everybody's load since then."""
        wall, now = desk.store.wall, desk.now()

        async def cases() -> tuple[Sequence[Room], Sequence[Load]]:
            return await wall.rooms(since, now), await wall.load(since, now)

        rooms, load = await self.cases.get(key, cases)
        return together(rooms, await self.kinds.get(key, lambda: wall.kinds(since))), load


COUNTS = web.AppKey("counts", Counts)


def _since(request: web.Request) -> tuple[datetime, dict[str, str]]:
    """Return since when is counted, and what says so in an address."""
    desk, query = request.app[DESK], request.query
    chosen = asked_time(desk, query.get("since", ""))
    if chosen is not None:
        return chosen, {"since": field_text(desk, chosen)}
    hours = query.get("hours", "")
    n = int(hours) if hours.isascii() and hours.isdigit() and 0 < int(hours[:4]) <= 24 * 31 else USUAL_HOURS
    return desk.now() - timedelta(hours=n), {"hours": str(n)}


async def wall(request: web.Request) -> web.Response:
    """Show the numbers."""
    return rendered(request, "wall.html", **await _values(request))


async def wall_now(request: web.Request) -> web.Response:
    """Return the part of the page that changes."""
    html = drawn("wall_now.html", words_of(request), now=request.app[DESK].now(), **await _values(request))
    return web.Response(text=html, content_type="text/html")


async def _values(request: web.Request) -> dict[str, Any]:
    desk = request.app[DESK]
    since, chosen = _since(request)
    rooms, load = await request.app[COUNTS].since(desk, urlencode(chosen), since)
    total = reduce(Room.and_, rooms, Room(""))
    return {
        "rooms": rooms,
        "total": total,
        "load": load,
        "steps": {room.name: (room.stands.step, step_told(room.stands, words_of(request))) for room in desk.rooms()},
        "kinds": KINDS,
        "bots": BOTS,
        "since": since,
        "chosen": chosen,
        "query": urlencode(chosen),
        "hours": HOURS,
        "field": chosen.get("since", ""),
        "zone": desk.zone,
    }


# the lists behind the numbers


async def cases(request: web.Request) -> web.Response:
    """Show cases that a number counts."""
    desk, (since, chosen) = request.app[DESK], _since(request)
    asked = _cases_asked(request, since)
    found = await desk.store.wall.cases(asked, desk.now(), PAGE + 1)
    shown, query = found[:PAGE], _query(request, chosen)
    return rendered(
        request,
        "wall_cases.html",
        cases=[(case, first_answer_s(case)) for case in shown],
        asked=asked,
        picked=PICKED,
        names=await _names(desk),
        people=sorted({member.name for member in await desk.store.all_staff()} | ({asked.by} if asked.by else set())),
        chosen=chosen,
        query=urlencode(query),
        older=urlencode(query | {"below": str(shown[-1].id)}) if len(found) > PAGE else "",
        hours=HOURS,
        field=chosen.get("since", ""),
        zone=desk.zone,
    )


def _cases_asked(request: web.Request, since: datetime) -> CasesAsked:
    query, below = request.query, request.query.get("below", "")
    picked: Picked = next((one for one in PICKED if one == query.get("picked")), "open")
    number = int(below) if below.isascii() and below.isdigit() and len(below) < 16 else 0
    return CasesAsked(picked, since, query.get("room", "")[:200], query.get("by", "")[:100], number)


def _query(request: web.Request, chosen: Mapping[str, str]) -> dict[str, str]:
    kept = {key: value for key in ("picked", "kind", "room", "by") if (value := request.query.get(key, ""))}
    return {**chosen, **kept}


async def _names(desk: Desk) -> list[str]:
    return sorted({room.name for room in desk.rooms()} | {balance.room for balance in await desk.store.balance()})


async def messages(request: web.Request) -> web.Response:
    """Show messages that a number counts."""
    desk, (since, chosen) = request.app[DESK], _since(request)
    asked = _messages_asked(request, since)
    found = await desk.store.wall.messages(asked, PAGE + 1)
    shown, query = found[:PAGE], _query(request, chosen)
    return rendered(
        request,
        "wall_messages.html",
        messages=shown,
        asked=asked,
        kind=_kind(asked),
        kinds=(BOT, *KINDS),
        names=await _names(desk),
        chosen=chosen,
        query=urlencode(query),
        older=urlencode(query | _after(shown[-1][0])) if len(found) > PAGE else "",
        hours=HOURS,
        field=chosen.get("since", ""),
        zone=desk.zone,
    )


def _after(heard: HeardMessage) -> dict[str, str]:
    return {"at": repr(heard.received_at.timestamp()), "at_room": heard.message.room, "at_id": heard.message.id}


def _messages_asked(request: web.Request, since: datetime) -> MessagesAsked:
    query = request.query
    asked = query.get("kind", "")
    kinds = BOTS if asked == BOT else tuple(one for one in KINDS if one == asked) or KINDS
    try:
        at = float(query.get("at", "0")[:30])
    except ValueError:
        at = 0.0
    before = (at, query.get("at_room", ""), query.get("at_id", "")) if 0 < at < 1e11 else None
    return MessagesAsked(since, kinds, query.get("room", "")[:200], before)


def _kind(asked: MessagesAsked) -> str:
    return {BOTS: BOT, KINDS: ""}.get(asked.kinds, asked.kinds[0])


async def stopped(request: web.Request) -> web.Response:
    """Show what the guard stopped, and what staff then said in other words."""
    desk, (since, chosen) = request.app[DESK], _since(request)
    room, only = request.query.get("room", "")[:200], request.query.get("only") == "reworded"
    found = [one for one in await desk.store.wall.stopped(since, room) if one[1] or not only]
    return rendered(request, "wall_stopped.html", found=found, room=room, query=urlencode(chosen), zone=desk.zone)


# as files


async def cases_csv(request: web.Request) -> web.StreamResponse:
    """Send the cases as a file, a row each."""
    since, _ = _since(request)
    pages = _case_pages(request.app[DESK], _cases_asked(request, since))
    return await csv_files.sent(request, "roomhand-cases.csv", CASE_COLUMNS, pages)


async def _case_pages(desk: Desk, asked: CasesAsked) -> AsyncIterator[Sequence[Sequence[object]]]:
    while found := await desk.store.wall.cases(asked, desk.now(), AT_ONCE):
        yield [case_row(case, desk.now()) for case in found]
        asked = replace(asked, below=found[-1].id)


def first_answer_s(case: Escalation) -> float | None:
    """Return the seconds from the question to staff's first answer."""
    if case.first_reply_at is None:
        return None
    return max(0.0, round((case.first_reply_at - case.opened_at).total_seconds(), 1))


def case_row(case: Escalation, now: datetime) -> Sequence[object]:
    """Return a case as one row."""
    last = case.replies[-1].text if case.replies else ""
    return (
        case.id, case.room, case.state.value, case.urgency.value, case.reason, case.question, case.people,
        case.opened_at, case.due_at, case.breached_at, case.first_reply_at, first_answer_s(case), case.holder(now),
        case.assigned_to, case.resolved_by, case.resolved_at, case.resolution, case.on_air_at, case.merged_into,
        len(case.replies), last, " / ".join(f"{note.by}: {note.text}" for note in case.notes),
        " ".join(dict.fromkeys(asker.on_screen for asker in case.askers if asker.on_screen)),
    )  # fmt: skip


async def messages_csv(request: web.Request) -> web.StreamResponse:
    """Send the messages as a file."""
    since, _ = _since(request)
    pages = _message_pages(request.app[DESK], _messages_asked(request, since))
    return await csv_files.sent(request, "roomhand-messages.csv", MESSAGE_COLUMNS, pages)


async def _message_pages(desk: Desk, asked: MessagesAsked) -> AsyncIterator[Sequence[Sequence[object]]]:
    while found := await desk.store.wall.messages(asked, AT_ONCE):
        yield [_message_row(heard, kind) for heard, kind in found]
        last = found[-1][0]
        asked = replace(asked, before=(last.received_at.timestamp(), last.message.room, last.message.id))


def _message_row(heard: HeardMessage, kind: Kind) -> Sequence[object]:
    m = heard.message
    return (
        m.room, m.id, heard.received_at, m.viewer.id, m.viewer.name, m.text, kind,
        heard.outcome.value if heard.outcome else "", heard.reason, heard.entry, heard.score, heard.reply,
        heard.escalation_id, m.on_screen,
    )  # fmt: skip


def routes() -> list[web.RouteDef]:
    """Return the wall's addresses."""
    return [
        web.get("/wall", wall),
        web.get("/wall/now", wall_now),
        web.get("/wall/cases", cases),
        web.get("/wall/messages", messages),
        web.get("/wall/stopped", stopped),
        web.get("/wall/cases.csv", cases_csv),
        web.get("/wall/messages.csv", messages_csv),
    ]
