"""What staff do to a case: claim, give back, reply, resolve. Each is audited, whoever asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.console.desk import Desk
from bot.console.words import BY_LANGUAGE, Words
from bot.escalation import Escalation
from bot.messages import bounded
from bot.store import Store
from bot.store.records import NEW, OLDER, UNCHANGED, UPDATED
from bot.store.said import Stage, said_of

LONGEST_REPLY = 500
NO_ANSWER = "no answer needed"
ANSWERED = "answered"
ENGLISH = BY_LANGUAGE["en"]
ORDERS_BECAME = {"new": NEW, "changed": UPDATED, "known": UNCHANGED, "older": OLDER}


@dataclass(frozen=True, slots=True)
class Done:
    """The act happened; the case as it is now."""

    case: Escalation


@dataclass(frozen=True, slots=True)
class Held:
    """It did not: somebody else has the case, or the step is not allowed now."""

    case: Escalation
    holder: str | None


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
        return _held(desk, claimed.escalation)
    await _audit(desk, by, "claim", case_id)
    return Done(claimed.escalation)


async def release(desk: Desk, case_id: int, by: str) -> Done | Held | None:
    """Give a case back to the queue."""
    given = await desk.store.cases.release(case_id, by, desk.now())
    case = await desk.store.cases.one(case_id)
    if case is None:
        return None
    if not given:
        return _held(desk, case)
    await _audit(desk, by, "release", case_id)
    return Done(case)


async def reply(
    desk: Desk, case_id: int, by: str, text: str, *, once: str, then_resolve: bool = False, t: Words = ENGLISH
) -> Done | Held | Refused | None:
    """Send a reply to everybody who asked; `once` makes a second click harmless."""
    text = text.strip()
    if (refused := refusal(desk, text, t)) is not None:
        await _keep_refused(desk, case_id, by, text)
        return refused
    case = await desk.store.cases.one(case_id)
    if case is None:
        return None
    claimed = await desk.store.cases.reply(
        case_id,
        by,
        text,
        once=once,
        send_by=desk.send_by(),
        until=desk.claim_until(case.room),
        waits_until=desk.waits_until(case.room),
        now=desk.now(),
    )
    if claimed.escalation is None:
        return None
    if not claimed.won:
        return _held(desk, claimed.escalation)
    await _audit(desk, by, "reply", case_id, text)
    if then_resolve:
        return await resolve(desk, case_id, by, "answered")
    return Done(claimed.escalation)


async def resolve(desk: Desk, case_id: int, by: str, resolution: str) -> Done | Held | None:
    """Close a case."""
    closed = await desk.store.cases.resolve(case_id, by, resolution, desk.now())
    case = await desk.store.cases.one(case_id)
    if case is None:
        return None
    if not closed:
        return _held(desk, case)
    await _audit(desk, by, "resolve", case_id, resolution)
    return Done(case)


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


async def note_orders(store: Store, by: str, outcomes: str, now: datetime) -> None:
    """Audit that orders were taken in: how many, and what became of them."""
    counted = {word: outcomes.count(letter) for word, letter in ORDERS_BECAME.items()}
    became = ", ".join(f"{n} {word}" for word, n in counted.items() if n)
    await store.audit(by, "orders import", f"{len(outcomes)} orders", became, now)


def _held(desk: Desk, case: Escalation) -> Held:
    return Held(case, case.holder(desk.now()))


async def _audit(desk: Desk, by: str, action: str, case_id: int, detail: str = "") -> None:
    await desk.store.audit(by, action, f"case {case_id}", detail, desk.now())
