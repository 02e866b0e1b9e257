"""What staff do to a case: claim, give back, reply, resolve. Each is audited, whoever asks for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from bot.console.desk import Desk
from bot.console.words import BY_LANGUAGE, Words
from bot.escalation import Escalation
from bot.escalation.mentions import batches, correction, named
from bot.messages import bounded
from bot.store import Store
from bot.store.records import KEPT_OUT, NEW, OLDER, UNCHANGED, UPDATED
from bot.store.replies import Saying, To, Undone
from bot.store.said import Stage, said_of

LONGEST_REPLY = 500
NO_ANSWER = "no answer needed"
ANSWERED = "answered"
ENGLISH = BY_LANGUAGE["en"]
ORDERS_BECAME = {"new": NEW, "changed": UPDATED, "known": UNCHANGED, "older": OLDER, "kept out": KEPT_OUT}


@dataclass(frozen=True, slots=True)
class Done:
    """The act happened; the case as it is now."""

    case: Escalation


@dataclass(frozen=True, slots=True)
class Held:
    """It did not: somebody else has the case, or the step is not allowed now."""

    case: Escalation
    holder: str | None

    @property
    def told(self) -> str:
        """What the command line says."""
        if self.holder:
            return f"{self.holder} has case {self.case.id}."
        if self.case.merged_into is not None:
            return f"Case {self.case.id} was merged into case {self.case.merged_into}."
        return f"Case {self.case.id} is {self.case.state} and not yours."


@dataclass(frozen=True, slots=True)
class Refused:
    """The text may not go out."""

    reasons: tuple[str, ...]
    rewrite: str = ""
    """Another wording, which may."""
    rules: tuple[str, ...] = ()
    """Of the guard."""

    @property
    def told(self) -> tuple[str, str]:
        """What the command line says: why, and what to do."""
        fix = f"This may be said: {self.rewrite}" if self.rewrite else "Write it differently."
        return f"This would not be sent: {'; '.join(self.reasons)}", fix


async def claim(desk: Desk, case_id: int, by: str) -> Done | Held | None:
    """Take a case; None when there is none of that number."""
    case = await desk.store.cases.one(case_id)
    if case is None:
        return None
    claimed = await desk.store.cases.claim(case_id, by, desk.claim_until(case.room), desk.now())
    if claimed.escalation is None:
        return None
    if not claimed.won:
        return held(desk, claimed.escalation)
    await note_act(desk, by, "claim", case_id)
    return Done(claimed.escalation)


async def release(desk: Desk, case_id: int, by: str) -> Done | Held | None:
    """Give a case back to the queue."""
    given = await desk.store.cases.release(case_id, by, desk.now())
    case = await desk.store.cases.one(case_id)
    if case is None:
        return None
    if not given:
        return held(desk, case)
    await note_act(desk, by, "release", case_id)
    return Done(case)


async def reply(
    desk: Desk,
    case_id: int,
    by: str,
    text: str,
    *,
    once: str,
    then_resolve: bool = False,
    to: To = "all",
    joining: Sequence[int] = (),
    corrects: str = "",
    undoable: bool = False,
    t: Words = ENGLISH,
) -> Done | Held | Refused | None:
    """Send a reply to those who asked; `once` makes a second click harmless, `undoable` keeps it back a moment.

    `joining`: other cases of the room that become one with this one, as far as nobody else holds them.
    """
    text = worded(text, corrects)
    if (refused := refusal(desk, text, t)) is not None:
        await _keep_refused(desk, case_id, by, text)
        return refused
    case = await desk.store.cases.one(case_id)
    if case is None:
        return None
    now = desk.now()
    claimed = await desk.store.replies.say(
        Saying(
            case_id, by, text, once, partial(batches, text=text, lines=desk.lines(case.room)), desk.send_by(),
            desk.claim_until(case.room), desk.waits_until(case.room), now, to,
            now + timedelta(seconds=desk.undo_s) if undoable else None, corrects, tuple(joining),
        )
    )  # fmt: skip
    if claimed.escalation is None:
        return None
    if not claimed.won:
        return held(desk, claimed.escalation)
    await note_act(desk, by, "correct" if corrects else "reply", case_id, text)
    if then_resolve:
        return await resolve(desk, case_id, by, "answered")
    return Done(claimed.escalation)


async def undo(desk: Desk, case_id: int, by: str, mark: str) -> Undone | None:
    """Take one's own reply back; None when something of it has left."""
    case = await desk.store.cases.one(case_id)
    if case is None:
        return None
    undone = await desk.store.replies.undo(mark, by, desk.claim_until(case.room), desk.now())
    if undone is not None:
        await note_act(desk, by, "undo", case_id, undone.text)
    return undone


def worded(text: str, corrects: str) -> str:
    """Return a text of staff as it is sent, names aside; a correction says what it is."""
    text = text.strip()
    return correction(text) if text and corrects else text


@dataclass(frozen=True, slots=True)
class Reach:
    """What a reply would be if it were sent now."""

    people: int
    """Who would be named."""
    unnamed: int
    """Who asked, and has a name that may not be said or that somebody else has too."""
    texts: tuple[str, ...]
    """Each line as the room would read it."""
    messages: int
    """How many of the platform's messages they take together."""


async def reach(
    desk: Desk, case: Escalation, text: str, to: To = "all", corrects: str = "", joining: Sequence[int] = ()
) -> Reach:
    """Look ahead with the very function that makes the lines."""
    names, lines = await desk.store.replies.addressed(case.id, to, corrects, joining), desk.lines(case.room)
    found = batches(names, text, lines)
    texts = tuple(named(text, batch) for batch in found)
    people = sum(map(len, found))
    return Reach(people, len(names) - people, texts, sum(max(1, lines(one)) for one in texts))


async def resolve(desk: Desk, case_id: int, by: str, resolution: str) -> Done | Held | None:
    """Close a case."""
    closed = await desk.store.cases.resolve(case_id, by, resolution, desk.now())
    case = await desk.store.cases.one(case_id)
    if case is None:
        return None
    if not closed:
        return held(desk, case)
    await note_act(desk, by, "resolve", case_id, resolution)
    return Done(case)


async def close(desk: Desk, case_id: int, by: str) -> Done | Held | None:
    """Close a case: as answered where staff replied, else as one that needed no answer."""
    case = await desk.store.cases.one(case_id)
    became = ANSWERED if case is not None and case.replies else NO_ANSWER
    return await resolve(desk, case_id, by, became)


def refusal(desk: Desk, text: str, t: Words = ENGLISH) -> Refused | None:
    """Return why a text may not go out and how it may be said; None when it may."""
    text = text.strip()
    if not text:
        return Refused((t("reply.empty"),))
    if len(text) > LONGEST_REPLY:
        return Refused((t("reply.long", n=LONGEST_REPLY),))
    verdict = desk.check_reply(text)
    return None if verdict.allowed else Refused(verdict.told(t.language), verdict.rewrite, verdict.rules)


async def _keep_refused(desk: Desk, case_id: int, by: str, text: str) -> None:
    """Keep what somebody wanted to say and was not let to; a rule, not an empty box."""
    case, verdict = await desk.store.cases.one(case_id), desk.check_reply(text[:LONGEST_REPLY])
    if case is not None and not verdict.allowed:
        await desk.store.said.keep(said_of(verdict, desk.now(), case.room, Stage.REPLY, by=by))


async def note_publishing(
    store: Store, act: str, said: Mapping[str, Any], told: Mapping[str, Any], now: datetime
) -> None:
    """Audit what a command did with the FAQ as a whole; only looking is no act."""
    if not said.get("dry_run"):
        by = bounded(str(said.get("by") or ""), 40) or "command line"
        target = f"version {said['version']}" if act == "rollback" else str(said.get("room") or "faq")
        await store.audit(by, f"faq {act}", target, bounded(str(told.get("changes", "")), 500), now)


async def note_import(store: Store, by: str, files: Sequence[str], now: datetime) -> None:
    """Audit that entries were brought into files of the FAQ."""
    await store.audit(by, "faq import", "faq", bounded(", ".join(files), 500), now)


async def note_orders(store: Store, by: str, outcomes: str, now: datetime) -> None:
    """Audit that orders were taken in: how many, and what became of them."""
    counted = {word: outcomes.count(letter) for word, letter in ORDERS_BECAME.items()}
    became = ", ".join(f"{n} {word}" for word, n in counted.items() if n)
    await store.audit(by, "orders import", f"{len(outcomes)} orders", became, now)


def held(desk: Desk, case: Escalation) -> Held:
    """Say why nothing was done to a case: by whom it is held, if anybody has it."""
    return Held(case, case.holder(desk.now()))


async def note_act(
    desk: Desk, by: str, act: str, case_id: int, detail: str = "", *, was: str = "", became: str = ""
) -> None:
    """Audit what somebody did to a case."""
    await desk.store.audit(by, act, f"case {case_id}", detail, desk.now(), was=was, became=became)
