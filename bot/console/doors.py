"""Who may come in: host names, origins, and the headers that keep a page to itself."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TypeAlias
from urllib.parse import urlsplit

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from bot.console.reader import words_of

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
API = "/api/"

PASSED_ON = ("X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Real-IP", "Forwarded", "Via")
"""Headers that proxies add and no browser sends."""
Address: TypeAlias = IPv4Address | IPv6Address

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


@dataclass(frozen=True, slots=True)
class Doors:
    """Under which names the console may be reached from elsewhere, and through whom."""

    hosts: frozenset[str] = frozenset()
    """Names, beside those of this machine; they are reached through TLS only."""
    proxies: tuple[IPv4Network | IPv6Network, ...] = ()
    """Whose word is taken for the visitor's address and for TLS."""

    @classmethod
    def of(cls, hosts: Collection[str], proxies: Collection[str]) -> Doors:
        """Return the doors that were set; raises `ValueError` for what is no address."""
        return cls(frozenset(name.lower() for name in hosts), tuple(ip_network(one) for one in proxies))

    def trusts(self, address: Address | None) -> bool:
        """Return whether this is a proxy of ours."""
        return address is not None and any(address in network for network in self.proxies)


DOORS = web.AppKey("doors", Doors)


def host_name(request: web.Request) -> str:
    """Return the asked host without its port, empty when it cannot be read."""
    try:
        return urlsplit(f"//{request.headers.get(hdrs.HOST, '')}").hostname or ""
    except ValueError:
        return ""


def _address(text: str | None) -> Address | None:
    try:
        found = ip_address((text or "").strip())
    except ValueError:
        return None
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found


def is_forwarded(request: web.Request) -> bool:
    """Return whether a proxy of ours passed this on."""
    return _says_passed_on(request) and request.app[DOORS].trusts(_address(request.remote))


def _says_passed_on(request: web.Request) -> bool:
    return any(name in request.headers for name in PASSED_ON)


def visitor(request: web.Request) -> str:
    """Return whose address this comes from: the last one in the line that is no proxy of ours."""
    if not is_forwarded(request):
        return request.remote or ""
    for one in reversed(",".join(request.headers.getall(hdrs.X_FORWARDED_FOR, [])).split(",")):
        address = _address(one)
        if address is None:
            break  # what stands before it nobody vouches for
        if not request.app[DOORS].trusts(address):
            return str(address)
    return request.remote or ""


def is_secured(request: web.Request) -> bool:
    """Return whether the way from the browser is encrypted: by us, or as our proxy says."""
    if is_forwarded(request):
        return request.headers.get(hdrs.X_FORWARDED_PROTO, "").rpartition(",")[2].strip() == "https"
    return request.secure


def is_near(request: web.Request) -> bool:
    """Return whether this comes from this machine, asked for under one of its own names."""
    address = _address(request.remote)
    return (
        host_name(request) in LOOPBACK and address is not None and address.is_loopback and not is_forwarded(request)
    )


def own_origin(request: web.Request) -> str:
    """Return the origin that our own pages have, as this browser sees them."""
    scheme = "https" if is_secured(request) else "http"
    return f"{scheme}://{request.headers.get(hdrs.HOST, '').lower()}"


def from_own_page(request: web.Request) -> bool:
    """Return whether our own page asks. Browsers always say; who does not say is no browser of ours."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get(hdrs.ORIGIN) == own_origin(request)


@web.middleware
async def keep_doors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse foreign host names (a page elsewhere may point its own name here), open lines and foreign pages."""
    if _says_passed_on(request) and not is_forwarded(request):
        raise web.HTTPForbidden(text=words_of(request)("deny.proxy"))
    if not is_near(request):
        if host_name(request) not in request.app[DOORS].hosts:
            raise web.HTTPMisdirectedRequest(text=words_of(request)("deny.host"))
        if not is_secured(request):
            raise web.HTTPForbidden(text=words_of(request)("deny.https"))
        if request.path.startswith(API):
            raise web.HTTPForbidden(text="Commands reach the program on its own machine only.")
    if request.method not in SAFE_METHODS:
        foreign = (
            request.headers.get("Sec-Fetch-Site", "none") not in {"same-origin", "none"}
            if request.path.startswith(API)  # the bearer token is the proof there, and no browser sends it
            else not from_own_page(request)
        )
        if foreign:
            raise web.HTTPForbidden(text=words_of(request)("deny.foreign"))
    return await handler(request)


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Put the protecting headers on everything, errors too."""
    response.headers.update(HEADERS)
    response.headers.setdefault(hdrs.CACHE_CONTROL, "no-store")
    response.headers.pop(hdrs.SERVER, None)
