"""The promise that a person will answer, as the room reads it: short, and without a word of what was asked.

The sentences are a file that staff edit, in groups, each in several wordings that take turns:

    [soon zh]            somebody is at the desk; {time} is the time of a first answer
    收到，工作人员大约 {time}内回复您。
    [later zh]           nobody is: no time is promised
    [slipped zh]         it takes longer
    [soon zh angry]      the same for a viewer who is angry; without any, the group above serves
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, TypeAlias

from bot.escalation.canned import STOPPED
from bot.languages import Both
from bot.problems import Problem
from bot.text import Language
from bot.text.word_lists import parse_word_lists

Told: TypeAlias = Literal["soon", "later", "slipped"]
"""What a viewer is told: a person answers within a time; a person will read it; it takes longer."""
TOLD: tuple[Told, ...] = ("soon", "later", "slipped")
ANGRY = " angry"
LANGUAGES: tuple[Language, ...] = ("zh", "en")
SECTIONS = tuple(f"{told} {language}{mood}" for told in TOLD for language in LANGUAGES for mood in ("", ANGRY))
TIME = "{time}"
LONGEST = 80
MINUTES_FROM_S = 100
TOO_OLD = timedelta(seconds=60)
"""A question older than this is promised nothing any more: it would only remind of the wait."""
ONCE_IN = timedelta(minutes=5)
"""A viewer hears one promise in this time, whatever else they ask."""
SLIPS_WITHIN = timedelta(minutes=5)
"""Whose answer has been due for longer is not told that it takes longer: nobody believes it any more."""
WAS_AWAY = timedelta(minutes=2)
"""Without a word for so long before the answer, a viewer may not have been there to read it."""
STILL_THERE = timedelta(seconds=60)
"""Who says something this soon after the answer was there and has read it."""
ANSWER_HOLDS = timedelta(minutes=30)
"""Who comes back later than this is not told the answer of then."""


@dataclass(frozen=True, slots=True)
class Sentences:
    """The shop's sentences of each group of the file, in file order."""

    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, told: Told, language: Language, *, angry: bool = False) -> tuple[str, ...]:
        """Return the ways to tell it; to somebody angry in words of their own, where the shop has such."""
        plain = self.groups.get(f"{told} {language}", ())
        return (self.groups.get(f"{told} {language}{ANGRY}") or plain) if angry else plain


def parse_promises(text: str, path: str) -> tuple[Sentences, list[Problem]]:
    """Read the file; a sentence that cannot be said as it is written is a problem with its line."""
    begin = Both(f"Put a line [{SECTIONS[0]}] above it.", f"请在它上面写一行 [{SECTIONS[0]}]。")
    groups, problems = parse_word_lists(text, path, SECTIONS, str.strip, begin=begin, not_single=())
    unfit = {said: found for group, some in groups.items() for said in some if (found := _unfit(said, group))}
    for number, raw in enumerate(text.splitlines(), 1):
        if (found := unfit.get(raw.split("#", 1)[0].strip())) is not None:
            problems.append(Problem(path, number, *found))
    fit = {group: tuple(dict.fromkeys(said for said in some if said not in unfit)) for group, some in groups.items()}
    return Sentences(fit), sorted(problems, key=lambda one: one.line)


def _unfit(said: str, group: str) -> tuple[Both, Both] | None:
    """Return what is wrong with a sentence and how to mend it."""
    if len(said) > LONGEST:
        return (
            Both(f"the sentence has {len(said)} characters.", f"这句话有 {len(said)} 个字符。"),
            Both(
                f"Write {LONGEST} at most: names stand in front of it.", f"前面还要写名字，最多写 {LONGEST} 个字符。"
            ),
        )
    unknown = [written for written in re.findall(r"\{[^}]*\}?", said) if written != TIME]
    if unknown or (TIME in said and not group.startswith("soon")):
        written = unknown[0] if unknown else TIME
        return (
            Both(f"{written} is not known here.", f"这里不认识 {written}。"),
            Both(f"Only {TIME} is, and only under [soon …].", f"只认识 {TIME}，而且只能写在 [soon …] 下面。"),
        )
    if group.endswith(ANGRY) and re.search("[!！]", said):
        return (
            Both("an exclamation mark for somebody who is angry.", "对生气的观众用了感叹号。"),
            Both("End it with a full stop.", "请改用句号。"),
        )
    return None


def check_promises(sentences: Sentences, path: str, refused: Callable[[str], Both]) -> list[Problem]:
    """Find sentences that the guard would stop (`refused` says why)."""
    found: list[Problem] = []
    for group, some in sentences.groups.items():
        for said in some:
            if why := refused(said):
                what = Both(f"[{group}] “{said}”: {why}.", f"[{group}]「{said}」：{why.zh}。")
                found.append(Problem(path, 0, what, STOPPED, "warning"))
    return found


def worded(sentence: str, language: Language, first_answer_s: float) -> str:
    """Return a sentence with the time within which an answer comes."""
    if first_answer_s < MINUTES_FROM_S:
        time = f"{first_answer_s:.0f} 秒" if language == "zh" else f"{first_answer_s:.0f} s"
    else:
        minutes = -(-first_answer_s // 60)
        time = f"{minutes:.0f} 分钟" if language == "zh" else f"{minutes:.0f} min"
    return sentence.replace(TIME, time)


def longest_unsaid(ways: Sequence[str], said_at: Mapping[str, datetime]) -> str:
    """Return the way that was not said for longest, those never said first; empty where there is none."""
    return min(ways, key=lambda way: said_at[way].timestamp() if way in said_at else float("-inf"), default="")


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
