"""An entry as somebody typed it whole, brought into its file by the smallest edits that do."""

from __future__ import annotations

from collections import Counter

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
    left = Counter(phrasing.text for phrasing in wanted.phrasings)
    new = left - Counter(phrasing.text for phrasing in old.phrasings)
    for phrasing in old.phrasings:
        if left[phrasing.text] <= 0:
            text = edit.remove_phrasing(text, entry_id, phrasing.text)
        left[phrasing.text] -= 1
    return edit.add_phrasings(text, entry_id, list(new)) if new else text
