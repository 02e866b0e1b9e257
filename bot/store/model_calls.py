"""What a store keeps of the model: what it was asked, what that cost, what became of its drafts."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from bot.spending import Ledger, Use


class ModelCalls(Ledger, Protocol):
    """The model's books, kept over a restart."""

    async def use(self, room: str | None, since: datetime) -> Use:
        """Return what the model was asked since then, in a room or in all, and what became of it."""
        ...
