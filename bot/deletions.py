"""What moderators removed, so that nothing is said to it that is heard or decided later."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from bot.messages import ChatMessage, Deletion

REMEMBERED = 500


@dataclass(slots=True)
class Deletions:
    """The last deletions of a room, each with how many events had been put in line before it."""

    _seen: deque[tuple[Deletion, int]] = field(default_factory=lambda: deque(maxlen=REMEMBERED))

    def note(self, deletion: Deletion, put: int) -> None:
        """Remember a deletion."""
        self._seen.append((deletion, put))

    def removed(self, message: ChatMessage, taken: int) -> bool:
        """Return whether a moderator removed this message before it was claimed; later is the store's to know.

        A single message may be heard after its deletion. Who was sent off may come back: of theirs, and of a
        cleared room, only what was in line by then.
        """
        return any(
            deletion.covers(message.id, message.viewer.id) and (deletion.message_id is not None or taken <= put)
            for deletion, put in self._seen
        )
