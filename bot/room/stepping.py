"""The step of one room while it lives: what happens is noted, judged every other second, and each change is kept."""

from __future__ import annotations

import logging
import sqlite3
from collections import deque
from collections.abc import Awaitable, Callable, Hashable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot import reasons
from bot.escalation.steps import Change, Sign, Signs, Standing, Step
from bot.messages import Answer, ChatMessage, Decision, Merge
from bot.model.outcomes import Failure
from bot.store import Store

log = logging.getLogger(__name__)

LATE_MS = 1_000.0
"""A turn of the program's loop that is later than this is a late one."""
KEPT = 50
"""Changes that are at hand for whoever looks."""
TELL_NOTHING = frozenset({Failure.BUDGET, Failure.BUSY, Failure.REFUSED, Failure.RESTING, Failure.BARRED})
"""Failures that tell nothing of how the model is: the shop's own limit, a question that waited too long, a text that
is refused, nobody asked; and a wrong key, which only a person puts right: ready sentences do until then."""


async def nothing(withdrawn: Sequence[str]) -> None:
    """Do nothing."""


@dataclass(slots=True)
class Stepping:
    """How far one room is left to its program."""

    room: str
    store: Store
    now: Callable[[], datetime]
    automatic: bool = True
    """Whether the program may choose a step."""
    rests: Callable[[], bool] = lambda: False
    """Whether every provider of the model is given a rest after failures."""
    late: Callable[[], int] = lambda: 0
    """Turns of the loop in the last minute that came late."""
    recalled: Callable[[], frozenset[Hashable]] = frozenset
    """The answers that staff took back."""
    lowered: Callable[[Sequence[str]], Awaitable[None]] = nothing
    """Awaited when a step down was kept, with the messages whose replies wait no longer."""
    stands: Standing = field(default_factory=Standing)
    lately: deque[Change] = field(default_factory=lambda: deque(maxlen=KEPT))
    """The last changes, the newest last."""
    _signs: Signs = field(default_factory=Signs)
    _known_recalls: frozenset[Hashable] = frozenset()

    @property
    def step(self) -> Step:
        """The step in force."""
        return self.stands.step

    async def begin(self) -> None:
        """Take up the step the room was on; one the program chose is over where the steps are left to people."""
        self._known_recalls = self.recalled()
        before, kept = self.stands, await self.store.steps.standing(self.room)
        if self.stands is before:  # else somebody has just chosen another
            self.stands = kept
        self.lately.clear()
        self.lately.extend(reversed(await self.store.steps.changes(self.room, KEPT)))
        if self.stands.by_itself and not self.automatic:
            why, now = reasons.STEPS_BY_HAND, self.now()
            await self._take(replace(self.stands, own=Step.NORMAL, why=why, since=now), why)

    # what tells

    def note(self, sign: Sign, who: str = "") -> None:
        """Note that something happened."""
        self._signs.note(sign, self.now(), who)

    def note_asked(self, failed: Failure | None) -> None:
        """Note what a question to the model came to."""
        if failed not in TELL_NOTHING:
            self.note(Sign.MODEL_ANSWERED if failed is None else Sign.MODEL_FAILED)

    def note_pushed_out(self, why: str) -> None:
        """Note that a question found no room in the line for a model, if that is why."""
        if why == reasons.CROWDED:
            self.note(Sign.CROWDED)

    def note_decided(self, message: ChatMessage, decision: Decision, *, corrects: bool) -> None:
        """Note an answer, and a viewer who says that the last one was wrong."""
        if corrects:
            self.note(Sign.CALLED_WRONG, message.viewer.id)
        if isinstance(decision, Answer) or (isinstance(decision, Merge) and decision.own is not None):
            self.note(Sign.ANSWERED)

    # what follows

    async def look(self) -> None:
        """Judge the room as it is now. A step that the store will not keep is judged again with the next look."""
        for answer in self.recalled() - self._known_recalls:
            self.note(Sign.RECALLED, str(answer))
        self._known_recalls = self.recalled()
        if not self.automatic:
            return
        evidence = self._signs.evidence(self.now(), rests=self.rests(), late=self.late())
        judged = self.stands.judged(evidence, self.now())
        if (judged.own, judged.hand) == (self.stands.own, self.stands.hand):
            self.stands = judged
            return
        try:
            await self._take(judged, judged.why)
        except (sqlite3.Error, OSError) as error:
            log.error("room %s: a step could not be taken: %s", self.room, error)
        else:
            if judged.own is Step.PEOPLE_ONLY:
                self._signs.spend()

    async def choose(self, step: Step, who: str) -> None:
        """Take a step that a person chose."""
        chosen = self.stands.by_hand(step, who, self.now())
        if chosen is not self.stands:
            self._signs.forget()
            await self._take(chosen, "", who)

    async def _take(self, stands: Standing, why: str, by: str = "") -> None:
        change = Change(self.room, self.now(), self.step, stands.step, why, by)
        # In force before it is kept: what is decided meanwhile is decided by it.
        before, self.stands = self.stands, stands
        try:
            withdrawn = await self.store.steps.take(change, stands)
        except BaseException:
            if self.stands is stands:  # else somebody has chosen another meanwhile
                self.stands = before
            raise
        self.lately.append(change)
        level = logging.INFO if by else logging.WARNING
        log.log(level, "room %s: %s, before %s (%s)", self.room, change.step, change.was, by or why)
        if change.step.depth > change.was.depth:
            await self.lowered(withdrawn)
