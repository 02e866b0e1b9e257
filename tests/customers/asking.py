"""What a viewer asks for about themselves, written to a store as a room would."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.customers.wishes import DONE, Wish
from bot.messages import Acknowledge, ChatMessage, ReplyKind, Viewer
from bot.store import Store
from bot.store.records import Decided, Draft


async def leave_alone(store: Store, viewer: str) -> None:
    """Let a viewer of the practice room say that nothing should be suggested to them."""
    now = datetime.now(UTC)
    message = ChatMessage("studio", f"alone-{viewer}", Viewer(viewer), "别推荐给我", now)
    await store.claim(message, now)
    draft = Draft(ReplyKind.NOTICE, "ok", now + timedelta(seconds=45))
    decision = Acknowledge(Wish.LEAVE_ALONE, "ok", DONE[Wish.LEAVE_ALONE])
    await store.record(Decided(message, decision, now, draft, platform="practice"))
