"""What a store keeps of the steps of rooms: how far each room's program is trusted, and every change of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.escalation.steps import Change, Standing


class Steps(Protocol):
    """The steps of rooms."""

    async def standing(self, room: str) -> Standing:
        """Return how a room stands; what was uneasy before the last change is not kept."""
        ...

    async def take(self, change: Change, standing: Standing) -> Sequence[str]:
        """Log a change and keep how the room stands after it.

        What the program may not say any more goes to people in the same commit; returns the messages whose replies
        wait no longer.
        """
        ...

    async def changes(self, room: str = "", limit: int = 50, since: datetime | None = None) -> Sequence[Change]:
        """Return the last changes, of one room or all, the newest first."""
        ...
