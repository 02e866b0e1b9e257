"""Shows the practice room what the bot did with each message, from what the store recorded."""

from __future__ import annotations

from collections import OrderedDict

from bot.messages import Explanation, Scored
from bot.practice.server import PracticeRoom
from bot.store import Store
from bot.store.records import HeardMessage

LOOK_EVERY_S = 2.0
LAST = 60
REMEMBERED = 500


async def explain_to(practice: PracticeRoom, store: Store, room: str) -> None:
    """Tell the room's pages about every new or changed outcome, until cancelled."""
    told: OrderedDict[str, Explanation] = OrderedDict()
    with store.hints.listen() as hints:
        while True:
            for heard in await store.recent_messages(room, LAST):
                explanation = explained(heard)
                if told.get(heard.message.id) != explanation:
                    told[heard.message.id] = explanation
                    await practice.explain(explanation)
            while len(told) > REMEMBERED:
                told.popitem(last=False)
            topics = await hints.topics(LOOK_EVERY_S)
            while topics and f"messages:{room}" not in topics:
                topics = await hints.topics(LOOK_EVERY_S)


def explained(heard: HeardMessage) -> Explanation:
    """Return what was done with a message, in the words of the room page."""
    return Explanation(
        room=heard.message.room,
        message_id=heard.message.id,
        outcome=heard.outcome,
        reason=heard.reason,
        best=Scored(heard.entry, heard.score) if heard.entry and heard.score is not None else None,
        runner_up=(
            Scored(heard.runner_up, heard.runner_up_score)
            if heard.runner_up and heard.runner_up_score is not None
            else None
        ),
        reply=heard.reply,
    )
