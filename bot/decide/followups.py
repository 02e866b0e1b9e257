"""Messages that say little by themselves: "那多久?", "不是这个", and two questions in one line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.memory import RoomMemory, Turn
from bot.messages import ChatMessage, Outcome
from bot.text import looks_like_question, normalise

FOLLOWS_WITHIN = timedelta(seconds=90)
"""Later, a viewer has something else in mind."""
SHORT_ZH, SHORT_EN = 8, 6
"""Characters, or English words, up to which a line may lean on the one before."""
ENOUGH_ZH, ENOUGH_EN = 4, 3
"""Characters, or English words, from which on a line can be read by itself."""

_LEANS_ZH = re.compile(
    "^(?:那|那么|那要|那得)|^(?:多久|多少|几天|几号|什么时候|怎么弄|怎么办|为什么|要多久|要几天|要钱吗|免费吗|可以吗|行吗|能吗|还能吗|有吗|要吗|谁出|在哪)"
    "|呢$"
)
_LEANS_EN = re.compile(
    r"^(?:and|but|so|or|then|ok so|what about|how about|what if|even|also)\b"
    r"|^(?:how long|how much|how many|when|where|why"
    r"|is it free|for free|how so|which one|who pays|does it cost|can i|until when)$"
)

_LEAD = re.compile(r"^(?:那么|那|(?:and|but|so|or|then|ok so)\b)?(?: ?(?:what|how) about)?")

_WRONG_ANSWER = re.compile(
    r"^(?:不是问?(?:这个|这)|不是这个意思|我?(?:问|说|想问)的?不是这个?|不是问你?这个?|答非所问|答错了|你?(?:回答|理解)错了|牛头不对马嘴"
    r"|文不对题|(?:no |nope )?(?:thats )?not what i (?:asked|meant|mean)|(?:no )?(?:wrong answer|not that|not this)"
    r"|thats not (?:it|my question|what i asked)|you (?:misunderstood|didnt understand)(?: me)?)"
    # Nothing may follow but what was meant: "不是这个价吧", "not that expensive" say something else.
    r"(?=$|[啊呀吧哦,，。.!！~]|\s+(?:我|i ))[啊呀吧哦\s,，。.!！~]*"
)
_I_MEANT = re.compile(
    r"^(?:不是?|不对|no|nope)?[\s,，。.!！]*(?:我(?:问|说|想问)的是|我是(?:问|想问)|我的意思是"
    r"|i (?:meant|(?<=no i )mean|was asking(?: about)?|asked about))\s*"
)

_BETWEEN = re.compile(
    r"[。！？!?；;，,、\n]+|(?<=[吗呢嘛么])\s+|还有(?=.{3})|另外|顺便问?|以及|\s(?:and also|and|also|plus)\s",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Correction:
    """A viewer says that an answer was not what they asked for."""

    message_id: str
    """The viewer's message that was answered."""
    entry: str
    """Empty where a person's answer was said again."""
    question: str
    """What the viewer had asked."""
    meant: str
    """What they say they meant; empty when they do not."""


def correction(message: ChatMessage, memory: RoomMemory, now: datetime) -> Correction | None:
    """Return what a message says against the answer its viewer has just got; None when it does not."""
    last = memory.last_turn(message.viewer.id, FOLLOWS_WITHIN, now)
    if last is None or last.message_id == message.id:
        return None
    if not last.again and (last.outcome is not Outcome.ANSWER or not last.entry):
        return None
    plain = " ".join(message.text.replace("'", "").replace("’", "").casefold().split())
    wrong = _WRONG_ANSWER.match(plain)
    rest = plain[wrong.end() :] if wrong else plain
    meant = _I_MEANT.match(rest)
    if wrong is None and meant is None:
        return None
    rest = rest[meant.end() :] if meant else rest
    rest = rest.strip(" ,，。.!！")
    return Correction(last.message_id, last.entry, last.text, rest if len(normalise(rest)) >= 2 else "")


def leans_on(message: ChatMessage, memory: RoomMemory, now: datetime) -> Turn | None:
    """Return the viewer's last message if this one only makes sense after it."""
    last = memory.last_turn(message.viewer.id, FOLLOWS_WITHIN, now)
    if last is None or last.message_id == message.id or last.outcome in (Outcome.IGNORE, Outcome.SHED):
        return None
    plain = normalise(message.text)
    short = len(plain.split()) <= SHORT_EN if plain.isascii() else len(plain) <= SHORT_ZH
    if not short or not (_LEANS_ZH.search(plain) or _LEANS_EN.search(plain)):
        return None
    return last


def without_lead(text: str) -> str:
    """Return what a leaning line adds, in normal form: "那运费呢" is 运费."""
    return _LEAD.sub("", normalise(text)).strip()


def stands_alone(text: str) -> str:
    """Return what a leaning line says without its "那" or "and"; nothing where too little is left to ask anything."""
    rest = without_lead(text)
    enough = len(rest.split()) >= ENOUGH_EN if rest.isascii() else len(rest) >= ENOUGH_ZH
    return rest if enough else ""


def clauses(text: str) -> tuple[list[str], list[str]]:
    """Return the questions a line holds, and what else it says."""
    pieces = [part for part in (piece.strip() for piece in _BETWEEN.split(text)) if normalise(part)]
    asked = [piece for piece in pieces if looks_like_question(piece)]
    return asked, [piece for piece in pieces if piece not in asked]
