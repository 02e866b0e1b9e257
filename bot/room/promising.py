"""Tells viewers that a person will answer, that it takes longer, and the answer itself when they had left."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.escalation import promises
from bot.escalation.mentions import Lines, batches
from bot.knowledge import Rules
from bot.settings import RoomSettings
from bot.store import Store
from bot.store.promises import Kind, Notice, Owed
from bot.text import Language, language_of

log = logging.getLogger(__name__)

LOOK_EVERY_S = 2.0
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
    first_answer: timedelta = timedelta(seconds=45)
    apart: timedelta = timedelta(seconds=20)
    """From one line to the next: who asks meanwhile is named in it with the others."""
    _said: dict[Kind, datetime] = field(default_factory=dict)

    @classmethod
    def of(
        cls, chosen: RoomSettings, store: Store, rules: Callable[[], Rules], lines: Lines, now: Callable[[], datetime]
    ) -> Promising:
        """Build it as the shop wants it for a room."""
        within, apart = timedelta(seconds=chosen.first_answer_s), timedelta(seconds=chosen.promise_every_s)
        return cls(chosen.name, store, rules, lines, now, within, apart)

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
                while (left := look_at - loop.time()) > 0:
                    if "escalations" in await hints.topics(left):
                        break

    async def look(self) -> None:
        """Say what is due now."""
        if self.rules().mode != "auto":
            return
        await self._tell("made")
        await self._tell("slipped")
        await self.store.promises.tell_again(self.room, self.now())

    async def _tell(self, kind: Kind) -> None:
        """Put one line in the outbox for the longest waiting and whoever fits beside them."""
        now = self.now()
        if now - self._said.get(kind, now - self.apart) < self.apart:
            return
        owed = await self.store.promises.owed(self.room, kind, self.first_answer, now)
        if not owed:
            return
        language = self._language(owed[0])
        text = promises.made(language, self.first_answer.total_seconds())
        if kind == "slipped":
            text = promises.slipped(language)
        alike = {one.name: one for one in reversed(owed) if self._language(one) == language}
        names = batches([one.name for one in owed if one.name in alike], text, self.lines)[0]
        told = tuple(alike[name] for name in names)
        if not told:  # a name that may not be said: a promise to nobody would only puzzle the room
            return
        if await self.store.promises.tell(Notice(self.room, kind, text, told, now + GOOD_FOR), now) is not None:
            self._said[kind] = now

    def _language(self, one: Owed) -> Language:
        spoken = language_of(one.text)
        return spoken if spoken in self.rules().languages else self.rules().languages[0]
