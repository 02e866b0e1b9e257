"""How a room makes a message its own before anything else is done with it."""

from __future__ import annotations

from datetime import datetime

from bot.messages import ChatMessage, Ignore
from bot.store import Store


async def claim(store: Store, platform: str, message: ChatMessage, now: datetime) -> bool | Ignore:
    """Claim a message; a one-time code in it is tried in the same commit.

    False when it was claimed before; `Ignore` when it is ours and nothing may be said, whatever it asks.
    """
    if message.code is None:
        return await store.claim(message, now)
    heard = await store.customers.hear_code(message, platform, now)
    return Ignore("typed too many link codes") if heard.hushed else heard.fresh
