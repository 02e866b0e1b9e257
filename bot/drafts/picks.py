"""Picks the model made a moment ago: kept to be asked less often, judged anew each time, never the message itself."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.catalog import Product
from bot.drafts.draft import Picked
from bot.text import Language, normalise

KEPT_FOR = timedelta(minutes=4)
MOST_KEPT = 500
USES = 5
"""Times one phrasing is used before the model is asked for another."""
PHRASINGS = 3


def key_of(
    question: str, candidates: Sequence[Product], language: Language, prompt: str, viewer: str = ""
) -> Hashable:
    """Return what a pick is kept under; `viewer` where their own purchases had a say in the candidates."""
    offered = tuple((p.sku, p.title, p.category, p.tags) for p in candidates)
    return (normalise(question), offered, language, prompt, viewer)


@dataclass(slots=True)
class _Kept:
    until: datetime
    picks: list[Picked]
    used: int = 0


@dataclass(slots=True)
class Picks:
    """What is kept, the longest unused going first."""

    _kept: OrderedDict[Hashable, _Kept] = field(default_factory=OrderedDict)

    def __len__(self) -> int:
        return len(self._kept)

    def take(self, key: Hashable, now: datetime) -> list[Picked]:
        """Return the phrasings kept for a question, the next one first; none when it is time for another."""
        kept = self._kept.get(key)
        if kept is None or kept.until <= now:
            self._kept.pop(key, None)
            return []
        if kept.used >= USES * len(kept.picks) and len(kept.picks) < PHRASINGS:
            return []
        self._kept.move_to_end(key)
        at = kept.used % len(kept.picks)
        kept.used += 1
        return [*kept.picks[at:], *kept.picks[:at]]

    def keep(self, key: Hashable, picked: Picked, now: datetime) -> None:
        """Keep a sound pick beside the others for this question."""
        kept = self._kept.get(key)
        if kept is None or kept.until <= now:
            kept = self._kept[key] = _Kept(now + KEPT_FOR, [])
        if picked not in kept.picks:
            kept.picks = [*kept.picks, picked][-PHRASINGS:]
        self._kept.move_to_end(key)
        if len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)

    def forget(self, key: Hashable, picked: Picked) -> None:
        """Forget a pick that no longer holds."""
        kept = self._kept.get(key)
        if kept is not None:
            kept.picks = [one for one in kept.picks if one != picked]
            if not kept.picks:
                del self._kept[key]
