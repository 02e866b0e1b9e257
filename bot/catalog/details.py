"""What a catalogue says of a product beside its price: sizes, colours, whom it suits, and facts by name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.text import CJK, Language, language_of, normalise

_CHINESE = re.compile(f"[{CJK}]")
_RANGE = re.compile(r"(\d{1,3}(?:\.\d)?)(?:-(\d{1,3}(?:\.\d)?))?(cm|kg|斤)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Word:
    """One thing a product has or is good for, in the ways it is called: "黑色/black"."""

    ways: tuple[str, ...]
    plain: tuple[str, ...] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "plain", tuple(filter(None, map(normalise, self.ways))))

    @classmethod
    def of(cls, written: str) -> Word:
        """Read one word of the catalogue; a slash stands between its names."""
        return cls(tuple(way for way in (one.strip() for one in written.split("/")) if way))

    def said_in(self, language: Language) -> str:
        """Return its name in a language, the first one where it has none."""
        return next((way for way in self.ways if language_of(way) == language), self.ways[0])


@dataclass(frozen=True, slots=True)
class Size:
    """One size, and for whom it is made where the catalogue has a chart."""

    label: str
    height: tuple[float, float] | None = None
    """In centimetres."""
    weight: tuple[float, float] | None = None
    """In kilograms."""
    chart: str = ""
    """As written: "155-165cm/45-55kg"."""

    @property
    def plain(self) -> str:
        """The label as it is compared."""
        return normalise(self.label)

    def fits(self, height: float | None, weight: float | None) -> bool:
        """Return whether the chart has these measures; what it does not have it does not deny."""
        return all(
            asked is None or (has is not None and has[0] <= asked <= has[1])
            for asked, has in ((height, self.height), (weight, self.weight))
        )


def parse_size(written: str) -> Size | None:
    """Read "M" or "M:155-165cm/45-55kg"; None when the chart is not readable."""
    label, colon, chart = (part.strip() for part in written.replace("：", ":").partition(":"))
    if not label:
        return None
    if not colon:
        return Size(label)
    measures: dict[str, tuple[float, float]] = {}
    for part in chart.split("/"):
        found = _RANGE.fullmatch(part.strip())
        if found is None:
            return None
        unit = found[3].lower()
        low, high = float(found[1]), float(found[2] or found[1])
        scale = 0.5 if unit == "斤" else 1.0  # a Chinese pound is half a kilogram
        measures["height" if unit == "cm" else "weight"] = (low * scale, high * scale)
    if any(low > high for low, high in measures.values()):
        return None
    return Size(label, measures.get("height"), measures.get("weight"), chart)


def fact_in(facts: Sequence[tuple[str, str]], keys: Iterable[str], language: Language) -> tuple[str, str] | None:
    """Return the first fact under one of these names that can be said in a language, with its name.

    What is all digits and Latin letters can be said to everybody; Chinese only to those who write it.
    """
    wanted = {normalise(key) for key in keys}
    found = [(key, value) for key, value in facts if normalise(key) in wanted]
    spoken = [one for one in found if (language_of(one[0]) == language)]
    sayable = [one for one in spoken or found if language == "zh" or not _CHINESE.search(one[1])]
    return sayable[0] if sayable else None
