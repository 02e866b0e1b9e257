"""The line of questions that wait for a model: short, and whoever asks anew takes their older question's place."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime

from bot.messages import ChatMessage, Choose, Suggest

MOST_WAITING = 10


@dataclass(frozen=True, slots=True)
class Waiting:
    """A question in the line."""

    message: ChatMessage
    decision: Suggest | Choose
    since: datetime

    @property
    def viewer(self) -> str:
        """Who asks."""
        return self.message.viewer.id


@dataclass(slots=True)
class Line:
    """Questions waiting in one room, the oldest first; at most one of each viewer."""

    most: int = MOST_WAITING
    _by_viewer: OrderedDict[str, Waiting] = field(default_factory=OrderedDict)

    def __len__(self) -> int:
        return len(self._by_viewer)

    def put(self, waiting: Waiting) -> tuple[Waiting | None, Waiting | None]:
        """Let a question wait; returns the viewer's older one that it replaces, and the oldest that found no room."""
        replaced, oldest = self._by_viewer.pop(waiting.viewer, None), None
        if len(self._by_viewer) >= self.most:
            _, oldest = self._by_viewer.popitem(last=False)
        self._by_viewer[waiting.viewer] = waiting
        return replaced, oldest

    def take(self) -> Waiting | None:
        """Return the question that waited longest; None when nobody waits."""
        return self._by_viewer.popitem(last=False)[1] if self._by_viewer else None

    def drop(self, viewer_id: str) -> Waiting | None:
        """Take a viewer's question out of the line."""
        return self._by_viewer.pop(viewer_id, None)

    def all(self) -> list[Waiting]:
        """Return what waits."""
        return list(self._by_viewer.values())
