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
from bot.messages import MAX_TEXT, Outcome
from bot.problems import Problem, did_you_mean

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
_FIX = "Write: question => entry id, or person, silence, suggestion or none."


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

    def __str__(self) -> str:
        if self.outcome == Outcome.ANSWER:
            return f"{self.entry} answered"
        near = f", nearest {self.entry}" if self.entry else ""
        return f"{WORDS.get(self.outcome, self.outcome)} ({self.reason}{near})"


WORDS = {"escalate": "a person", "ignore": "silence", "suggest": "a suggestion", "clarify": "asked back",
         "merge": "joined another"}  # fmt: skip


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
                Problem(path, number, f'"{case.text[:60]}" is already on line {first.line}.', "Keep one.")
            )
        elif len(cases) == MOST_CASES:
            problems.append(Problem(path, number, f"more than {MOST_CASES} cases.", "Delete the oldest ones."))
            break
        else:
            cases.append(case)
    return cases, problems


def _case(line: str, path: str, number: int, problems: list[Problem]) -> Case | None:
    arrows = list(_ARROW.finditer(line))
    if not arrows:
        problems.append(Problem(path, number, "there is no => in this line.", _FIX))
        return None
    text, wanted = line[: arrows[-1].start()].strip(), line[arrows[-1].end() :]
    screen = _SCREEN.search(text)
    if screen:
        text = text[: screen.start()].strip()
    expected = tuple(word for word in re.split(r"[,，、\s]+", wanted.strip()) if word)
    what = ""
    if not text:
        what = "there is no question before the =>."
    elif not expected:
        what = "nothing stands after the =>."
    elif screen and not screen.group(1).strip():
        what = "no product is named as the one on screen."
    elif len(text) > MAX_TEXT:
        what = f"the question has {len(text)} characters; no message has more than {MAX_TEXT}."
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
                fix = did_you_mean(name, known).split(" Known:")[0] if len(known) > 20 else did_you_mean(name, known)
                fix = _FIX if fix.startswith("Known:") and len(known) > 20 else fix
                problems.append(Problem(case.path, case.line, f'there is no entry "{name}".', fix))
        if case.on_screen is not None and case.on_screen not in sold:
            what = f"the catalogue has no product {case.on_screen}."
            problems.append(Problem(case.path, case.line, what, "Correct the sku."))
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
    screen = f" with {case.on_screen} on screen" if case.on_screen else ""
    what = f'"{case.text}"{screen} should be {" or ".join(case.expected)}; it is {came}.'
    fix = "Mend the FAQ, most often by a phrasing; or correct this line if it is out of date."
    return Problem(case.path, case.line, what, fix)
