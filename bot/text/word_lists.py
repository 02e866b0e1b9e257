"""Lists of words that staff edit, in groups, one word a line; and whether a line of chat says such a word."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence

from bot.languages import Both
from bot.problems import Problem, did_you_mean

SHORTEST = 2
"""Characters below which a word would hit harmless chat."""
LONGEST_SHOWN = 40
"""Characters of a line that a problem repeats."""


def says(folded: str, word: str) -> bool:
    """Return whether a folded line says a word."""
    if word not in folded:
        return False
    # Latin words and numbers only whole: "sued" is not "sue", 打315 is not 打3150. Chinese runs straight on.
    before = "(?<![a-z0-9])" if word[0].isascii() else ""
    after = "(?![a-z0-9])" if word[-1].isascii() else ""
    return not (before or after) or re.search(before + re.escape(word) + after, folded) is not None


def parse_word_lists(
    text: str,
    path: str,
    groups: Sequence[str],
    fold: Callable[[str], str],
    *,
    begin: Both,
    not_single: Collection[str],
) -> tuple[dict[str, list[str]], list[Problem]]:
    """Read the words of each group, folded; a line in no group is a problem.

    `begin` says how a file begins where the first word stands in no group; a single character is a problem in the
    groups of `not_single`.
    """
    words: dict[str, list[str]] = {group: [] for group in groups}
    problems: list[Problem] = []
    group = ""
    for number, raw in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        line = raw.split("#", 1)[0].strip()
        if not line:
            continue
        if line.startswith("["):
            group = line.strip("[] ").lower()
            if group not in groups:
                problems.append(unknown_group(path, number, group, groups))
        elif group not in groups:
            if not group:
                problems.append(no_group(path, number, line, begin))
        elif group in not_single and len(fold(line)) < SHORTEST:
            problems.append(single(path, number, line))
        else:
            words[group].append(fold(line))
    return words, problems


def unknown_group(path: str, line: int, group: str, groups: Collection[str]) -> Problem:
    """Return what is wrong with a line in brackets that begins no group."""
    shown = group[:LONGEST_SHOWN]
    what = Both(f'unknown group "{shown}".', f"不认识的分组「{shown}」。")
    return Problem(path, line, what, did_you_mean(group, groups))


def no_group(path: str, line: int, written: str, begin: Both) -> Problem:
    """Return what is wrong with a line above the first group."""
    shown = written[:LONGEST_SHOWN]
    return Problem(path, line, Both(f'"{shown}" belongs to no group.', f"「{shown}」不属于任何分组。"), begin)


def single(path: str, line: int, written: str) -> Problem:
    """Return what is wrong with a word that is too short."""
    what = Both(f'"{written}" is a single character.', f"「{written}」只有一个字。")
    fix = Both("It would hit harmless chat; write at least two characters.", "会误伤正常的话，请至少写两个字。")
    return Problem(path, line, what, fix)
