"""Who else has a case open, and who writes an answer to it: shown quietly and loudly to whoever looks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.console.pages import drawn
from bot.console.words import Words

WRITES_S = 8.0
"""Seconds after a key in the box during which somebody counts as writing; pages tell every three."""
MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class Seen:
    """One open page: whose it is, which case it shows, and when its box was typed in last, on the loop's clock."""

    name: str
    case: int | None
    typed_at: float = float("-inf")


@dataclass(frozen=True, slots=True)
class Beside:
    """The colleagues at one case."""

    looking: tuple[str, ...] = ()
    writing: tuple[str, ...] = ()


def beside(pages: Iterable[Seen], case: int | None, me: str, now: float) -> Beside:
    """Return who else is at a case; several pages of one person are one."""
    there = [page for page in pages if case is not None and page.case == case and page.name != me]
    writing = {page.name for page in there if now - page.typed_at < WRITES_S}
    return Beside(tuple(sorted({page.name for page in there} - writing)), tuple(sorted(writing)))


def parts(case: int, others: Beside, t: Words) -> dict[str, str]:
    """Return the quiet line in the head of a case and the loud one at its box."""
    values = {"case_id": case, **told(others, t)}
    return {f"case-{case}-{part}": drawn(f"case_{part}.html", t, **values) for part in ("looking", "writing")}


def told(others: Beside, t: Words) -> dict[str, str]:
    """Return who is there in words."""
    return {"looking": _told(t, "looking", others.looking), "writing": _told(t, "writing", others.writing)}


def _told(t: Words, what: str, names: tuple[str, ...]) -> str:
    if not names:
        return ""
    more = f" +{len(names) - MOST_NAMES}" if len(names) > MOST_NAMES else ""
    return t(f"beside.{what}", names=t("beside.and").join(names[:MOST_NAMES]) + more)
