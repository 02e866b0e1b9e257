"""The audit trail: who did what, when, on what, and how it was before."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from urllib.parse import urlencode

from aiohttp import web

from bot.console import csv_files, sessions
from bot.console.asked_times import asked_time, field_text
from bot.console.desk import DESK, Desk
from bot.console.kept import told
from bot.console.pages import rendered, words_of
from bot.store.acts import Act, Wanted

PAGE = 100
AT_ONCE = 2_000
"""Acts read for a file in one go."""
COLUMNS = ("id", "at", "by", "act", "target", "before", "after", "detail")


async def audit(request: web.Request) -> web.Response:
    """Show what was done, newest first."""
    sessions.must_be_admin(request)
    desk, t, wanted = request.app[DESK], words_of(request), _wanted(request)
    found = await desk.store.acts.several(wanted, PAGE + 1)
    shown = found[:PAGE]
    people, acts = await desk.store.acts.names()
    asked = {key: value for key, value in request.query.items() if key != "below" and value}
    older = urlencode(asked | {"below": str(shown[-1].id)}) if len(found) > PAGE else ""
    return rendered(
        request,
        "audit.html",
        acts=[(act, told(act, t)) for act in shown],
        zone=desk.zone,
        people=people,
        kinds=acts,
        wanted=wanted,
        since=field_text(desk, wanted.since),
        until=field_text(desk, wanted.until),
        older=older,
        newest=urlencode(asked) if wanted.below else "",
        csv=urlencode(asked),
    )


def _wanted(request: web.Request) -> Wanted:
    desk, query = request.app[DESK], request.query
    below = query.get("below", "")
    return Wanted(
        by=query.get("by", "")[:100],
        what=query.get("act", "")[:100],
        target=query.get("target", "")[:200],
        since=asked_time(desk, query.get("since", "")),
        until=asked_time(desk, query.get("until", "")),
        below=int(below) if below.isascii() and below.isdigit() and len(below) < 16 else 0,
    )


async def audit_csv(request: web.Request) -> web.StreamResponse:
    """Send what the filters leave as a file."""
    sessions.must_be_admin(request)
    return await csv_files.sent(request, "roomhand-acts.csv", COLUMNS, _all(request.app[DESK], _wanted(request)))


async def _all(desk: Desk, wanted: Wanted) -> AsyncIterator[Sequence[Sequence[object]]]:
    while found := await desk.store.acts.several(wanted, AT_ONCE):
        yield [_row(act) for act in found]
        wanted = replace(wanted, below=found[-1].id)


def _row(act: Act) -> Sequence[object]:
    return act.id, act.at, act.by, act.what, act.target, act.was, act.became, act.detail


def routes() -> list[web.RouteDef]:
    """Return the page's address and that of its file."""
    return [web.get("/audit", audit), web.get("/audit.csv", audit_csv)]
