"""The promise that a person will answer, as the room reads it: short, and without a word of what was asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.text import Language

_MADE: Mapping[Language, str] = {
    "zh": "收到，工作人员大约 {time}内回复您。",
    "en": "Got it, a person will answer you in about {time}.",
}
_SLIPPED: Mapping[Language, str] = {
    "zh": "让您久等了，工作人员还在处理，会尽快回复您。",
    "en": "Sorry for the wait, a person is still on it and will answer you.",
}
MINUTES_FROM_S = 100
TOO_OLD = timedelta(seconds=60)
"""A question older than this is promised nothing any more: it would only remind of the wait."""
ONCE_IN = timedelta(minutes=5)
"""A viewer hears one promise in this time, whatever else they ask."""
WAS_AWAY = timedelta(minutes=2)
"""Without a word for so long before the answer, a viewer may not have been there to read it."""
STILL_THERE = timedelta(seconds=60)
"""Who says something this soon after the answer was there and has read it."""
ANSWER_HOLDS = timedelta(minutes=30)
"""Who comes back later than this is not told the answer of then."""


def made(language: Language, first_answer_s: float) -> str:
    """Return the sentence that promises an answer within so many seconds."""
    if first_answer_s < MINUTES_FROM_S:
        time = f"{first_answer_s:.0f} 秒" if language == "zh" else f"{first_answer_s:.0f} s"
    else:
        minutes = -(-first_answer_s // 60)
        time = f"{minutes:.0f} 分钟" if language == "zh" else f"{minutes:.0f} min"
    return _MADE[language].format(time=time)


def slipped(language: Language) -> str:
    """Return the sentence for those whose promise was not kept in time."""
    return _SLIPPED[language]


@dataclass(frozen=True, slots=True)
class Answered:
    """A promise that was kept: when the answer was said, and what is known of who it was for."""

    said_at: datetime
    seen_before: datetime
    """The viewer's last word before the answer."""
    seen_since: datetime | None
    """Their first word after it."""


def becomes(answered: Answered, now: datetime) -> str:
    """Return what is left to do for the viewer: `again` (say it once more, by name), `done`, or `wait`."""
    if answered.said_at - answered.seen_before < WAS_AWAY:
        return "done"
    if answered.seen_since is None:
        return "done" if now - answered.said_at > ANSWER_HOLDS else "wait"
    back_after = answered.seen_since - answered.said_at
    return "again" if STILL_THERE < back_after <= ANSWER_HOLDS else "done"
