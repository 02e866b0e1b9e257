"""A wording that claims what may not be claimed, and what may be said in its place."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

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

    @property
    def found(self) -> re.Pattern[str]:
        """The pattern as it is looked for."""
        return _compiled(self.pattern)


@functools.cache
def _compiled(pattern: str) -> re.Pattern[str]:
    # All of them together take half a second: when they are first needed, not while the first page is waited for.
    return re.compile(pattern.translate(_FOLDED))
