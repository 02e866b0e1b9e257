"""What can go wrong, said so that a person can mend it.

Things people edit (FAQ, prompts, catalogue, settings, order files) give `Problem` values: where, what,
how to fix, each in both languages. Exceptions are for the program:

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

from bot.languages import NOTHING, Both, same


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something wrong in an edited file: where, what, how to fix it."""

    path: str
    line: int
    """From 1; 0 when the whole file is meant."""
    what: Both
    fix: Both = NOTHING
    severity: str = "error"
    """`error`: the thing is refused. `warning`: it is used, but look at it."""

    @property
    def said(self) -> Both:
        """What and how to fix it, without where."""
        return with_fix(self.what, self.fix)

    def told(self, language: str) -> str:
        """Return all of it on one line, for who reads this language."""
        where = f"{self.path}:{self.line}" if self.line else self.path
        return f"{where}: {self.said.told(language)}"

    def __str__(self) -> str:
        return self.told("en")


def with_fix(what: Both, fix: Both) -> Both:
    """Put the remedy behind what is wrong."""
    return Both(f"{what} {fix}".strip(), f"{what.zh}{fix.zh}")


class RoomhandError(Exception):
    """Anything this program raises on purpose."""

    @property
    def said(self) -> Both:
        """What is wrong; in English alone where nobody but the program is told."""
        said = self.args[0] if self.args else ""
        return said if isinstance(said, Both) else same(str(said))


class BadFile(RoomhandError):
    """A file has problems and nothing can go on without it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(Both(*("\n".join(p.told(language) for p in problems) for language in ("en", "zh"))))
        self.problems = tuple(problems)


class ActRefused(RoomhandError):
    """What somebody asked for cannot be done: what is wrong, and the remedy."""

    def __init__(self, what: Both, fix: Both) -> None:
        super().__init__(with_fix(what, fix))
        self.what, self.fix = what, fix


class LoginRefused(RoomhandError):
    """The platform will not let us in; a person must change something first."""

    def __init__(self, room: str, what: Both, fix: Both) -> None:
        super().__init__(
            Both(f"{room}: login refused. {what} {fix}".rstrip(), f"{room}：登录被拒。{what.zh}{fix.zh}")
        )
        self.room, self.what, self.fix = room, what, fix

    @property
    def said(self) -> Both:
        """What is wrong and how to mend it, without the room."""
        return with_fix(self.what, self.fix)


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


def did_you_mean(word: str, known: Iterable[str]) -> Both:
    """Return the remedy for a wrong word: the nearest right one, else all of them."""
    words = sorted(known)
    near, listed = nearest(word, words), one_among(words)
    return with_fix(perhaps(near), listed) if near else listed


def perhaps(near: str) -> Both:
    """Return the remedy for a word that has a right one near it."""
    return Both(f'Did you mean "{near}"?', f"是不是想写「{near}」？")


def one_among(words: Iterable[str]) -> Both:
    """Return the remedy for a wrong word: every right one."""
    listed = list(words)
    return Both(f"Known: {', '.join(listed)}.", f"可以写：{'、'.join(listed)}。")


NO_SUCH_PRODUCT = Both("Add the product to the catalogue, or correct the sku.", "请在商品目录里添加，或改正货号。")


def which_product(sku: str, known: Iterable[str]) -> Both:
    """Return the remedy for a product that the catalogue does not have."""
    near = nearest(sku, known)
    return perhaps(near) if near else NO_SUCH_PRODUCT
