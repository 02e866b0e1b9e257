"""What viewers asked and the FAQ did not answer, gathered into topics that somebody can settle with one key.

Nothing here is invented: a phrasing is what a viewer typed, an answer is what a person of the shop sent. What the
bot itself suggested is never learned from.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from bot.cues.trouble import sounds_like_trouble
from bot.faq.alike import grouped, most_central
from bot.faq.entries import Faq
from bot.faq.match import NEAR, Match
from bot.faq.worth import ids_of
from bot.guard import masked, personal_data
from bot.messages import Scored
from bot.text import looks_like_question, normalise

FREQUENT = 3
"""Askers from which on a topic nobody answered is worth an entry that keeps the bot off it."""
SHOWN = 8
"""Wordings of a topic that are shown and judged; the counts are of all."""
WRITTEN = 8
"""Phrasings that are written to a file at once."""
LONGEST_PHRASING = 80
MOST_TOPICS = 100
LIKELY = 0.5
"""From this score on a nearest entry is proposed with one key; below it is only named."""
WORTH_NAMING = 0.15
"""An entry that comes less near than this is not near at all."""
_PLAIN = re.compile(r"(?!\d+[.)])[^\W_][^<>{}\[\]`\\|]*")
"""Begins like a word and holds no sign that means anything in the files."""

_SPOKEN_BACK = re.compile(
    "^(?:不是|那|我问的|我说的|我是问|no |and |but |what about)|不是这个|我问的是|i meant", re.IGNORECASE
)
"""What only makes sense after something else: no way of asking."""

Kind: TypeAlias = Literal["phrasing", "entry", "no-answer"]
Why: TypeAlias = Literal["wrong", "sent as drafted", "near", "staff answered", "frequent", "needs an answer"]


@dataclass(frozen=True, slots=True)
class Miss:
    """A message that the FAQ did not answer, or answered wrongly, as it was recorded."""

    text: str
    viewer: str
    at: datetime
    outcome: str
    entry: str = ""
    """The nearest entry then, and how near it was."""
    score: float = 0.0
    draft: str = ""
    """What the bot offered staff for its case."""
    replies: tuple[str, ...] = ()
    """What staff sent to its case."""
    wrong: str = ""
    """The entry that answered it, where somebody said that this was wrong."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One way in which viewers asked, as one of them typed it; personal data is masked."""

    text: str
    messages: int
    askers: int
    usable: bool = True
    """Whether it may stand in an FAQ file: not too long, and nobody's personal data."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What would settle a topic."""

    kind: Kind
    why: Why
    entry: str = ""
    """The entry it concerns: the one that gets the phrasings, or the one that answered wrongly."""


@dataclass(frozen=True, slots=True)
class Topic:
    """Messages that ask the same."""

    key: str
    """Short, and the same for as long as the question is."""
    question: str
    """The most central wording that viewers used."""
    wordings: tuple[Wording, ...]
    """Each distinct one once, the most frequent first."""
    messages: int
    askers: int
    first: datetime
    last: datetime
    proposal: Proposal
    nearest: Scored | None = None
    """The FAQ's entry that comes nearest now."""
    answer: str = ""
    """Staff's own reply, where there was one."""
    then: str = "person"
    """Where a no-answer entry would send it: what was only ever ignored stays with `silence`."""
    questions: tuple[str, ...] = ()
    """All its questions in the normalised form, by which it is remembered once it is settled."""

    @property
    def phrasings(self) -> tuple[str, ...]:
        """What may be written to a file, the central question first."""
        usable = [wording.text for wording in self.wordings if wording.usable]
        return tuple(dict.fromkeys([*([self.question] if self.question in usable else []), *usable]))[:WRITTEN]


@dataclass(slots=True)
class _Question:
    """Everybody who asked in the same words."""

    plain: str
    misses: list[Miss]

    @property
    def weight(self) -> int:
        return len({miss.viewer for miss in self.misses})

    @property
    def wrong(self) -> bool:
        """Whether somebody called the answer to it wrong."""
        return any(miss.wrong for miss in self.misses)

    @property
    def entry(self) -> str:
        """The entry it was nearest to, if any was near."""
        near = Counter(miss.entry for miss in self.misses if miss.entry and miss.score >= NEAR)
        return near.most_common(1)[0][0] if near else ""

    def wording(self) -> Wording:
        """Return how most people typed it."""
        typed = Counter(" ".join(masked(miss.text).split()) for miss in self.misses)
        text = min(typed, key=lambda one: (-typed[one], len(one), one))
        private = any(personal_data(miss.text) for miss in self.misses)
        return Wording(text, len(self.misses), self.weight, not private and fits_a_file(text))


def fits_a_file(text: str) -> bool:
    """Return whether a stranger's words stay words in a Markdown file, whatever they look like."""
    if _SPOKEN_BACK.search(text):
        return False
    return len(text) <= LONGEST_PHRASING and _PLAIN.fullmatch(text) is not None


def topics(
    misses: Iterable[Miss], match: Callable[[str], Match], faq: Faq, done: Mapping[str, str] | None = None
) -> list[Topic]:
    """Return what the FAQ lacks, what was answered wrongly first, then by how many asked.

    `done` are normalised questions that were settled, with what was done: these do not come back, and nothing that
    asks the same as a dismissed one does. What the FAQ answers by now is no topic either.
    """
    settled = done or {}
    dismissed = [plain for plain, what in settled.items() if what == "dismissed"]
    asked = [question for question in _questions(misses) if not _is_settled(question, settled)]
    # What was answered wrongly is no way of asking what was not answered at all.
    called_wrong = [question for question in asked if question.wrong]
    unanswered = [question for question in asked if not question.wrong]
    candidates = [*_together(called_wrong, ()), *_together(unanswered, dismissed)]
    found: list[Topic] = []
    for members in sorted(candidates, key=_rank):
        if (topic := _topic(members, match, faq)) is not None:
            found.append(topic)
            if len(found) == MOST_TOPICS:
                break
    # What nobody could write into a file as it was said comes last: there is nothing to do with one key.
    return sorted(
        found,
        key=lambda topic: (
            not topic.phrasings, topic.proposal.why != "wrong", -topic.askers, -topic.messages, topic.key,
        ),
    )  # fmt: skip


def _together(questions: Sequence[_Question], dismissed: Sequence[str]) -> list[list[_Question]]:
    """Return the questions in groups that ask the same, without what asks the same as a dismissed one."""
    texts = [*dismissed, *(question.plain for question in questions)]
    entries = [*("" for _ in dismissed), *(question.entry for question in questions)]
    first = len(dismissed)
    return [[questions[i - first] for i in group] for group in grouped(texts, entries) if group[0] >= first]


def _is_settled(question: _Question, settled: Mapping[str, str]) -> bool:
    what = settled.get(question.plain, "")
    # What staff once gave an entry, and what was answered wrongly by it since, is open again.
    return what in ("dismissed", "no-answer") if question.wrong else bool(what)


def _rank(members: Sequence[_Question]) -> tuple[bool, int, int, str]:
    askers = {miss.viewer for question in members for miss in question.misses}
    return not members[0].wrong, -len(askers), -sum(len(question.misses) for question in members), members[0].plain


def _questions(misses: Iterable[Miss]) -> list[_Question]:
    """Gather what was asked in the same words, what was asked by most first."""
    by_words: dict[str, list[Miss]] = defaultdict(list)
    for miss in misses:
        # A case is somebody's question whatever it looks like; of the rest, talk is none.
        if miss.wrong or miss.outcome == "escalate" or _asks(miss.text):
            by_words[normalise(masked(miss.text))].append(miss)
    by_words.pop("", None)
    questions = [_Question(plain, sorted(some, key=lambda miss: miss.at)) for plain, some in by_words.items()]
    return sorted(questions, key=lambda question: (-question.weight, question.misses[0].at, question.plain))


def _asks(text: str) -> bool:
    return looks_like_question(text) or sounds_like_trouble(text)


def _topic(members: Sequence[_Question], match: Callable[[str], Match], faq: Faq) -> Topic | None:
    """Make a topic of questions that ask the same; None when the FAQ answers them all by now."""
    judged = [(question, match(question.misses[0].text)) for question in members[:SHOWN]]
    open_ = [(question, found) for question, found in judged if not _answered_now(question, found, faq)]
    if not open_:
        return None
    kept = [question for question, _ in open_] + list(members[SHOWN:])
    every = [miss for question in kept for miss in question.misses]
    wordings = tuple(question.wording() for question, _ in open_)
    central = most_central([question.plain for question, _ in open_], [wording.askers for wording in wordings])
    nearest = _nearest(open_, faq)
    answer = _own_reply(every)
    askers = {miss.viewer for miss in every}
    return Topic(
        key="t" + hashlib.sha256(kept[0].plain.encode("utf-8", "replace")).hexdigest()[:8],
        question=wordings[central].text,
        wordings=tuple(sorted(wordings, key=lambda wording: (-wording.messages, -wording.askers, wording.text))),
        messages=len(every),
        askers=len(askers),
        first=min(miss.at for miss in every),
        last=max(miss.at for miss in every),
        proposal=_proposal(every, nearest, answer, len(askers)),
        nearest=nearest,
        answer=answer,
        then="silence" if all(miss.outcome == "ignore" for miss in every) else "person",
        questions=tuple(question.plain for question in kept),
    )


def _answered_now(question: _Question, found: Match, faq: Faq) -> bool:
    """Return whether the FAQ is sure about it by now, and not with the entry that was called wrong."""
    if not found.sure or found.best is None:
        return False
    wrong = {entry for miss in question.misses for entry in ids_of(miss.wrong)}
    return wrong.isdisjoint(entry.id for entry in faq.topics.get(found.best.entry, ()))


def _nearest(judged: Iterable[tuple[_Question, Match]], faq: Faq) -> Scored | None:
    """Return the entry to which most askers come near, with its best score among them."""
    votes: Counter[str] = Counter()
    scores: dict[str, float] = {}
    for question, found in judged:
        if found.best is not None and found.best.score >= WORTH_NAMING and found.best.entry in faq.entries:
            votes[found.best.entry] += question.weight * (2 if found.best.score >= NEAR else 1)
            scores[found.best.entry] = max(scores.get(found.best.entry, 0.0), found.best.score)
    if not votes:
        return None
    entry = min(votes, key=lambda one: (-votes[one], -scores[one], one))
    return Scored(entry, scores[entry])


def _own_reply(misses: Iterable[Miss]) -> str:
    """Return what staff answered most often in their own words; the last one of those said as often."""
    said: Counter[str] = Counter()
    when: dict[str, datetime] = {}
    for miss in misses:
        for reply in miss.replies:
            text = " ".join(reply.split())
            if text and text != " ".join(miss.draft.split()) and not personal_data(text):
                said[text] += 1
                when[text] = max(miss.at, when.get(text, miss.at))
    return max(said, key=lambda text: (said[text], when[text], text), default="")


def _sent_as_drafted(misses: Iterable[Miss]) -> bool:
    """Return whether staff sent the near entry's answer as it was, for most of those they answered."""
    answered = [miss for miss in misses if miss.replies]
    as_drafted = [
        miss
        for miss in answered
        if miss.draft
        and miss.entry
        and miss.score >= NEAR
        and miss.draft.split() in [r.split() for r in miss.replies]
    ]
    return len(as_drafted) * 2 > len(answered)


def _proposal(misses: Sequence[Miss], nearest: Scored | None, answer: str, askers: int) -> Proposal:
    """Return what would settle a topic best."""
    wrong = Counter(entry for miss in misses for entry in ids_of(miss.wrong))
    if wrong:
        return Proposal("no-answer", "wrong", wrong.most_common(1)[0][0])
    near = nearest is not None and nearest.score >= NEAR
    if nearest is not None and near and _sent_as_drafted(misses):
        return Proposal("phrasing", "sent as drafted", nearest.entry)
    if answer:
        # What a person wrote by hand, though a draft lay there, was not what the near entry says.
        return Proposal("entry", "staff answered")
    if nearest is not None and nearest.score >= LIKELY:
        return Proposal("phrasing", "near", nearest.entry)
    if askers >= FREQUENT:
        return Proposal("no-answer", "frequent")
    return Proposal("entry", "needs an answer")
