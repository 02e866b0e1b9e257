"""What tells whether a message went out.

Neither kind of IRC numbers its acknowledgements, so at most one message may be under way on a connection.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.connectors.irc_dialects import NONCE_TAG, Dialect
from bot.connectors.irc_lines import Line
from bot.connectors.irc_refusals import TOO_FAST, is_for_pace, not_sent_notice, undelivered
from bot.messages import SendResult

SLOW_DOWN_S = 30.0
"""Twitch does not say when its counters refill; its longest window is this."""


@dataclass(frozen=True, slots=True)
class UnderWay:
    """The message whose fate is open."""

    channel: str
    nick: str
    """Ours, as the server knows it."""
    nonce: str
    """Sent along as a client tag; empty where such tags are not carried."""
    ping: str
    """The word of the PING sent right behind it where the server does not echo; else empty."""
    slow_s: float = 0.0
    """The channel's slow mode."""


def verdict(line: Line, sent: UnderWay, dialect: Dialect) -> SendResult | None:
    """Return what became of the message, if this line tells."""
    return _from_twitch(line, sent) if dialect.acknowledges == "userstate" else _from_irc(line, sent, dialect)


def _from_twitch(line: Line, sent: UnderWay) -> SendResult | None:
    if not same(line.param(0), sent.channel):
        return None
    if line.command == "USERSTATE":
        return SendResult("sent", line.tags.get("id") or None)
    if line.command == "NOTICE":
        notice = line.tags.get("msg-id", "")
        if reason := not_sent_notice(notice):
            slow_s = sent.slow_s if notice == "msg_slowmode" else max(sent.slow_s, SLOW_DOWN_S)
            wait = (slow_s or SLOW_DOWN_S) if is_for_pace(notice) else None
            return SendResult("refused", reason=reason, retry_after=wait)
    return None


def _from_irc(line: Line, sent: UnderWay, dialect: Dialect) -> SendResult | None:
    if line.command == "PRIVMSG" and same(line.nick, sent.nick) and same(line.param(0), sent.channel):
        # An echo with another nonce is of an earlier message that was given up.
        ours = line.tags.get(NONCE_TAG, sent.nonce) == sent.nonce
        return SendResult("sent", line.tags.get(dialect.id_tag) or None) if ours else None
    if line.command == "PONG":
        # A server works in order: what it did not refuse before the PONG, it delivered.
        return SendResult("sent") if sent.ping and line.param(-1) == sent.ping else None
    if reason := undelivered(line):
        wait = SLOW_DOWN_S if line.command == TOO_FAST else None
        return SendResult("refused", reason=reason, retry_after=wait)
    return None


_FOLD = str.maketrans("[]\\^", "{}|~")


def fold(name: str) -> str:
    """Return a nick or channel as IRC compares it (https://modern.ircdocs.horse/#casemapping-parameter).

    The widest of the mappings in use: some servers would tell `a[` from `a{`, which are one here.
    """
    return name.lower().translate(_FOLD)


def same(one: str, other: str) -> bool:
    """Return whether two nicks or channels are the same to IRC."""
    return fold(one) == fold(other)
