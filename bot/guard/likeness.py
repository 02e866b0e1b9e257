"""How like a claim a piece of talk is: weights learnt from labelled sentences, for wordings that no pattern foresaw.

What is weighed is pieces of up to three characters (in English words and pairs of words), and which kinds of words
follow one another, whatever the words: a rival and something bad, a number of days and an effect, a person, an
ailment and its end. `bench/learning.py` learns the weights.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise
from math import sqrt

KINDS, WEIGHTS = files("bot.guard") / "kinds.txt", files("bot.guard") / "likeness.tsv"
LONGEST_PIECE = 3
FOLLOWS = 3
"""How many kinds of words after one are looked at."""
KINDS_COUNT = 0.6
"""What the kinds of words weigh beside the pieces."""

_HAN = re.compile("[一-鿿]")
_LATIN = re.compile(r"[a-z][a-z'\-]+")
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_BLANK = re.compile(r"\s+")
_WORD = re.compile(r"[a-z][a-z'\-]*|\d+")
_SPOKEN = re.compile(r"[a-z][a-z'\-]*|\d+%?|[,.!?;，。！？；一-鿿]")
_MARKS = dict.fromkeys(",.!;，。！；", "pause") | dict.fromkeys("?？", "asked")


@dataclass(frozen=True, slots=True)
class Kinds:
    """Words of the same kind, and how long those are that begin with a character."""

    of: dict[str, str]
    lengths: dict[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Weights:
    """What each piece and each pair of kinds speaks for or against a claim, and the rule it is met with most."""

    of: dict[str, float]
    rule: dict[str, tuple[str, float]]
    start: float


@functools.cache
def kinds() -> Kinds:
    """Return the words by kind."""
    of: dict[str, str] = {}
    kind = ""
    for line in KINDS.read_text("utf-8").splitlines():
        if line.startswith("["):
            kind = line.strip("[]")
        elif not line.startswith("#"):
            for word in line.split():
                of.setdefault(word, kind)
    lengths: dict[str, set[int]] = {}
    for word in of:
        if not word.isascii():
            lengths.setdefault(word[0], set()).add(len(word))
    return Kinds(of, {first: tuple(sorted(some, reverse=True)) for first, some in lengths.items()})


@functools.cache
def weights() -> Weights:
    """Return what was learnt."""
    of: dict[str, float] = {}
    rule: dict[str, tuple[str, float]] = {}
    for line in WEIGHTS.read_text("utf-8").splitlines():
        if line.startswith("#\t"):
            continue
        weight, piece, *met = line.split("\t")
        of[piece] = float(weight)
        if met:
            rule[piece] = met[0], float(met[1])
    return Weights(of, rule, of.pop("start"))


def pieces(text: str) -> set[str]:
    """Return the pieces of a folded text that are weighed."""
    found: set[str] = set()
    words = _WORD.findall(text) if not text.isdigit() else []
    if _HAN.search(text):
        close = f"<{_DIGITS.sub('0', _BLANK.sub('', _LATIN.sub('A', text)))}>"
        for length in range(1, LONGEST_PIECE + 1):
            found.update([close[at : at + length] for at in range(len(close) - length + 1)])
    else:
        words = ["^", *words, "$"]
    if words:
        words = ["#" if word.isdigit() else word for word in words]
        found.update(words)
        found.update([f"{one} {next_}" for one, next_ in pairwise(words)])
        found.update([f"{one}_{later}" for one, later in zip(words, words[2:], strict=False)])
    return found


def kinds_of(text: str) -> list[str]:
    """Return the kinds of words in a folded text, in their order."""
    of, lengths = kinds().of, kinds().lengths
    found: list[str] = []
    done = 0
    for match in _SPOKEN.finditer(text):
        at = match.start()
        if at < done:
            continue
        word = match.group()
        if word in _MARKS:
            found.append(_MARKS[word])
        elif word[0].isascii():
            kind = of.get(word) or ("number" if word[0].isdigit() else "")
            if kind:
                found.append(kind)
        else:
            for length in lengths.get(word, ()):
                kind = of.get(text[at : at + length], "")
                if kind:
                    found.append(kind)
                    done = at + length
                    break
    return found


def frames(text: str) -> set[str]:
    """Return which kinds of words a folded text has, and which follow one another."""
    found: set[str] = set()
    spoken = kinds_of(text)
    for place, kind in enumerate(spoken):
        found.add(f"> {kind}")
        after = spoken[place + 1 : place + 1 + FOLLOWS]
        if after:
            found.add(f"{kind} + {after[0]}")
            found.update([f"{kind} > {later}" for later in after])
    return found


def weighed(text: str) -> Iterator[tuple[str, float]]:
    """Return what is weighed of a folded text, each with its part."""
    for some, part in ((pieces(text), 1.0), (frames(text), KINDS_COUNT)):
        if some:
            part /= sqrt(len(some))
            for one in some:
                yield one, part


def likeness(text: str) -> float:
    """Return how like a claim a folded sentence or clause is: above 0 rather like one, below rather not."""
    learnt = weights()
    get = learnt.of.get
    some, framed = pieces(text), frames(text)
    total = learnt.start
    if some:
        total += sum([get(one, 0.0) for one in some]) / sqrt(len(some))
    if framed:
        total += KINDS_COUNT * sum([get(one, 0.0) for one in framed]) / sqrt(len(framed))
    return total


def rule_of(text: str) -> str:
    """Return the rule that a claim in a folded text breaks most likely."""
    learnt = weights()
    votes: dict[str, float] = {}
    for one, part in weighed(text):
        if met := learnt.rule.get(one):
            votes[met[0]] = votes.get(met[0], 0.0) + part * met[1]
    return max(votes, key=lambda rule: votes[rule]) if votes else "effect-promise"
