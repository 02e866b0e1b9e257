"""What a store keeps of what staff say to a room: one reply, in as many lines as it takes to name all who asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol, TypeAlias

from bot.escalation.mentions import Batches
from bot.store.records import Claimed

To: TypeAlias = Literal["all", "missed", "room"]
"""Whom a reply names: everybody who asked, those whom no reply has surely reached, or nobody."""
TO: tuple[To, ...] = ("all", "missed", "room")

Split: TypeAlias = Callable[[Sequence[str]], Batches]
"""Names to lines; asked inside the commit, where it is known who has asked."""


@dataclass(frozen=True, slots=True)
class Saying:
    """A reply of staff, ready for the one commit that puts it into the outbox."""

    case_id: int
    by: str
    text: str
    once: str
    """Of the click: a second one with the same mark changes nothing."""
    split: Split
    send_by: datetime
    until: datetime
    """How long the case is theirs."""
    waits_until: datetime
    """How long it then waits for the viewer."""
    now: datetime
    to: To = "all"
    not_before: datetime | None = None
    """Kept back until then, so that it can be taken back."""
    corrects: str = ""
    """The mark of the reply that was wrong; its lines that wait are withdrawn, whoever it named is named."""
    joining: tuple[int, ...] = ()
    """Further cases that become one with this one in the same commit, but those that somebody else holds."""

    @property
    def mark(self) -> str:
        """What all lines of the reply share."""
        return mark_of(self.case_id, self.once)


def mark_of(case_id: int, once: str) -> str:
    """Return the mark of what one click said to a case."""
    return f"staff-{case_id}-{once}"


@dataclass(frozen=True, slots=True)
class Undone:
    """A reply that was taken back before anything of it left."""

    text: str
    corrects: str
    claimed: Claimed
    """The case, in hand again."""


class Replies(Protocol):
    """Replies of staff on their way into the room."""

    async def say(self, saying: Saying) -> Claimed:
        """Put a reply into the outbox, claiming the case if it is free."""
        ...

    async def addressed(self, case_id: int, to: To, corrects: str = "", joining: Sequence[int] = ()) -> Sequence[str]:
        """Return whom a reply would name now, in the order in which they asked; `joining`: in these cases as well."""
        ...

    async def undo(self, mark: str, by: str, until: datetime, now: datetime) -> Undone | None:
        """Take one's own reply back; None when something of it has left."""
        ...
