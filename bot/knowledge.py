"""What a decision rests on: what the shop's files say, and what the shop chose for the room."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal, TypeAlias

from bot import reasons
from bot.catalog import Catalog
from bot.cues.handover import Handover
from bot.cues.mood import MoodWords
from bot.escalation.promises import Sentences
from bot.escalation.steps import Step
from bot.faq.entries import Faq
from bot.faq.match import Matcher
from bot.faq.vectors import Vector
from bot.guard import Guard, Words
from bot.memory import RoomMemory
from bot.text import Language

Mode: TypeAlias = Literal["auto", "suggest-only", "silent"]
MODES: tuple[Mode, ...] = ("auto", "suggest-only", "silent")


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything the shop's files say, as one snapshot that is swapped whole."""

    faq: Faq = field(default_factory=Faq)
    matcher: Matcher = field(default_factory=lambda: Matcher(Faq()))
    catalog: Catalog = field(default_factory=Catalog)
    handover: Handover = field(default_factory=Handover)
    words: Words = field(default_factory=Words)
    """What the shop forbids and allows beside the law."""
    mood: MoodWords = field(default_factory=MoodWords)
    """How angry viewers sound."""
    promises: Sentences = field(default_factory=Sentences)
    """How the room is told that a person will answer."""

    @property
    def guard(self) -> Guard:
        """What may be said in the shop's rooms."""
        return Guard.of(self.catalog, self.words)


@dataclass(frozen=True, slots=True)
class Rules:
    """What the shop chose for this room."""

    mode: Mode = "auto"
    step: Step = Step.NORMAL
    repeat_within: timedelta = timedelta(seconds=60)
    """The same words from the same viewer within this time are not a new question."""
    first_answer: timedelta = timedelta(seconds=45)
    """Within this time staff should give a case its first answer."""
    merge_within: timedelta = timedelta(minutes=10)
    """The same question from others within this time joins the open case."""
    on_air: timedelta = timedelta(seconds=180)
    """What the host answered is not said again within this time."""
    answer_again: timedelta = timedelta(minutes=10)
    """Who asks within this time what a person has answered gets that answer; nothing switches it off but zero."""
    zone: str = "Asia/Shanghai"
    scene: str = ""
    """The scene the room plays; entries of other scenes are not said."""
    model_chooses: bool = False
    """There is a model, and it may choose among the nearest entries."""
    ask_back: bool = True
    draft_for_staff: bool = True
    together: timedelta = timedelta(seconds=6)
    """Who asks the same within this time is named in one reply with the others."""
    ai_label: str = ""
    """Put in front of what a model worded."""
    languages: tuple[Language, ...] = ("zh", "en")
    """Those the shop speaks, the main one first."""
    quiet: timedelta = timedelta(seconds=60)
    """The same answer to the same viewer within this time would be noise."""

    def now(self, mode: Mode, step: Step) -> Rules:
        """Return the rules with the mode and the step the room is on; off normal nothing unsure is said."""
        normal = step is Step.NORMAL
        return replace(
            self, mode=mode, step=step, ask_back=self.ask_back and normal, model_chooses=self.model_chooses and normal
        )

    @property
    def unspoken(self) -> str:
        """Why the program answers nothing by itself; empty where it does."""
        if self.mode != "auto":
            return reasons.ROOM_IS_ON.format(mode=self.mode)
        return reasons.PEOPLE_ONLY if self.step is Step.PEOPLE_ONLY else ""

    @property
    def unsuggested(self) -> str:
        """Why the program suggests no products by itself; empty where it does."""
        return self.unspoken or (reasons.FAQ_ONLY if self.step is Step.FAQ_ONLY else "")


@dataclass(frozen=True, slots=True)
class Moment:
    """All a decision may look at beside the message."""

    knowledge: Knowledge
    memory: RoomMemory
    rules: Rules
    now: datetime
    vector: Vector | None = None
    """What the message means, where that is known in time."""
