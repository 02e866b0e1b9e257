"""The shop's own words for the guard: a file that staff edit, what is forbidden and what is allowed.

[forbidden]
便宜货 -> 实惠款
[allowed]
最佳赏味期
010-12345678 : personal-data
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.guard.reading import Reading, read, tight
from bot.guard.rules import CLAIMS, RULES, Finding
from bot.problems import Problem, did_you_mean

FORBIDDEN, ALLOWED = "forbidden", "allowed"
SECTIONS = (FORBIDDEN, ALLOWED)
LONGEST_WORD, MOST_WORDS = 60, 5_000
LONGEST_ALLOWED = 200
"""Characters of what is allowed: a whole English sentence that was stopped wrongly."""
BY_ITSELF = frozenset((*CLAIMS, "forbidden-word", "unapproved-words"))
"""Rules that a word is allowed for where no rule is named; the others must be named."""
_REPLACED = re.compile(r"\s*(?:->|=>|→)\s*")


@dataclass(frozen=True, slots=True)
class Words:
    """What the shop forbids beside the law, and what it allows."""

    forbidden: dict[str, str] = field(default_factory=dict)
    """Folded word → what to say instead."""
    allowed: dict[str, frozenset[str]] = field(default_factory=dict)
    """Folded words → the rules that do not hold for them."""
    _forbidden: re.Pattern[str] | None = field(init=False, repr=False, compare=False)
    _allowed: re.Pattern[str] | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_forbidden", _any_of(self.forbidden))
        object.__setattr__(self, "_allowed", _any_of(self.allowed, may_overlap=True))

    def found_in(self, text: str, reading: Reading) -> Iterator[Finding]:
        """Return the forbidden words of a text."""
        if self._forbidden is None:
            return
        for match in self._forbidden.finditer(reading.text):
            start, end = reading.span(*match.span())
            yield Finding("forbidden-word", text[start:end], start, end, self.forbidden[match.group()])

    def without_allowed(self, reading: Reading, found: list[Finding]) -> list[Finding]:
        """Return the findings that no allowed word covers."""
        if self._allowed is None or not found:
            return found
        allowed = [
            (*reading.span(*match.span(1)), self.allowed[match.group(1)])
            for match in self._allowed.finditer(reading.text)
        ]
        return [
            one
            for one in found
            if not any(
                start <= one.end - len(one.what.lstrip()) and one.start + len(one.what.rstrip()) <= end
                for start, end, rules in allowed
                if one.rule in rules
            )
        ]


def _any_of(
    words: dict[str, str] | dict[str, frozenset[str]], *, may_overlap: bool = False
) -> re.Pattern[str] | None:
    if not words:
        return None
    # Latin words and numbers only whole: "ass" is not in "class". Chinese runs straight on.
    spelled = (
        ("(?<![a-z0-9])" if word[0].isascii() and word[0].isalnum() else "")
        + re.escape(word)
        + ("(?![a-z0-9])" if word[-1].isascii() and word[-1].isalnum() else "")
        for word in sorted(words, key=len, reverse=True)
    )
    any_ = "|".join(spelled)
    return re.compile(f"(?=({any_}))" if may_overlap else any_)


def folded(word: str) -> str:
    """Return a word in the form in which texts are compared."""
    return tight(read(word)).text.strip()


def parse_words(text: str, path: str) -> tuple[Words, list[Problem]]:
    """Read the word file; a line that cannot be used is a problem with its remedy."""
    forbidden: dict[str, str] = {}
    allowed: dict[str, frozenset[str]] = {}
    problems: list[Problem] = []
    section = ""
    for number, raw in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        line = re.sub(r"(?:^|\s)#(?!\d).*", "", raw).strip()
        if not line:
            continue
        if line.startswith("[") and line.endswith("]"):
            section = line.strip("[] ").lower()
            if section not in SECTIONS:
                problems.append(Problem(path, number, f'unknown group "{section}".', did_you_mean(section, SECTIONS)))
        elif section not in SECTIONS:
            if not section:
                fix = f"Put a line [{FORBIDDEN}] or [{ALLOWED}] above it."
                problems.append(Problem(path, number, f'"{line[:40]}" belongs to no group.', fix))
        elif len(forbidden) + len(allowed) >= MOST_WORDS:
            problems.append(
                Problem(path, number, f"more than {MOST_WORDS} words.", "Keep those that are really said.")
            )
            break
        elif section == FORBIDDEN:
            problems += _forbid(line, path, number, forbidden)
        else:
            problems += _allow(line, path, number, allowed)
    return Words(forbidden, allowed), problems


def _forbid(line: str, path: str, number: int, forbidden: dict[str, str]) -> Iterator[Problem]:
    word, *instead = _REPLACED.split(line, 1)
    key = folded(word)
    if len(key) < 2:
        fix = "It would hit harmless texts; write at least two characters."
        yield Problem(path, number, f'"{word}" is a single character.', fix)
    elif len(key) > LONGEST_WORD:
        yield Problem(path, number, f'"{word[:20]}…" is no word.', f"Write at most {LONGEST_WORD} characters a line.")
    elif key in forbidden:
        yield Problem(path, number, f'"{word}" is there twice.', "Keep one of the two lines.")
    elif instead and key in folded(instead[0]):
        yield Problem(path, number, f'"{word}" is in its own replacement.', "Say it without the forbidden word.")
    else:
        forbidden[key] = instead[0] if instead else ""


def _allow(line: str, path: str, number: int, allowed: dict[str, frozenset[str]]) -> Iterator[Problem]:
    word, rules = line, BY_ITSELF
    if named := re.fullmatch(r"(.+?)\s*[:：]\s*([a-z][a-z\-, ]*)", line):
        word = named.group(1)
        wanted = [rule.strip() for rule in named.group(2).split(",") if rule.strip()]
        if unknown := [rule for rule in wanted if rule not in RULES]:
            yield Problem(path, number, f'there is no rule "{unknown[0]}".', did_you_mean(unknown[0], RULES))
            return
        rules = frozenset(wanted)
    key = folded(word)
    if len(key) < 2 or len(key) > LONGEST_ALLOWED:
        fix = f"Write 2 to {LONGEST_ALLOWED} characters, as they stand in the sentence."
        yield Problem(path, number, f'"{word[:20]}" is too short or too long to be allowed.', fix)
    else:
        allowed[key] = allowed.get(key, frozenset()) | rules
