"""Who may come in, and the page they get: host names, origins, headers and the page's own files."""

from __future__ import annotations

import hashlib
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

PAGE = Path(__file__).parent / "page"

FILES = {
    "/": ("room.html", "text/html"),
    "/room.css": ("room.css", "text/css"),
    "/room.js": ("room.js", "text/javascript"),
    "/chat.js": ("chat.js", "text/javascript"),
    "/favicon.svg": ("favicon.svg", "image/svg+xml"),
}

LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
        "base-uri 'none'; frame-ancestors 'none'; form-action 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",  # with the ETag: asked again each time, sent again only when changed
}


def page_routes() -> list[web.RouteDef]:
    """Return the routes of the page's own files, read once."""
    return [web.get(path, _file((PAGE / name).read_bytes(), kind)) for path, (name, kind) in FILES.items()]


@web.middleware
async def only_this_machine(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse a foreign host name: a page elsewhere could have pointed its own name at this machine."""
    if not is_loopback(request.headers.get(hdrs.HOST, "")):
        raise web.HTTPMisdirectedRequest(text="The practice room answers only to localhost.\n")
    return await handler(request)


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Put the headers that keep a page to itself on everything, errors too."""
    response.headers.update(HEADERS)
    response.headers.pop(hdrs.SERVER, None)


def is_loopback(host: str) -> bool:
    """Return whether a Host header names this machine, whatever the port."""
    try:
        return urlsplit(f"//{host}").hostname in LOOPBACK_NAMES
    except ValueError:
        return False


def is_own_page(request: web.Request) -> bool:
    """Return whether an upgrade was asked for by our own page; browsers always say who asks."""
    try:
        asking = urlsplit(request.headers.get(hdrs.ORIGIN, ""))
    except ValueError:
        return False
    return asking.scheme in {"http", "https"} and asking.netloc == request.headers.get(hdrs.HOST)


def _file(body: bytes, kind: str) -> Handler:
    tag = hashlib.sha256(body).hexdigest()[:32]

    async def serve(request: web.Request) -> web.Response:
        known = request.if_none_match or ()
        if any(etag.value == tag for etag in known):
            response = web.Response(status=304)
        else:
            response = web.Response(body=body, content_type=kind, charset="utf-8")
        response.etag = tag
        return response

    return serve
