"""Getting our nick back from our own ghost.

After an unclean drop a server keeps the old connection, and so the nick, until its own ping times out. We go
in under a spare nick at once, so that nobody in the room waits, and ask for the right one at backoff pace for
a while. When that is over the nick belongs to somebody else, and we stay under the spare one and say so.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from bot.connectors.irc_acks import same
from bot.connectors.irc_lines import Line, build
from bot.languages import NOTHING, Both
from bot.pacing import Backoff
from bot.problems import ConnectionFailed

_SPARES = 3


class WantedNick:
    """The nick from the settings, and the way to it when it is taken."""

    def __init__(self, nick: str, ghost_s: float, backoff: Backoff, chance: Callable[[], float]) -> None:
        self.nick = nick
        self.due = math.inf
        """When to ask for it next, on the loop's clock."""
        self._ghost_s = ghost_s
        self._backoff = backoff
        self._chance = chance
        self._spares_used = 0
        self._until: float | None = None

    def spare(self) -> str:
        """Return another nick to go in with, as the last one is taken."""
        self._spares_used += 1
        if self._spares_used > _SPARES:
            raise ConnectionFailed(
                Both(f"the nick {self.nick} and those like it are taken", f"昵称 {self.nick} 和相近的都已被占用")
            )
        return self.nick + "_" * self._spares_used

    def hear(self, line: Line, now: float) -> None:
        """Take in a line that may bring the nick back, or free it."""
        if not self._spares_used:
            return
        if line.command == "001":
            self._until = now + self._ghost_s
            self.due = now + self._backoff.delay(self._chance())
        elif self._until is None:
            return
        elif line.command == "NICK" and same(line.param(0), self.nick):
            self.due, self._spares_used = math.inf, 0
        elif line.command in ("QUIT", "NICK") and same(line.nick, self.nick):
            self.due = now  # it has just become free

    def ask(self, now: float) -> str:
        """Return the line that asks for it, and set when to ask again."""
        later = now + self._backoff.delay(self._chance())
        self.due = later if self._until is not None and later < self._until else math.inf
        return build("NICK", self.nick)

    def detail(self, current: str) -> Both:
        """Return what to tell people when we are here under another nick."""
        return (
            NOTHING
            if same(current, self.nick)
            else Both(
                f"as {current}: the nick {self.nick} is in use", f"以 {current} 的名义：昵称 {self.nick} 已被占用"
            )
        )
