"""How a store is doing: what waits to be written, how long a commit takes, how much room there is on the disk."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StoreHealth:
    """A store at one moment."""

    waiting: int = 0
    """Writes that wait for their turn."""
    batch: int = 0
    """Writes in the last commit."""
    commit_ms: float = 0.0
    """How long the last commit took."""
    worst_ms: float = 0.0
    """The longest of the last hundred."""
    log_bytes: int = 0
    """What is written and not yet in the file itself."""
    file_bytes: int = 0
    free_bytes: int = 0
    """Left on the disk."""
    version: str = ""
    """Of the database."""
