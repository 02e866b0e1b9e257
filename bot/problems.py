"""What can go wrong, said so that a person can mend it.

Things people edit (FAQ, prompts, catalogue, settings, order files) give `Problem` values: where, what,
how to fix. Exceptions are for the program:

    RoomhandError
    ├── ActRefused          what somebody asked for cannot be done as it was said
    ├── BadFile             a file has problems and nothing can go on without it
    ├── LoginRefused        the platform will not let us in; no retry cures it
    ├── ConnectionFailed    the platform cannot be reached now; try again later
    ├── StoreInUse          another process holds the store
    └── StoreClosed         written to after closing
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something wrong in an edited file: where, what, how to fix it."""

    path: str
    line: int
    """From 1; 0 when the whole file is meant."""
    what: str
    fix: str = ""
    severity: str = "error"
    """`error`: the thing is refused. `warning`: it is used, but look at it."""

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}" if self.line else self.path
        return f"{where}: {self.what} {self.fix}".rstrip()


class RoomhandError(Exception):
    """Anything this program raises on purpose."""


class BadFile(RoomhandError):
    """A file has problems and nothing can go on without it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(p) for p in problems))
        self.problems = tuple(problems)


class ActRefused(RoomhandError):
    """What somebody asked for cannot be done: what is wrong, and the remedy."""

    def __init__(self, what: str, fix: str) -> None:
        super().__init__(f"{what} {fix}".strip())
        self.what, self.fix = what, fix


class LoginRefused(RoomhandError):
    """The platform will not let us in; a person must change something first."""

    def __init__(self, room: str, what: str, fix: str) -> None:
        super().__init__(f"{room}: login refused. {what} {fix}".rstrip())
        self.room, self.what, self.fix = room, what, fix


class ConnectionFailed(RoomhandError):
    """The platform cannot be reached now; waiting may cure it."""


class StoreInUse(RoomhandError):
    """Another process holds the store."""


class StoreClosed(RoomhandError):
    """The store was written to after it closed."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that was probably meant, or None when nothing is near."""
    words = list(known)
    folded = [one.lower() for one in words]
    hit = process.extractOne(word.lower(), folded, scorer=JaroWinkler.normalized_similarity, score_cutoff=0.78)
    return words[hit[2]] if hit else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return the remedy for a wrong word: the nearest right one, else all of them."""
    words = sorted(known)
    near = nearest(word, words)
    listed = f"Known: {', '.join(words)}."
    return f'Did you mean "{near}"? {listed}' if near else listed
