"""A model's draft of a reply that a person asked for: what the model is shown, and what of its answer they see.

It is held to what it was shown: no number that stands nowhere in it; price, stock and link only as variables that
code fills in. Whoever asked reads it, changes it and sends it, or not.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.catalog import Product
from bot.drafts.abuse import abusive
from bot.drafts.draft import LONGEST_QUESTION, NAMES, json_in
from bot.drafts.validator import Unsound, breaks_form, offers, promises_too_much
from bot.faq.entries import Entry, variables
from bot.guard import masked
from bot.prompts import Prompt
from bot.text import Language, folded, language_of

LONGEST_REPLY = 200
LONGEST_ANSWER = 4_000
"""Characters of model output that are looked at."""
MOST_LINES, LONGEST_ENTRY = 6, 400
RECITED, RECITED_CHINESE = 30, 12
"""Letters that in a row are a piece of the instructions."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the model may draw on, and what its draft is judged against."""

    lines: tuple[str, ...]
    """What was asked, line by line; personal data masked."""
    entries: tuple[Entry, ...]
    """The nearest of the FAQ."""
    product: Product | None
    """What is on screen."""
    language: Language
    told: str = ""
    """The instructions, no piece of which may come back."""


def ask(prompt: Prompt, shown: Shown) -> list[dict[str, str]]:
    """Return the messages for the model: no price, no stock, nothing of a person; chat text as data."""
    lines = [masked(line)[:LONGEST_QUESTION] for line in shown.lines[-MOST_LINES:]]
    return prompt.render(
        {
            "entries": "\n".join(_entry(entry) for entry in shown.entries) or "(none)",
            "product": _product(shown.product),
            "question": json.dumps(lines, ensure_ascii=False),
            "language": NAMES[shown.language],
        }
    )


def _entry(entry: Entry) -> str:
    said = {"question": entry.question, "answer": entry.answer[:LONGEST_ENTRY] or "(left to people)"}
    return json.dumps(said, ensure_ascii=False)


def _product(product: Product | None) -> str:
    if product is None:
        return "(nothing)"
    said: dict[str, Any] = {"name": product.title, "category": product.category, "tags": product.tags}
    said |= {"facts": dict(product.facts)} if product.facts else {}
    said |= {"regulated": True, "approved": product.approved} if product.regulated else {}
    return json.dumps(said, ensure_ascii=False)


def schema() -> dict[str, Any]:
    """Return the shape of an answer, for services that keep to one."""
    return {
        "type": "object",
        "properties": {"reply": {"type": "string", "maxLength": LONGEST_REPLY}},
        "required": ["reply"],
        "additionalProperties": False,
    }


def check_reply(raw: str, finish: str, shown: Shown) -> str | Unsound:
    """Return the draft with its variables unfilled, empty when the model has none; or the rule it breaks."""
    if finish not in ("stop", ""):
        return Unsound("V1", f"cut off ({finish[:20]})")
    try:
        answer = json_in(raw[:LONGEST_ANSWER])
    except ValueError:
        return Unsound("V1", "not one JSON object")
    if not isinstance(answer, dict) or set(answer) != {"reply"} or not isinstance(answer["reply"], str):
        return Unsound("V1", "not the agreed keys")
    reply = answer["reply"].strip()
    return (_unfit(reply, shown) or reply) if reply else ""


def _unfit(reply: str, shown: Shown) -> Unsound | None:
    """Return the first rule the draft breaks."""
    bare = reply
    for written, variable in variables(reply):
        if variable is None:
            return Unsound("V1", f"{written[:40]} is no variable")
        bare = re.sub(re.escape(written) + "(?:号链接)?", " ", bare)
    for rule, what in (
        ("V5", breaks_form(bare)),
        ("V3", _unfounded(bare, shown)),
        ("V6", promises_too_much(bare)),
        ("V8", _told_back(bare, shown.told)),
        ("V7", _ill_fitting(reply, bare, shown.language)),
        ("V10", "an insult" if abusive(bare) else ""),
    ):
        if what:
            return Unsound(rule, what)
    return None


def _sources(shown: Shown) -> Sequence[str]:
    """Return every text a draft may take its words and numbers from."""
    product = shown.product
    facts = [f"{name} {value}" for name, value in product.facts] if product is not None else []
    names = [product.title, product.category, *product.tags, *product.approved] if product is not None else []
    return [*names, *facts, *(text for entry in shown.entries for text in (entry.question, entry.answer))]


_NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")


def _unfounded(bare: str, shown: Shown) -> str:
    """Return the first number, amount or offer that stands in nothing the model was shown."""
    sources, plain = "\n".join(map(folded, _sources(shown))), folded(bare)
    known = set(_NUMBER.findall(sources))
    made_up = next((found for found in _NUMBER.findall(plain) if found not in known), "")
    made_up = made_up or next((found for found in offers(plain) if found not in sources), "")
    return f"not in what it was shown: {made_up}" if made_up else ""


def _told_back(bare: str, told: str) -> str:
    """Return that the draft recites its instructions, if it does."""
    said, instructed = _squeezed(bare), "".join(map(_squeezed, told.split("\n")))
    length = RECITED if said.isascii() else RECITED_CHINESE
    recited = any(said[i : i + length] in instructed for i in range(len(said) - length + 1))
    return "repeats its instructions" if recited else ""


def _squeezed(text: str) -> str:
    return "".join(char for char in folded(text) if char.isalnum())


def _ill_fitting(reply: str, bare: str, language: Language) -> str:
    if len(reply) > LONGEST_REPLY:
        return f"{len(reply)} characters"
    if sum(map(str.isalpha, bare)) < 2:
        return "says nothing"
    return "another language" if language_of(bare) != language else ""
