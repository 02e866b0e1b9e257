"""Which products a name may mean: made once for a catalogue, asked for every line of chat."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from rapidfuzz.distance import Indel

from bot.text.sounds import syllables

Kind: TypeAlias = Literal["sku", "nickname", "title", "tag", "kind", "word", "category"]
"""How a name belongs to a product. `kind`: what its title ends in (面霜 of 舒缓面霜); `word`: a tag that says
something about the product and is no name for it (早餐)."""

LONGEST_KIND = 8
"""Characters of the longest end of a title that counts as a name."""
MOST_WORDS = 3
"""Words of the longest end of an English title that counts as one."""
SHORTEST_TYPED = 3
"""Characters a mistyped name must have: of two, one wrong letter is another word."""
_CODE = re.compile(r"(?=.*\d)(?=.*[a-z])[a-z0-9 ]{3,24}")


@dataclass(frozen=True, slots=True)
class Called:
    """One product with the names its shop gave it, in normal form."""

    sku: str
    code: str
    title: str
    head: str
    """The title without what follows its first blank: amounts and sizes."""
    nicknames: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    """Tags that mean the product itself."""
    tags: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    qualities: tuple[str, ...] = ()
    """What it suits and how it looks: a tag that is one of these says something about products and names none."""


@dataclass(frozen=True, slots=True)
class Found:
    """A name in a line of chat."""

    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class NameIndex:
    """All names of a catalogue."""

    skus: Mapping[str, Mapping[str, Kind]] = field(default_factory=dict)
    """By name the products it may mean, and how it belongs to each."""
    _starts: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    """Names by their first two characters, the longest first."""
    _sounds: Mapping[tuple[str, ...], frozenset[str]] = field(default_factory=dict, repr=False)
    _ends: frozenset[str] = field(default_factory=frozenset, repr=False)
    """The last letters of names: who types one of them has that kind of thing in mind."""
    _similar: Mapping[tuple[str, int], tuple[str, ...]] = field(default_factory=dict, repr=False)
    """Names by first or last letter and length, for those that are mistyped."""

    @classmethod
    def of(cls, products: Iterable[Called]) -> NameIndex:
        """Gather the names of a catalogue's products."""
        skus: dict[str, dict[str, Kind]] = defaultdict(dict)
        products = list(products)
        qualities = frozenset(quality for product in products for quality in product.qualities)
        for product in products:
            for name, kind in _names(product):
                if kind == "tag" and name in qualities:
                    continue
                if len(name) >= 2:
                    skus[name].setdefault(product.sku, kind)
        starts: dict[str, list[str]] = defaultdict(list)
        sounds: dict[tuple[str, ...], set[str]] = defaultdict(set)
        similar: dict[tuple[str, int], list[str]] = defaultdict(list)
        for name, meant in skus.items():
            starts[name[:2]].append(name)
            if not set(meant.values()) & {"nickname", "title", "tag", "kind"}:
                continue
            if not name.isascii():
                sounds[syllables(name)].add(name)
            if len(name) >= SHORTEST_TYPED:
                for end in {f"^{name[0]}", f"{name[-1]}$"}:
                    similar[end, len(name)].append(name)
        return cls(
            dict(skus),
            {start: tuple(sorted(names, key=len, reverse=True)) for start, names in starts.items()},
            {sound: frozenset(names) for sound, names in sounds.items()},
            frozenset(name[-1] for p in products for name in (p.head, *p.nicknames, *p.own) if name),
            {end: tuple(names) for end, names in similar.items()},
        )

    def found_in(self, plain: str) -> Iterator[Found]:
        """Yield every name a normalised text says, also those that lie in longer ones."""
        starts = self._starts
        for at in range(len(plain) - 1):
            for name in starts.get(plain[at : at + 2], ()):
                if plain.startswith(name, at) and (end := _end(plain, at, name)):
                    yield Found(at, end, name)

    def mistyped(self, typed: str) -> frozenset[str]:
        """Return the names a text of normal form is a slip of: one that sounds alike, or one letter off."""
        if len(typed) < 2 or typed in self.skus:
            return frozenset()
        if not typed.isascii() and (alike := self._sounds.get(syllables(typed))):
            return frozenset(name for name in alike if self._same_kind(typed, name))
        if len(typed) < SHORTEST_TYPED:
            return frozenset()
        # A letter changed is two steps, one left out or put in is one. Four letters bear a change, three do not.
        most = 2 if len(typed) >= (6 if typed.isascii() else 4) else 1
        near: set[str] = set()
        for length in range(len(typed) - 1, len(typed) + 2):
            for end in (f"^{typed[0]}", f"{typed[-1]}$"):
                names = self._similar.get((end, length), ())
                near.update(name for name in names if Indel.distance(typed, name, score_cutoff=most) <= most)
        return frozenset(name for name in near if self._same_kind(typed, name))

    def _same_kind(self, typed: str, name: str) -> bool:
        """Return whether what was typed may be that kind of thing: a 保温被 is no 保温杯, for there are 被."""
        return typed[-1] == name[-1] or typed[-1] not in self._ends


def _names(product: Called) -> Iterator[tuple[str, Kind]]:
    yield from ((name, "nickname") for name in product.nicknames)
    if _CODE.fullmatch(product.code):
        yield product.code, "sku"
    yield product.title, "title"
    yield product.head, "title"
    yield from ((tag, "tag") for tag in product.own)
    if product.head.isascii():
        # "hydrating face cream 50ml" is a face cream; amounts name nothing.
        words = [word for word in product.head.split() if not any(char.isdigit() for char in word)]
        yield from ((" ".join(words[-n:]), "kind") for n in range(1, min(MOST_WORDS, len(words)) + 1))
    else:
        yield from ((product.head[-n:], "kind") for n in range(2, min(LONGEST_KIND, len(product.head)) + 1))
    yield from ((tag, "word") for tag in product.tags)
    yield from ((category, "category") for category in product.categories)


def _end(plain: str, at: int, name: str) -> int:
    """Return where a name ends in a text; 0 if it is part of a longer Latin word or number there."""
    end = at + len(name)
    if _letter(name[0]) and at and _letter(plain[at - 1]):
        return 0
    if not _letter(name[-1]) or end == len(plain) or not _letter(plain[end]):
        return end
    # One or many: "mask" is in "masks".
    if plain[end] == "s" and not (end + 1 < len(plain) and _letter(plain[end + 1])):
        return end + 1
    return 0


def _letter(char: str) -> bool:
    return char.isascii() and char.isalnum()
