"""Lists of words that staff edit, in groups, one word a line; and whether a line of chat says such a word."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence

from bot.problems import Problem, did_you_mean

SHORTEST = 2
"""Characters below which a word would hit harmless chat."""


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
    begin: str,
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
                problems.append(Problem(path, number, f'unknown group "{group}".', did_you_mean(group, groups)))
        elif group not in groups:
            if not group:
                problems.append(Problem(path, number, f'"{line}" belongs to no group.', begin))
        elif group in not_single and len(fold(line)) < SHORTEST:
            fix = "It would hit harmless chat; write at least two characters."
            problems.append(Problem(path, number, f'"{line}" is a single character.', fix))
        else:
            words[group].append(fold(line))
    return words, problems
