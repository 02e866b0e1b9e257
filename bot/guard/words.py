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
from bot.languages import Both
from bot.problems import Problem, did_you_mean
from bot.text.word_lists import no_group, single, unknown_group

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
                problems.append(unknown_group(path, number, section, SECTIONS))
        elif section not in SECTIONS:
            if not section:
                begin = Both(
                    f"Put a line [{FORBIDDEN}] or [{ALLOWED}] above it.",
                    f"请在它上面写一行 [{FORBIDDEN}] 或 [{ALLOWED}]。",
                )
                problems.append(no_group(path, number, line, begin))
        elif len(forbidden) + len(allowed) >= MOST_WORDS:
            problems.append(
                Problem(
                    path,
                    number,
                    Both(f"more than {MOST_WORDS} words.", f"词超过 {MOST_WORDS} 个。"),
                    Both("Keep those that are really said.", "请只留确实会说的。"),
                )
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
        yield single(path, number, word)
    elif len(key) > LONGEST_WORD:
        yield Problem(
            path,
            number,
            Both(f'"{word[:20]}…" is no word.', f"「{word[:20]}…」太长，不是一个词。"),
            Both(f"Write at most {LONGEST_WORD} characters a line.", f"每行最多 {LONGEST_WORD} 字。"),
        )
    elif key in forbidden:
        yield Problem(
            path,
            number,
            Both(f'"{word}" is there twice.', f"「{word}」出现了两次。"),
            Both("Keep one of the two lines.", "两行只留一行。"),
        )
    elif instead and key in folded(instead[0]):
        yield Problem(
            path,
            number,
            Both(f'"{word}" is in its own replacement.', f"「{word}」又出现在替换它的说法里。"),
            Both("Say it without the forbidden word.", "替换的说法里不能有这个违禁词。"),
        )
    else:
        forbidden[key] = instead[0] if instead else ""


def _allow(line: str, path: str, number: int, allowed: dict[str, frozenset[str]]) -> Iterator[Problem]:
    word, rules = line, BY_ITSELF
    if named := re.fullmatch(r"(.+?)\s*[:：]\s*([a-z][a-z\-, ]*)", line):
        word = named.group(1)
        wanted = [rule.strip() for rule in named.group(2).split(",") if rule.strip()]
        if unknown := [rule for rule in wanted if rule not in RULES]:
            yield Problem(
                path,
                number,
                Both(f'there is no rule "{unknown[0]}".', f"没有「{unknown[0]}」这条规则。"),
                did_you_mean(unknown[0], RULES),
            )
            return
        rules = frozenset(wanted)
    key = folded(word)
    if len(key) < 2 or len(key) > LONGEST_ALLOWED:
        fix = Both(
            f"Write 2 to {LONGEST_ALLOWED} characters, as they stand in the sentence.",
            f"请写 2 到 {LONGEST_ALLOWED} 字，与句子里一致。",
        )
        yield Problem(
            path,
            number,
            Both(f'"{word[:20]}" is too short or too long to be allowed.', f"「{word[:20]}」太短或太长，不能放行。"),
            fix,
        )
    else:
        allowed[key] = allowed.get(key, frozenset()) | rules
