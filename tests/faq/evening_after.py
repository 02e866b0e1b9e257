"""What a shop manager finds in the morning: questions of an evening, written down as they were asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from bot.faq.entries import Entry, Faq
from bot.faq.learn import Miss, Topic, topics
from bot.faq.match import Match
from bot.messages import Scored

EIGHT = datetime(2026, 11, 12, 20, 0, tzinfo=UTC)

FAQ = Faq.of(
    [
        Entry("ship-when", "什么时候发货？", "48 小时内发货。", path="faq/shipping.md", line=3),
        Entry("return", "可以退货吗？", "七天无理由退货。", path="faq/returns.md", line=3),
    ]
)

SURE = {"几天发货": "ship-when", "今天下单什么时候发": "ship-when"}
NEARLY = {"我下单了多久可以发货啊": "ship-when", "拍下之后大概几天能发呢": "ship-when"}


def judged(text: str) -> Match:
    """Judge a text as a matcher would, by a table: what is surely asked, what nearly, and that nothing else is."""
    if text in SURE:
        return Match(Scored(SURE[text], 0.99), None, True, "like the FAQ's question")
    if text in NEARLY:
        return Match(Scored(NEARLY[text], 0.6), None, False, "no entry is surely like it")
    return Match(None, None, False, "nothing in the FAQ is like it")


def asked(
    text: str,
    viewer: str = "小美",
    minute: float = 0,
    *,
    outcome: str = "escalate",
    replies: Sequence[str] = (),
    draft: str = "",
    wrong: str = "",
) -> Miss:
    """Let a viewer ask; what the FAQ thought of it then is what it thinks now."""
    best = judged(text).best
    return Miss(
        text,
        viewer,
        EIGHT + timedelta(minutes=minute),
        outcome,
        best.entry if best else "",
        best.score if best else 0.0,
        draft,
        tuple(replies),
        wrong,
    )


def found(misses: Sequence[Miss], **done: str) -> list[Topic]:
    """Return the topics of these questions; `done` are settled ones."""
    return topics(misses, judged, FAQ, done)
