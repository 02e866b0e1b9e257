"""Times in the database are unix seconds."""

from __future__ import annotations

from datetime import UTC, datetime


def when(seconds: float) -> datetime:
    """Read a time back."""
    return datetime.fromtimestamp(seconds, UTC)
