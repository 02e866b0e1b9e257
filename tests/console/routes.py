"""Every address of the console, as the tests walk over them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.console.app import make_app
from tests.console.shop import Shop

SAMPLES = {
    "case": "1",
    "step": "claim",
    "decision": "keep",
    "entry": "ship-when",
    "topic": "t0123abcd",
    "version": "1",
    "act": "publish",
    "kind": "canned",
    "mark": "x",
}
"""What stands in the place of each name in an address."""


def routes(shop: Shop) -> Iterator[tuple[str, str]]:
    """Yield method and pattern of every address."""
    for route in make_app(shop.desk).router.routes():
        resource = route.resource
        assert resource is not None
        if route.method != "HEAD":
            yield route.method, resource.canonical


def address(pattern: str) -> str:
    """Return an address that fits a pattern."""
    return re.sub(r"\{(\w+)\}", lambda name: SAMPLES.get(name[1], "1"), pattern)
