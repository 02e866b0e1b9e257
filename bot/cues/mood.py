"""How a viewer sounds, from cues anybody can see: words, signs, saying it again, waiting. Each cue names what it saw.

    [angry]          one of these is enough
    骗子
    [cross]          enough with a second cue: signs, trouble with an order, a repeat
    搞什么
    [pleased]        with one of these beside it, a cross word is enthusiasm
    好美
    [not meant]      taken out of the line before it is read: 垃圾袋, killing it

The lists are a file that staff edit, and they come first. Where they see nothing, `anger` tells by what labelled
lines taught it, and the piece of the line that is most like anger is the cue. Signs alone, capitals alone and
"啊啊啊啊!!!" alone are joy as often as anger and never count by themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.cues.anger import ANGER, RATHER, SURE, telling
from bot.cues.trouble import sounds_like_trouble
from bot.languages import Both
from bot.messages import Cue, Sign
from bot.problems import Problem
from bot.text import folded, plain
from bot.text.word_lists import parse_word_lists, says

ANGRY = 2
"""From this score on a viewer counts as angry."""
LONGEST_READ = 400
LONG_WAIT = timedelta(minutes=3)
"""A viewer who has waited so long for a person waits long, in a live room."""
SECTIONS = ("angry", "cross", "pleased", "not meant")


@dataclass(frozen=True, slots=True)
class Mood:
    """How a viewer sounds."""

    score: int = 0
    cues: tuple[Cue, ...] = ()
    at_us: bool = False
    """Whether it sounds like anger at a shop, and not at the weather."""

    @property
    def angry(self) -> bool:
        """Whether a person should look, and nothing be sold."""
        return self.score >= ANGRY

    @property
    def sounds(self) -> bool:
        """Whether some of it was told by what was learnt, and not by the words of the file alone."""
        return any(cue.sign is Sign.SOUNDS for cue in self.cues)


@dataclass(frozen=True, slots=True)
class MoodWords:
    """The four lists of the file, folded."""

    angry: tuple[str, ...] = ()
    cross: tuple[str, ...] = ()
    pleased: tuple[str, ...] = ()
    not_meant: tuple[str, ...] = ()


CALM = Mood()
_MARKS = re.compile(r"[!?]{2,}|[!?](?:\s?[!?]){2,}")
_STRETCHED = re.compile(r"([a-z\u4e00-\u9fff])\1{3,}")
_CAPITALS = re.compile(r"\b[A-Z]{2,}\b")
_WORD = re.compile(r"\b[A-Za-z]+\b")
CAPITAL_LETTERS = 6
"""So many letters in words of capitals, and no word without, is shouting."""


def mood_of(text: str, words: MoodWords, again: int = 0, waited: timedelta = timedelta()) -> Mood:
    """Return how a line sounds; `again` is how often the viewer has said the same before, `waited` for a person."""
    line = _meant(plain(text[:LONGEST_READ]), words.not_meant)
    angry = _longest(found_in(words.angry, line))
    cross = [one for one in _longest(found_in(words.cross, line)) if not any(one in longer for longer in angry)]
    pleased = bool(found_in(words.pleased, line))
    if pleased:
        # "气死我了好美", "this is sick, love it": only what has no second meaning is left.
        cross = []
    told = ANGRY * bool(angry) + min(len(cross), 2)  # two cross words are two cues
    like = ANGER.of(line)
    sounds = (like >= RATHER) + (like >= SURE) if told < ANGRY and not pleased else 0
    told += sounds
    trouble = sounds_like_trouble(text)
    raised = _loud(text[:LONGEST_READ])
    kinds = bool(raised)
    if again:
        raised.append(Cue(Sign.AGAIN, str(again + 1)))
    if waited >= LONG_WAIT:
        raised.append(Cue(Sign.WAITED, str(int(waited.total_seconds() // 60))))
    if not told and not (trouble and raised):
        return CALM  # whoever is merely in trouble is not angry, and "!!!" alone is joy as often
    # What was learnt has read the trouble already: told politely it is no second cue.
    score = told + (trouble and bool(angry or cross or raised)) + kinds + bool(again) + (waited >= LONG_WAIT)
    cues = [Cue(Sign.ANGRY, one) for one in angry[:3]] + [Cue(Sign.CROSS, one) for one in cross[:3]]
    if sounds:
        cues.append(Cue(Sign.SOUNDS, telling(line) if score >= ANGRY else ""))  # it is sought where it is shown
    cues += [Cue(Sign.TROUBLE)] * trouble + raised
    return Mood(score, tuple(cues), like >= SURE)


def _meant(line: str, not_meant: Sequence[str]) -> str:
    for words in not_meant:
        if words in line:
            line = line.replace(words, " ")
    return line


def _longest(found: Sequence[str]) -> list[str]:
    """Leave out words that are part of another one that was found: 太垃圾 is one cue, not 垃圾 as well."""
    return [one for one in found if not any(one != longer and one in longer for longer in found)]


def _loud(text: str) -> list[Cue]:
    """Return the signs of a raised voice; they add to words and never stand for them."""
    cues = []
    plain = text.replace("！", "!").replace("？", "?")
    if (marks := _MARKS.search(plain)) is not None:
        cues.append(Cue(Sign.MARKS, marks.group()[:6]))
    capitals = _CAPITALS.findall(text)
    if sum(map(len, capitals)) >= CAPITAL_LETTERS and len(capitals) * 2 >= len(_WORD.findall(text)):
        cues.append(Cue(Sign.CAPITALS, " ".join(capitals)[:24]))
    if (stretched := _STRETCHED.search(folded(text))) is not None:
        cues.append(Cue(Sign.STRETCHED, stretched.group()[:8]))
    return cues


def found_in(words: Iterable[str], line: str) -> list[str]:
    """Return which of the words stand in a folded line; Latin ones only whole."""
    return [word for word in words if says(line, word)]


def parse_mood(text: str, path: str) -> tuple[MoodWords, list[Problem]]:
    """Read the word file; a line in no group is a problem."""
    words, problems = parse_word_lists(
        text,
        path,
        SECTIONS,
        plain,
        begin=Both("Put a line [angry] above it.", "请在它上面写一行 [angry]。"),
        not_single=("angry", "cross"),
    )
    return MoodWords(*(tuple(dict.fromkeys(words[section])) for section in SECTIONS)), problems
