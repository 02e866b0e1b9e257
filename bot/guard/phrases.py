"""A wording that claims what may not be claimed, and what may be said in its place."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

GAP = "[^，。！？；、,.!?;\\n]"
"""One character inside a clause."""
NUMBER = "(?:\\d{1,4}(?:\\.\\d)?|[一二两三四五六七八九十百半]{1,3})"

_FOLDED = str.maketrans("，！？；：", ",!?;:")
"""Marks as a reading has them: a pattern is written with full ones, and must stop at either."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One wording of a claim, as a pattern over a folded text."""

    rule: str
    pattern: str
    instead: str | None = None
    """With \\1 for the pattern's first group; None where nothing can stand there and the clause goes."""
    stands: bool = False
    """Whether it claims even where it seems denied or asked: the no is part of it."""
    found: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "found", re.compile(self.pattern.translate(_FOLDED)))
