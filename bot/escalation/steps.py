"""How far a room is left to its program: normal, the FAQ only, people only; down at once, up after a quiet time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot import reasons


class Step(StrEnum):
    """What a room's program does by itself, from most to least."""

    NORMAL = "normal"
    FAQ_ONLY = "faq-only"
    """What the FAQ and the catalogue surely answer; no model, no guess, no question back."""
    PEOPLE_ONLY = "people-only"
    """Nothing; whatever needs an answer is a person's."""

    @property
    def depth(self) -> int:
        """How far down it is."""
        return list(Step).index(self)


def lower(one: Step, other: Step) -> Step:
    """Return the one on which the program does less."""
    return max(one, other, key=lambda step: step.depth)


class Sign(StrEnum):
    """Something that happened in a room and tells how far its program can be trusted."""

    MODEL_ANSWERED = "the model gave something usable"
    MODEL_FAILED = "the model gave nothing usable"
    CROWDED = "a question found no room in the line for the model"
    STUMBLED = "the program stumbled over a message"
    ANSWERED = "an answer of the FAQ or the catalogue"
    CALLED_WRONG = "a viewer said that an answer was not what they meant"
    RECALLED = "staff took an answer back"


A_MINUTE, MINUTES, A_WHILE = timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=10)
WITHIN = {
    Sign.MODEL_ANSWERED: A_MINUTE, Sign.MODEL_FAILED: A_MINUTE, Sign.CROWDED: A_MINUTE, Sign.STUMBLED: A_MINUTE,
    Sign.ANSWERED: MINUTES, Sign.CALLED_WRONG: MINUTES, Sign.RECALLED: A_WHILE,
}  # fmt: skip
"""How long a sign tells of now."""
REMEMBERED = 1_000
"""Signs of a kind that are remembered; with more, what a share is taken of only seems smaller than it is."""
STRETCH_S = 10
"""A line that overflows once is a rush; in several stretches of so many seconds it is too short for the room."""

FAILED, CROWDED_IN, LATE, STUMBLES, VIEWERS, SHARE, RECALLS = 4, 3, 5, 3, 3, 5, 3
"""From how many on: failed questions, stretches, late turns of the loop, stumbles, viewers who call answers wrong
(and those at least one in `SHARE` answers), answers taken back."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the last minutes of a room show."""

    rests: bool = False
    """Every provider of the model is given a rest after failures."""
    failed: int = 0
    usable: int = 0
    """Questions to the model without and with something usable."""
    crowded: int = 0
    """Stretches in which questions found no room in the line."""
    late: int = 0
    """Turns of the program's loop that came more than a second late."""
    stumbled: int = 0
    """Viewers over whose messages the program stumbled."""
    wrong: int = 0
    """Viewers who said that an answer was not what they meant."""
    answered: int = 0
    recalled: int = 0
    """Different answers that staff took back."""

    @property
    def calls_for(self) -> tuple[Step, str]:
        """The step that this calls for, and why."""
        if self.recalled >= RECALLS:
            return Step.PEOPLE_ONLY, reasons.MANY_RECALLED.format(n=self.recalled)
        if self.wrong >= VIEWERS and self.wrong * SHARE >= self.answered:
            return Step.PEOPLE_ONLY, reasons.MANY_CALLED_WRONG.format(n=self.wrong)
        if self.stumbled >= STUMBLES:
            return Step.PEOPLE_ONLY, reasons.STUMBLES.format(n=self.stumbled)
        if self.rests or (self.failed >= FAILED and self.failed >= self.usable):
            return Step.FAQ_ONLY, reasons.MODEL_FAILS
        if self.crowded >= CROWDED_IN:
            return Step.FAQ_ONLY, reasons.LINE_FULL
        if self.late >= LATE:
            return Step.FAQ_ONLY, reasons.PROGRAM_LATE
        return Step.NORMAL, ""


@dataclass(slots=True)
class Signs:
    """What happened in a room lately."""

    _seen: dict[Sign, deque[tuple[datetime, str]]] = field(default_factory=dict)
    _spent: deque[str] = field(default_factory=lambda: deque(maxlen=REMEMBERED))
    """Viewers on whose word the room was left to people already."""

    def note(self, sign: Sign, now: datetime, who: str = "") -> None:
        """Remember one; `who` (a viewer, an entry) is counted once."""
        if sign is not Sign.CALLED_WRONG or who not in self._spent:
            self._seen.setdefault(sign, deque(maxlen=REMEMBERED)).append((now, who))

    def spend(self) -> None:
        """Let the viewers who called answers wrong not count another time: a few could silence a room all evening."""
        called = {who for _, who in self._seen.get(Sign.CALLED_WRONG, ())}
        self._spent.extend(sorted(called.difference(self._spent)))

    def forget(self) -> None:
        """Start anew: a person has judged what there was."""
        self.spend()
        self._seen.clear()

    def evidence(self, now: datetime, *, rests: bool = False, late: int = 0) -> Evidence:
        """Return what the last minutes show, with how the model and the loop are now."""
        return Evidence(
            rests=rests,
            late=late,
            failed=self._count(Sign.MODEL_FAILED, now),
            usable=self._count(Sign.MODEL_ANSWERED, now),
            crowded=self._count(Sign.CROWDED, now, lambda at, _: int(at.timestamp() // STRETCH_S)),
            stumbled=self._count(Sign.STUMBLED, now, lambda _, who: who),
            wrong=self._count(Sign.CALLED_WRONG, now, lambda _, who: who),
            answered=self._count(Sign.ANSWERED, now),
            recalled=self._count(Sign.RECALLED, now, lambda _, who: who),
        )

    def _count(self, sign: Sign, now: datetime, key: Callable[[datetime, str], object] | None = None) -> int:
        """Count the signs of a kind that still tell of now, or how many different ones there are."""
        seen = self._seen.get(sign, deque())
        while seen and now - seen[0][0] >= WITHIN[sign]:
            seen.popleft()
        return len(seen) if key is None else len({key(at, who) for at, who in seen})


QUIET = {Step.FAQ_ONLY: timedelta(minutes=2), Step.PEOPLE_ONLY: timedelta(minutes=5)}
"""How long nothing may be amiss on a step before the program goes one up."""
LONGEST_QUIET = timedelta(minutes=30)
SO_SOON, MOST_AGAIN = timedelta(minutes=30), 4
"""Down again this soon after going up, and the quiet time is twice as long, so many times."""
HAND_RESTS = timedelta(minutes=2)
"""So long after a person chose the step the program does not choose another."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The step of a room now: the lower of what a person and what the program chose."""

    hand: Step = Step.NORMAL
    """Chosen by a person; the program never goes above it, and it holds until a person lifts it."""
    by: str = ""
    """Who chose it."""
    chosen: datetime | None = None
    """When."""
    own: Step = Step.NORMAL
    """Chosen by the program: normal, or lower than what the person chose."""
    why: str = ""
    """Of the program's last choice."""
    since: datetime | None = None
    """Since when the step in force is in force."""
    again: int = 0
    """How often in a row the program had to go down soon after it had gone up."""
    uneasy: datetime | None = None
    """When something last called for the program's own step."""
    rose: datetime | None = None
    """When the program last went up."""

    @property
    def step(self) -> Step:
        """The step in force."""
        return lower(self.hand, self.own)

    @property
    def by_itself(self) -> bool:
        """Whether it is the program's choice that is in force."""
        return self.own is not Step.NORMAL

    @property
    def quiet(self) -> timedelta:
        """How long nothing may be amiss before the program goes up."""
        return min(QUIET.get(self.own, timedelta()) * (1 << self.again), LONGEST_QUIET)

    def by_hand(self, step: Step, who: str, now: datetime) -> Standing:
        """Return it after a person chose a step. The program's own choice is over; normal lifts what held."""
        if step is self.hand and not self.by_itself:
            return self
        return Standing(step, who, now, since=now)

    def judged(self, evidence: Evidence, now: datetime) -> Standing:
        """Return it after a look at the room: down at once, up by one step after a quiet time, else as it is."""
        wanted, why = evidence.calls_for
        if wanted.depth <= self.hand.depth:
            wanted = Step.NORMAL
        if wanted.depth > self.own.depth:
            if self.chosen is not None and now - self.chosen < HAND_RESTS:
                return self
            soon = self.rose is not None and now - self.rose < SO_SOON
            again = min(self.again + 1, MOST_AGAIN) if soon else 0
            return replace(self, own=wanted, why=why, since=now, again=again, uneasy=now)
        if self.own is Step.NORMAL:
            return self
        if wanted is self.own or self.uneasy is None:
            return replace(self, uneasy=now)
        if now - self.uneasy < self.quiet:
            return self
        up = list(Step)[self.own.depth - 1]
        why = reasons.QUIET_SINCE.format(minutes=round(self.quiet / timedelta(minutes=1)))
        own = up if up.depth > self.hand.depth else Step.NORMAL
        return replace(self, own=own, why=why, since=now, uneasy=now, rose=now)


@dataclass(frozen=True, slots=True)
class Change:
    """A step that was taken, as it is logged."""

    room: str
    at: datetime
    was: Step
    step: Step
    why: str = ""
    by: str = ""
    """The person who chose it; nobody where the program did."""
