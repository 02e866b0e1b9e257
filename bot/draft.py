"""What the model is asked, and what of its answer may be used. The model drafts, code decides.

The model sees candidates without price or stock and returns one JSON object; its `say` is a short reason.
Product name, price and link are put in by code from the catalogue. Whatever breaks a rule is not repaired:
the question goes to a person.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from bot.catalog import Catalog, Product
from bot.guard import check as guard_check
from bot.guard import masked
from bot.prompts import Prompt
from bot.text import Language, language_of, normalise

LONGEST_SAY = 60
LONGEST_ANSWER = 4_000
"""Characters of model output that are looked at."""


@dataclass(frozen=True, slots=True)
class Picked:
    """A sound draft: which product, and the reason in the model's words."""

    sku: str
    say: str


@dataclass(frozen=True, slots=True)
class Declined:
    """The model said that nothing fits, or that a person should answer."""

    action: str
    """`none` or `human`."""


@dataclass(frozen=True, slots=True)
class Unsound:
    """The draft breaks a rule and is not used."""

    rule: str
    what: str


def ask(prompt: Prompt, question: str, candidates: Sequence[Product], language: Language) -> list[dict[str, str]]:
    """Return the messages for the model: no price, no stock, no name, no history; chat text as data."""
    lines = [
        json.dumps({"sku": p.sku, "name": p.title, "category": p.category, "tags": list(p.tags)}, ensure_ascii=False)
        for p in candidates
    ]
    return prompt.render(
        {
            "candidates": "\n".join(lines),
            "question": json.dumps(masked(question), ensure_ascii=False),
            "language": {"zh": "Chinese (简体中文)", "en": "English"}[language],
        }
    )


def check_draft(
    raw: str, finish: str, candidates: Sequence[Product], catalog: Catalog, language: Language
) -> Picked | Declined | Unsound:
    """Judge the model's answer. Rules carry the ids of the validator in docs/architecture.md."""
    if finish not in ("stop", ""):
        return Unsound("V1", f"cut off ({finish})")
    answer = _parsed(raw)
    if isinstance(answer, Unsound):
        return answer
    action, skus, say = answer
    if action != "suggest":
        return Declined(action)
    if not skus:
        return Unsound("V2", "suggests nothing")
    allowed = {p.sku for p in candidates}
    for sku in skus:
        if sku not in allowed or sku not in catalog or not catalog[sku].available:
            return Unsound("V2", f"{sku[:32]} is not among the candidates")
    say = say.strip().rstrip("。.!！")
    if say and (broken := _unfit(say, catalog[skus[0]], catalog, language)):
        return broken
    return Picked(skus[0], say)


def json_in(raw: str) -> object:
    """Return the one JSON value in what a model wrote, without its thoughts and fences; raises `ValueError`."""
    text = raw.rsplit("</think>", 1)[-1]
    text = re.sub(r"^\s*```(?:json)?|```\s*$", "", text.strip()).strip()
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("nested too deep") from None


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


_AMOUNT = re.compile(
    "[0-9０-９%％¥￥$€£]|折|[一二两三四五六七八九十百千半][块元毛角件个瓶盒斤倍成]|买.送|半价|免费|包邮|赠"
    r"|(?a:\b(?:half|free|off|discount|cheap\w*|percent|dollars?|yuan|one|two|three|four|five|ten)\b)",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"[<>{}\[\]`*_|\\@#/]|https?|www\.")
_META = re.compile(
    r"系统提示|提示词|指令|规则|忽略|人工智能|语言模型|其他观众|历史|记录|曾经|上次|之前"
    r"|(?a:\b(?:prompt|instruction|ignore|system|language model|as an ai|previous|history|json|secret)\b)"
    r"|(?a:\b(?:password|token)\b)",
    re.IGNORECASE,
)


def _unfit(say: str, chosen: Product, catalog: Catalog, language: Language) -> Unsound | None:
    """Return the first rule the reason breaks."""
    if len(say) > LONGEST_SAY:
        return Unsound("V7", f"{len(say)} characters")
    if any(unicodedata.category(c) in ("Cc", "Cf", "Co", "Cs") for c in say) or _MARKUP.search(say):
        return Unsound("V5", "markup or control characters")
    # Tokens of the product's own name may hold digits: SPF50, 500ml.
    rest = say
    for token in re.findall(r"[A-Za-z0-9.+]*\d[A-Za-z0-9.+]*", chosen.title):
        rest = rest.replace(token, "")
    if _AMOUNT.search(rest):
        return Unsound("V3", "an amount, a number or an offer")
    plain = normalise(say)
    for product in catalog.values():
        title = normalise(product.title)
        if product.sku != chosen.sku and (title in plain or product.sku.casefold() in plain.split()):
            return Unsound("V4", f"names {product.sku}")
    if guard_check(say):
        return Unsound("V6", str(guard_check(say)[0]))
    if language_of(say) != language:
        return Unsound("V7", "another language")
    if _META.search(say):
        return Unsound("V8", "speaks of instructions or the past")
    return None
