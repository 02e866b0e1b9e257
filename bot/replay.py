"""Runs recorded chat through the very code that decides in a live room; nothing is sent, nothing is kept."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.buying import Past
from bot.decide import decide, guarded
from bot.knowledge import Knowledge, Rules
from bot.languages import Both
from bot.meaning import Meaning
from bot.memory import RoomMemory
from bot.messages import (
    MAX_NAME,
    MAX_TEXT,
    Acknowledge,
    Answer,
    ChatMessage,
    Choose,
    Clarify,
    Decision,
    Escalate,
    Merge,
    Scored,
    Suggest,
    Viewer,
    bounded,
    outcome_of,
)
from bot.model import Model
from bot.problems import Problem
from bot.prompts import Prompt
from bot.ranking.learned import Learned
from bot.room.advise import Advisor
from bot.store import Store

START = datetime(2026, 1, 1, 20, 0, tzinfo=UTC)
"""When a recording without times is taken to begin."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """What would have happened to one message, in the form other programs read."""

    id: str
    outcome: str
    entry: str | None
    score: float | None
    runner_up: dict[str, Any] | None
    reason: str
    reply: str | None
    ms: float
    text: str

    def line(self) -> dict[str, Any]:
        """Return the JSON object of `replay`'s output."""
        return {
            "id": self.id, "outcome": self.outcome, "entry": self.entry, "score": self.score,
            "runner_up": self.runner_up, "reason": self.reason, "reply": self.reply, "ms": self.ms,
        }  # fmt: skip


def read_chat(lines: Iterable[str], path: str, problems: list[Problem]) -> Iterator[ChatMessage]:
    """Read recorded chat, one JSON object a line; only `id` and `text` are needed."""
    last = START
    for number, raw in enumerate(lines, 1):
        if not raw.strip():
            continue
        try:
            message = _message(json.loads(raw), last)
        except (ValueError, RecursionError) as error:
            what = error.what if isinstance(error, _NotAMessage) else _NO_JSON
            fix = Both('Write {"id":"m1","text":"…"} on each line.', '每行请写 {"id":"m1","text":"…"}。')
            problems.append(Problem(path, number, what, fix))
            continue
        last = message.sent_at
        yield message


class _NotAMessage(ValueError):
    """A line of JSON that is no message, and which field of it must be what."""

    def __init__(self, en: str, zh: str) -> None:
        self.what = Both(f"not a message ({en}).", f"不是消息（{zh}）。")
        super().__init__(str(self.what))


_NO_JSON = Both("not a message (it is no JSON).", "不是消息（这一行不是 JSON）。")


def _message(said: object, last: datetime) -> ChatMessage:
    if not isinstance(said, dict):
        raise _NotAMessage("it is no JSON object", "每行须是一个用花括号括起的对象")
    message_id, text = _field(said, "id", (str, int)), _field(said, "text", (str,))
    viewer = said.get("viewer") or {}
    if isinstance(viewer, str | int):  # people write the name alone
        viewer = {"id": str(viewer), "name": str(viewer)}
    if not isinstance(viewer, dict):
        raise _NotAMessage(
            '"viewer" must be a name or {"id":"…","name":"…"}', '“viewer”须是一个名字，或 {"id":"…","name":"…"}'
        )
    at = _time(said["at"]) if said.get("at") else last + timedelta(seconds=1)
    return ChatMessage(
        room=bounded(str(said.get("room") or "replay"), MAX_NAME),
        id=str(message_id)[:200],
        viewer=Viewer(
            bounded(str(viewer.get("id") or f"nobody-{message_id}"), 200),
            bounded(str(viewer.get("name") or ""), MAX_NAME),
        ),
        text=bounded(str(text), MAX_TEXT),
        sent_at=at,
    )


def _field(said: dict[str, Any], name: str, kinds: tuple[type, ...]) -> object:
    """Return a field that every message needs."""
    if name not in said:
        raise _NotAMessage(f"it has no {name}", f"缺少“{name}”")
    if not isinstance(said[name], kinds):
        raise _NotAMessage(f'"{name}" must be text', f"“{name}”须是文字")
    return said[name]


def _time(written: object) -> datetime:
    """Return a time as it is written, in UTC where no zone is."""
    try:
        at = datetime.fromisoformat(str(written))
    except ValueError:
        at = None
    if at is None or not 1970 <= at.year < 9999:  # the edges of time break every zone
        raise _NotAMessage(
            '"at" must be a time such as "2026-11-11T20:00:00+08:00"',
            "“at”须是时间，例如 2026-11-11T20:00:00+08:00",
        )
    return at if at.tzinfo else at.replace(tzinfo=UTC)


@dataclass(slots=True)
class Replay:
    """A room that only thinks."""

    knowledge: Knowledge
    prompts: dict[str, Prompt]
    store: Store
    platform: str
    model: Model | None = None
    each: bool = False
    """Every message by itself: no memory of those before, no merging."""
    on_screen: str | None = None
    meaning: Meaning | None = None
    rules: Rules = field(default_factory=Rules)
    _memories: dict[str, RoomMemory] = field(default_factory=dict)
    _cases: int = 0
    _past: Past | None = None
    clock: Callable[[], float] = time.perf_counter

    async def one(self, message: ChatMessage) -> Replayed:
        """Decide one message as the room would."""
        memory = RoomMemory() if self.each else self._memories.setdefault(message.room, RoomMemory())
        if self.on_screen is not None:
            memory.on_screen = self.on_screen
        now = message.sent_at
        began = self.clock()
        vector = await self.meaning.of_message(message.text, self.knowledge.matcher) if self.meaning else None
        decision = guarded(decide(message, self.knowledge, memory, self.rules, now, vector), self.knowledge)
        milliseconds = (self.clock() - began) * 1000
        if isinstance(decision, Choose):
            chosen, _ = await self._advisor(now).choose(message, decision, memory, self.rules)
            decision = guarded(chosen, self.knowledge)
        reply = decision.text if isinstance(decision, Answer | Clarify | Acknowledge) else None
        if isinstance(decision, Suggest):
            advisor = self._advisor(now)
            learned = await self._bought_until(now)
            advisor.learned = lambda: learned
            decided = await advisor.advise(message, decision, memory, self.rules)
            decision, reply = decided.decision, decided.draft.text if decided.draft else None
        memory.note_decided(message, decision, now)
        if isinstance(decision, Escalate):
            self._cases += 1
            memory.note_turn_case(message, self._cases)
            question = decision.subject or decision.asked or message.text
            memory.note_case(question, self._cases, now, message.viewer.id)
        return self._replayed(message, decision, reply, milliseconds)

    async def _bought_until(self, now: datetime) -> Learned:
        if self._past is None:
            self._past = Past(self.store.orders)
        return await self._past.until(now.timestamp())

    def _advisor(self, now: datetime) -> Advisor:
        return Advisor(
            self.store, self.platform, lambda: self.knowledge, lambda: self.prompts, self.model,
            lambda: now, timedelta(seconds=45),
        )  # fmt: skip

    def _replayed(self, message: ChatMessage, decision: Decision, reply: str | None, milliseconds: float) -> Replayed:
        best, runner_up = decision.best, decision.runner_up
        if best is None and not isinstance(decision, Merge):
            # Named also where a rule came before the matching, so that an evaluation can draw its curve.
            match = self.knowledge.matcher.match(message.text)
            best, runner_up = match.best, match.runner_up
        return Replayed(
            message.id, outcome_of(decision).value, best.entry if best else None, best.score if best else None,
            _scored(runner_up), decision.reason, reply, round(milliseconds, 3), message.text,
        )  # fmt: skip


def _scored(scored: Scored | None) -> dict[str, Any] | None:
    return {"entry": scored.entry, "score": scored.score} if scored else None


@dataclass(slots=True)
class Summary:
    """What a whole recording came to."""

    messages: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    entries: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    milliseconds: list[float] = field(default_factory=list)

    def add(self, replayed: Replayed) -> None:
        """Count one message."""
        self.messages += 1
        self.outcomes[replayed.outcome] += 1
        if replayed.outcome == "answer" and replayed.entry:
            self.entries[replayed.entry] += 1
        self.reasons[f"{replayed.outcome}: {replayed.reason.split(' (')[0].split(': ')[0]}"] += 1
        self.milliseconds.append(replayed.ms)

    def result(self) -> dict[str, Any]:
        """Return the summary as one JSON object."""
        times = sorted(self.milliseconds) or [0.0]
        return {
            "messages": self.messages,
            "outcomes": dict(self.outcomes.most_common()),
            "answered_entries": dict(self.entries.most_common(10)),
            "reasons": dict(self.reasons.most_common(12)),
            "ms_p50": times[len(times) // 2],
            "ms_p99": times[min(len(times) - 1, int(len(times) * 0.99))],
        }
