"""How like something a piece of talk is: weights learnt from labelled sentences, for wordings that no list foresaw.

What is weighed is pieces of up to three characters (in English words and pairs of words), and which kinds of words
follow one another, whatever the words: a rival and something bad, a number of days and an effect, a person, an
ailment and its end. `bench/learning.py` learns the weights.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from itertools import pairwise
from math import sqrt

START = "(start)"
"""Where every text starts, among the weights under a name that no piece has."""
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
    """What each piece and each pair of kinds speaks for or against, and the label it is met with most."""

    of: dict[str, float]
    label: dict[str, tuple[str, float]]
    start: float


@dataclass(frozen=True)
class Likeness:
    """What was learnt of one thing: its words by kind, and what each piece weighs, read when first asked for."""

    kinds_file: Traversable
    weights_file: Traversable

    @functools.cached_property
    def kinds(self) -> Kinds:
        """The words by kind."""
        of: dict[str, str] = {}
        kind = ""
        for line in self.kinds_file.read_text("utf-8").splitlines():
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

    @functools.cached_property
    def weights(self) -> Weights:
        """What was learnt."""
        of: dict[str, float] = {}
        label: dict[str, tuple[str, float]] = {}
        for line in self.weights_file.read_text("utf-8").splitlines():
            if line.startswith("#\t"):
                continue
            weight, piece, *met = line.split("\t")
            of[piece] = float(weight)
            if met:
                label[piece] = met[0], float(met[1])
        return Weights(of, label, of.pop(START))

    def of(self, text: str) -> float:
        """Return how like it a folded sentence or clause is: above 0 rather like it, below rather not."""
        learnt = self.weights
        get = learnt.of.get
        some, framed = pieces(text), frames(text, self.kinds)
        total = learnt.start
        if some:
            total += sum([get(one, 0.0) for one in some]) / sqrt(len(some))
        if framed:
            total += KINDS_COUNT * sum([get(one, 0.0) for one in framed]) / sqrt(len(framed))
        return total

    def label_of(self, text: str) -> str:
        """Return the label that a folded text is met with most likely; "" where nothing of it was ever met."""
        learnt = self.weights
        votes: dict[str, float] = {}
        for one, part in self.weighed(text):
            if met := learnt.label.get(one):
                votes[met[0]] = votes.get(met[0], 0.0) + part * met[1]
        return max(votes, key=lambda label: votes[label], default="")

    def weighed(self, text: str) -> Iterator[tuple[str, float]]:
        """Return what is weighed of a folded text, each with its part."""
        for some, part in ((pieces(text), 1.0), (frames(text, self.kinds), KINDS_COUNT)):
            if some:
                part /= sqrt(len(some))
                for one in some:
                    yield one, part


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


def kinds_of(text: str, kinds: Kinds) -> list[str]:
    """Return the kinds of words in a folded text, in their order."""
    of, lengths = kinds.of, kinds.lengths
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


def frames(text: str, kinds: Kinds) -> set[str]:
    """Return which kinds of words a folded text has, and which follow one another."""
    found: set[str] = set()
    spoken = kinds_of(text, kinds)
    for place, kind in enumerate(spoken):
        found.add(f"> {kind}")
        after = spoken[place + 1 : place + 1 + FOLLOWS]
        if after:
            found.add(f"{kind} + {after[0]}")
            found.update([f"{kind} > {later}" for later in after])
    return found
