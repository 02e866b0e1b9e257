"""The questions of one room that wait for a model: a short line, two at work, given up when nobody needs them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field, replace

from bot import reasons
from bot.decide.answering import open_case
from bot.knowledge import Moment
from bot.messages import Decision, Deletion, Escalate, Ignore, Merge, Suggest
from bot.room.line import Line, Waiting
from bot.store.records import Decided
from bot.suggest import alike

AT_ONCE = 2
"""Questions of one room that a model works on at the same time."""


@dataclass(slots=True)
class Advice:
    """The line of one room and those who work on it."""

    advised: Callable[[Waiting], Awaitable[Decided]]
    """Asks, and says what to record."""
    instead: Callable[[Waiting, str], Decided]
    """Says what to record of a question that is given up, and why it is."""
    record: Callable[[Decided], Awaitable[None]]
    line: Line = field(default_factory=Line)
    _came: asyncio.Event = field(default_factory=asyncio.Event)
    _at_work: dict[str, tuple[Waiting, asyncio.Task[Decided]]] = field(default_factory=dict)
    """By viewer."""
    _why: dict[str, str] = field(default_factory=dict)
    """By message, why it was given up while a model worked on it."""

    @property
    def idle(self) -> bool:
        """Whether nothing waits and nobody works."""
        return not self.line and not self._at_work

    def put(self, waiting: Waiting) -> list[tuple[Waiting, str]]:
        """Let a question wait; returns those that it pushes out, and why."""
        self._give_up(waiting.viewer, reasons.NEWER)
        replaced, oldest = self.line.put(waiting)
        self._came.set()
        return [(old, why) for old, why in ((replaced, reasons.NEWER), (oldest, reasons.CROWDED)) if old is not None]

    async def work(self) -> None:
        """Work on the line until cancelled; what is under way then is decided at the next start."""
        while True:
            waiting = self.line.take()
            if waiting is None:
                self._came.clear()
                await self._came.wait()
                continue
            await self._one(waiting)

    async def _one(self, waiting: Waiting) -> None:
        task = asyncio.ensure_future(self.advised(waiting))
        mine = self._at_work[waiting.viewer] = (waiting, task)
        try:
            try:
                decided = await task
            except asyncio.CancelledError:
                if (me := asyncio.current_task()) is not None and me.cancelling():
                    raise
                decided = self.instead(waiting, self._why.pop(waiting.message.id, reasons.TOOK_OVER))
            await self.record(decided)
        finally:
            self._why.pop(waiting.message.id, None)
            if self._at_work.get(waiting.viewer) is mine:
                del self._at_work[waiting.viewer]

    async def taken_over(self, viewers: Collection[str]) -> None:
        """Give up the questions of viewers whom a person looks after now."""
        for viewer in viewers:
            self._give_up(viewer, reasons.TOOK_OVER)
            if (waiting := self.line.drop(viewer)) is not None:
                await self.record(self.instead(waiting, reasons.TOOK_OVER))

    async def deleted(self, deletion: Deletion) -> None:
        """Give up what a moderator removed; the store knows what becomes of it."""
        for waiting, _ in list(self._at_work.values()):
            if deletion.covers(waiting.message.id, waiting.viewer):
                self._give_up(waiting.viewer, reasons.TOOK_OVER)
        for waiting in self.line.all():
            if deletion.covers(waiting.message.id, waiting.viewer):
                self.line.drop(waiting.viewer)
                await self.record(self.instead(waiting, reasons.TOOK_OVER))

    async def all_given_up(self, why: str) -> None:
        """Give up every question: the room does without a model from now on."""
        for viewer in list(self._at_work):
            self._give_up(viewer, why)
        for waiting in self.line.all():
            self.line.drop(waiting.viewer)
            await self.record(self.instead(waiting, why))

    def _give_up(self, viewer: str, why: str) -> None:
        """Stop the work on a viewer's question; the service notices that nobody listens any more."""
        if (at_work := self._at_work.get(viewer)) is not None:
            waiting, task = at_work
            if not task.done():
                self._why[waiting.message.id] = why
                task.cancel()


def given_up(waiting: Waiting, why: str, crowd: int | None, at: Moment) -> Decision:
    """Return what becomes of a wish for a product that no model is asked about any more.

    Who asks for a product, and then for another, is owed one answer. Of a crowd all join one case, and where the room
    suggests nothing any more, all who wish for the same goods do.
    """
    best, runner_up = waiting.decision.best, waiting.decision.runner_up
    if why == reasons.NEWER:
        return Ignore(why, best, runner_up)
    if why == reasons.CROWDED and crowd is not None:
        return Merge(why, into_escalation=crowd, best=best, runner_up=runner_up)
    escalate = Escalate(why, best=best, runner_up=runner_up)
    if why != at.rules.unsuggested or not isinstance(waiting.decision, Suggest):
        return escalate
    subject = alike(waiting.message.text, at.knowledge.catalog, waiting.decision.instead_of)
    return open_case(waiting.message, replace(escalate, subject=subject), at)
