"""What was said in the practice room, so that a late page and a bot that lost its line can catch up."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime

from bot.messages import Explanation

KEPT_LINES = 200
KEPT_SENDS = 10_000
"""Sends remembered by their mark, so that the same one said again is shown once."""


@dataclass(slots=True)
class Said:
    """One line of chat. A removed line stays as a tombstone without its text."""

    id: str
    viewer_id: str
    viewer_name: str
    text: str
    at: datetime
    own: bool = False
    """Said by the bot."""
    client_id: str | None = None
    """The bot's own mark on what it said."""
    reply_to: str | None = None
    removed: bool = False
    explanation: Explanation | None = None


class Transcript:
    """The last lines, oldest first."""

    def __init__(self, kept: int = KEPT_LINES) -> None:
        self._kept = kept
        self._lines: OrderedDict[str, Said] = OrderedDict()
        self._sends: OrderedDict[tuple[str, str], str] = OrderedDict()

    @property
    def last_id(self) -> str:
        """The id of the newest line, empty when nothing was said yet."""
        return next(reversed(self._lines), "")

    def add(self, said: Said) -> None:
        """Keep a new line and let go of the oldest."""
        self._lines[said.id] = said
        while len(self._lines) > self._kept:
            self._lines.popitem(last=False)

    def lines(self) -> list[Said]:
        """Return all kept lines, tombstones included."""
        return list(self._lines.values())

    def after(self, last_id: str) -> tuple[list[Said], bool]:
        """Return the lines after that one, and whether some may be missing in between.

        Lines only ever leave at the old end, so after an id that is no longer known comes all that is kept.
        """
        lines = self.lines()
        if not last_id:
            return lines, len(lines) == self._kept
        if last_id not in self._lines:
            return lines, True
        ids = list(self._lines)
        return lines[ids.index(last_id) + 1 :], False

    def remove(self, message_id: str) -> bool:
        """Take a line's text away; return whether it was there to be taken."""
        said = self._lines.get(message_id)
        if said is None or said.removed:
            return False
        said.removed, said.text = True, ""
        return True

    def explain(self, explanation: Explanation) -> None:
        """Keep what the bot did with a line beside it."""
        said = self._lines.get(explanation.message_id)
        if said is not None:
            said.explanation = explanation

    def sent_as(self, speaker: str, client_id: str) -> str | None:
        """Return the id under which this speaker's send was already shown."""
        return self._sends.get((speaker, client_id))

    def remember_send(self, speaker: str, client_id: str, message_id: str) -> None:
        """Remember that this send was shown."""
        self._sends[speaker, client_id] = message_id
        while len(self._sends) > KEPT_SENDS:
            self._sends.popitem(last=False)
