"""The model, whoever provides it: one question, one answer in time, or one failure.

Providers are asked in the order of the settings. One that rests is passed over, one that fails is followed by the
next while there is time, one that is unusually late gets the next one beside it; the first sound answer wins, the
others are given up. Retries are ours, the client's are off. What a call may cost is booked before it is made.
"""

from __future__ import annotations

import asyncio
import importlib
import importlib.util
import logging
import time
from collections import deque
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.languages import Both, same
from bot.model.breaker import Breaker, Times
from bot.model.health import Fault, ModelHealth
from bot.model.outcomes import HURTS, Completion, Failure, ModelFailed, Question
from bot.model.profiles import profile_for
from bot.problems import Problem, with_fix
from bot.settings import ModelSettings, ProviderSettings
from bot.spending import Call, CameTo, Ledger, Limits, Use

if TYPE_CHECKING:
    from bot.model.client import Provider

log = logging.getLogger(__name__)

REPAIR_S = 2.0
"""With less time than this left an unsound answer is not followed by another call."""
SPARE_S = 0.02
HEDGED_SHARE = 0.05
INSTEAD = Both("Until then FAQ, ready sentences and people answer.", "在此之前由问答库、现成的句子和人工回答。")
REST_S = 15.0
"""Seconds a provider is left alone after a 429 that names no time."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, where, and with which prompt."""

    room: str
    viewer: str
    prompt: str = ""
    casual: bool = False
    """A ready sentence would do as well: not worth the last of the budget."""


@dataclass(slots=True)
class Member:
    """One provider with its health and its prices."""

    provider: Provider
    price_in: float = 0.0
    price_out: float = 0.0
    breaker: Breaker = field(default_factory=Breaker)
    times: Times = field(default_factory=Times)

    def money(self, prompt_tokens: int, answer_tokens: int) -> float:
        """Return what so many tokens cost."""
        return (prompt_tokens * self.price_in + answer_tokens * self.price_out) / 1_000_000


@dataclass(slots=True)
class Model:
    """The providers a shop has set up, asked as one. Make it with `Model.connect`, close it when done."""

    members: Sequence[Member]
    ledger: Ledger
    limits: Limits
    timeout_s: float
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    zone: str = "UTC"
    hedge: bool = True
    shadow: bool = False
    """Everything is done but saying it: what the model writes is judged and counted, never sent."""
    left_out: Sequence[Problem] = ()
    """Providers that cannot be asked, and what a person can do about it."""
    clock: Callable[[], float] = time.monotonic
    fault: Fault | None = None
    questions: int = 0
    hedged: int = 0
    _settling: set[asyncio.Task[None]] = field(default_factory=set)

    @classmethod
    async def connect(
        cls,
        chosen: ModelSettings,
        secret: Callable[[str], str | None],
        ledger: Ledger,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        zone: str = "UTC",
    ) -> Model | None:
        """Make the clients, off the event loop; None where no model is set up. What cannot be had is left out."""
        if not chosen.base_url:
            return None
        members: list[Member] = []
        left_out: list[Problem] = []
        for number, one in enumerate(chosen.providers):
            where = "model" if number == 0 else f"model.fallback[{number}]"
            if problem := unusable(one, where, secret):
                left_out.append(problem)
                continue
            members.append(await _member(one, secret(one.api_key_env), chosen.together))
        limits = Limits(
            chosen.budget_per_day, chosen.tokens_per_day, chosen.money_per_day, chosen.calls_per_viewer,
            chosen.calls_per_minute,
        )  # fmt: skip
        return cls(members, ledger, limits, chosen.timeout_s, now, zone, chosen.hedge, chosen.shadow, left_out)

    async def warm(self) -> None:
        """Get every provider ready to be asked; whatever fails is found out when somebody asks."""
        await asyncio.gather(*(member.provider.warm() for member in self.members), return_exceptions=True)

    async def close(self) -> None:
        """Finish the books and close every connection."""
        if self._settling:
            await asyncio.gather(*self._settling, return_exceptions=True)
        for member in self.members:
            await member.provider.close()

    async def ask(
        self,
        question: Question,
        asking: Asking,
        sound: Callable[[Completion], bool] = lambda _: True,
        within_s: float | None = None,
    ) -> Completion:
        """Return the first sound answer, or the last unsound one; raises `ModelFailed` when there is none in time."""
        self.questions += 1
        left_s = self.timeout_s if within_s is None else min(within_s, self.timeout_s)
        try:
            async with asyncio.timeout(left_s):
                return await self._race(question, asking, sound, self.clock() + left_s)
        except TimeoutError:
            raise ModelFailed(
                Failure.TIMEOUT, Both(f"no answer within {left_s:.1f} s", f"{left_s:.1f} 秒内没有回应")
            ) from None

    async def _race(
        self, question: Question, asking: Asking, sound: Callable[[Completion], bool], end: float
    ) -> Completion:
        """Ask one provider after the other, or beside the other, until an answer is sound."""
        race = _Race(deque(self.members))
        start = partial(self._start, race, question, asking, end)
        start()
        try:
            while race.running:
                done, _ = await asyncio.wait(
                    race.running, timeout=self._patience(race), return_when=asyncio.FIRST_COMPLETED
                )
                if not done:
                    self.hedged += start(beside=True)
                elif (answer := race.taken(done, sound)) is not None:
                    return answer
                elif not race.running and race.may_go_on(end - self.clock()):
                    start()
        finally:
            for task in race.running:
                task.cancel()
            if race.running:
                await asyncio.wait(race.running)
        if race.unsound is not None:
            return race.unsound
        raise race.failed or ModelFailed(Failure.RESTING, self._why_nobody())

    def _start(self, race: _Race, question: Question, asking: Asking, end: float, *, beside: bool = False) -> bool:
        """Ask the next provider that may be asked."""
        while race.waiting:
            member = race.waiting.popleft()
            if member.breaker.take(self.clock()):
                call = self._call(member, question, asking, end, first=race.fresh, beside=beside)
                race.running[asyncio.create_task(call)] = member
                race.fresh = False
                return True
        return False

    def _patience(self, race: _Race) -> float | None:
        """Return how long to wait before the next provider is asked beside the first; None not to."""
        if not self.hedge or len(race.running) != 1 or not race.waiting:
            return None
        if self.hedged + 1 > HEDGED_SHARE * self.questions:
            return None
        now, (running,) = self.clock(), race.running.values()
        if any(member.breaker.state(now) != "closed" for member in (running, *race.waiting)):
            return None
        return running.times.patience()

    async def _call(
        self, member: Member, question: Question, asking: Asking, end: float, *, first: bool, beside: bool
    ) -> Completion:
        """Ask one provider, with the books and its health kept."""
        guess, at = question.guess, self.now()
        day = at.astimezone(ZoneInfo(self.zone)).replace(hour=0, minute=0, second=0, microsecond=0)
        money = member.money(guess - question.max_tokens, question.max_tokens)
        call = Call(
            asking.room, asking.viewer, at, day, member.provider.label, asking.prompt, guess, money, first,
            asking.casual or beside,
        )  # fmt: skip
        began = self.clock()
        number: int | str = ""
        came_to = CameTo("cancelled")
        try:
            number = await self.ledger.book_call(call, self.limits)
            if isinstance(number, str):
                member.breaker.note_nothing()
                raise ModelFailed(Failure.BUDGET, same(number))
            named = question.model if member is self.members[0] else ""
            answer = await member.provider.complete(question, max(0.0, end - self.clock() - SPARE_S), named)
            tokens = answer.tokens or None
            paid = member.money(answer.prompt_tokens, answer.answer_tokens) if tokens else None
            came_to = CameTo("answered", answer.ms, tokens, paid, answer.model)
            member.breaker.note_answer(self.clock())
            member.times.note(self.clock() - began)
            return answer
        except ModelFailed as error:
            came_to = self._learned(member, error, self.clock() - began)
            raise
        except BaseException:
            member.breaker.note_nothing()
            raise
        finally:
            if isinstance(number, int):
                # Not awaited here: this task may be cancelled, and the books must be kept all the same.
                task = asyncio.create_task(self.ledger.settle_call(number, came_to))
                self._settling.add(task)
                task.add_done_callback(self._settled)

    def _settled(self, task: asyncio.Task[None]) -> None:
        self._settling.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error("a call to the model could not be booked: %s", task.exception())

    def _learned(self, member: Member, error: ModelFailed, took_s: float) -> CameTo:
        """Learn from a failure how the provider is."""
        now, breaker, label = self.clock(), member.breaker, member.provider.label
        if error.kind is not Failure.BUDGET:
            self.fault = Fault(self.now(), label, error.said)
        if error.kind is Failure.BARRED:
            breaker.bar(error.said)
            log.error("model %s %s; it is not asked again until the next start", label, error)
        elif error.kind in HURTS:
            was = breaker.state(now)
            breaker.note_failure(now)
            if error.kind is Failure.TOO_FAST:
                breaker.rest(now + (error.rest_s or REST_S))
            if was == "closed" and breaker.state(now) == "open":
                log.warning("model %s %s; it is left alone for a while", label, error)
        else:
            breaker.note_nothing()
        unpaid = error.kind in (Failure.BUSY, Failure.UNREACHABLE, Failure.TOO_FAST, Failure.BARRED)
        return CameTo(error.kind, round(took_s * 1000, 1), 0 if unpaid else None, 0.0 if unpaid else None)

    # what staff see

    @property
    def state(self) -> str:
        """How the providers are doing, in one line."""
        now = self.clock()
        words = {"closed": "well", "open": "resting", "half-open": "being tried again", "barred": "not asked"}
        told = [f"{m.provider.label} {words[m.breaker.state(now)]}" for m in self.members]
        told += [f"{problem.path}: {problem.what}" for problem in self.left_out]
        return "; ".join(told) + (" (shadow: nothing it writes is sent)" if self.shadow else "")

    @property
    def rests(self) -> bool:
        """Whether nobody can be asked for a while; not where only a person can change that."""
        states = {member.breaker.state(self.clock()) for member in self.members}
        return "open" in states and states.isdisjoint(("closed", "half-open"))

    def health(self, today: Use) -> ModelHealth:
        """Return how the providers are doing, beside what the ledger says of today."""
        now = self.clock()
        providers = [(member.provider.label, member.breaker.state(now)) for member in self.members]
        calls = sum(today.calls.values())
        return ModelHealth(
            providers, calls, today.tokens, today.money, self.limits, fault=self.fault, shadow=self.shadow
        )

    @property
    def alarms(self) -> list[Problem]:
        """What only a person can put right."""
        fix = Both(
            "Put key, account or model name right, then start again; until then it is not asked.",
            "请改好密钥、账号或模型名，再重新启动；在此之前不会用它。",
        )
        barred = [(m.provider.label, m.breaker.barred) for m in self.members if m.breaker.barred]
        said = [Both(f"the model {label} {why}.", f"大模型 {label} {why.zh}。") for label, why in barred]
        return [*self.left_out, *(Problem("bot.toml", 0, what, fix) for what in said)]

    def _why_nobody(self) -> Both:
        if not self.members:
            left_out = [problem.what for problem in self.left_out]
            return Both(
                f"no provider can be asked: {'; '.join(left_out)}",
                f"没有可用的服务：{'；'.join(what.zh for what in left_out)}",
            )
        return Both("every provider rests after failures", "所有服务都因出错而暂停")


@dataclass(slots=True)
class _Race:
    """The providers that work on one question, and those that may yet be asked."""

    waiting: deque[Member]
    running: dict[asyncio.Task[Completion], Member] = field(default_factory=dict)
    fresh: bool = True
    unsound: Completion | None = None
    failed: ModelFailed | None = None

    def may_go_on(self, left_s: float) -> bool:
        """Return whether another provider may be asked: no budget forbade it, and what was unsound leaves time."""
        barred = self.failed is not None and self.failed.kind is Failure.BUDGET
        return not barred and (self.unsound is None or left_s > REPAIR_S)

    def taken(
        self, done: Collection[asyncio.Task[Completion]], sound: Callable[[Completion], bool]
    ) -> Completion | None:
        """Take what came in; returns the first answer that is sound."""
        for task in done:
            del self.running[task]
        for task in done:
            try:
                answer = task.result()
            except ModelFailed as error:
                self.failed = error
                continue
            if sound(answer):
                return answer
            self.unsound = answer
        return None


def unusable(one: ProviderSettings, where: str, secret: Callable[[str], str | None]) -> Problem | None:
    """Return why a provider cannot be asked at all, if so."""
    if importlib.util.find_spec("openai") is None:
        what = Both(f"{where}: the package openai is not installed.", f"{where}：没有安装 openai 包。")
        fix = Both("Run: pip install openai.", "请运行：pip install openai。")
    elif one.api_key_env and not secret(one.api_key_env):
        what = Both(
            f"{where}.api_key_env names {one.api_key_env}, which is not set.",
            f"{where}.api_key_env 写的环境变量 {one.api_key_env} 没有设置。",
        )
        fix = Both(f"Set {one.api_key_env} before the start.", f"请在启动前设好环境变量 {one.api_key_env}。")
    else:
        return None
    return Problem("bot.toml", 0, what, with_fix(fix, INSTEAD), "warning")


async def _member(one: ProviderSettings, key: str | None, together: int) -> Member:
    # Half a second of imports, off the event loop, and only where there is a model.
    Provider = (await asyncio.to_thread(importlib.import_module, "bot.model.client")).Provider  # noqa: N806

    profile = profile_for(one.base_url, one.provider)
    label = f"{profile.name if profile.name != 'other' else one.host}/{one.name}"
    provider = await Provider.connect(label, one.base_url, one.name, key, profile, together=together)
    return Member(provider, one.price_in, one.price_out)
