"""What the command line does with the queue: each act by its name, with what is said about it as JSON."""

from __future__ import annotations

import json
import secrets
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from aiohttp import web

from bot.console import acts, case_acts
from bot.console.acts import Done, Held, Refused
from bot.console.api import Wrong, name_in, read_object, text_in, time_in
from bot.console.desk import DESK, Desk
from bot.console.priorities import Priorities
from bot.console.snapshot import MOST_CASES, MOST_OPEN
from bot.escalation import Escalation
from bot.priority import Priority, with_waiting
from bot.problems import ActRefused

Outcome = Done | Held | Refused | None
LONGEST_S = 10**6


def case_json(case: Escalation) -> dict[str, Any]:
    """Return a case as the command line reads it."""
    found: dict[str, Any] = json.loads(json.dumps(asdict(case), default=_plain))
    return found


async def listed(
    desk: Desk, priorities: Priorities, *, rooms: Iterable[str] | None = None, open_only: bool = True
) -> list[dict[str, Any]]:
    """Return cases in the order in which they are to be worked on, each with its points and what gave them."""
    limit = MOST_OPEN if open_only else MOST_CASES
    cases = await desk.store.cases.several(rooms=rooms, open_only=open_only, limit=limit)
    ordered, weights = await priorities.ordered(cases)
    return [
        case_json(case) | {"priority": _priority_json(with_waiting(weights[case.id], case, desk.now()))}
        for case in ordered[:MOST_CASES]
    ]


def _priority_json(priority: Priority) -> dict[str, Any]:
    parts = [{"kind": str(part.kind), "points": part.points, "seen": part.seen} for part in priority.parts]
    return {"points": priority.points, "parts": parts}


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


async def _reply(desk: Desk, case_id: int, by: str, said: Mapping[str, Any]) -> Outcome:
    once = text_in(said, "once", "") or secrets.token_urlsafe(12)
    resolves = bool(said.get("resolve"))
    text = text_in(said, "text", "" if isinstance(said.get("text"), str) else None)  # an empty one is refused as such
    return await acts.reply(desk, case_id, by, text, once=once, then_resolve=resolves)


async def _snooze(desk: Desk, case_id: int, by: str, said: Mapping[str, Any]) -> Outcome:
    seconds = _number(said, "seconds", LONGEST_S) if said.get("seconds") is not None else None
    length = timedelta(seconds=seconds) if seconds is not None else None
    return await case_acts.snooze(desk, case_id, by, length=length, sku=text_in(said, "sku", ""))


async def _on_air(desk: Desk, case_id: int, by: str, said: Mapping[str, Any]) -> Outcome:
    return await case_acts.on_air(desk, case_id, by, time_in(said, "at") if said.get("at") else None)


def _number(said: Mapping[str, Any], field: str, most: int) -> int:
    value = said.get(field)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= most:
        raise Wrong(f"{field} is no number from 1 to {most}.", f'Write "{field}": 60.')
    return value


STEPS: Mapping[str, Callable[[Desk, int, str, Mapping[str, Any]], Awaitable[Outcome]]] = {
    "claim": lambda desk, case, by, said: acts.claim(desk, case, by),
    "release": lambda desk, case, by, said: acts.release(desk, case, by),
    "reply": _reply,
    "resolve": lambda desk, case, by, said: acts.resolve(
        desk, case, by, text_in(said, "resolution", "no answer needed")
    ),
    "note": lambda desk, case, by, said: case_acts.note(desk, case, by, text_in(said, "text")),
    "snooze": _snooze,
    "wake": lambda desk, case, by, said: case_acts.wake(desk, case, by),
    "hand": lambda desk, case, by, said: case_acts.hand(desk, case, by, back=said.get("back") is True),
    "on-air": _on_air,
    "merge": lambda desk, case, by, said: case_acts.merge(desk, case, _number(said, "into", 2**53), by),
    "assign": lambda desk, case, by, said: case_acts.assign(
        desk, case, text_in(said, "to"), by, anyones=said.get("anyones") is True
    ),
}


async def step(desk: Desk, case_id: int, name: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """Do one act and return the case as it is then; raises `Wrong` where it was not done."""
    by = name_in(said)
    try:
        done = await STEPS[name](desk, case_id, by, said)
    except ActRefused as refused:
        raise Wrong(refused.what, refused.fix, 422) from None
    match done:
        case None:
            raise Wrong(f"There is no case {case_id}.", "List them with: escalations list.", 404)
        case Refused() as refused_text:
            error, fix = refused_text.told
            raise Wrong(error, fix, 422, rules=refused_text.rules, rewrite=refused_text.rewrite)
        case Held() as held:
            raise Wrong(held.told, "Look at it again with: escalations list.", 409)
        case Done(found):
            return case_json(found)


async def expire(desk: Desk, said: Mapping[str, Any]) -> dict[str, Any]:
    """End the show of a room."""
    return {"expired": await case_acts.expire(desk, text_in(said, "room"), name_in(said))}


async def _several(request: web.Request) -> web.Response:
    """List the open cases, of one `?room`; `?all=1` the closed ones too."""
    room, everything = request.query.get("room"), bool(request.query.get("all"))
    desk = request.app[DESK]
    found = await listed(desk, Priorities(desk), rooms=[room] if room else None, open_only=not everything)
    return web.json_response(found)


async def _step(request: web.Request) -> web.Response:
    """Do something with a case in somebody's name."""
    case_id = int(request.match_info["case"][:15])
    said = await step(request.app[DESK], case_id, request.match_info["step"], await read_object(request))
    return web.json_response(said)


async def _expire(request: web.Request) -> web.Response:
    return web.json_response(await expire(request.app[DESK], await read_object(request)))


def routes() -> list[web.RouteDef]:
    """Return the addresses under `/api/escalations`."""
    return [
        web.get("/api/escalations", _several),
        web.post("/api/escalations/expire", _expire),
        web.post(rf"/api/escalations/{{case:\d+}}/{{step:{'|'.join(STEPS)}}}", _step),
    ]
