"""Who may come in: host names, origins, and the headers that keep a page to itself."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
API = "/api/"

HOSTS = web.AppKey("hosts", frozenset[str])

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
        "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def allowed_hosts(extra: Collection[str]) -> frozenset[str]:
    """Return the names under which the console answers: this machine's, and those it was given."""
    return LOOPBACK | {name.lower() for name in extra}


def host_name(request: web.Request) -> str:
    """Return the asked host without its port, empty when it cannot be read."""
    try:
        return urlsplit(f"//{request.headers.get(hdrs.HOST, '')}").hostname or ""
    except ValueError:
        return ""


def is_loopback(request: web.Request) -> bool:
    """Return whether the browser believes it is on this machine; any other host is reached through TLS."""
    return host_name(request) in LOOPBACK


def own_origin(request: web.Request) -> str:
    """Return the origin that our own pages have, as this browser sees them."""
    scheme = "http" if is_loopback(request) else "https"
    return f"{scheme}://{request.headers.get(hdrs.HOST, '').lower()}"


def from_own_page(request: web.Request) -> bool:
    """Return whether our own page asks. Browsers always say; who does not say is no browser of ours."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get(hdrs.ORIGIN) == own_origin(request)


@web.middleware
async def keep_doors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse foreign host names (a page elsewhere may point its own name here) and foreign pages."""
    if host_name(request) not in request.app[HOSTS]:
        raise web.HTTPMisdirectedRequest(
            text="This console does not answer under that host name. Open it under the address the program prints"
            " at its start."
        )
    if request.method not in SAFE_METHODS:
        foreign = (
            request.headers.get("Sec-Fetch-Site", "none") not in {"same-origin", "none"}
            if request.path.startswith(API)  # the bearer token is the proof there, and no browser sends it
            else not from_own_page(request)
        )
        if foreign:
            raise web.HTTPForbidden(text="This came from another site, so nothing was done.")
    return await handler(request)


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Put the protecting headers on everything, errors too."""
    response.headers.update(HEADERS)
    response.headers.setdefault(hdrs.CACHE_CONTROL, "no-store")
    response.headers.pop(hdrs.SERVER, None)
