"""What is well and what is not: the program, its rooms and what a show needs, judged from plain values."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.console.desk import RoomView
from bot.escalation.steps import Step
from bot.faq.entries import Faq
from bot.model.health import ModelHealth
from bot.problems import Problem
from bot.store.health import StoreHealth
from bot.store.recalls import Recall
from bot.store.records import Delivery, Sending

QUIET_FOR = timedelta(minutes=10)
"""A connected room in which nothing was heard for so long is worth a look."""
LATE_MS, TOO_LATE_MS = 100.0, 1_000.0
SLOW_COMMIT_MS, STUCK_COMMIT_MS = 250.0, 2_000.0
MANY_WAITING = 500
LITTLE_BYTES, TOO_LITTLE_BYTES = 1 << 30, 64 << 20
LONG_LOG_BYTES = 256 << 20
SPENT = 0.8


class Sign(StrEnum):
    """How something is."""

    OK = "ok"
    LOOK = "look"
    """A person should have a look."""
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: how it is, and what that rests on as a text's key and values."""

    what: str
    sign: Sign
    text: str
    values: Mapping[str, object] = field(default_factory=dict)
    about: str = ""
    """Which room, provider or file, in its own words."""
    link: str = ""


def of_room(room: RoomView, heard: datetime | None, now: datetime) -> Finding:
    """Return how a room's connection is."""
    since = room.link.since or now
    values = {"detail": room.link.detail}
    match room.link.state:
        case "connected" if room.link.dropped:
            return Finding("room", Sign.LOOK, "find.room_dropped", {"n": room.link.dropped}, room.name)
        case "connected" if heard is None or now - max(heard, since) > QUIET_FOR:
            return Finding("room", Sign.LOOK, "find.room_quiet", {}, room.name)
        case "connected":
            return Finding("room", Sign.OK, "find.room_ok", {}, room.name)
        case "refused":
            return Finding("room", Sign.BAD, "find.room_refused", values, room.name)
        case _:
            return Finding("room", Sign.BAD, "find.room_away", values, room.name)


def of_step(room: RoomView, told: str) -> Finding:
    """Return how far a room is left to the bot; `told` says it in words. What a person chose is meant so."""
    if not told:
        return Finding("step", Sign.OK, "find.step_normal", {}, room.name)
    silenced = room.stands.step is Step.PEOPLE_ONLY and room.stands.by_itself
    sign = Sign.BAD if silenced else Sign.LOOK
    return Finding("step", sign, "find.step_down", {"told": told}, room.name)


def of_store(health: StoreHealth) -> Finding:
    """Return how the store is."""
    free = health.free_bytes
    if free < TOO_LITTLE_BYTES:
        return Finding("store", Sign.BAD, "find.disk_full", {"mb": free >> 20})
    if health.worst_ms > STUCK_COMMIT_MS or health.waiting > MANY_WAITING:
        return Finding("store", Sign.BAD, "find.store_stuck", {"n": health.waiting, "ms": round(health.worst_ms)})
    if free < LITTLE_BYTES:
        return Finding("store", Sign.LOOK, "find.disk_little", {"mb": free >> 20})
    if health.worst_ms > SLOW_COMMIT_MS:
        return Finding("store", Sign.LOOK, "find.store_slow", {"ms": round(health.worst_ms)})
    if health.log_bytes > LONG_LOG_BYTES:
        return Finding("store", Sign.LOOK, "find.store_log", {"mb": health.log_bytes >> 20})
    return Finding("store", Sign.OK, "find.store_ok")


def of_loop(worst_ms: float) -> Finding:
    """Return whether the program keeps up."""
    sign = Sign.OK if worst_ms < LATE_MS else Sign.LOOK if worst_ms < TOO_LATE_MS else Sign.BAD
    return Finding("loop", sign, f"find.loop_{sign}", {"ms": round(worst_ms)})


def of_model(health: ModelHealth | None) -> Finding:
    """Return whether the model may be asked."""
    if health is None:
        return Finding("model", Sign.OK, "find.model_none")
    if not health.asked:
        barred = not health.providers or any(word == "barred" for _, word in health.providers)
        return Finding(
            "model", Sign.BAD if barred else Sign.LOOK, "find.model_barred" if barred else "find.model_rests"
        )
    if health.used_up >= 1:
        return Finding("model", Sign.LOOK, "find.model_spent")
    if health.used_up >= SPENT:
        return Finding("model", Sign.LOOK, "find.model_nearly", {"percent": round(100 * health.used_up)})
    if any(word != "closed" for _, word in health.providers):
        return Finding("model", Sign.LOOK, "find.model_partly")
    return Finding("model", Sign.OK, "find.model_ok")


def of_files(problems: Sequence[Problem]) -> Finding:
    """Return whether the edited files are in use as they were saved."""
    errors = sum(problem.severity == "error" for problem in problems)
    if errors:
        return Finding("files", Sign.BAD, "find.files_errors", {"n": errors}, link="/files")
    if problems:
        return Finding("files", Sign.LOOK, "find.files_warnings", {"n": len(problems)}, link="/files")
    return Finding("files", Sign.OK, "find.files_ok", link="/files")


# before a show


def of_sending(room: RoomView, last: Sending | None) -> Finding:
    """Return whether what is said reaches a room, as far as the last reply tells."""
    if room.mode != "auto":
        return Finding("send", Sign.LOOK, "find.send_silent", {"mode": room.mode}, room.name)
    if last is None:
        return Finding("send", Sign.LOOK, "find.send_never", {}, room.name)
    if last.state is not Delivery.SENT:
        word = "refused" if last.state is Delivery.REFUSED else "uncertain"
        return Finding("send", Sign.BAD, f"find.send_{word}", {"reason": last.reason}, room.name)
    return Finding("send", Sign.OK, "find.send_seen" if last.seen else "find.send_ok", {}, room.name)


def of_lint(warnings: int, errors: int, *, looking: bool = False) -> Finding:
    """Return what looking the FAQ over has found; `looking`: it is not done yet."""
    if errors:
        return Finding("lint", Sign.BAD, "find.lint_errors", {"n": errors}, link="/files")
    if warnings:
        return Finding("lint", Sign.LOOK, "find.lint_warnings", {"n": warnings}, link="/files#lint")
    return Finding("lint", Sign.LOOK, "find.lint_looking") if looking else Finding("lint", Sign.OK, "find.lint_ok")


def of_expiring(faq: Faq, today: date) -> Finding:
    """Return which entries lapse during a show that begins today."""
    ends = [entry.valid_to for entry in faq.entries.values() if entry.valid_to is not None]
    # A show goes on past midnight.
    soon = sum(today <= end <= today + timedelta(days=1) for end in ends)
    over = sum(end < today for end in ends)
    if soon:
        return Finding("expiring", Sign.BAD, "find.expiring", {"n": soon}, link="/faq?only=expiring")
    if over:
        return Finding("expiring", Sign.LOOK, "find.over", {"n": over}, link="/faq?only=over")
    return Finding("expiring", Sign.OK, "find.expiring_ok")


def of_recalls(recalls: Sequence[Recall]) -> Finding:
    """Return which answers are stopped, and whether those who got them were told."""
    if not recalls:
        return Finding("recalls", Sign.OK, "find.recalls_ok")
    untold = sum(one.told_at is None for one in recalls)
    values, key = {"n": len(recalls), "untold": untold}, "find.recalls_untold" if untold else "find.recalls"
    return Finding("recalls", Sign.LOOK, key, values, link="/faq/recalls")


def of_staff(names: Collection[str]) -> Finding:
    """Return whether anybody who may answer has the console open."""
    if not names:
        return Finding("staff", Sign.BAD, "find.staff_none", link="/staff")
    return Finding("staff", Sign.OK, "find.staff_ok", {"n": len(names), "names": ", ".join(sorted(names))})


def worst(findings: Sequence[Finding]) -> Sign:
    """Return the gravest sign of all."""
    return max((finding.sign for finding in findings), key=list(Sign).index, default=Sign.OK)


def per_kind(findings: Sequence[Finding]) -> Iterator[tuple[Sign, int]]:
    """Count findings by their sign, the gravest first."""
    for sign in reversed(Sign):
        if n := sum(finding.sign is sign for finding in findings):
            yield sign, n
