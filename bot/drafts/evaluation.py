"""What a prompt is worth: cases, answers judged as in the room, and rates with their doubt."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol, TypeVar

from bot.catalog import Catalog, Product
from bot.drafts.draft import Declined, Picked, check_draft
from bot.drafts.gate import shut_for
from bot.drafts.validator import Asked, Unsound
from bot.languages import Both
from bot.problems import Problem, did_you_mean
from bot.text import Language

KEYS = ("id", "question", "language", "candidates", "products", "accept", "forbidden", "kind")
ABSTAINS = ("none", "human")
SURE = 1.96
"""Of a hundred intervals of this width, ninety-five hold the truth."""
FIX = Both(
    'Write {"id":"1","question":"…","candidates":["A101"],"accept":["A101"]}, or accept "none" or "human".',
    '请写 {"id":"1","question":"…","candidates":["A101"],"accept":["A101"]}，accept 也可写 "none" 或 "human"。',
)


@dataclass(frozen=True, slots=True)
class Case:
    """A question with what may be offered, and what a good model does."""

    id: str
    question: str
    language: Language
    products: tuple[Product, ...]
    accept: frozenset[str]
    """Skus, `none` or `human`; any of them is right."""
    forbidden: tuple[str, ...] = ()
    """What must not stand in a sentence, whatever the model is told."""
    kind: str = ""

    @property
    def abstains(self) -> bool:
        """Whether nothing may be suggested here."""
        return self.accept <= set(ABSTAINS)


@dataclass(frozen=True, slots=True)
class Answered:
    """What a model wrote for a case."""

    case: str
    text: str
    finish: str = "stop"
    ms: float = 0.0
    tokens: int = 0
    failed: str = ""


def read_cases(lines: Iterable[str], path: str, catalog: Catalog, problems: list[Problem]) -> list[Case]:
    """Read cases, one JSON object a line; what is wrong is named with its line."""
    cases: list[Case] = []
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            said = json.loads(line)
            if unknown := next((key for key in said if key not in KEYS), None):
                problems.append(
                    Problem(
                        path,
                        number,
                        Both(f'unknown key "{unknown[:40]}".', f"不认识的键「{unknown[:40]}」。"),
                        did_you_mean(unknown, KEYS),
                    )
                )
                continue
            cases.append(_case(said, catalog))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError, InvalidOperation) as error:
            problems.append(Problem(path, number, Both(f"not a case ({error}).", f"不是用例（{error}）。"), FIX))
    doubled = [case_id for case_id, n in Counter(case.id for case in cases).items() if n > 1]
    problems += [
        Problem(
            path,
            0,
            Both(f'case "{one[:40]}" is there twice.', f"用例「{one[:40]}」出现了两次。"),
            Both("Give each its own id.", "每条要有自己的 id。"),
        )
        for one in doubled
    ]
    return cases


def _case(said: Mapping[str, Any], catalog: Catalog) -> Case:
    products = {str(row["sku"]): _product(row) for row in said.get("products", ())}
    candidates = [str(sku) for sku in said.get("candidates", ())] or list(products)
    found = [products.get(sku) or catalog.get(sku) for sku in candidates]
    missing = [sku for sku, product in zip(candidates, found, strict=True) if product is None]
    if missing or not found:
        raise ValueError(f"no such product: {', '.join(missing) or 'none is offered'}")
    accept = said["accept"]
    right = frozenset([accept] if isinstance(accept, str) else map(str, accept))
    if wrong := right - set(candidates) - set(ABSTAINS):
        raise ValueError(f"accepts what is not offered: {', '.join(sorted(wrong))}")
    language: Language = "en" if said.get("language", "zh") == "en" else "zh"
    return Case(
        str(said["id"]), str(said["question"]), language, tuple(one for one in found if one is not None), right,
        tuple(map(str, said.get("forbidden", ()))), str(said.get("kind", "")),
    )  # fmt: skip


def _product(row: Mapping[str, Any]) -> Product:
    price = Decimal(str(row["price"])) if row.get("price") is not None else None
    return Product(
        str(row["sku"]), str(row["title"]), price, stock=1, category=str(row.get("category", "")),
        tags=tuple(map(str, row.get("tags", ()))), regulated=bool(row.get("regulated", False)),
    )  # fmt: skip


def read_answers(lines: Iterable[str], path: str, problems: list[Problem]) -> list[Answered]:
    """Read recorded answers, as `prompts eval --out` writes them."""
    found: list[Answered] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            said = json.loads(line)
            found.append(
                Answered(str(said["id"]), str(said.get("text") or ""), str(said.get("finish", "stop")),
                         float(said.get("ms", 0)), int(said.get("tokens", 0)), str(said.get("failed", "")))
            )  # fmt: skip
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            problems.append(
                Problem(
                    path,
                    number,
                    Both(f"not an answer ({error}).", f"不是回答（{error}）。"),
                    Both('Write {"id":"1","text":"…"}.', '请写 {"id":"1","text":"…"}。'),
                )
            )
    return found


# what came of it


@dataclass(slots=True)
class Marks:
    """What a prompt is worth on its cases."""

    answers: int = 0
    failed: int = 0
    valid: int = 0
    """One JSON object of the agreed shape."""
    right: int = 0
    said_none: int = 0
    rightly_none: int = 0
    should_be_none: int = 0
    sent: int = 0
    """Sentences the room would read in the model's words."""
    in_language: int = 0
    letters: int = 0
    leaked: list[str] = field(default_factory=list)
    """Cases with a forbidden string in what would be sent. There must be none."""
    rules: Counter[str] = field(default_factory=Counter)
    gated: int = 0
    """Cases that our own gate keeps from the model in a room; they are asked here all the same."""
    wrong: list[tuple[str, str]] = field(default_factory=list)
    ms: list[float] = field(default_factory=list)
    tokens: int = 0

    def rate(self, part: int, whole: int) -> float:
        """Return a share, 1 of nothing."""
        return part / whole if whole else 1.0

    def summary(self) -> dict[str, Any]:
        """Return all figures as one object."""
        inorder = sorted(self.ms) or [0.0]
        return {
            "answers": self.answers,
            "failed": self.failed,
            "valid": self.rate(self.valid, self.answers - self.failed),
            "right": self.rate(self.right, self.answers),
            "right_between": interval(self.right, self.answers),
            "abstention_precision": self.rate(self.rightly_none, self.said_none),
            "abstention_recall": self.rate(self.rightly_none, self.should_be_none),
            "rejected": dict(sorted(self.rules.items())),
            "language": self.rate(self.in_language, self.sent + self.rules["V7"]),
            "letters": round(self.letters / self.sent, 1) if self.sent else 0.0,
            "leaked": self.leaked,
            "gated": self.gated,
            "ms_p50": inorder[len(inorder) // 2],
            "ms_p95": inorder[min(len(inorder) - 1, int(0.95 * len(inorder)))],
            "tokens": self.tokens,
        }


class _Case(Protocol):
    """A case of any prompt, as far as counting goes."""

    @property
    def id(self) -> str: ...
    @property
    def question(self) -> str: ...
    @property
    def abstains(self) -> bool: ...


C = TypeVar("C", bound=_Case)


def counted(cases: Sequence[C], answers: Sequence[Answered], marks: Marks) -> Iterator[tuple[C, Answered]]:
    """Count the answers to cases, and yield those that came and are to be judged."""
    by_id = {case.id: case for case in cases}
    marks.gated = sum(shut_for(case.question) is not None for case in cases)
    for answer in answers:
        case = by_id.get(answer.case)
        if case is None:
            continue
        marks.answers += 1
        marks.tokens += answer.tokens
        marks.should_be_none += case.abstains
        if answer.failed:
            marks.failed += 1
            marks.wrong.append((case.id, answer.failed))
            continue
        marks.ms.append(answer.ms)
        yield case, answer


def marked(cases: Sequence[Case], answers: Sequence[Answered], told: str) -> Marks:
    """Judge answers as the room would, and count."""
    marks = Marks()
    for case, answer in counted(cases, answers, marks):
        _mark(case, answer, told, marks)
    return marks


def _mark(case: Case, answer: Answered, told: str, marks: Marks) -> None:
    catalog = Catalog({product.sku: product for product in case.products})
    verdict = check_draft(
        answer.text, answer.finish, Asked(case.question, case.products, catalog, case.language, told)
    )
    got = ""
    match verdict:
        case Unsound(rule=rule, what=what):
            marks.rules[rule] += 1
            marks.valid += rule != "V1"
            got = f"{rule}: {what}"
        case Declined(action=action):
            marks.valid += 1
            marks.said_none += 1
            marks.rightly_none += case.abstains
            got = action
        case Picked(sku=sku, say=say, left_out=left_out):
            marks.valid += 1
            got = sku
            if left_out:
                marks.rules[left_out] += 1
            if say:
                marks.sent += 1
                marks.in_language += 1
                marks.letters += len(say)
            if any(word.casefold() in say.casefold() for word in case.forbidden):
                marks.leaked.append(case.id)
    if got in case.accept or (case.abstains and got in ABSTAINS):
        marks.right += 1
    else:
        marks.wrong.append((case.id, got))


def interval(part: int, whole: int) -> tuple[float, float]:
    """Return between what a share lies that was seen so often (Wilson's interval)."""
    if not whole:
        return 0.0, 1.0
    share, square = part / whole, SURE * SURE
    middle = (share + square / (2 * whole)) / (1 + square / whole)
    half = SURE * math.sqrt(share * (1 - share) / whole + square / (4 * whole * whole)) / (1 + square / whole)
    return round(max(0.0, middle - half), 4), round(min(1.0, middle + half), 4)


def worse(now: Mapping[str, Any], before: Mapping[str, Any]) -> list[str]:
    """Return in what an evaluation is worse than an earlier one, beyond chance."""
    found = []
    for name in ("valid", "right", "abstention_recall"):
        whole = int(now["answers"])
        upper = interval(round(float(now[name]) * whole), whole)[1]
        if upper < float(before[name]):
            found.append(f"{name} was {float(before[name]):.0%}, is {float(now[name]):.0%}")
    if now["leaked"]:
        found.append(f"forbidden words would be sent: {', '.join(now['leaked'])}")
    return found
