"""What the store keeps of learning: plain values, the same for every database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Settled:
    """Questions that somebody settled in one act."""

    what: str
    """`phrasing`, `entry`, `no-answer` or `dismissed`."""
    entry: str
    """The entry that was made or got the phrasings; empty when dismissed."""
    by: str
    at: datetime
    questions: tuple[str, ...]
    """In the normalised form."""
    change: Mapping[str, Any] = field(default_factory=dict)
    """What it did to a file, so that it can be taken back; empty when it did nothing."""
    id: int = 0
    """Given by the store."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A question an entry answered, and who called that wrong."""

    room: str
    message_id: str
    name: str
    text: str
    at: datetime
    reply: str
    wrong_by: str = ""
