"""How a room makes messages its own before anything else is done with them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from datetime import datetime

from bot import reasons
from bot.messages import ChatMessage, Ignore
from bot.store import Store


async def claimed(
    store: Store, platform: str, messages: Sequence[ChatMessage], now: datetime
) -> Iterator[bool | Ignore | BaseException]:
    """Claim messages together; what came of each, in their order.

    False when it was claimed before; `Ignore` when it is ours and nothing may be said, whatever it asks; the error
    where the store would not take it.
    """
    done = await asyncio.gather(*(_claim(store, platform, m, now) for m in messages), return_exceptions=True)
    return iter(done)


async def _claim(store: Store, platform: str, message: ChatMessage, now: datetime) -> bool | Ignore:
    """Claim one; a one-time code in it is tried in the same commit."""
    if message.code is None:
        return await store.claim(message, now)
    heard = await store.customers.hear_code(message, platform, now)
    return Ignore(reasons.TOO_MANY_CODES) if heard.hushed else heard.fresh
