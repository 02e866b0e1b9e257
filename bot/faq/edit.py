"""Edits of an FAQ file's text that leave everything else as it was."""

from __future__ import annotations

from collections.abc import Sequence

from bot.faq.entries import Entry
from bot.faq.files import parse_faq


def add_phrasings(text: str, entry_id: str, phrasings: Sequence[str]) -> str:
    """Return the file with phrasings added to an entry's list."""
    entry = next(entry for entry in parse_faq(text, "")[0] if entry.id == entry_id)
    lines = text.split("\n")
    items = [f"- {phrasing}" for phrasing in phrasings]
    if entry.phrasings:
        at = entry.phrasings[-1].line
    else:
        at = entry.line
        if at < len(lines) and lines[at].lstrip().startswith("<!--"):
            at = next(i for i in range(at, len(lines)) if "-->" in lines[i]) + 1
        items = items if at < len(lines) and not lines[at].strip() else [*items, ""]
    return "\n".join([*lines[:at], *items, *lines[at:]])


def add_entry(text: str, entry: Entry, section: str | None = None) -> str:
    """Return the file with an entry added at its end."""
    parts = [f"## {entry.question} {{#{entry.id}}}"]
    if entry.then:
        parts.append(f"<!--\nthen: {entry.then}\n-->")
    parts += [f"- {phrasing.text}" for phrasing in entry.phrasings]
    if entry.answer:
        parts += ["", entry.answer]
    return text.rstrip("\n") + ("\n\n" if text.strip() else "") + "\n".join(parts) + "\n"
