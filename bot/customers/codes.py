"""One-time codes with which a buyer shows in chat that an order is theirs, and how they are read from a line.

Eight characters without look-alikes; the last one checks the others, so that no ordinary word is taken for a code.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.messages import ChatMessage

LENGTH = 8
ALPHABET = "23456789ACDEFHJKMNPQRTVWXY"
"""No 0 and O, no 1, I and L; what looks like 8, 5, 2, 6 or V is read as that (`_SEEN_AS`)."""
_SEEN_AS = str.maketrans("BSZGU", "8526V")
_MODULUS = 29
"""A prime above the alphabet's size: one wrong character or two swapped ones never check out."""

SHORTEST, LONGEST = timedelta(minutes=10), timedelta(minutes=30)
PARCEL = timedelta(days=30)
"""How long a code on a parcel's card is good."""
TRIES, TRIES_WITHIN = 5, timedelta(minutes=10)
"""Codes one viewer may type in that time, right or wrong; then nothing is looked at and nothing said."""

MASK = "＊" * LENGTH
"""What stands in a message where its code was."""

_MOST_LETTERS = 6
_FEWEST_DIFFERENT = 5
_ASKED = r"(?:绑定|绑号)(?:码|账号|账户|订单|一下|我)?|\b(?:link|bind)(?: me)?(?: code)?\b"
_APART = r"[ \-_.·]"
_TOKEN = (  # as printed, in halves, in pairs, letter by letter; "link 28 made of" is none of these
    rf"[0-9a-z]{{8}}|[0-9a-z]{{4}}{_APART}[0-9a-z]{{4}}"
    rf"|(?:[0-9a-z]{{2}}{_APART}){{3}}[0-9a-z]{{2}}|(?:[0-9a-z]{_APART}){{7}}[0-9a-z]"
)
_AFTER_ASKED = re.compile(rf"(?:{_ASKED})\s*(?:是|为|is)?\s*[:=]?\s*({_TOKEN})(?![0-9a-z])")
_ALONE = re.compile(rf"\W*({_TOKEN})\W*")
_IN_A_LINE = re.compile(r"(?<![0-9a-z@#/._\-])[0-9a-z]{8}(?![0-9a-z/._\-])")


@dataclass(frozen=True, slots=True)
class Typed:
    """A line in which a code was typed."""

    code: str
    """As it is compared; not necessarily one that was ever given out."""
    text: str
    """The line with the mask in its place."""


def new_code(draw: Callable[[int], int]) -> str:
    """Make a code; `draw(n)` gives a number below n that nobody can guess."""
    while True:
        seven = "".join(ALPHABET[draw(len(ALPHABET))] for _ in range(LENGTH - 1))
        last = -_sum(seven) * pow(LENGTH, -1, _MODULUS) % _MODULUS
        if last < len(ALPHABET) and _looks_like_one(code := seven + ALPHABET[last]):
            return code


def checks_out(code: str) -> bool:
    """Return whether a code could have been given out: its last character fits the others."""
    right = len(code) == LENGTH and all(char in ALPHABET for char in code)
    return right and _sum(code) % _MODULUS == 0 and _looks_like_one(code)


def _sum(code: str) -> int:
    return sum(place * ALPHABET.index(char) for place, char in enumerate(code, 1))


def _looks_like_one(code: str) -> bool:
    """Return whether it is no word, no number and no "hhh66666"."""
    letters = sum(char.isalpha() for char in code)
    return LENGTH - _MOST_LETTERS <= letters <= _MOST_LETTERS and len(set(code)) >= _FEWEST_DIFFERENT


def as_compared(typed: str) -> str:
    """Return a code as it is compared: no blanks, upper case, look-alikes read as what they look like."""
    return "".join(char for char in typed.upper() if char.isalnum()).translate(_SEEN_AS)


def typed_code(text: str) -> Typed | None:
    """Find a code in a line: whatever follows "绑定" or "link", or by itself what checks out; None otherwise."""
    plain, places = _folded(text)
    if found := _AFTER_ASKED.search(plain):
        code = as_compared(found.group(1))
        # "link together" is talk; "绑定" before eight letters is not.
        if not found.group(0)[0].isascii() or _looks_like_one(found.group(1)):
            return Typed(code, _without(text, places, found.span(1)))
    alone = _ALONE.fullmatch(plain)
    # Look-alikes make digits of a word's letters ("abruptas"): at least one must have been typed as such.
    if alone and _has_digit(alone.group(1)) and checks_out(code := as_compared(alone.group(1))):
        return Typed(code, _without(text, places, alone.span(1)))
    for found in _IN_A_LINE.finditer(plain):
        if checks_out(found.group(0).upper()):
            return Typed(found.group(0).upper(), _without(text, places, found.span(0)))
    return None


def _has_digit(typed: str) -> bool:
    return any(char.isdigit() for char in typed)


def _folded(text: str) -> tuple[str, list[int]]:
    """Return a line with width and case folded, and for each of its characters where in the line it stood."""
    plain: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        if unicodedata.category(char) == "Cf":
            continue  # what no screen shows
        for one in unicodedata.normalize("NFKC", char).lower():
            plain.append(one)
            places.append(place)
    return "".join(plain), places


def _without(text: str, places: list[int], span: tuple[int, int]) -> str:
    return text[: places[span[0]]] + MASK + text[places[span[1] - 1] + 1 :]


def without_code(message: ChatMessage) -> ChatMessage:
    """Return a message whose code, if one was typed, is taken out of its text before anybody keeps that."""
    if message.code is not None or (typed := typed_code(message.text)) is None:
        return message
    return replace(message, text=typed.text, code=typed.code)
