"""Answers that staff took back: the entry says nothing more until its answer is written anew or may be said again."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import replace

from bot.faq.entries import Entry, Faq


def mark(entry: Entry) -> str:
    """Return what changes when any wording of an entry's answer does, and with nothing else."""
    return hashlib.sha256("\0".join(entry.written.wordings).encode("utf-8", "replace")).hexdigest()[:32]


def without_recalled(faq: Faq, recalled: Collection[tuple[str, str]]) -> Faq:
    """Return the FAQ in which recalled answers, by entry and mark, are not said: a person answers instead.

    An answer that was written anew has another mark, and is said.
    """
    there = {id_: faq.entries[id_] for id_, _ in recalled if id_ in faq.entries}
    stopped = {id_: _kept_back(entry) for id_, entry in there.items() if (id_, mark(entry)) in recalled}
    return Faq({**faq.entries, **stopped}) if stopped else faq


def _kept_back(entry: Entry) -> Entry:
    return replace(entry, answer="", other_wordings=(), other_lines=(), then="person", recalled=entry)
