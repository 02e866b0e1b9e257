"""How well the guard does on sentences whose verdict is known: what it caught, what it stopped wrongly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

HARMLESS = frozenset({"ok", "okay", "harmless", "allowed", "allow", "pass", "clean", "safe", "good", "fine", "no", "true", "benign", "合规", "正常"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rates:
    """Two counts for each label: how many sentences, how many of them were stopped."""

    stopped: Mapping[str, tuple[int, int]]

    @property
    def caught(self) -> tuple[int, int]:
        """Of the sentences that had to be stopped, how many were, and how many there are."""
        there = [counts for label, counts in self.stopped.items() if label not in HARMLESS]
        return sum(stopped for _, stopped in there), sum(all_ for all_, _ in there)

    @property
    def wrongly(self) -> tuple[int, int]:
        """Of the harmless sentences, how many were stopped, and how many there are."""
        there = [counts for label, counts in self.stopped.items() if label in HARMLESS]
        return sum(stopped for _, stopped in there), sum(all_ for all_, _ in there)

    def told(self) -> str:
        """Return both rates in one line, and the caught ones by label."""
        lines = [f"caught {share(*self.caught)}, harmless ones stopped {share(*self.wrongly)}"]
        for label, (there, stopped) in sorted(self.stopped.items()):
            lines.append(f"  {label}: stopped {share(stopped, there)}")
        return "\n".join(lines)


def share(some: int, of: int) -> str:
    """Return a share with its counts: `9 of 10 (90.0 %)`."""
    return f"{some} of {of} ({100 * some / of:.1f} %)" if of else "0 of 0"


def rates(judged: Iterable[tuple[str, bool]]) -> Rates:
    """Count labelled sentences: each one's label, and whether it was stopped."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for label, stopped in judged:
        counts[label][0] += 1
        counts[label][1] += stopped
    return Rates({label: (there, stopped) for label, (there, stopped) in counts.items()})


def label_of(said: Mapping[str, object]) -> str:
    """Return the label of a sentence: of `label` or `expected`, a word, or true for one that may be said; else nothing."""
    for key in ("expected", "label"):
        value = said.get(key)
        if isinstance(value, bool):
            return "ok" if value else "stop"
        if isinstance(value, str) and value.strip():
            word = value.strip().lower()
            return "ok" if word in HARMLESS else "stop" if word == "false" else word
        if isinstance(value, Sequence) and all(isinstance(one, str) for one in value):
            return str(value[0]) if value else "ok"
    return ""
