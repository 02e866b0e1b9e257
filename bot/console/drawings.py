"""Pieces of HTML that were drawn already: the same piece is drawn once, for every browser of a language."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable

MOST = 5_000
"""Pieces kept, of about a kilobyte each; a full list in both languages has some hundreds."""


class Drawings:
    """What was drawn last, by all that it shows."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, str] = OrderedDict()

    def of(self, shows: Hashable, draw: Callable[[], str]) -> str:
        """Return the piece that shows this, drawing it if it is not there."""
        html = self._kept.get(shows)
        if html is None:
            html = self._kept[shows] = draw()
            if len(self._kept) > MOST:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(shows)
        return html
