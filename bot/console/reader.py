"""In which language a page is read: as the reader chose, or else as the browser says."""

from __future__ import annotations

from functools import lru_cache
from zoneinfo import ZoneInfo

from aiohttp import hdrs, web

from bot.console.desk import DESK
from bot.console.words import Words, words_for

LANGUAGE_COOKIE = "language"


def words_of(request: web.Request) -> Words:
    """Return the language the reader chose, or else the browser's, with the clock of the shop."""
    chosen = words_for(request.cookies.get(LANGUAGE_COOKIE, ""), request.headers.get(hdrs.ACCEPT_LANGUAGE, ""))
    return _zoned(chosen.language, request.app[DESK].zone)


@lru_cache(maxsize=8)
def _zoned(language: str, zone: str) -> Words:
    return Words(language, ZoneInfo(zone))
