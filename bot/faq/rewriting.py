"""An entry as somebody typed it whole, brought into its file by the smallest edits that do."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import zip_longest

from bot.faq import edit
from bot.faq.entries import Entry
from bot.faq.files import parse_faq
from bot.faq.keys import KEYS
from bot.faq.writing import keys_as_written


def rewrite(text: str, entry_id: str, wanted: Entry) -> str:
    """Let an entry say what another one says; its id and its place stay, and so does all that is the same."""
    return edit.change_entries(text, {entry_id: lambda alone: _rewritten(alone, entry_id, wanted)})


def _rewritten(text: str, entry_id: str, wanted: Entry) -> str:
    old = next(entry for entry in parse_faq(text, "")[0] if entry.id == entry_id)
    had, wants = keys_as_written(old), keys_as_written(wanted)
    if not wanted.then:
        text = edit.replace_answer(text, entry_id, wanted.wordings)
    elif old.wordings:
        text = edit.remove_answer(text, entry_id, wanted.then)
    elif wanted.then != old.then:
        text = edit.set_key(text, entry_id, "then", wanted.then)
    for key in KEYS:
        if key != "then" and had.get(key, "") != wants.get(key, ""):
            text = edit.set_key(text, entry_id, key, wants.get(key, ""))
    if wanted.question != old.question:
        text = edit.set_question(text, entry_id, wanted.question)
    return _reworded(text, entry_id, [p.text for p in old.phrasings], [p.text for p in wanted.phrasings])


def _reworded(text: str, entry_id: str, old: Sequence[str], wanted: Sequence[str]) -> str:
    """Bring the ways of asking in: one worded otherwise stays where it is, a new one goes to the end."""
    come: list[str] = []
    for _, first, last, start, end in SequenceMatcher(None, old, wanted, autojunk=False).get_opcodes():
        if old[first:last] == wanted[start:end]:
            continue
        for way, other in zip_longest(old[first:last], wanted[start:end]):
            if way is not None and other is not None:
                try:
                    text = edit.reword_phrasing(text, entry_id, way, other)
                    continue
                except edit.EditRefused:
                    pass  # its words stand elsewhere in the entry, perhaps where they are about to go
            if way is not None:
                text = edit.remove_phrasing(text, entry_id, way)
            come += [other] if other is not None else []
    return edit.add_phrasings(text, entry_id, come) if come else text
