"""An FAQ entry written as the lines of a file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from bot.faq.entries import Entry, Phrasing
from bot.faq.files import MOST_PHRASINGS, natural_id
from bot.faq.keys import KEYS
from bot.faq.lines import as_question, as_wording
from bot.languages import Both
from bot.problems import RoomhandError
from bot.text import normalise

_LIST = re.compile(r"[-+*](?:\s|$)")
_BLOCK = re.compile(r"[#<]|`{3}|~{3}|([-_*])(?:\s*\1){2,}\s*$")


class EditRefused(RoomhandError):
    """The file cannot be changed that way; the words say why and what to do."""

    def __init__(self, said: Both) -> None:
        super().__init__(said)


def written(entry: Entry, common: Mapping[str, tuple[str, int]]) -> list[str]:
    """Write an entry as the lines of a file whose front matter holds some keys for all."""
    natural = entry.id == natural_id(entry) and not entry.question.endswith("#")
    ways = [phrasing.text for phrasing in entry.phrasings]
    keys = _keys_to_write(entry, common)
    return rendered(entry.question, "" if natural else entry.id, keys, ways, entry.wordings)


def clean(entry: Entry) -> Entry:
    """Return the entry as it can be written."""
    said = [wording for wording in map(as_wording, entry.wordings) if wording]
    question = as_question(entry.question)
    if not normalise(question):
        raise EditRefused(Both("the question is empty.", "问题是空的。"))
    # A line of nothing but dashes would be drawn as a line.
    phrasings = [way for way in (as_question(p.text) for p in entry.phrasings) if way.strip("-*_ \t")]
    if len(phrasings) > MOST_PHRASINGS:
        raise EditRefused(
            Both(
                f'"{question}" has more than {MOST_PHRASINGS} phrasings. Leave some out.',
                f"「{question}」的问法超过 {MOST_PHRASINGS} 条，请删减一些。",
            )
        )
    return replace(
        entry,
        question=question,
        phrasings=tuple(Phrasing(way, 0) for way in phrasings),
        answer=said[0] if said else "",
        other_wordings=tuple(said[1:]),
    )


def _keys_to_write(entry: Entry, common: Mapping[str, tuple[str, int]]) -> dict[str, str]:
    """Return an entry's keys, an empty one where the front matter says what the entry does not."""
    keys = keys_as_written(entry)
    return {key: keys.get(key, "") for key in KEYS if key in keys or (key in common and common[key][0])}


def keys_as_written(entry: Entry) -> dict[str, str]:
    """Return an entry's keys as they are written in a file."""
    valid = f"{entry.valid_from or ''}..{entry.valid_to or ''}"
    keys = {
        "valid": valid if valid != ".." else "",
        "products": ", ".join(entry.products),
        "lang": entry.lang,
        "scene": entry.scene,
        "mode": entry.mode,
        "then": entry.then,
    }
    return {key: value for key, value in keys.items() if value}


def rendered(
    question: str, entry_id: str, keys: Mapping[str, str], phrasings: Iterable[str], wordings: Sequence[str]
) -> list[str]:
    """Write an entry as the lines of a file."""
    written = [f"## {question} {{#{entry_id}}}" if entry_id else f"## {question}"]
    if keys:
        written += ["<!--", *(f"{key}: {value}".rstrip() for key, value in keys.items()), "-->"]
    written += [f"- {phrasing}" for phrasing in phrasings]
    return [*written, "", *rendered_answer(wordings)] if wordings else written


def rendered_answer(wordings: Sequence[str], *, apart: bool = False, after_break: bool = False) -> list[str]:
    """Write the wordings of an answer; `apart` from one above, or `after_break` that parts them."""
    written: list[str] = []
    for i, wording in enumerate(wordings):
        special = bool(_BLOCK.match(wording))
        # What begins like a list would be taken for phrasings, and what begins like a heading for one.
        if i or apart or (not after_break and (special or _LIST.match(wording))):
            written += ["---", ""]
        written += [f"    {wording}" if special else wording, ""]
    return written[:-1]
