"""Cases: real questions with what must become of them, kept in a file that staff can read.

    几天能到啊 => delivery-time
    这个多少钱 [on screen: A101] => screen-price
    我要投诉 => person
    which courier, sf? => en-courier, en-delivery-time

After the arrow stands an entry's id (several, where each would do), or what is done instead: `person`,
`silence`, `suggestion`, `ask-back`, or `none` for anything but an answer of the FAQ.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from bot.catalog.entries import ProductEntry
from bot.faq.entries import Entry
from bot.guard.rules import retold
from bot.languages import NOTHING, Both, same
from bot.messages import MAX_TEXT, Outcome
from bot.problems import Problem, did_you_mean, nearest, perhaps
from bot.reasons import told

MOST_CASES = 5_000
OUTCOMES = {
    "person": ("escalate",),
    "silence": ("ignore",),
    "suggestion": ("suggest",),
    "ask-back": ("clarify",),
    "none": ("escalate", "ignore", "suggest", "clarify", "merge"),
}
"""What may stand for an entry, and the outcomes that are meant."""
OF_THEN = {"person": "escalate", "model": "suggest", "silence": "ignore"}

_ARROW = re.compile(r"\s*(?:=>|＝＞|⇒|→)\s*")
_SCREEN = re.compile(r"\s*[\[【]\s*(?:on screen|屏幕)\s*[:：]\s*([^\]】]*)[\]】]\s*$", re.IGNORECASE)
_FIX = Both(
    "Write: question => entry id, or person, silence, suggestion or none.",
    "请写成：问题 => 问答编号，或 person、silence、suggestion、none。",
)


@dataclass(frozen=True, slots=True)
class Case:
    """One question and what must become of it."""

    text: str
    expected: tuple[str, ...]
    """Ids of entries and words of `OUTCOMES`; any one of them will do."""
    on_screen: str | None = None
    path: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Came:
    """What the bot makes of a question now."""

    outcome: str
    entry: str = ""
    """The entry that answered or, where none did, that came nearest; two, joined by "+", of two questions in one."""
    text: str = ""
    reason: str = ""

    @property
    def said(self) -> Both:
        """What became of the question."""
        if self.outcome == Outcome.ANSWER:
            return Both(f"{self.entry} answered", f"由 {self.entry} 回答")
        outcome, reason = (
            WORDS.get(self.outcome) or same(self.outcome),
            told(self.reason, "zh", {"finding": lambda one: retold(one, "zh")}),
        )
        near = Both(f", nearest {self.entry}", f"，最接近 {self.entry}") if self.entry else NOTHING
        return Both(f"{outcome} ({self.reason}{near})", f"{outcome.zh}（{reason}{near.zh}）")

    def __str__(self) -> str:
        return str(self.said)


WORDS = {
    "escalate": Both("a person", "人工"),
    "ignore": Both("silence", "不回应"),
    "suggest": Both("a suggestion", "推荐"),
    "clarify": Both("asked back", "反问"),
    "merge": Both("joined another", "并入另一条"),
}


def parse_cases(text: str, path: str) -> tuple[list[Case], list[Problem]]:
    """Read a file of cases: the good ones, and every line that is none with its remedy."""
    cases: list[Case] = []
    problems: list[Problem] = []
    seen: dict[tuple[str, str | None], Case] = {}
    for number, raw in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        case = _case(line, path, number, problems)
        if case is None:
            continue
        first = seen.setdefault((case.text, case.on_screen), case)
        if first is not case:
            problems.append(
                Problem(
                    path,
                    number,
                    Both(
                        f'"{case.text[:60]}" is already on line {first.line}.',
                        f"「{case.text[:60]}」在第 {first.line} 行已经有了。",
                    ),
                    Both("Keep one.", "只留一条。"),
                )
            )
        elif len(cases) == MOST_CASES:
            problems.append(
                Problem(
                    path,
                    number,
                    Both(f"more than {MOST_CASES} cases.", f"超过 {MOST_CASES} 条。"),
                    Both("Delete the oldest ones.", "请删掉最旧的。"),
                )
            )
            break
        else:
            cases.append(case)
    return cases, problems


def _case(line: str, path: str, number: int, problems: list[Problem]) -> Case | None:
    arrows = list(_ARROW.finditer(line))
    if not arrows:
        problems.append(Problem(path, number, Both("there is no => in this line.", "这一行没有 =>。"), _FIX))
        return None
    text, wanted = line[: arrows[-1].start()].strip(), line[arrows[-1].end() :]
    screen = _SCREEN.search(text)
    if screen:
        text = text[: screen.start()].strip()
    expected = tuple(word for word in re.split(r"[,，、\s]+", wanted.strip()) if word)
    what: Both | None = None
    if not text:
        what = Both("there is no question before the =>.", "=> 前面没有问题。")
    elif not expected:
        what = Both("nothing stands after the =>.", "=> 后面没有内容。")
    elif screen and not screen.group(1).strip():
        what = Both("no product is named as the one on screen.", "没有写明正在展示哪个商品。")
    elif len(text) > MAX_TEXT:
        what = Both(
            f"the question has {len(text)} characters; no message has more than {MAX_TEXT}.",
            f"问题有 {len(text)} 字，聊天消息最多 {MAX_TEXT} 字。",
        )
    if what:
        problems.append(Problem(path, number, what, _FIX))
        return None
    return Case(text, expected, screen.group(1).strip() if screen else None, path, number)


def case_line(text: str, expected: Iterable[str], on_screen: str | None = None) -> str:
    """Write a case as a line of the file; what would break the line is taken out of the question."""
    plain = _ARROW.sub(" ", " ".join(text.split())).lstrip("# ")
    screen = f" [on screen: {on_screen}]" if on_screen else ""
    return f"{plain}{screen} => {', '.join(expected)}"


def unknown_names(cases: Iterable[Case], entries: Mapping[str, Entry], skus: Iterable[str]) -> list[Problem]:
    """Find cases that name an entry or a product that is not there."""
    known, sold = [*entries, *OUTCOMES], set(skus)
    problems: list[Problem] = []
    for case in cases:
        for name in case.expected:
            if any(part not in known and not _sold(part, sold) for part in name.split("+")):
                near = nearest(name, known)
                # Nobody reads a list of all entries.
                fix = did_you_mean(name, known) if len(known) <= 20 else perhaps(near) if near else _FIX
                problems.append(
                    Problem(
                        case.path,
                        case.line,
                        Both(f'there is no entry "{name}".', f"没有编号为「{name}」的问答。"),
                        fix,
                    )
                )
        if case.on_screen is not None and case.on_screen not in sold:
            what = Both(f"the catalogue has no product {case.on_screen}.", f"商品目录里没有 {case.on_screen}。")
            problems.append(Problem(case.path, case.line, what, Both("Correct the sku.", "请改正货号。")))
    return problems


def _sold(name: str, skus: Collection[str]) -> bool:
    """Return whether a name stands for an answer from the catalogue about products that are in it."""
    about = ProductEntry.of(name)
    return about is not None and bool(about.skus) and all(sku in skus for sku in about.skus)


def passes(case: Case, came: Came, entries: Mapping[str, Entry]) -> bool:
    """Return whether what came is what the case asks for."""
    return any(_is(expected, came, entries) for expected in case.expected)


def _is(expected: str, came: Came, entries: Mapping[str, Entry]) -> bool:
    if expected in entries:
        # A no-answer entry has had its way when its questions went where it sends them.
        outcome = OF_THEN.get(entries[expected].then, "answer")
        return came.outcome == outcome and came.entry == expected
    if expected in OUTCOMES:
        return came.outcome in OUTCOMES[expected]
    return came.outcome == "answer" and sorted(came.entry.split("+")) == sorted(expected.split("+"))


def failure(case: Case, came: Came) -> Problem:
    """Say of a case that failed what came instead."""
    screen = Both(f" with {case.on_screen} on screen", f"（展示 {case.on_screen} 时）") if case.on_screen else NOTHING
    what = Both(
        f'"{case.text}"{screen} should be {" or ".join(case.expected)}; it is {came}.',
        f"「{case.text}」{screen.zh}应当是 {' 或 '.join(case.expected)}，结果却是 {came.said.zh}。",
    )
    fix = Both(
        "Mend the FAQ, most often by a phrasing; or correct this line if it is out of date.",
        "请修正问答库，多半是补一个问法；如果这一行已过时，就改这一行。",
    )
    return Problem(case.path, case.line, what, fix)
