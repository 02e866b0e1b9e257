"""What staff do, for tests that only need it done."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from bot.escalation.mentions import batches, plain_lines
from bot.store import Store
from bot.store.records import Claimed
from bot.store.replies import Saying, To


def saying(case: int, text: str, now: datetime, *, by: str = "kim", once: str = "1", to: To = "all",
           held_s: float = 0, corrects: str = "", send_within_s: float = 600) -> Saying:  # fmt: skip
    """Make a reply that may go for ten minutes; the case is theirs for five, and waits for three."""
    split = partial(batches, text=text, lines=plain_lines)
    send_by, until, waits_until = (now + timedelta(seconds=s) for s in (send_within_s, 300, 180))
    held = now + timedelta(seconds=held_s) if held_s else None
    return Saying(case, by, text, once, split, send_by, until, waits_until, now, to, held, corrects)


async def reply(store: Store, case: int, text: str, now: datetime, *, by: str = "kim", once: str = "1",
                send_within_s: float = 600) -> Claimed:  # fmt: skip
    """Answer everybody who asks in a case."""
    return await store.replies.say(saying(case, text, now, by=by, once=once, send_within_s=send_within_s))
