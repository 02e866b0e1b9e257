"""The model chooses which entry of the FAQ a viewer means, or none. It never writes a word of the answer."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot import reasons
from bot.drafts.draft import json_in
from bot.faq.entries import Entry
from bot.guard import masked
from bot.messages import Clarify, Escalate, Merge
from bot.prompts import Prompt

LONGEST_ANSWER = 2_000
"""Characters of model output that are looked at."""
WAYS_SHOWN = 4
"""Phrasings of an entry the model sees beside its question."""
LONGEST_SHOWN = 120


def ask(prompt: Prompt, question: str, entries: Sequence[Entry]) -> list[dict[str, str]]:
    """Return the messages for the model: the entries by number, chat text as data."""
    lines = [
        json.dumps(
            {
                "number": number,
                "questions": [way[:LONGEST_SHOWN] for _, way in zip(range(1 + WAYS_SHOWN), entry.ways, strict=False)],
                "answer": entry.answer[:LONGEST_SHOWN] or f"(left to: {entry.then})",
            },
            ensure_ascii=False,
        )
        for number, entry in enumerate(entries, 1)
    ]
    return prompt.render({"entries": "\n".join(lines), "question": json.dumps(masked(question), ensure_ascii=False)})


def schema(offered: int) -> dict[str, Any]:
    """Return the shape of an answer, for services that keep to one."""
    return {
        "type": "object",
        "properties": {"number": {"type": "integer", "enum": list(range(offered + 1))}},
        "required": ["number"],
        "additionalProperties": False,
    }


def check_choice(raw: str, finish: str, offered: int) -> int | None:
    """Return the number the model chose, 0 for none; None when its answer is not one that may be used."""
    if finish not in ("stop", ""):
        return None
    try:
        answer = json_in(raw[:LONGEST_ANSWER])
    except ValueError:
        return None
    if not isinstance(answer, dict) or set(answer) != {"number"}:
        return None
    number = answer["number"]
    # True is an int to Python, and "2" is no number: what was not agreed is not guessed at.
    if type(number) is not int or not 0 <= number <= offered:
        return None
    return number


def not_asked(otherwise: Clarify | Escalate | Merge, failed: str | None) -> Clarify | Escalate | Merge:
    """Return what is done where the model gave nothing; a case says so. `failed` is the kind of its failure."""
    if not isinstance(otherwise, Escalate) or failed is None:
        return otherwise
    why = reasons.NO_MODEL.get(failed, reasons.MODEL_AWAY)
    return replace(otherwise, reason=reasons.BOTH.format(why=otherwise.reason, besides=why))
