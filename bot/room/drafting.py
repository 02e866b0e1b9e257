"""Which reply a decision puts in the outbox, and until when it is worth sending."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.messages import Acknowledge, Answer, Clarify, Decision, Merge, ReplyKind
from bot.store.records import Draft


def drafted(decision: Decision, now: datetime, within: timedelta, together: timedelta) -> Draft | None:
    """Return the reply of a decision that speaks; None of any other.

    Where several ask the same within `together`, half of that is waited for them.
    """
    match decision:
        case Answer():
            shows = (decision.on_screen,) if decision.on_screen is not None else ()
            patience = now + together / 2 if decision.may_wait else None
            return Draft(
                ReplyKind.FAQ, decision.text, now + within, shows, decision.entry, decision.wording, patience
            )  # fmt: skip
        case Clarify():
            return Draft(ReplyKind.CLARIFY, decision.text, now + within)
        case Acknowledge():
            return Draft(ReplyKind.NOTICE, decision.text, now + within)
        case Merge(own=Answer() as own):
            return drafted(own, now, within, together)
        case _:
            return None
