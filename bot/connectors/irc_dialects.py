"""The two kinds of IRC that Roomhand speaks, and how they differ."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from bot.connectors.irc_lines import characters, octets
from bot.pacing import Limit

PLAIN_LIMITS = (Limit(1, 1.0), Limit(8, 10.0))
"""A pace that the flood protection of common IRC servers lets through; a setting, as each differs."""

TWITCH_LIMITS = (Limit(1, 1.0), Limit(20, 30.0))
TWITCH_VIP_LIMITS = (Limit(1, 1.0), Limit(100, 30.0))
TWITCH_STAFF_LIMITS = (Limit(100, 30.0),)
"""https://dev.twitch.tv/docs/chat/#rate-limits"""

NONCE_TAG = "+roomhand/nonce"
"""A client tag: servers hand it on unread, so our own echo can be told from another of ours."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """What differs between IRC servers, as values."""

    name: str
    capabilities: tuple[str, ...]
    asks_first: bool
    """Whether to ask what the server can do (CAP LS) and request only that."""
    sends_user: bool
    id_tag: str
    time_tag: str
    reply_tag: str
    """On what we send."""
    reply_tags_heard: tuple[str, ...]
    size: Callable[[str], int]
    """The unit in which a line's length counts."""
    line_limit: int
    limits: tuple[Limit, ...]
    acknowledges: Literal["echo", "userstate"]
    token_prefix: str = ""
    pads_prefix: bool = False
    """Whether what the server puts before our text counts as part of the line."""
    slash_is_command: bool = False
    url: str = ""
    """Where to connect unless told otherwise."""


IRC = Dialect(
    name="irc",
    capabilities=("message-tags", "server-time", "echo-message", "draft/message-redaction"),
    asks_first=True,
    sends_user=True,
    id_tag="msgid",
    time_tag="time",
    reply_tag="+draft/reply",
    reply_tags_heard=("+draft/reply", "+reply"),
    size=octets,
    line_limit=512,
    limits=PLAIN_LIMITS,
    acknowledges="echo",
    pads_prefix=True,
)

TWITCH = Dialect(
    name="twitch",
    capabilities=("twitch.tv/tags", "twitch.tv/commands"),
    asks_first=False,
    sends_user=False,
    id_tag="id",
    time_tag="tmi-sent-ts",
    reply_tag="reply-parent-msg-id",
    reply_tags_heard=("reply-parent-msg-id",),
    size=characters,
    line_limit=500,
    limits=TWITCH_LIMITS,
    acknowledges="userstate",
    token_prefix="oauth:",  # noqa: S106 - the word before the token, not the token
    slash_is_command=True,
    url="wss://irc-ws.chat.twitch.tv:443",
)


def room_for_text(dialect: Dialect, nick: str, channel: str) -> int:
    """Return how much text fits into one line, in the dialect's unit."""
    if not dialect.pads_prefix:
        return dialect.line_limit
    # What others receive is ":nick!user@host PRIVMSG #channel :text". Our user and host are the server's to
    # choose and may change, so the longest are assumed; three bytes are for a nick's spare underscores.
    taken = dialect.size(f":{nick}___!@ PRIVMSG {channel} :\r\n") + 12 + 64
    return max(64, dialect.line_limit - taken)


def said_at(value: str) -> datetime | None:
    """Read either kind of time tag; None when there is none or it makes no sense."""
    try:
        if value.isdigit():
            return datetime.fromtimestamp(int(value) / 1000, UTC)
        at = datetime.fromisoformat(value)
    except (ValueError, OverflowError, OSError):
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def badges_of(value: str) -> frozenset[str]:
    """Read a badges tag such as `broadcaster/1,subscriber/12`."""
    return frozenset(badge.partition("/")[0] for badge in value.split(",") if badge)


def twitch_limits(base: tuple[Limit, ...], badges: frozenset[str], slow: int) -> tuple[Limit, ...]:
    """Return how fast somebody with these badges may speak while slow mode is at `slow` seconds."""
    if badges & {"broadcaster", "moderator"}:
        return TWITCH_STAFF_LIMITS
    if "vip" in badges:
        return TWITCH_VIP_LIMITS
    return (*base, Limit(1, float(slow))) if slow > 0 else base
