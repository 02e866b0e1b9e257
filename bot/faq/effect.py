"""What a change of the FAQ does: which entries differ, and which real questions would be answered differently."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from bot.faq.cases import Came
from bot.faq.entries import Entry
from bot.faq.files import parse_faq
from bot.text import normalise

Kind: TypeAlias = Literal["otherwise", "newly", "no longer", "moved"]
"""Answered differently; answered where it was not; not answered any more; unanswered both times, but not alike."""
KINDS: tuple[Kind, ...] = ("no longer", "otherwise", "newly", "moved")
"""What deserves the closest look comes first."""
NAMED = 6


@dataclass(frozen=True, slots=True)
class Question:
    """A real question with the product that was on screen, where that is known."""

    text: str
    on_screen: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One question that fares otherwise after the change."""

    kind: Kind
    question: str
    times: int
    """How often viewers asked it."""
    before: Came
    after: Came


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change does to the questions of the past."""

    questions: int
    changes: Sequence[Change]

    def of(self, kind: Kind) -> list[Change]:
        """Return the changes of one kind, what was asked most often first."""
        return sorted((c for c in self.changes if c.kind == kind), key=lambda c: (-c.times, c.question))


def compare(
    questions: Iterable[Question], before: Callable[[Question], Came], after: Callable[[Question], Came]
) -> Effect:
    """Ask each question of both; the same words with the same product count once, with how often they were asked."""
    asked: dict[tuple[str, str | None], list[Question]] = {}
    for question in questions:
        asked.setdefault((normalise(question.text), question.on_screen), []).append(question)
    changes: list[Change] = []
    for same in asked.values():
        was, will = before(same[0]), after(same[0])
        if kind := _kind(was, will):
            changes.append(Change(kind, same[0].text, len(same), was, will))
    return Effect(sum(map(len, asked.values())), changes)


def _kind(was: Came, will: Came) -> Kind | None:
    if was.outcome == will.outcome == "answer":
        return "otherwise" if (was.entry, was.text) != (will.entry, will.text) else None
    if will.outcome == "answer":
        return "newly"
    if was.outcome == "answer":
        return "no longer"
    return "moved" if was.outcome != will.outcome else None


def entries_changed(before: Mapping[str, str], after: Mapping[str, str]) -> str:
    """Say in words how the entries of two states of the FAQ's files differ."""
    old, new = _entries(before), _entries(after)
    said = [
        _named("added", [name for name in new if name not in old]),
        _named("changed", [name for name in new if name in old and new[name] != old[name]]),
        _named("removed", [name for name in old if name not in new]),
    ]
    # Words for staff alone, and entries that could not be read, are in no entry.
    others = [path for path in sorted({*before, *after}) if before.get(path) != after.get(path)]
    return "; ".join(filter(None, said)) or (f"edited {', '.join(others[:NAMED])}" if others else "nothing")


def _entries(files: Mapping[str, str]) -> dict[str, tuple[object, ...]]:
    found: dict[str, tuple[object, ...]] = {}
    for path, text in files.items():
        if path.endswith(".md"):
            for entry in parse_faq(text, path)[0]:
                found.setdefault(entry.id, _gist(entry))
    return found


def _gist(entry: Entry) -> tuple[object, ...]:
    """Return what an entry says, wherever it stands."""
    return (tuple(entry.ways), entry.wordings, entry.then, entry.mode, entry.valid_from, entry.valid_to,
            entry.products, entry.lang, entry.scene)  # fmt: skip


def _named(what: str, names: Sequence[str]) -> str:
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return f"{what} {', '.join(names[:NAMED])}{more}" if names else ""
