"""Pages: templates, what every page shows, and the files beside them."""

from __future__ import annotations

import hashlib
import unicodedata
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from markupsafe import Markup, escape

from bot.console import doors, sessions
from bot.console.desk import DESK
from bot.console.reader import LANGUAGE_COOKIE
from bot.console.reader import words_of as words_of
from bot.console.stepped import stepped_back
from bot.console.words import LANGUAGES, Words

HERE = Path(__file__).parent
STATIC = HERE / "static"
KINDS = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".LICENSE": "text/plain",
}
ZWJ = "\u200d"


def seen(text: str) -> Markup:
    """Return a stranger's text with what is invisible made visible: it can reverse or hide words."""
    return Markup("").join(
        Markup('<span class="unseen">U+{:04X}</span>').format(ord(char)) if _hides(text, i) else escape(char)
        for i, char in enumerate(text)
    )


def _hides(text: str, i: int) -> bool:
    char = text[i]
    if unicodedata.category(char) not in {"Cf", "Cc", "Zl", "Zp"} or char == "\n":
        return False
    # Between two emoji a joiner is part of the picture.
    joins = char == ZWJ and 0 < i < len(text) - 1
    return not (joins and unicodedata.category(text[i - 1]) in {"So", "Sk", "Mn"} and text[i + 1] > "\u2000")


def plainly(text: str) -> Markup | str:
    """Like `seen`, without the detour for the many texts that hide nothing."""
    return text if text.isprintable() else seen(text)


@lru_cache(maxsize=1)
def templates() -> Environment:
    """Return the templates; autoescape is never off."""
    found = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    found.filters["seen"] = plainly
    found.filters["clock"] = pass_context(lambda page, at: at.astimezone(page["t"].zone).strftime("%H:%M:%S"))
    found.filters["second"] = lambda at, zone: at.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M:%S")
    found.filters["moment"] = pass_context(lambda page, at: at.astimezone(page["t"].zone).strftime("%Y-%m-%d %H:%M"))
    found.filters["iso"] = lambda at: at.isoformat(timespec="seconds")
    found.filters["day"] = lambda at: at.strftime("%Y-%m-%d")
    found.filters["epoch"] = lambda at: int(at.timestamp() * 1000)
    return found


def drawn(template: str, t: Words, **values: Any) -> str:
    """Return a template filled in one language."""
    return templates().get_template(template).render(t=t, **values)


def age_text(t: Words, since: datetime, now: datetime) -> str:
    """Return an age as the page shows it before its own clock takes over."""
    minutes = max(0, int((now - since).total_seconds() // 60))
    if minutes < 1:
        return t("age.now")
    return t("age.minutes", n=minutes) if minutes < 60 else t("age.hours", n=minutes // 60)


def rendered(request: web.Request, template: str, *, status: int = 200, **values: Any) -> web.Response:
    """Answer with a whole page."""
    desk, t = request.app[DESK], words_of(request)
    html = drawn(
        template,
        t,
        practice=desk.practice,
        member=request.get(sessions.STAFF),
        problems=[p for p in desk.problems() if p.severity == "error"],
        stepped=stepped_back(desk.rooms(), t) if request.path != "/" else [],
        late=[],  # the live line brings them at once, without a read of the queue for every page
        here=request.path_qs if request.method == "GET" else "/",
        page=request.path,
        now=desk.now(),
        **values,
    )
    return web.Response(text=html, status=status, content_type="text/html")


async def choose_language(request: web.Request) -> web.StreamResponse:
    """Keep the chosen language and go back."""
    form = await request.post()
    to, back = str(form.get("to", "")), str(form.get("back", "/"))
    inside = back.startswith("/") and not back.startswith(("//", "/\\")) and back.isprintable()
    response = web.HTTPSeeOther(back if inside else "/")
    if to in LANGUAGES:
        response.set_cookie(LANGUAGE_COOKIE, to, max_age=365 * 86400, path="/", httponly=True, samesite="Strict",
                            secure=doors.is_secured(request))  # fmt: skip
    raise response


@web.middleware
async def explain_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Give errors a page of their own; inside a page they become one line that keeps the rest."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status < 400 or error.status == 421 or request.path.startswith("/api/"):
            raise
        t = words_of(request)
        if "HX-Request" in request.headers:
            raise _as_line(error, t) from None
        text = t("error.not_found") if error.status == 404 else _said(error, t)
        page = rendered(
            request, "message.html", status=error.status, title=t("error.title"), text=text, command=False
        )
        if error.status == 405:
            page.headers[hdrs.ALLOW] = error.headers[hdrs.ALLOW]
        return page


def _said(error: web.HTTPException, t: Words) -> str:
    """Return what we said ourselves; of what the framework refuses, its number."""
    ours = error.text and error.text != f"{error.status}: {error.reason}"
    return str(error.text) if ours else t("error.number", n=error.status)


def _as_line(error: web.HTTPException, t: Words) -> web.HTTPException:
    error.text = str(Markup("<p>{}</p>").format(_said(error, t)))
    error.content_type = "text/html"
    error.headers["HX-Retarget"] = "#happened"
    error.headers["HX-Reswap"] = "innerHTML"
    return error


def static_routes() -> list[web.RouteDef]:
    """Return the routes of the console's own files, read once."""
    files = [path for path in sorted(STATIC.rglob("*")) if path.suffix in KINDS]
    return [web.get(f"/static/{path.relative_to(STATIC).as_posix()}", _file(path)) for path in files]


def _file(path: Path) -> Handler:
    body = path.read_bytes()
    tag = hashlib.sha256(body).hexdigest()[:32]

    async def serve(request: web.Request) -> web.Response:
        if any(etag.value == tag for etag in request.if_none_match or ()):
            response = web.Response(status=304)
        else:
            response = web.Response(body=body, content_type=KINDS[path.suffix], charset="utf-8")
        response.etag = tag
        response.headers[hdrs.CACHE_CONTROL] = "no-cache"
        return response

    return serve


def routes() -> list[web.RouteDef]:
    """Return the files and the language switch."""
    return [*static_routes(), web.post("/language", choose_language)]
