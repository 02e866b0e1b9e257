"""Tells viewers that a person will answer, that it takes longer, and the answer itself when they had left."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.escalation import promises
from bot.escalation.mentions import Lines, batches, speakable
from bot.escalation.promises import Sentences
from bot.knowledge import Rules
from bot.store import Store
from bot.store.promises import Holds, Kind, Notice, Owed
from bot.text import Language, language_of

log = logging.getLogger(__name__)

LOOK_EVERY_S = 2.0
LOOK_APART_S = 0.3
GOOD_FOR = timedelta(seconds=30)
"""A notice that could not leave within this time is not sent any more."""


@dataclass(slots=True)
class Promising:
    """Keeps the promises of one room in its public chat."""

    room: str
    store: Store
    rules: Callable[[], Rules]
    """With the mode staff switched to: off auto, nothing is said."""
    lines: Lines
    now: Callable[[], datetime]
    sentences: Callable[[], Sentences]
    on_duty: Callable[[], Collection[str]]
    """Who of the staff is at the console; only they can keep a promise with a time in it."""
    first_answer: timedelta = timedelta(seconds=45)
    apart: timedelta = timedelta(seconds=20)
    """From one line to the next: who asks meanwhile is named in it with the others."""
    holds: Holds = lambda said, asked: True
    """Whether what staff said to a question may be said again later."""
    _said: dict[Kind, datetime] = field(default_factory=dict)
    _worded: dict[str, datetime] = field(default_factory=dict)
    """When each wording was said last."""

    async def run(self) -> None:
        """Look every other second, and at once when something happens to cases, until cancelled."""
        loop = asyncio.get_running_loop()
        with self.store.hints.listen() as hints:
            while True:
                try:
                    await self.look()
                except (sqlite3.Error, OSError) as error:
                    log.warning("room %s: promises could not be looked at: %s", self.room, error)
                look_at = loop.time() + LOOK_EVERY_S
                await asyncio.sleep(LOOK_APART_S)  # a busy room rings all the time
                while (left := look_at - loop.time()) > 0:
                    if "escalations" in await hints.topics(left):
                        break

    async def look(self) -> None:
        """Say what is due now."""
        if self.rules().mode != "auto":
            return
        await self._tell("made")
        await self._tell("slipped")
        await self.store.promises.tell_again(self.room, self.now(), self.holds)

    async def _tell(self, kind: Kind) -> None:
        """Put one line in the outbox for the longest waiting and whoever fits beside them."""
        now = self.now()
        if now - self._said.get(kind, now - self.apart) < self.apart:
            return
        owed = await self.store.promises.owed(self.room, kind, self.first_answer, now)
        owed = [one for one in owed if speakable(one.name)]
        if not owed:
            return
        language = self._language(owed[0])
        alike = [one for one in owed if self._language(one) == language]
        # What is calm enough for whoever is angry is calm enough for all.
        sentence = await self._sentence(kind, language, angry=any(one.angry for one in alike))
        if not sentence:
            return
        text = promises.worded(sentence, language, self.first_answer.total_seconds())
        names = {speakable(name) for name in batches([one.name for one in alike], text, self.lines)[0]}
        told = tuple(one for one in alike if speakable(one.name) in names)
        if await self.store.promises.tell(Notice(self.room, kind, text, told, now + GOOD_FOR), now) is not None:
            self._said[kind] = self._worded[sentence] = now

    async def _sentence(self, kind: Kind, language: Language, *, angry: bool) -> str:
        """Return the wording whose turn it is; empty where nothing is to be said."""
        there = set(self.on_duty()) - set(await self.store.shifts.away())
        if kind == "slipped" and not there:
            return ""  # nobody is still on it
        told: promises.Told = "slipped" if kind == "slipped" else "soon" if there else "later"
        return promises.longest_unsaid(self.sentences().of(told, language, angry=angry), self._worded)

    def _language(self, one: Owed) -> Language:
        spoken = language_of(one.text)
        return spoken if spoken in self.rules().languages else self.rules().languages[0]
