"""Times that a form asks for: a day and hour on the shop's clock, as a browser's own field writes them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.console.desk import Desk


def asked_time(desk: Desk, text: str) -> datetime | None:
    """Return the time that was typed, None for nothing and for nonsense."""
    try:
        found = datetime.fromisoformat(text[:40])
        if found.tzinfo is None:
            found = found.replace(tzinfo=ZoneInfo(desk.zone))
        found.timestamp()
    except (ValueError, OverflowError, OSError):
        return None
    return found if 1970 <= found.year < 9000 else None


def field_text(desk: Desk, at: datetime | None) -> str:
    """Return a time as the field shows it."""
    return at.astimezone(ZoneInfo(desk.zone)).strftime("%Y-%m-%dT%H:%M") if at is not None else ""
