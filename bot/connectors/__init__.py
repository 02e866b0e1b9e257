"""Connectors: one file for each platform, all of this one shape.

A connector reconnects by itself and raises only what no retry can cure (`LoginRefused`). It never judges
a message and never retries a send: the room and the outbox do.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.languages import Both
from bot.messages import Event, Reply, SendResult
from bot.pacing import Pace
from bot.problems import RoomhandError


@dataclass(slots=True)
class Link:
    """How the connection to the platform is doing; read by the console and the terminal."""

    state: str = "connecting"
    """`connecting`, `connected`, `waiting` (before the next try) or `refused` (a person must act)."""
    detail: str = ""
    """More about it; `Both` where it is worded here, else as the platform or the system says it."""
    since: datetime | None = None
    reconnects: int = 0
    waiting: int = 0
    """Events heard and not yet taken."""
    dropped: int = 0
    """Messages the connector had to drop because nobody took them in time."""

    def become(self, state: str, at: datetime, detail: str = "") -> None:
        """Record a new state."""
        self.state, self.since, self.detail = state, at, detail


def why_lost(error: Exception) -> Both:
    """Return why a connection failed: as we said it, or as the network did."""
    if isinstance(error, RoomhandError):
        return error.said
    said = f"{type(error).__name__}: {error}".rstrip(": ")
    return Both(said, f"网络连接失败（{type(error).__name__}）")


class Connector(Protocol):
    """One room on one platform."""

    room: str
    link: Link
    pace: Pace
    """How fast the platform lets us speak."""
    together: int
    """How many replies may be on their way at once; 1 where the platform's answers name no reply."""

    def events(self) -> AsyncGenerator[Event, None]:
        """Yield what is said; closing the generator (`contextlib.aclosing`) closes the connection.

        Messages may come twice, late or out of order. Raises `LoginRefused`.
        """
        ...

    async def send(self, reply: Reply) -> SendResult:
        """Hand one reply to the platform and say what became of it. Never raises for network trouble."""
        ...

    def lines(self, text: str) -> int:
        """Return how many platform messages this text will take."""
        ...
