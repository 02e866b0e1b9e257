"""What each entry is worth: how often it answered, what came after, and whether somebody vouches for it."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bot.faq.entries import VARIABLE, Entry, Faq
from bot.messages import JOIN

AFTER_S = 180.0
"""Seconds within which a viewer's next question for staff is held against the answer before it."""
LONG_AGO = timedelta(days=30)
SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Verified:
    """Somebody read an entry and vouches for it."""

    entry: str
    fingerprint: str
    """Of the entry as it was read."""
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Given:
    """An answer a viewer got, or a question of theirs that went to staff; in the order of the evening."""

    room: str
    viewer: str
    at: datetime
    entry: str
    """One id or two; empty for a question that went to staff."""


@dataclass(frozen=True, slots=True)
class Marked:
    """An answer that somebody called wrong."""

    entry: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Drafted:
    """A case for which staff were offered an entry's answer, and what they sent."""

    entry: str
    draft: str
    replies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """Everything that was kept of how entries fared."""

    given: Sequence[Given] = ()
    marked: Sequence[Marked] = ()
    drafted: Sequence[Drafted] = ()


@dataclass(frozen=True, slots=True)
class Worth:
    """How one entry fared."""

    entry: Entry
    hits: int = 0
    askers: int = 0
    corrections: int = 0
    escalations: int = 0
    """Viewers who had to ask staff right after it answered."""
    edited: int = 0
    """Cases for which staff changed its answer before they sent it."""
    last_used: datetime | None = None
    verified: Verified | None = None
    """Only while the entry reads as it did then."""
    edited_since: Verified | None = None
    """Who vouched for it before it was changed."""
    last_marked: datetime | None = None

    @property
    def trouble(self) -> int:
        """How much there was with it: being called wrong weighs most."""
        return 3 * self.corrections + self.escalations + self.edited


@dataclass(slots=True)
class _Tally:
    hits: int = 0
    viewers: set[tuple[str, str]] = field(default_factory=set)
    corrections: int = 0
    escalations: int = 0
    edited: int = 0
    last_used: datetime | None = None
    last_marked: datetime | None = None


def ids_of(entry: str) -> tuple[str, ...]:
    """Return the entries that a recorded id names: one, two, or none."""
    return tuple(part for part in entry.split(JOIN) if part)


def fingerprint(entry: Entry) -> str:
    """Return what changes when an entry's question or any wording of its answer does."""
    written = entry.written
    read = "\n".join((written.question, written.then, *written.wordings))
    return hashlib.sha256(read.encode("utf-8", "replace")).hexdigest()[:32]


def worth(faq: Faq, record: Record, verified: Mapping[str, Verified]) -> list[Worth]:
    """Return how every entry of the FAQ fared, the most troublesome first."""
    tallies: dict[str, _Tally] = defaultdict(_Tally)
    _count_given(record.given, tallies)
    for marked in record.marked:
        for entry in ids_of(marked.entry):
            tally = tallies[entry]
            tally.corrections += 1
            tally.last_marked = max(marked.at, tally.last_marked or marked.at)
    for drafted in record.drafted:
        # The draft may have been about a product; only an entry's own words count for or against it.
        for entry in ids_of(drafted.entry):
            if entry in faq.entries and _says(faq.entries[entry], drafted.draft) and _changed(drafted):
                tallies[entry].edited += 1
    found = [_worth(entry, tallies[entry.id], verified.get(entry.id)) for entry in faq.entries.values()]
    return sorted(found, key=lambda one: (-one.trouble, -one.hits, one.entry.id))


def _count_given(given: Iterable[Given], tallies: dict[str, _Tally]) -> None:
    before: dict[tuple[str, str], list[Given]] = {}
    for one in given:
        who = (one.room, one.viewer)
        if one.entry:
            for entry in ids_of(one.entry):
                tally = tallies[entry]
                tally.hits += 1
                tally.viewers.add(who)
                tally.last_used = max(one.at, tally.last_used or one.at)
            before.setdefault(who, []).append(one)
        else:
            # Each answer is held responsible once, however often the viewer asks on.
            recent = [last for last in before.pop(who, []) if (one.at - last.at).total_seconds() <= AFTER_S]
            for entry in {entry for last in recent for entry in ids_of(last.entry)}:
                tallies[entry].escalations += 1


def _says(entry: Entry, text: str) -> bool:
    """Return whether a text is one of the entry's wordings, its variables filled with anything."""
    for wording in entry.written.wordings:
        pieces = VARIABLE.sub("\0", " ".join(wording.split())).split("\0")
        if re.fullmatch(".{1,80}?".join(map(re.escape, pieces)), " ".join(text.split())):
            return True
    return False


def _changed(drafted: Drafted) -> bool:
    return bool(drafted.replies) and drafted.draft.split() not in [reply.split() for reply in drafted.replies]


def _worth(entry: Entry, tally: _Tally, verified: Verified | None) -> Worth:
    holds = verified is not None and verified.fingerprint == fingerprint(entry)
    return Worth(
        entry=entry,
        hits=tally.hits,
        askers=len(tally.viewers),
        corrections=tally.corrections,
        escalations=tally.escalations,
        edited=tally.edited,
        last_used=tally.last_used,
        verified=verified if holds else None,
        edited_since=None if holds else verified,
        last_marked=tally.last_marked,
    )


@dataclass(frozen=True, slots=True)
class Stale:
    """An entry to read before the show, and why."""

    worth: Worth
    reasons: tuple[str, ...]
    """Of: `over`, `expiring`, `corrected`, `changed`, `never`, `long ago`."""


def stale(
    found: Iterable[Worth], today: date, now: datetime, *, long_ago: timedelta = LONG_AGO, soon: timedelta = SOON
) -> list[Stale]:
    """Return the entries somebody should read before the show, those with the gravest reason first."""
    listed = [Stale(one, tuple(_reasons(one, today, now, long_ago, soon))) for one in found]
    order = ("over", "corrected", "expiring", "changed", "never", "long ago")
    waiting = [one for one in listed if one.reasons]
    return sorted(waiting, key=lambda one: (order.index(one.reasons[0]), -one.worth.trouble, -one.worth.hits))


def _reasons(one: Worth, today: date, now: datetime, long_ago: timedelta, soon: timedelta) -> Iterable[str]:
    ends = one.entry.valid_to
    if ends is not None and ends < today:
        yield "over"
    # Whoever vouched for it after it was called wrong has seen that.
    if one.last_marked is not None and (one.verified is None or one.verified.at < one.last_marked):
        yield "corrected"
    if ends is not None and today <= ends <= today + soon:
        yield "expiring"
    if one.entry.then:
        return  # it says nothing that could be wrong
    if one.edited_since is not None:
        yield "changed"
    elif one.verified is None:
        yield "never"
    elif now - one.verified.at > long_ago:
        yield "long ago"
