"""How a room makes messages its own before anything else is done with them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from bot import reasons
from bot.messages import ChatMessage, Ignore, OnScreen
from bot.store import Store


def in_their_moment(
    events: Sequence[ChatMessage | OnScreen], on_screen: str | None
) -> Sequence[ChatMessage | OnScreen]:
    """Return what was heard in its order, each message with the product on screen at that moment.

    `on_screen` is what was there before the first of them.
    """
    heard: list[ChatMessage | OnScreen] = []
    for event in events:
        if isinstance(event, OnScreen):
            on_screen = event.sku
        heard.append(event if isinstance(event, OnScreen) else replace(event, on_screen=on_screen))
    return heard


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
