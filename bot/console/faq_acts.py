"""What staff do about the FAQ: settle a topic, take that back, vouch for an entry, call an answer wrong.

Each is audited, whoever asks for it. A file is changed in place, and nothing else in it is touched.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from bot.console.acts import ENGLISH, Refused
from bot.console.desk import Desk
from bot.console.words import Words
from bot.faq import edit
from bot.faq.entries import Entry, Faq, Phrasing, variables
from bot.faq.files import parse_faq, slug
from bot.faq.learn import Miss, Topic, topics
from bot.faq.worth import Verified, Worth, fingerprint, worth
from bot.files import edited
from bot.files.faq_folder import shown
from bot.knowledge import Knowledge
from bot.languages import Both
from bot.problems import BadFile, Problem, RoomhandError, did_you_mean
from bot.store.learned import Settled
from bot.text import normalise
from bot.unreadable import said_of, system_says

LEARNED = "learned.md"
NOT_FOR_THE_BOT = "not-for-the-bot.md"
SECTION = "Learned from the room"
DOES = ("accept", "phrasing", "entry", "no-answer", "dismiss")
LOOK_BACK = timedelta(days=30)

_one_at_a_time = threading.Lock()


@dataclass(frozen=True, slots=True)
class Handled:
    """What settling a topic, or taking that back, did."""

    what: str
    question: str
    entry: str = ""
    path: str = ""
    """The file that was written, as people write it; empty where none was."""
    line: int = 0
    phrasings: int = 0
    kept: bool = False
    """Of what was taken back: the file was edited since, so its lines were left."""


@dataclass(frozen=True, slots=True)
class Plan:
    """An edit before it is made."""

    what: str
    path: Path
    entry: Entry
    """As the file should read it afterwards."""
    is_new: bool


async def look_up(desk: Desk, since: datetime | None = None, room: str | None = None) -> list[Topic]:
    """Return the topics that wait for somebody."""
    misses = await desk.store.misses(room, since or desk.now() - LOOK_BACK)
    done = await desk.store.settled_misses()
    return await asyncio.to_thread(_topics, misses, done, desk.knowledge())


def _topics(misses: Sequence[Miss], done: Mapping[str, str], knowledge: Knowledge) -> list[Topic]:
    handover = knowledge.handover
    # What its words alone send to a person is no gap of the FAQ.
    gaps = [
        miss
        for miss in misses
        if miss.wrong or not (handover.delicate_word(miss.text) or handover.asks_for_person(miss.text))
    ]
    return topics(gaps, knowledge.matcher.match, knowledge.faq, done)


async def settle(
    desk: Desk,
    topic: Topic,
    do: str,
    by: str,
    *,
    answer: str = "",
    entry: str = "",
    into: Path | None = None,
    t: Words = ENGLISH,
) -> Handled | Refused:
    """Do what was chosen about a topic and remember its questions as settled."""
    done = await desk.store.settled_misses()
    if topic.proposal.why != "wrong" and all(question in done for question in topic.questions):
        return Refused((t("learn.settled"),))
    what = topic.proposal.kind if do == "accept" else do
    if what == "dismiss":
        return await _remember(desk, topic, Handled("dismissed", topic.question), by)
    plan = planned(desk, topic, what, answer, entry, into, t)
    if isinstance(plan, Refused):
        return plan
    try:
        change, line = await asyncio.to_thread(_write, plan)
    except RoomhandError as error:
        return Refused((t.told(said_of(error)),))
    except OSError as error:
        return Refused((t("learn.unwritable", file=shown(plan.path), error=system_says(error)),))
    n = len(plan.entry.phrasings)
    handled = Handled(plan.what, topic.question, plan.entry.id, shown(plan.path), line, n)
    return await _remember(desk, topic, handled, by, change)


async def _remember(
    desk: Desk, topic: Topic, handled: Handled, by: str, change: edited.Change | None = None
) -> Handled:
    kept = asdict(change) if change is not None else {}
    await desk.store.settle_misses(Settled(handled.what, handled.entry, by, desk.now(), topic.questions, kept))
    where = f"{handled.path}:{handled.line} " if handled.path else ""
    await desk.store.audit(by, f"faq {handled.what}", handled.entry or topic.key, where + topic.question, desk.now())
    return handled


def planned(
    desk: Desk, topic: Topic, what: str, answer: str, entry: str, into: Path | None, t: Words
) -> Plan | Refused:
    """Return the edit that would settle a topic, or why there is none."""
    faq = desk.knowledge().faq
    taken = {normalise(way): one for one in faq.entries.values() for way in one.ways}
    fresh = [text for text in topic.phrasings if normalise(text) not in taken]
    if not fresh:
        return _nothing_to_write(topic, taken, t)
    if what == "phrasing":
        return _plan_phrasings(topic, fresh, entry, faq, t)
    if what not in ("entry", "no-answer"):
        return Refused((t("learn.no_act", what=what),))
    said = " ".join((answer or topic.answer).split()) if what == "entry" else ""
    if what == "entry" and (reasons := _objections(desk, said, t)):
        return Refused(reasons)
    new = Entry(
        id=_free_id(fresh[0], faq),
        question=fresh[0],
        answer=said,
        phrasings=tuple(Phrasing(text, 0) for text in fresh[1:]),
        then="" if what == "entry" else topic.then,
    )
    return Plan(what, into or _file_for(desk, what), new, is_new=True)


def _nothing_to_write(topic: Topic, taken: Mapping[str, Entry], t: Words) -> Refused:
    owner = next((taken[normalise(text)] for text in topic.phrasings if normalise(text) in taken), None)
    if owner is None:
        return Refused((t("learn.nothing"),))
    return Refused((t("learn.have", entry=owner.id, where=f"{owner.path}:{owner.line}"),))


def _plan_phrasings(topic: Topic, fresh: Sequence[str], entry: str, faq: Faq, t: Words) -> Plan | Refused:
    wanted = entry or (topic.proposal.entry if topic.proposal.kind == "phrasing" else "")
    wanted = wanted or (topic.nearest.entry if topic.nearest is not None else "")
    if not wanted:
        return Refused((t("learn.no_near"),))
    if wanted not in faq.entries:
        return Refused((t("learn.no_entry", id=wanted, near=did_you_mean(wanted, faq.entries)),))
    owner = faq.entries[wanted]
    return Plan("phrasing", Path(owner.path), replace(owner, phrasings=tuple(Phrasing(t, 0) for t in fresh)), False)


def _objections(desk: Desk, answer: str, t: Words) -> tuple[str, ...]:
    if not answer:
        return (t("learn.no_answer"),)
    unknown = [written for written, variable in variables(answer) if variable is None]
    return (
        *desk.check_reply(answer).told(t.language),
        *(t("learn.variable", written=written) for written in unknown),
    )


def _free_id(question: str, faq: Faq) -> str:
    first = slug(question)
    ids = (first if n == 1 else f"{first}-{n}" for n in range(1, len(faq.entries) + 2))
    return next(one for one in ids if one not in faq.entries)


def _file_for(desk: Desk, what: str) -> Path:
    ready = desk.faq_folder / NOT_FOR_THE_BOT
    return ready if what == "no-answer" and ready.exists() else desk.faq_folder / LEARNED


def _write(plan: Plan) -> tuple[edited.Change, int]:
    """Make the edit, which proves itself, and write it; returns the line it begins at."""
    with _one_at_a_time:
        before = edited.read_file(plan.path)
        if before is None and not plan.is_new:
            raise BadFile(
                [
                    Problem(
                        shown(plan.path),
                        0,
                        Both("is gone.", "已不存在。"),
                        Both("Look at the FAQ again.", "请重新查看问答库。"),
                    )
                ]
            )
        old, texts = before or "", [phrasing.text for phrasing in plan.entry.phrasings]
        if plan.is_new:
            after = edit.add_entry(old, plan.entry, SECTION)
        else:
            after = edit.add_phrasings(old, plan.entry.id, texts)
        if after == old:
            raise BadFile(
                [
                    Problem(
                        shown(plan.path),
                        0,
                        Both("says this already.", "已经是这样写的。"),
                        Both("Look at the FAQ again.", "请重新查看问答库。"),
                    )
                ]
            )
        return edited.write_file(plan.path, after, before), _first_line(plan, old, after)


def _first_line(plan: Plan, old: str, after: str) -> int:
    had = {
        phrasing.text for entry in parse_faq(old, "")[0] if entry.id == plan.entry.id for phrasing in entry.phrasings
    }
    entry = next(entry for entry in parse_faq(after, "")[0] if entry.id == plan.entry.id)
    if plan.is_new:
        return entry.line
    return next((phrasing.line for phrasing in entry.phrasings if phrasing.text not in had), entry.line)


async def undo(desk: Desk, by: str, t: Words = ENGLISH) -> Handled | Refused:
    """Take back the last topic that was settled: in the file too, unless that was edited since."""
    last = await desk.store.last_settled()
    if last is None:
        return Refused((t("learn.no_undo"),))
    kept, path, line = False, "", 0
    if last.change:
        change = edited.Change.read(last.change)
        try:
            kept = not await asyncio.to_thread(edited.take_back, change)
        except (RoomhandError, OSError) as error:
            return Refused((t.told(said_of(error)),))
        path = shown(Path(change.path))
    await desk.store.unsettle(last.id)
    question = last.questions[0] if last.questions else ""
    await desk.store.audit(by, "faq undo", last.entry or "", f"{last.what} {path} {question}", desk.now())
    return Handled(last.what, question, last.entry, path, line, kept=kept)


async def worths(desk: Desk, since: datetime) -> list[Worth]:
    """Return how every entry fared since then, the most troublesome first."""
    record, read = await desk.store.entry_record(since), await desk.store.verified()
    return await asyncio.to_thread(worth, desk.knowledge().faq, record, read)


async def verify(desk: Desk, entries: Sequence[str], by: str, t: Words = ENGLISH) -> Refused | None:
    """Record that somebody read these entries as they are now and vouches for them."""
    faq = desk.knowledge().faq
    if unknown := [one for one in entries if one not in faq.entries]:
        return Refused(tuple(t("learn.no_entry", id=one, near=did_you_mean(one, faq.entries)) for one in unknown))
    now = desk.now()
    await desk.store.verify([Verified(one, fingerprint(faq.entries[one]), by, now) for one in entries])
    for one in entries:
        await desk.store.audit(by, "faq verify", one, fingerprint(faq.entries[one]), now)
    return None


async def call_wrong(desk: Desk, room: str, message_id: str, entry: str, by: str) -> bool:
    """Hold an answer against its entry; False when that entry did not answer that message."""
    marked = await desk.store.mark_wrong(room, message_id, entry, by, desk.now())
    if marked:
        await desk.store.audit(by, "faq wrong", entry, f"{room} {message_id}", desk.now())
    return marked
