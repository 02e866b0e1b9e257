"""One word in place of another: a question that is a phrasing word for word, but for the one that matters.

Lists of opposites never end (预售 / 现货, hardcover / paperback). So where a message repeats a phrasing and only
puts another word for one of its words, and no phrasing of the entry knows that word, it asks for something else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.faq.synonyms import pieces, telling
from bot.sounds import syllables

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
VARIOUS = 3
"""So many different words in one place, and the place is open."""
LONGEST_ZH, LONGEST_EN = 3, 2
"""Characters or words that may stand for others; more is another sentence."""


def swapped(text: str, alike: Iterable[str], ways: Sequence[str]) -> bool:
    """Return whether a text is one of these phrasings with a word put for another that the entry does not know."""
    said = pieces(text)
    gone: set[tuple[str, ...]] = set()
    new: set[str] = set()
    for way in alike:
        if (exchange := _exchange(pieces(way), said)) is not None:
            gone.add(exchange[0])
            new.update(exchange[1])
    # A place that the entry itself fills with several words takes others too.
    if not gone or len(gone) >= VARIOUS:
        return False
    return not new <= {piece for one in ways if one != text for piece in pieces(one)}


def _exchange(asked: Sequence[str], said: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
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
    return was, is_now


def _short(some: Sequence[str]) -> bool:
    words = sum(piece.isascii() for piece in some)
    return words <= LONGEST_EN and sum(len(piece) for piece in some if not piece.isascii()) <= LONGEST_ZH
