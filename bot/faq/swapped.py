"""One word in place of another: a question that is a phrasing word for word, but for the one that matters.

Lists of opposites never end (预售 / 现货, hardcover / paperback). So where a message repeats a phrasing and only
puts another word for one of its words, and no phrasing of the entry knows that word, it asks for something else.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence

from rapidfuzz.distance import OSA

from bot.faq.synonyms import pieces, telling
from bot.text.sounds import syllables

_CONTRARY = {
    frozenset(pair.split())
    for pair in (
        "in out",
        "to from",
        "on off",
        "up down",
        "with without",
        "i you",
        "my your",
        "me you",
        "here there",
        "now later",
    )
}
"""Little words that say nothing by themselves, and much where one stands for the other."""
_BOTH_WORDS = {
    frozenset(pair.split())
    for pair in (
        "change charge",
        "shirt skirt",
        "shirt short",
        "ship shop",
        "form from",
        "sale sole",
        "card cord",
        "boot book",
        "lock look",
        "pair paid",
        "plan plane",
        "upload unload",
    )
}
"""Words one slip apart, and neither of them a slip."""
SHORTEST_SLIP = 3
"""Letters from which on a word survives a slip of the finger."""
VARIOUS = 3
"""So many different words in one place, and the place is open."""
LONGEST_ZH, LONGEST_EN = 3, 2
"""Characters or words that may stand for others; more is another sentence."""


def swapped(text: str, alike: Iterable[str], ways: Sequence[str], known: Container[str] = ()) -> bool:
    """Return whether a text is one of these phrasings with a word put for another that the entry does not know.

    A word that is not `known` and nearly the one it stands for was meant as that one.
    """
    said = pieces(text)
    gone: set[tuple[str, ...]] = set()
    new: set[str] = set()
    for way in alike:
        if (exchange := _exchange(pieces(way), said, known)) is not None:
            gone.add(exchange[0])
            new.update(exchange[1])
    # A place that the entry itself fills with several words takes others too.
    if not gone or len(gone) >= VARIOUS:
        return False
    return not new <= {piece for one in ways if one != text for piece in pieces(one)}


def _exchange(
    asked: Sequence[str], said: Sequence[str], known: Container[str]
) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Return what was taken out and what was put in its place where all the rest is the same; None otherwise."""
    shorter = min(len(asked), len(said))
    start = next((i for i in range(shorter) if asked[i] != said[i]), shorter)
    end = next((i for i in range(shorter - start) if asked[-1 - i] != said[-1 - i]), shorter - start)
    out, put = asked[start : len(asked) - end], said[start : len(said) - end]
    if not out or not put or not (_short(out) and _short(put)):
        return None
    if len(out) == len(put) == 1 and {*out, *put} in _CONTRARY:
        return tuple(out), tuple(put)
    was, is_now = telling(out), telling(put)
    if not was or not is_now or sorted(was) == sorted(is_now) or syllables("".join(out)) == syllables("".join(put)):
        return None
    if len(was) == len(is_now) == 1 and _slip(was[0], is_now[0], known):
        return None
    return was, is_now


def _slip(word: str, typed: str, known: Container[str]) -> bool:
    """Return whether a word was mistyped: a letter left out, put in, exchanged or misplaced, but not the first."""
    letters = word.isascii() and typed.isascii() and word.isalpha() and typed.isalpha()
    if not letters or min(len(word), len(typed)) < SHORTEST_SLIP or word[0] != typed[0]:
        return False
    if typed in known or {word, typed} in _BOTH_WORDS:
        return False
    return OSA.distance(word, typed, score_cutoff=1) <= 1


def _short(some: Sequence[str]) -> bool:
    words = sum(piece.isascii() for piece in some)
    return words <= LONGEST_EN and sum(len(piece) for piece in some if not piece.isascii()) <= LONGEST_ZH
