"""What the model is asked, and what of its answer may be used. The model drafts, code decides.

The model sees candidates without price or stock and returns one JSON object; its `say` is a short reason. Product
name, price and link are put in by code from the catalogue when the reply leaves. What breaks a rule is not repaired.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.catalog import Product
from bot.drafts.validator import LONGEST_SAY, Asked, Unsound, unfit
from bot.guard import masked
from bot.prompts import Prompt
from bot.text import Language

LONGEST_ANSWER = 4_000
"""Characters of model output that are looked at."""
LONGEST_QUESTION = 300
"""Characters of a viewer's line that the model reads."""
NAMES: dict[Language, str] = {"zh": "Chinese (简体中文)", "en": "English"}


@dataclass(frozen=True, slots=True)
class Picked:
    """A sound draft: which product, and the reason in the model's words."""

    sku: str
    say: str
    left_out: str = ""
    """The rule by which the reason was left out while the pick holds."""


@dataclass(frozen=True, slots=True)
class Declined:
    """The model said that nothing fits, or that a person should answer."""

    action: str
    """`none` or `human`."""


def ask(prompt: Prompt, question: str, candidates: Sequence[Product], language: Language) -> list[dict[str, str]]:
    """Return the messages for the model: no price, no stock, no name, no history; chat text as data."""
    lines = [json.dumps(_shown(product), ensure_ascii=False) for product in candidates]
    return prompt.render(
        {
            "candidates": "\n".join(lines),
            "question": json.dumps(masked(question)[:LONGEST_QUESTION], ensure_ascii=False),
            "language": NAMES[language],
        }
    )


def _shown(product: Product) -> dict[str, Any]:
    """Return what the model sees of a product: the shop's own words for it."""
    shown: dict[str, Any] = {"sku": product.sku, "name": product.title, "category": product.category}
    shown["tags"] = [*product.tags, *product.approved]
    return shown | ({"regulated": True} if product.regulated else {})


def schema(candidates: Sequence[Product]) -> dict[str, Any]:
    """Return the shape of an answer, for services that keep to one."""
    return {
        "type": "object",
        "properties": {
            "action": {"type": "string", "enum": ["suggest", "none", "human"]},
            "skus": {
                "type": "array",
                "items": {"type": "string", "enum": [p.sku for p in candidates]},
                "maxItems": 2,
            },
            "say": {"type": "string", "maxLength": LONGEST_SAY},
        },
        "required": ["action", "skus", "say"],
        "additionalProperties": False,
    }


def check_draft(raw: str, finish: str, asked: Asked) -> Picked | Declined | Unsound:
    """Judge the model's answer; `validator.RULES` says what the rules are."""
    if finish not in ("stop", ""):
        return Unsound("V1", f"cut off ({finish[:20]})")
    answer = _parsed(raw)
    if isinstance(answer, Unsound):
        return answer
    action, skus, say = answer
    if action != "suggest":
        return Declined(action)
    if not skus:
        return Unsound("V2", "suggests nothing")
    offered = {p.sku for p in asked.candidates}
    for sku in skus:
        if sku not in offered:
            return Unsound("V2", f"{sku[:32]} is not among the candidates")
    return check_pick(Picked(skus[0], say.strip().rstrip("。.!！")), asked)


def check_pick(picked: Picked, asked: Asked) -> Picked | Unsound:
    """Judge a pick by the catalogue and the question as they are now: it may be one that was kept."""
    product = asked.catalog.get(picked.sku)
    if product is None or not product.available:
        return Unsound("V2", f"{picked.sku} cannot be bought now")
    if not picked.say or (broken := unfit(picked.say, product, asked)) is None:
        return picked
    return Picked(picked.sku, "", broken.rule) if broken.pick_holds else broken


_FENCE = re.compile(r"^\s*```(?:json)?|```\s*$")


def json_in(raw: str) -> object:
    """Return the outermost JSON object in what a model wrote, without thoughts and fences; raises `ValueError`."""
    text = raw.rsplit("</think>", 1)[-1]
    text = _FENCE.sub("", text.strip()).strip()
    start, end = text.find("{"), text.rfind("}")
    if start < 0 or end < start:
        raise ValueError("there is no object")
    try:
        return json.loads(text[start : end + 1], object_pairs_hook=_once)
    except RecursionError:
        raise ValueError("nested too deep") from None


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Refuse a key that is there twice: what stands first and what counts would differ."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key twice")
    return found


def _parsed(raw: str) -> tuple[str, list[str], str] | Unsound:
    """Take the one JSON object out of what the model wrote (V1)."""
    try:
        answer = json_in(raw[:LONGEST_ANSWER])
    except ValueError:
        return Unsound("V1", "not one JSON object")
    if not isinstance(answer, dict) or set(answer) != {"action", "skus", "say"}:
        return Unsound("V1", "not the agreed keys")
    action, skus, say = answer["action"], answer["skus"], answer["say"]
    good_skus = isinstance(skus, list) and len(skus) <= 2 and all(isinstance(s, str) for s in skus)
    if action not in ("suggest", "none", "human") or not good_skus or not isinstance(say, str):
        return Unsound("V1", "not the agreed values")
    return action, skus, say
