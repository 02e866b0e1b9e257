"""Taking an answer of the FAQ back, and telling those who got it. Each is audited, whoever asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from bot.console.acts import ENGLISH, Refused, refusal
from bot.console.desk import Desk
from bot.console.words import Words
from bot.escalation.mentions import batches, correction, named
from bot.faq.recalls import mark
from bot.messages import bounded
from bot.problems import BadFile
from bot.store.recalls import Correction, Got, Recall
from bot.store.replies import Split

SINCE = ("show", "today", "all")
LONGEST_WHY = 200


@dataclass(frozen=True, slots=True)
class Reach:
    """What a correction would be if it were sent now."""

    text: str
    people: int
    unnamed: int
    """Who has a name that may not be said."""
    lines: Sequence[tuple[str, str]]
    """Each line as its room would read it, with the room."""


async def since_when(desk: Desk, since: str) -> datetime | None:
    """Return from when on an answer counts: this show, today, or (None) ever. Raises `ValueError` for other words."""
    match since:
        case "show":
            return await desk.store.recalls.show_began(desk.now())
        case "today":
            return desk.now().astimezone(ZoneInfo(desk.zone)).replace(hour=0, minute=0, second=0, microsecond=0)
        case "all":
            return None
        case _:
            raise ValueError(since)


async def recall(desk: Desk, entry: str, by: str, why: str) -> Refused | Sequence[str]:
    """Let an answer not be said any more, from now on; returns what was stopped, nothing if it was before."""
    try:
        told = await desk.publishing("recall", {"entry": entry, "by": by, "why": why})
    except BadFile as bad:
        return Refused((bad.said,))
    answers: Sequence[str] = told["answers"]
    for answer in answers:
        became = "a person answers"
        await desk.store.audit(
            by, "faq recall", entry, bounded(why, LONGEST_WHY), desk.now(), was=answer, became=became
        )
    return answers


async def let_speak(desk: Desk, entry: str, by: str) -> bool:
    """Let an answer be said again as it stands; False when it was not taken back."""
    over = [one for one in await desk.store.recalls.several(in_force=True) if one.entry == entry]
    told = await desk.publishing("speak", {"entry": entry, "by": by})
    for one in over:
        was = "a person answers"
        await desk.store.audit(by, "faq speak", entry, "", desk.now(), was=was, became=one.answer)
    return bool(told["speaks"])


async def stopped(desk: Desk, entry: str) -> Recall | None:
    """Return the newest recall of an entry that is in force."""
    return next((one for one in await desk.store.recalls.several(in_force=True) if one.entry == entry), None)


def silent_now(desk: Desk, recall: Recall) -> bool:
    """Return whether the entry still reads as what was taken back, and so says nothing."""
    entry = desk.knowledge().faq.entries.get(recall.entry)
    return entry is not None and entry.recalled is not None and mark(entry) == recall.mark


def to_be_told(got: Sequence[Got]) -> list[Got]:
    """Return who is told by a correction, the first first; the others are in a case already."""
    return [one for one in reversed(got) if one.case_id is None]


async def reach(desk: Desk, entry: str, text: str, since: datetime | None) -> Reach:
    """Look ahead with the very function that makes the lines."""
    worded, people = correction(text), to_be_told(await desk.store.recalls.got(entry, since))
    lines: list[tuple[str, str]] = []
    told = 0
    for room in dict.fromkeys(one.room for one in people):
        for batch in _split(desk, worded, room)([one.name for one in people if one.room == room]):
            lines.append((room, named(worded, batch)))
            told += len(batch)
    return Reach(worded, told, len(people) - told, lines)


def objection(desk: Desk, text: str, t: Words) -> Refused | None:
    """Return why a correction may not go out; None when it may."""
    return refusal(desk, correction(text) if text.strip() else "", t)


async def correct(
    desk: Desk, recall: Recall, by: str, text: str, since: datetime | None, t: Words = ENGLISH
) -> Refused | Sequence[int]:
    """Tell everybody who got the answer since then what is right; returns the cases in which that stands."""
    if (refused := objection(desk, text, t)) is not None:
        return refused
    worded = correction(text)
    cases = await desk.store.recalls.correct(
        Correction(
            recall.id, by, worded, since, partial(_split, desk, worded),
            desk.send_by(), desk.now(),
        )
    )  # fmt: skip
    if cases:
        told = ", ".join(f"case {case}" for case in cases)
        await desk.store.audit(by, "faq correct", recall.entry, told, desk.now(), was=recall.answer, became=worded)
    return cases


def _split(desk: Desk, text: str, room: str) -> Split:
    return partial(batches, text=text, lines=desk.lines(room))
