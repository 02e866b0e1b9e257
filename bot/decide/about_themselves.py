"""What is decided when a viewer asks for something about themselves, whatever else holds in the room."""

from __future__ import annotations

from bot import reasons
from bot.customers.codes import without_code
from bot.customers.wishes import CASES, DONE, Wish, sentence_for, wish_of
from bot.knowledge import Moment
from bot.messages import Acknowledge, ChatMessage, Ignore


def about_themselves(message: ChatMessage, at: Moment) -> Acknowledge | Ignore | None:
    """Do what viewers may always ask for about themselves; None when this line asks for none of it."""
    message = without_code(message)
    wish = Wish.LINK if message.code is not None else wish_of(message.text)
    if wish is None:
        return None
    # A code typed again is another try, and only the number of tries may silence it.
    if wish is not Wish.LINK and at.memory.said_before(message, at.rules.repeat_within, at.now):
        return Ignore(reasons.SAID_SAME)
    quiet = ""
    if message.viewer.id in at.memory.held:
        quiet = reasons.LOOKED_AFTER
    elif at.rules.unspoken:
        quiet = at.rules.unspoken
    said = sentence_for(wish, message.text, at.rules.languages)
    return Acknowledge(wish, said, DONE[wish], CASES.get(wish, ""), quiet)
