"""What the bot would do with one question by itself, by the very code that decides in a room."""

from __future__ import annotations

from datetime import datetime

from bot.decide import decide, guarded
from bot.faq.cases import Came
from bot.knowledge import Knowledge, Rules
from bot.memory import RoomMemory
from bot.messages import Answer, ChatMessage, Viewer, outcome_of


def judge(text: str, knowledge: Knowledge, rules: Rules, now: datetime, on_screen: str | None = None) -> Came:
    """Decide a question in a room that has seen nothing else; the guard has its say as it has there."""
    message = ChatMessage("judge", "asked", Viewer("nobody"), text, now)
    decision = guarded(decide(message, knowledge, RoomMemory(on_screen=on_screen), rules, now), knowledge)
    if isinstance(decision, Answer):
        return Came("answer", decision.entry, decision.text, decision.reason)
    return Came(outcome_of(decision).value, decision.best.entry if decision.best else "", "", decision.reason)
