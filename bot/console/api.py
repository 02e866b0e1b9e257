"""What the command line on this machine asks a running program for: JSON, with the bearer token."""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from bot.console import acts, doors, faq_acts, recalling, sessions
from bot.console.desk import DESK
from bot.console.room_pages import take_step
from bot.console.signing_in import new_invitation, staff_name
from bot.escalation.steps import Step
from bot.orders import wire
from bot.problems import BadFile

LARGEST_BODY = 64 * 1024 * 1024


class Wrong(Exception):
    """The request cannot be done as it was written."""

    def __init__(self, error: str, fix: str, status: int = 400, **more: object) -> None:
        super().__init__(error)
        self.error, self.fix, self.status, self.more = error, fix, status, more


@web.middleware
async def answer_in_json(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Ask for the token, and say errors as `{error, fix}`."""
    if not request.path.startswith(doors.API):
        return await handler(request)
    try:
        kind, _, shown = request.headers.get(hdrs.AUTHORIZATION, "").partition(" ")
        kept = request.app[DESK].api_token
        if kind.lower() != "bearer" or not kept or not hmac.compare_digest(shown.encode(), kept.encode()):
            raise Wrong("The token is missing or wrong.", "Run the command on the same machine.", 401)
        return await handler(request)
    except Wrong as wrong:
        said = {"error": wrong.error, "fix": wrong.fix, **wrong.more}
        return web.json_response(said, status=wrong.status)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        said = {"error": error.reason, "fix": "Use the command line of the same version."}
        return web.json_response(said, status=error.status)


def text_in(said: Mapping[str, Any], field: str, otherwise: str | None = None) -> str:
    """Return a text that was said, or what stands for it where it was not."""
    value = said.get(field, otherwise)
    if not isinstance(value, str) or (otherwise is None and not value.strip()):
        raise Wrong(f"{field} is missing or no text.", f'Write "{field}": "…".')
    return value


def time_in(said: Mapping[str, Any], field: str) -> datetime:
    """Return a time that was said."""
    try:
        at = datetime.fromisoformat(text_in(said, field))
    except ValueError:
        at = datetime.min  # noqa: DTZ901  refused right below
    if at.tzinfo is None:
        raise Wrong(f"{field} is no time with a zone.", "Write it like 2026-11-12T20:00:01+08:00.")
    return at


async def _body(request: web.Request) -> Any:
    return _json(await _bytes(request))


async def _bytes(request: web.Request) -> bytes:
    read = bytearray()
    async for chunk in request.content.iter_chunked(64 * 1024):
        read += chunk
        if len(read) > LARGEST_BODY:
            raise Wrong("More than 64 MB at once.", "Send it in parts.", 413)
    return bytes(read)


def _json(read: bytes) -> Any:
    try:
        return json.loads(read or b"{}")
    except ValueError as error:
        raise Wrong(f"The body is not JSON: {error}.", "Send a JSON object.") from error


async def read_object(request: web.Request) -> Mapping[str, Any]:
    """Read the body, which must be a JSON object."""
    said = await _body(request)
    if not isinstance(said, dict):
        raise Wrong("The body is not a JSON object.", 'Send {"by": "…"}.')
    return said


async def settle_miss(request: web.Request) -> web.Response:
    """Settle a topic of unanswered questions in somebody's name; `reasons` says why it was not done."""
    desk, said, key = request.app[DESK], await read_object(request), request.match_info["topic"]
    topics = await faq_acts.look_up(desk, time_in(said, "since"), text_in(said, "room", "") or None)
    topic = next((topic for topic in topics if topic.key == key), None)
    if topic is None:
        raise Wrong(f"There is no topic {key}.", "List them with faq misses.", 404)
    answer, entry = text_in(said, "answer", ""), text_in(said, "entry", "")
    done = await faq_acts.settle(desk, topic, text_in(said, "do"), name_in(said), answer=answer, entry=entry)
    return web.json_response(asdict(done))


async def undo_miss(request: web.Request) -> web.Response:
    """Take back the last topic that was settled."""
    return web.json_response(asdict(await faq_acts.undo(request.app[DESK], name_in(await read_object(request)))))


async def verify_entries(request: web.Request) -> web.Response:
    """Record that somebody vouches for entries."""
    said = await read_object(request)
    entries = said.get("entries")
    if not isinstance(entries, list) or not entries or not all(isinstance(entry, str) for entry in entries):
        raise Wrong("entries is not a list of ids.", 'Write "entries": ["ship-when"].')
    refused = await faq_acts.verify(request.app[DESK], entries, name_in(said))
    return web.json_response(asdict(refused) if refused is not None else {"verified": entries})


def name_in(said: Mapping[str, Any]) -> str:
    """Return in whose name something is done."""
    by = staff_name(text_in(said, "by"))
    if not by:
        raise Wrong("by is not a name.", "Write who you are, up to 40 characters.")
    return by


async def orders(request: web.Request) -> web.Response:
    """Take in orders; the same ones twice change nothing. `?replace=1` forgets what was known of them."""
    raw = await _bytes(request)
    try:
        # Reading some hundred orders takes longer than a room may wait.
        read = await asyncio.to_thread(lambda: wire.read_orders(_json(raw)))
    except wire.Unreadable as error:
        raise Wrong(error.what, error.fix) from None
    store, by = request.app[DESK].store, staff_name(request.query.get("by", "")) or "command line"
    report = await store.orders.save(read, replace=bool(request.query.get("replace")))
    await acts.note_orders(store, by, report.outcomes, request.app[DESK].now())
    return web.json_response({"outcomes": report.outcomes})


async def invitations(request: web.Request) -> web.Response:
    """Make a one-time link."""
    desk, role = request.app[DESK], text_in(await read_object(request), "role")
    if role not in sessions.ROLES:
        raise Wrong(f'There is no role "{role}".', f"Known: {', '.join(sessions.ROLES)}.")
    token = await new_invitation(desk, role)
    await desk.store.audit("command line", "invite", role, "", desk.now())
    return web.json_response({"url": f"{doors.own_origin(request)}/start?token={token}"})


async def publishing(request: web.Request) -> web.Response:
    """Bring a version of the FAQ back, try a draft in one room, or publish it."""
    desk, said = request.app[DESK], await read_object(request)
    try:
        told = await desk.publishing(request.match_info["act"], said)
    except BadFile as bad:
        raise Wrong(str(bad), "", 422) from None
    except OSError as error:
        raise Wrong(f"The FAQ's files cannot be written: {error}.", "Check their permissions.", 500) from None
    except (LookupError, TypeError, ValueError) as error:
        raise Wrong(
            f"This cannot be done with the FAQ: {error}.", "Use the command line of the same version."
        ) from None
    await acts.note_publishing(desk.store, request.match_info["act"], said, told, desk.now())
    return web.json_response(told)


async def recall(request: web.Request) -> web.Response:
    """Recall an answer in somebody's name, and tell those who got it what is right where that is said."""
    desk, said = request.app[DESK], await read_object(request)
    entry, by, since, text = (
        text_in(said, "entry"),
        name_in(said),
        text_in(said, "since", "show"),
        text_in(said, "correction", ""),
    )
    if since not in recalling.SINCE:
        raise Wrong(f'"{since}" is no time.', f"Known: {', '.join(recalling.SINCE)}.")
    if text and (objection := recalling.objection(desk, text, acts.ENGLISH)) is not None:
        raise Wrong(*objection.told, 422)
    done = await recalling.recall(desk, entry, by, text_in(said, "why", ""))
    if isinstance(done, acts.Refused):
        raise Wrong(" ".join(done.reasons), "", 422)
    at, cases = await recalling.since_when(desk, since), []
    if text and (kept := await recalling.stopped(desk, entry)) is not None:
        told = await recalling.correct(desk, kept, by, text, at)
        if isinstance(told, acts.Refused):
            raise Wrong(*told.told, 422)
        cases = list(told)
    got = [asdict(one) | {"at": one.at.isoformat()} for one in await desk.store.recalls.got(entry, at)]
    return web.json_response({"entry": entry, "stopped": list(done), "got": got, "cases": cases})


async def speak(request: web.Request) -> web.Response:
    """Let an answer be said again as it stands, in somebody's name."""
    desk, said = request.app[DESK], await read_object(request)
    return web.json_response({"speaks": await recalling.let_speak(desk, text_in(said, "entry"), name_in(said))})


async def imported(request: web.Request) -> web.Response:
    """Note that a command brought entries into files of the FAQ."""
    desk, said = request.app[DESK], await read_object(request)
    files = said.get("files")
    if not isinstance(files, list) or not files or not all(isinstance(file, str) for file in files):
        raise Wrong("files is not a list of names.", 'Write "files": ["faq/imported.md"].')
    await acts.note_import(desk.store, name_in(said), files, desk.now())
    return web.json_response({})


async def step(request: web.Request) -> web.Response:
    """Take a room a step down or up in somebody's name."""
    desk, said = request.app[DESK], await read_object(request)
    room, asked = text_in(said, "room"), text_in(said, "step")
    if not await take_step(desk, room, asked, name_in(said)):
        names = ", ".join(view.name for view in desk.rooms())
        raise Wrong(
            f'There is no room "{room}" or no step "{asked}".', f"Rooms: {names}. Steps: {', '.join(Step)}.", 404
        )
    return web.json_response({"room": room, "step": asked})


async def balance(request: web.Request) -> web.Response:
    """Return every room's closing balance."""
    return web.json_response([asdict(balance) for balance in await request.app[DESK].store.balance()])


def routes() -> list[web.RouteDef]:
    """Return the addresses under `/api/`."""
    return [
        web.post(r"/api/faq/misses/{topic:t[0-9a-f]{8}}", settle_miss),
        web.post("/api/faq/undo", undo_miss),
        web.post("/api/faq/verify", verify_entries),
        web.post("/api/orders", orders),
        web.post("/api/invitations", invitations),
        web.post("/api/faq/imported", imported),
        web.post("/api/faq/recall", recall),
        web.post("/api/faq/speak", speak),
        web.post("/api/faq/{act:rollback|publish|try|stop}", publishing),
        web.post("/api/rooms/step", step),
        web.get("/api/balance", balance),
    ]
