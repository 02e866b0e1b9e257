"""What the store keeps of the FAQ: its versions, drafts on trial, and the questions it was asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class FaqVersion:
    """The text of all FAQ files as they were in force from some moment on."""

    id: int
    at: datetime
    by: str
    what: str
    """What was changed, in words."""
    files: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Path inside the FAQ's folder → text; empty in a list of versions."""


@dataclass(frozen=True, slots=True)
class FaqTrial:
    """A draft that one room tries."""

    room: str
    folder: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """A question a viewer asked, and what became of it."""

    room: str
    id: str
    viewer_id: str
    text: str
    at: datetime
    outcome: str
    entry: str = ""
    on_screen: str | None = None
    """The product on screen, where the answer spoke of it."""
